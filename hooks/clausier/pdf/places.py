"""Where blocks stand, and what the parts of a list are."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace

from lxml import html as lxml_html
from lxml.html import HtmlElement

from clausier.pdf.wording import Look
from clausier.typography.tags import BLOCKS


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands."""

    look: Look = field(default_factory=Look)
    depth: int = 0
    """How many lists, quotations and tables it stands in."""
    barred: bool = False
    """Whether there is a bar beside it already."""

    def go(self) -> Place:
        """Return a place one deeper."""
        return replace(self, depth=self.depth + 1)


def iter_parts(parent: HtmlElement, place: Place) -> Iterator[tuple[HtmlElement, Place]]:
    """Yield what a list holds, each with its place; words among items as paragraphs."""
    if (parent.text or "").strip():
        yield _make_paragraph(parent.text), place
    for child in parent:
        if child.tag in {"ins", "del"}:
            look = place.look.mark(child, is_block=True)
            yield from iter_parts(child, replace(place, look=look))
        elif child.tag == "div" and parent.tag == "dl":
            yield from iter_parts(child, place)
        elif child.tag in BLOCKS:
            yield child, place
        else:
            stray = _make_paragraph("")
            stray.append(deepcopy(child))
            stray[0].tail = None
            yield stray, place
        if (child.tail or "").strip():
            yield _make_paragraph(child.tail), place


def _make_paragraph(text: str | None) -> HtmlElement:
    element: HtmlElement = lxml_html.Element("p")
    element.text = text
    return element
