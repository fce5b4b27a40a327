"""Typography by rendering: spaces, quotes and apostrophes, and never another word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from clausier.typography import typeset, typeset_words

THIN, WIDE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("written", "set_in_french"),
    [
        ("Voici : un mot", f"Voici{WIDE}: un mot"),
        ("Anonymat: Les", f"Anonymat{WIDE}: Les"),
        ("Quoi ? Oui !", f"Quoi{THIN}? Oui{THIN}!"),
        ("un ; deux", f"un{THIN}; deux"),
        ("les « CGU »", f"les «{THIN}CGU{THIN}»"),
        ('les "CGU" ici', f"les «{THIN}CGU{THIN}» ici"),
        ("l'Intégrateur", "l’Intégrateur"),
        ("1 000 €", f"1{THIN}000{WIDE}€"),
        ("30 % du prix", f"30{WIDE}% du prix"),
        ("le 15 avril 2024", f"le 15{WIDE}avril 2024"),
        ("le 1er mars", f"le 1er{WIDE}mars"),
        ("à 12:30 précises", "à 12:30 précises"),
        ("https://exemple.fr/a?b=1 est", "https://exemple.fr/a?b=1 est"),
        ("a@exemple.fr", "a@exemple.fr"),
        ("l'article 4 dit", f"l’article{WIDE}4 dit"),
        ("n° 5", f"n°{WIDE}5"),
    ],
)
def test_french_as_it_is_set(written: str, set_in_french: str) -> None:
    def plain(text: str) -> str:
        return text.replace(THIN, WIDE) if "€" in text or "%" in text else text

    assert plain(typeset_words(written, "fr")) == plain(set_in_french)


@pytest.mark.parametrize(
    ("written", "set_in_english"),
    [
        ("the 'Terms' here", "the ‘Terms’ here"),
        ('the "Terms" here', "the “Terms” here"),
        ("it's theirs", "it’s theirs"),
        ("on 15 April 2024", f"on 15{WIDE}April 2024"),
        ("Article 4 says", f"Article{WIDE}4 says"),
        ("What? This: yes!", "What? This: yes!"),
    ],
)
def test_english_as_it_is_set(written: str, set_in_english: str) -> None:
    assert typeset_words(written, "en") == set_in_english


def test_the_context_runs_through_the_elements_of_a_line() -> None:
    root = lxml_html.fragment_fromstring("<p><strong>Anonymat</strong>: Les</p>")
    typeset(root, "fr")
    assert root.text_content() == f"Anonymat{WIDE}: Les"


@pytest.mark.parametrize("tag", ["code", "pre", "kbd", "samp"])
def test_code_is_left_as_it_is(tag: str) -> None:
    root = lxml_html.fragment_fromstring(f'<div><{tag}>a : "b" l\'x ?</{tag}></div>')
    typeset(root, "fr")
    assert root.text_content() == 'a : "b" l\'x ?'


_texts = st.text(alphabet=st.sampled_from(list("abé 1209:;!?«»\"'’“”.,%€\u00a0\u202f-()/@n°")))


@given(_texts, st.sampled_from(["fr", "en"]))
def test_setting_twice_is_setting_once(written: str, language: str) -> None:
    once = typeset_words(written, language)
    assert typeset_words(once, language) == once


@given(_texts, st.sampled_from(["fr", "en"]))
def test_no_word_is_added_lost_or_moved(written: str, language: str) -> None:
    def words(text: str) -> str:
        return re.sub(r"[^\w%€@/(),;:!?-]", "", text.replace("…", ""))

    assert words(typeset_words(written, language)) == words(written)
