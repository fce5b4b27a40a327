"""Summaries in plain words of their own language, and what looks like the opposite."""

from __future__ import annotations

from pathlib import Path

import pytest

from proposing import ENGLISH, FRENCH, codes, head, propose, start
from repositories import EN, FR, pin_environment

TEXTS = {FR: FRENCH.replace("30", "15"), EN: ENGLISH.replace("30", "15")}
RIGHT = {FR: "Ce qui change.", EN: "What changes."}

SUMMARIES = {
    # summary: (the file, what is said)
    "À compléter": (FR, ["placeholder"]),
    "à rédiger !": (FR, ["placeholder"]),
    "TBD": (EN, ["placeholder"]),
    "[to be completed]": (EN, ["placeholder"]),
    "…": (FR, ["placeholder"]),
    "...": (EN, ["placeholder"]),
    "-": (FR, ["placeholder"]),
    "Le délai passe à XXX jours.": (FR, ["placeholder"]),
    "TODO: the fees": (EN, ["placeholder"]),
    "The fees are raised to 20 euros for all the clients.": (FR, ["summary-language"]),
    "Les frais passent à 20 euros pour tous les clients.": (EN, ["summary-language"]),
    "Payment is due within 15 days of the invoice.": (FR, ["summary-language"]),
    "Le paiement est dû dans les 15 jours.": (EN, ["summary-language"]),
    "Frais <script>alert(1)</script> de port.": (FR, ["summary-markup"]),
    "Voir <b>ici</b>.": (FR, ["summary-markup"]),
    "Voir [ici](javascript:alert(1)).": (FR, ["summary-markup"]),
    "See [here](https://example.com).": (EN, ["summary-markup"]),
    "Voir [ici][a].": (FR, ["summary-markup"]),
    "Le délai de paiement passe à 15 jours.": (FR, []),
    "Payment within 15 days.": (EN, []),
    "Délai : 15 jours.": (FR, []),
    "New fees.": (EN, []),
    "Le cloud et le « privacy by design » sont décrits.": (FR, []),
    "The “force majeure” clause of the terms is new.": (EN, []),
    "Prix < 10 € et durée > 1 an.": (FR, []),
    "Clauses 2 (durée) et [3] revues.": (FR, []),
    "Ce qui reste à compléter par le client est précisé.": (FR, []),
    "Data: how they are used.": (EN, []),
}


@pytest.mark.parametrize("summary", SUMMARIES)
def test_a_summary_is_plain_words_of_its_language(
    summary: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_environment(monkeypatch)
    uri, expected = SUMMARIES[summary]
    summaries = RIGHT | {uri: summary}
    proposal = propose(
        start(tmp_path),
        {u: head(summary=f"'{text}'") + TEXTS[u] for u, text in summaries.items()},
    )
    assert codes(proposal) == expected
