"""Characters that nobody sees, letters that pass for others, and those that belong there."""

from __future__ import annotations

import pytest

from judging import judge, judge_clause

ACCENT = "re\u0301siliation"
CYRILLIC_A = "\u0430"


@pytest.mark.parametrize(
    ("words", "code", "name"),
    [
        ("Le client\u200b paie.", "character-invisible", "ZERO WIDTH SPACE (U+200B)"),
        ("Le cli\u00adent paie.", "character-invisible", "SOFT HYPHEN (U+00AD)"),
        ("Le client\ufeff paie.", "character-invisible", "ZERO WIDTH NO-BREAK SPACE (U+FEFF)"),
        ("Le cli\u200dent paie.", "character-hidden", "ZERO WIDTH JOINER (U+200D)"),
        ("Le cli&shy;ent paie.", "character-invisible", "SOFT HYPHEN (U+00AD)"),
        ("Le cli&#8203;ent paie.", "character-invisible", "ZERO WIDTH SPACE (U+200B)"),
        ("Le client \u202epaie\u202c.", "character-bidi", "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ("Le client \u2066paie.", "character-bidi", "LEFT-TO-RIGHT ISOLATE (U+2066)"),
        ("Le client &rlm;paie.", "character-bidi", "RIGHT-TO-LEFT MARK (U+200F)"),
        ("`\u202ecode`", "character-bidi", "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ("Le client\x07 paie.", "character-control", "CONTROL (U+0007)"),
        ("Le client\x0b paie.", "character-control", "LINE TABULATION (U+000B)"),
        ("Le client\u2028paie.", "character-control", "LINE SEPARATOR (U+2028)"),
        ("Le client\x85paie.", "character-control", "NEXT LINE (U+0085)"),
        ("Le cl\ufffdent paie.", "character-control", "REPLACEMENT CHARACTER (U+FFFD)"),
        ("\uf0b7 Le client paie.", "character-private", "PRIVATE USE (U+F0B7)"),
        (f"La {ACCENT}.", "text-not-composed", "COMBINING ACUTE ACCENT (U+0301)"),
        (f"Le p{CYRILLIC_A}iement.", "character-lookalike", "CYRILLIC SMALL LETTER A (U+0430)"),
        ("Le сlient paie.", "character-lookalike", "CYRILLIC SMALL LETTER ES (U+0441)"),
        ("Le \u039fpérateur paie.", "character-lookalike", "GREEK CAPITAL LETTER OMICRON (U+039F)"),
        (f"Il y {CYRILLIC_A} un prix.", "character-lookalike", "CYRILLIC SMALL LETTER A (U+0430)"),
        ("Le ｃlient paie.", "character-lookalike", "FULLWIDTH LATIN SMALL LETTER C (U+FF43)"),
        (
            "[voir](https://ex\u0435mple.fr)",
            "link-lookalike",
            "CYRILLIC SMALL LETTER IE (U+0435)",
        ),
        (
            "Écrivez à aide@p\u0430ypal.fr.",
            "link-lookalike",
            "CYRILLIC SMALL LETTER A (U+0430)",
        ),
        (
            "[voir](https://xn--pypal-4ve.com/)",
            "link-lookalike",
            "CYRILLIC SMALL LETTER A (U+0430)",
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
        "[voir](https://société.fr), [aussi](https://xn--socit-esab.fr/)",
        "Tapez\tune tabulation.",
        "Une espace fine\u2009et un tiret — insécable\u2011là.",
        "Ligne&nbsp;insécable &amp; &lt;x&gt; &eacute;té.",
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
        ("[cgu.md](https://exemple.fr/cgu.md)", False),
    ],
)
def test_a_link_that_shows_another_address(words: str, is_disguised: bool) -> None:
    assert ("link-disguised" in judge_clause(words)) == is_disguised
