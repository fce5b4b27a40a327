"""The numbers that Word works out by itself, typed into the text as it shows them.

An automatic number is not among a document's words: it follows from `numbering.xml`. What a
converter does not read would be lost, and with it every clause's number. Here it is worked out as
ECMA-376, part 1, section 17.9 says, and written before the paragraph; a form of number that is not
known is refused rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from clausier.errors import Place, Problem, say
from clausier.importing import ImportingError

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = f"{{{NAMESPACE}}}"
_UNNUMBERED: Final = ("bullet", "none")
_ROMAN: Final = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    form: str
    """`w:numFmt`."""
    text: str
    """`w:lvlText`: `%1.%2.` with the number of each level."""
    start: int
    restart: int | None
    """`w:lvlRestart`: the level, from 1, after which it begins anew; 0 is never."""
    is_legal: bool
    """Whether every number in it is shown in figures."""
    style: str | None
    """The paragraph style that is on this level."""


@dataclass(slots=True)
class Counter:
    """The numbers of a document's lists, as its paragraphs are taken in one by one."""

    uri: str
    abstract: Mapping[str, Mapping[int, Level]]
    lists: Mapping[str, tuple[str, Mapping[int, int]]]
    """By list: its numbering, and where levels of it start instead."""
    styles: Mapping[str, tuple[str | None, str | None, int | None]]
    """By paragraph style: what it is based on, its list and its level."""
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def take(self, paragraph: etree._Element) -> str | None:
        """Return the number that Word shows before the next paragraph; None where it has none."""
        found = self.find_list(paragraph)
        if found is None:
            return None
        name, depth = found
        numbering, starts = self.lists[name]
        levels = self.abstract[numbering]
        if depth not in levels:
            return None
        counts = self._counts.setdefault(numbering, {})
        if depth in starts and (name, depth) not in self._begun:
            self._begun.add((name, depth))
            counts[depth] = starts[depth]
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = levels[depth].start
        for above in range(depth):
            if above in levels:
                counts.setdefault(above, levels[above].start)
        for deeper in [level for level in counts if level > depth]:
            restart = levels[deeper].restart
            if restart is None or (restart and depth < restart):
                del counts[deeper]
        if levels[depth].form in _UNNUMBERED:
            return None
        return self._render(levels, depth, counts).strip() or None

    def find_list(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """Return the list that a paragraph is in, by itself or by its style, and its level."""
        name = _value(paragraph, "w:pPr/w:numPr/w:numId")
        depth = _value(paragraph, "w:pPr/w:numPr/w:ilvl")
        style = _value(paragraph, "w:pPr/w:pStyle") or ""
        level = int(depth) if depth else None
        seen: set[str] = set()
        while name is None and style and style not in seen:
            seen.add(style)
            based, name, of_style = self.styles.get(style, (None, None, None))
            if name is not None and level is None:
                level = self._level_of_style(name, seen, of_style)
            style = based or ""
        if name is None or name not in self.lists:
            return None
        return name, level or 0

    def _level_of_style(self, name: str, styles: set[str], otherwise: int | None) -> int | None:
        if name in self.lists:
            for depth, level in self.abstract[self.lists[name][0]].items():
                if level.style in styles:
                    return depth
        return otherwise

    def _render(self, levels: Mapping[int, Level], depth: int, counts: Mapping[int, int]) -> str:
        here = levels[depth]

        def number(match: re.Match[str]) -> str:
            above = int(match[1]) - 1
            form = levels[above].form if above in levels else "decimal"
            count = counts.get(above, 0)
            return self._write(count, "decimal" if here.is_legal else form)

        return re.sub(r"%([1-9])", number, here.text)

    def _write(self, count: int, form: str) -> str:
        if form == "decimal":
            return str(count)
        if form == "decimalZero":
            return f"{count:02}"
        if form in ("lowerLetter", "upperLetter") and count >= 1:
            letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
            return letters if form == "lowerLetter" else letters.upper()
        if form in ("lowerRoman", "upperRoman") and count >= 1:
            roman = _write_roman(count)
            return roman if form == "lowerRoman" else roman.upper()
        if form in _UNNUMBERED:
            return ""
        raise ImportingError(
            Problem(
                say(
                    "Word numbers its paragraphs by itself, in a form that cannot be worked out "
                    "(%(form)s)",
                    form=form,
                ),
                say("Save the document as plain text (.txt), in which Word types the numbers"),
                Place(self.uri),
            )
        )


def read_counter(numbering: bytes | None, styles: bytes | None, uri: str) -> Counter:
    """Return what numbers the paragraphs of a document, from its `numbering.xml` and `styles.xml`.

    Raises:
        ImportingError: they are not XML.
    """
    root = parse_xml(numbering, uri)
    abstract = {_id(part, "abstractNumId"): _levels(part) for part in root.iter(f"{W}abstractNum")}
    lists: dict[str, tuple[str, Mapping[int, int]]] = {}
    for part in root.iter(f"{W}num"):
        name = _value(part, "w:abstractNumId") or ""
        if name not in abstract:
            continue
        starts = {}
        for override in part.iter(f"{W}lvlOverride"):
            depth = int(_id(override, "ilvl"))
            if (start := _value(override, "w:startOverride")) is not None:
                starts[depth] = int(start)
            if (level := override.find(f"{W}lvl")) is not None:
                abstract[f"{name}/{_id(part, 'numId')}"] = {
                    **abstract[name],
                    depth: _level(level),
                }
                name = f"{name}/{_id(part, 'numId')}"
        lists[_id(part, "numId")] = (name, starts)
    return Counter(uri, abstract, lists, dict(_iter_styles(parse_xml(styles, uri))))


def parse_xml(raw: bytes | None, uri: str) -> etree._Element:
    """Return the root of a part of a document; an empty one where there is no such part.

    Raises:
        ImportingError: it is not XML, or declares entities.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(raw or b"<none/>", parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or b"<!DOCTYPE" in (raw or b""):
        raise ImportingError(
            Problem(
                say("it is not a whole Word document"),
                say("Open it in Word and save it again as .docx"),
                Place(uri),
            )
        )
    return root


def _levels(part: etree._Element) -> Mapping[int, Level]:
    return {int(_id(level, "ilvl")): _level(level) for level in part.findall(f"{W}lvl")}


def _level(part: etree._Element) -> Level:
    legal = part.find(f"{W}isLgl")
    restart = _value(part, "w:lvlRestart")
    return Level(
        form=_value(part, "w:numFmt") or "decimal",
        text=_value(part, "w:lvlText") or "",
        start=int(_value(part, "w:start") or 0),
        restart=int(restart) if restart is not None else None,
        is_legal=legal is not None and _id(legal, "val") not in ("0", "false", "off"),
        style=_value(part, "w:pStyle"),
    )


def _iter_styles(
    root: etree._Element,
) -> Iterator[tuple[str, tuple[str | None, str | None, int | None]]]:
    for style in root.iter(f"{W}style"):
        depth = _value(style, "w:pPr/w:numPr/w:ilvl")
        yield (
            _id(style, "styleId"),
            (
                _value(style, "w:basedOn"),
                _value(style, "w:pPr/w:numPr/w:numId"),
                int(depth) if depth else None,
            ),
        )


def _value(element: etree._Element, path: str) -> str | None:
    found = element.find(path, {"w": NAMESPACE})
    return None if found is None else found.get(f"{W}val")


def _id(element: etree._Element, name: str) -> str:
    return element.get(f"{W}{name}") or ""


def _write_roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (count // value)
        count %= value
    return written
