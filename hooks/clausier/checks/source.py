"""The Markdown of a text, with what is prose in it told from what is not.

Checks of words have to pass over code, addresses, tags and where links lead. So a text is read once
into strings of its own length, in which what is not looked at is veiled character by character: a
place in one is a place in all, and line ends stay where they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Final

from clausier.proposals import Proposal, ProposedPage
from clausier.typography import ADDRESS
from clausier.typography.passages import OPAQUE, VEIL

_FENCE: Final = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*(`{3,}|~{3,})")
_ITEM: Final = re.compile(r"[ \t]*(?:[*+-]|\w{1,3}[.)]|:|\[\^[^\]]*\]:)[ \t]")
_CODE: Final = re.compile(
    r"(?<![\\`])(`++)(?:(?!\n[ \t]*\n)[^`]|(?!\1(?!`))`++)*?\1(?!`)"
    r"|(?P<start><(?P<name>pre|code|kbd|samp|script|style|textarea)\b[^<>]*>)"
    r"(?:(?!<(?P=name)\b).)*?(?P<end></(?P=name)\s*>)",
    re.DOTALL | re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"<!--(?:(?!<!--).)*?(?:-->|(?=<!--)|\Z)", re.DOTALL)
_MARK: Final = re.compile(r"\\.|[\[\]]|\n[ \t]*\n", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\\[([^\[\]\n]{1,120})\\\]")
_ROUND: Final = re.compile(r"\\.|[()]|\n[ \t]*\n", re.DOTALL)
_TITLE: Final = re.compile(r"""\s+(?:"[^"]*"|'[^']*')\s*$""")
_LABEL: Final = re.compile(r"\[([^\[\]\n]{0,200})\]")
_DEFINITION: Final = re.compile(
    r"""^[ ]{0,3}\[(?!\^)([^\[\]\n]+)\]:[ \t]*\n?[ \t]*(<[^<>\n]*>|[^\s<>]+)"""
    r"""(?:\s+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$""",
    re.MULTILINE,
)
_FOOTNOTE: Final = re.compile(r"\[\^[^\[\]\n]+\]:?")
_AUTOLINK: Final = re.compile(
    r"<\s*([a-z](?:[a-z0-9+.-]|&[#\w]+;|[\t\n]){0,40}(?::|&colon;|&\#0*58;|&\#x0*3a;)[^\s<>]*"
    r"|[^\s<>@]+@[^\s<>]+)>",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9:-]*)((?:"[^"<]*"|'[^'<]*'|[^'"<>])*)>""")
_ATTRIBUTES: Final = re.compile(r"""\{:?[ \t]*((?:[\#.][\w-]+|[\w:-]+[ \t]*=)[^{}\n]*)\}""")
_TEMPLATE: Final = re.compile(r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}")
_LONGEST_TARGET: Final = 2000


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text."""

    start: int
    """In code points."""
    end: int
    """Exclusive."""
    text: str
    """What stands inside its marks."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image, however it is written."""

    start: int
    end: int
    text: str
    """What is shown, in Markdown; of an image, its alternative text."""
    target: str | None
    """As written; None where it names a definition elsewhere."""
    is_image: bool = False
    is_definition: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of HTML."""

    start: int
    end: int
    name: str
    """In lower case."""
    attributes: str
    is_end: bool


@dataclass(frozen=True, slots=True)
class Source:
    """The Markdown of a text."""

    text: str
    shown: str = field(repr=False)
    """With code and comments veiled."""
    prose: str = field(repr=False)
    """With tags, targets, attributes, marks of footnotes and addresses veiled, too."""
    code_lines: frozenset[int] = field(repr=False)
    """Lines of blocks of code, from 0."""
    links: tuple[Link, ...]
    brackets: tuple[Span, ...]
    """What stands in square brackets and is no link."""
    tags: tuple[Tag, ...]
    comments: tuple[Span, ...]
    attributes: tuple[Span, ...]
    """Lists of attributes after an element: `{: .class key="value" }`."""
    starts: tuple[int, ...] = field(repr=False)
    """Where each line begins."""

    def line_of(self, offset: int) -> int:
        """Return the line, from 0, of a place in the text."""
        return bisect_right(self.starts, offset) - 1

    def iter_lines(self) -> Iterator[tuple[int, str, str]]:
        """Yield where each line begins, the line and its prose, without line ends."""
        for start, line in zip(self.starts, self.text.split("\n"), strict=True):
            yield start, line, self.prose[start : start + len(line)]

    def iter_paragraphs(self) -> Iterator[tuple[int, int]]:
        """Yield the bounds of each stretch of lines that are not blank."""
        for match in re.finditer(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", self.text):
            yield match.span()


def iter_reworded(proposal: Proposal) -> Iterator[tuple[ProposedPage, Source]]:
    """Yield the pages whose text the proposal rewords, with their source."""
    for page in proposal.pages:
        if page.is_reworded:
            yield page, read_source(page.text)


@lru_cache(maxsize=64)
def read_source(text: str) -> Source:
    """Return a text, taken apart; every text has a source."""
    lines = text.split("\n")
    starts = tuple(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
    code_lines = frozenset(_iter_code_lines(lines))
    shown = "\n".join(
        OPAQUE * len(line) if number in code_lines else line for number, line in enumerate(lines)
    )
    shown = _CODE.sub(_hide_content, shown)
    comments = tuple(
        Span(match.start(), match.end(), match[0][4:].removesuffix("-->").strip())
        for match in _COMMENT.finditer(shown)
    )
    shown = _COMMENT.sub(_hide, shown)
    links, brackets, prose = _read_brackets(text, shown)
    links += [
        Link(match.start(), match.end(), text[match.start(1) : match.end(1)], match[1])
        for match in _AUTOLINK.finditer(prose)
    ]
    prose = _AUTOLINK.sub(_hide, prose)
    tags = tuple(
        Tag(match.start(), match.end(), match[2].lower(), match[3], match[1] == "/")
        for match in _TAG.finditer(prose)
    )
    prose = _TAG.sub(_hide, prose)
    attributes = tuple(
        Span(match.start(), match.end(), match[1]) for match in _ATTRIBUTES.finditer(prose)
    )
    prose = _FOOTNOTE.sub(_hide, _TEMPLATE.sub(_hide, _ATTRIBUTES.sub(_hide, prose)))
    prose = ADDRESS.sub(lambda match: VEIL * len(match[0]), prose)
    return Source(
        text=text,
        shown=shown,
        prose=prose,
        code_lines=code_lines,
        links=tuple(sorted(links, key=lambda link: link.start)),
        brackets=tuple(sorted(brackets, key=lambda span: span.start)),
        tags=tags,
        comments=comments,
        attributes=attributes,
        starts=starts,
    )


def _hide(match: re.Match[str]) -> str:
    """Return as many stand-ins as a match has characters, its line ends kept."""
    return re.sub(r"[^\n]", OPAQUE, match[0])


def _hide_content(match: re.Match[str]) -> str:
    """Return code veiled, the tags around it left."""
    start, end = match["start"] or "", match["end"] or ""
    inside = match[0][len(start) : len(match[0]) - len(end)]
    return start + re.sub(r"[^\n]", OPAQUE, inside) + end


def _iter_code_lines(lines: list[str]) -> Iterator[int]:
    """Yield the lines of blocks of code: fenced, or set in by four places outside of a list."""
    fence, in_list, is_open, was_code = "", False, False, False
    for number, line in enumerate(lines):
        opening = _FENCE.match(line)
        if fence:
            yield number
            stripped = line.strip(" \t\r>")
            if len(stripped) >= len(fence) and set(stripped) == {fence[0]}:
                fence = ""
            continue
        if opening and _is_closed(lines, number, opening[1]):
            fence = opening[1]
            yield number
            continue
        if not line.strip():
            is_open = False
            continue
        is_indented = line.startswith(("    ", "\t"))
        if _ITEM.match(line) and (in_list or not is_indented):
            in_list = True
        elif not line[0].isspace() and not is_open:
            in_list = False
        was_code = is_indented and not in_list and (was_code or not is_open)
        if was_code:
            yield number
        is_open = not was_code


def _is_closed(lines: list[str], number: int, fence: str) -> bool:
    """Whether a fence has an end: without one it is no fence."""
    return any(
        len(stripped) >= len(fence) and set(stripped) == {fence[0]}
        for stripped in (line.strip(" \t\r>") for line in lines[number + 1 :])
    )


def _read_brackets(text: str, shown: str) -> tuple[list[Link], list[Span], str]:
    """Return links, what else stands in brackets, and the text with targets veiled."""
    links = [
        Link(match.start(), match.end(), "", match[2].strip("<>"), is_definition=True)
        for match in _DEFINITION.finditer(shown)
    ]
    defined = {_fold(match[1]) for match in _DEFINITION.finditer(shown)}
    shown = _DEFINITION.sub(_hide, shown)
    brackets = [Span(m.start(), m.end(), m[1]) for m in _ESCAPED.finditer(shown)]
    hidden: list[tuple[int, int]] = []
    for start, end in _iter_pairs(shown):
        inside, is_image = text[start + 1 : end - 1], shown[start - 1 : start] == "!"
        if inside.startswith("^"):
            continue
        target = _read_target(shown, end)
        label = _LABEL.match(shown, end)
        if target is not None:
            links.append(Link(start - is_image, target[1], inside, target[0], is_image))
            hidden.append((end, target[1]))
        elif label and _fold(label[1] or inside) in defined:
            links.append(Link(start - is_image, label.end(), inside, None, is_image))
            hidden.append((start if not label[1] else end, label.end()))
        elif _fold(inside) in defined:
            links.append(Link(start - is_image, end, inside, None, is_image))
            hidden.append((start, end))
        else:
            brackets.append(Span(start, end, inside))
    return links, brackets, _veil(shown, hidden)


def _veil(text: str, spans: list[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        for place in range(start, end):
            if characters[place] != "\n":
                characters[place] = OPAQUE
    return "".join(characters)


def _iter_pairs(shown: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of what stands in square brackets, inner ones first."""
    opened: list[int] = []
    for match in _MARK.finditer(shown):
        if match[0] == "[":
            opened.append(match.start())
        elif match[0] == "]":
            if opened:
                yield opened.pop(), match.end()
        elif match[0].startswith("\n"):
            opened.clear()


def _read_target(shown: str, place: int) -> tuple[str, int] | None:
    """Return the target that stands in round brackets at a place, and where they end."""
    if shown[place : place + 1] != "(":
        return None
    depth = 0
    for match in _ROUND.finditer(shown, place, place + _LONGEST_TARGET):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            depth -= 1
            if not depth:
                inside = _TITLE.sub("", shown[place + 1 : match.start()])
                return inside.strip().removeprefix("<").removesuffix(">"), match.end()
        elif match[0].startswith("\n"):
            return None
    return None


def _fold(label: str) -> str:
    return " ".join(label.split()).casefold()
