"""What is said of a text or a redline beside what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from clausier.model import ChangeClass


@dataclass(frozen=True, slots=True)
class TextSheet:
    """What the durable copy of a text says of it: only what stays true."""

    publisher: str
    title: str
    """Of the document; stands above a text that has no heading of its own."""
    document: str
    """Id of the document."""
    version: str
    language: str
    governing: bool
    """Whether this is the text that binds; any other is a courtesy translation."""
    governing_language: str
    change: ChangeClass
    effective_date: date | None
    """None for a proposed version."""
    published_on: date | None
    """The legal day on which the version was published; None while it is proposed."""
    address: str
    """Absolute, of the version's page, for ever."""
    markdown_url: str
    """Absolute, of the text's bytes."""
    site_url: str
    """Absolute, where the site begins."""
    sha256: str
    """Of the text's bytes, in hexadecimal."""
    stamped_at: datetime
    """The time that the file carries; aware. Never the clock's: that of the commit that brought
    the text."""
    translated_on: date | None = None
    """The legal day on which a translation came, where it came later than the version."""

    def __post_init__(self) -> None:
        _check_aware(self.stamped_at)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions in a redline."""

    version: str
    change: ChangeClass
    effective_date: date | None
    """None for a proposed version."""
    published_on: date | None
    """The legal day of its publication; None while it is proposed."""
    address: str
    """Absolute, of the version's page."""
    sha256: str
    """Of its text in the redline's language, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A version on the way from the older to the newer."""

    version: str
    change: ChangeClass
    summary: str | None
    """What it changes, in its authors' words."""
    summary_language: str


@dataclass(frozen=True, slots=True)
class TouchedClause:
    """A clause that a change touches."""

    label: str
    """How it is cited: its number, its heading, or both."""
    what: str
    """What happened to it, in words of the sheet's language."""
    words_inserted: int
    words_deleted: int
    anchor: str = ""
    """An id in the redline's HTML, where to find it: `art-4.2`, or `change-3` for a clause that
    is gone. Empty if there is none."""


@dataclass(frozen=True, slots=True)
class RedlineSheet:
    """What a redline says of the two texts that it compares."""

    publisher: str
    title: str
    """Of the document."""
    document: str
    """Id of the document."""
    language: str
    governing: bool
    """Whether the texts compared are those that bind, and no courtesy translations."""
    governing_language: str
    older: Side
    newer: Side
    stages: tuple[Stage, ...]
    """Every version from the older, left out, to the newer, oldest first; none where both are the
    same."""
    changes: int
    """How many runs of changes there are: `Redline.count`."""
    words_inserted: int
    words_deleted: int
    clauses: tuple[TouchedClause, ...]
    """In reading order."""
    address: str | None
    """Absolute, of the comparison's page; None where the site has none."""
    site_url: str
    """Absolute, where the site begins."""
    stamped_at: datetime
    """The time that the file carries; aware. Never the clock's: that of the newer text's commit."""

    def __post_init__(self) -> None:
        _check_aware(self.stamped_at)


def _check_aware(instant: datetime) -> None:
    """Refuse a time that means another instant on another machine."""
    if instant.tzinfo is None:
        raise ValueError("stamped_at has no time zone")
