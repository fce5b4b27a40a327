"""The redlines of a register, each worked out once, and the histories that follow from them.

Shared by all that speaks of changes: pages in each language, data, the command line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from clausier.excerpts import Excerpt, Ids, cut_redline
from clausier.histories import ClauseHistory, date_clauses, trace_clauses
from clausier.model import Version, VersionNumber
from clausier.redline import Redline, compare
from clausier.register import Record, Register, Standing

_Pair = tuple[str, VersionNumber, VersionNumber, str]
"""Document, older and newer version, language."""


class Redlines:
    """What changed between any two versions, in each language.

    It keeps what it has worked out, and gives the same answer to the same question.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self._redlines: dict[_Pair, Redline] = {}
        self._excerpts: dict[_Pair, Mapping[Ids, Excerpt]] = {}
        self._histories: dict[tuple[str, str], tuple[ClauseHistory, ...]] = {}
        self._dates: dict[tuple[str, VersionNumber, str], Mapping[str, VersionNumber]] = {}
        self._published: dict[str, frozenset[tuple[VersionNumber, VersionNumber]]] = {}

    def between(self, older: Version, newer: Version, language: str) -> Redline | None:
        """Return the redline of two versions of a document, or None where one lacks `language`."""
        one, two = older.text(language), newer.text(language)
        if one is None or two is None:
            return None
        pair = (one.document, older.number, newer.number, language)
        if pair not in self._redlines:
            texts = self._register.render(one), self._register.render(two)
            self._redlines[pair] = compare(*texts)
        return self._redlines[pair]

    def excerpts(self, older: Version, newer: Version, language: str) -> Mapping[Ids, Excerpt]:
        """Return the excerpt of each change between two versions, by older and newer clause id.

        Empty where one of them lacks `language`.
        """
        redline = self.between(older, newer, language)
        if redline is None:
            return {}
        pair = (older.governing.document, older.number, newer.number, language)
        if pair not in self._excerpts:
            self._excerpts[pair] = cut_redline(redline)
        return self._excerpts[pair]

    def chain(self, record: Record, language: str) -> tuple[Standing, ...]:
        """Return the versions that lead to the one in force, oldest first, that one included.

        They are those that were in force, back to the first or to where a version lacks
        `language`. Empty where nothing is in force in that language.
        """
        return tuple(reversed(tuple(_iter_back(record, record.current, language))))

    def histories(self, record: Record, language: str) -> tuple[ClauseHistory, ...]:
        """Return the history of each clause of the text in force, in reading order.

        Empty where nothing is in force in that language.
        """
        key = (record.id, language)
        if key not in self._histories:
            self._histories[key] = self._trace(self.chain(record, language), language)
        return self._histories[key]

    def clause_dates(
        self, record: Record, number: VersionNumber, language: str
    ) -> Mapping[str, VersionNumber]:
        """Return the version since which each clause of a text stands as it is, by its id.

        It is looked for in the versions that came before, one after the other, back to the first
        or to where one lacks `language`.

        Args:
            record: the document.
            number: one of its versions, which has `language`.
            language: the text's.
        """
        chain: list[Standing] = []
        for standing in _iter_back(record, record.standing(number), language):
            chain.append(standing)
            if (record.id, standing.number, language) in self._dates:
                break
        dates: Mapping[str, VersionNumber] = {}
        for older, newer in zip((None, *chain[:0:-1]), chain[::-1], strict=True):
            key = (record.id, newer.number, language)
            if key not in self._dates:
                self._dates[key] = self._date_clauses(older, newer, language, dates)
            dates = self._dates[key]
        return dates

    def changed_clauses(self, record: Record) -> tuple[str, ...]:
        """Return the ids of the clauses of the text in force that have a history in any language.

        Those of the governing text come first, in its reading order, then those that only
        translations have.
        """
        texts = record.current.version.texts if record.current else ()
        return tuple(
            dict.fromkeys(
                history.clause.id
                for text in texts
                for history in self.histories(record, text.language)
                if history.changes
            )
        )

    def is_published(self, record: Record, older: VersionNumber, newer: VersionNumber) -> bool:
        """Return whether the site has the redline of two versions of a document."""
        if record.id not in self._published:
            pairs = ((one.number, two.number) for one, two in record.iter_pairs())
            self._published[record.id] = frozenset(pairs)
        return (older, newer) in self._published[record.id]

    def _trace(self, chain: tuple[Standing, ...], language: str) -> tuple[ClauseHistory, ...]:
        text = chain[-1].version.text(language) if chain else None
        if text is None:
            return ()
        steps = []
        for older, newer in pairwise(chain):
            redline = self.between(older.version, newer.version, language)
            if redline is not None:
                steps.append((newer.number, redline))
        return trace_clauses(self._register.render(text), chain[0].number, steps)

    def _date_clauses(
        self,
        older: Standing | None,
        newer: Standing,
        language: str,
        before: Mapping[str, VersionNumber],
    ) -> Mapping[str, VersionNumber]:
        """Return `clause_dates` of a version, given those of the one that it came after."""
        redline = self.between(older.version, newer.version, language) if older else None
        if older is not None and redline is not None:
            excerpts = self.excerpts(older.version, newer.version, language)
            return date_clauses(redline, excerpts, newer.number, before)
        text = newer.version.text(language)
        clauses = self._register.render(text).clauses if text else ()
        return {clause.id: newer.number for clause in clauses}


def _iter_back(record: Record, standing: Standing | None, language: str) -> Iterator[Standing]:
    """Yield a version and those before it, newest first, as far as they have `language`."""
    standings = {standing.number: standing for standing in record.standings}
    while standing is not None and standing.version.text(language) is not None:
        yield standing
        standing = standings.get(standing.supersedes) if standing.supersedes else None
