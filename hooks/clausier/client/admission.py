"""Whether an index may take the place of the one that is held.

Three things never happen on an honest site, whatever the day: it goes back, be it to an older
version or to an older acceptance that would count again; the same commit says something else; and
a published text changes under its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, TypeAlias

from clausier.addresses import TERMS
from clausier.client.errors import Altered, Premature, RolledBack, problem
from clausier.client.rules import find_in_force, find_upcoming
from clausier.client.values import Index, Version
from clausier.model import VersionNumber

_MARGIN: Final = timedelta(days=1)
"""How far an index may be ahead of this machine's clock: they may differ around midnight."""

_REMEDY: Final = (
    "What was held before stays. Tell the publisher; if they meant it, empty the client’s cache"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What can never change about a published version."""

    sha256: str
    """Of its governing text."""
    since: date | None
    """Its effective date once that had come; before, it may still be moved."""


@dataclass(frozen=True, slots=True)
class Peak:
    """How far a document had come: neither number ever gets smaller while something is in force."""

    version: VersionNumber
    """The newest that was in force."""
    accept_since: VersionNumber
    """The oldest whose acceptance still counted."""


Peaks: TypeAlias = Mapping[str, Peak]
"""By document, those that something was ever in force of."""
Facts: TypeAlias = Mapping[tuple[str, VersionNumber], Fact]
"""By document and version, all that was ever seen."""


def check_day(index: Index, today: date) -> None:
    """Refuse an index made for a day to come, in which what is upcoming counts as in force.

    Raises:
        Premature: `as_of` is later than tomorrow.
    """
    if index.as_of - today > _MARGIN:
        raise Premature(
            problem(
                f"{TERMS} was made for {index.as_of}, and today is {today}",
                "Check this machine’s clock; if it is right, tell the publisher",
            )
        )


def check_successor(new: Index, held: Index) -> None:
    """Refuse an index that cannot come after the one that is held.

    The same commit and the same day give the same index, but for what a newer version of Clausier
    adds and how it renders the other files. As days pass, the same commit moves versions from
    upcoming to current as their dates say, and says as much of each as before.

    Raises:
        RolledBack: it is older, by its sequence or, at the same sequence, its day.
        Altered: at the same sequence, it says something else than before.
    """
    if (new.sequence, new.as_of) < (held.sequence, held.as_of):
        raise RolledBack(
            problem(
                f"{TERMS} is older than what was seen before: sequence {new.sequence} of "
                f"{new.as_of}, after {held.sequence} of {held.as_of}",
                _REMEDY,
            )
        )
    if new.sequence > held.sequence:
        return
    if new.commit != held.commit:
        raise _altered(f"sequence {new.sequence} is now that of another commit")
    if new.as_of == held.as_of:
        if _made_alike(new, held) != held:
            raise _altered(f"{TERMS} changed without a commit, on the same day")
        return
    if _lasting(new, new.as_of) != _lasting(held, new.as_of):
        raise _altered(f"{TERMS} changed without a commit, by more than the days that passed")


def check_peaks(peaks: Peaks, index: Index) -> None:
    """Refuse an index in which what is in force, or what still counts as accepted, goes back.

    A document of which nothing is in force was withdrawn, which an honest site does; it goes on
    naming it.

    Raises:
        Altered: it does, or a document is gone.
    """
    if gone := sorted(peaks.keys() - {document.id for document in index.documents}):
        raise _altered(f"“{gone[0]}”, which was in force, is named no more")
    for document in index.documents:
        peak, current = peaks.get(document.id), document.current
        if peak is None or current is None:
            continue
        if current.number < peak.version:
            raise _altered(f"{_name(current)} is in force again after version {peak.version}")
        if current.accept_since < peak.accept_since:
            raise _altered(
                f"for {_name(current)}, an acceptance of {current.accept_since} counts again after "
                f"none older than {peak.accept_since} did"
            )


def add_peaks(peaks: Peaks, index: Index) -> Peaks:
    """Return `peaks` with what is in force in an index that `check_peaks` let pass."""
    added = {
        d.id: Peak(d.current.number, d.current.accept_since) for d in index.documents if d.current
    }
    return {**peaks, **added}


def check_facts(facts: Facts, versions: Iterable[Version]) -> None:
    """Refuse versions that contradict what was ever seen of them.

    Raises:
        Altered: a published governing text has another hash than before, or a version that had
            taken force another effective date.
    """
    for version in versions:
        fact = facts.get((version.document, version.number))
        if fact is None:
            continue
        if version.governing.sha256 != fact.sha256:
            raise _altered(f"the governing text of {_name(version)} is not the one it had")
        if fact.since and version.effective_from != fact.since:
            raise _altered(
                f"{_name(version)} took force on {fact.since}, and is now said to have on "
                f"{version.effective_from}"
            )


def add_facts(facts: Facts, versions: Iterable[Version], as_of: date) -> Facts:
    """Return `facts` with those of published versions, as they stood on the day `as_of`."""
    added = dict(facts)
    for version in versions:
        key, start = (version.document, version.number), version.effective_from
        if start is not None:
            known = added.get(key)
            since = start if start <= as_of else known.since if known else None
            added[key] = Fact(version.governing.sha256, since)
    return added


def _made_alike(new: Index, held: Index) -> Index:
    """Return `new` as the same version of Clausier would have made it that made `held`."""
    return replace(new, schema_version=held.schema_version, checksums_sha256=held.checksums_sha256)


def _lasting(index: Index, day: date) -> object:
    """What one commit always says on a day that the index reaches to."""
    documents = {
        (document.id, document.governing_language): (
            current and _lasting_version(current),
            [_lasting_version(version) for version in find_upcoming(document, day)],
            [_lasting_version(version) for version in document.proposed],
        )
        for document in index.documents
        for current in [find_in_force(document.versions, day)]
    }
    return index.timezone, documents


def _lasting_version(version: Version) -> object:
    """What one commit always says of a version, whatever the day."""
    return (
        version.number,
        version.change,
        version.effective_from,
        version.accept_since,
        {text.language: text.sha256 for text in version.texts},
    )


def _name(version: Version) -> str:
    return f"version {version.number} of “{version.document}”"


def _altered(what: str) -> Altered:
    return Altered(problem(f"the site contradicts what it said before: {what}", _REMEDY))
