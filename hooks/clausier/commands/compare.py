"""`clausier compare`: what changed between two versions."""

from __future__ import annotations

from pathlib import Path

import click

from clausier.commands import output
from clausier.commands.frame import Session, open_session, with_colour, with_config
from clausier.commands.usage import SpokenCommand
from clausier.errors import Problem, say
from clausier.redlines import Redlines
from clausier.report import Comparison
from clausier.report.choices import (
    fail_without_text,
    find_language,
    find_record,
    find_standing,
)
from clausier.report.forms import BINARY, FORMS, FormError, choose_form


@click.command(cls=SpokenCommand)
@click.argument("document")
@click.argument("older", metavar="OLDER")
@click.argument("newer", metavar="NEWER")
@click.option(
    "--lang",
    "text_language",
    metavar="CODE",
    help="Language of the texts; the one that binds if left out.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(FORMS)),
    help="Form; as the name of --output ends, else text.",
)
@click.option("--output", "named", metavar="FILE", help="Write to a file instead of the screen.")
@with_config
@with_colour
def compare(
    document: str,
    older: str,
    newer: str,
    text_language: str | None,
    form: str | None,
    named: str | None,
    config: Path | None,
    colour: bool | None,
) -> None:
    """Show what changed in DOCUMENT between versions OLDER and NEWER.

    Statuses are those of today, or of CLAUSIER_AS_OF=YYYY-MM-DD.
    """
    file = Path(named) if named not in (None, "-") else None
    if colour is None:
        colour = file is None and output.has_colour()
    with open_session(config, None) as session:
        form = choose_form(file, form)
        if form in BINARY and file is None and output.is_terminal():
            what = say("a terminal cannot show %(form)s", form=form)
            raise FormError(Problem(what, say("Name a file with --output")))
        comparison = _select(session, document, (older, newer), text_language)
        content = FORMS[form](comparison, colour)
        if file is None:
            output.write(content)
        else:
            _write(session, content, file, comparison, form)


def _select(
    session: Session, document: str, versions: tuple[str, str], language: str | None
) -> Comparison:
    """Return the comparison that was asked for, the older version first.

    What it leaves out, because it is not committed, is said.

    Raises:
        NotFoundError: there is no such document, version, language or text.
    """
    edition = session.read_edition()
    register = edition.register
    record = find_record(register, document)
    uncommitted = tuple(page for page in edition.uncommitted if page.document == record.id)
    written = {str(page.version): page.uri for page in uncommitted if page.version}
    older, newer = (find_standing(record, name, written) for name in versions)
    if older.number > newer.number:
        older, newer = newer, older
        session.remark(
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
        session.remark(
            say(
                "%(uri)s has changes that are not committed; they are not compared. "
                "Commit them, or see them with `make serve`",
                uri=page.uri,
            )
        )
    site_url = session.configuration.site_url
    return Comparison(register, record, older, newer, language, redline, redlines, site_url)


def _write(session: Session, content: bytes, file: Path, comparison: Comparison, form: str) -> None:
    """Write to a file, and say what was written where.

    Raises:
        WriteError: the file cannot be written.
    """
    is_replaced = file.is_file()
    output.write_file(file, content)
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
    session.remark(told)
