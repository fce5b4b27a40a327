"""A redline as Markdown, for a comment on a git host: `<ins>` and `<del>` around words.

Source: CommonMark 0.31.2; GitHub Flavored Markdown, "Tables".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Final

from clausier.links import place_links_absolutely
from clausier.redline import Markers, Redline, render_redline
from clausier.report.account import (
    Account,
    Comparison,
    Stage,
    describe,
    name_columns,
)
from clausier.report.marks import Marks, find_marks
from clausier.report.markup import (
    escape_line,
    escape_words,
    guard_start,
    write_code_line,
    write_words,
)
from clausier.report.pieces import Piece, split_lines
from clausier.report.reading import Part, PartKind, read_redline
from clausier.wording import describe_markers
from clausier.words import load_words

_TICKS: Final = re.compile(r"`+")
_CLOSING: Final = re.compile(r"(?<=\s)(#+)$")
_LISTS: Final = ("list", "notes")
_SMALL_HEADING: Final = 5
_PAGE: Final = re.compile(r"https?://|mailto:|#", re.IGNORECASE)


def render_comment(redline: Redline, markers: Markers, site_url: str = "") -> str:
    """Return a redline as Markdown, which ends in a line feed unless it is empty.

    Args:
        redline: what changed.
        markers: what pointers say; what else is spoken is not written.
        site_url: the absolute address of the root of the site, for links to it; left out, they
            stay relative to it.
    """
    return write_comment(place_links_absolutely(render_redline(redline, markers), site_url))


def write_comment(html: str) -> str:
    """Return the HTML of a redline, or of a part of one, as Markdown."""
    text = _join(read_redline(html))
    return f"{text}\n" if text else ""


def write_quote(html: str) -> str:
    """Return the HTML of a redline, or of a part of one, as a quotation in Markdown.

    Nothing in it is fetched by whoever reads it: an image is told by its words and its address.
    Headings are small, so that they do not stand out from what is said around the quotation.
    """
    return _indent(_join(tuple(_quieten(part) for part in read_redline(html))), "> ", "> ")


def _quieten(part: Part) -> Part:
    number = part.number
    if part.kind == "heading":
        number = max(number or 1, _SMALL_HEADING)
    return replace(
        part,
        number=number,
        pieces=tuple(map(_tell, part.pieces)),
        parts=tuple(map(_quieten, part.parts)),
    )


def _tell(piece: Piece) -> Piece:
    """Return a piece without a link that leads to no page; an image becomes words."""
    around = tuple(
        wrapping
        for wrapping in piece.around
        if wrapping.kind != "link" or _PAGE.match(wrapping.target)
    )
    if piece.kind != "image":
        return replace(piece, around=around)
    return Piece("words", f"[{piece.text or '…'} – {piece.target}]", around)


def iter_legend(html: str, language: str) -> Iterator[str]:
    """Yield what each sign means that occurs in the HTML of a redline."""
    yield from _iter_legend(find_marks(html), language)


def render_markdown(comparison: Comparison) -> str:
    """Return a comparison as Markdown: what is said of it, the clauses touched, the redline."""
    account = describe(comparison)
    blocks = [f"## {escape_line(account.title)}", *_iter_head(account)]
    if not comparison.redline.is_empty:
        html = render_redline(comparison.redline, describe_markers(comparison.language))
        blocks += (
            "\n".join(_iter_clauses(account, comparison.language)),
            ", ".join(_iter_legend(find_marks(html), comparison.language)),
            "---",
            write_comment(place_links_absolutely(html, comparison.site_url)).rstrip("\n"),
        )
    return "\n\n".join(blocks) + "\n"


def _iter_head(account: Account) -> Iterator[str]:
    yield "\n".join(f"- {escape_line(standing)}" for standing in account.standings)
    yield escape_line(f"{account.binding} {account.day}")
    if account.stages_title:
        yield escape_line(account.stages_title)
    sign = "- " if account.stages_title else ""
    if account.stages:
        yield "\n".join(f"{sign}{_write_stage(stage)}" for stage in account.stages)
    yield f"**{escape_line(account.extent)}**"


def _write_stage(stage: Stage) -> str:
    summary = f" {escape_line(stage.summary)}" if stage.summary else ""
    return f"**{escape_line(stage.name)}.**{summary}"


def _iter_legend(marks: Marks, language: str) -> Iterator[str]:
    """Yield what each sign means that occurs."""
    gettext = load_words(language).gettext
    if marks.inserted - {"move"}:
        sample, meaning = gettext("inserted"), gettext("in the newer text only")
        yield f"<ins>{sample}</ins> {meaning}"
    if marks.deleted:
        sample, meaning = gettext("deleted"), gettext("in the older text only")
        yield f"<del>{sample}</del> {meaning}"
    if marks.have({"move"}):
        meaning = gettext("a passage that moved; at its new place only its changes are marked")
        yield f"{write_words((Piece('pointer', '…', ()),))} {meaning}"


def _iter_clauses(account: Account, language: str) -> Iterator[str]:
    """Yield the lines of the table of clauses."""
    yield f"| {' | '.join(name_columns(language))} |"
    yield "|---|---|--:|--:|"
    for clause in account.clauses:
        figures = f"{clause.words_inserted or ''} | {clause.words_deleted or ''}"
        yield f"| {escape_words(clause.name)} | {escape_words(clause.what)} | {figures} |"


def _join(parts: Sequence[Part]) -> str:
    """Return blocks with an empty line between; two lists in a row are kept apart."""
    blocks: list[str] = []
    before: Part | None = None
    for part in parts:
        block = _write_block(part)
        if not block:
            continue
        if before is not None and before.kind in _LISTS and part.kind in _LISTS:
            blocks.append("<!-- -->")
        blocks.append(block)
        before = part
    return "\n\n".join(blocks)


def _write_block(part: Part) -> str:
    writer = _WRITERS.get(part.kind)
    return writer(part) if writer is not None else _join(part.parts)


def _write_heading(part: Part) -> str:
    line = _CLOSING.sub(r"\\\1", write_words(part.pieces))
    return f"{'#' * (part.number or 1)} {line}"


def _indent(block: str, first: str, rest: str) -> str:
    lines = block.split("\n")
    indented = (f"{first if not place else rest}{line}" for place, line in enumerate(lines))
    return "\n".join(line.rstrip() for line in indented)


def _write_rule(part: Part) -> str:
    is_marked = any(piece.around or piece.kind == "pointer" for piece in part.pieces)
    if not is_marked:
        return "---"
    pieces = tuple(
        piece if piece.kind != "words" else Piece("words", "———", piece.around)
        for piece in part.pieces
    )
    return write_words(pieces)


def _write_code(part: Part) -> str:
    """Return code as a fenced block, or as HTML where something in it is marked."""
    lines = tuple(split_lines(part.pieces))
    if not lines:
        return ""
    if all(not piece.around and piece.kind in ("words", "space", "end") for piece in part.pieces):
        text = "\n".join("".join(piece.text for piece in line) for line in lines)
        longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{text}\n{fence}"
    return "<pre>" + "\n".join(write_code_line(line) for line in lines) + "</pre>"


def _write_list(part: Part) -> str:
    """Return a list. Hosts number items from the first on; where that is wrong, by hand."""
    numbers = [item.number if item.kind == "item" else None for item in part.parts]
    first = numbers[0] if numbers else None
    is_counted = (
        first is not None
        and first >= 0
        and numbers == [number for number, _ in zip(count(first), numbers, strict=False)]
    )
    items: list[str] = []
    for item, number in zip(part.parts, numbers, strict=True):
        sign, said = "- ", ""
        if number is not None:
            sign, said = (f"{number}. ", "") if is_counted else ("- ", f"{number}\\. ")
        text = _put_before(said, item.contents, _join_item(item.contents))
        items.append(_indent(text, sign, " " * len(sign)))
    return "\n".join(items)


def _put_before(said: str, parts: Sequence[Part], text: str) -> str:
    """Return the text of some parts with words of our own before it."""
    if not said or (parts and parts[0].kind == "paragraph"):
        return said + text
    return f"{said.rstrip()}\n\n{text}".rstrip()


def _join_item(parts: Sequence[Part]) -> str:
    """Return what stands in an item; a list goes on without an empty line."""
    text = ""
    for part in parts:
        gap = "\n" if part.kind == "list" and "\n" not in text else "\n\n"
        text += (gap if text else "") + _write_block(part)
    return text


def _write_note(part: Part) -> str:
    return _put_before(f"<sup>{part.number}</sup> ", part.contents, _join(part.contents))


def _write_terms(terms: Part) -> str:
    """Return terms and their definitions, for which Markdown has no form and hosts take HTML."""
    blocks = ["<dl>"]
    for part in terms.parts:
        tag = "dt" if part.kind == "term" else "dd"
        blocks[-1] += f"\n<{tag}>"
        blocks += [_join(part.contents), f"</{tag}>"]
    blocks[-1] += "\n</dl>"
    return "\n\n".join(block for block in blocks if block)


def _write_table(table: Part) -> str:
    """Return a table; one without a head gets an empty one, which Markdown asks for."""
    rows = [part for part in table.parts if part.kind == "row"]
    others = tuple(part for part in table.parts if part.kind != "row")
    width = max((len(row.parts) for row in rows), default=0)
    lines = [" | ".join(_write_cell(cell) for cell in row.parts) for row in rows]
    if rows and rows[0].number is None:
        lines.insert(0, " | ".join("" for _ in range(width)))
    lines = [f"| {line} |" for line in lines]
    lines.insert(1, f"|{'---|' * width}")
    text = "\n".join(lines) if width else ""
    return "\n\n".join(block for block in (_join(others), text) if block)


def _write_cell(cell: Part) -> str:
    return "<br>".join(_iter_cell_lines(cell.contents))


def _iter_cell_lines(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if part.parts:
            sign = "• " if part.kind == "item" else ""
            for place, line in enumerate(_iter_cell_lines(part.parts)):
                yield line if place else f"{sign}{line}"
        elif part.kind == "code":
            yield from (f"<code>{write_words(line)}</code>" for line in split_lines(part.pieces))
        else:
            yield write_words(part.pieces)


_WRITERS: Final[Mapping[PartKind, Callable[[Part], str]]] = {
    "heading": _write_heading,
    "paragraph": lambda part: guard_start(write_words(part.pieces)),
    "rule": _write_rule,
    "code": _write_code,
    "quote": lambda part: _indent(_join(part.parts), "> ", "> "),
    "list": _write_list,
    "note": _write_note,
    "table": _write_table,
    "terms": _write_terms,
}
"""How blocks are written; of all others, what stands in them."""
