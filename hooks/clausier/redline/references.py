"""References to clauses, which follow when those clauses are renumbered.

A reference is a number after a word that announces one: `article 3`, `articles 3 et 4`,
`clauses 4.2 to 4.5`, `§ 2`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from clausier.clauses import RenderedText
from clausier.clauses.tokens import Token

_ANNOUNCING: Final = re.compile(
    r"(?:[ldn]')?(?:articles?|art|clauses?|sections?|paragraphes?|paragraphs?|§§?)"
)
_JOINING: Final = frozenset("et ou à au aux and or to through , – - . ' l' l les the".split())
_FIRST: Final = frozenset("premier première 1er 1re 1ère 1st ier".split())
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{1,3})*")


def find_renumbered(
    older: RenderedText, newer: RenderedText, successors: Mapping[str, str]
) -> dict[str, str]:
    """Return the new number of each clause that is in both texts under two numbers, by its old.

    Args:
        older: the older text.
        newer: the newer text.
        successors: ids of clauses in the newer text, by their ids in the older one.
    """
    numbers = {clause.id: clause.number for clause in newer.clauses}
    found: dict[str, str] = {}
    for clause in older.clauses:
        number = numbers.get(successors.get(clause.id, ""))
        if clause.number and number and number != clause.number:
            found.setdefault(clause.number, number)
    return found


def follow_references(tokens: Sequence[Token], renumbered: Mapping[str, str]) -> dict[int, str]:
    """Return, by their places among `tokens`, the numbers that references would turn into.

    Args:
        tokens: of one leaf, those that show something.
        renumbered: new numbers of clauses, by their old ones.
    """
    followed: dict[int, str] = {}
    is_announced = False
    for place, token in enumerate(tokens):
        if _ANNOUNCING.fullmatch(token.alike):
            is_announced = True
        elif is_announced and (token.alike in _FIRST or _NUMBER.fullmatch(token.text)):
            number = renumbered.get("1" if token.alike in _FIRST else token.text)
            if number is not None:
                followed[place] = number
        elif token.alike not in _JOINING:
            is_announced = False
    return followed
