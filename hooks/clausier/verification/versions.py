"""The versions of a document: whether their statuses, periods and links fit together.

The rules are those of DESIGN section 4, worked out anew from what is published alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise
from typing import Final

from clausier.addresses import TERMS, versions_data
from clausier.api.versions import VersionsAnswer
from clausier.contract import DocumentEntry, TermsIndex, VersionEntry
from clausier.errors import Message, say
from clausier.model import Status, VersionNumber
from clausier.verification.answers import AGAIN, place_fault, read_answer
from clausier.verification.differences import iter_differences, show_value
from clausier.verification.findings import Check, Code, Fault, Finding
from clausier.verification.published import Published

_IN_PLAY: Final = frozenset({Status.IN_FORCE, Status.UPCOMING, Status.SUPERSEDED})
"""Where a version stands that is, was or will be in force and was not withdrawn."""

Versions = Mapping[str, VersionsAnswer]
"""By document."""


def check_versions(index: TermsIndex, site: Published) -> tuple[Check, Versions]:
    """Return whether all versions fit together, and those that could be read."""
    findings: list[Finding] = []
    answers: dict[str, VersionsAnswer] = {}
    for document in index.documents:
        name = versions_data(document.id)
        answer, wrong = read_answer(VersionsAnswer, name, site)
        findings += wrong
        if answer is not None and all(map(_is_number, answer.versions)):
            answers[document.id] = answer
            findings += (place_fault(fault, name) for fault in _iter_faults(answer))
            findings += _compare_with_index(index, document, answer)
        elif answer is not None:
            what = say("has a number of a version that is none")
            findings.append(Finding(name, Code.VERSION_NUMBER, what, AGAIN))
    count = sum(len(answer.versions) for answer in answers.values())
    detail = say(
        "%(count)s of %(documents)s documents: statuses, periods, and what follows what",
        count=count,
        documents=len(answers),
    )
    return Check("versions", detail, tuple(findings)), answers


def _is_number(version: VersionEntry) -> bool:
    try:
        VersionNumber.parse(version.version)
    except ValueError:
        return False
    return True


def _compare_with_index(
    index: TermsIndex, document: DocumentEntry, answer: VersionsAnswer
) -> Iterator[Finding]:
    """Yield where `terms.json` says otherwise than `versions.json`."""
    name = versions_data(document.id)
    facts = {
        "document": (document.id, answer.document),
        "kind": (document.kind, answer.kind),
        "governing_language": (document.governing_language, answer.governing_language),
        "as_of": (index.as_of, answer.as_of),
        "timezone": (index.timezone, answer.timezone),
        "languages": (
            sorted(document.languages),
            sorted({language for version in answer.versions for language in version.texts}),
        ),
    }
    for key, (ours, theirs) in facts.items():
        if ours != theirs:
            what = say(
                "says %(key)s: %(ours)s of %(document)s, but %(name)s says %(theirs)s",
                key=key,
                ours=ours,
                document=document.id,
                name=name,
                theirs=theirs,
            )
            yield Finding(TERMS, Code.ANSWERS_DISAGREE, what, AGAIN)
    listed = {
        key: (ours, [v.as_entry() for v in answer.versions if v.status is status and not v.dropped])
        for key, ours, status in (
            ("current", [document.current] if document.current else [], Status.IN_FORCE),
            ("upcoming", document.upcoming, Status.UPCOMING),
            ("proposed", document.proposed, Status.PROPOSED),
        )
    }
    for key, (ours, theirs) in listed.items():
        if ours != theirs:
            numbers = ", ".join(version.version for version in theirs) or say("none")
            first = next(_iter_differences(ours, theirs), None)
            what = say(
                "does not say of %(document)s %(key)s what %(name)s says (%(told)s)",
                document=document.id,
                key=key,
                name=name,
                told=first or say("%(numbers)s there", numbers=numbers),
            )
            yield Finding(TERMS, Code.ANSWERS_DISAGREE, what, AGAIN)


def _iter_differences(
    ours: Sequence[VersionEntry], theirs: Sequence[VersionEntry]
) -> Iterator[Message]:
    by_number = {version.version: version for version in theirs}
    for version in ours:
        other = by_number.get(version.version)
        if other is not None:
            for told in iter_differences(version, other):
                yield say("%(name)s: %(what)s", name=version.version, what=told)


# The rules


def _iter_faults(answer: VersionsAnswer) -> Iterator[Fault]:
    """Yield what of a document's versions cannot be so."""
    versions = answer.versions
    numbers = [VersionNumber.parse(version.version) for version in versions]
    if any(a >= b for a, b in pairwise(numbers)):
        what = say("does not list its versions once each in the order of their numbers")
        yield Fault(Code.VERSION_NUMBER, what)
    for version in versions:
        for fault in (
            *_iter_status_faults(version, answer),
            *_iter_link_faults(version, versions),
            *_iter_text_faults(version, answer),
        ):
            told = say(
                "says of version %(number)s %(what)s", number=version.version, what=fault.what
            )
            yield Fault(fault.code, told)
    in_force = [version.version for version in versions if version.status is Status.IN_FORCE]
    if len(in_force) > 1:
        listed = ", ".join(in_force)
        what = say("has several versions in force on one day: %(numbers)s", numbers=listed)
        yield Fault(Code.VERSION_PERIOD, what)
    periods = [version for version in versions if version.status in _IN_PLAY]
    for one, other in combinations(periods, 2):
        if _overlap(one, other):
            what = say(
                "has versions %(one)s and %(other)s in force on the same day",
                one=one.version,
                other=other.version,
            )
            yield Fault(Code.VERSION_PERIOD, what)


def _iter_status_faults(version: VersionEntry, answer: VersionsAnswer) -> Iterator[Fault]:
    start, end, day = version.effective_from, version.effective_until, answer.as_of
    if (start is None) != (version.status is Status.PROPOSED):
        what = say(
            '"%(status)s" with effective_from %(day)s', status=version.status, day=show_value(start)
        )
        yield Fault(Code.VERSION_STATUS, what)
    if (start is None) != (version.published_at is None):
        what = say(
            "published_at %(moment)s with effective_from %(day)s",
            moment=show_value(version.published_at),
            day=show_value(start),
        )
        yield Fault(Code.VERSION_STATUS, what)
    if end is not None and (start is None or end <= start):
        what = say(
            "that it ends on %(end)s, but begins on %(start)s",
            end=end,
            start=start or say("no day"),
        )
        yield Fault(Code.VERSION_PERIOD, what)
    elif start is not None and version.status in _IN_PLAY:
        expected = _status(start, end, day)
        if version.status is not expected:
            what = say(
                '"%(status)s", but on %(day)s it is "%(expected)s"',
                status=version.status,
                day=day,
                expected=expected,
            )
            yield Fault(Code.VERSION_STATUS, what)


def _status(start: date, end: date | None, day: date) -> Status:
    if start > day:
        return Status.UPCOMING
    return Status.SUPERSEDED if end is not None and end <= day else Status.IN_FORCE


def _iter_link_faults(version: VersionEntry, versions: Sequence[VersionEntry]) -> Iterator[Fault]:
    """Yield what a version says wrongly of those before and after it."""
    yield from _iter_predecessor_faults(version, versions)
    if version.effective_until is not None and not any(
        one.supersedes == version.version and one.effective_from == version.effective_until
        for one in versions
    ):
        what = say(
            "that it ends on %(end)s, when no version takes its place", end=version.effective_until
        )
        yield Fault(Code.VERSION_PERIOD, what)
    expected = _accept_since(version, versions)
    if version.accept_since not in expected:
        what = say(
            "accept_since %(told)s, but it is %(expected)s",
            told=version.accept_since,
            expected=" / ".join(sorted(expected)),
        )
        yield Fault(Code.VERSION_ACCEPTANCE, what)


def _iter_predecessor_faults(
    version: VersionEntry, versions: Sequence[VersionEntry]
) -> Iterator[Fault]:
    by_number = {other.version: other for other in versions}
    number = VersionNumber.parse(version.version)
    before = by_number.get(version.supersedes or "")
    is_later = before is not None and VersionNumber.parse(before.version) >= number
    if version.supersedes is not None and (
        before is None or (is_later and version.status in _IN_PLAY)
    ):  # what was given up would take the place of what is in force, whatever its number
        what = say(
            "that it supersedes %(other)s, which is no earlier version", other=version.supersedes
        )
        yield Fault(Code.VERSION_ORDER, what)
    if version.supersedes is None and version.status in _IN_PLAY:
        earlier = [one.version for one in versions if _is_before(one, version)]
        if earlier:
            listed = ", ".join(earlier)
            what = say("that it supersedes none, though %(numbers)s came before", numbers=listed)
            yield Fault(Code.VERSION_ORDER, what)
    if (
        before is not None
        and version.status in _IN_PLAY
        and before.status in _IN_PLAY
        and (before.effective_until != version.effective_from)
    ):
        what = say(
            "that it takes the place of %(other)s on %(start)s, but that one ends on %(end)s",
            other=before.version,
            start=version.effective_from,
            end=before.effective_until or say("no day"),
        )
        yield Fault(Code.VERSION_PERIOD, what)


def _is_before(one: VersionEntry, version: VersionEntry) -> bool:
    return one.status in _IN_PLAY and VersionNumber.parse(one.version) < VersionNumber.parse(
        version.version
    )


def _accept_since(version: VersionEntry, versions: Sequence[VersionEntry]) -> set[str]:
    """Return the versions that may be the latest, up to this one, that asked for acceptance.

    One that was withdrawn counts if it had been in force, which is not published: so it may.
    """
    if version.change.asks_acceptance:
        return {version.version}
    number = VersionNumber.parse(version.version)
    asking = [
        one
        for one in versions
        if one.change.asks_acceptance
        and one.effective_from is not None
        and VersionNumber.parse(one.version) < number
    ]
    found: set[str] = set()
    for one in reversed(asking):
        found.add(one.version)
        if one.status is not Status.WITHDRAWN:
            return found
    return found or {version.version}


def _iter_text_faults(version: VersionEntry, answer: VersionsAnswer) -> Iterator[Fault]:
    governing = [language for language, text in version.texts.items() if text.governing]
    if governing != [answer.governing_language]:
        listed = ", ".join(governing)
        what = say("that no text governs")
        if governing:
            what = say("that the text in %(languages)s governs", languages=listed)
        yield Fault(Code.VERSION_GOVERNING, what)


def _overlap(one: VersionEntry, other: VersionEntry) -> bool:
    """Return whether two periods, half-open, share a day."""
    if one.effective_from is None or other.effective_from is None:
        return False
    latest = max(one.effective_from, other.effective_from)
    return all(end is None or latest < end for end in (one.effective_until, other.effective_until))
