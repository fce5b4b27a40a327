"""A proposal is judged beforehand as its merge would be judged afterwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausier.edition import read_edition
from clausier.errors import RepositoryError, TimelineError
from proposing import (
    ENGLISH,
    FRENCH,
    RENDERER,
    SETTINGS,
    TODAY,
    codes,
    found,
    head,
    lines,
    propose,
    propose_texts,
    start,
)
from repositories import EN, FR, Repository, check_form, pin_environment


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pin_environment(monkeypatch)
    return start(tmp_path)


def test_nothing_proposed_is_nothing_wrong(repository: Repository) -> None:
    proposal = propose(repository, {})
    assert codes(proposal) == []
    assert not proposal.uncommitted
    assert not any(page.is_changed for page in proposal.pages)
    assert proposal.outcome == proposal.published


def test_a_next_version_in_both_languages_can_be_merged(repository: Repository) -> None:
    proposal = propose_texts(repository, FRENCH.replace("30", "15"), ENGLISH.replace("30", "15"))
    assert codes(proposal) == []
    [document] = proposal.outcome.documents
    assert [str(version.number) for version in document.versions] == ["1.0", "2.0"]
    assert proposal.uncommitted


def test_a_published_text_that_was_changed_is_refused_and_git_not_spoken_of(
    repository: Repository,
) -> None:
    first = head("1.0", effective_date="2026-02-01", change="initial")
    proposal = propose(repository, {FR: first + FRENCH.replace("30", "15")})
    [problem] = found(proposal, "published-text-changed")
    check_form(problem)
    assert "is changed here under the same number" in str(problem)
    assert lines(proposal, "published-text-changed") == [(FR, 11)]


def test_what_is_committed_on_a_branch_is_proposed_against_the_main_branch(
    repository: Repository,
) -> None:
    repository.branch("next")
    repository.commit({FR: head(summary="Ce qui change.") + FRENCH.replace("30", "15")})
    repository.commit({EN: head(summary="What changes.") + ENGLISH.replace("30", "15")})
    proposal = propose(repository, {}, base="main")
    assert [page.uri for page in proposal.pages if page.is_changed] == [EN, FR]
    assert [[change.uri for change in commit] for commit in proposal.commits] == [[FR], [EN]]
    assert not proposal.uncommitted
    assert codes(proposal) == []


def test_what_the_main_branch_did_since_is_not_proposed(repository: Repository) -> None:
    repository.branch("next")
    repository.commit({FR: head(summary="Ce qui change.") + FRENCH.replace("30", "15")})
    repository.switch("main")
    repository.commit({"docs/fr/autre.md": "# Autre\n"})
    repository.switch("next")
    proposal = propose(repository, {}, base="main")
    assert [page.uri for page in proposal.pages if page.is_changed] == [FR]


def test_a_number_that_the_main_branch_took_since_is_refused(repository: Repository) -> None:
    repository.branch("next")
    repository.commit({FR: head(summary="Ce qui change.") + FRENCH.replace("30", "15")})
    repository.switch("main")
    repository.commit({FR: head(summary="Autre chose.") + FRENCH.replace("30", "20")})
    repository.switch("next")
    assert "published-text-changed" in codes(propose(repository, {}, base="main"))


def test_a_date_is_moved_as_of_the_day_of_the_proposal(repository: Repository) -> None:
    coming = {FR: head(summary="Ce qui change.") + FRENCH.replace("30", "15")}
    repository.commit(coming)
    moved = {
        FR: head(summary="Ce qui change.", effective_date="2026-10-01") + FRENCH.replace("30", "15")
    }
    assert codes(propose(repository, moved)) == []
    late = propose(repository, moved, as_of=date(2026, 9, 2))
    assert codes(late) == ["published-date-moved"]


def test_a_file_with_other_line_ends_alone_proposes_nothing(repository: Repository) -> None:
    raw = (repository.path / FR).read_bytes()
    proposal = propose(repository, {FR: raw.replace(b"\n", b"\r\n")})
    assert not any(page.is_changed for page in proposal.pages)


def test_lines_of_a_text_are_those_of_its_file(repository: Repository) -> None:
    proposal = propose(repository, {})
    page = proposal.page("cgu", "fr")
    assert page is not None
    raw = (repository.path / FR).read_text().splitlines()
    assert raw[page.place(0).line - 1] == "# Conditions générales"  # type: ignore[operator]
    assert raw[page.place(4).line - 1].startswith("1.1.")  # type: ignore[operator]


def test_a_branch_that_does_not_exist_is_said(repository: Repository) -> None:
    for name in ("nowhere", "--output=x"):
        with pytest.raises(RepositoryError) as caught:
            propose(repository, {}, base=name)
        check_form(caught.value.problems[0])


CASES = {
    "copied from the French": ("Ce qui change.", "Ce qui change.", [(EN, 6)]),
    "copied but for its punctuation": ("Ce qui change.", "ce qui change", [(EN, 6)]),
    "its own": ("Ce qui change.", "What changes.", []),
}


@pytest.mark.parametrize("name", CASES)
def test_a_summary_is_in_its_own_language(name: str, repository: Repository) -> None:
    french, english, expected = CASES[name]
    texts = {FR: FRENCH.replace("30", "15"), EN: ENGLISH.replace("30", "15")}
    proposal = propose(
        repository,
        {FR: head(summary=french) + texts[FR], EN: head(summary=english) + texts[EN]},
    )
    assert lines(proposal, "summary-copied") == expected


def test_a_summary_is_of_its_own_version(repository: Repository) -> None:
    texts = {FR: FRENCH.replace("30", "15"), EN: ENGLISH.replace("30", "15")}
    summaries = {FR: "Ce qui change.", EN: "What changes."}
    repository.commit({uri: head(summary=summaries[uri]) + text for uri, text in texts.items()})
    again = {
        uri: head("1.2", effective_date="2026-10-01", summary=summaries[uri]) + text + "\nFin.\n"
        for uri, text in texts.items()
    }
    assert lines(propose(repository, again), "summary-repeated") == [(EN, 6), (FR, 6)]


@pytest.mark.parametrize("uri", ["docs/cgv.md", "docs/de/cgv.md", "docs/fr.md"])
@pytest.mark.parametrize("is_committed", [False, True])
def test_a_document_in_the_folder_of_no_language_is_refused_as_a_build_would(
    uri: str, is_committed: bool, repository: Repository
) -> None:
    files = {uri: head("1.0", document="cgv", change="initial") + FRENCH}
    if is_committed:
        repository.commit(files)
        with pytest.raises(TimelineError):
            read_edition(repository.path / "docs", SETTINGS, RENDERER, TODAY)
    proposal = propose(repository, files)
    assert lines(proposal, "document-homeless") == [(uri, 2)]
    assert codes(proposal) == ["document-homeless"]
    assert proposal.uncommitted is not is_committed


def test_a_page_in_the_folder_of_no_language_that_is_no_document_is_nothing_wrong(
    repository: Repository,
) -> None:
    proposal = propose(repository, {"docs/notes.md": "# Notes\n"})
    assert codes(proposal) == []
    assert [page.uri for page in proposal.pages] == [EN, FR]


def test_an_address_that_is_taken_is_refused_as_a_build_would(repository: Repository) -> None:
    files = {"docs/fr/cgu/prix.md": "# Prix\n"}
    assert lines(propose(repository, files), "address-taken") == [("docs/fr/cgu/prix.md", None)]
    repository.commit(files)
    with pytest.raises(TimelineError):
        read_edition(repository.path / "docs", SETTINGS, RENDERER, TODAY)


def test_an_id_that_is_reserved_is_refused(repository: Repository) -> None:
    new = head("1.0", document="api", change="initial")
    files = {"docs/fr/api.md": new + FRENCH, "docs/en/api.md": new + ENGLISH}
    assert codes(propose(repository, files)) == ["address-taken"]


def test_a_published_text_is_to_be_put_back_and_not_mended(repository: Repository) -> None:
    first = head("1.0", effective_date="2026-02-01", change="initial")
    files = {FR: first + FRENCH.replace("2.1. Le contrat", "2.1. Le  contrat")}
    assert codes(propose(repository, files)) == ["published-text-changed"]
    assert lines(propose(repository, files), "published-text-changed") == [(FR, 17)]


@pytest.mark.parametrize(("more", "line"), [("\nFin.\n", 19), ("\n", 19)])
def test_what_was_put_at_the_end_of_a_published_text_is_pointed_at(
    more: str, line: int, repository: Repository
) -> None:
    first = head("1.0", effective_date="2026-02-01", change="initial")
    proposal = propose(repository, {FR: first + FRENCH + more})
    assert [place[1] for place in lines(proposal, "published-text-changed")] == [line]
