"""Blanks, marks of revision and hidden comments: what drafting leaves, and what looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from judging import iter_lines, judge, judge_clause
from proposing import FRENCH, codes, head, lines, propose, propose_texts, start
from repositories import EN, FR, pin_environment


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Contactez-nous à **[adresse e-mail de contact à compléter]**.", "fr"),
        ("contact us at **[contact e-mail address to be completed]**.", "en"),
        ("Le contrat prend effet le [date].", "fr"),
        ("Le prestataire, [Nom de la société], s’engage.", "fr"),
        ("Le siège de [RAISON SOCIALE] est à Paris.", "fr"),
        ("Fees of [amount] are due.", "en"),
        ("The court of [City] has jurisdiction.", "en"),
        ("Le prix est de [●] euros.", "fr"),
        ("The price is [•] euros.", "en"),
        ("Le prix est de [XX] euros.", "fr"),
        ("Le prix est de XX euros par mois.", "fr"),
        ("SIRET XXX XXX XXX", "fr"),
        ("Voir l’article XXX.", "fr"),
        ("À compter du XX/XX/2026.", "fr"),
        ("À compter du JJ/MM/AAAA, le client paie.", "fr"),
        ("From 1 January 20XX.", "en"),
        ("TODO : relire avec la direction.", "fr"),
        ("Liability cap: TBD.", "en"),
        ("Lorem ipsum dolor sit amet.", "en"),
        ("Bonjour {{ client.nom }}, voici vos conditions.", "fr"),
        ("Dear {% include name %}, these are your terms.", "en"),
        ("Le client <nom du client> paie.", "fr"),
        ("The client <insert name> pays.", "en"),
        ("Le client <à compléter> paie.", "fr"),
        ("Le client s’appelle ____ et paie.", "fr"),
        ("Le délai est de ......... jours.", "fr"),
        ("Le délai est de [...] jours.", "fr"),
        ("Le délai est de [[durée]].", "fr"),
        ("Le délai est de \\[à définir\\].", "fr"),
        ("[NDR : à revoir avec le client]", "fr"),
        ("[Note to draft: check with counsel]", "en"),
        ("Le délai est de ??? jours.", "fr"),
        ("Le prestataire est (nom à insérer).", "fr"),
        ("The provider is (name to be inserted).", "en"),
        ("Le délai est « à définir ».", "fr"),
        ("The term is “to be determined”.", "en"),
        ("Le prix est à définir.", "fr"),
        ("Délai : à compléter", "fr"),
        ("The price is to be determined.", "en"),
        ("The cap is tbd.", "en"),
        ("Le client paie dans un délai de … jours.", "fr"),
        ("The client pays within ... days.", "en"),
        ("Le délai est de [nombre] jours.", "fr"),
        ("The limit is [number] seats.", "en"),
        ("Il paie avant le [jour/mois/année].", "fr"),
        ("Payment is due by [day/month/year].", "en"),
        ("Le montant est de [...].", "fr"),
        ("The price is […].", "en"),
    ],
)
def test_a_blank_is_found(words: str, language: str) -> None:
    assert judge_clause(words, language) == ["placeholder"]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Comme il est dit en note [1], le client paie.", "fr"),
        (
            "Voir la [liste des prix](https://exemple.fr/prix) et la [durée][d].\n\n[d]: https://exemple.fr/duree",
            "fr",
        ),
        ("Voir les [prix][].\n\n[prix]: https://exemple.fr/prix", "fr"),
        ("Voir la note[^date].\n\n[^date]: Du jour de la livraison.", "fr"),
        ("La loi dispose que « le client […] paie [sic] » sans délai.", "fr"),
        ("The Act says that “the client […] shall pay”.", "en"),
        ("Les normes [RGPD] et [ISO 27001] s’appliquent.", "fr"),
        ("« [L]e client paie » selon la directive.", "fr"),
        ("Le siècle XX, Louis XIV et l’article XX du traité.", "fr"),
        ("XXIX. Objet\n\nXXX. Durée", "fr"),
        ("Les dates s’écrivent au format JJ/MM/AAAA.", "fr"),
        ("Dates are given in the format YYYY-MM-DD.", "en"),
        ("Le modèle XXL coûte 10 euros.", "fr"),
        ("Tapez `[date]`, `TODO` ou `{{ nom }}` dans le champ.", "fr"),
        ("```\n[à compléter] TODO XXX ____\n```", "fr"),
        ("Si le retard est < 3 jours et > 1 jour, rien n’est dû.", "fr"),
        ("Écrivez à <contact@exemple.fr> ou <https://exemple.fr/x>.", "fr"),
        ("- [ ] J’accepte\n- [x] Je refuse", "fr"),
        ("Un mot en __gras__ et ___très gras___.\n\n____\n\nLa suite.", "fr"),
        ("Attendez… ou non... peu importe.", "fr"),
        ("Todos los derechos, to do lists and a date [see below].", "en"),
        ("## Formulaire de rétractation\n\nCommandé le : ________, adresse : ........", "fr"),
        ("## Model form\n\nOrdered on ____ / received on ____", "en"),
        ("Fait à ________, le ________", "fr"),
        ("Voir https://exemple.fr/TODO/XXX_____?q=[date]", "fr"),
        ("Vraiment ?? Non.", "fr"),
        ("[…] est omis de la citation.", "fr"),
        ("[…] is omitted.", "en"),
        ("[...] est omis.", "fr"),
        ("Selon la loi, le client [...] paie.", "fr"),
        ("Le client remet le dossier (formulaire à compléter).", "fr"),
        ("The client sends it (form to be completed).", "en"),
        ("Le prix reste à définir par les parties.", "fr"),
        ("The amount is to be determined by the court.", "en"),
        ("Les champs marqués « à compléter » sont facultatifs.", "fr"),
        ("Les travaux (à confirmer par écrit) suivent.", "fr"),
        ("Encore… trois jours.", "fr"),
        ("H<sub>2</sub>O, 1<sup>er</sup> janvier<br>suite.", "fr"),
    ],
)
def test_what_looks_like_a_blank_passes(words: str, language: str) -> None:
    assert judge_clause(words, language) == []


@pytest.mark.parametrize(
    "words",
    [
        "Le client paie {++sans délai++}.",
        "Le client paie {--sans délai--}.",
        "Le client paie {~~dix~>vingt~~} euros.",
        "Le client paie{>>à voir<<}.",
        "Le client paie ==dix euros==.",
        "Le client paie ~~dix~~ vingt euros.",
        "Le client paie <del>dix</del> vingt euros.",
        "Le client paie <mark>dix</mark> euros.",
    ],
)
def test_a_mark_of_revision_is_found(words: str) -> None:
    assert judge_clause(words) == ["revision-mark"]


@pytest.mark.parametrize(
    "words",
    [
        "Si a == b, ou si c==d, le client paie.",
        "Environ ~10 jours, ~~ ou plus.",
        "Le champ `{++ ++}` ou `==x==` reste vide.",
        "Titre\n=====\n\nTexte.",
    ],
)
def test_what_looks_like_a_mark_of_revision_passes(words: str) -> None:
    assert "revision-mark" not in judge_clause(words)


def test_a_hidden_comment_is_found_at_its_line_and_shown_code_is_none() -> None:
    text = "# Titre\n\nUn.\n\n<!-- à discuter\navec Paul -->\n\nDeux `<!-- code -->`.\n"
    assert list(iter_lines(text, "comment-hidden")) == [5]


def test_an_ordinary_page_may_have_comments_and_what_the_site_fills_in() -> None:
    assert not judge("<!-- note -->\n\nVoir {{ site_url }}terms.json.\n", is_policy=False)


@pytest.mark.parametrize(
    ("summary", "is_blank"),
    [
        ("À compléter", True),
        ("TBD", True),
        ("Le prix passe à [montant].", True),
        ("Les mentions laissées à compléter sont remplies.", False),
    ],
)
def test_a_blank_in_a_summary_is_found_where_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, summary: str, is_blank: bool
) -> None:
    pin_environment(monkeypatch)
    proposal = propose(start(tmp_path), {FR: head(summary=f'"{summary}"') + FRENCH})
    assert lines(proposal, "placeholder") == [(FR, 6)] * is_blank


def test_a_long_blank_is_quoted_in_short_and_in_one_line() -> None:
    [problem] = judge("# Titre\n\n[à compléter avec\n" + "mot " * 40 + "]\n")
    assert len(str(problem.what)) < 110
    assert "\n" not in str(problem)


def test_a_blank_in_a_published_text_is_reported_only_when_the_text_is_reworded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_environment(monkeypatch)
    repository = start(tmp_path)
    with_blank = FRENCH.replace("un an", "[durée à compléter]")
    first = repository.path / FR
    repository.commit({FR: first.read_text("utf-8").replace(FRENCH, with_blank)})
    assert "placeholder" not in codes(propose(repository, {}))
    proposal = propose(
        repository, {EN: (repository.path / EN).read_text("utf-8").replace("30", "15")}
    )
    assert "placeholder" not in codes(proposal)
    proposal = propose_texts(repository, with_blank.replace("30", "15"))
    assert [uri for uri, _ in lines(proposal, "placeholder")] == [FR]
