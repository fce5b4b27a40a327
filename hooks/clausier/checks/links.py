"""Links: those within the site lead somewhere. What is linked to elsewhere is not looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Final
from urllib.parse import unquote

from clausier.checks.anchors import list_anchors
from clausier.checks.whereabouts import Whereabouts
from clausier.errors import Place, Problem, say
from clausier.links import resolve_links
from clausier.proposals import Proposal, ProposedPage

_LINK: Final = re.compile(r'<(a\b[^>]*?\shref|img\b[^>]*?\ssrc)="([^"]*)"')
_WRITTEN: Final = re.compile(
    r"""\]\(\s*(?:<([^>]*)>|((?:\{[{%][^{}\n]*[%}]\}|[^()\s])*(?:\([^()\s]*\)[^()\s]*)*))
      | ^[ ]{0,3}\[[^\]^]+\]:\s*<?([^\s>]+)
      | (?:href|src)=["']([^"']*)["']
      | <(https?://[^>\s]+)>""",
    re.VERBOSE | re.MULTILINE,
)
"""Where links lead, as Markdown and HTML write it."""


@dataclass(frozen=True, slots=True)
class _Link:
    address: str
    """As it is published: `site:…`, or as it is written."""
    is_image: bool
    written: str
    place: Place


def find_dead_links(proposal: Proposal) -> Iterator[Problem]:
    """Yield links within the site that lead nowhere.

    Those of reworded pages, and those of others to what the proposal takes away.
    """
    site = Whereabouts(proposal)
    for page in proposal.pages:
        for link in _iter_links(page, proposal):
            target = site.locate(link.address, page)
            if target is None:
                continue
            path, anchor = target
            if not site.has(path, is_image=link.is_image):
                if page.is_reworded or site.has_lost(path):
                    yield _dead(link)
            elif (
                anchor
                and not site.has_anchor(path, anchor)
                and (page.is_reworded or site.has_lost_anchor(path, anchor))
            ):
                yield _anchorless(link, anchor, site.source(path), page)


def _iter_links(page: ProposedPage, proposal: Proposal) -> Iterator[_Link]:
    """Yield the links of a page, each with the lines where it is written."""
    html = page.rendered.html if page.rendered else page.html
    own = list_anchors(page)
    written = _list_written(page, proposal)
    for tag, href in dict.fromkeys(_LINK.findall(html)):
        address = unescape(href)
        if address.startswith("#") and unquote(address[1:]) in own:
            continue
        for text, line in written.get(address, [(address.removeprefix("site:"), None)]):
            yield _Link(address, tag.startswith("img"), text, page.place(line))


def _list_written(
    page: ProposedPage, proposal: Proposal
) -> Mapping[str, Sequence[tuple[str, int | None]]]:
    """Return what is written in the source for each address, and its lines, from 0."""
    found: dict[str, list[tuple[str, int | None]]] = {}
    for match in _WRITTEN.finditer(page.text):
        text = unescape(next((group for group in match.groups() if group is not None), ""))
        element = f'<a href="{escape(text)}">'
        address = unescape(resolve_links(element, page.uri, proposal.table)[9:-2])
        where = text, page.text.count("\n", 0, match.start())
        found.setdefault(address, []).append(where)
    return found


def _dead(link: _Link) -> Problem:
    if link.is_image:
        return Problem(
            say("there is no image `%(target)s`", target=link.written),
            say("Add the file, or put the right name"),
            link.place,
            code="image-missing",
        )
    return Problem(
        say("the link to `%(target)s` leads nowhere", target=link.written),
        say("Put the right address, or take the link away"),
        link.place,
        code="link-dead",
    )


def _anchorless(link: _Link, anchor: str, where: str, page: ProposedPage) -> Problem:
    holder = say("this text") if where == page.uri else say("%(uri)s", uri=where)
    return Problem(
        say(
            "the link to `%(target)s` leads to no clause: there is no `#%(anchor)s` in %(holder)s",
            target=link.written,
            holder=holder,
            anchor=anchor,
        ),
        say("Link to a clause that is there, or to the whole text"),
        link.place,
        code="anchor-missing",
    )
