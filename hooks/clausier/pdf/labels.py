"""The numbers that clauses and items begin with, and that hang beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from lxml.html import HtmlElement

from clausier.clauses.numbering import parse_label
from clausier.pdf.nodes import Style
from clausier.pdf.wording import Look, Piece

_OUTDATED: Final[frozenset[Style]] = frozenset({"deleted", "moved_away"})
"""Styles of what the newer text does not say here."""

_GAP: Final = 0.5
"""Between a number and what follows, in ems."""
_LARGER: Final = 1.2
"""How much larger headings are than paragraphs, at the most."""
_WIDEST: Final = 5.0
"""In ems; what needs more room begins the line instead."""

_ROMAN: Final = tuple(
    hundreds + tens + units
    for hundreds, tens, units in product(
        ("", "c", "cc", "ccc"),
        ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"),
        ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"),
    )
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a clause begins with."""

    pieces: tuple[Piece, ...] = ()
    width: float = 0
    """Room that it takes up with the gap after it, in ems of a paragraph; 0 if it is empty."""


def split_label(
    pieces: Sequence[Piece], language: str, *, is_heading: bool
) -> tuple[Label, tuple[Piece, ...]]:
    """Return the number that the pieces of a paragraph begin with, and what follows its space.

    In a redline, a number that was replaced stands before the one that the newer text has.
    """
    counted = keep_newer(pieces)
    text = "".join(piece.text for piece in counted)
    found = parse_label(text, language, is_heading=is_heading)
    if found is None:
        return Label(), tuple(pieces)
    number = text[: found.length].rstrip()
    head, rest = _cut(pieces, counted, len(number))
    width = _GAP + _measure(piece.text for piece in head) * (_LARGER if is_heading else 1)
    if width > _WIDEST or any(piece.look.link is not None for piece in head):
        return Label(), tuple(pieces)
    return Label(tuple(head), round(width, 2)), tuple(rest)


def _cut(
    pieces: Sequence[Piece], counted: Sequence[Piece], length: int
) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces up to `length` characters of those that count, and the rest."""
    for place, piece in enumerate(pieces):
        if not any(piece is one for one in counted):
            continue
        if len(piece.text) < length:
            length -= len(piece.text)
            continue
        head = [*pieces[:place], Piece(piece.text[:length], piece.look)]
        after = piece.text[length:].lstrip()
        return head, [*([Piece(after, piece.look)] if after else []), *pieces[place + 1 :]]
    return list(pieces), []


def keep_newer(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Return the pieces that the newer text has, or all if it has none."""
    newer = [piece for piece in pieces if _OUTDATED.isdisjoint(piece.look.styles)]
    return newer if any(piece.text.strip() for piece in newer) else pieces


def _measure(texts: Iterable[str]) -> float:
    """Return about how wide words are, in ems."""
    return sum(
        0.25 if char in " .\u00a0" else 0.47 if char.isdigit() else 0.6 if char.islower() else 0.75
        for text in texts
        for char in text
    )


def number_items(items: Sequence[HtmlElement], parent: HtmlElement, look: Look) -> Iterator[Piece]:
    """Yield the number of each item of an ordered list.

    In a redline, items that were removed have the numbers that they had, and do not count.
    """
    first = _read_number(parent.get("start"), 1)
    older = newer = first
    kind = parent.get("type") or "1"
    for item in items:
        value = item.get("value")
        change = item.get("data-change")
        if item.tag != "li":
            yield Piece("", look)
            continue
        if change == "removed":
            older = _read_number(value, older)
            yield Piece(_write_number(older, kind), look.add("deleted"))
        else:
            newer = _read_number(value, newer)
            label = _write_number(newer, kind)
            yield Piece(label, look.add("inserted") if change == "added" else look)
            newer += 1
        older += change != "added"


def _read_number(value: str | None, default: int) -> int:
    value = (value or "").strip()
    digits = value.removeprefix("-")
    return int(value) if digits.isascii() and digits.isdigit() and len(digits) < 7 else default


def _write_number(number: int, kind: str) -> str:
    """Return an item's number as `type` of its list asks: `3.`, `c.`, `iii.`."""
    text = str(number)
    if kind in {"a", "A"} and number > 0:
        text = ""
        while number:
            number, letter = divmod(number - 1, 26)
            text = chr(ord("a") + letter) + text
    elif kind in {"i", "I"} and 0 < number < len(_ROMAN):
        text = _ROMAN[number]
    return f"{text.upper() if kind.isupper() else text}."
