"""A version comes in all languages, and one at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausier.checks import list_problems
from clausier.checks.severities import is_warning
from proposing import ENGLISH, FRENCH, codes, found, head, lines, propose, start
from repositories import EN, FR, Repository, check_form, pin_environment


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pin_environment(monkeypatch)
    repository = start(tmp_path)
    repository.branch("next")
    return repository


def write(version: str, days: int, **keys: str | None) -> dict[str, str]:
    """Return both texts of a version in which the client has so many days."""
    return {
        FR: head(version, summary=f"{days} jours.", **keys) + FRENCH.replace("30", str(days)),
        EN: head(version, summary=f"{days} days.", **keys) + ENGLISH.replace("30", str(days)),
    }


def test_a_version_in_both_languages_is_whole(repository: Repository) -> None:
    assert codes(propose(repository, write("2.0", 15))) == []


def test_a_translation_that_stays_behind_is_named(repository: Repository) -> None:
    proposal = propose(repository, {FR: write("2.0", 15)[FR]})
    [problem] = found(proposal, "version-untranslated")
    check_form(problem)
    assert lines(proposal, "version-untranslated") == [(EN, 3)]
    assert "still of version 1.0, while docs/fr/cgu.md is now of version 2.0" in str(problem)


def test_a_document_without_a_translation_is_named(repository: Repository) -> None:
    new = head("1.0", document="cgv", change="initial") + FRENCH
    proposal = propose(repository, {"docs/fr/cgv.md": new})
    assert lines(proposal, "version-untranslated") == [("docs/fr/cgv.md", 3)]


def test_a_site_in_one_language_so_far_owes_no_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_environment(monkeypatch)
    alone = Repository.create(tmp_path)
    alone.commit({FR: head("1.0", effective_date="2026-02-01", change="initial") + FRENCH})
    assert codes(propose(alone, {FR: write("2.0", 15)[FR]})) == []


def test_a_translation_that_came_late_is_not_asked_for_again(repository: Repository) -> None:
    repository.switch("main")
    repository.commit({FR: write("2.0", 15)[FR]})
    assert codes(propose(repository, {})) == []
    assert codes(propose(repository, {EN: write("2.0", 15)[EN]})) == []


def test_two_versions_of_one_proposal_would_be_one(repository: Repository) -> None:
    repository.commit(write("2.0", 15))
    repository.commit(write("2.1", 20, effective_date="2026-10-01"))
    proposal = propose(repository, {}, base="main")
    [problem] = found(proposal, "versions-several")
    check_form(problem)
    assert "2.0 and then 2.1" in str(problem)
    assert lines(proposal, "versions-several") == [(FR, 3)]
    assert "version-jump" not in codes(proposal)


def test_the_second_may_not_be_committed_yet(repository: Repository) -> None:
    repository.commit(write("2.0", 15))
    later = write("2.1", 20, effective_date="2026-10-01")
    assert "versions-several" in codes(propose(repository, later, base="main"))


def test_a_version_written_in_several_steps_is_one(repository: Repository) -> None:
    repository.commit(write("2.0", 15))
    repository.commit(write("2.0", 20))
    assert codes(propose(repository, {}, base="main")) == []


def test_a_number_that_was_put_right_is_one_version(repository: Repository) -> None:
    repository.commit(write("1.1", 15))
    repository.commit(write("2.0", 15))
    assert codes(propose(repository, {}, base="main")) == []
    repository.commit(write("2.0", 20))
    assert codes(propose(repository, {}, base="main")) == []


def test_a_number_that_was_lowered_loses_nothing(repository: Repository) -> None:
    repository.commit(write("2.0", 15))
    repository.commit(write("1.1", 20))
    assert codes(propose(repository, {}, base="main")) == ["version-class-number"]


def test_a_version_that_is_published_is_not_lost(repository: Repository) -> None:
    repository.switch("main")
    repository.commit(write("2.0", 15))
    repository.branch("after")
    repository.commit(write("3.0", 20, effective_date="2026-10-01"))
    assert codes(propose(repository, {}, base="main")) == []


UNREADABLE = {
    "a date in another form": head(effective_date="2027/02/01"),
    "a key that is unknown": head().replace("version:", "Version:"),
    "a key that is missing": head(change=None),
    "no front matter": "",
    "not YAML": head().replace("document: cgu", "document: cgu: x"),
    "marks of a merge": f"<<<<<<< un\n{head()}=======\n>>>>>>> deux\n",
    "another document": head(document="cgv"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_wrong_with_the_governing_file_is_not_held_against_its_translation(
    name: str, repository: Repository
) -> None:
    files = write("2.0", 15)
    files[FR] = UNREADABLE[name] + FRENCH
    told = list_problems(propose(repository, files))
    assert told
    assert {problem.place.uri for problem in told} == {FR}


@pytest.mark.parametrize("raw", [b"", "---\ndocument: cgu\n---\né\n".encode("cp1252")])
def test_nor_is_a_governing_file_without_words(raw: bytes, repository: Repository) -> None:
    told = list_problems(propose(repository, {**write("2.0", 15), FR: raw}))
    assert [problem.place.uri for problem in told] == [FR]


def test_nor_is_a_new_governing_file_that_cannot_be_read(repository: Repository) -> None:
    keys = {"document": "cgv", "change": "initial"}
    files = {
        "docs/fr/cgv.md": head("1.0", effective_date="2027/01/01", **keys) + FRENCH,
        "docs/en/cgv.md": head("1.0", **keys) + ENGLISH,
    }
    assert codes(propose(repository, files)) == ["front-matter-date"]


def test_a_translation_of_no_version_is_still_named(repository: Repository) -> None:
    files = {EN: write("2.0", 15)[EN]}
    assert codes(propose(repository, files)) == ["translation-alone"]


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_a_translation_left_behind_by_its_governing_file_is_named(
    version: str, repository: Repository
) -> None:
    (repository.path / FR).unlink()
    first = head("1.0", effective_date="2026-02-01", change="initial") + ENGLISH
    proposal = propose(repository, {EN: first if version == "1.0" else write("2.0", 15)[EN]})
    [problem] = list_problems(proposal)
    check_form(problem)
    assert (problem.code, problem.place.uri, problem.place.line) == ("document-deleted", EN, 2)


def test_a_document_that_is_withdrawn_leaves_nothing_to_say(repository: Repository) -> None:
    (repository.path / FR).unlink()
    (repository.path / EN).unlink()
    assert codes(propose(repository, {})) == []


NAMES = {
    # name: (the files moved, what is said, and where)
    "the governing file alone": ({FR: "docs/fr/conditions.md"}, ["docs/fr/conditions.md"]),
    "the translation alone": ({EN: "docs/en/conditions.md"}, ["docs/en/conditions.md"]),
    "into a folder": ({EN: "docs/en/terms/cgu.md"}, ["docs/en/terms/cgu.md"]),
    "both": ({FR: "docs/fr/conditions.md", EN: "docs/en/conditions.md"}, []),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_document_has_one_name_in_all_languages(name: str, repository: Repository) -> None:
    moves, expected = NAMES[name]
    written = {moves.get(uri, uri): text for uri, text in write("2.0", 15).items()}
    for uri in moves:
        (repository.path / uri).unlink()
    proposal = propose(repository, written)
    assert lines(proposal, "document-names") == [(uri, 2) for uri in expected]
    assert codes(proposal) == ["document-names"] * len(expected)
    for problem in found(proposal, "document-names"):
        check_form(problem)
        assert is_warning(problem)


def test_names_that_always_differed_are_not_spoken_of(repository: Repository) -> None:
    first = head("1.0", effective_date="2026-02-01", change="initial") + ENGLISH
    repository.commit({EN: None, "docs/en/terms.md": first})
    files = write("2.0", 15)
    assert codes(propose(repository, {FR: files[FR], "docs/en/terms.md": files[EN]})) == []
