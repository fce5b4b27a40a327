"""The site's own words in each language, and dates in words.

The source language of the catalogue is English; `locale/<language>.po` holds the others.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE_LANGUAGE = "en"
SPOKEN: Final = ("fr", "en")
"""The languages in which commands and the build speak to whoever runs them."""
_LANGUAGE_VARIABLES: Final = ("CLAUSIER_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""In which a system says its language: ours, then those of POSIX in their order."""


@lru_cache
def load_words(language: str) -> gettext.NullTranslations:
    """Return the catalogue of `language`; that of the source language is empty.

    Raises:
        FileNotFoundError: there is no catalogue for `language`.
    """
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    source = files("clausier").joinpath("locale", f"{language}.po").read_bytes()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def format_day(day: date, language: str) -> str:
    """Return a day in words: `15 April 2024`, `1er avril 2024`; day and month stay together."""
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number}\u00a0{format_date(day, 'MMMM y', locale=language)}"


def choose_language(environment: Mapping[str, str]) -> str:
    """Return the language that a system speaks, or English where nothing is said in it here."""
    for name in _LANGUAGE_VARIABLES:
        value = environment.get(name, "")
        if value:
            return value[:2] if value[:2] in SPOKEN else SOURCE_LANGUAGE
    return SOURCE_LANGUAGE
