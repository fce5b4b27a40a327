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
from typing import Final, Literal, TypeAlias

from clausier.blocks import Block, read_words, render_bare, render_element
from clausier.lines import Line
from clausier.steps import (
    Added,
    Compared,
    Kept,
    MovedAway,
    MovedHere,
    Removed,
    Reworded,
    Step,
    Stroke,
)
from clausier.tags import CELLS, TABLE_SECTIONS, VOIDS
from clausier.tokens import Element, Piece, Token

_Tag: TypeAlias = Literal["ins", "del"]

_MARKED_INSIDE: Final = CELLS | {"li", "dt", "dd", "summary", "caption", "figcaption", "legend"}
"""Parts around which no mark may stand."""
_MARKED_IN_PARTS: Final = TABLE_SECTIONS | {"tr", "colgroup", "col"}
"""Parts in which none may stand either: it goes into their parts."""


@dataclass(frozen=True, slots=True)
class Markers:
    """What is said around changes, for those who do not see them; nothing is said if empty."""

    inserted: str = ""
    inserted_end: str = ""
    deleted: str = ""
    deleted_end: str = ""
    moved_to: str = ""
    """At the old place of a clause that moved, before a link to its new place."""
    moved_from: str = ""
    """At its new place, before what it was."""


def render_steps(steps: Sequence[Step], markers: Markers) -> tuple[str, int]:
    """Return a redline's HTML, and how many runs of changes it has.

    The first mark of each run has the id `change-1`, `change-2`…
    """
    scribe = _Scribe(markers, dict(_iter_places(steps)))
    return scribe.render(steps), scribe.count


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

    def __init__(self, markers: Markers, places: Mapping[str, _Place]) -> None:
        self._markers = markers
        self._places = places
        self._in_run = False
        """Whether nothing but changes stands between here and the last mark."""
        self.count = 0

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
        self._in_run = False
        if isinstance(step, MovedHere):
            html = self._render_moved_here(step)
        elif isinstance(step, Compared):
            html = render_element(step.newer.element, self.render(step.steps))
        elif isinstance(step, Reworded):
            html = _render_in_either(step, self._render_strokes(step.strokes))
        else:
            html = _render_in_either(step, step.newer.html)
        self._in_run = False
        return html

    def _mark_blocks(self, tag: _Tag, blocks: Sequence[Block]) -> str:
        """Return blocks with a mark around them, if there is anything to see in them."""
        inside = "\n".join(block.html if tag == "ins" else render_bare(block) for block in blocks)
        if all(block.is_blank for block in blocks):
            return inside if tag == "ins" else ""
        is_words = [block.element for block in blocks] == [None]
        return self._mark(tag, inside, "" if is_words else ' class="block"')

    def _mark_part(self, tag: _Tag, block: Block) -> str:
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
        if self._markers.moved_to:
            inside = (
                f'<a class="pointer" data-furniture href="#{place.newer_id}">'
                f"{escape(self._markers.moved_to)} {escape(place.newer)}</a>\n{inside}"
            )
        return self._mark("del", inside, f' class="block" data-move="{step.name}"')

    def _render_moved_here(self, step: MovedHere) -> str:
        opening = self._open("ins", f' class="block" data-move="{step.name}"')
        if self._markers.moved_from:
            older = escape(self._places[step.name].older)
            opening += (
                '<span class="pointer" data-furniture>'
                f"{escape(self._markers.moved_from)} {older}</span>\n"
            )
        self._in_run = False
        return f"{opening}{self.render(step.steps)}{self._close('ins')}"

    def _mark(self, tag: _Tag, inside: str, attributes: str) -> str:
        return f"{self._open(tag, attributes)}{inside}{self._close(tag)}"

    def _open(self, tag: _Tag, attributes: str) -> str:
        """Return a mark's start tag and what is said there; number it if a run begins."""
        if not self._in_run:
            self._in_run = True
            self.count += 1
            attributes = f' id="change-{self.count}"{attributes}'
        said = self._markers.inserted if tag == "ins" else self._markers.deleted
        return f"<{tag}{attributes}>{_render_spoken(said)}"

    def _close(self, tag: _Tag) -> str:
        said = self._markers.inserted_end if tag == "ins" else self._markers.deleted_end
        return f"{_render_spoken(said)}</{tag}>"

    def _render_strokes(self, strokes: Sequence[Stroke]) -> str:
        """Return what stands in a leaf."""
        line = Line()
        held: _Held = ((), ())
        for place, stroke in enumerate(strokes):
            if stroke.is_kept:
                held = _write_kept(line, stroke)
                self._in_run = False
                continue
            following = strokes[place + 1].newer if place + 1 < len(strokes) else ()
            self._write_change(line, stroke, held, _first_marks(_read_pieces(following)))
            held = ((), ())
        return line.close()

    def _write_change(
        self, line: Line, stroke: Stroke, held: _Held, following: tuple[Element, ...]
    ) -> None:
        """Write what was deleted, then what was inserted."""
        deleted = _put_before(held[0], _read_pieces(stroke.older))
        inserted = _put_before(held[1], _read_pieces(stroke.newer))
        shows_more = any(token.key for token in stroke.newer)
        if stroke.older:
            deleted = tuple(piece for piece in deleted if not piece.is_anchor)
            after = _shared_marks(inserted) if shows_more else following
            self._write_mark(line, "del", deleted, after)
        if shows_more:
            self._write_mark(line, "ins", inserted, following)
        else:
            line.write(inserted)

    def _write_mark(
        self,
        line: Line,
        tag: _Tag,
        pieces: Sequence[Piece],
        following: tuple[Element, ...],
    ) -> None:
        """Write a mark inside the elements that it shares with what stands before or after it."""
        own = _shared_marks(pieces)
        by_key = tag == "del"
        before = _count_shared(own, line.open, by_key=by_key)
        after = _count_shared(own, following, by_key=by_key)
        outer = line.open[:before] if before >= after else following[:after]
        line.turn_to(outer)
        line.write_html(self._open(tag, ""))
        inner = (
            Piece(piece.html, piece.bare, outer + piece.marks[len(outer) :]) for piece in pieces
        )
        line.write(inner, bare=tag == "del")
        line.turn_to(outer)
        line.write_html(self._close(tag))


_Held: TypeAlias = tuple[tuple[Piece, ...], tuple[Piece, ...]]
"""White space after a kept token that only the older, or only the newer leaf has there."""


def _render_in_either(step: Kept | Reworded, inside: str) -> str:
    """Return what stands in a block, in the newer one's element.

    Words in no element of their own get the older paragraph's, which may be all that keeps them
    apart from words that were deleted before them.
    """
    if step.newer.element is None:
        return render_element(step.older.element, inside, bare=True)
    return inside if isinstance(step, Kept) else render_element(step.newer.element, inside)


def _mark_around(step: Step) -> _Tag | None:
    """Return the mark that stands around a step's block, if one does."""
    if not isinstance(step, Removed | Added):
        return None
    if step.block.tag in _MARKED_INSIDE or step.block.tag in _MARKED_IN_PARTS:
        return None
    return "del" if isinstance(step, Removed) else "ins"


def _write_kept(line: Line, stroke: Stroke) -> _Held:
    """Write kept tokens; return the white space after the last that one leaf has alone."""
    counterparts = iter(stroke.older)
    held: _Held = ((), ())
    for token in stroke.newer:
        line.write(token.pieces)
        gap = next(counterparts).gap if token.key else ()
        if bool(gap) == bool(token.gap):
            line.write(token.gap)
        else:
            held = (gap, token.gap)
    return held


def _read_pieces(tokens: Sequence[Token]) -> tuple[Piece, ...]:
    return tuple(piece for token in tokens for piece in (*token.pieces, *token.gap))


def _put_before(gap: tuple[Piece, ...], pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return white space and the pieces after it, in no element that it would fill alone."""
    if not gap or not pieces:
        return gap + pieces
    around = pieces[0].marks
    count = _count_shared(gap[0].marks, around, by_key=False)
    first = Piece(gap[0].html, gap[0].bare, around[:count])
    return (first, *gap[1:], *pieces)


def _first_marks(pieces: Sequence[Piece]) -> tuple[Element, ...]:
    return pieces[0].marks if pieces else ()


def _shared_marks(pieces: Sequence[Piece]) -> tuple[Element, ...]:
    """Return the elements that all of some pieces stand in, outermost first."""
    shared = pieces[0].marks
    for piece in pieces:
        shared = shared[: _count_shared(shared, piece.marks, by_key=False)]
    return shared


def _count_shared(one: tuple[Element, ...], two: tuple[Element, ...], *, by_key: bool) -> int:
    """Return how many elements are shared from the outside in, by meaning or as the very same."""
    count = 0
    for first, second in zip(one, two, strict=False):
        if first is not second and not (by_key and first.key == second.key):
            break
        count += 1
    return count


def _render_spoken(said: str) -> str:
    return f'<span class="spoken" data-furniture> {escape(said)} </span>' if said else ""
