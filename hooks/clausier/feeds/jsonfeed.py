"""Feeds as JSON Feed, version 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from clausier.feeds.atom import render_content
from clausier.feeds.channels import Channel
from clausier.feeds.instants import format_instant
from clausier.feeds.notices import Notice

TYPE: Final = "application/feed+json"


def render_json_feed(channel: Channel) -> bytes:
    """Return a feed as JSON: UTF-8, instants in UTC, nothing that is null."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.page_url,
        "feed_url": channel.json_url,
        "language": channel.language,
        "authors": [{"name": channel.publisher}],
        "items": [_item(notice, channel.language) for notice in channel.notices],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _item(notice: Notice, language: str) -> dict[str, Any]:
    first = notice.links[0]
    return {
        "id": notice.id,
        "url": first.url,
        "title": notice.title,
        "summary": notice.summary,
        "content_text": "\n\n".join(notice.paragraphs),
        "content_html": _content(notice),
        "date_published": format_instant(notice.published),
        "date_modified": format_instant(notice.updated),
        "language": language,
        "tags": [str(notice.kind), notice.document],
        "attachments": list(_iter_attachments(notice)),
        "_clausier": dict(_iter_facts(notice)),
    }


def _content(notice: Notice) -> str:
    """Return what Atom has, as the inside of an HTML element."""
    root = render_content(notice)
    for element in root.iter():
        element.tag = etree.QName(element).localname
    etree.cleanup_namespaces(root)
    return "".join(
        etree.tostring(child, encoding="unicode", method="html", with_tail=False) for child in root
    )


def _iter_attachments(notice: Notice) -> Iterator[dict[str, Any]]:
    """Yield the text itself in each form that is no page."""
    for link in notice.links:
        if link.type != "text/html":
            size = {"size_in_bytes": link.length} if link.length is not None else {}
            yield {"url": link.url, "mime_type": link.type, "title": link.label, **size}


def _iter_facts(notice: Notice) -> Iterator[tuple[str, str]]:
    """Yield what a program asks about a notice (an extension, as the format allows)."""
    yield "event", str(notice.kind)
    yield "document", notice.document
    if notice.version is not None:
        yield "version", str(notice.version)
    if notice.effective_from is not None:
        yield "effective_from", notice.effective_from.isoformat()
