"""The sitemap: what search engines are offered, with dates from git."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


_NAMESPACES: Any = {None: _SITEMAP, "xhtml": _XHTML}  # None: the default namespace


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One page."""

    address: str
    updated: date | None
    """The day of the newest commit it shows; None where git does not know it."""
    alternates: tuple[tuple[str, str], ...]
    """(language, address), this page included."""


def render_sitemap(entries: Iterable[SitemapEntry], site_url: str) -> bytes:
    """Return the sitemap (sitemaps.org, protocol 0.9), in the order of addresses.

    Args:
        entries: the pages.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap=_NAMESPACES)
    for entry in sorted(entries, key=lambda entry: entry.address):
        url = etree.SubElement(root, f"{{{_SITEMAP}}}url")
        etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = site_url + entry.address
        if entry.updated is not None:
            etree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = entry.updated.isoformat()
        for language, address in entry.alternates:
            link = etree.SubElement(url, f"{{{_XHTML}}}link")
            link.set("rel", "alternate")
            link.set("hreflang", language)
            link.set("href", site_url + address)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
