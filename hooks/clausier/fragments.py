"""The HTML of a generated page that no template makes: its text or redline, and its headings."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from clausier import words
from clausier.addresses import relative_address
from clausier.clauses import display_html
from clausier.links import place_links
from clausier.redline import Markers, render_redline
from clausier.views import (
    ClauseOrigin,
    ComparisonPage,
    DocumentPage,
    Page,
    VersionPage,
    VersionView,
)

_FURNITURE = re.compile(r"(<\w+[^<>]* data-furniture)(?=[\s>])")
_ID = re.compile(r'(?<=[\w"]) id="[^"]*"(?=[^<>]*>)')


def render_content(page: Page) -> str:
    """Return what stands in the element that holds a page's text or redline."""
    gettext = words.load_words(page.language).gettext
    body = page.body
    if isinstance(body, ComparisonPage) and body.redline is not None:
        html = render_redline(body.redline, _markers(page.language))
    elif isinstance(body, DocumentPage | VersionPage) and body.text is not None:
        notes = {origin.clause: _origin_note(page, origin) for origin in body.text.origins}
        html = display_html(body.text.rendered, gettext("Link to clause"), notes)
        html = _FURNITURE.sub(r"\1 data-search-exclude", html)
    else:
        return ""
    return place_links(html, page.address)


def render_draft(page: Page | None) -> str:
    """Return what is being written, as a redline against the text in force where there is one.

    It has no ids of its own: the text in force stands on the same page and has them.
    """
    if page is None or not isinstance(page.body, DocumentPage) or page.body.draft is None:
        return ""
    draft = page.body.draft
    if draft.redline is not None:
        html = render_redline(draft.redline, _markers(page.language))
    elif draft.rendered is not None:
        html = draft.rendered.html
    else:
        return ""
    return place_links(_ID.sub("", html), page.address)


def _markers(language: str) -> Markers:
    gettext = words.load_words(language).gettext
    return Markers(
        inserted=gettext("inserted:"),
        inserted_end=gettext("end of insertion"),
        deleted=gettext("deleted:"),
        deleted_end=gettext("end of deletion"),
        moved_to=gettext("Moved to"),
        moved_from=gettext("Moved from"),
    )


def _origin_note(page: Page, origin: ClauseOrigin) -> str:
    """Return "Added by version 1.1. Modified by versions 1.2, 2.0." with links."""
    catalogue = words.load_words(page.language)
    sentences = []
    if origin.added_by is not None:
        label = catalogue.gettext("Added by version")
        sentences.append(f"{label} {_comparison_link(page, origin.added_by)}.")
    if versions := origin.modified_by:
        label = catalogue.ngettext("Modified by version", "Modified by versions", len(versions))
        links = ", ".join(_comparison_link(page, version) for version in versions)
        sentences.append(f"{label} {links}.")
    return f'<span class="modified">{" ".join(sentences)}</span>'


def _comparison_link(page: Page, version: VersionView) -> str:
    way = relative_address(version.comparison or version.address, page.address)
    return f'<a href="{way}">{version.number}</a>'


def list_headings(page: Page) -> list[dict[str, Any]]:
    """Return the headings of a page's text, nested, as MkDocs takes a table of contents."""
    body = page.body
    text = body.text if isinstance(body, DocumentPage | VersionPage) else None
    root: dict[str, Any] = {"level": 0, "children": []}
    open_tokens = [root]
    for clause in text.rendered.clauses if text else ():
        if clause.heading is None:
            continue
        while open_tokens[-1]["level"] >= clause.level:
            open_tokens.pop()
        token = {
            "level": clause.level,
            "id": clause.id,
            "name": escape(clause.heading),
            "children": [],
        }
        open_tokens[-1]["children"].append(token)
        open_tokens.append(token)
    return list(root["children"])
