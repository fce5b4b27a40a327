"""The guide for the legal team does what it says: its examples are run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausier.cli import main
from proposing import ENGLISH, FRENCH, head, start
from repositories import EN, FR, Repository, pin_environment
from sites import write_configuration

GUIDE = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
LANGUAGES = ("fr", "en")
_SHOWN = re.compile(r"```sh\n(clausier .*?)\n```\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPOKEN = re.compile(r"(?<!`)`(clausier [^`]+ [^`]+|clausier (?:check|status))`(?!`)")
_FIRST = head("1.0", effective_date="2026-02-01", change="initial")


def read_part(language: str) -> str:
    french, english = GUIDE.split("\n## English\n")
    return french if language == "fr" else english


def list_commands(language: str) -> list[str]:
    """Every command that the guide spells out, once each."""
    part = read_part(language)
    shown = [match[1] for match in _SHOWN.finditer(part)]
    return list(dict.fromkeys(shown + _SPOKEN.findall(part)))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A company that published 1.0 of its terms, then 1.1; it works on a branch."""
    pin_environment(monkeypatch)
    monkeypatch.setenv("CLAUSIER_AS_OF", "2026-06-15")
    repository = start(tmp_path / "depot")
    write_configuration(repository.path)
    repository.commit({})
    monkeypatch.chdir(repository.path)
    return repository


def publish_next(repository: Repository) -> None:
    coming = {"effective_date": "2026-05-01", "change": "editorial"}
    repository.commit(
        {
            FR: head("1.1", summary="Plus court.", **coming) + FRENCH.replace("30", "15"),
            EN: head("1.1", summary="Shorter.", **coming) + ENGLISH.replace("30", "15"),
        }
    )


def run(command: str) -> Result:
    name, *arguments = shlex.split(command)
    assert name == "clausier"
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_guide_shows_is_what_is_said(language: str, repository: Repository) -> None:
    shown = _SHOWN.findall(read_part(language))
    assert shown
    repository.write({FR: _FIRST + FRENCH.replace("30", "15")})
    for command, expected in shown:
        result = run(command)
        # The short name of a commit is that of this repository.
        said = re.sub(r"\b[0-9a-f]{10}\b", "1f0c2ab9de", result.stdout)
        assert said == expected
        assert result.exit_code == 1


@pytest.mark.parametrize("command", [c for language in LANGUAGES for c in list_commands(language)])
def test_what_the_guide_spells_out_can_be_typed(command: str, repository: Repository) -> None:
    publish_next(repository)
    for folder in ("anciennes", "old"):
        (repository.path / folder).mkdir()
        (repository.path / folder / "cgu-2023-04-01-fr.md").write_text("# Conditions\n")
    result = run(command)
    # One asks, and nobody is there to answer; the other's plan is a file that a person has edited.
    if command in ("clausier new cgu", "clausier import cgu --plan plan.csv"):
        assert result.exit_code in (1, 2)
    else:
        assert result.exit_code == 0, result.output
    assert "Usage:" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_both_halves_of_the_guide_spell_out_the_same_commands() -> None:
    french, english = (
        {" ".join(command.split()[:2]) for command in list_commands(language)}
        for language in LANGUAGES
    )
    assert french == english >= {"clausier check", "clausier new", "clausier compare"}
