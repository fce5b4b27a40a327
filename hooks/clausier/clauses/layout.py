"""A tidy tree of HTML, laid out as blocks and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby
from typing import Final

from lxml.html import HtmlElement

from clausier.clauses.blocks import (
    LEAVES,
    PARAGRAPH,
    Block,
    make_container,
    make_leaf,
    read_words,
)
from clausier.clauses.markup import contains_block
from clausier.clauses.numbering import measure_enumerator
from clausier.clauses.tokens import LINE_BREAK, Element, Piece, Run, Token, read_tokens
from clausier.typography.tags import ATOMS, BLOCKS, CELLS, VOIDS

_ALIGNMENT: Final = frozenset({"style", "align", "valign", "width"})
"""Attributes that say how a table cell is set, not what it says."""

_SHOWN_BY_FILE: Final = frozenset({"img", "picture", "video", "audio"})
"""Elements that stay what they are when another file is shown."""

_ENUMERATED: Final = 4
"""Tokens enough to see an enumerator and that something follows: `(`, `b`, `)`, a word."""

_ROWS: Final = Element("tbody", "<tbody>", "<tbody>", "<tbody>")


def read_blocks(root: HtmlElement, labels: Mapping[HtmlElement, int]) -> tuple[Block, ...]:
    """Return the blocks in `root`, in reading order.

    Args:
        root: a tree as `parse_markup` gives it.
        labels: the elements that begin a clause, which have its id, each with the length of
            the clause's number in code points.
    """
    return tuple(_iter_blocks(root, labels))


def _iter_blocks(parent: HtmlElement, labels: Mapping[HtmlElement, int]) -> Iterator[Block]:
    """Yield the blocks in an element, and the words between them as blocks of their own.

    Words that nothing to show parts from the words before them become a paragraph, or both would
    run together.
    """
    runs: list[Run] = [Run(parent.text, ())] if parent.text else []
    follows_words = False
    for child in parent:
        if child.tag in BLOCKS or contains_block(child):
            if words := _read_loose(runs, follows_words):
                yield words
                follows_words = True
            runs = []
            block = _read_block(child, labels)
            if block.takes_place:
                follows_words = False
            if block.takes_place or any(part.get("id") for part in child.iter()):
                yield block
        else:
            runs += _iter_runs_of(child, ())
        if child.tail:
            runs.append(Run(child.tail, ()))
    if words := _read_loose(runs, follows_words):
        yield words


def _read_loose(runs: list[Run], follows_words: bool) -> Block | None:
    """Return the block of words that stand among blocks, if there are any."""
    tokens = read_tokens(runs)
    if not tokens:
        return None
    label = _measure_enumerator(tokens)
    return make_leaf(PARAGRAPH if follows_words else None, tokens, label=label)


def _measure_enumerator(tokens: tuple[Token, ...]) -> int:
    return measure_enumerator(read_words(tokens[:_ENUMERATED]))


def _read_block(source: HtmlElement, labels: Mapping[HtmlElement, int]) -> Block:
    element = _read_element(source)
    if source.tag in LEAVES:
        tokens = read_tokens(_iter_runs(source, ()), verbatim=source.tag == "pre")
        if source in labels:
            return make_leaf(element, tokens, source.get("id"), labels[source])
        return make_leaf(element, tokens, label=_measure_enumerator(tokens))
    children = tuple(_iter_blocks(source, labels))
    if source.tag == "table":
        children = tuple(_iter_sections(children))
    return make_container(element, children)


def _iter_sections(parts: tuple[Block, ...]) -> Iterator[Block]:
    """Yield the parts of a table; rows that stand in it directly become a section."""
    for are_rows, group in groupby(parts, key=lambda part: part.tag == "tr"):
        if are_rows:
            yield make_container(_ROWS, tuple(group))
        else:
            yield from group


def _iter_runs(parent: HtmlElement, marks: tuple[Element, ...]) -> Iterator[Run]:
    """Yield what stands in an element that holds words, in reading order."""
    form = "".join(mark.key for mark in marks)
    if parent.text:
        yield Run(parent.text, marks, form)
    for child in parent:
        yield from _iter_runs_of(child, marks)
        if child.tail:
            yield Run(child.tail, marks, form)


def _iter_runs_of(element: HtmlElement, marks: tuple[Element, ...]) -> Iterator[Run]:
    """Yield an element within words: what stands in it, or the element as a whole."""
    if element.tag in ATOMS or _has_class(element, "footnote-backref") or _is_note_mark(element):
        yield _read_atom(element, marks)
    elif "".join(element.itertext()).strip() or next(element.iter(*ATOMS), None) is not None:
        yield from _iter_runs(element, (*marks, _read_element(element)))
    elif any(part.get("class") for part in element.iter()):
        yield _read_atom(element, marks)
    else:
        html = _render(element, with_ids=True)
        yield Run("", marks, pieces=(Piece(html, "", marks),))


def _is_note_mark(element: HtmlElement) -> bool:
    """Return whether an element is the raised number of a footnote."""
    return element.tag == "sup" and any(
        _has_class(link, "footnote-ref") for link in element.iter("a")
    )


def _has_class(element: HtmlElement, name: str) -> bool:
    return name in (element.get("class") or "").split()


def _read_atom(element: HtmlElement, marks: tuple[Element, ...]) -> Run:
    """Return the run of an element that is shown whole."""
    bare = _render(element, with_ids=False)
    piece = Piece(_render(element, with_ids=True), bare, marks)
    if element.tag == "br":
        text = LINE_BREAK
    else:
        text = element.get("alt", "") if element.tag == "img" else ""
    meant = bare
    if _has_class(element, "footnote-backref"):
        meant = _read_element(element).key  # its title counts the notes before it
    return Run(
        text,
        marks,
        pieces=(piece,),
        key=meant + "".join(mark.key for mark in marks),
        alike=f"<{element.tag}>{text}" if element.tag in _SHOWN_BY_FILE else meant,
    )


def _read_element(source: HtmlElement) -> Element:
    """Return an element as it is written and as it is compared."""
    attributes = [(name, value) for name, value in source.items() if name != "id"]
    ignored = _ALIGNMENT if source.tag in CELLS else frozenset[str]()
    if _has_class(source, "footnote-backref"):
        ignored = frozenset({"title"})
    meant = sorted((name, value) for name, value in attributes if name not in ignored)
    name = source.get("id")
    return Element(
        source.tag,
        _render_start(source.tag, [("id", name), *attributes] if name else attributes),
        _render_start(source.tag, attributes),
        _render_start(source.tag, meant),
        name,
    )


def _render(element: HtmlElement, *, with_ids: bool) -> str:
    attributes = [(name, value) for name, value in element.items() if with_ids or name != "id"]
    start = _render_start(element.tag, attributes)
    if element.tag in VOIDS:
        return start
    inside = escape(element.text or "", quote=False)
    for child in element:
        inside += _render(child, with_ids=with_ids) + escape(child.tail or "", quote=False)
    return f"{start}{inside}</{element.tag}>"


def _render_start(tag: str, attributes: list[tuple[str, str]]) -> str:
    written = (f' {name}="{_escape_value(value)}"' for name, value in attributes)
    return f"<{tag}{''.join(written)}>"


def _escape_value(value: str) -> str:
    return escape(value, quote=False).replace('"', "&quot;")
