"""Change classes that do not fit what changes, and numbers that do not fit the class.

None is refused: only who writes a change knows what it does. But a class decides who is asked to
accept again, so what speaks against it is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from clausier.checks.figures import Figure, read_figures
from clausier.checks.source import Source, read_source
from clausier.deadlines import find_document, find_published, list_followers
from clausier.errors import Problem, say
from clausier.model import ChangeClass, Document, FrontMatter, Version
from clausier.proposals import Proposal, ProposedPage

_CURRENCIES: Final = frozenset({"€", "$", "£", "CHF"})
_UNMEASURED: Final = frozenset({"", "id"})
"""What is counted in no unit: numbers of clauses, and of telephones."""


def find_unfit_classes(proposal: Proposal) -> Iterator[Problem]:
    """Yield what speaks against the change class of each version that the proposal adds.

    A version is held against the one that is published before it.
    """
    for page in proposal.pages:
        front = page.front
        if front is None or page.language != proposal.settings.governing_language:
            continue
        document = find_document(proposal.published, front.document)
        before = _find_before(document, front)
        outcome = find_document(proposal.outcome, front.document)
        is_admitted = outcome is not None and outcome.version(front.version) is not None
        if document is None or before is None or not is_admitted or not page.is_changed:
            continue
        yield from _judge_number(page, front, document, before)
        if not front.change.asks_acceptance:
            yield from _find_figures(page, front, before)
        elif _unended(page.text) == _unended(before.governing.markdown):
            yield _unchanged(page, front, before)


def _find_before(document: Document | None, front: FrontMatter) -> Version | None:
    """Return the published version before a new one; None if there is none, or it is not new."""
    if document is None or find_published(document, front.version):
        return None
    found = [v for v in document.versions if v.published and v.number < front.version]
    return found[-1] if found else None


def _unended(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _unchanged(page: ProposedPage, front: FrontMatter, before: Version) -> Problem:
    return Problem(
        say(
            "version %(version)s has the text of version %(before)s to the letter, and everyone "
            "would be asked to accept it again",
            version=front.version,
            before=before.number,
        ),
        say("Write what changes, or another change class"),
        page.place_of("change"),
        code="version-unchanged",
    )


def _judge_number(
    page: ProposedPage, front: FrontMatter, document: Document, before: Version
) -> Iterator[Problem]:
    """Yield a number that raises the first number for wording, or the second for substance.

    A company that numbered a change of substance so before has its own way, and is left to it.
    """
    minor, major = list_followers(before.number)
    if (
        front.change is ChangeClass.SUBSTANTIVE
        and front.version == minor
        and not _has_precedent(document)
    ):
        yield Problem(
            say(
                "version %(version)s raises the second number, and a change of substance usually "
                "raises the first",
                version=front.version,
            ),
            say('Write "%(wanted)s", unless you number your versions otherwise', wanted=major),
            page.place_of("version"),
            code="version-class-number",
        )
    elif front.change is ChangeClass.EDITORIAL and front.version == major:
        yield Problem(
            say(
                "version %(version)s raises the first number, and a change of wording usually "
                "raises the second",
                version=front.version,
            ),
            say('Write "%(wanted)s", unless you number your versions otherwise', wanted=minor),
            page.place_of("version"),
            code="version-class-number",
        )


def _has_precedent(document: Document) -> bool:
    """Whether a published change of substance raised the second number alone."""
    return any(
        version.published and version.change is ChangeClass.SUBSTANTIVE and version.number.minor
        for version in document.versions
    )


def _find_figures(page: ProposedPage, front: FrontMatter, before: Version) -> Iterator[Problem]:
    """Yield the first figure that a change which asks nobody to accept again puts for another."""
    old = tuple(_iter_figures(read_source(before.governing.markdown), page.language))
    new = tuple(_iter_figures(read_source(page.text), page.language))
    lost, gained = _subtract(old, new), _subtract(new, old)
    for line, figure in gained:
        former = next((its for _, its in lost if _list_kinds(its) & _list_kinds(figure)), None)
        if former is not None:
            yield Problem(
                say(
                    "change: %(change)s, and the text says %(new)s where it said %(old)s",
                    change=front.change,
                    new=figure.shown,
                    old=former.shown,
                ),
                say("Write change: substantive, unless nobody’s rights or duties change"),
                page.place(line),
                code="version-class-small",
            )
            return


def _iter_figures(source: Source, language: str) -> Iterator[tuple[int, Figure]]:
    """Yield the amounts, shares, dates and lengths of time of a text, each with its line."""
    for number, (_, _, prose) in enumerate(source.iter_lines()):
        for figure in read_figures(prose, language):
            if not _UNMEASURED & {unit for unit, _ in figure.values}:
                yield number, figure


def _list_kinds(figure: Figure) -> set[str]:
    """Return what a figure may count; one currency is as another."""
    return {"money" if unit in _CURRENCIES else unit for unit, _ in figure.values}


def _subtract(
    ours: Iterable[tuple[int, Figure]], theirs: Iterable[tuple[int, Figure]]
) -> tuple[tuple[int, Figure], ...]:
    """Return the figures of a text that another has not, or has less often."""
    left = Counter(figure.values for _, figure in theirs)
    found = []
    for line, figure in ours:
        if left[figure.values]:
            left[figure.values] -= 1
        else:
            found.append((line, figure))
    return tuple(found)
