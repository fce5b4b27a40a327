"""What changed between two versions, as JSON: `/api/v1/<document>/compare/<older>/<newer>.json`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import Field, HttpUrl

from clausier.addresses import COMPARISON_SCHEMA, Addresses, markdown_address, pdf_address
from clausier.api.references import ClauseName, Extent
from clausier.clauses import Clause, RenderedText
from clausier.excerpts import Excerpt, Ids
from clausier.extent import count_kinds
from clausier.links import place_links_absolutely, send_links
from clausier.model import ChangeClass, Text
from clausier.redline import Change, ChangeKind, Markers, Redline
from clausier.redlines import Redlines
from clausier.register import Record, Register, Standing
from clausier.schema import SHA256, VERSION, Served


class ComparedText(Served):
    """One of the two versions in one language."""

    title: str
    """The title of the text."""
    governing: bool
    """Whether this is the text that binds; any other is a courtesy translation."""
    html_url: HttpUrl
    """The text as a page; permanent."""
    markdown_url: HttpUrl
    """The text itself; permanent."""
    pdf_url: HttpUrl
    """The text's durable copy; permanent."""
    sha256: str = Field(pattern=SHA256)
    """SHA-256 of the bytes at `markdown_url`."""


class ComparedVersion(Served):
    """One of the two versions."""

    version: str = Field(pattern=VERSION)
    """The version's number."""
    change: ChangeClass
    """What kind of change it is."""
    effective_from: date | None
    """First legal day. Null for a version that is only proposed."""
    effective_until: date | None
    """The day on which another version takes its place, where one is known; not included."""
    texts: dict[str, ComparedText]
    """By language; a language that is not here does not exist for this version."""


class ComparedClause(Extent):
    """What happened to one clause. With neither id, it stands before the first clause."""

    older: ClauseName | None
    """The clause in the older text; null if it is not there."""
    newer: ClauseName | None
    """The clause in the newer text; null if it is not there."""
    url: HttpUrl | None
    """Where it begins on the page at `html_url`; null where there is no such page."""
    older_text: str | None
    """The clause in the older text, without its heading, a line for each paragraph, item or cell,
    up to the next clause; null if it is not there."""
    newer_text: str | None
    """Likewise in the newer text."""
    html: str
    """The clause with its changes marked: without each `ins` it is the older clause, without each
    `del` the newer. An item, row or cell that is there in one of them only has `data-change`,
    `added` or `removed`, and goes with its words. A clause that moved is not struck out at its old
    place. Links are absolute."""


class LanguageComparison(Served):
    """What changed between the two texts in one language."""

    html_url: HttpUrl | None
    """The redline as a page; null where the site does not publish that of these two versions."""
    identical: bool
    """Whether the two texts say the same, word for word and in the same form."""
    words_inserted: int = Field(ge=0)
    """In all clauses together; moved words and the numbers of clauses are not counted."""
    words_deleted: int = Field(ge=0)
    """Likewise."""
    counts: dict[ChangeKind, int]
    """How many clauses each kind of change is true of, the weightiest first. A clause counts in
    each of its kinds."""
    changes: list[ComparedClause]
    """Clause by clause, in the reading order of the newer text; what was removed, at its old
    place."""


class Comparison(Served):
    """What changed between two versions of a document, in every language."""

    schema_url: HttpUrl = Field(alias="$schema")
    """Where the JSON Schema of this answer is."""
    document: str
    """The document's id."""
    governing_language: str
    """The language whose text binds."""
    older: ComparedVersion
    """The older of the two versions."""
    newer: ComparedVersion
    """The newer of the two versions."""
    languages: dict[str, LanguageComparison]
    """By language, the languages that both versions have; never a text in place of another."""
    missing_languages: list[str]
    """Languages of the site that one of the two versions lacks, or both."""


def build_comparison(
    register: Register,
    record: Record,
    older: Standing,
    newer: Standing,
    redlines: Redlines,
    site_url: str,
) -> Comparison:
    """Return what changed between any two versions of a document.

    Args:
        register: the documents on a day; of statuses, nothing is said.
        record: one of the register's documents.
        older: one of its versions.
        newer: another.
        redlines: those of the register.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    languages = {}
    for language in register.settings.languages:
        found = _build_language(register, record, older, newer, redlines, site_url, language)
        if found is not None:
            languages[language] = found
    return Comparison(
        **{"$schema": HttpUrl(site_url + COMPARISON_SCHEMA)},
        document=record.id,
        governing_language=record.document.governing_language,
        older=_build_version(register, older, site_url),
        newer=_build_version(register, newer, site_url),
        languages=languages,
        missing_languages=[code for code in register.settings.languages if code not in languages],
    )


def _build_version(register: Register, standing: Standing, site_url: str) -> ComparedVersion:
    version = standing.version
    return ComparedVersion(
        version=str(version.number),
        change=version.change,
        effective_from=version.effective_date,
        effective_until=standing.effective_until,
        texts={text.language: _build_text(register, text, site_url) for text in version.texts},
    )


def _build_text(register: Register, text: Text, site_url: str) -> ComparedText:
    default = register.settings.languages[0]
    page = Addresses(text.language, default).version(text.document, text.version)
    return ComparedText(
        title=register.render(text).title,
        governing=text.governing,
        html_url=HttpUrl(site_url + page),
        markdown_url=HttpUrl(site_url + markdown_address(text, default)),
        pdf_url=HttpUrl(site_url + pdf_address(text, default)),
        sha256=text.sha256,
    )


def _build_language(
    register: Register,
    record: Record,
    older: Standing,
    newer: Standing,
    redlines: Redlines,
    site_url: str,
    language: str,
) -> LanguageComparison | None:
    redline = redlines.between(older.version, newer.version, language)
    if redline is None:
        return None
    addresses = Addresses(language, register.settings.languages[0])
    page = addresses.comparison(record.id, older.number, newer.number)
    is_published = redlines.is_published(record, older.number, newer.number)
    url = site_url + page if is_published else None
    target = page if is_published else addresses.version(record.id, newer.number)
    cut = redlines.excerpts(older.version, newer.version, language)
    writer = _Writer(redline, cut, url, target, site_url)
    return LanguageComparison(
        html_url=HttpUrl(url) if url else None,
        identical=redline.is_empty,
        words_inserted=redline.words_inserted,
        words_deleted=redline.words_deleted,
        counts=dict(count_kinds(redline.changes)),
        changes=list(map(writer.change, redline.changes)),
    )


class _Writer:
    """Writes the changes of one redline."""

    def __init__(
        self,
        redline: Redline,
        excerpts: Mapping[Ids, Excerpt],
        url: str | None,
        target: str,
        site_url: str,
    ) -> None:
        self._redline = redline
        self._olders = {clause.id: clause for clause in redline.older.clauses}
        self._newers = {clause.id: clause for clause in redline.newer.clauses}
        self._excerpts = excerpts
        self._url = url
        self._target = target
        self._site_url = site_url

    def change(self, change: Change) -> ComparedClause:
        """Return what happened to one clause."""
        older = self._olders[change.older] if change.older is not None else None
        newer = self._newers[change.newer] if change.newer is not None else None
        excerpt = self._excerpts[change.older, change.newer]
        html = send_links(excerpt.render(Markers()), self._target)
        return ComparedClause(
            kinds=list(change.kinds),
            words_inserted=change.words_inserted,
            words_deleted=change.words_deleted,
            older=ClauseName.of(older) if older else None,
            newer=ClauseName.of(newer) if newer else None,
            url=HttpUrl(f"{self._url}#{excerpt.anchor}") if self._url else None,
            older_text=_read(self._redline.older, older, change),
            newer_text=_read(self._redline.newer, newer, change),
            html=place_links_absolutely(html, self._site_url),
        )


def _read(text: RenderedText, clause: Clause | None, change: Change) -> str | None:
    """Return what a clause says, or what stands before the first, if that is what changed."""
    if change.older is None and change.newer is None:
        return text.preamble
    return clause.text if clause else None
