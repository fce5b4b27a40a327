"""What every site has, whatever its checksums list: whoever takes a file away can list the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clausier.addresses import (
    API_CATALOG,
    API_INDEX,
    OPENAPI,
    SCHEMA,
    SITEMAP,
    Addresses,
    clause_data,
    latest_data,
    timemap,
    version_data,
    versions_data,
)
from clausier.api import MODELS
from clausier.api.versions import VersionAnswer
from clausier.contract import DocumentEntry, TermsIndex
from clausier.model import VersionNumber
from clausier.verification.answers import read_answer
from clausier.verification.findings import Finding
from clausier.verification.published import Published, Refusal

_FORMS: Final = ("xml", "json")
"""Of feeds."""


def iter_missing(index: TermsIndex, site: Published) -> Iterator[Finding]:
    """Yield each file that is not there, though it follows from what the index says."""
    for name in dict.fromkeys(_iter_names(index, site)):
        held = site.holds(name)
        if isinstance(held, Refusal):
            yield held.describe(name)


def _iter_names(index: TermsIndex, site: Published) -> Iterator[str]:
    yield from (SCHEMA, SITEMAP, API_INDEX, OPENAPI, API_CATALOG, *MODELS)
    for document in index.documents:
        yield versions_data(document.id)
        yield from _iter_clauses(document, site)
        for language in document.history_url:
            yield latest_data(document.id, language)
            yield timemap(document.id, language)
    for owner, addresses in _iter_addresses(index, site):
        yield from (addresses.feed(name, form) for name in (None, owner) for form in _FORMS)
        yield addresses.calendar()
        yield addresses.missing()
        yield addresses.outline_for_models()
        yield addresses.texts_for_models()


def _iter_addresses(index: TermsIndex, site: Published) -> Iterator[tuple[str, Addresses]]:
    """Yield each document with the addresses of each language; the default one is at the root."""
    for document in index.documents:
        pages = {language: site.locate(url) for language, url in document.history_url.items()}
        root = f"{document.id}/versions/index.html"
        default = next((language for language, page in pages.items() if page == root), None)
        if default is not None:
            yield from ((document.id, Addresses(language, default)) for language in pages)


def _iter_clauses(document: DocumentEntry, site: Published) -> Iterator[str]:
    """Yield the history of each clause of the text in force."""
    if document.current is None:
        return
    try:
        number = VersionNumber.parse(document.current.version)
    except ValueError:  # said of the index already
        return
    answer, _ = read_answer(VersionAnswer, version_data(document.id, number), site)
    for text in answer.texts.values() if answer is not None else ():
        yield from (clause_data(document.id, clause.id) for clause in text.clauses)
