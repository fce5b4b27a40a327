"""The Markdown of each clause: a text's source cut where its clauses begin.

Rendering does not tell where in the source an element came from. So each clause is looked for where
a heading or a paragraph can begin, in order, by the letters and digits it begins with: those that
no emphasis, link or typography changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import Final

from clausier.clauses import Clause

_HEADING: Final = re.compile(r"#{1,6}|<h[1-6]\b", re.IGNORECASE)
_UNDERLINE: Final = re.compile(r"(?:=+|-+)[ \t]*$")
_FENCE: Final = re.compile(r"(`{3,}|~{3,})")
_HIDDEN: Final = re.compile(
    r"""!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])    # images
      | \[\^[^\]]*\]                           # references to footnotes
      | (?<=\])(?:\([^)]*\)|\[[^\]]*\])        # where links lead
      | <[^<>]*>                               # tags
      | \{[:\#.][^{}]*\}[ \t]*$                # attributes
    """,
    re.VERBOSE,
)
_COMPARED: Final = 40
"""How many letters and digits tell where a clause begins."""


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a heading or a paragraph may begin."""

    offset: int
    """In the source, in code points."""
    is_heading: bool
    line: str
    folded: str
    """The letters and digits that are shown of it."""


def cut_source(source: str, clauses: Sequence[Clause]) -> tuple[str, ...] | None:
    """Return the Markdown before the first clause, then that of each clause, in order.

    Joined, they are the source, to the letter. None where a clause is not found, as where HTML or
    an extension makes its heading out of something else.

    Args:
        source: the text's Markdown.
        clauses: what it was cut into.
    """
    starts = tuple(_iter_starts(source))
    offsets: list[int] = []
    first = 0
    for clause in clauses:
        place = _find_words(starts, clause, first)
        if place is None:
            return None
        offsets.append(starts[place].offset)
        first = place + 1
    bounds = (0, *offsets, len(source))
    return tuple(source[one:two] for one, two in pairwise(bounds))


def find_starts(source: str, clauses: Sequence[Clause]) -> tuple[int | None, ...]:
    """Return where each clause begins in a text's Markdown, in code points, as far as it tells.

    By its words, or else by its number, as where what follows is not shown as it is written. None
    for a clause of which neither is found.

    Args:
        source: the text's Markdown.
        clauses: what it was cut into.
    """
    starts = tuple(_iter_starts(source))
    offsets: list[int | None] = []
    first = 0
    for clause in clauses:
        place = _find_words(starts, clause, first)
        if place is None and clause.number:
            place = _find_number(starts, clause.number, first)
        offsets.append(None if place is None else starts[place].offset)
        first = first if place is None else place + 1
    return tuple(offsets)


def _find_words(starts: Sequence[_Start], clause: Clause, first: int) -> int | None:
    is_heading = clause.heading is not None
    wanted = _fold(clause.heading or clause.text.partition("\n")[0])
    for place, start in enumerate(starts[first:], first):
        if start.is_heading == is_heading and _is_same(start.folded, wanted):
            return place
    return None


def _find_number(starts: Sequence[_Start], number: str, first: int) -> int | None:
    pattern = re.compile(rf"[\W_]*(?:\w+[.]?\s+)?{re.escape(number)}(?![.\w]*\w)", re.IGNORECASE)
    for place, start in enumerate(starts[first:], first):
        if pattern.match(start.line):
            return place
    return None


def _iter_starts(source: str) -> Iterator[_Start]:
    """Yield where headings and paragraphs may begin: not within fenced code, nor indented."""
    lines = source.splitlines(keepends=True)
    fence = ""
    offset = 0
    is_open = False  # whether the line goes on with a paragraph
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        start, offset = offset, offset + len(line)
        opening = _FENCE.match(line.lstrip(" "))
        if fence or opening:
            if opening and (not fence or _closes(line, fence)):
                fence = "" if fence else opening[1]
            is_open = False
            continue
        if not line.strip():
            is_open = False
            continue
        is_heading = _HEADING.match(line) is not None
        is_underlined = not is_open and _UNDERLINE.match(following) is not None
        if is_heading or is_underlined:
            yield _Start(start, True, line, _fold(_show(line)))
            is_open = False
        elif not is_open:
            if not line[0].isspace():
                yield _Start(start, False, line, _fold(_show(line)))
            is_open = not _UNDERLINE.match(line)


def _closes(line: str, fence: str) -> bool:
    """Return whether a line ends the code that `fence` began."""
    stripped = line.strip()
    return len(stripped) >= len(fence) and set(stripped) == {fence[0]}


def _show(line: str) -> str:
    """Return a line of Markdown without what is not read in it."""
    return unescape(_HIDDEN.sub("", line.rstrip()))


def _fold(text: str) -> str:
    """Return the letters and digits of a text, whatever their form."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, plain))


def _is_same(found: str, wanted: str) -> bool:
    """Return whether a line may be how a clause begins: a paragraph may go on in the next."""
    size = min(len(found), len(wanted), _COMPARED)
    return found[:size] == wanted[:size] and bool(size or not wanted)
