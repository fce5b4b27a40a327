"""What changed between two texts: by clause, in numbers, and as a redline to read.

Source: DESIGN section 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from clausier.clauses import RenderedText
from clausier.clauses.blocks import Block
from clausier.clauses.tokens import Token
from clausier.redline.alignment import align_texts
from clausier.redline.marking import render_steps
from clausier.redline.pen import Markers
from clausier.redline.steps import (
    Added,
    Compared,
    Kept,
    MovedAway,
    MovedHere,
    Removed,
    Reworded,
    Step,
)

__all__ = ["Change", "ChangeKind", "Markers", "Redline", "compare", "render_redline"]

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
"""What can happen to a clause, the weightiest first."""


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
    """Within the clause; a move inserts none."""
    words_deleted: int
    place: int
    """The first run of changes in it: its mark has the id `change-{place}`."""

    @property
    def kind(self) -> ChangeKind:
        """The weightiest of its kinds."""
        return self.kinds[0]


@dataclass(frozen=True, slots=True)
class Redline:
    """What leads from an older text to a newer one."""

    older: RenderedText = field(repr=False)
    newer: RenderedText = field(repr=False)
    steps: tuple[Step, ...] = field(repr=False, compare=False)
    """Block by block, in reading order."""
    changes: tuple[Change, ...]
    """Clause by clause, in the reading order of the newer text, with those that were removed at
    their old place. What changed before the first clause has neither id. Empty if the texts say
    the same."""
    count: int
    """How many runs of changes there are: `#change-1` to this one."""

    @property
    def words_inserted(self) -> int:
        """Words of the newer text that are marked as such; those that only moved are not."""
        return sum(change.words_inserted for change in self.changes)

    @property
    def words_deleted(self) -> int:
        """Words of the older text that are marked as such; those that only moved are not."""
        return sum(change.words_deleted for change in self.changes)

    @property
    def is_empty(self) -> bool:
        """Whether both texts say the same, word for word and in the same form."""
        return not self.changes


def compare(older: RenderedText, newer: RenderedText) -> Redline:
    """Return what leads from one text to another."""
    if older.body.key == newer.body.key:
        return Redline(older, newer, (Kept(older.body, newer.body),), (), 0)
    steps = align_texts(older.body, newer.body)
    marked = render_steps(steps, Markers())
    changes = tuple(_iter_changes(older, newer, steps, marked.runs))
    return Redline(older, newer, steps, changes, marked.count)


def render_redline(redline: Redline, markers: Markers) -> str:
    """Return a redline as HTML, to stand in an element with `data-redline`.

    Each run of changes begins at a mark with the id `change-1` to `change-{redline.count}`;
    `#art-4.2` is where it is in the newer text. What is said by `markers` carries
    `data-furniture`.
    """
    if redline.is_empty:
        return redline.newer.html
    return render_steps(redline.steps, markers).html


_Pair: TypeAlias = tuple[str | None, str | None]
"""Ids of a clause in the older and in the newer text; empty for what stands before the first."""


@dataclass(slots=True)
class _Tally:
    """What is being found out about one clause."""

    inserted: list[Token] = field(default_factory=list)
    deleted: list[Token] = field(default_factory=list)
    is_moved: bool = False
    place: int = 0
    """The first run of changes in it."""


class _Ledger:
    """Takes down, clause by clause, what the steps change."""

    def __init__(
        self,
        older: RenderedText,
        newer: RenderedText,
        steps: Sequence[Step],
        runs: Mapping[Block, int],
    ) -> None:
        self._runs = runs
        self._older = older.owners
        self._newer = newer.owners
        paired = dict(_iter_pairs(steps))
        left = {clause.id for clause in newer.clauses} - set(paired.values())
        paired |= {c.id: c.id for c in older.clauses if c.id not in paired and c.id in left}
        self._successors: Mapping[str, str] = {**paired, "": ""}
        self._predecessors = {newer: older for older, newer in self._successors.items()}
        self.tallies: dict[_Pair, _Tally] = {}

    def take(self, steps: Sequence[Step]) -> None:
        """Take down what `steps` change."""
        for step in steps:
            if isinstance(step, Removed):
                self._take_leaves(step.block, deleted=True)
            elif isinstance(step, Added):
                self._take_leaves(step.block, deleted=False)
            elif isinstance(step, Compared | MovedHere):
                self.take(step.steps)
            elif isinstance(step, Reworded):
                self._take_rewording(step)
            elif isinstance(step, MovedAway):
                for block in step.blocks:
                    if block.anchor:
                        self._older_tally(block).is_moved = True

    def _take_leaves(self, block: Block, *, deleted: bool) -> None:
        for leaf in block.iter_leaves():
            if leaf.is_blank:
                continue
            if deleted:
                self._older_tally(leaf).deleted += leaf.tokens
            else:
                self._newer_tally(leaf).inserted += leaf.tokens

    def _take_rewording(self, step: Reworded) -> None:
        labels = {*step.older.tokens[: step.older.label], *step.newer.tokens[: step.newer.label]}
        for stroke in step.strokes:
            if stroke.is_kept:
                continue
            if stroke.older:
                tally = self._older_tally(step.older)
                tally.deleted += (token for token in stroke.older if token not in labels)
            if any(token.key for token in stroke.newer):
                tally = self._newer_tally(step.newer)
                tally.inserted += (token for token in stroke.newer if token not in labels)

    def _older_tally(self, leaf: Block) -> _Tally:
        owner = self._older.get(leaf, "")
        return self._tally((owner, self._successors.get(owner)), leaf)

    def _newer_tally(self, leaf: Block) -> _Tally:
        owner = self._newer.get(leaf, "")
        return self._tally((self._predecessors.get(owner), owner), leaf)

    def _tally(self, pair: _Pair, leaf: Block) -> _Tally:
        return self.tallies.setdefault(pair, _Tally(place=self._runs.get(leaf, 0)))


def _iter_changes(
    older: RenderedText, newer: RenderedText, steps: Sequence[Step], runs: Mapping[Block, int]
) -> Iterator[Change]:
    """Yield the changes, in reading order."""
    ledger = _Ledger(older, newer, steps, runs)
    ledger.take(steps)
    numbers_older = {clause.id: clause.number for clause in older.clauses}
    numbers_newer = {clause.id: clause.number for clause in newer.clauses}
    for (one, two), tally in ledger.tallies.items():
        kinds = tuple(_iter_kinds(one, two, tally, numbers_older, numbers_newer))
        inserted, deleted = map(_count_words, (tally.inserted, tally.deleted))
        yield Change(kinds, one or None, two or None, inserted, deleted, tally.place)


def _iter_kinds(
    one: str | None,
    two: str | None,
    tally: _Tally,
    numbers_older: Mapping[str, str | None],
    numbers_newer: Mapping[str, str | None],
) -> Iterator[ChangeKind]:
    if one is None or two is None:
        yield "added" if one is None else "removed"
        return
    is_same = [token.text for token in tally.inserted] == [token.text for token in tally.deleted]
    is_renumbered = numbers_older.get(one) != numbers_newer.get(two)
    if tally.is_moved:
        yield "moved"
    if is_renumbered:
        yield "renumbered"
    if not is_same:
        yield "modified"
    elif not tally.is_moved and not is_renumbered:
        yield "reformatted"


def _count_words(tokens: Sequence[Token]) -> int:
    return sum(token.counted for token in tokens)


def _iter_pairs(steps: Sequence[Step]) -> Iterator[tuple[str, str]]:
    """Yield the ids of clauses that are one and the same in both texts."""
    for step in steps:
        if isinstance(step, Compared | MovedHere):
            yield from _iter_pairs(step.steps)
        elif isinstance(step, Kept | Reworded):
            leaves = zip(step.older.iter_leaves(), step.newer.iter_leaves(), strict=False)
            for one, two in leaves:
                if one.anchor and two.anchor:
                    yield one.anchor, two.anchor
