"""What the bench counts, and the texts it reads and makes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import alarms
from bench.corpus import SAMPLE, History, Pair, iter_pairs, make_renderer, read_histories, spread
from bench.marks import Marking, count_marking, read_html, read_markdown
from bench.shapes import SHAPES
from bench.tables import format_table

HTML = [
    ("<p>sous 30 jours</p>", Marking()),
    (
        "<p>sous <del>30</del><ins>60 </ins>jours</p>",
        Marking(characters=4, marks=2, runs=2),
    ),
    ("<p>sous <del> </del>30<ins></ins> jours</p>", Marking()),
    # Three paragraphs in one mark, or in one each, are one run.
    (
        "<ins><p>un</p>\n<p>deux</p></ins><p>trois</p>",
        Marking(characters=6, marks=1, runs=1),
    ),
    (
        "<p><ins>un</ins></p>\n<p><ins>deux</ins></p><p>trois</p>",
        Marking(characters=6, marks=2, runs=1),
    ),
    ("<p><ins>un <b>deux</b></ins> <b><ins>3</ins></b></p>", Marking(7, marks=2, runs=1)),
    # An image has no characters, but is seen.
    ("<p>a<del><img src='a'></del></p>", Marking(marks=1, runs=1)),
    # Both places of a clause that moved are marked, and so is what changed in it.
    (
        "<del data-move='1'>Objet</del><p>a</p><ins data-move='1'>Obj<ins>et</ins>s</ins>",
        Marking(characters=11, moved=11, marks=3, runs=3),
    ),
    ("<p><del data-kind='typography'>l'</del><ins>l’</ins>art</p>", Marking(4, 0, 2, 1, 2)),
    (
        "<p><ins><span data-furniture>inséré : </span>un</ins></p>",
        Marking(characters=2, marks=1, runs=1),
    ),
]


@pytest.mark.parametrize(("html", "expected"), HTML)
def test_marks_in_html_are_counted(html: str, expected: Marking) -> None:
    assert count_marking(read_html(html)) == expected


def test_marks_in_markdown_are_counted() -> None:
    markdown = (
        "# Objet\n\n<del>**A**</del><ins>B &amp; C</ins> <img alt='x'> et <ins><b>D</ins></b>"
    )
    assert count_marking(read_markdown(markdown)) == Marking(characters=9, marks=3, runs=3)


def test_markings_add_up() -> None:
    assert Marking(1, 2, 3, 4, 5) + Marking(10, 20, 30, 40, 50) == Marking(11, 22, 33, 44, 55)
    assert Marking(marks=5, forms=2).of_substance == 3


def test_histories_are_read_without_front_matter_and_without_repetition(tmp_path: Path) -> None:
    texts = ("---\ntitle: a\n---\n# Un\n", "---\ntitle: b\n---\n# Un\n", "# Deux\n", "# Un\n")
    rows = [{"document": "cgu", "language": "fr", "text": text} for text in texts]
    rows.insert(1, {"document": "cgu", "language": "en", "text": "# One\n"})
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "societe.jsonl").write_text(lines, "utf-8")
    assert read_histories(tmp_path) == (
        History("societe cgu", "fr", ("# Un\n", "# Deux\n", "# Un\n")),
        History("societe cgu", "en", ("# One\n",)),
    )


def test_the_sample_stands_in_for_histories_that_are_not_there(tmp_path: Path) -> None:
    histories = read_histories(tmp_path / "nowhere")
    assert [(one.name, one.language) for one in histories] == [
        ("conditions", "en"),
        ("conditions", "fr"),
    ]
    assert all(len(one.texts) == len([*SAMPLE.glob(f"*.{one.language}.md")]) for one in histories)


def test_each_text_of_a_history_is_rendered_once() -> None:
    history = History("cgu", "fr", ("# A\n", "# B\n\n| a |\n| - |\n| b |\n", "# C\n"))
    one, two = iter_pairs([history], make_renderer())
    assert (one.name, two.name) == ("cgu fr 1-2", "cgu fr 2-3")
    assert one.newer is two.older
    assert "<table>" in one.newer.text.html
    assert one.newer.plain == "B\na\nb"


def test_a_sample_is_spread_over_all_pairs() -> None:
    history = History("cgu", "fr", tuple(f"# {number}\n" for number in range(11)))
    pairs: tuple[Pair, ...] = tuple(iter_pairs([history], make_renderer()))
    assert [pair.name for pair in spread(pairs, 3)] == ["cgu fr 1-2", "cgu fr 4-5", "cgu fr 7-8"]
    assert spread(pairs, 20) == pairs


@pytest.mark.parametrize("name", SHAPES)
def test_long_texts_are_always_the_same_and_differ_from_their_edited_copy(
    name: str, tmp_path: Path
) -> None:
    histories = read_histories(tmp_path / "nowhere")
    shape = SHAPES[name](histories, 400)
    assert shape == SHAPES[name](histories, 400)
    assert shape.older != shape.newer
    assert len(SHAPES[name](histories, 800).older) > 1.5 * len(shape.older)


def test_columns_of_figures_are_set_to_the_right() -> None:
    assert format_table(["a", "b"], [["one", "1"], ["two", "10"]]) == (
        "a     b\n───  ──\none   1\ntwo  10"
    )


def test_where_there_are_no_real_terms_no_alarms_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alarms.main(tmp_path / "absent")
    assert "false alarms are not counted" in capsys.readouterr().out


def test_alarms_are_counted_by_code_with_an_example(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = ("# Terms\n\n1. One.\n", "# Terms\n\n1. Two.\n", f"# Terms\n\n{'<b>' * 5000}deep\n")
    rows = [
        {"document": "tos", "language": "en", "text": text, "committed_at": at}
        for at, text in enumerate(texts)
    ]
    (tmp_path / "firm.jsonl").write_text("\n".join(map(json.dumps, rows)))
    alarms.main(tmp_path)
    told = capsys.readouterr().out
    assert "2 real proposals, 1 of which have nothing" in told
    assert "text-unreadable         1          1      1" in told
    assert "text-unreadable: firm tos en 2-3" in told


def test_alarms_are_counted_beside_translations(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story = (
        ("en", "# Terms\n\n1. You pay €10.\n"),
        ("fr", "# Conditions\n\n1. Vous payez 10 €.\n"),
        ("en", "# Terms\n\n1. You pay €20.\n"),
        ("fr", "# Conditions\n\n1. Vous payez 30 €.\n"),
    )
    rows = [
        {"document": "tos", "language": language, "text": text, "committed_at": at}
        for at, (language, text) in enumerate(story)
    ]
    (tmp_path / "firm.jsonl").write_text("\n".join(map(json.dumps, rows)))
    alarms.main(tmp_path)
    told = capsys.readouterr().out
    assert "2 real proposals, 2 of which have nothing" in told
    assert "1 real proposals with their translation, 0 of which have nothing" in told
    assert "translation-figures: firm tos en+fr 1-2" in told
