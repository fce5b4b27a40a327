"""A clause's part of a redline is a redline of that clause alone."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings

from clausier.clauses import RenderedText, read_text
from clausier.edition import Edition
from clausier.excerpts import cut_redline, cut_text
from clausier.redline import Markers, compare
from markdown_strategies import edited_documents, edited_soups
from redline_reading import parse, read_newer, read_older, read_plain
from samples import read_samples
from test_redline import read

MARKERS = Markers(
    "inserted:",
    "end of insertion",
    "deleted:",
    "end of deletion",
    moved_to="Moved to",
    moved_from="Moved from",
    split_off="Split off",
    split_from="Split off from",
    merged_into="Merged into",
    merged_from="Merged from",
)
LONG = "The Member cleans the workstation and puts back every tool that was used there."
OTHER = "The Association insures the machines against theft, fire and all damage by water."


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return read_samples(tmp_path_factory.mktemp("samples"))


def excerpts(older: str, newer: str) -> dict[tuple[str | None, str | None], str]:
    redline = compare(read(older, "en"), read(newer, "en"))
    return {ids: excerpt.render(MARKERS) for ids, excerpt in cut_redline(redline).items()}


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def assert_holds_newer_clauses(older: RenderedText, newer: RenderedText) -> None:
    """Check that each changed clause of the newer text can be read from its excerpt."""
    clauses = cut_text(newer)
    found: dict[str, list[str]] = {}
    for (_, name), excerpt in cut_redline(compare(older, newer)).items():
        html = excerpt.render(MARKERS)
        assert not parse(html).xpath("//@id")
        if name is not None:
            found.setdefault(name, []).append(html)
    for name, marked in found.items():
        assert read_plain(clauses[name]) in [read_newer(html) for html in marked], name


def test_both_clauses_can_be_read_from_the_excerpt(edition: Edition) -> None:
    register = edition.register
    count = 0
    for record in register.records:
        for one, two in combinations(record.standings, 2):
            for language in register.settings.languages:
                texts = one.version.text(language), two.version.text(language)
                if texts[0] is None or texts[1] is None:
                    continue
                older, newer = register.render(texts[0]), register.render(texts[1])
                olders, newers = cut_text(older), cut_text(newer)
                for (was, now), excerpt in cut_redline(compare(older, newer)).items():
                    if excerpt.moves_words:
                        continue
                    html = excerpt.render(MARKERS)
                    assert read_older(html) == read_plain(olders[was] if was else "")
                    assert read_newer(html) == read_plain(newers[now] if now else "")
                    count += 1
    assert count > 300


@given(edited_documents())
@settings(max_examples=200)
def test_no_clause_is_lost_in_generated_documents(texts: tuple[str, str]) -> None:
    assert_holds_newer_clauses(*map(read, texts))


@given(edited_soups())
@settings(max_examples=200)
def test_no_clause_is_lost_in_any_html(texts: tuple[str, str]) -> None:
    assert_holds_newer_clauses(*(read_text(text, "fr") for text in texts))


def test_a_clause_that_moved_is_shown_once_with_its_edits() -> None:
    older = f"## 1. One\n\n1.1. {LONG}\n\n## 2. Two\n\n2.1. {OTHER}\n"
    newer = f"## 1. One\n\n## 2. Two\n\n2.1. {OTHER}\n\n2.2. {LONG[:-1]} before.\n"
    [html] = excerpts(older, newer).values()
    assert "data-move" not in html
    assert words(html).count("workstation") == 1
    assert "<ins>" in html


def test_words_that_another_clause_took_are_marked_as_moved_there() -> None:
    older = f"1.1. {OTHER} {LONG}\n\n1.2. Short.\n"
    newer = f"1.1. {OTHER}\n\n1.2. {LONG}\n\n1.3. Short.\n"
    found = excerpts(older, newer)
    left, new = found["art-1.1", "art-1.1"], found["art-1.1", "art-1.2"]
    assert "Split off" in words(left)
    assert "Split off from 1.1" in words(new)
    assert words(new).count("workstation") == 1


def test_a_clause_that_was_merged_into_another_is_struck_out_in_an_excerpt_of_its_own() -> None:
    older = f"1.1. {OTHER}\n\n1.2. {LONG}\n\n1.3. Short.\n"
    newer = f"1.1. {OTHER} {LONG}\n\n1.2. Short.\n"
    found = excerpts(older, newer)
    assert "Merged from 1.2" in words(found["art-1.1", "art-1.1"])
    assert "Merged into 1.1" in words(found["art-1.2", "art-1.1"])
    assert "workstation" in words(found["art-1.2", "art-1.1"])


def test_a_removed_paragraph_belongs_to_its_clause_and_a_removed_clause_to_itself() -> None:
    older = f"1.1. First.\n\n{LONG}\n\n1.2. {OTHER}\n\n1.3. Third.\n"
    newer = "1.1. First.\n\n1.3. Third.\n"
    found = excerpts(older, newer)
    assert "workstation" in words(found["art-1.1", "art-1.1"])
    assert "insures" not in words(found["art-1.1", "art-1.1"])
    assert "insures" in words(found["art-1.2", None])


def test_of_several_clauses_added_together_each_has_its_own() -> None:
    found = excerpts("1.1. First.\n", f"1.1. First.\n\n1.2. {LONG}\n\n1.3. {OTHER}\n")
    assert "insures" not in words(found[None, "art-1.2"])
    assert "workstation" not in words(found[None, "art-1.3"])
    assert found[None, "art-1.3"].startswith("<ins")


def test_a_footnote_goes_with_the_clause_that_points_to_it() -> None:
    text = "1.1. One.[^a]\n\n1.2. Two.[^b]\n\n[^a]: Note {}.\n[^b]: Note other.\n"
    [html] = excerpts(text.format("old"), text.format("new")).values()
    assert "One" in words(html)
    assert "Note other" not in words(html)


def test_what_stands_before_the_first_clause_has_an_excerpt_too() -> None:
    found = excerpts("Before.\n\n1.1. One.\n", "Long before.\n\n1.1. One.\n")
    assert [*found] == [(None, None)]
    assert "One" not in words(found[None, None])


def test_an_excerpt_says_where_it_begins_in_the_whole() -> None:
    redline = compare(
        read("1.1. First.\n\n1.2. Last one.\n", "en"),
        read(f"1.1. First one.\n\n1.2. {LONG}\n\n1.3. {OTHER}\n\n1.4. Last one.\n", "en"),
    )
    anchors = {ids[1]: excerpt.anchor for ids, excerpt in cut_redline(redline).items()}
    assert anchors == {
        "art-1.1": "change-1",
        "art-1.2": "change-2",
        "art-1.3": "art-1.3",
        "art-1.4": "change-3",
    }


def test_a_clause_is_cut_out_of_its_text_without_ids() -> None:
    text = read(f"# Title\n\n## 1. One\n\n1.1. {LONG}\n\n- item\n\n1.2. {OTHER}\n", "en")
    clauses = cut_text(text)
    assert [*clauses] == ["", *(clause.id for clause in text.clauses)]
    assert clauses["art-1.1"] == f"<p>1.1. {LONG}</p>\n<ul><li>item</li></ul>"
    assert read_plain("\n".join(filter(None, clauses.values()))) == read_plain(text.html)
