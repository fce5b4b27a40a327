"""The commands of the legal team, run on a real repository as a lawyer would run them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausier.cli import main
from proposing import start
from repositories import Repository, pin_environment
from sites import write_configuration

DAY = "2026-06-15"
Command = Callable[..., Result]


def start_site(path: Path, **choices: object) -> Repository:
    """Return a site whose `cgu` 1.0 is published in both languages; `choices` of the company."""
    repository = start(path)
    clausier = {"publisher": "Maison", "documents": {"cgu": {"kind": "terms-of-service"}}}
    write_configuration(path, extra={"clausier": {**clausier, **choices}})
    repository.commit({})
    return repository


def prepare(monkeypatch: pytest.MonkeyPatch, day: str = DAY) -> None:
    """Hide the machine, and let it be one day."""
    pin_environment(monkeypatch)
    monkeypatch.setenv("CLAUSIER_AS_OF", day)
    for name in ("NO_COLOR", "CLAUSIER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def runner(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return what runs a command in a repository, in this process; it says nothing of Python."""
    monkeypatch.chdir(repository.path)

    def run(*arguments: str, answers: str | None = None) -> Result:
        result = CliRunner().invoke(main, arguments, input=answers)
        assert result.exception is None or isinstance(result.exception, SystemExit), result
        assert "Traceback" not in result.output
        return result

    return run
