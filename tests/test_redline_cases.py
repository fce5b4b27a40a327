"""Edits as lawyers make them, each with the redline it deserves, in `redlines/*.txt`.

What is expected is written by hand, as the best lawyer would mark the edit, and never by the
engine. When a case fails, judge which of the two forms reads better.
"""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

import pytest

from clausier.clauses import RenderedText
from clausier.redline import Change, Markers
from clausier.report import render_plain
from redline_cases import Case, parse_cases
from test_redline import assert_holds_both, read

FOLDER = Path(__file__).parent / "redlines"
CASES = {
    f"{path.stem}:{case.line} {case.name} [{case.language}]": case
    for path in sorted(FOLDER.glob("*.txt"))
    for case in parse_cases(path.read_text("utf-8"))
}
POINTERS = Markers(
    moved_to="moved to",
    moved_from="moved from",
    moved_within="moved within",
    split_off="split off",
    split_from="split from",
    merged_into="merged into",
    merged_from="merged from",
)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_redline_is_as_a_lawyer_would_mark_it(case: Case) -> None:
    older, newer = read_both(case)
    redline = assert_holds_both(older, newer)
    plain = render_plain(redline, POINTERS).rstrip("\n")
    got = "\n".join((plain, "--- changes", *map(render_change, redline.changes)))
    expected = "\n".join((case.redline, "--- changes", *case.changes))
    if got != expected:
        pytest.fail(set_one_above_the_other(expected, got), pytrace=False)


def read_both(case: Case) -> tuple[RenderedText, RenderedText]:
    return read(case.older, case.language), read(case.newer, case.language)


def render_change(change: Change) -> str:
    """Return a change as it is written in a file of cases."""
    before, after = change.older or "(none)", change.newer or "(none)"
    if change.older is None and change.newer is None:
        before = after = "preamble"
    return "".join(
        (
            ",".join(change.kinds),
            f" {before}" if before == after else f" {before} -> {after}",
            f" +{change.words_inserted}" if change.words_inserted else "",
            f" -{change.words_deleted}" if change.words_deleted else "",
        )
    )


def set_one_above_the_other(expected: str, got: str) -> str:
    """Return what was expected and what came, line by line."""
    lines = []
    for one, two in zip_longest(expected.split("\n"), got.split("\n")):
        if one == two:
            lines.append(f"           {one}")
        else:
            lines += (f"expected:  {side}" for side in (one,) if side is not None)
            lines += (f"     got:  {side}" for side in (two,) if side is not None)
    return "\n".join(lines)


GOOD = "=== Un mot [fr]\n--- older\nA\n\nB\n\n--- newer\n\n--- redline\n[-A-]\n--- changes\nx y\n\n"


def test_a_case_is_parsed_into_its_parts() -> None:
    assert parse_cases(f"\n{GOOD}{GOOD.replace('fr', 'en')}") == (
        Case("Un mot", "fr", "A\n\nB", "", "[-A-]", ("x y",), 2),
        Case("Un mot", "en", "A\n\nB", "", "[-A-]", ("x y",), 15),
    )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("Un mot\n" + GOOD, "line 1: a file of cases begins"),
        (GOOD.replace(" [fr]", ""), "line 1: expected `=== Name"),
        (GOOD.replace("--- newer", "--- new"), "line 1: expected --- older, --- newer"),
        (GOOD.replace("--- older", "A\n--- older"), "line 1: expected --- older, --- newer"),
        (GOOD + GOOD, "line 14: there is a case of this name"),
    ],
)
def test_what_is_no_case_is_refused_with_its_line(source: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_cases(source)


def test_cases_are_many_and_in_both_languages() -> None:
    languages = [case.language for case in CASES.values()]
    assert min(languages.count("fr"), languages.count("en")) >= 60
