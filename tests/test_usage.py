"""How commands say what they take, and what is wrong with how they were asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from clausier.cli import main
from clausier.commands.usage import SpokenCommand, SpokenGroup
from commanding import prepare, start_site
from repositories import Repository

COMMANDS = sorted(main.commands)


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(monkeypatch)


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


# Help


@pytest.mark.usefixtures("french")
def test_help_is_in_the_language_of_the_system() -> None:
    said = plain(run("new", "--help").output)
    assert said.startswith("Usage : main new [OPTIONS] DOCUMENT\n")
    assert "Commence la prochaine version de DOCUMENT dans toutes les langues." in said
    assert "\nOptions :\n" in said
    assert "--summary LANGUE TEXTE" in said
    assert "-h, --help" in said
    assert "Affiche cette aide." in said


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize("command", COMMANDS)
def test_no_english_is_left_in_french_help(command: str) -> None:
    for said in (run("--help").output, run(command, "--help").output):
        words = {word.strip(".,;:()").casefold() for word in said.split()}
        assert not words & {"the", "of", "what", "with", "left", "file", "folder"}


@pytest.mark.parametrize("arguments", [("--lang", "fr", "--help"), ("--help", "--lang=fr")])
def test_help_is_in_the_language_asked_for_wherever_it_is(arguments: tuple[str, ...]) -> None:
    assert "Affiche cette aide." in run("check", *arguments).output
    assert "Show this message" in run("check", "--help").output


def test_the_language_of_compared_texts_is_not_the_one_to_speak() -> None:
    assert "Show what changed" in run("compare", "--lang", "fr", "--help").output


@pytest.mark.usefixtures("french")
def test_the_command_alone_says_what_there_is_and_ends_with_1() -> None:
    done = run()
    assert done.exit_code == 1
    assert "\nCommandes\u00a0:\n" in done.stderr


# Wrong use


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("comparer", "il n’y a pas de commande « comparer ». Vouliez-vous dire « compare » ? Les"),
        ("--langue", "il n’y a pas d’option « --langue ». Les options : --version, -h, --help"),
        ("check --langue", "il n’y a pas d’option « --langue ». Vouliez-vous dire « --lang » ?"),
        ("compare cgu 1.0", "il manque RÉCENTE. Voyez `main compare --help`"),
        ("verify", "il manque ADRESSE|DOSSIER. Voyez"),
        ("compare cgu 1.0 1.1 --format docx", "--format attend l’un de ces mots : text, markdown,"),
        ("serving apache", "SERVEUR attend l’un de ces mots : nginx, caddy. Voyez"),
        ("verify site --after 0", "--after attend un nombre entier à partir de 1. Voyez"),
        ("serve --port x", "--port attend un nombre entier. Voyez"),
        ("check --config", "--config attend une valeur : FICHIER. Voyez"),
        ("new cgu --summary fr", "--summary attend une valeur : LANGUE TEXTE. Voyez"),
        ("new cgu --yes=1", "--yes n’attend pas de valeur. Voyez"),
        ("log cgu 1.0 1.1", "« 1.0 1.1 » est de trop : la commande n’en attend pas tant. Voyez"),
    ],
)
def test_wrong_use_is_said_in_french(arguments: str, said: str) -> None:
    done = run(*arguments.split())
    assert (done.exit_code, done.stdout) == (1, "")
    usage, empty, error = plain(done.stderr).splitlines()
    assert usage.startswith("Usage : main")
    assert empty == ""
    assert error.startswith(f"Erreur : {said}")


def test_wrong_use_is_said_in_the_language_asked_for() -> None:
    assert "Erreur\u00a0: il n’y a pas d’option" in run("check", "--lang", "fr", "--x").stderr
    assert "Error: there is no option" in run("check", "--lang", "en", "--x").stderr


@pytest.mark.usefixtures("french")
def test_what_click_alone_knows_to_be_wrong_is_said_all_the_same() -> None:
    @click.command(cls=SpokenCommand)
    def odd() -> None:
        raise click.UsageError("too odd")

    done = CliRunner().invoke(SpokenGroup(commands={"odd": odd}), ["odd"])
    assert done.exit_code == 1
    assert "Erreur\u00a0: cela ne s’emploie pas ainsi (too odd)." in done.stderr


@pytest.mark.usefixtures("french")
def test_who_interrupts_a_command_gets_one_line() -> None:
    @click.command(cls=SpokenCommand)
    def slow() -> None:
        raise KeyboardInterrupt

    done = CliRunner().invoke(SpokenGroup(commands={"slow": slow}), ["slow"])
    assert done.exit_code == 1
    assert plain(done.stderr) == "\nErreur : interrompu. Vous pouvez recommencer à tout moment\n"


# Where output goes


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return start_site(tmp_path_factory.mktemp("site") / "depot")


def start(folder: Path, *arguments: str, **choices: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from clausier.cli import main; main()", *arguments]
    environment = {**os.environ, "PYTHONUNBUFFERED": "", "PYTHONIOENCODING": "ascii"}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, check=False, **choices
    )


OUTPUTS = [
    (("log", "cgu"), 1),
    (("status", "--json"), 1),
    (("check",), 2),
    (("review",), 2),
    (("verify", "{site}"), 2),
]


@pytest.mark.parametrize(("arguments", "code"), OUTPUTS, ids=[one[0][0] for one in OUTPUTS])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_output_that_takes_no_more_is_said_in_one_line(
    site: Repository, demo_site: Path, arguments: tuple[str, ...], code: int
) -> None:
    with Path("/dev/full").open("wb") as full:
        given = [one.format(site=demo_site) for one in arguments]
        done = start(site.path, *given, "--lang", "fr", stdout=full)
    (line,) = done.stderr.decode("utf-8", "backslashreplace").splitlines()
    assert done.returncode == code
    assert "(No space left on device)" in line


@pytest.mark.parametrize(("arguments", "_"), OUTPUTS, ids=[one[0][0] for one in OUTPUTS])
def test_a_reader_that_goes_away_gets_no_trace(
    site: Repository, demo_site: Path, arguments: tuple[str, ...], _: int
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    given = [one.format(site=demo_site) for one in arguments]
    done = start(site.path, *given, "--lang", "fr", stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def test_output_is_utf_8_whatever_the_system(site: Repository) -> None:
    done = start(site.path, "status", "--lang", "fr", stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "depuis le 1er\u00a0février 2026" in done.stdout.decode("utf-8")


def test_what_is_wrong_is_said_alike_by_every_command(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "mkdocs.yml")
    for name in ("check", "import", "log", "new", "review", "serve", "serving", "status"):
        given = {"serving": ["nginx"], "check": [], "review": [], "serve": [], "status": []}
        done = run(name, *given.get(name, ["cgu"]), "--config", nowhere, "--lang", "fr")
        (line,) = done.stderr.splitlines()
        assert (done.exit_code, done.stdout) == (2, "")
        assert line.startswith(f"Erreur\u00a0: {nowhere}")
