"""Numbering: the numbers of clauses follow one another, in each series and at each level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clausier.checks.places import locate_clauses, name_clause
from clausier.clauses import Clause, RenderedText
from clausier.clauses.numbering import ANNEXES, ARTICLE, read_roman
from clausier.clauses.references import cite
from clausier.errors import Message, Problem, say
from clausier.proposals import Proposal

_SUFFIXES = ("", "bis", "ter", "quater", "quinquies")


def find_misnumbered(proposal: Proposal) -> Iterator[Problem]:
    """Yield the clauses of reworded texts whose number does not follow the one before."""
    for page in proposal.pages:
        if not page.front or not page.rendered or not page.is_reworded:
            continue
        places = locate_clauses(page)
        for clause, finding in _iter_findings(page.rendered):
            yield Problem(
                say("%(clause)s: %(what)s", clause=name_clause(clause), what=finding.what),
                finding.remedy,
                places[clause.id],
                code=finding.code,
            )


@dataclass(frozen=True, slots=True)
class _Finding:
    what: Message
    remedy: Message
    code: str


@dataclass(frozen=True, slots=True)
class _Rank:
    """A number, taken apart."""

    series: str
    """What counts: a series, its level, and the clause whose parts are counted."""
    values: tuple[int, ...]
    """What the last part may stand for: `I` is one, or comes after `H`."""
    suffix: int
    """0, or 1 for `bis`, 2 for `ter` …"""
    parent: str
    """Number of the clause that it is a part of by its own number; mostly empty."""
    before: str
    """What stands before its last part: `4.` of `4.2`."""
    is_plain: bool
    """Whether it is written in figures."""


def _read_rank(clause: Clause, number: str) -> _Rank | None:
    series, _, digits = cite(number).partition(" ")
    digits, _, suffix = digits.partition(" ")
    parent, dot, last = digits.rpartition(".")
    if last.isdigit():
        values: tuple[int, ...] = (int(last),)
    else:
        roman = read_roman(last)
        letter = ord(last) - ord("A") + 1 if len(last) == 1 else None
        values = tuple(value for value in (roman, letter) if value)
    if not values or suffix not in _SUFFIXES:
        return None
    level = "" if parent or series != ARTICLE else f"{clause.heading is not None}{clause.level}"
    series = "annex" if series in ANNEXES else series
    kind = f"{series}/{level}/{parent}/{last.isdigit()}"
    return _Rank(kind, values, _SUFFIXES.index(suffix), parent, parent + dot, last.isdigit())


@dataclass(slots=True)
class _Run:
    """What was counted so far in one series."""

    value: int = 0
    suffix: int = 0
    path: tuple[str, ...] = ()
    clause: Clause | None = None
    breaks: int = 0
    """How many headings that may begin a count anew had come."""
    seen: set[tuple[int, int]] = field(default_factory=set)


def _iter_findings(text: RenderedText) -> Iterator[tuple[Clause, _Finding]]:
    """Yield each clause whose number does not follow, with what is wrong."""
    runs: dict[str, _Run] = {}
    clauses = {clause.id: clause for clause in text.clauses}
    told: set[tuple[str, tuple[str, ...]]] = set()
    breaks: list[int] = []  # level of each heading that may begin counts anew
    for clause in text.clauses:
        rank = _read_rank(clause, clause.number) if clause.number else None
        if rank is None:
            if clause.heading is not None and not clause.number:
                breaks.append(clause.level)
            continue
        annex = next((i for i in clause.path if i.startswith(tuple(ANNEXES))), "")
        key = f"{annex}//{rank.series}"
        run = runs.get(key)
        level = clause.level if clause.heading is not None else 6
        anew = sum(at <= level for at in breaks)
        if run is None or _begins_anew(run, rank, clause, anew):
            if run is None and rank.values[0] != 1 and not _is_right(rank, 0):
                yield clause, _gap(rank, None, 1)
            run = runs[key] = _Run()
        elif (finding := _judge(run, rank)) is not None:
            yield clause, finding
        misplaced = _misplaced(clause, rank, clauses)
        if misplaced is not None and (rank.parent, clause.path) not in told:
            told.add((rank.parent, clause.path))
            yield clause, misplaced
        _advance(run, rank, clause, anew)


def _is_right(rank: _Rank, value: int) -> bool:
    return value + 1 in rank.values


def _begins_anew(run: _Run, rank: _Rank, clause: Clause, anew: int) -> bool:
    """Return whether a count may begin again: in another division, or under another heading."""
    if 1 not in rank.values or rank.suffix or rank.parent:
        return False
    return clause.path != run.path or anew > run.breaks


def _judge(run: _Run, rank: _Rank) -> _Finding | None:
    """Return what is wrong with a number after those before it."""
    assert run.clause is not None
    if rank.suffix:
        follows = run.value in rank.values and rank.suffix == run.suffix + 1
        if follows or run.value + 1 in rank.values:
            return None
    elif run.value + 1 in rank.values:
        return None
    if any((value, rank.suffix) in run.seen for value in rank.values):
        return _Finding(
            say("this number was given before"),
            say("Number the clauses again from here on, and check the references to them"),
            "numbering-repeated",
        )
    if max(rank.values) > run.value:
        return _gap(rank, run.clause, run.value + 1)
    return _Finding(
        say("it comes after %(clause)s", clause=name_clause(run.clause)),
        say("Put the clauses in the order of their numbers"),
        "numbering-order",
    )


def _gap(rank: _Rank, before: Clause | None, expected: int) -> _Finding:
    wanted = f"{rank.before}{expected}" if rank.is_plain else None
    if before is None:
        what = say("the count begins with it")
    else:
        what = say("it comes right after %(clause)s", clause=name_clause(before))
    if wanted is None:
        remedy = say("Give it the next number, or put back what is missing before it")
    else:
        remedy = say("Number it %(wanted)s, or put back what is missing before it", wanted=wanted)
    return _Finding(what, remedy, "numbering-gap")


def _misplaced(clause: Clause, rank: _Rank, clauses: Mapping[str, Clause]) -> _Finding | None:
    """Return what is wrong with `4.1` if it stands in another article than 4."""
    around = [
        number
        for i in clause.path
        if (number := clauses[i].number) and number[0].isdigit() and clauses[i].heading is not None
    ]
    if not rank.parent or not around:
        return None
    if any(rank.parent == n or rank.parent.startswith(f"{n}.") for n in around):
        return None
    return _Finding(
        say("it stands in clause %(number)s", number=around[-1]),
        say("Number it as a part of that clause, or put it in its own"),
        "numbering-order",
    )


def _advance(run: _Run, rank: _Rank, clause: Clause, anew: int) -> None:
    value = next((v for v in rank.values if v in (run.value, run.value + 1)), rank.values[0])
    run.seen.add((value, rank.suffix))
    run.value, run.suffix = value, rank.suffix
    run.path, run.clause, run.breaks = clause.path, clause, anew
