"""What is being written, read anew at each save; the one thing that outlives them all."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Condition
from typing import Final

from clausier.checks import list_problems
from clausier.clauses import RenderedText, Renderer
from clausier.edition import Edition, read_edition
from clausier.errors import ClausierError, Place, Problem, say, unreadable
from clausier.model import FrontMatter
from clausier.proposals import Proposal, ProposedPage, read_proposal
from clausier.redline import Redline, compare
from clausier.settings import Settings

_NOTHING: Final = -1


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as its file has it, against the one in force."""

    document: str
    language: str
    title: str
    uri: str | None
    """Path of its file in the repository; None where there is none."""
    front: FrontMatter | None
    """None where the file cannot be read."""
    is_written: bool
    """Whether the file is other than at the newest commit."""
    current: str | None
    """The number of the version in force, if it has a text in this language."""
    rendered: RenderedText | None
    """What the file says; where it cannot be read None, and never what it said before."""
    redline: Redline | None
    """Against the text in force; None where one of the two is missing."""
    problems: tuple[Problem, ...]
    """What is wrong with it, by line."""
    page: ProposedPage | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """The working tree at one moment."""

    number: int
    """Each reading has a greater one than the reading before."""
    edition: Edition | None = field(default=None, repr=False)
    proposal: Proposal | None = field(default=None, repr=False)
    problems: tuple[Problem, ...] = ()
    failure: tuple[Problem, ...] = ()
    """Why nothing can be read at all; then there is neither edition nor proposal to show."""
    site: int = 0
    """How often the site was built."""

    def list_drafts(self) -> tuple[tuple[str, str, bool], ...]:
        """Return (document, language, whether it is being written) of each that has a page."""
        return tuple(
            (document, language, self._is_written(document, language))
            for document in self._documents()
            for language in (self.proposal.settings.languages if self.proposal else ())
        )

    def draft(self, document: str, language: str) -> Draft | None:
        """Return a document's draft in a language; None where there is no such document."""
        if self.proposal is None or self.edition is None:
            return None
        if document not in self._documents() or language not in self.proposal.settings.languages:
            return None
        page, uri = self._find_page(document, language)
        number, older, title = self._in_force(document, language)
        newer = page.rendered if page and page.front else None
        problems = tuple(p for p in self.problems if uri and p.place.uri == uri)
        if uri and page is None and not problems:
            problems = (_deleted(uri),)
        return Draft(
            document=document,
            language=language,
            title=(newer.title if newer else "") or title or document,
            uri=uri,
            front=page.front if page else None,
            is_written=self._is_written(document, language),
            current=number,
            rendered=newer,
            redline=compare(older, newer) if older and newer else None,
            problems=problems,
            page=page,
        )

    def _documents(self) -> tuple[str, ...]:
        """Return the ids of the documents that are published or written."""
        if self.proposal is None or self.edition is None:
            return ()
        found = {record.id for record in self.edition.register.records}
        return tuple(
            sorted(found | {*self.proposal.documents}, key=self.proposal.settings.listing_key)
        )

    def _find_page(self, document: str, language: str) -> tuple[ProposedPage | None, str | None]:
        """Return the page of a document's file, damaged or not, and the file's path."""
        assert self.proposal is not None and self.edition is not None
        page = self.proposal.page(document, language)
        if page is not None:
            return page, page.uri
        source = self.edition.sources.get((document, language))
        if source is None:
            return None, None
        uri = posixpath.join(self.edition.folder, source)
        return next((page for page in self.proposal.pages if page.uri == uri), None), uri

    def _in_force(
        self, document: str, language: str
    ) -> tuple[str | None, RenderedText | None, str]:
        assert self.edition is not None
        register = self.edition.register
        for record in register.records:
            if record.id == document:
                title = register.title(record, language)
                text = record.current.version.text(language) if record.current else None
                if text is None:
                    return None, None, title
                return str(text.version), register.render(text), title
        return None, None, ""

    def _is_written(self, document: str, language: str) -> bool:
        page, uri = self._find_page(document, language)
        return page.is_changed if page else uri is not None


def _deleted(uri: str) -> Problem:
    """Return what is said of a document's file that was deleted."""
    return Problem(
        say("this file is deleted here; a commit of that withdraws the document in this language"),
        say("Put the file back, unless that is what you want"),
        Place(uri),
        code="document-deleted",
    )


class Studio:
    """Reads the working tree when it is told to, and tells whoever waits.

    It lives as long as the server; readings are values, so that a page is made of one of them
    whatever is saved meanwhile.
    """

    def __init__(
        self,
        docs_dir: Path,
        settings: Settings,
        renderer: Renderer,
        site_url: str,
        today: Callable[[], date],
    ) -> None:
        self._docs_dir = docs_dir
        self.settings = settings
        self._renderer = renderer
        self._site_url = site_url
        self._today = today
        self._reading = Reading(_NOTHING)
        self._news = Condition()
        self._closed = False
        self.refresh(history=True)

    @property
    def reading(self) -> Reading:
        """The newest reading."""
        with self._news:
            return self._reading

    def refresh(self, *, history: bool = False) -> Reading:
        """Read the working tree; and, after a commit, what is published.

        Only one thread does so at a time.
        """
        before = self.reading
        try:
            day, edition = self._today(), before.edition
            if history or edition is None or edition.register.as_of != day:
                edition = read_edition(self._docs_dir, self.settings, self._renderer, day)
            proposal = read_proposal(
                self._docs_dir,
                self.settings,
                self._renderer,
                day,
                earlier=before.proposal,
                site_url=self._site_url,
            )
            reading = Reading(0, edition, proposal, list_problems(proposal))
        except ClausierError as error:
            reading = Reading(0, failure=error.problems)
        except OSError as error:  # a file went away while it was looked at: its own event follows
            reading = Reading(0, failure=(unreadable(error.filename, error),))
        return self._tell(replace(reading, number=before.number + 1, site=before.site))

    def note_site(self) -> None:
        """Tell that the site was built anew."""
        before = self.reading
        self._tell(replace(before, number=before.number + 1, site=before.site + 1))

    def _tell(self, reading: Reading) -> Reading:
        with self._news:
            number = max(reading.number, self._reading.number + 1)
            self._reading = replace(reading, number=number)
            self._news.notify_all()
            return self._reading

    def iter_readings(self, patience: float) -> Iterator[Reading | None]:
        """Yield the newest reading, then each that comes; None when none came for a while.

        It ends when the studio is closed. Readings that came in between are passed over.
        """
        seen = _NOTHING - 1
        while True:
            with self._news:
                came = self._news.wait_for(partial(self._has_news, seen), patience)
                if self._closed:
                    return
                reading = self._reading if came else None
            if reading is not None:
                seen = reading.number
            yield reading

    def _has_news(self, seen: int) -> bool:
        return self._closed or self._reading.number > seen

    def close(self) -> None:
        """Send home whoever waits."""
        with self._news:
            self._closed = True
            self._news.notify_all()
