"""Words that left a paragraph to stand elsewhere: split off, merged, or moved.

A clause that moved whole is found by `moves`. Here it is about what is left: a stretch of words
struck out in one leaf, or a block that was removed, whose words come back as a block that was
added, or within another leaf.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, zip_longest
from typing import Final, Literal, TypeAlias

from clausier.clauses.blocks import Block
from clausier.clauses.tokens import Token
from clausier.redline.matching import find_matches
from clausier.redline.rewording import compare_leaves, compare_tokens
from clausier.redline.shingles import iter_candidates
from clausier.redline.steps import (
    Added,
    Compared,
    Move,
    MovedAway,
    MovedHere,
    Removed,
    Reworded,
    Step,
    Stroke,
)
from clausier.typography.tags import TABLE_PARTS

_FEWEST: Final = 5
"""Words from which a passage is known again."""
_FEWEST_WITHIN: Final = 8
"""Likewise from one leaf to another."""
_ENOUGH: Final = 0.6
"""Share of words in common from which a passage is the same."""
_ENOUGH_WITHIN: Final = 0.8
"""Likewise from one leaf to another."""
_FEW: Final = 2
"""Words that go along with those beside them that moved."""
_SENTENCE_ENDS: Final = frozenset({".", ";", "!", "?", "…"})
_ENDS: Final = _SENTENCE_ENDS | {":", ","}

_Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class _Passage:
    """Words that stand in one text only."""

    step: Removed | Added | Reworded
    tokens: tuple[Token, ...]
    """Without the number of a clause that begins there."""
    place: int
    """Of its block among those of the redline, in reading order."""
    block: Block
    """The block that the words are, or that holds them."""
    stroke: Stroke | None = None
    """In a leaf that is in both texts, the change that holds the words."""


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """A passage at its two places."""

    older: _Passage
    newer: _Passage
    older_span: _Span
    newer_span: _Span
    words: int
    """How many words both have in common."""


def find_passages(
    steps: Sequence[Step], renumbered: Mapping[str, str], names: Iterator[int]
) -> tuple[Step, ...]:
    """Return the steps with words that left their place shown as split off, merged or moved.

    Args:
        steps: between two texts, in reading order, every leaf compared.
        renumbered: new numbers of clauses, by their old ones.
        names: numbers that no move has yet.
    """
    olders, newers = _read_passages(steps)
    pairs = tuple(_choose(olders, newers))
    if not pairs:
        return tuple(steps)
    rewriting = _Rewriting(renumbered)
    for pair, name in zip(pairs, names, strict=False):
        older, newer = pair.older, pair.newer
        is_clause = any(side.stroke is None and side.block.anchor for side in (older, newer))
        move = Move(str(name), _kind(pair), older.block, newer.block, is_clause)
        rewriting.take(pair, move)
    return rewriting.rewrite(steps)


def _kind(pair: _Pair) -> Literal["moved", "split", "merged"]:
    """Return how a passage left its place. Next to it, a paragraph was split or merged."""
    is_near = abs(pair.older.place - pair.newer.place) <= 1
    if is_near and pair.older.stroke and not pair.newer.stroke:
        return "split"
    if is_near and pair.newer.stroke and not pair.older.stroke:
        return "merged"
    return "moved"


# What there is


def _read_passages(steps: Sequence[Step]) -> tuple[list[_Passage], list[_Passage]]:
    """Return the passages of the older text only, and of the newer only, in reading order."""
    olders: list[_Passage] = []
    newers: list[_Passage] = []
    places = count()
    last: Step | None = None
    place = 0
    for step in _iter_steps(steps):
        # Blocks that were removed and added one after the other are one place on.
        is_change = isinstance(step, Removed | Added)
        if not (is_change and type(step) is type(last)):
            place = next(places)
        last = step
        if isinstance(step, Removed | Added):
            passage = _Passage(step, _read_words(step.block), place, step.block)
            if step.block.tag not in TABLE_PARTS and _count(passage.tokens):
                (olders if isinstance(step, Removed) else newers).append(passage)
        elif isinstance(step, Reworded):
            for stroke in step.strokes:
                if stroke.nature == "words":
                    if _count(stroke.older) >= _FEWEST:
                        olders.append(_Passage(step, stroke.older, place, step.older, stroke))
                    if _count(stroke.newer) >= _FEWEST:
                        newers.append(_Passage(step, stroke.newer, place, step.newer, stroke))
    return olders, newers


def _iter_steps(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield steps with those inside containers, in reading order; none inside a move."""
    for step in steps:
        if isinstance(step, Compared):
            yield from _iter_steps(step.steps)
        else:
            yield step


def _read_words(block: Block) -> tuple[Token, ...]:
    return tuple(block.iter_tokens())[block.label :]


def _count(tokens: Sequence[Token]) -> int:
    return sum(token.counted for token in tokens)


# What belongs together


def _choose(olders: Sequence[_Passage], newers: Sequence[_Passage]) -> Iterator[_Pair]:
    """Yield the passages that are the same, in the order of the newer text; none overlap."""
    candidates = iter_candidates([p.tokens for p in olders], [p.tokens for p in newers])
    found = [
        (pair, one, two)
        for one, two in candidates
        if (pair := _compare(olders[one], newers[two])) is not None
    ]
    found.sort(key=lambda item: (-item[0].words, item[1], item[2]))
    taken: dict[_Passage, list[_Span]] = {}
    chosen = []
    for pair, _, two in found:
        sides = ((pair.older, pair.older_span), (pair.newer, pair.newer_span))
        if any(_overlaps(span, taken.get(passage, ())) for passage, span in sides):
            continue
        for passage, span in sides:
            taken.setdefault(passage, []).append(span)
        chosen.append((two, pair.newer_span, pair))
    yield from (pair for _, _, pair in sorted(chosen, key=lambda item: item[:2]))


def _overlaps(span: _Span, others: Sequence[_Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _compare(older: _Passage, newer: _Passage) -> _Pair | None:
    """Return where two passages are the same, if they are."""
    if older.step is newer.step and older.stroke is newer.stroke:
        return None
    one_span, two_span, words = _find_common(older.tokens, newer.tokens)
    one_span = _widen(older, one_span)
    two_span = _widen(newer, two_span)
    total = _count(older.tokens[slice(*one_span)]) + _count(newer.tokens[slice(*two_span)])
    if not (_is_whole(older, one_span) and _is_whole(newer, two_span)):
        return None
    is_within = older.stroke is not None and newer.stroke is not None
    least = _ENOUGH_WITHIN if is_within else _ENOUGH
    fewest = _FEWEST_WITHIN if is_within else _FEWEST
    is_same = older.stroke is None and newer.stroke is None and 2 * words == total
    is_same = is_same and (words > 1 or _is_in_place(older, newer))
    if not is_same and (words < fewest or 2 * words < least * total):
        return None
    pair = _Pair(older, newer, one_span, two_span, words)
    is_rewritten = _is_in_place(older, newer) and older.block.tag == newer.block.tag
    if is_rewritten and not older.block.anchor and not _is_restyled(pair):
        return None  # it did not move
    return pair


def _widen(passage: _Passage, span: _Span) -> _Span:
    """Return what moves of a passage: a block as a whole, a stretch by whole sentences.

    A stretch takes in the few words that part it from where a sentence begins or ends.
    """
    tokens = passage.tokens
    if passage.stroke is None:
        return 0, len(tokens)
    start, end = span
    few = max(_FEW, _count(tokens[start:end]) // 5)
    first, last = start, end
    while first > 0 and tokens[first - 1].text not in _SENTENCE_ENDS:
        first -= 1
    while 0 < last < len(tokens) and tokens[last - 1].text not in _SENTENCE_ENDS:
        last += 1
    if _count(tokens[first:start]) <= few:
        start = first
    if _count(tokens[end:last]) <= few:
        end = last
    while end < len(tokens) and tokens[end].text in _ENDS:
        end += 1
    return start, end


def _is_whole(passage: _Passage, span: _Span) -> bool:
    """Return whether a stretch begins and ends where its passage does, or at a sign."""
    tokens, (start, end) = passage.tokens, span
    return (start == 0 or tokens[start - 1].text in _ENDS) and (
        end == len(tokens) or (end > 0 and tokens[end - 1].text in _ENDS)
    )


def _find_common(older: Sequence[Token], newer: Sequence[Token]) -> tuple[_Span, _Span, int]:
    """Return the stretches with most in common, and how many words they have in common.

    Words between two matches weigh against joining them (Bentley's greatest sum of a run).
    """
    matches = find_matches([token.alike for token in older], [token.alike for token in newer])
    best = ((0, 0), (0, 0), 0)
    best_sum = total = 0
    start = last = None
    words = 0
    for match in matches:
        size = _count(older[match.older : match.older + match.size])
        if last is not None:
            between = max(
                match.older - last.older - last.size, match.newer - last.newer - last.size
            )
            total -= between
        if start is None or last is None or total <= 0:
            start, total, words = match, 0, 0
        total += size
        words += size
        last = match
        if total > best_sum:
            best_sum = total
            best = (
                (start.older, match.older + match.size),
                (start.newer, match.newer + match.size),
                words,
            )
    return best


# What it becomes


class _Rewriting:
    """Puts moves in place of what was removed and added."""

    def __init__(self, renumbered: Mapping[str, str]) -> None:
        self._renumbered = renumbered
        self._blocks: dict[Step, Step] = {}
        self._cuts: dict[Stroke, list[tuple[_Span, Stroke]]] = {}
        self._leaves: set[Step] = set()

    def take(self, pair: _Pair, move: Move) -> None:
        """Take down a passage with its two places."""
        older, newer = pair.older, pair.newer
        if _is_restyled(pair):
            self._blocks[older.step] = Removed(older.block, "formatting")
            self._blocks[newer.step] = Added(newer.block, "formatting")
            return
        words = older.tokens[slice(*pair.older_span)]
        if older.stroke is None:
            self._blocks[older.step] = MovedAway((older.block,), move)
        else:
            self._cut(older, pair.older_span, Stroke(words, (), "moved", move))
        if newer.stroke is None:
            step = self._read_anew(older, newer, words)
            self._blocks[newer.step] = MovedHere((step,), move)
        else:
            tokens = newer.tokens[slice(*pair.newer_span)]
            strokes = compare_tokens(_end_like(words, tokens), tokens, self._renumbered)
            self._cut(newer, pair.newer_span, Stroke((), tokens, "moved", move, strokes))

    def _cut(self, passage: _Passage, span: _Span, stroke: Stroke) -> None:
        if passage.stroke is not None:
            self._cuts.setdefault(passage.stroke, []).append((span, stroke))
            self._leaves.add(passage.step)

    def _read_anew(self, older: _Passage, newer: _Passage, words: tuple[Token, ...]) -> Step:
        """Return the step from a passage's words to the block that they became."""
        block = newer.block
        if older.stroke is None and older.block.is_leaf and block.is_leaf:
            return Reworded(block, block, compare_leaves(older.block, block, self._renumbered))
        tokens = tuple(block.iter_tokens())
        label, rest = tokens[: block.label], tokens[block.label :]
        if sum(1 for _ in block.iter_leaves()) == 1:
            strokes = compare_tokens(_end_like(words, rest), rest, self._renumbered)
        else:
            strokes = _own(compare_tokens(words, rest, self._renumbered, by_words=True))
        if label:
            strokes = (Stroke((), label, "number"), *strokes)
        return _lay_out(block, _Reader(strokes))

    def rewrite(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        """Return steps with every move in its places."""
        return tuple(map(self._rewrite, steps))

    def _rewrite(self, step: Step) -> Step:
        if isinstance(step, Compared):
            return replace(step, steps=self.rewrite(step.steps))
        if isinstance(step, Reworded) and step in self._leaves:
            strokes = (new for stroke in step.strokes for new in self._cut_up(stroke))
            return replace(step, strokes=tuple(strokes))
        return self._blocks.get(step, step)

    def _cut_up(self, stroke: Stroke) -> Iterator[Stroke]:
        """Yield a stroke in pieces: what is deleted or moved away, then what is new or moved."""
        cuts = self._cuts.get(stroke)
        if cuts is None:
            yield stroke
            return
        for is_older in (True, False):
            tokens = stroke.older if is_older else stroke.newer
            done = 0
            for (start, end), moved in sorted(cuts, key=lambda cut: cut[0]):
                if bool(moved.older) is is_older:
                    yield from _rest(tokens[done:start], is_older=is_older)
                    yield moved
                    done = end
            yield from _rest(tokens[done:], is_older=is_older)


def _is_restyled(pair: _Pair) -> bool:
    """Return whether a block stays where it is, with the same words, as another kind of block."""
    one, two = pair.older.block, pair.newer.block
    return _is_in_place(pair.older, pair.newer) and (
        [token.alike for token in one.iter_tokens()] == [token.alike for token in two.iter_tokens()]
    )


def _is_in_place(older: _Passage, newer: _Passage) -> bool:
    """Return whether a block was taken out just where another was put in."""
    return not (older.stroke or newer.stroke) and newer.place - older.place in (0, 1)


def _rest(tokens: tuple[Token, ...], *, is_older: bool) -> Iterator[Stroke]:
    if tokens:
        yield Stroke(tokens, (), "words") if is_older else Stroke((), tokens, "words")


def _end_like(words: tuple[Token, ...], others: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return words with the white space at their end that others have."""
    return (*words[:-1], replace(words[-1], gap=others[-1].gap if others else ()))


def _own(strokes: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """Return strokes whose kept words are those of the newer side, white space and all.

    Only white space that a deletion can hold stays as it was.
    """
    owned: list[Stroke] = []
    for stroke, after in zip_longest(strokes, strokes[1:]):
        if stroke.is_kept:
            older = tuple(token for token in stroke.newer if token.key)
            if after is not None and after.older and stroke.older[-1].gap:
                older = (*older[:-1], stroke.older[-1])
            stroke = replace(stroke, older=older)
        owned.append(stroke)
    return tuple(owned)


class _Reader:
    """Hands out strokes, cut where a leaf of the newer text ends."""

    def __init__(self, strokes: Sequence[Stroke]) -> None:
        self._strokes = [*reversed(strokes)]

    def read(self, length: int) -> tuple[Stroke, ...]:
        """Return the strokes whose newer sides are the next `length` tokens."""
        read: list[Stroke] = []
        while self._strokes and (length or not self._strokes[-1].newer):
            stroke = self._strokes.pop()
            if len(stroke.newer) > length:
                first, second = stroke.newer[:length], stroke.newer[length:]
                older: tuple[Token, ...] = ()
                if stroke.is_kept:
                    older = tuple(token for token in first if token.key)
                rest = stroke.older[len(older) :]
                self._strokes.append(replace(stroke, older=rest, newer=second))
                stroke = replace(stroke, older=older, newer=first)
            length -= len(stroke.newer)
            read.append(stroke)
        return tuple(read)


def _lay_out(block: Block, reader: _Reader) -> Step:
    """Return a block with the next strokes in its leaves."""
    if block.is_leaf:
        return Reworded(block, block, reader.read(len(block.tokens)))
    return Compared(block, block, tuple(_lay_out(child, reader) for child in block.children))
