"""Numbers in words, from two to some hundred thousand, in French and in English."""

from __future__ import annotations

import re
from decimal import Decimal
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
        "trentaine": 30,
    },
    "en": {
        "a": 1, "an": 1, "first": 1, "second": 2, "both": 2, "twice": 2, "third": 3, "fourth": 4,
        "fifth": 5, "sixth": 6, "tenth": 10, "dozen": 12,
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


HALF: Final = {"fr": r"\ et\ demie?(?!\w)", "en": r"\ and\ a\ half(?!\w)"}
"""Regular expression, as `NUMERALS`: what makes it half of one more."""

_PARTS: Final = {
    "fr": {"demi": 2, "tiers": 3, "quart": 4, "cinquième": 5, "dixième": 10, "centième": 100},
    "en": {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10, "hundredth": 100},
}
_WHOLE: Final = {"fr": ("moitié", "demi-heure"), "en": ("half an hour", "half-hour", "half")}
"""Parts that are named without how many."""
FRACTIONS: Final = {
    language: (
        rf"[1-9]/[2-9]\d?(?![/\d])|(?:{'|'.join(_WORDS[language])}|a)[ -]"
        rf"(?:{'|'.join(parts)})s?(?!-|\ part)|{'|'.join(_WHOLE[language])}"
    ).replace(" ", r"\ ")
    for language, parts in _PARTS.items()
}
"""Regular expressions, as `NUMERALS`: `3/4`, `trois quarts`, `half an hour`."""


def read_fraction(text: str, language: str) -> frozenset[tuple[str, object]]:
    """Return what a match of `FRACTIONS` may stand for."""
    words = text.lower()
    if "hour" in words or "heure" in words:
        return frozenset({("minute", Decimal(30))})
    if words in _WHOLE[language]:
        part = Decimal("0.5")
    elif "/" in words:
        one, two = words.split("/")
        part = Decimal(one) / Decimal(two)
    else:
        many, name = re.split("[ -]", words)
        place = _PARTS[language].get(name) or _PARTS[language][name.removesuffix("s")]
        part = Decimal(_WORDS[language].get(many, 1)) / place
    return frozenset({("", round(part, 4)), ("%", round(part * 100, 2))})


def name_reading(language: str) -> str:
    """Return the language that numbers are read in: French, or English for every other tag."""
    return "fr" if language.lower().startswith("fr") else "en"


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
