"""The generated pages of the site, laid out from the register.

One method a kind of page, each returning a frozen value (`views`) that its template shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausier.addresses import (
    Addresses,
    comparison_data,
    markdown_address,
    pdf_address,
    timemap,
)
from clausier.extent import measure_extent
from clausier.lineages import Lineages, name_former
from clausier.model import Status, Text, Version, VersionNumber
from clausier.redline import Redline
from clausier.redlines import Redlines
from clausier.register import Period, Record, Register, Standing
from clausier.views import (
    Body,
    ClausePage,
    ClauseView,
    ComparisonPage,
    DocumentPage,
    DocumentView,
    HistoryPage,
    Page,
    Pair,
    PeriodView,
    Relation,
    TextView,
    VersionPage,
    VersionView,
)


class Desk:
    """Lays out every generated page of one language from the register.

    What changed is asked of `redlines`, which all languages share.
    """

    def __init__(self, register: Register, language: str, redlines: Redlines) -> None:
        self._register = register
        self._language = language
        self._default_language = register.settings.languages[0]
        self._addresses = Addresses(language, self._default_language)
        self._redlines = redlines
        self._lineages = Lineages(register, self._redlines, language)
        self._pairs: dict[str, tuple[Pair, ...]] = {}

    def documents(self) -> tuple[DocumentView, ...]:
        """Every document, in the order in which they are listed."""
        return tuple(self._document(record) for record in self._register.records)

    def iter_pages(self) -> Iterator[Page]:
        """Yield each document's page, its history, versions, redlines and histories of clauses."""
        for record in self._register.records:
            document = self._document(record)
            versions = self._led_to_current(record)
            clauses = self._lineages.list_clauses(record, versions)
            yield self._document_page(record, document, clauses)
            yield self._history_page(record, document)
            for standing in record.standings:
                yield self._version_page(record, document, standing)
            for older, newer in record.iter_pairs():
                yield self._comparison_page(record, document, older, newer)
            for body in self._lineages.iter_pages(record, document, clauses, versions):
                yield self._clause_page(record, body)

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
        clauses: Sequence[ClauseView] = (),
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
            pdf=pdf_address(text, self._default_language),
            translated_at=None if text.governing else text.revisions[0].at,
            revisions=tuple(revision.at for revision in text.revisions[1:]),
            clauses=tuple(clauses) if any(clause.changes for clause in clauses) else (),
        )

    # Pages

    def _document_page(
        self, record: Record, document: DocumentView, clauses: Sequence[ClauseView]
    ) -> Page:
        current = record.current
        text = current.version.text(self._language) if current else None
        is_unchanged = bool(clauses) and not any(clause.changes for clause in clauses)
        body = DocumentPage(
            document=document,
            text=(
                self._text(document.current, text, clauses)
                if text is not None and document.current is not None
                else None
            ),
            governing_address=self._governing(record).document(record.id),
            predecessor=self._view_of(record, current.supersedes if current else None),
            unchanged_since=clauses[0].first if is_unchanged else None,
        )
        links = [Relation("version-history", document.history), self._timemap(record)]
        if current is not None:
            links.append(Relation("latest-version", document.address))
            if current.supersedes is not None:
                links.append(Relation("predecessor-version", self._at(record, current.supersedes)))
            if document.upcoming:
                links.append(Relation("successor-version", document.upcoming[0].address))
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
            pairs=self._list_pairs(record),
        )
        return self._page(
            record,
            document.history,
            [a.history(record.id) for a in self._each()],
            document.title,
            body,
            [
                self._timemap(record),
                *([Relation("latest-version", document.address)] if document.current else []),
            ],
        )

    def _version_page(self, record: Record, document: DocumentView, standing: Standing) -> Page:
        view = self._version(record, standing)
        text = standing.version.text(self._language)
        following = next(
            (s for s in record.dated if s.supersedes == standing.number and s is not standing), None
        )
        links = [Relation("version-history", document.history), self._timemap(record)]
        if standing in self._register.reached(record, self._language):  # a memento
            links.append(Relation("original", document.address))
        if document.current is not None:
            links.append(Relation("latest-version", document.address))
        if standing.supersedes is not None:
            links.append(Relation("predecessor-version", self._at(record, standing.supersedes)))
        if following is not None:
            links.append(Relation("successor-version", self._at(record, following.number)))
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
        redline = self._redline(older.version, newer.version)
        stages = record.stages(older.number, newer.number)
        later = (s for s in (*record.dated, *record.standings) if s.supersedes == newer.number)
        following = next(later, None)
        reverse = self._find_pair(record, newer.number, older.number)
        body = ComparisonPage(
            document=document,
            older=self._version(record, older),
            newer=self._version(record, newer),
            stages=tuple(self._version(record, standing) for standing in stages),
            redline=redline,
            extent=measure_extent(redline) if redline else None,
            former_ids=name_former(redline) if redline else {},
            language=self._language,
            governing_address=self._governing(record).comparison(
                record.id, older.number, newer.number
            ),
            pairs=self._list_pairs(record),
            before=self._find_pair(record, older.supersedes, older.number),
            after=self._find_pair(record, newer.number, following.number if following else None),
            reverse=reverse[2] if reverse else None,
            data=comparison_data(record.id, older.number, newer.number),
            pdf=(
                self._addresses.comparison_pdf(record.id, older.number, newer.number)
                if redline is not None
                else None
            ),
        )
        return self._page(
            record,
            self._addresses.comparison(record.id, older.number, newer.number),
            [a.comparison(record.id, older.number, newer.number) for a in self._each()],
            document.title,
            body,
            [
                Relation("version-history", document.history),
                *([Relation("latest-version", document.address)] if document.current else []),
            ],
        )

    def _clause_page(self, record: Record, body: ClausePage) -> Page:
        document = body.document
        text = f"{document.address}#{body.name}" if body.clause else document.address
        return self._page(
            record,
            self._addresses.clause(record.id, body.name),
            [a.clause(record.id, body.name) for a in self._each()],
            document.title,
            body,
            [Relation("version-history", document.history), Relation("latest-version", text)],
        )

    def _page(
        self,
        record: Record,
        address: str,
        alternates: list[str],
        title: str,
        body: Body,
        links: list[Relation],
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

    def _timemap(self, record: Record) -> Relation:
        address = timemap(record.id, self._language)
        return Relation("timemap", address, "application/link-format")

    def _view_of(self, record: Record, number: VersionNumber | None) -> VersionView | None:
        return self._version(record, record.standing(number)) if number is not None else None

    def _list_pairs(self, record: Record) -> tuple[Pair, ...]:
        """Return the pairs of versions that are compared; the same value for every page."""
        if record.id not in self._pairs:
            self._pairs[record.id] = tuple(
                (
                    self._version(record, older),
                    self._version(record, newer),
                    self._addresses.comparison(record.id, older.number, newer.number),
                )
                for older, newer in record.iter_pairs()
            )
        return self._pairs[record.id]

    def _find_pair(
        self, record: Record, older: VersionNumber | None, newer: VersionNumber | None
    ) -> Pair | None:
        numbers = (str(older), str(newer))
        pairs = self._list_pairs(record)
        return next((pair for pair in pairs if (pair[0].number, pair[1].number) == numbers), None)

    def _period(self, record: Record, period: Period) -> PeriodView:
        standing = period.standing
        return PeriodView(
            start=period.start,
            end=period.end,
            version=self._version(record, standing) if standing else None,
            withdrawn=standing is not None and standing.status is Status.WITHDRAWN,
        )

    def _redline(self, older: Version, newer: Version) -> Redline | None:
        return self._redlines.between(older, newer, self._language)

    def _led_to_current(self, record: Record) -> dict[VersionNumber, VersionView]:
        """Return the versions that led to the text in force, oldest first."""
        chain = self._redlines.chain(record, self._language)
        return {standing.number: self._version(record, standing) for standing in chain}
