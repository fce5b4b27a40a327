"""What happened to each clause, read off the steps from one text to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    paired = dict(_iter_pairs(steps))
    left = {clause.id for clause in newer.clauses} - set(paired.values())
    return paired | {c.id: c.id for c in older.clauses if c.id not in paired and c.id in left}


def _iter_pairs(steps: Sequence[Step]) -> Iterator[tuple[str, str]]:
    """Yield the ids of clauses that are one and the same in both texts."""
    for step in steps:
        if isinstance(step, Compared | MovedHere):
            yield from _iter_pairs(step.steps)
        elif isinstance(step, Kept | Paired | Reworded):
            leaves = zip(step.older.iter_leaves(), step.newer.iter_leaves(), strict=False)
            for one, two in leaves:
                if one.anchor and two.anchor and one is not two:
                    yield one.anchor, two.anchor


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
        self.tallies: dict[_Pair, _Tally] = {}

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
            elif isinstance(step, Compared):
                self.take(step.steps)
            elif isinstance(step, Reworded):
                self._take_strokes(step.strokes, step.newer, step.older)
            elif isinstance(step, MovedAway):
                self._take_move(step.move, step.blocks)
            elif isinstance(step, MovedHere):
                self._take_move_here(step)

    def _take_leaves(self, step: Removed | Added) -> None:
        is_older = isinstance(step, Removed)
        for leaf in step.block.iter_leaves():
            if leaf.is_blank:
                continue
            tally = self._older_tally(leaf) if is_older else self._newer_tally(leaf)
            tally.kinds.add(_KINDS_OF_NATURES[step.nature])
            if step.nature == "words":
                tally.deleted += is_older * _count(leaf.tokens)
                tally.inserted += (not is_older) * _count(leaf.tokens)

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

    def _take_move(self, move: Move, blocks: Sequence[Block]) -> None:
        """Take down what left its place; of several clauses that moved together, each."""
        heads = [block for block in blocks if block.anchor] or [*blocks[0].iter_leaves()][:1]
        for leaf in heads:
            self._older_tally(leaf).kinds.add(move.kind)

    def _take_move_here(self, step: MovedHere) -> None:
        if any(_iter_pairs(step.steps)):
            self.take(step.steps)
            return
        leaf = next(step.move.newer.iter_leaves())
        tally = self._newer_tally(leaf)
        tally.kinds.add(step.move.kind)
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
    ledger.note_origins([*iter_moves(steps)])
    ledger.take(steps)
    return tuple(
        _make_change(one, two, tally) for (one, two), tally in ledger.tallies.items() if tally.kinds
    )


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
