"""One long comparison, timed and weighed in a process of its own."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final

from bench.corpus import make_renderer, read_histories, render
from bench.marks import Marking, count_marking, read_html
from bench.shapes import SHAPES
from clausier.clauses import RenderedText
from clausier.redline import Markers, compare, render_redline

PATIENCE: Final = 120
"""Seconds after which a comparison is given up."""
_REPEATS: Final = 5
_ENOUGH: Final = 10.0
"""Seconds after which it is not timed once more."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What one comparison took. Memory is in MiB."""

    words: int
    """Of the newer text."""
    converted_in: float
    """Seconds from Markdown to HTML, both texts together."""
    read_in: float
    """Seconds from HTML to clauses, blocks and words, both texts together."""
    compared_in: float
    """Seconds; the least of a few."""
    rendered_in: float
    """Seconds from there to the redline's HTML; likewise."""
    held: float
    """Memory in use before, both texts in it."""
    peak: float
    """The most memory in use while comparing and rendering the redline."""
    marking: Marking

    @property
    def seconds(self) -> float:
        """From two rendered texts to the redline's HTML."""
        return self.compared_in + self.rendered_in


def measure(shape: str, size: int) -> Measure | None:
    """Return what one of `SHAPES` takes at a size; None if it takes too long."""
    measured: Measure | None = _call_apart("spawn", _measure, 2 * PATIENCE, shape, size)
    return measured


def _call_apart(method: str, task: Callable[..., Any], patience: float, *args: Any) -> Any:
    """Return what a task returns in a process of its own; None if it takes too long."""
    context: Any = multiprocessing.get_context(method)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, task, args))
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(patience) else None
    except EOFError:
        raise SystemExit(f"measuring {args[0]} failed") from None
    finally:
        process.terminate()
        process.join()


def _answer(connection: Connection[Any, Any], task: Callable[..., Any], args: Any) -> None:
    connection.send(task(*args))


def _measure(name: str, size: int) -> Measure | None:
    shape = SHAPES[name](read_histories(), size)
    renderer = make_renderer()
    older, newer = (render(text, shape.language, renderer) for text in (shape.older, shape.newer))
    # A forked process starts with what is in use now, not with the most that rendering took; but
    # it copies pages as it goes, and so is no place to take the time.
    memory = _call_apart("fork", _weigh, PATIENCE, older.text, newer.text)
    if memory is None:
        return None
    times, html = _time(older.text, newer.text)
    return Measure(
        words=newer.text.words,
        converted_in=older.converted_in + newer.converted_in,
        read_in=older.read_in + newer.read_in,
        compared_in=times[0],
        rendered_in=times[1],
        held=memory[0],
        peak=memory[1],
        marking=count_marking(read_html(html)),
    )


def _weigh(older: RenderedText, newer: RenderedText) -> tuple[float, float]:
    """Return the memory in use before a comparison and the most in use during it, in MiB."""
    before = _most_memory()
    render_redline(compare(older, newer), Markers())
    return before, _most_memory()


def _most_memory() -> float:
    """Return the most memory that this process ever had in use, in MiB; Linux counts in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _time(older: RenderedText, newer: RenderedText) -> tuple[tuple[float, float], str]:
    """Return the seconds to compare and to render, at best, and the redline."""
    best = (float("inf"), 0.0)
    html, total = "", 0.0
    for _ in range(_REPEATS):
        start = time.perf_counter()
        redline = compare(older, newer)
        compared = time.perf_counter()
        html = render_redline(redline, Markers())
        end = time.perf_counter()
        best = min(best, (compared - start, end - compared), key=sum)
        total += end - start
        if total >= _ENOUGH:
            break
    return best, html
