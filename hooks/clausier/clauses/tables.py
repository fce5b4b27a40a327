"""Which tables can be compared cell by cell without breaking their grid."""

from __future__ import annotations

from typing import Final

from clausier.clauses.blocks import Block
from clausier.typography.tags import TABLE_SECTIONS

_SPANS: Final = (" colspan=", " rowspan=")


def can_compare(older: Block, newer: Block) -> bool:
    """Return whether two blocks can be shown as one with marks inside.

    Rows need the same kinds of cells in the same order. Tables need the same sections and, where
    no cell spans others, one width; with spans, all rows must agree.
    """
    if older.kind != newer.kind:
        return False
    if older.tag == "tr":
        return [cell.kind for cell in older.children] == [cell.kind for cell in newer.children]
    if older.tag == "table":
        return _can_compare_tables(older, newer)
    return True


def has_spans(table: Block) -> bool:
    """Return whether a cell of a table takes the place of several."""
    return any(
        span in cell.kind for row in _rows(table) for cell in row.children for span in _SPANS
    )


def _can_compare_tables(older: Block, newer: Block) -> bool:
    if [part.kind for part in _frame(older)] != [part.kind for part in _frame(newer)]:
        return False
    if has_spans(older) or has_spans(newer):
        one, two = list(_rows(older)), list(_rows(newer))
        return len(one) == len(two) and all(map(can_compare, one, two))
    return len({len(row.children) for row in (*_rows(older), *_rows(newer))}) <= 1


def _frame(table: Block) -> list[Block]:
    """Return the sections and columns of a table."""
    return [
        part
        for section in table.children
        for part in (section, *(section.children if section.tag == "colgroup" else ()))
        if section.tag != "caption"
    ]


def _rows(table: Block) -> list[Block]:
    return [row for part in table.children if part.tag in TABLE_SECTIONS for row in part.children]
