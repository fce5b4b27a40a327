"""Links of a text to other pages and files, resolved once, wherever the text is shown.

A text links to a file beside it, as git hosts show it (`openai-data.md#art-2`, `plan.png`). It is
published at several addresses, so here the link becomes `site:` and an address, and each page
turns that into its own relative way. One that leads to no such file means what it means on the
document's own page, on all the others too.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import unquote, urljoin

from clausier.addresses import relative_address

LinkTable = Mapping[str, str]
"""Address of each file below the docs folder, by its path in the repository."""

SCHEME = "site:"
_LINK = re.compile(r'(<(?:a\b[^>]*?\shref|img\b[^>]*?\ssrc)=")([^"]*)(")')
_ELSEWHERE = re.compile(r"/|[a-z][a-z0-9+.-]*:|#|$", re.IGNORECASE)
"""How an address begins that is not relative to a folder (RFC 3986, section 4.2)."""
_FRAGMENT = re.compile(r'(<a\b[^>]*?\shref=")(#[^"]*")')


def resolve_links(html: str, uri: str, table: LinkTable) -> str:
    """Return `html` with the relative links of a text turned into `site:` addresses.

    Args:
        html: what the Markdown of the text rendered to.
        uri: the text's path in the repository, which its links are relative to.
        table: what is published where. A link to a file that is not in it is taken to be relative
            to the page of the text's document; where that is not in it either, it stays as it is.
    """
    page = table.get(uri)

    def resolve(match: re.Match[str]) -> str:
        href = unescape(match[2])
        if _ELSEWHERE.match(href):
            return match[0]
        path, mark, fragment = href.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(path)))
        address = table.get(target)
        if address is not None:
            href = f"{address}{mark}{fragment}"
        elif page is not None:
            href = urljoin(f"/{page}", href).removeprefix("/")
        else:
            return match[0]
        written = escape(href, quote=False).replace('"', "&quot;")
        return f"{match[1]}{SCHEME}{written}{match[3]}"

    return _LINK.sub(resolve, html)


def place_links(html: str, address: str) -> str:
    """Return `html` with its `site:` links made relative to the page at `address`."""

    def place(match: re.Match[str]) -> str:
        if not match[2].startswith(SCHEME):
            return match[0]
        return match[1] + relative_address(match[2].removeprefix(SCHEME), address) + match[3]

    return _LINK.sub(place, html)


def place_links_absolutely(html: str, site_url: str) -> str:
    """Return `html` with its `site:` links as absolute addresses, wherever it is shown.

    Args:
        html: a text or a part of one.
        site_url: the absolute address of the root of the site, ending in a slash.
    """

    def place(match: re.Match[str]) -> str:
        if not match[2].startswith(SCHEME):
            return match[0]
        return match[1] + site_url + match[2].removeprefix(SCHEME) + match[3]

    return _LINK.sub(place, html)


def send_links(html: str, address: str) -> str:
    """Return a part of a text whose links within that text lead to it, at `address`."""
    return _FRAGMENT.sub(rf"\g<1>{SCHEME}{address}\g<2>", html)
