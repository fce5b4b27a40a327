"""False alarms of `clausier check`: `python -m bench.alarms`, or `make bench`.

Each version that a company really published is taken as a proposal over the one before it, with
front matter in order. Lawyers published these texts: whatever is found in them either is worth
telling, or is a false alarm. The table says how much there is of each; one example of each says
which of the two it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha1
from itertools import pairwise
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bench.corpus import REAL, History, make_renderer, read_histories
from bench.tables import format_count, format_table
from clausier.checks import list_problems
from clausier.clauses import Renderer
from clausier.errors import Problem
from clausier.git import FileChange, Fork
from clausier.git import History as Past
from clausier.model import Publication
from clausier.proposals import Proposal, build_proposal
from clausier.settings import Settings

_TODAY: Final = date(2026, 6, 15)
_HEAD: Final = """\
---
document: terms
version: "{version}"
effective_date: {day}
change: {change}
summary: {summary}
---
"""
_LONGEST: Final = 100
"""Characters shown of a line."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One finding in a text that was published."""

    pair: str
    problem: Problem
    line: str
    """The line of the file that it stands on."""


def main(real: Path = REAL) -> None:
    """Print what is found in real terms, by code, with an example of each."""
    if not real.is_dir():
        print(f"No real terms in {real}: false alarms are not counted.")
        return
    alarms: dict[str, list[Alarm]] = defaultdict(list)
    count = clean = 0
    renderer = make_renderer()
    for history in read_histories(real):
        for number, (older, newer) in enumerate(pairwise(history.texts), 1):
            found = tuple(iter_alarms(history, number, (older, newer), renderer))
            count += 1
            clean += not found
            for alarm in found:
                alarms[alarm.problem.code].append(alarm)
    title = f"What check finds in {count} real proposals, {clean} of which have nothing"
    print(f"\n{title}\n{'═' * len(title)}\n")
    print(format_table(("code", "findings", "proposals", "lines"), tuple(_iter_rows(alarms))))
    print()
    for code in sorted(alarms):
        first = alarms[code][0]
        print(f"{code}: {first.pair}, line {first.problem.place.line}: {first.problem.what}")
        print(f"    {first.line[:_LONGEST]}")


def iter_alarms(
    history: History, number: int, texts: tuple[str, str], renderer: Renderer
) -> Iterator[Alarm]:
    """Yield what is found in the newer of two texts, proposed over the older."""
    proposal = propose(history.language, *texts, renderer)
    (page,) = proposal.pages
    lines = page.raw.decode("utf-8").splitlines()
    for problem in list_problems(proposal):
        line = problem.place.line
        shown = lines[line - 1].strip() if line and line <= len(lines) else ""
        yield Alarm(f"{history.name} {history.language} {number}-{number + 1}", problem, shown)


def propose(language: str, older: str, newer: str, renderer: Renderer) -> Proposal:
    """Return the newer text as the version that follows the older one, in one language."""
    uri = f"docs/{language}/terms.md"
    first = _HEAD.format(version="1.0", day="2026-02-01", change="initial", summary="First.")
    second = _HEAD.format(version="1.1", day="2026-09-01", change="substantive", summary="Next.")
    raw = (first + older).encode()
    published = Publication("1" * 40, datetime(2026, 1, 5, 9, tzinfo=UTC))
    blob = sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
    past = Past(published, 1, "docs", (FileChange(published, uri, blob, raw),), Path())
    before = {uri: raw}
    settings = Settings("Example", (language,), language, ZoneInfo("Europe/Paris"), 7, {})
    return build_proposal(
        Fork(past, before, before, ()),
        {uri: (second + newer).encode()},
        Path("nowhere"),
        settings,
        renderer,
        _TODAY,
    )


def _iter_rows(alarms: dict[str, list[Alarm]]) -> Iterator[Sequence[str]]:
    """Yield a row for each code, the most frequent first."""
    for code, found in sorted(alarms.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        pairs = {alarm.pair for alarm in found}
        lines = {alarm.line for alarm in found}
        yield code, *map(format_count, (len(found), len(pairs), len(lines)))


if __name__ == "__main__":
    main()
