"""A PDF says all that a text or a redline says, in order, and stays true and the same for ever."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from clausier.clauses import RenderedText, Renderer, read_text
from clausier.model import ChangeClass
from clausier.pdf import (
    PdfError,
    RedlineSheet,
    Side,
    Stage,
    TextSheet,
    TouchedClause,
    render_redline_pdf,
    render_text_pdf,
)
from clausier.pdf.glyphs import KNOWN, show
from clausier.pdf.typesetting import can_show, typeset
from clausier.redline import Markers, Redline, compare, render_redline
from markdown_strategies import documents, edited_documents
from pdf_reading import (
    Part,
    iter_extents,
    list_links,
    list_page_ends,
    open_pdf,
    read_running,
    read_structure,
)
from redline_reading import parse

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "hooks" / "clausier" / "sample"
HISTORIES = ROOT.parent / "shared" / "real-histories"
RENDERER = Renderer(
    ["attr_list", "def_list", "footnotes", "sane_lists", "tables", "toc"],
    {"footnotes": {"BACKLINK_TITLE": "{}"}, "tables": {"use_align_attribute": True}},
)
SITE = "https://conditions.example/"
STAMP = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
MARKERS = Markers("inséré :", "fin", "supprimé :", "fin", "Déplacée vers", "Déplacée depuis")


def read(markdown: str, language: str = "fr") -> RenderedText:
    return read_text(RENDERER.render(_strip_front(markdown)), language)


def _strip_front(markdown: str) -> str:
    return markdown.split("\n---\n", 1)[1] if markdown.startswith("---\n") else markdown


def text_sheet(language: str = "fr", title: str = "Conditions") -> TextSheet:
    home = "" if language == "fr" else f"{language}/"
    address = f"{SITE}{home}cgu/versions/1.0/"
    return TextSheet(
        publisher="Atelier Exemple",
        title=title,
        document="cgu",
        version="1.0",
        language=language,
        governing=language == "fr",
        governing_language="fr",
        change=ChangeClass.INITIAL,
        effective_date=date(2024, 4, 15),
        published_on=date(2024, 3, 1),
        address=address,
        markdown_url=f"{address}cgu-1.0.{language}.md",
        site_url=SITE,
        sha256="0123456789abcdef" * 4,
        stamped_at=STAMP,
    )


def redline_sheet(
    redline: Redline, language: str = "fr", title: str = "Conditions"
) -> RedlineSheet:
    older, newer = (
        Side(
            version=number,
            change=ChangeClass.SUBSTANTIVE,
            effective_date=day,
            published_on=day,
            address=f"{SITE}cgu/versions/{number}/",
            sha256=digit * 64,
        )
        for number, day, digit in (("1.0", date(2024, 4, 15), "a"), ("1.1", date(2025, 1, 1), "b"))
    )
    return RedlineSheet(
        publisher="Atelier Exemple",
        title=title,
        document="cgu",
        language=language,
        governing=language == "fr",
        governing_language="fr",
        older=older,
        newer=newer,
        stages=(Stage("1.1", ChangeClass.SUBSTANTIVE, "Le délai passe à trente jours.", "fr"),),
        changes=redline.count,
        words_inserted=redline.words_inserted,
        words_deleted=redline.words_deleted,
        clauses=(TouchedClause("Article 2", "modifié", 3, 1, "art-2"),),
        address=f"{SITE}cgu/compare/1.0/1.1/",
        site_url=SITE,
        stamped_at=STAMP,
    )


def text_pdf(html: str, language: str = "fr") -> bytes:
    return render_text_pdf(text_sheet(language), html)


def redline_pdf(older: str, newer: str) -> bytes:
    redline = compare(read(older), read(newer))
    return render_redline_pdf(redline_sheet(redline), render_redline(redline, MARKERS))


_TOLD = re.compile(r"\[[^\[\]]*(?:https?://|mailto:|#|Règlement)[^\[\]]*\]")
"""What a PDF says of links, titles and pictures, which is not of the text."""


def squeeze(text: str) -> str:
    """Return the characters of a text, without what is told of links and pictures."""
    return re.sub(r"\s+", "", _TOLD.sub("", show(text)))


def said_by_html(html: str, without: str | None = None) -> str:
    root = parse(html)
    for element in root.xpath("//*[@data-furniture]"):
        if "pointer" not in (element.get("class") or ""):
            element.drop_tree()
    for element in list(root.iter(without)) if without else ():
        element.drop_tree()
    return squeeze("".join(root.itertext()))


def said_by_pdf(data: bytes, without: str | None = None) -> str:
    def is_kept(part: Part) -> bool:
        # HTML does not hold the numbers of items; terms, which are strong, it does.
        if part.role == "Lbl" and next(part.find("Strong"), None) is None:
            return False
        return without is None or part.decoration != without

    return squeeze(read_structure(data).read(is_kept))


def assert_says_text(data: bytes, text: RenderedText) -> None:
    """Check that a PDF ends with all that a text says, its title standing above the facts."""
    said = said_by_html(text.html)
    if text.html.startswith("<h1"):
        said = said.removeprefix(squeeze(text.title))
        assert squeeze(next(read_structure(data).find("H1")).text) == squeeze(text.title)
    assert said_by_pdf(data).endswith(said)


def assert_says_redline(redline: Redline, language: str = "fr") -> None:
    """Check that a PDF ends with all that a redline says, and that both texts can be read from it.

    What moved has a bar beside it and no lines, so that the older text is then not read back.
    """
    html = render_redline(redline, MARKERS)
    data = render_redline_pdf(redline_sheet(redline, language), html)
    assert said_by_pdf(data).endswith(said_by_html(html))
    if "data-move" not in html:
        older, newer = (said_by_html(text.html) for text in (redline.older, redline.newer))
        assert said_by_pdf(data, without="LineThrough").endswith(newer)
        assert said_by_pdf(data, without="Underline").endswith(older)


REDLINE = (
    "# CGU\n\n## 1. Objet\n\nLe délai est de quinze jours.\n\n## 2. Prix\n\nUn mot.\n",
    "# CGU\n\n## 1. Objet\n\nLe délai est de trente jours.\n\n## 2. Prix\n\nUn mot.\n\nDe plus.\n",
)


# What the files are


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_text_is_archivable_and_accessible_and_says_its_language(language: str) -> None:
    text = read("# Titre\n\n#### Trop bas\n\nTexte.\n\n## Plus haut\n\nTexte.", language)
    assert_conforms(text_pdf(text.html, language), language)


def test_a_redline_is_archivable_and_accessible() -> None:
    assert_conforms(redline_pdf(*REDLINE), "fr")


def assert_conforms(data: bytes, language: str) -> None:
    reader = open_pdf(data)
    catalogue: Any = reader.root_object
    metadata = catalogue["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.author == "Atelier Exemple"
    assert reader.metadata.creation_date == STAMP
    assert reader.page_labels == [str(number) for number in range(1, len(reader.pages) + 1)]
    levels = [int(role[1]) for role in roles(read_structure(data)) if re.fullmatch("H[1-6]", role)]
    assert levels[0] == 1
    assert all(two <= one + 1 for one, two in pairwise(levels))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile3" in descendant["/FontDescriptor"] or (
                "/FontFile2" in descendant["/FontDescriptor"]
            )


def roles(part: Part) -> list[str]:
    inner = [role for one in part.parts if isinstance(one, Part) for role in roles(one)]
    return [part.role, *inner]


def test_the_same_sheet_and_html_give_the_same_bytes_on_every_machine() -> None:
    program = """
import sys
sys.path.insert(0, sys.argv[1])
import hashlib, test_pdf
for data in (test_pdf.text_pdf(test_pdf.read(test_pdf.REDLINE[0]).html),
             test_pdf.redline_pdf(*test_pdf.REDLINE)):
    print(hashlib.sha256(data).hexdigest())
"""
    here = [text_pdf(read(REDLINE[0]).html), redline_pdf(*REDLINE)]
    for zone, seed in (("UTC", "1"), ("Asia/Tokyo", "2")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LANG": "C"}
        command = [sys.executable, "-c", program, str(Path(__file__).parent)]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert run.stdout.split() == [sha256(data).hexdigest() for data in here]


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        replace(text_sheet(), stamped_at=datetime(2026, 11, 23))  # noqa: DTZ001


def test_a_language_without_words_is_no_silent_english() -> None:
    with pytest.raises(FileNotFoundError):
        render_text_pdf(replace(text_sheet(), language="de"), "<p>Wort</p>")


def test_what_the_typesetter_refuses_is_told_with_its_name() -> None:
    with pytest.raises(PdfError, match=r"no PDF can be made of cgu 1.0"):
        typeset("text.typ", "{}", STAMP, "cgu 1.0")


# What is said of a text


def facts(data: bytes) -> list[list[str]]:
    table = next(read_structure(data).find("Table"))
    return [[cell.text.strip() for cell in row.find("TD")] for row in table.find("TR")]


def test_a_text_says_where_it_comes_from_in_words_that_stay_true() -> None:
    data = text_pdf(read("# Conditions\n\n" + "Texte. " * 2000).html)
    assert facts(data) == [
        ["Document", "cgu", "Version", "1.0"],
        [
            "Date d’entrée en vigueur",
            "15\u00a0avril 2024",
            "Mise en ligne le",
            "1er\u00a0mars 2024",
        ],
        [
            "Nature de la modification",
            "Version initiale",
            "Langue",
            "français, langue qui fait foi",
        ],
        ["Adresse permanente", f"{SITE}cgu/versions/1.0/"],
        ["Texte en Markdown", f"{SITE}cgu/versions/1.0/cgu-1.0.fr.md"],
        ["Son empreinte SHA-256", "0123456789abcdef" * 4],
    ]
    first, second, *_ = running = read_running(data)
    assert first.endswith(f"/cgu/versions/1.0/Page 1 sur {len(running)}")
    assert second.startswith("ConditionsVersion\u00a01.0")
    said = read_structure(data).text
    assert "Atelier Exemple" in said
    assert said.count("en vigueur") == 1, "a status would not stay true"
    assert open_pdf(data).metadata.title == "Conditions, version\u00a01.0"  # type: ignore[union-attr]


def test_a_proposal_says_that_it_has_no_effective_date() -> None:
    sheet = replace(text_sheet(), effective_date=None, published_on=None)
    rows = facts(render_text_pdf(sheet, "<p>Texte</p>"))
    assert rows[1] == ["Date d’entrée en vigueur", "aucune\u00a0: cette version est un projet"]
    assert not any("Mise en ligne le" in row for row in rows)


def test_a_translation_says_which_text_binds() -> None:
    data = render_text_pdf(replace(text_sheet("en"), translated_on=date(2024, 5, 2)), "<p>Text</p>")
    assert "Courtesy translation: the French text is the binding one." in read_structure(data).text
    assert ["Translation published on", "2\u00a0May 2024"] in facts(data)
    assert facts(data)[2][-1] == "English, courtesy translation"


def test_a_text_without_a_title_has_that_of_its_document() -> None:
    for html in ("<p>Texte</p>", "<p>Avant</p><h1>Après</h1>", ""):
        headings = [part.text for part in read_structure(text_pdf(html)).find("H1")]
        assert headings[0] == "Conditions"


# Nothing is lost


@pytest.mark.parametrize("page", ["cgu", "openai-data"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_of_the_published_texts_is_there_in_order(page: str, language: str) -> None:
    text = read((ROOT / "docs" / language / f"{page}.md").read_text("utf-8"), language)
    data = text_pdf(text.html, language)
    assert_says_text(data, text)
    words = " ".join(read_structure(data).text.split())
    for clause in text.clauses:
        for line in clause.text.splitlines():
            assert " ".join(line.split()) in words, "words run together"


def sample_histories() -> dict[tuple[str, str], list[str]]:
    histories: dict[tuple[str, str], list[str]] = {}
    for path in sorted(SAMPLES.rglob("*.md")):
        language = path.name.split(".")[-2]
        histories.setdefault((path.parent.name, language), []).append(path.read_text("utf-8"))
    return histories


def assert_history_is_said(texts: Sequence[str], language: str) -> None:
    rendered = [read(text, language) for text in texts]
    for text in rendered:
        assert_says_text(text_pdf(text.html, language), text)
    for older, newer in pairwise(rendered):
        redline = compare(older, newer)
        if redline.count:
            assert_says_redline(redline, language)


@pytest.mark.parametrize(("document", "language"), sorted(sample_histories()))
def test_every_word_of_the_samples_and_their_redlines_is_there(
    document: str, language: str
) -> None:
    assert_history_is_said(sample_histories()[document, language], language)


@pytest.mark.skipif(not HISTORIES.is_dir(), reason="the real histories are not here")
@pytest.mark.parametrize("name", ["basecamp", "mozilla-subscriptions"])
def test_every_word_of_real_terms_and_their_redlines_is_there(name: str) -> None:
    histories: dict[tuple[str, str], list[str]] = {}
    for line in (HISTORIES / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        histories.setdefault((row["document"], row["language"]), []).append(row["text"])
    for (_, language), texts in sorted(histories.items()):
        assert_history_is_said(texts[::12], language)


@settings(max_examples=25)
@given(documents)
def test_no_word_of_any_text_is_lost(markdown: str) -> None:
    text = read(markdown)
    said = said_by_pdf(text_pdf(text.html))
    assert not missing(said_by_html(text.html), said)


@settings(max_examples=15)
@given(edited_documents())
def test_no_word_of_any_redline_is_lost(pair: tuple[str, str]) -> None:
    redline = compare(*map(read, pair))
    html = render_redline(redline, MARKERS)
    if redline.count:
        said = said_by_pdf(render_redline_pdf(redline_sheet(redline), html))
        assert not missing(said_by_html(html), said)


def missing(wanted: str, found: str) -> str:
    """Return what is wanted and, in the same order, not found."""
    place, lost = 0, ""
    for char in wanted:
        at = found.find(char, place)
        if at < 0:
            lost += char
        else:
            place = at + 1
    return lost


def test_nothing_in_a_text_is_read_as_markup() -> None:
    hostile = r"#panic() #{1+1} $x$ @ref *a* _b_ \ ] [ ` ~ <l> // /* #include </etc/passwd> = h - i"
    said = escape(hostile)
    text = read_text(f"<h1>{said}</h1><p>{said}</p><pre>{said}</pre>", "en")
    sheet = replace(text_sheet("en", hostile), publisher=hostile, document=hostile)
    data = render_text_pdf(sheet, text.html)
    assert " ".join(read_structure(data).text.split()).count(hostile) == 5
    assert open_pdf(data).metadata.author == hostile  # type: ignore[union-attr]


# What blocks become


def test_lists_keep_their_numbers_and_depth() -> None:
    html = '<ol start="3"><li>trois<ul><li>bas</li></ul></li><li value="9">neuf</li></ol>'
    html += '<ol type="a"><li>a</li></ol><ol type="I" start="4"><li>quatre</li></ol>'
    data = read_structure(text_pdf(html))
    assert [part.text.strip() for part in data.find("Lbl")] == ["3.", "•", "9.", "a.", "IV."]
    first = next(data.find("L"))
    assert next(first.find("L")).text.split() == ["•", "bas"]


@pytest.mark.parametrize("tags", ["ul li", "blockquote", "div", "table tbody tr td", "b i"])
def test_depth_without_end_loses_nothing(tags: str) -> None:
    names = tags.split()
    inside = "x".join(f"<{name}>" for name in names[-1:])
    start = "".join(f"<{name}>" for name in names[:-1]) + inside
    html = f"{start}x" * 20 + "".join(f"</{name}>" for name in reversed(names)) * 20
    assert said_by_pdf(text_pdf(html)).endswith("x" * 20)


def test_tables_keep_their_heads_and_spans() -> None:
    html = """<table><caption>Tarifs</caption><thead><tr><th>Nom</th><th>Prix</th></tr></thead>
    <tbody><tr><td rowspan="2">Casier</td><td>5</td></tr><tr><td>6</td></tr>
    <tr><td colspan="2">Tout</td></tr><tr><td>seul</td></tr></tbody></table>"""
    table = next(read_structure(text_pdf(f"<p>x</p>{html}")).find("THead"))
    assert [cell.text.strip() for cell in table.find("TH")] == ["Nom", "Prix"]
    body = list(read_structure(text_pdf(html)).find("TBody"))[-1]
    rows = [[cell.text.strip() for cell in row.find("TD")] for row in body.find("TR")]
    assert rows == [["Casier", "5"], ["6"], ["Tout"], ["seul", ""]]


@pytest.mark.parametrize("name", ["Nom", '<a href="#bas">Nom</a>', '<a id="haut">Nom</a>'])
def test_tables_go_on_over_pages(name: str) -> None:
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(100))
    html = f"<table><thead><tr><th>{name}</th></tr></thead><tbody>{rows}</tbody></table>"
    data = text_pdf(f'{html}<p id="bas"><a href="#haut">Haut</a></p>')
    assert said_by_pdf(data).endswith("Nom" + "".join(map(str, range(100))) + "Haut")


def test_quotes_definitions_notes_and_folds_keep_their_form() -> None:
    markdown = "> Cité.\n\nMot\n:   Sens.\n\nVoir[^1].\n\n[^1]: Note.\n"
    html = f"{read(markdown).html}<details><summary>Plus</summary><p>Détail.</p></details>"
    data = read_structure(text_pdf(html))
    assert next(data.find("BlockQuote")).text.strip() == "Cité."
    assert [part.text.strip() for part in data.find("Lbl")] == ["Mot", "1."]
    assert "Note.\u00a0↩" in data.text
    assert next(data.find("Strong")).text == "Mot"
    assert data.text.split()[-2:] == ["Plus", "Détail."]


def test_code_keeps_its_lines_and_its_indentation() -> None:
    data = text_pdf("<pre>si x:\n    y = 1\n\nfin</pre>")
    assert "si x:\u00a0\u00a0\u00a0\u00a0y = 1fin" in read_structure(data).text


def test_links_lead_where_the_page_leads() -> None:
    html = """<h2 id="art-1">1. Un</h2><p><a href="https://a.example/é?x=1">a</a>
    <a href="site:pret/#art-2">b</a> <a href="../1.1/">c</a> <a href="#art-1">d</a>
    <a href="#note">e</a> <a href="mailto:a@b.example">f</a> <a href="javascript:alert(1)">g</a>
    <a href="http://[">h</a> <a href="#ailleurs">i</a></p><ul><li id="note">note</li></ul>"""
    assert list_links(text_pdf(html))[2:] == [
        "https://a.example/%C3%A9?x=1",
        f"{SITE}pret/#art-2",
        f"{SITE}cgu/versions/1.1/",
        "art-1",
        "page 1",
        "mailto:a@b.example",
        f"{SITE}cgu/versions/1.0/#ailleurs",
    ]


def test_a_clause_is_found_by_its_id_from_outside() -> None:
    text = read("# Titre\n\n## 1. Un\n\nTexte.\n\n## Sans numéro\n\nTexte.")
    reader = open_pdf(text_pdf(text.html))
    assert set(reader.named_destinations) == {"titre", "art-1", "sans-numero"}
    assert [str(entry.title) for entry in reader.outline[1]] == ["1. Un", "Sans numéro"]  # type: ignore[union-attr]


def test_a_picture_is_told_in_words_with_its_address() -> None:
    html = '<p><img alt="Plan #x" src="site:plan.png"> <img src="b.png"></p>'
    said = read_structure(text_pdf(html)).text
    assert f"[Plan #x – {SITE}plan.png]" in said
    assert f"[{SITE}cgu/versions/1.0/b.png]" in said


def test_no_break_spaces_stay_and_characters_without_a_glyph_are_told_by_number() -> None:
    html = "<p>« 1\u202f000\u00a0€\u202f» é Ω ש ✓ \U0001f642 日 \ue000</p>"
    said = read_structure(text_pdf(html)).text
    assert "« 1\u202f000\u00a0€\u202f» é Ω ש ✓ [U+1F642] [U+65E5] [U+E000]" in said


def test_the_fonts_have_all_that_they_are_known_to_have() -> None:
    known = [char for char in map(chr, range(0x20, 0x3000)) if KNOWN.fullmatch(char)]
    assert len(known) > 350
    assert can_show(" ".join(known))
    assert not can_show("\U0001f642")


# What stands on the page


def assert_stands_on_the_page(data: bytes) -> None:
    for left, right in iter_extents(data):
        assert left > 15 * 72 / 25.4
        assert right < (210 - 25) * 72 / 25.4


def test_the_longest_words_and_the_widest_tables_stay_on_the_page() -> None:
    cells = "".join(
        f"<td>Anticonstitutionnellement{n} https://a.example/{n}</td>" for n in range(12)
    )
    html = f"<p>{'x' * 500} https://a.example/{'abc/' * 60}</p><h2>{'Y' * 90}</h2>"
    html += f"<table><tbody><tr>{cells}</tr></tbody></table><pre>{'mot ' * 90}</pre>"
    html += f"<table><tbody><tr>{cells * 3}</tr></tbody></table>"
    sheet = replace(text_sheet(title="Z" * 300), document="d" * 120, publisher="P" * 120)
    data = render_text_pdf(sheet, html)
    assert_stands_on_the_page(data)
    assert said_by_pdf(data).count("Anticonstitutionnellement") == 48


def test_real_texts_stay_on_the_page() -> None:
    for path in sorted((SAMPLES / "conditions").glob("[23].*.md")):
        assert_stands_on_the_page(text_pdf(read(path.read_text("utf-8")).html))


@pytest.mark.parametrize("lines", [1, 2, 3, 5])
def test_no_heading_is_left_at_the_foot_of_a_page(lines: int) -> None:
    articles = [
        f"## {n}. Titre\n\n### Sous-titre\n\n{'Mot suivi. ' * 8 * lines}" for n in range(1, 60)
    ]
    older, newer = "\n\n".join(articles[::2]), "\n\n".join(articles)
    for data in (text_pdf(read(newer).html), redline_pdf(older, newer)):
        ends = list_page_ends(data)
        assert len(ends) > 3
        assert not [role for role in ends[:-1] if re.fullmatch("H[1-6]", role)]


# Redlines


def find_decorated(data: bytes, decoration: str) -> list[str]:
    spans = read_structure(data).find("Span")
    return [span.text for span in spans if span.decoration == decoration]


def test_a_redline_marks_what_changed() -> None:
    data = redline_pdf(*REDLINE)
    assert find_decorated(data, "LineThrough") == ["supprimé", "quinze "]
    assert "trente " in find_decorated(data, "Underline")
    assert "De plus." in find_decorated(data, "Underline")
    said = read_structure(data).text
    assert "inséré\u00a0:" not in said, "what is only spoken was printed"
    assert "souligné deux fois\u00a0: dans le seul texte nouveau" in said
    assert "double trait" not in said, "nothing moved"


def test_a_redline_says_what_it_compares_and_which_clauses_it_touches() -> None:
    data = redline_pdf(*REDLINE)
    said = read_structure(data).text
    sides, _, clauses, *_ = read_structure(data).find("Table")
    rows = [[cell.text.strip() for cell in row.find("TD")] for row in sides.find("TR")]
    assert rows[1:4] == [
        ["Version", "1.0", "1.1"],
        ["Date d’entrée en vigueur", "15\u00a0avril 2024", "1er\u00a0janvier 2025"],
        ["Mise en ligne le", "15\u00a0avril 2024", "1er\u00a0janvier 2025"],
    ]
    assert [cell.text.strip() for cell in clauses.find("TD")] == ["Article 2", "modifié", "3", "1"]
    assert "Le délai passe à trente jours." in said
    counts = "2\u00a0passages marqués, 1\u00a0clause concernée, 3\u00a0mots insérés, 1\u00a0mot"
    assert f"{counts} supprimé." in said
    assert "art-2" in list_links(data)


def list_sides(data: bytes) -> list[str]:
    sides, *_ = read_structure(data).find("Table")
    return [cell.text.strip() for cell in sides.find("TD")]


def test_a_redline_over_several_versions_says_what_each_of_them_changed() -> None:
    redline = compare(*map(read, REDLINE))
    html = render_redline(redline, MARKERS)
    stages = (
        Stage("1.1", ChangeClass.SUBSTANTIVE, "Le délai passe à trente jours.", "fr"),
        Stage("1.2", ChangeClass.CORRECTION, None, "fr"),
        Stage("1.3", ChangeClass.EDITORIAL, "Nothing changes.", "en"),
    )
    data = render_redline_pdf(replace(redline_sheet(redline), stages=stages), html)
    listed = [part.text.split() for part in next(read_structure(data).find("L")).find("LBody")]
    assert [" ".join(words) for words in listed] == [
        "Version 1.1 — Modification de fond. Le délai passe à trente jours.",
        "Version 1.2 — Rectification d’erreur matérielle.",
        "Version 1.3 — Modification rédactionnelle. Nothing changes.",
    ]
    assert "Nature de la modification" not in list_sides(data)
    single = render_redline_pdf(redline_sheet(redline), html)
    assert "Nature de la modification" in list_sides(single)
    assert "Résumé de la version 1.1" in read_structure(single).text


def test_a_version_beside_itself_is_said_to_be_one() -> None:
    sheet = redline_sheet(compare(read(REDLINE[0]), read(REDLINE[0])))
    data = render_redline_pdf(replace(sheet, newer=sheet.older, stages=()), "<p>a</p>")
    said = read_structure(data).text
    assert "Une seule et même version" in said
    assert "Nature de la modification" not in said
    assert "Ce qui change, version par version" not in said


def test_numbers_and_references_are_told_from_what_is_new() -> None:
    once, twice = "souligné une fois", "souligné deux fois"
    sheet = redline_sheet(compare(read("a"), read("b")))

    def legend(html: str) -> str:
        return read_structure(render_redline_pdf(sheet, html)).text

    follows = '<p><del data-kind="{0}">2</del><ins data-kind="{0}">3</ins> mots</p>'
    for kind in ("number", "reference"):
        said = legend(follows.format(kind))
        assert once in said
        assert twice not in said
    assert once not in legend("<p><ins>3</ins> mots</p>")
    both = legend(follows.format("number") + "<p><ins>mots</ins></p>")
    assert once in both
    assert twice in both


def count_lines(html: str) -> int:
    """Return how many lines are drawn on the pages of a redline."""
    data = render_redline_pdf(redline_sheet(compare(read("a"), read("b"))), html)
    contents: list[Any] = [page.get_contents() for page in open_pdf(data).pages]
    return sum(int(content.get_data().count(b" l\n")) for content in contents)


def test_numbers_have_one_line_where_what_is_new_has_two() -> None:
    # The legend has a sample of either, so that each line is drawn twice.
    follows = count_lines('<p>a <ins data-kind="number">2</ins> b</p>')
    assert count_lines("<p>a <ins>2</ins> b</p>") == follows + 2


def test_clauses_with_long_headings_leave_room_for_what_happened_to_them() -> None:
    redline = compare(*map(read, REDLINE))
    clause = TouchedClause(
        "Article 12 – " + "Un intitulé très long " * 8, "renumérotée, modifiée", 12, 3
    )
    sheet = replace(redline_sheet(redline), clauses=(clause,) * 3)
    data = render_redline_pdf(sheet, render_redline(redline, MARKERS))
    assert_stands_on_the_page(data)
    _, _, clauses, *_ = read_structure(data).find("Table")
    label, what, *_ = clauses.find("TD")
    assert len(label.parts) > 1, "a label of several lines"
    assert what.parts == ("renumérotée, modifiée",)


def test_identical_texts_are_said_to_be_so() -> None:
    data = redline_pdf(REDLINE[0], REDLINE[0])
    said = read_structure(data).text
    assert "Les deux textes sont identiques, mot pour mot." in said
    assert "quinze jours" not in said
    assert "souligné" not in said


def test_what_moved_says_where_and_is_told_from_what_is_new() -> None:
    html = """<del id="change-1" class="block" data-move="1"><a class="pointer" data-furniture
    href="#art-2">Déplacée vers 2</a><h2>1. Un</h2><p>Mots.</p></del>
    <ins class="block" data-move="1"><span class="pointer" data-furniture>Déplacée depuis 1</span>
    <h2 id="art-2"><del>1</del><ins>2</ins>. Un</h2><p>Mots<ins> neufs</ins>.</p></ins>
    <p>Reste.<del data-move="2"> Phrase.</del></p><p><ins data-move="2">Phrase.</ins></p>"""
    sheet = redline_sheet(compare(read("a"), read("b")))
    data = render_redline_pdf(sheet, html)
    assert said_by_pdf(data).endswith(said_by_html(html))
    struck, underlined = (find_decorated(data, name) for name in ("LineThrough", "Underline"))
    assert "Mots." in struck
    assert " Phrase." in struck
    assert "Phrase." in underlined
    assert " neufs" in underlined
    assert not any("Déplacée" in text for text in (*struck, *underlined))
    assert "double trait" in read_structure(data).text


def test_a_change_of_typography_is_told_apart() -> None:
    html = '<p><del data-kind="typographic">l\'un</del><ins data-kind="typographic">l’un</ins></p>'
    data = render_redline_pdf(redline_sheet(compare(read("a"), read("b"))), html)
    assert "en gris\u00a0: seuls diffèrent" in read_structure(data).text


def test_a_link_that_leads_elsewhere_says_where() -> None:
    data = redline_pdf(
        "Voir [l'annexe](https://a.example/1).", "Voir [l'annexe](https://a.example/2)."
    )
    said = read_structure(data).text
    assert "[https://a.example/1]" in said
    assert "[https://a.example/2]" in said


@pytest.mark.parametrize("markdown", ['<abbr title="{}">RGPD</abbr>', '[RGPD](#a "{}")'])
def test_what_has_another_title_says_both(markdown: str) -> None:
    older, newer = (markdown.format(title) for title in ("Règlement général", "Règlement 2016/679"))
    said = read_structure(redline_pdf(f"Voir le {older}.", f"Voir le {newer}.")).text
    assert re.search(r"\[[^]]*Règlement général\]", said)
    assert re.search(r"\[[^]]*Règlement 2016/679\]", said)
    assert "[" not in read_structure(redline_pdf(f"Voir le {older}.", f"Lire le {older}.")).text


def test_items_keep_the_numbers_that_they_have_in_their_text() -> None:
    html = '<ol><li>a</li><li data-change="removed"><del>b</del></li><li>c</li>'
    html += '<li data-change="added"><ins>d</ins></li></ol>'
    data = render_redline_pdf(redline_sheet(compare(read("a"), read("b"))), html)
    assert [part.text for part in read_structure(data).find("Lbl")] == ["1.", "2.", "2.", "3."]


@pytest.mark.parametrize("outer", ["ins", "del", "u", "s"])
@pytest.mark.parametrize("inner", ["u", "s", "sup", "code", "b", "a href='#x'"])
def test_an_authors_own_lines_do_not_stand_in_the_way(outer: str, inner: str) -> None:
    tag = inner.split()[0]
    html = f"<p>a <{outer}>b <{inner}>c <u>d <s>e</s></u></{tag}></{outer}></p>"
    sheet = redline_sheet(compare(read("a"), read("b")))
    assert said_by_pdf(render_redline_pdf(sheet, html)).endswith("abcde")
