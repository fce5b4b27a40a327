"""What a proposal makes of each document: the version, what it is compared with, what changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from clausier.clauses import RenderedText, Renderer, UnreadableTextError, read_text
from clausier.errors import Problem
from clausier.links import LinkTable, resolve_links
from clausier.model import Document, FrontMatter, Status, Text, Version, VersionNumber
from clausier.proposals import Proposal, ProposedPage
from clausier.redline import Redline, compare
from clausier.register import Record, Standing, make_record


@dataclass(frozen=True, slots=True)
class TextReview:
    """A document in one language, as it is proposed."""

    language: str
    page: ProposedPage | None
    """None: the tree has no such text."""
    rendered: RenderedText | None
    """None: there is none, or it cannot be read."""
    redline: Redline | None
    """From the text that it is compared with; None where one of them is missing."""

    @property
    def is_reworded(self) -> bool:
        """Whether the proposal changes its words."""
        return self.page is not None and self.page.is_reworded


@dataclass(frozen=True, slots=True)
class DocumentReview:
    """What is proposed for one document."""

    id: str
    titles: Mapping[str, str]
    """By language, where it has one."""
    front: FrontMatter | None
    """Of the governing text, else of another; None where it cannot be read, or all are gone."""
    published: Standing | None
    """The version of that number, where it is published."""
    older: Standing | None
    """The published version that it is compared with: the one of that number, or the one whose
    place it takes; None for a first version."""
    accepted: VersionNumber | None
    """The oldest version whose acceptance counts now; None where nothing is in force."""
    proposed: Standing | None
    """The version as it would be published; None where the rules of versions refuse it."""
    withdrawn: bool
    """Whether the proposal withdraws the document."""
    texts: tuple[TextReview, ...]
    """One a language of the site, the governing one first."""

    @property
    def is_new(self) -> bool:
        """Whether it proposes a version that is not published."""
        return self.front is not None and self.published is None

    @property
    def is_refused(self) -> bool:
        """Whether the rules of versions stand against what it proposes."""
        return (self.is_new and self.proposed is None) or self.rewrites

    @property
    def rewrites(self) -> bool:
        """Whether it changes a governing text that is published."""
        return self.published is not None and self.texts[0].is_reworded

    @property
    def moved_from(self) -> date | None:
        """The effective date before, where the proposal moves that of a published version."""
        if self.published is None or self.front is None:
            return None
        former = self.published.version.effective_date
        return former if former != self.front.effective_date else None


@dataclass(frozen=True, slots=True)
class Review:
    """A proposal, as its reviewers want to see it."""

    as_of: date
    languages: tuple[str, ...]
    """The governing one first."""
    documents: tuple[DocumentReview, ...]
    """Those that it touches, in the order in which they are listed."""
    pages: tuple[str, ...]
    """Paths of the ordinary pages that it changes."""
    problems: tuple[Problem, ...]
    """What is to be put right before a merge, by file and line."""
    warnings: tuple[Problem, ...]
    """What stops no merge, and asks to be looked at, likewise."""
    is_stepped: bool
    """Whether it is several commits that a merge has to make one, or its text would be published
    as the first of them has it."""
    country: str
    """Whose working days count."""
    notice_owed: int
    """Working days that lie between publication and effective date of what asks for acceptance."""


def build_review(
    proposal: Proposal,
    problems: tuple[Problem, ...],
    warnings: tuple[Problem, ...],
    renderer: Renderer,
) -> Review:
    """Return what there is to see of a proposal.

    Args:
        proposal: what is proposed.
        problems: what is wrong with it (`checks.list_problems`).
        warnings: what is to be looked at (`checks.severities`).
        renderer: makes HTML of Markdown, as the site does.
    """
    governing = proposal.settings.governing_language
    others = [code for code in proposal.settings.languages if code != governing]
    languages = (governing, *others)
    touched = {name for page in proposal.pages for name in _iter_touched(page)}
    before = {document.id: document for document in proposal.published.documents}
    after = {document.id: document for document in proposal.outcome.documents}
    touched |= {name for name in before if _is_withdrawn(before[name], after.get(name))}
    return Review(
        as_of=proposal.as_of,
        languages=languages,
        documents=tuple(
            _review_document(name, before.get(name), after.get(name), proposal, renderer, languages)
            for name in sorted(touched, key=proposal.settings.listing_key)
        ),
        pages=tuple(
            page.uri for page in proposal.pages if page.is_changed and not [*_iter_touched(page)]
        ),
        problems=problems,
        warnings=warnings,
        is_stepped=len(proposal.commits) > 1 and not proposal.series,
        country=proposal.settings.country,
        notice_owed=proposal.settings.notice_working_days,
    )


def _iter_touched(page: ProposedPage) -> Iterator[str]:
    """Yield the documents that a page holds or held, if the proposal changes it."""
    for state in (page.page, page.before) if page.is_changed else ():
        if state is not None and state.front is not None:
            yield state.front.document


def _is_withdrawn(before: Document, after: Document | None) -> bool:
    gone = after is None or after.withdrawal is not None
    return gone and before.withdrawal is None


def _review_document(
    name: str,
    before: Document | None,
    after: Document | None,
    proposal: Proposal,
    renderer: Renderer,
    languages: tuple[str, ...],
) -> DocumentReview:
    settings, day = proposal.settings, proposal.as_of
    record = make_record(before, settings, day) if before else None
    outcome = make_record(after, settings, day) if after else None
    pages = [proposal.page(name, language) for language in languages]
    front = next((page.front for page in pages if page and page.front), None)
    if _is_garbled(name, languages[0], proposal):
        front = None
    number = front.version if front else None
    pages = [
        page if page and page.front and page.front.version == number else None for page in pages
    ]
    proposed = _find(outcome, number)
    published = _find(record, number)
    if published is not None and published.version.published is None:
        published = None
    if proposed is not None and not _holds(proposed, pages[0]):
        proposed = None
    older = published or _find_older(record, proposed)
    read = _read_versions(older, renderer, proposal.table)
    texts = tuple(_iter_texts(languages, pages, older, read))
    titles = {language: text.title for language, text in read.items() if text.title}
    titles |= {one.language: one.rendered.title for one in texts if one.rendered}
    current = record.current if record else None
    return DocumentReview(
        id=name,
        titles=titles,
        front=front,
        published=published,
        older=older,
        accepted=current.accept_since if current else None,
        proposed=proposed,
        withdrawn=before is not None and _is_withdrawn(before, after),
        texts=texts,
    )


def _is_garbled(name: str, governing: str, proposal: Proposal) -> bool:
    """Whether the page that held a document's governing text can no longer be read."""
    return any(
        page.page is None and page.language == governing and name in _iter_touched(page)
        for page in proposal.pages
    )


def _is_of(page: ProposedPage | None, number: VersionNumber | None) -> bool:
    """Whether a page holds a version; one that lags behind, or runs ahead, lacks this one."""
    return page is not None and page.front is not None and page.front.version == number


def _find(record: Record | None, number: VersionNumber | None) -> Standing | None:
    standings = record.standings if record else ()
    return next((standing for standing in standings if standing.number == number), None)


def _holds(standing: Standing, page: ProposedPage | None) -> bool:
    """Whether a version is the one that a governing page proposes, so that it was admitted."""
    if page is None or page.page is None:
        return True  # a translation alone
    return standing.version.governing.body == page.page.body


def _find_older(record: Record | None, proposed: Standing | None) -> Standing | None:
    """Return the version whose place another takes; failing that, the latest that is published."""
    if record is None:
        return None
    found = _find(record, proposed.supersedes) if proposed is not None else None
    live = [one for one in record.dated if one.status is not Status.WITHDRAWN]
    return found or record.current or (live[-1] if live else None)


def _read_versions(
    older: Standing | None, renderer: Renderer, table: LinkTable
) -> dict[str, RenderedText]:
    """Return each text of a published version by its language, as it is shown."""
    read: dict[str, RenderedText] = {}
    governing: RenderedText | None = None
    version: Version | None = older.version if older else None
    for text in version.texts if version else ():
        read[text.language] = _read_published(text, governing, renderer, table)
        governing = governing or read[text.language]
    return read


def _read_published(
    text: Text, governing: RenderedText | None, renderer: Renderer, table: LinkTable
) -> RenderedText:
    html = resolve_links(renderer.render(text.markdown), text.uri, table)
    return read_text(html, text.language, governing)


def _iter_texts(
    languages: tuple[str, ...],
    pages: list[ProposedPage | None],
    older: Standing | None,
    read: dict[str, RenderedText],
) -> Iterator[TextReview]:
    """Yield each language's text; clauses of translations have the ids of the governing text."""
    governing: RenderedText | None = None
    for language, page in zip(languages, pages, strict=True):
        rendered = page.rendered if page is not None else None
        if page is not None and rendered is not None and governing is not None:
            try:
                rendered = read_text(page.html, language, governing)
            except UnreadableTextError:  # which its page said already
                rendered = None
        governing = governing or rendered
        was = read.get(language)
        redline = compare(was, rendered) if was is not None and rendered is not None else None
        yield TextReview(language, page, rendered, redline)
