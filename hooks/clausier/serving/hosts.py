"""The rules as `_headers` and `_redirects`, which Cloudflare Pages and Netlify read.

Sources: developers.cloudflare.com/pages/configuration (headers, redirects, serving-pages) and
docs.netlify.com/manage/routing (headers, redirects). Where several blocks fit an address both
hosts join the values of a header, so no two blocks here may say the same header of one file.
What both do by themselves is left to them: `REVALIDATE`, and the types in `HOSTS_KNOW`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from clausier.errors import Problem, say
from clausier.serving.rules import (
    IMMUTABLE,
    PAGES,
    REVALIDATE,
    TYPES,
    PublishedSite,
    Rule,
    ServingError,
    iter_redirects,
)

MOST_BLOCKS: Final = 100
"""As many as Cloudflare reads; what comes after them would be dropped without a word."""
LONGEST_LINE: Final = 2000
"""In characters, as long as Cloudflare reads; nginx has 4096."""

HOSTS_KNOW: Final = frozenset(TYPES) - {"ics", "js", "jws", "link", "md", "ts", "txt"}
"""Ends of names whose type is sent without being told."""

_HEADERS_HEAD: Final = """\
# Read by Cloudflare Pages and Netlify; other hosts take no notice of it.
# Neither answers OPTIONS from a file: a script of another site that sets If-None-Match itself
# cannot ask them. Browsers revalidate by themselves without asking first.
"""
_REDIRECTS_HEAD: Final = "# Read by Cloudflare Pages and Netlify.\n"
_MISSING_HEAD: Final = """\
# What is missing, in its language: for Netlify. Cloudflare Pages finds the nearest 404.html by
# itself, and passes over these lines.
"""


def render_headers(site: PublishedSite, rules: Iterable[Rule]) -> bytes:
    """Return `_headers`.

    Of the texts that can never change, as many are marked so as there is room for, from the
    front of `site.frozen`; the others are revalidated, which is as right.

    Raises:
        ServingError: the policy is longer than hosts read.
    """
    if len(site.policy.header) > LONGEST_LINE - 50:
        raise ServingError(
            Problem(
                say(
                    "so many scripts, styles or hosts of pictures stand in the pages that their "
                    "security policy is longer than servers read"
                ),
                say("Put scripts and styles into files, and name those in mkdocs.yml"),
            )
        )
    blocks: dict[str, list[tuple[str, str]]] = {}
    immutable: list[str] = []
    for rule in rules:
        if rule.headers == (("Cache-Control", IMMUTABLE),):
            immutable.append(rule.pattern)
            continue
        headers = [pair for pair in rule.headers if not _is_known(rule.pattern, *pair)]
        for pattern in _page_patterns(site) if rule.pattern == PAGES else (rule.pattern,):
            blocks.setdefault(pattern, []).extend(headers)
    blocks = {pattern: headers for pattern, headers in blocks.items() if headers}
    for pattern in immutable[: max(0, MOST_BLOCKS - len(blocks))]:
        blocks[pattern] = [("Cache-Control", IMMUTABLE)]
    lines = [_HEADERS_HEAD]
    for pattern, headers in blocks.items():
        lines += [pattern, *(f"  {name}: {value}" for name, value in headers), ""]
    return "\n".join(lines).encode()


def _is_known(pattern: str, name: str, value: str) -> bool:
    if name == "Content-Type":
        return pattern == PAGES or pattern.removeprefix("/*.") in HOSTS_KNOW
    return (name, value) == ("Cache-Control", REVALIDATE)


def _page_patterns(site: PublishedSite) -> Sequence[str]:
    """Return patterns for pages alone; a page of an uncommon form is told by itself.

    PDFs stand beside pages, and a browser's viewer of PDFs does not work under the policy of
    pages: so no pattern fits both. A `:name` stands for one part of a path.
    """
    inside = (
        ":document/versions/:version/",
        ":document/clauses/:clause/",
        ":document/compare/:older/:newer/",
    )
    shapes = ["/", "/:page/", "/:page/:part/", *(f"/{shape}" for shape in inside)]
    for language in site.languages[1:]:
        shapes += [f"/{language}/{shape}" for shape in (":page/:part/", *inside)]
    if site.editor_policy:  # it has a policy of its own, and two would both bind
        shapes.remove("/:page/")
    readings = [re.compile(re.sub(r":\w+", "[^/]+", shape)) for shape in shapes]
    pages = [f"/{page}" for page in site.pages]
    others = [p for p in pages if not any(reading.fullmatch(p) for reading in readings)]
    used = [
        shape
        for shape, reading in zip(shapes, readings, strict=True)
        if any(reading.fullmatch(page) for page in pages)
    ]
    return [*used, *others[: MOST_BLOCKS // 2]]


def render_redirects(site: PublishedSite) -> bytes:
    """Return `_redirects`."""
    lines = [_REDIRECTS_HEAD.rstrip()]
    for redirect in iter_redirects(site):
        for source in (redirect.source, f"{redirect.source}/"):
            lines.append(f"{source} {redirect.target} 301")
    lines += ["", _MISSING_HEAD.rstrip(), *_iter_missing(site), ""]
    return "\n".join(lines).encode()


def _iter_missing(site: PublishedSite) -> Iterator[str]:
    for language in site.languages[1:]:
        yield f"/{language}/* /{language}/404.html 404"
