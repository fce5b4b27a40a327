"""Answers of the site as values; fields that this version does not know are ignored."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clausier.addresses import SCHEMA, TERMS, version_data, versions_data
from clausier.client.digests import check_text
from clausier.client.errors import Incompatible, problem
from clausier.client.fields import Fields, damage, parse_fields
from clausier.client.values import (
    Clause,
    ClauseName,
    Document,
    Index,
    Text,
    Version,
)
from clausier.model import ChangeClass, Status

MAJOR: Final = "1"
"""The `schema_version` that is read, whatever stands after its first dot."""

_DOCUMENT: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""Ids become parts of addresses."""
_HIGHEST: Final = 2**53 - 1
"""The largest whole number that every reader of JSON reads alike (RFC 8259, section 6)."""
_SCHEMA_VERSION: Final = re.compile(r"([0-9]+)(\.[0-9]+)*")


def parse_index(content: bytes) -> Index:
    """Return the index that `terms.json` holds.

    Raises:
        Damaged: it is cut short, no JSON, lacks a field that every index has, names an address
            outside of the site, or tells of a version what cannot be on its day.
        Incompatible: its `schema_version` is another than `MAJOR`.
    """
    fields = parse_fields(content, TERMS)
    version = fields.text("schema_version")
    match = _SCHEMA_VERSION.fullmatch(version)
    if match is None:
        raise fields.damage("schema_version", "a version")
    if match[1] != MAJOR:
        raise Incompatible(
            problem(
                f"{TERMS} is of schema_version {version}; this client reads {MAJOR}",
                "Install a version of the client that reads it",
            )
        )
    root, as_of = _root(fields), fields.day("as_of")
    documents = tuple(_document(entry, root, as_of) for entry in fields.each("documents"))
    if len({document.id for document in documents}) < len(documents):
        raise damage(f"{TERMS} names a document twice")
    return Index(
        schema_version=version,
        as_of=as_of,
        expires=fields.day("expires"),
        sequence=_sequence(fields),
        timezone=_zone(fields),
        publisher=fields.inside("publisher").text("name"),
        commit=fields.inside("source").text("commit"),
        checksums_url=fields.address("checksums_url", root),
        checksums_sha256=fields.digest("checksums_sha256"),
        documents=documents,
        root=root,
    )


def parse_versions(content: bytes, document: str, root: str) -> tuple[Version, ...]:
    """Return every version that `versions.json` of a document names, oldest first.

    Args:
        content: the answer.
        document: an id.
        root: the address of the site as it names itself.

    Raises:
        Damaged: it is cut short, no JSON, of another document, lacks a field, or names an address
            outside of the site.
    """
    fields = parse_fields(content, versions_data(document))
    _check_document(fields, document)
    return tuple(_version(entry, document, root) for entry in fields.each("versions"))


def parse_clauses(content: bytes, version: Version, text: Text) -> tuple[Clause, ...]:
    """Return the clauses of a text, in reading order, without parts.

    Args:
        content: the answer at `version_data`.
        version: what the index says of that version.
        text: one of its texts.

    Raises:
        Damaged: it is cut short, no JSON, of another version, or lacks a field; a clause is not
            what its own hash says.
        Altered: the clauses, joined, are not the text that the index names.
    """
    fields = parse_fields(content, version_data(version.document, version.number))
    _check_document(fields, version.document)
    if fields.version("version") != version.number:
        raise fields.damage("version", f"{version.number}")
    entry = fields.inside("texts").inside(text.language)
    clauses = tuple(_clause(one, version, text) for one in entry.each("clauses"))
    pieces = [entry.inside("preamble").optional_text("markdown"), *(c.markdown for c in clauses)]
    if None not in pieces:  # else the clauses cannot be told apart in the source
        joined = "".join(piece or "" for piece in pieces)
        check_text(_encode(joined), version, text)
    return clauses


def _document(fields: Fields, root: str, as_of: date) -> Document:
    name, current = fields.text("id"), fields.optional_inside("current")
    if _DOCUMENT.fullmatch(name) is None:
        raise fields.damage("id", "an id of lower-case letters, digits and hyphens")
    in_force = _dated(current, name, root, Status.IN_FORCE) if current else None
    upcoming = tuple(_dated(one, name, root, Status.UPCOMING) for one in fields.each("upcoming"))
    if current and in_force and (in_force.effective_from or date.max) > as_of:
        raise current.damage("effective_from", f"a day that had come on {as_of}")
    for entry, version in zip(fields.each("upcoming"), upcoming, strict=True):
        if (version.effective_from or date.min) <= as_of:
            raise entry.damage("effective_from", f"a day still to come on {as_of}")
    return Document(
        id=name,
        kind=fields.text("kind"),
        governing_language=fields.text("governing_language"),
        languages=fields.texts("languages"),
        current=in_force,
        upcoming=upcoming,
        proposed=tuple(_version(entry, name, root) for entry in fields.each("proposed")),
    )


def _dated(fields: Fields, document: str, root: str, status: Status) -> Version:
    """Read a version that has its legal day, and the status that goes with its place."""
    fields.day("effective_from")
    version = _version(fields, document, root)
    if version.status is not status:
        raise fields.damage("status", status)
    return version


def _version(fields: Fields, document: str, root: str) -> Version:
    texts = tuple(_text(entry, language, root) for language, entry in fields.by_key("texts"))
    if sum(text.governing for text in texts) != 1:
        raise damage(f"{fields.where} has not one governing text")
    number, accept_since = fields.version("version"), fields.version("accept_since")
    if accept_since > number:
        raise fields.damage("accept_since", f"a version up to {number}")
    return Version(
        document=document,
        number=number,
        status=fields.choice("status", Status),
        change=fields.choice("change", ChangeClass),
        published_at=fields.optional_instant("published_at"),
        effective_from=fields.optional_day("effective_from"),
        effective_until=fields.optional_day("effective_until"),
        accept_since=accept_since,
        supersedes=fields.optional_version("supersedes"),
        commit=fields.text("commit"),
        texts=texts,
    )


def _text(fields: Fields, language: str, root: str) -> Text:
    return Text(
        language=language,
        title=fields.text("title"),
        governing=fields.flag("governing"),
        summary=fields.optional_text("summary"),
        html_url=fields.address("html_url", root),
        markdown_url=fields.address("markdown_url", root),
        pdf_url=fields.address("pdf_url", root),
        sha256=fields.digest("sha256"),
        git_blob=fields.text("git_blob"),
    )


def _clause(fields: Fields, version: Version, text: Text) -> Clause:
    markdown, digest = fields.optional_text("markdown"), None
    if markdown is not None:
        digest = fields.digest("sha256")
        if sha256(_encode(markdown)).hexdigest() != digest:
            raise fields.damage("sha256", "that of its markdown")
    name = fields.text("id")
    return Clause(
        document=version.document,
        version=version.number,
        language=text.language,
        id=name,
        number=fields.optional_text("number"),
        heading=fields.optional_text("heading"),
        level=fields.number("level"),
        path=tuple(
            ClauseName(p.text("id"), p.optional_text("number"), p.optional_text("heading"))
            for p in fields.each("path")
        ),
        text=fields.text("text"),
        markdown=markdown,
        html=fields.text("html"),
        sha256=digest,
        since=fields.optional_version("since"),
        url=f"{text.html_url}#{name}",
    )


def _encode(text: str) -> bytes:
    """Return UTF-8, or what resembles it where half of a pair stands alone: JSON may say so."""
    return text.encode("utf-8", "surrogatepass")


def _check_document(fields: Fields, document: str) -> None:
    if fields.text("document") != document:
        raise fields.damage("document", f"“{document}”")


def _sequence(fields: Fields) -> int:
    number = fields.number("sequence")
    if not 1 <= number <= _HIGHEST:
        raise fields.damage("sequence", "a number of commits")
    return number


def _zone(fields: Fields) -> ZoneInfo:
    try:
        return ZoneInfo(fields.text("timezone"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # a folder of the zones' data, or a name that no file can have, are no zones either
        raise fields.damage("timezone", "a zone") from None


def _root(fields: Fields) -> str:
    schema = fields.text("$schema")
    root = schema.removesuffix(SCHEMA)
    is_address = root.startswith(("http://", "https://")) and root.isprintable()
    if root == schema or not root.endswith("/") or not is_address:
        raise fields.damage("$schema", f"the address of {SCHEMA}")
    return root
