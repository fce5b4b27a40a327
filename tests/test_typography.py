"""How words are set: no letter, digit or order of them ever changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from clausier.typography import typeset, typeset_words

NB = "\u00a0"
NNB = "\u202f"

FRENCH = [
    ("Attention: voici", f"Attention{NB}: voici"),
    ("Attention : voici", f"Attention{NB}: voici"),
    ("Attention\u202f: voici", f"Attention{NB}: voici"),
    ("Vraiment ?", f"Vraiment{NNB}?"),
    ("Vraiment?", f"Vraiment{NNB}?"),
    ("Vraiment\u00a0?", f"Vraiment{NNB}?"),
    ("Quoi?! Non", f"Quoi{NNB}?! Non"),
    ("(vraiment ?)", f"(vraiment{NNB}?)"),
    ("un ; deux; trois", f"un{NNB}; deux{NNB}; trois"),
    ("fin de ligne\n: suite", f"fin de ligne{NB}: suite"),
    ("(ci-après): suite", f"(ci-après){NB}: suite"),
    ("les « CGU »", f"les «{NNB}CGU{NNB}»"),
    ("les «CGU»", f"les «{NNB}CGU{NNB}»"),
    ('les "CGU"', f"les «{NNB}CGU{NNB}»"),
    ('dit "oui" et "non"', f"dit «{NNB}oui{NNB}» et «{NNB}non{NNB}»"),
    ('l\'"Intégrateur"', f"l’«{NNB}Intégrateur{NNB}»"),
    ('un écran de 15" et un de 17"', 'un écran de 15" et un de 17"'),
    ('une "ouverture sans fin', 'une "ouverture sans fin'),
    ("l'Intégrateur qu'il", "l’Intégrateur qu’il"),
    ("aujourd'hui", "aujourd’hui"),
    ("et...", "et…"),
    ("1 000 000 €", f"1{NB}000{NB}000{NB}€"),
    ("1\u202f000 €", f"1\u202f000{NB}€"),
    ("en 2024 100 clients", "en 2024 100 clients"),
    ("30 % et 5 km", f"30{NB}% et 5{NB}km"),
    ("12 mois", "12 mois"),
    ("le 15 avril 2024", f"le 15{NB}avril 2024"),
    ("le 1er mars", f"le 1er{NB}mars"),
    ("n° 5, art. 4", f"n°{NB}5, art.{NB}4"),
    ("aux articles 4 et 5", f"aux articles{NB}4 et 5"),
    ("M. Dupont, § 2", f"M.{NB}Dupont, §{NB}2"),
    # what is not prose
    ("à 12:30 précises", "à 12:30 précises"),
    ("https://exemple.fr/a?b=1;c", "https://exemple.fr/a?b=1;c"),
    ("https://exemple.fr/l'avis et", "https://exemple.fr/l'avis et"),
    ("lire https://exemple.fr/?", "lire https://exemple.fr/?"),
    ("lire https://exemple.fr?", "lire https://exemple.fr?"),
    ("d'aide@exemple.fr: voir", "d'aide@exemple.fr: voir"),
    ("bonjour:)", "bonjour:)"),
    ("std::vector", "std::vector"),
    (".../chemin", ".../chemin"),
    ("a !important", "a !important"),
]

ENGLISH = [
    ('the "Terms" don\'t', "the “Terms” don’t"),
    ("the users' 'data'", "the users’ ‘data’"),
    ("Note: yes; no?", "Note: yes; no?"),
    ("30 % and 5 km", f"30{NB}% and 5{NB}km"),
    ("Article 4, Section 2", f"Article{NB}4, Section{NB}2"),
    ("section 4 may apply", f"section{NB}4 may apply"),
    ("on 15 April 2024", f"on 15{NB}April 2024"),
    ("and so on...", "and so on…"),
    ("https://example.com/'a'?", "https://example.com/'a'?"),
]


@pytest.mark.parametrize(("typed", "set_"), FRENCH)
def test_french_is_set_as_a_printer_would(typed: str, set_: str) -> None:
    assert typeset_words(typed, "fr") == set_


@pytest.mark.parametrize(("typed", "set_"), ENGLISH)
def test_english_is_set_as_a_printer_would(typed: str, set_: str) -> None:
    assert typeset_words(typed, "en-GB") == set_


def test_other_languages_are_left_alone() -> None:
    assert typeset_words('Achtung : "ja" l\'a', "de") == 'Achtung : "ja" l\'a'


TREES = [
    ("<p><strong>Anonymat</strong>: Les</p>", f"<p><strong>Anonymat</strong>{NB}: Les</p>"),
    ("<p><strong>Anonymat </strong>: Les</p>", f"<p><strong>Anonymat{NB}</strong>: Les</p>"),
    ("<p>l'<em>Intégrateur</em></p>", "<p>l’<em>Intégrateur</em></p>"),
    ("<p>«<em>CGU</em>»</p>", f"<p>«{NNB}<em>CGU</em>{NNB}»</p>"),
    ("<p>le 1<sup>er</sup> mars</p>", f"<p>le 1<sup>er</sup>{NB}mars</p>"),
    ('<p>"<b>oui</b>"</p>', f"<p>«{NNB}<b>oui</b>{NNB}»</p>"),
    ("<p>un<br>: deux</p>", "<p>un<br>: deux</p>"),
    ("<ul><li>a</li><li>: b</li></ul>", "<ul><li>a</li><li>: b</li></ul>"),
    ("<p><code>a: 'b'</code>: c</p>", f"<p><code>a: 'b'</code>{NB}: c</p>"),
    ("<pre>l'a: b</pre>", "<pre>l'a: b</pre>"),
    ("<p><kbd>a'b</kbd> <samp>c: d</samp></p>", "<p><kbd>a'b</kbd> <samp>c: d</samp></p>"),
    ('<p><a href="x">exemple.fr/l\'a</a>: b</p>',) * 2,
    ('<p><a href="x">https://exemple.fr/l\'a</a></p>',) * 2,
    ('<p><a href="x">aide@exemple.fr</a>: b</p>',) * 2,
    ('<p><a href="x">l\'avis</a>: b</p>', f'<p><a href="x">l’avis</a>{NB}: b</p>'),
    ('<p>L\'avis <q lang="en">a: "b"</q></p>', '<p>L’avis <q lang="en">a: "b"</q></p>'),
    ("<p>mot<!-- note -->: b</p>", f"<p>mot<!-- note -->{NB}: b</p>"),
]


@pytest.mark.parametrize(("typed", "set_"), TREES)
def test_context_runs_through_a_block_and_never_into_code_or_addresses(
    typed: str, set_: str
) -> None:
    assert set_in_tree(typed, "fr") == set_


def set_in_tree(html: str, language: str) -> str:
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    typeset(root, language)
    return str(lxml_html.tostring(root, encoding="unicode"))[len("<div>") : -len("</div>")]


typed_texts = st.lists(
    st.one_of(
        st.text(max_size=5),
        st.sampled_from(
            [*" :;!?\"'«».…0123456789€%\u00a0\u202f\n", "l'", "1 000", "http://a.b/c", " 15 avril"]
        ),
    ),
    max_size=20,
).map("".join)
languages = st.sampled_from(["fr", "en"])


@given(typed_texts, languages)
def test_setting_twice_is_setting_once(text: str, language: str) -> None:
    once = typeset_words(text, language)
    assert typeset_words(once, language) == once


@given(typed_texts, languages)
def test_no_letter_or_digit_is_added_lost_or_moved(text: str, language: str) -> None:
    assert unset(typeset_words(text, language)) == unset(text)


@given(st.lists(st.tuples(st.sampled_from(["b", "code", "p", "br"]), typed_texts), max_size=6))
def test_a_tree_keeps_its_words_and_its_elements(parts: list[tuple[str, str]]) -> None:
    root = lxml_html.Element("div")
    for tag, text in parts:
        child = lxml_html.Element(tag)
        child.tail = text_of_xml(text)
        if tag != "br":
            child.text = text_of_xml(text)
        root.append(child)
    before = [(node.tag, unset(node.text or ""), unset(node.tail or "")) for node in root]
    typeset(root, "fr")
    assert [(node.tag, unset(node.text or ""), unset(node.tail or "")) for node in root] == before


def text_of_xml(text: str) -> str:
    return re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def unset(text: str) -> str:
    """Return what setting may not touch."""
    for sign, typed in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("…", "...")):
        text = text.replace(sign, typed)
    text = re.sub("[«»]", '"', text)
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", "", text)
