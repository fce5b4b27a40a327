"""One reading of the whole repository: history, versions, rendered texts, what is not committed.

The edge between git and the pure core, for whoever publishes: the site and the command line.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

from clausier.addresses import RESERVED, Addresses
from clausier.clauses import RenderedText, Renderer, UnreadableTextError, read_text
from clausier.errors import ClausierError, Place, Problem, TimelineError, say
from clausier.frontmatter import parse_page
from clausier.git import History, read_history
from clausier.links import LinkTable, resolve_links
from clausier.model import Text, VersionNumber
from clausier.register import Register, build_register
from clausier.revisions import trace_documents
from clausier.settings import Settings
from clausier.timeline import Timeline, build_timeline


@dataclass(frozen=True, slots=True)
class UncommittedPage:
    """A document's file that is other than at the newest commit, or gone."""

    uri: str
    """Path in the repository."""
    document: str
    """What it says it is, or said there; empty where it is new and cannot be read."""
    version: VersionNumber | None
    """None where it cannot be read, says no more that it is a document, or is gone."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a build publishes."""

    register: Register
    notes: tuple[Problem, ...]
    """To be reported; none stops the build."""
    pages_updated: Mapping[str, date]
    """For each Markdown file, by path below the docs folder, the day of its newest commit."""
    sources: Mapping[tuple[str, str], str]
    """For each document and language in the tree, its file by path below the docs folder."""
    uncommitted: tuple[UncommittedPage, ...]
    """By path. They are never published."""
    folder: str
    """The docs folder, relative to the top of the repository; empty at the top."""


def read_edition(docs_dir: Path, settings: Settings, renderer: Renderer, as_of: date) -> Edition:
    """Return the edition of the repository around `docs_dir` on a day.

    Raises:
        ClausierError: the history cannot be read, or what stands in it breaks a rule.
    """
    history = read_history(docs_dir)
    others = iter_others(docs_dir, history.folder, settings.languages)
    edition = build_edition(history, others, settings, renderer, as_of)
    return replace(edition, uncommitted=tuple(_iter_uncommitted(history, docs_dir, settings)))


def build_edition(
    history: History, others: Iterable[str], settings: Settings, renderer: Renderer, as_of: date
) -> Edition:
    """Return the edition of a history on a day, from values.

    Args:
        history: up to the commit that is published.
        others: files that are not Markdown, which texts can link to, by path in the repository.
        settings: the company's choices.
        renderer: makes HTML of Markdown, as the site does.
        as_of: a legal day.

    Raises:
        TimelineError: what stands in it breaks a rule.
    """
    trace = trace_documents(history.changes, history.folder, settings.languages)
    timeline = build_timeline(trace, settings.governing_language, settings.zone)
    standing = _standing_contents(history)
    if taken := find_taken_addresses(timeline, standing, history.folder, settings):
        raise TimelineError(*taken)
    uris = {*(change.uri for change in history.changes), *others}
    table = make_link_table(timeline, uris, history.folder, settings)

    def render(text: Text, governing: RenderedText | None) -> RenderedText:
        try:
            html = resolve_links(renderer.render(text.markdown), text.uri, table)
            return read_text(html, text.language, governing)
        except UnreadableTextError as error:
            raise TimelineError(_unreadable(error, text)) from None

    register = build_register(
        timeline,
        as_of=as_of,
        head=history.head,
        sequence=history.sequence,
        settings=settings,
        render=render,
    )
    sources = {(name, language): _below(history, uri) for name, language, uri in trace.holders}
    updated = _pages_updated(history, settings)
    return Edition(register, timeline.notes, updated, sources, (), history.folder)


def _unreadable(error: UnreadableTextError, text: Text) -> Problem:
    return Problem(
        say(
            "the text of version %(version)s cannot be read: %(error)s",
            version=text.version,
            error=error.reason,
        ),
        say(
            "Whoever keeps the repository has to take that commit out of its history, then "
            "publish the version with fewer levels"
        ),
        Place(text.uri, commit=text.published.commit),
        code="text-unreadable",
    )


def _below(history: History, uri: str) -> str:
    """Return a repository path as a path below the docs folder."""
    return posixpath.relpath(uri, history.folder or ".")


def _standing_contents(history: History) -> dict[str, bytes]:
    """Return each Markdown file of the newest commit, by repository path."""
    contents: dict[str, bytes] = {}
    for change in history.changes:
        if change.blob is None:
            contents.pop(change.uri, None)
        else:
            contents[change.uri] = change.raw
    return contents


def find_taken_addresses(
    timeline: Timeline, uris: Iterable[str], folder: str, settings: Settings
) -> tuple[Problem, ...]:
    """Return the documents and pages whose address belongs to something else.

    Args:
        timeline: the documents.
        uris: the Markdown files that stand, by path in the repository.
        folder: the docs folder, likewise.
        settings: the company's choices.
    """
    held = {uri for document in timeline.documents for uri in document.uris}
    names = {document.id: document for document in timeline.documents}
    problems = [
        Problem(
            say(
                '"%(name)s" cannot be the id of a document, because /%(name)s/ is taken', name=name
            ),
            say("Choose another id"),
            Place(document.uris[-1]),
            code="address-taken",
        )
        for name, document in names.items()
        if name in RESERVED or name in settings.languages
    ]
    for uri in sorted(uris):
        language, _, page = posixpath.relpath(uri, folder or ".").partition("/")
        first = page.removesuffix(".md").split("/")[0]
        if language in settings.languages and uri not in held and first in names:
            problems.append(
                Problem(
                    say(
                        'this page would stand at the address of document "%(document)s" (%(uri)s)',
                        document=first,
                        uri=names[first].uris[-1],
                    ),
                    say("Give the page another name, or the document another id"),
                    Place(uri),
                    code="address-taken",
                )
            )
    return tuple(problems)


def make_link_table(
    timeline: Timeline, uris: Iterable[str], folder: str, settings: Settings
) -> LinkTable:
    """Return where each file, and each Markdown file of the past, is published.

    Args:
        timeline: the documents.
        uris: every Markdown file there is or was, and the others there are, by path in the
            repository.
        folder: the docs folder, likewise.
        settings: the company's choices.
    """
    table: dict[str, str] = {}
    default = settings.languages[0]
    for uri in sorted(uris):
        language, _, name = posixpath.relpath(uri, folder or ".").partition("/")
        addresses = Addresses(language, default)
        if language not in settings.languages:
            continue
        if name.endswith(".md"):
            table[uri] = addresses.page(name.removesuffix(".md"))
        else:
            table[uri] = addresses.home + quote(name)
    for document in timeline.documents:
        for uri in document.uris:
            language = posixpath.relpath(uri, folder or ".").partition("/")[0]
            table[uri] = Addresses(language, default).document(document.id)
    return table


def _pages_updated(history: History, settings: Settings) -> dict[str, date]:
    return {
        _below(history, change.uri): change.published.at.astimezone(settings.zone).date()
        for change in history.changes
    }


def iter_others(docs_dir: Path, folder: str, languages: Iterable[str]) -> Iterator[str]:
    """Yield each file in the folders of languages that is not Markdown, by repository path."""
    for language in languages:
        for path in sorted((docs_dir / language).rglob("*")):
            if path.is_file() and path.suffix != ".md":
                yield posixpath.join(folder, path.relative_to(docs_dir).as_posix())


def iter_tree(
    docs_dir: Path, folder: str, committed: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """Yield each Markdown file below `docs_dir`, by path in the repository.

    Git may write other line ends into the working tree than it keeps: a file that differs from
    what is committed by nothing else has the bytes that are committed.

    Raises:
        OSError: a file cannot be read.
    """
    for path in sorted(docs_dir.rglob("*.md")):
        if path.is_file():
            uri = posixpath.join(folder, path.relative_to(docs_dir).as_posix())
            raw, kept = path.read_bytes(), committed.get(uri, b"")
            yield uri, kept if _has_same_lines(raw, kept) else raw


def _has_same_lines(raw: bytes, kept: bytes) -> bool:
    return raw.replace(b"\r\n", b"\n") == kept.replace(b"\r\n", b"\n")


def _iter_uncommitted(
    history: History, docs_dir: Path, settings: Settings
) -> Iterator[UncommittedPage]:
    committed = _standing_contents(history)
    tree = dict(iter_tree(docs_dir, history.folder, committed))
    for uri in sorted(committed.keys() | tree.keys()):
        is_known = _below(history, uri).partition("/")[0] in settings.languages
        if is_known and tree.get(uri) != committed.get(uri):
            page = _read_uncommitted(uri, tree.get(uri), committed.get(uri))
            if page is not None:
                yield page


def _read_uncommitted(uri: str, raw: bytes | None, kept: bytes | None) -> UncommittedPage | None:
    """Return what a changed file holds now; None for an ordinary page."""
    try:
        before = parse_page(kept, uri).front if kept is not None else None
    except ClausierError:
        before = None
    document = before.document if before else ""
    try:
        front = parse_page(raw, uri).front if raw is not None else None
    except ClausierError:
        return UncommittedPage(uri, document, None)
    if front is not None:
        return UncommittedPage(uri, front.document, front.version)
    return UncommittedPage(uri, document, None) if before else None
