"""A translation is one: no clause of it, and not the whole, is left in the other language."""

from __future__ import annotations

from pathlib import Path

import pytest

from checking import published, tell
from clausier.words import load_words
from proposing import ENGLISH, FRENCH, codes, head, lines, propose, start
from repositories import EN, FR, Repository, pin_environment

__all__ = ["published"]

SENTENCE = "Le client paie le prix dans les délais que le contrat fixe."

CLAUSES = {
    "a sentence that is not translated": (SENTENCE, SENTENCE, True),
    "a sentence after one that is translated": (
        f"Il signe. {SENTENCE}",
        f"He signs. {SENTENCE}",
        True,
    ),
    "one in other letters": (SENTENCE, f"**{SENTENCE[:9]}**{SENTENCE[9:]}", True),
    "an item of a list": (
        f"Ceci :\n\n- {SENTENCE}\n- Il signe.",
        f"This:\n\n- {SENTENCE}\n- He signs.",
        True,
    ),
    "a paragraph after one that is translated": (
        f"Il signe.\n\n{SENTENCE}",
        f"He signs.\n\n{SENTENCE}",
        True,
    ),
    "a sentence that is translated": (
        SENTENCE,
        "The client pays the price on the days of the contract.",
        False,
    ),
    "a name and an address": (
        "Maison, société par actions, 4 rue des Lilas et du Port, Paris",
        "Maison, société par actions, 4 rue des Lilas et du Port, Paris",
        False,
    ),
    "a few words": ("Licence Pro, à titre gratuit", "Licence Pro, à titre gratuit", False),
    "a sentence quoted in English in both": (
        "“The software is provided as is, without warranty of any kind.”",
        "“The software is provided as is, without warranty of any kind.”",
        False,
    ),
}


@pytest.mark.parametrize("case", CLAUSES)
def test_clauses_are_translated(case: str, published: Repository) -> None:
    french, english, is_wrong = CLAUSES[case]
    problems = tell(published, f"{FRENCH}\n2.2. {french}\n", f"{ENGLISH}\n2.2. {english}\n")
    wrong = [p for p in problems if p.code == "translation-clause-copied"]
    assert [(p.place.uri, p.place.line) for p in wrong] == [(EN, 20)] * is_wrong
    if is_wrong:
        assert "clause 2.2\u00a0: des mots du texte" in wrong[0].render(load_words("fr").gettext)


WHOLE = {
    "to the letter": (FRENCH, True),
    "but for its title": (FRENCH.replace("Conditions générales", "General terms"), True),
    "with other line ends and emphasis": (FRENCH.replace("10 €", "**10 €**") + "\n", True),
    "translated": (ENGLISH, False),
}


@pytest.mark.parametrize("is_committed", [False, True])
@pytest.mark.parametrize("case", WHOLE)
def test_a_translation_that_is_a_copy_is_told_once(
    case: str, is_committed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_environment(monkeypatch)
    english, is_wrong = WHOLE[case]
    repository = start(tmp_path)
    base = repository.head()
    files = {FR: head(summary="Ce qui change.") + FRENCH, EN: head(summary="What.") + english}
    if is_committed:
        repository.commit(files)
    proposal = propose(repository, files, base=base)
    assert lines(proposal, "translation-copied") == [(EN, 3)] * is_wrong
    assert "translation-clause-copied" not in codes(proposal)


def test_a_copy_that_is_published_and_untouched_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_environment(monkeypatch)
    repository = Repository.create(tmp_path)
    first = head("1.0", effective_date="2026-02-01", change="initial")
    repository.commit({FR: first + FRENCH, EN: first + FRENCH})
    assert codes(propose(repository, {})) == []
