"""Feeds as Atom (RFC 4287)."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from clausier.feeds.channels import Channel
from clausier.feeds.instants import format_instant
from clausier.feeds.notices import Link, Notice

TYPE: Final = "application/atom+xml"

_ATOM: Final = "http://www.w3.org/2005/Atom"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_FEED_NAMESPACES: Any = {None: _ATOM}  # None: the default namespace
_CONTENT_NAMESPACES: Any = {None: _XHTML}


def render_atom(channel: Channel) -> bytes:
    """Return a feed as an Atom Feed Document: UTF-8, instants in UTC."""
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap=_FEED_NAMESPACES)
    feed.set(_LANGUAGE, channel.language)
    _add(feed, "id", channel.id)
    _add(feed, "title", channel.title)
    _add(feed, "updated", format_instant(channel.updated))
    _add(_add(feed, "author"), "name", channel.publisher)
    _add(feed, "link", rel="self", type=TYPE, href=channel.atom_url)
    _add(feed, "link", rel="alternate", type="text/html", href=channel.page_url)
    _add(feed, "link", rel="alternate", type="application/feed+json", href=channel.json_url)
    for language, url in channel.other_atom_urls:
        _add(feed, "link", rel="alternate", type=TYPE, hreflang=language, href=url)
    _add(feed, "generator", "Clausier")
    for notice in channel.notices:
        _add_entry(feed, notice)
    return etree.tostring(feed, encoding="utf-8", xml_declaration=True, pretty_print=True)


def render_content(notice: Notice) -> etree._Element:
    """Return what a notice tells as one XHTML `div`: its paragraphs, then where to read more."""
    root = etree.Element(f"{{{_XHTML}}}div", nsmap=_CONTENT_NAMESPACES)
    for paragraph in notice.paragraphs:
        etree.SubElement(root, f"{{{_XHTML}}}p").text = paragraph
    links = etree.SubElement(root, f"{{{_XHTML}}}ul")
    for link in notice.links:
        item = etree.SubElement(links, f"{{{_XHTML}}}li")
        anchor = etree.SubElement(item, f"{{{_XHTML}}}a")
        anchor.set("href", link.url)
        anchor.set("hreflang", link.language)
        anchor.text = link.label
    return root


def _add_entry(feed: etree._Element, notice: Notice) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", notice.id)
    _add(entry, "title", notice.title)
    _add(entry, "published", format_instant(notice.published))
    _add(entry, "updated", format_instant(notice.updated))
    _add(entry, "category", term=notice.kind, label=notice.kind_name)
    _add(entry, "category", term=notice.document, label=notice.document_title)
    for link in notice.links:
        _add_link(entry, link)
    _add(entry, "summary", notice.summary)
    _add(entry, "content", type="xhtml").append(render_content(notice))


def _add_link(entry: etree._Element, link: Link) -> None:
    attributes = {"rel": link.relation, "type": link.type, "hreflang": link.language}
    attributes |= {"href": link.url, "title": link.label}
    attributes |= {"length": str(link.length)} if link.length is not None else {}
    _add(entry, "link", **attributes)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """Return a new child of an element."""
    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    if text:
        child.text = text
    return child
