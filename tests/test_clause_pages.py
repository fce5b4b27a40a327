"""Where a clause comes from, as readers see it: the note at it, and the page of its history."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html as lxml_html
from playwright.sync_api import Browser, expect

from browser import Watch, overflow, violations
from redline_reading import read_newer, read_older, read_plain
from repositories import Repository
from sites import publish, start_site
from test_pages import WCAG

ADDRESSES = [
    root + address
    for root in ("", "en/")
    for address in (
        "conditions/",
        "conditions/clauses/art-6.4/",  # moved, renumbered, modified
        "conditions/clauses/art-4.2/",  # a list
        "conditions/clauses/art-5.1/",  # a table
        "conditions/clauses/art-3/",  # an article, added
        "conditions/clauses/art-2.3/",  # changed in French alone
    )
]

ONE = "# Terms\n\n## Scope\n\nWhat these terms are for.\n\n1.1. The member pays in time.\n"
TWO = ONE.replace("in time", "at once")


@pytest.fixture
def site(demo_site: Path) -> Path:
    return demo_site


@pytest.fixture
def root(demo_root: str) -> str:
    return demo_root


def tree_of(site: Path, address: str) -> Any:
    return lxml_html.fromstring((site / address / "index.html").read_text("utf-8"))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def note(tree: Any, clause: str) -> Any | None:
    """What is said beside a clause, if anything."""
    [head] = tree.xpath(f"//*[@id='{clause}']")
    beside = head.getnext()
    is_note = beside is not None and "clause-note" in (beside.get("class") or "")
    return beside if is_note else None


def page(number: str, day: str, body: str) -> str:
    change = "initial" if number == "1.0" else "substantive"
    summary = "" if number == "1.0" else "summary: Some words.\n"
    front = f'document: cgu\nversion: "{number}"\neffective_date: {day}\nchange: {change}\n'
    return f"---\n{front}{summary}---\n{body}"


# At the clause


@pytest.mark.parametrize(
    ("clause", "french", "english"),
    [
        ("art-1.3", "Depuis la version 2.2", "Since version 2.2"),
        ("art-6.4", "Depuis la version 2.1", "Since version 2.1"),
        (
            "art-4.1",
            "Depuis la version 1.3, sous ce numéro depuis la version 2.0",
            "Since version 1.3, under this number since version 2.0",
        ),
        (
            "art-4",
            "Intitulé depuis la version 1.0, sous ce numéro depuis la version 2.0",
            "Heading since version 1.0, under this number since version 2.0",
        ),
    ],
)
def test_a_clause_says_since_which_version_it_stands(
    site: Path, clause: str, french: str, english: str
) -> None:
    for home, expected in (("", french), ("en/", english)):
        beside = note(tree_of(site, f"{home}conditions/"), clause)
        assert beside is not None
        assert beside.get("data-furniture") is not None
        [link] = beside.xpath("./a")
        assert link.get("href") == f"clauses/{clause}/"
        assert link.text == expected
        assert clause.removeprefix("art-") in words(link)


def test_a_clause_that_never_changed_says_since_when_and_leads_nowhere(site: Path) -> None:
    beside = note(tree_of(site, "conditions/"), "art-1.1")
    assert beside is not None
    assert words(beside) == "Depuis la version 1.0"
    assert not beside.xpath(".//a")


def test_a_document_that_never_changed_says_so_once(site: Path) -> None:
    for home, expected in (
        ("", "Aucune clause n’a changé depuis la version 1.0, la première."),
        ("en/", "No clause has changed since version 1.0, the first."),
    ):
        tree = tree_of(site, f"{home}donnees/")
        assert words(tree).count(expected) == 1
        assert not tree.xpath("//*[@class='clause-note']")
        assert expected not in words(tree_of(site, f"{home}conditions/"))


def test_only_the_text_in_force_has_notes(site: Path) -> None:
    for number in ("1.0", "2.2", "3.0"):
        tree = tree_of(site, f"conditions/versions/{number}/")
        assert not tree.xpath("//*[@class='clause-note']")


# Its page


def test_each_clause_that_something_happened_to_has_a_page_and_no_other(site: Path) -> None:
    for home in ("", "en/"):
        pages = {path.name for path in (site / home / "conditions" / "clauses").iterdir()}
        assert len(pages) == 32
        assert "art-1.1" not in pages
        assert "art-2.3" in pages
        links = tree_of(site, f"{home}conditions/").xpath("//*[@class='clause-note']/a/@href")
        assert {link.split("/")[1] for link in links} <= pages
    assert not (site / "donnees" / "clauses").exists()
    assert not (site / "pret" / "clauses").exists()


def test_the_page_tells_the_whole_history_newest_first(site: Path) -> None:
    tree = tree_of(site, "en/conditions/clauses/art-6.4/")
    [title] = tree.xpath("//h1")
    assert words(title) == "History of clause 6.4"
    assert "Text unchanged since version 2.1, in force from 1 September 2024" in words(tree)
    entries = tree.xpath("//ol[@class='pasts']/li")
    assert [words(entry.xpath(".//h3/a")[0]) for entry in entries] == ["Version 2.1", "Version 2.0"]
    newest, oldest = entries
    assert "From 1 September 2024 to 31 May 2025 inclusive" in words(newest)
    assert re.search(r"Moved, renumbered, modified, formerly 4\.4 · 1 word inserted", words(newest))
    assert "Renumbered, formerly 3.4" in words(oldest)
    assert "It was already in version 1.0, the first." in words(tree)
    [link] = newest.xpath(".//p[@class='past__link']/a/@href")
    assert re.fullmatch(r"\.\./\.\./compare/2\.0/2\.1/#change-[12]", link)


def test_the_page_in_french(site: Path) -> None:
    tree = tree_of(site, "conditions/clauses/art-6.4/")
    said = words(tree)
    assert "Historique de la clause 6.4" in said
    assert "Texte inchangé depuis la version 2.1, en vigueur à compter du 1er septembre" in said
    assert "Déplacée, renumérotée, modifiée, anciennement 4.4 · 2 mots insérés" in said
    assert "Elle figurait déjà dans la version 1.0, la première." in said


def test_an_excerpt_holds_the_clause_before_and_after_and_nothing_else(site: Path) -> None:
    for address in ADDRESSES:
        if "clauses" not in address:
            continue
        tree = tree_of(site, address)
        now, *pasts = tree.xpath("//*[@data-excerpt]")
        clauses = [read_plain(inside(now))]
        for past in pasts:
            assert read_newer(inside(past)) == clauses[-1], address
            clauses.append(read_older(inside(past)))
        assert not tree.xpath("//*[@data-text or @data-redline]")
        assert not tree.xpath("//*[@data-excerpt]//@id")
        assert not tree.xpath("//*[@data-excerpt]//*[self::h1 or self::h2 or self::h3]")


def inside(element: Any) -> str:
    parts = (lxml_html.tostring(child, encoding="unicode") for child in element)
    return "".join(map(str, parts))


def test_a_change_is_said_in_words_too(site: Path) -> None:
    tree = tree_of(site, "conditions/clauses/art-5.2/")
    [deleted, *_] = tree.xpath("//*[@id='version-1.3']//del")
    assert words(deleted.xpath("./*[@class='spoken']")[0]) == "supprimé :"


def test_the_timeline_is_a_list_of_every_version_that_led_here(site: Path) -> None:
    tree = tree_of(site, "en/conditions/clauses/art-6.5/")
    stages = [words(stage) for stage in tree.xpath("//ol[@class='stages-line']/li")]
    assert len(stages) == 7
    assert stages[0] == "Version 1.0, 2022: not in the text yet"
    assert stages[-1] == "Version 2.2, 2025: clause 6.5, added"
    tree = tree_of(site, "en/conditions/clauses/art-6.4/")
    stages = [words(stage) for stage in tree.xpath("//ol[@class='stages-line']/li")]
    assert stages[0] == "Version 1.0, 2022: clause 3.4, first version"
    assert stages[3:] == [
        "Version 1.3, 2023: clause 3.4, unchanged",
        "Version 2.0, 2024: clause 4.4, renumbered",
        "Version 2.1, 2024: clause 6.4, moved, renumbered, modified",
        "Version 2.2, 2025: clause 6.4, unchanged",
    ]
    assert tree.xpath("//ol[@class='stages-line']//a/@href") == ["#version-2.0", "#version-2.1"]
    assert not tree.xpath("//*[@style]")


def test_a_clause_that_changed_in_the_other_language_alone(site: Path) -> None:
    tree = tree_of(site, "en/conditions/clauses/art-2.3/")
    assert "Text unchanged since version 1.0" in words(tree)
    assert not tree.xpath("//ol[@class='pasts']/li")
    assert "All that changed it" not in words(tree)
    [section] = tree.xpath("//section[@aria-labelledby='changes']")
    assert "In English, this clause never changed. See what changed it in French" in words(section)
    assert section.xpath(".//a/@href") == ["../../../../conditions/clauses/art-2.3/"]
    [changed] = tree_of(site, "conditions/clauses/art-2.3/").xpath(
        "//section[.//h2[@id='changes']]"
    )
    assert "jamais" not in words(changed)


def test_an_article_leads_to_the_clauses_in_it(site: Path) -> None:
    tree = tree_of(site, "conditions/clauses/art-4/")
    assert "Intitulé inchangé depuis la version 1.0" in words(tree)
    links = tree.xpath("//ul[@class='within']//a/@href")
    assert links == ["../art-4.1/", "../art-4.2/", "../art-4.3/"]


def test_the_page_says_where_everything_else_is(site: Path) -> None:
    tree = tree_of(site, "conditions/clauses/art-6.4/")
    links = {link.get("rel"): link.get("href") for link in tree.xpath("//head/link[@rel]")}
    assert links["canonical"].endswith("/conditions/clauses/art-6.4/")
    assert links["latest-version"] == "../../#art-6.4"
    assert links["version-history"] == "../../versions/"
    alternates = {
        link.get("hreflang"): link.get("href")
        for link in tree.xpath("//head/link[@rel='alternate'][@hreflang]")
    }
    assert alternates["en"].endswith("/en/conditions/clauses/art-6.4/")
    [data] = tree.xpath("//head/link[@type='application/json']/@href")
    assert (site / "conditions/clauses/art-6.4" / data).resolve().is_file()
    english = tree_of(site, "en/conditions/clauses/art-6.4/")
    [link] = english.xpath("//p[@class='binding']/a/@href")
    assert link == "../../../../conditions/clauses/art-6.4/"


def test_the_search_does_not_find_it(site: Path) -> None:
    index = (site / "search" / "search_index.json").read_text("utf-8")
    assert "conditions/" in index
    assert '"location":"conditions/clauses/' not in index
    assert "Depuis la version" not in index


def test_no_address_on_the_pages_leads_nowhere(site: Path) -> None:
    ids: dict[Path, set[str]] = {}
    folders = chain.from_iterable(site.glob(f"{home}conditions/clauses/*") for home in ("", "en/"))
    for folder in folders:
        for href in tree_of(site, folder.relative_to(site).as_posix()).xpath("//main//a/@href"):
            address, _, fragment = href.partition("#")
            path = (folder / address).resolve()
            path = path / "index.html" if path.is_dir() else path
            assert path.is_file(), (folder, href)
            if fragment and path not in ids:
                ids[path] = ids_in(path)
            assert not fragment or fragment in ids[path], (folder, href)


def ids_in(path: Path) -> set[str]:
    tree: Any = lxml_html.fromstring(path.read_bytes())
    return set(tree.xpath("//@id"))


# Other stories


def test_when_a_clause_goes_its_page_goes(tmp_path: Path) -> None:
    repository = start_site(tmp_path / "r", {"docs/fr/cgu.md": page("1.0", "2024-01-01", ONE)})
    commit(repository, "1.1", "2024-02-01", TWO)
    assert (publish(repository).site / "cgu/clauses/art-1.1").is_dir()
    commit(repository, "1.2", "2024-03-01", TWO.partition("1.1.")[0])
    built = publish(repository)
    assert not (built.site / "cgu/clauses").exists()
    assert not (built.site / "api/v1/cgu/clauses/art-1.1.json").exists()
    assert (built.site / "api/v1/cgu/compare/1.1/1.2.json").is_file()


def test_a_title_that_changed_leaves_one_heading_of_the_first_level(tmp_path: Path) -> None:
    repository = start_site(tmp_path / "r", {"docs/fr/cgu.md": page("1.0", "2024-01-01", ONE)})
    commit(repository, "1.1", "2024-02-01", ONE.replace("# Terms", "# Terms of use"))
    built = publish(repository)
    tree = tree_of(built.site, "cgu/clauses/terms-of-use/")
    assert [words(title) for title in tree.xpath("//h1")] == [
        "Historique de la clause « Terms of use »"
    ]
    [past] = tree.xpath("//ol[@class='pasts']/li")
    assert past.xpath(".//*[@data-excerpt]/p[@data-heading]")


def test_a_clause_that_a_translation_lacks_is_said_there_to_be_missing(tmp_path: Path) -> None:
    files = {
        "docs/fr/cgu.md": page("1.0", "2024-01-01", ONE),
        "docs/en/cgu.md": page("1.0", "2024-01-01", "# Terms\n\nNothing numbered.\n"),
    }
    repository = start_site(tmp_path / "r", files)
    repository.commit(
        {
            "docs/fr/cgu.md": page("1.1", "2024-02-01", TWO),
            "docs/en/cgu.md": page("1.1", "2024-02-01", "# Terms\n\nNothing numbered.\n"),
        }
    )
    built = publish(repository)
    tree = tree_of(built.site, "en/cgu/clauses/art-1.1/")
    assert "The text in force has no such clause in English." in words(tree)
    assert not tree.xpath("//*[@data-excerpt]")
    [link] = tree.xpath("//main//a[@hreflang='fr']/@href")
    assert link == "../../../../cgu/clauses/art-1.1/"
    english = tree_of(built.site, "en/cgu/")
    assert "No clause has changed since version 1.0, the first." in words(english)


def commit(repository: Repository, number: str, day: str, body: str) -> None:
    repository.commit({"docs/fr/cgu.md": page(number, day, body)})


# In a browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_no_violation(browser: Browser, root: str, address: str, scheme: str) -> None:
    dark = scheme == "dark"
    with browser.new_context(color_scheme="dark" if dark else "light") as context:
        shown = context.new_page()
        watch = Watch(shown, root)
        shown.goto(root + address, wait_until="networkidle")
        found = Axe().run(shown, options=WCAG).response["violations"]
        assert violations(found) == []
        watch.check()


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_fits_a_phone(browser: Browser, root: str, address: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        shown = context.new_page()
        shown.goto(root + address)
        assert overflow(shown) <= 0


def test_the_note_leads_to_the_history_and_back(browser: Browser, root: str) -> None:
    with browser.new_context() as context:
        shown = context.new_page()
        shown.goto(f"{root}en/conditions/")
        shown.get_by_role("link", name="history of clause 6.4").click()
        expect(shown).to_have_url(f"{root}en/conditions/clauses/art-6.4/")
        shown.get_by_role("link", name="This clause in the text in force").click()
        expect(shown).to_have_url(f"{root}en/conditions/#art-6.4")


def test_notes_and_marks_are_there_on_paper(browser: Browser, root: str) -> None:
    with browser.new_context() as context:
        shown = context.new_page()
        shown.goto(f"{root}conditions/")
        shown.emulate_media(media="print")
        expect(shown.locator(".clause-note").first).to_be_visible()
        shown.goto(f"{root}conditions/clauses/art-6.4/")
        marked = shown.locator("ins").last
        expect(marked).to_be_visible()
        lines = marked.evaluate("e => getComputedStyle(e).textDecorationLine")
        assert "underline" in lines
