"""The site's own words in each language, and dates in words.

The source language of the catalogue is English; `locale/<language>.po` holds the others.
"""

from __future__ import annotations

import gettext
from datetime import date
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE_LANGUAGE = "en"


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
