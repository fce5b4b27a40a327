"""Clauses that were taken out at one place and put in at another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from clausier.clauses.blocks import Block, make_container
from clausier.clauses.tokens import Element
from clausier.redline.likeness import measure
from clausier.redline.names import differ_in_names
from clausier.redline.shingles import iter_candidates
from clausier.redline.steps import Added, Move, MovedAway, MovedHere, Removed, Step

_ENOUGH: Final = 0.6
"""Likeness from which a clause that was removed is one that was added elsewhere."""
_FEWEST_WORDS: Final = 5
"""Clauses with fewer words are only taken for moved if they are the same but for the number."""

_PART: Final = Element("div", "<div>", "<div>", "<div>")

_Compare: TypeAlias = Callable[[Sequence[Block], Sequence[Block]], tuple[Step, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class _Unit:
    """A clause that stands in one text only: its heading or first paragraph, and what follows."""

    start: int
    """Place of its first step."""
    end: int
    """Exclusive."""
    blocks: tuple[Block, ...]


def find_moves(steps: Sequence[Step], compare: _Compare) -> tuple[Step, ...]:
    """Return the steps with clauses that were removed and added elsewhere shown as moved.

    Args:
        steps: between two texts, in reading order.
        compare: gives the steps between what a clause was and what it is.
    """
    removed = tuple(_iter_units(steps, Removed))
    added = tuple(_iter_units(steps, Added)) if removed else ()
    if not added:
        return tuple(steps)
    changed: dict[int, Step | None] = {}
    moves = _join(sorted(_iter_moves(removed, added), key=lambda pair: pair[1].start))
    for name, (older, newer) in enumerate(moves, 1):
        move = Move(str(name), "moved", older.blocks[0], newer.blocks[0])
        changed |= dict.fromkeys((*range(older.start, older.end), *range(newer.start, newer.end)))
        changed[older.start] = MovedAway(older.blocks, move)
        changed[newer.start] = MovedHere(compare(older.blocks, newer.blocks), move)
    return tuple(
        step
        for place, unchanged in enumerate(steps)
        if (step := changed.get(place, unchanged)) is not None
    )


def _iter_units(steps: Sequence[Step], kind: type[Removed] | type[Added]) -> Iterator[_Unit]:
    """Yield the clauses that begin among steps of one kind, in reading order."""
    place = 0
    while place < len(steps):
        start, blocks = place, []
        while (
            place < len(steps)
            and isinstance(step := steps[place], kind)
            and bool(step.block.anchor) == (place == start)
        ):
            blocks.append(step.block)
            place += 1
        if blocks:
            yield _Unit(start, place, tuple(blocks))
        else:
            place += 1


def _iter_moves(removed: Sequence[_Unit], added: Sequence[_Unit]) -> Iterator[tuple[_Unit, _Unit]]:
    """Yield clauses that are alike, the most alike first; each takes part but once."""
    scores = []
    words = ([_read_words(unit) for unit in units] for units in (removed, added))
    for candidate in iter_candidates(*words):
        one, two = candidate.older, candidate.newer
        score = _score(removed[one], added[two])
        if score:
            scores.append((-score, one, two))
    taken_one: set[int] = set()
    taken_two: set[int] = set()
    for _, one, two in sorted(scores):
        if one not in taken_one and two not in taken_two:
            taken_one.add(one)
            taken_two.add(two)
            yield removed[one], added[two]


def _read_words(unit: _Unit) -> list[int]:
    """Return the codes of a clause's words, without its number."""
    return [word for block in unit.blocks for word in block.words]


def _score(older: _Unit, newer: _Unit) -> float:
    if older.blocks[0].kind != newer.blocks[0].kind:
        return 0.0
    if [block.body_key for block in older.blocks] == [block.body_key for block in newer.blocks]:
        return 1.0
    if len(_read_words(older)) < _FEWEST_WORDS:
        return 0.0
    one, two = (make_container(_PART, unit.blocks) for unit in (older, newer))
    score = measure(one, two, _ENOUGH)
    if score and differ_in_names([*one.iter_tokens()], [*two.iter_tokens()]):
        return 0.0
    return score


def _join(moves: Sequence[tuple[_Unit, _Unit]]) -> Iterator[tuple[_Unit, _Unit]]:
    """Yield the moves, in the order of the newer text; clauses that moved together are one."""
    last: tuple[_Unit, _Unit] | None = None
    for pair in moves:
        if last and all(one.end == two.start for one, two in zip(last, pair, strict=True)):
            last = (_append(last[0], pair[0]), _append(last[1], pair[1]))
            continue
        if last:
            yield last
        last = pair
    if last:
        yield last


def _append(unit: _Unit, other: _Unit) -> _Unit:
    blocks = (*unit.blocks, *other.blocks)
    return _Unit(unit.start, other.end, blocks)
