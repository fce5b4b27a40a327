"""The forms in which a comparison can be had, by name and by how a file's name ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Final

from clausier.errors import Problem, RefusedError, say
from clausier.report.account import Comparison
from clausier.report.attachment import render_data, render_pdf
from clausier.report.comment import render_markdown
from clausier.report.page import render_page
from clausier.report.text import render_text

FORMS: Final[Mapping[str, Callable[[Comparison, bool], bytes]]] = {
    "text": lambda comparison, colour: render_text(comparison, colour=colour).encode(),
    "markdown": lambda comparison, _: render_markdown(comparison).encode(),
    "html": lambda comparison, _: render_page(comparison).encode(),
    "json": lambda comparison, _: render_data(comparison),
    "pdf": lambda comparison, _: render_pdf(comparison),
}
"""What makes each; the second argument is whether marks are shown as colours."""

BINARY: Final = frozenset({"pdf"})
"""Forms that a terminal cannot show."""

_ENDINGS: Final = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".pdf": "pdf",
}


class FormError(RefusedError):
    """A file's name does not go with any form, or not with the one asked for."""


def choose_form(file: PurePath | None, asked: str | None) -> str:
    """Return the name of the form to write, one of `FORMS`.

    Args:
        file: where it goes; None for the screen.
        asked: the form that was asked for by name, one of `FORMS`.

    Raises:
        FormError: nothing, or two things that differ, say which form it is.
    """
    ending = file.suffix.lower() if file is not None else ""
    meant = _ENDINGS.get(ending)
    if asked is not None and meant in (None, asked):
        return asked
    if asked is not None:
        what = say(
            "%(file)s ends as %(meant)s does, and --format says %(asked)s",
            file=file,
            meant=meant,
            asked=asked,
        )
        raise FormError(Problem(what, say("Give the file another ending, or leave out --format")))
    if ending and meant is None:
        what = say('%(file)s ends in "%(ending)s", which says no form', file=file, ending=ending)
        known = ", ".join(_ENDINGS)
        raise FormError(
            Problem(
                what, say("End it in one of %(known)s, or name a form with --format", known=known)
            )
        )
    return meant or "text"
