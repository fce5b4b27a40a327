"""The words of one block while they are being set, and edits of them.

A passage runs through a whole block, whatever elements stand inside it, and remembers which of
its characters belong to which element. What is not prose is in it as a stand-in, so that rules see
that something stands there and cannot reach into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

LINE_BREAK: Final = "\x01"
"""Stands for a line break within a block."""

VEIL: Final = "\x02"
"""Stands for each character of an address."""

OPAQUE: Final = "\x03"
"""Stands for code, an image, or whatever else is not prose."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement in a passage."""

    start: int
    """In code points."""
    end: int
    """Exclusive; equal to `start` for an insertion."""
    new: str
    leans_left: bool = False
    """Whether what is inserted between two elements belongs to the first."""


@dataclass(slots=True)
class Passage:
    """Characters and whose they are."""

    text: str
    bounds: list[int]
    """Where each share begins, rising; the last share ends where the text does."""

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make edits that are in order and do not overlap."""
        parts: list[str] = []
        bounds: list[int] = []
        done = shift = 0
        for edit in edits:
            parts += (self.text[done : edit.start], edit.new)
            done = edit.end
            leftmost = edit.start if edit.leans_left and edit.start == edit.end else edit.start + 1
            while len(bounds) < len(self.bounds) and self.bounds[len(bounds)] < leftmost:
                bounds.append(self.bounds[len(bounds)] + shift)
            shift += len(edit.new) - (edit.end - edit.start)
            while len(bounds) < len(self.bounds) and self.bounds[len(bounds)] <= edit.end:
                bounds.append(edit.end + shift)
        if parts:
            bounds += [bound + shift for bound in self.bounds[len(bounds) :]]
            self.text, self.bounds = "".join((*parts, self.text[done:])), bounds

    def iter_shares(self) -> Iterator[str]:
        """Yield the characters of each share, in order."""
        for start, end in pairwise((*self.bounds, len(self.text))):
            yield self.text[start:end]
