"""What happened to each clause, read off the steps from one text to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from clausier.clauses import RenderedText
from clausier.clauses.blocks import Block
from clausier.redline.steps import Step
from clausier.redline.tallies import KINDS, ChangeKind, ClausePair, Ledger, Tally


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one clause."""

    kinds: tuple[ChangeKind, ...]
    """All that is true of it, in the order of `ChangeKind`; never empty."""
    older: str | None
    """Id of the clause in the older text; None if it is not there."""
    newer: str | None
    """Id of the clause in the newer text; None if it is not there."""
    words_inserted: int
    """Words of substance within the clause: neither its own number nor what only moved, followed
    another clause's number, or changed in form or typography."""
    words_deleted: int
    """Likewise."""
    place: int
    """The first run of changes in it: its mark has the id `change-{place}`."""

    @property
    def kind(self) -> ChangeKind:
        """The weightiest of its kinds."""
        return self.kinds[0]


def list_changes(
    older: RenderedText,
    newer: RenderedText,
    steps: Sequence[Step],
    successors: Mapping[str, str],
    runs: Mapping[Block, int],
) -> tuple[Change, ...]:
    """Return the changes, clause by clause, in reading order.

    Args:
        older: the older text.
        newer: the newer text.
        steps: from the one to the other, every leaf compared.
        successors: ids of clauses in the newer text, by their ids in the older one.
        runs: the first run of changes in each leaf that has marks.
    """
    is_settled = len(successors) == len(older.clauses) == len(newer.clauses)
    owners = older.owners, newer.owners
    ledger = Ledger(owners, successors, runs, steps, is_settled=is_settled)
    ledger.take(steps)
    rank = _rank_pairs(older, newer, successors)
    return tuple(
        _make_change(one, two, tally)
        for (one, two), tally in sorted(ledger.tallies.items(), key=lambda item: rank(item[0]))
        if tally.kinds or tally.has_renumbered_items
    )


def _rank_pairs(
    older: RenderedText, newer: RenderedText, successors: Mapping[str, str]
) -> Callable[[ClausePair], tuple[int, int]]:
    """Return what sorts pairs as the newer text is read; what is gone follows what stood before."""
    places = {clause.id: place for place, clause in enumerate(newer.clauses)}
    places_older = {clause.id: place for place, clause in enumerate(older.clauses)}
    before: dict[str, int] = {}
    last = -1
    for clause in older.clauses:
        if clause.id in successors:
            last = places[successors[clause.id]]
        before[clause.id] = last

    def rank(pair: ClausePair) -> tuple[int, int]:
        one, two = pair
        if two is not None:
            is_own = one is None or successors.get(one) == two
            return places.get(two, -1), -1 if is_own else places_older.get(one or "", -1)
        return before.get(one or "", -1), len(places_older) + places_older.get(one or "", -1)

    return rank


def _make_change(one: str | None, two: str | None, tally: Tally) -> Change:
    kinds = tuple(kind for kind in KINDS if kind in tally.kinds) or ("renumbered",)
    if one is None or two is None:
        kinds = ("added" if one is None else "removed",)
    return Change(kinds, one or None, two or None, tally.inserted, tally.deleted, tally.place)
