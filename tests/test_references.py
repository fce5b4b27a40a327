"""References in a text: those to its own clauses, and those to other texts, which stay words."""

from __future__ import annotations

import pytest

from clausier.clauses.references import read_references
from test_redline import read

REFERENCES = [
    ("voir l’article 3", ["art 3"]),
    ("voir les articles 3, 4 et 5 ter", ["art 3", "art 4", "art 5 ter"]),
    ("voir l’article IV", ["art IV"]),
    ("voir l’article premier", ["art 1"]),
    ("voir l’article 4.2(b) et l’article 5", ["art 4.2", "art 4.2(b)", "art 5"]),
    ("voir l’annexe 2 et les annexes A et B", ["annex 2", "annex A", "annex B"]),
    ("sous réserve de l’annexe 1 et de l’article 2", ["annex 1", "art 2"]),
    ("voir l’article 2 des présentes", ["art 2"]),
    ("voir le chapitre III du présent règlement", ["chap III"]),
    ("voir le titre Ier et le chapitre premier", ["title I", "chap I"]),
    ("see Schedules 1 to 3", ["schedule 1", "schedule 3"]),
    ("see Appendices A and B, Exhibit C", ["appendix A", "appendix B", "exhibit C"]),
    ("see Part II of this Agreement", ["part II"]),
    # of other texts
    ("voir l’article 6 du RGPD", []),
    ("voir l’article 6, paragraphe 1, du RGPD", []),
    ("voir l’article 6 (Licéité) du RGPD", []),
    ("voir l’article 5 ter du code", []),
    ("voir l’annexe I du règlement", []),
    ("see Section 2 of the Act", []),
    ("see Section 2(b) of the Act", []),
    ("see Annex I of the Regulation", []),
    ("see Article 1 of Schedule 2", ["schedule 2"]),
    ("voir l’article 6 de celle-ci", []),
    ("voir l’article 6 du contrat de prêt", []),
    ("see Article 6 of the Terms of Sale", []),
    # of this one, by what it is
    ("voir l’article 6 du contrat, ou le point 7.1", ["art 6", "art 7.1"]),
    ("see Article 6 of the Agreement", ["art 6"]),
    # no references
    ("les parties ont 30 jours", []),
    ("à titre gratuit, 3 fois", []),
    ("see Section 2. I agree", ["art 2"]),
    ("Schedule a call", []),
]


@pytest.mark.parametrize(("text", "citations"), REFERENCES)
def test_what_refers_to_clauses_of_the_same_text(text: str, citations: list[str]) -> None:
    tokens = [token for token in read(text, "fr").body.iter_tokens() if token.key]
    assert [*dict.fromkeys(read_references(tokens).values())] == citations
