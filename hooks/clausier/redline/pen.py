"""What is written where a change begins and ends, and how changes are numbered."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal, TypeAlias

Tag: TypeAlias = Literal["ins", "del"]


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


class Pen:
    """Marks the changes of one redline, from top to bottom."""

    def __init__(self, markers: Markers) -> None:
        self.markers = markers
        self.count = 0
        """How many runs of changes there are up to here."""
        self._in_run = False
        """Whether nothing but changes stands between here and the last mark."""

    def lift(self) -> None:
        """Take note that something stands here that did not change."""
        self._in_run = False

    def open(self, tag: Tag, attributes: str = "", *, is_move: bool = False) -> str:
        """Return a mark's start tag and what is said there; number it if a run begins.

        What moved is neither said to be inserted nor deleted.
        """
        if not self._in_run:
            self._in_run = True
            self.count += 1
            attributes = f' id="change-{self.count}"{attributes}'
        said = self.markers.inserted if tag == "ins" else self.markers.deleted
        return f"<{tag}{attributes}>{_render_spoken('' if is_move else said)}"

    def close(self, tag: Tag, *, is_move: bool = False) -> str:
        """Return what is said at a mark's end, and its end tag."""
        said = self.markers.inserted_end if tag == "ins" else self.markers.deleted_end
        return f"{_render_spoken(self.markers.moved_end if is_move else said)}</{tag}>"

    def mark(self, tag: Tag, inside: str, attributes: str = "") -> str:
        """Return HTML with a mark around it."""
        return f"{self.open(tag, attributes)}{inside}{self.close(tag)}"


def _render_spoken(said: str) -> str:
    return f'<span class="spoken" data-furniture> {escape(said)} </span>' if said else ""
