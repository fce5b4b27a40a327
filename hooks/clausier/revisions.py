"""From what commits did to files, to what happened to documents.

A revision belongs to a document by its front matter and to a language by its folder; where the
file was before, or what it resembles, means nothing (DESIGN section 4). A file that held a
document and stops saying so, without leaving the tree, is damage, not a withdrawal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePosixPath

from clausier.errors import ClausierError, Place, Problem, say
from clausier.frontmatter import Page, parse_page
from clausier.git import FileChange
from clausier.model import FrontMatter, Publication, Revision


@dataclass(frozen=True, slots=True)
class Removal:
    """A document's file left the tree in one language."""

    document: str
    language: str
    published: Publication


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that happened to the documents, in the order of the commits."""

    events: tuple[Revision | Removal, ...]
    """Oldest first."""
    standing: tuple[Problem, ...]
    """What is wrong with files as they stand at the newest commit, by path."""
    past: tuple[Problem, ...]
    """What was wrong once and is no more; each cost only that revision."""
    holders: tuple[tuple[str, str, str], ...]
    """(document, language, path) at the newest commit, sorted."""
    damaged: frozenset[tuple[str, str]] = frozenset()
    """(document, language) of the files of which `standing` speaks, as far as is known."""


def trace_documents(changes: Iterable[FileChange], folder: str, languages: Sequence[str]) -> Trace:
    """Return what `changes` did to the documents in `languages`.

    Args:
        changes: oldest commit first.
        folder: the docs folder, relative to the top of the repository ("" is the top).
        languages: the names of the language folders directly below it.
    """
    tracer = _Tracer(folder, frozenset(languages))
    for _, group in groupby(changes, key=lambda change: change.published.commit):
        tracer.apply(tuple(group))
    return tracer.trace()


class _Tracer:
    """The tree as it stands after each commit, reduced to who holds which document."""

    def __init__(self, folder: str, languages: frozenset[str]) -> None:
        self._folder = PurePosixPath(folder)
        self._languages = languages
        self._held: dict[str, tuple[str, str]] = {}
        self._holder: dict[tuple[str, str], str] = {}
        self._contested: dict[str, tuple[FileChange, Page]] = {}
        self._damaged: dict[str, tuple[Problem, str]] = {}
        self._past: list[Problem] = []
        self._events: list[Revision | Removal] = []

    def trace(self) -> Trace:
        holders = sorted((*key, uri) for uri, key in self._held.items())
        standing = tuple(self._damaged[uri][0] for uri in sorted(self._damaged))
        return Trace(
            tuple(self._events),
            standing,
            tuple(self._past),
            tuple(holders),
            frozenset(self._iter_damaged()),
        )

    def apply(self, changes: Sequence[FileChange]) -> None:
        """Take one commit's changes of files in."""
        before = dict(self._held)
        pages = [(change, page) for change in changes if (page := self._read(change)) is not None]
        for change in changes:
            self._contested.pop(change.uri, None)
            if change.blob is None:
                self._held.pop(change.uri, None)
                self._mend(change.uri)
        for change, page in pages:
            key = self._key(change.uri, page.front)
            if key is None:
                self._held.pop(change.uri, None)
            else:
                self._held[change.uri] = key
        kept = set(self._held.values())
        for change, page in pages:
            was = before.get(change.uri)
            if was is not None and was not in kept:
                self._held[change.uri] = was
                self._damage(change, _lost(was[0], page.front, change.uri))
            else:
                self._accept(change, page)
        for _, (change, page) in sorted(self._contested.items()):
            self._accept(replace(change, published=changes[0].published), page)
        for document, language in sorted(set(before.values()) - set(self._held.values())):
            self._events.append(Removal(document, language, changes[0].published))

    def _read(self, change: FileChange) -> Page | None:
        """Return the page, or None where there is none or it is damaged."""
        if change.blob is None:
            return None
        known = self._language(change.uri) is not None
        try:
            page = parse_page(change.raw, change.uri)
        except ClausierError as error:
            if known:
                self._damage(change, error.problems[0])
            return None
        below = PurePosixPath(change.uri).is_relative_to(self._folder)
        if page.front is not None and below and not known:
            self._damage(change, _homeless(page.front, change.uri, sorted(self._languages)))
        return page if known else None

    def _accept(self, change: FileChange, page: Page) -> None:
        """Take a page in, unless another file already holds its document and still does."""
        language = self._language(change.uri)
        if page.front is None or change.blob is None or language is None:
            self._mend(change.uri)
            return
        key = (page.front.document, language)
        holder = self._holder.get(key, change.uri)
        if holder != change.uri and self._held.get(holder) == key:
            if change.uri not in self._contested:
                self._damage(change, _contest(holder, page.front, change.uri))
            self._contested[change.uri] = (change, page)
            return
        self._holder[key] = change.uri
        self._contested.pop(change.uri, None)
        self._mend(change.uri)
        self._events.append(
            Revision(page.front, language, page.body, change.blob, change.uri, change.published)
        )

    def _damage(self, change: FileChange, problem: Problem) -> None:
        self._mend(change.uri)
        self._damaged[change.uri] = (problem, change.published.commit)

    def _iter_damaged(self) -> Iterator[tuple[str, str]]:
        """Yield what damaged files hold: what they held, or what their name says in a language."""
        names = {self._below(uri): document for uri, (document, _) in self._held.items()}
        for uri in self._damaged:
            language = self._language(uri)
            if uri in self._held:
                yield self._held[uri]
            elif language is not None and (document := names.get(self._below(uri))):
                yield document, language

    def _below(self, uri: str) -> PurePosixPath:
        """Return the path of a file below the folder of its language."""
        return PurePosixPath(*PurePosixPath(uri).relative_to(self._folder).parts[1:])

    def _mend(self, uri: str) -> None:
        """Note that damage to `uri`, if any, is past."""
        if uri in self._damaged:
            problem, commit = self._damaged.pop(uri)
            self._past.append(replace(problem, place=replace(problem.place, commit=commit)))

    def _key(self, uri: str, front: FrontMatter | None) -> tuple[str, str] | None:
        language = self._language(uri)
        return (front.document, language) if front is not None and language else None

    def _language(self, uri: str) -> str | None:
        """Return the language folder that holds `uri`, or None outside the language folders."""
        path = PurePosixPath(uri)
        if not path.is_relative_to(self._folder):
            return None
        parts = path.relative_to(self._folder).parts
        return parts[0] if len(parts) > 1 and parts[0] in self._languages else None


def _contest(holder: str, front: FrontMatter, uri: str) -> Problem:
    return Problem(
        say(
            'both %(holder)s and this file say they are document "%(document)s"',
            holder=holder,
            document=front.document,
        ),
        say("Keep one of the two files, or give one another id"),
        Place(uri, front.lines.get("document")),
        code="document-twice",
    )


def _homeless(front: FrontMatter, uri: str, languages: Sequence[str]) -> Problem:
    return Problem(
        say(
            'this file says it is document "%(document)s" and is in no language of the '
            "site (%(languages)s)",
            document=front.document,
            languages=", ".join(languages),
        ),
        say("Move it into the folder of its language, or add the language to mkdocs.yml"),
        Place(uri, front.lines.get("document")),
        code="document-homeless",
    )


def _lost(document: str, front: FrontMatter | None, uri: str) -> Problem:
    remedy = say(
        'Put "document: %(document)s" back; to withdraw the document, delete its file',
        document=document,
    )
    if front is None:
        return Problem(
            say(
                'this file held document "%(document)s" and its front matter no longer says so',
                document=document,
            ),
            remedy,
            Place(uri, 1),
            code="document-lost",
        )
    return Problem(
        say(
            'this file held document "%(document)s" and now says "%(other)s"; the id '
            "of a document never changes",
            document=document,
            other=front.document,
        ),
        remedy,
        Place(uri, front.lines.get("document")),
        code="document-lost",
    )
