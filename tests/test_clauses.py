"""A text is cut into clauses, each with an address that follows from the text alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from clausier.clauses import RenderedText, Renderer, display_html, read_text
from clausier.clauses.markup import UnreadableTextError
from clausier.clauses.numbering import measure_enumerator, parse_label
from markdown_strategies import EXTENSIONS, documents, soups
from redline_reading import parse, read_plain, words_of

RENDERER = Renderer(EXTENSIONS)

CGU = """# Conditions: générales

Bienvenue dans nos services.

## 4. Protection des données

4.1. Les Parties s'engagent, voir [ci-dessous](#anonymat) et [l'article](#4-protection-des-donnees).

**4.2.** Les données sont traitées:

- de manière confidentielle ;
- de manière sécurisée.

### Anonymat

Les interactions sont anonymes.

## Article 5 – Loi

Droit français.
"""


def read(markdown: str, language: str = "fr", like: RenderedText | None = None) -> RenderedText:
    return read_text(RENDERER.render(markdown), language, like)


def test_a_text_is_cut_at_its_headings_and_numbered_paragraphs() -> None:
    text = read(CGU)
    assert [(c.id, c.number, c.level, c.path) for c in text.clauses] == [
        ("conditions-generales", None, 1, ()),
        ("art-4", "4", 2, ()),
        ("art-4.1", "4.1", 2, ("art-4",)),
        ("art-4.2", "4.2", 2, ("art-4",)),
        ("anonymat", None, 3, ("art-4",)),
        ("art-5", "5", 2, ()),
    ]
    assert text.title == "Conditions\u00a0: générales"
    assert text.clauses[1].heading == "4. Protection des données"
    assert text.clauses[1].text == ""
    assert text.clauses[3].heading is None
    assert text.clauses[3].text == (
        "4.2. Les données sont traitées\u00a0:\n"
        "de manière confidentielle\u202f;\nde manière sécurisée."
    )
    assert text.clauses[5].text == "Droit français."
    assert text.preamble == ""
    assert text.words == 39


def test_what_stands_before_the_first_clause_is_the_preamble() -> None:
    text = read("Bienvenue.\n\n1.1. Objet.")
    assert text.preamble == "Bienvenue."
    assert text.title == ""


def test_deeper_numbers_are_part_of_shallower_ones() -> None:
    text = read("## 4. A\n\n4.2. B\n\n4.2.1. C\n\n4.3. D\n\n#### 4.3.1 E\n\n# 5. F")
    assert [(c.id, c.path, c.level) for c in text.clauses] == [
        ("art-4", (), 2),
        ("art-4.2", ("art-4",), 2),
        ("art-4.2.1", ("art-4", "art-4.2"), 3),
        ("art-4.3", ("art-4",), 2),
        ("art-4.3.1", ("art-4", "art-4.3"), 4),
        ("art-5", (), 1),
    ]


HEADINGS = [
    ("4. Protection", "4"),
    ("4) Protection", "4"),
    ("4.1 Objet", "4.1"),
    ("4.1. Objet", "4.1"),
    ("4 – Objet", "4"),
    ("4", "4"),
    ("4.2.1 « CGU »", "4.2.1"),
    ("Article 4", "4"),
    ("Article 4 – Objet", "4"),
    ("Article 4 : Objet", "4"),
    ("ARTICLE 4.2 Objet", "4.2"),
    ("Article 4 bis – Objet", "4 bis"),
    ("Article\u00a01er", "1"),
    ("Article 1er – Objet", "1"),
    ("Article Ier", "1"),
    ("Article premier", "1"),
    ("Art. 4.", "4"),
    ("§ 2 Objet", "2"),
    ("Article 28 du RGPD", None),
    ("Articles", None),
    ("4 raisons de nous choisir", None),
    ("4 Objet", None),
    ("2024 en chiffres", None),
    ("2024. Bilan", None),
    ("3.5 % de remise", None),
    ("24/7", None),
    ("Section 4", None),
    ("Objet", None),
    # Roman numerals
    ("Article IV", "IV"),
    ("ARTICLE IV – Objet", "IV"),
    ("Article IV bis : Objet", "IV bis"),
    ("Article X de la loi", None),
    ("Article L. 441-9", None),
    ("Article IV.2", None),
    ("Article iv", None),
    ("Article C – Objet", None),
    # annexes and divisions
    ("Annexe 1", "Annexe 1"),
    ("ANNEXE 2 – Tarifs", "Annexe 2"),
    ("Annexe 2 : tarifs", "Annexe 2"),
    ("Annexe 1.2 Tarifs", "Annexe 1.2"),
    ("Annexe 2 bis. Tarifs", "Annexe 2 bis"),
    ("Annexe n° 3 (tarifs)", "Annexe 3"),
    ("Annexe A", "Annexe A"),
    ("Annexe A. Tarifs", "Annexe A"),
    ("Annexe I", "Annexe I"),
    ("Annexe II Tarifs", "Annexe II"),
    ("Appendice 1", "Appendice 1"),
    ("Titre II", "Titre II"),
    ("Titre premier", "Titre I"),
    ("TITRE IER – DISPOSITIONS GÉNÉRALES", "Titre I"),
    ("Chapitre III – Prix", "Chapitre III"),
    ("Chapitre 1er", "Chapitre 1"),
    ("Partie 1", "Partie 1"),
    ("Annexe", None),
    ("Annexe – Tarifs", None),
    ("Annexe tarifaire", None),
    ("Annexes 1 et 2", None),
    ("Annexe 1 du contrat", None),
    ("Annexe I du RGPD", None),
    ("ANNEXE A LA CONVENTION", None),
    ("Annexe 2024", None),
    ("Annexe A-1", None),
    ("Titre de transport", None),
    ("TITRE DE TRANSPORT", None),
    ("Titre professionnel", None),
    ("Titre X d'un autre", None),
    ("Chapitre et verset", None),
    ("Partie I et II", None),
    ("Parties", None),
    ("Part 1", None),
    ("Schedule 1", None),
    # alone, these tell nothing
    ("I. Objet", None),
    ("A. Martin", None),
]


@pytest.mark.parametrize(("heading", "number"), HEADINGS)
def test_what_is_the_number_of_a_heading(heading: str, number: str | None) -> None:
    label = parse_label(heading, "fr", is_heading=True)
    assert (label.number if label else None) == number


ENGLISH_HEADINGS = [
    ("Annex 1", "Annex 1"),
    ("Annexe 1 – Fees", "Annexe 1"),
    ("Appendix B: Fees", "Appendix B"),
    ("SCHEDULE 2 – FEES", "Schedule 2"),
    ("Schedule 2 Fees", "Schedule 2"),
    ("Exhibit A", "Exhibit A"),
    ("Exhibit C. Fees", "Exhibit C"),
    ("Part II", "Part II"),
    ("PART I – THE SERVICES", "Part I"),
    ("Chapter 3. Fees", "Chapter 3"),
    ("Title IV – Fees", "Title IV"),
    ("Section IV. Fees", "IV"),
    ("Part of the Services", None),
    ("Part-time work", None),
    ("Part I agree to", None),
    ("Part A Fees", None),
    ("Parts I and II", None),
    ("Chapter and verse", None),
    ("Chapters", None),
    ("Schedule of fees", None),
    ("Schedule a call", None),
    ("Schedule A call", None),
    ("Exhibit A-1", None),
    ("Exhibits", None),
    ("Title", None),
    ("Title to the goods", None),
    ("Annex I of the Regulation", None),
    ("Section A. Fees", None),
    ("I agree", None),
    ("Annexe n’est pas", None),
]


@pytest.mark.parametrize(("heading", "number"), ENGLISH_HEADINGS)
def test_what_is_the_number_of_an_english_heading(heading: str, number: str | None) -> None:
    label = parse_label(heading, "en", is_heading=True)
    assert (label.number if label else None) == number


def test_a_paragraph_begins_with_no_annex_and_no_numeral() -> None:
    for paragraph in ("Annexe 1 – Tarifs", "Titre II", "Article IV", "I. Objet", "II. Durée"):
        assert parse_label(paragraph, "fr", is_heading=False) is None


ENUMERATED = [
    ("(b) the fees", "(b)"),
    ("b) les prix", "b)"),
    ("b. the fees", "b."),
    ("(ii) the fees", "(ii)"),
    ("iv) the fees", "iv)"),
    ("(aa) the fees", "(aa)"),
    ("(B) the fees", "(B)"),
    ("(2) the fees", "(2)"),
    ("2° les prix", "2°"),
    ("(b)", ""),
    ("(b)the fees", ""),
    ("(the Fees) are due", ""),
    ("(ab) the fees", ""),
    ("(s)he pays", ""),
    ("A. Martin signs", ""),
    ("a priori", ""),
    ("1.5 million", ""),
    ("2024) was a year", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "enumerator"), ENUMERATED)
def test_what_an_item_is_numbered_by(text: str, enumerator: str) -> None:
    assert text[: measure_enumerator(text)] == enumerator


def test_items_are_no_clauses_of_their_own() -> None:
    text = read("## 1. Objet\n\n(a) Le Service ;\n\n- (b) l'assistance.")
    assert [clause.id for clause in text.clauses] == ["art-1"]


COUNTED = [
    ("I. Objet|II. Durée|III. Prix", ["I", "II", "III"]),
    ("I – Objet|II – Durée", ["I", "II"]),
    ("I|II", ["I", "II"]),
    ("I) Objet|II) Durée|II bis) Délais|III) Prix", ["I", "II", "II bis", "III"]),
    ("A. Objet|B. Durée|C. Divers|D. Données", ["A", "B", "C", "D"]),
    ("Préambule|I. Objet|Avis|II. Durée|Annexes", [None, "I", None, "II", None]),
    (
        "A. a|B. b|C. c|D. d|E. e|F. f|G. g|H. h|I. i|J. j",
        ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"],
    ),
    ("I. Objet|II. Durée|V. Prix", ["I", "II", None]),
    # alone, out of order, or without a sign
    ("I. Objet", [None]),
    ("A. Martin", [None]),
    ("A. Martin|D. Durand", [None, None]),
    ("C. Divers|D. Données", [None, None]),
    ("I agree|II", [None, None]),
    ("I. Objet|B. Durée", [None, None]),
    ("A|B|C", [None, None, None]),
    ("V. Hugo|VI. Lénine", [None, None]),
    ("À savoir|B. Divers", [None, None]),
]


@pytest.mark.parametrize(("headings", "numbers"), COUNTED)
def test_numerals_and_letters_are_numbers_where_headings_count_by_them(
    headings: str, numbers: list[str | None]
) -> None:
    text = read("\n\n".join(f"## {heading}" for heading in headings.split("|")))
    assert [clause.number for clause in text.clauses] == numbers


def test_headings_count_level_by_level() -> None:
    text = read(
        "# Contrat\n\n## I. Objet\n\n### A. Service\n\n### B. Accès\n\n## II. Prix\n\n"
        "### A. Montant\n\n### B. Facture\n\n## Divers\n\n### A. Avis\n\n### B. Loi"
    )
    assert [(c.id, c.path) for c in text.clauses] == [
        ("contrat", ()),
        ("art-i", ()),
        ("art-i-a", ("art-i",)),
        ("art-i-b", ("art-i",)),
        ("art-ii", ()),
        ("art-ii-a", ("art-ii",)),
        ("art-ii-b", ("art-ii",)),
        ("divers", ()),
        ("divers-a", ("divers",)),
        ("divers-b", ("divers",)),
    ]
    assert read("## I. Objet\n\n### A. Un\n\n## II. Durée\n\n### B. Deux").clauses[3].number is None


def test_an_annex_is_a_text_of_its_own() -> None:
    text = read(
        "# CGU\n\n## 1. Objet\n\n1.1. A\n\n## Divers\n\n## Annexe 1 – Tarifs\n\n## 1. Prix\n\n"
        "1.1. B\n\n### Divers\n\n## ANNEXE 2\n\n### Appendice A\n\n#### Article 1\n\n## Fin\n\n"
        "## 2. C"
    )
    assert [(c.id, c.path) for c in text.clauses] == [
        ("cgu", ()),
        ("art-1", ()),
        ("art-1.1", ("art-1",)),
        ("divers", ()),
        ("annex-1", ()),
        ("annex-1-art-1", ("annex-1",)),
        ("annex-1-art-1.1", ("annex-1", "annex-1-art-1")),
        ("annex-1-divers", ("annex-1", "annex-1-art-1")),
        ("annex-2", ()),
        ("annex-2-appendix-a", ("annex-2",)),
        ("annex-2-appendix-a-art-1", ("annex-2", "annex-2-appendix-a")),
        ("fin", ()),
        ("art-2", ()),
    ]


def test_divisions_are_part_of_greater_ones_and_articles_go_on_through_them() -> None:
    text = read(
        "## Titre Ier\n\n## Chapitre Ier\n\n## Article 1\n\n## Chapitre II\n\n## Article 2\n\n"
        "## Titre II\n\n## Chapitre Ier\n\n## Article 3"
    )
    assert [(c.id, c.path) for c in text.clauses] == [
        ("title-i", ()),
        ("title-i-chap-i", ("title-i",)),
        ("art-1", ("title-i", "title-i-chap-i")),
        ("title-i-chap-ii", ("title-i",)),
        ("art-2", ("title-i", "title-i-chap-ii")),
        ("title-ii", ()),
        ("title-ii-chap-i", ("title-ii",)),
        ("art-3", ("title-ii", "title-ii-chap-i")),
    ]


def test_an_annex_has_one_address_in_both_languages_whatever_it_is_called() -> None:
    french = read("# CGU\n\n## I. Objet\n\n## II. Prix\n\n## Annexe 1\n\n## Annexe 2 – Tarifs")
    source = "# Terms\n\n## I. Purpose\n\n## II. Fees\n\n## Schedule I\n\n## Schedule II: Fees"
    english = read(source, "en", french)
    assert [clause.id for clause in english.clauses] == [clause.id for clause in french.clauses]
    assert [clause.number for clause in english.clauses[3:]] == ["Schedule I", "Schedule II"]
    assert [clause.id for clause in read(source, "en").clauses[3:]] == ["schedule-i", "schedule-ii"]


@pytest.mark.parametrize("heading", ["Section 4. Law", "Clause 4: Law", "Article 4 Law", "4. Law"])
def test_english_headings_may_say_section_or_clause(heading: str) -> None:
    label = parse_label(heading, "en", is_heading=True)
    assert label is not None
    assert label.number == "4"


PARAGRAPHS = [
    ("4.2. Les données", "4.2"),
    ("4.2 Les données", "4.2"),
    ("4.2) les données", "4.2"),
    ("4.2.\u00a0Les données", "4.2"),
    ("4.2. les données", "4.2"),
    ("4.2 – Les données", "4.2"),
    ("4.2 : les données", "4.2"),
    ("4.2. 30 jours après", "4.2"),
    ("10.12.3 « Client » :", "10.12.3"),
    ("4. Les données", "4"),
    ("4) les données", "4"),
    ("4.2. Point de contact", "4.2"),
    # quantities
    ("3.5 % of the price", None),
    ("3.5% of the price", None),
    ("1.5 million users", None),
    ("1.5 Million d'euros", None),
    ("1.000 € par mois", None),
    ("1.5 €", None),
    ("12.50 EUR par mois", None),
    ("2.5 Go de stockage", None),
    ("3.5 jours de congé", None),
    ("1.5 fois le prix", None),
    ("0.5 Unité", None),
    ("100 Clients", None),
    ("4 Clients", None),
    # dates, times, years, addresses
    ("2024 was a year", None),
    ("2024. Une année", None),
    ("15.04.2024 Entrée en vigueur", None),
    ("15.4.2024 : entrée en vigueur", None),
    ("15. avril 2024", None),
    ("9.30 AM", None),
    ("192.168.1.1 Est une adresse", None),
    ("1.2.3.4567 Version", None),
    # enumerations and ranges
    ("4.2 et 4.3 sont supprimés", None),
    ("4.2, 4.3 et 4.4", None),
    ("4.2-4.5 Supprimés", None),
    ("4.2/4.3 Supprimés", None),
    ("4.2 – 4.5 supprimés", None),
    ("4.Les données", None),
    ("4. 000 euros", None),
    ("4.", None),
    ("4.2", None),
    ("", None),
]


@pytest.mark.parametrize(("paragraph", "number"), PARAGRAPHS)
def test_what_is_the_number_of_a_paragraph(paragraph: str, number: str | None) -> None:
    label = parse_label(paragraph, "fr", is_heading=False)
    assert (label.number if label else None) == number


def test_only_what_stands_in_the_text_itself_is_a_clause() -> None:
    text = read(
        "> 4.2. Cité\n\n- 4.3. Énuméré\n\n| 4.4. |\n|---|\n| x |\n\n    4.5. Code\n\n"
        '<div markdown="1">\n\n4.6. Dans un bloc\n\n</div>'
    )
    assert [clause.id for clause in text.clauses] == ["art-4.6"]


IDS = [
    ("# Généralités et œuvres", ["generalites-et-oeuvres"]),
    ("# A\n\n# A\n\n# A", ["a", "a-2", "a-3"]),
    ("# A\n\n# A-2\n\n# A", ["a", "a-2", "a-3"]),
    ("# A\n\n# A\n\n# A-2", ["a", "a-2", "a-2-2"]),
    ("# 🙂\n\n# …", ["clause-1", "clause-2"]),
    ("# Art 4\n\n# Art-4", ["art-4", "clause-art-4"]),
    ("# Art de vivre", ["clause-art-de-vivre"]),
    ("# __search", ["search"]),
    ("# Change 1", ["clause-change-1"]),
    ("# 4. A\n\n# 4. B", ["art-4", "art-4-2"]),
    ("# Article 4 bis", ["art-4-bis"]),
    ("# Choisi {#mien}", ["choisi"]),
]


@pytest.mark.parametrize(("markdown", "ids"), IDS)
def test_ids_follow_from_the_text_and_never_collide(markdown: str, ids: list[str]) -> None:
    assert [clause.id for clause in read(markdown).clauses] == ids


def test_links_within_a_text_follow_its_headings_to_their_addresses() -> None:
    html = read(CGU).html
    assert '<a href="#anonymat">' in html
    assert '<a href="#art-4">' in html


def test_ids_that_are_not_of_clauses_stay_unless_a_clause_has_them() -> None:
    html = read('Un<span id="ici">x</span> <span id="art-4">y</span>[^1]\n\n# 4. A\n\n[^1]: N').html
    assert '<span id="ici">x</span>' in html
    assert "<span>y</span>" in html
    assert '<sup id="fnref:1">' in html
    assert '<li id="fn:1">' in html


def test_a_footnote_is_part_of_the_clause_that_points_to_it() -> None:
    text = read("# 1. A\n\nUn[^1].\n\n# 2. B\n\nDeux.\n\n[^1]: La note.")
    assert [clause.text for clause in text.clauses] == ["Un.\nLa note.", "Deux."]


def test_a_translation_with_the_same_outline_has_the_same_addresses() -> None:
    french = read(CGU)
    english = read("# Terms\n\n## 4. Data\n\n4.1. A\n\n4.2. B\n\n### Anonymity\n\n## 5. Law", "en")
    alike = read(
        "# Terms\n\n## 4. Data\n\n4.1. A\n\n4.2. B\n\n### Anonymity\n\n## Clause 5\n\nLaw",
        "en",
        french,
    )
    assert [clause.id for clause in alike.clauses] == [clause.id for clause in french.clauses]
    assert "anonymity" in [clause.id for clause in english.clauses]
    assert 'id="anonymat"' in alike.html


def test_a_translation_with_another_outline_has_its_own_addresses() -> None:
    english = read("# Terms\n\n## 4. Data\n\n### Anonymity", "en", read(CGU))
    assert [clause.id for clause in english.clauses] == ["terms", "art-4", "anonymity"]


def test_each_clause_shows_a_permalink_and_its_note_as_furniture() -> None:
    text = read("## 4. A\n\n4.2. B\n\nC")
    html = display_html(text, "Lien vers", {"art-4.2": "modifié"})
    assert html == (
        '<h2 id="art-4">4. A<a class="permalink" data-furniture href="#art-4"'
        ' aria-label="Lien vers 4">¶</a></h2>\n'
        '<p id="art-4.2">4.2. B<a class="permalink" data-furniture href="#art-4.2"'
        ' aria-label="Lien vers 4.2">¶</a></p>\n'
        '<div class="clause-note" data-furniture>modifié</div>\n'
        "<p>C</p>"
    )


@given(documents)
@settings(max_examples=60, deadline=None)
def test_without_its_furniture_a_text_on_display_is_the_text(markdown: str) -> None:
    text = read(markdown)
    root = parse(display_html(text, "Lien", {clause.id: "note" for clause in text.clauses}))
    for element in root.xpath("//*[@data-furniture]"):
        element.drop_tree()
    shown = {element.get("id") for element in root.iter()}
    assert {clause.id for clause in text.clauses} <= shown
    left = lxml_html.tostring(root, encoding="unicode")
    assert read_plain(left[len("<div>") : -len("</div>")]) == read_plain(text.html)


@given(documents)
@settings(max_examples=60, deadline=None)
def test_a_text_read_again_is_the_same_text(markdown: str) -> None:
    text = read(markdown)
    again = read_text(text.html, "fr")
    assert again == text
    assert RENDERER.render(markdown) == RENDERER.render(markdown)


@given(documents)
@settings(max_examples=60, deadline=None)
def test_clauses_hold_every_word_once(markdown: str) -> None:
    text = read(markdown)
    parts = [text.preamble]
    for clause in text.clauses:
        parts += [clause.heading or "", clause.text]
    shown = " ".join(words_of(read_plain(text.html)))
    shown = re.sub(r"<\('(?:br|img|span|sup)', .*?\)\)>", " ", shown.replace("<hr>", ""))
    if "[^1]" not in markdown and "![" not in markdown:  # notes move; a picture's words are its own
        assert sorted(read_letters(" ".join(parts))) == sorted(read_letters(shown))


def read_letters(text: str) -> str:
    return re.sub(r"\W", "", text)


HOSTILE = [
    "",
    " \n\t",
    "# ",
    "# Seul",
    "\ufeff# BOM",
    "un\r\ndeux\rtrois",
    "nul\x00 \x01\x02 \x1b[0m",
    "un\u2028deux\u2029trois\x85quatre\x0ccinq",
    "zéro\u200blargeur\u2060et\u00adcésure\ufeff",
    "e\u0301 combine\u0308",
    "👩\u200d👩\u200d👧 🙂",
    "\ud800 seul",
    "<div><p>non fermé",
    "<!-- non fermé",
    "<p>un</body></html>deux",
    "<script>alert(1)</script><style>p {}</style>fin",
    "<table><p>hors</p><tr><td>x</table>",
    "<table><tr><td>x</table><td>y",
    "<li>seul</li><tr><td>x</td></tr>",
    "<plaintext><p>x",
    "<a href=x>1<a href=y>2</a></a>",
    "<h2><div>bloc</div></h2>",
    "<svg><p>x</p></svg>",
    "&#0; &#1; &#xFFFE; &#x2028; &bogus;",
    "> " * 200 + "profond",
    "<div>" * 500 + "profond",
    "- " * 300 + "x",
    "[" * 300,
]


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_text_is_read_without_complaint(markdown: str) -> None:
    text = read(markdown)
    assert not re.search("[\x00-\x08\u200b\ufeff\u2028]", text.html)
    assert read_text(text.html, "fr") == text


def test_words_survive_what_parsers_disagree_about() -> None:
    shown = read_text("<div>" * 500 + "a<p>b</div>c<table><p>d</p><tr><td>e</table><wbr>f", "fr")
    assert re.findall(r"\w", shown.html.replace("div", "").replace("<p>", "").replace("</p>", ""))
    assert words_of(read_plain(shown.html)) == ["a", "b", "c", "d", "e", "f"]


@pytest.mark.parametrize("html", ["<div>" * 3000, "<ul><li>" * 1500])
def test_what_nests_too_deeply_to_be_read_is_refused_by_name(html: str) -> None:
    with pytest.raises(UnreadableTextError):
        read_text(html, "fr")


def test_lists_too_deep_for_markdown_are_refused_by_name() -> None:
    with pytest.raises(UnreadableTextError):
        RENDERER.render("*" * 5000 + "a" + "*" * 5000)


def test_an_authors_marks_are_not_changes_and_reserved_attributes_are_not_kept() -> None:
    html = read_text(
        '<p data-furniture data-move="1" onclick="x()">a <ins>b</ins> <del>c</del></p>'
        "<del><p>d</p></del>",
        "fr",
    ).html
    assert html == (
        '<p>a <u class="author-ins">b</u> <s class="author-del">c</s></p>\n'
        '<div class="author-del"><p>d</p></div>'
    )


@given(st.text())
@settings(max_examples=150, deadline=None)
def test_any_string_is_a_text(markdown: str) -> None:
    read(markdown)
    read_text(markdown, "en")


@given(soups)
@settings(max_examples=150, deadline=None)
def test_any_markup_is_a_text_that_means_the_same_when_read_again(html: str) -> None:
    text = read_text(html, "en")
    assert read_plain(read_text(text.html, "en").html) == read_plain(text.html)
    ids = re.findall(r' id="([^"]*)"', text.html)
    assert len(ids) == len(set(ids))
