"""The `clausier` command: what the site shows, on the spot, from a clone of the repository.

Exit codes: 0 done; 1 what was asked for does not exist, or cannot be written; 2 there is nothing
to look at (no repository, a shallow clone, a configuration or a history with a mistake).
"""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final, NoReturn

import click

from clausier.configuration import Configuration, find_configuration, read_configuration
from clausier.edition import read_edition
from clausier.errors import ClausierError, Problem, SettingsError
from clausier.redlines import Redlines
from clausier.register import Record, Register, Standing
from clausier.report import Comparison, render_markdown, render_page, render_text
from clausier.report.attachment import render_data, render_pdf
from clausier.settings import parse_as_of
from clausier.words import load_words

_AS_OF: Final = "CLAUSIER_AS_OF"

_RENDERERS: Final[Mapping[str, Callable[[Comparison, bool], bytes]]] = {
    "text": lambda comparison, colour: render_text(comparison, colour=colour).encode(),
    "markdown": lambda comparison, _: render_markdown(comparison).encode(),
    "html": lambda comparison, _: render_page(comparison).encode(),
    "json": lambda comparison, _: render_data(comparison),
    "pdf": lambda comparison, _: render_pdf(comparison),
}
"""The forms of a comparison; the second argument is whether marks are shown as colours."""

_BINARY: Final = frozenset({"pdf"})
"""Forms that a terminal cannot show."""

_SUFFIXES: Final = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".pdf": "pdf",
}


class NotFoundError(ClausierError):
    """What was asked for does not exist."""


class _Failure(click.ClickException):
    """Ends the command with a line for each problem."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]  # click reads it off the instance

    def show(self, file: IO[Any] | None = None) -> None:
        """Say what is wrong."""
        for line in self.message.splitlines():
            click.echo(f"Error: {line}", file=file, err=file is None)


class _Commands(click.Group):
    """Commands whose wrong arguments end them with 1: 2 says that there is nothing to look at."""

    def make_context(self, *arguments: Any, **choices: Any) -> click.Context:
        with _wrong_use_ends_with_1():
            return super().make_context(*arguments, **choices)

    def invoke(self, ctx: click.Context) -> Any:
        with _wrong_use_ends_with_1():
            return super().invoke(ctx)


@contextmanager
def _wrong_use_ends_with_1() -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        error.exit_code = 1  # type: ignore[misc]  # click reads it off the instance
        raise


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clausier", message="%(version)s")
def main() -> None:
    """Read the versions of a company's terms from git."""


@main.command()
@click.argument("document")
@click.argument("older")
@click.argument("newer")
@click.option(
    "--lang", "language", metavar="CODE", help="Language; the one that binds if left out."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(_RENDERERS)),
    help="Form; as the name of --output ends, else text.",
)
@click.option("--output", metavar="FILE", help="Write to a file instead of the screen.")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The site's mkdocs.yml; the nearest one, here or above, if left out.",
)
@click.option(
    "--color/--no-color",
    "colour",
    default=None,
    help="Mark text with colours; on a terminal if left out.",
)
def compare(
    document: str,
    older: str,
    newer: str,
    language: str | None,
    form: str | None,
    output: str | None,
    config: Path | None,
    colour: bool | None,
) -> None:
    """Show what changed in DOCUMENT between versions OLDER and NEWER.

    Statuses are those of today, or of CLAUSIER_AS_OF=YYYY-MM-DD.
    """
    file = Path(output) if output not in (None, "-") else None
    form = form or _SUFFIXES.get(file.suffix.lower() if file else "", "text")
    is_seen = file is None and is_terminal()
    if form in _BINARY and is_seen:
        raise _Failure(f"A terminal cannot show {form}. Name a file with --output", 1)
    if colour is None:
        colour = is_seen and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    with _problems_end():
        comparison = _select(*_read_register(config), document, (older, newer), language)
        content = _RENDERERS[form](comparison, colour)
        _write(content, file, is_seen=is_seen)


def is_terminal() -> bool:
    """Return whether somebody sees what is written."""
    return sys.stdout.isatty()


# Looking


def _read_register(path: Path | None) -> tuple[Configuration, Register]:
    """Return the configuration and every document, as of the day asked for."""
    found = path or Path(os.path.relpath(find_configuration(Path.cwd())))
    configuration = read_configuration(found, os.environ)
    settings = configuration.settings
    as_of = parse_as_of(os.environ.get(_AS_OF), settings.zone, datetime.now(UTC))
    try:
        edition = read_edition(configuration.docs_dir, settings, configuration.renderer, as_of)
    except OSError as error:
        raise SettingsError(
            Problem(f"{error.filename} cannot be read ({error.strerror})", "Check the file")
        ) from None
    return configuration, edition.register


def _select(
    configuration: Configuration,
    register: Register,
    document: str,
    versions: tuple[str, str],
    language: str | None,
) -> Comparison:
    """Return the comparison that was asked for, the older version first.

    Raises:
        NotFoundError: there is no such document, version, language or text.
    """
    record = _find_record(register, document)
    older, newer = (_find_standing(record, name) for name in versions)
    if older.number > newer.number:
        older, newer = newer, older
        click.echo(f"{newer.number} is the newer one: {older.number} comes first.", err=True)
    language = _find_language(register, record, language)
    redlines = Redlines(register)
    redline = redlines.between(older.version, newer.version, language)
    if redline is None:
        _fail_without_text(record, older, newer, language)
    return Comparison(
        register, record, older, newer, language, redline, redlines, configuration.site_url
    )


def _find_record(register: Register, name: str) -> Record:
    records = {record.id: record for record in register.records}
    if name not in records:
        _fail_with_choices(f'there is no document "{name}"', "The documents are", name, records)
    return records[name]


def _find_standing(record: Record, name: str) -> Standing:
    standings = {str(standing.number): standing for standing in record.standings}
    if name not in standings:
        _fail_with_choices(
            f'{record.id} has no version "{name}"', "Its versions are", name, standings
        )
    return standings[name]


def _find_language(register: Register, record: Record, name: str | None) -> str:
    language = name or record.document.governing_language
    languages = register.settings.languages
    if language not in languages:
        _fail_with_choices(
            f'"{language}" is not a language of the site', "Its languages are", language, languages
        )
    try:
        load_words(language)
    except FileNotFoundError:
        raise SettingsError(
            Problem(f'reports have no words in "{language}"', "Add a catalogue to clausier/locale")
        ) from None
    return language


def _fail_with_choices(what: str, label: str, name: str, choices: Iterable[str]) -> NoReturn:
    listed = list(choices)
    close = difflib.get_close_matches(name, listed, n=1)
    hint = f'Did you mean "{close[0]}"? ' if close else ""
    raise NotFoundError(Problem(what, f"{hint}{label} {', '.join(listed) or 'none'}"))


def _fail_without_text(record: Record, older: Standing, newer: Standing, language: str) -> NoReturn:
    lacking = [one for one in (older, newer) if one.version.text(language) is None]
    both = [text.language for text in older.version.texts if newer.version.text(text.language)]
    numbers = " and ".join(dict.fromkeys(str(one.number) for one in lacking))
    raise NotFoundError(
        Problem(
            f"{record.id} {numbers} does not exist in {language}",
            f"Compare with --lang {both[0]}" if both else "The two have no language in common",
        )
    )


# Telling


@contextmanager
def _problems_end() -> Iterator[None]:
    """End the command with what is wrong, a line for each problem."""
    try:
        yield
    except ClausierError as error:
        raise _Failure(str(error), 1 if isinstance(error, NotFoundError) else 2) from None


def _write(content: bytes, file: Path | None, *, is_seen: bool) -> None:
    """Write to a file, or to where output goes.

    Raises:
        NotFoundError: the file cannot be written.
    """
    if file is not None:
        try:
            file.write_bytes(content)
        except OSError as error:
            raise NotFoundError(
                Problem(f"{file} cannot be written ({error.strerror})", "Name another file")
            ) from None
    elif is_seen:
        encoding = sys.stdout.encoding
        text = content.decode().encode(encoding, "replace").decode(encoding)
        click.echo(text, nl=False, color=True)
    else:
        click.echo(content, nl=False)
