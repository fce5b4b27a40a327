"""The generated pages of the site, laid out from the register.

One method a kind of page, each returning a frozen value (`views`) that its template shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clausier.addresses import Addresses, markdown_address
from clausier.drafts import Draft
from clausier.model import Status, Text, Version, VersionNumber
from clausier.redline import Change, Redline, compare
from clausier.register import Period, Record, Register, Standing
from clausier.views import (
    Body,
    ClauseOrigin,
    ComparisonPage,
    DocumentPage,
    DocumentView,
    DraftView,
    HistoryPage,
    Page,
    PeriodView,
    TextView,
    VersionPage,
    VersionView,
)


class Desk:
    """Lays out every generated page of one language from the register.

    Redlines of neighbours are used by several pages; each is worked out once.
    """

    def __init__(self, register: Register, language: str, drafts: Sequence[Draft] = ()) -> None:
        self._register = register
        self._language = language
        self._drafts = {d.document: d for d in drafts if d.language == language}
        self._default_language = register.settings.languages[0]
        self._addresses = Addresses(language, self._default_language)
        self._redlines: dict[tuple[str, VersionNumber, VersionNumber], Redline | None] = {}

    def documents(self) -> tuple[DocumentView, ...]:
        """Every document, in the order in which they are listed."""
        return tuple(self._document(record) for record in self._register.records)

    def iter_pages(self) -> Iterator[Page]:
        """Yield the document's page, its history, its versions and its redlines, for each."""
        for record in self._register.records:
            document = self._document(record)
            yield self._document_page(record, document)
            yield self._history_page(record, document)
            for standing in record.standings:
                yield self._version_page(record, document, standing)
            for older, newer in record.iter_pairs():
                yield self._comparison_page(record, document, older, newer)

    # Views

    def _document(self, record: Record) -> DocumentView:
        withdrawal = record.document.withdrawal
        return DocumentView(
            id=record.id,
            title=self._register.title(record, self._language),
            governing_language=record.document.governing_language,
            address=self._addresses.document(record.id),
            history=self._addresses.history(record.id),
            current=self._version(record, record.current) if record.current else None,
            upcoming=tuple(self._version(record, s) for s in record.upcoming),
            proposed=tuple(self._version(record, s) for s in record.proposed),
            withdrawn_at=withdrawal.at if withdrawal else None,
        )

    def _version(self, record: Record, standing: Standing) -> VersionView:
        version = standing.version
        own = version.text(self._language)
        speaking = own if own is not None and own.summary else version.governing
        before = standing.supersedes
        return VersionView(
            number=str(version.number),
            status=standing.status,
            change=version.change,
            effective_from=version.effective_date,
            effective_until=standing.effective_until,
            published_at=version.published.at if version.published else None,
            summary=speaking.summary,
            summary_language=speaking.language,
            accept_since=str(standing.accept_since),
            asks_acceptance=version.change.asks_acceptance,
            dropped=version.dropped,
            void=version.void,
            languages=tuple(text.language for text in version.texts),
            markdown=markdown_address(own or version.governing, self._default_language),
            address=self._addresses.version(record.id, version.number),
            comparison=(
                self._addresses.comparison(record.id, before, version.number)
                if before is not None and before < version.number
                else None
            ),
            comparison_from=str(before) if before is not None else None,
        )

    def _text(
        self,
        view: VersionView,
        text: Text,
        origins: tuple[ClauseOrigin, ...] = (),
    ) -> TextView:
        return TextView(
            version=view,
            document=text.document,
            language=text.language,
            governing=text.governing,
            rendered=self._register.render(text),
            sha256=text.sha256,
            blob=text.blob,
            commit=text.published.commit,
            markdown=markdown_address(text, self._default_language),
            translated_at=None if text.governing else text.revisions[0].at,
            revisions=tuple(revision.at for revision in text.revisions[1:]),
            origins=origins,
        )

    # Pages

    def _document_page(self, record: Record, document: DocumentView) -> Page:
        current = record.current
        text = current.version.text(self._language) if current else None
        body = DocumentPage(
            document=document,
            text=(
                self._text(document.current, text, self._origins(record, current, text))
                if text is not None and document.current is not None and current is not None
                else None
            ),
            governing_address=self._governing(record).document(record.id),
            predecessor=self._view_of(record, current.supersedes if current else None),
            draft=self._draft(self._drafts.get(record.id), text),
        )
        links = [("version-history", document.history)]
        if current is not None:
            links.append(("latest-version", document.address))
            if current.supersedes is not None:
                links.append(("predecessor-version", self._at(record, current.supersedes)))
            if document.upcoming:
                links.append(("successor-version", document.upcoming[0].address))
        return self._page(
            record,
            document.address,
            [a.document(record.id) for a in self._each()],
            document.title,
            body,
            links,
            indexed=text is not None,
        )

    def _history_page(self, record: Record, document: DocumentView) -> Page:
        body = HistoryPage(
            document=document,
            versions=tuple(self._version(record, s) for s in reversed(record.standings)),
            periods=tuple(self._period(record, p) for p in reversed(record.periods())),
            pairs=tuple(
                (
                    self._version(record, older),
                    self._version(record, newer),
                    self._addresses.comparison(record.id, older.number, newer.number),
                )
                for older, newer in record.iter_pairs()
            ),
        )
        return self._page(
            record,
            document.history,
            [a.history(record.id) for a in self._each()],
            document.title,
            body,
            [("latest-version", document.address)] if document.current else [],
        )

    def _version_page(self, record: Record, document: DocumentView, standing: Standing) -> Page:
        view = self._version(record, standing)
        text = standing.version.text(self._language)
        following = next(
            (s for s in record.dated if s.supersedes == standing.number and s is not standing), None
        )
        links = [("version-history", document.history)]
        if document.current is not None:
            links.append(("latest-version", document.address))
        if standing.supersedes is not None:
            links.append(("predecessor-version", self._at(record, standing.supersedes)))
        if following is not None:
            links.append(("successor-version", self._at(record, following.number)))
        body = VersionPage(
            document=document,
            version=view,
            text=self._text(view, text) if text is not None else None,
            governing_address=self._governing(record).version(record.id, standing.number),
            predecessor=self._view_of(record, standing.supersedes),
            successor=self._version(record, following) if following else None,
        )
        superseded = standing.status is Status.SUPERSEDED
        return self._page(
            record,
            view.address,
            [a.version(record.id, standing.number) for a in self._each()],
            document.title,
            body,
            links,
            canonical=document.address if superseded else view.address,
        )

    def _comparison_page(
        self, record: Record, document: DocumentView, older: Standing, newer: Standing
    ) -> Page:
        body = ComparisonPage(
            document=document,
            older=self._version(record, older),
            newer=self._version(record, newer),
            redline=self._redline(record, older.version, newer.version),
            language=self._language,
            governing_address=self._governing(record).comparison(
                record.id, older.number, newer.number
            ),
        )
        return self._page(
            record,
            self._addresses.comparison(record.id, older.number, newer.number),
            [a.comparison(record.id, older.number, newer.number) for a in self._each()],
            document.title,
            body,
            [
                ("version-history", document.history),
                *([("latest-version", document.address)] if document.current else []),
            ],
        )

    def _page(
        self,
        record: Record,
        address: str,
        alternates: list[str],
        title: str,
        body: Body,
        links: list[tuple[str, str]],
        *,
        canonical: str | None = None,
        indexed: bool = False,
    ) -> Page:
        commits = [text.published.at for s in record.standings for text in s.version.texts]
        zone = self._register.settings.zone
        return Page(
            address=address,
            language=self._language,
            title=title,
            alternates=tuple(zip(self._register.settings.languages, alternates, strict=True)),
            canonical=address if canonical is None else canonical,
            links=tuple(links),
            updated=max(commits).astimezone(zone).date(),
            body=body,
            indexed=indexed,
        )

    # Pieces

    def _each(self) -> list[Addresses]:
        languages = self._register.settings.languages
        return [Addresses(language, languages[0]) for language in languages]

    def _governing(self, record: Record) -> Addresses:
        return Addresses(record.document.governing_language, self._register.settings.languages[0])

    def _at(self, record: Record, number: VersionNumber) -> str:
        return self._addresses.version(record.id, number)

    def _view_of(self, record: Record, number: VersionNumber | None) -> VersionView | None:
        return self._version(record, record.standing(number)) if number is not None else None

    def _period(self, record: Record, period: Period) -> PeriodView:
        standing = period.standing
        return PeriodView(
            start=period.start,
            end=period.end,
            version=self._version(record, standing) if standing else None,
            withdrawn=standing is not None and standing.status is Status.WITHDRAWN,
        )

    def _draft(self, draft: Draft | None, text: Text | None) -> DraftView | None:
        if draft is None:
            return None
        front, rendered = draft.front, draft.rendered
        redline = None
        if rendered is not None and text is not None:
            redline = compare(self._register.render(text), rendered)
        return DraftView(
            uri=draft.uri,
            number=str(front.version) if front else None,
            effective_from=front.effective_date if front else None,
            change=front.change if front else None,
            summary=front.summary if front else None,
            redline=redline,
            rendered=rendered,
            problem=str(draft.problem) if draft.problem else None,
        )

    def _redline(self, record: Record, older: Version, newer: Version) -> Redline | None:
        key = (record.id, older.number, newer.number)
        if key not in self._redlines:
            one, two = older.text(self._language), newer.text(self._language)
            self._redlines[key] = (
                compare(self._register.render(one), self._register.render(two))
                if one is not None and two is not None
                else None
            )
        return self._redlines[key]

    def _origins(self, record: Record, current: Standing, text: Text) -> tuple[ClauseOrigin, ...]:
        """Return where the clauses of the text in force come from.

        A clause is followed under the ids it had before; a version that only renumbered it is
        not among those that changed it.
        """
        steps = tuple(self._iter_changes_back(record, current))
        clauses = self._register.render(text).clauses
        origins = (_origin(clause.id, steps) for clause in clauses)
        return tuple(o for o in origins if o.added_by is not None or o.modified_by)

    def _iter_changes_back(
        self, record: Record, standing: Standing
    ) -> Iterator[tuple[VersionView, Mapping[str | None, Change]]]:
        """Yield each version up to this one that was in force, newest first, and what it changed.

        It ends where a version lacks this language. Changes are by id in the version itself.
        """
        while standing.supersedes is not None:
            before = record.standing(standing.supersedes)
            redline = self._redline(record, before.version, standing.version)
            if redline is None:
                return
            yield (
                self._version(record, standing),
                {change.newer: change for change in redline.changes if change.newer},
            )
            standing = before


def _origin(
    clause: str, steps: Sequence[tuple[VersionView, Mapping[str | None, Change]]]
) -> ClauseOrigin:
    """Follow one clause back through the versions, newest first, to the one that brought it."""
    modified_by: list[VersionView] = []
    name = clause
    for view, changes in steps:
        change = changes.get(name)
        if change is None:
            continue
        if change.older is None:
            return ClauseOrigin(clause, view, tuple(reversed(modified_by)))
        if change.kinds != ("renumbered",):
            modified_by.append(view)
        name = change.older
    return ClauseOrigin(clause, None, tuple(reversed(modified_by)))
