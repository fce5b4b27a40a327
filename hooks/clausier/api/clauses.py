"""The history of a clause of the text in force: `/api/v1/<document>/clauses/<id>.json`."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, HttpUrl

from clausier.addresses import CLAUSE_SCHEMA, Addresses, comparison_data
from clausier.api.references import ClauseName, Extent, VersionDate
from clausier.histories import ClauseChange, ClauseHistory
from clausier.redlines import Redlines
from clausier.register import Record, Register
from clausier.schema import VERSION, Served


class PastChange(Extent):
    """What one version did to the clause."""

    version: VersionDate
    """The version that did it."""
    supersedes: str = Field(pattern=VERSION)
    """The version before it, which it is compared with."""
    older: ClauseName | None
    """The clause before; null where this version brought it."""
    newer: ClauseName
    """The clause as this version made it."""
    url: HttpUrl | None
    """Where the change begins in the redline of the two versions; null where the site does not
    publish it."""
    comparison_url: HttpUrl | None
    """That redline as data; null likewise."""


class ClauseState(Served):
    """The clause in one language, and how it came to be as it is.

    A clause ends where the next begins, so that of an article this may be its heading alone.
    """

    number: str | None
    """As it is cited: `4.2`. Null for a heading without a number."""
    heading: str | None
    """Its heading in plain text, number included. Null for a numbered paragraph."""
    path: list[str]
    """Ids of the clauses it is in, outermost first."""
    text: str
    """What it says, without its heading, a line for each paragraph, item or cell, up to the next
    clause."""
    html_url: HttpUrl
    """The clause in the text in force."""
    history_url: HttpUrl | None
    """Its history as a page; null if nothing ever happened to it."""
    known_from: VersionDate
    """The oldest version in this language that was looked at: nothing is known from before it."""
    brought_by: VersionDate
    """The version that brought it; `known_from` if it was there already."""
    since: VersionDate
    """The version since which it stands as it is, to the letter: the newest that changed anything
    of it but its own number and its place."""
    numbered_since: VersionDate | None
    """The version since which it bears its number; null if it has none."""
    changes: list[PastChange]
    """All that versions in force ever did to it, newest first, under whatever number it had; empty
    if nothing."""


class ClauseAnswer(Served):
    """The history of a clause of the text in force, in every language."""

    schema_url: HttpUrl = Field(alias="$schema")
    """Where the JSON Schema of this answer is."""
    document: str
    """The document's id."""
    governing_language: str
    """The language whose text binds."""
    in_force: VersionDate
    """The version whose clause this is. What became of it in later ones is for them to say."""
    id: str
    """The clause's id."""
    languages: dict[str, ClauseState]
    """By language; a language that is not here has no clause of that id."""


def iter_clauses(
    register: Register, record: Record, redlines: Redlines, site_url: str
) -> Iterator[ClauseAnswer]:
    """Yield the history of each clause of the text in force, in its reading order.

    The governing text's clauses come first, then those that only a translation has; nothing, where
    nothing is in force.

    Args:
        register: the documents on a day.
        record: one of its documents.
        redlines: those of the register.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    if record.current is None:
        return
    in_force = VersionDate.of(record.current)
    found: dict[str, dict[str, ClauseHistory]] = {}
    for text in record.current.version.texts:
        for history in redlines.histories(record, text.language):
            found.setdefault(history.clause.id, {})[text.language] = history
    writer = _Writer(register, record, redlines, site_url)
    for name, histories in found.items():
        has_page = any(history.changes for history in histories.values())
        yield ClauseAnswer(
            **{"$schema": HttpUrl(site_url + CLAUSE_SCHEMA)},
            document=record.id,
            governing_language=record.document.governing_language,
            in_force=in_force,
            id=name,
            languages={
                language: writer.state(histories[language], language, has_page=has_page)
                for language in register.settings.languages
                if language in histories
            },
        )


class _Writer:
    """Writes histories of one document's clauses."""

    def __init__(
        self, register: Register, record: Record, redlines: Redlines, site_url: str
    ) -> None:
        self._record = record
        self._redlines = redlines
        self._site_url = site_url
        self._default_language = register.settings.languages[0]
        self._dates = {s.number: VersionDate.of(s) for s in record.standings}

    def state(self, history: ClauseHistory, language: str, *, has_page: bool) -> ClauseState:
        """Return a clause in one language."""
        clause, dates = history.clause, self._dates
        addresses = Addresses(language, self._default_language)
        text, page = addresses.document(self._record.id), None
        if has_page:
            page = HttpUrl(self._site_url + addresses.clause(self._record.id, clause.id))
        return ClauseState(
            number=clause.number,
            heading=clause.heading,
            path=list(clause.path),
            text=clause.text,
            html_url=HttpUrl(f"{self._site_url}{text}#{clause.id}"),
            history_url=page,
            known_from=dates[history.first],
            brought_by=dates[history.origin],
            since=dates[history.since],
            numbered_since=dates[history.numbered_since] if clause.number else None,
            changes=[self._change(past, addresses) for past in history.changes],
        )

    def _change(self, past: ClauseChange, addresses: Addresses) -> PastChange:
        url = data = None
        pair = (past.supersedes, past.version)
        if self._redlines.is_published(self._record, *pair):
            page = addresses.comparison(self._record.id, *pair)
            url = HttpUrl(f"{self._site_url}{page}#{past.excerpt.anchor}")
            data = HttpUrl(self._site_url + comparison_data(self._record.id, *pair))
        return PastChange(
            version=self._dates[past.version],
            supersedes=str(past.supersedes),
            kinds=list(past.change.kinds),
            words_inserted=past.change.words_inserted,
            words_deleted=past.change.words_deleted,
            older=ClauseName.of(past.older) if past.older else None,
            newer=ClauseName.of(past.newer),
            url=url,
            comparison_url=data,
        )
