"""When a version may take force, and which number it may bear, from what is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta, tzinfo
from typing import Final

from clausier.errors import Place, Problem, say
from clausier.model import ChangeClass, Document, Version, VersionNumber
from clausier.settings import Settings
from clausier.timeline import Timeline
from clausier.working_days import find_first_day

_DAY: Final = timedelta(days=1)


def find_document(timeline: Timeline, name: str) -> Document | None:
    """Return the document with that id, or None."""
    return next((document for document in timeline.documents if document.id == name), None)


def find_published(document: Document | None, number: VersionNumber) -> Version | None:
    """Return the version with that number if it is published, or None."""
    version = document.version(number) if document else None
    return version if version and version.published else None


def find_last(document: Document | None) -> Version | None:
    """Return the published version with the highest number, or None."""
    versions = document.versions if document else ()
    return next((version for version in reversed(versions) if version.published), None)


def list_followers(number: VersionNumber) -> tuple[VersionNumber, VersionNumber]:
    """Return the two numbers that follow a number: 1.4 is followed by 1.5 and by 2.0."""
    return (
        VersionNumber(number.major, number.minor + 1),
        VersionNumber(number.major + 1, 0),
    )


def find_first_effective_date(
    document: Document | None,
    number: VersionNumber,
    change: ChangeClass,
    settings: Settings,
    published: date,
) -> date:
    """Return the first effective date that a version may have if it is published on a day.

    It is neither past nor inside the notice that the company gives of what asks everyone to accept
    again, and comes after that of the version before (DESIGN section 4).

    Args:
        document: what is published of its document.
        number: the version's number.
        change: its change class.
        settings: the company's choices.
        published: the day of its publication.
    """
    notice = settings.notice_working_days if change.asks_acceptance else 0
    first = find_first_day(published, notice, settings.country)
    before = [
        min(version.effective_date, date.max - _DAY) + _DAY
        for version in (document.versions if document else ())
        if version.number < number and version.published and not version.void
        if version.effective_date is not None
    ]
    return max([first, *before])


def iter_late(document: Document, zone: tzinfo) -> Iterator[Version]:
    """Yield the versions that were published after the day on which they took force.

    What applied before the document came here is not late: it was published elsewhere.

    Args:
        document: any.
        zone: the zone of legal days.
    """
    published = [version.published for version in document.versions if version.published]
    first = min((one.at.astimezone(zone).date() for one in published), default=date.max)
    for version in document.versions:
        day = version.effective_date
        if (
            version.published
            and day
            and first <= day < version.published.at.astimezone(zone).date()
        ):
            yield version


def describe_late(document: Document, version: Version, zone: tzinfo) -> Problem:
    """Return what is said of a version that `iter_late` yields."""
    assert version.published is not None
    return Problem(
        say(
            "version %(version)s of %(document)s took force on %(day)s and was published on "
            "%(published)s only",
            version=version.number,
            document=document.id,
            day=version.effective_date,
            published=version.published.at.astimezone(zone).date(),
        ),
        say("Nothing can mend it; check a proposal again on the day on which it is merged"),
        Place(version.governing.uri, commit=version.published.commit),
    )
