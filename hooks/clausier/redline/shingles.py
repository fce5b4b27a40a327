"""Which stretches of words may be the same, found by the short runs of words that they share.

Source: A. Broder, "On the resemblance and containment of documents" (1997), for shingles. Every
stretch is looked up rather than compared with every other, so that the cost grows with the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from clausier.clauses.tokens import Token

_LENGTH: Final = 3
"""Words in a shingle."""
_COMMON: Final = 12
"""A shingle that more stretches have tells nothing."""
_MOST: Final = 6
"""How many candidates are looked at for one stretch."""


def iter_candidates(
    olders: Sequence[Sequence[Token]], newers: Sequence[Sequence[Token]]
) -> Iterator[tuple[int, int]]:
    """Yield the places of an older and a newer stretch that may be the same, likeliest first.

    For each older stretch there are a few at most; the order of the older ones is kept.
    """
    holders: dict[tuple[str, ...], list[int]] = {}
    for place, tokens in enumerate(newers):
        for shingle in dict.fromkeys(_iter_shingles(tokens)):
            holders.setdefault(shingle, []).append(place)
    for place, tokens in enumerate(olders):
        shared: Counter[int] = Counter()
        for shingle in dict.fromkeys(_iter_shingles(tokens)):
            found = holders.get(shingle, ())
            if len(found) <= _COMMON:
                shared.update(found)
        ranked = sorted(shared.items(), key=lambda item: (-item[1], item[0]))
        yield from ((place, other) for other, _ in ranked[:_MOST])


def _iter_shingles(tokens: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    words = [token.alike for token in tokens if token.counted]
    if len(words) < _LENGTH:
        if words:
            yield tuple(words)
        return
    for start in range(len(words) - _LENGTH + 1):
        yield tuple(words[start : start + _LENGTH])
