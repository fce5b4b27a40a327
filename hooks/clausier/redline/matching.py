"""Where two sequences say the same."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

_LARGEST_TABLE: Final = 400_000_000
"""Up to which product of lengths the longest common sequence is looked for. It takes that many
bits; the comparison by edits, which is used beyond, halves its problem instead."""


class Match(NamedTuple):
    """A stretch that stands in both sequences."""

    older: int
    """Where it begins in the older one."""
    newer: int
    """Where it begins in the newer one."""
    size: int


def find_matches(older: Sequence[Hashable], newer: Sequence[Hashable]) -> tuple[Match, ...]:
    """Return the stretches of a longest common sequence, in order; none is empty.

    Items are numbered before they are compared: rapidfuzz compares hashes, which may collide, and
    those of strings change from run to run.
    """
    numbers: dict[Hashable, int] = {}
    one = [numbers.setdefault(item, len(numbers)) for item in older]
    two = [numbers.setdefault(item, len(numbers)) for item in newer]
    method = Indel if len(one) * len(two) <= _LARGEST_TABLE else Levenshtein
    blocks = method.opcodes(one, two).as_matching_blocks()
    return tuple(Match(block.a, block.b, block.size) for block in blocks if block.size)
