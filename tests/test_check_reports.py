"""What `clausier check` says, as a lawyer reads it, as a git host shows it, as programs take it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from click.testing import CliRunner, Result

from clausier.checks.reports import (
    WIDTH,
    Report,
    build_report,
    render_github,
    render_json,
    render_sarif,
    render_text,
)
from clausier.cli import main
from clausier.errors import Place, Problem, say
from clausier.words import choose_language, load_words
from proposing import ENGLISH, FRENCH, head, start
from repositories import EN, FR, Repository, pin_environment
from sites import SITE_URL, write_configuration

MANUAL = "https://terms.example/checks/"
LONG = Problem(
    say("the text of version 1.0, published on 1 February 2026, is changed " + "here " * 12),
    say("Give the changed text the next number, or put back the text that was published then"),
    Place("docs/fr/cgu.md", 12),
    code="published-text-changed",
)
WHOLE = Problem(say("the title is missing"), say("Write one"), Place("docs/en/a b.md"), "lost")
NOWHERE = Problem(say("nothing is published"), say("Publish it"))
PROBLEMS = (NOWHERE, WHOLE, LONG)

Command = Callable[..., Result]


def make(*problems: Problem, language: str = "en", warnings: tuple[str, ...] = ()) -> Report:
    return build_report(problems, language, load_words(language), MANUAL, warnings)


# For people


def test_text_is_told_file_by_file_in_80_columns() -> None:
    text = render_text(make(*PROBLEMS))
    assert all(len(line) <= WIDTH for line in text.splitlines())
    assert text == (
        "        nothing is published.\n"
        "        → Publish it.\n"
        "\n"
        "docs/en/a b.md\n"
        "\n"
        "        the title is missing.\n"
        "        → Write one.\n"
        "        [lost]\n"
        "\n"
        "docs/fr/cgu.md\n"
        "\n"
        "    12  the text of version 1.0, published on 1 February 2026, is changed here\n"
        "        here here here here here here here here here here here .\n"
        "        → Give the changed text the next number, or put back the text that was\n"
        "          published then.\n"
        "        [published-text-changed]\n"
        "\n"
        "3 things to put right.\n"
        "What each code means: https://terms.example/checks/\n"
    )


def test_nothing_wrong_is_said_in_a_word() -> None:
    assert render_text(make()) == "Nothing is wrong.\n"
    assert render_text(make(language="fr")) == "Rien à corriger.\n"
    assert render_github(make()) == "Nothing is wrong.\n"


@pytest.mark.parametrize(
    ("language", "warnings", "said"),
    [
        ("en", (), "2 things to put right."),
        ("fr", (), "2 points à corriger."),
        ("en", ("lost",), "1 thing to put right. 1 thing to look at, which stops nothing."),
        ("fr", ("lost",), "1 point à corriger. 1 point à regarder, qui n’empêche rien."),
        ("fr", ("lost", LONG.code), "2 points à regarder, qui n’empêchent rien."),
    ],
)
def test_how_much_is_wrong_is_counted(language: str, warnings: tuple[str, ...], said: str) -> None:
    report = make(WHOLE, LONG, language=language, warnings=warnings)
    assert said in render_text(report).splitlines()
    assert said in render_github(report).splitlines()
    mark = "[lost] (à regarder)" if language == "fr" else "[lost] (to be looked at)"
    assert (mark in render_text(report)) == ("lost" in warnings)
    assert report.errors == 2 - len(warnings)


def test_colour_adds_nothing_but_colour() -> None:
    report = make(*PROBLEMS, warnings=("lost",))
    coloured = render_text(report, colour=True)
    assert "\x1b[31m" in coloured
    assert "\x1b[33m" in coloured
    assert re.sub(r"\x1b\[[0-9]*m", "", coloured) == render_text(report)


def test_a_text_cannot_command_the_terminal_or_turn_its_direction() -> None:
    hostile = Problem(
        say("the value is %(value)s", value="\x1b[2J\u202eevil"), say("x"), Place("a\x1bb.md"), "c"
    )
    text = render_text(make(hostile))
    assert "\x1b" not in text
    assert "\u202e" not in text


# For a git host


def test_a_git_host_gets_an_annotation_for_each() -> None:
    problem = Problem(
        say("100 %% of\r\nit: a, b"), say("Mend it"), Place("docs/fr/a,b:c%.md", 3), "some-code"
    )
    first, last = render_github(make(problem)).splitlines()
    assert first == (
        "::error file=docs/fr/a%2Cb%3Ac%25.md,line=3,title=some-code::"
        "100 %25 of%0D%0Ait: a, b. Mend it. https://terms.example/checks/#some-code"
    )
    assert last == "1 thing to put right."


def test_no_text_becomes_a_command_of_its_own() -> None:
    problem = Problem(
        say("%(value)s", value="x\n::stop-commands::token\r::debug::y"),
        say("Mend it"),
        Place("a\n::error::.md", 1),
        "c",
    )
    lines = re.split(r"[\r\n]+", render_github(make(problem)).strip())
    assert [line for line in lines if line.startswith("::")] == lines[:1]


def test_a_finding_without_a_place_is_an_annotation_of_the_whole() -> None:
    assert render_github(make(NOWHERE)).splitlines()[0] == (
        "::error::nothing is published. Publish it."
    )
    warned = render_github(make(WHOLE, warnings=("lost",))).splitlines()[0]
    assert warned.startswith("::warning file=docs/en/a b.md,title=lost::")


# For programs


def test_json_has_the_same_keys_for_ever() -> None:
    told = json.loads(render_json(make(*PROBLEMS, warnings=("lost",))))
    assert list(told) == ["schema_version", "language", "errors", "warnings", "findings"]
    assert (told["errors"], told["warnings"]) == (2, 1)
    for finding in told["findings"]:
        assert list(finding) == ["code", "severity", "file", "line", "what", "remedy", "url"]
    assert told["findings"][1] == {
        "code": "lost",
        "severity": "warning",
        "file": "docs/en/a b.md",
        "line": None,
        "what": "the title is missing",
        "remedy": "Write one",
        "url": "https://terms.example/checks/#lost",
    }
    assert json.loads(render_json(make()))["findings"] == []


_URI = {"type": "string", "format": "uri", "pattern": "^https?://"}
_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
_REGION = {
    "type": "object",
    "required": ["startLine"],
    "properties": {"startLine": {"type": "integer", "minimum": 1}},
    "additionalProperties": False,
}
_LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {
                        "uri": {"type": "string", "pattern": "^(?!/)[A-Za-z0-9%/._~-]+$"},
                        "uriBaseId": {"type": "string"},
                    },
                    "additionalProperties": False,
                },
                "region": _REGION,
            },
            "additionalProperties": False,
        }
    },
    "additionalProperties": False,
}
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": _URI,
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "language": {"pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "language": {"type": "string"},
                                    "informationUri": _URI,
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": _TEXT,
                                                "helpUri": _URI,
                                            },
                                            "additionalProperties": False,
                                        },
                                    },
                                },
                                "additionalProperties": False,
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "level"],
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": _TEXT,
                                "locations": {"type": "array", "items": _LOCATION},
                            },
                            "additionalProperties": False,
                        },
                    },
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
"""What of the schema of SARIF 2.1.0 a log of ours touches, nothing else let through."""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_sarif_is_as_the_standard_wants_it(language: str) -> None:
    for problems in ((), PROBLEMS, (LONG, LONG)):
        log = json.loads(render_sarif(make(*problems, language=language, warnings=("lost",))))
        jsonschema.validate(log, SARIF)
        (run,) = log["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert len(run["results"]) == len(problems)
        for result, problem in zip(run["results"], problems, strict=True):
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == problem.code
            for location in result.get("locations", ()):
                uri = location["physicalLocation"]["artifactLocation"]["uri"]
                assert unquote(uri) == problem.place.uri


def test_a_rule_of_sarif_leads_to_its_section() -> None:
    log = json.loads(render_sarif(make(LONG)))
    [rule] = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["helpUri"] == f"{MANUAL}#published-text-changed"


# The command


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pin_environment(monkeypatch)
    monkeypatch.setenv("CLAUSIER_AS_OF", "2026-06-15")
    for name in ("CLAUSIER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    repository = start(tmp_path / "depot")
    write_configuration(repository.path)
    monkeypatch.chdir(repository.path)
    return repository


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def touch(repository: Repository) -> None:
    """Change a published text, which nobody may."""
    first = head("1.0", effective_date="2026-02-01", change="initial")
    repository.write({FR: first + FRENCH.replace("30", "15")})


def test_a_lawyer_reads_what_is_wrong_in_french(repository: Repository) -> None:
    touch(repository)
    result = check("--lang", "fr")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == FR
    assert "    11  le texte de la version 1.0" in result.stdout
    assert "        → Donnez" in result.stdout
    assert "        [published-text-changed]" in lines
    assert lines[-1] == "1 point à corriger."


def test_the_language_is_the_reader_s(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check().stdout == "Nothing is wrong.\n"
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert check().stdout == "Rien à corriger.\n"
    assert check("--lang", "en").stdout == "Nothing is wrong.\n"


def test_a_proposal_in_order_ends_with_0_in_every_form(repository: Repository) -> None:
    repository.branch("next")
    repository.commit({FR: head(summary="Ce qui change.") + FRENCH.replace("30", "15")})
    repository.commit({EN: head(summary="What changes.") + ENGLISH.replace("30", "15")})
    for form in ("text", "github", "json", "sarif"):
        result = check("--base", "main", "--format", form)
        assert result.exit_code == 0, result.output
        assert result.stderr == ""


def test_every_form_ends_with_1_where_something_is_wrong(repository: Repository) -> None:
    touch(repository)
    assert check("--format", "github").stdout.startswith(f"::error file={FR},line=11,title=")
    for form in ("text", "github", "json", "sarif"):
        assert check("--format", form).exit_code == 1
    assert json.loads(check("--format", "json").stdout)["errors"] == 1
    jsonschema.validate(json.loads(check("--format", "sarif").stdout), SARIF)


def test_what_cannot_be_looked_at_ends_with_2(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for form in ("text", "json"):
        result = check("--base", "nowhere", "--format", form)
        assert (result.exit_code, result.stdout) == (2, "")
        assert len(result.stderr.splitlines()) == 1
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert check().exit_code == 2


def test_codes_lead_to_the_page_of_the_site_that_explains_them_if_there_is_one(
    repository: Repository,
) -> None:
    touch(repository)
    told = json.loads(check("--format", "json").stdout)
    assert told["findings"][0]["url"] is None
    for language in ("fr", "en"):
        repository.write({f"docs/{language}/checks.md": "# Checks\n"})
    for language, address in (("fr", "checks/"), ("en", "en/checks/")):
        told = json.loads(check("--format", "json", "--lang", language).stdout)
        assert told["findings"][0]["url"] == f"{SITE_URL}{address}#published-text-changed"


def test_the_language_of_a_system_is_told_by_its_variables() -> None:
    assert choose_language({}) == "en"
    assert choose_language({"LANG": "fr_CA.UTF-8"}) == "fr"
    assert choose_language({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}) == "en"
    assert choose_language({"LC_ALL": "C", "CLAUSIER_LANG": "fr"}) == "fr"
    assert choose_language({"LANG": "de_DE.UTF-8"}) == "en"
