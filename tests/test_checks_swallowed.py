"""Clauses that are written and are none, and lines that only begin with a number."""

from __future__ import annotations

import pytest

from checking import name, published, tell
from clausier.errors import Problem
from proposing import ENGLISH, FRENCH
from repositories import EN, FR, Repository

__all__ = ["published"]

NEXT = "\n2.2. Le client part.\n\n2.3. Il revient.\n"
SWALLOWED = {
    # name: (what is taken for what, in the French text; the line; what is advised)
    "no blank line above": ("30 jours.\n\n1.2.", "30 jours.\n1.2.", 13, "a blank line"),
    "a heading without its marks": ("## 2. Durée", "2. Durée", 16, "Begin it with `##`"),
    "four spaces": ("1.2. Voir", "    1.2. Voir", 14, "Take out the spaces"),
    "a tabulation": ("1.2. Voir", "\t1.2. Voir", 14, "Take out the spaces"),
    "in a fence": (
        "1.2. Voir l’article 2.",
        "```\n1.2. Voir l’article 2.\n```",
        15,
        "the marks of code",
    ),
    "after a fence that is never closed": ("1.2. Voir", "```\n1.2. Voir", 15, "a blank line"),
    "in bold, with no blank line": ("30 jours.\n\n1.2.", "30 jours.\n**1.2.**", 13, "a blank line"),
    "a new one between two": ("2026.\n", "2026.\n2.2. Il part.\n\n2.3. Il vient.\n", 19, "a blank"),
    "the last one": ("2026.\n", "2026.\n2.2. Il part.\n", 19, "a blank line"),
}


@pytest.mark.parametrize("case", SWALLOWED)
def test_a_clause_that_is_swallowed_is_found_at_its_line_and_alone(
    case: str, published: Repository
) -> None:
    old, new, line, advice = SWALLOWED[case]
    assert old in FRENCH
    found = tell(published, FRENCH.replace(old, new), ENGLISH)
    assert set(name(found)) - {"reference-missing", "markup-broken"} == {"clause-swallowed"}
    [problem] = _list_swallowed(found)
    assert (problem.place.uri, problem.place.line) == (FR, line)
    assert advice in str(problem.remedy)


def test_the_heading_of_an_article_in_words_is_found_without_its_marks(
    published: Repository,
) -> None:
    french, english = (
        text.replace("## 1. ", "## Article 1 – ").replace("## 2. ", "Article 2 – ")
        for text in (FRENCH, ENGLISH)
    )
    found = _list_swallowed(tell(published, french, english))
    assert [(problem.place.uri, problem.place.line) for problem in found] == [(EN, 16), (FR, 16)]


HONEST = {
    "a line broken before a reference": "2.2. Le client paie selon l’article\n1.2. Il le doit.",
    "a reference to another text": "2.2. Le client lit l’annexe\n7.4. Elle est du fournisseur.",
    "an amount": "2.2. Le client paie\n1.500 € par mois.",
    "a date": "2.2. Le contrat finit le\n31.12. de l’année.",
    "a year at the end": "2.2. Le contrat date de\n2024. Il dure un an.",
    "a list that counts": "2.2. Le client :\n\n1. paie ;\n2. part.",
    "a list in a list": "- un\n    1. deux\n    2. trois",
    "a paragraph of another text": "Article 6 du RGPD : il s’applique.",
    "code that shows a number": "```text\n9.9. Rien.\n```",
    "a table": "| n° | prix |\n|---|---|\n| 2.2. Un | 3 |",
}


@pytest.mark.parametrize("case", HONEST)
def test_a_line_that_begins_with_a_number_may_be_no_clause(
    case: str, published: Repository
) -> None:
    french = f"{FRENCH}\n{HONEST[case]}\n"
    assert _list_swallowed(tell(published, french, ENGLISH)) == []


def test_a_clause_that_is_taken_out_is_not_swallowed(published: Repository) -> None:
    french, english = (
        text.replace(gone, "")
        for text, gone in (
            (FRENCH, "1.2. Voir l’article 2.\n\n"),
            (ENGLISH, "1.2. See article 2.\n\n"),
        )
    )
    assert tell(published, french, english) == []


def _list_swallowed(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.code == "clause-swallowed"]
