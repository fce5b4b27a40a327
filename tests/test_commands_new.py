"""`clausier new` on real repositories: what it asks, shows, writes and refuses."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from clausier.commands import new as command
from commanding import Command, prepare, runner, start_site
from proposing import ENGLISH, FRENCH, head
from repositories import EN, FR, Repository
from sites import ROOT

WORDING = ("--change", "editorial")
SUBSTANCE = ("--change", "substantive")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    prepare(monkeypatch)
    return start_site(tmp_path / "site", notice_working_days=15)


@pytest.fixture
def run(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Command:
    return runner(repository, monkeypatch)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "is_attended", lambda: True)


def fronts(repository: Repository) -> list[list[str]]:
    """Return the lines of each file's front matter, the French first."""
    texts = [(repository.path / uri).read_text().split("---\n") for uri in (FR, EN)]
    return [parts[1].splitlines() for parts in texts]


def is_clean(repository: Repository) -> bool:
    return repository.git("status", "--porcelain") == ""


def test_options_alone_begin_a_version_in_both_languages(
    run: Command, repository: Repository
) -> None:
    done = run(
        "new", "cgu", "--lang", "fr", *SUBSTANCE, "--date", "2026-09-01", "--yes",
        "--summary", "fr", "Le délai change : quinze jours.",
        "--summary", "en", "The period changes.",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert fronts(repository) == [
        [
            "document: cgu",
            'version: "2.0"',
            "effective_date: 2026-09-01",
            "change: substantive",
            'summary: "Le délai change : quinze jours."',
        ],
        [
            "document: cgu",
            'version: "2.0"',
            "effective_date: 2026-09-01",
            "change: substantive",
            "summary: The period changes.",
        ],
    ]
    assert (repository.path / FR).read_text().endswith("---\n" + FRENCH)
    assert (repository.path / EN).read_text().endswith("---\n" + ENGLISH)


def test_what_it_says_in_french(run: Command) -> None:
    done = run("new", "cgu", "--lang", "fr", *SUBSTANCE, "--date", "2026-09-01", "--yes")
    assert done.output.replace("\u00a0", " ").replace("\u202f", " ") == (
        "cgu : version suivante, après la 1.0\n"
        "\n"
        "Version 2.0, modification de fond, en vigueur à partir du 1er septembre 2026\n"
        "\n"
        "docs/fr/cgu.md\n"
        "    document: cgu\n"
        '  - version: "1.0"\n'
        "  - effective_date: 2026-02-01\n"
        "  - change: initial\n"
        '  + version: "2.0"\n'
        "  + effective_date: 2026-09-01\n"
        "  + change: substantive\n"
        '  + summary: ""\n'
        "\n"
        "docs/en/cgu.md\n"
        "    document: cgu\n"
        '  - version: "1.0"\n'
        "  - effective_date: 2026-02-01\n"
        "  - change: initial\n"
        '  + version: "2.0"\n'
        "  + effective_date: 2026-09-01\n"
        "  + change: substantive\n"
        '  + summary: ""\n'
        "\n"
        "La version 2.0 est commencée dans docs/fr/cgu.md, docs/en/cgu.md.\n"
        "Modifiez maintenant le texte sous l’en-tête, puis voyez ce qui ne va pas : "
        "`clausier check`\n"
    )


@pytest.mark.parametrize(
    ("change", "number"), [("substantive", "2.0"), ("editorial", "1.1"), ("correction", "1.1")]
)
def test_the_number_follows_from_the_class(
    change: str, number: str, run: Command, repository: Repository
) -> None:
    assert run("new", "cgu", "--change", change, "--yes").exit_code == 0
    assert f'version: "{number}"' in fronts(repository)[0]


def test_another_number_that_follows_may_be_asked_for(run: Command, repository: Repository) -> None:
    assert run("new", "cgu", *SUBSTANCE, "--number", "1.1", "--yes").exit_code == 0
    assert 'version: "1.1"' in fronts(repository)[0]


def test_without_a_date_the_version_is_proposed(run: Command, repository: Repository) -> None:
    for arguments in ((), ("--date", "none")):
        assert run("new", "cgu", *SUBSTANCE, "--yes", *arguments).exit_code == 0
        assert not any(line.startswith("effective_date") for line in fronts(repository)[0])
        repository.git("checkout", "--", ".")


REFUSED = {
    # name: (options, what is said in French)
    "no class": ((), "la nature de la modification n’est pas indiquée"),
    "a date too soon": (
        (*SUBSTANCE, "--date", "2026-07-06"),
        "le 2026-07-06 est trop tôt pour l’entrée en vigueur de la version 2.0. "
        "Indiquez le 2026-07-07 ou un jour ultérieur (pour une publication le 2026-06-15)",
    ),
    "a date that is past": ((*WORDING, "--date", "2026-06-14"), "Indiquez le 2026-06-15"),
    "a date that is none": ((*WORDING, "--date", "2026-02-30"), "n’est pas un jour du calendrier"),
    "a date otherwise written": ((*WORDING, "--date", "01.09.2026"), "AAAA-MM-JJ"),
    "a number that does not follow": ((*WORDING, "--number", "1.5"), "ne suit pas la version 1.0"),
    "a number that is none": ((*WORDING, "--number", "deux"), "version « deux »"),
    "a language that is none": ((*WORDING, "--summary", "de", "x"), "« de » n’est pas une langue"),
    "nobody who agrees": (WORDING, "Ajoutez `--yes`"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_and_nothing_written(
    name: str, run: Command, repository: Repository
) -> None:
    options, said = REFUSED[name]
    yes = () if name == "nobody who agrees" else ("--yes",)
    done = run("new", "cgu", "--lang", "fr", *options, *yes)
    assert done.exit_code == 1, done.output
    assert said in done.output.replace("\u202f", " ")
    assert is_clean(repository)


def test_a_wording_owes_no_notice(run: Command) -> None:
    assert run("new", "cgu", *WORDING, "--date", "2026-06-16", "--yes").exit_code == 0


def test_a_file_that_is_being_changed_is_left_alone(run: Command, repository: Repository) -> None:
    for uri in (FR, EN):
        raw = (repository.path / uri).read_bytes()
        repository.write({uri: raw + b"\nFin.\n"})
        done = run("new", "cgu", "--lang", "fr", *WORDING, "--yes")
        assert done.exit_code == 1
        assert f"{uri}: ce fichier contient des modifications" in done.output
        assert (repository.path / uri).read_bytes() == raw + b"\nFin.\n"
        repository.write({uri: raw})


def test_a_version_that_is_begun_is_not_begun_again(run: Command, repository: Repository) -> None:
    assert run("new", "cgu", *WORDING, "--yes").exit_code == 0
    before = fronts(repository)
    done = run("new", "cgu", "--lang", "fr", *WORDING, "--yes")
    assert done.exit_code == 1
    assert done.output.startswith(
        "Erreur\u00a0: docs/fr/cgu.md:3: la version 1.1 est déjà commencée ici"
    )
    assert fronts(repository) == before


def test_another_file_may_be_being_changed(run: Command, repository: Repository) -> None:
    repository.write({"docs/fr/guide.md": "# Guide\n"})
    assert run("new", "cgu", *WORDING, "--yes").exit_code == 0


def test_a_version_that_is_still_proposed_is_edited_instead(
    run: Command, repository: Repository
) -> None:
    keys = {FR: "Ce qui change.", EN: "What changes."}
    for uri, text in ((FR, FRENCH), (EN, ENGLISH)):
        repository.write({uri: head(effective_date=None, summary=keys[uri]) + text + "\nFin.\n"})
    repository.commit({})
    done = run("new", "cgu", "--lang", "fr", *WORDING, "--yes")
    assert done.exit_code == 1
    assert "la version 2.0 de « cgu » est encore en projet" in done.output.replace("\u202f", " ")
    assert is_clean(repository)


def test_a_document_that_does_not_exist(run: Command) -> None:
    done = run("new", "cug", "--lang", "fr", *WORDING, "--yes")
    assert done.exit_code == 1
    assert done.output.replace("\u202f", " ").replace("\u00a0", " ") == (
        "Erreur : il n’y a pas de document « cug ». Vouliez-vous dire « cgu » ? Un nouveau "
        'document commence par un fichier à lui (docs/fr/cug.md), avec `version: "1.0"` et '
        "`change: initial`. Les documents sont : cgu\n"
    )


def test_the_file_of_a_new_document_has_a_name_that_may_be_its_id(run: Command) -> None:
    assert "docs/fr/bail.md" in run("new", "BAIL", "--lang", "fr", *WORDING, "--yes").output


def test_a_document_that_was_withdrawn(run: Command, repository: Repository) -> None:
    repository.commit({"docs/fr/pret.md": head("1.0", document="pret", change="initial") + FRENCH})
    repository.commit({"docs/fr/pret.md": None})
    done = run("new", "pret", "--lang", "fr", *WORDING, "--yes")
    assert done.exit_code == 1
    assert "« pret » est retiré" in done.output.replace("\u202f", " ")


def test_a_file_that_is_deleted_here(run: Command, repository: Repository) -> None:
    (repository.path / EN).unlink()
    done = run("new", "cgu", "--lang", "fr", *WORDING, "--yes")
    assert done.exit_code == 1
    assert "docs/en/cgu.md: docs/en/cgu.md est supprimé ici" in done.output
    assert 'version: "1.0"' in (repository.path / FR).read_text()


def test_a_document_in_one_language_says_so(run: Command, repository: Repository) -> None:
    repository.commit({EN: None})
    done = run("new", "cgu", "--lang", "en", *WORDING, "--yes")
    assert done.exit_code == 0
    assert "there is no text in English: that version will have none until" in done.output
    assert not (repository.path / EN).exists()


def test_a_translation_that_is_behind_says_so(run: Command, repository: Repository) -> None:
    repository.commit({FR: head(summary="Ce qui change.") + FRENCH + "\nFin.\n"})
    done = run("new", "cgu", "--lang", "en", *WORDING, "--yes")
    assert done.exit_code == 0
    assert "docs/en/cgu.md still translates version 1.0: bring its whole text" in done.output
    assert 'version: "2.1"' in fronts(repository)[1]


def test_line_ends_of_the_working_tree_stay(run: Command, repository: Repository) -> None:
    for uri in (FR, EN):
        raw = (repository.path / uri).read_bytes()
        repository.write({uri: raw.replace(b"\n", b"\r\n")})
    assert run("new", "cgu", *WORDING, "--yes").exit_code == 0
    for uri in (FR, EN):
        raw = (repository.path / uri).read_bytes()
        assert raw.count(b"\n") == raw.count(b"\r\n") > 10


# Asked on a terminal


@pytest.mark.usefixtures("terminal")
def test_what_is_asked_in_french(run: Command, repository: Repository) -> None:
    answers = "4\n1\ndemain\n2026-07-01\n\nLe délai change.\nThe period changes.\noui\n"
    done = run("new", "cgu", "--lang", "fr", answers=answers)
    assert done.exit_code == 0, done.output
    said = done.output.replace("\u00a0", " ").replace("\u202f", " ")
    for line in (
        "  1  Modification de fond : les droits ou obligations changent ; chacun devra accepter de "
        "nouveau",
        "  « 4 » n’est pas dans la liste. Tapez 1, 2 ou 3",
        "Avec 15 jours ouvrés de préavis, elle peut entrer en vigueur le 7 juillet 2026 au plus "
        "tôt, si elle est publiée aujourd’hui.",
        "  « demain » n’est pas un jour du calendrier. Écrivez le jour sous la forme AAAA-MM-JJ",
        "  le 2026-07-01 est trop tôt pour l’entrée en vigueur de la version 2.0.",
        "Ce qui change, en mots simples, en anglais (vide : à écrire plus tard) >",
        "Écrire ces lignes ? (oui ou non) >",
    ):
        assert line in said, said
    assert fronts(repository)[0] == [
        "document: cgu",
        'version: "2.0"',
        "effective_date: 2026-07-07",  # the day that was offered
        "change: substantive",
        "summary: Le délai change.",
    ]
    assert fronts(repository)[1][-1] == "summary: The period changes."


@pytest.mark.usefixtures("terminal")
def test_after_an_upcoming_version_the_notice_is_not_what_counts(
    run: Command, repository: Repository
) -> None:
    keys = {FR: "Ce qui change.", EN: "What changes."}
    texts = {FR: FRENCH + "\nFin.\n", EN: ENGLISH + "\nEnd.\n"}
    repository.commit({uri: head(summary=keys[uri]) + texts[uri] for uri in keys})
    done = run("new", "cgu", "--lang", "fr", answers="1\n\n\n\noui\n")
    assert done.exit_code == 0, done.output
    said = done.output.replace("\u00a0", " ")
    assert "Elle peut entrer en vigueur le 2 septembre 2026 au plus tôt." in said
    assert "préavis" not in said
    assert "effective_date: 2026-09-02" in fronts(repository)[0]


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("none", ["aucune", "none", "-"])
def test_no_date_can_be_answered(none: str, run: Command, repository: Repository) -> None:
    done = run("new", "cgu", "--lang", "fr", answers=f"1\n{none}\n\n\noui\n")
    assert done.exit_code == 0, done.output
    assert fronts(repository)[0] == [
        "document: cgu",
        'version: "2.0"',
        "change: substantive",
        'summary: ""',
    ]


@pytest.mark.usefixtures("terminal")
def test_without_notice_no_date_is_what_is_offered(run: Command, repository: Repository) -> None:
    done = run("new", "cgu", "--lang", "en", answers="2\n\n\n\nyes\n")
    assert done.exit_code == 0, done.output
    assert "[no date] >" in done.output
    assert "effective_date" not in "".join(fronts(repository)[0])


@pytest.mark.usefixtures("terminal")
def test_a_day_is_typed_as_it_is_spoken_and_an_answer_that_is_none_is_asked_again(
    run: Command, repository: Repository
) -> None:
    answers = "1\n31/02/2027\n4/1/2027\n\n\npeut-être\noui\n"
    done = run("new", "cgu", "--lang", "fr", answers=answers)
    assert done.exit_code == 0, done.output
    said = done.output.replace("\u00a0", " ").replace("\u202f", " ")
    assert "« peut-être » n’est ni oui ni non. Tapez oui ou non" in said
    assert "n’est pas un jour du calendrier" in said
    assert "effective_date: 2027-01-04" in fronts(repository)[0]
    repository.git("checkout", "--quiet", "--", "docs")
    done = run("new", "cgu", "--lang", "en", answers="1\n4/1/2027\n2027-01-04\n\n\nyes\n")
    assert '"4/1/2027" is not a day of the calendar' in done.output


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answers", ["2\n\n\n\nnon\n", "2\n\n\n\n\n", "2\n", ""])
def test_without_a_yes_nothing_is_written(
    answers: str, run: Command, repository: Repository
) -> None:
    done = run("new", "cgu", "--lang", "fr", answers=answers)
    assert done.exit_code == 1
    assert "rien n’a été écrit" in done.output
    assert is_clean(repository)


# The guide


def test_the_examples_of_the_guide_run(run: Command, repository: Repository) -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text()
    found = re.findall(r"`clausier ((?:new |log |check|status)[^`]*)`", guide)
    examples = [shlex.split(line) for line in dict.fromkeys(found)]
    assert len(examples) >= 6
    for example in examples:
        done = run(*example)
        assert "Usage" not in done.output, example
        is_whole = example[0] != "new" or "--yes" in example
        assert done.exit_code == 0 or not is_whole, (example, done.output)
        repository.git("checkout", "--", ".")


# The first edit of a newcomer


def test_from_new_to_a_version_in_force(
    run: Command, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.branch("delai")
    begun = run(
        "new", "cgu", "--lang", "fr", *SUBSTANCE, "--date", "2026-09-01", "--yes",
        "--summary", "fr", "Le client paie dans les quinze jours.",
    )  # fmt: skip
    assert begun.exit_code == 0, begun.output
    for uri in (FR, EN):
        raw = (repository.path / uri).read_text()
        repository.write({uri: raw.replace("30", "15")})

    checked = run("check", "--lang", "fr")
    assert checked.exit_code == 1
    assert checked.output == (
        "docs/en/cgu.md\n"
        "\n"
        "     6  la version 2.0 n’a pas de résumé (summary).\n"
        "        → Ajoutez `summary:` avec ce qui change, en mots simples et dans la\n"
        "          langue du fichier.\n"
        "        [summary-missing]\n"
        "\n"
        "1 point à corriger.\n"
    )
    english = (repository.path / EN).read_text()
    repository.write({EN: english.replace('summary: ""', 'summary: "The client pays sooner."')})
    checked = run("check", "--lang", "fr")
    assert checked.exit_code == 0, checked.output

    here = " ".join(run("status", "--lang", "fr").output.split())
    assert "docs/fr/cgu.md – version 2.0 commencée, pour le 1er septembre 2026" in here
    repository.commit({}, at="2026-06-15T11:00:00+02:00")
    assert run("check", "--base", "main", "--lang", "fr").exit_code == 0
    repository.switch("main")
    repository.merge("delai", at="2026-06-15T12:00:00+02:00")

    merged = run("status", "--lang", "fr").output.replace("\u00a0", " ")
    assert "  en vigueur  1.0  depuis le 1er février 2026" in merged
    assert (
        "  à venir     2.0  le 1er septembre 2026, dans 78 jours (modification de fond)" in merged
    )
    assert "modifié ici" not in merged
    monkeypatch.setenv("CLAUSIER_AS_OF", "2026-09-01")
    assert "  en vigueur  2.0  depuis le 1er septembre 2026" in run(
        "status", "--lang", "fr"
    ).output.replace("\u00a0", " ")
