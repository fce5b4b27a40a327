"""Events in words: what a feed, in whatever format, shows of each.

Sentences stay true whatever day they are read, since a reader keeps what it once fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from clausier.addresses import Addresses, markdown_address, pdf_address
from clausier.feeds.events import Event, EventKind
from clausier.feeds.sentences import Sentences
from clausier.model import VersionNumber
from clausier.register import Record, Register, Standing


@dataclass(frozen=True, slots=True)
class Link:
    """Where more is to be read."""

    relation: Literal["alternate", "related"]
    """`alternate` for what the notice tells of, `related` for what goes with it."""
    url: str
    type: str
    language: str
    label: str
    length: int | None = None
    """In bytes, where it is known."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told of one event."""

    id: str
    """A URN that never changes."""
    title: str
    published: datetime
    updated: datetime
    kind: EventKind
    kind_name: str
    """What the kind is called in the notice's language."""
    document: str
    document_title: str
    version: VersionNumber | None
    effective_from: date | None
    paragraphs: tuple[str, ...]
    """Plain text; never empty."""
    summary: str
    """What the notice comes to, one of the paragraphs: what the version changes, in its author's
    words, unless something else is what happened."""
    links: tuple[Link, ...]
    """The page to read first; never empty, and no two alternates of a type and language."""


def write_notice(register: Register, event: Event, site_url: str) -> Notice:
    """Return what is told of an event.

    Args:
        register: that of the event.
        event: what happened.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    writer = _Writer(register, event, site_url)
    version = event.standing.version if event.standing else None
    paragraphs = tuple(writer.iter_paragraphs())
    return Notice(
        id=event.id.urn,
        title=writer.title(),
        published=event.at,
        updated=event.updated,
        kind=event.kind,
        kind_name=writer.say.kind(event.kind),
        document=event.record.id,
        document_title=writer.document_title,
        version=version.number if version else None,
        effective_from=version.effective_date if version else None,
        paragraphs=paragraphs,
        summary=(None if event.move else writer.summary()) or paragraphs[0],
        links=tuple(writer.iter_links()),
    )


_WHOLE: Final = frozenset({EventKind.PUBLISHED, EventKind.MOVED, EventKind.IN_FORCE})
"""Events that concern a version whatever the language."""


class _Writer:
    """Writes the notice of one event."""

    def __init__(self, register: Register, event: Event, site_url: str) -> None:
        self.say = Sentences(register, event.language)
        self._event = event
        self._default = register.settings.languages[0]
        self._site_url = site_url
        named = event.standing or _find_last_left(event)
        self.document_title = self.say.document_title(event.record, named)

    def title(self) -> str:
        """Return one line that says it all."""
        event = self._event
        if event.standing is None:
            return self.say.withdrawal_title(self.document_title)
        if event.move is not None:
            number = event.standing.number
            return self.say.move_title(self.document_title, number, event.move)
        return self.say.event_title(self.document_title, event.kind, event.standing)

    def summary(self) -> str | None:
        """Return what the version changes, never in another language than the notice's.

        None where a correction is told of: that is another change.
        """
        if self._event.kind is EventKind.CORRECTED:
            return None
        return self.say.summary(self._event.text)

    def iter_paragraphs(self) -> Iterator[str]:
        """Yield what is told."""
        event, standing = self._event, self._event.standing
        if standing is None:
            yield self.say.withdrawal(event.at)
            return
        if event.move is not None:
            yield self.say.move(standing.number, event.move)
        else:
            yield self.say.event(event.kind, standing, event.at)
        if (summary := self.summary()) is not None:
            yield summary
        if event.kind in _WHOLE:
            yield self.say.change(standing)
        if event.text is None:
            yield self.say.missing(event.record)
        elif not event.text.governing and event.kind is not EventKind.CORRECTED:
            yield self.say.courtesy(event.record)

    def iter_links(self) -> Iterator[Link]:
        """Yield where more is to be read, the page of what the notice tells of first."""
        event, record, standing = self._event, self._event.record, self._event.standing
        here = Addresses(event.language, self._default)
        if standing is None:
            yield self._page(here.history(record.id), event.language, self.say.read_history())
            return
        number = standing.number
        label = self.say.read_version(number)
        yield self._page(here.version(record.id, number), event.language, label)
        if (redline := self._redline(record, standing)) is not None:
            yield redline
        if event.text is None:
            there = Addresses(record.document.governing_language, self._default)
            label = self.say.read_governing(record)
            yield self._page(there.version(record.id, number), there.language, label)
        else:
            url = self._site_url + markdown_address(event.text, self._default)
            label, size = self.say.read_markdown(), len(event.text.body)
            yield Link("alternate", url, "text/markdown", event.language, label, size)
            url = self._site_url + pdf_address(event.text, self._default)
            yield Link("alternate", url, "application/pdf", event.language, self.say.read_pdf())

    def _redline(self, record: Record, standing: Standing) -> Link | None:
        """Return the way to what changed since the version whose place this one takes."""
        older, version = standing.supersedes, standing.version
        pairs = ((one.number, two.number) for one, two in record.iter_pairs())
        if older is None or version.void or (older, version.number) not in pairs:
            return None
        language = self._event.language
        if self._event.text is None or record.standing(older).version.text(language) is None:
            language = record.document.governing_language
        address = Addresses(language, self._default).comparison(record.id, older, version.number)
        label = self.say.read_changes(older)
        return Link("related", self._site_url + address, "text/html", language, label)

    def _page(self, address: str, language: str, label: str) -> Link:
        return Link("alternate", self._site_url + address, "text/html", language, label)


def _find_last_left(event: Event) -> Standing:
    """Return the newest version that a withdrawal left behind."""
    gone = (
        standing
        for standing in event.record.standings
        if standing.version.left is not None and standing.version.left.at == event.at
    )
    return max(gone, key=lambda standing: standing.number)
