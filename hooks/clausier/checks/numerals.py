"""Numbers in words, from two to some hundred thousand, in French and in English."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = {
    "fr": {
        "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
        "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14,
        "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40,
        "cinquante": 50, "soixante": 60,
    },
    "en": {
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
        "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
        "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
        "eighty": 80, "ninety": 90,
    },
}  # fmt: skip
_MULTIPLES: Final = {
    "fr": {"cent": 100, "cents": 100, "mille": 1000},
    "en": {"hundred": 100, "thousand": 1000},
}
_LOOSE: Final = {
    "fr": {
        "premier": 1, "première": 1, "second": 2, "seconde": 2, "deuxième": 2, "troisième": 3,
        "quatrième": 4, "cinquième": 5, "sixième": 6, "dixième": 10, "douzaine": 12, "dizaine": 10,
        "quinzaine": 15, "trentaine": 30,
    },
    "en": {
        "a": 1, "an": 1, "first": 1, "second": 2, "both": 2, "twice": 2, "third": 3, "fourth": 4,
        "fifth": 5, "sixth": 6, "tenth": 10, "dozen": 12, "fortnight": 15,
    },
}  # fmt: skip
"""Words that stand for a number that a translation may well leave out."""


def _render_pattern(language: str) -> str:
    words = sorted({**_WORDS[language], **_MULTIPLES[language]}, key=len, reverse=True)
    word = "|".join(words)
    joint = rf"[ -](?:{word})(?![^\W_])"
    if language == "fr":
        joined = rf"(?:{joint}|[ -]et[ -](?:une?|onze)(?![^\W_]))"
    else:
        joined = (
            rf"(?:{joint}|(?<=hundred) and (?:{word})(?!\w)|(?<=thousand) and (?:{word})(?!\w))"
        )
    loose = "|".join(sorted(_LOOSE[language], key=len, reverse=True))
    return rf"(?:(?:{word}){joined}*|{loose})".replace(" ", r"\ ")


NUMERALS: Final = {language: _render_pattern(language) for language in _WORDS}
"""Regular expression, to be read with spaces ignored: a number in words, by language."""


def read_numeral(text: str, language: str) -> tuple[int, bool]:
    """Return what a match of `NUMERALS` stands for, and whether it can be nothing else."""
    words = [word for word in re.split(r"[ -]", text.lower()) if word not in {"et", "and"}]
    if len(words) == 1 and words[0] in _LOOSE[language]:
        return _LOOSE[language][words[0]], False
    total = current = 0
    for word in words:
        multiple = _MULTIPLES[language].get(word)
        if multiple == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif multiple:
            current = current // 100 * 100 + max(current % 100, 1) * 100
        elif word in {"vingt", "vingts"} and current % 100 == 4:
            current += 76
        else:
            current += _WORDS[language][word]
    return total + current, True
