"""The elements of a text, or of a redline, as blocks. Nothing of them is lost.

What has no form of its own here is shown by what it holds. What is in the way of a form (a heading
in a list, a list too deep for the page) is shown in a plainer one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from lxml.html import HtmlElement

from clausier.clauses.markup import contains_block
from clausier.pdf.glyphs import show
from clausier.pdf.labels import Label, keep_newer, number_items, split_label
from clausier.pdf.nodes import (
    Anchor,
    Block,
    Break,
    Cell,
    Definition,
    Definitions,
    Group,
    Heading,
    Item,
    Link,
    List,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
    Verbatim,
    Words,
    iter_nodes,
    iter_runs,
)
from clausier.pdf.places import Place, iter_parts
from clausier.pdf.tables import Slot, lay_out
from clausier.pdf.wording import Piece, WordReader, fold, is_pointer
from clausier.typography.tags import BLOCKS, HEADINGS, LISTS

_DEEPEST: Final = 7
"""How many lists, quotations and tables may stand in each other before they are shown flat."""
_MOST_COLUMNS: Final = 12
"""A table with more is shown cell by cell."""
_LONGEST_HEADING: Final = 1000
"""In characters; what is longer is set as a paragraph, since a bookmark cannot hold it."""
_TALLEST_HEAD: Final = 300
"""In characters; a table's head that is longer is not repeated on each page."""
_CONTAINERS: Final = LISTS | {"blockquote", "dl", "table"}
"""Elements that do not stand in each other for ever."""


_Form: TypeAlias = Callable[[HtmlElement, Place], Iterable[Block]]
"""What reads the elements of one kind."""


class BlockReader:
    """Reads one text from top to bottom."""

    def __init__(self, words: WordReader, language: str, level: int) -> None:
        self._words = words
        self._language = language
        self._offset = level - 1
        self._last_level = self._offset
        self._pending: list[Piece] = []
        """Anchors that still wait for words to stand before."""
        self.named: set[str] = set()
        """Ids of headings."""
        self.hang = 0.0
        """Room that the widest number takes up beside the text, in ems."""
        self._forms: Mapping[str, _Form] = {
            **dict.fromkeys(HEADINGS, self._read_heading),
            **dict.fromkeys(LISTS, self._read_list),
            **dict.fromkeys(("ins", "del"), self._read_mark),
            **dict.fromkeys(("caption", "legend", "summary"), self._read_strong),
            "p": self._read_words,
            "pre": self._read_verbatim,
            "hr": lambda element, place: [Rule()],
            "table": self._read_table,
            "blockquote": self._read_quote,
            "dl": self._read_definitions,
        }

    def read(self, root: HtmlElement) -> tuple[Block, ...]:
        """Return the blocks of the whole text."""
        blocks = list(self._iter_blocks(root, Place()))
        if self._pending:
            blocks.append(Paragraph(self._compose(())))
        return tuple(blocks)

    def _iter_blocks(self, parent: HtmlElement, place: Place) -> Iterator[Block]:
        """Yield the blocks in an element; words among them become paragraphs."""
        line: list[Piece] = [Piece(parent.text, place.look)] if parent.text else []
        for child in parent:
            is_block = child.tag in BLOCKS or contains_block(child)
            if not is_block and not is_pointer(child):
                line += self._words.iter_element(child, place.look)
            else:
                yield from self._read_paragraph(line, place)
                yield from self._read_block(child, place)
                line = []
            if child.tail:
                line.append(Piece(child.tail, place.look))
        yield from self._read_paragraph(line, place)

    def _read_block(self, element: HtmlElement, place: Place) -> Iterable[Block]:
        if element.tag not in HEADINGS:
            self._pending += self._words.iter_anchors(element)
        read = self._forms.get(element.tag)
        if read is None or (element.tag in _CONTAINERS and place.depth >= _DEEPEST):
            look = self._words.look_inside(element, place.look)
            return self._iter_blocks(element, replace(place, look=look))
        return read(element, place)

    def _read_mark(self, element: HtmlElement, place: Place) -> Iterable[Block]:
        """Return blocks that were inserted, deleted or moved, with a bar beside them."""
        look = place.look.mark(element, is_block=True)
        blocks = tuple(self._iter_blocks(element, replace(place, look=look, barred=True)))
        if place.barred or not blocks:
            return blocks
        return [Group("changed" if element.get("data-move") is None else "moved", blocks)]

    def _read_heading(self, element: HtmlElement, place: Place) -> Iterable[Block]:
        pieces = fold(self._words.iter_pieces(element, place.look))
        text = "".join(piece.text for piece in pieces)
        if place.depth or not text.strip() or len(text) > _LONGEST_HEADING:
            self._pending += self._words.iter_anchors(element)
            return self._read_strong(element, place)
        rank = int(element.tag[1])
        self._last_level = min(rank + self._offset, self._last_level + 1, 6)
        name = element.get("id") or ""
        self.named.add(name)
        label, words = self._compose_numbered(pieces, is_heading=True)
        return [
            Heading(
                words,
                show(" ".join("".join(piece.text for piece in keep_newer(pieces)).split())),
                self._last_level,
                rank,
                name,
                self._compose_label(label.pieces),
                label.width,
                self._is_changed(pieces, place),
            )
        ]

    def _read_strong(self, element: HtmlElement, place: Place) -> Iterable[Block]:
        return self._iter_blocks(element, replace(place, look=place.look.add("strong")))

    def _read_words(self, element: HtmlElement, place: Place) -> Iterable[Block]:
        return self._read_paragraph(self._words.iter_pieces(element, place.look), place)

    def _read_quote(self, element: HtmlElement, place: Place) -> Iterable[Block]:
        return [Quote(tuple(self._iter_blocks(element, place.go())))]

    def _read_paragraph(self, line: Iterable[Piece], place: Place) -> Iterable[Block]:
        pieces = fold(line)
        if not any(piece.text for piece in pieces):
            self._pending += pieces
            return ()
        changed = self._is_changed(pieces, place)
        if place.depth:
            return [Paragraph(self._compose(pieces), changed=changed)]
        label, words = self._compose_numbered(pieces, is_heading=False)
        return [Paragraph(words, self._compose_label(label.pieces), label.width, changed)]

    def _read_verbatim(self, element: HtmlElement, place: Place) -> Iterable[Block]:
        pieces = tuple(self._words.iter_pieces(element, place.look.add("code")))
        words = self._words.compose((*self._take_pending(), *pieces), verbatim=True)
        return [Verbatim(words, self._is_changed(pieces, place))]

    def _read_list(self, element: HtmlElement, place: Place) -> Iterable[Block]:
        parts = list(iter_parts(element, place.go()))
        labels = number_items([part for part, _ in parts], element, place.look)
        items = tuple(
            Item(
                self._compose_label((label,)) if element.tag == "ol" and label.text else (),
                self._read_part(part, inner),
            )
            for (part, inner), label in zip(parts, labels, strict=True)
        )
        tight = all(sum(not isinstance(b, List) for b in item.blocks) < 2 for item in items)
        return [List(element.tag == "ol", tight, items)] if items else ()

    def _read_part(self, part: HtmlElement, place: Place) -> tuple[Block, ...]:
        """Return the blocks of an item, or of what stands among items."""
        if part.tag in {"li", "dd"}:
            self._pending += self._words.iter_anchors(part)
            return tuple(self._iter_blocks(part, place))
        return tuple(self._read_block(part, place))

    def _read_definitions(self, element: HtmlElement, place: Place) -> Iterable[Block]:
        """Return the terms with what they mean; several may share a meaning."""
        items: list[Definition] = []
        terms: list[Piece] = []
        blocks: list[Block] = []
        for part, inner in iter_parts(element, place.go()):
            if part.tag == "dt":
                if blocks:
                    items.append(Definition(self._compose(terms), tuple(blocks)))
                    terms, blocks = [], []
                elif terms:
                    terms.append(Piece(Break(), inner.look))
                terms += self._words.iter_element(part, inner.look)
            else:
                blocks += self._read_part(part, inner)
        if terms or blocks:
            items.append(Definition(self._compose(terms), tuple(blocks)))
        return [Definitions(tuple(items))]

    def _read_table(self, element: HtmlElement, place: Place) -> Iterable[Block]:
        for caption in element.iterchildren("caption"):
            yield from self._read_block(caption, place)
        grid = lay_out(element)
        inner = replace(place.go(), barred=True)
        cells = tuple(self._read_cell(slot, inner) for slot in grid.slots)
        if not 0 < grid.columns <= _MOST_COLUMNS:
            for cell in cells:
                yield from cell.blocks
            return
        changed = next(element.iter("ins", "del"), None) is not None or place.look.is_change
        head = tuple(cell for cell in cells if cell.row < grid.header_rows)
        repeated = _is_repeated(head)
        barred = changed and not place.barred
        yield Table(grid.columns, grid.header_rows, repeated, cells, barred)

    def _read_cell(self, slot: Slot, place: Place) -> Cell:
        blocks: Iterable[Block] = ()
        if slot.element is not None:
            self._pending += self._words.iter_anchors(slot.element)
            read = self._read_strong if slot.is_header else self._iter_blocks
            blocks = read(slot.element, place)
        place_and_size = (slot.column, slot.row, slot.colspan, slot.rowspan)
        return Cell(*place_and_size, slot.is_header, slot.align, tuple(blocks))

    def _compose(self, pieces: Sequence[Piece]) -> Words:
        return self._words.compose((*self._take_pending(), *pieces))

    def _compose_numbered(
        self, pieces: Sequence[Piece], *, is_heading: bool
    ) -> tuple[Label, Words]:
        label, rest = split_label(pieces, self._language, is_heading=is_heading)
        self.hang = max(self.hang, label.width)
        return label, self._compose(rest)

    def _compose_label(self, pieces: Sequence[Piece]) -> tuple[Run, ...]:
        return tuple(iter_runs(self._words.compose(pieces)))

    def _is_changed(self, pieces: Iterable[Piece], place: Place) -> bool:
        """Return whether a bar belongs beside a paragraph."""
        return not place.barred and any(piece.look.is_change for piece in pieces)

    def _take_pending(self) -> list[Piece]:
        pending, self._pending = self._pending, []
        return pending


def _is_repeated(head: tuple[Cell, ...]) -> bool:
    """Return whether a table's head can stand on each page; PDF/UA allows no links in what does."""
    has_links = any(isinstance(node, Link | Anchor) for node in iter_nodes(head))
    return not has_links and sum(len(run.text) for run in iter_runs(head)) <= _TALLEST_HEAD
