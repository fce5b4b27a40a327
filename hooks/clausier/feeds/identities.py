"""Ids of feeds, entries and dates in calendars that never change.

A feed reader knows an entry by its id alone: with another one, everybody who follows the terms is
told all of it again. So an id is made from what never changes: neither the site's address, nor
the names of files, nor commits' hashes (a repository may be written anew), nor the company's
name. What makes it unlike that of any other company's `cgu` 1.0 is the SHA-256 of the first text
that was published of the document, which is frozen for ever (DESIGN section 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from clausier.model import Document, Version, VersionNumber
from clausier.register import Register

_NAMESPACE: Final = UUID("444ed19c-1cd8-4e12-8ecf-4e94323c884d")
"""Drawn once (RFC 9562 section 6.6); never to be changed."""


def identify_event(
    document: Document, version: Version | None, event: str, language: str, which: str = ""
) -> UUID:
    """Return the id of what happened to a version of a document, as told in a language.

    Args:
        document: the document, with a version that was published.
        version: the version; None for what happened to the document as a whole.
        event: what kind of thing happened.
        language: that of the feed or calendar.
        which: tells apart what can happen more than once.
    """
    number = str(version.number) if version is not None else ""
    first = _find_first(document)
    root = first.sha256 if first else ""
    return _make(root, document.id, number, event, language, which)


def identify_feed(register: Register, document: Document | None, language: str) -> UUID:
    """Return the id of a document's feed, or of that of all documents.

    Nobody has anything to follow before the first publication: until then the company's name
    stands for the text that there is not.
    """
    documents = (document,) if document else tuple(r.document for r in register.records)
    first = min((first for one in documents if (first := _find_first(one))), default=None)
    root = first.sha256 if first else register.settings.publisher
    return _make(root, document.id if document else "", "", "feed", language, "")


@dataclass(frozen=True, slots=True, order=True)
class _First:
    """The text that was published first."""

    at: datetime
    document: str
    number: VersionNumber
    sha256: str


def _find_first(document: Document) -> _First | None:
    """Return the governing text of a document that was published first, or None."""
    published = (
        _First(version.published.at, document.id, version.number, version.governing.sha256)
        for version in document.versions
        if version.published is not None
    )
    return min(published, default=None)


def _make(*parts: str) -> UUID:
    return uuid5(_NAMESPACE, "\n".join(parts))
