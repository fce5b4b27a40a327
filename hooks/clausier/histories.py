"""The history of each clause: since which version it stands as it is, and all that changed it.

A clause is followed from version to version under whatever id it had: renumbered, moved, split off
or merged. What each version did is told by its redline; what no redline speaks of stayed as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clausier.clauses import Clause, RenderedText
from clausier.excerpts import Excerpt, Ids, cut_redline
from clausier.model import VersionNumber
from clausier.redline import Change, Redline

_REWORDING: Final = frozenset(
    {"added", "split", "merged", "modified", "cross_reference", "reformatted", "typographic"}
)
"""What changes how a clause reads; another place or another number of its own does not."""


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What one version did to a clause."""

    version: VersionNumber
    supersedes: VersionNumber
    """The version before it, which it is compared with."""
    change: Change
    """As the redline of the two has it."""
    older: Clause | None
    """The clause before; None where this version brought it."""
    newer: Clause
    """The clause as this version made it."""
    excerpt: Excerpt
    """The redline of this clause alone."""

    @property
    def rewords(self) -> bool:
        """Whether it changed anything of the clause but its own number and its place."""
        return _rewords(self.change, self.excerpt)


@dataclass(frozen=True, slots=True)
class ClauseHistory:
    """A clause of a text, and how it came to be as it is."""

    clause: Clause
    """As the text has it."""
    first: VersionNumber
    """The oldest version that was looked at: nothing is known from before it."""
    changes: tuple[ClauseChange, ...]
    """Newest first; empty if it stands as the first version had it. Where one version did several
    things to what became this clause (a merger), in the order of its redline."""
    origin: VersionNumber
    """The version that brought it; `first` if it was there already."""
    numbered_since: VersionNumber
    """The newest version that gave it another number than it had; if none did, `origin`."""

    @property
    def since(self) -> VersionNumber:
        """The version since which it stands as it is.

        That is the newest one that changed anything of it, to the letter: brought it, modified or
        reformatted it, let a reference in it follow another clause's number, changed its
        typography, split something off it, or had words come from or go to another clause; if none
        did, `first`. A version that only moved the whole or gave it another number is among the
        changes, but is not that version.
        """
        rewording = (change.version for change in self.changes if change.rewords)
        return next(rewording, self.first)


@dataclass(frozen=True, slots=True, eq=False)
class _Stage:
    """What a clause had become by some version. Versions are told by their place in the chain."""

    order: tuple[int, int]
    """Sorts what happened, the newest first."""
    change: ClauseChange | None
    """What made it so; None where nothing did."""
    before: tuple[_Stage, ...]
    """What it came from: several where clauses were merged."""
    origin: int
    numbered_since: int


def trace_clauses(
    text: RenderedText,
    first: VersionNumber,
    steps: Sequence[tuple[VersionNumber, Redline]] = (),
) -> tuple[ClauseHistory, ...]:
    """Return the history of each clause of a text, in reading order.

    It takes time in proportion to the length of the texts and of what is returned.

    Args:
        text: what is in force; the newer text of the last step.
        first: the oldest version that is looked at.
        steps: oldest first, each later version that was in force, with its redline against the one
            before it.
    """
    versions = (first, *(version for version, _ in steps))
    oldest = steps[0][1].older if steps else text
    stages = {clause.id: _Stage((0, 0), None, (), 0, 0) for clause in oldest.clauses}
    for place, (_, redline) in enumerate(steps, 1):
        stages = dict(_iter_stages(stages, redline, place, versions))
    return tuple(
        ClauseHistory(
            clause=clause,
            first=first,
            changes=_list_changes(stages[clause.id]),
            origin=versions[stages[clause.id].origin],
            numbered_since=versions[stages[clause.id].numbered_since],
        )
        for clause in text.clauses
    )


def date_clauses(
    redline: Redline,
    excerpts: Mapping[Ids, Excerpt],
    version: VersionNumber,
    before: Mapping[str, VersionNumber],
) -> dict[str, VersionNumber]:
    """Return the version since which each clause of a redline's newer text stands as it is, by id.

    It is that of `ClauseHistory.since`, worked out from one version to the next.

    Args:
        redline: what changed from the version before.
        excerpts: those of the redline.
        version: the newer one.
        before: likewise for the clauses of the older text.
    """
    predecessors = {newer: older for older, newer in redline.successors.items()}
    reworded = {
        change.newer
        for change in redline.changes
        if _rewords(change, excerpts[change.older, change.newer])
    }
    return {
        clause.id: version
        if clause.id in reworded
        else before.get(predecessors.get(clause.id, ""), version)
        for clause in redline.newer.clauses
    }


def _rewords(change: Change, excerpt: Excerpt) -> bool:
    """Return whether a change touches anything of a clause but its own number and its place."""
    return not _REWORDING.isdisjoint(change.kinds) or excerpt.moves_words


def _iter_stages(
    stages: Mapping[str, _Stage],
    redline: Redline,
    place: int,
    versions: Sequence[VersionNumber],
) -> Iterator[tuple[str, _Stage]]:
    """Yield each clause of a redline's newer text by id, with what it has become."""
    successors = redline.successors
    predecessors = {newer: older for older, newer in successors.items()}
    excerpts = cut_redline(redline)
    changes: dict[str, list[tuple[int, Change]]] = {}
    for number, change in enumerate(redline.changes):
        if change.newer is not None:
            changes.setdefault(change.newer, []).append((number, change))
    olders = {clause.id: clause for clause in redline.older.clauses}
    new = _Stage((-place, 0), None, (), place, place)
    for clause in redline.newer.clauses:
        stage = None
        for number, change in changes.get(clause.id, ()):
            older = olders[change.older] if change.older is not None else None
            excerpt = excerpts[change.older, change.newer]
            done = ClauseChange(
                versions[place], versions[place - 1], change, older, clause, excerpt
            )
            former = stages[older.id] if older is not None else new
            stage = _advance(stage, former, done, (-place, number))
        yield clause.id, stage or stages.get(predecessors.get(clause.id, ""), new)


def _advance(
    stage: _Stage | None, former: _Stage, done: ClauseChange, order: tuple[int, int]
) -> _Stage:
    """Return what a clause becomes by one change.

    Args:
        stage: what it became by others of the same version, if there are any.
        former: what it was before that version.
        done: the change.
        order: its place among all changes.
    """
    is_numbered_so = done.older is not None and done.older.number == done.newer.number
    numbered_since = former.numbered_since if is_numbered_so else -order[0]
    if stage is None:
        return _Stage(order, done, (former,), former.origin, numbered_since)
    if not is_numbered_so:
        numbered_since = stage.numbered_since
    origin = min(stage.origin, former.origin)
    return _Stage(order, done, (stage, former), origin, numbered_since)


def _list_changes(stage: _Stage) -> tuple[ClauseChange, ...]:
    """Return all that led to a stage, newest first, each once."""
    found: set[_Stage] = set()
    ahead = [stage]
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += one.before
    ordered = sorted(found, key=lambda one: one.order)
    return tuple(one.change for one in ordered if one.change is not None)
