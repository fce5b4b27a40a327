"""`clausier verify`: whether a published site is what it says."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from clausier import verification
from clausier.commands import output
from clausier.commands.frame import AS_OF, UNSEEN, Voice, open_voice, with_colour, with_language
from clausier.commands.usage import SpokenCommand
from clausier.errors import say
from clausier.sources import Progress, open_repository, open_source, read_keys
from clausier.verification import Question, render_json_report, render_table


@click.command(cls=SpokenCommand)
@click.argument("site", metavar="ADDRESS|FOLDER")
@click.option(
    "--git",
    "repository",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Compare with this clone of the repository too.",
)
@click.option(
    "--key",
    "keys",
    type=click.Path(path_type=Path),
    metavar="FILE",
    multiple=True,
    help="A public key that you trust (PEM, or a JWK Set); may be given several times.",
)
@click.option(
    "--after",
    type=click.IntRange(min=1),
    metavar="N",
    help="The sequence you saw last: a smaller one is an older site.",
)
@click.option("--json", "as_json", is_flag=True, help="Tell everything as JSON.")
@with_colour
@with_language
def verify(
    site: str,
    repository: Path | None,
    keys: tuple[Path, ...],
    after: int | None,
    as_json: bool,
    colour: bool | None,
    language: str | None,
) -> None:
    """Check that a published site is what it says, file by file.

    Exits with 0 if all held, 1 if something did not, 2 if something could not be looked at. It is
    checked as of today, or as of CLAUSIER_AS_OF=YYYY-MM-DD.
    """
    if colour is None:
        colour = output.has_colour()
    with open_voice(language, refused=UNSEEN) as voice:
        source = open_source(site, _progress(voice))
        question = Question(datetime.now(UTC), os.environ.get(AS_OF), read_keys(keys), after)
        read = open_repository(repository, os.environ) if repository is not None else None
        report = verification.verify(source, question, read)
        if as_json:
            output.write(render_json_report(report, voice.translate))
        else:
            output.write(render_table(report, voice.translate, colour=colour))
    click.get_current_context().exit(report.exit_code)


def _progress(voice: Voice) -> Progress:
    """Return what says how far it is, to somebody who waits for it."""

    def tell(done: int, count: int) -> None:
        if sys.stderr.isatty():
            told = voice.say(say("%(done)s of %(count)s files read", done=done, count=count))
            click.echo(f"\r{told}", nl=done == count, err=True)

    return tell
