"""The histories of clauses, as pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clausier.addresses import Addresses, clause_data
from clausier.excerpts import cut_text
from clausier.histories import ClauseChange, ClauseHistory
from clausier.model import VersionNumber
from clausier.redline import Change, Redline
from clausier.redlines import Redlines
from clausier.register import Record, Register
from clausier.views import (
    ClauseChangeView,
    ClausePage,
    ClauseView,
    DocumentView,
    StageView,
    VersionView,
)


class Lineages:
    """Lays out the histories of clauses in one language."""

    def __init__(self, register: Register, redlines: Redlines, language: str) -> None:
        self._register = register
        self._redlines = redlines
        self._language = language
        self._addresses = Addresses(language, register.settings.languages[0])

    def list_clauses(
        self, record: Record, versions: Mapping[VersionNumber, VersionView]
    ) -> tuple[ClauseView, ...]:
        """Return each clause of a document's text in force with its history, in reading order.

        Args:
            record: the document.
            versions: those that led to that text, as pages speak of them, oldest first.
        """
        order = {number: place for place, number in enumerate(versions)}
        return tuple(
            ClauseView(
                clause=history.clause,
                address=self._addresses.clause(record.id, history.clause.id),
                first=versions[history.first],
                brought_by=versions[history.origin],
                since=versions[history.since],
                numbered_since=(
                    versions[history.numbered_since] if _is_numbered_later(history, order) else None
                ),
                changes=tuple(
                    self._view_change(record, versions, past) for past in history.changes
                ),
            )
            for history in self._redlines.histories(record, self._language)
        )

    def iter_pages(
        self,
        record: Record,
        document: DocumentView,
        clauses: Sequence[ClauseView],
        versions: Mapping[VersionNumber, VersionView],
    ) -> Iterator[ClausePage]:
        """Yield the page of each clause that something ever happened to, in any language.

        Args:
            record: the document.
            document: the same, as pages speak of it.
            clauses: what `list_clauses` returned.
            versions: what it was given.
        """
        current = record.current
        text = current.version.text(self._language) if current else None
        excerpts = cut_text(self._register.render(text)) if text else {}
        views = {view.clause.id: view for view in clauses}
        parts = _find_parts(clauses)
        governing = Addresses(document.governing_language, self._register.settings.languages[0])
        for name in self._redlines.changed_clauses(record):
            view = views.get(name)
            yield ClausePage(
                document=document,
                name=name,
                clause=view,
                html=excerpts.get(name, ""),
                key=f"{record.id}/{current.number if current else ''}/{self._language}#{name}",
                stages=list_stages(view, tuple(versions.values())) if view else (),
                parts=tuple(parts.get(name, ())),
                changed_elsewhere=tuple(self._iter_changed_elsewhere(record, name)),
                language=self._language,
                governing_address=governing.clause(record.id, name),
                data=clause_data(record.id, name),
            )

    def _iter_changed_elsewhere(self, record: Record, name: str) -> Iterator[tuple[str, str]]:
        languages = self._register.settings.languages
        for language in languages:
            histories = self._redlines.histories(record, language)
            is_changed = any(past.clause.id == name and past.changes for past in histories)
            if language != self._language and is_changed:
                yield language, Addresses(language, languages[0]).clause(record.id, name)

    def _view_change(
        self, record: Record, versions: Mapping[VersionNumber, VersionView], past: ClauseChange
    ) -> ClauseChangeView:
        redline, origin = None, self._addresses.version(record.id, past.version)
        if self._redlines.is_published(record, past.supersedes, past.version):
            origin = self._addresses.comparison(record.id, past.supersedes, past.version)
            redline = f"{origin}#{past.excerpt.anchor}"
        pair = f"{record.id}/{past.supersedes}..{past.version}/{self._language}"
        return ClauseChangeView(
            version=versions[past.version],
            older_version=versions[past.supersedes],
            kinds=past.change.kinds,
            older=past.older,
            newer=past.newer,
            words_inserted=past.change.words_inserted,
            words_deleted=past.change.words_deleted,
            redline=redline,
            excerpt=past.excerpt,
            origin=origin,
            key=f"{pair}#{past.newer.id}",
        )


def list_stages(clause: ClauseView, chain: Sequence[VersionView]) -> tuple[StageView, ...]:
    """Return a clause at each version that led to the text in force, oldest first.

    Args:
        clause: a clause of that text.
        chain: those versions, oldest first.
    """
    return tuple(reversed(tuple(_iter_stages_back(clause, chain))))


def name_former(redline: Redline) -> dict[Change, str]:
    """Return where links by ids of the older text lead, by the change that tells what became of it.

    Only for clauses whose id is another now, or that are no more; no id is given twice. Of the
    clauses that one was split into, the first stands for it.
    """
    kept = {change.older for change in redline.changes if change.older == change.newer}
    taken = {clause.id for clause in redline.newer.clauses}
    found: dict[Change, str] = {}
    for change in redline.changes:
        name = f"older-{change.older}"
        if change.older and change.older not in kept and name not in taken:
            found[change] = name
            taken.add(name)
    return found


def _iter_stages_back(clause: ClauseView, chain: Sequence[VersionView]) -> Iterator[StageView]:
    changes: dict[str, list[ClauseChangeView]] = {}
    for change in clause.changes:
        changes.setdefault(change.version.number, []).append(change)
    number, is_there = clause.clause.number, True
    for version in reversed(chain):
        own = tuple(changes.get(version.number, ()))
        yield StageView(version, own, is_there, number if is_there else None)
        is_there = is_there and version.number != clause.brought_by.number
        former = [change.older.number for change in own if change.older]
        if former and number not in former:
            number = former[0]


def _is_numbered_later(history: ClauseHistory, order: Mapping[VersionNumber, int]) -> bool:
    is_later = order[history.numbered_since] > order[history.since]
    return history.clause.number is not None and is_later


def _find_parts(clauses: Sequence[ClauseView]) -> Mapping[str, Sequence[ClauseView]]:
    """Return, by id, the clauses within each that something ever happened to."""
    parts: dict[str, list[ClauseView]] = {}
    for view in clauses:
        for outer in view.clause.path if view.changes else ():
            parts.setdefault(outer, []).append(view)
    return parts
