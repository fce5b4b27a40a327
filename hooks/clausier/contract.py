"""`terms.json`: the index that chatbots fetch, and its JSON Schema (DESIGN section 6).

The schema is made from these models, so that it cannot say anything else than what is served.
Adding a field is compatible; removing or redefining one takes a new `schema_version`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from pydantic import Field, HttpUrl

from clausier.addresses import SCHEMA, Addresses, markdown_address, pdf_address
from clausier.model import ChangeClass, Status, Text
from clausier.register import Record, Register, Standing
from clausier.schema import (
    GIT,
    SHA256,
    VERSION,
    Instant,
    Served,
    render_json,
    render_json_schema,
)

SCHEMA_VERSION: Literal["1.0"] = "1.0"


class TextEntry(Served):
    """One version in one language."""

    title: str
    governing: bool
    """Whether this is the text that binds; any other is a courtesy translation."""
    summary: str | None
    """What the version changes, in plain words and in this language."""
    html_url: HttpUrl
    """The text as a page; permanent."""
    markdown_url: HttpUrl
    """The text itself; permanent."""
    pdf_url: HttpUrl
    """The text's durable copy, PDF/A; permanent."""
    sha256: str = Field(pattern=SHA256)
    """SHA-256 of the bytes at `markdown_url`."""
    git_blob: str = Field(pattern=GIT)
    """The git blob the text was taken from: front matter, then the same bytes."""


class VersionEntry(Served):
    """One version of a document."""

    version: str = Field(pattern=VERSION)
    status: Status
    change: ChangeClass
    published_at: Instant | None
    """When it was published in git, UTC; never a legal date. Null while only proposed."""
    effective_from: date | None
    """First legal day, from 00:00 in `timezone`. Null while only proposed."""
    effective_until: date | None
    """The day on which the next version takes its place, where one is known; not included."""
    accept_since: str = Field(pattern=VERSION)
    """Ask again only users whose accepted version is older than this one."""
    supersedes: str | None = Field(pattern=VERSION)
    """The version whose place it takes."""
    commit: str = Field(pattern=GIT)
    """The commit that published it (while only proposed: that last changed it)."""
    texts: dict[str, TextEntry]
    """By language; a language that is not here does not exist for this version."""


class DocumentEntry(Served):
    """One document: what is in force and what comes."""

    id: str
    kind: str
    governing_language: str
    languages: list[str]
    """Languages in which some version exists."""
    current: VersionEntry | None
    """What is in force; null where nothing is."""
    upcoming: list[VersionEntry]
    """Next first. A client may switch by itself on `effective_from`."""
    proposed: list[VersionEntry]
    """Without an effective date; nothing may be accepted yet."""
    history_url: dict[str, HttpUrl]
    """By language."""


class Publisher(Served):
    """Whose terms these are."""

    name: str


class Source(Served):
    """Where all of this was taken from."""

    commit: str = Field(pattern=GIT)


class TermsIndex(Served):
    """The terms of a company: for each document what is in force and what comes."""

    schema_url: HttpUrl = Field(alias="$schema")
    schema_version: Literal["1.0"]
    as_of: date
    """The day for which every status was worked out."""
    expires: date
    """Past this day fetch again; never later than the next effective date."""
    sequence: int = Field(ge=1)
    """It only grows; a smaller one than seen before is a rollback."""
    timezone: str
    """IANA name of the zone in which legal days begin at 00:00."""
    publisher: Publisher
    source: Source
    documents: list[DocumentEntry]


def build_index(register: Register, site_url: str) -> TermsIndex:
    """Return the index of `register`.

    Args:
        register: the documents on a day.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    return TermsIndex(
        **{"$schema": HttpUrl(site_url + SCHEMA)},
        schema_version=SCHEMA_VERSION,
        as_of=register.as_of,
        expires=_expires(register),
        sequence=register.sequence,
        timezone=register.settings.zone.key,
        publisher=Publisher(name=register.settings.publisher),
        source=Source(commit=register.head.commit),
        documents=[_document(register, record, site_url) for record in register.records],
    )


def render_index(index: TermsIndex) -> bytes:
    """Return `terms.json`: UTF-8, in the order of the model."""
    return render_json(index)


def render_schema(site_url: str) -> bytes:
    """Return the JSON Schema (2020-12) of `terms.json`."""
    return render_json_schema(TermsIndex, site_url + SCHEMA)


def _expires(register: Register) -> date:
    ahead = [
        standing.version.effective_date
        for record in register.records
        for standing in record.upcoming
        if standing.version.effective_date
    ]
    days = min(register.settings.expires_after_days, (date.max - register.as_of).days)
    return min([register.as_of + timedelta(days=days), *ahead])


def _document(register: Register, record: Record, site_url: str) -> DocumentEntry:
    languages = register.settings.languages
    existing = {text.language for s in record.standings for text in s.version.texts}
    return DocumentEntry(
        id=record.id,
        kind=record.kind,
        governing_language=record.document.governing_language,
        languages=[language for language in languages if language in existing],
        current=_version(register, record.current, site_url) if record.current else None,
        upcoming=[_version(register, s, site_url) for s in record.upcoming],
        proposed=[_version(register, s, site_url) for s in record.proposed],
        history_url={
            language: HttpUrl(site_url + Addresses(language, languages[0]).history(record.id))
            for language in languages
        },
    )


def _version(register: Register, standing: Standing, site_url: str) -> VersionEntry:
    version = standing.version
    published = version.published
    return VersionEntry(
        version=str(version.number),
        status=standing.status,
        change=version.change,
        published_at=published.at if published else None,
        effective_from=version.effective_date,
        effective_until=standing.effective_until,
        accept_since=str(standing.accept_since),
        supersedes=str(standing.supersedes) if standing.supersedes else None,
        commit=(published or version.governing.published).commit,
        texts={text.language: _text(register, text, site_url) for text in version.texts},
    )


def _text(register: Register, text: Text, site_url: str) -> TextEntry:
    default = register.settings.languages[0]
    page = Addresses(text.language, default).version(text.document, text.version)
    return TextEntry(
        title=register.render(text).title,
        governing=text.governing,
        summary=text.summary,
        html_url=HttpUrl(site_url + page),
        markdown_url=HttpUrl(site_url + markdown_address(text, default)),
        pdf_url=HttpUrl(site_url + pdf_address(text, default)),
        sha256=text.sha256,
        git_blob=text.blob,
    )
