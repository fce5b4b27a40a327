"""The source of a text cut where its clauses begin."""

from __future__ import annotations

import pytest

from bench.corpus import REAL, make_renderer, read_histories
from clausier.clauses import read_text
from clausier.clauses.sources import cut_source, find_starts

RENDERER = make_renderer()


def cut(source: str, language: str = "fr") -> tuple[str, ...] | None:
    return cut_source(source, read_text(RENDERER.render(source), language).clauses)


CASES = {
    "headings and numbered paragraphs": (
        ["# Titre\n\nAvant.\n\n", "## 1. Objet\n\n", "1.1. Le *Client* paie.\n\nEt encore.\n"],
        1,
    ),
    "what stands before the first clause": (["Bonjour.\n\n", "## 1. Objet\n\nTexte.\n"], 0),
    "underlined headings": (["Titre\n=====\n\nTexte.\n\n", "1. Objet\n--------\n\nSuite.\n"], 1),
    "a rule is no heading": (["## A\n\nTexte.\n\n---\n\n", "## B\n"], 1),
    "a heading within code is none": (["## A\n\n```\n## B\n```\n\n", "## B\n"], 1),
    "emphasis, links and attributes in a heading": (
        ["## **1.** [Objet](autre.md) du `contrat` {#objet .x}\n\n", "## 2. Prix\n"],
        1,
    ),
    "a paragraph that a link begins": (
        ['1.1. [Le Client](a.md "b") paie.\n\n', "1.2. Il dit.\n"],
        1,
    ),
    "quotes and no-break spaces": (["## 1. L'« accès »\n\n", "## 2. Le prix: 10 €\n"], 1),
    "entities and escapes": (["## 1. R&amp;D \\*\n\n", "## 2. A < B\n"], 1),
    "a reference to a footnote": (["## 1. Objet[^1]\n\n", "## 2. Suite\n\n[^1]: Une note.\n"], 1),
    "lines that end as on other systems": (["## 1. A\r\n\r\nTexte.\r\n\r\n", "## 2. B\r\n"], 1),
    "a list of numbers is no clause": (["## 1. A\n\n1. un\n2. deux\n\n", "## 2. B\n"], 1),
    "a heading right after a paragraph": (["## 1. A\nTexte\n", "## 2. B\nSuite\n"], 1),
    "the same heading twice": (["## Objet\n\nUn.\n\n", "## Objet\n\nDeux.\n"], 1),
    "a paragraph that says what the next heading says": (
        ["## A\n\nPrix\n\n", "## Prix\n\n10 €\n"],
        1,
    ),
    "a heading in HTML": (["## A\n\n", "<h2>1. Objet</h2>\n\nTexte.\n"], 1),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_clause_goes_from_its_beginning_to_the_next(name: str) -> None:
    pieces, has_none_before = CASES[name]
    expected = ("", *pieces) if has_none_before else tuple(pieces)
    assert cut("".join(pieces)) == expected


STARTS = {
    "a link whose address is not told": ("1.1. Voir [le site][s].", True),
    "a script": ("1.1. Voir <script>alert(1)</script> ici.", True),
    "a number with emphasis": ("**1.1.** Voir [le site][s].", True),
    "no number": ("Voir [le site][s].", False),
    "another number": ("1.10. Voir [le site][s].", False),
}


@pytest.mark.parametrize("case", STARTS)
def test_a_clause_begins_at_its_number_where_its_words_are_not_found(case: str) -> None:
    line, is_found = STARTS[case]
    shown = "## 1. A\n\n1.1. Voir ailleurs.\n\n1.2. Suite.\n"
    clauses = read_text(RENDERER.render(shown), "fr").clauses
    source = shown.replace("1.1. Voir ailleurs.", line)
    end = source.index("1.2.")
    assert cut_source(source, clauses) is None
    assert find_starts(source, clauses) == (0, 9 if is_found else None, end)


def test_where_a_clause_is_not_found_nothing_is_guessed() -> None:
    clauses = read_text("<h2>Autre</h2>", "fr").clauses
    assert cut_source("## Objet\n", clauses) is None


@pytest.mark.skipif(not REAL.is_dir(), reason="the real histories are not here")
def test_each_clause_of_real_terms_is_that_clause_alone() -> None:
    for history in read_histories():
        for source in history.texts[:: max(len(history.texts) // 3, 1)]:
            text = read_text(RENDERER.render(source), history.language)
            pieces = cut_source(source, text.clauses)
            assert pieces is not None
            assert "".join(pieces) == source
            for clause, piece in zip(text.clauses, pieces[1:], strict=True):
                [alone] = read_text(RENDERER.render(piece), history.language).clauses
                assert alone.heading == clause.heading
