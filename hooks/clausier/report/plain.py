r"""A redline as plain text: a line for each paragraph, heading, item, row or line of code.

Deleted words are written `[-like this-]`, inserted ones `{+like this+}`, as `git diff --word-diff`
writes them, and pointers `{>>moved to 4.3<<}`; on a terminal, colours, underlines and strikes take
their place. Signs of this kind that stand in a text itself stay as they are: whoever reads the
form by program reads `clausier compare --format json` instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar, Final

from clausier.links import place_links_absolutely
from clausier.redline import Markers, Redline, render_redline
from clausier.report.pieces import Form, Piece, Wrapping, WrappingKind, split_lines, write_line
from clausier.report.reading import Part, read_redline

_LINE_BREAK: Final = "⏎"
_NO_BREAK: Final = re.compile("[\u00a0\u2009\u202f]")


def render_plain(
    redline: Redline, markers: Markers, *, colour: bool = False, site_url: str = ""
) -> str:
    """Return a redline as plain text, which ends in a line feed unless it is empty.

    Args:
        redline: what changed.
        markers: what pointers say; what else is spoken is not written.
        colour: whether to mark with the sequences of a terminal (ECMA-48) rather than with signs.
        site_url: the absolute address of the root of the site, for links to it; left out, they
            stay relative to it.
    """
    html = place_links_absolutely(render_redline(redline, markers), site_url)
    return write_plain(html, colour=colour)


def write_plain(html: str, *, colour: bool = False) -> str:
    """Return the HTML of a redline, or of a part of one, in its plain form."""
    lines = _iter_lines(read_redline(html), choose_form(colour=colour))
    return "".join(f"{line}\n" for line in _part_blocks(tuple(lines)))


def choose_form(*, colour: bool) -> Form:
    """Return how words and marks are written: by the colours of a terminal, or by signs."""
    return _Colours() if colour else _Signs()


def unbind(text: str) -> str:
    """Return text with plain spaces for those at which no line may break."""
    return _NO_BREAK.sub(" ", text)


class _Signs:
    """Signs around words, as in Markdown and in `git diff --word-diff`."""

    pairs: ClassVar[Mapping[WrappingKind, tuple[str, str]]] = {
        "inserted": ("{+", "+}"),
        "deleted": ("[-", "-]"),
        "strong": ("**", "**"),
        "emphasis": ("*", "*"),
        "code": ("`", "`"),
        "title": ("", ""),
    }
    pointer = ("{>>", "<<}")

    def open(self, wrapping: Wrapping) -> str:
        return "[" if wrapping.kind == "link" else self.pairs[wrapping.kind][0]

    def close(self, wrapping: Wrapping) -> str:
        if wrapping.kind == "link":
            return f"]({wrapping.target})"
        if wrapping.kind == "title":
            return f' ("{unbind(wrapping.target)}")'
        return self.pairs[wrapping.kind][1]

    def write(self, piece: Piece) -> str:
        text = unbind(piece.text)
        if piece.kind == "pointer":
            return text.join(self.pointer)
        if piece.kind == "image":
            return f"![{text}]({piece.target})"
        if piece.kind == "note":
            return f"[^{text}]"
        return _LINE_BREAK if piece.kind == "break" else text


class _Colours(_Signs):
    """Colours of a terminal in place of the signs of changes."""

    pairs: ClassVar[Mapping[WrappingKind, tuple[str, str]]] = {
        **_Signs.pairs,
        "inserted": ("\x1b[32;4m", "\x1b[39;24m"),
        "deleted": ("\x1b[31;9m", "\x1b[39;29m"),
    }
    pointer = ("\x1b[34m(", ")\x1b[39m")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the form."""

    text: str
    group: Part
    """The list, table or code that it is part of, else its block. Between the lines of two groups
    there is an empty one."""


def _part_blocks(lines: Sequence[_Line]) -> Iterator[str]:
    yield from (line.text.rstrip() for line in lines[:1])
    for before, line in pairwise(lines):
        if line.group is not before.group:
            yield ""
        yield line.text.rstrip()


def _iter_lines(parts: Iterable[Part], form: Form, group: Part | None = None) -> Iterator[_Line]:
    """Yield the lines of some parts.

    Args:
        parts: in reading order.
        form: how words and marks are written.
        group: the outermost list around them.
    """
    for part in parts:
        if part.kind in ("list", "notes"):
            yield from _iter_lines(part.parts, form, group or part)
        elif part.kind == "terms":
            yield from _iter_terms(part, form)
        elif part.kind in ("item", "note", "term", "definition"):
            yield from _iter_entry(part, form, group or part)
        elif part.kind == "quote":
            for line in _iter_lines(part.parts, form):
                yield replace(line, text=f"> {line.text}")
        elif part.kind == "table":
            yield from _iter_table(part, form)
        elif part.parts:
            yield from _iter_lines(part.parts, form, group)
        else:
            yield from _iter_leaf(part, form)


def _iter_leaf(part: Part, form: Form) -> Iterator[_Line]:
    if part.kind == "code":
        for pieces in split_lines(part.pieces):
            yield _Line(f"    {write_line(pieces, form)}", part)
    else:
        sign = f"{'#' * (part.number or 1)} " if part.kind == "heading" else ""
        yield _Line(sign + write_line(part.pieces, form), part)


def _iter_entry(part: Part, form: Form, group: Part) -> Iterator[_Line]:
    """Yield the lines of an item: its sign and first line, the rest indented below."""
    sign = {"note": f"[^{part.number}]: ", "term": "", "definition": ": "}.get(part.kind, "- ")
    if part.kind == "item" and part.number is not None:
        sign = f"{part.number}. "
    indent = " " * len(sign)
    first, *rest = part.parts or (None,)
    if first is None or first.kind == "list":
        yield _Line(sign, group)
        rest = list(part.parts)
    else:
        begun = False
        for line in _iter_lines((first,), form):
            text = f"{indent if begun else sign}{line.text}"
            yield _Line(text, line.group if begun or first.kind == "code" else group)
            begun = True
    for other in rest:
        if other.kind == "list":
            for line in _iter_lines(other.parts, form, group):
                yield replace(line, text=f"  {line.text}")
        else:
            for line in _iter_lines((other,), form):
                yield replace(line, text=indent + line.text)


def _iter_terms(terms: Part, form: Form) -> Iterator[_Line]:
    """Yield the lines of terms and their definitions; a term after a definition begins a group."""
    group = terms
    for before, part in zip((None, *terms.parts), terms.parts, strict=False):
        if part.kind == "term" and before is not None and before.kind != "term":
            group = part
        yield from _iter_lines((part,), form, group)


def _iter_table(table: Part, form: Form) -> Iterator[_Line]:
    """Yield a table's caption, then a line for each row."""
    for part in table.parts:
        if part.kind != "row":
            yield from _iter_lines((part,), form)
            continue
        cells = (
            f" {_LINE_BREAK} ".join(line.text.strip() for line in _iter_lines(cell.contents, form))
            for cell in part.parts
        )
        yield _Line(f"| {' | '.join(cells)} |", table)
