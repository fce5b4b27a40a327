"""Words that left a paragraph to stand elsewhere: split off, merged, or moved.

A clause that moved whole is found by `moves`. Here it is about what is left: a stretch of words
struck out in one leaf, or a block that was removed, whose words come back as a block that was
added, or within another leaf.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, zip_longest
from typing import Final, TypeAlias

from clausier.clauses.blocks import Block
from clausier.clauses.tables import can_compare
from clausier.clauses.tokens import Token
from clausier.redline.matching import Match, find_matches
from clausier.redline.names import differ_in_names
from clausier.redline.shingles import iter_candidates
from clausier.redline.steps import (
    Added,
    Compared,
    Kept,
    Removed,
    Reworded,
    Step,
    Stroke,
)
from clausier.typography.tags import LISTS, TABLE_PARTS

_FEWEST: Final = 5
"""Words from which a passage is known again."""
_FEWEST_WITHIN: Final = 8
"""Likewise from one leaf to another."""
_FEWEST_BESIDE: Final = 3
"""Likewise where a block stands beside the leaf that its words left or went to, all of them."""
_FEWEST_SHARED: Final = 3
"""How many runs of three words two passages share, unless they are too short to."""
_ENOUGH: Final = 0.6
"""Share of words in common from which a passage is the same."""
_ENOUGH_WITHIN: Final = 0.8
"""Likewise from one leaf to another."""
_MARGIN: Final = 40
"""How many tokens beyond where a passage should stand are looked at."""
_FEW: Final = 2
"""Words that go along with those beside them that moved."""
_SENTENCE_ENDS: Final = frozenset({".", ";", "!", "?", "…"})
_ENDS: Final = _SENTENCE_ENDS | {":", ","}

_CHANGED: Final = frozenset({Removed, Added})

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
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
    whole: Passage | None = None
    """The list that it is an item of, where that stands in one text only."""
    stop: Token | None = None
    """The full stop that follows the change, kept. It may belong to these words, or to others."""

    def read(self, span: Span) -> tuple[Token, ...]:
        """Return the words of a stretch; one that ends beyond `tokens` takes the full stop."""
        return (*self.tokens, *([self.stop] if self.stop else ()))[slice(*span)]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A passage at its two places."""

    older: Passage
    newer: Passage
    older_span: Span
    newer_span: Span
    rank: int
    """How many words both have in common, less those that one has alone."""


# What there is


def read_passages(steps: Sequence[Step]) -> tuple[list[Passage], list[Passage]]:
    """Return the passages of the older text only, and of the newer only, in reading order."""
    olders: list[Passage] = []
    newers: list[Passage] = []
    places = count()
    last: Step | None = None
    place = 0
    for step in _iter_steps(steps):
        # Blocks that were removed, or added, one after the other are one place on.
        kind = type(step)
        if kind is not type(last) or kind not in _CHANGED:
            place = next(places)
        last = step
        if kind is Kept:
            continue
        if isinstance(step, Removed | Added):
            found = olders if isinstance(step, Removed) else newers
            found += _iter_blocks(step, place)
        elif isinstance(step, Reworded):
            for stroke, after in zip_longest(step.strokes, step.strokes[1:]):
                if stroke.nature == "words":
                    stops = _read_stops(after)
                    if _count(stroke.older) >= _FEWEST_BESIDE:
                        words = (step, stroke.older, place, step.older, stroke)
                        olders.append(Passage(*words, stop=stops[0]))
                    if _count(stroke.newer) >= _FEWEST_BESIDE:
                        words = (step, stroke.newer, place, step.newer, stroke)
                        newers.append(Passage(*words, stop=stops[1]))
    return _drop_short(olders, newers), _drop_short(newers, olders)


def _drop_short(passages: Sequence[Passage], others: Sequence[Passage]) -> list[Passage]:
    """Return passages without those that only a block beside them could make known again."""
    places = {other.place for other in others if other.stroke is None}
    return [
        one
        for one in passages
        if one.stroke is None
        or _count(one.tokens) >= _FEWEST
        or not places.isdisjoint(range(one.place - 1, one.place + 2))
    ]


def _read_stops(stroke: Stroke | None) -> tuple[Token, Token] | tuple[None, None]:
    """Return the full stop that a stroke begins with on both sides, if it does."""
    if stroke is None or not stroke.is_kept or stroke.older[0].alike not in _SENTENCE_ENDS:
        return None, None
    is_alone = stroke.newer[0].key and (len(stroke.newer) == 1 or stroke.newer[1].key)
    return (stroke.older[0], stroke.newer[0]) if is_alone else (None, None)


def _iter_blocks(step: Removed | Added, place: int) -> Iterator[Passage]:
    """Yield a block's words, and those of each item where it is a list of several."""
    passage = Passage(step, _read_words(step.block), place, step.block)
    is_part = step.block.tag in TABLE_PARTS - {"tr"}
    if is_part or not _count(passage.tokens):
        return
    yield passage
    if step.block.tag in LISTS and len(step.block.children) > 1:
        for child in step.block.children:
            item = replace(step, block=child)
            yield Passage(item, _read_words(child), place, child, whole=passage)


def _iter_steps(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield steps with those inside containers, in reading order; none inside a move."""
    for step in steps:
        if isinstance(step, Compared):
            yield from _iter_steps(step.steps)
        else:
            yield step


def _read_words(block: Block) -> tuple[Token, ...]:
    """Return the tokens of a block, but for the number that it begins with."""
    return tuple(block.iter_tokens())[block.leaves[0].label if block.leaves else 0 :]


def _count(tokens: Sequence[Token]) -> int:
    return sum(token.counted for token in tokens)


# What belongs together


def choose_pairs(olders: Sequence[Passage], newers: Sequence[Passage]) -> Iterator[Pair]:
    """Yield the passages that are the same, in the order of the newer text; none overlap."""
    codes = [[_encode(passage) for passage in passages] for passages in (olders, newers)]
    lengths = [[sum(map(bool, side)) for side in sides] for sides in codes]
    found = []
    for one in iter_candidates(*codes):
        shorter = min(lengths[0][one.older], lengths[1][one.newer])
        if len(one.hits) >= min(_FEWEST_SHARED, max(shorter - 2, 1)):
            pair = _compare(olders[one.older], newers[one.newer], one.offset)
            if pair is not None:
                found.append((pair, one.older, one.newer))
    found.sort(key=lambda item: (-item[0].rank, item[1], item[2]))
    taken: dict[Passage | None, list[Span]] = {}
    opened: set[Passage | None] = set()
    chosen = []
    for pair, _, two in found:
        sides = ((pair.older, pair.older_span), (pair.newer, pair.newer_span))
        if any(
            _overlaps(span, taken.get(passage, ())) or passage in opened or passage.whole in taken
            for passage, span in sides
        ):
            continue
        for passage, span in sides:
            taken.setdefault(passage, []).append(span)
            if passage.whole is not None:
                opened.add(passage.whole)
        chosen.append((two, pair.newer_span, pair))
    yield from (pair for _, _, pair in sorted(chosen, key=lambda item: item[:2]))


def _encode(passage: Passage) -> list[int]:
    """Return the codes of a passage's words, 0 for each sign."""
    return [token.code if token.counted else 0 for token in passage.tokens]


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _compare(older: Passage, newer: Passage, offset: int) -> Pair | None:
    """Return where two passages are the same, if they are.

    Args:
        older: a passage.
        newer: another.
        offset: how much farther on the words that both have stand in the newer one.
    """
    if older.step is newer.step and older.stroke is newer.stroke:
        return None
    if "tr" in (older.block.tag, newer.block.tag) and not _are_rows(older, newer):
        return None
    one_span, two_span, words = _find_common(older.tokens, newer.tokens, offset)
    one_span = _widen(older, one_span)
    two_span = _widen(newer, two_span)
    total = _count(older.tokens[slice(*one_span)]) + _count(newer.tokens[slice(*two_span)])
    if not (_is_whole(older, one_span) and _is_whole(newer, two_span)):
        return None
    is_within = older.stroke is not None and newer.stroke is not None
    least = _ENOUGH_WITHIN if is_within else _ENOUGH
    fewest = _FEWEST_WITHIN if is_within else _FEWEST
    is_same = older.stroke is None and newer.stroke is None and 2 * words == total
    is_same = is_same and (words > 1 or is_in_place(older, newer))
    is_part = (older.stroke is None) is not (newer.stroke is None) and is_near(older, newer)
    is_same = is_same or (is_part and 2 * words == total and words >= _FEWEST_BESIDE)
    if not is_same and (words < fewest or 2 * words < least * total):
        return None
    is_rewritten = is_in_place(older, newer) and older.block.tag == newer.block.tag
    if is_rewritten and not older.block.anchor and not _say_the_same(older.block, newer.block):
        return None  # it did not move
    is_block = older.stroke is None and newer.stroke is None
    if is_block and differ_in_names(older.tokens, newer.tokens):
        return None  # it is another
    one_span, two_span = _take_stops((older, one_span), (newer, two_span))
    return Pair(older, newer, one_span, two_span, 3 * words - total)


def _are_rows(older: Passage, newer: Passage) -> bool:
    """Return whether two passages are rows that can be compared cell by cell."""
    return not (older.stroke or newer.stroke) and can_compare(older.block, newer.block)


def _take_stops(older: tuple[Passage, Span], newer: tuple[Passage, Span]) -> tuple[Span, Span]:
    """Return two stretches that are the same, each with its full stop.

    Where a sentence that left was the last one, the comparison has kept its full stop, as that of
    the sentence that was before it.
    """
    ends, stops = [], []
    for passage, (_, end) in (older, newer):
        ends.append(passage.tokens[end - 1].alike)
        is_followed = end == len(passage.tokens) and ends[-1] not in _SENTENCE_ENDS
        stops.append(passage.stop.alike if is_followed and passage.stop else "")
    taken = [
        bool(stop) and stop in (end, its)
        for stop, end, its in zip(stops, ends[::-1], stops[::-1], strict=True)
    ]
    (one, two), (three, four) = older[1], newer[1]
    return (one, two + taken[0]), (three, four + taken[1])


def _widen(passage: Passage, span: Span) -> Span:
    """Return what moves of a passage: a block as a whole, a stretch by whole sentences.

    A stretch takes in the few words that part it from where a sentence begins or ends.
    """
    tokens = passage.tokens
    if passage.stroke is None:
        return 0, len(tokens)
    start, end = span
    few = max(_FEW, _count(tokens[start:end]) // 5)
    first, last = start, end
    while first > 0 and tokens[first - 1].alike not in _SENTENCE_ENDS:
        first -= 1
    while 0 < last < len(tokens) and tokens[last - 1].alike not in _SENTENCE_ENDS:
        last += 1
    if _count(tokens[first:start]) <= few:
        start = first
    if _count(tokens[end:last]) <= few:
        end = last
    while end < len(tokens) and tokens[end].alike in _ENDS:
        end += 1
    return start, end


def _is_whole(passage: Passage, span: Span) -> bool:
    """Return whether a stretch begins and ends where its passage does, or at a sign."""
    tokens, (start, end) = passage.tokens, span
    return (start == 0 or tokens[start - 1].alike in _ENDS) and (
        end == len(tokens) or (end > 0 and tokens[end - 1].alike in _ENDS)
    )


def _find_common(
    older: Sequence[Token], newer: Sequence[Token], offset: int
) -> tuple[Span, Span, int]:
    """Return the stretches with most in common, and how many words they have in common.

    Words between two matches weigh against joining them (Bentley's greatest sum of a run). Of a
    long passage, only what is near in the other is looked at.
    """
    margin = _MARGIN + min(len(older), len(newer)) // 4
    first = max(0, -offset - margin)
    second = max(0, offset - margin)
    matches = [
        Match(first + match.older, second + match.newer, match.size)
        for match in find_matches(
            [token.code for token in older[first : max(0, len(newer) - offset + margin)]],
            [token.code for token in newer[second : max(0, len(older) + offset + margin)]],
        )
    ]
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


def is_restyled(pair: Pair) -> bool:
    """Return whether a block stays where it is, with the same words, as another kind of block."""
    one, two = pair.older.block, pair.newer.block
    return is_in_place(pair.older, pair.newer) and one.kind != two.kind and _say_the_same(one, two)


def _say_the_same(older: Block, newer: Block) -> bool:
    codes = ([token.code for token in block.iter_tokens()] for block in (older, newer))
    return next(codes) == next(codes)


def is_near(older: Passage, newer: Passage) -> bool:
    """Return whether two passages stand in the same place, or side by side."""
    return abs(newer.place - older.place) <= 1


def is_in_place(older: Passage, newer: Passage) -> bool:
    """Return whether a block was taken out just where another was put in."""
    return not (older.stroke or newer.stroke) and newer.place - older.place in (0, 1)
