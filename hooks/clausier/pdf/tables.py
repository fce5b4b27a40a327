"""The cells of a table, each in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, Literal, TypeAlias

from lxml.html import HtmlElement

from clausier.typography.tags import CELLS, TABLE_SECTIONS

Align: TypeAlias = Literal["start", "center", "end"]

_ALIGNMENTS: Final[dict[str, Align]] = {"center": "center", "right": "end", "end": "end"}
_WIDEST: Final = 24
"""How many columns one cell may take up."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a cell stands."""

    element: HtmlElement | None
    """None where the table has no cell."""
    column: int
    """From 0."""
    row: int
    """From 0."""
    colspan: int = 1
    rowspan: int = 1

    @property
    def is_header(self) -> bool:
        """Whether it says what others hold."""
        return self.element is not None and self.element.tag == "th"

    @property
    def align(self) -> Align:
        """Which side its words stand on."""
        if self.element is None:
            return "start"
        style = self.element.get("style", "").partition("text-align:")[2].partition(";")[0]
        return _ALIGNMENTS.get((self.element.get("align") or style).strip().lower(), "start")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells, row by row; none overlap, and no place is left out."""

    columns: int
    header_rows: int
    slots: tuple[Slot, ...]


def lay_out(table: HtmlElement) -> Grid:
    """Return the grid of a table; without cells it has no columns.

    Source: HTML Living Standard, "forming a table"; a cell never reaches into the next section.
    """
    sections = tuple(_iter_sections(table))
    slots: list[Slot] = []
    top = 0
    for rows in sections:
        slots += _iter_slots(rows, top)
        top += len(rows)
    columns = max((slot.column + slot.colspan for slot in slots), default=0)
    taken = {place for slot in slots for place in _iter_places(slot)}
    slots += (
        Slot(None, column, row)
        for row in range(top if columns else 0)
        for column in range(columns)
        if (column, row) not in taken
    )
    slots.sort(key=lambda slot: (slot.row, slot.column))
    return Grid(columns, _count_header_rows(sections), tuple(slots))


def _iter_sections(table: HtmlElement) -> Iterator[list[HtmlElement]]:
    """Yield the rows of each section, those that stand in the table itself as one."""
    loose: list[HtmlElement] = []
    for child in table:
        if child.tag == "tr":
            loose.append(child)
        elif child.tag in TABLE_SECTIONS:
            if loose:
                yield loose
                loose = []
            if rows := child.findall("tr"):
                yield rows
    if loose:
        yield loose


def _count_header_rows(sections: Sequence[list[HtmlElement]]) -> int:
    """Return how many rows are the head: those of `thead`, or a first row of nothing but `th`."""
    heads = takewhile(lambda rows: rows[0].getparent().tag == "thead", sections)
    if count := sum(map(len, heads)):
        return count
    first = sections[0][0] if sections else ()
    is_head = len(first) > 0 and all(
        cell.tag == "th" and cell.get("rowspan") in {None, "1"} for cell in first
    )
    return 1 if is_head else 0


def _iter_slots(rows: Sequence[HtmlElement], top: int) -> Iterator[Slot]:
    """Yield the cells of a section, which begins at row `top`."""
    taken: set[tuple[int, int]] = set()
    bottom = top + len(rows)
    for row, element in enumerate(rows, top):
        column = 0
        for cell in element:
            if cell.tag not in CELLS:
                continue
            while (column, row) in taken:
                column += 1
            width = min(_read_span(cell, "colspan") or 1, _WIDEST)
            height = _read_span(cell, "rowspan") or bottom - row
            free = takewhile(lambda x: (x, row) not in taken, range(column, column + width))  # noqa: B023
            slot = Slot(cell, column, row, sum(1 for _ in free), min(height, bottom - row))
            taken.update(_iter_places(slot))
            column += slot.colspan
            yield slot


def _iter_places(slot: Slot) -> Iterator[tuple[int, int]]:
    for row in range(slot.row, slot.row + slot.rowspan):
        for column in range(slot.column, slot.column + slot.colspan):
            yield column, row


def _read_span(cell: HtmlElement, name: str) -> int:
    """Return how far a cell reaches; 0 means to the end."""
    value = (cell.get(name) or "1").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1
