"""A redline loses nothing (DESIGN section 7), and marks what a lawyer would mark."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausier.clauses import RenderedText, Renderer, read_text
from clausier.redline import Markers, compare, render_redline
from markdown_strategies import EXTENSIONS, documents, edited_documents, soups
from redline_reading import parse as parse_markup
from redline_reading import read_newer, read_older, read_plain
from sites import ROOT

RENDERER = Renderer(EXTENSIONS)
MARKERS = Markers("inséré :", "fin", "supprimé :", "fin", "Déplacée vers", "Déplacée depuis")
HISTORIES = ROOT.parent / "shared" / "real-histories"
SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150)


def parse(html: str) -> Any:
    """Return the tree; what XPath finds in it is checked by what is asked of it."""
    return parse_markup(html)


def text(markdown: str, language: str = "fr") -> RenderedText:
    return read_text(RENDERER.render(markdown), language)


def check(older: RenderedText, newer: RenderedText) -> str:
    """Assert that nothing is lost between two texts, and return their redline."""
    redline = compare(older, newer)
    html = render_redline(redline, MARKERS)
    assert read_older(html) == read_plain(older.html)
    assert read_newer(html) == read_plain(newer.html)
    assert redline.is_empty == (older.body.key == newer.body.key)
    assert html.count(' id="change-') == redline.count
    root = parse(html)
    ids = [str(name) for name in root.xpath("//@id")]
    assert len(ids) == len(set(ids)), "two elements have one id"
    assert {clause.id for clause in newer.clauses} <= set(ids), "a clause lost its address"
    assert not root.xpath("//del//*[@id]"), "what is deleted has no address"
    return html


@SLOW
@given(edited_documents())
def test_nothing_is_lost_between_a_text_and_an_edit_of_it(pair: tuple[str, str]) -> None:
    check(text(pair[0]), text(pair[1]))


@SLOW
@given(documents, documents)
def test_nothing_is_lost_between_two_texts_that_share_little(older: str, newer: str) -> None:
    check(text(older), text(newer))


@SLOW
@given(soups, soups)
def test_nothing_is_lost_in_broken_html(older: str, newer: str) -> None:
    check(read_text(older, "fr"), read_text(newer, "en"))


@SLOW
@given(st.text(), st.text())
def test_nothing_is_lost_in_any_string(older: str, newer: str) -> None:
    check(text(older), text(newer))


@SLOW
@given(documents)
def test_a_text_compared_with_itself_has_no_mark(markdown: str) -> None:
    one = text(markdown)
    redline = compare(one, text(markdown))
    assert redline.is_empty
    assert redline.count == redline.words_inserted == redline.words_deleted == 0
    assert render_redline(redline, MARKERS) == one.html


def marks(older: str, newer: str) -> tuple[list[str], list[str]]:
    """Return what is marked as deleted and as inserted, furniture left out."""
    root = parse(check(text(older), text(newer)))
    for furniture in root.xpath("//*[@data-furniture]"):
        furniture.drop_tree()
    return (
        [" ".join(mark.text_content().split()) for mark in root.iter("del")],
        [" ".join(mark.text_content().split()) for mark in root.iter("ins")],
    )


@pytest.mark.parametrize(
    ("older", "newer", "deleted", "inserted"),
    [
        ("Le délai est de 30 jours.", "Le délai est de 60 jours.", ["30"], ["60"]),
        (
            "Le prix est de 1 000 € par an.",
            "Le prix est de 1 200 € par an.",
            ["1 000 €"],
            ["1 200 €"],
        ),
        ("Le Client doit payer.", "Le Client peut payer.", ["doit"], ["peut"]),
        ("Le Client répond.", "Le Client ne répond pas.", [], ["ne", "pas"]),
        (
            "Il écrit à a@exemple.fr ici.",
            "Il écrit à b@exemple.fr ici.",
            ["a@exemple.fr"],
            ["b@exemple.fr"],
        ),
        ("Un mot.", "Un **mot**.", ["mot"], ["mot"]),
        ("Voir [ici](a).", "Voir [ici](b).", ["ici"], ["ici"]),
        ("Un.\n\nDeux.", "Un.\n\nAjout.\n\nDeux.", [], ["Ajout."]),
        ("- un\n- deux", "- un\n- et demi\n- deux", [], ["et demi"]),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 3 |", ["2"], ["3"]),
    ],
)
def test_a_legal_edit_is_marked_where_it_is(
    older: str, newer: str, deleted: list[str], inserted: list[str]
) -> None:
    found = marks(older, newer)
    bare = tuple(
        [mark.replace("\u202f", "").replace("\u00a0", "") for mark in side] for side in found
    )
    assert bare == (deleted, inserted)


def test_a_change_names_its_clause_and_counts_its_words() -> None:
    older = text("# T\n\n## 1. Objet\n\n1.1. Le délai est de 30 jours.\n\n1.2. Reste.")
    newer = text("# T\n\n## 1. Objet\n\n1.1. Le délai est de 60 jours ouvrés.\n\n1.2. Reste.")
    [change] = compare(older, newer).changes
    assert (change.kind, change.older, change.newer) == ("modified", "art-1.1", "art-1.1")
    assert change.words_deleted >= 1
    assert change.words_inserted >= 2


def test_a_clause_put_in_before_others_renumbers_them_and_does_not_rewrite_them() -> None:
    rest = [
        "Le Client paie chaque mois sa facture.",
        "L’Intégrateur répond sous deux jours ouvrés.",
    ]
    older = text("\n\n".join(f"1.{n}. {words}" for n, words in enumerate(rest, 1)))
    newer = text(
        "1.1. Une clause toute nouvelle sur la sécurité.\n\n"
        + "\n\n".join(f"1.{n}. {words}" for n, words in enumerate(rest, 2))
    )
    check(older, newer)
    kinds = [(c.kind, c.older, c.newer) for c in compare(older, newer).changes]
    assert kinds == [
        ("added", None, "art-1.1"),
        ("renumbered", "art-1.1", "art-1.2"),
        ("renumbered", "art-1.2", "art-1.3"),
    ]


def test_what_is_said_by_ear_belongs_to_neither_text() -> None:
    html = check(text("Un mot."), text("Un autre mot."))
    [spoken] = {e.get("class") for e in parse(html).xpath("//ins/*[@data-furniture]")}
    assert spoken == "spoken"
    assert "inséré :" in html


def read_history(path: Path) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        found.setdefault((entry["document"], entry["language"]), []).append(entry["text"])
    return found


@pytest.mark.skipif(not HISTORIES.is_dir(), reason="the real histories are not beside the project")
@pytest.mark.parametrize("name", ["basecamp", "mozilla-subscriptions"])
def test_nothing_is_lost_between_neighbours_in_real_terms(name: str) -> None:
    pairs = [
        (older, newer, language)
        for (_, language), texts in sorted(read_history(HISTORIES / f"{name}.jsonl").items())
        for older, newer in pairwise(texts)
    ]
    assert len(pairs) > 20
    for older, newer, language in pairs[::3]:
        check(text(older, language), text(newer, language))
