"""HTML, unsafe links and marks of merges, and what looks like them."""

from __future__ import annotations

import pytest

from judging import iter_lines, judge, judge_clause


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("<script>alert(1)</script>", "html-active"),
        ("<SCRIPT src=x></SCRIPT>", "html-active"),
        ('<iframe src="https://exemple.fr"></iframe>', "html-active"),
        ('<img src="x.png" alt="x" onerror="alert(1)">', "html-active"),
        ('Le client <span onclick="f()">paie</span>.', "html-active"),
        ('Le client *paie*{: onclick="f()" }.', "html-active"),
        ("<form action='/x'><input></form>", "html-active"),
        ("<svg onload=alert(1)></svg>", "html-active"),
        ("<style>p { color: red }</style>", "html-active"),
        ('Le client <span style="color: red">paie</span>.', "html-style"),
        ('Le client *paie*{: style="color: red" }.', "html-style"),
        ("<center>Le client paie.</center>", "html-style"),
        ("<div>Le client paie.</div>", "html-raw"),
        ("<h2>Objet</h2>", "html-raw"),
        ("[voir](javascript:alert(1))", "link-unsafe"),
        ("[voir](JaVaScRiPt:alert)", "link-unsafe"),
        ("[voir]( javascript:alert)", "link-unsafe"),
        ("[voir](java\tscript:alert)", "link-unsafe"),
        ("[voir](java&#115;cript:alert)", "link-unsafe"),
        ("[voir](javascript&colon;alert)", "link-unsafe"),
        ("[voir](java&Tab;script:alert)", "link-unsafe"),
        ("[voir](<data:text/html,x>)", "link-unsafe"),
        ("[voir][v]\n\n[v]: vbscript:x", "link-unsafe"),
        ("[voir](file:///C:/cgu.docx)", "link-unsafe"),
        ("Voir <javascript:alert(1)>.", "link-unsafe"),
        ('<a href="java&#x73;cript:x">voir</a>', "link-unsafe"),
        ("![logo](data:image/png;base64,AAAA)", "link-unsafe"),
        ("[voir](http://exemple.fr)", "link-insecure"),
        ("Voir <http://exemple.fr/a>.", "link-insecure"),
    ],
)
def test_markup_that_has_no_place_is_found(words: str, code: str) -> None:
    assert code in judge_clause(words)


@pytest.mark.parametrize(
    "words",
    [
        "| A | B |\n|---|---|\n| un<br>deux | trois |",
        "Le 1<sup>er</sup> janvier, 10 m<sup>2</sup>, CO<sub>2</sub>.",
        'Le <abbr title="Règlement général">RGPD</abbr> et <span lang="en">privacy</span>.',
        "## Objet {: #objet }\n\nLe client paie.",
        "Tapez `<script>` ou `javascript:alert(1)`.",
        "```html\n<script>alert(1)</script>\n```",
        "    <iframe></iframe>",
        "Si x < y et y > z, le script : rien.",
        "Voir [la page](https://exemple.fr), [nous](mailto:a@b.fr), [tél.](tel:+33100000000).",
        "Voir [data](donnees.md), [l’annexe](../annexe.md#art-2), [2](#conditions-generales).",
        "Le JavaScript : une langue. Les data : des données.",
        "Voir <https://exemple.fr/javascript:x> et <contact@exemple.fr>.",
        '<table><tr><td colspan="2">Prix</td></tr></table>',
        "Onclick est un mot ; style = manière.",
    ],
)
def test_markup_that_the_texts_need_passes(words: str) -> None:
    assert judge_clause(words) == []


def test_a_script_on_an_ordinary_page_is_found_and_plain_html_is_not() -> None:
    text = "<div>\n\nVoir.\n\n</div>\n\n<script>x</script>\n"
    assert [problem.code for problem in judge(text, is_policy=False)] == ["html-active"]


CONFLICT = (
    "# Titre\n\n<<<<<<< HEAD\nLe client paie.\n=======\nLe client paye.\n>>>>>>> proposition\n"
)


def test_the_marks_of_a_merge_are_found_each_at_its_line() -> None:
    assert list(iter_lines(CONFLICT, "conflict-mark")) == [3, 5, 7]
    assert list(iter_lines(CONFLICT.replace("\n", "\r\n"), "conflict-mark")) == [3, 5, 7]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# T\n\nUn.\n\n=======\n\nDeux.\n", [5]),
        ("# T\n\nUn.\n>>>>>>> main\n", [4]),
        ("Conditions\n=======\n\nUn.\n", []),
        ("# T\n\n> > > > > > > cité\n\n<<<<<< six\n\n>>>>>>>> huit\n", []),
        ("# T\n\nUn `<<<<<<<` cité, et ======= au milieu.\n", []),
    ],
)
def test_what_is_left_of_a_merge_and_what_looks_like_it(text: str, expected: list[int]) -> None:
    assert list(iter_lines(text, "conflict-mark")) == expected


def test_an_ordinary_page_may_show_the_marks_of_a_merge_in_code_and_a_document_may_not() -> None:
    text = f"# Titre\n\n```text\n{CONFLICT}```\n"
    assert not judge(text, is_policy=False)
    assert len(list(iter_lines(text, "conflict-mark"))) == 3
    assert len(judge(f"# Titre\n\n{CONFLICT}", is_policy=False)) == 3
