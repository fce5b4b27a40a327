"""The strokes of a leaf, cut where words of it moved: what stays around them is compared anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from clausier.clauses.tokens import Token
from clausier.redline.passages import Span
from clausier.redline.rewording import compare_tokens
from clausier.redline.steps import Stroke

Cuts: TypeAlias = Mapping[Stroke, Sequence[tuple[Span, Stroke]]]
"""Of a change, the stretches that moved, each with its stroke. One that ends beyond the words of
the change takes the full stop that follows."""


def cut_strokes(
    strokes: Sequence[Stroke], cuts: Cuts, renumbered: Mapping[str, str]
) -> Iterator[Stroke]:
    """Yield the strokes of a leaf with what moved as strokes of their own.

    Args:
        strokes: in reading order.
        cuts: what moved; a stroke that it does not have stays as it is.
        renumbered: new numbers of clauses, by their old ones.
    """
    before: Stroke | None = None
    is_taken = False
    for place, stroke in enumerate(strokes):
        if is_taken:  # its full stop has gone with the words before
            stroke = replace(stroke, older=stroke.older[1:], newer=stroke.newer[1:])
            is_taken = False
        if stroke not in cuts:
            yield from (stroke,) if stroke.older or stroke.newer else ()
            before = stroke
            continue
        older, newer = stroke.older, stroke.newer
        is_taken = any(
            end > len(older if moved.older else newer) for (_, end), moved in cuts[stroke]
        )
        if is_taken:
            after = strokes[place + 1]
            older, newer = (*older, after.older[0]), (*newer, after.newer[0])
        sides = (
            _cut(older, [cut for cut in cuts[stroke] if cut[1].older]),
            _cut(newer, [cut for cut in cuts[stroke] if not cut[1].older]),
        )
        yield from _iter_pieces(*sides, before, renumbered)


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a change: what moved, and the words around it."""

    heads: tuple[tuple[tuple[Token, ...], Stroke], ...]
    """Each stretch that moved, after the words before it; not one at the end."""
    rest: tuple[Token, ...]
    """Words after these."""
    tail: Stroke | None
    """What moved from the end."""


def _cut(tokens: tuple[Token, ...], cuts: Sequence[tuple[Span, Stroke]]) -> _Side:
    heads: list[tuple[tuple[Token, ...], Stroke]] = []
    done = 0
    for (start, end), moved in sorted(cuts, key=lambda cut: cut[0]):
        if end == len(tokens):
            return _Side(tuple(heads), tokens[done:start], moved)
        heads.append((tokens[done:start], moved))
        done = end
    return _Side(tuple(heads), tokens[done:], None)


def _iter_pieces(
    older: _Side, newer: _Side, before: Stroke | None, renumbered: Mapping[str, str]
) -> Iterator[Stroke]:
    """Yield both sides of a change, what moved from the end of it last."""
    for words, moved in older.heads:
        yield from _write(words, ())
        yield moved
    for words, moved in newer.heads:
        yield from _write((), words)
        yield moved
    tails = [side.tail for side in (older, newer) if side.tail is not None]
    strokes = [*_compare_rest(older, newer, renumbered), *tails]
    follows_badly = strokes and strokes[0].is_kept and before is not None and not _is_even(before)
    if follows_badly or not _is_held(strokes):
        strokes = [*_write(older.rest, newer.rest), *tails]
    yield from strokes


def _write(older: tuple[Token, ...], newer: tuple[Token, ...]) -> tuple[Stroke, ...]:
    return (Stroke(older, newer, "words"),) if older or newer else ()


def _compare_rest(older: _Side, newer: _Side, renumbered: Mapping[str, str]) -> tuple[Stroke, ...]:
    """Return the strokes between the words that stay, which are kept where both have them.

    What moved from the end holds the white space before it, whatever the other side has there.
    """
    one, two = older.rest, newer.rest
    if not (one and two and (older.tail or newer.tail)):
        return _write(one, two)
    if older.tail is not None and one[-1].gap and not two[-1].gap:
        return _end(compare_tokens((*one[:-1], replace(one[-1], gap=())), two, renumbered), one, ())
    if newer.tail is not None and two[-1].gap and not one[-1].gap:
        return _end(compare_tokens(one, (*two[:-1], replace(two[-1], gap=())), renumbered), (), two)
    return compare_tokens(one, two, renumbered)


def _end(
    strokes: Sequence[Stroke], older: Sequence[Token], newer: Sequence[Token]
) -> tuple[Stroke, ...]:
    """Return strokes with the last token of either side, if one is given, as it is."""
    ended = [*strokes]
    last_older = max((n for n, stroke in enumerate(ended) if stroke.older), default=0)
    last_newer = max((n for n, stroke in enumerate(ended) if stroke.newer), default=0)
    if older:
        stroke = ended[last_older]
        ended[last_older] = replace(stroke, older=(*stroke.older[:-1], older[-1]))
    if newer:
        stroke = ended[last_newer]
        ended[last_newer] = replace(stroke, newer=(*stroke.newer[:-1], newer[-1]))
    return tuple(ended)


def _is_even(stroke: Stroke) -> bool:
    """Return whether white space follows a stroke on both sides or on neither."""
    older, newer = _read_shown([stroke])
    return not (older and newer) or bool(older[-1].gap) == bool(newer[-1].gap)


def _is_held(strokes: Sequence[Stroke]) -> bool:
    """Return whether the changes at the end hold the white space after what is kept before them.

    See `legibility.keep_spaced`.
    """
    last = max((place for place, stroke in enumerate(strokes) if stroke.is_kept), default=None)
    if last is None or _is_even(strokes[last]):
        return True
    older, newer = _read_shown(strokes[last + 1 :])
    own, others = (older, newer) if strokes[last].older[-1].gap else (newer, older)
    return bool(own or (others and others[-1].gap))


def _read_shown(strokes: Sequence[Stroke]) -> tuple[list[Token], list[Token]]:
    """Return the tokens of both sides that show something."""
    older = [token for stroke in strokes for token in stroke.older if token.key]
    return older, [token for stroke in strokes for token in stroke.newer if token.key]
