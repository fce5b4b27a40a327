"""Redlines away from the site: as text, as Markdown for a comment, as a page of one file."""

from __future__ import annotations

import html as html_library
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from clausier.clauses import RenderedText, Renderer, read_text
from clausier.model import Status, VersionNumber
from clausier.redline import Markers, Redline, compare, render_redline
from clausier.redlines import Redlines
from clausier.register import Register, Standing
from clausier.report import (
    Comparison,
    describe,
    render_comment,
    render_markdown,
    render_page,
    render_plain,
    render_text,
)
from clausier.report.account import describe_standing
from clausier.report.attachment import make_sheet, render_data, render_pdf
from clausier.report.comment import write_comment
from clausier.report.plain import write_plain
from clausier.wording import describe_markers
from markdown_strategies import EXTENSIONS, edited_documents, edited_soups
from pdf_reading import list_links, read_running, read_structure
from redline_reading import parse, read_newer, read_older, read_plain
from samples import read_samples
from values import version

RENDERER = Renderer(EXTENSIONS)
HOST = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
"""Markdown as git hosts read it."""


def compare_markdown(older: str, newer: str, language: str = "fr") -> Redline:
    one, two = (read_text(RENDERER.render(text), language) for text in (older, newer))
    return compare(one, two)


# The plain form


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<h1>A</h1>\n<h3>B</h3>", "# A\n\n### B"),
        ("<ins class=block><h2>2. Titre</h2></ins>", "## {+2. Titre+}"),
        ("<p>Un</p>\n<ins class=block><p>Deux.</p></ins>", "Un\n\n{+Deux.+}"),
        ("<ul><li>a</li>\n<li data-change=added><ins>b</ins></li></ul>", "- a\n- {+b+}"),
        ("<ol start=4><li>a</li>\n<li>b</li></ol>", "4. a\n5. b"),
        ("<ol><li>a</li>\n<li value=7>b</li>\n<li value=x>c</li></ol>", "1. a\n7. b\n8. c"),
        (
            "<ol><li>a</li><li data-change=removed><del>b</del></li>"
            "<li data-change=added><ins>x</ins></li><li data-change=added><ins>y</ins></li>"
            "<li>c</li></ol>",
            "1. a\n2. [-b-]\n2. {+x+}\n3. {+y+}\n4. c",
        ),
        (
            "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>",
            "- a\n  - b\n    - c\n- d",
        ),
        (
            "<ol start=10><li><p>a</p><p>b</p><ul><li>c</li></ul></li><li>d</li></ol>",
            "10. a\n\n    b\n\n  - c\n11. d",
        ),
        ("<ul><li></li><li>b</li></ul>", "-\n- b"),
        ("<ul><li><ul><li>b</li></ul></li></ul>", "-\n  - b"),
        ("<ul><li>a</li></ul>\n<ul><li>b</li></ul>", "- a\n\n- b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n\n> b"),
        ("<blockquote><ul><li>a</li><li>b</li></ul></blockquote>", "> - a\n> - b"),
        (
            "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
            "<tbody><tr><td data-change=added><ins>1</ins></td><td></td></tr></tbody></table>",
            "| a | b |\n| {+1+} |  |",
        ),
        ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "| a ⏎ b |"),
        ("<table><caption>Titre</caption><tr><td>a</td></tr></table>", "Titre\n\n| a |"),
        ("<pre><code>un\n  deux\n\ntrois\n</code></pre>", "    un\n      deux\n\n    trois"),
        (
            "<pre><code>un <del>deux\n</del><ins>trois\n</ins>quatre</code></pre>",
            "    un [-deux-]{+trois+}\n    quatre",
        ),
        (
            "<pre><code>un\n<ins>deux\ntrois\n</ins>quatre</code></pre>",
            "    un\n    {+deux+}\n    {+trois+}\n    quatre",
        ),
        (
            "<dl><dt>Mot</dt><dd>Sens</dd><dt>Autre</dt><dt>Pareil</dt><dd><p>a</p><p>b</p></dd></dl>",
            "Mot\n: Sens\n\nAutre\nPareil\n: a\n\n  b",
        ),
        (
            '<p>a<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p>'
            '<div class="footnote"><hr><ol><li id="fn:1"><p>Note. '
            '<a class="footnote-backref" href="#fnref:1">↩</a></p></li></ol></div>',
            "a[^1]\n\n[^1]: Note.",
        ),
        ("<p>a</p><hr><ins class=block><hr></ins>", "a\n\n---\n\n{+---+}"),
        ("<p>a<br>\nb</p>", "a ⏎ b"),
        ("<p>a <ins><br>b</ins></p>", "a {+⏎ b+}"),
        ("<details><summary>Plus</summary>a<p>b</p></details>", "Plus\n\na\n\nb"),
        (
            "<p><strong>a</strong> <em>b</em> <code>c</code> "
            '<a href="d">e</a> <img alt="f" src="g"></p>',
            "**a** *b* `c` [e](d) ![f](g)",
        ),
        ("<p>1\u00a0000\u202f€\u00a0: a</p>", "1 000 € : a"),
        ("<p>a <u>b</u> m<sup>2</sup> <a id=c>d</a></p>", "a b m2 d"),
        ("<p>a</p><pre></pre><p>b</p>", "a\n\nb"),
        ("<ul>a<li>b</li></ul>", "a\n\n- b"),
        ("", ""),
    ],
)
def test_blocks_and_words_in_the_plain_form(html: str, plain: str) -> None:
    assert write_plain(html).rstrip("\n") == plain


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("un <del>mot </del>change", "un [-mot-] change"),
        ("un <del>mot </del><ins>autre </ins>change", "un [-mot-] {+autre+} change"),
        ("le <del>mot</del><ins>verbe</ins>.", "le [-mot-]{+verbe+}."),
        ("la fin<ins> du mois</ins>.", "la fin {+du mois+}."),
        ("noms<del> et </del><ins>, </ins>lieux", "noms[- et-]{+,+} lieux"),
        ("(<del>un </del><ins>deux </ins>mots)", "([-un-]{+deux+} mots)"),
        ("(<del>le </del><ins>l’</ins>usage)", "([-le -]{+l’+}usage)"),
        ("de <del>le </del><ins>l’</ins>usage", "de [-le-] {+l’+}usage"),
        ("a<del>,</del><ins> b</ins>.", "a[-,-]{+ b+}."),
        ("a<del>.</del><ins>\u202f;</ins>", "a[-.-]{+ ;+}"),
        ("a<del>,</del><ins><br></ins>b", "a[-,-]{+ ⏎+} b"),
        ("<strong>gras </strong>maigre", "**gras** maigre"),
        ("<strong>un <del>deux</del><ins>trois</ins></strong>", "**un [-deux-]{+trois+}**"),
        ("<ins>un <strong>deux</strong> trois</ins>", "{+un **deux** trois+}"),
        ('<a href="u">un <del>deux</del></a>', "[un [-deux-]](u)"),
        ("<ins> </ins>un", "un"),
        ("un [-deux-] {+trois+}", "un [-deux-] {+trois+}"),
    ],
)
def test_white_space_stands_outside_of_signs_unless_a_text_would_read_otherwise(
    html: str, plain: str
) -> None:
    assert write_plain(f"<p>{html}</p>") == f"{plain}\n"


def test_cells_changed_whole_are_marked_one_after_the_other() -> None:
    html = "<table><tr><td><del>10 €</del>\n<ins>12 €</ins></td></tr></table>"
    assert write_plain(html) == "| [-10 €-]{+12 €+} |\n"


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        (
            '<del class="block" data-move="1"><span class="spoken" data-furniture> dit </span>'
            '<a class="pointer" data-furniture href="#art-4">moved to 4</a>\n'
            "<h2>2. Titre</h2><p>2.1. Mots.</p></del>",
            "## {>>moved to 4<<} [-2. Titre-]\n\n[-2.1. Mots.-]",
        ),
        (
            '<ins class="block" data-move="1">'
            '<span class="pointer" data-furniture>moved from 2.1</span>\n'
            "<p><del>2.1</del><ins>4.3</ins>. Mots <ins>neufs</ins>.</p></ins>",
            "{>>moved from 2.1<<} [-2.1-]{+4.3+}. Mots {+neufs+}.",
        ),
        (
            '<p>Un.<del data-move="1"><span class="pointer" data-furniture>split off</span> '
            "Deux.</del></p>",
            "Un. {>>split off<<} [-Deux.-]",
        ),
        (
            '<p>Un. <ins data-move="1"><span class="pointer" data-furniture>merged from 2</span> '
            "Deux <del>mots</del>.</ins></p>",
            "Un. {>>merged from 2<<} Deux [-mots-].",
        ),
        (
            '<ul><li data-change="removed"><del data-move="1"><a class="pointer" data-furniture>'
            "moved to 2</a>Un</del></li></ul>",
            "- {>>moved to 2<<} [-Un-]",
        ),
        (
            '<del class="block" data-move="1"><a class="pointer" data-furniture>moved to 2</a>\n'
            "<pre><code>un\ndeux\n</code></pre></del>",
            "     {>>moved to 2<<} [-un-]\n    [-deux-]",
        ),
        ('<span class="pointer" data-furniture>moved to 2</span>', "{>>moved to 2<<}"),
        ("<p>a <button data-furniture>montrer</button>b</p>", "a b"),
    ],
)
def test_what_moved_points_to_its_other_place(html: str, plain: str) -> None:
    assert write_plain(html).rstrip("\n") == plain


def test_on_a_terminal_colours_take_the_place_of_signs() -> None:
    html = (
        '<p>a <del>b </del><ins>c </ins>e</p><ins class="block" data-move="1">'
        '<span class="pointer" data-furniture>moved from 1</span><p>d</p></ins>'
    )
    shown = write_plain(html, colour=True)
    assert shown == (
        "a \x1b[31;9mb\x1b[39;29m \x1b[32;4mc\x1b[39;24m e\n\n\x1b[34m(moved from 1)\x1b[39m d\n"
    )


def test_links_to_the_site_are_absolute_where_its_address_is_known() -> None:
    redline = compare_markdown("[a](site:cgu/#art-1) b", "[a](site:cgu/#art-1) c")
    assert "[a](https://t.example/cgu/#art-1)" in render_plain(
        redline, Markers(), site_url="https://t.example/"
    )


# Nothing lost

_INSERTED = re.compile(r"\{\+(.*?)\+\}")
_DELETED = re.compile(r"\[-(.*?)-\]")
_TOLD_TITLE = r"<em>\(Règlement\)</em>"
"""In a comment; it is the title that generated documents have."""
_BEGINNING = re.compile(r"^(?:\s|[->:]|\d+\.(?=\s|$)|\[\^\d+\]:)*")


def squeeze(plain: str) -> list[str]:
    """Return the words of each line, without what says how it is set, where it leads, its title."""
    lines = (_BEGINNING.sub("", line) for line in plain.splitlines())
    bare = (re.sub(r"\]\([\w.]*\)| \(\"\w+\"\)|[\[\]*`|\s]", "", line) for line in lines)
    return [line for line in bare if line.strip("#")]


def plain_of(text: RenderedText) -> list[str]:
    return squeeze(render_plain(compare(text, text), Markers()))


@settings(max_examples=120)
@given(edited_documents())
def test_both_texts_can_be_read_back_from_the_plain_form(pair: tuple[str, str]) -> None:
    older, newer = (read_text(RENDERER.render(text), "fr") for text in pair)
    signs = ("[-", "-]", "{+", "+}")  # in a text they stay as they are, and would confuse this test
    assume(not any(sign in text.body.plain_text for text in (older, newer) for sign in signs))
    redline = compare(older, newer)
    plain = render_plain(redline, Markers())
    unite = "".join if "    " in plain else list  # the lines of code may be joined by a change
    read_new = squeeze(_DELETED.sub("", _INSERTED.sub(r"\1", plain)))
    assert unite(read_new) == unite(plain_of(newer))
    if "data-move" not in render_redline(redline, Markers()):
        read_old = squeeze(_INSERTED.sub("", _DELETED.sub(r"\1", plain)))
        assert unite(read_old) == unite(plain_of(older))


def letters_of(html: str, dropped: str) -> str:
    """Return what HTML says without one kind of mark, but for white space, numbers and signs."""
    root = parse(html)
    for element in root.xpath("//*[@data-furniture]|//a[contains(@class, 'footnote-backref')]"):
        element.drop_tree()
    for element in list(root.iter(dropped)):
        if dropped == "del" or element.get("data-move") is None:
            element.drop_tree()
    return re.sub(r"[\s•—\d.]", "", str(root.text_content()))


@settings(max_examples=120)
@given(edited_documents())
def test_both_texts_can_be_read_back_from_a_comment_as_a_host_shows_it(
    pair: tuple[str, str],
) -> None:
    redline = compare_markdown(*pair)
    html = render_redline(redline, Markers())
    shown = re.sub(_TOLD_TITLE, "", HOST.render(render_comment(redline, Markers())))
    for dropped in ("ins", "del"):
        assert letters_of(shown, dropped) == letters_of(html, dropped)


@settings(max_examples=120)
@given(edited_soups())
def test_html_of_any_kind_loses_nothing_in_a_comment(pair: tuple[str, str]) -> None:
    older, newer = (read_text(html, "fr") for html in pair)
    redline = compare(older, newer)
    html = render_redline(redline, Markers())
    shown = HOST.render(render_comment(redline, Markers()))
    for dropped in ("ins", "del"):
        letters, expected = (letters_of(one, dropped) for one in (shown, html))
        named = re.sub(r"<[a-z]+>", "", letters)  # what cannot be shown is there by its name
        assert named == re.sub(r"<[a-z]+>", "", expected)


# Markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>A <ins>b</ins></h2>", "## A <ins>b</ins>"),
        ("<p>un <del>mot </del><ins>autre </ins>ici</p>", "un <del>mot</del> <ins>autre</ins> ici"),
        ("<p>un <strong>mot</strong>, <em>là</em>.</p>", "un **mot**, *là*."),
        ("<p>un<strong>mot</strong></p>", "un<strong>mot</strong>"),
        ("<p><strong>(a)</strong>b</p>", "<strong>(a)</strong>b"),
        ("<p><strong><em>a</em></strong></p>", "<strong><em>a</em></strong>"),
        ("<p><code>a_b</code></p>", r"<code>a\_b</code>"),
        ('<p><a href="u">a <del>b</del></a></p>', "[a <del>b</del>](u)"),
        (
            '<p><ins data-kind="formatting"><abbr title="a_b">c</abbr> </ins>d</p>',
            r"<ins>c <em>(a\_b)</em></ins> d",
        ),
        (
            '<p><del data-kind="formatting"><a href="u" title="a b">c</a></del></p>',
            "<del>[c](u) <em>(a b)</em></del>",
        ),
        ('<p><ins><abbr title="a">c</abbr></ins></p>', "<ins>c</ins>"),
        ('<p><a href="a b(c)&d">e</a></p>', "[e](<a%20b(c)&amp;d>)"),
        ('<p><img alt="a]" src="b.png"></p>', r"![a\]](b.png)"),
        ("<p>a<br>b</p>", "a <br> b"),
        (
            "<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>",
            "- a\n  - b\n- c\n\n  d",
        ),
        ("<ol start=9><li>a<ol><li>b</li></ol></li><li>c</li></ol>", "9. a\n   1. b\n10. c"),
        (
            "<ol><li data-change=removed><del>a</del></li><li>b</li></ol>",
            r"- 1\. <del>a</del>" + "\n" + r"- 1\. b",
        ),
        ("<ul><li>a</li></ul><ol><li>b</li></ol>", "- a\n\n<!-- -->\n\n1. b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        (
            "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b|c</td></tr></tbody></table>",
            "| a |\n|---|\n| b\\|c |",
        ),
        (
            "<table><tr><td>a</td><td><ins>b</ins></td></tr></table>",
            "|  |  |\n|---|---|\n| a | <ins>b</ins> |",
        ),
        ("<pre><code>a `b`\n```\n</code></pre>", "````\na `b`\n```\n````"),
        (
            "<pre><code>a &lt; b\n<ins>c</ins>\n</code></pre>",
            "<pre>a &lt; b\n<ins>c</ins></pre>",
        ),
        ("<p>a</p><pre></pre><p>b</p>", "a\n\nb"),
        ("<ul>a<li>b</li></ul>", "- a\n- b"),
        (
            "<ol><li><h2>a</h2></li><li data-change=removed>b</li><li>c</li></ol>",
            "- 1\\.\n\n  ## a\n- 2\\. b\n- 2\\. c",
        ),
        ("<hr>", "---"),
        ("<ins class=block><hr></ins>", "<ins>———</ins>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<dl>\n<dt>\n\na\n\n</dt>\n<dd>\n\nb\n\n</dd>\n</dl>"),
        (
            '<p>a<sup><a class="footnote-ref" href="#fn:1">1</a></sup></p>'
            '<div class="footnote"><hr><ol><li id="fn:1"><p>Note.</p></li></ol></div>',
            "a<sup>1</sup>\n\n<sup>1</sup> Note.",
        ),
        (
            '<ins data-move="1" class="block"><span class="pointer" data-furniture>moved from 1'
            "</span><p>a</p></ins>",
            "<em>(moved from 1)</em> a",
        ),
    ],
)
def test_blocks_and_words_in_markdown(html: str, markdown: str) -> None:
    assert write_comment(html).rstrip("\n") == markdown


@pytest.mark.parametrize(
    "text",
    [
        "# titre",
        "- item",
        "+ item",
        "1. item",
        "12) item",
        "= = =",
        "---",
        "***",
        "> citation",
        ": définition",
        "    code",
        "``` code",
        "~~~ code",
        "un *mot* _souligné_ **gras** ~~barré~~ ~x~",
        "un `code` et [lien](u) et ![image](u) et [^1] et [réf]: u",
        "<b>balise</b> <script>x</script> <!-- caché --> &lt; &amp; &copy;",
        "a | b",
        "a\\b \\* c",
        "| a | b |",
        "[ ] à faire",
    ],
)
@pytest.mark.parametrize("mark", ["{}", "<ins>{}</ins>", "mot {} mot", "<strong>{}</strong>"])
def test_no_sign_of_a_text_becomes_markup(text: str, mark: str) -> None:
    marked = mark.format(html_library.escape(text))
    plain = mark.format("texte")
    shown, expected = (
        lxml_html.fragment_fromstring(HOST.render(write_comment(f"<p>{inside}</p>")), "div")
        for inside in (marked, plain)
    )
    for span in shown.xpath("//span"):
        span.drop_tag()
    said = " ".join(shown.text_content().split())
    assert said == " ".join(expected.text_content().replace("texte", text).split())
    assert [e.tag for e in shown.iter()] == [e.tag for e in expected.iter()]


@pytest.mark.parametrize(
    "text",
    [
        "@client",
        "aide@exemple.fr",
        "#12",
        "!12",
        "$x$",
        "~label",
        "%jalon",
        "&12",
        "https://exemple.fr/a",
        "www.exemple.fr",
        ":tada:",
        "GH-12",
    ],
)
def test_nothing_of_a_text_is_a_link_or_a_name_to_a_host(text: str) -> None:
    comment = write_comment(f"<p>voir {html_library.escape(text)} ici</p>")
    root = lxml_html.fragment_fromstring(HOST.render(comment), "div")
    assert root.text_content().strip() == f"voir {text} ici"
    pieces = [piece for piece in root.itertext() if piece.strip()]
    assert len(pieces) > 1, "a host would read it in one piece"
    assert not any(text in piece for piece in pieces)


# Reports


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return read_samples(tmp_path_factory.mktemp("samples")).register


Compare = Callable[..., Comparison]


@pytest.fixture(scope="module")
def compared(register: Register) -> Compare:
    redlines = Redlines(register)

    def compared(
        older: str, newer: str, language: str = "fr", document: str = "conditions"
    ) -> Comparison:
        (record,) = (record for record in register.records if record.id == document)
        one, two = (record.standing(VersionNumber.parse(number)) for number in (older, newer))
        redline = redlines.between(one.version, two.version, language)
        assert redline is not None
        return Comparison(
            register, record, one, two, language, redline, redlines, "https://t.example/"
        )

    return compared


def test_a_text_says_first_what_it_compares_and_how_much_changed(compared: Compare) -> None:
    lines = render_text(compared("2.1", "2.2")).splitlines()
    assert lines[0] == (
        "Conditions générales de l’atelier partagé : version 2.2 comparée à la version 2.1"
    )
    assert lines[2].startswith("Version 2.1, remplacée : elle a été en vigueur du 1er septembre")
    assert lines[3] == "Version 2.2, en vigueur du 1er juin 2025 au 31 décembre 2026 inclus"
    assert lines[4] == "Français, langue qui fait foi."
    assert "15 septembre 2026" in lines[5]
    assert lines[7].startswith("Modification de fond. ")
    assert re.match(r"\d+ passages marqués, 4 clauses concernées, ", lines[8])
    assert re.fullmatch(r"  5\.1 +Modifiée +\+1 -1", lines[12])
    assert (
        lines[15]
        == "{+inséré+} dans le seul texte nouveau   [-supprimé-] dans le seul texte ancien"
    )
    assert "{>>" not in "".join(lines[15:18]), "nothing moved"
    assert lines[18] == "# Conditions générales de l’atelier partagé"


def test_a_clause_that_was_called_otherwise_is_listed_under_both_names(compared: Compare) -> None:
    names = [clause.name for clause in describe(compared("1.3", "2.0")).clauses]
    assert {"3. Formation à la sécurité", "3.2 → 4.2"} <= set(names)
    (moved,) = describe(compared("2.0", "2.1")).clauses
    assert moved.name == "4.4 → 6.4"
    assert moved.what == "Déplacée, renumérotée, modifiée"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_form_says_the_same_of_a_comparison(compared: Compare, language: str) -> None:
    comparison = compared("1.3", "2.0", language)
    account = describe(comparison)
    said = [
        account.title,
        *account.standings,
        account.binding,
        account.extent,
        account.stages_title,
    ]
    said += [stage.name for stage in account.stages]
    said += [stage.summary or "" for stage in account.stages]
    said += [*(clause.what for clause in account.clauses)]
    page = str(parse(render_page(comparison)).text_content())
    comment = str(parse(HOST.render(render_markdown(comparison))).text_content())
    for text in (render_text(comparison), page, comment):
        bound = " ".join(text.split())
        assert [one for one in said if " ".join(one.split()) not in bound] == []


@pytest.mark.parametrize("render", [render_text, render_markdown, render_page])
def test_a_report_is_the_same_each_time(
    compared: Compare, render: Callable[[Comparison], str]
) -> None:
    assert render(compared("1.3", "2.0")) == render(compared("1.3", "2.0"))


def test_texts_that_are_identical_are_said_to_be_so(compared: Compare) -> None:
    same = replace(compared("2.1", "2.2"), redline=compare_markdown("a", "a"))
    sentence = "Les deux textes sont identiques, mot pour mot."
    assert render_text(same).rstrip().endswith(sentence)
    assert f"**{sentence}**" in render_markdown(same)
    page = render_page(same)
    assert sentence in page
    assert "<ins" not in page
    assert 'class="legend"' not in page


def test_a_version_compared_with_itself_is_only_said_to_be_one(compared: Compare) -> None:
    same = compared("2.2", "2.2")
    sentence = "Une seule et même version\u00a0: il n’y a rien à comparer."
    assert render_text(same).splitlines()[2:] == [
        "Version 2.2, en vigueur du 1er juin 2025 au 31 décembre 2026 inclus",
        "Français, langue qui fait foi.",
        "Publié par Atelier Exemple. État des textes à la date du 15 septembre 2026.",
        "",
        sentence.replace("\u00a0", " "),
    ]
    for said in (render_markdown(same), render_page(same)):
        assert sentence in said
        assert "Modification de fond" not in said
        assert "Une découpeuse laser rejoint" not in said
    assert make_sheet(same).stages == ()


def test_every_version_on_the_way_is_said_in_every_form(compared: Compare) -> None:
    comparison = compared("1.0", "2.1")
    stages = describe(comparison).stages
    assert [stage.name for stage in stages] == [
        "Version 1.1 — Rectification d’erreur matérielle",
        "Version 1.2 — Modification rédactionnelle",
        "Version 1.3 — Modification de fond",
        "Version 2.0 — Modification de fond",
        "Version 2.1 — Modification rédactionnelle",
    ]
    text = render_text(comparison)
    assert text.count("\n- Version ") == 5
    assert "\n- Version 1.3 — Modification de fond. Les cotisations, la caution" in text
    assert "\n- **Version 1.3 — Modification de fond.** Les cotisations" in render_markdown(
        comparison
    )
    root: Any = lxml_html.document_fromstring(render_page(comparison))
    items = root.xpath("//header/ol/li")
    assert len(items) == 5
    assert items[2].text_content().startswith("Version 1.3 — Modification de fond. Les cotis")
    sheet = make_sheet(comparison)
    assert [stage.version for stage in sheet.stages] == ["1.1", "1.2", "1.3", "2.0", "2.1"]
    assert [stage.change.value for stage in sheet.stages][2:] == [
        "substantive",
        "substantive",
        "editorial",
    ]


def test_a_summary_in_another_language_is_said_to_be(compared: Compare) -> None:
    comparison = compared("2.1", "2.2", "en")
    texts = comparison.newer.version.texts
    mute = tuple(replace(one, summary=None) if one.language == "en" else one for one in texts)
    newer = replace(comparison.newer, version=replace(comparison.newer.version, texts=mute))
    standings = tuple(
        newer if one.number == newer.number else one for one in comparison.record.standings
    )
    record = replace(comparison.record, standings=standings)
    comparison = replace(comparison, record=record, newer=newer)
    assert '<span lang="fr">Une découpeuse laser' in render_page(comparison)
    assert make_sheet(comparison).stages[0].summary_language == "fr"


# Legends


def explain(compared: Compare, older: str, newer: str, render: Callable[[Comparison], str]) -> str:
    """Return what stands in a report beside the redline of two texts in Markdown."""
    comparison = replace(compared("2.1", "2.2", "en"), redline=compare_markdown(older, newer, "en"))
    return render(comparison)


RENUMBERED = (
    "## 1. One\n\nWords here.\n",
    "## 1. New\n\nOther words, all new.\n\n## 2. One\n\nWords here.\n",
)


def test_pointers_are_explained_where_something_moved(compared: Compare) -> None:
    meaning = "a passage that moved; at its new place only its changes are marked"
    moved = compared("2.0", "2.1", "en")
    assert f"{{>>…<<}} {meaning}\n" in render_text(moved)
    assert f"\x1b[34m(…)\x1b[39m {meaning}\n" in render_text(moved, colour=True)
    assert f"<em>(…)</em> {meaning}" in render_markdown(moved)
    for render in (render_text, render_markdown):
        assert meaning not in explain(compared, "a b", "a c", render)


def test_only_marks_that_occur_are_explained(compared: Compare) -> None:
    inserted, deleted = "in the newer text only", "in the older text only"
    for render in (render_text, render_markdown, render_page):
        more = explain(compared, "One two.", "One two three.", render)
        assert inserted in more
        assert deleted not in more
        less = explain(compared, "One two three.", "One two.", render)
        assert deleted in less
        assert inserted not in less


def list_legend(page: str) -> dict[str, str]:
    root: Any = lxml_html.document_fromstring(page)
    names = root.xpath("//dl[@class='legend']/dt/span/@class")
    meanings = root.xpath("//dl[@class='legend']/dd")
    return {
        str(name): meaning.text_content() for name, meaning in zip(names, meanings, strict=True)
    }


def test_a_page_tells_numbers_and_other_forms_from_insertions(compared: Compare) -> None:
    assert set(list_legend(explain(compared, "One two.", "One three.", render_page))) == {
        "in",
        "out",
    }
    followed = list_legend(explain(compared, *RENUMBERED, render_page))
    assert followed["follows"] == "without a ground: a number, or a reference that follows it"
    form = list_legend(explain(compared, "One two.", "One **two**.", render_page))
    assert set(form) >= {"form"}
    assert "in" not in form
    typographic = list_legend(explain(compared, "One two.", "One Two.", render_page))
    assert set(typographic) >= {"case"}


def test_each_sample_of_a_legend_looks_as_the_mark_that_it_explains(compared: Compare) -> None:
    page = explain(compared, *RENUMBERED, render_page)
    style = page.partition("<style>")[2].partition("</style>")[0]
    rule = re.search(r"\.follows \{([^}]*)\}", style)
    assert rule
    assert "underline 1px" in rule[1]
    for kind, name in (("reference", "follows"), ("formatting", "form"), ("typographic", "case")):
        assert re.search(rf'data-kind="{kind}"\]\)?, \.{name} \{{', style)


def test_a_page_needs_nothing_else_and_holds_both_texts(compared: Compare) -> None:
    comparison = compared("2.1", "3.0")
    page = render_page(comparison)
    root: Any = lxml_html.document_fromstring(page)
    assert root.xpath("//script|//link|//iframe|//*[@src]") == []
    assert len(root.xpath("//h1")) == 1
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {str(href)[1:] for href in root.xpath("//header//a/@href")}
    assert targets
    assert targets <= set(ids)
    (main,) = root.xpath("//*[@data-redline]")
    assert main.get("data-redline") == "conditions/2.1..3.0/fr"
    inside = page.partition('/fr">\n')[2].partition("\n</main>")[0]
    assert read_older(inside) == read_absolute(comparison.redline.older.html)
    assert read_newer(inside) == read_absolute(comparison.redline.newer.html)


def read_absolute(html: str) -> Any:
    return read_plain(html.replace('"site:', '"https://t.example/'))


def test_a_page_names_its_address_only_where_the_site_has_it(
    compared: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://t.example/en/conditions/compare/1.1/2.0/"
    comparison = compared("1.1", "2.0", "en")
    assert address in render_page(comparison)
    monkeypatch.setattr("clausier.register.MOST_VERSIONS_IN_ALL_PAIRS", 1)
    assert address not in render_page(comparison)


def test_a_pdf_names_its_address_only_where_the_site_has_it(
    compared: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://t.example/conditions/compare/1.1/2.0/"
    comparison = compared("1.1", "2.0")
    data = render_pdf(comparison)
    assert "Adresse permanente" in read_structure(data).text
    assert all(address in end.replace("\n", "") for end in read_running(data)[:1])
    assert address in list_links(data)
    monkeypatch.setattr("clausier.register.MOST_VERSIONS_IN_ALL_PAIRS", 1)
    data = render_pdf(comparison)
    assert make_sheet(comparison).address is None
    assert "Adresse permanente" not in read_structure(data).text
    assert not any("/compare/" in said for said in (*read_running(data), *list_links(data)))


def test_a_translation_is_said_not_to_bind(compared: Compare) -> None:
    assert "Courtesy translation: the French text is the binding one." in render_text(
        compared("2.1", "2.2", "en")
    )


def test_data_and_pdf_are_those_of_the_site(compared: Compare) -> None:
    comparison = compared("2.0", "2.1")
    assert json.loads(render_data(comparison))["newer"]["version"] == "2.1"
    assert render_pdf(comparison).startswith(b"%PDF-")
    sheet = make_sheet(comparison)
    assert sheet.address == "https://t.example/conditions/compare/2.0/2.1/"
    assert [clause.anchor for clause in sheet.clauses] == ["art-6.4"]
    assert sheet.governing


def stand(status: Status, until: str | None = None, **choices: Any) -> Standing:
    made = version("1.0", **choices)
    end = version("1.1", until).effective_date if until else None
    return Standing(made, status, end, None, made.number)


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (stand(Status.IN_FORCE, effective="2024-04-15"), "in force since 15\u00a0April 2024"),
        (
            stand(Status.IN_FORCE, "2025-01-01", effective="2024-04-15"),
            "in force from 15\u00a0April 2024 to 31\u00a0December 2024 inclusive",
        ),
        (
            stand(Status.UPCOMING, effective="2027-01-01"),
            "upcoming: it takes force on 1\u00a0January 2027",
        ),
        (
            stand(Status.UPCOMING, "2027-02-01", effective="2027-01-01"),
            "upcoming: it will be in force from 1\u00a0January 2027 to 31\u00a0January 2027 "
            "inclusive",
        ),
        (
            stand(Status.SUPERSEDED, "2025-01-01", effective="2024-04-15"),
            "superseded: it was in force from 15\u00a0April 2024 to 31\u00a0December 2024 "
            "inclusive",
        ),
        (stand(Status.PROPOSED), "proposed: it is not in force"),
        (
            stand(Status.PROPOSED, dropped=True),
            "a proposal that was given up: it was never in force",
        ),
        (
            stand(Status.WITHDRAWN, effective="2024-04-15", void=True),
            "withdrawn before it took force: it never applied",
        ),
        (
            stand(Status.WITHDRAWN, "2025-01-01", effective="2024-04-15"),
            "withdrawn: it was in force from 15\u00a0April 2024 to 31\u00a0December 2024 inclusive",
        ),
        (
            stand(Status.WITHDRAWN, effective="2024-04-15"),
            "withdrawn: it was in force from 15\u00a0April 2024 until the document was withdrawn",
        ),
    ],
)
def test_where_a_version_stands_is_said_in_one_sentence(standing: Standing, said: str) -> None:
    assert describe_standing(standing, "en") == f"Version 1.0, {said}"
    assert "1.0" in describe_standing(standing, "fr")


def test_markers_are_spoken_only_where_they_are_heard() -> None:
    silent, spoken = describe_markers("fr"), describe_markers("fr", spoken=True)
    assert (silent.inserted, silent.deleted_end, silent.moved_end) == ("", "", "")
    assert silent.moved_to
    assert spoken.inserted == "inséré\u00a0:"
    assert spoken.split_from == silent.split_from
