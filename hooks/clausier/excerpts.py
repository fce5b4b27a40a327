"""A clause cut out of its text, and what changed in it cut out of a redline.

An excerpt of a redline is a redline of that clause alone: without its insertions it reads as the
older clause, without its deletions as the newer. So a clause that moved is shown once, with its
edits, and not also struck out at its old place. Words that it gave to another clause, or took from
one, stay marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, TypeAlias

from clausier.clauses import RenderedText
from clausier.clauses.blocks import Block, make_container
from clausier.redline import Change, Markers, Redline
from clausier.redline.marking import render_steps
from clausier.redline.routes import Guide, Route, point
from clausier.redline.steps import (
    Added,
    Compared,
    Kept,
    Move,
    MovedAway,
    MovedHere,
    Paired,
    Removed,
    Reworded,
    Step,
    iter_newer,
)
from clausier.redline.succession import iter_paired_heads

_ID: Final = re.compile(r'(?<=[\w"]) id="[^"]*"(?=[^<>]*>)')

_Owner: TypeAlias = tuple[bool, str]
"""A clause: whether it is one of the newer text, and its id; empty before the first."""

Ids: TypeAlias = tuple[str | None, str | None]
"""Of a clause, in the older and in the newer text, as a `Change` has them."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What changed in one clause."""

    steps: tuple[Step, ...] = field(repr=False, compare=False)
    """From what it was to what it is, in reading order."""
    routes: tuple[Route, ...] = field(repr=False, compare=False)
    """Of words that another clause gave or took, or that changed places within the clause."""
    anchor: str
    """Where it begins in the redline, as a fragment: `change-3`; where the run of changes began in
    a clause before it, the clause's own id."""

    @property
    def moves_words(self) -> bool:
        """Whether words of it stand elsewhere, or stood elsewhere, than the rest of it."""
        return bool(self.routes)

    def render(self, markers: Markers) -> str:
        """Return it as HTML without ids, to stand in an element with `data-excerpt`."""
        pointers = {route.move: point(route, markers, is_linked=False) for route in self.routes}
        return drop_ids(render_steps(self.steps, markers, pointers))


def cut_redline(redline: Redline) -> Mapping[Ids, Excerpt]:
    """Return an excerpt for each change of a redline."""
    parts: dict[_Owner, list[tuple[int, Step]]] = {}
    for place, (owner, step) in enumerate(_Divider(redline).divide(redline.steps)):
        parts.setdefault(owner, []).append((place, step))
    holders = _find_holders(redline)
    guide = Guide(redline.older, redline.newer)
    found: dict[Ids, Excerpt] = {}
    for change, anchor in _iter_anchors(redline.changes):
        ids = (change.older, change.newer)
        owners = ((False, change.older or ""), (True, change.newer or ""))
        held = (parts.get(owner, ()) for owner in owners if holders.get(owner) == ids)
        own = sorted(chain.from_iterable(held), key=lambda part: part[0])
        steps = tuple(step for _, step in own)
        found[ids] = Excerpt(steps, tuple(guide.iter_routes(steps)), anchor)
    return found


def cut_text(text: RenderedText) -> Mapping[str, str]:
    """Return each clause's HTML without ids, by its id; what stands before the first by none."""
    parts: dict[str, list[str]] = {}
    for block in text.body.children:
        for owner, part in _divide_block(block, text.owners):
            parts.setdefault(owner, []).append(drop_ids(part.html))
    names = ("", *(clause.id for clause in text.clauses))
    return {name: "\n".join(parts.get(name, ())) for name in names}


def drop_ids(html: str) -> str:
    """Return HTML that can stand on a page beside what it was cut out of."""
    return _ID.sub("", html)


def _find_holders(redline: Redline) -> Mapping[_Owner, Ids]:
    """Return, for each clause of either text, the change to which what stands in it belongs.

    Where a clause was split, what it kept does; what others became of it is theirs.
    """
    successors = redline.successors
    kept = {*successors.items(), (None, None)}
    holders: dict[_Owner, Ids] = {}
    for change in sorted(redline.changes, key=lambda one: (one.older, one.newer) not in kept):
        ids = (change.older, change.newer)
        for is_newer, name in enumerate(ids):
            if name is not None or ids == (None, None):
                holders.setdefault((bool(is_newer), name or ""), ids)
    return holders


def _iter_anchors(changes: Iterable[Change]) -> Iterator[tuple[Change, str]]:
    taken: set[int] = set()
    for change in changes:
        is_first = change.place > 0 and change.place not in taken
        taken.add(change.place)
        if is_first or change.newer is None:
            yield change, f"change-{change.place or 1}"
        else:
            yield change, change.newer


# Steps in parts


class _Divider:
    """Divides the steps of a redline among the clauses of both texts."""

    def __init__(self, redline: Redline) -> None:
        self._older, self._newer = redline.older.owners, redline.newer.owners
        self._whole = _find_whole_moves(redline.steps)

    def divide(self, steps: Iterable[Step]) -> Iterator[tuple[_Owner, Step]]:
        """Yield steps in as many parts as they concern clauses; old places of clauses are not."""
        for step in steps:
            if isinstance(step, MovedAway):
                if step.move not in self._whole:
                    yield (False, _find_owner(step.blocks[0], self._older)), step
            elif isinstance(step, MovedHere):
                if step.move in self._whole:
                    yield from self.divide(step.steps)
                else:
                    yield from self._divide_passage(step)
            elif isinstance(step, Removed):
                for owner, block in _divide_block(step.block, self._older):
                    yield (False, owner), replace(step, block=block)
            elif isinstance(step, Added):
                for owner, block in _divide_block(step.block, self._newer):
                    yield (True, owner), replace(step, block=block)
            else:
                yield from self._divide_pair(step)

    def _divide_passage(self, step: MovedHere) -> Iterator[tuple[_Owner, Step]]:
        """Yield the parts of what came from elsewhere: they belong to clauses of the newer."""
        blocks = tuple(iter_newer(step.steps))
        owners = {owner for block in blocks for owner in _list_owners(block, self._newer)}
        if len(owners) == 1:
            yield (True, owners.pop()), step
        else:
            yield from (part for part in self._gather(step) if part[0][0])

    def _divide_pair(
        self, step: Kept | Compared | Paired | Reworded
    ) -> Iterator[tuple[_Owner, Step]]:
        """Yield the parts of a step in both texts: they belong to clauses of the newer."""
        owners = _list_owners(step.newer, self._newer)
        if len(owners) == 1:
            yield (True, owners.pop()), step
        elif isinstance(step, Kept):
            for owner, block in _divide_block(step.newer, self._newer):
                yield (True, owner), Kept(block, block)
        elif isinstance(step, Compared):
            yield from self._gather(step)

    def _gather(self, step: Compared | MovedHere) -> Iterator[tuple[_Owner, Step]]:
        """Yield a step once for each clause that has a part in it, with that part."""
        inside: dict[_Owner, list[Step]] = {}
        for owner, part in self.divide(step.steps):
            inside.setdefault(owner, []).append(part)
        for owner, parts in inside.items():
            yield owner, replace(step, steps=tuple(parts))


def _find_whole_moves(steps: Sequence[Step]) -> frozenset[Move]:
    """Return the moves of clauses; others are of words, from one clause to another."""
    aways = {step.move for step in _iter_flat(steps) if isinstance(step, MovedAway)}
    heres = [step for step in _iter_flat(steps) if isinstance(step, MovedHere)]
    return frozenset(
        step.move for step in heres if step.move in aways and any(iter_paired_heads(step.steps))
    )


def _iter_flat(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield steps with those in containers, and not those of what moved."""
    for step in steps:
        yield step
        if isinstance(step, Compared):
            yield from _iter_flat(step.steps)


def _list_owners(block: Block, owners: Mapping[Block, str]) -> set[str]:
    return {owners[leaf] for leaf in block.leaves if leaf in owners}


def _find_owner(block: Block, owners: Mapping[Block, str]) -> str:
    return next((owners[leaf] for leaf in block.leaves if leaf in owners), "")


def _divide_block(block: Block, owners: Mapping[Block, str]) -> Iterator[tuple[str, Block]]:
    """Yield a block in as many parts as it holds of clauses, each in the same elements."""
    names = _list_owners(block, owners)
    if len(names) == 1:
        yield names.pop(), block
    elif block.element is not None:
        inside: dict[str, list[Block]] = {}
        for child in block.children:
            for owner, part in _divide_block(child, owners):
                inside.setdefault(owner, []).append(part)
        for owner, children in inside.items():
            yield owner, make_container(block.element, children)
