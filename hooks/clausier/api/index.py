"""What there is as data, and where: `/api/v1/index.json`."""

from __future__ import annotations

from datetime import date

from pydantic import Field, HttpUrl

from clausier.addresses import (
    INDEX_SCHEMA,
    OPENAPI,
    SCHEMA,
    TERMS,
    Addresses,
    latest_data,
    timemap,
    versions_data,
)
from clausier.register import Record, Register
from clausier.schema import Served


class DocumentAddresses(Served):
    """Where the data of one document are."""

    id: str
    """The document's id."""
    kind: str
    """What sort of document it is: `terms-of-service`, for example."""
    governing_language: str
    """The language whose text binds."""
    versions_url: HttpUrl
    """Every version, whatever its status, and what can be compared."""
    latest_url: dict[str, HttpUrl]
    """The text in force clause by clause, by language."""
    timemap_url: dict[str, HttpUrl]
    """What was in force when, as RFC 7089 has it, by language."""
    feed_url: dict[str, HttpUrl]
    """Atom, by language."""
    json_feed_url: dict[str, HttpUrl]
    """JSON Feed, by language."""


class IndexAnswer(Served):
    """Where all data are. What is in force is told by `terms.json`."""

    schema_url: HttpUrl = Field(alias="$schema")
    """Where the JSON Schema of this answer is."""
    as_of: date
    """The day for which every status was worked out."""
    timezone: str
    """IANA name of the zone in which legal days begin at 00:00."""
    sequence: int = Field(ge=1)
    """It only grows; a smaller one than seen before is a rollback."""
    terms_url: HttpUrl
    """What is in force and what comes, in one small file."""
    terms_schema_url: HttpUrl
    """Its JSON Schema."""
    openapi_url: HttpUrl
    """The description of all answers, OpenAPI 3.1."""
    documents: list[DocumentAddresses]
    """In the order in which the site lists them."""
    feed_url: dict[str, HttpUrl]
    """All documents, as Atom, by language."""
    json_feed_url: dict[str, HttpUrl]
    """All documents, as JSON Feed, by language."""
    calendar_url: dict[str, HttpUrl]
    """The effective dates of all documents, as iCalendar, by language."""


def build_api_index(register: Register, site_url: str) -> IndexAnswer:
    """Return where all data are.

    Args:
        register: the documents on a day.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    languages = register.settings.languages
    homes = {code: Addresses(code, languages[0]) for code in languages}
    return IndexAnswer(
        **{"$schema": HttpUrl(site_url + INDEX_SCHEMA)},
        as_of=register.as_of,
        timezone=register.settings.zone.key,
        sequence=register.sequence,
        terms_url=HttpUrl(site_url + TERMS),
        terms_schema_url=HttpUrl(site_url + SCHEMA),
        openapi_url=HttpUrl(site_url + OPENAPI),
        documents=[_list_addresses(record, homes, site_url) for record in register.records],
        feed_url={code: HttpUrl(site_url + of.feed(None, "xml")) for code, of in homes.items()},
        json_feed_url={
            code: HttpUrl(site_url + of.feed(None, "json")) for code, of in homes.items()
        },
        calendar_url={code: HttpUrl(site_url + of.calendar()) for code, of in homes.items()},
    )


def _list_addresses(
    record: Record, homes: dict[str, Addresses], site_url: str
) -> DocumentAddresses:
    def by_language(addresses: dict[str, str]) -> dict[str, HttpUrl]:
        return {code: HttpUrl(site_url + address) for code, address in addresses.items()}

    return DocumentAddresses(
        id=record.id,
        kind=record.kind,
        governing_language=record.document.governing_language,
        versions_url=HttpUrl(site_url + versions_data(record.id)),
        latest_url=by_language({code: latest_data(record.id, code) for code in homes}),
        timemap_url=by_language({code: timemap(record.id, code) for code in homes}),
        feed_url=by_language({code: of.feed(record.id, "xml") for code, of in homes.items()}),
        json_feed_url=by_language({code: of.feed(record.id, "json") for code, of in homes.items()}),
    )
