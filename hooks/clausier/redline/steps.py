"""What leads from one text to another, as values: block by block, and word by word.

Read in order, the older sides of all steps are the older text, and the newer sides the newer one,
save that a clause that moved is at its old place in the one and at its new place in the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from clausier.clauses.blocks import Block
from clausier.clauses.tokens import Token


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A block that says the same in both texts."""

    older: Block
    newer: Block


@dataclass(frozen=True, slots=True, eq=False)
class Removed:
    """A block of the older text only."""

    block: Block


@dataclass(frozen=True, slots=True, eq=False)
class Added:
    """A block of the newer text only."""

    block: Block


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Two containers of one kind, with what changed in them."""

    older: Block
    newer: Block
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """A stretch of words in a leaf: kept, or struck out and written anew."""

    older: tuple[Token, ...]
    newer: tuple[Token, ...]
    is_kept: bool
    """Whether both sides say the same, token by token."""


@dataclass(frozen=True, slots=True, eq=False)
class Reworded:
    """Two leaves of one kind, with what changed in them; kept and changed strokes alternate."""

    older: Block
    newer: Block
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MovedAway:
    """The old place of a clause that moved."""

    blocks: tuple[Block, ...]
    name: str
    """What the two places of one move share."""


@dataclass(frozen=True, slots=True, eq=False)
class MovedHere:
    """The new place of a clause that moved."""

    steps: tuple[Step, ...]
    """From what it was to what it is: `Kept`, `Removed`, `Added`, `Compared` and `Reworded`."""
    name: str


Step: TypeAlias = Kept | Removed | Added | Compared | Reworded | MovedAway | MovedHere
