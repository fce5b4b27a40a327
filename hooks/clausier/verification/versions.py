"""The versions of a document: whether their statuses, periods and links fit together.

The rules are those of DESIGN section 4, worked out anew from what is published alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise
from typing import Final

from pydantic import BaseModel

from clausier.addresses import TERMS, versions_data
from clausier.api.versions import VersionsAnswer
from clausier.contract import DocumentEntry, TermsIndex, VersionEntry
from clausier.model import Status, VersionNumber
from clausier.verification.answers import AGAIN, read_answer
from clausier.verification.findings import Check, Finding
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
            findings += (Finding(name, what, AGAIN) for what in _iter_faults(answer))
            findings += _compare_with_index(index, document, answer)
        elif answer is not None:
            findings.append(Finding(name, "has a number of a version that is none", AGAIN))
    count = sum(len(answer.versions) for answer in answers.values())
    detail = f"{count} of {len(answers)} documents: statuses, periods, and what follows what"
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
            what = f"says {key}: {ours} of {document.id}, but {name} says {theirs}"
            yield Finding(TERMS, what, AGAIN)
    standing = [version for version in answer.versions if version.status is Status.IN_FORCE]
    coming = [version for version in answer.versions if version.status is Status.UPCOMING]
    proposed = [version for version in answer.versions if version.status is Status.PROPOSED]
    listed = {
        "current": ([document.current] if document.current else [], standing),
        "upcoming": (document.upcoming, coming),
        # A proposal that another replaced before it was ever published is only in the history.
        "proposed": (document.proposed, [one for one in proposed if one in document.proposed]),
    }
    for key, (ours, theirs) in listed.items():
        if ours != theirs:
            numbers = ", ".join(version.version for version in theirs) or "none"
            told = "; ".join(_iter_differences(ours, theirs)) or f"{numbers} there"
            what = f"does not say of {document.id} {key} what {name} says ({told})"
            yield Finding(TERMS, what, AGAIN)


def _iter_differences(
    ours: Sequence[VersionEntry], theirs: Sequence[VersionEntry]
) -> Iterator[str]:
    by_number = {version.version: version for version in theirs}
    for version in ours:
        other = by_number.get(version.version)
        if other is not None:
            yield from (f"{version.version}: {told}" for told in iter_differences(version, other))


def iter_differences(ours: BaseModel, theirs: BaseModel) -> Iterator[str]:
    """Yield each value in which two answers of the same form differ, with both."""
    yield from _iter_unlike(ours.model_dump(mode="json"), theirs.model_dump(mode="json"), "")


def _iter_unlike(ours: object, theirs: object, place: str) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in (*ours, *(key for key in theirs if key not in ours)):
            yield from _iter_unlike(ours.get(key), theirs.get(key), f"{place}.{key}".lstrip("."))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from _iter_unlike(one, other, f"{place}[{_name(one, number)}]")
    elif ours != theirs:
        yield f"{place} is {_show(ours)}, not {_show(theirs)}"


def _name(entry: object, number: int) -> object:
    """Return how an entry of a list is told from the others."""
    named = entry if isinstance(entry, dict) else {}
    return named.get("id") or named.get("version") or number


def _show(value: object) -> str:
    return "null" if value is None else str(value)


# The rules


def _iter_faults(answer: VersionsAnswer) -> Iterator[str]:
    """Yield what of a document's versions cannot be so."""
    versions = answer.versions
    numbers = [VersionNumber.parse(version.version) for version in versions]
    if any(a >= b for a, b in pairwise(numbers)):
        yield "does not list its versions once each in the order of their numbers"
    for version in versions:
        told = f"version {version.version}"
        yield from (f"says of {told} {fault}" for fault in _iter_status_faults(version, answer))
        yield from (f"says of {told} {fault}" for fault in _iter_link_faults(version, versions))
        yield from (f"says of {told} {fault}" for fault in _iter_text_faults(version, answer))
    in_force = [version.version for version in versions if version.status is Status.IN_FORCE]
    if len(in_force) > 1:
        yield f"has several versions in force on one day: {', '.join(in_force)}"
    periods = [version for version in versions if version.status in _IN_PLAY]
    for one, other in combinations(periods, 2):
        if _overlap(one, other):
            yield f"has versions {one.version} and {other.version} in force on the same day"


def _iter_status_faults(version: VersionEntry, answer: VersionsAnswer) -> Iterator[str]:
    start, end, day = version.effective_from, version.effective_until, answer.as_of
    if (start is None) != (version.status is Status.PROPOSED):
        yield f'"{version.status}" with effective_from {start or "null"}'
    if (start is None) != (version.published_at is None):
        yield f"published_at {version.published_at or 'null'} with effective_from {start or 'null'}"
    if end is not None and (start is None or end <= start):
        yield f"that it ends on {end}, but begins on {start or 'no day'}"
    elif start is not None and version.status in _IN_PLAY:
        expected = _status(start, end, day)
        if version.status is not expected:
            yield f'"{version.status}", but on {day} it is "{expected}"'


def _status(start: date, end: date | None, day: date) -> Status:
    if start > day:
        return Status.UPCOMING
    return Status.SUPERSEDED if end is not None and end <= day else Status.IN_FORCE


def _iter_link_faults(version: VersionEntry, versions: Sequence[VersionEntry]) -> Iterator[str]:
    """Yield what a version says wrongly of those before and after it."""
    by_number = {other.version: other for other in versions}
    number = VersionNumber.parse(version.version)
    before = by_number.get(version.supersedes or "")
    is_later = before is not None and VersionNumber.parse(before.version) >= number
    if version.supersedes is not None and (
        before is None or (is_later and version.status in _IN_PLAY)
    ):  # what was given up would take the place of what is in force, whatever its number
        yield f"that it supersedes {version.supersedes}, which is no earlier version"
    if version.supersedes is None and version.status in _IN_PLAY:
        earlier = [one.version for one in versions if _is_before(one, version)]
        if earlier:
            yield f"that it supersedes none, though {', '.join(earlier)} came before"
    if (
        before is not None
        and version.status in _IN_PLAY
        and before.status in _IN_PLAY
        and (before.effective_until != version.effective_from)
    ):
        yield (
            f"that it takes the place of {before.version} on {version.effective_from}, "
            f"but that one ends on {before.effective_until or 'no day'}"
        )
    if version.effective_until is not None and not any(
        one.supersedes == version.version and one.effective_from == version.effective_until
        for one in versions
    ):
        yield f"that it ends on {version.effective_until}, when no version takes its place"
    expected = _accept_since(version, versions)
    if version.accept_since not in expected:
        yield f"accept_since {version.accept_since}, but it is {' or '.join(sorted(expected))}"


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


def _iter_text_faults(version: VersionEntry, answer: VersionsAnswer) -> Iterator[str]:
    governing = [language for language, text in version.texts.items() if text.governing]
    if governing != [answer.governing_language]:
        yield f"that the text in {' and '.join(governing) or 'no language'} governs"


def _overlap(one: VersionEntry, other: VersionEntry) -> bool:
    """Return whether two periods, half-open, share a day."""
    if one.effective_from is None or other.effective_from is None:
        return False
    latest = max(one.effective_from, other.effective_from)
    return all(end is None or latest < end for end in (one.effective_until, other.effective_until))
