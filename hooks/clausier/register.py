"""All documents as of a day: who is in force, what comes, what applied when.

A timeline says what each version is; a register says where each stands on one day. In-force
periods are half-open, `[effective_from, effective_until)` (DESIGN section 4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise, takewhile

from clausier.clauses import RenderedText
from clausier.model import Document, Publication, Status, Text, Version, VersionNumber
from clausier.settings import Settings
from clausier.timeline import Timeline

MOST_VERSIONS_IN_ALL_PAIRS = 20
"""Up to how many versions any two are compared; beyond, see `iter_pairs`."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One version, on the register's day."""

    version: Version
    status: Status
    effective_until: date | None
    """The day on which the next version takes its place; None where none is known."""
    supersedes: VersionNumber | None
    """The version whose place it took, takes or would take."""
    accept_since: VersionNumber
    """The oldest version whose acceptance still counts once this one is in force."""

    @property
    def number(self) -> VersionNumber:
        """The version's number."""
        return self.version.number


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days on which the same text applied, or none did."""

    start: date | None
    """First day; None: since ever."""
    end: date | None
    """First day after it; None: open."""
    standing: Standing | None
    """What applied; None: nothing was in force."""


@dataclass(frozen=True, slots=True)
class Record:
    """One document, on the register's day."""

    document: Document
    kind: str
    standings: tuple[Standing, ...]
    """In order of number."""

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @property
    def current(self) -> Standing | None:
        """What is in force, or None; never a fallback."""
        return next((s for s in self.standings if s.status is Status.IN_FORCE), None)

    @property
    def upcoming(self) -> tuple[Standing, ...]:
        """What takes force later, next first."""
        return self._with(Status.UPCOMING)

    @property
    def proposed(self) -> tuple[Standing, ...]:
        """What stands in the tree without an effective date."""
        return tuple(s for s in self._with(Status.PROPOSED) if not s.version.dropped)

    @property
    def dated(self) -> tuple[Standing, ...]:
        """What was, is or will be in force, in order; neither proposals nor what is void."""
        return tuple(s for s in self.standings if s.version.effective_date and not s.version.void)

    @property
    def withdrawn(self) -> bool:
        """Whether the document has left the tree."""
        return self.document.withdrawal is not None

    def _with(self, status: Status) -> tuple[Standing, ...]:
        return tuple(s for s in self.standings if s.status is status)

    def standing(self, number: VersionNumber) -> Standing:
        """The version with that number, which exists."""
        return next(s for s in self.standings if s.number == number)

    def periods(self) -> tuple[Period, ...]:
        """What applied when, oldest first, without gaps, from ever to open end."""
        dated = self.dated
        if not dated:
            return (Period(None, None, None),)
        first = dated[0].version.effective_date
        return (
            Period(None, first, None),
            *(Period(s.version.effective_date, s.effective_until, s) for s in dated),
        )

    def stages(self, older: VersionNumber, newer: VersionNumber) -> tuple[Standing, ...]:
        """The versions that lead from one to another, the former left out, oldest first.

        They are `newer` and those that it came after, one after the other, back to the first that
        `older` is or came after too. None where both are the same.
        """
        if older == newer:
            return ()
        known = {standing.number for standing in self._iter_back(older)}
        earlier = [standing for standing in self._iter_back(newer) if standing.number != newer]
        since = takewhile(lambda standing: standing.number not in known, earlier)
        return tuple(reversed((self.standing(newer), *since)))

    def _iter_back(self, number: VersionNumber) -> Iterator[Standing]:
        """Yield a version and those that it came after, newest first."""
        at: VersionNumber | None = number
        while at is not None:
            standing = self.standing(at)
            yield standing
            at = standing.supersedes

    def iter_pairs(self) -> Iterator[tuple[Standing, Standing]]:
        """Yield the pairs of versions that are compared, older first.

        All pairs up to `MOST_VERSIONS_IN_ALL_PAIRS` versions; beyond that neighbours, each version
        against the one whose place it took, and every version against the first, the one in force
        and those to come.
        """
        if len(self.standings) <= MOST_VERSIONS_IN_ALL_PAIRS:
            yield from combinations(self.standings, 2)
            return
        anchors = {self.standings[0].number}
        anchors |= {s.number for s in (*self.upcoming, *self.proposed)}
        anchors |= {self.current.number} if self.current else set()
        neighbours = {(a.number, b.number) for a, b in pairwise(self.standings)}
        neighbours |= {(s.supersedes, s.number) for s in self.standings if s.supersedes is not None}
        for older, newer in combinations(self.standings, 2):
            if {older.number, newer.number} & anchors or (older.number, newer.number) in neighbours:
                yield older, newer


@dataclass(frozen=True, slots=True)
class Register:
    """Every document on one day, with its texts rendered, each once."""

    as_of: date
    head: Publication
    """The commit that was built."""
    sequence: int
    """Number of first-parent commits up to it."""
    settings: Settings
    records: tuple[Record, ...]
    """In the order in which documents are listed."""
    rendered: Mapping[tuple[str, VersionNumber, str], RenderedText]
    """By document, version and language; exactly the texts that exist."""

    def render(self, text: Text) -> RenderedText:
        """The text as HTML and clauses."""
        return self.rendered[text.document, text.version, text.language]

    def reached(self, record: Record, language: str) -> tuple[Standing, ...]:
        """The versions that took force up to this day and have a text in `language`, oldest first.

        They are the mementos of the document's page (RFC 7089): what stood there, or stands.
        """
        return tuple(
            standing
            for standing in record.dated
            if (day := standing.version.effective_date)
            and day <= self.as_of
            and standing.version.text(language) is not None
        )

    def title(self, record: Record, language: str) -> str:
        """A document's title: in `language` where some version has it, newest first."""
        standings = [record.current] if record.current else []
        standings += [*record.upcoming, *reversed(record.standings)]
        for standing in standings:
            text = standing.version.text(language)
            if text is not None and (title := self.render(text).title):
                return title
        governing = self.render(standings[0].version.governing).title
        return governing or record.id


def build_register(
    timeline: Timeline,
    *,
    as_of: date,
    head: Publication,
    sequence: int,
    settings: Settings,
    render: Callable[[Text, RenderedText | None], RenderedText],
) -> Register:
    """Return the register of `timeline` on the day `as_of`.

    Args:
        timeline: every version of every document.
        as_of: a legal day in the settings' zone.
        head: the commit that is built.
        sequence: the number of first-parent commits up to it.
        settings: the company's choices.
        render: makes HTML of a text; its second argument is the governing text of the same
            version, None for that text itself. Called once for each text.
    """
    documents = sorted(timeline.documents, key=lambda d: settings.listing_key(d.id))
    rendered: dict[tuple[str, VersionNumber, str], RenderedText] = {}
    for document in documents:
        for version in document.versions:
            governing: RenderedText | None = None
            for text in version.texts:
                made = render(text, governing)
                rendered[text.document, text.version, text.language] = made
                governing = governing or made
    return Register(
        as_of=as_of,
        head=head,
        sequence=sequence,
        settings=settings,
        records=tuple(make_record(document, settings, as_of) for document in documents),
        rendered=rendered,
    )


def make_record(document: Document, settings: Settings, as_of: date) -> Record:
    """Return a document with where each of its versions stands on a day."""
    return Record(document, settings.kind(document.id), _standings(document, as_of))


def _standings(document: Document, as_of: date) -> tuple[Standing, ...]:
    """Work out each version's status on a day (the table in DESIGN section 4)."""
    chain = [v for v in document.versions if v.effective_date is not None and not v.void]
    reached = [v for v in chain if v.effective_date is not None and v.effective_date <= as_of]
    return tuple(
        Standing(
            version=version,
            status=_status(version, chain, reached),
            effective_until=_effective_until(version, chain),
            supersedes=_supersedes(version, chain, reached),
            accept_since=_accept_since(version, document),
        )
        for version in document.versions
    )


def _status(version: Version, chain: list[Version], reached: list[Version]) -> Status:
    if version.effective_date is None:
        return Status.PROPOSED
    if version.void:
        return Status.WITHDRAWN
    if version not in reached:
        return Status.WITHDRAWN if version.withdrawn else Status.UPCOMING
    if version is reached[-1]:
        return Status.WITHDRAWN if version.withdrawn else Status.IN_FORCE
    if version.withdrawn and not chain[chain.index(version) + 1].withdrawn:
        return Status.WITHDRAWN  # it was the one in force when the document left
    return Status.SUPERSEDED


def _effective_until(version: Version, chain: list[Version]) -> date | None:
    if version not in chain or chain[-1] is version:
        return None
    following = chain[chain.index(version) + 1]
    if version.withdrawn and not following.withdrawn:
        return None  # its withdrawal ended it, and a withdrawal has no legal date
    return following.effective_date


def _supersedes(
    version: Version, chain: list[Version], reached: list[Version]
) -> VersionNumber | None:
    if version.effective_date is None or version.void:
        before = [v for v in reached if not v.withdrawn]
        return before[-1].number if before else None
    position = chain.index(version)
    return chain[position - 1].number if position else None


def _accept_since(version: Version, document: Document) -> VersionNumber:
    """Return the latest version, not newer than this, that asked everyone to accept."""
    numbers = [
        v.number
        for v in document.versions
        if v.change.asks_acceptance
        and (v is version or (v.number < version.number and v.effective_date and not v.void))
    ]
    return max(numbers, default=version.number)
