"""Which tables can be compared cell by cell without breaking their grid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clausier.clauses.blocks import Block
from clausier.typography.tags import TABLE_SECTIONS

_SPANS: Final = (" colspan=", " rowspan=")


def can_compare(older: Block, newer: Block) -> bool:
    """Return whether two blocks can be shown as one with marks inside.

    Rows need the same kinds of cells in the same order. Tables need the same sections and, where
    no cell spans others, one width, or as many rows; with spans, all rows must agree.
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
    widths = [{len(row.children) for row in _rows(table)} for table in (older, newer)]
    if widths[0] == widths[1]:
        return len(widths[0]) <= 1
    return all(len(width) == 1 for width in widths) and _have_same_rows(older, newer)


def _have_same_rows(older: Block, newer: Block) -> bool:
    """Return whether tables have as many rows in each section, so that columns can be compared."""
    counts = [
        [len(part.children) for part in table.children if part.tag in TABLE_SECTIONS]
        for table in (older, newer)
    ]
    return counts[0] == counts[1]


def read_width(table: Block) -> int:
    """Return how many cells each row of a table has that no cell spans."""
    return next((len(row.children) for row in _rows(table)), 0)


def pair_columns(older: Block, newer: Block) -> tuple[tuple[int | None, int | None], ...]:
    """Return the columns of two tables of different widths, from left to right, by their places.

    None stands for the table that lacks the column. Columns with the same head, or else the most
    cells in common, are one.
    """
    ones, twos = (_read_columns(table) for table in (older, newer))
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [
        [(0.0, ()) for _ in range(len(twos) + 1)] for _ in range(len(ones) + 1)
    ]
    for one, column in enumerate(ones):
        for two, other in enumerate(twos):
            same = [cell.key == its.key for cell, its in zip(column, other, strict=True)]
            score = sum(same) / len(same) + same[0]
            total, pairs = best[one][two]
            paired = (total + score, (*pairs, (one, two)))
            options = [best[one][two + 1], best[one + 1][two]]
            best[one + 1][two + 1] = max(
                [*options, *([paired] if score else [])], key=lambda option: option[0]
            )
    return tuple(_fill(best[-1][-1][1], len(ones), len(twos)))


def _read_columns(table: Block) -> list[tuple[Block, ...]]:
    return [*zip(*(row.children for row in _rows(table)), strict=True)]


def _fill(
    pairs: tuple[tuple[int, int], ...], ones: int, twos: int
) -> Iterator[tuple[int | None, int | None]]:
    """Yield pairs with the columns between them; where both tables have some, they are one."""
    one = two = 0
    for next_one, next_two in (*pairs, (ones, twos)):
        while one < next_one and two < next_two:
            yield one, two
            one, two = one + 1, two + 1
        yield from ((place, None) for place in range(one, next_one))
        yield from ((None, place) for place in range(two, next_two))
        if (next_one, next_two) != (ones, twos):
            yield next_one, next_two
        one, two = next_one + 1, next_two + 1


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
