"""False alarms of `clausier check`: `python -m bench.alarms`, or `make bench`.

Each version that a company really published is taken as a proposal over the one before it, with
front matter in order; where a translation was kept, so is each version of it beside the text that
stood then. Lawyers published these texts: whatever is found in them either is worth
telling, or is a false alarm. The table says how much there is of each; one example of each says
which of the two it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha1
from itertools import chain, pairwise
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bench.corpus import REAL, History, Translated, make_renderer, read_histories, read_translated
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
document: tos
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
    renderer = make_renderer()
    alone = (
        iter_alarms(history, number, texts, renderer)
        for history in read_histories(real)
        for number, texts in enumerate(pairwise(history.texts), 1)
    )
    _tell("real proposals", [tuple(found) for found in alone])
    both = (
        iter_translated(document, number, states, renderer)
        for document in read_translated(real)
        for number, states in enumerate(pairwise(document.states), 1)
    )
    _tell("real proposals with their translation", [tuple(found) for found in both])


def _tell(what: str, proposals: Sequence[Sequence[Alarm]]) -> None:
    """Print a table of what is found in some proposals, then an example of each."""
    alarms: dict[str, list[Alarm]] = defaultdict(list)
    for alarm in chain.from_iterable(proposals):
        alarms[alarm.problem.code].append(alarm)
    clean = sum(not found for found in proposals)
    title = f"What check finds in {len(proposals)} {what}, {clean} of which have nothing"
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
    language = history.language
    proposal = propose({language: texts}, renderer)
    yield from _iter_found(f"{history.name} {language} {number}-{number + 1}", proposal)


def iter_translated(
    document: Translated,
    number: int,
    states: tuple[tuple[str, str], tuple[str, str]],
    renderer: Renderer,
) -> Iterator[Alarm]:
    """Yield what is found in a text and its translation, proposed over those before."""
    english, translated = zip(*states, strict=True)
    proposal = propose({"en": english, document.language: translated}, renderer)
    name = f"{document.name} en+{document.language} {number}-{number + 1}"
    yield from _iter_found(name, proposal)


def _iter_found(name: str, proposal: Proposal) -> Iterator[Alarm]:
    lines = {page.uri: page.raw.decode("utf-8").splitlines() for page in proposal.pages}
    for problem in list_problems(proposal):
        line, text = problem.place.line, lines.get(problem.place.uri or "", [])
        shown = text[line - 1].strip() if line and line <= len(text) else ""
        yield Alarm(name, problem, shown)


def propose(texts: Mapping[str, tuple[str, str]], renderer: Renderer) -> Proposal:
    """Return each language's newer text as the version that follows the older ones.

    Args:
        texts: older and newer text by language, the governing one first.
        renderer: makes HTML of Markdown.
    """
    languages = tuple(texts)
    published = Publication("1" * 40, datetime(2026, 1, 5, 9, tzinfo=UTC))
    before, after = {}, {}
    for language, (older, newer) in texts.items():
        first = _HEAD.format(version="1.0", day="2026-02-01", change="initial", summary="First.")
        summary = f"Next ({language})."
        second = _HEAD.format(
            version="2.0", day="2026-09-01", change="substantive", summary=summary
        )
        uri = f"docs/{language}/tos.md"
        before[uri] = (first + older).encode()
        after[uri] = (second + newer).encode()
    changes = tuple(
        FileChange(published, uri, sha1(b"blob %d\0" % len(raw) + raw).hexdigest(), raw)
        for uri, raw in before.items()
    )
    past = Past(published, 1, "docs", changes, Path())
    settings = Settings("Example", languages, languages[0], ZoneInfo("Europe/Paris"), 7, {})
    fork = Fork(past, before, before, ())
    return build_proposal(fork, after, Path("nowhere"), settings, renderer, _TODAY)


def _iter_rows(alarms: dict[str, list[Alarm]]) -> Iterator[Sequence[str]]:
    """Yield a row for each code, the most frequent first."""
    for code, found in sorted(alarms.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        pairs = {alarm.pair for alarm in found}
        lines = {alarm.line for alarm in found}
        yield code, *map(format_count, (len(found), len(pairs), len(lines)))


if __name__ == "__main__":
    main()
