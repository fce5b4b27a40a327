"""Steps from one text to another as HTML, with `ins` and `del` around what changed.

What has to hold (DESIGN section 7): without the elements that carry `data-furniture`, and with
every `ins` taken out and every `del` unwrapped, the older text is left; the other way round, the
newer. Ids are those of the newer text, so that its addresses work in a redline; what was deleted
has none.

A mark stands around whole blocks or around words. Around a part that may only stand in its whole
(an item, a cell) it cannot: there it stands inside, and the part says so in `data-change`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

from clausier.clauses.blocks import Block, read_words, render_bare, render_element
from clausier.redline.pen import Markers, Pen, Tag
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
from clausier.redline.strokes import render_strokes
from clausier.typography.tags import CELLS, TABLE_SECTIONS, VOIDS

_MARKED_INSIDE: Final = CELLS | {"li", "dt", "dd", "summary", "caption", "figcaption", "legend"}
"""Parts around which no mark may stand."""
_MARKED_IN_PARTS: Final = TABLE_SECTIONS | {"tr", "colgroup", "col"}
"""Parts in which none may stand either: it goes into their parts."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A redline as HTML."""

    html: str
    count: int
    """How many runs of changes there are; the first mark of each has the id `change-1` to this."""
    runs: Mapping[Block, int]
    """The first run of changes in each block that has marks in it or around it."""


def render_steps(steps: Sequence[Step], markers: Markers) -> Marked:
    """Return a redline's HTML, with the numbers of its runs of changes."""
    pen = Pen(markers)
    scribe = _Scribe(pen, dict(_iter_places(steps)))
    html = scribe.render(steps)
    return Marked(html, pen.count, scribe.runs)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a clause moved, as it is told to the reader."""

    older: str
    newer: str
    newer_id: str


def _iter_places(steps: Sequence[Step]) -> Iterator[tuple[str, _Place]]:
    """Yield the name of each move with its places."""
    olders = {step.name: step.blocks[0] for step in steps if isinstance(step, MovedAway)}
    for step in steps:
        if isinstance(step, MovedHere):
            newer = next(block for block in _iter_newer(step.steps) if block.anchor)
            older = olders[step.name]
            yield step.name, _Place(_name(older), _name(newer), newer.anchor or "")


def _iter_newer(steps: Sequence[Step]) -> Iterator[Block]:
    for step in steps:
        if isinstance(step, Added):
            yield step.block
        elif isinstance(step, Kept | Compared | Reworded):
            yield step.newer


def _name(block: Block) -> str:
    """Return how a clause is called: by its number, or by its heading."""
    return read_words(block.tokens[: block.label] or block.tokens).strip().rstrip(" .):–—-\u00a0")


class _Scribe:
    """Writes one redline from top to bottom."""

    def __init__(self, pen: Pen, places: Mapping[str, _Place]) -> None:
        self._pen = pen
        self._places = places
        self.runs: dict[Block, int] = {}
        """The first run of changes in each block that has marks in it or around it."""

    def render(self, steps: Sequence[Step]) -> str:
        """Return the HTML of what stands in one container."""
        parts: list[str] = []
        for mark, group in groupby(steps, key=_mark_around):
            if mark is not None:
                blocks = [step.block for step in group if isinstance(step, Removed | Added)]
                parts.append(self._mark_blocks(mark, blocks))
            else:
                parts += map(self._render_step, group)
        return "\n".join(part for part in parts if part)

    def _render_step(self, step: Step) -> str:
        if isinstance(step, Removed):
            return self._mark_part("del", step.block)
        if isinstance(step, Added):
            return self._mark_part("ins", step.block)
        if isinstance(step, MovedAway):
            return self._render_moved_away(step)
        self._pen.lift()
        if isinstance(step, MovedHere):
            html = self._render_moved_here(step)
        elif isinstance(step, Compared):
            html = render_element(step.newer.element, self.render(step.steps))
        elif isinstance(step, Reworded):
            self._note(step.older, step.newer, run=self._pen.count + 1)
            html = _render_in_either(step, render_strokes(step.strokes, self._pen))
        else:
            html = _render_in_either(step, step.newer.html)
        self._pen.lift()
        return html

    def _mark_blocks(self, tag: Tag, blocks: Sequence[Block]) -> str:
        """Return blocks with a mark around them, if there is anything to see in them."""
        inside = "\n".join(block.html if tag == "ins" else render_bare(block) for block in blocks)
        if all(block.is_blank for block in blocks):
            return inside if tag == "ins" else ""
        is_words = [block.element for block in blocks] == [None]
        html = self._pen.mark(tag, inside, "" if is_words else ' class="block"')
        self._note(*blocks, run=self._pen.count)
        return html

    def _note(self, *blocks: Block, run: int) -> None:
        """Take down in which run of changes the leaves of some blocks begin."""
        for block in blocks:
            for leaf in block.iter_leaves():
                self.runs.setdefault(leaf, run)

    def _mark_part(self, tag: Tag, block: Block) -> str:
        """Return a part with marks inside."""
        change = "removed" if tag == "del" else "added"
        if block.tag in _MARKED_IN_PARTS:
            inside = "\n".join(self._mark_part(tag, child) for child in block.children)
        else:
            inside = self._mark_blocks(tag, block.children) if block.children else ""
        start = "" if block.element is None else block.element.start
        if block.element is not None and tag == "del":
            start = block.element.bare
        start = f'{start.removesuffix(">")} data-change="{change}">'
        return start if block.tag in VOIDS else f"{start}{inside}</{block.tag}>"

    def _render_moved_away(self, step: MovedAway) -> str:
        place = self._places[step.name]
        inside = "\n".join(map(render_bare, step.blocks))
        if self._pen.markers.moved_to:
            inside = (
                f'<a class="pointer" data-furniture href="#{place.newer_id}">'
                f"{escape(self._pen.markers.moved_to)} {escape(place.newer)}</a>\n{inside}"
            )
        html = self._pen.mark("del", inside, f' class="block" data-move="{step.name}"')
        self._note(*step.blocks, run=self._pen.count)
        return html

    def _render_moved_here(self, step: MovedHere) -> str:
        opening = self._pen.open("ins", f' class="block" data-move="{step.name}"')
        self._note(*_iter_newer(step.steps), run=self._pen.count)
        if self._pen.markers.moved_from:
            older = escape(self._places[step.name].older)
            opening += (
                '<span class="pointer" data-furniture>'
                f"{escape(self._pen.markers.moved_from)} {older}</span>\n"
            )
        self._pen.lift()
        return f"{opening}{self.render(step.steps)}{self._pen.close('ins')}"


def _render_in_either(step: Kept | Reworded, inside: str) -> str:
    """Return what stands in a block, in the newer one's element.

    Words in no element of their own get the older paragraph's, which may be all that keeps them
    apart from words that were deleted before them.
    """
    if step.newer.element is None:
        return render_element(step.older.element, inside, bare=True)
    return inside if isinstance(step, Kept) else render_element(step.newer.element, inside)


def _mark_around(step: Step) -> Tag | None:
    """Return the mark that stands around a step's block, if one does."""
    if not isinstance(step, Removed | Added):
        return None
    if step.block.tag in _MARKED_INSIDE or step.block.tag in _MARKED_IN_PARTS:
        return None
    return "del" if isinstance(step, Removed) else "ins"
