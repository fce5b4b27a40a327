"""The values everything else speaks of: versions, texts, documents (DESIGN sections 2 and 4)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType


class ChangeClass(StrEnum):
    """What kind of change a version is, which decides whom it asks to accept again."""

    INITIAL = "initial"
    SUBSTANTIVE = "substantive"
    EDITORIAL = "editorial"
    CORRECTION = "correction"

    @property
    def asks_acceptance(self) -> bool:
        """Whether a user who accepted only older versions is asked again."""
        return self in (ChangeClass.INITIAL, ChangeClass.SUBSTANTIVE)


class Status(StrEnum):
    """Where a version stands on a day."""

    IN_FORCE = "in_force"
    UPCOMING = "upcoming"
    PROPOSED = "proposed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


VERSION_PATTERN = r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})"
"""How a version number is written, whole; the same in Python and in JavaScript."""
_VERSION_NUMBER = re.compile(VERSION_PATTERN)


@dataclass(frozen=True, slots=True, order=True)
class VersionNumber:
    """A version's number, `MAJOR.MINOR`; ordered as numbers, so that 1.10 comes after 1.9."""

    major: int
    minor: int

    @classmethod
    def parse(cls, text: str) -> VersionNumber:
        """Return the number that `text` writes.

        Raises:
            ValueError: `text` is not two whole numbers without leading zeros and a dot between.
        """
        match = _VERSION_NUMBER.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not MAJOR.MINOR")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: str) -> date:
    """Return the day that `text` writes as YYYY-MM-DD, the only form that is read.

    Raises:
        ValueError: `text` has another form, or is no day of the calendar.
    """
    if _DAY.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not YYYY-MM-DD")
    return date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a policy page says of itself (DESIGN section 3)."""

    document: str
    """Id of the document: lower-case letters, digits and hyphens."""
    version: VersionNumber
    change: ChangeClass
    effective_date: date | None = None
    """The legal day on which the version takes force; None while it is only proposed."""
    summary: str | None = None
    """What changes, in plain words and in the text's language; never blank."""
    lines: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType({}), hash=False, compare=False, repr=False
    )
    """1-based line of each key, for messages."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A first-parent commit, as the moment something came onto the main branch."""

    commit: str
    """Full hash."""
    at: datetime
    """The commit's committer date, aware, in UTC. Never a legal date."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of one policy page in git."""

    front: FrontMatter
    language: str
    body: bytes
    """The text: the file's bytes after its front matter, unchanged."""
    blob: str
    """Full hash of the git blob that holds the whole file."""
    uri: str
    """Path in the repository at that commit."""
    published: Publication

    @property
    def sha256(self) -> str:
        """The identity of the text: SHA-256 of `body`, 64 hexadecimal digits."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Text:
    """One version in one language, as it is published."""

    document: str
    version: VersionNumber
    language: str
    governing: bool
    """Whether this is the text that binds; any other is a courtesy translation."""
    body: bytes
    """UTF-8; exactly the file's bytes after its front matter."""
    sha256: str
    blob: str
    """The blob that `body` was taken from."""
    uri: str
    published: Publication
    """For a governing text, the commit that froze it (or, while only proposed, its latest)."""
    summary: str | None
    earlier: tuple[Revision, ...] = ()
    """What a translation was before it was corrected, oldest first; none for a governing text."""

    @property
    def revisions(self) -> tuple[Publication, ...]:
        """Each commit that gave this text other bytes, oldest first; for a governing text, one."""
        return (*(revision.published for revision in self.earlier), self.published)

    @property
    def markdown(self) -> str:
        """The text as a string; a damaged one never becomes a `Text`, so this cannot fail."""
        return self.body.decode("utf-8")


@dataclass(frozen=True, slots=True)
class DateMove:
    """An effective date that was moved, while both days were still ahead."""

    published: Publication
    """The commit that moved it."""
    former: date
    day: date


@dataclass(frozen=True, slots=True)
class Version:
    """One numbered state of a document in all its languages."""

    number: VersionNumber
    change: ChangeClass
    effective_date: date | None
    """None: the version is proposed."""
    published: Publication | None
    """The commit that brought it with an effective date; None while it is proposed."""
    texts: tuple[Text, ...]
    """The governing text first, then translations by language; never empty."""
    dropped: bool = False
    """A proposal that another version replaced in the tree before it was ever published."""
    withdrawn: bool = False
    """Published, then left behind when the document's file left the tree."""
    void: bool = False
    """Withdrawn before its effective date came, so that it never was nor will be in force."""
    left: Publication | None = None
    """The commit that withdrew it, while it is withdrawn."""
    moves: tuple[DateMove, ...] = ()
    """How its effective date was moved once it was published, oldest first."""
    announcements: tuple[Publication, ...] = ()
    """The commits that told its effective date or took it back, in their order: its publication,
    each move, a withdrawal before that day, its return. Empty while it is proposed."""

    @property
    def governing(self) -> Text:
        """The text that binds."""
        return self.texts[0]

    def text(self, language: str) -> Text | None:
        """The text in `language`, or None where this version lacks it."""
        return next((text for text in self.texts if text.language == language), None)


@dataclass(frozen=True, slots=True)
class Document:
    """One policy with every version it ever had."""

    id: str
    governing_language: str
    versions: tuple[Version, ...]
    """In order of number; never empty."""
    uris: tuple[str, ...]
    """Every path its pages ever had, sorted: what a link in an old text may name."""
    withdrawal: Publication | None = None
    """The commit that took the governing file out of the tree, while it is out."""

    def version(self, number: VersionNumber) -> Version | None:
        """The version with that number, or None."""
        return next((version for version in self.versions if version.number == number), None)
