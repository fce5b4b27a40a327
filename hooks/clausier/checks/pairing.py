"""Which clause of a translation is which clause of the governing text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from clausier.clauses import RenderedText

Entry: TypeAlias = tuple[str, str, int]
"""What a clause is recognised by: what it is in, its rank, and its level where it has no rank."""

_SAME: Final = 2.0
"""Two clauses with one number."""
_LIKE: Final = 1.0
"""Two headings without a number, at one level."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """The clauses of two texts side by side, by their places."""

    pairs: tuple[tuple[int, int], ...]
    """Those that stand in the same order; in that order."""
    moved: tuple[tuple[int, int], ...]
    """Those with one number, at another place."""
    renumbered: tuple[tuple[int, int], ...]
    """Those with another number, at the same place."""
    missing: tuple[int, ...]
    extra: tuple[int, ...]


def pair_clauses(governing: RenderedText, translation: RenderedText) -> Pairing:
    """Return which clauses of two texts are the same."""
    ones, twos = _list_entries(governing), _list_entries(translation)
    if ones == twos:
        return Pairing(tuple((n, n) for n in range(len(ones))), (), (), (), ())
    sizes = [[len(clause.text) + 1 for clause in t.clauses] for t in (governing, translation)]
    pairs = _align(ones, twos, sizes[0], sizes[1])
    left = sorted({*range(len(ones))} - {one for one, _ in pairs})
    right = sorted({*range(len(twos))} - {two for _, two in pairs})
    moved = [(one, two) for one in left if ones[one][1] for two in right if ones[one] == twos[two]]
    moved = [pair for n, pair in enumerate(moved) if all(pair[1] != p[1] for p in moved[:n])]
    moved = [pair for n, pair in enumerate(moved) if all(pair[0] != p[0] for p in moved[:n])]
    left = [one for one in left if all(one != p[0] for p in moved)]
    right = [two for two in right if all(two != p[1] for p in moved)]
    renumbered = _pair_between(pairs, left, right, ones, twos)
    return Pairing(
        tuple(pairs),
        tuple(moved),
        tuple(renumbered),
        tuple(one for one in left if all(one != p[0] for p in renumbered)),
        tuple(two for two in right if all(two != p[1] for p in renumbered)),
    )


def _list_entries(text: RenderedText) -> list[Entry]:
    """Return what each clause is recognised by; the numbers in an annex are its own."""
    ranks = {
        clause.id: rank or ""
        for clause, (_, _, rank) in zip(text.clauses, text.outline, strict=True)
    }
    entries = []
    for clause, (_, level, rank) in zip(text.clauses, text.outline, strict=True):
        around = next((ranks[i] for i in clause.path if ranks[i].startswith("annex")), "")
        entries.append((around, rank or "", 0 if rank else level))
    return entries


def _align(
    ones: Sequence[Entry], twos: Sequence[Entry], sizes: Sequence[int], others: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the pairs that are alike and do not cross, which together are likest."""
    width = len(twos) + 1
    best = [[0.0] * width for _ in range(len(ones) + 1)]
    for one in reversed(range(len(ones))):
        for two in reversed(range(len(twos))):
            score = _score(ones[one], twos[two], sizes[one], others[two])
            best[one][two] = max(
                best[one + 1][two],
                best[one][two + 1],
                best[one + 1][two + 1] + score if score else 0.0,
            )
    pairs: list[tuple[int, int]] = []
    one = two = 0
    while one < len(ones) and two < len(twos):
        score = _score(ones[one], twos[two], sizes[one], others[two])
        if score and best[one][two] == best[one + 1][two + 1] + score:
            pairs.append((one, two))
            one, two = one + 1, two + 1
        elif best[one][two] == best[one + 1][two]:
            one += 1
        else:
            two += 1
    return pairs


def _score(one: Entry, two: Entry, size: int, other: int) -> float:
    """Return how likely two clauses are the same; 0 for not at all."""
    if one != two:
        return 0.0
    return _SAME if one[1] else _LIKE + min(size, other) / max(size, other)


def _pair_between(
    pairs: Sequence[tuple[int, int]],
    left: Sequence[int],
    right: Sequence[int],
    ones: Sequence[Entry],
    twos: Sequence[Entry],
) -> list[tuple[int, int]]:
    """Return the clauses that stand alone between the same two pairs, and have another number."""
    found: list[tuple[int, int]] = []
    bounds = ((-1, -1), *pairs, (len(ones), len(twos)))
    for (one, two), (next_one, next_two) in pairwise(bounds):
        between = [n for n in left if one < n < next_one], [n for n in right if two < n < next_two]
        if len(between[0]) == len(between[1]):
            found += (
                (a, b)
                for a, b in zip(*between, strict=True)
                if ones[a][1].count(".") == twos[b][1].count(".") and bool(ones[a][1])
            )
    return found
