"""What the client answers with: the published terms as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clausier.client.errors import ClientError, missing_document, missing_language
from clausier.model import ChangeClass, Status, VersionNumber


@dataclass(frozen=True, slots=True)
class Text:
    """One version in one language, as the index names it."""

    language: str
    title: str
    governing: bool
    """Whether this is the text that binds; any other is a courtesy translation."""
    summary: str | None
    """What the version changes, in plain words and in this language."""
    html_url: str
    """The text as a page; permanent."""
    markdown_url: str
    pdf_url: str
    sha256: str
    """Of the bytes at `markdown_url`: what to keep with an acceptance."""
    git_blob: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document."""

    document: str
    number: VersionNumber
    """Compares as numbers do: 1.10 is newer than 1.9. `str(number)` is `1.10`."""
    status: Status
    """On the day asked about, where the client found what is in force; else as the site said."""
    change: ChangeClass
    published_at: datetime | None
    """Aware. Never a legal date; None while only proposed."""
    effective_from: date | None
    """First legal day, from 00:00 in the index's zone; None while only proposed."""
    effective_until: date | None
    """The day on which the next version takes its place, where one is known; not included."""
    accept_since: VersionNumber
    """The oldest version whose acceptance still counts once this one is in force."""
    supersedes: VersionNumber | None
    commit: str
    texts: tuple[Text, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that this version exists in."""
        return tuple(text.language for text in self.texts)

    @property
    def governing(self) -> Text:
        """The text that binds."""
        return next(text for text in self.texts if text.governing)

    def text(self, language: str) -> Text:
        """The text in `language`, never another in its place.

        Raises:
            Missing: this version lacks that language.
        """
        for text in self.texts:
            if text.language == language:
                return text
        raise missing_language(self.document, self.number, language, self.languages)


@dataclass(frozen=True, slots=True)
class Document:
    """One document, as the index names it.

    `current` and `upcoming` are as of the index's day: ask the client what is in force now.
    """

    id: str
    kind: str
    governing_language: str
    languages: tuple[str, ...]
    """Languages in which some version exists."""
    current: Version | None
    upcoming: tuple[Version, ...]
    """Next first."""
    proposed: tuple[Version, ...]
    """Without an effective date; nothing may be accepted yet."""

    @property
    def versions(self) -> tuple[Version, ...]:
        """All versions that the index names."""
        return (*((self.current,) if self.current else ()), *self.upcoming, *self.proposed)


@dataclass(frozen=True, slots=True)
class Index:
    """`terms.json`."""

    schema_version: str
    as_of: date
    """The day for which it was made."""
    expires: date
    """The last day on which it may be used without asking again."""
    sequence: int
    """It only grows."""
    timezone: ZoneInfo
    """Where legal days begin at 00:00."""
    publisher: str
    commit: str
    checksums_url: str
    checksums_sha256: str
    """Of the bytes at `checksums_url`, which give those of every other file."""
    documents: tuple[Document, ...]
    root: str
    """The address of the site as it names itself, ending in a slash."""

    def document(self, name: str) -> Document:
        """The document of that id.

        Raises:
            Missing: there is none.
        """
        for document in self.documents:
            if document.id == name:
                return document
        raise missing_document(name, (document.id for document in self.documents))

    def iter_versions(self) -> Iterator[Version]:
        """Yield each version of each document."""
        for document in self.documents:
            yield from document.versions


@dataclass(frozen=True, slots=True)
class Answer:
    """The last good index, and how far it may be relied on."""

    index: Index
    fetched_at: datetime
    """When its bytes came from the site; aware."""
    checked_at: datetime
    """When the site last sent or confirmed it; aware."""
    age: timedelta
    """Since `checked_at`, when this answer was given."""
    revalidated: bool
    """Whether the site sent or confirmed it during this call."""
    is_expired: bool
    """Whether today, in the index's zone, is past `expires`: it may be outdated."""
    failure: ClientError | None
    """Why the last try to renew it failed; None if it did not."""


@dataclass(frozen=True, slots=True)
class ClauseName:
    """A clause that another stands in."""

    id: str
    number: str | None
    heading: str | None


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of one text, up to where the next begins."""

    document: str
    version: VersionNumber
    language: str
    id: str
    """`art-4.2`."""
    number: str | None
    """As it is cited: `4.2`; None for a heading without a number."""
    heading: str | None
    level: int
    path: tuple[ClauseName, ...]
    """What it stands in, outermost first."""
    text: str
    """What it says, without its heading, a line for each paragraph, item or cell."""
    markdown: str | None
    """Its own stretch of the text, to the letter; None where it cannot be told apart."""
    html: str
    sha256: str | None
    """Of `markdown` in UTF-8."""
    since: VersionNumber | None
    """The version since which it reads as it does."""
    url: str
    """Where it stands in its version's page; permanent."""
    parts: tuple[Clause, ...] = ()
    """The clauses that stand in it, in reading order, each without parts of its own."""

    @property
    def whole_text(self) -> str:
        """What it says with all of its parts and the headings among them, line by line."""
        lines = [self.text]
        for part in self.parts:
            lines += [part.heading or "", part.text]
        return "\n".join(line for line in lines if line)

    @property
    def whole_markdown(self) -> str | None:
        """Its stretch of the text with all of its parts; None where it cannot be told apart."""
        pieces = [clause.markdown for clause in (self, *self.parts)]
        return None if None in pieces else "".join(piece or "" for piece in pieces)
