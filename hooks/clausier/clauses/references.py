"""References to clauses, as a text makes them.

A reference is a number after a word that announces one: `article 3`, `articles 3 et 5 ter`,
`clauses 4.2 to 4.5(b)`, `§ 2`, `Article IV`, `annexe 2`, `Schedules A and B`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from clausier.clauses.numbering import ARTICLE, SERIES, read_first, read_roman
from clausier.clauses.tokens import Token

_ANNOUNCING: Final = re.compile(
    rf"""(?:[ldn]')?(?:
        (?:articles?|art|clauses?|sections?|§§?)
        |(?P<part>paragraphe?s?|points?|alinéas?)
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
_OWN: Final = re.compile(r"(?:l')?présente?s?|this|these|ce|cet|cette|ces")
"""How a text begins to speak of itself: `des présentes`, `of this Agreement`."""
_ITSELF: Final = frozenset("contrat contract agreement terms conditions".split())
"""What a text calls itself, unless another is told apart by what follows: `du contrat de prêt`."""
_OTHER: Final = re.compile(
    r"d'.*|de|du|des|of|for|on|between|with|dated|entre|conclue?s?|signée?s?|passée?s?|concluded"
    r"|signed|liant|initial|principal|cadre|type|individuel|-|[A-Z].*"
)
_NUMBER: Final = r"\d{1,3}(?:\.\d{1,3})*"
_NUMBERS: Final = re.compile(rf"{_NUMBER}(?:-{_NUMBER})?")
"""The number of a clause, or of the first and the last of several."""
_DASH: Final = re.compile("[-\u2010\u2011–—]")


def cite(number: str) -> str:
    """Return the citation of a clause's number: its series and its place there."""
    word, _, digits = number.partition(" ")
    series = SERIES.get(word.lower())
    return f"{series} {digits}" if series else f"{ARTICLE} {number}"


@dataclass(frozen=True, slots=True)
class Reference:
    """What one or more words announce together: `articles 3 et 5`, `article 6, paragraphe 1`."""

    start: int
    """Place of the token that announces it."""
    end: int
    """Place of the first token after it."""
    citations: Mapping[int, str]
    """By the places of their tokens; never empty."""
    parts: frozenset[int]
    """Places of those that count the paragraphs of a clause."""
    names_another: bool
    """Whether another text is named after it, as in `article 6 du RGPD`."""


def read_references(tokens: Sequence[Token]) -> dict[int, str]:
    """Return the citations of clauses of the same text, by the places of their tokens.

    A number has one token, or another for `bis`; so has the letter of an item, as in `4.2(b)`.
    `article 6 du RGPD` and `Section 2 of the Act` refer to other texts.

    Args:
        tokens: of one leaf, those that show something.
    """
    found: dict[int, str] = {}
    for reference in iter_references(tokens):
        found |= {} if reference.names_another else reference.citations
    return found


@dataclass(slots=True)
class _Announced:
    """What is being announced, as far as it is read."""

    series: str
    start: int
    is_part: bool
    citations: dict[int, str] = field(default_factory=dict)
    parts: set[int] = field(default_factory=set)
    clause: str = ""

    def read(self, tokens: Sequence[Token], place: int) -> bool:
        """Take a token, and return whether it can be part of the reference."""
        token = tokens[place]
        if digits := _read_digits(tokens, place, self.series):
            self.clause = f"{self.series} {digits}"
            self._note(place, self.clause)
        elif token.alike in _SUFFIXES and place - 1 in self.citations:
            self.clause = f"{self.citations[place - 1]} {token.alike}"
            self.citations[place - 1] = self.citations[place] = self.clause
        elif self.citations and tokens[place - 1].text == "(":
            self._note(place, f"{self.clause}({token.alike})")
        else:
            return token.alike in _JOINING or token.text in {"(", ")"}
        return True

    def _note(self, place: int, citation: str) -> None:
        self.citations[place] = citation
        if self.is_part:
            self.parts.add(place)

    def close(self, end: int, *, names_another: bool = False) -> Iterator[Reference]:
        """Yield the reference, if there is one."""
        if self.citations:
            parts = frozenset(self.parts)
            yield Reference(self.start, end, self.citations, parts, names_another)


def iter_references(tokens: Sequence[Token]) -> Iterator[Reference]:
    """Yield the references to clauses, those of other texts too, in reading order.

    Args:
        tokens: of one leaf, those that show something.
    """
    current: _Announced | None = None
    for place, token in enumerate(tokens):
        announced = _ANNOUNCING.fullmatch(token.alike)
        if announced:
            is_part, series = announced["part"] is not None, SERIES.get(announced["word"], ARTICLE)
            if current is not None and current.citations and is_part:
                current.series, current.is_part = series, True
                continue
            if current is not None:
                yield from current.close(place)
            current = _Announced(series, place, is_part)
        elif current is not None and not current.read(tokens, place):
            yield from current.close(place, names_another=_names_another(tokens, place))
            current = None
    if current is not None:
        yield from current.close(len(tokens))


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
    names = [token for token in tokens[place + 1 : place + 4] if token.alike not in _THE]
    if not names or _OWN.fullmatch(names[0].alike):
        return False
    is_qualified = len(names) > 1 and _OTHER.fullmatch(names[1].text) is not None
    return is_qualified or names[0].alike not in _ITSELF
