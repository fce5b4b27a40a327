"""`clausier status`: what is in force, what comes, what is being changed, at a glance."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import click

from clausier.commands import output
from clausier.commands.frame import Session, open_session, with_site
from clausier.commands.sheet import Row, render_rows
from clausier.commands.usage import SpokenCommand
from clausier.errors import Message, say
from clausier.model import ChangeClass
from clausier.overviews import Values, describe_status
from clausier.wording import name_change_class
from clausier.words import format_day

_KINDS: Final[dict[str, Message]] = {
    "text": say("text changed"),
    "front_matter": say("front matter changed"),
    "new": say("new file"),
    "deleted": say("deleted"),
    "unreadable": say("cannot be read: see `clausier check`"),
}


@click.command(cls=SpokenCommand)
@click.option(
    "--base",
    metavar="REV",
    help="The branch that what is proposed is to be merged into; HEAD if left out.",
)
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@with_site
def status(base: str | None, as_json: bool, config: Path | None, language: str | None) -> None:
    """Say what is in force, upcoming and proposed, and what is being changed here.

    Statuses are those of today, or of CLAUSIER_AS_OF=YYYY-MM-DD.
    """
    with open_session(config, language) as session:
        values = describe_status(session.read_proposal(base), session.language)
        if as_json:
            output.write_line(json.dumps(values, ensure_ascii=False, indent=2))
        else:
            rows = _iter_rows(session, values)
            output.write(render_rows(rows, is_coloured=output.has_colour()))


def _iter_rows(session: Session, values: Values) -> Iterator[Row]:
    as_of = format_day(date.fromisoformat(values["as_of"]), session.language)
    yield Row(None, session.say(say("As of %(day)s", day=as_of)))
    for document in values["documents"]:
        yield Row()
        yield Row(None, name_document(document), "bold")
        yield from _iter_document(session, document)
    if values["other_changes"]:
        yield Row()
        yield Row(None, session.say(say("Other pages changed here")), "bold")
        for uri in values["other_changes"]:
            yield Row(None, f"  {uri}")
    if values["next_dates"]:
        yield Row()
        yield Row(None, session.say(say("Next dates")), "bold")
        for entry in values["next_dates"]:
            yield Row(None, "  " + session.say(_date(session, entry)))
    if values["problems"]:
        yield Row()
        yield Row(None, session.say(say("Something is wrong here: see `clausier check`")), "bold")


def name_document(document: Values) -> str:
    """Return a document's title with its id."""
    title, name = document["title"], document["id"]
    return f"{title} ({name})" if title != name else str(name)


def _iter_document(session: Session, document: Values) -> Iterator[Row]:
    current = document["current"]
    if current:
        line = say("since %(day)s", day=_day(session, current["effective_from"]))
        yield _version_row(session, say("in force"), current, line, "green")
    elif document["withdrawn"]:
        nothing = say("nothing any more: the document is withdrawn")
        yield Row(session.say(say("in force")), session.say(nothing))
    else:
        yield Row(session.say(say("in force")), session.say(say("nothing on this day")))
    for entry in document["upcoming"]:
        line = say(
            "on %(day)s, %(left)s",
            day=_day(session, entry["effective_from"]),
            left=count_days(entry["days_left"]),
        )
        yield _version_row(session, say("upcoming"), entry, line, "cyan")
    for entry in document["proposed"]:
        yield _version_row(session, say("proposed"), entry, say("without a date"), "yellow")
    for number, change in enumerate(document["changes"]):
        label = "" if number else session.say(say("being changed"))
        what = session.say(_change(session, document, change))
        yield Row(label, f"{change['uri']} – {what}", "magenta")


def _version_row(
    session: Session, label: Message, entry: Values, when: Message, colour: str
) -> Row:
    change = name_change_class(ChangeClass(entry["change"]), session.language).lower()
    text = f"{entry['version']}  {session.say(when)} ({change})"
    return Row(session.say(label), text, colour)


def _change(session: Session, document: Values, change: Values) -> Message:
    kind, number, day = _KINDS[change["kind"]], change["version"], change["effective_date"]
    known = [document["current"], *document["upcoming"], *document["proposed"]]
    if number is None or number in {entry["version"] for entry in known if entry}:
        return kind
    if day is None:
        return say("version %(number)s begun, without a date", number=number)
    return say("version %(number)s begun, for %(day)s", number=number, day=_day(session, day))


def _date(session: Session, entry: Values) -> Message:
    return say(
        "%(day)s: %(document)s %(version)s takes force, %(left)s",
        day=_day(session, entry["date"]),
        document=entry["document"],
        version=entry["version"],
        left=count_days(entry["days_left"]),
    )


def count_days(days: int) -> Message:
    """Return how far ahead a day is, in words."""
    return say("tomorrow") if days == 1 else say("in %(days)s days", days=days)


def _day(session: Session, day: str) -> str:
    return format_day(date.fromisoformat(day), session.language)
