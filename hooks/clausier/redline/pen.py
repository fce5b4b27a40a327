"""What is written where a change begins and ends, and how changes are numbered.

What is said there depends on who reads, and where. So a redline is written once, with a place for
each thing that may be said, and `fill_places` says it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final, Literal, TypeAlias

from clausier.redline.steps import Move

Tag: TypeAlias = Literal["ins", "del"]

_PLACE: Final = re.compile("\x01([^\x01]*)\x01")
"""A place for what may be said. Texts hold no such character (`typography.characters`)."""


@dataclass(frozen=True, slots=True)
class Markers:
    """What is said around changes, for those who do not see them; nothing is said if empty."""

    inserted: str = ""
    inserted_end: str = ""
    deleted: str = ""
    deleted_end: str = ""
    moved_to: str = ""
    """At the old place of what moved, before the clause where it stands now."""
    moved_from: str = ""
    """At its new place, before the clause where it stood."""
    moved_within: str = ""
    """At both places, where they are in one clause."""
    moved_end: str = ""
    split_off: str = ""
    """In place of `moved_to`, where a part became a paragraph of its own beside."""
    split_from: str = ""
    merged_into: str = ""
    """In place of `moved_to`, where a paragraph became part of one beside."""
    merged_from: str = ""


@dataclass(frozen=True, slots=True)
class Pointers:
    """What is said at both places of a move, as HTML; empty if nothing is."""

    away: str
    here: str


class Pen:
    """Marks the changes of one redline, from top to bottom."""

    def __init__(self) -> None:
        self.count = 0
        """How many runs of changes there are up to here."""
        self._in_run = False
        """Whether nothing but changes stands between here and the last mark."""

    def lift(self) -> None:
        """Take note that something stands here that did not change."""
        self._in_run = False

    def resume(self) -> None:
        """Take note that what follows goes on with the last run of changes."""
        self._in_run = self.count > 0

    def open(self, tag: Tag, attributes: str = "", *, is_move: bool = False) -> str:
        """Return a mark's start tag and a place for what is said there; number a run's first.

        What moved is neither said to be inserted nor deleted.
        """
        if not self._in_run:
            self._in_run = True
            self.count += 1
            attributes = f' id="change-{self.count}"{attributes}'
        said = "" if is_move else "\x01inserted\x01" if tag == "ins" else "\x01deleted\x01"
        return f"<{tag}{attributes}>{said}"

    def close(self, tag: Tag, *, is_move: bool = False) -> str:
        """Return a place for what is said at a mark's end, and its end tag."""
        if is_move:
            return f"\x01moved_end\x01</{tag}>"
        return f"\x01{'inserted' if tag == 'ins' else 'deleted'}_end\x01</{tag}>"

    def mark(self, tag: Tag, inside: str, attributes: str = "") -> str:
        """Return HTML with a mark around it."""
        return f"{self.open(tag, attributes)}{inside}{self.close(tag)}"


def render_place(move: Move, side: Literal["away", "here"]) -> str:
    """Return the place for what is said where words moved away, or came here."""
    return f"\x01{side} {move.name}\x01"


def fill_places(html: str, markers: Markers, pointers: Mapping[Move, Pointers]) -> str:
    """Return a redline's HTML with what is said in its places."""
    said = {
        name: f'<span class="spoken" data-furniture> {escape(words)} </span>' if words else ""
        for name, words in (
            ("inserted", markers.inserted),
            ("inserted_end", markers.inserted_end),
            ("deleted", markers.deleted),
            ("deleted_end", markers.deleted_end),
            ("moved_end", markers.moved_end),
        )
    }
    for move, pointer in pointers.items():
        said[f"away {move.name}"] = pointer.away
        said[f"here {move.name}"] = pointer.here
    return _PLACE.sub(lambda place: said.get(place[1], ""), html)
