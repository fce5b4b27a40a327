"""Where the links of a text lead, once it is a file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from clausier.links import SCHEME

_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_LONGEST: Final = 2000
"""Of an address, in characters; a PDF cannot hold just any string."""

_WRITTEN_AS_IS: Final = ";/?:@&=+$,#%[]!'()*~-._"


@dataclass(frozen=True, slots=True)
class Targets:
    """What links are resolved against."""

    site_url: str
    """Where the site begins; ends in a slash."""
    address: str
    """Absolute, of the page that shows the same text."""
    names: frozenset[str]
    """Ids in the text."""

    def find(self, href: str) -> tuple[str, str]:
        """Return the absolute address in ASCII and the id that `href` leads to.

        One of the two is empty; both are if it leads nowhere that a reader could follow.
        """
        href = href.strip()
        name = unquote(href.removeprefix("#"))
        if href.startswith("#") and name in self.names:
            return "", name
        base = self.address
        if href.startswith(SCHEME):
            base, href = self.site_url, href.removeprefix(SCHEME).lstrip("/") or "."
        try:
            url = urljoin(base, href)
            scheme = urlsplit(url).scheme
        except ValueError:  # not an address
            return "", ""
        url = quote(url, safe=_WRITTEN_AS_IS)
        if scheme not in _SCHEMES or len(url) > _LONGEST:
            return "", ""
        return url, ""


def list_names(root: HtmlElement) -> frozenset[str]:
    """Return the ids in a tree."""
    return frozenset(str(name) for name in root.xpath("//@id"))


def list_wanted(root: HtmlElement, names: frozenset[str]) -> frozenset[str]:
    """Return those of `names` that a link in the tree leads to."""
    hrefs = (str(href) for href in root.xpath("//a/@href"))
    return names & {unquote(href.strip()[1:]) for href in hrefs if href.strip().startswith("#")}
