"""A text refers to no clause that it does not have, and to those of other texts freely."""

from __future__ import annotations

import pytest

from checking import published, tell
from clausier.words import load_words
from proposing import ENGLISH, FRENCH
from repositories import EN, FR, Repository

__all__ = ["published"]

FRENCH_TEXT = """# Conditions générales

## 1. Objet

{}

## 2. Durée

2.1. Un an.

2.2. Le client :

(a) paie ;

(b) signe.

## 3. Fin

3.1. Fin.

## Annexe 1 – Prix

1. Rien.
"""
ENGLISH_TEXT = """# General terms

## 1. Purpose

{}

## 2. Term

2.1. One year.

2.2. The client:

(a) pays;

(b) signs.

## 3. End

3.1. End.

## Schedule 1 – Prices

1. None.
"""

IN_FRENCH = {
    # there
    "an article": ("voir l’article 3", False),
    "several": ("voir les articles 1, 2 et 3", False),
    "a clause": ("voir la clause 2.1", False),
    "an item": ("voir l’article 2.2(b)", False),
    "a range": ("les articles 1 à 3", False),
    "the first": ("voir l’article premier", False),
    "an annex": ("voir l’annexe 1", False),
    "its own paragraph": ("l’article 2, paragraphe 7", False),
    "the sign": ("voir § 3", False),
    # of other texts
    "of the RGPD": ("l’article 28 du RGPD", False),
    "by initials alone": ("l’article 28 RGPD", False),
    "initials first": ("le RGPD, art. 28, impose", False),
    "of a code": ("l’article L. 132-1 du code de la consommation", False),
    "of a code, alone": ("(article L. 221-18)", False),
    "of the civil code": ("l’article 9 du code civil", False),
    "the civil code first": ("le code civil, article 9", False),
    "of a law": ("l’article 34 de la loi n° 78-17 du 6 janvier 1978", False),
    "of a regulation": ("les articles 15 à 22 du règlement (UE) 2016/679", False),
    "a paragraph of the RGPD": ("l’article 6, paragraphe 1, du RGPD", False),
    "of another contract": ("l’article 12 du contrat-cadre", False),
    "no reference": ("dans les 9 jours, à titre gratuit", False),
    "an article for sale": ("les 9 articles du catalogue", False),
    "an annex that is linked": ("voir l’[annexe 2](https://example.org/a.pdf)", False),
    "articles of the RGPD, said at the last": (
        "un droit d’accès (article 15), d’effacement (article 17) et d’opposition "
        "(article 21 du RGPD)",
        False,
    ),
    "its articles": ("le RGPD, et notamment ses articles 13 et 14", False),
    "its articles, whatever its name": ("la charte citée et ses articles 13 et 14", False),
    "a long number of a code": (
        "l’article L. 122-6-1, IV, du code de la propriété intellectuelle",
        False,
    ),
    "an item of a paragraph": ("l’art. 6, § 1, b) du RGPD", False),
    "an item after a stop": ("l’article 6.1.a du RGPD", False),
    "whose article": (
        "la Convention de Vienne du 11 avril 1980, dont l’article 35 est exclu",
        False,
    ),
    "of the latter": (
        "l’article 4 de la loi du 6 janvier 1978, ou l’article 82 de celle-ci",
        False,
    ),
    "American law": ("la loi américaine (17 U.S.C. § 512)", False),
    "in the sentence after": ("le RGPD s’applique. L’article 17 en fait partie.", False),
    "in another item": (
        "au titre du RGPD :\n\n- accès (article 15) ;\n- oubli (article 17).",
        False,
    ),
    "of the model clauses": ("les clauses contractuelles types (clause 17, option 1)", False),
    "of a licence": ("la licence Apache 2.0 (section 4) s’applique", False),
    "a law not told": ("la loi applicable, en son article 12, le permet", False),
    "a new article for sale": ("retourner l’article neuf, emballé", False),
    "an article after some months": ("retourner l’article six mois après", False),
    "an article by its title": ("voir l’article 2 (Durée)", False),
    "in words": ("voir l’article deux.", False),
    "a point": ("voir le point 2.1", False),
    "of the contract": ("l’article 2 du contrat", False),
    "of a contract by its kind": ("l’article 12 du contrat de prêt", False),
    # nowhere
    "of other terms": ("l’article 9 des conditions particulières prévaut", False),
    "of another policy": ("l’article 9 de la politique de confidentialité", False),
    "of these very terms": ("l’article 9 des conditions générales", True),
    "of the contract, too many": ("l’article 9 du contrat s’applique", True),
    "of the text, beside a law": ("selon le RGPD et l’article 9 des présentes", True),
    "a clause, beside a law": ("le RGPD s’applique aux données selon la clause 9.2", True),
    "an annex, beside a law": ("le RGPD s’applique aux données selon l’annexe 7", True),
    "a law, elsewhere in the text": (
        "voir l’article 9\n\n### Loi\n\nLe code civil s’applique.",
        True,
    ),
    "payment is no law": ("le règlement des factures de l’année suit l’article 9", True),
    "an item where there is none": ("voir l’article 2.1(c)", True),
    "a point too many": ("voir le point 7.1", True),
    "a Roman numeral": ("voir l’article II", True),
    "in words, too many": ("voir l’article neuf.", True),
    "in words, of the text": ("l’article douze du contrat", True),
    "an article too many": ("voir l’article 9", True),
    "one of several": ("voir les articles 3 et 9", True),
    "the end of a range": ("les articles 2 à 7", True),
    "a clause too many": ("voir la clause 2.7", True),
    "a clause of a clause": ("voir l’article 2.1.3", True),
    "a paragraph sign": ("voir § 4", True),
    "an article with bis": ("voir l’article 3 bis", True),
    "an item too many": ("voir l’article 2.2(d)", True),
    "an annex too many": ("voir l’annexe 2", True),
    "an annex by letter": ("voir l’annexe B", True),
    "an article of the text itself": ("voir l’article 8 des présentes", True),
    "abridged": ("(cf. art. 12)", True),
}
IN_ENGLISH = {
    "of other terms": ("Article 9 of the Special Terms prevails", False),
    "of these very terms": ("Article 9 of the General Terms", True),
    "a section": ("see Section 3", False),
    "clauses": ("see clauses 2.1 and 2.2(b)", False),
    "a schedule": ("see Schedule 1", False),
    "of an act": ("Section 12 of the Consumer Rights Act 2015", False),
    "of the GDPR": ("Article 28 GDPR", False),
    "of a regulation": ("Article 6(1)(b) of Regulation (EU) 2016/679", False),
    "an annex of another text": ("under the Privacy Shield Annex 2 and so on", False),
    "a directive first": ("Directive 93/13/EEC, Article 6", False),
    "part of speech": ("in part 2 minutes late", False),
    "articles of the GDPR, said at the last": (
        "a right of access (Article 15), erasure (Article 17) and to object (Article 21 GDPR)",
        False,
    ),
    "its Articles": ("the GDPR, in particular its Articles 13 and 14", False),
    "a long number of a code": (
        "article L. 122-6-1, IV, of the French Intellectual Property Code",
        False,
    ),
    "an item of the GDPR": ("Art. 6(1)(b) GDPR", False),
    "an item after a stop": ("Article 6.1.a GDPR", False),
    "of which": (
        "the Vienna Convention of 11 April 1980, Article 35 of which is excluded",
        False,
    ),
    "thereof": ("Article 4 of the Act of 6 January 1978, or Article 82 thereof", False),
    "American law": ("US law (17 U.S.C. § 512)", False),
    "of the model clauses": ("the standard contractual clauses; Clause 9 applies", False),
    "of a licence": ("the Apache License 2.0 (Section 4) applies", False),
    "a thing": ("the article I bought", False),
    "a paragraph": ("see paragraph 2.1", False),
    "of the Terms of another": ("Article 12 of the Terms of Sale", False),
    "in words": ("see article two.", False),
    "an item too many where there is none": ("Article 2.1(c)", True),
    "a paragraph too many": ("see paragraph 7.1", True),
    "a Roman numeral": ("see Article II", True),
    "in words, too many": ("see article nine.", True),
    "of the Agreement": ("Article 9 of the Agreement applies", True),
    "of these Terms, beside the GDPR": ("the GDPR and Article 9 of these Terms", True),
    "a clause too many": ("see clause 4.7", True),
    "a section too many": ("see Section 9", True),
    "a schedule too many": ("see Schedule 2", True),
    "an exhibit": ("see Exhibit B", True),
    "of this Agreement": ("Section 8 of this Agreement", True),
    "an item": ("clause 2.2(e)", True),
}


@pytest.mark.parametrize("case", IN_FRENCH)
def test_what_is_referred_to_in_french(case: str, published: Repository) -> None:
    words, is_wrong = IN_FRENCH[case]
    problems = tell(published, FRENCH_TEXT.format(words), ENGLISH)
    wrong = [p for p in problems if p.code == "reference-missing"]
    assert bool(wrong) == is_wrong, [str(problem) for problem in wrong]
    assert {(p.place.uri, p.place.line) for p in wrong} == ({(FR, 10)} if is_wrong else set())


@pytest.mark.parametrize("case", IN_ENGLISH)
def test_what_is_referred_to_in_english(case: str, published: Repository) -> None:
    words, is_wrong = IN_ENGLISH[case]
    problems = tell(published, FRENCH, ENGLISH_TEXT.format(words))
    wrong = [p for p in problems if p.code == "reference-missing"]
    assert bool(wrong) == is_wrong, [str(problem) for problem in wrong]
    assert {(p.place.uri, p.place.line) for p in wrong} == ({(EN, 10)} if is_wrong else set())


def test_a_text_without_numbers_speaks_of_those_of_others(published: Repository) -> None:
    problems = tell(published, "# C\n\n## Objet\n\nVoir l’article 9.\n", ENGLISH)
    assert "reference-missing" not in [problem.code for problem in problems]


def test_the_last_number_is_told(published: Repository) -> None:
    [problem] = [
        problem
        for problem in tell(published, FRENCH.replace("article 2", "article 9"), ENGLISH)
        if problem.code == "reference-missing"
    ]
    assert str(problem) == (
        "docs/fr/cgu.md:14: clause 1.2: it refers to “l’article 9”, which this text does not have. "
        "Put the right number (the last one is 2), or say which other text it is of"
    )
    said = problem.render(load_words("fr").gettext)
    assert "elle renvoie à «\u202fl’article 9\u202f», qui n’existe pas dans ce texte" in said


@pytest.mark.parametrize("words", ["Voir [le site][s].", "Voir <script>alert(1)</script> ici."])
def test_one_clause_that_is_not_shown_as_it_is_written_costs_no_line(
    words: str, published: Repository
) -> None:
    problems = tell(published, f"{FRENCH}\n2.2. {words}\n\n2.3. Voir l’article 9.\n", ENGLISH)
    assert None not in [problem.place.line for problem in problems]
    wrong = [p for p in problems if p.code in ("reference-missing", "translation-clause-missing")]
    assert [(p.place.uri, p.place.line) for p in wrong] == [(EN, 18), (EN, 18), (FR, 22)]
