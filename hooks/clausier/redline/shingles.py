"""Which stretches of words may be the same, found by the short runs of words that they share.

Source: A. Broder, "On the resemblance and containment of documents" (1997), for shingles. Every
stretch is looked up rather than compared with every other, so that the cost grows with the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Final, TypeAlias

from clausier.clauses.tokens import Token

_LENGTH: Final = 3
"""Words in a shingle: see `_iter_shingles`."""
_COMMON: Final = 12
"""A shingle that stands in more places tells nothing."""
_MOST: Final = 6
"""How many candidates are looked at for one stretch."""

_Shingle: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two stretches that may be the same."""

    older: int
    """Place of the older stretch among those given."""
    newer: int
    hits: list[tuple[int, int]]
    """The first tokens of each shingle that both have, in the older and in the newer one."""

    @property
    def offset(self) -> int:
        """How much farther on the shared words stand in the newer stretch, most of them."""
        return median_low(two - one for one, two in self.hits)


def iter_candidates(
    olders: Sequence[Sequence[Token]], newers: Sequence[Sequence[Token]]
) -> Iterator[Candidate]:
    """Yield the older and newer stretches that may be the same, likeliest first.

    For each older stretch there are a few at most; the order of the older ones is kept.
    """
    holders: dict[_Shingle, list[tuple[int, int]]] = {}
    for place, tokens in enumerate(newers):
        for shingle, start in _iter_shingles(tokens):
            holders.setdefault(shingle, []).append((place, start))
    for place, tokens in enumerate(olders):
        found: dict[int, list[tuple[int, int]]] = {}
        for shingle, start in _iter_shingles(tokens):
            held = holders.get(shingle, ())
            if len(held) <= _COMMON:
                for other, its_start in held:
                    found.setdefault(other, []).append((start, its_start))
        ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        yield from (Candidate(place, other, hits) for other, hits in ranked[:_MOST])


def _iter_shingles(tokens: Sequence[Token]) -> Iterator[tuple[_Shingle, int]]:
    """Yield runs of words, each with the place of its first token."""
    words = [token.alike for token in tokens if token.counted]
    if len(words) < _LENGTH:
        if words:
            yield tuple(words), 0
        return
    places = [place for place, token in enumerate(tokens) if token.counted]
    yield from zip(zip(words, words[1:], words[2:], strict=False), places, strict=False)
