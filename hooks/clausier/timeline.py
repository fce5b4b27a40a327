"""Every document with every version it ever had, whatever the day.

What a version is follows from its admitted revisions (`ledger`); here they become values. Nothing
here knows what day it is: `register` works out statuses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import tzinfo
from itertools import groupby

from clausier.errors import Problem, TimelineError
from clausier.ledger import Entry, Ledger, untranslated
from clausier.model import Document, Revision, Text, Version, VersionNumber
from clausier.revisions import Removal, Trace


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the whole history amounts to."""

    documents: tuple[Document, ...]
    """By id; a document without a single version is not here."""
    notes: tuple[Problem, ...]
    """Mistakes that were made and mended, or that cost nothing: to report, not to stop at."""


def build_timeline(trace: Trace, governing_language: str, zone: tzinfo) -> Timeline:
    """Return the versions that `trace` amounts to.

    Args:
        trace: what happened to the documents.
        governing_language: the language whose texts bind.
        zone: the zone whose calendar tells on which legal day a commit was made.

    Raises:
        TimelineError: what stands at the newest commit breaks a rule; one problem for each.
    """
    timeline, problems = weigh_trace(trace, governing_language, zone)
    if problems:
        raise TimelineError(*problems)
    return timeline


def weigh_trace(
    trace: Trace, governing_language: str, zone: tzinfo
) -> tuple[Timeline, tuple[Problem, ...]]:
    """Return the versions that `trace` amounts to, and what at the newest commit breaks a rule.

    Args:
        trace: what happened to the documents.
        governing_language: the language whose texts bind.
        zone: the zone whose calendar tells on which legal day a commit was made.
    """
    errors = list(trace.standing)
    notes = list(trace.past)
    documents = []
    uris = _uris(trace.events)
    for name, events in _by_document(trace.events):
        ledger = Ledger(name, governing_language, zone)
        for event in events:
            ledger.take(event)
        standing = {holder[1] for holder in trace.holders if holder[0] == name}
        if (name, governing_language) in trace.damaged:
            standing.clear()  # what translations are to agree with cannot be read
        errors += ledger.standing_problems(standing)
        notes += (*ledger.notes, *_untranslated_copies(ledger))
        versions = tuple(_version(ledger, number) for number in sorted(ledger.entries))
        if versions:
            documents.append(
                Document(name, governing_language, versions, uris[name], ledger.withdrawal)
            )
    return Timeline(tuple(documents), tuple(notes)), tuple(errors)


def _by_document(
    events: Iterable[Revision | Removal],
) -> Iterable[tuple[str, tuple[Revision | Removal, ...]]]:
    ordered = sorted(events, key=_document)  # stable: the order of commits stays
    return [(name, tuple(group)) for name, group in groupby(ordered, key=_document)]


def _document(event: Revision | Removal) -> str:
    return event.document if isinstance(event, Removal) else event.front.document


def _uris(events: Iterable[Revision | Removal]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for event in events:
        if isinstance(event, Revision):
            found.setdefault(event.front.document, set()).add(event.uri)
    return {name: tuple(sorted(uris)) for name, uris in found.items()}


def _version(ledger: Ledger, number: VersionNumber) -> Version:
    entry = ledger.entries[number]
    front = entry.latest.front
    return Version(
        number=number,
        change=front.change,
        effective_date=front.effective_date,
        published=entry.publication,
        texts=(_governing_text(entry), *_translated_texts(ledger, number)),
        dropped=entry.publication is None and ledger.in_tree != number,
        withdrawn=entry.left is not None,
        void=ledger.is_void(entry),
        left=entry.left,
        moves=tuple(entry.moves),
        announcements=tuple(entry.announcements),
    )


def _governing_text(entry: Entry) -> Text:
    text = _text(entry.text, governing=True)
    return replace(text, summary=entry.latest.front.summary)


def _translated_texts(ledger: Ledger, number: VersionNumber) -> Iterable[Text]:
    for language in sorted(ledger.translations):
        ours = [
            revision
            for revision in ledger.translations[language]
            if revision.front.version == number and not ledger.is_copy(revision)
        ]
        if ours:
            *earlier, last = (next(group) for _, group in groupby(ours, key=lambda r: r.body))
            text = _text(ours[-1], governing=False)
            yield replace(text, published=last.published, earlier=tuple(earlier))


def _untranslated_copies(ledger: Ledger) -> Iterable[Problem]:
    """Yield a note for each language whose newest text is a copy of the governing one."""
    for language in sorted(ledger.translations):
        newest = ledger.translations[language][-1]
        if ledger.is_copy(newest):
            yield untranslated(newest)


def _text(revision: Revision, *, governing: bool) -> Text:
    return Text(
        document=revision.front.document,
        version=revision.front.version,
        language=revision.language,
        governing=governing,
        body=revision.body,
        sha256=revision.sha256,
        blob=revision.blob,
        uri=revision.uri,
        published=revision.published,
        summary=revision.front.summary,
    )
