"""Change classes that do not fit what changes, and numbers that do not fit the class."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausier.checks.severities import is_warning
from proposing import ENGLISH, FRENCH, codes, found, head, propose, start
from repositories import EN, FR, Repository, check_form, pin_environment

SUMMARIES = {FR: "Ce qui change.", EN: "What changes."}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pin_environment(monkeypatch)
    return start(tmp_path)


def files(
    version: str, change: str, french: str = FRENCH, english: str = ENGLISH, **keys: str | None
) -> dict[str, str]:
    texts = {FR: french, EN: english}
    values = {"change": change, **keys}
    return {
        uri: head(version, **{"summary": SUMMARIES[uri], **values}) + texts[uri] for uri in texts
    }


NUMBERS = {
    # name: (number, change class, what is said)
    "substance, the first number": ("2.0", "substantive", None),
    "substance, the second": ("1.1", "substantive", "version-class-number"),
    "wording, the second number": ("1.1", "editorial", None),
    "wording, the first": ("2.0", "editorial", "version-class-number"),
    "a correction, the second number": ("1.1", "correction", None),
    "a correction, the first": ("2.0", "correction", "version-class"),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_says_how_much_changes(name: str, repository: Repository) -> None:
    version, change, expected = NUMBERS[name]
    more = files(version, change, f"{FRENCH}\nFin.\n", f"{ENGLISH}\nEnd.\n")
    proposal = propose(repository, more)
    assert codes(proposal) == ([expected] if expected else [])
    for problem in found(proposal, "version-class-number"):
        check_form(problem)
        assert is_warning(problem)
        assert (problem.place.uri, problem.place.line) == (FR, 3)


def test_the_number_of_a_text_that_stays_is_judged_too(repository: Repository) -> None:
    proposal = propose(repository, files("2.0", "editorial"))
    assert codes(proposal) == ["version-class-number"]


def test_a_company_that_numbers_otherwise_is_left_to_its_way(repository: Repository) -> None:
    shorter = FRENCH.replace("30", "15"), ENGLISH.replace("30", "15")
    repository.commit(files("1.1", "substantive", *shorter, effective_date="2026-05-01"))
    ten = FRENCH.replace("30", "10"), ENGLISH.replace("30", "10")
    assert "version-class-number" not in codes(
        propose(repository, files("1.2", "substantive", *ten))
    )


FIGURES = {
    # name: (in French, in English; what each becomes; whether more than wording changes)
    "an amount": (("10 €", "€10"), ("400 €", "€400"), True),
    "another currency": (("10 €", "€10"), ("10 $", "$10"), True),
    "a length of time": (("30 jours", "30 days"), ("15 jours", "15 days"), True),
    "a length of time in words": (("un an", "one year"), ("deux ans", "two years"), True),
    "a date": (("1er janvier 2026", "1 January 2026"), ("1er mars 2026", "1 March 2026"), True),
    "an amount written otherwise": (("10 €", "€10"), ("10 euros", "10 euros"), False),
    "a year in months": (("un an", "one year"), ("douze mois", "twelve months"), False),
    "another article": (("l’article 2", "article 2"), ("l’article 1", "article 1"), False),
    "a word": (("paie", "pays"), ("verse", "gives"), False),
    "an amount put in": (("un an", "one year"), ("un an (5 €)", "one year (€5)"), False),
}


@pytest.mark.parametrize("change", ["editorial", "correction"])
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_that_changes_is_more_than_wording(
    name: str, change: str, repository: Repository
) -> None:
    old, new, is_more = FIGURES[name]
    french, english = FRENCH.replace(old[0], new[0]), ENGLISH.replace(old[1], new[1])
    assert french != FRENCH
    proposal = propose(repository, files("1.1", change, french, english))
    told = found(proposal, "version-class-small")
    assert len(told) == is_more
    assert set(codes(proposal)) <= {"version-class-small", "translation-figures"}
    for problem in told:
        check_form(problem)
        assert is_warning(problem)
        assert problem.place.uri == FR


def test_a_figure_that_changes_is_named_at_its_line(repository: Repository) -> None:
    texts = FRENCH.replace("10 €", "400 €"), ENGLISH.replace("€10", "€400")
    [problem] = found(propose(repository, files("1.1", "editorial", *texts)), "version-class-small")
    assert str(problem).startswith(
        "docs/fr/cgu.md:12: change: editorial, and the text says 400 € where it said 10 €. "
    )


def test_nothing_of_figures_is_said_of_a_change_of_substance(repository: Repository) -> None:
    texts = FRENCH.replace("10 €", "400 €"), ENGLISH.replace("€10", "€400")
    assert codes(propose(repository, files("2.0", "substantive", *texts))) == []


UNCHANGED = {
    "to the letter": (FRENCH, "substantive", ["version-unchanged"]),
    "but for lines at its end": (f"{FRENCH}\n\n", "substantive", ["version-unchanged"]),
    "a word changed": (FRENCH.replace("paie", "verse"), "substantive", []),
}


@pytest.mark.parametrize("name", UNCHANGED)
def test_nobody_is_asked_to_accept_the_same_again(name: str, repository: Repository) -> None:
    french, change, expected = UNCHANGED[name]
    proposal = propose(repository, files("2.0", change, french))
    assert codes(proposal) == expected
    for problem in found(proposal, "version-unchanged"):
        check_form(problem)
        assert is_warning(problem)
        assert (problem.place.uri, problem.place.line) == (FR, 5)
