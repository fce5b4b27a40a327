"""The HTML of a generated page that no template makes: its text or redline, and its headings."""

from __future__ import annotations

import re
from collections.abc import Container
from html import escape
from typing import Any

from lxml import html as lxml_html

from clausier import words
from clausier.addresses import relative_address
from clausier.clauses import display_html
from clausier.links import place_links, send_links
from clausier.manual import ApiPage
from clausier.redline import render_redline
from clausier.typography import typeset
from clausier.views import (
    ClauseChangeView,
    ClausePage,
    ClauseView,
    ComparisonPage,
    DocumentPage,
    Page,
    VersionPage,
)
from clausier.wording import describe_markers

_FURNITURE = re.compile(r"(<\w+[^<>]* data-furniture)(?=[\s>])")
_HEADING = re.compile(r"<h[1-6](?=[\s>])")
_HEADING_END = re.compile(r"</h[1-6]>")


def render_content(page: Page) -> str:
    """Return what stands in the element that holds a page's text or redline."""
    gettext = words.load_words(page.language).gettext
    body = page.body
    if isinstance(body, ComparisonPage) and body.redline is not None:
        html = render_redline(body.redline, describe_markers(page.language, spoken=True))
    elif isinstance(body, DocumentPage | VersionPage) and body.text is not None:
        notes = {
            view.clause.id: _since_note(page, view)
            for view in body.text.clauses
            if view.changes or not _is_title(view)
        }
        html = display_html(body.text.rendered, gettext("Link to clause"), notes)
        html = _FURNITURE.sub(r"\1 data-search-exclude", html)
    elif isinstance(body, ClausePage):
        html = _flatten_headings(send_links(body.html, body.document.address))
    else:
        return ""
    return place_links(html, page.address)


def render_excerpts(page: Page | None) -> tuple[str, ...]:
    """Return each change that a clause ever had, as a redline of that clause alone.

    In the order of `ClauseView.changes`. Without ids, and with paragraphs in the place of headings,
    for the page has its own.
    """
    if page is None or not isinstance(page.body, ClausePage) or page.body.clause is None:
        return ()
    return tuple(_render_excerpt(page, change) for change in page.body.clause.changes)


def _render_excerpt(page: Page, change: ClauseChangeView) -> str:
    html = change.excerpt.render(describe_markers(page.language, spoken=True))
    html = send_links(html, change.origin)
    return place_links(_flatten_headings(html), page.address)


def _flatten_headings(html: str) -> str:
    """Return HTML in which what was a heading looks like one and is none."""
    return _HEADING_END.sub("</p>", _HEADING.sub("<p data-heading", html))


def _is_title(view: ClauseView) -> bool:
    return view.clause.heading is not None and view.clause.level == 1 and not view.clause.number


def _since_note(page: Page, view: ClauseView) -> str:
    """Return "Since version 1.2", as a link to the clause's history where it has one.

    A heading that other clauses follow says nothing of them: it speaks of itself alone.
    """
    gettext = words.load_words(page.language).gettext
    is_heading_alone = view.clause.heading is not None and not view.clause.text
    if is_heading_alone:
        said = gettext("Heading since version %(version)s") % {"version": view.since.number}
    else:
        said = gettext("Since version %(version)s") % {"version": view.since.number}
    if view.numbered_since is not None:
        number = gettext("under this number since version %(version)s")
        said += ", " + number % {"version": view.numbered_since.number}
    if not view.changes:
        return said
    name = view.clause.number or view.clause.heading or view.clause.id
    spoken = gettext("history of clause %(clause)s") % {"clause": name}
    way = relative_address(view.address, page.address)
    return f'<a href="{way}">{said}<span class="visually-hidden">, {escape(spoken)}</span></a>'


def list_headings(page: Page) -> list[dict[str, Any]]:
    """Return the headings of a page's text, nested, as MkDocs takes a table of contents."""
    body = page.body
    if isinstance(body, ApiPage):
        return _list_topics(body, page.language)
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


def _list_topics(body: ApiPage, language: str) -> list[dict[str, Any]]:
    """Return the headings of the page that documents the API, as its template has them."""
    gettext = words.load_words(language).gettext

    def token(level: int, name: str, text: str) -> dict[str, Any]:
        return {"level": level, "id": name, "name": escape(text), "children": []}

    topics = []
    for topic in body.topics:
        topics.append(token(2, topic.id, topic.name))
        topics[-1]["children"] = [token(3, offer.id, offer.summary) for offer in topic.offers]
    objects = token(2, "objects", gettext("Objects in answers"))
    objects["children"] = [token(3, model.name, model.name) for model in body.models]
    start = token(2, "start", gettext("What to fetch first"))
    return [start, token(2, "serving", gettext("How it is served")), *topics, objects]


def render_sentence(text: str, language: str, names: Container[str] = ()) -> str:
    """Return a sentence as HTML, typeset; what stands between backticks is code.

    Args:
        text: plain text, in which backticks come in pairs.
        language: the one it is in.
        names: code that leads to the place on the page with that id.
    """
    parts = text.split("`")
    for index, part in enumerate(parts):
        parts[index] = escape(part, quote=False)
        if index % 2:
            code = f"<code>{parts[index]}</code>"
            parts[index] = f'<a href="#{escape(part)}">{code}</a>' if part in names else code
    return typeset_html("".join(parts), language)


def typeset_html(html: str, language: str) -> str:
    """Return HTML with the typography of a language."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    typeset(root, language)
    inner = str(lxml_html.tostring(root, encoding="unicode"))
    return inner.removeprefix("<div>").removesuffix("</div>")
