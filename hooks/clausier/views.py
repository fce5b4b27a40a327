"""What pages show, as frozen values: the contract between the register and the templates.

Words and layout belong to the templates; dates, statuses and addresses come ready.
Addresses are relative to the root of the site (`addresses`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from clausier.clauses import RenderedText
from clausier.model import ChangeClass, Status
from clausier.redline import Redline


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version, as a page in one language speaks of it."""

    number: str
    status: Status
    change: ChangeClass
    effective_from: date | None
    effective_until: date | None
    """The first day on which it no longer applied or will no longer apply."""
    published_at: datetime | None
    summary: str | None
    """In the page's language where there is one, else in the governing one."""
    summary_language: str
    accept_since: str
    asks_acceptance: bool
    """Whether users who accepted only older versions are asked again."""
    dropped: bool
    void: bool
    languages: tuple[str, ...]
    markdown: str
    """Address of the text's bytes, in the page's language where it exists, else the governing."""
    address: str
    comparison: str | None
    """Address of its redline against the version before it; None for the first."""
    comparison_from: str | None
    """The number of that version before it."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document, as every page about it begins."""

    id: str
    title: str
    governing_language: str
    address: str
    history: str
    current: VersionView | None
    upcoming: tuple[VersionView, ...]
    proposed: tuple[VersionView, ...]
    withdrawn_at: datetime | None
    """When its file left the tree; None while it is there."""


@dataclass(frozen=True, slots=True)
class ClauseOrigin:
    """Where a clause of the text in force comes from."""

    clause: str
    """Its id."""
    added_by: VersionView | None
    """The version that brought it; None where the first one did."""
    modified_by: tuple[VersionView, ...]
    """The versions in force that changed it since, oldest first."""


@dataclass(frozen=True, slots=True)
class TextView:
    """A text with what a reader is told about it."""

    version: VersionView
    document: str
    language: str
    governing: bool
    rendered: RenderedText
    sha256: str
    blob: str
    commit: str
    markdown: str
    """Address of its bytes."""
    translated_at: datetime | None
    """When a translation first came; None for the governing text."""
    revisions: tuple[datetime, ...]
    """When a translation was corrected, oldest first; empty where it never was."""
    origins: tuple[ClauseOrigin, ...] = ()
    """For each clause that is not as it was in the first version; in reading order."""

    @property
    def key(self) -> str:
        """The value of `data-text`."""
        return f"{self.document}/{self.version.number}/{self.language}"


@dataclass(frozen=True, slots=True)
class DraftView:
    """A text that is being written, beside the one in force."""

    uri: str
    number: str | None
    """None where the file cannot be read; `problem` then says why."""
    effective_from: date | None
    change: ChangeClass | None
    summary: str | None
    redline: Redline | None
    """Against the text in force; None where there is none."""
    rendered: RenderedText | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """`/cgu/`: the text in force."""

    document: DocumentView
    text: TextView | None
    """None where nothing is in force, or not in this language."""
    governing_address: str
    """Where the governing text is read."""
    predecessor: VersionView | None
    draft: DraftView | None = None
    """What the working tree holds instead; only while the site is being edited."""


@dataclass(frozen=True, slots=True)
class VersionPage:
    """`/cgu/versions/1.0/`: one text, for ever."""

    document: DocumentView
    version: VersionView
    text: TextView | None
    """None where this version lacks this language."""
    governing_address: str
    predecessor: VersionView | None
    successor: VersionView | None


@dataclass(frozen=True, slots=True)
class PeriodView:
    """What applied on a stretch of days; bounds as in `register.Period`."""

    start: date | None
    end: date | None
    version: VersionView | None
    withdrawn: bool
    """The text applied until the document was withdrawn."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """`/cgu/versions/`: every version."""

    document: DocumentView
    versions: tuple[VersionView, ...]
    """Newest first."""
    periods: tuple[PeriodView, ...]
    """Newest first."""
    pairs: tuple[tuple[VersionView, VersionView, str], ...]
    """Older, newer and the address of their redline; every pair that is published."""


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """`/cgu/compare/1.0/1.1/`: a redline."""

    document: DocumentView
    older: VersionView
    newer: VersionView
    redline: Redline | None
    """None where one of the two lacks this language."""
    language: str
    governing_address: str

    @property
    def key(self) -> str:
        """The value of `data-redline`."""
        return f"{self.document.id}/{self.older.number}..{self.newer.number}/{self.language}"


Body: TypeAlias = DocumentPage | VersionPage | HistoryPage | ComparisonPage


@dataclass(frozen=True, slots=True)
class Page:
    """A generated page: where it stands and what it shows."""

    address: str
    language: str
    title: str
    alternates: tuple[tuple[str, str], ...]
    """(language, address) of the same page in each language, this one included."""
    canonical: str
    """The address that search engines keep."""
    links: tuple[tuple[str, str], ...]
    """(relation, address): RFC 5829 and RFC 8288 links of the page."""
    updated: date
    """The day of the newest commit that the page shows."""
    body: Body
    indexed: bool = False
    """Whether the site's search finds it."""
