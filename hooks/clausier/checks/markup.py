"""HTML written into Markdown, and links that lead where none should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from lxml import html as lxml_html
from lxml.etree import ParserError

from clausier.checks.elements import ACTIVE, KNOWN, WELCOME
from clausier.checks.placeholders import iter_revisions
from clausier.checks.source import Source, iter_reworded
from clausier.errors import Problem, say
from clausier.proposals import Proposal, ProposedPage

_ATTRIBUTE: Final = re.compile(
    r"""(?<![\w-])([A-Za-z_:][\w:.-]*)\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+)"""
)
_HANDLER: Final = re.compile(r"on[a-z]{3,}|srcdoc|formaction", re.IGNORECASE)
_STYLING: Final = frozenset({"style", "bgcolor", "color", "face"})
_LINKING: Final = frozenset(
    {"href", "src", "srcset", "action", "data", "xlink:href", "poster", "background", "cite"}
)
_LINKS: Final = frozenset({"a", "area", "img"})
_IGNORED: Final = re.compile("[\x00-\x20\x7f\u00ad\u200b-\u200d\u2060\ufeff]+")
"""What browsers, or a reader's eye, pass over in the scheme of an address."""
_UNSAFE: Final = re.compile(r"(?:javascript|vbscript|livescript|data|file|blob|view-source):")
_STYLE_TAGS: Final = frozenset({"font", "center", "basefont", "big", "marquee", "blink", "nobr"})


def find_markup(proposal: Proposal) -> Iterator[Problem]:
    """Yield HTML that has no place in a text, and links that are not safe."""
    for page, source in iter_reworded(proposal):
        yield from _find_tags(page, source)
        yield from _find_attributes(page, source)
        yield from _find_links(page, source)


def read_scheme(target: str) -> str:
    """Return an address as a browser reads its scheme: entities, spaces and case undone."""
    return _IGNORED.sub("", unescape(unescape(target)).replace("\\:", ":")).casefold()


def is_unsafe(target: str) -> bool:
    """Return whether an address runs something or opens a file, however it hides it."""
    return _UNSAFE.match(read_scheme(target)) is not None


def _find_tags(page: ProposedPage, source: Source) -> Iterator[Problem]:
    """Yield the tags that run something, and those that Markdown has a form for."""
    revisions = {offset for offset, _ in iter_revisions(source)}
    said: set[tuple[int, str]] = set()
    for tag in source.tags:
        line = source.line_of(tag.start)
        if tag.is_end or tag.name not in KNOWN or tag.start in revisions:
            continue
        if (line, tag.name) in said:
            continue
        said.add((line, tag.name))
        if tag.name in ACTIVE:
            yield Problem(
                say(
                    "HTML that runs, loads or asks something has no place in a text: `<%(name)s>`",
                    name=tag.name,
                ),
                say("Take it out"),
                page.place(line),
                code="html-active",
            )
        elif tag.name in _STYLE_TAGS:
            yield _styled(page, line, f"<{tag.name}>")
        elif tag.name not in WELCOME and page.front:
            yield Problem(
                say("HTML stands where Markdown is enough: `<%(name)s>`", name=tag.name),
                say("Write it in Markdown: blank lines, `#`, `*`, `-`, `![…](…)`"),
                page.place(line),
                code="html-raw",
            )


def _find_attributes(page: ProposedPage, source: Source) -> Iterator[Problem]:
    """Yield the attributes that run something or style something, in tags and after elements."""
    owners = [(tag.start, tag.attributes) for tag in source.tags if tag.name in KNOWN]
    owners += [(span.start, span.text) for span in source.attributes]
    for start, attributes in owners:
        line = source.line_of(start)
        for match in _ATTRIBUTE.finditer(attributes):
            name, value = match[1].lower(), match[2].strip("\"'")
            if _HANDLER.fullmatch(name):
                yield Problem(
                    say("the attribute `%(name)s` runs something", name=name),
                    say("Take it out"),
                    page.place(line),
                    code="html-active",
                )
            elif name in _STYLING:
                yield _styled(page, line, name)
            elif name in _LINKING and is_unsafe(value):
                yield _unsafe(page, line, value)


def _styled(page: ProposedPage, line: int, name: str) -> Problem:
    return Problem(
        say("the look of the text is set in the text itself: `%(name)s`", name=name),
        say("Take it out: the site sets the look, and does not follow it"),
        page.place(line),
        code="html-style",
    )


def _find_links(page: ProposedPage, source: Source) -> Iterator[Problem]:
    """Yield links to unsafe addresses, those that only rendering brings to light among them."""
    found = 0
    for offset, target, is_written in _iter_targets(source):
        if is_unsafe(target):
            found += 1
            if is_written:  # those of tags are found with the other attributes
                yield _unsafe(page, source.line_of(offset), target)
        elif read_scheme(target).startswith("http:"):
            yield _insecure(page, source.line_of(offset), target)
    hidden = [target for target in _iter_rendered(page.html) if is_unsafe(target)]
    if len(hidden) > found:
        for target in hidden:
            yield _unsafe(page, None, target)


def _iter_targets(source: Source) -> Iterator[tuple[int, str, bool]]:
    """Yield where each link stands, where it leads, and whether Markdown made it."""
    for link in source.links:
        if link.target is not None:
            yield link.start, link.target, True
    for tag in source.tags:
        for match in _ATTRIBUTE.finditer(tag.attributes if tag.name in _LINKS else ""):
            if match[1].lower() in ("href", "src"):
                yield tag.start, match[2].strip("\"'"), False


def _iter_rendered(html: str) -> Iterator[str]:
    """Yield where the links of a rendered page lead."""
    try:
        root = lxml_html.fromstring(f"<div>{html}</div>") if html.strip() else None
    except (ParserError, ValueError):  # characters that no tree holds: another check names them
        return
    if root is not None:
        for element in root.iter("a", "img", "area"):
            yield from (element.get(name, "") for name in ("href", "src"))


def _unsafe(page: ProposedPage, line: int | None, target: str) -> Problem:
    shown = " ".join(target.split())[:60].replace("`", "'")
    return Problem(
        say("a link leads to an address that is not safe: `%(target)s`", target=shown),
        say("Link to a page (`https://…`), a mailbox (`mailto:…`) or a file of this site"),
        page.place(line),
        code="link-unsafe",
    )


def _insecure(page: ProposedPage, line: int, target: str) -> Problem:
    return Problem(
        say("a link leads to an address without encryption: `%(target)s`", target=target[:80]),
        say("Write `https://` if the site answers there"),
        page.place(line),
        code="link-insecure",
    )
