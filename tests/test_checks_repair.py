"""What `--fix` mends, what it leaves, and whose texts it never touches."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausier.checks.repair import MENDED, is_repairable, iter_repairs, mend
from clausier.clauses import read_text
from clausier.commands.mending import replace_file
from clausier.redline import compare
from judging import judge
from markdown_strategies import words
from proposing import ENGLISH, FRENCH, RENDERER, head, propose, propose_texts, start
from repositories import EN, FR, Repository, pin_environment

_PIECES = st.one_of(
    words,
    st.sampled_from(
        [
            *("  ", " ,", " .", ",,", "..", "etc...", "20%", "10€", "l'un", "l’autre", '"', "“a”"),
            *("« b »", "mot,mot", "\u200b", "\u00ad", "e\u0301", "\u200d", "`a  b`", "[x](y  z)"),
            *(
                "  \n",
                " \n",
                "\n\n",
                "\n\n- ",
                "\n\n## ",
                "\n\n2.1.  ",
                "| a  | b |",
                "\n\n    code  ",
            ),
            *("\n> ", "\r\n", "[^1]", "<b>", "{: .x }", "\n\n```\n", "https://a.fr/b  c", "&nbsp;"),
        ]
    ),
)
texts = st.lists(st.tuples(_PIECES, st.sampled_from(["", " ", " "])), max_size=30).map(
    lambda pieces: "# Titre\n\n" + "".join(f"{piece}{space}" for piece, space in pieces)
)
languages = st.sampled_from(["fr", "en"])


def folded(text: str) -> str:
    """Letters and digits alone."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text.replace("\u00ad", ""))))


@given(texts, languages)
def test_mending_twice_is_mending_once_and_changes_no_word(text: str, language: str) -> None:
    mended = mend(text, language)
    assert mend(mended, language) == mended
    assert folded(mended) == folded(text)
    assert mended.count("\n") == text.count("\n")


@given(texts, languages)
def test_what_is_mended_is_found_no_more(text: str, language: str) -> None:
    found = {problem.code for problem in judge(mend(text, language), language)}
    assert not found & set(MENDED)


@given(texts, languages)
def test_a_text_mended_has_the_same_clauses_and_the_same_words(text: str, language: str) -> None:
    before = read_text(RENDERER.render(text), language)
    after = read_text(RENDERER.render(mend(text, language)), language)
    assert [(c.number, c.level) for c in after.clauses] == [
        (c.number, c.level) for c in before.clauses
    ]
    assert [folded(leaf.plain_text) for leaf in after.body.leaves] == [
        folded(leaf.plain_text) for leaf in before.body.leaves
    ]


@given(texts, languages)
def test_a_line_that_has_nothing_to_mend_keeps_its_bytes(text: str, language: str) -> None:
    clean = "Une ligne, à l’abri, de 1 000 € et `a  b`.\r\n"
    assert mend(f"{text}\n\n{clean}", language).endswith(f"\n\n{clean}")


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Un \nDeux\t\n", "Un\nDeux\n"),
        ("Un  \nDeux\n", "Un  \nDeux\n"),
        ("Un  \n\nDeux  ", "Un\n\nDeux"),
        ("Un \r\nDeux\r\n", "Un\r\nDeux\r\n"),
        ("Un\n   \nDeux\n", "Un\n\nDeux\n"),
        ("Un\n- \nDeux\n", "Un\n- \nDeux\n"),
        ("```\nUn \n```\n", "```\nUn \n```\n"),
        ("<pre>\nUn \n</pre>\n", "<pre>\nUn \n</pre>\n"),
        ("Re\u0301siliation\n", "Résiliation\n"),
        ("Un\u200b mot\u00ad\n", "Un mot\n"),
        ("👨\u200d👩\u200d👧\n", "👨\u200d👩\u200d👧\n"),
    ],
)
def test_ends_of_lines_and_characters_that_nobody_sees(text: str, mended: str) -> None:
    assert mend(text, "fr") == mended


def test_a_redline_of_what_was_mended_shows_no_more_than_spaces() -> None:
    text = "# Titre\n\n2.1.  Le client,lui , paie 10€ l'an, etc... Voilà l’an\u200b.\n"
    older, newer = (read_text(RENDERER.render(one), "fr") for one in (text, mend(text, "fr")))
    redline = compare(older, newer)
    assert redline.words_inserted == redline.words_deleted
    assert folded(older.html) == folded(newer.html)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pin_environment(monkeypatch)
    return start(tmp_path)


def test_only_what_is_reworded_is_mended_and_its_front_matter_kept(repository: Repository) -> None:
    proposal = propose_texts(repository, FRENCH.replace("10 € ", "15€  "))
    repairs = {repair.page.uri: repair for repair in iter_repairs(proposal)}
    assert set(repairs) == {FR}
    before = head(summary="Ce qui change.")
    assert repairs[FR].raw.decode() == before + FRENCH.replace("10 € ", "15\u00a0€ ")
    assert repairs[FR].lines == (12,)


def test_a_published_text_is_never_mended(repository: Repository) -> None:
    first = head("1.0", effective_date="2026-02-01", change="initial")
    slips = FRENCH.replace("client paie", "client  paie")
    proposal = propose(repository, {FR: first + slips})
    assert not list(iter_repairs(proposal))
    assert not any(is_repairable(proposal, page) for page in proposal.pages)


def test_a_text_in_front_matter_with_slips_alone_is_left(repository: Repository) -> None:
    proposal = propose(repository, {FR: head(summary="Ce  qui change ,oui.") + FRENCH})
    assert not list(iter_repairs(proposal))


def test_a_translation_that_the_proposal_corrects_is_mended(repository: Repository) -> None:
    first = head("1.0", effective_date="2026-02-01", change="initial")
    proposal = propose(repository, {EN: first + ENGLISH.replace("client pays", "client  pays up")})
    assert [repair.page.uri for repair in iter_repairs(proposal)] == [EN]


def test_a_file_is_replaced_whole_with_its_rights(tmp_path: Path) -> None:
    target = tmp_path / "cgu.md"
    target.write_bytes(b"un")
    target.chmod(0o640)
    link = tmp_path / "lien.md"
    link.symlink_to(target)
    replace_file(link, b"deux")
    assert target.read_bytes() == b"deux"
    assert target.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cgu.md", "lien.md"]
