"""The paragraphs, lists, tables and links of each clause of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

from clausier.clauses import RenderedText
from clausier.clauses.blocks import Block, read_words
from clausier.typography.tags import LISTS, TABLE_SECTIONS

_LINK: Final = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
_SENTENCE: Final = re.compile(r"\w[^.!?]*(?:[.!?](?=\w)[^.!?]*)*")
_NOTES: Final = ("#fn:", "#fnref")
"""How links between a text and its footnotes begin."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a paragraph, a list or a table is."""

    kind: str
    """`paragraph`, `list` or `table`."""
    rows: int
    """Sentences and lines of a paragraph; rows of a table; items of a list, but not
    those of lists in it."""
    columns: int = 0
    """Of a table; its widest row counts."""


def list_shapes(text: RenderedText) -> Mapping[str, tuple[Shape, ...]]:
    """Return the paragraphs, lists and tables of each clause, by its id, in reading order.

    Paragraphs of a list, a table or a quotation are none of the clause.
    """
    found: dict[str, list[Shape]] = {}
    for block in text.body.children:
        if block.is_leaf and block.tag == "p":
            lines = len(_SENTENCE.findall(read_words(block.tokens))) + block.html.count("<br")
            shape = Shape("paragraph", lines)
            found.setdefault(text.owners[block], []).append(shape)
        for owner, shape in _iter_shapes(block, text):
            found.setdefault(owner, []).append(shape)
    return {owner: tuple(shapes) for owner, shapes in found.items()}


def _iter_shapes(block: Block, text: RenderedText) -> Iterator[tuple[str, Shape]]:
    if block.is_leaf or (block.element and 'class="footnote"' in block.element.start):
        return
    owner = text.owners[block.leaves[0]] if block.leaves else ""
    if block.tag in LISTS:
        yield owner, Shape("list", sum(child.tag == "li" for child in block.children))
    elif block.tag == "table":
        rows = [
            row for part in block.children if part.tag in TABLE_SECTIONS for row in part.children
        ]
        yield owner, Shape("table", len(rows), max((len(row.children) for row in rows), default=0))
    for child in block.children:
        yield from _iter_shapes(child, text)


def list_links(leaf: Block) -> tuple[str, ...]:
    """Return where the links of a leaf lead, footnotes aside."""
    hrefs = (unescape(match[1]) for match in _LINK.finditer(leaf.html))
    return tuple(href for href in hrefs if not href.startswith(_NOTES))
