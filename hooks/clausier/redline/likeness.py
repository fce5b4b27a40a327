"""How much alike blocks are, and which of two texts' blocks belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from rapidfuzz.distance import Indel, LCSseq

from clausier.clauses.blocks import Block
from clausier.clauses.tables import can_compare
from clausier.redline.chains import BestChains
from clausier.redline.shingles import iter_candidates

_ENOUGH: Final = 0.45
"""Likeness from which two leaves are one that was reworded."""
_ENOUGH_ALONE: Final = 0.3
"""Likewise for two leaves that have no others to choose from."""
_ENOUGH_INSIDE: Final = 0.25
"""Likewise for containers, whose parts are looked at one by one."""
_MUCH: Final = 0.6
"""Likeness from which blocks belong together wherever they stand."""
_SAME_PLACE: Final = 0.2
"""What it adds to have the same clause number, or to be a part that there is but once."""
_FEWEST: Final = 2
"""Words from which a block can be how another begins."""
_SENTENCE: Final = 8
"""Words that two blocks begin with if they are one that was rewritten."""
_FEW_PAIRS: Final = 400
"""How many pairs of blocks are looked at one by one before shared words are looked for."""
_MOST_PAIRS: Final = 60_000
"""How many pairs of blocks are looked at in one gap; beyond, only those near the diagonal."""
_LARGEST_TABLE: Final = 4_000_000
"""Up to which product of lengths it matters in which order words stand."""
_ONLY_ONCE: Final = frozenset({"summary", "caption", "figcaption", "legend"})


def _iter_candidates(older: Sequence[Block], newer: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield the places of blocks that may be much alike: all of few, or those that share words."""
    if len(older) * len(newer) <= _FEW_PAIRS:
        yield from product(range(len(older)), range(len(newer)))
        return
    for candidate in iter_candidates([b.words for b in older], [b.words for b in newer]):
        yield candidate.older, candidate.newer


def measure_part(part: Block, whole: Block) -> float:
    """Return the share of a block's words that stand in another, in order: 0 to 1."""
    words = part.words
    return LCSseq.similarity(words, whole.words) / len(words) if words else 0.0


def begins(one: Block, other: Block) -> bool:
    """Return whether two blocks of a kind begin alike: all of the shorter, or a sentence."""
    short, long = sorted((one.words, other.words), key=len)
    size = min(len(short), _SENTENCE)
    return one.kind == other.kind and size >= _FEWEST and long[:size] == short[:size]


def iter_much_alike(
    older: Sequence[Block], newer: Sequence[Block]
) -> Iterator[tuple[int, int, float]]:
    """Yield places of blocks that are much alike, with how well they belong together."""
    for one, two in _iter_candidates(older, newer):
        score = _score(older[one], newer[two], _MUCH)
        if score >= _MUCH:
            yield one, two, score


def pair_alike(older: Sequence[Block], newer: Sequence[Block]) -> tuple[tuple[int, int], ...]:
    """Return the places of blocks that belong together, rising in both sequences.

    Of all ways to pair blocks without crossing, it is the one with most in common.
    """
    chains = BestChains(len(newer))
    for one, row in enumerate(_iter_rows(older, newer)):
        chains.extend(one, row)
    return chains.read_best()


def _iter_rows(older: Sequence[Block], newer: Sequence[Block]) -> Iterator[list[tuple[int, float]]]:
    """Yield, for each older block, the newer ones it may belong with, and how well."""
    anchors = {block.anchor: place for place, block in enumerate(newer) if block.anchor}
    reach = max(_MOST_PAIRS // len(older) // 2, 8)
    has_choice = len(older) + len(newer) > 2
    for place, one in enumerate(older):
        middle = place * len(newer) // len(older)
        near = range(max(middle - reach, 0), min(middle + reach, len(newer)))
        namesake = anchors.get(one.anchor or "", middle)
        places = near if namesake in near else sorted({*near, namesake})
        least = _find_least(one)
        least = least if has_choice else min(least, _ENOUGH_ALONE)
        scores = ((two, _score(one, newer[two], least)) for two in places)
        yield [(two, score) for two, score in scores if score]


def _find_least(block: Block) -> float:
    """Return the likeness from which a block belongs with another."""
    return _ENOUGH if block.is_leaf or block.tag in {"li", "tr"} else _ENOUGH_INSIDE


def _score(older: Block, newer: Block, least: float) -> float:
    """Return how well two blocks belong together; 0 if not at all."""
    if older.kind != newer.kind:
        return 0.0
    score = measure(older, newer, least)
    if (older.anchor is not None and older.anchor == newer.anchor) or older.tag in _ONLY_ONCE:
        score += _SAME_PLACE * (1 - score)
    return score if score and can_compare(older, newer) else 0.0


def measure(older: Block, newer: Block, least: float) -> float:
    """Return the share of words that two blocks have in common: 0 to 1.

    In a leaf of common length they must be in order. Numbers of clauses do not count. Below
    `least`, the result is 0.
    """
    one, two = len(older.words), len(newer.words)
    if 2 * min(one, two) < least * (one + two):
        return 0.0
    shared = (older.sketch & newer.sketch).bit_count()
    if 2 * shared < (least - 0.1) * (older.sketch.bit_count() + newer.sketch.bit_count()):
        return 0.0
    if one * two > _LARGEST_TABLE:
        common = Counter(older.words) & Counter(newer.words)
        share = 2 * common.total() / (one + two)
        return share if share >= least else 0.0
    words: tuple[Sequence[int], ...] = (older.words, newer.words)
    if not older.is_leaf:  # sorted, what both have is in order
        words = tuple(map(sorted, words))
    return Indel.normalized_similarity(*words, score_cutoff=least)
