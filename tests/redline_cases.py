"""Redline cases as people write them, parsed: an edit, the redline it deserves, and its changes.

A file of cases is text. A line `=== Name [fr]` begins a case; its four parts, in this order, begin
at `--- older`, `--- newer`, `--- redline` and `--- changes`. The first two are Markdown, and the
third is the redline in its plain form. The last has a line for each clause touched, in the reading
order of the newer text: what happened to it, its id in the older text and, where it is another,
in the newer, and how many words of substance were inserted and deleted.

    modified art-2.1 +1 -1
    moved,renumbered art-2.2 -> art-3.2
    added (none) -> art-4 +12
    typographic preamble

Blank lines at the ends of a part do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_HEAD = re.compile(r"=== (?P<name>\S.*?) \[(?P<language>[a-z]{2})\]")
_PARTS = ("older", "newer", "redline", "changes")


@dataclass(frozen=True, slots=True)
class Case:
    """One edit, and what a lawyer expects of its redline."""

    name: str
    """Says what the edit is; with the language, it is unique in its file."""
    language: str
    older: str
    """Markdown; may be empty."""
    newer: str
    """Markdown; may be empty."""
    redline: str
    """In the plain form of a redline."""
    changes: tuple[str, ...]
    """A line for each clause touched, in order; empty if the texts say the same."""
    line: int
    """Where the case begins in its file, from 1."""


def parse_cases(source: str) -> tuple[Case, ...]:
    """Return the cases of a file, in order.

    Raises:
        ValueError: naming the line, if it is not a case's head or part where one is due.
    """
    lines = source.split("\n")
    starts = [place for place, line in enumerate(lines) if line.startswith("===")]
    if any(line.strip() for line in lines[: starts[0] if starts else None]):
        raise ValueError("line 1: a file of cases begins with `=== Name [fr]`")
    ends = [*starts[1:], len(lines)]
    cases = tuple(
        _parse_case(lines[one:two], one + 1) for one, two in zip(starts, ends, strict=True)
    )
    taken: set[tuple[str, str]] = set()
    for case in cases:
        if (case.name, case.language) in taken:
            raise ValueError(f"line {case.line}: there is a case of this name already")
        taken.add((case.name, case.language))
    return cases


def _parse_case(lines: Sequence[str], number: int) -> Case:
    """Return the case that `lines` hold, the first of which is line `number` of its file."""
    head = _HEAD.fullmatch(lines[0].rstrip())
    if head is None:
        raise ValueError(f"line {number}: expected `=== Name [fr]`, not {lines[0]!r}")
    parts = dict(_iter_parts(lines, number))
    return Case(
        name=head["name"],
        language=head["language"],
        older=parts["older"],
        newer=parts["newer"],
        redline=parts["redline"],
        changes=tuple(line for line in parts["changes"].split("\n") if line),
        line=number,
    )


def _iter_parts(lines: Sequence[str], number: int) -> Iterator[tuple[str, str]]:
    """Yield the parts of a case with their names."""
    heads = [f"--- {name}" for name in _PARTS]
    places = [place for place, line in enumerate(lines) if line.rstrip() in heads]
    found = [lines[place].rstrip() for place in places]
    if found != heads or places[0] != 1:
        raise ValueError(f"line {number}: expected {', '.join(heads)} below it, and nothing else")
    for name, start, end in zip(_PARTS, places, [*places[1:], len(lines)], strict=True):
        body = (line.rstrip() for line in lines[start + 1 : end])
        yield name, "\n".join(body).strip("\n")
