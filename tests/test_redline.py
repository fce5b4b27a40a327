"""A redline as a lawyer would mark it, from which both texts can be read back."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from clausier.clauses import RenderedText, Renderer, read_text
from clausier.clauses.tokens import Run, read_tokens
from clausier.redline import Change, Markers, Redline, compare, render_redline
from markdown_strategies import (
    EXTENSIONS,
    edited_documents,
    edited_soups,
    restructured_documents,
)
from redline_reading import parse, read_newer, read_older, read_plain

RENDERER = Renderer(EXTENSIONS)
HISTORIES = Path(__file__).parents[2] / "shared" / "real-histories"
MARKERS = Markers("inséré :", "fin", "supprimé :", "fin", "déplacé vers", "auparavant")

ARTICLES = """# CGU

Préambule.

## 1. Objet

Les présentes CGU ont pour objet de définir les conditions du service.

## 2. Responsabilités

2.1. L'Intégrateur s'engage à fournir des services conformes aux normes de l'industrie.

2.2. Les Clients sont responsables de l'utilisation des réponses générées.

## 3. Loi applicable

Les présentes CGU sont soumises au droit français.
"""


def read(markdown: str, language: str = "fr") -> RenderedText:
    return read_text(RENDERER.render(markdown), language)


def compare_markdown(older: str, newer: str) -> Redline:
    return compare(read(older), read(newer))


def mark(older: str, newer: str) -> str:
    """Return a redline of two Markdown texts, without the ids and classes of its marks."""
    html = render_redline(compare_markdown(older, newer), Markers())
    html = re.sub(r"<(ins|del)[^>]*?( data-move=\"\d+\")?>", r"<\1\2>", html)
    return html.replace("\u00a0", "~").replace("\u202f", "~")


def assert_holds_both(older: RenderedText, newer: RenderedText) -> Redline:
    """Check what DESIGN section 7 asks of a redline as published; return it."""
    redline = compare(older, newer)
    html = render_redline(redline, MARKERS)
    assert read_older(html) == read_plain(older.html)
    assert read_newer(html) == read_plain(newer.html)
    root = parse(html)
    for element in root.xpath("//*[@data-furniture]"):
        element.drop_tree()
    for one in root.xpath("//ins|//del"):
        assert "".join(one.itertext()).strip() or one.xpath(".//*"), "a mark around nothing"
        assert not one.xpath("ancestor::del|ancestor::ins[not(@data-move)]"), "a mark in a mark"
    assert not root.xpath("//del//*[@id]"), "a deleted clause with an address"
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {clause.id for clause in newer.clauses} <= set(ids)
    runs = [int(name.removeprefix("change-")) for name in ids if name.startswith("change-")]
    assert runs == list(range(1, redline.count + 1))
    assert bool(redline.changes) == bool(root.xpath("//ins|//del"))
    places = [sorted(root.xpath(f"//{tag}/@data-move")) for tag in ("del", "ins")]
    assert places[0] == places[1], "a move without one of its places"
    assert len(places[0]) == len(set(places[0])), "a move with more than two places"
    return redline


WORDS = [
    ("un mot change", "un autre change", "un <del>mot </del><ins>autre </ins>change"),
    ("un mot de plus", "un mot de bien plus", "un mot de <ins>bien </ins>plus"),
    ("Fin", "Fin.", "Fin<ins>.</ins>"),
    ("au mot près", "au mot", "au mot<del> près</del>"),
    ("au mot", "au mot près", "au mot<ins> près</ins>"),
    (
        "l'accès au service",
        "l'usage au service",
        "<del>l’accès </del><ins>l’usage </ins>au service",
    ),
    ("soit 1 000 € HT", "soit 2 000 € HT", "soit <del>1~000~€ </del><ins>2~000~€ </ins>HT"),
    ("soit 30 % de", "soit 25 % de", "soit <del>30~% </del><ins>25~% </ins>de"),
    ("le 15 avril", "le 16 avril", "le <del>15~avril</del><ins>16~avril</ins>"),
    ("à 12:30 au plus", "à 12:45 au plus", "à <del>12:30 </del><ins>12:45 </ins>au plus"),
    (
        "voir https://a.fr/b?c=1, merci",
        "voir https://a.fr/b?c=2, merci",
        "voir <del>https://a.fr/b?c=1</del><ins>https://a.fr/b?c=2</ins>, merci",
    ),
    ("ceci ; cela dit", "ceci : cela dit", "ceci<del>~; </del><ins>~: </ins>cela dit"),
    ("A un. B deux.", "A un. C trois. B deux.", "A un. <ins>C trois. </ins>B deux."),
    ("A un. C trois. B deux.", "A un. B deux.", "A un. <del>C trois. </del>B deux."),
    (
        "le prix de la vente est fixe ici",
        "le coût de la cession est fixe ici",
        "le <del>prix de la vente </del><ins>coût de la cession </ins>est fixe ici",
    ),
    ("un, deux et trois", "un, deux, trois", "un, deux<del> et </del><ins>, </ins>trois"),
    ("un (deux) trois", "un deux trois", "un <del>(</del>deux<del>)</del> trois"),
]


@pytest.mark.parametrize(("older", "newer", "marked"), WORDS)
def test_words_are_marked_whole_and_changes_with_little_between_are_one(
    older: str, newer: str, marked: str
) -> None:
    assert mark(older, newer) == f"<p>{marked}</p>"
    assert_holds_both(read(older), read(newer))


FORMATTING = [
    (
        "voir [ici](a) donc",
        "voir [ici](b) donc",
        '<p>voir <del><a href="a">ici</a> </del><ins><a href="b">ici</a> </ins>donc</p>',
    ),
    (
        "un **mot** en gras",
        "un mot en gras",
        "<p>un <del><strong>mot</strong> </del><ins>mot </ins>en gras</p>",
    ),
    (
        "voir [ce lien long](a).",
        "voir [ce lien court](a).",
        '<p>voir <a href="a">ce lien <del>long</del><ins>court</ins></a>.</p>',
    ),
    (
        "voir [tel](a) lien",
        "voir [quel](a) lien",
        '<p>voir <del><a href="a">tel</a> </del><ins><a href="a">quel</a> </ins>lien</p>',
    ),
    (
        "l'*Intégrateur* agit",
        "l'Intégrateur agit",
        "<p><del>l’<em>Intégrateur</em> </del><ins>l’Intégrateur </ins>agit</p>",
    ),
    (
        "avec ![logo](a.png) joint",
        "avec ![logo](b.png) joint",
        '<p>avec <del><img alt="logo" src="a.png"> </del>'
        '<ins><img alt="logo" src="b.png"> </ins>joint</p>',
    ),
    ("un  \ndeux", "un\ndeux", "<p><del>un<br></del><ins>un </ins>deux</p>"),
]


@pytest.mark.parametrize(("older", "newer", "marked"), FORMATTING)
def test_a_change_of_formatting_or_of_a_links_target_is_shown(
    older: str, newer: str, marked: str
) -> None:
    assert mark(older, newer) == marked
    assert_holds_both(read(older), read(newer))


BLOCKS = [
    (
        "Un.",
        "Un.\n\nDeux.",
        "<p>Un.</p>\n<ins><p>Deux.</p></ins>",
    ),
    (
        "- un\n- deux",
        "- un\n- trois mots neufs\n- deux",
        '<ul><li>un</li>\n<li data-change="added"><ins>trois mots neufs</ins></li>\n'
        "<li>deux</li></ul>",
    ),
    (
        "- un\n- deux",
        "- un\n\n- deux",
        "<ul><li><p>un</p></li>\n<li><p>deux</p></li></ul>",
    ),
    (
        "- un\n- deux",
        "- un\n    - sous\n- deux",
        "<ul><li>un\n<ins><ul><li>sous</li></ul></ins></li>\n<li>deux</li></ul>",
    ),
    (
        "| a |\n|---|\n| 1 |",
        "| a |\n|---|\n| 1 |\n| 2 |",
        "<table><thead><tr><th>a</th></tr></thead>\n<tbody><tr><td>1</td></tr>\n"
        '<tr data-change="added"><td data-change="added"><ins>2</ins></td></tr></tbody></table>',
    ),
    (
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "| a | b |\n|---|---|\n| 1 | 3 |",
        "<table><thead><tr><th>a</th>\n<th>b</th></tr></thead>\n<tbody><tr><td>1</td>\n"
        "<td><del>2</del><ins>3</ins></td></tr></tbody></table>",
    ),
    (
        "| a |\n|---|\n| 1 |",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        '<table><thead><tr><th>a</th>\n<th data-change="added"><ins>b</ins></th></tr></thead>\n'
        '<tbody><tr><td>1</td>\n<td data-change="added"><ins>2</ins></td></tr></tbody></table>',
    ),
    (
        "Un titre",
        "## Un titre",
        '<del><p>Un titre</p></del>\n<ins><h2 id="un-titre">Un titre</h2></ins>',
    ),
    (
        "> Cité ici.",
        "> Cité là.",
        "<blockquote><p>Cité <del>ici</del><ins>là</ins>.</p></blockquote>",
    ),
    (
        "    a  b",
        "    a b",
        "<pre><code><del>a  </del><ins>a </ins>b\n</code></pre>",
    ),
    (
        "Mot\n:   Un sens.",
        "Mot\n:   Deux sens.",
        "<dl><dt>Mot</dt>\n<dd><del>Un </del><ins>Deux </ins>sens.</dd></dl>",
    ),
    ("Un.", "Un.\n\n***", "<p>Un.</p>\n<ins><hr></ins>"),
]


@pytest.mark.parametrize(("older", "newer", "marked"), BLOCKS)
def test_blocks_are_marked_whole_or_inside_where_html_wants_it(
    older: str, newer: str, marked: str
) -> None:
    assert mark(older, newer) == marked
    assert_holds_both(read(older), read(newer))
    assert_holds_both(read(newer), read(older))


def test_texts_that_say_the_same_have_an_empty_redline() -> None:
    redline = assert_holds_both(read(ARTICLES), read(ARTICLES.replace("\n\n", "\n\n\n")))
    assert redline.is_empty
    assert redline.changes == ()
    assert render_redline(redline, MARKERS) == redline.newer.html


def test_a_reworded_clause_is_modified_and_counted() -> None:
    redline = compare_markdown(
        ARTICLES, ARTICLES.replace("conformes aux", "conformes à toutes les")
    )
    assert redline.changes == (Change(("modified",), "art-2.1", "art-2.1", 3, 1, 1),)
    assert (redline.words_inserted, redline.words_deleted, redline.count) == (3, 1, 1)


def test_a_clause_inserted_before_others_leaves_them_renumbered_not_rewritten() -> None:
    newer = (
        ARTICLES.replace("## 3.", "## 4.")
        .replace("2. R", "3. R")
        .replace("2.1.", "3.1.")
        .replace("2.2.", "3.2.")
        .replace("## 3. R", "## 2. Définitions\n\nLe Client est qui contracte.\n\n## 3. R")
    )
    redline = assert_holds_both(read(ARTICLES), read(newer))
    assert redline.changes == (
        Change(("added",), None, "art-2", 6, 0, 1),
        Change(("renumbered",), "art-2", "art-3", 0, 0, 2),
        Change(("renumbered",), "art-2.1", "art-3.1", 0, 0, 3),
        Change(("renumbered",), "art-2.2", "art-3.2", 0, 0, 4),
        Change(("renumbered",), "art-3", "art-4", 0, 0, 5),
    )
    html = render_redline(redline, Markers())
    assert (
        '<p id="art-3.1"><del id="change-3" data-kind="number">2.1</del>'
        '<ins data-kind="number">3.1</ins>. L’Intégrateur'
    ) in html


def test_an_article_that_moved_is_shown_at_both_places() -> None:
    head, first, second, third = ARTICLES.split("## ")
    second = second.replace("conformes", "très conformes")
    newer = "## ".join([head, first, third, second])
    redline = assert_holds_both(read(ARTICLES), read(newer))
    kinds = {change.newer: change.kind for change in redline.changes}
    assert kinds == {"art-3": "moved", "art-2.1": "modified"}
    html = render_redline(redline, MARKERS)
    assert html.count("data-move=") == 2
    assert re.search(r'<del id="change-\d+" class="block" data-move="1">', html)
    assert "déplacé vers" in html


def test_a_long_clause_that_moved_carries_its_edits() -> None:
    long = (
        "9. Preuve\n\n9.1. Les registres informatisés de la Société, conservés dans des conditions "
        "raisonnables de sécurité, font foi entre les Parties."
    )
    other = "\n\n".join(f"## {n}. Titre {n}\n\nPropos du titre {n}." for n in range(1, 5))
    older = f"## {long}\n\n{other}"
    newer = f"{other}\n\n## {long.replace('raisonnables', 'satisfaisantes')}"
    redline = assert_holds_both(read(older), read(newer))
    assert [(c.kind, c.newer, c.words_inserted) for c in redline.changes] == [
        ("moved", "art-9", 0),
        ("moved", "art-9.1", 1),
    ]
    assert "<del>raisonnables </del><ins>satisfaisantes </ins>" in mark(older, newer)


def test_a_clause_rewritten_under_its_number_keeps_its_place() -> None:
    older = "4.1. Ancien texte, tout à fait différent de ce qui suit."
    newer = "4.1. Rien ne subsiste là, hormis quelques termes neufs et choisis."
    assert mark(older, newer) == (
        '<p id="art-4.1">4.1. <del>Ancien texte, tout à fait différent de ce qui suit</del>'
        "<ins>Rien ne subsiste là, hormis quelques termes neufs et choisis</ins>.</p>"
    )
    assert compare_markdown(older, newer).changes == (
        Change(("modified",), "art-4.1", "art-4.1", 10, 10, 1),
    )


def test_added_and_removed_clauses_are_told_apart() -> None:
    newer = ARTICLES.replace("## 3. Loi applicable\n\nLes présentes CGU sont soumises au droit", "")
    newer = newer.replace(" français.\n", "") + "\n2.3. Une clause toute nouvelle, sans pareille.\n"
    redline = assert_holds_both(read(ARTICLES), read(newer))
    assert [(c.kind, c.older, c.newer) for c in redline.changes] == [
        ("removed", "art-3", None),
        ("added", None, "art-2.3"),
    ]


def test_a_change_of_emphasis_alone_is_reformatted() -> None:
    changes = compare_markdown("4.1. Un mot **gras**.", "4.1. Un mot gras.").changes
    assert changes == (Change(("reformatted",), "art-4.1", "art-4.1", 0, 0, 1),)


def test_a_change_before_the_first_clause_belongs_to_none() -> None:
    assert compare_markdown("Un.\n\n# A", "Deux.\n\n# A").changes == (
        Change(("modified",), None, None, 1, 1, 1),
    )


def test_a_footnotes_change_belongs_to_the_clause_that_points_to_it() -> None:
    older = "# 1. A\n\nUn[^n].\n\n# 2. B\n\nDeux.\n\n[^n]: La note."
    redline = assert_holds_both(read(older), read(older.replace("La note", "Une note")))
    assert redline.changes == (Change(("modified",), "art-1", "art-1", 1, 1, 1),)


def test_what_is_said_around_changes_is_furniture() -> None:
    html = render_redline(compare_markdown("un mot", "un autre mot"), MARKERS)
    assert html == (
        '<p>un <ins id="change-1"><span class="spoken" data-furniture> inséré : </span>autre '
        '<span class="spoken" data-furniture> fin </span></ins>mot</p>'
    )


def test_an_authors_own_marks_are_words_with_formatting() -> None:
    redline = assert_holds_both(read("un <ins>mot</ins>"), read("un <del>mot</del>"))
    assert redline.count == 1


TOKENS = [
    ("1\u00a0000\u00a0€, soit 30\u202f%", ["1\u00a0000\u00a0€", ",", "soit", "30\u202f%"]),
    ("l’Intégrateur d’aujourd’hui", ["l’Intégrateur", "d’aujourd’hui"]),
    ("aide@exemple.fr.", ["aide@exemple.fr", "."]),
    ("https://a.fr/b?c=1.", ["https://a.fr/b?c=1", "."]),
    ("«\u202fCGU\u202f»\u202f;", ["«\u202f", "CGU", "\u202f»", "\u202f;"]),
    ("ci-après, 4.2. Fin", ["ci-après", ",", "4.2", ".", "Fin"]),
    ("le 15\u00a0avril à 12:30", ["le", "15\u00a0avril", "à", "12:30"]),
    ("on May 5, 2026 and 5 May 2026", ["on", "May 5, 2026", "and", "5 May 2026"]),
    ("it may 5 times", ["it", "may", "5", "times"]),
    ("Target\u00a0First S.A.S. 10h30", ["Target", "First", "S.A.S", ".", "10h30"]),
    ("client·e·s 🙂 e\u0301t", ["client·e·s", "🙂", "e\u0301t"]),
]


@pytest.mark.parametrize(("text", "words"), TOKENS)
def test_what_is_one_word_to_a_lawyer(text: str, words: list[str]) -> None:
    assert [token.text for token in read_tokens([Run(text, ())])] == words


ODD = [
    (
        "<ul><li>a<p>b</p>c<ul><li>d</li></ul>e</li></ul>",
        "<ul><li>a<ul><li>d</li></ul>e f</li></ul>",
    ),
    ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a</li></ul>"),
    ("x<p>y</p>", "y"),
    ("<br><p>le</p>", "le"),
    ("<p>a</p><p>a</p><p>a</p>", "<p>a</p><p>a</p>"),
    ("<p></p><p>a</p>", "<p>a</p><p></p>"),
    ("a<p></p>b", "b"),
    ("<div>a<div>b<div>c</div></div></div>", "<div>a<div>c</div></div>"),
    ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a<dd>b<p>d</p></dl>"),
    (
        "<table><tr><td rowspan=2>a<td>b<tr><td>c</table>",
        "<table><tr><td rowspan=2>a<td>b<tr><td>d</table>",
    ),
    (
        "<table><tr><td rowspan=2>a<td>b<tr><td>c</table>",
        "<table><tr><td>a<td>b<tr><td>c<td>d</table>",
    ),
    ("<table><caption>a</caption><tr><td>b</table>", "<table><tr><td>b</table>"),
    (
        "<table><tr><td></td><td>a</table>",
        "<table><tr><td></td><td>b<tr><td></td><td></td></table>",
    ),
    (
        "<table><tr><td></td><td>a b c d e f<td>g<tr><td>h<td>i j k<td>l m n</table>",
        "<table><tr><td>h<td>i j k<td>l m n<tr><td>g</td><td>a b c d e f<td></table>",
    ),
    ("<details><summary>a</summary>b</details>", "<details><summary>c</summary>b</details>"),
    ("<figure><img src=a><figcaption>b</figcaption></figure>", "<figure><img src=c></figure>"),
    ("<a href=x><p>a</p></a>", "<a href=y><p>a</p></a>"),
    ("<ol start=2><li>a</ol>", "<ol><li>a</ol>"),
    ("<p class=a>b</p>", "<p>b</p>"),
    ("<p><abbr title=a>b</abbr></p>", "<p><abbr title=c>b</abbr></p>"),
    ("<p>mi<b>gras</b> mot</p>", "<p>mi<b>nce</b> mot</p>"),
    ("<p><b>a</b><b>b</b> c</p>", "<p><b>ab</b> c</p>"),
    ("<p><a id=x></a>a b</p>", "<p>a <a id=y></a>c</p>"),
    ("<pre>a\n  b\n</pre>", "<pre>a\n b\n\n</pre>"),
    ("<p><code> a  b </code></p>", "<p><code>a b</code> </p>"),
    ("<p>a<br>b</p>", "<p>a <br> b c</p>"),
    ("<p>1 000 €</p>", "<p><b>1</b> 000 €</p>"),
    ("<p>«<u> a</u> »</p>", "<p><u>« a</u> »</p>"),
    ("<label><input type=checkbox checked> a</label>", "<label><input type=checkbox> a</label>"),
    ("<ins>a</ins> <del>b</del>", "<del>a</del> <ins>b</ins>"),
    (
        "<p>le prix des données ! Le contrat et ses annexes.</p>",
        "<p>le prix des données .</p><p>contrat et ses annexes…</p>",
    ),
    ("<svg><path d=x /></svg> a", "<svg><path d=y /></svg> a"),
    ("", "<p>a</p>"),
    ("<h1>a</h1>", ""),
]


@pytest.mark.parametrize(("older", "newer"), ODD)
def test_odd_html_is_read_back_from_its_redline(older: str, newer: str) -> None:
    assert_holds_both(read_text(older, "fr"), read_text(newer, "fr"))
    assert_holds_both(read_text(newer, "fr"), read_text(older, "fr"))


@given(edited_documents())
@settings(max_examples=200, deadline=None)
def test_both_texts_are_read_back_from_the_redline_of_any_edit(texts: tuple[str, str]) -> None:
    assert_holds_both(*map(read, texts))


@given(restructured_documents())
@settings(max_examples=200, deadline=None)
def test_both_texts_are_read_back_when_paragraphs_are_cut_and_joined(
    texts: tuple[str, str],
) -> None:
    assert_holds_both(*map(read, texts))


@given(edited_soups())
@settings(max_examples=200, deadline=None)
def test_both_texts_are_read_back_from_the_redline_of_any_html(texts: tuple[str, str]) -> None:
    assert_holds_both(*(read_text(text, "fr") for text in texts))


@given(edited_documents())
@settings(max_examples=50, deadline=None)
def test_counts_are_those_of_the_marks(texts: tuple[str, str]) -> None:
    redline = compare(*map(read, texts))
    if any(change.kind == "moved" for change in redline.changes):
        return
    balance = redline.words_inserted - redline.words_deleted
    assert words_without_numbers(redline.newer) - words_without_numbers(redline.older) == balance


def words_without_numbers(text: RenderedText) -> int:
    leaves = text.body.leaves
    return sum(token.counted for leaf in leaves for token in leaf.tokens[leaf.label :])


@pytest.mark.skipif(not HISTORIES.is_dir(), reason="the real histories are not here")
@pytest.mark.parametrize("name", ["basecamp", "mozilla-subscriptions"])
def test_both_texts_are_read_back_from_redlines_of_real_terms(name: str) -> None:
    histories: dict[tuple[str, str], list[str]] = {}
    for line in (HISTORIES / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        histories.setdefault((row["document"], row["language"]), []).append(row["text"])
    for (_, language), texts in histories.items():
        rendered = [read(text, language) for text in (*texts, texts[0])]
        for older, newer in pairwise(rendered):
            assert_holds_both(older, newer)
