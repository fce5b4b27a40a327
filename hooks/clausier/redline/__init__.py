"""What changed between two texts: by clause, in numbers, and as a redline to read.

Source: DESIGN section 7.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from clausier.clauses import RenderedText
from clausier.redline.alignment import Alignment
from clausier.redline.changes import Change, list_changes
from clausier.redline.marking import draw_steps
from clausier.redline.moves import find_moves
from clausier.redline.pen import Markers, fill_places
from clausier.redline.references import Renumbering, find_renumbered
from clausier.redline.relocation import relocate_passages
from clausier.redline.rewording import compare_leaves
from clausier.redline.routes import Guide, point
from clausier.redline.steps import Compared, Kept, MovedHere, Paired, Reworded, Step
from clausier.redline.succession import find_successors, iter_paired_items
from clausier.redline.tallies import KINDS, ChangeKind

__all__ = ["KINDS", "Change", "ChangeKind", "Markers", "Redline", "compare", "render_redline"]


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
    successors: Mapping[str, str] = field(repr=False, compare=False)
    """Ids, in the newer text, of the clauses that are in both, by their ids in the older one."""
    drawing: str = field(repr=False, compare=False)
    """Its HTML, with places for what is said."""

    @property
    def words_inserted(self) -> int:
        """Words of substance that only the newer text has."""
        return sum(change.words_inserted for change in self.changes)

    @property
    def words_deleted(self) -> int:
        """Words of substance that only the older text has."""
        return sum(change.words_deleted for change in self.changes)

    @property
    def is_empty(self) -> bool:
        """Whether both texts say the same, word for word and in the same form."""
        return not self.changes


def compare(older: RenderedText, newer: RenderedText) -> Redline:
    """Return what leads from one text to another.

    Blocks are paired first, then clauses that moved; then words are compared.
    """
    if older.body.key == newer.body.key:
        kept = (Kept(older.body, newer.body),)
        return Redline(older, newer, kept, (), 0, find_successors(older, newer, kept), newer.html)
    alignment = Alignment()
    steps = alignment.compare(older.body.children, newer.body.children)
    steps = find_moves(steps, alignment.compare)
    successors = find_successors(older, newer, steps)
    renumbered = find_renumbered(older, newer, successors, iter_paired_items(steps))
    names = count(1 + sum(isinstance(step, MovedHere) for step in steps))
    steps = relocate_passages(_compare_leaves(steps, renumbered), renumbered, names)
    drawing = draw_steps(steps)
    changes = list_changes(older, newer, steps, successors, drawing.runs)
    return Redline(older, newer, steps, changes, drawing.count, successors, drawing.html)


def render_redline(redline: Redline, markers: Markers) -> str:
    """Return a redline as HTML, to stand in an element with `data-redline`.

    Each run of changes begins at a mark with the id `change-1` to `change-{redline.count}`;
    `#art-4.2` is where it is in the newer text. What is said by `markers` carries
    `data-furniture`. A mark whose change is of form only says so in `data-kind` (`Nature`).
    """
    routes = Guide(redline.older, redline.newer).iter_routes(redline.steps)
    pointers = {route.move: point(route, markers, is_linked=True) for route in routes}
    return fill_places(redline.drawing, markers, pointers)


def _compare_leaves(steps: Sequence[Step], renumbered: Renumbering) -> tuple[Step, ...]:
    """Return the steps with every pair of leaves compared word by word."""
    compared: list[Step] = []
    for step in steps:
        if isinstance(step, Paired):
            strokes = compare_leaves(step.older, step.newer, renumbered.at(step.older))
            compared.append(Reworded(step.older, step.newer, strokes))
        elif isinstance(step, Compared | MovedHere):
            compared.append(replace(step, steps=_compare_leaves(step.steps, renumbered)))
        else:
            compared.append(step)
    return tuple(compared)
