"""The report of a proposal, read as its reviewers read it: as a comment on a git host."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from clausier.checks import list_problems
from clausier.checks.severities import is_warning
from clausier.cli import main
from clausier.demo import make_demo
from clausier.errors import Place, Problem, say
from clausier.proposals import Proposal
from clausier.review import LIMIT, MARKER, Places, build_review, render_review
from proposing import (
    ENGLISH,
    FRENCH,
    RENDERER,
    SETTINGS,
    TODAY,
    head,
    propose,
    propose_texts,
    start,
)
from repositories import EN, FR, Content, Repository, pin_environment
from sites import write_configuration

REVIEWS = Path(__file__).parent / "reviews"
SITE = Places("https://maison.example/", "fr")
PREVIEW = replace(SITE, preview="https://preview.example/12/")
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
PLAIN = frozenset(
    "body br blockquote code del details div em h2 h3 h5 ins li ol p pre span strong summary table "
    "tbody td th thead tr ul".split()
)
"""All that a report is made of, links aside."""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pin_environment(monkeypatch)
    return start(tmp_path)


def report(
    proposal: Proposal,
    language: str = "fr",
    places: Places = SITE,
    problems: tuple[Problem, ...] | None = None,
) -> str:
    """Return the report of a proposal, which holds to what all of them hold to."""
    found = list_problems(proposal) if problems is None else problems
    errors = tuple(problem for problem in found if not is_warning(problem))
    warnings = tuple(filter(is_warning, found))
    written = render_review(build_review(proposal, errors, warnings, RENDERER), places, language)
    check(written)
    return written


def check(written: str) -> None:
    """Assert that a report can be posted, is found again, and makes no mischief."""
    assert written.startswith(f"{MARKER}\n\n")
    assert written.count(MARKER) == 1
    assert len(written.encode("utf-16-le")) // 2 <= LIMIT
    assert not [line for line in written.splitlines() if line.lstrip("> ").startswith("/")]
    page = parse(written)
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag != "a":
            assert element.tag in PLAIN, element.tag
            assert set(element.attrib) <= {"style", "open", "start"}, element.attrib
    for words in page.xpath("//text()[not(ancestor::code)]"):
        assert not re.search(r"(^|[^\w`])@\w", words), f"somebody is called: {words!r}"
        assert not re.search(r"#\d|GH-\d", words), f"an issue is linked: {words!r}"


def parse(written: str) -> Any:
    """Return a report as a host shows it, before the host takes out what it does not trust."""
    page = f"<html><body><div>{MARKDOWN.render(written)}</div></body></html>"
    return lxml_html.document_fromstring(page).find("body")


def read(written: str) -> str:
    """Return what a reader of a report sees."""
    return " ".join(parse(written).text_content().split())


# As lawyers write

DEFERRED = FRENCH.replace("30 jours", "15 jours"), ENGLISH.replace("30 days", "15 days")
MORE = (
    FRENCH + "\n2.2. Il est reconduit tacitement.\n",
    ENGLISH + "\n2.2. It is renewed tacitly.\n",
)
CASES: dict[str, tuple[dict[str, Content], date]] = {
    "a change of substance": (
        {
            FR: head(summary="Le délai de paiement passe à 15 jours.") + DEFERRED[0],
            EN: head(summary="Payment is due within 15 days.") + DEFERRED[1],
        },
        TODAY,
    ),
    "a clause in one language alone": (
        {
            FR: head("1.1", summary="Reconduction tacite.", change="editorial") + MORE[0],
            EN: head("1.1", summary="Reworded.", change="editorial")
            + ENGLISH.replace("See", "Read"),
        },
        TODAY,
    ),
    "proposed without a date": (
        {
            FR: head(summary="Reconduction.", effective_date=None) + MORE[0],
            EN: head(summary="Renewal.", effective_date=None) + MORE[1],
        },
        TODAY,
    ),
    "without its translation": (
        {FR: head(summary="Reconduction tacite.") + MORE[0]},
        TODAY,
    ),
    "a published text touched": (
        {FR: head("1.0", effective_date="2026-02-01", change="initial") + DEFERRED[0]},
        TODAY,
    ),
    "a translation corrected": (
        {
            EN: head("1.0", effective_date="2026-02-01", change="initial")
            + ENGLISH.replace("contract", "agreement")
        },
        TODAY,
    ),
    "front matter that cannot be read": ({FR: "---\ndocument: cgu\n"}, TODAY),
    "a new document": (
        {
            "docs/fr/pret.md": head("1.0", document="pret", change="initial")
            + "# Prêt d’outils\n\n1.1. Trois jours.\n",
            "docs/en/pret.md": head("1.0", document="pret", change="initial")
            + "# Loan of tools\n\n1.1. Three days.\n",
        },
        TODAY,
    ),
    "a document withdrawn": ({FR: None, EN: None}, TODAY),
    "ordinary pages alone": ({"docs/fr/guide.md": "# Guide\n"}, TODAY),
    "nothing": ({}, TODAY),
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", CASES)
def test_the_report_of_a_proposal(name: str, language: str, repository: Repository) -> None:
    files, day = CASES[name]
    proposal = propose(repository, files, as_of=day)
    # What the rules of versions say, and no check: goldens do not move with those.
    written = report(proposal, language, PREVIEW, proposal.problems)
    golden = REVIEWS / f"{name.replace(' ', '-')}.{language}.md"
    assert written == golden.read_text("utf-8")


def test_a_proposal_of_ordinary_pages_or_of_nothing_is_told_in_one_line() -> None:
    for name in ("ordinary-pages-alone", "nothing"):
        for language in ("fr", "en"):
            golden = (REVIEWS / f"{name}.{language}.md").read_text("utf-8")
            assert len(golden.splitlines()) == 3, "the marker, an empty line, the line"


def test_a_proposal_of_several_commits_is_to_be_merged_as_one(repository: Repository) -> None:
    repository.branch("next")
    for french, english in (DEFERRED, (MORE[0], MORE[1])):
        texts = {FR: head(summary="Ce qui change.") + french}
        repository.commit({**texts, EN: head(summary="What changes.") + english})
        said = read(report(propose(repository, {}, base="main")))
        assert ("À fusionner d’un bloc" in said) == (french != DEFERRED[0])


def test_what_stops_no_merge_stands_apart(repository: Repository) -> None:
    said = read(report(propose_texts(repository, FRENCH.replace("dans les", "dans  les"))))
    assert "Rien n’est à corriger. 1 point demande un regard." in said
    assert "À regarder" in said
    assert "À corriger" not in said


def test_a_date_that_is_moved_is_told_with_the_notice_that_is_left(repository: Repository) -> None:
    texts = {FR: head(summary="Ce qui change.") + DEFERRED[0]}
    repository.commit({**texts, EN: head(summary="What changes.") + DEFERRED[1]})
    later = {
        FR: head(summary="Ce qui change.", effective_date="2026-10-01") + DEFERRED[0],
        EN: head(summary="What changes.", effective_date="2026-10-01") + DEFERRED[1],
    }
    said = read(report(propose(repository, later), "en"))
    assert "1 October 2026. It was 1 September 2026 before. Notice given: 76 working days, " in said
    assert "107 counting every day" in said
    assert "nobody, by this proposal" in said


def test_the_notice_that_is_owed_stands_beside_what_is_given(repository: Repository) -> None:
    files = {FR: head(summary="Ce qui change.", effective_date="2026-07-15") + DEFERRED[0]}
    owing = replace(SETTINGS, notice_working_days=15)
    said = read(report(propose(repository, files, settings=owing)))
    # 30 days without 8 of weekends and the fourteenth of July
    assert "Préavis : 20 jours ouvrés, 29 en comptant tous les jours" in said
    assert "L’entreprise en doit 15." in said
    assert "en doit" not in read(report(propose(repository, files)))


def test_a_date_that_is_past_gives_no_notice(repository: Repository) -> None:
    texts = {FR: head(summary="Ce qui change.", effective_date="2026-06-15") + DEFERRED[0]}
    assert "il n’y a aucun préavis" in read(report(propose(repository, texts)))


def test_acceptance_before_and_after_is_told(repository: Repository) -> None:
    said = read(report(propose_texts(repository, *DEFERRED), "en"))
    assert "everyone who accepted a version before 2.0. Today an acceptance of version 1.0" in said
    slip = {
        FR: head("1.1", change="correction", summary="Coquille.") + FRENCH.replace("Voir", "Cf.")
    }
    said = read(report(propose(repository, slip), "en"))
    assert "nobody: whoever accepted version 1.0 or a later one has accepted this one too" in said


def test_what_replaces_an_upcoming_version_is_compared_with_that_one(
    repository: Repository,
) -> None:
    texts = {FR: head(summary="Ce qui change.") + DEFERRED[0]}
    repository.commit({**texts, EN: head(summary="What changes.") + DEFERRED[1]})
    third = head("2.1", effective_date="2026-11-01", summary="Dix jours.")
    said = report(propose(repository, {FR: third + FRENCH.replace("30", "10")}), "fr")
    assert "comparaison avec la version 2.0" in said
    assert "<del>15\u00a0jours</del>" in said.replace("<del>15</del>", "<del>15\u00a0jours</del>")


# On a host


def test_the_preview_is_linked_where_it_can_be_read(repository: Repository) -> None:
    proposal = propose_texts(repository, *DEFERRED)
    download = replace(SITE, preview="https://host.example/artifacts/3")
    assert "](https://host.example/artifacts/3)" in report(proposal, places=download)
    assert "](https://preview.example/12/)" in report(proposal, places=PREVIEW)
    assert "preview" not in report(proposal, "en").lower()


def test_the_code_of_a_problem_leads_to_where_it_is_explained(repository: Repository) -> None:
    proposal = propose(repository, CASES["a published text touched"][0])
    address = "https://maison.example/checks/"
    linked = report(proposal, places=replace(SITE, checks=address))
    assert f"([`published-text-changed`]({address}#published-text-changed))" in linked
    assert "(`published-text-changed`)" in report(proposal)


def long_text(clauses: int, words: str) -> str:
    """Return a text of many clauses."""
    lines = (f"1.{number}. Clause {number} : {words * 12}." for number in range(1, clauses + 1))
    return "# Conditions générales\n\n## 1. Objet\n\n" + "\n\n".join(lines) + "\n"


@pytest.mark.parametrize("places", [SITE, PREVIEW, replace(SITE, preview="https://host.example/3")])
def test_a_long_redline_is_cut_between_clauses_and_says_where_the_rest_is(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_environment(monkeypatch)
    repository = Repository.create(tmp_path)
    first = head("1.0", effective_date="2026-02-01", change="initial")
    repository.commit({FR: first + long_text(400, "ancien mot "), EN: first + long_text(400, "w ")})
    proposal = propose_texts(repository, long_text(400, "mot neuf "), long_text(400, "v "))
    written = report(proposal, "en", places)
    assert len(written) > LIMIT * 0.9, "there is room for more"
    left = re.search(r"\*\*(\d+) clauses that changed are left out here", written)
    assert left
    shown = written.split("English, compared")[0].count("— Modified")
    assert int(left[1]) + shown == 400
    where = {
        SITE: "where the host shows the files that changed",
        PREVIEW: "(https://preview.example/12/cgu/compare/1.0/2.0/)",
    }
    assert where.get(places, "in the preview, on the page `cgu/compare/1.0/2.0/`") in written
    assert written.count("<details") == written.count("</details>")


def test_many_problems_and_many_documents_leave_room_for_one_another(
    repository: Repository,
) -> None:
    problems = tuple(
        Problem(say("%(what)s", what="ce qui ne va pas " * 500), say("Corrigez"), Place(FR, line))
        for line in range(1, 400)
    )
    written = report(propose_texts(repository, *DEFERRED), problems=problems)
    assert "Et 339 autres" in read(written)
    assert "Conditions générales, version 2.0" in read(written)
    files: dict[str, Content] = {
        f"docs/fr/d{number}.md": head("1.0", document=f"d{number}", change="initial")
        + f"# Titre {'long ' * 60}{number}\n"
        for number in range(150)
    }
    written = report(propose(repository, files))
    assert re.search(r"\d+ documents de plus sont modifiés", read(written))


# Against mischief

HOSTILE = (
    "</details><img src=x onerror=alert(1)><script>alert(1)</script> @quelqu-un ![b](https://e.example"
    "/b.png) [ici](javascript:alert(1)) <!-- clausier-review --> **gras** | `code` #12 GH-3 "
    "https://e.example/x ~~~"
)


def test_nothing_that_a_proposal_says_becomes_markup_calls_somebody_or_is_fetched(
    repository: Repository,
) -> None:
    text = (
        f"# Titre {HOSTILE}\n\n## 1. Article {HOSTILE}\n\n1.1. {HOSTILE}\n\n"
        "/merge\n\n/close @quelqu-un\n\n```\n/approve\n</details>\n```\n\n"
        "![balise](https://e.example/balise.png)\n\n"
        '1.2. <img src="https://e.example/brute.png" alt="brute">\n\n'
        "| a | b |\n|---|---|\n| ![c](https://e.example/c.png) | /merge |\n"
    )
    quoted = HOSTILE.replace("'", "''")
    files: dict[str, Content] = {
        FR: head(summary=f"'{quoted}'") + text,
        EN: head(summary=f"'/merge {quoted}'") + text.replace("Titre", "Title"),
        f"docs/fr/`{HOSTILE[10:25].replace('/', '')}` @x\n## a.md": "# Page\n",
    }
    for language in ("fr", "en"):
        written = report(propose(repository, files), language)
        links = [link.get("href", "") for link in parse(written).iter("a")]
        assert not [link for link in links if link.startswith("javascript")]
        assert "https://e.example/balise.png" in read(written), "what is not shown is told"
        assert "<script>alert(1)</script>" in read(written), "words stay words"


def test_a_key_of_front_matter_is_quoted_as_words(repository: Repository) -> None:
    files: dict[str, Content] = {
        FR: '---\ndocument: cgu\nversion: "1.1"\n"<img src=x> @quelqu-un": 1\n---\n# T\n'
    }
    written = report(propose(repository, files))
    assert "<img src=x> @quelqu-un" in read(written)


# The command


def run(folder: Path, *arguments: str, day: str = "2026-07-20") -> Result:
    return CliRunner(env={"CLAUSIER_AS_OF": day}).invoke(
        main, ["review", "--config", str(folder / "mkdocs.yml"), *arguments]
    )


def test_the_sample_repository_is_reviewed_step_by_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_environment(monkeypatch)
    config = make_demo(tmp_path / "demo")
    repository = Repository(config.parent / "repository")
    commits = repository.git("log", "--first-parent", "--reverse", "--format=%H %cs").splitlines()
    told = []
    for before, after in pairwise(commits):
        commit, day = after.split()
        repository.git("checkout", "--quiet", commit)
        done = run(config.parent, "--base", before.split()[0], "--lang", "en", day=day)
        assert done.exit_code in (0, 1), done.output
        check(done.output)
        said = read(done.output)
        told.append(re.findall(r"Who has to accept again: (everyone|nobody)", said))
    assert told[1:3] == [["nobody"], ["nobody"]]
    assert ["everyone"] in told


def test_a_report_is_written_to_a_file_and_the_exit_code_tells_what_is_found(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_configuration(repository.path)
    file = repository.path / "report.md"
    monkeypatch.chdir(repository.path)
    repository.write({FR: head(summary="Ce qui change.") + DEFERRED[0]})
    repository.write({EN: head(summary="What changes.") + DEFERRED[1]})
    done = run(repository.path, "--output", str(file), "--lang", "fr", day="2026-06-15")
    assert (done.exit_code, done.output) == (0, "")
    assert "Rien n’est à corriger" in file.read_text("utf-8")
    repository.write(CASES["a published text touched"][0])
    done = run(repository.path, "--output", str(file), "--lang", "fr", day="2026-06-15")
    assert done.exit_code == 1
    assert "À corriger" in file.read_text("utf-8")


def test_what_cannot_be_looked_at_or_written_is_said_in_one_line(repository: Repository) -> None:
    write_configuration(repository.path)
    for wrong, said in (
        (("--base", "nowhere"), "nowhere"),
        (("--preview", "javascript:alert(1)"), "n’est pas l’adresse d’un aperçu"),
        (("--output", str(repository.path / "none" / "x.md")), "x.md"),
    ):
        done = run(repository.path, *wrong, "--lang", "fr")
        assert done.exit_code == 2
        assert said in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    assert SETTINGS.languages == ("fr", "en")
