"""The demo's repository tells exactly the story that the demo promises."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from clausier import demo
from clausier.clauses import Renderer
from clausier.edition import Edition, read_edition
from clausier.errors import RepositoryError
from clausier.git import History, read_history
from clausier.model import ChangeClass, Document, Status, Version, VersionNumber
from clausier.settings import Settings
from clausier.timeline import Timeline
from repositories import LANGUAGES, PARIS, document, numbers, pin_environment, timeline
from servers import ask

NUMBERS = ["1.0", "1.1", "1.2", "1.3", "2.0", "2.1", "2.2", "3.0"]
SETTINGS = Settings("Atelier Exemple", LANGUAGES, "fr", PARIS, 7, {})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "repository"
    demo.make_repository(made)
    return made


@pytest.fixture(scope="module")
def history(folder: Path) -> History:
    return read_history(folder / "docs")


@pytest.fixture(scope="module")
def story(history: History) -> Timeline:
    return timeline(history.changes)


@pytest.fixture(scope="module")
def conditions(story: Timeline) -> Document:
    return document(story, "conditions")


@pytest.fixture(scope="module")
def edition(folder: Path) -> Edition:
    return read_edition(folder / "docs", SETTINGS, Renderer(["tables"]), demo.DAY)


def found(conditions: Document, number: str) -> Version:
    version = conditions.version(VersionNumber.parse(number))
    assert version is not None
    return version


def french(conditions: Document, number: str) -> str:
    return found(conditions, number).governing.markdown


def lines(text: str) -> set[str]:
    return set(text.splitlines())


def unnumbered(text: str) -> list[str]:
    """The lines of a text without the numbers of articles and clauses, nor those in references."""
    bare = re.sub(r"(?m)^(#* ?)\d+(\.\d+)?\. ", r"\1", text)
    return re.sub(r"([Aa]rticle )\d+(\.\d+)?", r"\1", bare).splitlines()


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=True)
    return done.stdout.decode()


# The repository


def test_it_is_the_same_commit_whenever_and_by_whomever_it_is_made(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "gitconfig"
    settings.write_text(
        "[user]\nname = Someone\nemail = someone@example.org\n"
        "[commit]\ngpgsign = true\n[core]\nautocrlf = true\n[init]\ndefaultBranch = trunk\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    demo.make_repository(tmp_path / "again")
    pin_environment(monkeypatch)
    assert read_history(tmp_path / "again" / "docs").head == history.head


def test_every_commit_is_of_the_made_up_identity(folder: Path) -> None:
    names = set(git(folder, "log", "--all", "--format=%an <%ae>%n%cn <%ce>").splitlines())
    assert names == {"Clausier demo <demo@clausier.example>"}


def test_nothing_waits_to_be_committed(folder: Path, edition: Edition) -> None:
    assert git(folder, "status", "--porcelain") == ""
    assert edition.uncommitted == ()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "contract.md").write_text("Ours")
    with pytest.raises(RepositoryError, match=r"is not empty\. Name a folder that is"):
        demo.make_repository(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["contract.md"]


def test_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RepositoryError, match=r"git was not found.*Install git"):
        demo.make_repository(tmp_path / "repository")


def test_every_sample_is_told_by_a_commit() -> None:
    samples = Path(demo.__file__).with_name("sample")
    told = {sample for commit in demo.STORY for sample in commit.files.values()}
    written = {path.relative_to(samples).as_posix() for path in samples.rglob("*.md")}
    assert told - {None} == written


# The eight versions


def test_the_conditions_have_eight_versions(conditions: Document) -> None:
    assert numbers(conditions) == NUMBERS
    assert [version.change for version in conditions.versions] == [
        ChangeClass.INITIAL,
        ChangeClass.CORRECTION,
        ChangeClass.EDITORIAL,
        ChangeClass.SUBSTANTIVE,
        ChangeClass.SUBSTANTIVE,
        ChangeClass.EDITORIAL,
        ChangeClass.SUBSTANTIVE,
        ChangeClass.SUBSTANTIVE,
    ]
    assert all(version.text("en") is not None for version in conditions.versions)


def test_no_mistake_was_made_on_the_way(story: Timeline) -> None:
    assert story.notes == ()


def test_statuses_on_the_day_of_the_demo(edition: Edition) -> None:
    statuses = {
        record.id: [standing.status for standing in record.standings]
        for record in edition.register.records
    }
    superseded = Status.SUPERSEDED
    assert statuses == {
        "conditions": [superseded] * 6 + [Status.IN_FORCE, Status.UPCOMING],
        "donnees": [Status.IN_FORCE, Status.PROPOSED],
        "pret": [superseded, Status.WITHDRAWN],
    }


def test_1_0_was_translated_after_it_took_force(conditions: Document) -> None:
    version = found(conditions, "1.0")
    translation = version.text("en")
    assert translation is not None
    assert version.published is not None
    assert version.effective_date is not None
    assert version.published.at.date() < version.effective_date < translation.published.at.date()


def test_1_1_corrects_a_word_and_a_reference(conditions: Document) -> None:
    changed = lines(french(conditions, "1.0")) ^ lines(french(conditions, "1.1"))
    assert sorted(line[:4] for line in changed) == ["2.3.", "2.3.", "4.2.", "4.2."]


def test_1_2_had_its_translation_corrected(conditions: Document) -> None:
    version = found(conditions, "1.2")
    translation = version.text("en")
    assert translation is not None
    assert [revision.at.date() for revision in translation.revisions] == [
        date(2023, 2, 6),
        date(2023, 3, 13),
    ]
    assert "no later than the day before" in translation.markdown
    assert len(version.governing.revisions) == 1


def test_1_3_came_by_a_merge_whose_drafts_do_not_count(folder: Path, conditions: Document) -> None:
    version = found(conditions, "1.3")
    assert version.published is not None
    parents = git(folder, "show", "--no-patch", "--format=%P", version.published.commit).split()
    assert len(parents) == 2
    draft = git(folder, "show", f"{parents[1]}~1:docs/fr/cgu.md")
    assert "**180 €**" in draft
    assert "**200 €**" in version.governing.markdown


def test_1_3_changes_amounts_and_dates_only(conditions: Document) -> None:
    before, after = french(conditions, "1.2"), french(conditions, "1.3")
    assert before != after
    words = [re.sub(r"\d+(?: 000| 200)?|trente|quinze", "…", text) for text in (before, after)]
    assert words[0] == words[1]


def test_2_0_inserts_an_article_3_and_the_references_follow(conditions: Document) -> None:
    before, after = french(conditions, "1.3"), french(conditions, "2.0")
    articles = [re.findall(r"(?m)^## (\d+)\. (.*)", text) for text in (before, after)]
    assert articles[1][2] == ("3", "Formation à la sécurité")
    moved = [(number, name) for number, name in articles[1] if number != "3"]
    assert [(str(int(n) - (int(n) > 3)), name) for n, name in moved] == articles[0]
    start, end = after.index("## 3. "), after.index("## 4. ")
    assert unnumbered(after[:start] + after[end:]) == unnumbered(before)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reference_leads_to_a_clause(
    conditions: Document, number: str, language: str
) -> None:
    text = found(conditions, number).text(language)
    assert text is not None
    clauses = set(re.findall(r"(?m)^(\d+\.\d+)\. ", text.markdown))
    references = re.findall(r"[Aa]rticle (\d+\.\d+)", text.markdown)
    assert references
    assert set(references) <= clauses


@pytest.mark.parametrize("number", NUMBERS)
def test_both_languages_have_the_same_clauses(conditions: Document, number: str) -> None:
    marks = []
    for text in found(conditions, number).texts:
        marks.append(re.findall(r"(?m)^(?:## \d+\. |\d+\.\d+\. | *- |\|)", text.markdown))
    assert marks[0] == marks[1]


def test_2_0_was_written_in_a_file_of_another_name(conditions: Document) -> None:
    assert conditions.uris == (
        "docs/en/cgu.md",
        "docs/en/conditions.md",
        "docs/fr/cgu.md",
        "docs/fr/conditions.md",
    )
    version = found(conditions, "2.0")
    assert version.governing.uri == "docs/fr/cgu.md"
    assert [len(text.revisions) for text in version.texts] == [1, 1]


def test_2_1_moves_a_clause_to_another_article(conditions: Document) -> None:
    before, after = french(conditions, "2.0"), french(conditions, "2.1")
    (gone,) = lines(before) - lines(after)
    (come,) = lines(after) - lines(before)
    assert gone.startswith("4.4. L’Adhérent signale")
    assert come.startswith("6.4. L’Adhérent signale")
    assert come[5:] == gone[5:].removesuffix(".") + " en cause."


def test_2_2_adds_a_list_item_and_changes_a_table_row(conditions: Document) -> None:
    before, after = lines(french(conditions, "2.1")), lines(french(conditions, "2.2"))
    assert "    - la découpeuse laser," in after - before
    assert {line for line in before ^ after if line.startswith("|")} == {
        "| Machine lourde | 8 € | par heure |",
        "| Machine lourde | 9 € | par heure |",
    }


def test_3_0_rewrites_an_article(conditions: Document) -> None:
    before, after = french(conditions, "2.2"), french(conditions, "3.0")
    for text in (before, after):
        assert "## 7. Responsabilité et assurance" in text
    changed = lines(before) ^ lines(after)
    assert {line[:2] for line in changed} == {"7."}
    assert {line[:4] for line in lines(before) & lines(after)}.isdisjoint({"7.1.", "7.2.", "7.3."})


def test_3_0_was_put_off_while_it_was_ahead(history: History, conditions: Document) -> None:
    version = found(conditions, "3.0")
    raws = [
        change.raw.decode()
        for change in history.changes
        if change.uri == "docs/fr/conditions.md" and b'version: "3.0"' in change.raw
    ]
    dates = [re.findall(r"effective_date: (.*)", raw)[0] for raw in raws]
    assert dates == ["2026-11-01", "2027-01-01"]
    assert version.effective_date == date(2027, 1, 1)
    assert version.published is not None
    assert version.published.at.date() == date(2026, 7, 20)


def test_substantive_versions_are_announced_thirty_days_ahead(conditions: Document) -> None:
    for version in conditions.versions[1:]:
        if version.change is ChangeClass.SUBSTANTIVE:
            assert version.published is not None
            assert version.effective_date is not None
            assert (version.effective_date - version.published.at.date()).days >= 30


# The other documents


def test_the_loan_rules_are_withdrawn(story: Timeline) -> None:
    loans = document(story, "pret")
    assert loans.withdrawal is not None
    assert loans.withdrawal.at.date() == date(2025, 6, 2)
    assert numbers(loans) == ["1.0", "1.1"]


def test_the_data_notice_has_a_proposal_without_a_translation(story: Timeline) -> None:
    current, proposal = document(story, "donnees").versions
    assert [text.language for text in current.texts] == ["fr", "en"]
    assert proposal.effective_date is None
    assert not proposal.dropped
    assert [text.language for text in proposal.texts] == ["fr"]


def test_links_lead_from_document_to_document(edition: Edition) -> None:
    targets = set()
    for rendered in edition.register.rendered.values():
        targets |= set(re.findall(r'href="([^"]+)"', rendered.html))
    assert targets == {
        f"site:{home}{name}/" for home in ("", "en/") for name in ("conditions", "donnees", "pret")
    }


# The site


def test_the_configuration_is_the_projects_pointed_at_the_demo(tmp_path: Path) -> None:
    path = demo.make_demo(tmp_path / "demo")
    ours: dict[str, Any] = yaml.safe_load(path.read_bytes())
    named = [ours["docs_dir"], ours["theme"]["custom_dir"], *ours["hooks"]]
    assert all((path.parent / name).exists() for name in named)
    for language in LANGUAGES:
        for page in ours["nav"]:
            assert (path.parent / ours["docs_dir"] / language / page).is_file()
    assert "Target First" not in path.read_text("utf-8")


def test_the_ordinary_pages_speak_of_the_demo(folder: Path) -> None:
    pages = [page for page in (folder / "docs").rglob("*.md") if page.stem in ("index", "guide")]
    assert len(pages) == 4
    for page in pages:
        assert not re.search(r"Target First|\((cgu|openai-data)\.md", page.read_text("utf-8"))


def test_running_it_again_starts_afresh(tmp_path: Path) -> None:
    changed = demo.make_demo(tmp_path).parent / "repository" / "docs" / "fr" / "conditions.md"
    before = changed.read_bytes()
    changed.write_text("Scribbled over")
    demo.make_demo(tmp_path)
    assert changed.read_bytes() == before


def test_what_it_tells_to_look_at_exists(story: Timeline) -> None:
    names = {document.id: set(numbers(document)) for document in story.documents}
    for address, _ in demo.LOOK:
        match _parts(address):
            case [] | ["terms.json"]:
                continue
            case [name] | [name, "versions"]:
                assert name in names
            case [name, "versions", number]:
                assert number in names[name]
            case [name, "compare", older, newer]:
                assert {older, newer} <= names[name]
            case _:
                pytest.fail(f"no such address: {address}")


def _parts(address: str) -> Sequence[str]:
    return [part for part in address.split("/") if part and part != "en"]


@pytest.mark.parametrize(("given", "expected"), [("", "2026-09-15"), ("2027-01-01", "2027-01-01")])
def test_it_is_told_as_of_its_own_day_unless_another_is_given(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    given: str,
    expected: str,
) -> None:
    (tmp_path / "mkdocs.py").write_text(
        "import os, sys\nprint(os.environ['CLAUSIER_AS_OF'], *sys.argv[1:3])\n"
    )
    monkeypatch.setenv("CLAUSIER_AS_OF", given)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(demo, "_FOLDER", tmp_path / "demo")
    assert demo.main(["--no-serve"]) == 0
    said = capfd.readouterr().out
    assert f"{expected} build --config-file" in said
    for address, what in demo.LOOK:
        assert address in said
        assert what in said


def test_it_is_served_as_texts_are_while_they_are_written(tmp_path: Path) -> None:
    run = (
        "import sys\nfrom pathlib import Path\nfrom clausier import demo\n"
        "demo._FOLDER, demo._PORT = Path(sys.argv[1]), 0\ndemo.main([])"
    )
    environment = {**os.environ, "CLAUSIER_LANG": "en", "CLAUSIER_AS_OF": ""}
    with subprocess.Popen(
        [sys.executable, "-c", run, str(tmp_path / "demo")],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if "Ctrl-C" in line:
                break
        found = re.search(r"The site: (\S+)", said)
        assert found, said
        upcoming = ask(found[1], "/conditions/").body.decode()
        draft = ask(found[1], "/_draft/conditions/")
        process.send_signal(signal.SIGINT)
    assert "2027" in upcoming
    assert draft.status == 200
    assert process.returncode == 0
