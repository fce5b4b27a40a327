"""What a PDF is made of: blocks and words as plain values, which the templates walk.

A template is handed these as JSON and never as source, so that nothing in a text can be taken
for an instruction to the typesetter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal, TypeAlias

Style: TypeAlias = Literal[
    "strong",
    "emphatic",
    "code",
    "underlined",
    "struck",
    "raised",
    "lowered",
    "inserted",
    "deleted",
    "moved_here",
    "moved_away",
    "typographic",
    "follows",
    "aside",
]
"""How words are shown. `underlined` and `struck` are the author's, and no changes; `follows` are a
number, or a reference, that a change elsewhere made another; `aside` is said about the text and not
by it."""

MARKS: frozenset[Style] = frozenset({"inserted", "deleted", "moved_here", "moved_away"})


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike."""

    pieces: tuple[str, ...]
    """They read as one; a line may be broken between two."""
    styles: tuple[Style, ...] = ()
    """In alphabetical order."""

    @property
    def text(self) -> str:
        """The words."""
        return "".join(self.pieces)


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that a link in the same file leads to; nothing is shown."""

    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere else."""

    url: str
    """Absolute, in ASCII; empty if it leads to an anchor or a heading in the same file."""
    target: str
    """The name of that anchor or heading; empty if there is `url`."""
    words: tuple[Run | Break | Anchor, ...]


Words: TypeAlias = tuple[Run | Break | Anchor | Link, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words set as one paragraph."""

    words: Words
    label: tuple[Run, ...] = ()
    """The number that it begins with, and that hangs beside it."""
    hang: float = 0
    """How far that number hangs out, in ems."""
    changed: bool = False
    """Whether a change is marked in it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a clause."""

    words: Words
    title: str
    """What it says in the newer text, as bookmarks have it: a line of plain text."""
    level: int
    """1 to 6; never more than one below the heading before it, as PDF/UA asks."""
    rank: int
    """1 to 6, as the text has it: how large it is."""
    name: str = ""
    """By which a link finds it; empty if it has none."""
    label: tuple[Run, ...] = ()
    hang: float = 0
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Preformatted words."""

    words: Words
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the text."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list."""

    label: tuple[Run, ...]
    """Its number; empty in a list without numbers."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A list."""

    ordered: bool
    tight: bool
    """Whether every item is no more than a paragraph, with lists below it."""
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """Terms and what they mean."""

    terms: Words
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """A list of definitions."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    column: int
    """From 0."""
    row: int
    """From 0."""
    colspan: int
    rowspan: int
    header: bool
    align: Literal["start", "center", "end"]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; no two cells overlap, and none stands outside."""

    columns: int
    header_rows: int
    """How many of the rows are its head."""
    repeated: bool
    """Whether its head stands on every page that the table reaches."""
    cells: tuple[Cell, ...]
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks with a bar beside them."""

    bar: Literal["changed", "moved"]
    blocks: tuple[Block, ...]


Block: TypeAlias = (
    Paragraph | Heading | Verbatim | Rule | List | Definitions | Quote | Table | Group
)

Node: TypeAlias = Block | Run | Break | Anchor | Link | Item | Definition | Cell


def render_json(value: object) -> str:
    """Return values and nodes as JSON; a node is an object with its `kind` and its fields."""
    return json.dumps(value, default=_describe, ensure_ascii=False, separators=(",", ":"))


def _describe(node: Node) -> Mapping[str, object]:
    members = {field.name: getattr(node, field.name) for field in fields(node)}
    return {"kind": type(node).__name__.lower(), **members}


def iter_nodes(value: object) -> Iterator[object]:
    """Yield a node and all nodes in it, or in a tuple of nodes; labels after what they label."""
    if isinstance(value, tuple):
        for part in value:
            yield from iter_nodes(part)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from iter_nodes(getattr(value, field.name))


def iter_runs(value: object) -> Iterator[Run]:
    """Yield the runs in a node, or in a tuple of nodes; labels after what they label."""
    return (node for node in iter_nodes(value) if isinstance(node, Run))
