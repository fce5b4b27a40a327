"""What a chatbot has to know, worked out from published values: no clock, no network, no disk.

Legal days begin at 00:00 in the index's zone; periods are half-open, `[effective_from,
effective_until)` (DESIGN section 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clausier.client.errors import Undetermined, missing_clause, problem
from clausier.client.values import Clause, Document, Index, Version
from clausier.model import Status, VersionNumber


def find_day(moment: date | datetime, zone: ZoneInfo) -> date:
    """Return the legal day of a moment: a day as it is, an instant as a day in `zone`.

    Raises:
        TypeError: `moment` is neither, such as a day in writing.
        ValueError: it is an instant without a zone, which names no day.
    """
    if not isinstance(moment, date):
        raise TypeError(
            f"{moment!r} is no day: give a datetime.date, as date.fromisoformat returns, or an "
            "aware datetime"
        )
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone: give a date or an aware datetime")
    return moment.astimezone(zone).date()


def find_today(index: Index, now: datetime) -> date:
    """Return the legal day of `now`, or that of the index where this machine's clock is behind it.

    What an index does not reach back to was superseded when it was made.
    """
    return max(find_day(now, index.timezone), index.as_of)


def is_expired(index: Index, now: datetime) -> bool:
    """Return whether today, in the index's zone, is past its `expires`."""
    return find_today(index, now) > index.expires


def needs_history(document: Document, day: date, as_of: date) -> bool:
    """Return whether the index, made on `as_of`, does not reach back to `day`."""
    current = document.current
    first = current.effective_from if current and current.effective_from else as_of
    return day < first


def find_in_force(versions: Iterable[Version], day: date) -> Version | None:
    """Return the version that applies on `day`, with its status on that day; None: none does.

    Args:
        versions: those of one document that may have applied, in any order. Proposals never do.
        day: a legal day.

    Raises:
        Undetermined: a version that was withdrawn may have applied; a withdrawal has no legal day.
    """
    covering = [version for version in versions if _covers(version, day)]
    standing = [version for version in covering if _is_certain(version)]
    if standing:
        return replace(max(standing, key=_first_day), status=Status.IN_FORCE)
    if covering:
        name, number = covering[-1].document, covering[-1].number
        raise Undetermined(
            problem(
                f"version {number} of “{name}” was withdrawn, and whether it still applied on "
                f"{day} is not published",
                "Ask the publisher",
            )
        )
    return None


def find_upcoming(document: Document, day: date) -> tuple[Version, ...]:
    """Return what takes force after `day`, next first."""
    ahead = [version for version in document.upcoming if _first_day(version) > day]
    return tuple(sorted(ahead, key=_first_day))


def is_newer(accepted: str | None, known: Iterable[Version]) -> bool:
    """Return whether a version that a user is said to have accepted is newer than all known ones.

    Raises:
        ValueError: `accepted` is no version number.
    """
    if accepted is None:
        return False
    number = VersionNumber.parse(accepted)
    return all(version.number < number for version in known)


def must_accept(in_force: Version | None, accepted: str | None, known: Iterable[Version]) -> bool:
    """Return whether a user has to be asked (again) for what is in force.

    Args:
        in_force: what applies; where nothing does, there is nothing to accept.
        accepted: the newest version that the user accepted, None if none.
        known: the document's versions; nobody can have accepted one that is newer than all.

    Raises:
        ValueError: `accepted` is no version number.
    """
    number = None if accepted is None else VersionNumber.parse(accepted)
    if in_force is None:
        return False
    return number is None or number < in_force.accept_since or is_newer(accepted, known)


def find_clause(clauses: Sequence[Clause], reference: str, version: Version) -> Clause:
    """Return the clause that `reference` names, with its parts.

    Args:
        clauses: those of a text, in reading order.
        reference: an id (`art-4.2`, `#art-4.2`) or a number as it is cited (`4.2`, `§ 4.2`).
        version: whose text it is.

    Raises:
        Missing: no clause has that id or number, or several have that number.
    """
    name = "".join(reference.split())
    by_id = [c for c in clauses if c.id == name.removeprefix("#")]
    number = name.removeprefix("§").removesuffix(".")
    found = by_id or [c for c in clauses if c.number and "".join(c.number.split()) == number]
    if len(found) != 1:
        raise missing_clause(version.document, version.number, reference, (c.id for c in found))
    inside = tuple(c for c in clauses if any(name.id == found[0].id for name in c.path))
    return replace(found[0], parts=inside)


def _covers(version: Version, day: date) -> bool:
    until = version.effective_until
    return (
        version.status is not Status.PROPOSED
        and version.effective_from is not None
        and version.effective_from <= day
        and (until is None or day < until)
    )


def _is_certain(version: Version) -> bool:
    return version.status is not Status.WITHDRAWN or version.effective_until is not None


def _first_day(version: Version) -> date:
    return version.effective_from or date.max
