"""Everything that is served beside the pages: where, in which form, by which model.

One table, for the description of the API and for the page that documents it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from clausier.addresses import (
    API,
    API_CATALOG,
    API_INDEX,
    CHECKSUMS,
    CLAUSE_SCHEMA,
    CLIENTS,
    COMPARISON_SCHEMA,
    DIGEST,
    INDEX_SCHEMA,
    KEYS,
    LATEST_SCHEMA,
    OPENAPI,
    SCHEMA,
    SECURITY,
    SIGNATURES,
    TERMS,
    VERSION_SCHEMA,
    VERSIONS_SCHEMA,
)
from clausier.api.clauses import ClauseAnswer
from clausier.api.comparisons import Comparison
from clausier.api.index import IndexAnswer
from clausier.api.versions import LatestAnswer, VersionAnswer, VersionsAnswer
from clausier.contract import TermsIndex
from clausier.schema import Served

Topic: TypeAlias = Literal["Terms", "Texts", "Changes", "Notice", "Trust", "Description"]
"""What an answer is about."""

MODELS: Final[Mapping[str, type[Served]]] = {
    INDEX_SCHEMA: IndexAnswer,
    VERSIONS_SCHEMA: VersionsAnswer,
    VERSION_SCHEMA: VersionAnswer,
    LATEST_SCHEMA: LatestAnswer,
    COMPARISON_SCHEMA: Comparison,
    CLAUSE_SCHEMA: ClauseAnswer,
}
"""What is served below `/api/v1/`, by the address of its schema."""

INTRODUCTION: Final = (
    "Files, which are fetched with GET and change when something is published, takes force or is "
    "corrected."
)
COMPATIBILITY: Final = "Adding a field is compatible; removing or redefining one takes a new path."

TOPICS: Final[Mapping[Topic, str]] = {
    "Terms": "What is in force, what comes, and where all else is.",
    "Texts": "The texts themselves, whole or clause by clause.",
    "Changes": "What changed from one version to another, and since when a clause stands.",
    "Notice": "What to follow so as to hear of a change.",
    "Trust": "What to check an answer with.",
    "Description": "What describes all this, and clients that use it.",
}

HEADERS: Final = {
    "ETag": "Send it back in `If-None-Match`: what has not changed costs a 304.",
    "Last-Modified": "Likewise, in `If-Modified-Since`.",
}
"""What each answer carries, described."""
NOT_MODIFIED: Final = "Nothing changed since."
NOT_FOUND: Final = "There is no such thing: a page says so."

PARAMETERS: Final[Mapping[str, str]] = {
    "document": "The document's id.",
    "version": "A version's number.",
    "older": "The older version's number.",
    "newer": "The newer version's number.",
    "language": "A language of the site.",
    "clause": "The id of a clause of the text in force.",
    "text": "The document's id, the version's number and the language; for a wording that was "
    "corrected since, then the first twelve digits of its SHA-256.",
    "pair": "The document's id, both versions' numbers and the language.",
    "schema": "The answer's name.",
    "name": "The file's name.",
}
"""What stands in braces in an address, described."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind of answer."""

    address: str
    """From the root of the site, with parameters in braces: `api/v1/{document}/versions.json`."""
    topic: Topic
    media_type: str
    summary: str
    """What it is, in a few words."""
    model: type[Served] | None = None
    """Of JSON that has a schema of this site."""
    in_languages: bool = False
    """Whether the other languages have it too, under their own part of the site."""
    may_lack: bool = False
    """Whether it is there only where the site is configured for it."""

    def iter_addresses(self, languages: tuple[str, ...]) -> Iterator[str]:
        """Yield the addresses of each language that it has one in, the site's default first."""
        yield self.address
        if self.in_languages:
            yield from (f"{language}/{self.address}" for language in languages[1:])

    def matches(self, address: str, languages: tuple[str, ...]) -> bool:
        """Return whether something at an address of the site is such an answer."""
        return any(
            re.fullmatch(_make_pattern(template, languages), address)
            for template in self.iter_addresses(languages)
        )


_FEED: Final = "what is published, takes force or is corrected"

OFFERS: Final = (
    Offer(TERMS, "Terms", "application/json", "What is in force and what comes", TermsIndex),
    Offer(API_INDEX, "Terms", "application/json", "What there is as data, and where", IndexAnswer),
    Offer(
        f"{API}{{document}}/versions.json",
        "Texts",
        "application/json",
        "Every version of a document, whatever its status",
        VersionsAnswer,
    ),
    Offer(
        f"{API}{{document}}/versions/{{version}}.json",
        "Texts",
        "application/json",
        "The texts of a version, clause by clause",
        VersionAnswer,
    ),
    Offer(
        f"{API}{{document}}/latest/{{language}}.json",
        "Texts",
        "application/json",
        "The text in force in one language, clause by clause",
        LatestAnswer,
    ),
    Offer(
        "{document}/versions/{version}/{text}.md",
        "Texts",
        "text/markdown",
        "A text as Markdown, byte for byte",
        in_languages=True,
    ),
    Offer(
        "{document}/versions/{version}/{text}.pdf",
        "Texts",
        "application/pdf",
        "A text’s durable copy, PDF/A",
        in_languages=True,
    ),
    Offer(
        "llms.txt",
        "Texts",
        "text/plain",
        "The list of texts that language models read first",
        in_languages=True,
    ),
    Offer(
        "llms-full.txt",
        "Texts",
        "text/plain",
        "The texts in force in one file, each with its version, date and address",
        in_languages=True,
    ),
    Offer(
        f"{API}{{document}}/compare/{{older}}/{{newer}}.json",
        "Changes",
        "application/json",
        "What changed between two versions",
        Comparison,
    ),
    Offer(
        "{document}/compare/{older}/{newer}/{pair}.pdf",
        "Changes",
        "application/pdf",
        "What changed between two versions, to attach to a notice",
        in_languages=True,
    ),
    Offer(
        f"{API}{{document}}/clauses/{{clause}}.json",
        "Changes",
        "application/json",
        "The history of a clause of the text in force",
        ClauseAnswer,
    ),
    Offer(
        f"{API}{{document}}/timemap/{{language}}.link",
        "Changes",
        "application/link-format",
        "What was in force when (RFC 7089)",
    ),
    *(
        Offer(
            f"{scope}feed.{suffix}",
            "Notice",
            media_type,
            f"{of}, as {form}: {_FEED}",
            in_languages=True,
        )
        for scope, of in (("", "All documents"), ("{document}/", "One document"))
        for suffix, form, media_type in (
            ("xml", "Atom", "application/atom+xml"),
            ("json", "JSON Feed", "application/feed+json"),
        )
    ),
    Offer(
        "calendar.ics",
        "Notice",
        "text/calendar",
        "The effective dates of all documents, as iCalendar",
        in_languages=True,
    ),
    Offer(
        SIGNATURES,
        "Trust",
        "application/jose+json",
        "The signatures of terms.json: a detached JWS (RFC 7515)",
        may_lack=True,
    ),
    Offer(
        KEYS,
        "Trust",
        "application/jwk-set+json",
        "The public keys to check them with (RFC 7517)",
        may_lack=True,
    ),
    Offer(
        CHECKSUMS,
        "Trust",
        "text/plain",
        "The SHA-256 of every other file, as sha256sum writes them",
    ),
    Offer(DIGEST, "Trust", "text/plain", "That of terms.json, likewise"),
    Offer(
        SECURITY,
        "Trust",
        "text/plain",
        "Whom to tell of a weakness (RFC 9116)",
        may_lack=True,
    ),
    Offer(SCHEMA, "Description", "application/schema+json", "The JSON Schema of terms.json"),
    Offer(
        f"{API}{{schema}}.schema.json",
        "Description",
        "application/schema+json",
        "The JSON Schema of each other answer",
    ),
    Offer(
        OPENAPI,
        "Description",
        "application/vnd.oai.openapi+json",
        "This description (OpenAPI 3.1)",
    ),
    Offer(
        API_CATALOG,
        "Description",
        "application/linkset+json",
        "Where the description is (RFC 9727)",
    ),
    Offer(
        f"{CLIENTS}{{name}}.js",
        "Description",
        "text/javascript",
        "The client for browsers and Node, and the notice for chat windows",
    ),
    Offer(
        f"{CLIENTS}{{name}}.d.ts",
        "Description",
        "text/plain",
        "Their types, for TypeScript",
    ),
)
"""In the order in which they are documented; no address is of two."""


def _make_pattern(template: str, languages: tuple[str, ...]) -> str:
    """Return a regular expression of the addresses that a template stands for."""
    parts = re.split(r"(\{[a-z]+\})", template)
    own = "|".join(map(re.escape, languages))
    names = {"{document}": rf"(?!(?:{own})/)[^/]+", "{language}": rf"(?:{own})"}
    return "".join(
        names.get(part, "[^/]+") if part.startswith("{") else re.escape(part) for part in parts
    )
