"""Feeds and calendars held against what their formats ask, knowing nothing of who wrote them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")

_SINGLE = {"id", "title", "updated", "subtitle", "generator", "icon", "logo", "rights"}
_SINGLE |= {"published", "summary", "content", "source"}
_IN_FEED = {"author", "category", "contributor", "generator", "icon", "id", "link", "logo"}
_IN_FEED |= {"rights", "subtitle", "title", "updated", "entry"}
_IN_ENTRY = {"author", "category", "content", "contributor", "id", "link", "published", "rights"}
_IN_ENTRY |= {"source", "summary", "title", "updated"}


def check_atom(raw: bytes) -> Any:
    """Assert that bytes are an Atom Feed Document (RFC 4287, each MUST by section); return it."""
    feed: Any = etree.fromstring(raw)
    assert feed.tag == f"{ATOM}feed", "section 2"
    _check_children(feed, _IN_FEED)
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        _check_children(entry, _IN_ENTRY)
        assert feed.find(f"{ATOM}author") is not None or entry.find(f"{ATOM}author") is not None
        alternates = [
            link for link in entry.findall(f"{ATOM}link") if link.get("rel") in _ALTERNATE
        ]
        assert alternates or entry.find(f"{ATOM}content") is not None, "section 4.1.2"
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    assert not [name for name, count in ids.items() if count > 1], "section 4.1.1"
    assert feed.findtext(f"{ATOM}id") not in ids
    assert len([link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]) == 1
    newest = max((when(entry, "updated") for entry in entries), default=None)
    assert newest is None or when(feed, "updated") == newest
    return feed


def when(element: Any, name: str) -> datetime:
    """The instant in a Date construct."""
    return datetime.fromisoformat(element.findtext(f"{ATOM}{name}"))


_ALTERNATE = (None, "alternate")


def _check_children(parent: Any, allowed: set[str]) -> None:
    children = list(parent)
    assert not (parent.text or "").strip()
    assert {child.tag for child in children} <= {ATOM + name for name in allowed}
    names = Counter(child.tag.removeprefix(ATOM) for child in children)
    assert names["id"] == names["title"] == names["updated"] == 1, "sections 4.1.1 and 4.1.2"
    assert not [name for name in _SINGLE if names[name] > 1]
    for child in children:
        _check_element(child, child.tag.removeprefix(ATOM))
    kinds = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in parent.findall(f"{ATOM}link")
        if link.get("rel") in _ALTERNATE
    )
    assert not [kind for kind, count in kinds.items() if count > 1], "one alternate of a kind"


def _check_element(element: Any, name: str) -> None:
    text = element.text or ""
    if name in ("updated", "published"):
        assert INSTANT.fullmatch(text), f"section 3.3: {text}"
        datetime.fromisoformat(text)
    elif name == "id":
        assert text == text.strip()
        assert urlsplit(text).scheme, "section 4.2.6: an absolute IRI"
    elif name in ("title", "summary", "subtitle", "rights", "content"):
        _check_text(element)
    elif name == "link":
        assert urlsplit(element.get("href")).scheme, "section 4.2.7"
        assert element.get("href").isascii()
        assert LANGUAGE.fullmatch(element.get("hreflang", "fr"))
        assert MEDIA_TYPE.fullmatch(element.get("type", "text/html"))
        assert element.get("length", "1").isdigit()
        assert not len(element)
    elif name == "category":
        assert element.get("term"), "section 4.2.2"
    elif name == "author":
        names = [child.tag for child in element]
        assert names.count(f"{ATOM}name") == 1, "section 3.2.1"
        assert f"{ATOM}email" not in names
        assert element.findtext(f"{ATOM}name").strip()
    elif name == "generator":
        assert text.strip()


def _check_text(element: Any) -> None:
    kind = element.get("type", "text")
    if kind == "text":
        assert not len(element), "section 3.1.1.1"
        assert (element.text or "").strip()
    else:
        assert kind == "xhtml"
        [div] = element
        assert div.tag == f"{XHTML}div", "section 3.1.1.3"
        assert all(one.tag.startswith(XHTML) for one in div.iter())


def check_json_feed(raw: bytes) -> dict[str, Any]:
    """Assert that bytes are a JSON Feed, version 1.1; return it."""
    feed: dict[str, Any] = json.loads(raw)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert isinstance(feed["items"], list)
    assert all(author["name"] for author in feed["authors"])
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"] or item["content_text"]
        assert INSTANT.fullmatch(item["date_published"])
        assert INSTANT.fullmatch(item["date_modified"])
        assert all(isinstance(tag, str) for tag in item["tags"])
        assert all(urlsplit(a["url"]).scheme and a["mime_type"] for a in item["attachments"])
        assert all(isinstance(a.get("size_in_bytes", 1), int) for a in item["attachments"])
    assert "null" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", raw.decode())
    return feed


def read_calendar(raw: bytes) -> list[dict[str, str]]:
    """Assert the form of an iCalendar object (RFC 5545); return the properties of each event."""
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b""), "section 3.1: lines end in CRLF"
    assert b"\r" not in raw.replace(b"\r\n", b"")
    lines = raw.split(b"\r\n")[:-1]
    assert max(map(len, lines)) <= 75, "section 3.1: octets of a line"
    content = raw.decode().replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]
    assert content[0] == "BEGIN:VCALENDAR"
    assert content[-1] == "END:VCALENDAR"
    names = [line.split(":")[0].split(";")[0] for line in content]
    assert names.count("PRODID") == names.count("VERSION") == 1, "section 3.6"
    components = [line for line in content[1:] if line.startswith("BEGIN:")]
    assert components, "section 3.6: at least one component"
    events = list(_iter_events(content))
    uids = [event["UID"] for event in events]
    assert len(uids) == len(set(uids))
    for event in events:
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"]), "section 3.8.7.2: in UTC"
        assert re.fullmatch(r"\d{8}", event["DTSTART"]), "section 3.3.4"
        assert event["SEQUENCE"].isdigit()
        assert event["TRANSP"] == "TRANSPARENT"
    return events


def _iter_events(content: list[str]) -> Iterator[dict[str, str]]:
    event: dict[str, str] | None = None
    for line in content:
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT" and event is not None:
            yield event
            event = None
        elif event is not None:
            name, _, value = line.partition(":")
            key = name.split(";")[0]
            assert key not in event, f"{key} twice"
            assert key != "DTSTART" or name == "DTSTART;VALUE=DATE"
            event[key] = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
