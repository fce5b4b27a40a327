"""Which clauses are one and the same in two texts, as their steps have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausier.clauses import RenderedText
from clausier.clauses.blocks import Block
from clausier.redline.steps import (
    Compared,
    Kept,
    Move,
    MovedAway,
    MovedHere,
    Paired,
    Reworded,
    Step,
)


def find_successors(
    older: RenderedText, newer: RenderedText, steps: Sequence[Step]
) -> dict[str, str]:
    """Return the id in the newer text of each clause that is in both, by its id in the older."""
    paired = {
        one.anchor: two.anchor for one, two in iter_paired_heads(steps) if one.anchor and two.anchor
    }
    left = {clause.id for clause in newer.clauses} - set(paired.values())
    return paired | {c.id: c.id for c in older.clauses if c.id not in paired and c.id in left}


def iter_paired_heads(steps: Sequence[Step]) -> Iterator[tuple[Block, Block]]:
    """Yield where clauses begin that are one and the same in both texts."""
    for step in steps:
        if isinstance(step, Compared | MovedHere):
            yield from iter_paired_heads(step.steps)
        elif isinstance(step, Kept | Paired | Reworded) and step.newer.has_anchor:
            for one, two in zip(step.older.leaves, step.newer.leaves, strict=False):
                if one.anchor and two.anchor and one is not two:
                    yield one, two


def iter_paired_items(steps: Sequence[Step]) -> Iterator[tuple[Block, Block]]:
    """Yield the items with a letter or number that are one in both texts, if anything changed."""
    for step in steps:
        if isinstance(step, Compared | MovedHere):
            yield from iter_paired_items(step.steps)
        elif isinstance(step, Paired):
            leaves = step.older, step.newer
            if all(leaf.label and leaf.anchor is None for leaf in leaves):
                yield leaves


def iter_moves(steps: Sequence[Step]) -> Iterator[Move]:
    """Yield each move, in the order of its old places."""
    for step in steps:
        if isinstance(step, MovedAway):
            yield step.move
        elif isinstance(step, Compared):
            yield from iter_moves(step.steps)
        elif isinstance(step, Reworded):
            yield from (s.move for s in step.strokes if s.move is not None and s.older)
