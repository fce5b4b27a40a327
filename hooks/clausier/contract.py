"""`terms.json`: the index that chatbots fetch, and its JSON Schema (DESIGN section 6).

The schema is made from these models, so that it cannot say anything else than what is served.
Adding a field is compatible; removing or redefining one takes a new `schema_version`.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, PlainSerializer, WithJsonSchema

from clausier.addresses import SCHEMA, Addresses, markdown_address
from clausier.model import ChangeClass, Status, Text
from clausier.register import Record, Register, Standing

SCHEMA_VERSION: Literal["1.0"] = "1.0"
_SHA256 = r"^[0-9a-f]{64}$"
_GIT = r"^[0-9a-f]{40}([0-9a-f]{24})?$"
_VERSION = r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$"


_Instant = Annotated[
    datetime,
    PlainSerializer(datetime.isoformat, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""An aware instant, written with its offset: `2026-11-23T14:00:00+00:00`."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True, use_attribute_docstrings=True)


class TextEntry(_Model):
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
    sha256: str = Field(pattern=_SHA256)
    """SHA-256 of the bytes at `markdown_url`."""
    git_blob: str = Field(pattern=_GIT)
    """The git blob the text was taken from: front matter, then the same bytes."""


class VersionEntry(_Model):
    """One version of a document."""

    version: str = Field(pattern=_VERSION)
    status: Status
    change: ChangeClass
    published_at: _Instant | None
    """When it was published in git, UTC; never a legal date. Null while only proposed."""
    effective_from: date | None
    """First legal day, from 00:00 in `timezone`. Null while only proposed."""
    effective_until: date | None
    """The day on which the next version takes its place, where one is known; not included."""
    accept_since: str = Field(pattern=_VERSION)
    """Ask again only users whose accepted version is older than this one."""
    supersedes: str | None = Field(pattern=_VERSION)
    """The version whose place it takes."""
    commit: str = Field(pattern=_GIT)
    """The commit that published it (while only proposed: that last changed it)."""
    texts: dict[str, TextEntry]
    """By language; a language that is not here does not exist for this version."""


class DocumentEntry(_Model):
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


class Publisher(_Model):
    """Whose terms these are."""

    name: str


class Source(_Model):
    """Where all of this was taken from."""

    commit: str = Field(pattern=_GIT)


class TermsIndex(_Model):
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
    return _render(index.model_dump(mode="json", by_alias=True))


def render_schema(site_url: str) -> bytes:
    """Return the JSON Schema (2020-12) of `terms.json`."""
    schema = TermsIndex.model_json_schema(by_alias=True, mode="serialization")
    return _render(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": site_url + SCHEMA,
            **schema,
        }
    )


def _render(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


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
        sha256=text.sha256,
        git_blob=text.blob,
    )
