"""References to clauses, which follow when those clauses are renumbered.

A reference is a number after a word that announces one: `article 3`, `articles 3 et 5 ter`,
`clauses 4.2 to 4.5(b)`, `§ 2`, `Article IV`, `annexe 2`, `Schedules A and B`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clausier.clauses import Clause, RenderedText
from clausier.clauses.blocks import Block
from clausier.clauses.numbering import ANNEXES, ARTICLE, SERIES, read_first, read_roman
from clausier.clauses.tokens import Token

_ANNOUNCING: Final = re.compile(
    rf"""(?:[ldn]')?(?:
        (?:articles?|art|clauses?|sections?|§§?)
        |(?P<part>paragraphe?s?)
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
_NUMBER: Final = r"\d{1,3}(?:\.\d{1,3})*"
_NUMBERS: Final = re.compile(rf"{_NUMBER}(?:-{_NUMBER})?")
"""The number of a clause, or of the first and the last of several."""
_DASH: Final = re.compile("[-\u2010\u2011–—]")


@dataclass(frozen=True, slots=True)
class Renumbering:
    """The numbers that clauses and items had and have, where both differ."""

    changes: Mapping[str, Mapping[str, str]]
    """New citations by the old ones, by the id that the annex had where they are meant; under an
    empty one, those outside annexes."""
    annexes: Mapping[Block, str]
    """Id of the annex of each leaf in the older text, if it is in one with numbers of its own."""

    def at(self, block: Block) -> Mapping[str, str]:
        """Return new citations by those in a block of the older text.

        In an annex, `article 2` is that of the annex, if it has one.
        """
        return self.changes[self.annexes.get(block.leaves[0], "")]


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
        now = self._become(self.older.get(one, ""))
        return now is not None and now == self.newer.get(two)

    def _become(self, citation: str) -> str | None:
        """Return a citation once clauses are renumbered, if any that it names is."""
        if citation in self.renumbered:
            return self.renumbered[citation]
        series, _, numbers = citation.rpartition(" ")
        ends = [f"{series} {end}" for end in numbers.split("-")]
        if len(ends) != 2 or self.renumbered.keys().isdisjoint(ends):
            return None
        first, last = (self.renumbered.get(end, end) for end in ends)
        return f"{first}-{last.removeprefix(f'{series} ')}"

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
    older: RenderedText,
    newer: RenderedText,
    successors: Mapping[str, str],
    items: Iterable[tuple[Block, Block]],
) -> Renumbering:
    """Return the numbers of the clauses and items that are in both texts under two numbers.

    Of clauses with one number in the same annex, or outside all of them, none is meant for sure:
    nothing follows unless all are renumbered alike.

    Args:
        older: the older text.
        newer: the newer text.
        successors: ids of clauses in the newer text, by their ids in the older one.
        items: the items that are in both texts in other words or under another letter.
    """
    numbers = {clause.id: clause.number for clause in newer.clauses}
    by_clause = _cite_items(older, newer, items)
    found: dict[str, dict[str, str | None]] = {"": {}}
    annexes: dict[str, str] = {}
    for clause in older.clauses:
        around = annexes.get(clause.path[-1], "") if clause.path else ""
        annexes[clause.id] = clause.id if _is_annex(clause) else around
        if clause.number:
            number = numbers.get(successors.get(clause.id, ""))
            changed = _cite(number) if number and number != clause.number else None
            changes = found.setdefault(around, {})
            for one, two in ((_cite(clause.number), changed), *by_clause.get(clause.id, ())):
                _note(changes, one, two)
    changed_in = {
        annex: {one: two for one, two in (found[""] | changes).items() if two is not None}
        for annex, changes in found.items()
    }
    within = ((leaf, annexes.get(owner, "")) for leaf, owner in older.owners.items())
    return Renumbering(
        changed_in, {leaf: annex for leaf, annex in within if annex and annex in found}
    )


def _cite_items(
    older: RenderedText, newer: RenderedText, items: Iterable[tuple[Block, Block]]
) -> Mapping[str, Sequence[tuple[str, str | None]]]:
    """Return the citations that items had and have, by the id that their clause had."""
    pairs = dict(items)
    found: dict[str, dict[str, str | None]] = {}
    if not pairs:
        return {}
    sides = [{c.id: _cite(c.number) for c in text.clauses if c.number} for text in (older, newer)]
    for leaf, owner in older.owners.items():
        if not leaf.label or leaf.anchor is not None or owner not in sides[0]:
            continue
        one, two, pair = _cite_item(sides[0][owner], leaf), None, pairs.get(leaf)
        if pair is not None and (now := sides[1].get(newer.owners.get(pair, ""))) is not None:
            two = _cite_item(now, pair)
        _note(found.setdefault(owner, {}), one, two if one != two else None)
    return {owner: tuple(changes.items()) for owner, changes in found.items()}


def _note(changes: dict[str, str | None], one: str, two: str | None) -> None:
    """Take down a new citation; None if there is none, or none for sure."""
    changes[one] = two if changes.get(one, two) == two else None


def _cite_item(clause: str, leaf: Block) -> str:
    letters = "".join(token.alike for token in leaf.tokens[: leaf.label] if token.counted)
    return f"{clause}({letters})"


def _is_annex(clause: Clause) -> bool:
    return clause.number is not None and _cite(clause.number).partition(" ")[0] in ANNEXES


def _cite(number: str) -> str:
    """Return the citation of a clause's number: its series and its place there."""
    word, _, digits = number.partition(" ")
    series = SERIES.get(word.lower())
    return f"{series} {digits}" if series else f"{ARTICLE} {number}"


def read_references(tokens: Sequence[Token]) -> dict[int, str]:
    """Return the citations of clauses of the same text, by the places of their tokens.

    A number has one token, or another for `bis`; so has the letter of an item, as in `4.2(b)`.
    `article 6 du RGPD` and `Section 2 of the Act` refer to other texts.

    Args:
        tokens: of one leaf, those that show something.
    """
    found: dict[int, str] = {}
    group: dict[int, str] = {}
    series: str | None = None
    clause = ""
    for place, token in enumerate(tokens):
        announced = _ANNOUNCING.fullmatch(token.alike)
        if announced:
            if not announced["part"]:
                found |= group
                group = {}
            series = SERIES.get(announced["word"], ARTICLE)
        elif series is None:
            continue
        elif digits := _read_digits(tokens, place, series):
            group[place] = clause = f"{series} {digits}"
        elif token.alike in _SUFFIXES and place - 1 in group:
            group[place - 1] = group[place] = clause = f"{group[place - 1]} {token.alike}"
        elif group and tokens[place - 1].text == "(":
            group[place] = f"{clause}({token.alike})"
        elif token.alike not in _JOINING and token.text not in {"(", ")"}:
            found |= {} if group and _names_another(tokens, place) else group
            group, series = {}, None
    return found | group


def _read_digits(tokens: Sequence[Token], place: int, series: str) -> str | None:
    """Return the number at a place, if one is there."""
    token = tokens[place]
    if tokens[place - 1].text == "(":
        return None  # of an item, or a word in brackets
    if token.alike in _FIRST:
        return read_first(token.alike, series)
    digits = _DASH.sub("-", token.text)
    if _NUMBERS.fullmatch(digits):
        return digits
    is_letter = len(token.text) == 1 and "A" <= token.text <= "Z"
    if (is_letter or read_roman(token.text)) and tokens[place - 1].text != ".":
        return token.text
    return None


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
