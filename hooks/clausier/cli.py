"""The `clausier` command: what the site shows, from a clone; whether a published site holds.

Exit codes: 0 done; 1 what was asked for does not exist, cannot be written, or does not hold; 2
there is nothing to look at (no repository, a shallow clone, a configuration or a history with a
mistake, no site).
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

import click

from clausier.commands.check import check
from clausier.commands.import_ import import_
from clausier.commands.log import log
from clausier.commands.new import new
from clausier.commands.review import review
from clausier.commands.serve import serve
from clausier.commands.status import status
from clausier.configuration import Configuration, find_configuration, read_configuration
from clausier.edition import Edition, read_edition
from clausier.errors import (
    ClausierError,
    Message,
    Problem,
    SettingsError,
    say,
    unreadable,
    unwritable,
)
from clausier.redlines import Redlines
from clausier.report import Comparison
from clausier.report.choices import (
    NotFoundError,
    fail_without_text,
    find_language,
    find_record,
    find_standing,
)
from clausier.report.forms import BINARY, FORMS, FormError, choose_form
from clausier.serving import build_rules, read_site, render_caddy, render_nginx
from clausier.settings import parse_as_of
from clausier.sources import open_repository, open_source, read_keys
from clausier.verification import Question, render_json_report, render_table
from clausier.verification import verify as verify_site
from clausier.words import choose_language, load_words

_AS_OF: Final = "CLAUSIER_AS_OF"


class WriteError(ClausierError):
    """What was asked for cannot be written."""


class _Failure(click.ClickException):
    """Ends the command with a line for each problem."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]  # click reads it off the instance

    def show(self, file: IO[Any] | None = None) -> None:
        """Say what is wrong."""
        for line in self.message.splitlines():
            click.echo(_say(say("Error: %(what)s", what=line)), file=file, err=file is None)


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
    """Compare versions of a company's terms, and verify what is published."""


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
    type=click.Choice(tuple(FORMS)),
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
    is_seen = file is None and is_terminal()
    if colour is None:
        colour = _wants_colour(is_seen)
    with _problems_end():
        form = choose_form(file, form)
        if form in BINARY and is_seen:
            told = say("A terminal cannot show %(form)s. Name a file with --output", form=form)
            raise _Failure(_say(told), 1)
        comparison = _select(*_read_edition(config), document, (older, newer), language)
        content = FORMS[form](comparison, colour)
        if file is None:
            _show(content, is_seen=is_seen)
        else:
            _write(content, file, comparison, form)


@main.command()
@click.argument("server", type=click.Choice(("nginx", "caddy")))
@click.option(
    "--root",
    metavar="FOLDER",
    help="Where the site lies on the server; where it was built, if left out.",
)
@click.option(
    "--listen",
    metavar="ADDRESS",
    help="What the server listens at: a port or an address and a port for nginx (80 if left out),"
    " the site's address for Caddy (that of mkdocs.yml if left out).",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The site's mkdocs.yml; the nearest one, here or above, if left out.",
)
def serving(server: str, root: str | None, listen: str | None, config: Path | None) -> None:
    """Print a configuration of SERVER for the built site.

    It says what `_headers` and `_redirects` in the site say to some hosts: types, caching, what
    scripts of other sites may read, security.
    """
    with _problems_end():
        configuration, edition = _read_edition(config)
        folder, address = configuration.site_dir, configuration.site_url
        site = read_site(folder, edition.register, address)
        root = root or str(folder.resolve())
        if server == "nginx":
            content = render_nginx(site, build_rules(site), root, listen or "80")
        else:
            content = render_caddy(site, build_rules(site), root, listen or address.rstrip("/"))
        _show(content, is_seen=is_terminal())


@main.command()
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
@click.option(
    "--color/--no-color",
    "colour",
    default=None,
    help="Mark the table with colours; on a terminal if left out.",
)
def verify(
    site: str,
    repository: Path | None,
    keys: tuple[Path, ...],
    after: int | None,
    as_json: bool,
    colour: bool | None,
) -> None:
    """Check that a published site is what it says, file by file.

    Exits with 0 if all held, 1 if something did not, 2 if something could not be looked at. It is
    checked as of today, or as of CLAUSIER_AS_OF=YYYY-MM-DD.
    """
    if colour is None:
        colour = _wants_colour(is_terminal())
    with _problems_end():
        source = open_source(site, _tell_progress)
        question = Question(datetime.now(UTC), os.environ.get(_AS_OF), read_keys(keys), after)
        read = open_repository(repository, os.environ) if repository is not None else None
        report = verify_site(source, question, read)
        told = render_json_report(report) if as_json else render_table(report, colour=colour)
        _show(told.encode(), is_seen=is_terminal())
    click.get_current_context().exit(report.exit_code)


def _tell_progress(done: int, count: int) -> None:
    """Say how far it is, to somebody who waits for it."""
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {count} files read", nl=done == count, err=True)


def _wants_colour(is_seen: bool) -> bool:
    return is_seen and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


main.add_command(check)
main.add_command(import_)
main.add_command(log)
main.add_command(new)
main.add_command(review)
main.add_command(serve)
main.add_command(status)


def is_terminal() -> bool:
    """Return whether somebody sees what is written."""
    return sys.stdout.isatty()


# Looking


def _read_edition(path: Path | None) -> tuple[Configuration, Edition]:
    """Return the configuration and what the repository holds, as of the day asked for."""
    found = path or Path(os.path.relpath(find_configuration(Path.cwd())))
    configuration = read_configuration(found, os.environ)
    settings = configuration.settings
    as_of = parse_as_of(os.environ.get(_AS_OF), settings.zone, datetime.now(UTC))
    try:
        return configuration, read_edition(
            configuration.docs_dir, settings, configuration.renderer, as_of
        )
    except OSError as error:
        raise SettingsError(unreadable(error.filename, error)) from None


def _select(
    configuration: Configuration,
    edition: Edition,
    document: str,
    versions: tuple[str, str],
    language: str | None,
) -> Comparison:
    """Return the comparison that was asked for, the older version first.

    What it leaves out, because it is not committed, is said.

    Raises:
        NotFoundError: there is no such document, version, language or text.
    """
    register = edition.register
    record = find_record(register, document)
    uncommitted = tuple(page for page in edition.uncommitted if page.document == record.id)
    written = {str(page.version): page.uri for page in uncommitted if page.version}
    older, newer = (find_standing(record, name, written) for name in versions)
    if older.number > newer.number:
        older, newer = newer, older
        _tell(
            say(
                "%(newer)s is the newer one: %(older)s comes first.",
                newer=newer.number,
                older=older.number,
            )
        )
    language = find_language(register, record, language)
    redlines = Redlines(register)
    redline = redlines.between(older.version, newer.version, language)
    if redline is None:
        fail_without_text(record, older, newer, language)
    for page in uncommitted:
        _tell(
            say(
                "%(uri)s has changes that are not committed; they are not compared. "
                "Commit them, or see them with `make serve`",
                uri=page.uri,
            )
        )
    return Comparison(
        register, record, older, newer, language, redline, redlines, configuration.site_url
    )


# Telling


@contextmanager
def _problems_end() -> Iterator[None]:
    """End the command with what is wrong, a line for each problem."""
    try:
        yield
    except ClausierError as error:
        is_of_asking = isinstance(error, NotFoundError | WriteError | FormError)
        translate = load_words(choose_language(os.environ)).gettext
        lines = "\n".join(problem.render(translate) for problem in error.problems)
        raise _Failure(lines, 1 if is_of_asking else 2) from None


def _say(message: Message) -> str:
    """Return a message in the language of whoever runs the command."""
    return message.render(load_words(choose_language(os.environ)).gettext)


def _tell(message: Message) -> None:
    """Say something beside what is shown."""
    click.echo(_say(message), err=True)


def _write(content: bytes, file: Path, comparison: Comparison, form: str) -> None:
    """Write to a file, and say what was written where.

    Raises:
        WriteError: the file cannot be written.
    """
    try:
        is_replaced = file.is_file()
        file.write_bytes(content)
    except OSError as error:
        raise WriteError(unwritable(file, error)) from None
    values = {
        "document": comparison.record.id,
        "older": comparison.older.number,
        "newer": comparison.newer.number,
        "form": form,
        "file": file,
    }
    if is_replaced:
        told = say(
            "Wrote the comparison of %(document)s %(older)s and %(newer)s as %(form)s to %(file)s, "
            "in place of the file that was there.",
            **values,
        )
    else:
        told = say(
            "Wrote the comparison of %(document)s %(older)s and %(newer)s as %(form)s to %(file)s.",
            **values,
        )
    _tell(told)


def _show(content: bytes, *, is_seen: bool) -> None:
    """Write to where output goes.

    Raises:
        WriteError: it takes no more.
    """
    try:
        if is_seen:
            encoding = sys.stdout.encoding
            text = content.decode().encode(encoding, "replace").decode(encoding)
            click.echo(text, nl=False, color=True)
        else:
            click.echo(content, nl=False)
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # the reader went away, which click takes quietly
        _forget_output()
        raise WriteError(
            Problem(
                say("the output cannot be written (%(strerror)s)", strerror=error.strerror),
                say("Write it elsewhere"),
            )
        ) from None


def _forget_output() -> None:
    """Send what still waits to be written nowhere, or Python would fail on it as it ends."""
    with suppress(OSError):  # not a file
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
