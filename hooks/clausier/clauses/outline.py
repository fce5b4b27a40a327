"""Where the clauses of a text begin, and their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from clausier.clauses.markup import drop_blank
from clausier.clauses.numbering import (
    ANNEXES,
    ARTICLE,
    DIVISIONS,
    NUMERAL,
    Label,
    parse_label,
    parse_numeral,
    read_roman,
    render_digits,
    render_id,
    render_slug,
)
from clausier.typography.tags import HEADINGS, WRAPPERS

_ORDER: Final = {
    **dict.fromkeys(ANNEXES, 0),
    **{series: place for place, series in enumerate((*DIVISIONS, ARTICLE), 1)},
}
"""Which of two headings of one level encloses the other: the lower."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a clause begins."""

    element: HtmlElement
    label: Label | None
    text: str
    """Plain text of its heading or first paragraph."""

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading rather than a numbered paragraph."""
        return str(self.element.tag) in HEADINGS

    @property
    def is_title(self) -> bool:
        """Whether it is a heading of level 1."""
        return str(self.element.tag) == "h1"

    @property
    def level(self) -> int:
        """Level of a heading, 1 to 6; for a paragraph, how many components its number has."""
        if self.is_heading:
            return int(self.element.tag[1])
        return self.label.components if self.label else 1

    @property
    def entry(self) -> tuple[str, int, str | None]:
        """What a translation's clause has in common with it: kind, level and rank."""
        kind = "heading" if self.is_heading else "paragraph"
        return kind, self.level, self.label.rank if self.label else None


def iter_heads(parent: HtmlElement, language: str) -> Iterator[Head]:
    """Yield the beginnings of clauses, in reading order: headings, and numbered paragraphs.

    They stand in the text itself: not in a list, a quotation or a table.
    """
    for element in parent:
        if element.tag in WRAPPERS:
            yield from iter_heads(element, language)
        elif element.tag in HEADINGS or element.tag == "p":
            text = " ".join("".join(_iter_words(element)).split())
            is_heading = element.tag in HEADINGS
            label = parse_label(text, language, is_heading=is_heading)
            if text and (is_heading or label):
                yield Head(element, label, text)


def _iter_words(element: HtmlElement) -> Iterator[str]:
    """Yield the text in an element, with a space for a line break."""
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            yield " " if part.tag == "br" else part.text or ""
        elif part is not element:
            yield part.tail or ""


def count_headings(heads: Sequence[Head]) -> tuple[Head, ...]:
    """Return the heads with the Roman numerals and letters by which headings count.

    Headings of one level count if they begin with `I` or `A` and each is the next: `I.` is a
    numeral before `II.`, a letter after `H.`, and a word alone.
    """
    labels: dict[int, Label] = {}
    counting: dict[int, list[tuple[int, Label]]] = {}
    for place, head in enumerate(heads):
        if not head.is_heading:
            continue
        counting = {level: row for level, row in counting.items() if level <= head.level}
        label = None if head.label else parse_numeral(head.text)
        row = counting.get(head.level)
        if label is None:
            continue
        if row and _follows(row[-1][1], label, is_roman=row[0][1].digits == "I"):
            row.append((place, label))
            labels.update(row)
        elif label.digits in {"I", "A"}:
            counting[head.level] = [(place, label)]
    return tuple(
        replace(head, label=labels[place]) if place in labels else head
        for place, head in enumerate(heads)
    )


def _follows(one: Label, two: Label, *, is_roman: bool) -> bool:
    """Return whether a numeral or letter comes right after another: `II`, `I bis` after `I`."""
    values = []
    for label in (one, two):
        digits = label.digits.partition(" ")[0]
        value = read_roman(digits) if is_roman else ord(digits) if len(digits) == 1 else None
        values.append(value or 0)
    step = 0 if " " in two.digits else 1
    return values[0] > 0 and values[1] == values[0] + step


def iter_trails(heads: Sequence[Head]) -> Iterator[tuple[int, ...]]:
    """Yield for each clause the places of those it is in, outermost first.

    The text's title is not among them.
    """
    trail: list[int] = []
    for place, head in enumerate(heads):
        while trail and not _encloses(heads[trail[-1]], head):
            trail.pop()
        yield tuple(trail)
        if place or not head.is_title or head.label:
            trail.append(place)


def iter_ids(heads: Sequence[Head], trails: Sequence[tuple[int, ...]]) -> Iterator[str]:
    """Yield an id for each clause, each but once.

    An annex is a text of its own: the ids in it begin with its id (`annex-1-art-2`). So do ids of
    other clauses whose numbers begin anew in what they are in: `title-2-chap-1`, `art-3-a`.
    """
    names: list[str] = []
    taken: set[str] = set()
    for place, (head, trail) in enumerate(zip(heads, trails, strict=True)):
        scope = next((names[n] for n in reversed(trail) if _begins_anew(heads[n], head)), None)
        plain = name = _render_id(head, place, scope)
        count = 1
        while name in taken:
            count += 1
            name = f"{plain}-{count}"
        taken.add(name)
        names.append(name)
        yield name


def _begins_anew(outer: Head, inner: Head) -> bool:
    """Return whether the numbers of clauses like `inner` begin anew in one that encloses it."""
    if inner.label and inner.label.series == NUMERAL:
        return True
    series = outer.label.series if outer.label else ARTICLE
    is_division = inner.label is not None and inner.label.series in DIVISIONS
    return series in ANNEXES or (is_division and series in DIVISIONS)


def _render_id(head: Head, place: int, scope: str | None) -> str:
    if head.label is None:
        name = render_slug(head.text, place + 1)
    elif scope is not None and head.label.series == NUMERAL:
        name = render_digits(head.label)
    else:
        name = render_id(head.label)
    return name if scope is None else f"{scope}-{name}"


def place_ids(root: HtmlElement, heads: Sequence[Head], names: Sequence[str]) -> None:
    """Give clauses their ids in place, send links there, and leave no id twice.

    Args:
        root: a text's tree.
        heads: where its clauses begin.
        names: the ids of those clauses, in the same order.
    """
    links: dict[str, str] = {}
    taken = set(names)
    for head, name in zip(heads, names, strict=True):
        former = head.element.get("id")
        if former is not None:
            links[f"#{former}"] = f"#{name}"
        head.element.set("id", name)
    clauses = {head.element for head in heads}
    for element in root.iterdescendants():
        href = element.get("href")
        if href in links:
            element.set("href", links[href])
        if element.get("id") in taken and element not in clauses:
            del element.attrib["id"]
    drop_blank(root)


def _encloses(outer: Head, inner: Head) -> bool:
    """Return whether a clause that begins at `inner`, later, is part of that at `outer`."""
    if outer.label and inner.label and inner.label.number.startswith(f"{outer.label.number}."):
        return True
    if not inner.is_heading:
        return outer.is_heading
    if outer.is_heading and outer.level == inner.level and outer.label and inner.label:
        return _order(outer.label) < _order(inner.label)
    return outer.is_heading and outer.level < inner.level


def _order(label: Label) -> int:
    """Return where a clause stands among the kinds of clauses that may enclose each other."""
    return _ORDER.get(label.series, _ORDER[ARTICLE])
