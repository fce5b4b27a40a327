"""Which marks a redline has, so that a report explains those and no others."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

_MARK: Final = re.compile(r"<(ins|del)\b([^>]*)>")
"""A mark's start tag. A text has no such tag of its own, and its signs are escaped."""
_KIND: Final = re.compile(r'\bdata-kind="(\w+)"')


@dataclass(frozen=True, slots=True)
class Marks:
    """The kinds of a redline's marks: `words`, `move`, and the values of `data-kind`."""

    inserted: frozenset[str]
    deleted: frozenset[str]

    def have(self, kinds: Collection[str]) -> bool:
        """Return whether any mark is of one of these kinds."""
        return not (self.inserted | self.deleted).isdisjoint(kinds)


def find_marks(html: str) -> Marks:
    """Return the marks of a redline, as `render_redline` writes it."""
    found: dict[str, set[str]] = {"ins": set(), "del": set()}
    for tag, attributes in _MARK.findall(html):
        kind = _KIND.search(attributes)
        is_move = "data-move=" in attributes
        found[tag].add("move" if is_move else kind[1] if kind else "words")
    return Marks(frozenset(found["ins"]), frozenset(found["del"]))
