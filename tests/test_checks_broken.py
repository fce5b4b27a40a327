"""Markdown that is published with its marks, and what only looks like it."""

from __future__ import annotations

import pytest

from judging import judge, judge_clause


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Voir [cassé(https://exemple.fr) ici.", "markup-broken"),
        ("Voir [cassé(cgu.md#art-2) ici.", "markup-broken"),
        ("Voir [cassé] (https://exemple.fr) ici.", "markup-broken"),
        ("Voir [cassé] (cgu.md) ici.", "markup-broken"),
        ("Voir [le site][s].", "markup-broken"),
        ("Voir ce point[^1].", "markup-broken"),
        ("Voir ce point[^1].\n\n[^2]: Note.", "markup-broken"),
        ("Le **Client paie.", "markup-broken"),
        ("Le Client** paie.", "markup-broken"),
        ("Le __Client paie.", "markup-broken"),
        ("Le **Client** et le **Fournisseur paient.", "markup-broken"),
        ("Le prix &bogus; est dû.", "markup-broken"),
        ("```\n\nLe client paie.", "markup-broken"),
        ("Le ClientÃ© paie.", "text-garbled"),
        ("Le prix Ã  payer.", "text-garbled"),
        ("Le clientâ€™s.", "text-garbled"),
        ("Le prix est de 10 Â€.", "text-garbled"),
        ("Â« oui Â»", "text-garbled"),
    ],
)
def test_what_is_shown_with_its_marks_is_found(words: str, code: str) -> None:
    words = words.replace("Â€", "Â\u00a0€").replace("Ã  ", "Ã\u00a0 ")
    assert code in judge_clause(words)


@pytest.mark.parametrize(
    "words",
    [
        "Voir [le site](https://exemple.fr) (ouvert).",
        "Voir [le site][s].\n\n[s]: https://exemple.fr",
        "Voir [le site] [s].\n\n[s]: https://exemple.fr",
        "Voir ce point[^1].\n\n[^1]: Note.",
        "Le **Client** paie, 2 ** 3 et a**b.",
        "Le **client\nqui paie** vient.",
        r"Le \*\*Client paie.",
        "Tapez `**` ou `[x](y` ou `&bogus;` ou `[^1]`.",
        "```text\n[cassé(https://exemple.fr) **x [^1]\n```",
        "SÃO PAULO, Âge, Île, ÃO et AT&T.",
        "La R&D et le B&B ; l’un &amp; l’autre.",
        "Le prix (voir https://exemple.fr) est dû.",
        "Les notes [1][2] et [3] (https://exemple.fr).".replace("[3] (", "3 ("),
        "Le nom_du_client et __init__ sont là.",
    ],
)
def test_what_is_shown_as_it_is_meant_passes(words: str) -> None:
    assert {"markup-broken", "text-garbled"}.isdisjoint(judge_clause(words))


def test_the_line_is_that_of_the_mark() -> None:
    text = "# T\n\nLe **client** paie.\n\nUn\n**deux et [trois(https://a.fr).\n\nÃ© ici.\n"
    found = judge(text)
    assert [problem.code for problem in found] == ["markup-broken", "markup-broken", "text-garbled"]
    first = (found[0].place.line or 0) - 6
    assert [(problem.place.line or 0) - first for problem in found] == [6, 6, 8]


def test_an_ordinary_page_may_show_marks() -> None:
    assert judge("# Aide\n\nTapez **gras et [lien(https://a.fr).\n", is_policy=False) == ()
