"""What commands share: where the site is, in which language to speak, how to end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, TypeVar

import click

from clausier.addresses import Addresses
from clausier.configuration import Configuration, find_configuration, read_configuration
from clausier.errors import (
    ClausierError,
    Message,
    Problem,
    SettingsError,
    Translate,
    unreadable,
)
from clausier.proposals import Proposal, read_proposal
from clausier.settings import parse_as_of
from clausier.words import SPOKEN, choose_language, load_words

AS_OF: Final = "CLAUSIER_AS_OF"
MANUAL: Final = "checks"
"""The page, in each language's folder, that has a section for each code."""

_F = TypeVar("_F", bound=Callable[..., object])


class Failure(click.ClickException):
    """Ends a command: there was nothing to look at."""

    exit_code = 2

    def __init__(self, problems: tuple[Problem, ...], translate: Translate) -> None:
        super().__init__("\n".join(problem.render(translate) for problem in problems))

    def show(self, file: object = None) -> None:
        """Say what is wrong, a line for each problem."""
        click.echo(self.message, err=True)


class Refusal(Failure):
    """Ends a command: what was asked for cannot be done so."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Session:
    """One command under way."""

    configuration: Configuration
    as_of: date
    """Today in the zone of legal days, or the day of CLAUSIER_AS_OF."""
    language: str
    """In which it speaks."""

    @property
    def translate(self) -> Translate:
        """Returns a sentence of the catalogue in that language."""
        return load_words(self.language).gettext

    @property
    def manual(self) -> str | None:
        """The address of the page that explains what `check` finds; None where there is none."""
        site = self.configuration
        if not (site.docs_dir / self.language / f"{MANUAL}.md").is_file():
            return None
        return site.site_url + Addresses(self.language, site.settings.languages[0]).page(MANUAL)

    def say(self, message: Message) -> str:
        """Return a message in that language."""
        return message.render(self.translate)

    def read_proposal(self, base: str | None) -> Proposal:
        """Return what the working tree proposes against a revision of the main branch."""
        site = self.configuration
        try:
            return read_proposal(
                site.docs_dir,
                site.settings,
                site.renderer,
                self.as_of,
                base,
                site_url=site.site_url,
            )
        except OSError as error:
            raise SettingsError(unreadable(error.filename, error)) from None


def with_site(command: _F) -> _F:
    """Add the options that every command of a site has: `--lang` and `--config`."""
    command = click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The site's mkdocs.yml; the nearest one, here or above, if left out.",
    )(command)
    return click.option(
        "--lang",
        "language",
        type=click.Choice(SPOKEN),
        help="Language of what is said; that of the system if left out.",
    )(command)


@contextmanager
def open_session(config: Path | None, language: str | None) -> Iterator[Session]:
    """Read the site's configuration; what cannot be looked at ends the command with 2."""
    language = language or choose_language(os.environ)
    try:
        found = config or Path(os.path.relpath(find_configuration(Path.cwd())))
        configuration = read_configuration(found, os.environ)
        zone = configuration.settings.zone
        as_of = parse_as_of(os.environ.get(AS_OF), zone, datetime.now(UTC))
        yield Session(configuration, as_of, language)
    except ClausierError as error:
        raise Failure(error.problems, load_words(language).gettext) from None


def has_colour() -> bool:
    """Return whether what is said may be coloured: on a terminal that nobody asked not to."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and sys.stdout.isatty()
