"""Languages and versions of one proposal: a version in all languages, and one version at a time."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from clausier.deadlines import find_document
from clausier.errors import ClausierError, Place, Problem, say
from clausier.frontmatter import parse_page
from clausier.ledger import left_behind
from clausier.model import FrontMatter, VersionNumber
from clausier.proposals import Proposal, ProposedPage


def find_untranslated(proposal: Proposal) -> Iterator[Problem]:
    """Yield the files that stay at another version than the one that the proposal adds."""
    governing_language = proposal.settings.governing_language
    for document in proposal.documents:
        governing = proposal.page(document, governing_language)
        if governing is None or governing.front is None or not _is_new(proposal, governing.front):
            continue
        for language in proposal.settings.languages:
            number = governing.front.version
            translation = proposal.page(document, language)
            front = translation.front if translation else None
            if translation is None or front is None:
                if _is_expected(proposal, governing, language):
                    yield _missing(governing, language, number)
            elif front.version < number:
                yield _stale(governing, translation, front, number)


def find_left_behind(proposal: Proposal) -> Iterator[Problem]:
    """Yield the translations of documents whose governing file the proposal takes out."""
    withdrawn = {document.id for document in proposal.outcome.documents if document.withdrawal}
    withdrawn -= {document.id for document in proposal.published.documents if document.withdrawal}
    for page in proposal.pages:
        if page.front and page.front.document in withdrawn:
            yield left_behind(page.front, page.uri)


def find_other_names(proposal: Proposal) -> Iterator[Problem]:
    """Yield the files of a document that have another name than in the governing language.

    Only where the proposal gave one of them its name.
    """
    for page in proposal.pages:
        governing = page.front and proposal.page(
            page.front.document, proposal.settings.governing_language
        )
        if not governing or governing is page or _name(governing) == _name(page):
            continue
        renamed = next((one for one in (governing, page) if one.before is None), None)
        other = page if renamed is governing else governing
        if renamed is not None:
            yield Problem(
                say(
                    "the same document is called otherwise in another language: %(uri)s",
                    uri=other.uri,
                ),
                say("Give both files one name"),
                renamed.place_of("document"),
                code="document-names",
            )


def _name(page: ProposedPage) -> str:
    """Return the path of a page below the folder of its language."""
    return page.uri.partition(f"/{page.language}/")[2] or page.uri


def _is_new(proposal: Proposal, front: FrontMatter) -> bool:
    return all(
        document.id != front.document or document.version(front.version) is None
        for document in proposal.published.documents
    )


def _is_expected(proposal: Proposal, governing: ProposedPage, language: str) -> bool:
    """Return whether a translation is owed: the language has pages, and none that may be it.

    Of a file by that name that cannot be read, something else is said.
    """
    name = posixpath.basename(governing.uri)
    pages = [page for page in proposal.pages if page.language == language]
    is_there = any(posixpath.basename(page.uri) == name and page.front is None for page in pages)
    return bool(pages) and language != governing.language and not is_there


def _stale(
    governing: ProposedPage, translation: ProposedPage, front: FrontMatter, number: VersionNumber
) -> Problem:
    return Problem(
        say(
            "this translation is still of version %(old)s, while %(uri)s is now of version "
            "%(number)s",
            old=front.version,
            uri=governing.uri,
            number=number,
        ),
        say(
            "Translate what changed, and give it version %(number)s with the same date and change",
            number=number,
        ),
        translation.place_of("version"),
        code="version-untranslated",
    )


def _missing(governing: ProposedPage, language: str, number: VersionNumber) -> Problem:
    return Problem(
        say(
            "version %(number)s is in one language only: there is no file of this document in the "
            "folder %(language)s",
            number=number,
            language=language,
        ),
        say("Add the translation, with the same document, version, date and change"),
        governing.place_of("version"),
        code="version-untranslated",
    )


def find_several_versions(proposal: Proposal) -> Iterator[Problem]:
    """Yield the versions that earlier commits of the proposal wrote, and that it would lose.

    A merge publishes what stands in the tree at its end, and that alone. A number that was given
    up for another with the same text is none. A document that comes with its earlier versions
    keeps them if its merge keeps the commits, which is said.
    """
    for name in sorted(proposal.series):
        governing = proposal.page(name, proposal.settings.governing_language)
        if governing is not None:
            yield _keep_commits(proposal, governing, name)
    for page, front, number in iter_lost(proposal):
        yield _lost(page, number, front.version)


def iter_lost(proposal: Proposal) -> Iterator[tuple[ProposedPage, FrontMatter, VersionNumber]]:
    """Yield each version that the proposal would lose, after the page that was written over it."""
    written: dict[str, dict[VersionNumber, list[bytes]]] = {}
    for commit in proposal.commits:
        for change in commit:
            found = _read(change.raw, change.uri) if change.blob is not None else None
            if found and _is_governing(proposal, change.uri):
                front, body = found
                states = written.setdefault(front.document, {}).setdefault(front.version, [])
                states.append(body)
    for document, versions in written.items():
        page = proposal.page(document, proposal.settings.governing_language)
        if page is None or page.front is None or page.page is None or document in proposal.series:
            continue
        last = page.front.version
        kept = {page.page.body, *versions.get(last, ())}
        for number in sorted(versions):
            is_lost = number < last and versions[number][-1] not in kept
            if is_lost and not _is_published(proposal, document, number):
                yield page, page.front, number


def _is_governing(proposal: Proposal, uri: str) -> bool:
    """Return whether a file stands in the folder of the governing language."""
    folders = {
        page.uri.removesuffix(page.uri.partition(f"{page.language}/")[2])
        for page in proposal.pages
        if page.language == proposal.settings.governing_language
    }
    return any(uri.startswith(folder) for folder in folders)


def _read(raw: bytes, uri: str) -> tuple[FrontMatter, bytes] | None:
    try:
        page = parse_page(raw, uri)
    except ClausierError:
        return None
    return (page.front, page.body) if page.front else None


def _is_published(proposal: Proposal, document: str, number: VersionNumber) -> bool:
    return any(
        found.id == document
        and (version := found.version(number)) is not None
        and version.published
        for found in proposal.published.documents
    )


def _lost(page: ProposedPage, number: VersionNumber, last: VersionNumber) -> Problem:
    place: Place = page.place_of("version")
    return Problem(
        say(
            "this proposal holds two versions, %(number)s and then %(last)s, and only %(last)s "
            "would be published: the text of version %(number)s would be lost",
            number=number,
            last=last,
        ),
        say(
            "Make two proposals, version %(number)s first and %(last)s once it is published, or "
            "keep one number, %(number)s, for the whole of it",
            number=number,
            last=last,
        ),
        place,
        code="versions-several",
    )


def _keep_commits(proposal: Proposal, page: ProposedPage, name: str) -> Problem:
    document = find_document(proposal.outcome, name)
    count = len(document.versions) if document else 0
    return Problem(
        say(
            "this proposal brings %(count)s versions of the document %(document)s, each in a "
            "commit of its own",
            count=count,
            document=name,
        ),
        say(
            "Merge it with “Rebase and merge”, which keeps the commits; merged in one piece, only "
            "the last version would come, and be refused"
        ),
        page.place_of("version"),
        code="versions-series",
    )
