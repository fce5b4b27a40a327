"""The next version of a document, begun in every language: which number, which day, which lines.

Only front matter is written; the text is for its author to edit. A change of substance takes the
next major number, any other the next minor one; another number that follows may be asked for.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Final, NoReturn

from clausier.deadlines import (
    find_document,
    find_first_effective_date,
    find_last,
    find_published,
    list_followers,
)
from clausier.errors import Message, Place, Problem, RefusedError, say
from clausier.frontmatter import cut_front
from clausier.model import ChangeClass, Document, FrontMatter, VersionNumber
from clausier.proposals import Proposal, ProposedPage
from clausier.renewals import renew_front
from clausier.report.choices import fail_with_choices
from clausier.settings import Settings

CLASSES: Final = (ChangeClass.SUBSTANTIVE, ChangeClass.EDITORIAL, ChangeClass.CORRECTION)
"""What a version can be that is not the first."""

_NOWHERE: Final = Place()


@dataclass(frozen=True, slots=True)
class Predecessor:
    """What the next version of a document comes after."""

    published: Document
    front: FrontMatter
    """Of the governing text in the tree, which is published."""
    number: VersionNumber
    """The highest that is published."""
    pages: tuple[ProposedPage, ...]
    """A page for each language that has one, in the site's order of languages; none is changed."""
    settings: Settings
    as_of: date

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages in which the document has no page."""
        there = {page.language for page in self.pages}
        return tuple(code for code in self.settings.languages if code not in there)

    @property
    def behind(self) -> tuple[ProposedPage, ...]:
        """The translations of a version before the one that the governing text is."""
        return tuple(p for p in self.pages if p.front and p.front.version != self.front.version)

    def number_for(self, change: ChangeClass) -> VersionNumber:
        """Return the number of a next version of that class."""
        minor, major = list_followers(self.number)
        return major if change.asks_acceptance else minor

    def first_day(self, number: VersionNumber, change: ChangeClass) -> date:
        """Return the first effective date of a next version that is published today."""
        return find_first_effective_date(self.published, number, change, self.settings, self.as_of)


@dataclass(frozen=True, slots=True)
class Successor:
    """The next version, as its author chose it."""

    number: VersionNumber
    change: ChangeClass
    effective_date: date | None
    """None: it is proposed."""
    summaries: Mapping[str, str]
    """By language; an empty one is still to be written, and `clausier check` will say so."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """One file, before and after."""

    uri: str
    raw: bytes
    lines: tuple[tuple[str, str], ...]
    """Each line of the front matter after its sign: `-` taken out, `+` put in, a space kept."""


def find_predecessor(proposal: Proposal, name: str) -> Predecessor:
    """Return what the next version of a document comes after.

    Args:
        proposal: the working tree against its newest commit.
        name: the document's id.

    Raises:
        NotFoundError: there is no such document in the tree.
        RefusedError: its files are being changed, or its version is still proposed.
    """
    languages, governing = proposal.settings.languages, proposal.settings.governing_language
    pages = tuple(page for code in languages if (page := proposal.page(name, code)) is not None)
    document = find_document(proposal.published, name)
    here = proposal.page(name, governing)
    if here is None or here.front is None:
        _fail_without_page(proposal, document, name)
    for page in pages:
        if page.is_changed:
            _refuse_changed(page, document)
    lost = [uri for uri in proposal.deleted if document and uri in document.uris]
    if lost:
        _refuse(
            say("%(uri)s is deleted here, which is not committed", uri=lost[0]),
            say("Commit that or put the file back, then begin the next version"),
            Place(lost[0]),
        )
    if document is None or here.front.effective_date is None:
        _refuse(
            say(
                'version %(version)s of "%(document)s" is still proposed: it has no effective date',
                version=here.front.version,
                document=name,
            ),
            say("Edit it in this file, rather than begin another"),
            here.place_of("version"),
        )
    last = find_last(document)
    number = max(last.number, here.front.version) if last else here.front.version
    return Predecessor(document, here.front, number, pages, proposal.settings, proposal.as_of)


def check_successor(before: Predecessor, chosen: Successor) -> None:
    """Return if the next version can be so.

    Raises:
        RefusedError: its number does not follow, its date is too soon, or a summary is in a
            language that the site does not have.
    """
    followers = list_followers(before.number)
    if chosen.number not in followers:
        _refuse(
            say(
                "version %(version)s does not follow version %(last)s",
                version=chosen.number,
                last=before.number,
            ),
            say('Write "%(minor)s" or "%(major)s"', minor=followers[0], major=followers[1]),
        )
    first = before.first_day(chosen.number, chosen.change)
    if chosen.effective_date is not None and chosen.effective_date < first:
        _refuse(
            say(
                "%(day)s is too soon for version %(version)s to take force",
                day=chosen.effective_date,
                version=chosen.number,
            ),
            say(
                "Give %(first)s or a later day (if it is published on %(today)s)",
                first=first,
                today=before.as_of,
            ),
        )
    for language in chosen.summaries:
        if language not in before.settings.languages:
            _refuse(
                say('"%(language)s" is not a language of the site', language=language),
                say("Write one of %(languages)s", languages=", ".join(before.settings.languages)),
            )


def draw_renewals(
    before: Predecessor, chosen: Successor, read: Callable[[str], bytes]
) -> tuple[Renewal, ...]:
    """Return each file as it would be with the next version begun, in the order of languages.

    Args:
        before: what it comes after.
        chosen: the next version, which `check_successor` let pass.
        read: gives the bytes of a file of the working tree by its path in the repository.

    Raises:
        FrontMatterError: a file's front matter is written in a way that only a person can edit.
    """
    day = chosen.effective_date
    return tuple(
        _renew(
            page.uri,
            read(page.uri),
            {
                "version": str(chosen.number),
                "effective_date": day.isoformat() if day else None,
                "change": chosen.change.value,
                "summary": chosen.summaries.get(page.language, ""),
            },
        )
        for page in before.pages
    )


def clean_summary(text: str) -> str:
    """Return a summary on one line, without characters that nobody sees."""
    shown = (c if c.isprintable() or c in "\u00a0\u202f" else " " for c in text)
    return " ".join(filter(None, "".join(shown).split(" ")))


def _renew(uri: str, raw: bytes, values: Mapping[str, str | None]) -> Renewal:
    renewed = renew_front(raw, values, uri)
    old, new = (cut_front(one, uri)[1].decode("utf-8").splitlines() for one in (raw, renewed))
    lines: list[tuple[str, str]] = []
    for sign, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if sign == "equal":
            lines += [(" ", line) for line in old[a:b]]
        else:
            lines += [("-", line) for line in old[a:b]] + [("+", line) for line in new[c:d]]
    return Renewal(uri, renewed, tuple(lines))


def _fail_without_page(proposal: Proposal, document: Document | None, name: str) -> NoReturn:
    """Say why a document has no governing text in the tree."""
    governing = proposal.settings.governing_language
    uris = document.uris if document else ()
    standing = [p for p in proposal.problems if p.place.uri in uris]
    if standing:
        raise RefusedError(*standing)
    if document is not None and (document.withdrawal or uris):
        _refuse(
            say('"%(document)s" is withdrawn: its file is not there any more', document=name),
            say("Put its file back to bring it to life again"),
            Place(document.versions[-1].governing.uri),
        )
    example = posixpath.join(proposal.folder, governing, f"{name.lower()}.md")
    fail_with_choices(
        say('there is no document "%(name)s"', name=name),
        say(
            'A new document begins as a file of its own (%(uri)s), with version: "1.0" and '
            "change: initial. The documents are",
            uri=example,
        ),
        name,
        proposal.documents,
    )


def _refuse_changed(page: ProposedPage, document: Document | None) -> NoReturn:
    """Say that a file is being changed, and so may already be the next version."""
    front = page.front
    before = page.before.front if page.before else None
    is_begun = front is not None and before is not None and before.version != front.version
    if front is not None and is_begun and find_published(document, front.version) is None:
        _refuse(
            say("version %(version)s is already begun here", version=front.version),
            say("Go on editing it, or undo it, rather than begin another"),
            page.place_of("version"),
        )
    _refuse(
        say("this file has changes that are not committed"),
        say("Commit them or undo them, then begin the next version"),
        page.place(),
    )


def _refuse(what: Message, remedy: Message, place: Place = _NOWHERE) -> NoReturn:
    raise RefusedError(Problem(what, remedy, place))
