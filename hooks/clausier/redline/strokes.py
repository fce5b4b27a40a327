"""The words of a leaf as HTML, kept, struck out and written anew.

A mark stands inside the elements that it shares with the words around it, so that a link in which
one word changed is still one link, and never leaves an element behind that it filled alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from clausier.clauses.lines import Line
from clausier.clauses.tokens import Element, Piece, Token, join_pieces
from clausier.redline.pen import Pen, Tag, render_place
from clausier.redline.steps import Nature, Stroke

_Held: TypeAlias = tuple[tuple[Piece, ...], tuple[Piece, ...]]
"""White space after a kept token that only the older, or only the newer leaf has there."""


def render_strokes(strokes: Sequence[Stroke], pen: Pen) -> str:
    """Return what stands in a leaf."""
    line = Line()
    _Writer(line, pen).write(strokes)
    return line.close()


class _Writer:
    """Writes strokes into one line."""

    def __init__(self, line: Line, pen: Pen) -> None:
        self._line = line
        self._pen = pen

    def write(self, strokes: Sequence[Stroke]) -> None:
        """Write strokes in order."""
        held: _Held = ((), ())
        for place, stroke in enumerate(strokes):
            if stroke.is_kept:
                held = _write_kept(self._line, stroke)
                self._pen.lift()
                continue
            following = strokes[place + 1] if place + 1 < len(strokes) else None
            marks = _first_marks(_read_pieces(following.newer if following else ()))
            if following is None or following.is_kept:
                gap, stroke = _find_gap_after(stroke, held)
                self._write_change(stroke, held, marks)
                self._line.write(gap)
                held = ((), ())
            else:
                held = self._write_change(stroke, held, marks)

    def _write_change(self, stroke: Stroke, held: _Held, following: tuple[Element, ...]) -> _Held:
        """Write what was deleted, then what was inserted; return white space not written yet."""
        inserted = _put_before(held[1], _read_pieces(stroke.newer))
        shows_more = any(token.key for token in stroke.newer)
        if stroke.older:
            deleted = _put_before(held[0], _read_pieces(stroke.older))
            deleted = tuple(piece for piece in deleted if not piece.is_anchor)
            after = _shared_marks(inserted) if shows_more else following
            self._write_mark("del", stroke, deleted, after)
        if shows_more and stroke.move is not None:
            self._write_moved_here(stroke, held[1])
        elif shows_more:
            self._write_mark("ins", stroke, inserted, following)
        else:
            self._line.write(_read_pieces(stroke.newer))
        return (() if stroke.older else held[0], () if shows_more else held[1])

    def _write_mark(
        self, tag: Tag, stroke: Stroke, pieces: Sequence[Piece], following: tuple[Element, ...]
    ) -> None:
        """Write a mark inside the elements that it shares with what stands before or after it."""
        line = self._line
        own = _shared_marks(pieces)
        by_key = tag == "del"
        before = _count_shared(own, line.open, by_key=by_key)
        after = _count_shared(own, following, by_key=by_key)
        outer = line.open[:before] if before >= after else following[:after]
        line.turn_to(outer)
        is_move = stroke.move is not None
        line.write_html(self._pen.open(tag, _render_attributes(stroke), is_move=is_move))
        inner = [Piece(p.html, p.bare, outer + p.marks[len(outer) :]) for p in pieces]
        if stroke.move is not None:
            if inner[0].html.isspace():
                line.write(inner[:1], bare=tag == "del")
                inner = inner[1:]
            line.turn_to(outer)
            line.write_html(render_place(stroke.move, "away"))
        line.write(inner, bare=tag == "del")
        line.turn_to(outer)
        line.write_html(self._pen.close(tag, is_move=is_move))

    def _write_moved_here(self, stroke: Stroke, held: tuple[Piece, ...]) -> None:
        """Write words at their new place, with what changed in them."""
        line = self._line
        line.turn_to(())
        line.write_html(self._pen.open("ins", _render_attributes(stroke), is_move=True))
        line.write(Piece(piece.html, piece.bare, ()) for piece in held)
        line.turn_to(())
        if stroke.move is not None:
            line.write_html(render_place(stroke.move, "here"))
        self.write(stroke.inner)
        line.turn_to(())
        line.write_html(self._pen.close("ins", is_move=True))


def _render_attributes(stroke: Stroke) -> str:
    if stroke.move is not None:
        return f' data-move="{stroke.move.name}"'
    return render_nature(stroke.nature)


def render_nature(nature: Nature) -> str:
    """Return the attribute, after a space, that tells a change of form from one of words."""
    return "" if nature == "words" else f' data-kind="{nature}"'


def _find_gap_after(stroke: Stroke, held: _Held) -> tuple[tuple[Piece, ...], Stroke]:
    """Return the white space to write after a change, and the change without it.

    It is that after the kept token before, in the leaf of which the change has no words.
    """
    gap, tokens = (held[0], stroke.newer) if held[0] else (held[1], stroke.older)
    if not gap or (stroke.older if held[0] else any(token.key for token in stroke.newer)):
        return (), stroke
    if not tokens or not tokens[-1].gap:
        return gap, stroke
    bare = (*tokens[:-1], replace(tokens[-1], gap=()))
    if held[1]:
        return gap, replace(stroke, older=bare)
    return tokens[-1].gap, replace(stroke, newer=bare, inner=_without_gap(stroke.inner))


def _without_gap(strokes: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
    """Return strokes without white space after the last."""
    if not strokes:
        return ()
    *others, last = strokes
    sides = (
        (*side[:-1], replace(side[-1], gap=())) if side else () for side in (last.older, last.newer)
    )
    older, newer = sides
    return (*others, replace(last, older=older, newer=newer))


def _write_kept(line: Line, stroke: Stroke) -> _Held:
    """Write kept tokens; return the white space after the last that one leaf has alone.

    Tokens of the newer leaf that show nothing have no counterpart.
    """
    last = len(stroke.newer) - 1
    while last >= 0 and not stroke.newer[last].key:
        last -= 1
    if last < 0 or bool(stroke.older[-1].gap) == bool(stroke.newer[last].gap):
        line.write_tokens(stroke.newer)
        return (), ()
    line.write_tokens(stroke.newer[:last])
    line.write(stroke.newer[last].pieces)
    line.write_tokens(stroke.newer[last + 1 :])
    return stroke.older[-1].gap, stroke.newer[last].gap


def _read_pieces(tokens: Sequence[Token]) -> tuple[Piece, ...]:
    return join_pieces([piece for token in tokens for piece in token.whole])


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
