"""Attributes that hide words or take an address, and those that do no harm."""

from __future__ import annotations

import pytest

from checking import name, published, tell
from judging import judge, judge_clause
from proposing import ENGLISH, FRENCH
from repositories import EN, FR, Repository

__all__ = ["published"]


@pytest.mark.parametrize(
    "words",
    [
        'Le client doit 10 000 €.\n{: hidden="hidden" }',
        "Le client doit 10 000 €.\n{: hidden }",
        "Le client doit 10 000 €.\n{hidden}",
        "Le client doit 10 000 €.\n{: .md-hidden }",
        'Le client doit 10 000 €.\n{: style="display: none" }',
        'Le client *paie*{.note title="Oui"}.',
        "Le client *paie*{hidden}.",
        "Le client `paie`{ .x }.",
        "Le client [paie](https://exemple.fr){ hidden }.",
        "## Objet {: .rouge }\n\nLe client paie.",
        "## Objet { data-furniture }\n\nLe client paie.",
        'Le client *paie*{: #ici aria-hidden="true" }.',
        "Le client <span hidden>paie</span>.",
        'Le client <span aria-hidden="true">paie</span>.',
        'Le client <span style="display:none">paie</span>.',
        'Le client <span style="font-size:0">paie</span>.',
        'Le client <span class="sr-only">paie</span>.',
        "Le client <span data-furniture>paie</span>.",
    ],
)
def test_an_attribute_that_can_hide_words_is_found(words: str) -> None:
    assert "attribute-set" in judge_clause(words)


@pytest.mark.parametrize(
    "words",
    [
        "## Objet {: #objet }\n\nLe client paie.",
        "## Objet { #objet }\n\nLe client paie.",
        "Le client *paie*{ #paiement }.",
        'Le 4 novembre\n{: datetime="2024-11-04" }',
        'Le client lit la *privacy policy*{: lang="en" }.',
        'Le <abbr title="Règlement général">RGPD</abbr> et <span lang="en">privacy</span>.',
        '<table><tr><td colspan="2" align="right">Prix</td></tr></table>',
        '<a id="prix"></a>Le client paie.',
        "Tapez `{: hidden }`.",
        "```text\n{: hidden }\n```",
        "La fonction {paie} prend un client.",
    ],
)
def test_an_attribute_that_does_no_harm_passes(words: str) -> None:
    assert "attribute-set" not in judge_clause(words)


def test_an_ordinary_page_sets_what_it_likes() -> None:
    text = "# Aide\n\nVoir.\n{: .note }\n"
    assert judge(text, is_policy=False) == ()


def test_the_address_of_another_clause_is_not_to_be_had(published: Repository) -> None:
    found = tell(
        published,
        f"{FRENCH}\n2.2. Le client doit.\n{{: #art-1.2 }}\n",
        f'{ENGLISH}\n2.2. The client <a id="art-1.2"></a>owes.\n',
    )
    assert name(found) == ["attribute-set"]
    assert [(p.place.uri, p.place.line) for p in found] == [(EN, 20), (FR, 21)]
    assert "the permanent address of another clause" in str(found[0])


def test_its_own_address_may_be_written_out(published: Repository) -> None:
    french, english = (
        text.replace(heading, f"{heading} {{#art-2}}")
        for text, heading in ((FRENCH, "## 2. Durée"), (ENGLISH, "## 2. Term"))
    )
    assert tell(published, french, english) == []
