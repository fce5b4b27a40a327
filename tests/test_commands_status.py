"""`clausier status` and `clausier log` on real repositories, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clausier.commands import log as log_command
from clausier.commands import status as status_command
from clausier.commands.sheet import Row, render_rows
from commanding import Command, prepare, runner, start_site
from proposing import ENGLISH, FRENCH, head
from repositories import EN, FR, Repository

NOTICE = "docs/fr/donnees.md"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A `cgu` in force, one upcoming whose date moved, a proposed `donnees`, a `pret` withdrawn."""
    prepare(monkeypatch)
    made = start_site(tmp_path / "site")
    loan = head("1.0", document="pret", change="initial", effective_date="2026-02-01")
    made.commit({"docs/fr/pret.md": loan + FRENCH.replace("Conditions", "Prêt"),
                 NOTICE: head("1.0", document="donnees", change="initial", effective_date=None)
                 + FRENCH.replace("Conditions générales", "Données")})  # fmt: skip
    keys = {"summary": '"Deux délais : l’un change."'}
    made.commit(
        {FR: head("2.0", effective_date="2026-08-01", **keys) + FRENCH.replace("30", "15")},
        at="2026-03-02T10:00:00+01:00",
    )
    made.commit(
        {FR: head("2.0", **keys) + FRENCH.replace("30", "15")}, at="2026-04-01T10:00:00+02:00"
    )
    english = {"summary": "A period changes."}
    made.commit(
        {EN: head("2.0", **english) + ENGLISH.replace("30", "15")}, at="2026-04-02T10:00:00+02:00"
    )
    made.commit(
        {EN: head("2.0", **english) + ENGLISH.replace("30", "fifteen")},
        at="2026-04-08T10:00:00+02:00",
    )
    made.commit({"docs/fr/pret.md": None}, at="2026-05-04T10:00:00+02:00")
    return made


@pytest.fixture
def run(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Command:
    return runner(repository, monkeypatch)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_status_in_french(run: Command) -> None:
    done = run("status", "--lang", "fr")
    assert done.exit_code == 0
    assert plain(done.output) == (
        "À la date du 15 juin 2026\n"
        "\n"
        "Conditions générales (cgu)\n"
        "  en vigueur  1.0  depuis le 1er février 2026 (version initiale)\n"
        "  à venir     2.0  le 1er septembre 2026, dans 78 jours (modification de fond)\n"
        "\n"
        "Données (donnees)\n"
        "  en vigueur  rien à cette date\n"
        "  en projet   1.0  sans date (version initiale)\n"
        "\n"
        "Prêt générales (pret)\n"
        "  en vigueur  plus rien : le document est retiré\n"
        "\n"
        "Prochaines dates\n"
        "  1er septembre 2026 : cgu 2.0 entre en vigueur, dans 78 jours\n"
    )


def test_status_in_english(run: Command) -> None:
    assert plain(run("status", "--lang", "en").output) == (
        "As of 15 June 2026\n"
        "\n"
        "General terms (cgu)\n"
        "  in force  1.0  since 1 February 2026 (first version)\n"
        "  upcoming  2.0  on 1 September 2026, in 78 days (change of substance)\n"
        "\n"
        "Données (donnees)\n"
        "  in force  nothing on this day\n"
        "  proposed  1.0  without a date (first version)\n"
        "\n"
        "Prêt générales (pret)\n"
        "  in force  nothing any more: the document is withdrawn\n"
        "\n"
        "Next dates\n"
        "  1 September 2026: cgu 2.0 takes force, in 78 days\n"
    )


def test_the_day_before_a_date_is_tomorrow(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSIER_AS_OF", "2026-08-31")
    assert "on 1 September 2026, tomorrow" in plain(run("status", "--lang", "en").output)


def test_status_says_what_the_working_tree_changes(run: Command, repository: Repository) -> None:
    repository.write(
        {
            FR: head("3.0", effective_date="2027-01-01", summary="Autre.") + FRENCH,
            EN: head("2.0", summary="A period changes again.") + ENGLISH.replace("30", "fifteen"),
            NOTICE: None,
            "docs/fr/guide.md": "# Guide\n",
            "docs/fr/neuf.md": head("1.0", document="neuf", change="initial", effective_date=None)
            + FRENCH,
        }
    )
    said = plain(run("status", "--lang", "fr").output)
    assert said.partition("\nQuelque chose ne va pas ici")[0] == (  # whatever checks there are
        "À la date du 15 juin 2026\n"
        "\n"
        "Conditions générales (cgu)\n"
        "  en vigueur   1.0  depuis le 1er février 2026 (version initiale)\n"
        "  à venir      2.0  le 1er septembre 2026, dans 78 jours (modification de fond)\n"
        "  modifié ici  docs/en/cgu.md – en-tête modifié\n"
        "               docs/fr/cgu.md – version 3.0 commencée, pour le 1er janvier 2027\n"
        "\n"
        "Données (donnees)\n"
        "  en vigueur   rien à cette date\n"
        "  en projet    1.0  sans date (version initiale)\n"
        "  modifié ici  docs/fr/donnees.md – supprimé\n"
        "\n"
        "Prêt générales (pret)\n"
        "  en vigueur   plus rien : le document est retiré\n"
        "\n"
        "Conditions générales (neuf)\n"
        "  en vigueur   rien à cette date\n"
        "  modifié ici  docs/fr/neuf.md – version 1.0 commencée, sans date\n"
        "\n"
        "Autres pages modifiées ici\n"
        "  docs/fr/guide.md\n"
        "\n"
        "Prochaines dates\n"
        "  1er septembre 2026 : cgu 2.0 entre en vigueur, dans 78 jours\n"
    )


def test_what_is_wrong_is_said_to_be(run: Command, repository: Repository) -> None:
    hint = "Quelque chose ne va pas ici : voyez `clausier check`\n"
    assert hint not in plain(run("status", "--lang", "fr").output)
    assert json.loads(run("status", "--json").output)["problems"] == 0
    repository.write({FR: head("3.0", effective_date="2026-06-01", summary="Autre.") + FRENCH})
    assert plain(run("status", "--lang", "fr").output).endswith("\n\n" + hint)
    assert json.loads(run("status", "--json").output)["problems"] > 0


def test_a_file_that_cannot_be_read_is_said(run: Command, repository: Repository) -> None:
    repository.write({FR: b"---\ndocument: cgu\n"})
    done = run("status", "--lang", "fr")
    assert done.exit_code == 0
    assert "modifié ici  docs/fr/cgu.md – illisible" in plain(done.output)


def test_a_branch_is_shown_against_the_main_one(run: Command, repository: Repository) -> None:
    repository.branch("suite")
    keys = {"effective_date": "2027-01-01", "summary": "Autre."}
    repository.commit({FR: head("3.0", **keys) + FRENCH})
    said = plain(run("status", "--base", "main", "--lang", "fr").output)
    assert "modifié ici  docs/fr/cgu.md – version 3.0 commencée" in said
    assert "à venir      3.0" not in said


KEYS = {"as_of", "timezone", "documents", "other_changes", "next_dates", "problems"}
OF_DOCUMENT = {
    "id", "kind", "title", "current", "upcoming", "proposed", "withdrawn", "changes",
}  # fmt: skip
OF_VERSION = {
    "version", "status", "change", "published_at", "commit", "effective_from", "effective_until",
    "days_left", "accept_since", "dropped", "void", "withdrawn_at", "moves", "texts",
}  # fmt: skip


def test_status_as_json_has_the_keys_that_are_promised(
    run: Command, repository: Repository
) -> None:
    repository.write({FR: head("3.0", effective_date=None, summary="Autre.") + FRENCH})
    values: dict[str, Any] = json.loads(run("status", "--json", "--lang", "fr").output)
    assert set(values) == KEYS
    assert values["as_of"] == "2026-06-15"
    assert [set(document) for document in values["documents"]] == [OF_DOCUMENT] * 3
    terms = values["documents"][0]
    assert set(terms["current"]) == OF_VERSION
    assert (terms["current"]["version"], terms["current"]["status"]) == ("1.0", "in_force")
    assert terms["current"]["effective_until"] == "2026-09-01"
    assert [entry["days_left"] for entry in terms["upcoming"]] == [78]
    assert terms["changes"] == [
        {
            "uri": FR,
            "language": "fr",
            "kind": "text",
            "version": "3.0",
            "effective_date": None,
        }
    ]
    assert values["next_dates"] == [
        {"date": "2026-09-01", "days_left": 78, "document": "cgu", "version": "2.0"}
    ]
    assert values["documents"][2]["withdrawn"] is True
    from clausier import overviews

    promised = overviews.__doc__ or ""
    for key in KEYS | OF_DOCUMENT | OF_VERSION:
        assert key in promised


def test_log_in_french(run: Command) -> None:
    done = run("log", "cgu", "--lang", "fr")
    assert done.exit_code == 0
    assert plain(done.output) == (
        "Conditions générales (cgu)\n"
        "\n"
        "  2.0  à venir (modification de fond)\n"
        "       publiée le 2 mars 2026\n"
        "       date d’entrée en vigueur déplacée du 1er août 2026 au 1er septembre 2026,\n"
        "       le 1er avril 2026\n"
        "       en vigueur à partir du 1er septembre 2026, dans 78 jours\n"
        "       Deux délais : l’un change.\n"
        "       texte en français, qui fait foi\n"
        "       traduction en anglais du 2 avril 2026, corrigée le 8 avril 2026\n"
        "\n"
        "  1.0  en vigueur (version initiale)\n"
        "       publiée le 5 janvier 2026\n"
        "       en vigueur du 1er février 2026 au 31 août 2026 inclus\n"
        "       texte en français, qui fait foi\n"
        "       traduction en anglais du 5 janvier 2026\n"
    )


def test_log_in_english(run: Command) -> None:
    said = plain(run("log", "cgu", "--lang", "en").output)
    assert "       effective date moved from 1 August 2026 to 1 September 2026 on 1 April" in said
    assert "       translation into English of 2 April 2026, corrected on 8 April 2026" in said
    assert "       A period changes.\n" in said


def test_log_of_a_document_that_was_withdrawn(run: Command) -> None:
    assert plain(run("log", "pret", "--lang", "fr").output) == (
        "Prêt générales (pret)\n"
        "\n"
        "  1.0  retirée (version initiale)\n"
        "       publiée le 5 janvier 2026\n"
        "       entrée en vigueur le 1er février 2026\n"
        "       retirée le 4 mai 2026\n"
        "       texte en français, qui fait foi\n"
        "       pas de texte en anglais\n"
    )


def test_log_of_what_was_withdrawn_before_its_day(run: Command, repository: Repository) -> None:
    repository.commit({FR: None, EN: None}, at="2026-06-01T10:00:00+02:00")
    said = plain(run("log", "cgu", "--lang", "fr").output)
    assert "retirée le 1er juin 2026, avant son entrée en vigueur" in said


def test_log_of_a_proposal_that_was_left(run: Command, repository: Repository) -> None:
    later = head("1.1", document="donnees", change="initial", effective_date="2026-09-01")
    repository.commit({NOTICE: later + FRENCH})
    said = plain(run("log", "donnees", "--lang", "fr").output)
    assert "  1.0  en projet, puis abandonnée pour une autre version (version initiale)" in said


def test_log_as_json_has_the_keys_that_are_promised(run: Command) -> None:
    values: dict[str, Any] = json.loads(run("log", "cgu", "--json").output)
    assert set(values) == {"as_of", "timezone", "document", "title", "versions"}
    assert [set(version) for version in values["versions"]] == [OF_VERSION] * 2
    newer = values["versions"][1]
    assert [(move["from"], move["to"]) for move in newer["moves"]] == [("2026-08-01", "2026-09-01")]
    assert [one["at"] for one in newer["texts"]["en"]["revisions"]] == [
        "2026-04-02T08:00:00+00:00",
        "2026-04-08T08:00:00+00:00",
    ]
    assert newer["texts"]["fr"]["summary"] == "Deux délais : l’un change."


def test_log_of_a_document_that_does_not_exist(run: Command) -> None:
    done = run("log", "cug", "--lang", "fr")
    assert done.exit_code == 1
    assert plain(done.output) == (
        "Erreur : il n’y a pas de document « cug ». Vouliez-vous dire « cgu » ? Les documents : "
        "cgu, donnees, pret\n"
    )


@pytest.mark.parametrize("arguments", [("status",), ("log", "cgu")])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_fits_into_80_columns_without_colour(
    arguments: tuple[str, ...], language: str, run: Command
) -> None:
    said = run(*arguments, "--lang", language).output
    assert max(len(line) for line in said.splitlines()) <= 80
    assert "\x1b" not in said


@pytest.mark.parametrize("module", [status_command, log_command])
def test_a_terminal_has_colours(module: Any, run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def render(rows: Any, *, is_coloured: bool) -> str:
        seen.append(is_coloured)
        return render_rows(rows, is_coloured=is_coloured)

    monkeypatch.setattr(module, "render_rows", render)
    name = module.__name__.rpartition(".")[2]
    arguments = (name,) if name == "status" else (name, "cgu")
    assert run(*arguments).exit_code == 0
    monkeypatch.setattr("clausier.commands.output.is_terminal", lambda: True)
    assert run(*arguments).exit_code == 0
    assert seen == [False, True]


def test_a_label_is_coloured_and_nothing_else_moves() -> None:
    rows = [Row(None, "Titre", "bold"), Row("en vigueur", "1.0", "green"), Row("", "suite")]
    coloured = render_rows(rows, is_coloured=True)
    assert coloured == (
        "\x1b[1mTitre\x1b[0m\n  \x1b[32men vigueur\x1b[0m  1.0\n              suite\n"
    )
    assert render_rows(rows, is_coloured=False) == "Titre\n  en vigueur  1.0\n              suite\n"
