"""`clausier log`: every version that a document ever had."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import click

from clausier.commands import output
from clausier.commands.frame import Session, open_session, with_site
from clausier.commands.sheet import Row, render_rows
from clausier.commands.status import count_days, name_document
from clausier.commands.usage import SpokenCommand
from clausier.errors import Message, say
from clausier.model import ChangeClass, Status
from clausier.overviews import Values, describe_log, list_records
from clausier.report.choices import fail_with_choices
from clausier.typography import typeset_words
from clausier.wording import name_change_class, name_language
from clausier.words import format_day

_STATUSES: Final[dict[str, tuple[Message, str]]] = {
    Status.IN_FORCE.value: (say("in force"), "green"),
    Status.UPCOMING.value: (say("upcoming"), "cyan"),
    Status.PROPOSED.value: (say("proposed"), "yellow"),
    Status.SUPERSEDED.value: (say("superseded"), ""),
    Status.WITHDRAWN.value: (say("withdrawn"), "red"),
}


@click.command(cls=SpokenCommand)
@click.argument("document")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@with_site
def log(document: str, as_json: bool, config: Path | None, language: str | None) -> None:
    """Say every version that DOCUMENT ever had, the newest first.

    Statuses are those of today, or of CLAUSIER_AS_OF=YYYY-MM-DD.
    """
    with open_session(config, language) as session:
        proposal = session.read_proposal(None)
        records = {record.id: record for record in list_records(proposal)}
        if document not in records:
            what = say('there is no document "%(name)s"', name=document)
            fail_with_choices(what, say("The documents are"), document, records)
        values = describe_log(proposal, records[document], session.language)
        if as_json:
            output.write_line(json.dumps(values, ensure_ascii=False, indent=2))
        else:
            rows = _iter_rows(session, values, session.configuration.settings.zone)
            output.write(render_rows(rows, is_coloured=output.has_colour()))


def _iter_rows(session: Session, values: Values, zone: ZoneInfo) -> Iterator[Row]:
    heading = {"id": values["document"], "title": values["title"]}
    yield Row(None, name_document(heading), "bold")
    for entry in reversed(values["versions"]):
        yield Row()
        yield from _iter_version(session, entry, zone)


def _iter_version(session: Session, entry: Values, zone: ZoneInfo) -> Iterator[Row]:
    status, colour = _STATUSES[entry["status"]]
    change = name_change_class(ChangeClass(entry["change"]), session.language).lower()
    state = say("proposed, then left for another version") if entry["dropped"] else status
    head = say("%(status)s (%(change)s)", status=state, change=change)
    yield Row(entry["version"], session.say(head), colour)
    for line in _iter_days(session, entry, zone):
        yield Row("", session.say(line))
    texts = entry["texts"]
    spoken = texts.get(session.language) or next(iter(texts.values()))
    if spoken["summary"]:
        code = session.language if session.language in texts else next(iter(texts))
        yield Row("", typeset_words(" ".join(spoken["summary"].split()), code))
    for language in session.configuration.settings.languages:
        yield Row("", session.say(_text(session, language, texts.get(language), zone)))


def _iter_days(session: Session, entry: Values, zone: tzinfo) -> Iterator[Message]:
    """Yield when a version was published, how its date moved, and when it applies."""
    if entry["published_at"]:
        yield say("published on %(day)s", day=_moment(session, entry["published_at"], zone))
    for move in entry["moves"]:
        yield say(
            "effective date moved from %(former)s to %(day)s on %(moved)s",
            former=_day(session, move["from"]),
            day=_day(session, move["to"]),
            moved=_moment(session, move["at"], zone),
        )
    if (start := entry["effective_from"]) is None:
        return
    first, until = _day(session, start), entry["effective_until"]
    if entry["void"]:
        moment = _moment(session, entry["withdrawn_at"], zone)
        yield say("withdrawn on %(day)s, before it took force", day=moment)
    elif entry["status"] == Status.WITHDRAWN.value:
        yield say("took force on %(first)s", first=first)
        yield say("withdrawn on %(day)s", day=_moment(session, entry["withdrawn_at"], zone))
    elif until:
        last = (date.fromisoformat(until) - timedelta(days=1)).isoformat()
        yield say("in force from %(first)s to %(last)s", first=first, last=_day(session, last))
    elif entry["days_left"] is not None:
        left = count_days(entry["days_left"])
        yield say("in force from %(first)s, %(left)s", first=first, left=left)
    else:
        yield say("in force from %(first)s on", first=first)


def _text(session: Session, language: str, text: Values | None, zone: tzinfo) -> Message:
    """Return what there is of a version in a language."""
    name = name_language(language, session.language)
    if text is None:
        return say("no text in %(language)s", language=name)
    if text["governing"]:
        return say("text in %(language)s, which governs", language=name)
    first, *later = (_moment(session, one["at"], zone) for one in text["revisions"])
    if not later:
        return say("translation into %(language)s of %(day)s", language=name, day=first)
    return say(
        "translation into %(language)s of %(day)s, corrected on %(days)s",
        language=name,
        day=first,
        days=", ".join(later),
    )


def _day(session: Session, day: str) -> str:
    return format_day(date.fromisoformat(day), session.language)


def _moment(session: Session, moment: str, zone: tzinfo) -> str:
    return format_day(datetime.fromisoformat(moment).astimezone(zone).date(), session.language)
