"""Effective dates that nobody could be told of in time, and numbers that do not follow.

The proposal is taken as published on its own day. That dates keep the order of numbers is for the
rules of versions to say, and a date that they refuse is not spoken of again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from clausier.checks.languages import iter_lost
from clausier.deadlines import (
    find_document,
    find_first_effective_date,
    find_published,
    list_followers,
)
from clausier.errors import Problem, say
from clausier.model import ChangeClass, FrontMatter, Version
from clausier.proposals import Proposal, ProposedPage
from clausier.working_days import count_working_days, find_first_day

FAR: Final = 5
"""Years ahead: an effective date that is later is most likely mistyped."""
_OF_DATES: Final = frozenset({"date-order", "published-date-moved"})


def find_bad_dates(proposal: Proposal) -> Iterator[Problem]:
    """Yield the effective dates that are past, or inside the notice that the company gives.

    A first version may have applied before it came here, so its date may be past; so may those of
    a document that comes with its earlier versions. A published date that is put off leaves all
    the notice that was given, so only one that comes nearer is judged.
    """
    refused = {problem.place for problem in proposal.problems if problem.code in _OF_DATES}
    for page, front in _iter_governing(proposal):
        day = front.effective_date
        if day is None or page.place_of("effective_date") in refused:
            continue
        published = _find_published(proposal, front)
        if published and (published.effective_date is None or published.effective_date <= day):
            continue
        if day > _years_after(proposal.as_of, FAR):
            yield _far(page, front, day)
        is_past = day < proposal.as_of
        is_old = front.change is ChangeClass.INITIAL or front.document in proposal.series
        if is_old and day <= proposal.as_of:
            continue
        yield from _judge_date(proposal, page, front, day, is_past=is_past)


def find_odd_numbers(proposal: Proposal) -> Iterator[Problem]:
    """Yield the numbers that do not follow that of the version before, or do not fit their class.

    Either number may be raised for a change of substance or of wording; a correction is never a
    new major version. Where a number between was written and would be lost, that is said instead.
    """
    lost = {front.document for _, front, _ in iter_lost(proposal)}
    for page, front in _iter_governing(proposal):
        document = find_document(proposal.outcome, front.document)
        if document is None or front.document in lost or _find_published(proposal, front):
            continue
        before = [v.number for v in document.versions if v.number < front.version]
        if not before or document.version(front.version) is None:
            continue
        last = max(before)
        minor, major = list_followers(last)
        if front.version not in (minor, major):
            yield Problem(
                say(
                    "version %(version)s does not follow version %(last)s",
                    version=front.version,
                    last=last,
                ),
                say('Write "%(minor)s" or "%(major)s"', minor=minor, major=major),
                page.place_of("version"),
                code="version-jump",
            )
        elif front.change is ChangeClass.CORRECTION and front.version == major:
            yield Problem(
                say(
                    "version %(version)s raises the first number, and its change is a correction",
                    version=front.version,
                ),
                say('Write "%(minor)s", or another change class', minor=minor),
                page.place_of("version"),
                code="version-class",
            )


def _years_after(day: date, years: int) -> date:
    """Return the same day some years later; 28 February for the 29th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _far(page: ProposedPage, front: FrontMatter, day: date) -> Problem:
    return Problem(
        say(
            "version %(version)s would take force on %(day)s, more than %(years)s years ahead",
            version=front.version,
            day=day,
            years=FAR,
        ),
        say("Check the year"),
        page.place_of("effective_date"),
        code="date-far",
    )


def _iter_governing(proposal: Proposal) -> Iterator[tuple[ProposedPage, FrontMatter]]:
    """Yield the governing pages that are changed; that translations agree is said elsewhere."""
    for page in proposal.pages:
        is_governing = page.language == proposal.settings.governing_language
        if page.front and page.is_changed and is_governing:
            yield page, page.front


def _find_published(proposal: Proposal, front: FrontMatter) -> Version | None:
    return find_published(find_document(proposal.published, front.document), front.version)


def _judge_date(
    proposal: Proposal, page: ProposedPage, front: FrontMatter, day: date, *, is_past: bool
) -> Iterator[Problem]:
    settings, today = proposal.settings, proposal.as_of
    document = find_document(proposal.published, front.document)
    first = find_first_effective_date(document, front.version, front.change, settings, today)
    remedy = say(
        "Give it %(first)s or a later day (if it is published on %(today)s)",
        first=first,
        today=today,
    )
    owed = settings.notice_working_days if front.change.asks_acceptance else 0
    if is_past:
        what = say(
            "version %(version)s would take force on %(day)s, which is past",
            version=front.version,
            day=day,
        )
        yield Problem(what, remedy, page.place_of("effective_date"), code="date-past")
    elif day < find_first_day(today, owed, settings.country):
        what = say(
            "version %(version)s would take force on %(day)s, after %(given)s of the %(owed)s "
            "working days of notice that are owed",
            version=front.version,
            day=day,
            given=count_working_days(today, day, settings.country),
            owed=owed,
        )
        yield Problem(what, remedy, page.place_of("effective_date"), code="notice-short")
