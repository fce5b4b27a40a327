"""Dates that come too soon and numbers that do not follow: a table of cases for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clausier.checks.severities import is_warning
from clausier.words import load_words
from proposing import (
    ENGLISH,
    FRENCH,
    SETTINGS,
    TODAY,
    codes,
    found,
    head,
    lines,
    propose,
    start,
)
from repositories import EN, FR, Repository, check_form, pin_environment

NOTICE = replace(SETTINGS, notice_working_days=15)
"""The fifteenth working day after Monday 15 June 2026 is 6 July: 7 July is the first that does."""
SUMMARIES = {FR: "Ce qui change.", EN: "What changes."}
TEXTS = {FR: FRENCH.replace("30", "15"), EN: ENGLISH.replace("30", "15")}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pin_environment(monkeypatch)
    return start(tmp_path)


def files(version: str = "2.0", **keys: str | None) -> dict[str, str]:
    """Return a version in both languages, in order but for what is said of it."""
    return {
        uri: head(version, **{"summary": SUMMARIES[uri], **keys}) + TEXTS[uri] for uri in (FR, EN)
    }


def new_document(front: str) -> dict[str, str]:
    """Return the first version of another document, in both languages."""
    return {"docs/fr/donnees.md": front + FRENCH, "docs/en/donnees.md": front + ENGLISH}


OF_CLASSES = {"version-class-number", "version-class-small"}
"""What classes are told of their numbers and figures, which is not tried here."""

DATES = {
    # name: (effective date, change class, notice owed, what is said)
    "ahead": ("2026-09-01", "substantive", 0, None),
    "tomorrow": ("2026-06-16", "substantive", 0, None),
    "the same day": ("2026-06-15", "substantive", 0, None),
    "the day before": ("2026-06-14", "substantive", 0, "date-past"),
    "past, for a wording": ("2026-06-01", "editorial", 0, "date-past"),
    "past, for a correction": ("2026-06-01", "correction", 15, "date-past"),
    "past, where notice is owed: said once": ("2026-06-01", "substantive", 15, "date-past"),
    "a year mistyped": ("2025-09-01", "substantive", 0, "date-order"),
    "before the version before: that alone": ("2026-01-15", "substantive", 15, "date-order"),
    "no date": (None, "substantive", 15, None),
    "after the notice": ("2026-07-07", "substantive", 15, None),
    "on its last day": ("2026-07-06", "substantive", 15, "notice-short"),
    "the same day, where notice is owed": ("2026-06-15", "substantive", 15, "notice-short"),
    "a Saturday after the notice": ("2026-07-11", "substantive", 15, None),
    "a Sunday after the notice": ("2026-07-12", "substantive", 15, None),
    "a holiday after the notice": ("2026-07-14", "substantive", 15, None),
    "soon, for a wording": ("2026-06-16", "editorial", 15, None),
    "soon, for a correction": ("2026-06-16", "correction", 15, None),
    "one day of notice, on the morrow": ("2026-06-16", "substantive", 1, "notice-short"),
    "one day of notice": ("2026-06-17", "substantive", 1, None),
    "a weekend gives no notice": ("2026-06-22", "substantive", 5, "notice-short"),
    "nor does it take any": ("2026-06-20", "substantive", 4, None),
}


@pytest.mark.parametrize("name", DATES)
def test_an_effective_date_leaves_time(name: str, repository: Repository) -> None:
    day, change, notice, expected = DATES[name]
    settings = replace(SETTINGS, notice_working_days=notice)
    proposal = propose(
        repository, files("1.1", effective_date=day, change=change), settings=settings
    )
    assert set(codes(proposal)) - OF_CLASSES == ({expected} if expected else set())
    if expected:
        [problem] = found(proposal, expected)
        check_form(problem)
        assert problem.place.uri == FR
        assert problem.place.line == 4


FAR = {"2031-06-15": [], "2031-06-16": ["date-far"], "3027-01-01": ["date-far"]}


@pytest.mark.parametrize("day", FAR)
def test_a_date_very_far_ahead_is_told_and_stops_nothing(day: str, repository: Repository) -> None:
    proposal = propose(repository, files(effective_date=day))
    assert codes(proposal) == FAR[day]
    for problem in found(proposal, "date-far"):
        check_form(problem)
        assert is_warning(problem)
        assert (problem.place.uri, problem.place.line) == (FR, 4)


def test_five_years_after_a_leap_day_are_counted(repository: Repository) -> None:
    leap = date(2028, 2, 29)
    for day, expected in (("2033-02-28", []), ("2033-03-01", ["date-far"])):
        assert codes(propose(repository, files(effective_date=day), as_of=leap)) == expected


def test_the_earliest_day_that_would_do_does(repository: Repository) -> None:
    proposal = propose(repository, files(effective_date="2026-06-30"), settings=NOTICE)
    [problem] = found(proposal, "notice-short")
    assert str(problem) == (
        "docs/fr/cgu.md:4: version 2.0 would take force on 2026-06-30, after 10 of the 15 working "
        "days of notice that are owed. Give it 2026-07-07 or a later day (if it is published on "
        "2026-06-15)"
    )
    assert "10 des 15 jours ouvrés" in problem.render(load_words("fr").gettext)
    assert codes(propose(repository, files(effective_date="2026-07-07"), settings=NOTICE)) == []


def test_a_date_that_the_rules_of_versions_refuse_is_not_spoken_of_again(
    repository: Repository,
) -> None:
    repository.commit(files(effective_date="2026-12-01"))
    keys = {FR: "Autre chose.", EN: "Something else."}
    later = {
        uri: head("3.0", summary=keys[uri], effective_date="2026-11-02") + TEXTS[uri] + "\nFin.\n"
        for uri in keys
    }
    assert codes(propose(repository, later, settings=NOTICE)) == ["date-order"]


def test_a_day_that_is_never_to_come_ends_nothing(repository: Repository) -> None:
    repository.commit(files(effective_date="9999-12-31"))
    keys = {FR: "Autre chose.", EN: "Something else."}
    later = {
        uri: head("3.0", summary=keys[uri], effective_date="2026-06-16") + TEXTS[uri] + "\nFin.\n"
        for uri in keys
    }
    assert codes(propose(repository, later, settings=NOTICE)) == ["date-order"]


def test_notice_is_counted_in_the_days_of_the_country(repository: Repository) -> None:
    """The 21 July is a holiday in Belgium alone, the 14 July in France alone."""
    day = files(effective_date="2026-07-22")
    as_of = date(2026, 7, 17)
    for country, expected in (("FR", []), ("BE", ["notice-short"])):
        settings = replace(SETTINGS, notice_working_days=2, country=country)
        assert codes(propose(repository, day, settings=settings, as_of=as_of)) == expected


def test_a_proposal_that_gets_its_date_is_published_then(repository: Repository) -> None:
    repository.commit(files(effective_date=None))
    proposal = propose(repository, files(effective_date="2026-06-20"), settings=NOTICE)
    assert codes(proposal) == ["notice-short"]


def test_a_first_version_may_have_applied_before_it_came_here(repository: Repository) -> None:
    other = head("1.0", document="donnees", change="initial", effective_date="2019-05-25")
    proposal = propose(repository, new_document(other), settings=NOTICE)
    assert codes(proposal) == []


def test_a_first_version_that_is_ahead_is_told_of_in_time(repository: Repository) -> None:
    other = head("1.0", document="donnees", change="initial", effective_date="2026-06-18")
    proposal = propose(repository, new_document(other), settings=NOTICE)
    assert codes(proposal) == ["notice-short"]


MOVES = {
    "put off": ("2026-10-01", None),
    "put off by a day, inside the notice": ("2026-06-26", None),
    "brought nearer, after the notice": ("2026-07-07", None),
    "brought nearer, inside the notice": ("2026-06-20", "notice-short"),
    "into the past": ("2026-06-10", "published-date-moved"),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_published_date_that_moves(name: str, repository: Repository) -> None:
    day, expected = MOVES[name]
    before = "2026-06-25" if "by a day" in name else "2026-09-01"
    repository.commit(files(effective_date=before))
    proposal = propose(repository, files(effective_date=day), settings=NOTICE)
    assert set(codes(proposal)) - {"translation-disagrees"} == ({expected} if expected else set())


def test_nothing_is_said_of_a_published_version_whose_summary_is_put_right(
    repository: Repository,
) -> None:
    repository.commit(files("1.5", effective_date="2026-06-10"))
    keys = {"effective_date": "2026-06-10", "summary": "Autre chose."}
    proposal = propose(repository, {FR: head("1.5", **keys) + TEXTS[FR]}, settings=NOTICE)
    assert codes(proposal) == []


def test_a_translation_that_comes_later_owes_no_notice(repository: Repository) -> None:
    repository.commit({FR: files(effective_date="2026-06-10")[FR]})
    proposal = propose(
        repository, {EN: files(effective_date="2026-06-10")[EN]}, settings=NOTICE, as_of=TODAY
    )
    assert codes(proposal) == []


NUMBERS = {
    # name: (published before, number, change class, what is said)
    "the next": ([], "1.1", "substantive", "version-class-number"),
    "the next major one": ([], "2.0", "substantive", None),
    "a wording": ([], "1.1", "editorial", None),
    "a rewriting without a change of substance": ([], "2.0", "editorial", "version-class-number"),
    "a correction": ([], "1.1", "correction", None),
    "a correction that is a major version": ([], "2.0", "correction", "version-class"),
    "a jump": ([], "1.5", "substantive", "version-jump"),
    "a jump by one": ([], "1.2", "editorial", "version-jump"),
    "a jump of majors": ([], "3.0", "substantive", "version-jump"),
    "a major that does not begin at 0": ([], "2.1", "substantive", "version-jump"),
    "a jump of a correction: said once": ([], "3.0", "correction", "version-jump"),
    "1.9, then 1.10": (["1.9"], "1.10", "editorial", None),
    "1.9, then 2.0": (["1.9"], "2.0", "substantive", None),
    "1.9, then 3.0": (["1.9"], "3.0", "substantive", "version-jump"),
    "1.10, then 1.2: a number that is past": (["1.10"], "1.2", "editorial", "version-number"),
    "1.5, then 1.6: what jumped before is past": (["1.5"], "1.6", "editorial", None),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_follows_and_fits_its_class(name: str, repository: Repository) -> None:
    before, version, change, expected = NUMBERS[name]
    for number in before:
        repository.commit(files(number, effective_date="2026-03-01"))
    keys = {FR: "Autre chose.", EN: "Something else."}
    texts = TEXTS if before else {FR: FRENCH, EN: ENGLISH}
    proposal = propose(
        repository,
        {u: head(version, change=change, summary=keys[u]) + texts[u] + "\nFin.\n" for u in keys},
    )
    said = set(codes(proposal)) - {"translation-alone"}
    assert said == ({expected} if expected else set())
    if expected:
        [problem] = found(proposal, expected)
        check_form(problem)
        assert lines(proposal, expected) == [(FR, 3)]


def test_a_proposal_that_was_dropped_took_its_number(repository: Repository) -> None:
    repository.commit(files("1.1", effective_date=None))
    keys = {FR: "Autre chose.", EN: "Something else."}
    later = {uri: head("1.2", summary=keys[uri]) + TEXTS[uri] for uri in keys}
    assert codes(propose(repository, later)) == []


def test_a_first_version_may_have_any_number(repository: Repository) -> None:
    other = head("4.2", document="donnees", change="initial")
    assert codes(propose(repository, new_document(other))) == []


def test_a_jump_says_the_numbers_that_follow(repository: Repository) -> None:
    [problem] = found(propose(repository, files("1.5")), "version-jump")
    assert str(problem) == (
        'docs/fr/cgu.md:3: version 1.5 does not follow version 1.0. Write "1.1" or "2.0"'
    )
    french = problem.render(load_words("fr").gettext)
    assert french.startswith("docs/fr/cgu.md:3: la version 1.5 ne suit pas la version 1.0")
