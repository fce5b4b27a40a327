"""What the name of a file says of the text in it: a day, a version, a language.

A day is taken only where it can be read in one way: `01.04.2023` is the first of April wherever
dots are written, `01-04-2023` may be the fourth of January.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import PurePosixPath
from typing import Final

from clausier.errors import Place, Problem, say
from clausier.importing import ImportingError
from clausier.model import VersionNumber

_MONTHS: Final = tuple(
    tuple(names.split())
    for names in (
        "janvier january janv jan",
        "fevrier february fevr feb",
        "mars march",
        "avril april avr apr",
        "mai may",
        "juin june jun",
        "juillet july juil jul",
        "aout august aug",
        "septembre september sept sep",
        "octobre october oct",
        "novembre november nov",
        "decembre december dec",
    )
)
_MONTH: Final = {name: month for month, names in enumerate(_MONTHS, 1) for name in names}
_NAMES: Final = "|".join(sorted(_MONTH, key=len, reverse=True))
_GAP: Final = r"[\s_.,-]+"
_YEAR_FIRST: Final = re.compile(r"(?<!\d)(\d{4})([-_. ]?)(\d{2})\2(\d{2})(?!\d)")
_YEAR_LAST: Final = re.compile(r"(?<!\d)(\d{1,2})([-_. /])(\d{1,2})\2(\d{4})(?!\d)")
_DAY_IN_WORDS: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:er|st|nd|rd|th)?{_GAP}({_NAMES}){_GAP}(\d{{4}})(?!\d)"
)
_MONTH_IN_WORDS: Final = re.compile(
    rf"(?<![^\W\d_])({_NAMES}){_GAP}(\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(\d{{4}})(?!\d)"
)
_VERSION: Final = re.compile(r"(?<![^\W\d_])v(?:ersion)?[ ._-]?(\d{1,6})(?:[._](\d{1,6}))?(?![\d])")
_WORDS_FOR: Final = {
    "fr": ("fr", "francais", "french"),
    "en": ("en", "anglais", "english"),
}


@dataclass(frozen=True, slots=True)
class NamedFile:
    """What a file's name says; None for what it does not say."""

    day: date | None = None
    version: VersionNumber | None = None
    language: str | None = None
    doubt: str = ""
    """What is written like a day and can be read as two; empty where there is no doubt."""


def parse_name(uri: str, languages: Sequence[str]) -> NamedFile:
    """Return what the name of a file says.

    Args:
        uri: its path; the folder that holds it may be named after a language.
        languages: those of the site.

    Raises:
        ImportingError: it says two different days, or a day that is not in the calendar.
    """
    path = PurePosixPath(uri)
    name = _plain(path.name.removesuffix(path.suffix))
    days: set[date] = set()
    doubt = ""
    for written, readings in _iter_days(name):
        if not readings:
            raise ImportingError(
                Problem(
                    say('"%(written)s" in its name is not a day of the calendar', written=written),
                    say("Correct the name, or write effective_date in a plan (--write-plan)"),
                    Place(uri),
                )
            )
        if len(readings) > 1:
            doubt = written
        else:
            days |= readings
        name = name.replace(written, " ", 1)
    if len(days) > 1:
        raise ImportingError(
            Problem(
                say("its name holds two days (%(days)s)", days=", ".join(map(str, sorted(days)))),
                say("Keep in the name the day on which the text took force"),
                Place(uri),
            )
        )
    if days:
        doubt = ""
    version = None
    if found := _VERSION.search(name):
        version = VersionNumber(int(found[1]), int(found[2] or 0))
        name = name.replace(found[0], " ", 1)
    return NamedFile(
        next(iter(days), None), version, _find_language(name, path.parent.name, languages), doubt
    )


def _plain(name: str) -> str:
    """Return a name in lower case without accents, whichever way the system writes them."""
    apart = unicodedata.normalize("NFD", name.lower())
    return "".join(character for character in apart if not unicodedata.combining(character))


def _iter_days(name: str) -> Iterator[tuple[str, set[date]]]:
    """Yield what is written like a day, and every day that it can be read as."""
    found = chain(
        ((m, {(m[1], m[3], m[4])}) for m in _YEAR_FIRST.finditer(name)),
        ((m, _read_year_last(m)) for m in _YEAR_LAST.finditer(name)),
        ((m, {(m[3], str(_MONTH[m[2]]), m[1])}) for m in _DAY_IN_WORDS.finditer(name)),
        ((m, {(m[3], str(_MONTH[m[1]]), m[2])}) for m in _MONTH_IN_WORDS.finditer(name)),
    )
    for match, readings in found:
        yield match[0], set(_iter_real(readings))


def _read_year_last(match: re.Match[str]) -> set[tuple[str, str, str]]:
    day_first = (match[4], match[3], match[1])
    if match[2] == ".":  # no country writes the month first with dots
        return {day_first}
    return {day_first, (match[4], match[1], match[3])}


def _iter_real(readings: set[tuple[str, str, str]]) -> Iterator[date]:
    for year, month, day in readings:
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if 1900 <= found.year < 2200:
            yield found


def _find_language(rest: str, folder: str, languages: Sequence[str]) -> str | None:
    """Return the language that the last word of a name, or its folder, is called after.

    Only the last: "en" is a French word too ("CGU en vigueur").
    """
    words = re.findall(r"[^\W\d_]+", rest)
    for word in (words[-1] if words else "", _plain(folder)):
        for language in languages:
            if word in _WORDS_FOR.get(language, (language,)):
                return language
    return None
