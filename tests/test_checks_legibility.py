"""Titles, levels, lengths, lists, tables, images and links, as reading tools need them."""

from __future__ import annotations

import pytest

from judging import TITLE, iter_lines, judge, judge_clause

LONG = "mot" + " mot" * 250
DEEP = "\n".join("    " * level + "- point" for level in range(5))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le client paie.\n", [("title-missing", 1)]),
        ("## Objet\n\nLe client paie.\n", [("title-missing", 1)]),
        ("# Un\n\n# Deux\n", [("title-twice", 3)]),
        ("Un\n==\n\nDeux\n====\n", [("title-twice", 4)]),
        ("# Un\n\n## Deux\n\n#### Trois\n", [("heading-skipped", 5)]),
        ("# Un\n\n### Deux\n", [("heading-skipped", 3)]),
        (f"# Un\n\n## {'Titre ' * 40}\n", [("heading-long", 3)]),
        ("# Un\n\n## Deux\n\n### Trois\n\n## Quatre\n\n### Cinq\n", []),
        ("\ufeff# Un\n", [("character-invisible", 1)]),
        ("# Un\n\n```\n# un commentaire\n#### deux\n```\n", []),
        ("# Un\n\nLe #1 et le ####4.\n", []),
        ("Un\n==\n\nDeux\n----\n\n### Trois\n", []),
        ("# Un\n\nTexte\n\n---\n\nTexte\n", []),
        ("# Un\n\n| a |\n|---|\n| b |\n", []),
        (f"# Un\n\n## {'x' * 200}\n", []),
    ],
)
def test_headings(text: str, expected: list[tuple[str, int]]) -> None:
    for code, line in expected:
        assert list(iter_lines(text, code)) == [line]
    assert [problem.code for problem in judge(text)] == [code for code, _ in expected]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (LONG + ".", ["sentence-long"]),
        (("mot " * 120 + "mot. ") * 3, []),
        ("\n".join(f"- {'mot ' * 40}" for _ in range(10)), []),
        (("mot " * 100 + ";\n") * 4, []),
        ("Voir art. 5, M. A. Le Goff, cf. p. 3. " * 40, []),
        ("```\n" + "mot " * 300 + "\n```", []),
        ("| a | b |\n|---|---|\n" + "| mot mot mot | mot mot |\n" * 80, []),
        ("Une phrase courte. " * 600, ["paragraph-long"]),
        ("Une phrase courte. " * 500, []),
        (("Une phrase courte. " * 100 + "\n\n") * 8, []),
        (DEEP, ["list-deep"]),
        ("\n".join("    " * level + "- point" for level in range(4)), []),
        ("- a\n\nTexte\n\n- b\n\nTexte\n\n- c", []),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", ["table-ragged"]),
        ("| a | b |\n|---|---|\n| 1 |", ["table-ragged"]),
        ("| a | b |\n|---|\n| 1 | 2 |", ["table-ragged"]),
        ("a | b\n--|--\n1 | 2", []),
        ("| a | b |\n|:--|--:|\n| 1 \\| 2 | `x|y` |\n| | 3 |", []),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nTexte | barre.", []),
        ("![](logo.png)", ["image-without-text"]),
        ('<img src="logo.png">', ["html-raw", "image-without-text"]),
        ("![Logo](logo.png)", []),
        ("[![Logo](logo.png)](https://exemple.fr)", []),
        ("[](https://exemple.fr)", ["link-empty"]),
        ("[voir]()", ["link-empty"]),
        ("[voir](#conditions-generales), [voir][v]\n\n[v]: https://exemple.fr", []),
        ("Le tableau `[](x)` et \\[\\](x).", []),
    ],
)
def test_what_reading_tools_choke_on(words: str, expected: list[str]) -> None:
    assert sorted(judge_clause(words)) == expected


@pytest.mark.parametrize(
    "mark",
    ["[", "<", "`", "(", "{", "*", "<!--", "[x](", "\n\n```\n", "- ", "''", "<a '", "x@", "{++"],
)
def test_a_hostile_text_is_judged(mark: str) -> None:
    judge(TITLE["fr"] + mark * 4000)
