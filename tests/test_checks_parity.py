"""A translation has what the governing text has: clauses, figures, links, lists, tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from checking import name, published, tell
from clausier.words import load_words
from proposing import ENGLISH, FRENCH, codes, found, head, lines, propose, start
from repositories import EN, FR, Repository, pin_environment

__all__ = ["published"]

FIGURES = {
    # the same, written as each language writes it
    "an amount": ("Le prix est de 10 €.", "The price is €10.", False),
    "an amount in words": ("soit dix euros", "that is ten euros", False),
    "an amount by its currency code": (
        "un capital de 50 000 euros",
        "capital of EUR 50,000",
        False,
    ),
    "thousands and cents": ("1 000,50 € par an", "€1,000.50 a year", False),
    "a percentage": ("un taux de 10,5 %", "a rate of 10.5%", False),
    "a percentage in words": ("douze pour cent", "12 per cent", False),
    "millions": ("un million d’euros", "€1 million", False),
    "millions in digits": ("1 500 000 €", "€1.5 million", False),
    "thousands of euros": ("100 k€", "€100,000", False),
    "a date": ("le 1er janvier 2026", "on 1 January 2026", False),
    "an American date": ("le 15 avril 2026", "on April 15th, 2026", False),
    "a date in digits": ("le 15/04/2026", "on 04/15/2026", False),
    "a month": ("en mars 2026", "in March 2026", False),
    "days of one month": ("du 1er au 15 août", "from 1 to 15 August", False),
    "days of one month, month first": ("du 1er au 15 août", "from August 1 to 15", False),
    "number and word": ("trente (30) jours", "thirty (30) days", False),
    "word against digits": ("sous trente jours", "within 30 days", False),
    "hyphened": ("une période de 30 jours", "a 30-day period", False),
    "business days": ("sous 5 jours ouvrés", "within five business days", False),
    "forty-eight": ("quarante-huit heures", "48 hours", False),
    "eighty, as the French count": ("quatre-vingts jours", "eighty days", False),
    "a year": ("douze mois", "one year", False),
    "a week": ("huit jours", "one week", False),
    "a fortnight": ("quinze jours", "two weeks", False),
    "both": ("les deux parties", "both parties", False),
    "new, and not nine": ("un appareil neuf", "a new device", False),
    "third parties": ("les tiers", "third parties", False),
    "hours": ("de 9 h à 20 h 30", "from 9 a.m. to 8:30 p.m.", False),
    "around the clock": ("24 h/24 et 7 j/7", "24/7", False),
    "a law": ("la loi n° 78-17 du 6 janvier 1978", "Act No. 78-17 of 6 January 1978", False),
    "a regulation": ("le règlement (UE) 2016/679", "Regulation (EU) 2016/679", False),
    "a code": ("l’article L. 221-18", "Article L. 221-18", False),
    "a telephone number": ("au 01 23 45 67 89", "on +33 1 23 45 67 89", False),
    "said twice in one language": ("30 jours, ces 30 jours", "30 days, which", False),
    "a printer": ("les imprimantes 3D", "the 3D printers", False),
    "one, as an article": ("1 exemplaire", "a copy", False),
    "an address with its number": ("4e étage", "4th floor", False),
    "a decade": ("dans les années 2020", "in the 2020s", False),
    "two and a half": ("2,5 fois le prix", "two and a half times the price", False),
    "two and a half, in both": ("deux ans et demi", "two and a half years", False),
    "a year and a half": ("dix-huit mois", "one year and a half", False),
    "three quarters": ("trois quarts (3/4) du prix", "three quarters (75%) of the price", False),
    "half": ("la moitié du prix", "50% of the price", False),
    "half an hour": ("une demi-heure avant", "30 minutes before", False),
    "half an hour in English": ("30 minutes avant", "half an hour before", False),
    "an annex in Roman numerals": (
        "l’annexe 2 du règlement",
        "Annex II to the Regulation",
        False,
    ),
    "a century": ("au XXIe siècle", "in the 21st century", False),
    "a quarter": ("chaque trimestre", "every three months", False),
    "a fortnight by its name": ("sous quinzaine", "within two weeks", False),
    "a week by its name": ("sous huitaine", "within eight days", False),
    "by the year": ("un abonnement annuel", "a twelve-month subscription", False),
    "half a year": ("un rapport semestriel", "a report every six months", False),
    "around the clock, in words": ("7 jours sur 7 et 24 heures sur 24", "24/7", False),
    "around the clock, in both": ("sept jours sur sept", "seven days a week", False),
    "a third": ("un tiers en est informé", "a third party is informed", False),
    "one day, as an article": ("sous 1 jour", "within a day", False),
    "working days": ("sous 3 jours ouvrables", "within 3 working days", False),
    "working days, twice": ("sous trois (3) jours ouvrés", "within three (3) business days", False),
    "calendar days": ("sous 3 jours calendaires", "within 3 days", False),
    "may, and not May": (
        "Le Client visé à l’article 2 peut résilier.",
        "The Client referred to in Article 2 may terminate.",
        False,
    ),
    "aged, and may": (
        "Les mineurs de plus de 15 ans peuvent ouvrir un compte",
        "Minors over 15 may open an account",
        False,
    ),
    "May": ("le 2 mai", "on 2 May", False),
    "a street named after a day": (
        "5, place du 11-Novembre, 35000 Rennes",
        "5, place du 11-Novembre, 35000 Rennes",
        False,
    ),
    "a street named after a date": (
        "avenue du 8 mai 1945, 69003 Lyon",
        "avenue du 8 mai 1945, 69003 Lyon",
        False,
    ),
    "a street named after a month": (
        "3, rue de Mai, 34000 Lyon",
        "3, rue de Mai, 34000 Lyon",
        False,
    ),
    "one per cent": ("1 % par mois", "one per cent per month", False),
    "one euro": ("1 € par mois", "one euro per month", False),
    "the first of a month": ("le 1er mars", "the first of March", False),
    "the first in digits": ("le 1er/03/2026", "on 1 March 2026", False),
    "a quarter by its number": ("le 2e trimestre 2027", "Q2 2027", False),
    "a quarter of an hour": ("par fraction de 15 minutes", "for each quarter of an hour", False),
    # other
    "another month": ("le 2 mai", "on 2 June", True),
    "another quarter": ("le 2e trimestre 2027", "Q3 2027", True),
    "another first": ("le 1er mars", "the first of May", True),
    "two per cent": ("1 % par mois", "two per cent per month", True),
    "days put in": ("Le Client paie.", "The Client pays within 8 days.", True),
    "days in words put in": ("Le Client paie.", "The Client pays within five days.", True),
    "months put in": ("Le Client paie.", "The Client pays within 12 months.", True),
    "hours put in": ("Le Client paie.", "The Client pays within 24 hours.", True),
    "days left out": ("Le Client paie sous 8 jours.", "The Client pays.", True),
    "days in words left out": ("Le Client paie sous cinq jours.", "The Client pays.", True),
    "months left out": ("Le Client paie sous 12 mois.", "The Client pays.", True),
    "hours left out": ("Le Client paie sous 24 heures.", "The Client pays.", True),
    "a bare number put in": ("pour les postes", "for 4 seats", True),
    "a paragraph of a law": ("l’art. 6.1.a du RGPD", "Art. 6(1)(a) GDPR", False),
    "another paragraph of a law": ("l’art. 6.1.a du RGPD", "Art. 6(2)(a) GDPR", True),
    "another annex in Roman numerals": ("l’annexe II", "Annex III", True),
    "another part": ("3/4 du prix", "2/3 of the price", True),
    "working days lost": ("sous 3 jours ouvrés", "within 3 days", True),
    "working days put in": ("sous trois jours", "within three business days", True),
    "another amount": ("Le prix est de 10 €.", "The price is €12.", True),
    "another currency": ("10 €", "$10", True),
    "a percentage for an amount": ("10 %", "€10", True),
    "a decimal lost": ("10,5 %", "105%", True),
    "another number of days": ("sous 30 jours", "within 15 days", True),
    "another number in words": ("sous trente jours", "within fifteen days", True),
    "months for days": ("30 jours", "30 months", True),
    "another year": ("le 1er janvier 2026", "on 1 January 2027", True),
    "day and month exchanged": ("le 4 mai 2026", "on 5 April 2026", True),
    "another hour": ("à 20 h", "at 8 a.m.", True),
    "a number left out": ("sous 30 jours", "without delay", True),
    "a number put in": ("sans délai", "within 30 days", True),
    "thousands lost": ("1 200 €", "€12", True),
    "another article": ("voir l’article 4.10", "see article 4.1", True),
    "one of two changed": ("10 € puis 10 € puis 12 €", "€10, then €12, then €12", True),
}


@pytest.mark.parametrize("case", FIGURES)
def test_figures_mean_the_same_in_both_languages(case: str, published: Repository) -> None:
    french, english, is_wrong = FIGURES[case]
    problems = tell(
        published,
        f"# Conditions\n\n## 1. Objet\n\n1.1. Soit {french}\n",
        f"# Terms\n\n## 1. Purpose\n\n1.1. That is {english}\n",
    )
    wrong = [p for p in problems if p.code == "translation-figures"]
    assert bool(wrong) == is_wrong, [str(problem) for problem in problems]
    assert [(p.place.uri, p.place.line) for p in wrong] == [(EN, 12)] * is_wrong


def test_what_differs_is_said_as_it_is_written(published: Repository) -> None:
    [problem] = tell(published, f"{FRENCH}\nFin.\n", ENGLISH.replace("€10", "€12") + "\nEnd.\n")
    assert problem.place.uri == EN
    assert str(problem.what) == "clause 1.1: €12 here, 10 € in the governing text"
    assert problem.what.render(load_words("fr").gettext) == (
        "clause 1.1\u00a0: €12 ici, 10 € dans le texte qui fait foi"
    )
    assert str(problem.remedy).endswith("(docs/fr/cgu.md:12)")


def test_working_days_are_named(published: Repository) -> None:
    french = FRENCH.replace("les 30 jours", "les 30 jours ouvrés")
    [problem] = tell(published, french, ENGLISH)
    assert str(problem.what) == "clause 1.1: 30 days here, 30 jours ouvrés in the governing text"


LIST_FR = "## 1. Objet\n\nLe client :\n\n- paie ;\n- reçoit ;\n- signe.\n"
LIST_EN = "## 1. Purpose\n\nThe client:\n\n- pays;\n- receives;\n- signs.\n"
TABLE_FR = "## 1. Prix\n\n| Service | Prix |\n| --- | --- |\n| A | 1 € |\n| B | 2 € |\n"
TABLE_EN = "## 1. Prices\n\n| Service | Price |\n| --- | --- |\n| A | €1 |\n| B | €2 |\n"
PARAGRAPHS_FR = "## 1. Objet\n\n1.1. Le client paie.\n\nIl signe.\n\nChacun relit.\n"
PARAGRAPHS_EN = "## 1. Purpose\n\n1.1. The client pays.\n\nHe signs it.\n\nBoth read it.\n"
PLAIN_FR = "## Objet\n\nCeci.\n\n## Durée\n\nUn an.\n\n## Loi\n\nLoi française.\n"
PLAIN_EN = "## Purpose\n\nThis.\n\n## Term\n\nOne year.\n\n## Law\n\nFrench law.\n"
NUMBERED_FR = (
    "## 1. A\n\n1.1. Un.\n\n1.2. Deux mots.\n\n## 2. B\n\n2.1. Trois.\n\n## 3. C\n\nFin.\n"
)
NUMBERED_EN = (
    "## 1. A\n\n1.1. One.\n\n1.2. Two words.\n\n## 2. B\n\n2.1. Three.\n\n## 3. C\n\nEnd.\n"
)

STRUCTURES = {
    "a paragraph that is missing": (
        PARAGRAPHS_FR,
        PARAGRAPHS_EN.replace("He signs it.\n\n", ""),
        ["translation-paragraph"],
    ),
    "a paragraph more": (
        PARAGRAPHS_FR,
        PARAGRAPHS_EN + "\nHe keeps a copy.\n",
        ["translation-paragraph"],
    ),
    "the same paragraphs": (PARAGRAPHS_FR, PARAGRAPHS_EN, []),
    "paragraphs and lines": (
        PARAGRAPHS_FR,
        PARAGRAPHS_EN.replace("it.\n\nBoth", "it.\nBoth"),
        [],
    ),
    "lines that are wrapped": (PARAGRAPHS_FR, PARAGRAPHS_EN.replace("He ", "He\n"), []),
    "the same list": (LIST_FR, LIST_EN, []),
    "a list with fewer items": (
        LIST_FR,
        LIST_EN.replace("- receives;\n", ""),
        ["translation-list"],
    ),
    "a list that became a sentence": (
        LIST_FR,
        "## 1. Purpose\n\nThe client pays, receives and signs.\n",
        ["translation-list"],
    ),
    "a list in two parts": (LIST_FR, LIST_EN.replace("- signs", "and:\n\n* signs"), []),
    "the same table": (TABLE_FR, TABLE_EN, []),
    "a table with fewer rows": (
        TABLE_FR,
        TABLE_EN.replace("| A | €1 |\n", "").replace("| B | €2 |", "| A, B | €1, €2 |"),
        ["translation-table"],
    ),
    "a table with another column": (
        TABLE_FR,
        TABLE_EN.replace(" |\n", " | x |\n").replace("--- | x", "--- | ---"),
        ["translation-table"],
    ),
    "the same headings": (PLAIN_FR, PLAIN_EN, []),
    "a heading less": (
        PLAIN_FR,
        PLAIN_EN.replace("## Law\n\nFrench law.\n", ""),
        ["translation-clause-missing"],
    ),
    "a heading more": (PLAIN_FR, PLAIN_EN + "\n## Tax\n\nNone.\n", ["translation-clause-extra"]),
    "the same numbers": (NUMBERED_FR, NUMBERED_EN, []),
    "a clause missing": (
        NUMBERED_FR,
        NUMBERED_EN.replace("1.2. Two words.\n\n", ""),
        ["translation-clause-missing"],
    ),
    "a clause more": (
        NUMBERED_FR,
        NUMBERED_EN.replace("2.1. Three.", "2.1. Three.\n\n2.2. Four."),
        ["translation-clause-extra", "translation-figures"][:1],
    ),
    "two clauses exchanged": (
        NUMBERED_FR,
        NUMBERED_EN.replace("1.1. One.\n\n1.2. Two words.", "1.2. Two words.\n\n1.1. One."),
        ["numbering-gap", "numbering-order", "translation-clause-moved"],
    ),
    "a clause with another number": (
        NUMBERED_FR,
        NUMBERED_EN.replace("## 3.", "## 4."),
        ["numbering-gap", "translation-clause-number"],
    ),
    "a heading of another level": (
        NUMBERED_FR,
        NUMBERED_EN.replace("## 3.", "### 3."),
        ["translation-clause-level"],
    ),
    "annexes by another word": (
        NUMBERED_FR + "\n## Annexe 1\n\nPrix.\n",
        NUMBERED_EN + "\n## Schedule 1\n\nPrices.\n",
        [],
    ),
    "Roman numerals": (
        "## Article I – Objet\n\nA.\n\n## Article II – Durée\n\nB.\n",
        "## Article 1 – Purpose\n\nA.\n\n## Article 2 – Term\n\nB.\n",
        [],
    ),
}


@pytest.mark.parametrize("case", STRUCTURES)
def test_both_texts_are_made_alike(case: str, published: Repository) -> None:
    french, english, expected = STRUCTURES[case]
    problems = tell(published, f"# Conditions\n\n{french}", f"# Terms\n\n{english}")
    assert [code for code in name(problems) if code != "numbering-gap"] == [
        code for code in expected if code != "numbering-gap"
    ], [str(problem) for problem in problems]


LINKS = {
    "the same page elsewhere": ("https://cnil.fr/plainte", "https://cnil.fr/plainte", False),
    "each in its language": ("https://cnil.fr/fr/plainte", "https://cnil.fr/en/complaint", False),
    "by language of the host": ("https://fr.example.org/a", "https://en.example.org/a", False),
    "in the address's end": ("https://example.org/?lang=fr", "https://example.org/?lang=en", False),
    "the other language's page": ("autre.md", "../en/autre.md", False),
    "the same clause": ("#art-1", "#art-1", False),
    "a clause by its words": ("#objet", "#purpose", False),
    "another page elsewhere": ("https://cnil.fr/plainte", "https://cnil.fr/saisir", True),
    "another site": ("https://cnil.fr/fr/plainte", "https://edpb.europa.eu/en/complaint", True),
    "another clause": ("#art-1", "#art-2", True),
    "a page in the site’s own language": (
        "https://example.org/aide",
        "https://example.org/en/help",
        False,
    ),
    "a mailbox for each language": (
        "mailto:privacy-fr@example.org",
        "mailto:privacy-en@example.org",
        False,
    ),
    "a mailbox by what it is for": (
        "mailto:donnees@example.org?subject=Droits",
        "mailto:privacy@example.org?subject=Rights",
        False,
    ),
    "a mailbox elsewhere": ("mailto:a@example.org", "mailto:a@example.com", True),
    "a mailbox for a page": ("mailto:a@example.org", "https://example.org/en/", True),
}


@pytest.mark.parametrize("case", LINKS)
def test_links_lead_to_the_same_place(case: str, published: Repository) -> None:
    french, english, is_wrong = LINKS[case]
    problems = tell(
        published,
        f"# C\n\n## Objet\n\n[ici]({french})\n\n## 1. A\n\nX.\n\n## 2. B\n\nY.\n",
        f"# T\n\n## Purpose\n\n[here]({english})\n\n## 1. A\n\nX.\n\n## 2. B\n\nY.\n",
        {"docs/fr/autre.md": "# Autre\n", "docs/en/autre.md": "# Other\n"},
    )
    assert name(problems) == ["translation-links"] * is_wrong, [str(p) for p in problems]


def test_mailboxes_may_be_written_as_addresses(published: Repository) -> None:
    french, english = "# C\n\n## 1. A\n\nÀ <fr@example.org>.\n", "# T\n\n## 1. A\n\nTo {}.\n"
    assert name(tell(published, french, english.format("<en@example.org>"))) == []
    assert name(tell(published, french, english.format("<en@example.com>"))) == [
        "translation-links"
    ]


def test_a_link_that_is_missing_is_named(published: Repository) -> None:
    problems = tell(
        published,
        FRENCH.replace("dans les", "([prix](https://example.org/p)) dans les"),
        ENGLISH,
    )
    [problem] = [p for p in problems if p.code == "translation-links"]
    assert "to https://example.org/p is missing" in str(problem)


def test_published_texts_that_nobody_touches_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_environment(monkeypatch)
    repository = Repository.create(tmp_path)
    first = head("1.0", effective_date="2026-02-01", change="initial")
    repository.commit({FR: first + FRENCH, EN: first + ENGLISH.replace("€10", "€12")})
    assert codes(propose(repository, {})) == []
    corrected = propose(repository, {EN: first + ENGLISH.replace("€10", "€11")})
    assert codes(corrected) == ["translation-figures"]
    assert codes(propose(repository, {EN: first + ENGLISH})) == []


def test_a_published_text_that_is_changed_is_no_fault_of_its_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_environment(monkeypatch)
    first = head("1.0", effective_date="2026-02-01", change="initial")
    proposal = propose(start(tmp_path), {FR: first + FRENCH.replace("30", "15")})
    assert codes(proposal) == ["published-text-changed"]


def test_texts_of_two_versions_are_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_environment(monkeypatch)
    proposal = propose(start(tmp_path), {FR: head(summary="S.") + FRENCH.replace("10", "15")})
    assert codes(proposal) == ["version-untranslated"]
    assert lines(proposal, "version-untranslated") == [(EN, 3)]
    [problem] = found(proposal, "version-untranslated")
    assert "still of version 1.0" in str(problem)
