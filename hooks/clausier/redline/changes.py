"""What happened to each clause, read off the steps from one text to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from clausier.clauses import RenderedText
from clausier.clauses.blocks import Block
from clausier.clauses.tokens import Token
from clausier.redline.steps import (
    Added,
    Compared,
    Kept,
    Move,
    MovedAway,
    MovedHere,
    Nature,
    Paired,
    Removed,
    Reworded,
    Step,
    Stroke,
)

ChangeKind: TypeAlias = Literal[
    "added",
    "removed",
    "moved",
    "split",
    "merged",
    "renumbered",
    "modified",
    "cross_reference",
    "reformatted",
    "typographic",
]
"""What can happen to a clause, the weightiest first.

Added, removed: it stands in one text only. Moved: it, or words of it, stand elsewhere. Split,
merged: a part became a paragraph of its own, or the other way round. Renumbered: its own number
changed; cross_reference: that of another clause did, and a reference followed. Reformatted:
emphasis, a link's target, an image's file, the kind of block. Typographic: case, apostrophes,
quotes or no-break spaces."""

KINDS: tuple[ChangeKind, ...] = (
    "added",
    "removed",
    "moved",
    "split",
    "merged",
    "renumbered",
    "modified",
    "cross_reference",
    "reformatted",
    "typographic",
)

_KINDS_OF_NATURES: Mapping[Nature, ChangeKind] = {
    "words": "modified",
    "number": "renumbered",
    "reference": "cross_reference",
    "formatting": "reformatted",
    "typographic": "typographic",
}


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
    """Words of substance within the clause: neither its number nor what only moved, followed
    another clause's number, or changed in form or typography."""
    words_deleted: int
    """Likewise."""
    place: int
    """The first run of changes in it: its mark has the id `change-{place}`."""

    @property
    def kind(self) -> ChangeKind:
        """The weightiest of its kinds."""
        return self.kinds[0]


def find_successors(
    older: RenderedText, newer: RenderedText, steps: Sequence[Step]
) -> dict[str, str]:
    """Return the id in the newer text of each clause that is in both, by its id in the older."""
    paired = {
        one.anchor: two.anchor
        for one, two in _iter_paired_heads(steps)
        if one.anchor and two.anchor
    }
    left = {clause.id for clause in newer.clauses} - set(paired.values())
    return paired | {c.id: c.id for c in older.clauses if c.id not in paired and c.id in left}


def _iter_paired_heads(steps: Sequence[Step]) -> Iterator[tuple[Block, Block]]:
    """Yield where clauses begin that are one and the same in both texts."""
    for step in steps:
        if isinstance(step, Compared | MovedHere):
            yield from _iter_paired_heads(step.steps)
        elif isinstance(step, Kept | Paired | Reworded):
            leaves = zip(step.older.iter_leaves(), step.newer.iter_leaves(), strict=False)
            for one, two in leaves:
                if one.anchor and two.anchor and one is not two:
                    yield one, two


_Pair: TypeAlias = tuple[str | None, str | None]
"""Ids of a clause in the older and in the newer text; empty for what stands before the first."""


@dataclass(slots=True)
class _Tally:
    """What is being found out about one clause."""

    place: int
    kinds: set[ChangeKind] = field(default_factory=set)
    inserted: int = 0
    deleted: int = 0


class _Ledger:
    """Takes down, clause by clause, what the steps change."""

    def __init__(
        self,
        owners: tuple[Mapping[Block, str], Mapping[Block, str]],
        successors: Mapping[str, str],
        runs: Mapping[Block, int],
    ) -> None:
        self._older, self._newer = owners
        self._runs = runs
        self._successors: dict[str, str] = {**successors, "": ""}
        self._predecessors = {newer: older for older, newer in self._successors.items()}
        self._moved: frozenset[str | None] = frozenset()
        """Ids, in the older text, of the clauses that moved whole."""
        self.tallies: dict[_Pair, _Tally] = {}

    def note_moves(self, steps: Sequence[Step]) -> None:
        """Take note of the clauses that moved whole."""
        self._moved = frozenset(
            one.anchor
            for step in steps
            if isinstance(step, MovedHere)
            for one, _ in _iter_paired_heads(step.steps)
        )

    def note_origins(self, moves: Sequence[Move]) -> None:
        """Take note of clauses that came of parts of others, or went into them."""
        for move in moves:
            one, two = self._older_owner(move.older), self._newer_owner(move.newer)
            if move.newer.anchor and move.newer.anchor == two:
                self._predecessors.setdefault(two, one)
            if move.older.anchor and move.older.anchor == one:
                self._successors.setdefault(one, two)

    def take(self, steps: Sequence[Step]) -> None:
        """Take down what `steps` change."""
        for step in steps:
            if isinstance(step, Removed | Added):
                self._take_leaves(step)
            elif isinstance(step, Kept):
                for one, two in zip(
                    step.older.iter_leaves(), step.newer.iter_leaves(), strict=False
                ):
                    self._take_owners(one, two)
            elif isinstance(step, Compared):
                self.take(step.steps)
            elif isinstance(step, Reworded):
                self._take_owners(step.older, step.newer)
                self._take_strokes(step.strokes, step.newer, step.older)
            elif isinstance(step, MovedAway):
                self._take_move_away(step)
            elif isinstance(step, MovedHere):
                self._take_move_here(step)

    def _take_owners(self, older: Block, newer: Block) -> None:
        """Take down where a clause begins or ends elsewhere, so that words pass to another."""
        one, two = self._older.get(older), self._newer.get(newer)
        if one is None or two is None or self._successors.get(one) == two:
            return
        if one not in self._successors:
            self._newer_tally(newer).kinds.add("merged")
        elif two not in self._predecessors:
            self._older_tally(older).kinds.add("split")

    def _take_leaves(self, step: Removed | Added) -> None:
        owners = self._older if isinstance(step, Removed) else self._newer
        for leaf in step.block.iter_leaves():
            if leaf.is_blank or leaf not in owners:
                continue
            words = _count(leaf.tokens)
            if isinstance(step, Removed):
                tally = self._older_tally(leaf)
                tally.deleted += words if step.nature == "words" else 0
            else:
                tally = self._newer_tally(leaf)
                tally.inserted += words if step.nature == "words" else 0
            tally.kinds.add("reformatted" if leaf.tag == "hr" else _KINDS_OF_NATURES[step.nature])

    def _take_strokes(
        self, strokes: Sequence[Stroke], newer: Block, older: Block | None = None
    ) -> None:
        """Take down what changed in a leaf; without `older`, in words that came to stand there."""
        for stroke in strokes:
            if stroke.is_kept:
                continue
            if stroke.older and older is not None:
                tally = self._older_tally(older)
            else:
                tally = self._newer_tally(newer)
            if stroke.move is not None:
                tally.kinds.add(stroke.move.kind)
                self._take_strokes(stroke.inner, newer)
            elif stroke.older or stroke.nature != "number":
                tally.kinds.add(_KINDS_OF_NATURES[stroke.nature])
            if stroke.nature == "words":
                tally.deleted += _count(stroke.older)
                tally.inserted += _count(stroke.newer)

    def _take_move_away(self, step: MovedAway) -> None:
        """Take down what left its place; clauses that moved whole are told at their new one."""
        leaf = next(step.move.older.iter_leaves())
        if self._older.get(leaf) not in self._moved:
            self._older_tally(leaf).kinds.add(step.move.kind)

    def _take_move_here(self, step: MovedHere) -> None:
        heads = [two for _, two in _iter_paired_heads(step.steps)]
        if heads:
            for leaf in heads:
                self._newer_tally(leaf).kinds.add(step.move.kind)
            self.take(step.steps)
            return
        leaf = next(step.move.newer.iter_leaves())
        self._newer_tally(leaf).kinds.add(step.move.kind)
        self._take_within(step.steps, leaf)

    def _take_within(self, steps: Sequence[Step], leaf: Block) -> None:
        """Take down what changed in words that came to stand here."""
        for step in steps:
            if isinstance(step, Compared):
                self._take_within(step.steps, leaf)
            elif isinstance(step, Reworded):
                self._take_strokes(step.strokes, leaf)

    def _older_owner(self, block: Block) -> str:
        return self._older.get(next(block.iter_leaves()), "")

    def _newer_owner(self, block: Block) -> str:
        return self._newer.get(next(block.iter_leaves()), "")

    def _older_tally(self, leaf: Block) -> _Tally:
        owner = self._older.get(leaf, "")
        return self._tally((owner, self._successors.get(owner)), leaf)

    def _newer_tally(self, leaf: Block) -> _Tally:
        owner = self._newer.get(leaf, "")
        return self._tally((self._predecessors.get(owner), owner), leaf)

    def _tally(self, pair: _Pair, leaf: Block) -> _Tally:
        return self.tallies.setdefault(pair, _Tally(self._runs.get(leaf, 0)))


def _count(tokens: Sequence[Token]) -> int:
    return sum(token.counted for token in tokens)


def list_changes(
    older: RenderedText,
    newer: RenderedText,
    steps: Sequence[Step],
    runs: Mapping[Block, int],
) -> tuple[Change, ...]:
    """Return the changes, clause by clause, in reading order.

    Args:
        older: the older text.
        newer: the newer text.
        steps: from the one to the other, every leaf compared.
        runs: the first run of changes in each leaf that has marks.
    """
    successors = find_successors(older, newer, steps)
    ledger = _Ledger((older.owners, newer.owners), successors, runs)
    ledger.note_moves(steps)
    ledger.note_origins([*iter_moves(steps)])
    ledger.take(steps)
    rank = _rank_pairs(older, newer, successors)
    return tuple(
        _make_change(one, two, tally)
        for (one, two), tally in sorted(ledger.tallies.items(), key=lambda item: rank(item[0]))
        if tally.kinds
    )


def _rank_pairs(
    older: RenderedText, newer: RenderedText, successors: Mapping[str, str]
) -> Callable[[_Pair], tuple[int, int]]:
    """Return what sorts pairs as the newer text is read; what is gone follows what stood before."""
    places = {clause.id: place for place, clause in enumerate(newer.clauses)}
    places_older = {clause.id: place for place, clause in enumerate(older.clauses)}
    before: dict[str, int] = {}
    last = -1
    for clause in older.clauses:
        if clause.id in successors:
            last = places[successors[clause.id]]
        before[clause.id] = last

    def rank(pair: _Pair) -> tuple[int, int]:
        one, two = pair
        if two is not None:
            is_own = one is None or successors.get(one) == two
            return places.get(two, -1), -1 if is_own else places_older.get(one or "", -1)
        return before.get(one or "", -1), len(places_older) + places_older.get(one or "", -1)

    return rank


def iter_moves(steps: Sequence[Step]) -> Iterator[Move]:
    """Yield each move, in the order of its old places."""
    for step in steps:
        if isinstance(step, MovedAway):
            yield step.move
        elif isinstance(step, Compared):
            yield from iter_moves(step.steps)
        elif isinstance(step, Reworded):
            yield from (s.move for s in step.strokes if s.move is not None and s.older)


def _make_change(one: str | None, two: str | None, tally: _Tally) -> Change:
    kinds = tuple(kind for kind in KINDS if kind in tally.kinds)
    if one is None or two is None:
        kinds = ("added" if one is None else "removed",)
    return Change(kinds, one or None, two or None, tally.inserted, tally.deleted, tally.place)
