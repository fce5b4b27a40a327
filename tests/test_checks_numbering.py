"""Numbers follow one another, and begin again only where they may."""

from __future__ import annotations

import pytest

from checking import name, published, tell
from proposing import ENGLISH
from repositories import FR, Repository

__all__ = ["published"]


def articles(*heads: str) -> str:
    """Return a text of these headings and numbered paragraphs, a word in each."""
    return "# Conditions\n\n" + "\n\n".join(
        f"{head}\n\nTexte." if head.startswith("#") else head for head in heads
    )


TEXTS = {
    "one after another": (("## 1. A", "## 2. B", "## 3. C"), []),
    "by article": (("## Article 1er – A", "## Article 2 – B", "## Article 3 – C"), []),
    "the first in words": (("## Article premier – A", "## Article 2 – B"), []),
    "in Roman numerals": (("## Article I – A", "## Article II – B", "## Article III – C"), []),
    "clauses": (("## 1. A", "1.1. Un.", "1.2. Deux.", "## 2. B", "2.1. Un.", "2.2. Deux."), []),
    "clauses of clauses": (("## 1. A", "1.1. Un.", "1.1.1. Un.", "1.1.2. Deux.", "1.2. Deux."), []),
    "past ten": (tuple(f"## {n}. A" for n in range(1, 13)), []),
    "with bis": (("## 1. A", "## 2. B", "## 2 bis. C", "## 2 ter. D", "## 3. E"), []),
    "annexes": (("## 1. A", "## Annexe 1 – B", "## Annexe 2 – C"), []),
    "annexes by letter": (("## 1. A", "## Annexe A – B", "## Annexe B – C"), []),
    "articles anew in each annex": (
        ("## 1. A", "## 2. B", "# Annexe 1", "## 1. C", "## 2. D", "# Annexe 2", "## 1. E"),
        [],
    ),
    "chapters whose articles run on": (
        ("# Chapitre I – A", "## Article 1", "## Article 2", "# Chapitre II – B", "## Article 3"),
        [],
    ),
    "chapters whose articles begin anew": (
        ("# Chapitre I – A", "## Article 1", "## Article 2", "# Chapitre II – B", "## Article 1"),
        [],
    ),
    "parts without a number": (
        ("## Conditions générales", "### 1. A", "### 2. B", "## Vente", "### 1. C", "### 2. D"),
        [],
    ),
    "parts at the same level": (("## 1. A", "## 2. B", "## Particuliers", "## 1. C"), []),
    "none": (("## Objet", "## Durée"), []),
    "a quantity": (("## 1. A", "3.5 % du prix.", "## 2. B"), []),
    "Roman counting": (("## I. A", "## II. B", "## III. C"), []),
    "a gap": (("## 1. A", "## 2. B", "## 4. C"), ["numbering-gap"]),
    "a gap in clauses": (("## 1. A", "1.1. Un.", "1.3. Deux."), ["numbering-gap"]),
    "a gap in Roman numerals": (("## Article I – A", "## Article III – B"), ["numbering-gap"]),
    "a gap in annexes": (("## 1. A", "## Annexe A – B", "## Annexe C – C"), ["numbering-gap"]),
    "the first missing": (("## 2. A", "## 3. B"), ["numbering-gap"]),
    "the first clause missing": (("## 1. A", "1.2. Un.", "1.3. Deux."), ["numbering-gap"]),
    "twice": (("## 1. A", "## 2. B", "## 2. C", "## 3. D"), ["numbering-repeated"]),
    "a clause twice": (("## 1. A", "1.1. Un.", "1.1. Deux."), ["numbering-repeated"]),
    "begun anew for no reason": (("## 1. A", "## 2. B", "## 1. C"), ["numbering-repeated"]),
    "of another article": (("## 1. A", "1.1. Un.", "## 2. B", "1.2. Deux."), ["numbering-order"]),
    "of the article before, all of it": (
        ("## 1. A", "## 2. B", "1.1. Un.", "1.2. Deux."),
        ["numbering-order"],
    ),
    "bis without its own": (("## 1. A", "## 2. B", "## 4 bis. C"), ["numbering-gap"]),
    "out of order": (
        ("## 1. A", "## 3. B", "## 2. C", "## 4. D"),
        ["numbering-gap", "numbering-order"],
    ),
}


@pytest.mark.parametrize("case", TEXTS)
def test_how_clauses_are_numbered(case: str, published: Repository) -> None:
    heads, expected = TEXTS[case]
    told = tell(published, articles(*heads), ENGLISH)
    problems = [p for p in told if p.place.uri == FR and p.code.startswith("numbering-")]
    assert name(problems) == expected, [str(problem) for problem in problems]


def test_a_gap_says_where_it_is_and_what_would_follow(published: Repository) -> None:
    problems = tell(published, articles("## 1. A", "## 2. B", "## 4. C"), ENGLISH)
    [problem] = [problem for problem in problems if problem.code == "numbering-gap"]
    assert str(problem) == (
        "docs/fr/cgu.md:18: clause 4: it comes right after clause 2. "
        "Number it 3, or put back what is missing before it"
    )
