"""Texts cut into clauses, with addresses that do not change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from clausier.clauses import Renderer, display_html, read_text
from markdown_strategies import EXTENSIONS, documents
from redline_reading import parse, read_plain

RENDERER = Renderer(EXTENSIONS)
SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150)


def ids(markdown: str, language: str = "fr") -> list[str]:
    return [clause.id for clause in read_text(RENDERER.render(markdown), language).clauses]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("## 4. Protection", ["art-4"]),
        ("## Article 4 – Protection", ["art-4"]),
        ("## Article 4", ["art-4"]),
        ("## Art. 4. Protection", ["art-4"]),
        ("### 4.1 Données", ["art-4.1"]),
        ("## Article 1er", ["art-1"]),
        ("## Article premier", ["art-1"]),
        ("4.2. Les données sont traitées.", ["art-4.2"]),
        ("4.2 Les données sont traitées.", ["art-4.2"]),
        ("**4.2.** Les données sont traitées.", ["art-4.2"]),
        ("4.2.1. Les données sont traitées.", ["art-4.2.1"]),
        ("2024 fut une année.", []),
        ("3.5 % du prix.", []),
        ("1.5 million d’euros.", []),
        ("15.04.2024 est la date.", []),
        ("1.000 € sont dus.", []),
        ("- 4.2. dans une liste", []),
        ("## Anonymat des Utilisateurs:", ["anonymat-des-utilisateurs"]),
        ("## Même\n\n## Même", ["meme", "meme-2"]),
        ("4.2. Un.\n\n4.2. Deux.", ["art-4.2", "art-4.2-2"]),
        ("## art 4.2", ["art-4.2"]),
    ],
)
def test_a_clause_has_the_address_that_its_number_or_heading_gives(
    markdown: str, expected: list[str]
) -> None:
    assert ids(markdown) == expected


def test_a_heading_without_words_has_an_address_all_the_same() -> None:
    [one, two] = ids("## ——\n\n## 🙂")
    assert one
    assert two
    assert one != two


def test_a_clause_has_the_same_address_in_its_translation() -> None:
    french = read_text(RENDERER.render("# Titre\n\n## 1. Objet\n\n### Sécurité"), "fr")
    english = read_text(RENDERER.render("# Title\n\n## 1. Purpose\n\n### Security"), "en", french)
    assert [c.id for c in english.clauses] == [c.id for c in french.clauses]


def test_a_translation_of_another_form_has_addresses_of_its_own() -> None:
    french = read_text(RENDERER.render("# Titre\n\n### Sécurité"), "fr")
    english = read_text(RENDERER.render("# Title\n\n### Security\n\n### More"), "en", french)
    assert [c.id for c in english.clauses] == ["title", "security", "more"]


def test_clauses_know_where_they_stand_and_what_they_say() -> None:
    text = read_text(
        RENDERER.render("# T\n\nAvant.\n\n## 2. Usage\n\n2.1. Un.\n\nSuite.\n\n2.2. Deux."), "fr"
    )
    assert text.title == "T"
    by_id = {clause.id: clause for clause in text.clauses}
    assert by_id["art-2.1"].path == ("art-2",)
    assert by_id["art-2.1"].text == "2.1. Un.\nSuite."
    assert by_id["art-2"].heading == "2. Usage"


def test_a_permalink_is_furniture_and_nothing_else_is_added() -> None:
    text = read_text(RENDERER.render("## 4. Objet\n\n4.2. Texte."), "fr")
    html = display_html(text, "Lien vers la clause", {"art-4.2": "<span>note</span>"})
    root: Any = parse(html)
    assert root.xpath("//*[@id='art-4.2']/a[@data-furniture]/@href") == ["#art-4.2"]
    for furniture in root.xpath("//*[@data-furniture]"):
        furniture.drop_tree()
    inner = "".join(str(lxml_html.tostring(child, encoding="unicode")) for child in root)
    assert read_plain(inner) == read_plain(text.html)


@SLOW
@given(documents)
def test_reading_what_was_read_finds_the_same_clauses(markdown: str) -> None:
    once = read_text(RENDERER.render(markdown), "fr")
    again = read_text(once.html, "fr")
    assert [clause.id for clause in again.clauses] == [clause.id for clause in once.clauses]
    assert [c.text.split() for c in again.clauses] == [c.text.split() for c in once.clauses]


@SLOW
@given(st.text())
def test_any_string_is_a_text_with_addresses_of_its_own(markdown: str) -> None:
    found = ids(markdown)
    assert len(found) == len(set(found))
    assert all(found)
