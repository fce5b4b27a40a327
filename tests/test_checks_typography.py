"""Typography that rendering does not mend, and what `--fix` makes of it."""

from __future__ import annotations

import pytest

from clausier.checks.repair import mend
from judging import judge, judge_clause

NB = "\u00a0"
NNB = "\u202f"


@pytest.mark.parametrize(
    ("words", "language", "code", "mended"),
    [
        ("Le client  paie.", "fr", "space-doubled", "Le client paie."),
        ("Le client paie.  Il reçoit.", "fr", "space-doubled", "Le client paie. Il reçoit."),
        ("2.1.  Le client paie.", "fr", "space-doubled", "2.1. Le client paie."),
        (f"Le prix {NB}: dix.", "fr", "space-doubled", f"Le prix{NB}: dix."),
        ("The client pays.  It receives.", "en", "space-doubled", "The client pays. It receives."),
        (
            "- Le client  paie.",
            "fr",
            "space-doubled",
            "- Le client paie.",
        ),
        (
            "Le client , lui, paie.",
            "fr",
            "space-before-punctuation",
            "Le client, lui, paie.",
        ),
        ("Le client paie .", "fr", "space-before-punctuation", "Le client paie."),
        (
            "The client pays ; it receives.",
            "en",
            "space-before-punctuation",
            "The client pays; it receives.",
        ),
        ("Who pays the bill ?", "en", "space-before-punctuation", "Who pays the bill?"),
        ("Le client,lui,paie.", "fr", "space-after-punctuation", "Le client, lui, paie."),
        ("Il paie;elle reçoit.", "fr", "space-after-punctuation", f"Il paie{NNB}; elle reçoit."),
        (
            "Voici: il paie; il signe! Vraiment? Oui.",
            "fr",
            "space-missing",
            f"Voici{NB}: il paie{NNB}; il signe{NNB}! Vraiment{NNB}? Oui.",
        ),
        ("Le «client» paie.", "fr", "space-missing", f"Le «{NNB}client{NNB}» paie."),
        ("Le décret n°5 est là.", "fr", "space-missing", f"Le décret n°{NB}5 est là."),
        ('« Il dit "oui" »', "fr", "quotes-mixed", "« Il dit “oui” »"),
        ("Paris,France", "en", "space-after-punctuation", "Paris, France"),
        ("Il paie 10€ par mois.", "fr", "space-before-unit", f"Il paie 10{NB}€ par mois."),
        ("Une TVA de 20% est due.", "fr", "space-before-unit", f"Une TVA de 20{NB}% est due."),
        ("L’un et l'autre.", "fr", "quotes-mixed", "L’un et l’autre."),
        (
            'Le « client » et le "prix".',
            "fr",
            "quotes-mixed",
            f"Le « client » et le «{NB}prix{NB}».",
        ),
        ("The client’s price isn't due.", "en", "quotes-mixed", "The client’s price isn’t due."),
        (
            'The “client” and the "price".',
            "en",
            "quotes-mixed",
            "The “client” and the “price”.",
        ),
        ("Le client,, lui, paie.", "fr", "punctuation-doubled", "Le client, lui, paie."),
        ("Le client paie..", "fr", "punctuation-doubled", "Le client paie."),
        (
            "Frais, taxes, etc... sont dus.",
            "fr",
            "punctuation-doubled",
            "Frais, taxes, etc. sont dus.",
        ),
        ("Fees, taxes, etc… are due.", "en", "punctuation-doubled", "Fees, taxes, etc. are due."),
    ],
)
def test_a_slip_is_found_and_mended(words: str, language: str, code: str, mended: str) -> None:
    assert judge_clause(words, language) == [code]
    assert mend(words, language) == mended
    assert judge_clause(mended, language) == []


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Voici le prix : dix euros ; oui ! Non ? « ah »", "fr"),
        ("Voir https://a.fr/x;y:z à 10:30, ratio 1:2, `a;b`, [x](y:z).", "fr"),
        ("Who pays: the client; oh! Why? R&amp;D", "en"),
        ("Recherche &amp; développement : R&amp;D.", "fr"),
        ("| Prix: | Durée: |\n|---|---|\n| un | deux |", "fr"),
        ("L'un et l'autre, \"oui\".", "fr"),  # straight throughout
        ("L’un « et » l’autre.", "fr"),
        ("L'un « et » l'autre.", "fr"),  # the quotes that keyboards have, and their apostrophe
        ("Le champ `l'un` et l’autre.", "fr"),
        ("Voir [l’un](https://exemple.fr/l'un \"l'un\") et l’autre.", "fr"),
        ('Un écran de 15" et un « client ».', "fr"),
        ("Le prix est de 1,50 € ou 1 000 €, à 10:30.", "fr"),
        ("Le prix est de 1,000.50 EUR, at 10:30.", "en"),
        ("A 20% rate, €10 a month.", "en"),
        ("Voir https://exemple.fr/a%20b,c;d et a@exemple.fr,b@exemple.fr.", "fr"),
        ("| A   | B    |\n|-----|------|\n| un  | deux |", "fr"),
        ("1.  Un\n2.  Deux\n\n-   Trois", "fr"),
        (">   Le client paie.", "fr"),
        ("Le client paie  \nà la ligne.", "fr"),
        ("    code  avec  espaces", "fr"),
        ("```\na  ,b..\n```", "fr"),
        ("Le fichier `a  b` et ../x.", "fr"),
        ("Attendez... ou pas… etc. Voilà.", "fr"),
        ("Une espace&nbsp;insécable ; oui.", "fr"),
        ("Le .NET et le point .com sont là.", "fr"),
        ("Voir (a,b) et i,j ou x;y.", "fr"),
        ("Term\n:   Definition here.", "en"),
        ("2 . Objet", "fr"),
        ("[Note] : voir plus bas.", "en"),
        ("Le 1er juin, la 1re fois, le 2e mois, le XXe siècle.", "fr"),
        ("Le 1st June, the 2nd month.", "en"),
    ],
)
def test_what_looks_like_a_slip_passes_and_is_left(words: str, language: str) -> None:
    assert judge_clause(words, language) == []
    assert mend(words, language) == words


@pytest.mark.parametrize("word", ["1ère", "1ere", "2ème", "3ième", "12ème"])
def test_an_ordinal_is_found_and_left_to_who_wrote_it(word: str) -> None:
    assert judge_clause(f"À la {word} demande.") == ["ordinal-form"]
    assert mend(f"À la {word} demande.", "fr") == f"À la {word} demande."


def test_a_slip_is_said_once_a_text_with_how_many_there_are() -> None:
    [problem] = judge("# Titre\n\nUn  deux.\n\nTrois  quatre  cinq.\n")
    assert problem.what.values["count"] == 3
    assert problem.place.line == 9


def test_another_language_has_no_slips() -> None:
    assert not judge("# Titel\n\nEr zahlt  10€ , oder l'un l’autre.\n", "de")


@pytest.mark.parametrize(
    ("words", "language", "is_unpaired"),
    [
        ('“Bonjour" dit-il.', "fr", True),
        ('He says “yes" to it.', "en", True),
        ('Il dit "oui et part.', "fr", True),
        ('Il dit "oui" et part.', "fr", False),
        ('Un écran de 15" et un « client ».', "fr", False),
        ('Le champ `"` est vide.', "fr", False),
        ('Le <abbr title="Règlement">RGPD</abbr>.', "fr", False),
    ],
)
def test_a_quote_without_its_other_half_is_told_and_left(
    words: str, language: str, is_unpaired: bool
) -> None:
    assert ("quote-unpaired" in judge_clause(words, language)) == is_unpaired
    assert ("quote-unpaired" in judge_clause(mend(words, language), language)) == is_unpaired


def test_quotes_within_quotes_are_those_of_the_second_rank() -> None:
    assert mend('Il lit «"z"».', "fr") == f"Il lit «{NNB}“z”{NNB}»."
