"""Engines tried on the same pairs of texts: how long each takes, and how much it marks."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median
from typing import Final

from bench.corpus import Pair
from bench.marks import Marking, count_marking
from bench.peers import ENGINES, HERE, PEERS, Engine
from bench.tables import format_count, format_seconds, format_table

_LISTED: Final = 10
"""How many pairs are listed at most."""
_AHEAD: Final = 10
"""How many times faster than its peers this engine is meant to be."""
_NAMES: Final = tuple(engine.name for engine in ENGINES)

_Count = Callable[[Marking], int]
_COUNTS: Final[Mapping[str, _Count]] = {
    "marks": attrgetter("marks"),
    "marks of substance": attrgetter("of_substance"),
    "runs": attrgetter("runs"),
    "characters": attrgetter("characters"),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One engine on one pair."""

    seconds: float
    """The least of its repeats."""
    marking: Marking


@dataclass(frozen=True, slots=True)
class Comparison:
    """All engines on one pair."""

    pair: str
    is_change: bool
    """Whether the two texts differ in their HTML."""
    trials: Mapping[str, Trial]
    """By the engine's name, in the order of `ENGINES`."""

    @property
    def here(self) -> Trial:
        """This project's engine."""
        return self.trials[HERE.name]

    def ratio(self, peer: Engine) -> float:
        """Return how many times longer a peer takes."""
        return self.trials[peer.name].seconds / self.here.seconds

    def least(self, count: _Count, engines: Sequence[Engine] = ENGINES) -> int:
        """Return the lowest count of some engines."""
        return min(count(self.trials[engine.name].marking) for engine in engines)


def iter_comparisons(pairs: Sequence[Pair]) -> Iterator[Comparison]:
    """Yield the comparison of each pair by every engine."""
    # So that no engine pays for looking through the texts of all pairs for what is not in use.
    gc.collect()
    gc.freeze()
    for pair in pairs:
        trials = {engine.name: _try(engine, pair) for engine in ENGINES}
        yield Comparison(pair.name, pair.older.text.html != pair.newer.text.html, trials)


def _try(engine: Engine, pair: Pair) -> Trial:
    best, redline = float("inf"), ""
    for _ in range(engine.repeats):
        start = time.perf_counter()
        redline = engine.redline(pair)
        best = min(best, time.perf_counter() - start)
    return Trial(best, count_marking(engine.read(redline)))


def format_times(comparisons: Sequence[Comparison]) -> str:
    """Return the times of each engine, and how they compare with those of this one."""
    rows = []
    for engine in ENGINES:
        times = [comparison.trials[engine.name].seconds for comparison in comparisons]
        row = [engine.name, *map(format_seconds, (median(times), max(times), sum(times)))]
        if engine is not HERE:
            ratios = [comparison.ratio(engine) for comparison in comparisons]
            overall = sum(times) / sum(comparison.here.seconds for comparison in comparisons)
            row += [f"{ratio:.1f}×" for ratio in (median(ratios), min(ratios), overall)]
            row.append(format_count(sum(ratio < _AHEAD for ratio in ratios)))
        rows.append([*row, *[""] * (8 - len(row))])
    head = ("engine", "median", "longest", "all pairs")
    ratio = ("ratio: median", "least", "all pairs", f"pairs below {_AHEAD}×")
    return format_table((*head, *ratio), rows)


def format_slowest(comparisons: Sequence[Comparison]) -> str:
    """Return the pairs on which this engine is least ahead of the fastest peer."""
    ranked = sorted(comparisons, key=lambda one: min(map(one.ratio, PEERS)))
    rows = [
        [one.pair, format_seconds(one.here.seconds), *(f"{one.ratio(peer):.1f}×" for peer in PEERS)]
        for one in ranked[:_LISTED]
    ]
    return format_table(("pair", *_NAMES), rows)


def format_marking(comparisons: Sequence[Comparison]) -> str:
    """Return how much each engine marks, and on how many pairs none marks less."""
    rows = []
    for engine in ENGINES:
        markings = [comparison.trials[engine.name].marking for comparison in comparisons]
        whole = sum(markings, Marking())
        pairs = list(zip(markings, comparisons, strict=True))
        fewest = sum(marking.marks == one.least(_COUNTS["marks"]) for marking, one in pairs)
        unseen = sum(one.is_change and not marking.marks for marking, one in pairs)
        sums = (whole.marks, whole.forms, whole.runs, whole.characters, whole.moved)
        rows.append([engine.name, *map(format_count, (*sums, fewest, unseen))])
    sums_head = ("marks", "of form only", "runs", "characters", "of them moved")
    return format_table(
        ("engine", *sums_head, "pairs with fewest marks", "changed pairs without a mark"), rows
    )


def format_excess(comparisons: Sequence[Comparison]) -> str:
    """Return, for each peer, on how many pairs this engine has more than it."""
    rows = [
        [
            peer.name,
            *(
                format_count(
                    sum(count(one.here.marking) > one.least(count, [peer]) for one in comparisons)
                )
                for count in _COUNTS.values()
            ),
        ]
        for peer in PEERS
    ]
    return format_table(("more than", *_COUNTS), rows)


def format_most_excessive(comparisons: Sequence[Comparison], kind: str) -> str:
    """Return the pairs on which this engine has most more of a kind than the peer with least."""
    count = _COUNTS[kind]

    def excess(comparison: Comparison) -> int:
        return count(comparison.here.marking) - comparison.least(count, PEERS)

    ranked = sorted(comparisons, key=excess, reverse=True)
    rows = [
        [one.pair, *(format_count(count(trial.marking)) for trial in one.trials.values())]
        for one in ranked[:_LISTED]
        if excess(one) > 0
    ]
    return format_table((kind, *_NAMES), rows)
