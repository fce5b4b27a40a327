"""What somebody proposes to publish: the working tree, laid over the history it left from.

The proposal is taken as one more commit on the main branch, which is what its merge will be. So
the rules of versions say of it beforehand what they would say of it afterwards; nothing else is
needed to know whether it can be merged. One proposal alone is taken commit by commit: one that
brings a document with the versions it had before it came here (`Proposal.series`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from hashlib import sha1
from pathlib import Path
from typing import Final

from clausier.clauses import RenderedText, Renderer, UnreadableTextError, read_text
from clausier.edition import find_taken_addresses, iter_others, iter_tree, make_link_table
from clausier.errors import ClausierError, Place, Problem, say
from clausier.frontmatter import BOM, Page, parse_page
from clausier.git import FileChange, Fork, History, read_fork
from clausier.ledger import PROPOSED
from clausier.links import LinkTable, resolve_links
from clausier.model import FrontMatter, Publication
from clausier.revisions import trace_documents
from clausier.settings import Settings
from clausier.timeline import Timeline, weigh_trace

_NOON: Final = time(12)


@dataclass(frozen=True, slots=True)
class ProposedPage:
    """One Markdown file of the working tree, in a folder of a language."""

    uri: str
    """POSIX path relative to the top of the repository."""
    language: str
    raw: bytes
    before: Page | None
    """What it was where the proposal left the main branch; None where it is new, or was damaged."""
    page: Page | None
    """None where it cannot be read: `Proposal.problems` says why."""
    html: str
    """What its text renders to, links resolved; empty where it cannot be rendered."""
    rendered: RenderedText | None
    """Of a policy document, its text as it is shown."""
    is_changed: bool
    """Whether its bytes are other than where the proposal left the main branch."""

    @property
    def front(self) -> FrontMatter | None:
        """What it says of itself, for a policy document."""
        return self.page.front if self.page else None

    @property
    def text(self) -> str:
        """The text after the front matter; empty where the page cannot be read."""
        return self.page.body.decode("utf-8") if self.page else ""

    @property
    def is_reworded(self) -> bool:
        """Whether its text, front matter aside, is other than it was."""
        return self.page is not None and (self.before is None or self.before.body != self.page.body)

    @property
    def first_line(self) -> int:
        """The line of the file on which its text begins, from 1."""
        if self.page is None:
            return 1
        head = self.raw.removeprefix(BOM)
        return head[: len(head) - len(self.page.body)].count(b"\n") + 1

    def place_of(self, key: str) -> Place:
        """Return the place of a key of its front matter; of the front matter where it has none."""
        lines = self.front.lines if self.front else {}
        return Place(self.uri, lines.get(key, lines.get("version")))

    def place(self, line: int | None = None) -> Place:
        """Return the place of a line of its text, from 0; of the file where none is given."""
        return Place(self.uri, None if line is None else self.first_line + line)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The working tree, as it would be published."""

    settings: Settings
    as_of: date
    published: Timeline
    """What is published now."""
    outcome: Timeline
    """What would be published with the proposal merged."""
    problems: tuple[Problem, ...]
    """What of the rules of versions stands in the way of that."""
    pages: tuple[ProposedPage, ...]
    """Every Markdown file in the folders of languages, by language, then path."""
    commits: tuple[tuple[FileChange, ...], ...]
    """What each commit of the proposal did to Markdown files, oldest first."""
    table: LinkTable = field(repr=False)
    """Where each file is published, by its path in the repository."""
    docs_dir: Path
    uncommitted: bool
    """Whether the working tree differs from its newest commit."""
    folder: str = ""
    """The path of `docs_dir` in the repository; empty at its top."""
    deleted: tuple[str, ...] = ()
    """Markdown files that the proposal takes out, by path in the repository, sorted."""
    site_url: str = ""
    """Absolute address of the root of the site, ending in a slash; empty where it is not known."""
    series: frozenset[str] = frozenset()
    """Documents that it brings with several versions, each in a commit of its own, so that a merge
    must keep its commits (`clausier import` makes such branches)."""

    def path(self, uri: str) -> Path:
        """Return the file at a path in the repository, below `docs_dir`."""
        return self.docs_dir / posixpath.relpath(uri, self.folder or ".")

    def page(self, document: str, language: str) -> ProposedPage | None:
        """Return the page that holds a document in a language."""
        return next(
            (
                page
                for page in self.pages
                if page.language == language and page.front and page.front.document == document
            ),
            None,
        )

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents in the tree, in the order in which they are listed."""
        found = {page.front.document for page in self.pages if page.front}
        return tuple(sorted(found, key=self.settings.listing_key))


def read_proposal(
    docs_dir: Path,
    settings: Settings,
    renderer: Renderer,
    as_of: date,
    base: str | None = None,
    earlier: Proposal | None = None,
    site_url: str = "",
) -> Proposal:
    """Return what the working tree around `docs_dir` proposes.

    Args:
        docs_dir: the folder that holds a folder for each language.
        settings: the company's choices.
        renderer: makes HTML of Markdown, as the site does.
        as_of: the day on which it is proposed.
        base: a revision of the main branch; HEAD if left out, so that what is not committed is
            what is proposed.
        earlier: what was proposed a moment ago, read likewise: pages to which nothing happened
            since are taken from it.
        site_url: the absolute address of the root of the site, ending in a slash, so that links
            to it are known for what they are.

    Raises:
        RepositoryError: the history cannot be read.
        OSError: a file of the working tree cannot be read.
    """
    fork = read_fork(docs_dir, base)
    tree = dict(iter_tree(docs_dir, fork.history.folder, fork.head))
    return build_proposal(fork, tree, docs_dir, settings, renderer, as_of, earlier, site_url)


def build_proposal(
    fork: Fork,
    tree: Mapping[str, bytes],
    docs_dir: Path,
    settings: Settings,
    renderer: Renderer,
    as_of: date,
    earlier: Proposal | None = None,
    site_url: str = "",
) -> Proposal:
    """Return what a working tree proposes, from values.

    Args:
        fork: the history that it left from.
        tree: its Markdown files below `docs_dir`, by path in the repository.
        docs_dir: where the folders of languages are; other files there can be linked to.
        settings: the company's choices.
        renderer: makes HTML of Markdown, as the site does.
        as_of: the day on which it is proposed.
        earlier: as for `read_proposal`.
        site_url: as for `read_proposal`.
    """
    history = fork.history
    moment = datetime.combine(as_of, _NOON, settings.zone).astimezone(UTC)
    proposed = Publication(PROPOSED, moment)
    published, _ = _weigh(history, (), settings)
    outcome, problems = _weigh(history, _iter_changes(fork.before, tree, proposed), settings)
    series: frozenset[str] = frozenset()
    if len(fork.commits) > 1:
        stepped, left = _weigh(history, _iter_steps(fork, tree, proposed), settings)
        series = _find_series(published, stepped, left)
        outcome, problems = (stepped, left) if series else (outcome, problems)
    taken = find_taken_addresses(outcome, tree, history.folder, settings)
    others = iter_others(docs_dir, history.folder, settings.languages)
    uris = {*(change.uri for change in history.changes), *tree, *others}
    table = make_link_table(outcome, uris, history.folder, settings)
    kept = {page.uri: page for page in earlier.pages} if earlier and earlier.table == table else {}
    pages = tuple(
        (kept[uri], ())
        if uri in kept and _is_unchanged(kept[uri], raw, fork)
        else _read_page(uri, raw, fork, settings, renderer, table)
        for uri, raw in sorted(tree.items())
        if _language(uri, history.folder) in settings.languages
    )
    return Proposal(
        settings=settings,
        as_of=as_of,
        published=published,
        outcome=outcome,
        problems=(
            *_point(problems, pages, published),
            *taken,
            *(problem for _, found in pages for problem in found),
        ),
        pages=tuple(page for page, _ in pages),
        commits=fork.commits,
        table=table,
        docs_dir=docs_dir,
        uncommitted=tree != fork.head,
        folder=history.folder,
        deleted=tuple(_iter_deleted(fork, tree, settings.languages)),
        site_url=site_url,
        series=series,
    )


def _point(
    problems: Iterable[Problem],
    pages: Iterable[tuple[ProposedPage, object]],
    published: Timeline,
) -> Iterator[Problem]:
    """Yield problems, those of a published text that was changed at the first line that was."""
    frozen = {
        (document.id, version.number): version.governing.markdown
        for document in published.documents
        for version in document.versions
    }
    files = {page.uri: page for page, _ in pages}
    for problem in problems:
        page = files.get(problem.place.uri or "")
        if problem.code == "published-text-changed" and page and page.front:
            was = frozen.get((page.front.document, page.front.version))
            if was is not None and was != page.text:
                line = _find_first_change(was, page.text)
                problem = replace(problem, place=page.place(line))
        yield problem


def _find_first_change(older: str, newer: str) -> int:
    """Return the first line of a text, from 0, that is other than in an older one."""
    before, after = older.split("\n"), newer.split("\n")
    pairs = enumerate(zip(before, after, strict=False))
    end = min(len(before), len(after) - 1)
    return next((number for number, (old, new) in pairs if old != new), end)


def _weigh(
    history: History, changes: Iterable[FileChange], settings: Settings
) -> tuple[Timeline, tuple[Problem, ...]]:
    """Return what a history amounts to with changes after it, and what then breaks a rule."""
    trace = trace_documents((*history.changes, *changes), history.folder, settings.languages)
    return weigh_trace(trace, settings.governing_language, settings.zone)


def _find_series(
    published: Timeline, outcome: Timeline, problems: tuple[Problem, ...]
) -> frozenset[str]:
    """Return the documents that come with several versions, of which no commit is refused.

    Args:
        published: what is published.
        outcome: what would be with each commit of the proposal published as it is.
        problems: what then breaks a rule.
    """
    known = {document.id for document in published.documents}
    refused = {problem.place.uri for problem in (*outcome.notes, *problems)}
    return frozenset(
        document.id
        for document in outcome.documents
        if document.id not in known and refused.isdisjoint(document.uris)
        if sum(version.published is not None for version in document.versions) > 1
    )


def _iter_deleted(
    fork: Fork, tree: Mapping[str, bytes], languages: tuple[str, ...]
) -> Iterator[str]:
    """Yield the files in folders of languages that are not there any more, by path."""
    for uri in sorted(fork.before.keys() - tree.keys()):
        if _language(uri, fork.history.folder) in languages:
            yield uri


def _language(uri: str, folder: str) -> str:
    """Return the folder below the docs folder that holds a file; its name where none does."""
    return posixpath.relpath(uri, folder or ".").partition("/")[0]


def _iter_changes(
    before: Mapping[str, bytes], tree: Mapping[str, bytes], proposed: Publication
) -> Iterator[FileChange]:
    """Yield what one commit of the whole proposal would do, by path."""
    for uri in sorted({*before, *tree}):
        raw = tree.get(uri)
        if raw is None:
            yield FileChange(proposed, uri, None, b"")
        elif raw != before.get(uri):
            name = sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
            yield FileChange(proposed, uri, name, raw)


def _iter_steps(
    fork: Fork, tree: Mapping[str, bytes], proposed: Publication
) -> Iterator[FileChange]:
    """Yield what each commit of the proposal did, as published now, then what is not committed."""
    for commit in fork.commits:
        for change in commit:
            yield replace(change, published=replace(change.published, at=proposed.at))
    yield from _iter_changes(fork.head, tree, proposed)


def _read_page(
    uri: str,
    raw: bytes,
    fork: Fork,
    settings: Settings,
    renderer: Renderer,
    table: LinkTable,
) -> tuple[ProposedPage, tuple[Problem, ...]]:
    """Return a page, and why its text cannot be rendered if it cannot."""
    language = _language(uri, fork.history.folder)
    page, html, rendered = _parse(raw, uri), "", None
    problems: tuple[Problem, ...] = ()
    was = fork.before.get(uri)
    if page is not None:
        try:
            html = resolve_links(renderer.render(page.body.decode("utf-8")), uri, table)
            rendered = read_text(html, language) if page.front else None
        except UnreadableTextError as error:
            problems = (
                Problem(
                    say("the text cannot be read: %(error)s", error=error.reason),
                    say("Use fewer levels"),
                    Place(uri),
                    code="text-unreadable",
                ),
            )
    return (
        ProposedPage(
            uri=uri,
            language=language,
            raw=raw,
            before=_parse(was, uri) if was is not None else None,
            page=page,
            html=html,
            rendered=rendered,
            is_changed=raw != was,
        ),
        problems,
    )


def _is_unchanged(page: ProposedPage, raw: bytes, fork: Fork) -> bool:
    """Return whether a page would be read the same again; one with a problem is always read."""
    is_whole = page.page is not None and (page.front is None or page.rendered is not None)
    was_same = not page.is_changed and fork.before.get(page.uri) == raw
    was_none = page.is_changed and page.before is None and page.uri not in fork.before
    return is_whole and page.raw == raw and (was_same or was_none)


def _parse(raw: bytes, uri: str) -> Page | None:
    try:
        return parse_page(raw, uri)
    except ClausierError:
        return None
