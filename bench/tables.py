"""Figures as tables to read on a terminal."""

from __future__ import annotations

from collections.abc import Sequence


def format_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in plain text; all columns but the first are set to the right."""
    lines = (head, *rows)
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]

    def format_line(cells: Sequence[str]) -> str:
        first, *others = zip(cells, widths, strict=True)
        return "  ".join((first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)))

    body = map(format_line, rows)
    return "\n".join((format_line(head), "  ".join("─" * width for width in widths), *body))


def format_seconds(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def format_count(number: int) -> str:
    """Return a number with its thousands apart."""
    return f"{number:,}"
