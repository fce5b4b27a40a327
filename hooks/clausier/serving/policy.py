"""The content security policy, worked out from the built pages (W3C, CSP Level 3).

The project's own pages have nothing inline and ask nothing of other hosts, so that the policy is
`Policy()`, which each page also carries in a `<meta>`. What authors write may need more. A style
or script that stands in a page is let through by its hash, and a picture by its host. What no
hash can stand for (an event handler, a frame, a script from elsewhere) is a `Finding`.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from lxml import html as lxml_html

from clausier.errors import Message, Problem, say

MOST_STYLES: Final = 12
"""How many `style` attributes that differ are told one by one; a header has its limits."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What pages may load and run, beyond the site's own files; each part sorted."""

    scripts: tuple[str, ...] = ()
    """Hashes of the scripts that stand in pages: `sha256-…`."""
    styles: tuple[str, ...] = ()
    """Hashes of `<style>` elements."""
    attributes: tuple[str, ...] = ()
    """Hashes of `style` attributes."""
    images: tuple[str, ...] = ()
    """Origins of pictures from elsewhere."""

    @property
    def meta(self) -> str:
        """The policy for a `<meta>`, where `frame-ancestors` has no say."""
        return "; ".join(" ".join(directive) for directive in self._iter_directives())

    @property
    def header(self) -> str:
        """The policy for the header: no other site shows the pages in a frame."""
        return f"{self.meta}; frame-ancestors 'none'"

    def _iter_directives(self) -> Iterator[tuple[str, ...]]:
        yield "default-src", "'none'"
        yield "script-src", "'self'", *map(_quote, self.scripts)
        yield "style-src", "'self'", *map(_quote, self.styles)
        if len(self.attributes) > MOST_STYLES:
            yield "style-src-attr", "'unsafe-inline'"
        elif self.attributes:
            yield "style-src-attr", "'unsafe-hashes'", *map(_quote, self.attributes)
        yield "img-src", "'self'", "data:", *self.images
        for kind in ("font-src", "media-src", "connect-src", "form-action"):
            yield kind, "'self'"
        yield "base-uri", "'none'"


def _quote(expression: str) -> str:
    return f"'{expression}'"


def render_editor_policy(origins: Iterable[str], script: str) -> str:
    """Return the policy of the form's page, for its `<meta>`.

    The form styles itself as it goes, shows pictures it made itself or that the git host keeps of
    people, and asks the host. It runs the site's own files and one script that stands in the page.

    Args:
        origins: what it asks over the network, beside the site.
        script: the script that stands in the page.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' '{hash_of(script)}'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob: https:",
            "font-src 'self' data:",
            " ".join(("connect-src 'self' blob: data:", *origins)),
            "form-action 'self'",
            "base-uri 'none'",
        )
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a page that the policy keeps from working."""

    address: str
    what: Message
    """What was found, as it is named in a sentence."""

    @property
    def problem(self) -> Problem:
        """The same, and what to do."""
        return Problem(
            say(
                "the page /%(address)s has %(what)s, which its security policy keeps from working",
                address=self.address,
                what=self.what,
            ),
            say("Take it out, or put a script into a file of its own and name that in mkdocs.yml"),
        )


@dataclass(slots=True)
class _Needs:
    scripts: set[str]
    styles: set[str]
    attributes: set[str]
    images: set[str]


_VALUE: Final = r"""\s*=\s*(?:"[^">]*|'[^'>]*|[^"'>\s]*)"""
"""An attribute's value, up to what is looked for in it."""
_SUSPECT: Final = tuple(
    re.compile(pattern)
    for pattern in (
        *(
            "<style",
            r"style\s*=",
            r"on(?<![\w-]on)[a-z]+\s*=",
            r"<script(?![^>]*\ssrc\s*=)",
            "script:",
        ),
        *("<applet", "<base", "<embed", "<frame", "<iframe", "<image", "<object"),
        *(f"{name}{_VALUE}//" for name in ("src", "srcset", "action", "poster")),
        *(f"{name}{_VALUE}(?:&(?!amp;)|[\\t\\r\\n])" for name in ("src", "href", "action")),
        r"<link\b(?=[^>]*(?:stylesheet|icon))(?=[^>]*\shref\s*=\s*[\"']?\s*(?:https?:)?//)",
    )
)
"""One of these stands in any page, in small letters, that needs more than `Policy()`, and in some
that do not. Each begins with letters, which are looked for many times as fast as a choice."""
_SCRIPTS: Final = re.compile(r"|module|importmap|(text|application)/(java|ecma)script", re.I)
"""Values of a script's `type` that a browser runs; any other makes it a block of data."""
_FRAMES: Final = frozenset({"applet", "embed", "frame", "iframe", "object"})
_LOADERS: Final = frozenset({"audio", "script", "source", "track", "video"})
_PICTURES: Final = frozenset({"image", "img", "input"})
_ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]+(:[0-9]+)?")


def work_out_policy(
    pages: Iterable[tuple[str, str]], site_url: str
) -> tuple[Policy, tuple[Finding, ...]]:
    """Return the policy under which the pages work, and what in them it keeps from working.

    Args:
        pages: the address and the HTML of each.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    needs, findings = _Needs(set(), set(), set(), set()), []
    for address, html in pages:
        small = html.lower()
        if any(suspect.search(small) for suspect in _SUSPECT):
            root = lxml_html.document_fromstring(html.encode(), parser=_PARSER)
            found = {str(w): w for w in _iter_forbidden(root, _origin(site_url), needs)}
            findings += [Finding(address, what) for what in found.values()]
    return Policy(
        scripts=tuple(sorted(needs.scripts)),
        styles=tuple(sorted(needs.styles)),
        attributes=tuple(sorted(needs.attributes)),
        images=tuple(sorted(needs.images)),
    ), tuple(findings)


_PARSER: Final = lxml_html.HTMLParser(encoding="utf-8")


def _iter_forbidden(root: Any, own: str, needs: _Needs) -> Iterator[Message]:
    """Yield what cannot be let through; what can is added to `needs`."""
    for element in root.iter("*"):
        tag = str(element.tag)
        if tag in _FRAMES or tag == "base":
            yield say("an element <%(tag)s>", tag=tag)
        elif tag == "style":
            needs.styles.add(hash_of(element.text or ""))
        elif tag == "script" and element.get("src") is None:
            if _SCRIPTS.fullmatch(element.get("type", "").strip()):
                needs.scripts.add(hash_of(element.text or ""))
        elif origin := _foreign(_find_loaded(element, tag), own):
            yield say("an element <%(tag)s> with something from %(origin)s", tag=tag, origin=origin)
        yield from _iter_pictures(element, tag, own, needs)
        yield from _iter_attributes(element, needs)


def _find_loaded(element: Any, tag: str) -> str:
    """Return the address of what an element loads, or to which it sends a form."""
    if tag == "link":
        is_loaded = {"stylesheet", "icon"} & set(element.get("rel", "").lower().split())
        return str(element.get("href", "")) if is_loaded else ""
    if tag in _LOADERS:
        return str(element.get("src", ""))
    return str(element.get("action", "")) if tag == "form" else ""


def _iter_pictures(element: Any, tag: str, own: str, needs: _Needs) -> Iterator[Message]:
    """Note where an element's pictures come from; yield those that cannot be told."""
    listed = element.get("srcset", "") if tag in ("img", "source") else ""
    links = [part.split()[0] for part in listed.split(",") if part.split()]
    if tag in _PICTURES:
        links += [element.get(name, "") for name in ("src", "href", "xlink:href")]
    elif tag == "video":
        links.append(element.get("poster", ""))
    for link in links:
        origin = _foreign(link, own)
        if origin and _ORIGIN.fullmatch(origin):
            needs.images.add(origin)
        elif origin:
            yield say("a picture from %(origin)s", origin=origin)


def _iter_attributes(element: Any, needs: _Needs) -> Iterator[Message]:
    for name, value in element.attrib.items():
        if name.lower().startswith("on"):
            yield say("the event handler %(name)s", name=name)
        elif name == "style":
            needs.attributes.add(hash_of(value))
        elif re.match(r"[\x00-\x20]*javascript:", re.sub(r"[\t\r\n]", "", value), re.I):
            yield say("a javascript: link")


def hash_of(content: str) -> str:
    """Return the hash that lets a script or a style through: `sha256-…` (CSP 3, 2.3.1)."""
    digest = hashlib.sha256(content.replace("\r\n", "\n").encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _foreign(link: str, own: str) -> str:
    """Return the origin that a link leads to; empty within the site, and for data in the link."""
    link = link.strip()
    if link.startswith("//"):
        link = f"https:{link}"
    origin = _origin(link) if re.match(r"https?:", link, re.IGNORECASE) else ""
    return "" if origin == own else origin


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
