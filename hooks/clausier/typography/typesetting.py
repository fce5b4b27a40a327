"""The rules of French and of English typography, each from a passage's text to edits of it.

Rules touch white space, straight quotes and apostrophes, and three dots, and nothing else.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale; for English, New
Hart's Rules, with double quotation marks first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from clausier.typography.passages import Edit

Rule: TypeAlias = Callable[[str], Iterator[Edit]]

NO_BREAK: Final = "\u00a0"
NARROW: Final = "\u202f"

_SPACE: Final = r"[ \t\n\r\u00a0\u2009\u202f]+"
"""White space of the kinds that are set around punctuation."""
_LOOSE: Final = r"[ \t\n\r]+"
"""White space at which a line may break; where it may not already, it stays as it is."""
_AFTER_INK: Final = r"(?<=[^\s\x01])"
_BEFORE_INK: Final = r"(?=[^\s\x01])"
_AFTER_PROSE: Final = r"(?<=[^\W_]|[)\]'\"’”»\x03])"
"""Punctuation here is punctuation: no address and no operator stands before it."""
_AT_END: Final = r"(?:[\s\x01]|$)"

UNITS: Final = r"(?:%|‰|[kM]?€|\$|£|¥|°C|EUR|USD|GBP|CHF|km|cm|mm|m[²³]|kg|[kMGT]o|[kMGT]B|h)(?!\w)"
"""Regular expression: signs and units that stay with the number before them."""

_MONTHS_FR: Final = (
    "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
)
_MONTHS_EN: Final = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)

DATE: Final = (
    rf"(?:[0-3]?\d(?:er|st|nd|rd|th)?\s+(?:(?i:{_MONTHS_FR})|{_MONTHS_EN})(?:,?\s+\d{{4}})?"
    rf"|(?:(?i:{_MONTHS_FR})|{_MONTHS_EN})\s+\d{{4}}"
    rf"|{_MONTHS_EN}\s+[0-3]?\d(?:st|nd|rd|th)?(?:,\s+\d{{4}})?)(?![\w])"
)
"""Regular expression: a day or a month in words, with its year if it is there."""


def _replace(pattern: str, new: str, *, leans_left: bool = False) -> Rule:
    """Return the rule that puts `new` in place of each match, or of its group if it has one."""
    compiled = re.compile(pattern)
    group = compiled.groups

    def rule(text: str) -> Iterator[Edit]:
        for match in compiled.finditer(text):
            if match[group] != new:
                yield Edit(*match.span(group), new, leans_left)

    return rule


def _group_digits(text: str) -> Iterator[Edit]:
    """Yield the edits that hold `1 000 000` together."""
    for match in re.finditer(
        r"(?<![\w.,])\d{1,3}(?:(?:[ \t\n\r]+|[\u00a0\u202f])\d{3})+(?!\d)", text
    ):
        for space in re.finditer(_LOOSE, match[0]):
            yield Edit(match.start() + space.start(), match.start() + space.end(), NO_BREAK)


def _neighbours(text: str, place: int) -> tuple[str, str]:
    """Return the characters before and after a place, each empty at an end of the text."""
    return text[max(place - 1, 0) : place], text[place + 1 : place + 2]


def _opens(text: str, place: int) -> bool:
    """Whether a straight quote can be an opening one."""
    before, after = _neighbours(text, place)
    return not before.isalnum() and before not in (*")]}»”….,;:!?\x02",) and bool(after.strip())


def _closes(text: str, place: int) -> bool:
    """Whether a straight quote can be a closing one."""
    before, after = _neighbours(text, place)
    return bool(before.strip()) and not after.isalnum()


def pair_quotes(opening: str, closing: str) -> Rule:
    """Return the rule for straight double quotes, taken two by two through a block.

    What does not look like a pair (inches, a quote left open) stays straight.
    """

    def rule(text: str) -> Iterator[Edit]:
        places = [match.start() for match in re.finditer('"', text)]
        if len(places) % 2:
            return
        for start, end in zip(places[::2], places[1::2], strict=True):
            if _opens(text, start) and _closes(text, end):
                yield Edit(start, start + 1, opening)
                yield Edit(end, end + 1, closing)

    return rule


def _curl_single_quotes(text: str) -> Iterator[Edit]:
    """Yield the edits that turn straight single quotes into quotes, by pairs, and apostrophes."""
    curled: dict[int, str] = {}
    opened: int | None = None
    for match in re.finditer("'", text):
        place = match.start()
        before, after = _neighbours(text, place)
        if before.isalnum() and after.isalpha():
            curled[place] = "’"
        elif _opens(text, place) and after.isalnum():
            opened = place
        elif _closes(text, place) and opened is not None:
            curled |= {opened: "‘", place: "’"}
            opened = None
        elif _closes(text, place) and before.isalpha():
            curled[place] = "’"
    for place in sorted(curled):
        yield Edit(place, place + 1, curled[place])


_ELLIPSIS: Final = _replace(r"(?<![./…])\.\.\.(?![./…])", "…")

FRENCH: Final[tuple[Rule, ...]] = (
    _ELLIPSIS,
    _replace(r"(?<=[^\W\d_])'(?=[^\W_]|[«“\"\x03])", "’"),
    pair_quotes("«", "»"),
    _replace(rf"«((?:{_SPACE})?){_BEFORE_INK}", NARROW, leans_left=True),
    _replace(rf"{_AFTER_INK}((?:{_SPACE})?)»", NARROW),
    _replace(rf"{_AFTER_INK}({_SPACE})(?=[!?]+(?:[)\]»”’\"'…,.:;]|{_AT_END}))", NARROW),
    _replace(rf"{_AFTER_INK}({_SPACE})(?=;(?:[\]»”\"]|{_AT_END}))", NARROW),
    _replace(rf"{_AFTER_INK}({_SPACE})(?=:(?:[«“\"]|{_AT_END}))", NO_BREAK),
    _replace(rf"{_AFTER_PROSE}()(?=(?:[!?]+|;){_AT_END})", NARROW),
    _replace(rf"{_AFTER_PROSE}()(?=:{_AT_END})", NO_BREAK),
    _group_digits,
    _replace(rf"(?<=\d)({_LOOSE})(?={UNITS})", NO_BREAK),
    _replace(rf"(?<!\w)(?:1er|[0-3]?\d)({_LOOSE})(?i:{_MONTHS_FR})(?!\w)", NO_BREAK),
    _replace(rf"(?<!\w)(?i:n[°º]|art\.|articles?|al\.|p\.)({_LOOSE})(?=\d)", NO_BREAK),
    _replace(rf"§({_LOOSE})(?=\d)", NO_BREAK),
    _replace(rf"(?<!\w)(?:MM?\.|Mmes?|Mlles?|Me|Dr)({_LOOSE})(?=[A-ZÀ-ÖØ-Þ])", NO_BREAK),
)

ENGLISH: Final[tuple[Rule, ...]] = (
    _ELLIPSIS,
    pair_quotes("“", "”"),
    _curl_single_quotes,
    _replace(rf"(?<=\d)({_LOOSE})(?={UNITS})", NO_BREAK),
    _replace(rf"(?<!\w)[0-3]?\d({_LOOSE}){_MONTHS_EN}(?!\w)", NO_BREAK),
    _replace(rf"(?<!\w)(?i:articles?|clauses?|sections?|art\.|no\.)({_LOOSE})(?=\d)", NO_BREAK),
    _replace(rf"§({_LOOSE})(?=\d)", NO_BREAK),
    _replace(rf"(?<!\w)(?:Mr|Mrs|Ms|Dr)\.?({_LOOSE})(?=[A-Z])", NO_BREAK),
)
