"""Which pairs belong together, of all that may, so that none crosses another.

Source: the heaviest increasing subsequence, found with a tree of maxima (P. Fenwick, "A new data
structure for cumulative frequency tables", 1994).
"""

from __future__ import annotations


class BestChains:
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
