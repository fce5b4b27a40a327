"""Versions and documents as values, for tests that need no git."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

from clausier.model import ChangeClass, Document, Publication, Text, Version, VersionNumber

COMMIT = "c" * 40
BLOB = "b" * 40
AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def publication(at: datetime = AT) -> Publication:
    return Publication(COMMIT, at)


def text(document: str, number: str, language: str, body: str) -> Text:
    raw = body.encode()
    return Text(
        document=document,
        version=VersionNumber.parse(number),
        language=language,
        governing=language == "fr",
        body=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        blob=BLOB,
        uri=f"docs/{language}/{document}.md",
        published=publication(),
        summary=None,
    )


def version(
    number: str,
    effective: str | None = None,
    change: ChangeClass = ChangeClass.SUBSTANTIVE,
    *,
    document: str = "cgu",
    languages: tuple[str, ...] = ("fr", "en"),
    dropped: bool = False,
    withdrawn: bool = False,
    void: bool = False,
) -> Version:
    return Version(
        number=VersionNumber.parse(number),
        change=change,
        effective_date=date.fromisoformat(effective) if effective else None,
        published=publication() if effective else None,
        texts=tuple(
            text(document, number, language, f"# {document} {number} {language}\n")
            for language in languages
        ),
        dropped=dropped,
        withdrawn=withdrawn,
        void=void,
        announcements=(publication(),) if effective else (),
    )


def document(*versions: Version, name: str = "cgu", withdrawn: bool = False) -> Document:
    return Document(
        id=name,
        governing_language="fr",
        versions=versions,
        uris=(f"docs/fr/{name}.md",),
        withdrawal=publication() if withdrawn else None,
    )
