"""What pages show, as frozen values: the contract between the register and the templates.

Words and layout belong to the templates; dates, statuses and addresses come ready.
Addresses are relative to the root of the site (`addresses`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from clausier.clauses import Clause, RenderedText
from clausier.excerpts import Excerpt
from clausier.extent import Extent
from clausier.manual import ApiPage
from clausier.model import ChangeClass, Status
from clausier.redline import Change, ChangeKind, Redline


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
class ClauseChangeView:
    """What one version in force did to a clause."""

    version: VersionView
    older_version: VersionView
    """The version before it, which it is compared with."""
    kinds: tuple[ChangeKind, ...]
    older: Clause | None
    """The clause before; None where this version brought it."""
    newer: Clause
    words_inserted: int
    words_deleted: int
    redline: str | None
    """Address of the change in the redline of the two versions; None if that is not published."""
    excerpt: Excerpt
    origin: str
    """Address of what the excerpt was cut out of, where links within it lead."""
    key: str
    """The value of `data-excerpt`."""


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause of the text in force, and how it came to be as it is."""

    clause: Clause
    address: str
    """Of its history."""
    first: VersionView
    """The oldest version that was looked at."""
    brought_by: VersionView
    """The version that brought it; `first` if it was there already."""
    since: VersionView
    """The version since which its words and their form are what they are (`histories`)."""
    numbered_since: VersionView | None
    """The version since which it bears its number, if that is a later one."""
    changes: tuple[ClauseChangeView, ...]
    """Newest first; empty if nothing ever happened to it."""


@dataclass(frozen=True, slots=True)
class StageView:
    """A clause at one of the versions that led to the text in force."""

    version: VersionView
    changes: tuple[ClauseChangeView, ...]
    """What this version did to it."""
    is_there: bool
    number: str | None
    """The number that it had in this version."""

    @property
    def kind(self) -> ChangeKind | None:
        """The weightiest of what this version did to it."""
        return self.changes[0].kinds[0] if self.changes else None


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
    pdf: str
    """Address of its durable copy."""
    translated_at: datetime | None
    """When a translation first came; None for the governing text."""
    revisions: tuple[datetime, ...]
    """When a translation was corrected, oldest first; empty where it never was."""
    clauses: tuple[ClauseView, ...] = ()
    """All of the text in force, in reading order, if something ever happened to one of them."""

    @property
    def key(self) -> str:
        """The value of `data-text`."""
        return f"{self.document}/{self.version.number}/{self.language}"


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """`/cgu/`: the text in force."""

    document: DocumentView
    text: TextView | None
    """None where nothing is in force, or not in this language."""
    governing_address: str
    """Where the governing text is read."""
    predecessor: VersionView | None
    unchanged_since: VersionView | None = None
    """The oldest version in this language, where nothing happened to any clause since."""


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


Pair: TypeAlias = tuple[VersionView, VersionView, str]
"""Two versions, the older first, and the address of their redline."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """`/cgu/versions/`: every version."""

    document: DocumentView
    versions: tuple[VersionView, ...]
    """Newest first."""
    periods: tuple[PeriodView, ...]
    """Newest first."""
    pairs: tuple[Pair, ...]
    """Every one that is published, by number."""


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """`/cgu/compare/1.0/1.1/`: a redline."""

    document: DocumentView
    older: VersionView
    newer: VersionView
    stages: tuple[VersionView, ...]
    """The versions that led from the one to the other, oldest first, the newer one last. It alone
    where the older is not among those it came after."""
    redline: Redline | None
    """None where one of the two lacks this language."""
    extent: Extent | None
    """How far the redline goes; None where there is none."""
    former_ids: Mapping[Change, str]
    """What a link by the id that a clause bears in the older text leads to, by what became of it:
    `older-art-4.4`, for those that are no more or bear another id."""
    language: str
    governing_address: str
    pairs: tuple[Pair, ...]
    """As on the history page."""
    before: Pair | None
    """The redline that ends where this one begins."""
    after: Pair | None
    """The redline that begins where this one ends."""
    reverse: str | None
    """Address of the same two versions compared the other way round; None if not published."""
    pdf: str | None = None
    """Address of the redline as a document to keep; None if not published."""
    data: str | None = None
    """Address of the redline as data; None if not published."""

    @property
    def key(self) -> str:
        """The value of `data-redline`."""
        return f"{self.document.id}/{self.older.number}..{self.newer.number}/{self.language}"


@dataclass(frozen=True, slots=True)
class ClausePage:
    """`/cgu/clauses/art-4.2/`: the history of a clause of the text in force."""

    document: DocumentView
    name: str
    """The clause's id."""
    clause: ClauseView | None
    """None where the text in force, in this language, has no such clause."""
    html: str
    """The clause as it is, without ids; empty where there is none."""
    key: str
    """The value of `data-excerpt` for that."""
    stages: tuple[StageView, ...]
    """At each version that led to the text in force, oldest first."""
    parts: tuple[ClauseView, ...]
    """The clauses within it that something ever happened to, in reading order."""
    changed_elsewhere: tuple[tuple[str, str], ...]
    """(language, address of its history there) of each other language in which it changed."""
    language: str
    governing_address: str
    data: str
    """Address of this history as data."""


Body: TypeAlias = DocumentPage | VersionPage | HistoryPage | ComparisonPage | ClausePage | ApiPage


@dataclass(frozen=True, slots=True)
class Relation:
    """A link of a whole page (RFC 8288)."""

    name: str
    """As registered: `latest-version` (RFC 5829), `timemap` (RFC 7089)."""
    address: str
    type: str = ""
    """The media type of what is there; empty for a page."""


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
    links: tuple[Relation, ...]
    updated: date
    """The day of the newest commit that the page shows."""
    body: Body
    indexed: bool = False
    """Whether the site's search finds it."""

    @property
    def document(self) -> DocumentView | None:
        """The document that the page is about; None where it is about none."""
        return None if isinstance(self.body, ApiPage) else self.body.document
