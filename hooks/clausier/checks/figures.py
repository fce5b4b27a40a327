"""Numbers, amounts, dates, hours and lengths of time, as French and English write them.

A figure is read as what it means, so that those of a text and of its translation can be compared:
`10 €` is `€10`, `1 000,50` is `1,000.50`, `1er janvier 2026` is `January 1st, 2026`, `20 h` is
`8 p.m.`, `trente` is `thirty` is 30, and twelve months are a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from functools import cache
from typing import Final, TypeAlias

from clausier.checks.numerals import (
    FRACTIONS,
    HALF,
    NUMERALS,
    name_reading,
    read_fraction,
    read_numeral,
)
from clausier.checks.spans import (
    QUALIFIED,
    SPAN,
    TERMS,
    WORKING,
    counts_working_days,
    read_term,
    spread,
)
from clausier.clauses.identifiers import IDENTIFIER
from clausier.clauses.numbering import read_roman

Value: TypeAlias = tuple[str, object]
"""What is counted (empty if that is not said) and how many."""


class Weight(IntEnum):
    """How sure it is that a translation has the same figure."""

    SILENT = 0
    """It may be put otherwise: `both`, `a year`, `second`."""
    SPELT = 1
    """In words, which may mean something else: `neuf`."""
    DIGITS = 2
    """In digits, or a length of time."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text."""

    shown: str
    """As it is written."""
    values: frozenset[Value]
    """What it may mean."""
    weight: Weight = Weight.DIGITS
    is_working: bool = False
    """Whether it is a number of working days."""

    @property
    def is_one(self) -> bool:
        """Whether it is but `1`, for which another language may say `a`."""
        is_single = re.match(r"(?:1|une?|one|an?)(?![\w.,]\w|\w)", self.shown, re.IGNORECASE)
        return bool(is_single) and any(
            amount == 1 and unit not in {"€", "$", "£", "%"} for unit, amount in self.values
        )

    def matches(self, other: Figure, *, exactly: bool = False) -> bool:
        """Return whether two may mean the same; `exactly`, with the same unit said."""
        if not self.values.isdisjoint(other.values):
            return True
        return not exactly and any(
            amount == its and "" in (unit, its_unit)
            for unit, amount in self.values
            for its_unit, its in other.values
        )


_MONTHS: Final = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "january february march april may june july august september october november december",
}
_MONTH: Final = {
    language: {name: place for place, name in enumerate(names.split(), 1)}
    for language, names in _MONTHS.items()
}
_CURRENCIES: Final = {
    **dict.fromkeys(("€", "eur", "euro", "euros"), "€"),
    **dict.fromkeys(("$", "us$", "usd", "dollar", "dollars"), "$"),
    **dict.fromkeys(("£", "gbp", "pound", "pounds", "livres sterling"), "£"),
    "chf": "CHF",
}
_SCALES: Final = {
    **dict.fromkeys(("k",), 10**3),
    **dict.fromkeys(("m", "million", "millions"), 10**6),
    **dict.fromkeys(("md", "mds", "bn", "milliard", "milliards", "billion", "billions"), 10**9),
}
_DIGITS: Final = r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*"
_MONEY: Final = r"€|US\$|\$|£|euros?|dollars?|pounds?|livres sterling|EUR|USD|GBP|CHF"


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Return what finds figures; where two alternatives begin, the first counts."""
    months, money = "|".join(_MONTH["fr"]), _MONEY.replace(" ", r"\ ")
    if language == "en":  # with capitals: a client in category 2 may; and in French in an address
        names = [form for name in _MONTH["en"] for form in (name.capitalize(), name.upper())]
        months = f"(?-i:{'|'.join(names)})|{months}"
    ordinal = "er|re|e|ème|de|nde?|st|rd|th"  # an address keeps that of its country
    day = rf"(?P<day>[0-3]?\d)(?:{ordinal})?(?: day)?(?: of)? "
    dates = rf"{day}(?P<month>{months})(?:,? (?P<year>\d{{4}}))?(?!\w)"
    if language == "en":
        dates += (
            rf"|(?P<month2>{months}) (?:the )?(?P<day2>[0-3]?\d)(?:{ordinal})?"
            r"(?:,? (?P<year2>\d{4}))?(?![\w%])"
            rf"|first(?: day)? of (?P<month4>{months})(?:,? (?P<year4>\d{{4}}))?(?!\w)"
        )
    dates, digits = dates.replace(" ", r"\ "), _DIGITS.replace(" ", r"\ ")
    return re.compile(
        rf"""
        (?:https?://|www\.|mailto:)\S+ | [\w.+-]+@[\w-]+\.[\w.-]*\w          # no figures
      | (?<!\w)24\ (?:heures\ sur|hours\ a)\ (?:24|day)(?!\w)
      | (?<!\w)(?:7|sept|seven)\ (?:jours\ sur|days\ a)\ (?:7|sept|week)(?!\w)
      | (?<!\w)24\s?h?\s?/\s?(?:24|7)(?:\s?h)? | (?<!\w)7\s?(?:j|jours|days)?\s?/\s?7(?!\d)
      | (?<!\w)(?:{dates}
            | (?P<month3>{months}),?\ (?P<year3>\d{{4}})(?!\d)
            | (?P<iso>\d{{4}}-\d\d-\d\d)(?!\d)
            | (?P<slashed>[0-3]?\d(?:er)?(?P<slash>[/.])[0-3]?\d(?P=slash)(?:\d{{4}}|\d\d))
              (?![\d/]))
      | \b(?:annexe?|appendi(?:x|ce)|articles?|chapitre|chapter|titre|title|partie|part|schedule)
            \ (?-i:(?P<roman>[IVX]+))(?!\w)
      | (?<!\w)(?-i:(?P<roman2>[IVX]+))(?:e|ème|er)\ siècle
      | (?<!\w)(?P<term>{TERMS})(?!\w)
      | (?<!\w)(?:{FRACTIONS[language]})(?!\w)(?P<part>)
      | (?<!\w)(?-i:[QT])(?P<quarter>[1-4])(?!\w)
      | (?<!\w)(?P<identifier>(?-i:{IDENTIFIER}))
      | (?<!\w)(?P<hour>[0-2]?\d)(?:
            [:.](?P<minute>[0-5]\d)(?=\s?[ap]\.?\s?m\b)\s?(?P<half>[ap])\.?\s?m\b\.?
          | \s?(?P<half2>[ap])\.?\s?m\b\.?
          | :(?P<minute2>[0-5]\d)(?!\d)
          | \s?h(?:eures?)?(?:\s?(?P<minute3>[0-5]\d))(?!\w)
          | \s?h(?!\w)(?P<plain>)
        )
      | (?<![^\W_])(?:(?P<before>{money})\s?)?(?P<digits>{digits})
        (?:(?:{ordinal}|['’]?s)(?!\w))?
        (?: \s?(?P<scale>(?:millions?|milliards?|billions?)(?!\w)|(?-i:[kKmM]|Mds?|bn)(?=\s?€|\b))
        )?
        (?:\s(?:d['’]|(?:de|of)(?!\w))\s?)?
        (?: \s?(?P<percent>%|pour\ cent|per\ ?cent|p\.\ ?100)
          | \s?(?P<after>{money})(?!\w)
          | \)?[\s-]*{QUALIFIED}(?P<span>{SPAN})(?!\w){WORKING}(?P<half3>{HALF[language]})?
        )?
        (?![^\W\d_])
      | (?<!\w)(?P<numeral>{NUMERALS[language]})(?!\w)(?!\ part(?:y|ies)\b)
        (?P<half5>{HALF[language]})?(?P<twice>\s?\((?=\d))?
        (?:\ (?P<nscale>millions?|milliards?|billions?))?(?:\s(?:d['’]|(?:de|of)(?!\w))\s?)?
        (?: \s?(?P<npercent>pour\ cent|per\ ?cent)
          | \ (?P<nafter>{money})(?!\w)
          | [\s-]{QUALIFIED}(?P<nspan>{SPAN})(?!\w){WORKING}(?P<half4>{HALF[language]})?
        )?
      | (?<!\w)(?P<noon>midi|noon)(?!\w) | (?<!\w)(?P<midnight>minuit|midnight)(?!\w)
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def read_figures(text: str, language: str) -> tuple[Figure, ...]:
    """Return the figures of a text, in the order in which they stand.

    Args:
        text: plain text.
        language: a language tag; one that is not French is read as English.
    """
    language = name_reading(language)
    plain = re.sub("[\u00a0\u2009\u202f]", " ", text)
    return tuple(_iter_figures(plain, language))


def _iter_figures(text: str, language: str) -> Iterator[Figure]:
    for match in _pattern(language).finditer(text):
        found = {name: value for name, value in match.groupdict().items() if value is not None}
        shown = " ".join(match[0].split()).strip(" -")
        if values := _read_date(found, language):
            yield Figure(shown, values)
        elif identifier := found.get("identifier"):
            yield Figure(shown, frozenset({_read_identifier(identifier)}))
        elif "hour" in found:
            yield Figure(shown, _read_time(found))
        elif "noon" in found or "midnight" in found:
            times = (720,) if "noon" in found else (0, 1440)
            yield Figure(shown, frozenset(("time", at) for at in times), Weight.SILENT)
        elif digits := found.get("digits"):
            amounts = _read_number(digits, language)
            yield Figure(
                _strip_joint(shown),
                _measure(amounts, found, ""),
                is_working="span" in found and counts_working_days(shown, text[match.end() :]),
            )
        else:
            yield from _iter_spelt(found, shown, language, text[match.end() :])


def _iter_spelt(found: dict[str, str], shown: str, language: str, after: str) -> Iterator[Figure]:
    """Yield what a match writes in words or in letters, if it is a figure."""
    if roman := found.get("roman") or found.get("roman2"):
        weight = Weight.SPELT if len(roman) > 1 else Weight.SILENT
        yield Figure(shown, frozenset({("", Decimal(read_roman(roman) or 0))}), weight)
    elif "part" in found:
        weight = Weight.DIGITS if shown[0].isdigit() else Weight.SILENT  # `un tiers`: a third party
        yield Figure(shown, read_fraction(shown, language), weight)
    elif quarter := found.get("quarter"):
        yield Figure(shown, frozenset({("", Decimal(quarter))}), Weight.SPELT)
    elif term := found.get("term"):
        yield Figure(shown, read_term(term), Weight.SILENT)
    elif (numeral := found.get("numeral")) and "twice" not in found:
        value, is_sure = read_numeral(numeral, language)
        is_span = "nspan" in found
        if value == 1 and found.keys().isdisjoint({"nspan", "nscale", "npercent", "nafter"}):
            return
        is_one = value == 1 and "nscale" not in found
        weight = Weight.SPELT if is_sure and not is_one else Weight.SILENT
        yield Figure(
            _strip_joint(shown),
            _measure((Decimal(value),), found, "n"),
            Weight.DIGITS if weight and is_span else weight,
            is_working=is_span and counts_working_days(shown, after),
        )


def _strip_joint(shown: str) -> str:
    """Return a figure without the word that would have led to its unit."""
    return re.sub(r"\s(?:d['’e]|of)$", "", shown).removesuffix(")").strip()


def _read_date(found: dict[str, str], language: str) -> frozenset[Value]:
    """Return the days that a match may write; none if it writes no date."""
    if "iso" in found:
        year, month, day = map(int, found["iso"].split("-"))
        return frozenset({("date", (year, month, day))})
    if "slashed" in found:
        one, two, year = map(int, re.split("[/.]", found["slashed"].replace("er", "")))
        year += 2000 if year < 100 else 0
        ways = {(two, one)} if language == "fr" else {(two, one), (one, two)}
        return frozenset(("date", (year, m, d)) for m, d in ways if m <= 12)
    for mark in ("", "2", "3", "4"):
        if name := found.get(f"month{mark}"):
            values = (found.get(f"{part}{mark}") for part in ("year", "day"))
            year_, day_ = (int(value) if value else None for value in values)
            month = next(its[name.lower()] for its in _MONTH.values() if name.lower() in its)
            return frozenset({("date", (year_, month, 1 if mark == "4" else day_))})
    return frozenset()


def _read_identifier(identifier: str) -> Value:
    """Return a telephone number as it is dialled in France, or a number without its spaces."""
    plain = re.sub(r"\s|\(0\)", "", identifier)
    plain = re.sub(r"^\+33", "0", plain)
    return ("", Decimal(plain)) if plain.isdigit() and plain[0] != "0" else ("id", plain)


def _read_time(found: dict[str, str]) -> frozenset[Value]:
    hour = int(found["hour"])
    minute = next((int(found[n]) for n in ("minute", "minute2", "minute3") if n in found), 0)
    half = found.get("half") or found.get("half2")
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    values: set[Value] = {("time", hour * 60 + minute)}
    if "plain" in found:
        values |= spread("hour", Decimal(hour))
    return frozenset(values)


def _read_number(digits: str, language: str) -> tuple[object, ...]:
    """Return what digits may mean: a number, or that of a clause as it is written."""
    plain = digits.replace(" ", "")
    point, comma = (",", ".") if language == "fr" else (".", ",")
    if re.fullmatch(rf"\d{{1,3}}(?:\{comma}\d{{3}})+(?:\{point}\d+)?", plain):
        return (Decimal(plain.replace(comma, "").replace(point, ".")),)
    if re.fullmatch(rf"\d{{1,3}}(?:\{point}\d{{3}})+\{comma}\d+", plain):
        return (Decimal(plain.replace(point, "").replace(comma, ".")),)  # as the other language
    if plain.count(".") + plain.count(",") > 1:
        return (plain,)
    values: list[object] = [Decimal(plain.replace(",", "."))]
    if "." in plain:
        values.append(plain)
        if language == "fr":
            values.pop(0)  # a decimal has a comma: this is a clause, or said to be one by its unit
        if re.fullmatch(r"\d{1,3}\.\d{3}", plain):
            values.append(Decimal(plain.replace(".", "")))
    return tuple(values)


def _measure(amounts: Sequence[object], found: dict[str, str], mark: str) -> frozenset[Value]:
    """Return what amounts mean with the unit that a match has."""
    scale = _SCALES.get(found.get(f"{mark}scale", "").lower(), 1)
    money = found.get("before") or found.get(f"{mark}after")
    if scale > 1 and len(found.get("scale", "long")) < 3 and not money:
        return frozenset(("", amount) for amount in amounts)  # metres
    unit = _CURRENCIES[money.lower()] if money else ""
    unit = "%" if f"{mark}percent" in found else unit
    if unit:
        amounts = [_as_decimal(amount) for amount in amounts]
    if scale > 1:
        amounts = [
            amount * scale for amount in map(_as_decimal, amounts) if isinstance(amount, Decimal)
        ]
    if any(f"half{place}" in found for place in (3, 4, 5)):
        amounts = [amount + Decimal("0.5") for amount in amounts if isinstance(amount, Decimal)]
    if span := found.get(f"{mark}span"):
        return frozenset().union(*(spread(span, amount) for amount in amounts))
    return frozenset((unit, amount) for amount in amounts)


def _as_decimal(amount: object) -> object:
    is_decimal = isinstance(amount, str) and re.fullmatch(r"\d+\.\d+", amount)
    return Decimal(str(amount)) if is_decimal else amount
