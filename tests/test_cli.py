"""The `clausier` command, on real repositories: what it shows, and what it says is wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausier.cli import main
from clausier.demo import make_demo
from redline_reading import parse
from repositories import EN, ENGLISH, FR, OTHER, Repository, page, pin_environment
from servers import find_server, wrap_nginx
from sites import SITE_URL, publish, start_site, write_configuration

DAY = "2026-06-15"
LATER = "2026-03-02T10:00:00+01:00"
FILES = {FR: page(date="2026-02-01"), EN: page(text=ENGLISH, date="2026-02-01")}
NEXT = {FR: page("1.1", OTHER, date="2026-06-01")}
DATA = "docs/fr/donnees.md"

Command = Callable[..., Result]


def make_site(path: Path) -> Repository:
    """Return a repository with two versions, the second without its translation."""
    repository = Repository.create(path)
    write_configuration(path)
    repository.commit({**FILES, DATA: page(document="donnees", date="2026-02-01")})
    repository.commit(NEXT, at=LATER)
    return repository


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return make_site(tmp_path_factory.mktemp("site") / "depot")


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    pin_environment(monkeypatch)
    monkeypatch.setenv("CLAUSIER_AS_OF", DAY)
    monkeypatch.setenv("CLAUSIER_LANG", "en")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.fixture
def run(made: Repository, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command in the repository, in this process."""
    monkeypatch.chdir(made.path)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return run


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("clausier.commands.output.is_terminal", lambda: True)
    yield


def said(result: Result, code: int) -> str:
    """Return what is said to be wrong, which is one line and no trace."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: "), line
    return line.removeprefix("Error: ")


# What it shows


def test_two_versions_are_compared_in_the_language_that_binds(run: Command) -> None:
    result = run("compare", "cgu", "1.0", "1.1")
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert lines[0] == "Conditions : version 1.1 comparée à la version 1.0"
    assert lines[3] == "Version 1.1, en vigueur depuis le 1er juin 2026"
    assert lines[-1] == "1.1. Le client paie {+dans les trente jours+}."


def test_the_older_version_comes_first_whatever_was_asked_for(run: Command) -> None:
    swapped = run("compare", "cgu", "1.1", "1.0")
    assert swapped.exit_code == 0
    assert swapped.stdout == run("compare", "cgu", "1.0", "1.1").stdout
    assert swapped.stderr == "1.1 is the newer one: 1.0 comes first.\n"


def test_a_version_is_identical_to_itself(run: Command) -> None:
    result = run("compare", "cgu", "1.0", "1.0", "--lang", "en")
    assert result.exit_code == 0
    assert result.stdout.endswith("\nOne and the same version: there is nothing to compare.\n")
    assert "Change of" not in result.stdout
    assert "First version" not in result.stdout


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("text", b"Conditions"),
        ("markdown", b"## Conditions"),
        ("html", b"<!doctype html>\n"),
        ("json", b"{\n"),
        ("pdf", b"%PDF-"),
    ],
)
def test_each_form_is_the_same_bytes_on_the_screen_and_in_a_file(
    run: Command, tmp_path: Path, form: str, beginning: bytes
) -> None:
    shown = run("compare", "cgu", "1.0", "1.1", "--format", form)
    assert shown.exit_code == 0, shown.output
    assert shown.stdout_bytes.startswith(beginning)
    file = tmp_path / "redline"
    written = run("compare", "cgu", "1.0", "1.1", "--format", form, "--output", str(file))
    assert (written.exit_code, written.stdout) == (0, "")
    assert written.stderr == f"Wrote the comparison of cgu 1.0 and 1.1 as {form} to {file}.\n"
    assert file.read_bytes() == shown.stdout_bytes
    dashed = run("compare", "cgu", "1.0", "1.1", "--format", form, "--output", "-")
    assert dashed.stdout_bytes == shown.stdout_bytes


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("a.md", b"## "),
        ("a.HTML", b"<!doctype"),
        ("a.json", b"{"),
        ("a.pdf", b"%PDF-"),
        ("a.txt", b"Conditions"),
        ("a", b"Conditions"),
    ],
)
def test_a_file_s_name_says_its_form(
    run: Command, tmp_path: Path, name: str, beginning: bytes
) -> None:
    assert run("compare", "cgu", "1.0", "1.1", "--output", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / name).read_bytes().startswith(beginning)


def test_a_form_may_be_named_for_a_file_that_ends_as_none(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.1"
    run("compare", "cgu", "1.0", "1.1", "--output", str(file), "--format", "html")
    assert file.read_bytes().startswith(b"<!doctype")


def test_a_file_whose_name_says_another_form_or_none_is_refused(
    run: Command, tmp_path: Path
) -> None:
    file = tmp_path / "a.pdf"
    refused = run("compare", "cgu", "1.0", "1.1", "--output", str(file), "--format", "html")
    assert said(refused, 1).startswith(f"{file} ends as pdf does, and --format says html. ")
    assert not file.exists()
    file = tmp_path / "a.docx"
    message = said(run("compare", "cgu", "1.0", "1.1", "--output", str(file)), 1)
    assert message.startswith(f'{file} ends in ".docx", which says no form. ')
    assert ".txt, .md, .html, .htm, .json, .pdf" in message
    assert not file.exists()


def test_a_file_that_is_replaced_is_said_to_be(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("autre")
    written = run("compare", "cgu", "1.0", "1.1", "--output", str(file))
    assert written.stderr == (
        f"Wrote the comparison of cgu 1.0 and 1.1 as markdown to {file}, "
        "in place of the file that was there.\n"
    )
    assert file.read_bytes().startswith(b"## ")


def test_a_language_is_found_in_whatever_case(run: Command) -> None:
    shown = run("compare", "cgu", "1.0", "1.1", "--lang", "FR")
    assert (shown.exit_code, shown.stdout) == (0, run("compare", "cgu", "1.0", "1.1").stdout)


def test_what_is_shown_speaks_of_the_site(run: Command) -> None:
    data = json.loads(run("compare", "cgu", "1.0", "1.1", "--format", "json").stdout)
    assert data["newer"]["texts"]["fr"]["html_url"] == f"{SITE_URL}cgu/versions/1.1/"
    root = parse(run("compare", "cgu", "1.0", "1.1", "--format", "html").stdout)
    assert f"{SITE_URL}cgu/compare/1.0/1.1/" in root.xpath("//footer//a/@href")


@pytest.mark.usefixtures("on_terminal")
def test_a_terminal_gets_colours_in_place_of_signs(run: Command) -> None:
    shown = run("compare", "cgu", "1.0", "1.1").stdout
    assert "\x1b[32;4mdans les trente jours\x1b[39;24m" in shown
    assert "{+" not in shown


@pytest.mark.usefixtures("on_terminal")
@pytest.mark.parametrize(
    ("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")], ids=["NO_COLOR", "dumb"]
)
def test_a_terminal_that_wants_no_colours_gets_signs(
    run: Command, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert "{+dans les trente jours+}" in run("compare", "cgu", "1.0", "1.1").stdout
    coloured = run("compare", "cgu", "1.0", "1.1", "--color").stdout
    assert "\x1b[32;4mdans les trente jours" in coloured


def test_colours_are_chosen_whatever_the_output(run: Command) -> None:
    assert "\x1b[" in run("compare", "cgu", "1.0", "1.1", "--color").stdout
    assert "\x1b[" not in run("compare", "cgu", "1.0", "1.1", "--no-color").stdout


@pytest.mark.usefixtures("on_terminal")
def test_a_terminal_is_spared_what_it_cannot_show(run: Command) -> None:
    message = said(run("compare", "cgu", "1.0", "1.1", "--format", "pdf"), 1)
    assert "--output" in message


def test_the_configuration_is_found_from_below_or_named(
    made: Repository, run: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    expected = run("compare", "cgu", "1.0", "1.1").stdout
    monkeypatch.chdir(made.path / "docs" / "fr")
    assert run("compare", "cgu", "1.0", "1.1").stdout == expected
    monkeypatch.chdir(tmp_path)
    named = run("compare", "cgu", "1.0", "1.1", "--config", str(made.path / "mkdocs.yml"))
    assert named.stdout == expected


def test_statuses_are_those_of_the_day_asked_for(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSIER_AS_OF", "2026-05-31")
    lines = run("compare", "cgu", "1.0", "1.1").stdout.splitlines()
    assert lines[3] == "Version 1.1, à venir : elle entrera en vigueur le 1er juin 2026"


def test_the_sample_repository_can_be_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configuration = make_demo(tmp_path / "demo")
    monkeypatch.chdir(configuration.parent / "repository")
    result = CliRunner().invoke(main, ["compare", "conditions", "2.0", "2.1", "--lang", "en"])
    assert result.exit_code == 0, result.output
    assert re.search(r"(?m)^  4\.4 → 6\.4  Moved, renumbered, modified  \+\d$", result.stdout)
    assert "{>>Moved to 6.4<<} [-4.4. " in result.stdout


# What is not committed


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = make_site(tmp_path / "depot")
    monkeypatch.chdir(repository.path)
    repository.write({FR: page("1.2", "# Conditions\n\nAutre.\n"), EN: None})
    return repository


@pytest.mark.usefixtures("edited")
def test_what_is_not_committed_is_said_to_be_left_out() -> None:
    runner = CliRunner()
    result = runner.invoke(main, ["compare", "cgu", "1.0", "1.1"])
    assert result.exit_code == 0
    rest = (
        " has changes that are not committed; they are not compared. "
        "Commit them, or see them with `make serve`\n"
    )
    assert result.stderr == f"{EN}{rest}{FR}{rest}"
    assert "Autre" not in result.stdout
    other = runner.invoke(main, ["compare", "donnees", "1.0", "1.0"])
    assert other.stderr == ""


@pytest.mark.usefixtures("edited")
def test_a_version_that_is_not_committed_is_said_to_be_so() -> None:
    result = CliRunner().invoke(main, ["compare", "cgu", "1.1", "1.2"])
    assert said(result, 1) == (
        f'cgu has no version "1.2": {FR} holds it, but is not committed. '
        "Commit it, or see it with `make serve`"
    )
    assert "Did you mean" in said(CliRunner().invoke(main, ["compare", "cgu", "1.1", "1.3"]), 1)


# What was asked for does not exist


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["cgv", "1.0", "1.1"],
            'there is no document "cgv". Did you mean "cgu"? The documents are cgu, donnees',
        ),
        (["x", "1.0", "1.1"], 'there is no document "x". The documents are cgu, donnees'),
        (
            ["cgu", "1.0", "1.2"],
            'cgu has no version "1.2". Did you mean "1.1"? Its versions are 1.0, 1.1',
        ),
        (["cgu", "--", "-1", "1.0"], 'cgu has no version "-1". Its versions are 1.0, 1.1'),
        (
            ["cgu", "1.0", "1.0", "--lang", "de"],
            '"de" is not a language of the site. Its languages are fr, en',
        ),
        (
            ["cgu", "1.0", "1.1", "--lang", "en"],
            "cgu 1.1 does not exist in en. Compare with --lang fr",
        ),
        (
            ["donnees", "1.0", "1.0", "--lang", "en"],
            "donnees 1.0 does not exist in en. Compare with --lang fr",
        ),
    ],
)
def test_what_does_not_exist_is_said_with_what_does(
    run: Command, arguments: list[str], message: str
) -> None:
    assert said(run("compare", *arguments), 1) == message


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "cgu", "1.0"],
        ["compare", "cgu", "1.0", "1.1", "--format", "docx"],
        ["compare", "cgu", "1.0", "1.1", "--langue", "fr"],
        ["comparer"],
        ["--langue"],
    ],
)
def test_wrong_use_is_said_without_a_trace(run: Command, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines()[0].startswith("Usage: ")
    assert result.stderr.splitlines()[-1].startswith("Error: ")


def test_a_file_that_cannot_be_written_is_said(run: Command, tmp_path: Path) -> None:
    nowhere = tmp_path / "nulle" / "part.txt"
    message = said(run("compare", "cgu", "1.0", "1.1", "--output", str(nowhere)), 1)
    assert message.startswith(f"{nowhere} cannot be written (No such file or directory)")
    message = said(run("compare", "cgu", "1.0", "1.1", "--output", str(tmp_path)), 1)
    assert "(Is a directory)" in message


# There is nothing to look at


def test_a_folder_without_a_site_is_said(
    run: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("clausier.configuration.FILE_NAMES", ("nulle-part.yml",))
    assert "--config" in said(run("compare", "cgu", "1.0", "1.1"), 2)


def test_a_configuration_with_a_mistake_is_said_with_its_line(run: Command, tmp_path: Path) -> None:
    wrong = tmp_path / "mkdocs.yml"
    wrong.write_text("site_url: [\n")
    message = said(run("compare", "cgu", "1.0", "1.1", "--config", str(wrong)), 2)
    assert message.startswith(f"{wrong}:2: ")
    missing = tmp_path / "nulle-part.yml"
    assert "was not found" in said(run("compare", "cgu", "1.0", "1.1", "--config", str(missing)), 2)


def test_a_folder_outside_of_git_is_said(
    made: Repository, run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(made.path / "mkdocs.yml", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert "docs does not exist" in said(run("compare", "cgu", "1.0", "1.1"), 2)
    shutil.copytree(made.path / "docs", tmp_path / "docs")
    assert "git repository" in said(run("compare", "cgu", "1.0", "1.1"), 2)


def test_a_shallow_clone_is_said(
    made: Repository, run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "clone"
    made.git("clone", "--quiet", "--depth=1", made.path.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    assert "shallow clone" in said(run("compare", "cgu", "1.0", "1.1"), 2)


def test_a_history_with_a_mistake_is_said(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = make_site(tmp_path / "depot")
    repository.commit({FR: page("1.1", "# Conditions\n\nAutre.\n", date="2026-06-01")}, at=LATER)
    monkeypatch.chdir(repository.path)
    assert "docs/fr/cgu.md" in said(run("compare", "cgu", "1.0", "1.1"), 2)


def test_a_day_that_is_none_is_said(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSIER_AS_OF", "demain")
    assert 'CLAUSIER_AS_OF is "demain"' in said(run("compare", "cgu", "1.0", "1.1"), 2)


def test_a_text_that_nests_too_deeply_is_said(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository.create(tmp_path / "depot")
    write_configuration(repository.path)
    repository.commit({FR: page(text="# A\n\n" + "<b>" * 5000 + "\n", date="2026-02-01")})
    monkeypatch.chdir(repository.path)
    assert "nested too deeply" in said(run("compare", "cgu", "1.0", "1.0"), 2)


def test_a_language_without_words_is_said(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository.create(tmp_path / "depot")
    languages = [{"locale": "de", "name": "Deutsch", "default": True}]
    extra = {"clausier": {"publisher": "Haus", "governing_language": "de"}}
    plugins = [{"i18n": {"languages": languages}}]
    write_configuration(repository.path, plugins=plugins, extra=extra)
    repository.commit({"docs/de/agb.md": page(document="agb", date="2026-02-01")})
    monkeypatch.chdir(repository.path)
    assert 'no words in "de"' in said(run("compare", "agb", "1.0", "1.0"), 2)


# As it is installed

COMMAND = Path(sys.executable).with_name("clausier")


def start(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run the installed command in a folder."""
    return subprocess.run(
        [COMMAND, *arguments],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        check=False,
    )


def test_the_installed_command_compares(made: Repository) -> None:
    done = start(made.path, "compare", "cgu", "1.0", "1.1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "{+dans les trente jours+}" in done.stdout.decode()
    refused = start(made.path, "compare", "cgu", "1.0", "9.9")
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert refused.stderr.decode().startswith('Error: cgu has no version "9.9"')


def test_output_is_utf_8_whatever_the_locale(made: Repository) -> None:
    arguments = ("compare", "cgu", "1.0", "1.1")
    done = start(made.path, *arguments, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "comparée" in done.stdout.decode()


def test_a_reader_that_goes_away_gets_no_trace(made: Repository) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [COMMAND, "compare", "cgu", "1.0", "1.1"],
        cwd=made.path,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
@pytest.mark.parametrize("form", ["text", "pdf"])
def test_output_that_takes_no_more_is_said_in_one_line(made: Repository, form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [COMMAND, "compare", "cgu", "1.0", "1.1", "--format", form],
            cwd=made.path,
            env={**os.environ, "PYTHONUNBUFFERED": ""},  # little output waits until the end
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    (line,) = done.stderr.decode().splitlines()
    assert (done.returncode, line) == (
        1,
        "Error: the output cannot be written (No space left on device). Write it elsewhere",
    )


def test_the_command_says_what_it_does(run: Command) -> None:
    help_text = run("--help").stdout
    assert "compare" in help_text
    assert "CLAUSIER_AS_OF" in run("compare", "--help").stdout
    assert run("--version").stdout.strip()


# How the site is served


@pytest.fixture(scope="module")
def online(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository whose site was built."""
    repository = start_site(tmp_path_factory.mktemp("online") / "depot", FILES)
    publish(repository, DAY)
    return repository


@pytest.fixture
def serving(online: Repository, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.chdir(online.path)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ("serving", *arguments))

    return run


def test_nginx_takes_the_configuration_that_is_printed(
    serving: Command, online: Repository, tmp_path: Path
) -> None:
    result = serving("nginx", "--listen", "127.0.0.1:8080")
    assert (result.exit_code, result.stderr) == (0, "")
    assert f'root "{online.path / "site"}";' in result.stdout
    assert "server_name terms.example;" in result.stdout
    path = wrap_nginx(tmp_path, result.stdout_bytes)
    command = [find_server("nginx"), "-t", "-p", str(tmp_path), "-c", str(path), "-e", "stderr"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_caddy_takes_the_configuration_that_is_printed(serving: Command, tmp_path: Path) -> None:
    result = serving("caddy", "--root", "/srv/terms")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "root * `/srv/terms`" in result.stdout
    assert "\nhttps://terms.example {" in result.stdout
    path = tmp_path / "Caddyfile"
    path.write_bytes(result.stdout_bytes)
    command = [find_server("caddy"), "validate", "--config", str(path), "--adapter", "caddyfile"]
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    done = subprocess.run(
        command, env={**os.environ, **homes}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_site_that_was_not_built_cannot_be_served(run: Command) -> None:
    assert said(run("serving", "nginx"), 2) == ("there is no site in site. Build it first")


def test_what_is_wrong_is_said_in_the_language_of_whoever_asks(
    run: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLAUSIER_LANG", "fr")
    result = run("compare", "cgu", "1.0", "9.9")
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("Erreur\u00a0: ")
    assert " version" in line
    written = run("compare", "cgu", "1.1", "1.0", "--output", str(tmp_path / "c.md"))
    first, second = written.stderr.splitlines()
    assert first == "1.1 est la plus récente\u00a0: 1.0 vient d’abord."
    assert second.startswith("Comparaison de cgu 1.0 et 1.1 écrite dans ")
