"""The site's words: none is missing in French, and dates read as they are written."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract, extract_from_file
from babel.messages.pofile import read_po

from clausier.api import manuals
from clausier.cli import main
from clausier.commands.usage import iter_descriptions
from clausier.words import format_day, load_words

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "hooks" / "clausier" / "locale" / "fr.po"


def source_messages() -> set[str]:
    """Every sentence that templates or code say in the source language."""
    found: set[str] = set()
    for template in sorted((ROOT / "overrides").rglob("*.html")):
        options = {"newstyle_gettext": "true", "trimmed": "false"}
        messages = extract(
            "jinja2.ext:babel_extract", BytesIO(template.read_bytes()), options=options
        )
        for _, message, _, _ in messages:
            found.update([message] if isinstance(message, str) else message[:1])
    for module in sorted((ROOT / "hooks").rglob("*.py")):
        keywords = {"gettext": None, "ngettext": (1, 2), "say": None}
        for _, message, _, _ in extract_from_file("python", str(module), keywords=keywords):
            found.update([message] if isinstance(message, str) else message[:1])
    return found | set(manuals.iter_messages()) | set(iter_descriptions(main))


def catalogue() -> dict[str, tuple[str, ...]]:
    messages = read_po(BytesIO(CATALOGUE.read_bytes()), locale="fr")
    return {
        (message.id if isinstance(message.id, str) else message.id[0]): (
            (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        )
        for message in messages
        if message.id and not message.fuzzy
    }


def test_no_sentence_is_missing_in_french_and_none_is_left_over() -> None:
    messages = source_messages()
    assert len(messages) > 40, "the templates were not found"
    assert messages == set(catalogue())


def test_no_translation_is_empty_or_loses_a_value() -> None:
    for source, translations in catalogue().items():
        for translation in translations:
            assert translation.strip(), source
        named = set(re.findall(r"%\((\w+)\)s", source))
        assert set(re.findall(r"%\((\w+)\)s", translations[-1])) == named, source


def test_french_sentences_have_their_no_break_spaces_and_apostrophes() -> None:
    for translations in catalogue().values():
        for quoted in translations:
            translation = re.sub(r"`[^`]*`", "`", quoted)  # what is to be typed as it stands
            assert "'" not in translation, translation
            assert not re.search(r"[ \w][;!?»]", translation.replace("\u202f", "~")), translation
            assert not re.search(r"«[^\u202f]", translation), translation
            assert not re.search(r"[ \w]:(?!/)", translation.replace("\u00a0", "~")), translation


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2024, 4, 15), "15\u00a0avril 2024", "15\u00a0April 2024"),
        (date(2027, 1, 1), "1er\u00a0janvier 2027", "1\u00a0January 2027"),
        (date(2026, 8, 31), "31\u00a0août 2026", "31\u00a0August 2026"),
    ],
)
def test_dates_in_words(day: date, french: str, english: str) -> None:
    assert format_day(day, "fr") == french
    assert format_day(day, "en") == english


def test_a_language_without_a_catalogue_is_no_silent_english() -> None:
    with pytest.raises(FileNotFoundError):
        load_words("de")
