"""One reading of the whole repository: history, versions, rendered texts, drafts.

The edge between git and the pure core, for whoever publishes: the site and the command line.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

from clausier.addresses import RESERVED, Addresses
from clausier.clauses import RenderedText, Renderer, UnreadableTextError, read_text
from clausier.drafts import Draft, missing_draft, parse_draft
from clausier.errors import Place, Problem, TimelineError, say
from clausier.git import History, read_history
from clausier.links import LinkTable, resolve_links
from clausier.model import Text
from clausier.register import Register, build_register
from clausier.revisions import trace_documents
from clausier.settings import Settings
from clausier.timeline import Timeline, build_timeline


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
    drafts: tuple[Draft, ...]
    """By language, then path. They are never published."""
    folder: str
    """The docs folder, relative to the top of the repository; empty at the top."""


def read_edition(docs_dir: Path, settings: Settings, renderer: Renderer, as_of: date) -> Edition:
    """Return the edition of the repository around `docs_dir` on a day.

    Raises:
        ClausierError: the history cannot be read, or what stands in it breaks a rule.
    """
    history = read_history(docs_dir)
    trace = trace_documents(history.changes, history.folder, settings.languages)
    timeline = build_timeline(trace, settings.governing_language, settings.zone)
    _check_addresses(timeline, history, settings)
    uris = {change.uri for change in history.changes}
    table = make_link_table(timeline, uris, history.folder, docs_dir, settings)

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
    drafts = tuple(_iter_drafts(history, docs_dir, settings, renderer, table))
    sources = {(name, language): _below(history, uri) for name, language, uri in trace.holders}
    updated = _pages_updated(history, settings)
    return Edition(register, timeline.notes, updated, sources, drafts, history.folder)


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


def _check_addresses(timeline: Timeline, history: History, settings: Settings) -> None:
    """Refuse a document whose address belongs to something else."""
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
    for uri in _standing_contents(history):
        language, _, page = _below(history, uri).partition("/")
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
    if problems:
        raise TimelineError(*problems)


def make_link_table(
    timeline: Timeline, uris: Iterable[str], folder: str, docs_dir: Path, settings: Settings
) -> LinkTable:
    """Return where each file, and each Markdown file of the past, is published.

    Args:
        timeline: the documents.
        uris: every Markdown file there is or was, by path in the repository.
        folder: the docs folder, likewise.
        docs_dir: the same in the working tree.
        settings: the company's choices.
    """
    table: dict[str, str] = {}
    default = settings.languages[0]
    for uri in sorted(uris):
        language, _, page = posixpath.relpath(uri, folder or ".").partition("/")
        if language in settings.languages:
            table[uri] = Addresses(language, default).page(page.removesuffix(".md"))
    for language in settings.languages:
        for path in sorted((docs_dir / language).rglob("*")):
            if path.is_file() and path.suffix != ".md":
                name = path.relative_to(docs_dir).as_posix()
                way = quote(name.removeprefix(f"{language}/"))
                table[posixpath.join(folder, name)] = Addresses(language, default).home + way
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


def _iter_drafts(
    history: History, docs_dir: Path, settings: Settings, renderer: Renderer, table: LinkTable
) -> Iterator[Draft]:
    committed = _standing_contents(history)
    gone = (uri for uri in sorted(committed) if not (history.top / uri).exists())
    for uri in gone:
        language = _below(history, uri).partition("/")[0]
        if language in settings.languages:
            draft = missing_draft(committed[uri], uri, language)
            if draft is not None:
                yield draft
    for language in settings.languages:
        for path in sorted((docs_dir / language).rglob("*.md")):
            uri = posixpath.join(history.folder, path.relative_to(docs_dir).as_posix())
            raw = path.read_bytes()
            if _has_same_lines(raw, committed.get(uri)):
                continue
            draft = parse_draft(raw, committed.get(uri), uri, language, renderer, table)
            if draft is not None:
                yield draft


def _has_same_lines(raw: bytes, committed: bytes | None) -> bool:
    """Whether a file is as committed, but for the line ends that git itself may write there."""
    return committed is not None and raw.replace(b"\r\n", b"\n") == committed.replace(
        b"\r\n", b"\n"
    )
