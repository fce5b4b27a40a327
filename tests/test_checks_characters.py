"""Characters that nobody sees, letters that pass for others, and those that belong there."""

from __future__ import annotations

import re

import pytest

from clausier.words import load_words
from judging import judge, judge_clause

ACCENT = "re\u0301siliation"
CYRILLIC_A = "\u0430"


@pytest.mark.parametrize(
    ("words", "code", "name"),
    [
        ("Le client\u200b paie.", "character-invisible", "(U+200B)"),
        ("Le cli\u00adent paie.", "character-invisible", "(U+00AD)"),
        ("Le client\ufeff paie.", "character-invisible", "(U+FEFF)"),
        ("Le cli\u200dent paie.", "character-hidden", "(U+200D)"),
        ("Le cli&shy;ent paie.", "character-invisible", "(U+00AD)"),
        ("Le cli&#8203;ent paie.", "character-invisible", "(U+200B)"),
        ("Le client \u202epaie\u202c.", "character-bidi", "(U+202E)"),
        ("Le client \u2066paie.", "character-bidi", "(U+2066)"),
        ("Le client &rlm;paie.", "character-bidi", "(U+200F)"),
        ("`\u202ecode`", "character-bidi", "(U+202E)"),
        ("Le client\x07 paie.", "character-control", "(U+0007)"),
        ("Le client\x0b paie.", "character-control", "(U+000B)"),
        ("Le client\u2028paie.", "character-control", "(U+2028)"),
        ("Le client\x85paie.", "character-control", "(U+0085)"),
        ("Le cl\ufffdent paie.", "character-control", "(U+FFFD)"),
        ("\uf0b7 Le client paie.", "character-private", "(U+F0B7)"),
        (f"La {ACCENT}.", "text-not-composed", "(U+0301)"),
        (f"Le p{CYRILLIC_A}iement.", "character-lookalike", "(U+0430)"),
        ("Le сlient paie.", "character-lookalike", "(U+0441)"),
        ("Le \u039fpérateur paie.", "character-lookalike", "(U+039F)"),
        (f"Il y {CYRILLIC_A} un prix.", "character-lookalike", "(U+0430)"),
        ("Le ｃlient paie.", "character-lookalike", "(U+FF43)"),
        (
            "[voir](https://ex\u0435mple.fr)",
            "link-lookalike",
            "(U+0435)",
        ),
        (
            "Écrivez à aide@p\u0430ypal.fr.",
            "link-lookalike",
            "(U+0430)",
        ),
        (
            "[voir](https://xn--pypal-4ve.com/)",
            "link-lookalike",
            "(U+0430)",
        ),
    ],
)
def test_a_strange_character_is_found_and_named(words: str, code: str, name: str) -> None:
    found = [problem for problem in judge(f"# Titre\n\n{words}\n") if problem.code == code]
    assert found
    assert name in str(found[0].what)


@pytest.mark.parametrize(
    "words",
    [
        "Le client paie 1\u00a0000\u00a0€ ; « oui »\u202f!",
        "Œuvre, æther, ça, naïf, Łódź, Ångström, ﬁn.",
        "Une famille 👨\u200d👩\u200d👧 et un cœur ❤️.",
        "می\u200cخواهم",
        "Une résistance de 5 kΩ, 10 μg, ΔT, β-carotène, α et π.",
        "La société Яндекс et le mot λόγος.",
        "[voir](https://société.fr), [aussi](https://www.société.fr/)",
        "Tapez\tune tabulation.",
        "Une espace fine\u2009et un tiret — insécable\u2011là.",
        "Ligne&nbsp;insécable &amp; &lt;x&gt; &eacute;té, ici.",
        "Article Ⅳ, n° 5, 2º, 1ª.",
    ],
)
def test_a_character_that_belongs_there_passes(words: str) -> None:
    assert judge_clause(words) == []


def test_line_ends_of_windows_pass_and_of_old_macs_do_not() -> None:
    assert not judge("# Titre\r\n\r\nLe client paie.\r\n")
    assert [p.code for p in judge("# Titre\n\nLe client\rpaie.\n")] == ["character-control"]


def test_a_character_is_said_once_a_line() -> None:
    assert len(judge("# Titre\n\nUn\u200b deux\u200b.\n\nTrois\u200b.\n")) == 2


@pytest.mark.parametrize(
    ("words", "is_disguised"),
    [
        ("[https://exemple.fr](https://autre.fr)", True),
        ("[www.exemple.fr](https://exemple.fr.autre.com/)", True),
        ("[voir](https://exemple.fr@autre.fr/)", True),
        ("[https://exemple.fr](https://www.exemple.fr/page)", False),
        ("[exemple.fr](https://aide.exemple.fr)", False),
        ("[notre page](https://autre.fr)", False),
        ("[contact@exemple.fr](mailto:contact@exemple.fr)", False),
        ("[contact@exemple.fr](mailto:autre@exemple.com)", True),
        ("[contact@exemple.fr](mailto:contact@exemple.com)", True),
        ("[Contact@Exemple.fr](mailto:contact@exemple.fr?subject=Oui)", False),
        ("[nous écrire](mailto:contact@exemple.fr)", False),
        ("<contact@exemple.fr>", False),
        ("[voir](//autre.fr/page)", True),
        ("[voir](/page)", False),
        ("[cgu.md](https://exemple.fr/cgu.md)", False),
    ],
)
def test_a_link_that_shows_another_address(words: str, is_disguised: bool) -> None:
    assert ("link-disguised" in judge_clause(words)) == is_disguised


def test_a_host_that_nobody_can_read_is_found_and_one_in_letters_is_not() -> None:
    assert judge_clause("[voir](https://xn--socit-esab.fr/)") == ["link-lookalike"]
    assert judge_clause("[voir](https://société.fr/)") == []


@pytest.mark.parametrize(
    ("words", "french"),
    [
        ("Le \u0440aiement.", "une lettre cyrillique (U+0440)"),
        ("Le p\u03bfuvoir.", "une lettre grecque (U+03BF)"),
        ("Le cli\u00adent.", "un trait d’union conditionnel (U+00AD)"),
        ("Le client \u202epaie\u202c.", "une marque de sens de lecture (U+202E)"),
        ("Le client\x07.", "un caractère de commande (U+0007)"),
        (f"La {ACCENT}.", "un accent sans sa lettre (U+0301)"),
    ],
)
def test_a_character_is_called_by_its_name_in_french(words: str, french: str) -> None:
    problem = judge(f"# Titre\n\n{words}\n")[0]
    said = problem.render(load_words("fr").gettext)
    assert french in said
    assert not re.search("[A-Z]{4}", said)
