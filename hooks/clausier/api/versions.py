"""The versions of a document, and their texts clause by clause, as JSON.

`/api/v1/<document>/versions.json`, `/api/v1/<document>/versions/<version>.json` and
`/api/v1/<document>/latest/<language>.json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from pydantic import Field, HttpUrl

from clausier.addresses import (
    LATEST_SCHEMA,
    VERSION_SCHEMA,
    VERSIONS_SCHEMA,
    Addresses,
    comparison_data,
    earlier_address,
    version_data,
)
from clausier.api.references import ClauseName
from clausier.clauses.sources import cut_source
from clausier.contract import (
    StandingEntry,
    TextEntry,
    VersionEntry,
    build_version,
    describe_standing,
    describe_text,
    find_expiry,
)
from clausier.excerpts import cut_text
from clausier.links import place_links_absolutely, send_links
from clausier.model import ChangeClass, Status, Text, VersionNumber
from clausier.redlines import Redlines
from clausier.register import Record, Register, Standing
from clausier.schema import GIT, SHA256, VERSION, Instant, Served


class PreambleAnswer(Served):
    """What stands before the first clause; mostly nothing."""

    text: str
    """In plain text, a line for each paragraph, item or cell."""
    markdown: str | None
    """Likewise as Markdown; null where the clauses cannot be told apart in the source."""
    html: str
    """Likewise as it is shown, without ids. Links are absolute."""


class ClauseText(Served):
    """One clause.

    It ends where the next one begins, so that of an article whose words all stand in numbered
    clauses this is the heading alone.
    """

    id: str
    """Unique in its text; the fragment of its address there. The same in every language, where the
    texts have the same clauses."""
    number: str | None
    """As it is cited: `4.2`. Null for a heading without a number."""
    heading: str | None
    """Its heading in plain text, number included. Null for a numbered paragraph."""
    level: int = Field(ge=1)
    """Of a heading, 1 to 6; of a numbered paragraph, how many parts its number has."""
    path: list[ClauseName]
    """The clauses it is in, outermost first."""
    text: str
    """What it says in plain text, without its heading, a line for each paragraph, item or cell."""
    markdown: str | None
    """Its part of the text at `markdown_url`, to the letter: the preamble and all clauses joined
    are that text. Null where the clauses cannot be told apart in the source."""
    html: str
    """As it is shown, heading included, without ids. Links are absolute."""
    sha256: str | None = Field(pattern=SHA256)
    """SHA-256 of `markdown` in UTF-8; null likewise."""
    since: str = Field(pattern=VERSION)
    """The version since which it stands as it is, to the letter, but for its own number and place:
    the newest, up to this one, that changed anything else of it."""


class EarlierText(Served):
    """What a translation said before it was corrected."""

    sha256: str = Field(pattern=SHA256)
    """Its identity: SHA-256 of the bytes at `markdown_url`."""
    git_blob: str = Field(pattern=GIT)
    """The git blob it was taken from: front matter, then the same bytes."""
    commit: str = Field(pattern=GIT)
    """The commit that brought it."""
    published_at: Instant
    """When that was, UTC."""
    markdown_url: HttpUrl
    """Its bytes, for ever."""


class TextAnswer(TextEntry):
    """One version in one language, clause by clause."""

    earlier: list[EarlierText]
    """What a translation said before it was corrected, oldest first: a digest that was kept in
    proof of what was shown is one of these, or that of the text. Empty for a governing text."""

    preamble: PreambleAnswer
    """What stands before the first clause."""
    clauses: list[ClauseText]
    """In reading order."""


class ComparedPair(Served):
    """Two versions of which the site publishes what changed."""

    older: str = Field(pattern=VERSION)
    """The older version's number."""
    newer: str = Field(pattern=VERSION)
    """The newer version's number."""
    url: HttpUrl
    """What changed from the one to the other, as data."""


class ListedVersion(VersionEntry):
    """One version of a document, whatever its status."""

    dropped: bool
    """Whether it was a proposal that another version replaced, so that it never was published."""
    withdrawn_at: Instant | None
    """When the document was withdrawn with it, UTC. A version withdrawn before the day
    `effective_from` never was in force. Null unless its status is `withdrawn`."""

    def as_entry(self) -> VersionEntry:
        """Return it as `terms.json` has it."""
        return VersionEntry.model_validate(
            {name: getattr(self, name) for name in VersionEntry.model_fields}
        )


class VersionsAnswer(Served):
    """Every version of a document, whatever its status."""

    schema_url: HttpUrl = Field(alias="$schema")
    """Where the JSON Schema of this answer is."""
    document: str
    """The document's id."""
    kind: str
    """What sort of document it is: `terms-of-service`, for example."""
    governing_language: str
    """The language whose text binds."""
    as_of: date
    """The day for which every status was worked out."""
    timezone: str
    """IANA name of the zone in which legal days begin at 00:00."""
    versions: list[ListedVersion]
    """In order of number."""
    comparisons: list[ComparedPair]
    """What can be fetched of what changed."""


class VersionAnswer(Served):
    """The texts of one version, clause by clause."""

    schema_url: HttpUrl = Field(alias="$schema")
    """Where the JSON Schema of this answer is."""
    document: str
    """The document's id."""
    kind: str
    """What sort of document it is: `terms-of-service`, for example."""
    governing_language: str
    """The language whose text binds."""
    version: str = Field(pattern=VERSION)
    """The version's number."""
    change: ChangeClass
    """What kind of change it is."""
    published_at: Instant | None
    """When it was published in git, UTC; never a legal date. Null while only proposed."""
    effective_from: date | None
    """First legal day, at 00:00 in the zone of `terms.json`. Null while only proposed."""
    supersedes: str | None = Field(pattern=VERSION)
    """The version whose place it takes."""
    commit: str = Field(pattern=GIT)
    """The commit that published it (while only proposed: that last changed it)."""
    texts: dict[str, TextAnswer]
    """By language; a language that is not here does not exist for this version."""


class LatestVersion(StandingEntry):
    """The version in force in one language."""

    text: TextAnswer | None
    """Null where the version in force lacks this language: no other text stands in its place."""


class ComingVersion(Served):
    """A version that takes force later."""

    version: str = Field(pattern=VERSION)
    """The version's number."""
    effective_from: date
    """First legal day."""
    json_url: HttpUrl
    """Its texts, clause by clause."""


class LatestAnswer(Served):
    """The text in force in one language, clause by clause."""

    schema_url: HttpUrl = Field(alias="$schema")
    """Where the JSON Schema of this answer is."""
    document: str
    """The document's id."""
    kind: str
    """What sort of document it is: `terms-of-service`, for example."""
    governing_language: str
    """The language whose text binds."""
    language: str
    """The text's language tag."""
    as_of: date
    """The day for which this is the text in force."""
    timezone: str
    """IANA name of the zone in which legal days begin at 00:00."""
    expires: date
    """Past this day fetch again; an upcoming version applies from its own day on all the same."""
    current: LatestVersion | None
    """Null where nothing is in force."""
    upcoming: list[ComingVersion]
    """Next first."""


class Library:
    """What there is of each document: its versions and their texts as data."""

    def __init__(self, register: Register, redlines: Redlines, site_url: str) -> None:
        """Take what all answers are made from.

        Args:
            register: the documents on a day.
            redlines: those of the register.
            site_url: the absolute address of the root of the site, ending in a slash.
        """
        self._register = register
        self._redlines = redlines
        self._site_url = site_url
        self._texts: dict[tuple[str, VersionNumber, str], TextAnswer] = {}

    def versions(self, record: Record) -> VersionsAnswer:
        """Return every version of a document with its status."""
        return VersionsAnswer(
            **self._schema(VERSIONS_SCHEMA),
            document=record.id,
            kind=record.kind,
            governing_language=record.document.governing_language,
            as_of=self._register.as_of,
            timezone=self._register.settings.zone.key,
            versions=[
                list_version(self._register, standing, self._site_url)
                for standing in record.standings
            ],
            comparisons=[
                ComparedPair(
                    older=str(older.number),
                    newer=str(newer.number),
                    url=self._url(comparison_data(record.id, older.number, newer.number)),
                )
                for older, newer in record.iter_pairs()
            ],
        )

    def version(self, record: Record, standing: Standing) -> VersionAnswer:
        """Return the texts of a version in every language it has."""
        facts = describe_standing(standing)
        kept = {name: facts[name] for name in VersionAnswer.model_fields if name in facts}
        return VersionAnswer.model_validate(
            {
                **self._schema(VERSION_SCHEMA),
                "document": record.id,
                "kind": record.kind,
                "governing_language": record.document.governing_language,
                **kept,
                "texts": {
                    text.language: self._text(record, standing, text)
                    for text in standing.version.texts
                },
            }
        )

    def latest(self, record: Record, language: str) -> LatestAnswer:
        """Return the text in force in a language of the site."""
        current = None
        if record.current is not None:
            text = record.current.version.text(language)
            answer = self._text(record, record.current, text) if text else None
            facts = describe_standing(record.current)
            current = LatestVersion.model_validate({**facts, "text": answer})
        return LatestAnswer(
            **self._schema(LATEST_SCHEMA),
            document=record.id,
            kind=record.kind,
            governing_language=record.document.governing_language,
            language=language,
            as_of=self._register.as_of,
            timezone=self._register.settings.zone.key,
            expires=find_expiry(self._register),
            current=current,
            upcoming=[
                ComingVersion(
                    version=str(standing.number),
                    effective_from=day,
                    json_url=self._url(version_data(record.id, standing.number)),
                )
                for standing in record.upcoming
                if (day := standing.version.effective_date)
            ],
        )

    def _schema(self, address: str) -> dict[str, HttpUrl]:
        return {"$schema": self._url(address)}

    def _url(self, address: str) -> HttpUrl:
        return HttpUrl(self._site_url + address)

    def _text(self, record: Record, standing: Standing, text: Text) -> TextAnswer:
        key = (record.id, standing.number, text.language)
        if key not in self._texts:
            since = self._redlines.clause_dates(record, standing.number, text.language)
            self._texts[key] = _build_text(self._register, text, since, self._site_url)
        return self._texts[key]


def list_version(register: Register, standing: Standing, site_url: str) -> ListedVersion:
    """Return a version as the list of all has it; `standing` is one of the register's."""
    version, left = standing.version, standing.version.left
    return ListedVersion(
        **dict(build_version(register, standing, site_url)),
        dropped=version.dropped,
        withdrawn_at=left.at if left and standing.status is Status.WITHDRAWN else None,
    )


def _build_text(
    register: Register, text: Text, since: Mapping[str, VersionNumber], site_url: str
) -> TextAnswer:
    rendered = register.render(text)
    default = register.settings.languages[0]
    page = Addresses(text.language, default).version(text.document, text.version)
    sources = cut_source(text.markdown, rendered.clauses) or (None,) * (len(rendered.clauses) + 1)
    names = {clause.id: ClauseName.of(clause) for clause in rendered.clauses}
    shown = {
        name: place_links_absolutely(send_links(html, page), site_url)
        for name, html in cut_text(rendered).items()
    }
    return TextAnswer.model_validate(
        {
            **describe_text(register, text, site_url),
            "earlier": [
                EarlierText(
                    sha256=one.sha256,
                    git_blob=one.blob,
                    commit=one.published.commit,
                    published_at=one.published.at,
                    markdown_url=HttpUrl(site_url + earlier_address(text, one, default)),
                )
                for one in text.earlier
            ],
            "preamble": PreambleAnswer(text=rendered.preamble, markdown=sources[0], html=shown[""]),
            "clauses": [
                ClauseText(
                    id=clause.id,
                    number=clause.number,
                    heading=clause.heading,
                    level=clause.level,
                    path=[names[name] for name in clause.path],
                    text=clause.text,
                    markdown=source,
                    html=shown[clause.id],
                    sha256=None if source is None else sha256(source.encode()).hexdigest(),
                    since=str(since[clause.id]),
                )
                for clause, source in zip(rendered.clauses, sources[1:], strict=True)
            ],
        }
    )
