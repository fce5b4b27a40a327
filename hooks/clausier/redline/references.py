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
_OF: Final = frozenset("du de des of".split())
_THE: Final = frozenset("la le les l' the".split())
_OWN: Final = ("présent", "l'présent", "this", "these", "ce", "cet", "cette", "ces")
"""How a text begins to speak of itself: `des présentes`, `of this Agreement`."""
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


def list_references(tokens: Sequence[Token]) -> tuple[int, ...]:
    """Return the places of the numbers that refer to clauses of the same text, rising.

    `article 6 du RGPD` and `Section 2 of the Act` refer to others.

    Args:
        tokens: of one leaf, those that show something.
    """
    found: list[int] = []
    group: list[int] = []
    is_announced = False
    for place, token in enumerate(tokens):
        if _ANNOUNCING.fullmatch(token.alike):
            found += group
            group, is_announced = [], True
        elif is_announced and (token.alike in _FIRST or _NUMBER.fullmatch(token.text)):
            group.append(place)
        elif is_announced and token.alike not in _JOINING:
            found += () if group and _names_another(tokens, place) else group
            group, is_announced = [], False
    return (*found, *group)


def read_number(token: Token) -> str:
    """Return the number of a clause that a reference has."""
    return "1" if token.alike in _FIRST else token.text


def _names_another(tokens: Sequence[Token], place: int) -> bool:
    """Return whether another text is named from a place on, as after `article 6`."""
    if tokens[place].alike.startswith("d'"):
        return True
    if tokens[place].alike not in _OF:
        return False
    names = [token.alike for token in tokens[place + 1 : place + 3] if token.alike not in _THE]
    return bool(names) and not names[0].startswith(_OWN)
