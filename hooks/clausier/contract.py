"""`terms.json`: the index that chatbots fetch, and its JSON Schema (DESIGN section 6).

The schema is made from these models, so that it cannot say anything else than what is served.
Adding a field is compatible; removing or redefining one takes a new `schema_version`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal

from pydantic import Field, HttpUrl

from clausier.addresses import (
    CHECKSUMS,
    SCHEMA,
    Addresses,
    markdown_address,
    pdf_address,
    version_data,
    versions_data,
)
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
UNLISTED: Final = "0" * 64
"""In place of the digest of a list that is not made: in an example, which is listed itself."""


class TextEntry(Served):
    """One version in one language."""

    title: str
    """The title of the text."""
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
    json_url: HttpUrl
    """The version's texts clause by clause, in every language; permanent."""
    sha256: str = Field(pattern=SHA256)
    """SHA-256 of the bytes at `markdown_url`."""
    git_blob: str = Field(pattern=GIT)
    """The git blob the text was taken from: front matter, then the same bytes."""


class StandingEntry(Served):
    """Where one version of a document stands."""

    version: str = Field(pattern=VERSION)
    """The version's number."""
    status: Status
    """Where it stands on the day `as_of`."""
    change: ChangeClass
    """What kind of change it is."""
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


class VersionEntry(StandingEntry):
    """One version of a document."""

    texts: dict[str, TextEntry]
    """By language; a language that is not here does not exist for this version."""


class DocumentEntry(Served):
    """One document: what is in force and what comes."""

    id: str
    """The document's id."""
    kind: str
    """What sort of document it is: `terms-of-service`, for example."""
    governing_language: str
    """The language whose text binds."""
    languages: list[str]
    """Languages in which some version exists."""
    current: VersionEntry | None
    """What is in force; null where nothing is."""
    upcoming: list[VersionEntry]
    """Next first. A client may switch by itself on `effective_from`."""
    proposed: list[VersionEntry]
    """Without an effective date; nothing may be accepted yet."""
    versions_url: HttpUrl
    """Every version, whatever its status, as data."""
    history_url: dict[str, HttpUrl]
    """Every version as a page, by language."""
    feed_url: dict[str, HttpUrl]
    """Atom: what is published, takes force or is corrected; by language."""


class Publisher(Served):
    """Whose terms these are."""

    name: str
    """The name of the company."""


class Source(Served):
    """Where all of this was taken from."""

    commit: str = Field(pattern=GIT)
    """The commit that the site was built from."""


class TermsIndex(Served):
    """The terms of a company: for each document what is in force and what comes."""

    schema_url: HttpUrl = Field(alias="$schema")
    """Where the JSON Schema of this answer is."""
    schema_version: Literal["1.0"]
    """Another one where a field was removed or redefined, at a new path."""
    as_of: date
    """The day for which every status was worked out."""
    expires: date
    """Past this day fetch again; never later than the next effective date."""
    sequence: int = Field(ge=1)
    """It only grows; a smaller one than seen before is a rollback."""
    timezone: str
    """IANA name of the zone in which legal days begin at 00:00."""
    publisher: Publisher
    """The company that publishes them."""
    source: Source
    """What the site was built from."""
    checksums_url: HttpUrl
    """The SHA-256 of every other published file, a line each, as `sha256sum` writes them."""
    checksums_sha256: str = Field(pattern=SHA256)
    """SHA-256 of the bytes at `checksums_url`: a signature of this index vouches for them all."""
    documents: list[DocumentEntry]
    """In the order in which the site lists them."""


def build_index(register: Register, site_url: str, checksums_sha256: str = UNLISTED) -> TermsIndex:
    """Return the index of `register`.

    Args:
        register: the documents on a day.
        site_url: the absolute address of the root of the site, ending in a slash.
        checksums_sha256: the digest of the list of all other files, which is made before.
    """
    return TermsIndex(
        **{"$schema": HttpUrl(site_url + SCHEMA)},
        schema_version=SCHEMA_VERSION,
        as_of=register.as_of,
        expires=find_expiry(register),
        sequence=register.sequence,
        timezone=register.settings.zone.key,
        publisher=Publisher(name=register.settings.publisher),
        source=Source(commit=register.head.commit),
        checksums_url=HttpUrl(site_url + CHECKSUMS),
        checksums_sha256=checksums_sha256,
        documents=[_document(register, record, site_url) for record in register.records],
    )


def render_index(index: TermsIndex) -> bytes:
    """Return `terms.json`: UTF-8, in the order of the model."""
    return render_json(index)


def render_schema(site_url: str) -> bytes:
    """Return the JSON Schema (2020-12) of `terms.json`."""
    return render_json_schema(TermsIndex, site_url + SCHEMA)


def find_expiry(register: Register) -> date:
    """Return the day past which what is said as of the register's day is no longer relied on."""
    return min([_add_lifetime(register), *_list_dates_ahead(register)])


def find_last_good_day(register: Register) -> date:
    """Return the last day on which what is said as of the register's day is right as it stands.

    Whoever reads data crosses an effective date by itself (`find_expiry`); a page cannot.
    """
    before = (day - timedelta(days=1) for day in _list_dates_ahead(register))
    return min([_add_lifetime(register), *before])


def _add_lifetime(register: Register) -> date:
    days = min(register.settings.expires_after_days, (date.max - register.as_of).days)
    return register.as_of + timedelta(days=days)


def _list_dates_ahead(register: Register) -> list[date]:
    return [
        standing.version.effective_date
        for record in register.records
        for standing in record.upcoming
        if standing.version.effective_date
    ]


def describe_standing(standing: Standing) -> dict[str, object]:
    """Return the fields of a `StandingEntry`."""
    version = standing.version
    published = version.published
    return {
        "version": str(version.number),
        "status": standing.status,
        "change": version.change,
        "published_at": published.at if published else None,
        "effective_from": version.effective_date,
        "effective_until": standing.effective_until,
        "accept_since": str(standing.accept_since),
        "supersedes": str(standing.supersedes) if standing.supersedes else None,
        "commit": (published or version.governing.published).commit,
    }


def describe_text(register: Register, text: Text, site_url: str) -> dict[str, object]:
    """Return the fields of a `TextEntry`."""
    default = register.settings.languages[0]
    page = Addresses(text.language, default).version(text.document, text.version)
    return {
        "title": register.render(text).title,
        "governing": text.governing,
        "summary": text.summary,
        "html_url": site_url + page,
        "markdown_url": site_url + markdown_address(text, default),
        "pdf_url": site_url + pdf_address(text, default),
        "json_url": site_url + version_data(text.document, text.version),
        "sha256": text.sha256,
        "git_blob": text.blob,
    }


def build_version(register: Register, standing: Standing, site_url: str) -> VersionEntry:
    """Return a version as the index has it; `standing` is one of the register's."""
    texts = {
        text.language: TextEntry.model_validate(describe_text(register, text, site_url))
        for text in standing.version.texts
    }
    return VersionEntry.model_validate({**describe_standing(standing), "texts": texts})


def _document(register: Register, record: Record, site_url: str) -> DocumentEntry:
    languages = register.settings.languages
    existing = {text.language for s in record.standings for text in s.version.texts}
    addresses = {code: Addresses(code, languages[0]) for code in languages}
    return DocumentEntry(
        id=record.id,
        kind=record.kind,
        governing_language=record.document.governing_language,
        languages=[language for language in languages if language in existing],
        current=build_version(register, record.current, site_url) if record.current else None,
        upcoming=[build_version(register, s, site_url) for s in record.upcoming],
        proposed=[build_version(register, s, site_url) for s in record.proposed],
        versions_url=HttpUrl(site_url + versions_data(record.id)),
        history_url={
            code: HttpUrl(site_url + of.history(record.id)) for code, of in addresses.items()
        },
        feed_url={
            code: HttpUrl(site_url + of.feed(record.id, "xml")) for code, of in addresses.items()
        },
    )
