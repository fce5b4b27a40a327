"""One file, whatever program wrote it, as the Markdown of a text, word for word."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, TypeAlias

from lxml import html as lxml_html

from clausier.clauses import Renderer, UnreadableTextError
from clausier.errors import Message, Place, Problem, say
from clausier.frontmatter import split_page
from clausier.importing import ImportingError
from clausier.importing.encodings import decode_text
from clausier.importing.fidelity import check_words, read_html_words, read_words
from clausier.importing.markup import load_converter, render_markdown, render_plain, select_text
from clausier.importing.word import read_word

_STYLES: Final = "p[style-name='Title'] => h1.title:fresh"


@dataclass(frozen=True, slots=True)
class Conversion:
    """A text made of a file."""

    markdown: str
    words: tuple[str, ...]
    notes: tuple[Message, ...]
    """What whoever looks at the plan should know."""


_Source: TypeAlias = tuple[str, tuple[str, ...] | None, tuple[Message, ...]]
"""Markdown, the words it must have, notes."""


def convert_file(raw: bytes, uri: str, renderer: Renderer) -> Conversion:
    """Return a file as Markdown.

    Args:
        raw: its bytes.
        uri: its path; what it ends with says what it is.
        renderer: makes HTML of Markdown, as the site does.

    Raises:
        ImportingError: it cannot be read, holds what would be lost, or would not read the same.
    """
    convert = FORMS.get(PurePosixPath(uri).suffix.lower())
    if convert is None:
        raise ImportingError(
            Problem(
                say("files of this kind cannot be imported"),
                say("Save it as .docx, .html, .md or .txt"),
                Place(uri),
            )
        )
    markdown, given, notes = convert(raw, uri)
    if not markdown.strip():
        raise ImportingError(
            Problem(say("it holds no text"), say("Check the file, or leave it out"), Place(uri))
        )
    try:
        words = read_html_words(renderer.render(markdown))
    except UnreadableTextError as error:
        raise ImportingError(
            Problem(
                say("the text cannot be read: %(error)s", error=error.reason),
                say("Use fewer levels"),
                Place(uri),
            )
        ) from None
    if given is not None:
        check_words(given, words, uri)
    return Conversion(markdown, words, notes)


def _from_markdown(raw: bytes, uri: str) -> _Source:
    text, notes = decode_text(raw, uri)
    front, body = split_page(text.encode(), uri)
    if front is not None:
        notes = (*notes, say("its front matter is replaced"))
    return body.decode().strip("\n") + "\n", None, notes


def _from_text(raw: bytes, uri: str) -> _Source:
    text, notes = decode_text(raw, uri)
    return render_plain(text), read_words([text]), notes


def _from_html(raw: bytes, uri: str) -> _Source:
    text, notes = decode_text(raw, uri)
    part, more = select_text(text, uri)
    words = read_html_words(lxml_html.tostring(part, encoding="unicode", with_tail=False))
    return render_markdown(part), words, (*notes, *more)


def _from_word(raw: bytes, uri: str) -> _Source:
    document = read_word(raw, uri)
    mammoth = load_converter("mammoth")
    html = mammoth.convert_to_html(io.BytesIO(document.raw), style_map=_STYLES).value
    part, _ = select_text(str(html), uri)
    return render_markdown(part), read_words(document.lines), document.notes


FORMS: Final[Mapping[str, Callable[[bytes, str], _Source]]] = {
    ".docx": _from_word,
    ".htm": _from_html,
    ".html": _from_html,
    ".markdown": _from_markdown,
    ".md": _from_markdown,
    ".txt": _from_text,
}
"""What can be imported, by how its name ends."""
