"""A redline's published HTML, read back as parts and pieces that any form can be written from.

What is marked is decided in `clausier.redline` alone: here it is only read, from the same HTML
that the site shows. What is spoken or clicked on is left out; pointers ("moved to 4.3") stay, at
the beginning of what they are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from lxml import html as lxml_html
from lxml.html import HtmlElement

from clausier.report.pieces import Piece, Wrapping, WrappingKind, join_pieces
from clausier.typography.tags import ATOMS, BLOCKS, CELLS, HEADINGS, LISTS

PartKind: TypeAlias = Literal[
    "heading",
    "paragraph",
    "rule",
    "code",
    "quote",
    "list",
    "item",
    "table",
    "row",
    "cell",
    "terms",
    "term",
    "definition",
    "notes",
    "note",
]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One block of a redline."""

    kind: PartKind
    pieces: tuple[Piece, ...] = ()
    """Of a heading, a paragraph, a rule or code: its words. In code, each line ends in an `end`."""
    parts: tuple[Part, ...] = ()
    """Of all others: what stands in it."""
    number: int | None = None
    """Level of a heading; number of an item or a note (None for an item with a dot); 1 for a row
    of a table's head."""

    @property
    def contents(self) -> tuple[Part, ...]:
        """What stands in it; of words that stand where an item or a cell is due, themselves."""
        return (self,) if self.pieces else self.parts


def read_redline(html: str) -> tuple[Part, ...]:
    """Return the parts of a redline, as `render_redline` writes it, in reading order."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    page = f"<html><body><div>{html}</div>".encode()
    document: Any = lxml_html.document_fromstring(page, parser=parser)
    reader = _Reader()
    parts = tuple(reader.iter_parts(document.body[0], ()))
    return (*parts, *reader.iter_waiting())


_WRAPPINGS: Final[Mapping[str, WrappingKind]] = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("cite", "dfn", "em", "i", "var"), "emphasis"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    "a": "link",
    "del": "deleted",
    "ins": "inserted",
}

_CONTAINERS: Final[Mapping[str, PartKind]] = {
    **dict.fromkeys(LISTS, "list"),
    **dict.fromkeys(CELLS, "cell"),
    "blockquote": "quote",
    "dd": "definition",
    "dl": "terms",
    "dt": "term",
    "li": "item",
    "table": "table",
    "tr": "row",
}

_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")
_SPACE: Final = re.compile(r"(\s+)")
_WORD: Final = re.compile(r"(\n|[^\S\n]+)")


@dataclass(slots=True)
class _Reader:
    """Reads one redline from top to bottom."""

    waiting: list[Piece] = field(default_factory=list)
    """Pointers that stand before the block that they are about."""
    numbers: dict[HtmlElement, int] = field(default_factory=dict)
    """Of items and notes."""
    notes: HtmlElement | None = None
    """The footnotes, while they are read."""

    def iter_waiting(self) -> Iterator[Part]:
        """Yield a paragraph for pointers that nothing follows."""
        if self.waiting:
            yield self._make_leaf("paragraph", ())

    def iter_parts(self, parent: HtmlElement, around: tuple[Wrapping, ...]) -> Iterator[Part]:
        """Yield the blocks in an element, and the words between them as paragraphs."""
        pieces: list[Piece] = []
        pieces += _iter_words(parent.text, around)
        for child in parent:
            if _is_block(child):
                yield from self._end_words(pieces)
                yield from self._iter_block(child, around)
            else:
                pieces += _iter_inline(child, around)
            pieces += _iter_words(child.tail, around)
        yield from self._end_words(pieces)

    def _end_words(self, pieces: list[Piece]) -> Iterator[Part]:
        """Yield the words up to here as a paragraph; pointers alone wait for the next words."""
        if all(piece.kind in ("pointer", "space") for piece in pieces):
            self.waiting += (piece for piece in pieces if piece.kind == "pointer")
        else:
            yield self._make_leaf("paragraph", pieces)
        pieces.clear()

    def _make_leaf(
        self, kind: PartKind, pieces: Sequence[Piece], number: int | None = None
    ) -> Part:
        pieces = (*self.waiting, *pieces)
        self.waiting.clear()
        return Part(kind, join_pieces(pieces, verbatim=kind == "code"), number=number)

    def _iter_block(self, element: HtmlElement, around: tuple[Wrapping, ...]) -> Iterator[Part]:
        tag = str(element.tag)
        if tag in HEADINGS:
            yield self._make_leaf("heading", tuple(_iter_inside(element, around)), int(tag[1]))
        elif tag == "p":
            pieces = list(_iter_inside(element, around))
            yield from self._end_words(pieces)
        elif tag == "pre":
            yield self._make_leaf("code", tuple(_iter_inside(element, around, verbatim=True)))
        elif tag == "hr":
            if self.notes is None:
                yield self._make_leaf("rule", (Piece("words", "---", around),))
        elif _has_class(element, "footnote"):
            self.notes = element
            yield from self.iter_parts(element, around)
            self.notes = None
        elif tag in _CONTAINERS:
            yield self._read_container(_CONTAINERS[tag], element, around)
        else:
            yield from self.iter_parts(element, (*around, *_wrap(element)))

    def _read_container(
        self, kind: PartKind, element: HtmlElement, around: tuple[Wrapping, ...]
    ) -> Part:
        number = self.numbers.get(element)
        if kind == "list":
            self.numbers.update(_number_items(element))
            is_notes = self.notes is not None and element.getparent() is self.notes
            kind = "notes" if is_notes else kind
        elif kind == "item" and self.notes is not None:
            parent = element.getparent()
            is_note = parent is not None and parent.getparent() is self.notes
            kind = "note" if is_note else kind
        elif kind == "row":
            parent = element.getparent()
            number = 1 if parent is not None and parent.tag == "thead" else None
        return Part(kind, parts=tuple(self.iter_parts(element, around)), number=number)


def _is_block(element: HtmlElement) -> bool:
    return element.tag in BLOCKS or next(element.iterdescendants(*BLOCKS), None) is not None


def _has_class(element: HtmlElement, name: str) -> bool:
    return name in (element.get("class") or "").split()


def _number_items(element: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """Yield the number of each item in its own text: what was removed counts in the older."""
    if element.tag != "ol":
        return
    older = newer = _read_number(element.get("start"), 1)
    for item in element.iterchildren("li"):
        change = item.get("data-change")
        if change == "removed":
            older = _read_number(item.get("value"), older)
            yield item, older
        else:
            newer = _read_number(item.get("value"), newer)
            yield item, newer
            newer += 1
        older += change != "added"


def _read_number(value: str | None, default: int) -> int:
    return int(value) if value and _NUMBER.fullmatch(value) else default


def _wrap(element: HtmlElement) -> tuple[Wrapping, ...]:
    """Return what an element puts around its words; mostly nothing.

    A title is told where the form of words changed: it may be all that did.
    """
    kind = _WRAPPINGS.get(str(element.tag))
    title = " ".join((element.get("title") or "").split())
    is_told = bool(title) and any(
        mark.get("data-kind") == "formatting" for mark in element.iterancestors("ins", "del")
    )
    told = (Wrapping("title", title),) if is_told else ()
    if kind is None or (kind == "link" and element.get("href") is None):
        return told
    if kind == "inserted" and element.get("data-move") is not None:
        return ()  # not new, only from elsewhere
    return (*told, Wrapping(kind, element.get("href") or ""))


def _iter_inside(
    parent: HtmlElement, around: tuple[Wrapping, ...], *, verbatim: bool = False
) -> Iterator[Piece]:
    """Yield the words in an element, with what is around each."""
    yield from _iter_words(parent.text, around, verbatim=verbatim)
    for child in parent:
        yield from _iter_inline(child, around, verbatim=verbatim)
        yield from _iter_words(child.tail, around, verbatim=verbatim)


def _iter_inline(
    element: HtmlElement, around: tuple[Wrapping, ...], *, verbatim: bool = False
) -> Iterator[Piece]:
    tag = str(element.tag)
    words = " ".join(element.text_content().split())
    if element.get("data-furniture") is not None:
        if _has_class(element, "pointer"):
            unmarked = tuple(part for part in around if not part.is_mark)
            yield Piece("pointer", words, unmarked)
    elif _has_class(element, "footnote-backref"):
        return
    elif _has_class(element, "footnote-ref"):
        yield Piece("note", words, around)
    elif tag == "br":
        yield Piece("break", "", around)
    elif tag == "img":
        yield Piece("image", element.get("alt") or "", around, element.get("src") or "")
    elif tag in ATOMS:
        yield Piece("words", words or f"<{tag}>", around)
    else:
        wrappings = () if verbatim and tag == "code" else _wrap(element)
        yield from _iter_inside(element, (*around, *wrappings), verbatim=verbatim)


def _iter_words(
    text: str | None, around: tuple[Wrapping, ...], *, verbatim: bool = False
) -> Iterator[Piece]:
    """Yield words and the white space between them; in code, line ends too."""
    for part in (_WORD if verbatim else _SPACE).split(text or ""):
        if part == "\n" and verbatim:
            yield Piece("end", "", around)
        elif part and part.isspace():
            yield Piece("space", part, around)
        elif part:
            yield Piece("words", part, around)
