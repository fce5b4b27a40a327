"""Where the clauses of a text begin, and their ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from clausier.clauses.markup import drop_blank
from clausier.clauses.numbering import Label, parse_label, render_id, render_slug
from clausier.typography.tags import HEADINGS, WRAPPERS


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
        """What a translation's clause has in common with it: kind, level and number."""
        kind = "heading" if self.is_heading else "paragraph"
        return kind, self.level, self.label.number if self.label else None


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


def iter_ids(heads: Iterable[Head]) -> Iterator[str]:
    """Yield an id for each clause, each but once."""
    taken: set[str] = set()
    for place, head in enumerate(heads, 1):
        plain = name = render_id(head.label) if head.label else render_slug(head.text, place)
        count = 1
        while name in taken:
            count += 1
            name = f"{plain}-{count}"
        taken.add(name)
        yield name


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


def encloses(outer: Head, inner: Head) -> bool:
    """Return whether a clause that begins at `inner`, later, is part of that at `outer`."""
    if outer.label and inner.label and inner.label.number.startswith(f"{outer.label.number}."):
        return True
    if not inner.is_heading:
        return outer.is_heading
    return outer.is_heading and outer.level < inner.level
