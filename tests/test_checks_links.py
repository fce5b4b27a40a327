"""Links within the site lead somewhere; what stands elsewhere is nobody's concern here."""

from __future__ import annotations

from pathlib import Path

import pytest

from checking import name, published, tell
from clausier.checks import list_problems
from clausier.proposals import read_proposal
from proposing import (
    ENGLISH,
    FRENCH,
    RENDERER,
    SETTINGS,
    TODAY,
    codes,
    found,
    head,
    lines,
    propose,
    start,
)
from repositories import FR, Content, Repository, pin_environment

__all__ = ["published"]

FILES: dict[str, Content] = {
    "docs/fr/autre.md": "# Autre\n\n## Une partie\n\nTexte.\n",
    "docs/fr/plan.png": b"\x89PNG",
    "docs/fr/annexes/tarif.pdf": b"%PDF",
}

LINKS = {
    # somewhere
    "another page": ("[a](autre.md)", []),
    "a part of another page": ("[a](autre.md#une-partie)", []),
    "a clause of this text": ("[a](#art-2.1)", []),
    "a clause by its file": ("[a](cgu.md#art-2)", []),
    "the other language": ("[a](../en/cgu.md)", []),
    "an archived version": ("[a](/cgu/versions/1.0/)", []),
    "an archived clause": ("[a](/cgu/versions/1.0/#art-2.1)", []),
    "the version that is proposed": ("[a](/cgu/versions/2.0/)", []),
    "a redline": ("[a](/cgu/compare/1.0/2.0/)", []),
    "an archived file": ("[a](/cgu/versions/1.0/cgu-1.0.fr.pdf)", []),
    "the history": ("[a](/en/cgu/versions/)", []),
    "the history of a clause": ("[a](/cgu/clauses/art-2.1/)", []),
    "the index for machines": ("[a](/terms.json)", []),
    "a feed": ("[a](/cgu/feed.xml)", []),
    "the home page": ("[a](/)", []),
    "an image": ("![plan](plan.png)", []),
    "a file": ("[a](annexes/tarif.pdf)", []),
    "elsewhere": ("[a](https://example.com/rien)", []),
    "elsewhere without a scheme": ("[a](//example.com/rien)", []),
    "mail": ("[a](mailto:a@example.org)", []),
    "this site, whole": ("[a](https://terms.example/cgu/versions/1.0/)", []),
    "a site whose name begins alike": ("[a](https://terms.example.org/rien)", []),
    "a note": ("a[^1]\n\n[^1]: Note.", []),
    "a link shown as code": ("`[a](rien.md)`", []),
    # nowhere
    "a page that is not there": ("[a](rien.md)", ["link-dead"]),
    "a page in another folder": ("[a](annexes/autre.md)", ["link-dead"]),
    "a part that is not there": ("[a](autre.md#rien)", ["anchor-missing"]),
    "a clause that is not there": ("[a](#art-9)", ["anchor-missing"]),
    "a clause by its file that is not there": ("[a](cgu.md#art-9)", ["anchor-missing"]),
    "a version that never was": ("[a](/cgu/versions/0.9/)", ["link-dead"]),
    "a clause that it never had": ("[a](/cgu/versions/1.0/#art-9)", ["anchor-missing"]),
    "a file of a version that never was": (
        "[a](/cgu/versions/0.9/cgu-0.9.fr.pdf)",
        ["link-dead"],
    ),
    "a redline that never was": ("[a](/cgu/compare/0.9/1.0/)", ["link-dead"]),
    "a document that is not there": ("[a](/cgv/)", ["link-dead"]),
    "an image that is not there": ("![plan](plan2.png)", ["image-missing"]),
    "a file that is not there": ("[a](annexes/tarifs.pdf)", ["link-dead"]),
    "this site, whole, to nowhere": ("[a](https://terms.example/rien/)", ["link-dead"]),
    "by reference": ("[a][1]\n\n[1]: rien.md", ["link-dead"]),
    "as HTML": ('<a href="rien.md">a</a>', ["link-dead"]),
}


@pytest.mark.parametrize("case", LINKS)
def test_where_links_lead(case: str, published: Repository) -> None:
    written, expected = LINKS[case]
    text = FRENCH + f"\n2.2. Voir ceci.\n\n{written}\n"
    published.write({**FILES, FR: head(summary="S.") + text})
    proposal = read_proposal(
        published.path / "docs", SETTINGS, RENDERER, TODAY, site_url="https://terms.example/"
    )
    wrong = [
        p
        for p in list_problems(proposal)
        if p.code in {"link-dead", "anchor-missing", "image-missing"}
    ]
    for uri in FILES:
        (published.path / uri).unlink()
    assert name(wrong) == expected, [str(problem) for problem in wrong]
    line = (head(summary="S.") + text).count("\n", 0, -1) + 1
    assert {(p.place.uri, p.place.line) for p in wrong} == ({(FR, line)} if expected else set())


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pin_environment(monkeypatch)
    return start(tmp_path)


def test_a_page_that_is_taken_away_is_missed_where_others_lead_to_it(
    repository: Repository,
) -> None:
    repository.commit({"docs/fr/a.md": "# A\n\n[b](b.md)\n", "docs/fr/b.md": "# B\n"})
    assert codes(propose(repository, {})) == []
    (repository.path / "docs/fr/b.md").unlink()
    assert lines(propose(repository, {}), "link-dead") == [("docs/fr/a.md", 3)]


def test_a_clause_that_is_taken_away_is_missed_where_others_lead_to_it(
    repository: Repository,
) -> None:
    old = "[a](cgu.md#art-2) [b](cgu.md#art-7)\n"
    repository.commit({"docs/fr/a.md": f"# A\n\n{old}"})
    assert codes(propose(repository, {})) == []
    shorter = FRENCH[: FRENCH.index("## 2.")].replace("article 2", "article 1")
    proposal = propose(repository, {FR: head(summary="S.") + shorter})
    [problem] = found(proposal, "anchor-missing")
    assert problem.place.uri == "docs/fr/a.md"
    assert "`cgu.md#art-2` leads to no clause" in str(problem)


def test_ordinary_pages_are_looked_at_too(repository: Repository) -> None:
    proposal = propose(repository, {"docs/fr/a.md": "# A\n\nVoir\n[b](b.md).\n"})
    assert lines(proposal, "link-dead") == [("docs/fr/a.md", 4)]


def test_the_same_text_elsewhere_says_nothing(published: Repository) -> None:
    assert name(tell(published, f"{FRENCH}\nFin.\n", f"{ENGLISH}\nEnd.\n")) == []


@pytest.mark.parametrize("target", ["{{ site }}", "{{x}}", "{{ a b }}/c.md", "{% a %}"])
def test_a_link_to_a_blank_is_found_on_its_line(target: str, published: Repository) -> None:
    wrong = tell(published, f"{FRENCH}\n2.2. Voir [a]({target}).\n", ENGLISH)
    assert {p.place.line for p in wrong if p.code == "link-dead"} == {20}
