"""Where words that moved came from, and where they went, as it is said at both places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from clausier.clauses import RenderedText
from clausier.clauses.blocks import Block
from clausier.redline.pen import Markers, Pointers
from clausier.redline.steps import (
    Compared,
    Move,
    MovedAway,
    MovedHere,
    Reworded,
    Step,
    Stroke,
)


@dataclass(frozen=True, slots=True)
class Route:
    """What moved, from one clause to another or within one."""

    move: Move
    origin: str
    """What the clause that had it is called; empty before the first."""
    name: str
    """What the clause that has it is called."""
    target: str
    """The id of the clause that has it; empty before the first."""


class Guide:
    """Knows what the clauses of two texts are called."""

    def __init__(self, older: RenderedText, newer: RenderedText) -> None:
        self._older, self._newer = older.owners, newer.owners
        self._names_older = _name_clauses(older)
        self._names_newer = _name_clauses(newer)

    def iter_routes(self, steps: Sequence[Step]) -> Iterator[Route]:
        """Yield the route of all that moved among some steps, if one of its places is there."""
        for move in dict.fromkeys(_iter_moves(steps)):
            was = _find_owner(move.older, self._older)
            now = _find_owner(move.newer, self._newer)
            origin, name = self._names_older.get(was, ""), self._names_newer.get(now, "")
            yield Route(move, origin, name, now)


def point(route: Route, markers: Markers, *, is_linked: bool) -> Pointers:
    """Return what is said at both places of a move.

    Args:
        route: where the words came from, and where they went.
        markers: the words to say it in; nothing is said if they have none for a move.
        is_linked: whether the old place links to the clause that has the words now.
    """
    if not markers.moved_to:
        return Pointers("", "")
    move = route.move
    if move.kind == "split":
        away = markers.split_off
        here = f"{markers.split_from} {route.origin}" if route.origin else markers.split_off
    elif move.kind == "merged" and route.origin and route.name:
        away, here = f"{markers.merged_into} {route.name}", f"{markers.merged_from} {route.origin}"
    elif markers.moved_within and _is_within(route):
        away = here = markers.moved_within
    else:
        away, here = f"{markers.moved_to} {route.name}", f"{markers.moved_from} {route.origin}"
    return Pointers(
        _render_pointer(away, route.target if is_linked else ""), _render_pointer(here, "")
    )


def _is_within(route: Route) -> bool:
    """Return whether words moved within one clause, or where no clause has a name."""
    is_clause = route.move.from_clause or route.move.to_clause
    return not (route.origin and route.name) or (route.origin == route.name and not is_clause)


def _render_pointer(said: str, target: str) -> str:
    words = escape(said.strip())
    if target:
        return f'<a class="pointer" data-furniture href="#{target}">{words} </a>'
    return f'<span class="pointer" data-furniture>{words} </span>'


def _name_clauses(text: RenderedText) -> Mapping[str, str]:
    return {clause.id: clause.number or clause.heading or "" for clause in text.clauses}


def _find_owner(block: Block, owners: Mapping[Block, str]) -> str:
    return owners.get(block.leaves[0], "")


def _iter_moves(steps: Sequence[Step]) -> Iterator[Move]:
    """Yield each move among some steps, once for each of its places that is there."""
    for step in steps:
        if isinstance(step, MovedAway | MovedHere):
            yield step.move
        if isinstance(step, Compared | MovedHere):
            yield from _iter_moves(step.steps)
        elif isinstance(step, Reworded):
            yield from _iter_moves_in_leaf(step.strokes)


def _iter_moves_in_leaf(strokes: Sequence[Stroke]) -> Iterator[Move]:
    for stroke in strokes:
        if stroke.move is not None:
            yield stroke.move
        yield from _iter_moves_in_leaf(stroke.inner)
