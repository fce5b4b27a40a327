"""Versions that were published too late to be read before they applied."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausier.deadlines import describe_late, iter_late
from repositories import EN, ENGLISH, FR, OTHER, PARIS, Repository, document, page, pin_environment
from sites import build, start_site


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pin_environment(monkeypatch)
    return Repository.create(tmp_path)


def late(repository: Repository) -> list[str]:
    return [str(version.number) for version in iter_late(document(repository.timeline()), PARIS)]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2026-06-30T09:00:00+02:00", []),
        ("2026-07-01T00:30:00+02:00", []),  # on its very day
        ("2026-07-01T23:30:00Z", ["1.1"]),  # the next day, in Paris
        ("2026-09-01T09:00:00+02:00", ["1.1"]),
    ],
)
def test_a_version_merged_after_its_day_is_late(
    repository: Repository, published: str, expected: list[str]
) -> None:
    repository.commit({FR: page("1.0", date="2026-02-01")}, at="2026-01-15T09:00:00Z")
    repository.commit({FR: page("1.1", OTHER, date="2026-07-01")}, at=published)
    assert late(repository) == expected


def test_what_applied_before_the_document_came_here_is_not_late(repository: Repository) -> None:
    repository.commit({FR: page("1.0", date="2022-02-01")}, at="2026-01-15T09:00:00Z")
    repository.commit({FR: page("1.1", OTHER, date="2024-07-01")}, at="2026-01-15T09:00:00Z")
    assert late(repository) == []


def test_a_build_says_what_came_too_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pin_environment(monkeypatch)
    first = {FR: page("1.0", date="2026-02-01"), EN: page("1.0", ENGLISH, date="2026-02-01")}
    repository = start_site(tmp_path, first)
    second = {FR: page("1.1", OTHER, date="2026-07-01", summary="Ce qui change.")}
    repository.commit(second, at="2030-01-15T09:00:00Z")
    built = build(repository, "2030-02-01")
    assert built.code == 0
    found = document(repository.timeline())
    [version] = iter_late(found, PARIS)
    said = str(describe_late(found, version, PARIS))
    assert "took force on 2026-07-01 and was published on 2030-01-15 only" in said
    assert said in built.output
