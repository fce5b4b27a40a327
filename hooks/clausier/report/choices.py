"""What is meant by the names with which a comparison is asked for, and what there is instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import NoReturn

from clausier.errors import Message, Problem, RefusedError, SettingsError, say
from clausier.register import Record, Register, Standing
from clausier.words import load_words


class NotFoundError(RefusedError):
    """What was asked for does not exist."""


def find_record(register: Register, name: str) -> Record:
    """Return the document with that id.

    Raises:
        NotFoundError: there is none.
    """
    records = {record.id: record for record in register.records}
    if name not in records:
        what = say('there is no document "%(name)s"', name=name)
        fail_with_choices(what, say("The documents are"), name, records)
    return records[name]


def find_standing(record: Record, name: str, uncommitted: Mapping[str, str]) -> Standing:
    """Return the version with that number.

    Args:
        record: a document.
        name: the number as it was asked for.
        uncommitted: the numbers that only files hold which are not committed, each with its
            file: one may be what was meant.

    Raises:
        NotFoundError: there is none.
    """
    standings = {str(standing.number): standing for standing in record.standings}
    if name not in standings:
        what = say('%(document)s has no version "%(version)s"', document=record.id, version=name)
        if name in uncommitted:
            held = say(
                "%(what)s: %(uri)s holds it, but is not committed", what=what, uri=uncommitted[name]
            )
            raise NotFoundError(Problem(held, say("Commit it, or see it with `make serve`")))
        fail_with_choices(what, say("Its versions are"), name, standings)
    return standings[name]


def find_language(register: Register, record: Record, name: str | None) -> str:
    """Return the language asked for, in whatever case; the one that binds if none was.

    Raises:
        NotFoundError: the site does not have it.
        SettingsError: reports do not have it.
    """
    languages = register.settings.languages
    language = name or record.document.governing_language
    language = next((one for one in languages if one.lower() == language.lower()), language)
    if language not in languages:
        fail_with_choices(
            say('"%(language)s" is not a language of the site', language=language),
            say("Its languages are"),
            language,
            languages,
        )
    try:
        load_words(language)
    except FileNotFoundError:
        raise SettingsError(
            Problem(
                say('reports have no words in "%(language)s"', language=language),
                say("Add a catalogue to clausier/locale"),
            )
        ) from None
    return language


def fail_with_choices(what: Message, label: Message, name: str, choices: Iterable[str]) -> NoReturn:
    """Say that something does not exist, what there is, and what was likely meant.

    Raises:
        NotFoundError: always.
    """
    raise NotFoundError(offer_choices(what, label, name, choices))


def offer_choices(what: Message, label: Message, name: str, choices: Iterable[str]) -> Problem:
    """Return the problem that something does not exist: what there is, what was likely meant."""
    listed = list(choices)
    close = difflib.get_close_matches(name, listed, n=1)
    hint = say('Did you mean "%(name)s"? ', name=close[0]) if close else ""
    shown = ", ".join(listed) or say("none")
    return Problem(what, say("%(hint)s%(label)s %(listed)s", hint=hint, label=label, listed=shown))


def fail_without_text(record: Record, older: Standing, newer: Standing, language: str) -> NoReturn:
    """Say which of two versions does not exist in a language, and in which both do.

    Raises:
        NotFoundError: always.
    """
    lacking = [one for one in (older, newer) if one.version.text(language) is None]
    both = [text.language for text in older.version.texts if newer.version.text(text.language)]
    numbers = ", ".join(dict.fromkeys(str(one.number) for one in lacking))
    raise NotFoundError(
        Problem(
            say(
                "%(id)s %(numbers)s does not exist in %(language)s",
                id=record.id,
                numbers=numbers,
                language=language,
            ),
            say("Compare with --lang %(both)s", both=both[0])
            if both
            else say("The two have no language in common"),
        )
    )
