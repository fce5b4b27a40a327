"""What is answered at which addresses: types, caching, other sites' access, security.

A rule names its addresses by a pattern: an exact path, a path with one `*` that stands for
anything, or `PAGES`. For each header the last rule that fits an address has the say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from clausier.addresses import (
    API_CATALOG,
    CLIENTS,
    EDITOR,
    KEYS,
    OPENAPI,
    SECURITY,
    SIGNATURES,
    TERMS,
)
from clausier.errors import ClausierError
from clausier.serving.policy import Finding, Policy

PAGES: Final = "pages"
"""The pattern of all pages: addresses that end in a slash or in `.html`."""

REVALIDATE: Final = "public, max-age=0, must-revalidate"
"""Kept, but asked about each time, which costs a 304 where nothing changed.

For all that can change at an address that does not: statuses turn at midnight, and so every page,
`terms.json` and most data with them; a translation may be corrected under the same number; a PDF
is what the typesetter of the day makes of its text. Numbered addresses are permanent, their bytes
are not.
"""
SHORT: Final = "public, max-age=60, must-revalidate"
"""For the index and what verifies it: however many chat windows open at once, each browser asks
once a minute, and no correction waits for longer than that."""
IMMUTABLE: Final = "public, max-age=31536000, immutable"
"""For bytes that can never change: governing texts, which are frozen at their publication, and
earlier wordings of translations, which are named by their digests."""

TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "html": "text/html; charset=utf-8",
        "json": "application/json",
        "md": "text/markdown; charset=utf-8",  # RFC 7763 wants the charset said
        "pdf": "application/pdf",
        "txt": "text/plain; charset=utf-8",
        "xml": "application/xml",
        "ics": "text/calendar; charset=utf-8",
        "link": "application/link-format",  # RFC 6690
        "jws": "application/jose+json",  # RFC 7515
        "sha256": "text/plain; charset=utf-8",
        "js": "text/javascript; charset=utf-8",  # RFC 9239
        "ts": "text/plain; charset=utf-8",  # declarations for TypeScript; no type is registered
        "css": "text/css; charset=utf-8",
        "svg": "image/svg+xml",
        "avif": "image/avif",
        "gif": "image/gif",
        "ico": "image/vnd.microsoft.icon",
        "jpeg": "image/jpeg",
        "jpg": "image/jpeg",
        "png": "image/png",
        "webp": "image/webp",
        "otf": "font/otf",
        "ttf": "font/ttf",
        "woff": "font/woff",
        "woff2": "font/woff2",
    }
)
"""By the end of a file's name."""

SPECIAL_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "/*feed.json": "application/feed+json",  # JSON Feed 1.1
        "/*feed.xml": "application/atom+xml",  # RFC 4287
        "/*.schema.json": "application/schema+json",  # JSON Schema 2020-12, section 14
        # application/openapi+json is still a draft (draft-ietf-httpapi-rest-api-mediatypes).
        f"/{OPENAPI}": "application/vnd.oai.openapi+json;version=3.1",
        f"/{KEYS}": "application/jwk-set+json",  # RFC 7517
        # RFC 9727, section 4.2
        f"/{API_CATALOG}": (
            'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
        ),
    }
)
"""By pattern, where the end of the name does not tell."""

DATA: Final = (
    *(f"/*.{end}" for end in ("json", "jws", "md", "ics", "link", "sha256", "txt")),
    "/*feed.xml",
    f"/{CLIENTS}*",
    f"/{API_CATALOG}",
)
"""What scripts of other sites may read; no two patterns meet in a file of the site."""

_ACCESS: Final = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Last-Modified"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)
METHODS: Final = "GET, HEAD, OPTIONS"
"""What can be asked for."""
PREFLIGHT: Final = (
    ("Access-Control-Allow-Methods", METHODS),
    (
        "Access-Control-Allow-Headers",
        "Accept, Cache-Control, If-Match, If-Modified-Since, If-None-Match, Range",
    ),
    ("Access-Control-Max-Age", "86400"),
)
"""What is added where a browser asks first, with OPTIONS (Fetch, "CORS-preflight request")."""

WISHES: Final = ("Range", "If-Match", "If-Unmodified-Since")
"""Headers with which what is there may be refused (412, 416).

Servers decide so after they have worked out what they say, and no refusal may be kept for ever: so
whoever sends one is told `REVALIDATE`, as is whoever asks with another method than GET or HEAD.
"""

_EVERYWHERE: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
)
_ONLY_TLS: Final = ("Strict-Transport-Security", "max-age=31536000")
"""Speaks for this host alone; browsers take no notice of it without TLS (RFC 6797, 8.1)."""

COMPRESSED: Final = tuple(
    sorted(
        {
            value.partition(";")[0]
            for value in (*TYPES.values(), *SPECIAL_TYPES.values())
            if value.startswith("text/") or re.search(r"json|xml|link-format", value)
        }
    )
)
"""The types that are worth compressing."""

_FOR_HOSTS: Final = ("/_headers", "/_redirects")
"""Files for some hosts that are no part of the site; nor are those whose name has a first dot."""


class ServingError(ClausierError):
    """A server cannot be told how to serve the site."""


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """What the rules are worked out from."""

    site_url: str
    """The absolute address of the root of the site, ending in a slash."""
    languages: tuple[str, ...]
    """The first is at the root."""
    addresses: tuple[str, ...]
    """Those of all files, sorted: `cgu/` for a page, no leading slash."""
    frozen: tuple[str, ...] = ()
    """Addresses of the texts that can never change, newest first in each document."""
    policy: Policy = field(default_factory=Policy)
    findings: tuple[Finding, ...] = ()
    """What in the pages the policy keeps from working."""
    editor_policy: str = ""
    """That of the form's page, as its `<meta>` has it; empty where there is no form."""

    @property
    def pages(self) -> tuple[str, ...]:
        """The addresses of pages, the missing one's and the form's left out."""
        return tuple(a for a in self.addresses if (a.endswith("/") or not a) and a != EDITOR)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said with each answer at some addresses."""

    pattern: str
    headers: tuple[tuple[str, str], ...]

    def fits(self, path: str) -> bool:
        """Whether the rule is about an address, given with its leading slash."""
        return re.fullmatch(pattern_regex(self.pattern), path) is not None


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where an address that people type leads to, for ever."""

    source: str
    """A path without a slash at its end; with one, it leads there too."""
    target: str


def pattern_regex(pattern: str) -> str:
    """Return a pattern as a regular expression, which servers read alike, without anchors."""
    if pattern == PAGES:
        return r"/(.*/)?([^/]*\.html)?"
    regex = ".*".join(escape_regex(part) for part in pattern.split("*"))
    return rf"{regex}(index\.html)?" if pattern.endswith("/") else regex


def escape_regex(text: str) -> str:
    """Return `text` as a regular expression; unlike `re.escape`, a hyphen stays as it is."""
    return re.sub(r"[.^$*+?()\[\]{}|\\]", lambda match: f"\\{match[0]}", text)


def build_rules(site: PublishedSite) -> tuple[Rule, ...]:
    """Return the rules of a site, the general before the special."""
    tls = (_ONLY_TLS,) if site.site_url.startswith("https:") else ()
    return (
        Rule("/*", (*_EVERYWHERE, *tls, ("Cache-Control", REVALIDATE))),
        Rule(
            PAGES,
            (
                ("Content-Type", TYPES["html"]),
                ("Content-Security-Policy", site.policy.header),
                ("Cross-Origin-Opener-Policy", "same-origin"),
            ),
        ),
        *_iter_editor(site),
        *(Rule(f"/*.{end}", (("Content-Type", value),)) for end, value in TYPES.items()),
        *(Rule(at, (("Content-Type", value),)) for at, value in SPECIAL_TYPES.items()),
        *(Rule(pattern, _ACCESS) for pattern in DATA),
        *(Rule(f"/{at}", (("Cache-Control", SHORT),)) for at in (TERMS, SIGNATURES, KEYS)),
        *(Rule(f"/{at}", (("Cache-Control", IMMUTABLE),)) for at in site.frozen),
        *_iter_catalog(site),
    )


def _iter_editor(site: PublishedSite) -> Iterator[Rule]:
    """Yield what is said of the form's page, which signs in to the git host in a window."""
    if site.editor_policy:
        yield Rule(
            f"/{EDITOR}",
            (
                ("Content-Type", TYPES["html"]),
                ("Content-Security-Policy", f"{site.editor_policy}; frame-ancestors 'none'"),
                ("Cross-Origin-Opener-Policy", "same-origin-allow-popups"),
                ("X-Robots-Tag", "noindex"),
            ),
        )


def _iter_catalog(site: PublishedSite) -> Iterator[Rule]:
    """Yield the way to what is served as data: from its own place and from the home pages.

    Source: RFC 9727, sections 2 (what HEAD is answered with there) and 3.
    """
    if API_CATALOG in site.addresses:
        link = ("Link", f'</{API_CATALOG}>; rel="api-catalog"')
        yield Rule(f"/{API_CATALOG}", (link,))
        for language in site.languages:
            yield Rule("/" if language == site.languages[0] else f"/{language}/", (link,))


def headers_at(rules: Iterable[Rule], path: str) -> dict[str, str]:
    """Return what is said with the file at an address, given with its leading slash."""
    return {name: value for rule in rules if rule.fits(path) for name, value in rule.headers}


def list_error_pages(site: PublishedSite) -> tuple[str, ...]:
    """Return the paths of the pages that say that something is missing, by language."""
    return ("/404.html", *(f"/{language}/404.html" for language in site.languages[1:]))


def list_hidden(site: PublishedSite) -> tuple[str, ...]:
    """Return the paths of files that are not to be asked for."""
    return (*_FOR_HOSTS, *list_error_pages(site))


def iter_redirects(site: PublishedSite) -> Iterator[Redirect]:
    """Yield the redirects of a site: for what people type, and what once was a convention.

    Each is told whole. A redirect of all that is below `/fr/` would have servers put together an
    address from what is asked of them, and `/fr//other.example` would lead to another site.
    """
    first = site.languages[0]
    if not any(address.startswith(f"{first}/") for address in site.addresses):
        yield Redirect(f"/{first}", "/")
        others = {f"{language}/" for language in site.languages}
        for page in site.pages:
            if re.fullmatch(r"[\w.-]+/", page, re.ASCII) and page not in others:
                yield Redirect(f"/{first}/{page[:-1]}", f"/{page}")
    if SECURITY in site.addresses:
        yield Redirect("/security.txt", f"/{SECURITY}")  # RFC 9116, section 3
