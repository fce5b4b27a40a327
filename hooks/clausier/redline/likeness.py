"""How much alike blocks are, and which of two texts' blocks belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel, LCSseq

from clausier.clauses.blocks import Block
from clausier.clauses.tables import can_compare

_ENOUGH: Final = 0.45
"""Likeness from which two leaves are one that was reworded."""
_ENOUGH_ALONE: Final = 0.3
"""Likewise for two leaves that have no others to choose from."""
_ENOUGH_INSIDE: Final = 0.25
"""Likewise for containers, whose parts are looked at one by one."""
_SAME_PLACE: Final = 0.2
"""What it adds to have the same clause number, or to be a part that there is but once."""
_FEWEST: Final = 2
"""Words from which a block can be how another begins."""
_MOST_PAIRS: Final = 60_000
"""How many pairs of blocks are looked at in one gap; beyond, only those near the diagonal."""
_SKETCH: Final = 509
"""Bits of a block's sketch, which tells most blocks that have little in common at once."""
_ONLY_ONCE: Final = frozenset({"summary", "caption", "figcaption", "legend"})


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is to be known of a block to tell which it is like."""

    block: Block
    kind: str
    words: list[int]
    """Its words, numbered; without the clause's number."""
    sketch: int
    """A bit for each of its words, which now and then fall together."""
    bits: int
    """How many bits the sketch has."""
    least: float
    """Likeness from which it belongs with another."""


class Likeness:
    """Compares blocks by their words. What it learns of a block serves for one comparison."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._readings: dict[Block, _Reading] = {}

    def measure(self, older: Block, newer: Block, least: float) -> float:
        """Return the share of words that two blocks have in common, in order: 0 to 1.

        Numbers of clauses do not count. Below `least`, the result is 0.
        """
        return _measure(self._read(older), self._read(newer), least)

    def measure_part(self, part: Block, whole: Block) -> float:
        """Return the share of a block's words that stand in another, in order: 0 to 1."""
        words = self._read(part).words
        return LCSseq.similarity(words, self._read(whole).words) / len(words) if words else 0.0

    def begins(self, one: Block, other: Block) -> bool:
        """Return whether the shorter of two blocks of a kind is how the longer one begins."""
        short, long = sorted((self._read(one).words, self._read(other).words), key=len)
        return one.kind == other.kind and len(short) >= _FEWEST and long[: len(short)] == short

    def pair(self, older: Sequence[Block], newer: Sequence[Block]) -> tuple[tuple[int, int], ...]:
        """Return the places of blocks that belong together, rising in both sequences.

        Of all ways to pair blocks without crossing, it is the one with most in common.
        """
        chains = _BestChains(len(newer))
        for one, row in enumerate(self._iter_rows(older, newer)):
            chains.extend(one, row)
        return chains.read_best()

    def _iter_rows(
        self, older: Sequence[Block], newer: Sequence[Block]
    ) -> Iterator[list[tuple[int, float]]]:
        """Yield, for each older block, the newer ones it may belong with, and how well."""
        olders, newers = [*map(self._read, older)], [*map(self._read, newer)]
        anchors = {block.anchor: place for place, block in enumerate(newer) if block.anchor}
        reach = max(_MOST_PAIRS // len(older) // 2, 8)
        has_choice = len(older) + len(newer) > 2
        for place, one in enumerate(olders):
            middle = place * len(newer) // len(older)
            near = range(max(middle - reach, 0), min(middle + reach, len(newer)))
            namesake = anchors.get(one.block.anchor or "", middle)
            places = near if namesake in near else sorted({*near, namesake})
            least = one.least if has_choice else min(one.least, _ENOUGH_ALONE)
            scores = ((two, _score(one, newers[two], least)) for two in places)
            yield [(two, score) for two, score in scores if score]

    def _read(self, block: Block) -> _Reading:
        known = self._readings.get(block)
        if known is not None:
            return known
        tokens = [*block.iter_tokens()][block.label :]
        words = [token.alike for token in tokens if token.counted] or [t.key for t in tokens]
        numbers = [self._numbers.setdefault(word, len(self._numbers)) for word in words]
        sketch = 0
        for number in numbers:
            sketch |= 1 << number % _SKETCH
        least = _ENOUGH if block.is_leaf or block.tag in {"li", "tr"} else _ENOUGH_INSIDE
        reading = _Reading(block, block.kind, numbers, sketch, sketch.bit_count(), least)
        self._readings[block] = reading
        return reading


def _score(older: _Reading, newer: _Reading, least: float) -> float:
    """Return how well two blocks belong together; 0 if not at all."""
    if older.kind != newer.kind:
        return 0.0
    score = _measure(older, newer, least)
    anchor = older.block.anchor
    if (anchor is not None and anchor == newer.block.anchor) or older.block.tag in _ONLY_ONCE:
        score += _SAME_PLACE
    return score if score and can_compare(older.block, newer.block) else 0.0


def _measure(older: _Reading, newer: _Reading, least: float) -> float:
    one, two = len(older.words), len(newer.words)
    if 2 * min(one, two) < least * (one + two):
        return 0.0
    shared = (older.sketch & newer.sketch).bit_count()
    if 2 * shared < (least - 0.1) * (older.bits + newer.bits):
        return 0.0
    return Indel.normalized_similarity(older.words, newer.words, score_cutoff=least)


class _BestChains:
    """Best chains of pairs by where they end, in a tree of maxima (Fenwick 1994)."""

    def __init__(self, width: int) -> None:
        self._pairs: list[tuple[int, int, int]] = []
        """Older place, newer place, and the pair before it in its chain, or -1."""
        self._tree: list[tuple[float, int]] = [(0.0, -1)] * (width + 1)

    def extend(self, one: int, row: list[tuple[int, float]]) -> None:
        """Take in the pairs of the older place `one`, given by newer place and score."""
        ends = [(two, score, self._find(two)) for two, score in row]
        for two, score, (total, before) in ends:
            self._pairs.append((one, two, before))
            self._put(two + 1, (total + score, len(self._pairs) - 1))

    def read_best(self) -> tuple[tuple[int, int], ...]:
        """Return the pairs of the best chain, in order."""
        chain = []
        _, pair = self._find(len(self._tree) - 1)
        while pair >= 0:
            one, two, pair = self._pairs[pair]
            chain.append((one, two))
        return tuple(reversed(chain))

    def _find(self, end: int) -> tuple[float, int]:
        """Return the best score of a chain that ends before the newer place `end`."""
        best = (0.0, -1)
        while end > 0:
            if self._tree[end][0] > best[0]:
                best = self._tree[end]
            end -= end & -end
        return best

    def _put(self, place: int, chain: tuple[float, int]) -> None:
        while place < len(self._tree):
            if chain[0] > self._tree[place][0]:
                self._tree[place] = chain
            place += place & -place
