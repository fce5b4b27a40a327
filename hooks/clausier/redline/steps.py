"""What leads from one text to another, as values: block by block, and word by word.

Read in order, the older sides of all steps are the older text, and the newer sides the newer one,
save that what moved is at its old place in the one and at its new place in the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from clausier.clauses.blocks import Block
from clausier.clauses.tokens import Token

Nature: TypeAlias = Literal[
    "kept", "words", "number", "reference", "formatting", "typographic", "moved"
]
"""What differs between the sides of a stroke: nothing; words of substance; the clause's own
number; the number of another clause, as it was renumbered; emphasis, a link's target or an image's
file; case, apostrophes, quotes, no-break spaces, dashes or ligatures. `moved`: one side stands
elsewhere."""


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Words that stand elsewhere."""

    name: str
    """What its two places share: a number, no other move of the redline has it."""
    kind: Literal["moved", "split", "merged"]
    """Split: a part of a block became a block of its own; merged: the other way round."""
    older: Block
    """Where it stood: the block that moved, or the leaf that held it."""
    newer: Block
    """Where it stands."""
    from_clause: bool = True
    """Whether what moved began a clause at its old place, rather than stand within one."""
    to_clause: bool = True
    """Likewise at its new place."""


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """A stretch of words in a leaf: kept, struck out and written anew, or moved."""

    older: tuple[Token, ...]
    newer: tuple[Token, ...]
    nature: Nature
    move: Move | None = None
    """Where `moved`. With `older` alone it is the old place, with `newer` alone the new one."""
    inner: tuple[Stroke, ...] = ()
    """At the new place, from what the words were to what they are."""

    @property
    def is_kept(self) -> bool:
        """Whether both sides say the same, token by token."""
        return self.nature == "kept"


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A block that says the same in both texts."""

    older: Block
    newer: Block


@dataclass(frozen=True, slots=True, eq=False)
class Removed:
    """A block of the older text only."""

    block: Block
    nature: Nature = "words"
    """`formatting` where its words stand next to it as another kind of block."""


@dataclass(frozen=True, slots=True, eq=False)
class Added:
    """A block of the newer text only."""

    block: Block
    nature: Nature = "words"
    """`formatting` where its words stood next to it as another kind of block."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Two containers of one kind, with what changed in them."""

    older: Block
    newer: Block
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """Two leaves of one kind that belong together, not compared yet."""

    older: Block
    newer: Block


@dataclass(frozen=True, slots=True, eq=False)
class Reworded:
    """Two leaves of one kind, with what changed in them.

    Of changed strokes that follow each other, no two have the same nature.
    """

    older: Block
    newer: Block
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MovedAway:
    """The old place of blocks that moved."""

    blocks: tuple[Block, ...]
    move: Move


@dataclass(frozen=True, slots=True, eq=False)
class MovedHere:
    """The new place of blocks that moved."""

    steps: tuple[Step, ...]
    """From what it was to what it is; only the newer sides are part of a text here."""
    move: Move


Step: TypeAlias = Kept | Removed | Added | Compared | Paired | Reworded | MovedAway | MovedHere


def iter_newer(steps: Sequence[Step]) -> Iterator[Block]:
    """Yield the blocks of the newer text among some steps, outermost only, in reading order."""
    for step in steps:
        if isinstance(step, Added):
            yield step.block
        elif isinstance(step, Kept | Compared | Paired | Reworded):
            yield step.newer
        elif isinstance(step, MovedHere):
            yield from iter_newer(step.steps)
