"""References to clauses, which follow when those clauses are renumbered.

A reference is a number after a word that announces one: `article 3`, `articles 3 et 5 ter`,
`clauses 4.2 to 4.5(b)`, `§ 2`, `Article IV`, `annexe 2`, `Schedules A and B`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clausier.clauses import Clause, RenderedText
from clausier.clauses.blocks import Block
from clausier.clauses.numbering import ANNEXES, ARTICLE, SERIES, read_roman
from clausier.clauses.tokens import Token

_ANNOUNCING: Final = re.compile(
    rf"""(?:[ldn]')?(?:
        (?:articles?|art|clauses?|sections?|paragraphes?|paragraphs?|§§?)
        |(?P<word>{"|".join(SERIES)})(?:e?s)?
    )""",
    re.VERBOSE,
)
_JOINING: Final = frozenset("et ou à au aux and or to through , – - . ' l' l les the".split())
_AND: Final = frozenset("et ou and or".split())
_FIRST: Final = frozenset("premier première 1er 1re 1ère 1st ier".split())
_SUFFIXES: Final = frozenset("bis ter quater quinquies".split())
_OF: Final = frozenset("du de des of".split())
_THE: Final = frozenset("la le les l' the".split())
_OWN: Final = ("présent", "l'présent", "this", "these", "ce", "cet", "cette", "ces")
"""How a text begins to speak of itself: `des présentes`, `of this Agreement`."""
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{1,3})*")


@dataclass(frozen=True, slots=True)
class Renumbering:
    """The numbers that clauses had and have, where they are in two texts under two numbers."""

    body: Mapping[str, str]
    """Outside annexes: new citations, by the old ones."""
    annexes: Mapping[str, Mapping[str, str]]
    """Likewise in annexes, by the ids that their clauses had."""
    owners: Mapping[Block, str]
    """Id of the clause of each leaf in the older text."""

    def at(self, block: Block) -> Mapping[str, str]:
        """Return what a reference means in a block of the older text.

        In an annex, `article 2` is that of the annex, if it has one.
        """
        return self.annexes.get(self.owners.get(block.leaves[0], ""), self.body)


@dataclass(frozen=True, slots=True)
class References:
    """The references in a leaf and in what it became."""

    older: Mapping[int, str]
    """Citations, by the places of their tokens."""
    newer: Mapping[int, str]
    renumbered: Mapping[str, str]
    """New citations, by the old ones."""

    def follow(self, one: int, two: int) -> bool:
        """Return whether at these places one clause is referred to, which was renumbered."""
        now = self.renumbered.get(self.older.get(one, ""))
        return now is not None and now == self.newer.get(two)

    def end(self, ones: range, twos: range) -> bool:
        """Return whether these stretches are but the ends of such numbers: `ter` of `5 ter`."""
        one, two = ones.start - 1, twos.start - 1
        return (
            self.follow(one, two)
            and all(self.older.get(place) == self.older[one] for place in ones)
            and all(self.newer.get(place) == self.newer[two] for place in twos)
        )


NO_REFERENCES: Final = References({}, {}, {})


def find_renumbered(
    older: RenderedText, newer: RenderedText, successors: Mapping[str, str]
) -> Renumbering:
    """Return the numbers of the clauses that are in both texts under two numbers.

    Of clauses with one number in the same annex, or outside all of them, the first is meant.

    Args:
        older: the older text.
        newer: the newer text.
        successors: ids of clauses in the newer text, by their ids in the older one.
    """
    numbers = {clause.id: clause.number for clause in newer.clauses}
    annexes = {clause.id for clause in older.clauses if _is_annex(clause)}
    found: dict[str, dict[str, str | None]] = {"": {}}
    scopes: dict[str, str] = {}
    for clause in older.clauses:
        around = next((name for name in reversed(clause.path) if name in annexes), "")
        scopes[clause.id] = clause.id if clause.id in annexes else around
        if clause.number:
            number = numbers.get(successors.get(clause.id, ""))
            changed = _cite(number) if number and number != clause.number else None
            found.setdefault(around, {}).setdefault(_cite(clause.number), changed)

    def read(scope: str) -> dict[str, str]:
        changes = found[""] | found.get(scope, {})
        return {one: two for one, two in changes.items() if two is not None}

    by_annex = {name: read(name) for name in annexes}
    return Renumbering(
        read(""),
        {name: by_annex[scope] for name, scope in scopes.items() if scope},
        older.owners,
    )


def _is_annex(clause: Clause) -> bool:
    return clause.number is not None and _cite(clause.number).partition(" ")[0] in ANNEXES


def _cite(number: str) -> str:
    """Return the citation of a clause's number: its series and its place there."""
    word, _, digits = number.partition(" ")
    series = SERIES.get(word.lower())
    return f"{series} {digits}" if series else f"{ARTICLE} {number}"


def read_references(tokens: Sequence[Token]) -> dict[int, str]:
    """Return the citations of clauses of the same text, by the places of their tokens.

    A number has one token, or another for `bis`. `article 6 du RGPD` and `Section 2 of the Act`
    refer to other texts.

    Args:
        tokens: of one leaf, those that show something.
    """
    found: dict[int, str] = {}
    group: dict[int, str] = {}
    series: str | None = None
    for place, token in enumerate(tokens):
        announced = _ANNOUNCING.fullmatch(token.alike)
        if announced:
            found |= group
            group, series = {}, SERIES.get(announced["word"], ARTICLE)
        elif series is None:
            continue
        elif digits := _read_digits(tokens, place):
            group[place] = f"{series} {digits}"
        elif token.alike in _SUFFIXES and place - 1 in group:
            group[place - 1] = group[place] = f"{group[place - 1]} {token.alike}"
        elif token.alike not in _JOINING and not _is_of_item(tokens, place):
            found |= {} if group and _names_another(tokens, place) else group
            group, series = {}, None
    return found | group


def _read_digits(tokens: Sequence[Token], place: int) -> str | None:
    """Return the number at a place, if one is there."""
    token = tokens[place]
    if token.alike in _FIRST:
        return "1"
    if _NUMBER.fullmatch(token.text):
        return token.text
    is_letter = len(token.text) == 1 and "A" <= token.text <= "Z"
    if (is_letter or read_roman(token.text)) and tokens[place - 1].text != ".":
        return token.text
    return None


def _is_of_item(tokens: Sequence[Token], place: int) -> bool:
    """Return whether this is of the letter of an item, as in `4.2(b)`, or of a word in brackets."""
    return tokens[place].text in {"(", ")"} or tokens[place - 1].text == "("


def _names_another(tokens: Sequence[Token], place: int) -> bool:
    """Return whether another text is named from a place on, as after `article 6`.

    None is in `article 6 et de l’article 7`.
    """
    if tokens[place - 1].alike in _AND:
        return False
    if tokens[place].alike.startswith("d'"):
        return True
    if tokens[place].alike not in _OF:
        return False
    names = [token.alike for token in tokens[place + 1 : place + 3] if token.alike not in _THE]
    return bool(names) and not names[0].startswith(_OWN)
