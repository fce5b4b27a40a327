"""`clausier check` and its `--fix`, as somebody runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausier.cli import main
from proposing import ENGLISH, FRENCH, head, start
from repositories import EN, FR, Repository, pin_environment
from sites import write_configuration


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pin_environment(monkeypatch)
    monkeypatch.setenv("CLAUSIER_AS_OF", "2026-06-15")
    repository = start(tmp_path)
    write_configuration(tmp_path)
    monkeypatch.chdir(tmp_path)
    return repository


def check(*arguments: str, language: str = "fr") -> Result:
    return CliRunner().invoke(main, ["check", "--lang", language, *arguments])


def write(repository: Repository, french: str, english: str = ENGLISH) -> None:
    repository.write(
        {
            FR: head(summary="Ce qui change.") + french,
            EN: head(summary="What changes.") + english.replace("one year", "two years"),
        }
    )


def test_a_warning_is_said_and_does_not_fail(repository: Repository) -> None:
    write(repository, FRENCH.replace("un an", "deux  ans"))
    result = check()
    assert result.exit_code == 0
    assert "docs/fr/cgu.md\n\n    18  des espaces sont doublées" in result.output
    assert "[space-doubled] (à regarder)" in result.output


def test_an_error_fails(repository: Repository) -> None:
    write(repository, FRENCH.replace("un an", "[durée à compléter]"))
    result = check()
    assert result.exit_code == 1
    assert "docs/fr/cgu.md\n\n    18  un passage reste à compléter" in result.output
    assert "à regarder" not in result.output


def test_fix_mends_says_where_and_checks_again(repository: Repository) -> None:
    write(repository, FRENCH.replace("un an", "deux  ans").replace("10 €", "[montant]"))
    result = check("--fix")
    assert result.exit_code == 1
    said = result.output.splitlines()
    assert said[0].startswith("docs/fr/cgu.md\u00a0: corrigé sans changer un mot")
    assert said[0].endswith("(18)")
    assert [line for line in said if "[" in line][-1].strip() == "[placeholder]"
    assert "space-doubled" not in result.output
    text = (repository.path / FR).read_text("utf-8")
    assert text == head(summary="Ce qui change.") + FRENCH.replace("un an", "deux ans").replace(
        "10 €", "[montant]"
    )


def test_fix_with_nothing_to_mend_writes_nothing(repository: Repository) -> None:
    write(repository, FRENCH.replace("un an", "deux ans"))
    before = (repository.path / FR).stat().st_mtime_ns
    result = check("--fix", language="en")
    assert (result.exit_code, result.output) == (
        0,
        "There is nothing to mend.\nNothing is wrong.\n",
    )
    assert (repository.path / FR).stat().st_mtime_ns == before


def test_fix_keeps_its_hands_off_a_published_text(repository: Repository) -> None:
    path = repository.path / FR
    changed = path.read_text("utf-8").replace("un an", "deux  ans")
    path.write_text(changed, "utf-8")
    assert check("--fix").exit_code == 1
    assert path.read_text("utf-8") == changed


def test_what_programs_read_is_the_report_alone(repository: Repository) -> None:
    write(repository, FRENCH.replace("un an", "deux  ans"))
    result = check("--fix", "--format", "json")
    assert json.loads(result.stdout)["findings"] == []
    assert "corrigé sans changer un mot" in result.stderr
