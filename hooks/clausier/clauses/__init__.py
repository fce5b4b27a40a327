"""A text as rendered HTML, cut into clauses: what is shown, addressed and compared.

A clause begins at a heading or at a paragraph with a number, standing in the text itself and not
in a list, a quotation or a table, and goes on to the next.

Ids are permanent addresses (DESIGN section 5), so they follow from the text alone: `art-4.2` or
`annex-1` for a number, the words of a heading without one, with the id of the annex before them.
Ids that Markdown gave a heading are not kept, since those that an author chose cannot be told from
those that its `toc` made; links within the text follow to the new ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final, TypeAlias

import markdown

from clausier.clauses.blocks import Block, make_container, render_element
from clausier.clauses.layout import read_blocks
from clausier.clauses.markup import UnreadableTextError, parse_markup
from clausier.clauses.outline import (
    Head,
    count_headings,
    iter_heads,
    iter_ids,
    iter_trails,
    place_ids,
)
from clausier.clauses.tokens import LINE_BREAK, Element
from clausier.errors import say
from clausier.typography import typeset
from clausier.typography.characters import clean_text

__all__ = [
    "Clause",
    "Outline",
    "RenderedText",
    "Renderer",
    "UnreadableTextError",
    "display_html",
    "read_text",
]

Outline: TypeAlias = tuple[tuple[str, int, str | None], ...]
"""Kind, level and rank of each clause, in reading order."""

_NOTES: Final = '<div class="footnote">'
_NOTE_LINK: Final = re.compile(r'href="#([^"]+)"')
_BODY: Final = Element("div", "<div>", "<div>", "<div>")


@dataclass(frozen=True, slots=True)
class Clause:
    """One addressable unit of a text."""

    id: str
    """Unique in its text: `art-4.2`, or the words of its heading."""
    number: str | None
    """As it is cited: `4.2`, `IV`, `Annexe 2`."""
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
            raise UnreadableTextError(
                say("lists, quotes or emphasis are nested too deeply")
            ) from None


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
    heads = count_headings(tuple(iter_heads(root, language)))
    trails = tuple(iter_trails(heads))
    outline = tuple(head.entry for head in heads)
    if like is not None and like.outline == outline:
        names = tuple(clause.id for clause in like.clauses)
    else:
        names = tuple(iter_ids(heads, trails))
    place_ids(root, heads, names)
    labels = {head.element: head.label.length if head.label else 0 for head in heads}
    body = make_container(_BODY, read_blocks(root, labels))
    owners = dict(_iter_owners(body))
    leaves: dict[str, list[Block]] = {"": []}
    for leaf, owner in owners.items():
        leaves.setdefault(owner, []).append(leaf)
    clauses = tuple(_iter_clauses(heads, trails, names, leaves))
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
        if clause.heading is None or clause.number or clause.level > 1
    }
    return "\n".join(_display(block, furniture, notes or {}) for block in text.body.children)


def _display(block: Block, links: Mapping[str, str], notes: Mapping[str, str]) -> str:
    if block.anchor is not None and block.element is not None:
        end = block.element.end
        html = f"{block.html.removesuffix(end)}{links.get(block.anchor, '')}{end}"
        note = notes.get(block.anchor)
        return f'{html}\n<div class="clause-note" data-furniture>{note}</div>' if note else html
    if block.element is None or not block.has_anchor:
        return block.html
    inside = "\n".join(_display(child, links, notes) for child in block.children)
    return render_element(block.element, inside)


def _render_permalink(clause: Clause, label: str) -> str:
    name = escape(f"{label} {clause.number or clause.heading or clause.id}")
    return f'<a class="permalink" data-furniture href="#{clause.id}" aria-label="{name}">¶</a>'


def _iter_clauses(
    heads: Sequence[Head],
    trails: Sequence[tuple[int, ...]],
    names: Sequence[str],
    leaves: Mapping[str, Sequence[Block]],
) -> Iterator[Clause]:
    """Yield the clauses of a text."""
    for head, trail, name in zip(heads, trails, names, strict=True):
        first, *rest = leaves[name]
        yield Clause(
            id=name,
            number=head.label.number if head.label else None,
            heading=first.plain_text.replace(LINE_BREAK, " ") if head.is_heading else None,
            level=head.level,
            path=tuple(names[place] for place in trail),
            text=_join_leaves(rest if head.is_heading else (first, *rest)),
        )


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
                    for leaf in item.leaves:
                        yield leaf, notes.get(name or "", owner)
            continue
        for leaf in block.leaves:
            owner = leaf.anchor or owner
            yield leaf, owner
            for token in leaf.tokens:
                if token.key.startswith("<sup") and (match := _NOTE_LINK.search(token.key)):
                    notes.setdefault(match[1], owner)


def _join_leaves(leaves: Iterable[Block]) -> str:
    return "\n".join(text for leaf in leaves if (text := leaf.plain_text))
