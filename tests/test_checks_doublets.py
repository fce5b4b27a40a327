"""A number written in words and in digits is one number."""

from __future__ import annotations

import pytest

from checking import published, tell
from proposing import ENGLISH, FRENCH
from repositories import EN, FR, Repository

__all__ = ["published"]

CASES = {
    "the same": ("trente (30) jours", "thirty (30) days", ()),
    "with a no-break space": ("trente\u00a0(30) jours", "thirty\u00a0(30) days", ()),
    "seventy and ninety": ("soixante-dix (70) jours", "seventy (70) days", ()),
    "more than a hundred": ("cent vingt (120) jours", "one hundred and twenty (120) days", ()),
    "a thousand": ("mille (1 000) euros", "one thousand (1,000) euros", ()),
    "items in a sentence": (
        "ces deux (1) un et (2) l’autre",
        "these two (1) one and (2) other",
        (),
    ),
    "a remark": ("trente jours (fin de mois)", "thirty days (end of month)", ()),
    "in code": ("`trente (60)`", "`thirty (60)`", ()),
    "words that changed": ("soixante (30) jours", "thirty (30) days", (FR,)),
    "digits that changed": ("trente (45) jours", "thirty (45) days", (FR, EN)),
    "in English alone": ("trente (30) jours", "sixty (30) days", (EN,)),
    "with emphasis": ("**soixante (30)** jours", "**sixty (30)** days", (FR, EN)),
}


@pytest.mark.parametrize("case", CASES)
def test_words_and_digits_agree(case: str, published: Repository) -> None:
    french, english, wrong = CASES[case]
    problems = tell(
        published, f"{FRENCH}\n2.2. Soit {french}.\n", f"{ENGLISH}\n2.2. That is {english}.\n"
    )
    told = [p for p in problems if p.code == "number-contradicts"]
    assert {(p.place.uri, p.place.line) for p in told} == {(uri, 20) for uri in wrong}
