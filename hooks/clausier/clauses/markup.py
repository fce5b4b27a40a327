"""HTML in, a tree that means the same to every reader out.

Markdown lets raw HTML through, and parsers differ on HTML that is not well-formed or nests what may
not nest. Here it is put in order once, so that what is compared is what a browser shows: a tree
that, written out and read again by any parser, comes back the same.

Reserved by DESIGN section 7: `ins` and `del` mean nothing but changes, and `data-furniture`,
`data-text`, `data-redline`, `data-move` and `data-change` are never the author's. An author's `ins`
becomes `<u class="author-ins">`, a `del` becomes `<s class="author-del">`.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from clausier.errors import Message, say
from clausier.typography.characters import clean_text
from clausier.typography.tags import (
    ATOMS,
    BLOCKS,
    CELLS,
    FOREIGN_BREAKERS,
    HEADINGS,
    LISTS,
    TABLE_SECTIONS,
    UNREAD,
    VOIDS,
)

DEEPEST: Final = 64
"""How many elements may stand one inside another; what is deeper is lifted."""

_TAG: Final = re.compile(r"[a-z][a-z0-9:-]*")
_ATTRIBUTE: Final = re.compile(
    r"(?!on|data-(?:furniture|text|redline|move|change)$)[a-z_][\w:.-]*", re.ASCII
)
"""Attributes that an author may set: neither scripts nor what DESIGN section 7 reserves."""
_RESERVED_ID: Final = re.compile(r"change-\d+|moved-.*|.*\s.*|", re.DOTALL)

_UNWRAPPED: Final = frozenset({"body", "frameset", "head", "html", "noscript", "wbr"})
"""Elements that go while their content stays."""

_RENAMED: Final = {
    **dict.fromkeys(("plaintext", "xmp", "listing"), "pre"),
    **dict.fromkeys(("button", "datalist", "nobr", "select", "textarea"), "span"),
    **dict.fromkeys(("option", "optgroup"), "span"),
    "embed": "iframe",
    "form": "div",
    "image": "img",
}
"""Elements that parsers treat in ways of their own, by a plain one that shows the same words."""

_FOREIGN: Final = frozenset({"svg", "math"})

_TABLE_CONTENT: Final = {
    "table": TABLE_SECTIONS | {"caption", "colgroup", "tr"},
    **dict.fromkeys(TABLE_SECTIONS, frozenset({"tr"})),
    "tr": CELLS,
    "colgroup": frozenset({"col"}),
}
"""What may stand directly in the parts of a table."""

_HOMES: Final = {
    "li": LISTS,
    "dt": frozenset({"dl"}),
    "dd": frozenset({"dl"}),
    "tr": TABLE_SECTIONS | {"table"},
    **dict.fromkeys(CELLS, frozenset({"tr"})),
    **dict.fromkeys(TABLE_SECTIONS | {"caption", "colgroup"}, frozenset({"table"})),
    "col": frozenset({"colgroup"}),
}
"""Where an element is at home that is part of another."""

_ATOM_PARTS: Final = frozenset({"img", "param", "source", "track"})


class UnreadableTextError(ValueError):
    """A text nests so deeply that it cannot be read without losing words."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


def parse_markup(html: str) -> HtmlElement:
    """Return a `div` that holds everything in `html` that is text, in order.

    Raises:
        UnreadableTextError: `html` nests more than some two thousand elements.
    """
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    page = f"<html><body>{clean_text(html)}".encode()
    document = lxml_html.document_fromstring(page, parser=parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableTextError(say("elements are nested too deeply to be read"))
    root = lxml_html.Element("div")
    root.append(document)
    _clean(root)
    _drop_unread(root)
    _rename(root)
    _lift(root)
    _settle(root)
    drop_blank(root)
    return root


def contains_block(element: HtmlElement) -> bool:
    """Return whether a block stands anywhere inside `element`."""
    return next(element.iterdescendants(*BLOCKS), None) is not None


def drop_blank(root: HtmlElement) -> None:
    """Take away what stands within words and shows nothing; keep its white space, and places."""
    for element in list(root.iterdescendants(*BLOCKS)):
        if element.getparent().tag not in BLOCKS and _is_blank(element):
            _dissolve(element)
    for element in reversed(list(root.iterdescendants())):
        if element.tag in BLOCKS or element.tag in ATOMS or not _is_blank(element):
            continue
        is_code = element.get("id") is None and next(element.iterancestors("pre"), None) is not None
        if is_code or not element.attrib:
            element.drop_tag()
        elif not len(element):
            element.tail = f"{element.text or ''}{element.tail or ''}" or None
            element.text = None


def _drop_unread(root: HtmlElement) -> None:
    """Drop what no browser shows as text, and the permalinks of Markdown's `toc`."""
    for element in list(root.iter(etree.Element)):
        if element.tag in VOIDS and (element.text or len(element)):
            _spill(element)
    for element in list(root.iter(*UNREAD, "a")):
        if element.tag != "a" or "headerlink" in (element.get("class") or "").split():
            element.drop_tree()


def _spill(element: HtmlElement) -> None:
    """Move what libxml2 put into an element that has no end tag to after it."""
    rest = lxml_html.Element("span")
    rest.text, element.text = element.text, None
    rest.extend(element[:])
    rest.tail, element.tail = element.tail, None
    element.addnext(rest)
    rest.drop_tag()


def _rename(root: HtmlElement) -> None:
    """Leave only elements with one meaning, each with a name that can be written."""
    for element in list(root.iterdescendants()):
        if not isinstance(element.tag, str):
            element.drop_tree()
        elif element.tag in _UNWRAPPED or (element.tag in {"ins", "del"} and _is_blank(element)):
            element.drop_tag()
        elif element.tag in {"ins", "del"}:
            element.set("class", f"author-{element.tag}")
            plain = "u" if element.tag == "ins" else "s"
            element.tag = "div" if contains_block(element) else plain
        elif element.tag in _RENAMED:
            element.tag = _RENAMED[element.tag]
        elif not _TAG.fullmatch(element.tag):
            element.tag = "span"
            element.attrib.clear()


def _lift(root: HtmlElement) -> None:
    """Take away the elements that are too deep, keeping their words apart."""
    depths = {root: 0}
    for element in list(root.iterdescendants()):
        depths[element] = depths[element.getparent()] + 1
    for element, depth in depths.items():
        if depth > DEEPEST:
            _dissolve(element)


def _dissolve(element: HtmlElement) -> None:
    """Take an element away; what stood on lines of its own stays apart."""
    if element.tag in BLOCKS:
        element.text = f" {element.text or ''}"
        element.tail = f" {element.tail or ''}"
    element.drop_tag()


def _settle(root: HtmlElement) -> None:
    """Leave each element only where every parser accepts it. Outer elements come first."""
    for element in list(root.iterdescendants()):
        if element.tag in ATOMS:
            _empty(element)
        elif element.tag == "a":
            if next(element.iterancestors("a"), None) is not None:
                element.tag = "span"
        elif element.tag not in BLOCKS:
            continue
        elif next(element.iterancestors(*HEADINGS, "pre"), None) is not None:
            _dissolve(element)
        elif (
            _is_misplaced(element)
            or (element.tag == "p" and contains_block(element))
            or (element.tag == "table" and not _is_sound_table(element))
        ):
            element.tag = "div"
        elif element.tag == "pre":  # whose first line feed parsers do not agree upon
            element.text = (element.text or "").lstrip("\n")


def _is_blank(element: HtmlElement) -> bool:
    return not "".join(element.itertext()).strip() and not any(
        part.tag in ATOMS or part.tag == "hr" or (part is not element and part.attrib)
        for part in element.iter()
    )


def _empty(element: HtmlElement) -> None:
    """Leave in an element that is shown whole only what belongs to it."""
    if element.tag not in _FOREIGN:
        element.text = None
        for child in element:
            child.tail = None
            if child.tag not in _ATOM_PARTS:
                element.remove(child)
    elif next(element.iterdescendants(*FOREIGN_BREAKERS), None) is not None:
        words = "".join(element.itertext())
        tail = element.tail
        element.clear()
        element.tag, element.text, element.tail = "span", words, tail


def _is_misplaced(element: HtmlElement) -> bool:
    """Return whether an element stands outside what it is a part of."""
    homes = _HOMES.get(element.tag)
    parent = element.getparent()
    if homes is None or parent is None:
        return False
    if element.tag in {"dt", "dd"} and parent.tag == "div":
        parent = parent.getparent()
    return parent is None or parent.tag not in homes


def _is_sound_table(table: HtmlElement) -> bool:
    """Return whether a table has its parts, all of them where they belong, and nothing else."""
    for element in table.iter(*_TABLE_CONTENT):
        if element is not table and element.tag == "table":
            continue
        if next(element.iterancestors("table"), table) is not table:
            continue
        if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
            return False
        if any(child.tag not in _TABLE_CONTENT[element.tag] for child in element):
            return False
    return True


def _clean(root: HtmlElement) -> None:
    """Leave only attributes and characters that can be written and read back, and no id twice."""
    names: set[str | None] = set()
    for element in root.iter():
        for name, value in element.items():
            if _ATTRIBUTE.fullmatch(name) is None:
                del element.attrib[name]
            elif (cleaned := clean_text(value)) != value:
                element.set(name, cleaned)
        name = element.get("id")
        if name is not None and (name in names or _RESERVED_ID.fullmatch(name)):
            del element.attrib["id"]
        names.add(name)
        if element.text:
            element.text = clean_text(element.text)
        if element.tail:
            element.tail = clean_text(element.tail)
