"""A text as rendered HTML, cut into clauses: what is shown, addressed and compared.

A clause begins at a heading or at a paragraph with a number, standing in the text itself and not
in a list, a quotation or a table, and goes on to the next.

Ids are permanent addresses (DESIGN section 5), so they follow from the text alone: `art-4.2` for
a number, the words of a heading without one. Ids that Markdown gave a heading are not kept, since
those that an author chose cannot be told from those that its `toc` made; links within the text
follow to the new ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final, TypeAlias

import markdown
from lxml import etree
from lxml.html import HtmlElement

from clausier.blocks import Block, make_container, render_element
from clausier.characters import clean_text
from clausier.layout import read_blocks
from clausier.markup import UnreadableTextError, drop_blank, parse_markup
from clausier.numbering import Label, parse_label, render_id, render_slug
from clausier.tags import HEADINGS, WRAPPERS
from clausier.tokens import Element
from clausier.typography import typeset

Outline: TypeAlias = tuple[tuple[str, int, str | None], ...]
"""Tag kind, level and number of each clause, in reading order."""

_NOTES: Final = '<div class="footnote">'
_NOTE_LINK: Final = re.compile(r'href="#([^"]+)"')
_BODY: Final = Element("div", "<div>", "<div>", "<div>")


@dataclass(frozen=True, slots=True)
class Clause:
    """One addressable unit of a text."""

    id: str
    """Unique in its text: `art-4.2`, or the words of its heading."""
    number: str | None
    """As it is cited: `4.2`."""
    heading: str | None
    """Plain text of its heading, number included; None for a numbered paragraph."""
    level: int
    """1 to 6 for a heading; for a numbered paragraph, how many components its number has."""
    path: tuple[str, ...]
    """Ids of the clauses it is in, outermost first; the text's title is not among them."""
    text: str
    """Plain text up to the next clause, without the heading: a line for each paragraph, item or
    cell. May be empty."""


@dataclass(frozen=True, slots=True)
class RenderedText:
    """One text, as it is shown and compared. It can be compared any number of times."""

    language: str
    title: str
    """Plain text of the first heading of level 1; empty if there is none."""
    preamble: str
    """Plain text before the first clause; mostly empty."""
    clauses: tuple[Clause, ...]
    """In reading order; may be empty."""
    html: str
    """Exactly the text, with ids of clauses, and always in the same form."""
    words: int
    body: Block = field(repr=False, compare=False)
    """The text as blocks and words."""
    owners: Mapping[Block, str] = field(repr=False, compare=False)
    """Id of the clause of each leaf in `body`; empty before the first clause."""
    outline: Outline = field(repr=False)


class Renderer:
    """Markdown to HTML, always with the same extensions."""

    def __init__(
        self,
        extensions: Sequence[str | markdown.Extension] = (),
        extension_configs: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self._extensions = tuple(extensions)
        self._configs = {name: dict(config) for name, config in (extension_configs or {}).items()}

    def render(self, source: str) -> str:
        """Return the HTML of a Markdown text; the same for the same text.

        Raises:
            UnreadableTextError: lists, quotes or emphasis nest too deeply.
        """
        converter = markdown.Markdown(
            extensions=list(self._extensions), extension_configs=self._configs
        )
        try:
            return converter.convert(clean_text(source))
        except RecursionError:
            raise UnreadableTextError("lists, quotes or emphasis are nested too deeply") from None


def read_text(html: str, language: str, like: RenderedText | None = None) -> RenderedText:
    """Return a text typeset and cut into clauses.

    Args:
        html: what the text's Markdown rendered to.
        language: a language tag.
        like: the text of which this is a translation. If both have the same outline, a clause
            has the same id in both.

    Raises:
        UnreadableTextError: more elements nest than can be read.
    """
    root = parse_markup(html)
    typeset(root, language)
    heads = tuple(_iter_heads(root, language))
    outline = tuple(head.outline for head in heads)
    if like is not None and like.outline == outline:
        names = tuple(clause.id for clause in like.clauses)
    else:
        names = tuple(_iter_ids(heads))
    _place_ids(root, heads, names)
    labels = {head.element: head.label.length if head.label else 0 for head in heads}
    body = make_container(_BODY, read_blocks(root, labels))
    owners = dict(_iter_owners(body))
    leaves: dict[str, list[Block]] = {"": []}
    for leaf, owner in owners.items():
        leaves.setdefault(owner, []).append(leaf)
    clauses = tuple(_iter_clauses(heads, leaves))
    titles = (clause.heading for clause, head in zip(clauses, heads, strict=True) if head.is_title)
    return RenderedText(
        language=language,
        title=next(titles, None) or "",
        preamble=_join_leaves(leaves[""]),
        clauses=clauses,
        html="\n".join(block.html for block in body.children),
        words=sum(token.counted for token in body.iter_tokens()),
        body=body,
        owners=owners,
        outline=outline,
    )


def display_html(
    text: RenderedText, link_label: str, notes: Mapping[str, str] | None = None
) -> str:
    """Return a text's HTML with a permalink in each clause, but for its title.

    What is not of the text carries `data-furniture` (DESIGN section 7).

    Args:
        text: what to show.
        link_label: what a permalink is called by ear, before the clause's number or heading.
        notes: HTML to show with a clause, after its heading or its first paragraph, by clause id.
    """
    furniture = {
        clause.id: _render_permalink(clause, link_label)
        for clause in text.clauses
        if clause.heading is None or clause.level > 1
    }
    return "\n".join(_display(block, furniture, notes or {}) for block in text.body.children)


def _display(block: Block, links: Mapping[str, str], notes: Mapping[str, str]) -> str:
    if block.anchor is not None and block.element is not None:
        end = block.element.end
        html = f"{block.html.removesuffix(end)}{links.get(block.anchor, '')}{end}"
        note = notes.get(block.anchor)
        return f'{html}\n<div class="clause-note" data-furniture>{note}</div>' if note else html
    if block.element is None or not any(leaf.anchor for leaf in block.iter_leaves()):
        return block.html
    inside = "\n".join(_display(child, links, notes) for child in block.children)
    return render_element(block.element, inside)


def _render_permalink(clause: Clause, label: str) -> str:
    name = escape(f"{label} {clause.number or clause.heading or clause.id}")
    return f'<a class="permalink" data-furniture href="#{clause.id}" aria-label="{name}">¶</a>'


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a clause begins."""

    element: HtmlElement
    label: Label | None
    text: str
    """Plain text of its heading or first paragraph."""

    @property
    def is_heading(self) -> bool:
        return str(self.element.tag) in HEADINGS

    @property
    def is_title(self) -> bool:
        return str(self.element.tag) == "h1"

    @property
    def level(self) -> int:
        if self.is_heading:
            return int(self.element.tag[1])
        return self.label.components if self.label else 1

    @property
    def outline(self) -> tuple[str, int, str | None]:
        kind = "heading" if self.is_heading else "paragraph"
        return kind, self.level, self.label.number if self.label else None


def _iter_heads(parent: HtmlElement, language: str) -> Iterator[_Head]:
    """Yield the beginnings of clauses, in reading order."""
    for element in parent:
        if element.tag in WRAPPERS:
            yield from _iter_heads(element, language)
        elif element.tag in HEADINGS or element.tag == "p":
            text = " ".join("".join(_iter_words(element)).split())
            is_heading = element.tag in HEADINGS
            label = parse_label(text, language, is_heading=is_heading)
            if text and (is_heading or label):
                yield _Head(element, label, text)


def _iter_words(element: HtmlElement) -> Iterator[str]:
    """Yield the text in an element, with a space for a line break."""
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            yield " " if part.tag == "br" else part.text or ""
        elif part is not element:
            yield part.tail or ""


def _iter_ids(heads: Iterable[_Head]) -> Iterator[str]:
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


def _place_ids(root: HtmlElement, heads: Sequence[_Head], names: Sequence[str]) -> None:
    """Give clauses their ids, send links there, and leave no id twice."""
    links: dict[str, str] = {}
    taken = set(names)
    for head, name in zip(heads, names, strict=True):
        links.setdefault(f"#{head.element.get('id')}", f"#{name}")
        head.element.set("id", name)
    clauses = {head.element for head in heads}
    for element in root.iterdescendants():
        href = element.get("href")
        if href in links:
            element.set("href", links[href])
        name = element.get("id")
        if name is None or element in clauses:
            continue
        if name in taken:
            del element.attrib["id"]
    drop_blank(root)


def _iter_clauses(
    heads: Sequence[_Head], leaves: Mapping[str, Sequence[Block]]
) -> Iterator[Clause]:
    """Yield the clauses of a text."""
    trail: list[tuple[str, _Head]] = []
    for place, head in enumerate(heads):
        name = head.element.get("id", "")
        first, *rest = leaves[name]
        while trail and not _encloses(trail[-1][1], head):
            trail.pop()
        yield Clause(
            id=name,
            number=head.label.number if head.label else None,
            heading=first.plain_text if head.is_heading else None,
            level=head.level,
            path=tuple(name for name, _ in trail),
            text=_join_leaves(rest if head.is_heading else (first, *rest)),
        )
        if place or not head.is_title or head.label:
            trail.append((name, head))


def _encloses(outer: _Head, inner: _Head) -> bool:
    """Return whether a clause that begins at `inner`, later, is part of that at `outer`."""
    if outer.label and inner.label and inner.label.number.startswith(f"{outer.label.number}."):
        return True
    if not inner.is_heading:
        return outer.is_heading
    return outer.is_heading and outer.level < inner.level


def _iter_owners(body: Block) -> Iterator[tuple[Block, str]]:
    """Yield each leaf with the id of its clause, in reading order; empty before the first.

    A footnote is part of the clause that first points to it.
    """
    owner = ""
    notes: dict[str, str] = {}
    for block in body.children:
        if block.element is not None and block.element.key == _NOTES:
            for part in block.children:
                for item in part.children:
                    name = item.element.id if item.element else None
                    for leaf in item.iter_leaves():
                        yield leaf, notes.get(name or "", owner)
            continue
        for leaf in block.iter_leaves():
            owner = leaf.anchor or owner
            yield leaf, owner
            for token in leaf.tokens:
                if token.key.startswith("<sup") and (match := _NOTE_LINK.search(token.key)):
                    notes.setdefault(match[1], owner)


def _join_leaves(leaves: Iterable[Block]) -> str:
    return "\n".join(text for leaf in leaves if (text := leaf.plain_text))
