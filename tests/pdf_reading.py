"""Reads a PDF as a screen reader does: its structure, with the characters that belong to each part.

What stands at the head and the foot of pages belongs to none. Soft hyphens, which only say where
a line was broken, are left out.

Source: ISO 32000-1, 9.10.3 (ToUnicode), 14.6 (marked content), 14.7 (logical structure).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream


@dataclass(frozen=True)
class Part:
    """An element of a file's structure."""

    role: str
    """`H1`, `P`, `TD`…"""
    decoration: str
    """`Underline`, `LineThrough`, or empty."""
    parts: tuple[Part | str, ...]

    @property
    def text(self) -> str:
        return self.read(lambda part: True)

    def read(self, is_kept: Callable[[Part], bool]) -> str:
        """Return its characters, without those of parts that are not kept; blocks stay apart."""
        text = ""
        for part in self.parts:
            if isinstance(part, str):
                text += part
            elif is_kept(part):
                inner = part.read(is_kept)
                text += inner if part.role in _WITHIN_WORDS else f"\n{inner}\n"
        return text

    def find(self, role: str) -> Iterator[Part]:
        """Yield the parts with a role, in reading order."""
        for part in self.parts:
            if isinstance(part, Part):
                if part.role == role:
                    yield part
                yield from part.find(role)


_WITHIN_WORDS = {"Code", "Em", "Lbl", "Link", "Span", "Strong"}


def open_pdf(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def read_structure(data: bytes) -> Part:
    """Return the root of a file's structure."""
    reader = open_pdf(data)
    texts = [dict(_iter_marked(reader, page)) for page in reader.pages]
    places = _number_pages(reader)

    def read(element: Any, page: int) -> Iterator[Part | str]:
        element = element.get_object()
        if isinstance(element, list):
            for kid in element:
                yield from read(kid, page)
        elif isinstance(element, int):
            yield texts[page].get(element, "")
        elif element.get("/Type") == "/MCR":
            yield texts[places[element.raw_get("/Pg").idnum]].get(element["/MCID"], "")
        elif element.get("/Type") != "/OBJR":
            if "/Pg" in element:
                page = places[element.raw_get("/Pg").idnum]
            kids = tuple(read(element["/K"], page)) if "/K" in element else ()
            yield Part(element["/S"].removeprefix("/"), _decoration(element), kids)

    root: Any = reader.trailer["/Root"]
    return Part("Root", "", tuple(read(root["/StructTreeRoot"]["/K"], 0)))


def list_page_ends(data: bytes) -> list[str]:
    """Return the role of the block that each page ends with."""
    reader = open_pdf(data)
    places = _number_pages(reader)
    ends: dict[int, tuple[int, str]] = {}

    def walk(element: Any, page: int, block: str) -> None:
        element = element.get_object()
        if isinstance(element, list):
            for kid in element:
                walk(kid, page, block)
        elif isinstance(element, int):
            ends[page] = max(ends.get(page, (-1, "")), (element, block))
        elif element.get("/Type") == "/MCR":
            walk(element["/MCID"], places[element.raw_get("/Pg").idnum], block)
        elif "/K" in element:
            page = places[element.raw_get("/Pg").idnum] if "/Pg" in element else page
            role = element["/S"].removeprefix("/")
            walk(element["/K"], page, block if role in _WITHIN_WORDS else role)

    root: Any = reader.trailer["/Root"]
    walk(root["/StructTreeRoot"]["/K"], 0, "")
    return [role for _, (_, role) in sorted(ends.items())]


def read_running(data: bytes) -> list[str]:
    """Return what stands at the head and the foot of each page."""
    reader = open_pdf(data)
    return [dict(_iter_marked(reader, page)).get(None, "") for page in reader.pages]


def list_links(data: bytes) -> list[str]:
    """Return where links lead: to an address, to a name in this file, or to one of its pages."""
    reader = open_pdf(data)
    places = _number_pages(reader)
    links = []
    for page in reader.pages:
        for one in page.get("/Annots", ()):
            link: Any = one.get_object()
            if "/A" in link:
                links.append(str(link["/A"]["/URI"]))
            elif isinstance(link["/Dest"], list):
                links.append(f"page {places[link['/Dest'][0].idnum] + 1}")
            else:
                links.append(str(link["/Dest"]))
    return links


def _number_pages(reader: PdfReader) -> dict[int, int]:
    """Return the place of each page, from 0, by the number of its object."""
    references = (page.indirect_reference for page in reader.pages)
    return {one.idnum: place for place, one in enumerate(references) if one is not None}


def iter_extents(data: bytes) -> Iterator[tuple[float, float]]:
    """Yield how far each run of characters reaches from the left of its page, in points."""
    reader = open_pdf(data)
    for page in reader.pages:
        fonts = {
            name: _read_widths(font.get_object())
            for name, font in page["/Resources"]["/Font"].items()  # type: ignore[index]
        }
        stack: list[tuple[float, float]] = []
        scale, left, size = 1.0, 0.0, 1.0
        widths: dict[int, float] = {}
        start = 0.0
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator == b"q":
                stack.append((scale, left))
            elif operator == b"Q":
                scale, left = stack.pop()
            elif operator == b"cm":
                left += scale * operands[4]
                scale *= operands[0]
            elif operator == b"Tf":
                widths, size = fonts[operands[0]], float(operands[1])
            elif operator == b"Tm":
                start = float(operands[4])
            elif operator in (b"Tj", b"TJ"):
                strings = operands[0] if operator == b"TJ" else operands
                moved = -sum(float(s) for s in strings if not hasattr(s, "original_bytes"))
                length = size / 1000 * (moved + sum(widths[code] for code in _codes(strings)))
                yield left + scale * start, left + scale * (start + length)


def _read_widths(font: Any) -> dict[int, float]:
    """Return how wide the glyph of each code is, in thousandths of the font's size."""
    widths: dict[int, float] = {}
    entries = iter(font["/DescendantFonts"][0].get_object()["/W"])
    for first in entries:
        following = next(entries)
        if isinstance(following, list):
            widths |= {first + at: float(width) for at, width in enumerate(following)}
        else:
            width = float(next(entries))
            widths |= dict.fromkeys(range(first, following + 1), width)
    return widths


def _codes(strings: Any) -> Iterator[int]:
    codes = b"".join(s.original_bytes for s in strings if hasattr(s, "original_bytes"))
    return (high << 8 | low for high, low in zip(codes[::2], codes[1::2], strict=True))


def _decoration(element: Any) -> str:
    attributes = element.get("/A", [])
    for one in attributes if isinstance(attributes, list) else (attributes,):
        if name := one.get_object().get("/TextDecorationType"):
            return str(name).removeprefix("/")
    return ""


def _iter_marked(reader: PdfReader, page: Any) -> Iterator[tuple[int | None, str]]:
    """Yield the characters of each marked sequence by number; None for those that have none."""
    fonts = {
        name: _read_to_unicode(font.get_object())
        for name, font in page["/Resources"].get("/Font", {}).items()
    }
    found: dict[int | None, str] = {}
    marks: list[tuple[int | None, str | None]] = [(None, None)]
    font: dict[int, str] = {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            values = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
            number = values.get("/MCID", marks[-1][0])
            said = values.get("/ActualText")
            marks.append((number, None if said is None else str(said)))
            if said is not None:
                found[number] = found.get(number, "") + str(said)
        elif operator == b"EMC":
            marks.pop()
        elif operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ"):
            number, said = marks[-1]
            if said is None:
                strings = operands[0] if operator == b"TJ" else operands
                text = "".join(font[code] for code in _codes(strings))
                found[number] = found.get(number, "") + text
    for number, text in found.items():
        yield number, text.replace("\u00ad", "")


def _read_to_unicode(font: Any) -> dict[int, str]:
    """Return the characters of each code."""
    table = font["/ToUnicode"].get_object().get_data().decode("ascii")
    assert "bfrange" not in table, "the typesetter writes none"
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for section in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL)
        for code, text in re.findall(r"<(\w+)> <(\w+)>", section)
    }
