"""How far a redline goes: figures by kind, and every clause on a map."""

from __future__ import annotations

from clausier.clauses import Renderer, read_text
from clausier.extent import Article, Entry, Extent, measure_extent
from clausier.redline import compare

_RENDERER = Renderer(["tables"])


def extent(older: str, newer: str) -> Extent:
    texts = (read_text(_RENDERER.render(source), "en") for source in (older, newer))
    return measure_extent(compare(*texts))


def clauses(*texts: str) -> str:
    return "\n\n".join(texts)


def told(entry: Entry) -> str:
    """One entry as a line: its number or heading, its sign, its relation to another number."""
    name = (entry.clause.number or entry.clause.heading) if entry.clause else "-"
    relation = f"{entry.relation} {entry.number}" if entry.number else ""
    return " ".join(filter(None, (name, entry.sign, relation)))


def map_of(measured: Extent) -> list[list[str]]:
    return [[told(entry) for entry in article.entries] for article in measured.articles]


A = "The Company confirms each order within three days."
B = "The Client may cancel an order without cost until it is confirmed."
C = "Orders of the same day are treated as one and invoiced together."
D = "Each party protects the personal data it receives from the other."


def test_two_texts_that_say_the_same_have_nothing_to_show() -> None:
    measured = extent(clauses("## 1. One", f"1.1. {A}"), clauses("## 1. One", f"1.1. {A}"))
    assert (measured.touched, measured.unchanged, measured.figures) == (0, 2, ())
    assert measured.groups == ()
    assert map_of(measured) == [["1", "1.1"]]


def test_a_clause_that_was_removed_stands_where_it_was() -> None:
    measured = extent(
        clauses("## 1. One", f"1.1. {A}", f"1.2. {B}", "## 2. Two", f"2.1. {C}"),
        clauses("## 1. One", f"1.1. {A}", "## 2. Two", f"2.1. {C}"),
    )
    assert map_of(measured) == [["1", "1.1", "1.2 removed"], ["2", "2.1"]]
    assert measured.figures == (("removed", 1),)
    assert not measured.overlaps


def test_an_article_that_was_removed_comes_after_the_whole_of_the_one_before_it() -> None:
    measured = extent(
        clauses("## 1. One", f"1.1. {A}", "## 2. Two", f"2.1. {B}", "## 3. Three", f"3.1. {C}"),
        clauses("## 1. One", f"1.1. {A}", f"1.2. {D}", "## 2. Three", f"2.1. {C}"),
    )
    assert map_of(measured) == [
        ["1", "1.1", "1.2 added"],
        ["2 removed", "2.1 removed"],
        ["2 renumbered formerly 3", "2.1 renumbered formerly 3.1"],
    ]


def test_a_clause_that_moved_is_shown_once_at_its_new_place() -> None:
    measured = extent(
        clauses("## 1. One", f"1.1. {A}", f"1.2. {B}", "## 2. Two", f"2.1. {C}"),
        clauses("## 1. One", f"1.1. {A}", "## 2. Two", f"2.1. {C}", f"2.2. {B}"),
    )
    assert map_of(measured) == [["1", "1.1"], ["2", "2.1", "2.2 moved formerly 1.2"]]
    assert measured.overlaps  # moved and renumbered


def test_a_split_clause_names_the_one_it_came_from_and_a_merged_one_where_it_went() -> None:
    apart = clauses("## 1. One", f"1.1. {A}", f"1.2. {B}", f"1.3. {C}")
    together = clauses("## 1. One", f"1.1. {A} {B}", f"1.2. {C}")
    assert map_of(extent(together, apart)) == [
        ["1", "1.1 split", "1.2 split from 1.1", "1.3 renumbered formerly 1.2"]
    ]
    assert map_of(extent(apart, together)) == [
        ["1", "1.1 merged", "1.2 merged into 1.1", "1.2 renumbered formerly 1.3"]
    ]


def test_new_words_are_shown_before_a_new_number() -> None:
    measured = extent(
        clauses("## 1. One", f"1.1. {A}"),
        clauses("## 1. Zero", f"1.1. {D}", "## 2. One", f"2.1. {A.replace('three', 'two')}"),
    )
    (clause,) = (e for a in measured.articles for e in a.entries if told(e).startswith("2.1"))
    assert clause.change is not None
    assert clause.change.kinds == ("renumbered", "modified")
    assert clause.sign == "modified"


def test_what_stands_before_the_first_clause_comes_first() -> None:
    measured = extent(
        clauses("These terms bind both parties from today.", "## 1. One", f"1.1. {A}"),
        clauses("These terms bind all the parties from today.", "## 1. One", f"1.1. {A}"),
    )
    assert map_of(measured) == [["- modified"], ["1", "1.1"]]
    assert measured.articles[0].head is None


def test_each_clause_touched_has_a_place_of_its_own_to_lead_to() -> None:
    measured = extent(
        clauses("## 1. One", f"1.1. {A}"),
        clauses("## 1. One", f"1.1. {A}", "## 2. Two", f"2.1. {B}", f"2.2. {C}"),
    )
    anchors = [entry.anchor for article in measured.articles for entry in article.touched]
    assert anchors == ["change-1", "art-2.1", "art-2.2"]  # one run of changes holds all three


def test_articles_without_a_change_of_substance_are_listed_together() -> None:
    older = clauses(*(f"## {n}. Article\n\n{n}.1. {text}" for n, text in enumerate((A, B, C), 1)))
    newer = clauses(
        f"## 1. New\n\n1.1. {D}",
        *(f"## {n}. Article\n\n{n}.1. {text}" for n, text in enumerate((A, B, C), 2)),
    )
    groups = extent(older, newer).groups
    assert [[heading_of(a) for a in group.articles] for group in groups] == [["1"], ["2", "3", "4"]]
    assert [group.is_light for group in groups] == [False, True]
    assert groups[1].figures == (("renumbered", 6),)
    assert len(groups[1].touched) == 6


def heading_of(article: Article) -> str | None:
    return article.head.number if article.head else None
