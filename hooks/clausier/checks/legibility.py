"""What reading tools choke on: a sentence, a list, a table or an image that cannot be read out.

Sources: Web Content Accessibility Guidelines 2.2, criteria 1.1.1 (images), 1.3.1 (structure) and
2.4.4 (links). The lengths are far beyond what anybody writes on purpose: they find a missing full
stop, a paragraph pasted without its blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from clausier.checks.source import Source, iter_reworded
from clausier.errors import Problem, say
from clausier.proposals import Proposal, ProposedPage
from clausier.typography.passages import OPAQUE

LONGEST_SENTENCE: Final = 250
"""Words."""
LONGEST_PARAGRAPH: Final = 10_000
"""Characters."""
DEEPEST_LIST: Final = 4
"""Lists, one in another."""

_ITEM: Final = re.compile(r"([ \t]*)(?:[*+-]|\d{1,3}\.)[ \t]+\S")
_STOP: Final = re.compile(
    r"(?<![ .][A-Za-z])(?<!\bart)(?<!\bal)(?<!\bcf)[.!?…]+[)\]»”\"’*_]*(?=\s)"
    r"|\n(?=[ \t]*(?:[*+-]|\w{1,3}[.)])[ \t])"
    r"|[;:](?=[ \t]*\n)|<br\b|\|"
)
_SEPARATOR: Final = re.compile(
    r"[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*\|?[ \t]*\r?"
)
_BAR: Final = re.compile(r"\\.|\|")
_ALT: Final = re.compile(r"(?<![\w-])alt\s*=", re.IGNORECASE)


def find_illegible(proposal: Proposal) -> Iterator[Problem]:
    """Yield what reading tools choke on, in the texts that a proposal rewords."""
    for page, source in iter_reworded(proposal):
        if page.front is not None:
            yield from _find_lengths(page, source)
            yield from _find_deep_lists(page, source)
        yield from _find_ragged_tables(page, source)
        yield from _find_mute(page, source)


def iter_sentences(source: Source) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and how many words it has, in order.

    An item of a list, a cell and a heading count as sentences.
    """
    for start, end in source.iter_paragraphs():
        block = source.prose[start:end]
        bounds = [0, *(match.end() for match in _STOP.finditer(block)), len(block)]
        for one, two in pairwise(bounds):
            words = len(re.findall(r"\w[\w’'-]*", block[one:two]))
            if words:
                blank = len(block[one:two]) - len(block[one:two].lstrip())
                yield start + one + blank, words


def _find_lengths(page: ProposedPage, source: Source) -> Iterator[Problem]:
    for start, words in iter_sentences(source):
        if words > LONGEST_SENTENCE:
            yield Problem(
                say("a sentence of %(count)s words begins here", count=words),
                say("Make several of it, or a list"),
                page.place(source.line_of(start)),
                code="sentence-long",
            )
    for start, end in source.iter_paragraphs():
        # Code is veiled, and a table has no paragraphs.
        block = source.shown[start:end]
        if end - start > LONGEST_PARAGRAPH and "|" not in block and not block.startswith(OPAQUE):
            yield Problem(
                say("a paragraph of %(count)s characters begins here", count=end - start),
                say("Separate its paragraphs by blank lines"),
                page.place(source.line_of(start)),
                code="paragraph-long",
            )


def _find_deep_lists(page: ProposedPage, source: Source) -> Iterator[Problem]:
    """Yield each item that stands in too many lists, the first of its neighbours."""
    margins: list[int] = []
    was_deep = False
    for number, line in enumerate(source.shown.split("\n")):
        item = _ITEM.match(line)
        if item is None:
            if line.strip() and not line[0].isspace():
                margins, was_deep = [], False
            continue
        margin = len(item[1].expandtabs(4))
        while margins and margins[-1] >= margin:
            margins.pop()
        margins.append(margin)
        is_deep = len(margins) > DEEPEST_LIST
        if is_deep and not was_deep:
            yield Problem(
                say("%(count)s lists stand one in another", count=len(margins)),
                say("Make clauses of the outer ones, with numbers of their own"),
                page.place(number),
                code="list-deep",
            )
        was_deep = is_deep


def iter_ragged_rows(source: Source) -> Iterator[tuple[int, int, int]]:
    """Yield the rows that have not as many cells as their table: line, cells, columns."""
    lines = source.shown.split("\n")
    columns = 0
    for number, line in enumerate(lines):
        if columns and "|" in line and line.strip():
            cells = _count_cells(line)
            if cells != columns:
                yield number, cells, columns
        elif columns:
            columns = 0
        elif "|" in line and _SEPARATOR.fullmatch(line) and number and "|" in lines[number - 1]:
            columns = _count_cells(lines[number - 1])
            if _count_cells(line) != columns:
                yield number, _count_cells(line), columns


def _count_cells(line: str) -> int:
    """Return how many cells a row of a table has."""
    row = line.strip().removeprefix("|")
    bars = [match.start() for match in _BAR.finditer(row) if match[0] == "|"]
    return len(bars) + (not bars or bars[-1] != len(row) - 1)


def _find_ragged_tables(page: ProposedPage, source: Source) -> Iterator[Problem]:
    for number, cells, columns in iter_ragged_rows(source):
        yield Problem(
            say(
                "a row of a table has %(cells)s cells, and its table %(columns)s columns",
                cells=cells,
                columns=columns,
            ),
            say("Give the row as many cells as the heading has: what is too much is not shown"),
            page.place(number),
            code="table-ragged",
        )


def _find_mute(page: ProposedPage, source: Source) -> Iterator[Problem]:
    """Yield images without words for those who do not see them, and links without any."""
    for link in source.links:
        line = source.line_of(link.start)
        if link.is_image and not link.text.strip():
            yield _mute_image(page, line)
        elif not link.is_definition and not link.is_image and not link.text.strip():
            yield Problem(
                say("a link has no words"),
                say("Write between the square brackets what it leads to: `[words](address)`"),
                page.place(line),
                code="link-empty",
            )
        elif link.target == "":
            yield Problem(
                say("the link “%(text)s” leads nowhere", text=link.text[:80]),
                say("Write the address between the round brackets, or take the link away"),
                page.place(line),
                code="link-empty",
            )
    for tag in source.tags:
        if tag.name == "img" and not _ALT.search(tag.attributes):
            yield _mute_image(page, source.line_of(tag.start))


def _mute_image(page: ProposedPage, line: int) -> Problem:
    return Problem(
        say("an image has no words for those who do not see it"),
        say("Say between the square brackets what it shows: `![what it shows](address)`"),
        page.place(line),
        code="image-without-text",
    )
