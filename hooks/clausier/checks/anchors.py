"""The places in a page that a link can lead to."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from clausier.clauses.numbering import (
    parse_label,
    parse_numeral,
    render_digits,
    render_id,
    render_slug,
)
from clausier.proposals import ProposedPage

_ID: Final = re.compile(r'<[^<>]*?\s(?:id|name)="([^"]*)"')
_HEADING: Final = re.compile(r"#{1,6}\s+(.+?)\s*#*\s*$")
_GIVEN: Final = re.compile(r"""\{[^{}]*#([\w.:-]+)[^{}]*\}|\sid=["']([^"']+)["']""")
_SIGNS: Final = re.compile(r"[*_`]|\[([^\]]*)\]\([^)]*\)")


def list_anchors(page: ProposedPage) -> frozenset[str]:
    """Return the ids in a page, as it would be published."""
    html = page.rendered.html if page.rendered else page.html
    return frozenset(unescape(name) for name in _ID.findall(html))


def has_source_anchor(source: str, language: str, anchor: str) -> bool:
    """Return whether a text has a clause or a heading of that id, as far as its source tells.

    Args:
        source: Markdown that is not rendered, as that of an older version.
        language: a language tag.
        anchor: an id. What it says of an annex around the clause is not looked at.
    """
    names = {one or two for one, two in _GIVEN.findall(source)}
    for line in source.splitlines():
        heading = _HEADING.match(line)
        plain = _SIGNS.sub(r"\1", heading[1] if heading else line)
        label = parse_label(plain, language, is_heading=heading is not None)
        if label is not None:
            names.add(render_id(label))
        elif heading:
            names.add(render_slug(plain, 1))
            if numeral := parse_numeral(plain):
                names |= {render_id(numeral), render_digits(numeral)}
    return anchor in names or any(anchor.endswith(f"-{name}") for name in names)
