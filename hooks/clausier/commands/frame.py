"""What commands share: in which language to speak, where the site is, how to end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, TypeVar

import click

from clausier.addresses import Addresses
from clausier.commands.output import write_line, write_remark
from clausier.configuration import Configuration, find_configuration, read_configuration
from clausier.edition import Edition, read_edition
from clausier.errors import (
    ClausierError,
    Message,
    Problem,
    RefusedError,
    SettingsError,
    Translate,
    say,
    unreadable,
)
from clausier.proposals import Proposal, read_proposal
from clausier.settings import parse_as_of
from clausier.words import SPOKEN, choose_language, load_words

AS_OF: Final = "CLAUSIER_AS_OF"
MANUAL: Final = "checks"
"""The page, in each language's folder, that has a section for each code."""

REFUSED: Final = 1
"""What was asked for does not exist, or cannot be done so."""
UNSEEN: Final = 2
"""There was nothing to look at."""

_F = TypeVar("_F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Voice:
    """In which words a command speaks."""

    language: str

    @property
    def translate(self) -> Translate:
        """Returns a sentence of the catalogue in that language."""
        return load_words(self.language).gettext

    def say(self, message: Message) -> str:
        """Return a message in that language."""
        return message.render(self.translate)

    def show(self, message: Message) -> None:
        """Write a message as a line of the output."""
        write_line(self.say(message))

    def remark(self, message: Message) -> None:
        """Write a message beside the output."""
        write_remark(self.say(message))


class Failure(click.ClickException):
    """Ends a command with a line for each problem."""

    def __init__(self, problems: tuple[Problem, ...], voice: Voice, exit_code: int) -> None:
        lines = (problem.render(voice.translate) for problem in problems)
        told = (voice.say(say("Error: %(what)s", what=line)) for line in lines)
        super().__init__("\n".join(told))
        self.exit_code = exit_code  # type: ignore[misc]  # click reads it off the instance

    def show(self, file: object = None) -> None:
        """Say what is wrong."""
        write_remark(self.message)


@dataclass(frozen=True, slots=True)
class Session(Voice):
    """One command under way on a site."""

    configuration: Configuration
    as_of: date
    """Today in the zone of legal days, or the day of CLAUSIER_AS_OF."""

    @property
    def manual(self) -> str | None:
        """The address of the page that explains what `check` finds; None where there is none."""
        site = self.configuration
        if not (site.docs_dir / self.language / f"{MANUAL}.md").is_file():
            return None
        return site.site_url + Addresses(self.language, site.settings.languages[0]).page(MANUAL)

    def read_edition(self) -> Edition:
        """Return what the repository holds."""
        site = self.configuration
        try:
            return read_edition(site.docs_dir, site.settings, site.renderer, self.as_of)
        except OSError as error:
            raise SettingsError(unreadable(error.filename, error)) from None

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


# Options


def with_language(command: _F) -> _F:
    """Add the option of commands that speak: `--lang`."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(SPOKEN),
        help="Language of what is said; that of the system if left out.",
    )(command)


def with_config(command: _F) -> _F:
    """Add the option of commands that look at a site's source: `--config`."""
    return click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The site's mkdocs.yml; the nearest one, here or above, if left out.",
    )(command)


def with_site(command: _F) -> _F:
    """Add both."""
    return with_language(with_config(command))


def with_colour(command: _F) -> _F:
    """Add the option of commands whose colours somebody may want elsewhere than on a terminal."""
    return click.option(
        "--color/--no-color",
        "colour",
        default=None,
        help="Mark with colours; on a terminal if left out.",
    )(command)


# Ends


@contextmanager
def open_voice(language: str | None, *, refused: int = REFUSED) -> Iterator[Voice]:
    """Choose the words; what is wrong ends the command in them, with an exit code.

    Args:
        language: in which to speak; that of the system if it is None.
        refused: the exit code where what was asked for cannot be. A command that judges, and says
            by 1 that something does not hold, ends with 2.
    """
    voice = Voice(language or choose_language(os.environ))
    try:
        yield voice
    except ClausierError as error:
        code = refused if isinstance(error, RefusedError) else UNSEEN
        raise Failure(error.problems, voice, code) from None


@contextmanager
def open_session(
    config: Path | None, language: str | None, *, refused: int = REFUSED
) -> Iterator[Session]:
    """Read the site's configuration; what is wrong ends the command likewise."""
    with open_voice(language, refused=refused) as voice:
        found = config or Path(os.path.relpath(find_configuration(Path.cwd())))
        configuration = read_configuration(found, os.environ)
        zone = configuration.settings.zone
        as_of = parse_as_of(os.environ.get(AS_OF), zone, datetime.now(UTC))
        yield Session(voice.language, configuration, as_of)


@contextmanager
def refusing(*kinds: type[ClausierError]) -> Iterator[None]:
    """Take errors of these kinds, too, for what was asked for being impossible."""
    try:
        yield
    except kinds as error:
        raise RefusedError(*error.problems) from None
