"""What the steps from one text to another change, taken down clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

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
    Removed,
    Reworded,
    Step,
    Stroke,
)
from clausier.redline.succession import iter_moves, iter_paired_heads

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
changed, or nothing but those of its items; cross_reference: that of another clause did, and a
reference followed. Reformatted:
emphasis, a link's target, an image's file, the kind of block. Typographic: case, apostrophes,
quotes, no-break spaces, dashes or ligatures."""

KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)

_KINDS_OF_NATURES: Mapping[Nature, ChangeKind] = {
    "words": "modified",
    "number": "renumbered",
    "reference": "cross_reference",
    "formatting": "reformatted",
    "typographic": "typographic",
}


ClausePair: TypeAlias = tuple[str | None, str | None]
"""Ids of a clause in the older and in the newer text; empty for what stands before the first."""


@dataclass(slots=True)
class Tally:
    """What is being found out about one clause."""

    place: int
    kinds: set[ChangeKind] = field(default_factory=set)
    has_renumbered_items: bool = False
    inserted: int = 0
    deleted: int = 0


class Ledger:
    """Takes down, clause by clause, what the steps change."""

    def __init__(
        self,
        owners: tuple[Mapping[Block, str], Mapping[Block, str]],
        successors: Mapping[str, str],
        runs: Mapping[Block, int],
        steps: Sequence[Step],
        *,
        is_settled: bool,
    ) -> None:
        self._older, self._newer = owners
        self._runs = runs
        self._successors: dict[str, str] = {**successors, "": ""}
        self._predecessors = {newer: older for older, newer in self._successors.items()}
        self._moved = frozenset(_iter_moved(steps))
        self._is_settled = is_settled
        """Whether every clause of either text is in the other."""
        for move in iter_moves(steps):
            self._note_origin(move)
        self.tallies: dict[ClausePair, Tally] = {}

    def _note_origin(self, move: Move) -> None:
        """Take note of a clause that came of a part of another, or went into it."""
        one, two = self._older_owner(move.older), self._newer_owner(move.newer)
        if move.newer.anchor and move.newer.anchor == two:
            self._predecessors.setdefault(two, one)
        if move.older.anchor and move.older.anchor == one:
            self._successors.setdefault(one, two)

    def take(self, steps: Sequence[Step]) -> None:
        """Take down what `steps` change."""
        for step in steps:
            if isinstance(step, Kept):
                for one, two in zip(step.older.leaves, step.newer.leaves, strict=False):
                    self._take_owners(one, two)
            elif isinstance(step, Removed | Added):
                self._take_leaves(step)
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
        for leaf in step.block.leaves:
            if leaf.is_blank or leaf not in owners:
                continue
            words = _count(leaf.tokens[leaf.label :])
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
                side = stroke.move.from_clause if stroke.older else stroke.move.to_clause
                tally.kinds.add(_name_move(stroke.move, is_clause=side))
                self._take_strokes(stroke.inner, newer)
            elif stroke.nature == "number" and newer.anchor is None:
                tally.has_renumbered_items = True
            elif stroke.older or stroke.nature != "number":
                tally.kinds.add(_KINDS_OF_NATURES[stroke.nature])
            if stroke.nature == "words":
                tally.deleted += _count(stroke.older)
                tally.inserted += _count(stroke.newer)

    def _take_move_away(self, step: MovedAway) -> None:
        """Take down what left its place; clauses that moved whole are told at their new one."""
        leaf = step.move.older.leaves[0]
        if self._older.get(leaf) not in self._moved:
            kind = _name_move(step.move, is_clause=step.move.from_clause)
            self._older_tally(leaf).kinds.add(kind)

    def _take_move_here(self, step: MovedHere) -> None:
        heads = [two for _, two in iter_paired_heads(step.steps)]
        if heads:
            for leaf in heads:
                self._newer_tally(leaf).kinds.add(step.move.kind)
            self.take(step.steps)
            return
        leaf = step.move.newer.leaves[0]
        kind = _name_move(step.move, is_clause=step.move.to_clause)
        self._newer_tally(leaf).kinds.add(kind)
        self._take_within(step.steps, leaf)

    def _take_within(self, steps: Sequence[Step], leaf: Block) -> None:
        """Take down what changed in words that came to stand here."""
        for step in steps:
            if isinstance(step, Compared):
                self._take_within(step.steps, leaf)
            elif isinstance(step, Reworded):
                self._take_strokes(step.strokes, leaf)

    def _older_owner(self, block: Block) -> str:
        return self._older.get(block.leaves[0], "")

    def _newer_owner(self, block: Block) -> str:
        return self._newer.get(block.leaves[0], "")

    def _older_tally(self, leaf: Block) -> Tally:
        owner = self._older.get(leaf, "")
        return self._tally((owner, self._successors.get(owner)), leaf)

    def _newer_tally(self, leaf: Block) -> Tally:
        owner = self._newer.get(leaf, "")
        return self._tally((self._predecessors.get(owner), owner), leaf)

    def _tally(self, pair: ClausePair, leaf: Block) -> Tally:
        return self.tallies.setdefault(pair, Tally(self._runs.get(leaf, 0)))


def _name_move(move: Move, *, is_clause: bool) -> ChangeKind:
    """Return what a move is to the clause at one of its places: it moved only if it begins there.

    A clause of which an item or a sentence went elsewhere was modified.
    """
    return "modified" if move.kind == "moved" and not is_clause else move.kind


def _iter_moved(steps: Sequence[Step]) -> Iterator[str]:
    """Yield the ids, in the older text, of the clauses that moved whole."""
    for step in steps:
        if isinstance(step, MovedHere):
            yield from (one.anchor for one, _ in iter_paired_heads(step.steps) if one.anchor)


def _count(tokens: Sequence[Token]) -> int:
    return sum(token.counted for token in tokens)
