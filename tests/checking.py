"""Cases of checks: what a pair of texts is told, over a repository that published a version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from clausier.checks import list_problems
from clausier.errors import Problem
from clausier.words import load_words
from proposing import head, propose, start
from repositories import EN, FR, Content, Repository, check_form, pin_environment


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """Return a repository that published version 1.0; cases only write over its files."""
    with pytest.MonkeyPatch.context() as environment:
        pin_environment(environment)
        yield start(tmp_path_factory.mktemp("published"))


def tell(
    repository: Repository, french: str, english: str, files: Mapping[str, Content] | None = None
) -> list[Problem]:
    """Return what is said of version 2.0 with these texts; each in the right form, also in French.

    Other files stand in the tree for this alone.
    """
    summed = {
        FR: head(summary="Ce qui change.") + french,
        EN: head(summary="What changes.") + english,
    }
    try:
        proposal = propose(repository, {**summed, **(files or {})})
        problems = list(list_problems(proposal))
    finally:
        for uri in files or {}:
            Path(repository.path / uri).unlink(missing_ok=True)
    for problem in problems:
        check_form(problem)
        said = problem.render(load_words("fr").gettext)
        assert "%(" not in said
    return problems


def name(problems: list[Problem]) -> list[str]:
    """Return codes, once each, in alphabetical order."""
    return sorted({problem.code for problem in problems})
