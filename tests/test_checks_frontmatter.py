"""Front matter and files: what is wrong with them has its code, and what looks like it passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from proposing import ENGLISH, FRENCH, codes, found, head, propose, start
from repositories import EN, FR, Content, Repository, check_form, pin_environment

RIGHT = head(summary="Ce qui change.") + FRENCH.replace("30 jours", "15 jours")
ENGLISH_FILE = head(summary="What changes.") + ENGLISH.replace("30 days", "15 days")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pin_environment(monkeypatch)
    return start(tmp_path)


def put(old: str, new: str, *, text: str = RIGHT) -> str:
    assert old in text
    return text.replace(old, new, 1)


WRONG: dict[str, tuple[Content, str, int]] = {
    # name: (the French file, the code, the line)
    "no document": (put("document: cgu\n", ""), "front-matter-key-missing", 2),
    "no change class": (put("change: substantive\n", ""), "front-matter-key-missing", 2),
    "a key misspelt": (put("summary:", "sumary:"), "front-matter-key-unknown", 6),
    "a key in French": (put("summary:", "resume:"), "front-matter-key-unknown", 6),
    "a key with a capital": (put("change:", "Change:"), "front-matter-key-unknown", 5),
    "a key twice": (put("summary:", "change: editorial\nsummary:"), "front-matter-key-twice", 6),
    "a class that is none": (put("substantive", "majeure"), "front-matter-value", 5),
    "a number of three": (put('"2.0"', '"2.0.1"'), "front-matter-value", 3),
    "an id with capitals": (put("document: cgu", "document: CGU"), "front-matter-value", 2),
    "a day that is none": (put("2026-09-01", "2026-09-31"), "front-matter-date", 4),
    "a day in French": (put("2026-09-01", "01/09/2026"), "front-matter-date", 4),
    "an empty line first": ("\n" + RIGHT, "front-matter-late", 2),
    "never closed": (put("---\n# ", "# "), "front-matter-unclosed", 1),
    "a tab": (put("change: ", "\tchange: "), "front-matter-not-yaml", 5),
    "a colon in a value": (put("Ce qui", "Ceci : ce qui: "), "front-matter-not-yaml", 6),
    "nothing below": (head(summary="Ce qui change."), "text-missing", 7),
    "nothing but space": (head(summary="Ce qui change.") + "\n \n", "text-missing", 7),
    "another encoding": (RIGHT.encode("latin-1", "replace"), "not-utf8", 8),
    "front matter lost": (FRENCH, "document-lost", 1),
}
LIKE: dict[str, Content] = {
    "a byte order mark": "\ufeff" + RIGHT,
    "line ends of Windows": RIGHT.replace("\n", "\r\n"),
    "a summary with a colon, in quotes": put("Ce qui change.", '"Délai : 15 jours."'),
    "a summary over two lines": put("summary: Ce qui", "summary: >-\n  Ce\n  qui"),
    "a comment": put("change: substantive", "change: substantive  # un délai"),
    "another order of keys": put("document: cgu\n", "").replace(
        "summary:", "document: cgu\nsummary:"
    ),
    "a number in single quotes": put('"2.0"', "'2.0'"),
    "a rule in the text": RIGHT + "\n---\n\nFin.\n",
    "yaml in the text": RIGHT + "\n```yaml\n---\ndocument: cgu\n---\n```\n",
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_has_its_code_and_line(name: str, repository: Repository) -> None:
    content, code, line = WRONG[name]
    proposal = propose(repository, {FR: content, EN: ENGLISH_FILE})
    [problem] = found(proposal, code)
    check_form(problem)
    assert (problem.place.uri, problem.place.line) == (FR, line)


@pytest.mark.parametrize("name", LIKE)
def test_what_looks_like_it_passes(name: str, repository: Repository) -> None:
    proposal = propose(repository, {FR: LIKE[name], EN: ENGLISH_FILE})
    tags = {code for _, code, _ in WRONG.values()}
    assert tags.isdisjoint(codes(proposal))


def test_two_files_of_one_document_and_of_two(repository: Repository) -> None:
    copy = "docs/fr/copie.md"
    assert "document-twice" in codes(propose(repository, {copy: RIGHT}))
    other = RIGHT.replace("document: cgu", "document: copie").replace('"2.0"', '"1.0"')
    other = other.replace("substantive", "initial")
    assert "document-twice" not in codes(propose(repository, {copy: other}))


def test_a_published_date_is_not_taken_back_and_a_proposal_has_none(
    repository: Repository,
) -> None:
    undated = head("1.0", effective_date=None, change="initial") + FRENCH
    assert "published-date-removed" in codes(propose(repository, {FR: undated}))
    proposed = head(summary="Ce qui change.", effective_date=None) + FRENCH + "\nFin.\n"
    assert "published-date-removed" not in codes(propose(repository, {FR: proposed}))
