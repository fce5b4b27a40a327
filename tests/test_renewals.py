"""Front matter is edited as a careful hand would: what is asked for, and not a byte more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausier.errors import FrontMatterError
from clausier.frontmatter import parse_page
from clausier.renewals import renew_front

NEXT: Mapping[str, str | None] = {
    "version": "2.0",
    "effective_date": "2027-01-04",
    "change": "substantive",
    "summary": "Le délai change.",
}
BODY = "# Conditions\n\n1.1. Le client paie.\n"

CASES: dict[str, tuple[str, Mapping[str, str | None], str]] = {
    "each value where it stands": (
        '---\ndocument: cgu\nversion: "1.0"\neffective_date: 2026-01-01\nchange: initial\n'
        "summary: Avant.\n---\n",
        NEXT,
        '---\ndocument: cgu\nversion: "2.0"\neffective_date: 2027-01-04\nchange: substantive\n'
        "summary: Le délai change.\n---\n",
    ),
    "what is not there yet, where it belongs": (
        "---\ndocument: cgu\nversion: 1.0\nchange: initial\n---\n",
        NEXT,
        "---\ndocument: cgu\nversion: 2.0\neffective_date: 2027-01-04\nchange: substantive\n"
        "summary: Le délai change.\n---\n",
    ),
    "another order, comments, spaces": (
        "---\n# Ne pas toucher\nchange:   initial   # nature\nversion: '1.0' # numéro\n\n"
        "document: cgu\n# fin\n---  \n",
        NEXT,
        "---\n# Ne pas toucher\nchange:   substantive   # nature\nsummary: Le délai change.\n"
        "version: '2.0' # numéro\neffective_date: 2027-01-04\n\ndocument: cgu\n# fin\n---  \n",
    ),
    "a date taken out": (
        "---\ndocument: cgu\nversion: 1.0\neffective_date: 2026-01-01\nchange: initial\n---\n",
        {"effective_date": None},
        "---\ndocument: cgu\nversion: 1.0\nchange: initial\n---\n",
    ),
    "a date taken out, its comment kept": (
        "---\ndocument: cgu\nversion: 1.0\neffective_date: 2026-01-01  # 0 h\n"
        "change: initial\n---\n",
        {"effective_date": None},
        "---\ndocument: cgu\nversion: 1.0\n# 0 h\nchange: initial\n---\n",
    ),
    "a date that is not there, taken out": (
        "---\ndocument: cgu\nversion: 1.0\nchange: initial\n---\n",
        {"effective_date": None},
        "---\ndocument: cgu\nversion: 1.0\nchange: initial\n---\n",
    ),
    "a summary on lines of its own": (
        "---\ndocument: cgu\nversion: 1.1\nchange: editorial\nsummary: >\n  Sur deux\n  lignes.\n\n"
        "# fin\n---\n",
        {"summary": "Sur une."},
        "---\ndocument: cgu\nversion: 1.1\nchange: editorial\nsummary: Sur une.\n\n# fin\n---\n",
    ),
    "a plain summary on two lines": (
        "---\ndocument: cgu\nversion: 1.1\nsummary: Sur deux\n  lignes.\nchange: editorial\n---\n",
        {"summary": "Sur une."},
        "---\ndocument: cgu\nversion: 1.1\nsummary: Sur une.\nchange: editorial\n---\n",
    ),
    "an empty summary": (
        "---\ndocument: cgu\nversion: 1.1\nchange: editorial\nsummary:   # à écrire\n---\n",
        {"summary": "Le délai change."},
        "---\ndocument: cgu\nversion: 1.1\nchange: editorial\n"
        "summary: Le délai change.   # à écrire\n---\n",
    ),
    "a summary to be written": (
        "---\ndocument: cgu\nversion: 1.1\nchange: editorial\nsummary: Avant.\n---\n",
        {"summary": ""},
        '---\ndocument: cgu\nversion: 1.1\nchange: editorial\nsummary: ""\n---\n',
    ),
    "a colon, which YAML would misread, in quotes": (
        "---\ndocument: cgu\nversion: 1.1\nchange: editorial\nsummary: Avant.\n---\n",
        {"summary": 'Deux délais : le « préavis » et l\'"autre" #1.'},
        "---\ndocument: cgu\nversion: 1.1\nchange: editorial\n"
        'summary: "Deux délais : le « préavis » et l\'\\"autre\\" #1."\n---\n',
    ),
    "single quotes kept": (
        "---\ndocument: 'cgu'\nversion: '1.1'\nchange: 'editorial'\nsummary: 'L''avant'\n---\n",
        {"summary": "L'après", "change": "correction"},
        "---\ndocument: 'cgu'\nversion: '1.1'\nchange: 'correction'\nsummary: 'L''après'\n---\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
def test_what_is_asked_for_and_nothing_more(name: str, ending: str, mark: bytes) -> None:
    before, values, after = CASES[name]
    raw, expected = (mark + (t + BODY).replace("\n", ending).encode() for t in (before, after))
    assert renew_front(raw, values) == expected


@pytest.mark.parametrize(
    "front",
    [
        "{document: cgu, version: 1.0, change: initial}\n",
        "? document\n: cgu\nversion: 1.0\nchange: initial\n",
        "document: &d cgu\nversion: 1.0\nchange: initial\nsummary: *d\n",
    ],
    ids=["on one line", "with question marks", "with references"],
)
def test_what_only_a_person_can_edit_is_left_to_one_or_edited_rightly(front: str) -> None:
    raw = f"---\n{front}---\n{BODY}".encode()
    try:
        renewed = renew_front(raw, NEXT, "docs/fr/cgu.md")
    except FrontMatterError as error:
        assert str(error).startswith("docs/fr/cgu.md:2: the front matter is written in a way")
    else:
        assert str(parse_page(renewed, "x").front.version) == "2.0"  # type: ignore[union-attr]


def test_an_ordinary_page_has_nothing_to_renew() -> None:
    with pytest.raises(FrontMatterError):
        renew_front(b"---\ntitle: Guide\n---\n# Guide\n", NEXT)


# Properties

WORDS = st.text(
    st.sampled_from(list("abé’«»\u00a0\u202f :#'\"-,.[]{}&*!|>%@`?\\0€🙂\u2028\x85~")), max_size=30
).map(str.strip)
"""Summaries of the characters on which YAML trips."""
STYLES = st.sampled_from(["", "'", '"'])


@st.composite
def fronts(draw: st.DrawFn) -> tuple[list[str], str]:
    """Draw the lines of a policy's front matter, and a line end."""
    style = draw(STYLES)
    lines = {
        "document": "document: cgu",
        "version": f"version: {style}1.0{style}",
        "change": f"change: {draw(st.sampled_from(['initial', 'editorial']))}",
    }
    if draw(st.booleans()):
        quote = draw(STYLES)
        lines["effective_date"] = f"effective_date: {quote}2026-01-01{quote}"
    if draw(st.booleans()):
        lines["summary"] = draw(
            st.sampled_from(["summary: Avant", "summary: 'Avant'", 'summary: "A: b"', "summary:"])
        )
    ordered = draw(st.permutations(list(lines.values())))
    dressed = []
    for line in ordered:
        dressed += draw(st.sampled_from([[], ["# note"], [""]]))
        dressed.append(line + draw(st.sampled_from(["", "  ", "  # près"])))
    return dressed, draw(st.sampled_from(["\n", "\r\n", "\r"]))


def untouched(raw: bytes) -> list[str]:
    """Return the front matter's lines, without what stands under keys that are renewed."""
    front = re.split(r"\r\n|\n|\r", raw.decode())
    front = front[: front.index("---", 1)]
    kept = []
    for line in front:
        key = line.partition(":")[0]
        if key in ("version", "effective_date", "change", "summary"):
            line = line[line.index("# près") :] if "# près" in line else ""
        kept.append(line.rstrip())
    return [line for line in kept if line]


@given(fronts(), WORDS, st.none() | st.dates(date(1900, 1, 1)), st.binary(max_size=20))
def test_values_come_out_and_every_other_line_stays(
    front: tuple[list[str], str], summary: str, day: date | None, tail: bytes
) -> None:
    lines, ending = front
    body = (BODY + tail.decode("utf-8", "replace")).encode()
    raw = ending.join(["---", *lines, "---", ""]).encode() + body
    values = {
        "version": "1.1",
        "effective_date": day.isoformat() if day else None,
        "change": "substantive",
        "summary": summary,
    }
    renewed = renew_front(raw, values)
    page = parse_page(renewed, "x")
    assert page.body == parse_page(raw, "x").body == body
    assert page.front is not None
    assert (str(page.front.version), page.front.effective_date) == ("1.1", day)
    assert page.front.change == "substantive"
    assert (page.front.summary or "") == summary.strip()
    assert untouched(renewed) == untouched(raw)
    assert renew_front(renewed, values) == renewed


@given(fronts())
def test_values_put_back_give_the_same_bytes(front: tuple[list[str], str]) -> None:
    lines, ending = front
    raw = (ending.join(["---", *lines, "---", ""]) + BODY).encode()
    before = parse_page(raw, "x").front
    assert before is not None
    values = {"version": "7.3", "change": "correction"}
    if before.effective_date:
        values["effective_date"] = "2031-12-31"
    renewed = renew_front(raw, values)
    assert renewed != raw
    back = {"version": "1.0", "change": before.change.value, "effective_date": "2026-01-01"}
    assert renew_front(renewed, {key: back[key] for key in values}) == raw
