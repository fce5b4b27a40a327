"""What happened to the documents, as those who follow them in one language are told.

Nothing here is said in words yet (`notices`). As days and commits go by, events are only added;
the id and the instant of one that exists do not change. One alone can go: a withdrawal that was
undone, because the same version came back as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum
from uuid import UUID

from clausier.feeds.identities import identify_event
from clausier.model import DateMove, Text
from clausier.register import Record, Register, Standing


class EventKind(StrEnum):
    """What happened. Part of an event's id: never to be renamed."""

    PUBLISHED = "published"
    """A version came, with an effective date."""
    MOVED = "moved"
    """A version's effective date was moved, while it was ahead."""
    IN_FORCE = "in_force"
    """A version's effective date came."""
    TRANSLATED = "translated"
    """The translation of a published version came after it."""
    CORRECTED = "corrected"
    """The translation of a published version was put right."""
    WITHDRAWN = "withdrawn"
    """The document left."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, as it is told in one language."""

    kind: EventKind
    record: Record
    standing: Standing | None
    """The version; None for what happened to the document as a whole."""
    language: str
    at: datetime
    """When, in UTC: a commit's instant, or the beginning of a legal day."""
    updated: datetime
    """When what is told changed last: of a publication, also when its date was moved, or when the
    version was withdrawn before its day or came back."""
    id: UUID
    move: DateMove | None = None
    """How the date was moved, if that is what happened."""

    @property
    def text(self) -> Text | None:
        """The version's text in this language, if it was there when this happened.

        A translation that came later is told of by an event of its own.
        """
        if self.standing is None:
            return None
        version = self.standing.version
        text = version.text(self.language)
        if text is None or text.governing or version.published is None:
            return text
        return text if text.revisions[0].at <= max(self.at, version.published.at) else None


def list_events(
    register: Register, language: str, document: str | None = None
) -> tuple[Event, ...]:
    """Return what happened to a document, or to all, newest first.

    Args:
        register: the documents on a day; what takes force later has not happened.
        language: that of who is told; a translation is told of in its own language only.
        document: a document's id; None for all of them.
    """
    events = [
        event
        for record in register.records
        if document in (None, record.id)
        for event in _iter_events(register, record, language)
    ]
    events = list({event.id: event for event in events}.values())  # two commits in one second
    events.sort(key=lambda event: event.at)
    events.reverse()  # of what happened at once, the later version comes first too
    return tuple(events)


def begin_day(day: date, zone: tzinfo) -> datetime:
    """Return the instant at which a legal day begins, in UTC."""
    if day == date.min:  # east of Greenwich, it began before all instants that can be written
        return datetime.min.replace(tzinfo=UTC)
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _iter_events(register: Register, record: Record, language: str) -> Iterator[Event]:
    """Yield what happened to a document: of each version, in the order in which it happens."""
    for standing in record.standings:
        version = standing.version
        if version.published is None:
            continue
        published = version.published.at
        updated = max(one.at for one in version.announcements)
        event = _make(EventKind.PUBLISHED, record, standing, language, published)
        yield replace(event, updated=updated)
        for move in version.moves:
            at, which = move.published.at, f"{move.published.at.isoformat()} {move.day}"
            event = _make(EventKind.MOVED, record, standing, language, at, which)
            yield replace(event, move=move)
        yield from _iter_translations(record, standing, language, published)
        day = version.effective_date
        if day is not None and day <= register.as_of and not version.void:
            at = begin_day(day, register.settings.zone)
            yield _make(EventKind.IN_FORCE, record, standing, language, at)
    departures = {one.version.left.at for one in record.standings if one.version.left}
    for at in sorted(departures):
        yield _make(EventKind.WITHDRAWN, record, None, language, at, at.isoformat())


def _iter_translations(
    record: Record, standing: Standing, language: str, published: datetime
) -> Iterator[Event]:
    """Yield how a translation came and was corrected, once its version was published."""
    text = standing.version.text(language)
    if text is None or text.governing:
        return
    first, *later = text.revisions
    if first.at > published:
        yield _make(EventKind.TRANSLATED, record, standing, language, first.at)
    for at in sorted({revision.at for revision in later if revision.at > published}):
        yield _make(EventKind.CORRECTED, record, standing, language, at, at.isoformat())


def _make(
    kind: EventKind,
    record: Record,
    standing: Standing | None,
    language: str,
    at: datetime,
    which: str = "",
) -> Event:
    version = standing.version if standing else None
    name = identify_event(record.document, version, kind, language, which)
    return Event(kind, record, standing, language, at, at, name)
