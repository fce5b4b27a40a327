"""Reads published HTML the way anyone may check a redline, with no part of the package.

A text is read as nested blocks; a block's words are its characters, each with the elements around
it. What holds nothing to read is not there, and an unadorned paragraph is no more than its words.
"""

from __future__ import annotations

from typing import Any

from lxml import html as lxml_html
from lxml.html import HtmlElement


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_BLOCKS = _tags(
    """address article aside blockquote caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer header h1 h2 h3 h4 h5 h6 hgroup hr legend li main menu nav ol p pre
    search section summary table tbody td tfoot th thead tr ul"""
)
_WHOLE = _tags("audio br canvas embed hr iframe img input math object picture svg video")
_MEANS_NOTHING = frozenset({"id", "data-change"})

Tree = Any


def read_older(redline: str) -> Tree:
    """Return the older text that a redline holds."""
    return _read(redline, dropped="ins", unwrapped="del")


def read_newer(redline: str) -> Tree:
    """Return the newer text that a redline holds."""
    return _read(redline, dropped="del", unwrapped="ins")


def read_plain(html: str) -> Tree:
    """Return a text that has no changes in it."""
    root = parse(html)
    assert not root.xpath("//ins|//del")
    return _read_block(root)


def parse(html: str) -> HtmlElement:
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    page = f"<html><body><div>{html}</div>".encode()
    document: Any = lxml_html.document_fromstring(page, parser=parser)
    return document.body[0]


def words_of(tree: Tree) -> list[str]:
    """Return the words of a tree in reading order."""
    if tree and tree[0] == "words":
        return "".join(char for char, _ in tree[2]).split()
    return [word for part in tree[2] for word in words_of(part)]


def _read(redline: str, dropped: str, unwrapped: str) -> Tree:
    root = parse(redline)
    for element in root.xpath("//*[@data-furniture]"):
        element.drop_tree()
    for element in list(root.iter(dropped)):
        element.drop_tree()
    for element in list(root.iter(unwrapped)):
        element.drop_tag()
    return _read_block(root)


def _is_block(element: HtmlElement) -> bool:
    return element.tag in _BLOCKS or any(
        part.tag in _BLOCKS and _shows_something(part) for part in element.iter()
    )


def _shows_something(element: HtmlElement) -> bool:
    return bool("".join(element.itertext()).strip()) or any(
        part.tag in _WHOLE or part.get("class") for part in element.iter()
    )


def _means(element: HtmlElement) -> tuple[str, tuple[tuple[str, str], ...]]:
    skipped = _MEANS_NOTHING
    if element.tag in {"td", "th"}:
        skipped |= {"style", "align"}
    if "footnote-backref" in (element.get("class") or ""):
        skipped |= {"title"}
    return element.tag, tuple(sorted((k, v) for k, v in element.items() if k not in skipped))


def _read_block(element: HtmlElement) -> Tree:
    """Return a block as its tag, its attributes, and its blocks."""
    parts: list[Tree] = []
    line: list[Any] = []

    def end_line() -> None:
        words = _fold(line, verbatim=element.tag == "pre")
        line.clear()
        if words:
            parts.append(("words", (), words))

    _read_text(element.text, (), line)
    for child in element:
        if _is_block(child) and child.tag != "hr":
            end_line()
            part = _read_block(child)
            if part[:2] == ("p", ()):
                parts.extend(part[2])
            elif part[2]:
                parts.append(part)
        elif child.tag == "hr":
            end_line()
            parts.append(("words", (), (("<hr>", ()),)))
        else:
            _read_inline(child, (), line)
        _read_text(child.tail, (), line)
    end_line()
    return (*_means(element), tuple(parts))


def _read_inline(element: HtmlElement, around: tuple[Any, ...], line: list[Any]) -> None:
    if element.tag in _WHOLE or (element.get("class") and not "".join(element.itertext()).strip()):
        line.append((f"<{_means(element)}>", around))
        return
    inside = (*around, _means(element))
    _read_text(element.text, inside, line)
    for child in element:
        _read_inline(child, inside, line)
        _read_text(child.tail, inside, line)


def _read_text(text: str | None, around: tuple[Any, ...], line: list[Any]) -> None:
    line.extend((char, around) for char in text or "")


def _fold(line: list[Any], *, verbatim: bool) -> tuple[Any, ...]:
    """Return characters with white space folded, whatever its kind and whatever is around it."""
    if verbatim:
        return tuple(line) if any(char.strip() for char, _ in line) else ()
    words: list[Any] = []
    for char, around in line:
        if char.isspace():
            if words and words[-1] != (" ", ()) and not words[-1][0].startswith("<('br'"):
                words.append((" ", ()))
        else:
            if char.startswith("<('br'") and words and words[-1] == (" ", ()):
                words.pop()
            words.append((char, around))
    if words and words[-1] == (" ", ()):
        words.pop()
    return tuple(words)
