"""Steps from one text to another as HTML, with `ins` and `del` around what changed.

What has to hold (DESIGN section 7): without the elements that carry `data-furniture`, and with
every `ins` taken out and every `del` unwrapped, the older text is left; the other way round, the
newer. Ids are those of the newer text, so that its addresses work in a redline; what was deleted
has none.

A mark stands around whole blocks or around words. Around a part that may only stand in its whole
(an item, a cell) it cannot: there it stands inside, and the part says so in `data-change`. So a row
that moved has a mark in each of its cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from clausier.clauses.blocks import Block, render_bare, render_element
from clausier.redline.pen import Markers, Pen, Pointers, Tag, fill_places, render_place
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
    iter_newer,
)
from clausier.redline.strokes import render_nature, render_strokes
from clausier.typography.tags import CELLS, TABLE_SECTIONS, VOIDS

_MARKED_INSIDE: Final = CELLS | {"li", "dt", "dd", "summary", "caption", "figcaption", "legend"}
"""Parts around which no mark may stand."""
_MARKED_IN_PARTS: Final = TABLE_SECTIONS | {"tr", "colgroup", "col"}
"""Parts in which none may stand either: it goes into their parts."""
_BLOCK: Final = ' class="block"'
"""Attribute of a mark that stands around blocks."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A redline as HTML, with places for what is said."""

    html: str
    count: int
    """How many runs of changes there are; the first mark of each has the id `change-1` to this."""
    runs: Mapping[Block, int]
    """The first run of changes in each block that has marks in it or around it."""


def draw_steps(steps: Sequence[Step]) -> Drawing:
    """Return a redline with the numbers of its runs of changes."""
    pen = Pen()
    scribe = _Scribe(pen)
    html = scribe.render(steps)
    return Drawing(html, pen.count, scribe.runs)


def render_steps(steps: Sequence[Step], markers: Markers, pointers: Mapping[Move, Pointers]) -> str:
    """Return a redline's HTML.

    Args:
        steps: from the older text to the newer.
        markers: what is said around changes.
        pointers: what is said at the places of each move.
    """
    return fill_places(draw_steps(steps).html, markers, pointers)


class _Scribe:
    """Writes one redline from top to bottom."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self.runs: dict[Block, int] = {}
        """The first run of changes in each block that has marks in it or around it."""

    def render(self, steps: Sequence[Step]) -> str:
        """Return the HTML of what stands in one container."""
        parts: list[str] = []
        for mark, group in groupby(steps, key=_mark_around):
            if mark is not None:
                blocks = [step.block for step in group if isinstance(step, Removed | Added)]
                parts.append(self._mark_blocks(*mark, blocks))
            else:
                parts += map(self._render_step, group)
        return "\n".join(part for part in parts if part)

    def _render_step(self, step: Step) -> str:
        if isinstance(step, Kept):
            self._pen.lift()
            return _render_in_either(step, step.newer.html)
        if isinstance(step, Removed):
            return self._mark_part("del", step.nature, step.block)
        if isinstance(step, Added):
            return self._mark_part("ins", step.nature, step.block)
        if isinstance(step, MovedAway):
            return self._render_moved_away(step)
        if isinstance(step, MovedHere):
            return self._render_moved_here(step)
        self._pen.lift()
        if isinstance(step, Compared):
            html = render_element(step.newer.element, self.render(step.steps))
        elif isinstance(step, Reworded):
            self._note(step.older, step.newer, run=self._pen.count + 1)
            inside = render_strokes(step.strokes, self._pen)
            html = _render_in_either(step, inside)
        else:
            raise TypeError("leaves are compared before they are marked")
        self._pen.lift()
        return html

    def _mark_blocks(self, tag: Tag, nature: Nature, blocks: Sequence[Block]) -> str:
        """Return blocks with a mark around them, if there is anything to see in them."""
        inside = "\n".join(block.html if tag == "ins" else render_bare(block) for block in blocks)
        if all(block.is_blank for block in blocks):
            return inside if tag == "ins" else ""
        is_words = [block.element for block in blocks] == [None]
        attributes = ("" if is_words else _BLOCK) + render_nature(nature)
        html = self._pen.mark(tag, inside, attributes)
        self._note(*blocks, run=self._pen.count)
        return html

    def _note(self, *blocks: Block, run: int) -> None:
        """Take down in which run of changes the leaves of some blocks begin."""
        for block in blocks:
            for leaf in block.leaves:
                self.runs.setdefault(leaf, run)

    def _mark_part(self, tag: Tag, nature: Nature, block: Block) -> str:
        """Return a part with marks inside."""
        change = "removed" if tag == "del" else "added"
        if block.tag in _MARKED_IN_PARTS:
            parts = (self._mark_part(tag, nature, child) for child in block.children)
            inside = "\n".join(parts)
        else:
            inside = self._mark_blocks(tag, nature, block.children) if block.children else ""
        return _render_part(block, inside, change)

    def _render_moved_away(self, step: MovedAway) -> str:
        pointer = render_place(step.move, "away")
        first = step.blocks[0]
        if first.tag == "tr":
            return self._render_row(step, first)
        is_part = first.tag in _MARKED_INSIDE
        if is_part:
            inside = "\n".join(map(render_bare, first.children))
        else:
            inside = "\n".join(map(render_bare, step.blocks))
        opening = self._pen.open("del", _move_attributes(step.move, first), is_move=True)
        self._note(*step.blocks, run=self._pen.count)
        html = f"{opening}{pointer}{inside}{self._pen.close('del', is_move=True)}"
        return _render_part(first, html, "removed") if is_part else html

    def _render_moved_here(self, step: MovedHere) -> str:
        pointer = render_place(step.move, "here")
        newers = [*iter_newer(step.steps)]
        if newers[0].tag == "tr":
            return self._render_row(step, newers[0])
        opening = self._pen.open("ins", _move_attributes(step.move, newers[0]), is_move=True)
        self._note(*newers, run=self._pen.count)
        self._pen.lift()
        part = newers[0] if newers[0].tag in _MARKED_INSIDE else None
        steps = step.steps
        if part is not None and isinstance(steps[0], Compared):
            steps = steps[0].steps
        html = f"{opening}{pointer}{self.render(steps)}{self._pen.close('ins', is_move=True)}"
        return _render_part(part, html, "added") if part is not None else html

    def _render_row(self, step: MovedAway | MovedHere, row: Block) -> str:
        """Return a row that moved, at one of its places.

        Each cell moved under a name of its own; where to, or where from, is said in the first.
        """
        tag: Tag = "del" if isinstance(step, MovedAway) else "ins"
        cells: list[str] = []
        move = step.move
        pairs = zip(move.older.children, move.newer.children, strict=True)
        for place, (cell, pair) in enumerate(zip(row.children, pairs, strict=True), 1):
            if cells:
                self._pen.resume()
            if any(side.is_blank for side in pair):
                cells.append(self._mark_part(tag, "words", cell))
                continue
            if isinstance(step, MovedAway):
                cells.append(self._render_moved_away(MovedAway((cell,), move)))
            elif isinstance(step.steps[0], Compared):
                moved = MovedHere(step.steps[0].steps[place - 1 : place], move)
                cells.append(self._render_moved_here(moved))
            move = replace(step.move, name=f"{step.move.name}.{place}")
        return _render_part(row, "\n".join(cells), "removed" if tag == "del" else "added")


def _move_attributes(move: Move, block: Block) -> str:
    """Return the attributes of a move's mark, which stands around blocks or, in a part, words."""
    is_block = block.element is not None and not (
        block.tag in _MARKED_INSIDE and all(child.element is None for child in block.children)
    )
    return f'{_BLOCK if is_block else ""} data-move="{move.name}"'


def _render_part(part: Block, inside: str, change: str) -> str:
    """Return a part with what stands in it, marks and all."""
    if part.element is None:
        return inside
    start = part.element.bare if change == "removed" else part.element.start
    start = f'{start.removesuffix(">")} data-change="{change}">'
    return start if part.tag in VOIDS else f"{start}{inside}{part.element.end}"


def _render_in_either(step: Kept | Paired | Reworded, inside: str) -> str:
    """Return what stands in a block, in the newer one's element.

    Words in no element of their own get the older paragraph's, which may be all that keeps them
    apart from words that were deleted before them.
    """
    if step.newer.element is None:
        return render_element(step.older.element, inside, bare=True)
    return inside if isinstance(step, Kept) else render_element(step.newer.element, inside)


def _mark_around(step: Step) -> tuple[Tag, Nature] | None:
    """Return the mark that stands around a step's block, and what it says, if one does."""
    if isinstance(step, Kept) or not isinstance(step, Removed | Added):
        return None
    if step.block.tag in _MARKED_INSIDE or step.block.tag in _MARKED_IN_PARTS:
        return None
    return ("del" if isinstance(step, Removed) else "ins"), step.nature
