"""`clausier check`: everything wrong with what is proposed."""

from __future__ import annotations

from pathlib import Path

import click

from clausier.checks import list_problems
from clausier.commands.frame import open_session, with_site


@click.command()
@click.option(
    "--base",
    metavar="REV",
    help="The branch it is to be merged into; if left out, what is not committed is looked at.",
)
@with_site
def check(base: str | None, config: Path | None, language: str | None) -> None:
    """Say everything that is wrong with what is proposed."""
    with open_session(config, language) as session:
        problems = list_problems(session.read_proposal(base))
        for problem in problems:
            click.echo(problem.render(session.translate))
    click.get_current_context().exit(1 if problems else 0)
