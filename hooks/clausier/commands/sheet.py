"""Lines in two columns, within 80 columns of a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import click

_WIDTH: Final = 80
_MARGIN: Final = "  "


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: what it is, beside what is said of it."""

    label: str | None = None
    """None: the text stands at the margin. Empty: beside the label above."""
    text: str = ""
    style: str = ""
    """A colour for the label; `bold` for the text of an entry without one."""


def render_rows(rows: Iterable[Row], *, is_coloured: bool) -> str:
    """Return rows as lines: labels in a column, texts broken so that they stay in theirs."""
    listed = list(rows)
    width = max((len(row.label) for row in listed if row.label), default=0)
    lines = (line for row in listed for line in _iter_lines(row, width, is_coloured))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _iter_lines(row: Row, width: int, is_coloured: bool) -> Iterator[str]:
    if row.label is None:
        inner = row.text.lstrip(" ")
        indent = " " * (len(row.text) - len(inner))
        for line in _break(inner, len(indent)) or [""]:
            yield indent + _paint(line, row.style, is_coloured)
        return
    column = len(_MARGIN) + width + 2
    label = row.label.ljust(width)
    for number, line in enumerate(_break(row.text, column)):
        shown = _paint(label, row.style, is_coloured) if number == 0 else " " * width
        yield f"{_MARGIN}{shown}  {line}"


def _break(text: str, column: int) -> list[str]:
    return textwrap.wrap(text, _WIDTH - column, break_long_words=False, break_on_hyphens=False)


def _paint(text: str, style: str, is_coloured: bool) -> str:
    if not is_coloured or not style:
        return text
    return click.style(text, bold=True) if style == "bold" else click.style(text, fg=style)
