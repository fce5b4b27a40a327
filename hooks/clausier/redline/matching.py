"""Where two sequences say the same."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

_LARGEST_TABLE: Final = 4_000_000
"""Up to which product of lengths the longest common sequence is looked for at once."""
_LARGEST_WITHOUT_HOLD: Final = 400_000_000
"""Likewise where nothing parts the sequences. It takes that many bits; the comparison by edits,
which is used beyond, halves its problem instead."""
_HOLD: Final = 4
"""Items in a row that, where they stand but once in both sequences, part them in two."""


class Match(NamedTuple):
    """A stretch that stands in both sequences."""

    older: int
    """Where it begins in the older one."""
    newer: int
    """Where it begins in the newer one."""
    size: int


def find_matches(older: Sequence[int], newer: Sequence[int]) -> tuple[Match, ...]:
    """Return the stretches of a longest common sequence, in order; none is empty.

    Long sequences are first parted where a few items stand in both but once, and the longest common
    sequence is looked for in each part, so that the cost grows with the length, not its square.
    Items are numbers, for rapidfuzz compares hashes, which of anything else may collide.

    Source for the parting: B. Cohen, "Patience diff".
    """
    if len(older) * len(newer) <= _LARGEST_TABLE:
        return tuple(_iter_longest(older, newer, 0, 0))
    return tuple(_iter_joined(_iter_parted(older, newer)))


def _iter_longest(
    older: Sequence[int], newer: Sequence[int], older_start: int, newer_start: int
) -> Iterator[Match]:
    """Yield the stretches of a longest common sequence of two parts, given where they begin."""
    method = Indel if len(older) * len(newer) <= _LARGEST_WITHOUT_HOLD else Levenshtein
    for block in method.opcodes(older, newer).as_matching_blocks():
        if block.size:
            yield Match(older_start + block.a, newer_start + block.b, block.size)


def _iter_parted(older: Sequence[int], newer: Sequence[int]) -> Iterator[Match]:
    """Yield what is common between two holds, and each hold."""
    holds = (Match(0, 0, 0), *_find_holds(older, newer), Match(len(older), len(newer), 0))
    for last, hold in pairwise(holds):
        one, two = last.older + last.size, last.newer + last.size
        yield from _iter_longest(older[one : hold.older], newer[two : hold.newer], one, two)
        if hold.size:
            yield hold


def _find_holds(older: Sequence[int], newer: Sequence[int]) -> tuple[Match, ...]:
    """Return where items in a row stand but once in both sequences; none cross or overlap."""
    ones, twos = _find_single_runs(older), _find_single_runs(newer)
    places = sorted((place, twos[run]) for run, place in ones.items() if run in twos)
    found: list[Match] = []
    for one, two in _find_longest_rise(places):
        if not found or (
            one >= found[-1].older + found[-1].size and two >= found[-1].newer + found[-1].size
        ):
            found.append(Match(one, two, _HOLD))
    return tuple(found)


def _find_single_runs(items: Sequence[int]) -> dict[tuple[int, ...], int]:
    """Return the places of the runs of items that stand but once."""
    places: dict[tuple[int, ...], int] = {}
    repeated = set()
    for place in range(len(items) - _HOLD + 1):
        run = tuple(items[place : place + _HOLD])
        if places.setdefault(run, place) != place:
            repeated.add(run)
    return {run: place for run, place in places.items() if run not in repeated}


def _find_longest_rise(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest of the sequences that rise on both sides.

    Source: C. Schensted, "Longest increasing and decreasing subsequences" (1961).
    """
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, two) in enumerate(places):
        length = bisect_left(ends, two)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [two]
        last[length : length + 1] = [number]
    rise = []
    number = last[-1] if last else -1
    while number >= 0:
        rise.append(places[number])
        number = before[number]
    return rise[::-1]


def _iter_joined(matches: Iterator[Match]) -> Iterator[Match]:
    """Yield matches with those that follow each other made one."""
    last = next(matches, None)
    for match in matches:
        if last and (match.older, match.newer) == (last.older + last.size, last.newer + last.size):
            last = last._replace(size=last.size + match.size)
        else:
            if last:
                yield last
            last = match
    if last:
        yield last
