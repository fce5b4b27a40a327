"""Policy pages as they are being written, before any commit; shown to their author only."""

from __future__ import annotations

from dataclasses import dataclass

from clausier.clauses import RenderedText, Renderer, UnreadableTextError, read_text
from clausier.errors import ClausierError, Place, Problem, say
from clausier.frontmatter import parse_page
from clausier.links import LinkTable, resolve_links
from clausier.model import FrontMatter


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy page in the working tree that differs from the newest commit."""

    uri: str
    language: str
    document: str
    front: FrontMatter | None
    rendered: RenderedText | None
    problem: Problem | None
    """Why the file cannot be read; then `front` and `rendered` are None."""


def parse_draft(
    raw: bytes,
    committed: bytes | None,
    uri: str,
    language: str,
    renderer: Renderer,
    table: LinkTable,
) -> Draft | None:
    """Return the draft that a changed file is, or None for an ordinary page.

    Args:
        raw: the file's bytes in the working tree.
        committed: its bytes at the newest commit; None where it is new.
        uri: its path in the repository.
        language: its language.
        renderer: makes HTML of Markdown.
        table: what links lead to.
    """
    before = _front_of(committed, uri)
    try:
        page = parse_page(raw, uri)
    except ClausierError as error:
        name = before.document if before else ""
        return Draft(uri, language, name, None, None, error.problems[0])
    if page.front is None and before is not None:
        return Draft(uri, language, before.document, None, None, _lost(before.document, uri))
    if page.front is None:
        return None
    try:
        html = resolve_links(renderer.render(page.body.decode("utf-8")), uri, table)
        rendered = read_text(html, language)
    except UnreadableTextError as error:
        problem = Problem(
            say("the text cannot be read: %(error)s", error=error.reason),
            say("Use fewer levels"),
            Place(uri),
            code="text-unreadable",
        )
        return Draft(uri, language, page.front.document, None, None, problem)
    return Draft(uri, language, page.front.document, page.front, rendered, None)


def missing_draft(committed: bytes, uri: str, language: str) -> Draft | None:
    """Return the draft that a deleted file is, or None for an ordinary page."""
    before = _front_of(committed, uri)
    if before is None:
        return None
    return Draft(uri, language, before.document, None, None, deleted_file(uri))


def deleted_file(uri: str) -> Problem:
    """Return what is said of a document's file that was deleted."""
    return Problem(
        say("this file is deleted here; a commit of that withdraws the document in this language"),
        say("Put the file back, unless that is what you want"),
        Place(uri),
        code="document-deleted",
    )


def _lost(document: str, uri: str) -> Problem:
    return Problem(
        say("this file has lost its front matter"),
        say(
            'Put it back, with "document: %(document)s"; to withdraw the document, delete its file',
            document=document,
        ),
        Place(uri, 1),
        code="document-lost",
    )


def _front_of(raw: bytes | None, uri: str) -> FrontMatter | None:
    try:
        return parse_page(raw, uri).front if raw is not None else None
    except ClausierError:
        return None
