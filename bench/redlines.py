"""The bench of redlines: `python -m bench.redlines`, or `make bench`.

Exit codes: 0, all that was compared can be read back from its redline; 1, something cannot.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Final, TypeVar

from bench.corpus import REAL, Pair, iter_pairs, make_renderer, read_histories, spread
from bench.invariant import iter_failures
from bench.scale import PATIENCE, Measure, measure
from bench.shapes import SHAPES
from bench.tables import format_count, format_seconds, format_table
from bench.trial import (
    format_excess,
    format_marking,
    format_most_excessive,
    format_slowest,
    format_times,
    iter_comparisons,
)

_EDITED, *_HARDER = SHAPES
_LENGTHS: Final = (10_000, 20_000, 40_000, 80_000, 160_000)
_LONGEST: Final = 200_000
_SIZES: Final = dict(zip(_HARDER, (50_000, 40_000, 1_000, 5_000, 5_000, 3_000, 2_000), strict=True))
"""Of each of the harder shapes, after half of it."""

_MEASURES: Final = (
    *("rendering both", "comparing", "redline", "together"),
    *("in use before", "at most", "marks", "characters"),
)

_BUSY: Final = 1.15
"""How many times the processor time the whole may take on a machine that has nothing else to do."""

_T = TypeVar("_T")


def main() -> int:
    """Print all figures; return the exit code."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure redlines.")
    parser.add_argument(
        "--sample", type=int, metavar="N", help="so many pairs, evenly spread (default: all)"
    )
    parser.add_argument("--only", choices=("pairs", "invariant", "scale"), help="one part of it")
    options = parser.parse_args()
    start, failures = time.perf_counter(), 0
    if options.only != "scale":
        pairs = _read_pairs()
        if options.only != "invariant":
            _print_comparisons(pairs, options.sample)
        if options.only != "pairs":
            failures = _print_failures(pairs)
    if options.only in {None, "scale"}:
        _print_growth()
        _print_harder()
    _print_load(time.perf_counter() - start)
    return 1 if failures else 0


def _read_pairs() -> tuple[Pair, ...]:
    """Return all pairs, and print where they are from and what their rendering took."""
    _print_title("Texts")
    histories = read_histories()
    if not REAL.is_dir():
        print("The real histories are not here: these are the versions of the sample.")
    total = sum(len(history.texts) - 1 for history in histories)
    pairs = tuple(_show_progress("rendering", iter_pairs(histories, make_renderer()), total))
    texts = {id(text): text for pair in pairs for text in (pair.older, pair.newer)}.values()
    rows = [
        ["words", *_format_spread([text.text.words for text in texts])],
        ["Markdown to HTML", *_format_times([text.converted_in for text in texts])],
        ["HTML to clauses and words", *_format_times([text.read_in for text in texts])],
    ]
    print(f"{len(texts)} texts in {len(histories)} histories, {len(pairs)} neighbouring pairs.\n")
    print(format_table(["a text", "median", "most", "all texts"], rows))
    return pairs


def _format_spread(counts: Sequence[int]) -> tuple[str, ...]:
    return tuple(format_count(int(n)) for n in (median(counts), max(counts), sum(counts)))


def _format_times(times: Sequence[float]) -> tuple[str, ...]:
    return tuple(map(format_seconds, (median(times), max(times), sum(times))))


def _print_comparisons(pairs: Sequence[Pair], count: int | None) -> None:
    sample = spread(pairs, count or len(pairs))
    compared = tuple(_show_progress("comparing", iter_comparisons(sample), len(sample)))
    which = "all pairs" if len(sample) == len(pairs) else f"{len(sample)} pairs, evenly spread"
    _print_title(f"Time a pair, rendered already: {which}")
    print("The least of 5 times here, of 3 for lxml and redlines; difflib once.\n")
    print(format_times(compared))
    _print_title("Where this engine is least ahead")
    print(format_slowest(compared))
    _print_title("What is marked, on the same pairs")
    print(format_marking(compared))
    _print_title("On how many pairs this engine marks more")
    print(format_excess(compared))
    _print_title("Where it marks most more than the peer that marks least")
    for kind in ("marks", "characters"):
        print(format_most_excessive(compared, kind), end="\n\n")


def _print_failures(pairs: Sequence[Pair]) -> int:
    """Print what cannot be read back from redlines; return how much that is."""
    failures = [
        failure
        for found in _show_progress("reading back", map(iter_failures, pairs), len(pairs))
        for failure in found
    ]
    _print_title("Both texts read back from the published redline")
    print(f"{len(pairs)} pairs, {len(failures)} failures.")
    for failure in failures:
        print(f"- {failure}")
    return len(failures)


def _print_growth() -> None:
    sizes = (*_LENGTHS, _LONGEST)
    tasks = ((size, measure(_EDITED, size)) for size in sizes)
    measured = list(_show_progress("at length", tasks, len(sizes)))
    _print_title("A long text with an edited copy")
    print("About 1% of the paragraphs reworded; some come, go or move; a fifth renumbered.\n")
    rows, before = [], None
    for size, result in measured:
        growth = _format_growth(before, result) if size in _LENGTHS else ""
        rows.append([format_count(size), *_format_measure(result), growth])
        before = result
    print(format_table(["words", *_MEASURES, "growth"], rows))


def _print_harder() -> None:
    sizes = [(name, size) for name, full in _SIZES.items() for size in (full // 2, full)]
    tasks = ((name, size, measure(name, size)) for name, size in sizes)
    measured = list(_show_progress("harder", tasks, len(sizes)))
    _print_title("Harder")
    rows, before = [], None
    for name, size, result in measured:
        growth = _format_growth(before, result) if size == _SIZES[name] else ""
        rows.append([f"{format_count(size)} {name}", *_format_measure(result), growth])
        before = result
    print(format_table(["text", *_MEASURES, "growth"], rows))


def _format_measure(result: Measure | None) -> tuple[str, ...]:
    if result is None:
        return (f"over {PATIENCE} s", *("" for _ in _MEASURES[1:]))
    rendering = result.converted_in + result.read_in
    times = (rendering, result.compared_in, result.rendered_in, result.seconds)
    memory = (f"{amount:.0f} MiB" for amount in (result.held, result.peak))
    counts = map(format_count, (result.marking.marks, result.marking.characters))
    return (*map(format_seconds, times), *memory, *counts)


def _format_growth(half: Measure | None, whole: Measure | None) -> str:
    """Return by what the time grew where the text grew by two."""
    return f"{whole.seconds / half.seconds:.2f}×" if half and whole else ""


def _print_load(passed: float) -> None:
    """Print how much of the time was spent at work, by which one can tell a busy machine."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    worked = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    print(f"\nTook {passed:.0f} s, with {worked:.0f} s of processor time.")
    if passed > _BUSY * worked:
        print("The machine was busy with other things: times above are longer than they need be.")


def _show_progress(task: str, items: Iterable[_T], total: int) -> Iterator[_T]:
    """Yield items, saying on stderr how many there are so far."""
    start = time.perf_counter()
    end = "" if sys.stderr.isatty() else "\n"
    for number, item in enumerate(items, 1):
        if end == "" or number % 20 == 0 or number == total:
            passed = time.perf_counter() - start
            line = f"{task} {number}/{total}, {passed:.0f} s"
            print(f"\r\033[K{line}" if end == "" else line, end=end, file=sys.stderr, flush=True)
        yield item
    if end == "":
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _print_title(title: str) -> None:
    print(f"\n{title}\n{'═' * len(title)}\n", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
