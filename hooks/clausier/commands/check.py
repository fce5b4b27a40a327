"""`clausier check`: everything wrong with what is proposed."""

from __future__ import annotations

from pathlib import Path

import click

from clausier.checks import list_problems
from clausier.checks.reports import FORMS, build_report, render_text
from clausier.checks.severities import WARNINGS
from clausier.commands import output
from clausier.commands.frame import UNSEEN, open_session, with_site
from clausier.commands.mending import mend_files
from clausier.commands.usage import SpokenCommand
from clausier.words import load_words


@click.command(cls=SpokenCommand)
@click.option(
    "--base",
    metavar="REV",
    help="The branch it is to be merged into; if left out, what is not committed is looked at.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="First mend what changes no word: typography, and characters that nobody sees.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(FORMS)),
    default="text",
    help="For people, for the annotations of a pull request, or for programs; text if left out.",
)
@with_site
def check(
    base: str | None, fix: bool, form: str, config: Path | None, language: str | None
) -> None:
    """Say everything that is wrong with what is proposed.

    Exits with 0 if nothing is, 1 if something is, 2 if it could not be looked at. Warnings alone
    are nothing wrong.
    """
    with open_session(config, language, refused=UNSEEN) as session:
        proposal = session.read_proposal(base)
        # What programs read of the report is the report alone.
        if fix and mend_files(session, proposal, aside=form != "text"):
            proposal = session.read_proposal(base)
        words = load_words(session.language)
        report = build_report(
            list_problems(proposal), session.language, words, session.manual, WARNINGS
        )
        if output.has_colour() and form == "text":
            output.write(render_text(report, colour=True))
        else:
            output.write(FORMS[form](report))
    click.get_current_context().exit(1 if report.errors else 0)
