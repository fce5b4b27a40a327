"""Names that words stand by: parties, products, defined terms.

Two clauses that differ in a name are two clauses, however much of their wording they share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from clausier.clauses.tokens import LINE_BREAK, Token
from clausier.redline.matching import find_matches

_STARTS: Final = frozenset({".", "!", "?", "…", ":", ";", "–", "—", "«", "“", LINE_BREAK})
"""After these, a capital letter says nothing."""


def differ_in_names(older: Sequence[Token], newer: Sequence[Token]) -> bool:
    """Return whether a name of one passage is another in the other, or stands elsewhere in it."""
    one, two = ([token for token in side if token.key] for side in (older, newer))
    kept: tuple[set[int], set[int]] = (set(), set())
    for match in find_matches([token.code for token in one], [token.code for token in two]):
        kept[0].update(range(match.older, match.older + match.size))
        kept[1].update(range(match.newer, match.newer + match.size))
    lost = {one[place].code for place in _iter_names(one) if place not in kept[0]}
    found = {two[place].code for place in _iter_names(two) if place not in kept[1]}
    return bool(lost and found)


def _iter_names(tokens: Sequence[Token]) -> Iterator[int]:
    """Yield the places of words with a capital letter that begin no sentence."""
    for place, token in enumerate(tokens):
        is_start = place == 0 or tokens[place - 1].text.strip() in _STARTS
        word = token.text.rpartition("’")[2]
        if token.counted and not is_start and word[:1].isupper():
            yield place
