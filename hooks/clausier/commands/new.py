"""`clausier new`: begins the next version of a document in every language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import click

from clausier.commands.frame import Session, open_session, refusing, with_site
from clausier.commands.mending import replace_file
from clausier.commands.output import has_colour, write_line
from clausier.commands.questions import agrees, ask, is_attended, nothing_written
from clausier.commands.usage import SpokenCommand
from clausier.errors import FrontMatterError, Message, Problem, RefusedError, say
from clausier.model import ChangeClass, VersionNumber, parse_day
from clausier.proposals import Proposal
from clausier.successors import (
    CLASSES,
    Predecessor,
    Renewal,
    Successor,
    check_successor,
    clean_summary,
    draw_renewals,
    find_predecessor,
)
from clausier.wording import name_change_class, name_language
from clausier.words import format_day
from clausier.working_days import find_first_day

_NO_DATE: Final = ("", "none", "aucune", "no date", "sans date", "-")
"""What is typed for a version that is only proposed."""
_FRENCH_DAY: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_COLOURS: Final = {"-": "red", "+": "green", " ": None}


@click.command(cls=SpokenCommand)
@click.argument("document")
@click.option(
    "--change",
    type=click.Choice([change.value for change in CLASSES]),
    help="The change class of the next version.",
)
@click.option(
    "--date",
    "day",
    metavar="YYYY-MM-DD",
    help="Its effective date; none, or left out: it is only proposed.",
)
@click.option("--number", metavar="X.Y", help="Its number; the next one for its class if left out.")
@click.option(
    "--summary",
    "summaries",
    type=(str, str),
    multiple=True,
    metavar="LANG TEXT",
    help="What changes, in a language; once for each.",
)
@click.option("--yes", is_flag=True, help="Write without asking.")
@with_site
def new(
    document: str,
    change: str | None,
    day: str | None,
    number: str | None,
    summaries: tuple[tuple[str, str], ...],
    yes: bool,
    config: Path | None,
    language: str | None,
) -> None:
    """Begin the next version of DOCUMENT in every language.

    Only the front matter of its files is written, once it was shown. On a terminal, what is not
    given is asked for. A change of substance takes the next major number, any other the next minor
    one.
    """
    with open_session(config, language) as session, refusing(FrontMatterError):
        proposal = session.read_proposal(None)
        before = find_predecessor(proposal, document)
        is_asking = is_attended() and not yes
        _introduce(session, before)
        chosen = _choose(session, before, is_asking, change, day, number, dict(summaries))
        renewals = draw_renewals(before, chosen, lambda uri: proposal.path(uri).read_bytes())
        _show(session, chosen, renewals)
        if is_asking and not agrees(session, say("Write this?")):
            raise RefusedError(nothing_written(say("Begin again at any time")))
        if not is_asking and not yes:
            raise RefusedError(nothing_written(say("Add `--yes` to write this")))
        _write(proposal, renewals)
        _conclude(session, chosen, renewals)


# What is chosen


def _choose(
    session: Session,
    before: Predecessor,
    is_asking: bool,
    change: str | None,
    day: str | None,
    number: str | None,
    summaries: Mapping[str, str],
) -> Successor:
    """Return the next version, asking for what is not given if anybody can answer.

    Raises:
        RefusedError: it cannot be so, or something is neither given nor asked for.
    """
    if change is None and not is_asking:
        names = ", ".join(CLASSES)
        raise RefusedError(
            Problem(
                say("the change class is not given"),
                say("Add `--change` with one of %(choices)s", choices=names),
            )
        )
    chosen_change = ChangeClass(change) if change else _ask_change(session)
    chosen_number = _parse_number(number) if number else before.number_for(chosen_change)

    def parse(typed: str) -> date | None:
        effective_date = _parse_date(typed, session.language)
        check_successor(before, Successor(chosen_number, chosen_change, effective_date, summaries))
        return effective_date

    if day is None and is_asking:
        check_successor(before, Successor(chosen_number, chosen_change, None, summaries))
        effective_date = _ask_date(session, before, chosen_number, chosen_change, parse)
    else:
        effective_date = parse(day or "")
    said = {code: clean_summary(text) for code, text in summaries.items()}
    for page in before.pages if is_asking else ():
        if page.language not in said:
            said[page.language] = _ask_summary(session, page.language)
    return Successor(chosen_number, chosen_change, effective_date, said)


def _ask_change(session: Session) -> ChangeClass:
    effects: dict[ChangeClass, Message] = {
        ChangeClass.SUBSTANTIVE: say("rights or duties change; everyone must accept again"),
        ChangeClass.EDITORIAL: say("rights and duties stay as they are"),
        ChangeClass.CORRECTION: say("a spelling mistake, a wrong reference"),
    }
    choices = {str(place): change for place, change in enumerate(CLASSES, start=1)}
    for place, change in choices.items():
        name = name_change_class(change, session.language)
        line = say("%(name)s: %(effect)s", name=name, effect=effects[change])
        write_line(f"  {place}  {session.say(line)}")

    def parse(typed: str) -> ChangeClass:
        found = {**choices, **{change.value: change for change in CLASSES}}.get(typed)
        if found is None:
            raise RefusedError(
                Problem(say('"%(typed)s" is none of them', typed=typed), say("Type 1, 2 or 3"))
            )
        return found

    return ask(session, say("What kind of change is it? (1, 2 or 3)"), parse)


def _ask_date(
    session: Session,
    before: Predecessor,
    number: VersionNumber,
    change: ChangeClass,
    parse: Callable[[str], date | None],
) -> date | None:
    """Ask for the effective date; the first that gives the notice owed is offered."""
    first = before.first_day(number, change)
    settings = before.settings
    owed = settings.notice_working_days if change.asks_acceptance else 0
    shown = format_day(first, session.language)
    if owed and first == find_first_day(before.as_of, owed, settings.country):
        line = say(
            "The first day that gives %(owed)s working days of notice is %(day)s, if it is "
            "published today.",
            owed=owed,
            day=shown,
        )
    else:
        line = say("The first day that it may have is %(day)s.", day=shown)
    session.show(line)
    question = say("Effective date, as YYYY-MM-DD (none: the version is only proposed)")
    default = first.isoformat() if owed else session.say(say("no date"))
    return ask(session, question, parse, default)


def _ask_summary(session: Session, language: str) -> str:
    question = say(
        "What changes, in plain words, in %(language)s (empty: write it later)",
        language=name_language(language, session.language),
    )
    return ask(session, question, clean_summary)


def _parse_number(text: str) -> VersionNumber:
    try:
        return VersionNumber.parse(text)
    except ValueError:
        raise RefusedError(
            Problem(
                say('version "%(value)s" is not MAJOR.MINOR', value=text),
                say('Write two numbers with a dot between, such as "1.1"'),
            )
        ) from None


def _parse_date(text: str, language: str) -> date | None:
    """Return the day that was typed; in French also as 30/12/2026, which English reads two ways."""
    if text.casefold() in _NO_DATE:
        return None
    as_spoken = _FRENCH_DAY.fullmatch(text) if language == "fr" else None
    if as_spoken:
        text = f"{as_spoken[3]}-{as_spoken[2]:0>2}-{as_spoken[1]:0>2}"
    try:
        return parse_day(text)
    except ValueError:
        raise RefusedError(
            Problem(
                say('"%(value)s" is not a day of the calendar', value=text),
                say("Write it as YYYY-MM-DD, such as 2024-04-15"),
            )
        ) from None


# What is said


def _introduce(session: Session, before: Predecessor) -> None:
    """Say which version is there, and what its languages lack."""
    name = before.published.id
    session.show(
        say(
            "%(document)s: the next version after %(number)s",
            document=name,
            number=before.number,
        )
    )
    for page in before.behind:
        assert page.front is not None
        line = say(
            "%(uri)s still translates version %(version)s: bring its whole text up to date",
            uri=page.uri,
            version=page.front.version,
        )
        write_line("  " + session.say(line))
    for code in before.missing:
        line = say(
            "there is no text in %(language)s: that version will have none until you write it",
            language=name_language(code, session.language),
        )
        write_line("  " + session.say(line))


def _show(session: Session, chosen: Successor, renewals: tuple[Renewal, ...]) -> None:
    """Show what would be written."""
    day = chosen.effective_date
    name = name_change_class(chosen.change, session.language)
    if day is None:
        line = say(
            "Version %(number)s, %(change)s, proposed: it has no effective date",
            number=chosen.number,
            change=name.lower(),
        )
    else:
        line = say(
            "Version %(number)s, %(change)s, in force from %(day)s",
            number=chosen.number,
            change=name.lower(),
            day=format_day(day, session.language),
        )
    write_line()
    session.show(line)
    is_coloured = has_colour()
    for renewal in renewals:
        write_line()
        write_line(renewal.uri)
        for sign, text in renewal.lines:
            written = f"  {sign} {text}".rstrip()
            colour = _COLOURS[sign]
            write_line(click.style(written, fg=colour) if is_coloured and colour else written)
    write_line()


def _conclude(session: Session, chosen: Successor, renewals: tuple[Renewal, ...]) -> None:
    """Say what was written and what comes next."""
    uris = ", ".join(renewal.uri for renewal in renewals)
    session.show(say("Version %(number)s is begun in %(uris)s.", number=chosen.number, uris=uris))
    session.show(
        say("Now edit the text below the front matter, then see what is wrong: `clausier check`")
    )


def _write(proposal: Proposal, renewals: tuple[Renewal, ...]) -> None:
    """Write the files.

    Raises:
        RefusedError: one cannot be written.
    """
    for renewal in renewals:
        try:
            replace_file(proposal.path(renewal.uri), renewal.raw)
        except OSError as error:
            raise RefusedError(
                Problem(
                    say(
                        "%(file)s cannot be written (%(strerror)s)",
                        file=renewal.uri,
                        strerror=error.strerror,
                    ),
                    say("Let it be written to, undo the other files, and begin again"),
                )
            ) from None
