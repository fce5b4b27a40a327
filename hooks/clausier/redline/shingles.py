"""Which stretches of words may be the same, found by the short runs of words that they share.

Source: A. Broder, "On the resemblance and containment of documents" (1997), for shingles. Every
stretch is looked up rather than compared with every other, so that the cost grows with the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Final, TypeAlias

_LENGTH: Final = 3
"""Words in a shingle: see `_iter_shingles`."""
_COMMON: Final = 12
"""A shingle that stands in more places tells nothing."""
_MOST: Final = 6
"""How many candidates are looked at for one stretch."""

_Shingle: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two stretches that may be the same."""

    older: int
    """Place of the older stretch among those given."""
    newer: int
    hits: list[tuple[int, int]]
    """Where each shingle that both have begins, in the older and in the newer one."""

    @property
    def offset(self) -> int:
        """How much farther on the shared words stand in the newer stretch, most of them."""
        return median_low(two - one for one, two in self.hits)


def iter_candidates(
    olders: Sequence[Sequence[int]], newers: Sequence[Sequence[int]]
) -> Iterator[Candidate]:
    """Yield the older and newer stretches that may be the same, likeliest first.

    Stretches are codes of words, 0 for what is none. For each older stretch there are a few
    candidates at most; the order of the older ones is kept.
    """
    holders: dict[_Shingle, list[tuple[int, int]]] = {}
    for place, codes in enumerate(newers):
        for shingle, start in _iter_shingles(codes):
            holders.setdefault(shingle, []).append((place, start))
    for place, codes in enumerate(olders):
        found: dict[int, list[tuple[int, int]]] = {}
        for shingle, start in _iter_shingles(codes):
            held = holders.get(shingle, ())
            if len(held) <= _COMMON:
                for other, its_start in held:
                    found.setdefault(other, []).append((start, its_start))
        ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        yield from (Candidate(place, other, hits) for other, hits in ranked[:_MOST])


def _iter_shingles(codes: Sequence[int]) -> Iterator[tuple[_Shingle, int]]:
    """Yield runs of words, each with the place of its first one."""
    words = [code for code in codes if code]
    if len(words) < _LENGTH:
        if words:
            yield tuple(words), 0
        return
    places = [place for place, code in enumerate(codes) if code]
    yield from zip(zip(words, words[1:], words[2:], strict=False), places, strict=False)
