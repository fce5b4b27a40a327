"""Which versions a plan amounts to: each day one version, its texts together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TypeVar

from clausier.errors import Message, Problem, say
from clausier.importing import ImportingError
from clausier.importing.names import parse_name
from clausier.importing.plans import PlanLine
from clausier.model import ChangeClass, VersionNumber

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class PlannedVersion:
    """One version that is going to be one commit."""

    number: VersionNumber
    change: ChangeClass
    effective_date: date
    texts: tuple[PlanLine, ...]
    """A line for each language, the governing one first."""


def fill_from_names(
    lines: Iterable[PlanLine], languages: Sequence[str], governing: str
) -> tuple[PlanLine, ...]:
    """Return the lines, what they leave open filled in from the names of their files.

    Raises:
        ImportingError: what a name says cannot be.
    """
    filled: list[PlanLine] = []
    problems: list[Problem] = []
    for line in lines:
        try:
            named = parse_name(line.file, languages)
        except ImportingError as error:
            if line.effective_date is None:
                problems += error.problems
                continue
            named = parse_name("", languages)
        filled.append(
            replace(
                line,
                language=line.language or named.language or governing,
                version=line.version or named.version,
                effective_date=line.effective_date or named.day,
                doubt=named.doubt,
            )
        )
    if problems:
        raise ImportingError(*problems)
    return tuple(filled)


def propose_numbers(lines: Iterable[PlanLine]) -> tuple[PlanLine, ...]:
    """Return the lines by day, with class and number where they follow; for a plan to be edited.

    The first day's version is `initial` and 1.0. A change of substance takes the next first
    number, any other the next second one; where the class is not yet known, neither is the number.
    While a day is missing, which version comes first is not known, and nothing is proposed.
    """
    ordered = sorted(lines, key=_by_day)
    if any(line.effective_date is None for line in ordered):
        return tuple(ordered)
    proposed: list[PlanLine] = []
    last: VersionNumber | None = None
    for position, (_, group) in enumerate(groupby(ordered, key=_by_day)):
        texts = list(group)
        change = _first(line.change for line in texts)
        if change is None and position == 0:
            change = ChangeClass.INITIAL
        number = _first(line.version for line in texts)
        if number is None and change is not None and (position == 0 or last is not None):
            number = _next(last, change)
        last = number
        proposed += [
            replace(line, change=line.change or change, version=line.version or number)
            for line in texts
        ]
    return tuple(proposed)


def build_schedule(
    lines: Iterable[PlanLine], languages: Sequence[str], governing: str
) -> tuple[PlannedVersion, ...]:
    """Return the versions, oldest first.

    Args:
        lines: filled from names, with numbers proposed.
        languages: those of the site.
        governing: the one whose texts bind.

    Raises:
        ImportingError: something is missing or contradicts itself; one problem for each.
    """
    lines = tuple(lines)
    problems = list(_find_gaps(lines, languages))
    versions: list[PlannedVersion] = []
    if not problems:
        for _, group in groupby(sorted(lines, key=_by_day), key=_by_day):
            texts = tuple(sorted(group, key=lambda line: (line.language != governing, line.file)))
            found = tuple(_find_faults(texts, governing, is_first=not versions))
            problems += found
            first = texts[0]
            if first.version and first.change and first.effective_date and not found:
                problems += _find_disorder(first, versions)
                versions.append(
                    PlannedVersion(first.version, first.change, first.effective_date, texts)
                )
    if problems:
        raise ImportingError(*problems)
    return tuple(versions)


def _find_gaps(lines: tuple[PlanLine, ...], languages: Sequence[str]) -> Iterator[Problem]:
    """Yield what keeps lines from being put in order at all."""
    for line in lines:
        if line.effective_date is None and line.doubt:
            yield _at(
                line,
                say(
                    '"%(written)s" in the name of %(file)s can be read as two days',
                    written=line.doubt,
                    file=line.file,
                ),
                say(
                    "Write the day as YYYY-MM-DD in the name, or as effective_date in a plan "
                    "(--write-plan)"
                ),
            )
        elif line.effective_date is None:
            yield _at(
                line,
                say("nothing says on which day %(file)s took force", file=line.file),
                say(
                    "Put the day into its name (2023-04-01), or write effective_date in a plan "
                    "(--write-plan); the day on which a file was saved is not taken for it"
                ),
            )
        if line.language not in languages:
            yield _at(
                line,
                say('"%(language)s" is not a language of the site', language=line.language),
                say("Write one of %(languages)s", languages=", ".join(languages)),
            )


def _find_faults(
    texts: tuple[PlanLine, ...], governing: str, *, is_first: bool
) -> Iterator[Problem]:
    """Yield what is wrong with the texts of one day."""
    first = texts[0]
    if first.language != governing:
        yield _at(
            first,
            say(
                "there is no text of %(day)s in the language that governs (%(language)s)",
                day=first.effective_date,
                language=governing,
            ),
            say("Add its file, or say in the plan in which language this one is"),
        )
        return
    seen: dict[str | None, str] = {}
    for line in texts:
        if line.language in seen:
            yield _at(
                line,
                say(
                    "%(file)s and %(other)s are of the same day and language",
                    file=line.file,
                    other=seen[line.language],
                ),
                say("Leave one of them out, or correct its day or language in a plan"),
            )
        seen[line.language] = line.file
        for mine, theirs, name in (
            (line.version, first.version, "version"),
            (line.change, first.change, "change"),
        ):
            if mine != theirs:
                yield _at(
                    line,
                    say(
                        "%(name)s is %(mine)s for %(file)s and %(theirs)s for %(other)s, of the "
                        "same day",
                        name=name,
                        mine=mine or "–",
                        file=line.file,
                        theirs=theirs or "–",
                        other=first.file,
                    ),
                    say("Write the same for all languages of a version"),
                )
    yield from _find_missing(texts, is_first=is_first)


def _find_missing(texts: tuple[PlanLine, ...], *, is_first: bool) -> Iterator[Problem]:
    first = texts[0]
    if first.change is None:
        yield _at(
            first,
            say(
                "nothing says what kind of change the version of %(day)s made (%(file)s)",
                day=first.effective_date,
                file=first.file,
            ),
            say(
                "Have a plan written with --write-plan, and write substantive, editorial or "
                "correction under change"
            ),
        )
    elif (first.change is ChangeClass.INITIAL) != is_first:
        yield _at(
            first,
            say(
                "change: %(change)s does not fit the version of %(day)s",
                change=first.change,
                day=first.effective_date,
            ),
            say("Write change: initial for the first version and for no other"),
        )
    elif first.version is None:
        yield _at(
            first,
            say("nothing says which number the version of %(day)s has", day=first.effective_date),
            say("Write it under version in the plan"),
        )
    for line in texts:
        if line.summary is None and not is_first:
            yield _at(
                line,
                say("nothing sums up what %(file)s changed", file=line.file),
                say(
                    "Write it under summary in the plan, in one sentence and in the language of "
                    "the text"
                ),
            )


def _find_disorder(line: PlanLine, before: list[PlannedVersion]) -> Iterator[Problem]:
    if before and line.version is not None and line.version <= before[-1].number:
        yield _at(
            line,
            say(
                "version %(version)s would take force after version %(before)s",
                version=line.version,
                before=before[-1].number,
            ),
            say("Give later versions higher numbers, or correct the days"),
        )


def _at(line: PlanLine, what: Message, remedy: Message) -> Problem:
    return Problem(what, remedy, line.place)


def _by_day(line: PlanLine) -> date:
    return line.effective_date or date.max


def _first(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in values if value is not None), None)


def _next(last: VersionNumber | None, change: ChangeClass) -> VersionNumber:
    if last is None:
        return VersionNumber(1, 0)
    if change is ChangeClass.SUBSTANTIVE:
        return VersionNumber(last.major + 1, 0)
    return VersionNumber(last.major, last.minor + 1)
