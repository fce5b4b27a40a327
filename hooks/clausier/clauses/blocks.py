"""A text as a tree of blocks, down to the words: what is compared, and what is written.

Nothing here changes once it is made, so that one text can be compared with many others. A block
is one of three:

- a leaf (paragraph, heading, preformatted text…), which holds tokens;
- a container (list, item, quote, table, cell…), which holds blocks;
- a run of words that stands among blocks in no element of its own: a leaf without an element.

The last says the same as a paragraph: whether a list is set tight or loose is not a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from clausier.clauses.lines import Line
from clausier.clauses.tokens import Element, Token
from clausier.typography.tags import CELLS, HEADINGS, VOIDS

LEAVES: Final = HEADINGS | {"p", "pre", "hr", "col"}
"""Elements that hold words, or nothing."""

PARAGRAPH: Final = Element("p", "<p>", "<p>", "<p>")

_SKETCH: Final = 509
"""Bits of a sketch."""

_SHAPING: Final = CELLS | {"li", "dt", "dd", "tr"}
"""Elements that take their place even when they are empty."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One block of a text; made by `make_leaf` and `make_container`."""

    element: Element | None
    """None for words in no element of their own."""
    children: tuple[Block, ...]
    """Of a container, in reading order; may be empty."""
    tokens: tuple[Token, ...]
    """Of a leaf, in reading order; may be empty."""
    key: bytes
    """Equal for blocks that say the same in the same form."""
    body_key: bytes
    """The key without the numbers of the clauses and items that begin here."""
    html: str
    is_blank: bool
    """Whether there is nothing in it to show."""
    anchor: str | None
    """Id of the clause that begins here."""
    label: int
    """How many of its tokens are that clause's number, or the letter or number of an item."""
    is_leaf: bool
    """Whether it holds words rather than blocks."""
    leaves_inside: tuple[Block, ...]
    """Of a container, its leaves, in reading order."""
    has_anchor: bool
    """Whether a clause begins here or inside."""
    words: tuple[int, ...]
    """Codes of the words in it, without the numbers of clauses and items that begin here; of signs,
    where there is no word."""
    sketch: int
    """A bit for each of its words, which now and then fall together: two blocks that have few bits
    in common have little in common."""

    @property
    def tag(self) -> str:
        """Name of its element; empty if it has none."""
        return self.element.tag if self.element else ""

    @property
    def kind(self) -> str:
        """Equal for blocks that can be compared inside."""
        return (self.element or PARAGRAPH).key

    @property
    def takes_place(self) -> bool:
        """Whether a text without it would be another text."""
        return not self.is_blank or self.tag in _SHAPING

    @property
    def plain_text(self) -> str:
        """What it says: a line for each leaf."""
        lines = (read_words(leaf.tokens).strip() for leaf in self.leaves)
        return "\n".join(line for line in lines if line)

    @property
    def leaves(self) -> tuple[Block, ...]:
        """The leaves in it, in reading order; of a leaf, itself."""
        return (self,) if self.is_leaf else self.leaves_inside

    def iter_tokens(self) -> Iterator[Token]:
        """Yield the tokens in it, in reading order."""
        for leaf in self.leaves:
            yield from leaf.tokens


def make_leaf(
    element: Element | None,
    tokens: tuple[Token, ...],
    anchor: str | None = None,
    label: int = 0,
) -> Block:
    """Return the leaf that holds `tokens`.

    Args:
        element: None for words in no element of their own.
        tokens: in reading order.
        anchor: id of the clause that begins here.
        label: length of that clause's number, or of an item's, in code points.
    """
    kind = (element or PARAGRAPH).key
    keys = [*_iter_keys(tokens)]
    key = body_key = _digest(kind, keys)
    label = _count_label(tokens, label) if label else 0
    if label:
        shown = sum(bool(token.key) for token in tokens[:label])
        body_key = _digest(kind, keys[2 * shown :])
    line = Line()
    line.write_tokens(tokens)
    return Block(
        element,
        (),
        tokens,
        key,
        body_key,
        render_element(element, line.close()),
        not any(token.key for token in tokens) and (element is None or element.tag != "hr"),
        anchor,
        label,
        True,
        (),
        anchor is not None,
        *_read_words(tokens[label:]),
    )


def make_container(element: Element, children: Sequence[Block]) -> Block:
    """Return the container that holds `children`, in reading order."""
    parts = [child for child in children if child.takes_place]
    key = body_key = _digest(element.key, (part.key.hex() for part in parts))
    leaves = tuple(leaf for child in children for leaf in child.leaves)
    if any(leaf.label for leaf in leaves):
        body_key = _digest(element.key, (part.body_key.hex() for part in parts))
    return Block(
        element,
        tuple(children),
        (),
        key,
        body_key,
        render_element(element, "\n".join(child.html for child in children)),
        all(child.is_blank for child in children),
        None,
        0,
        False,
        leaves,
        any(child.has_anchor for child in children),
        *_read_words([token for leaf in leaves for token in leaf.tokens[leaf.label :]]),
    )


def _read_words(tokens: Sequence[Token]) -> tuple[tuple[int, ...], int]:
    """Return the codes of words, and their sketch."""
    words = tuple(token.code for token in tokens if token.counted)
    words = words or tuple(token.code for token in tokens if token.key)
    sketch = 0
    for word in words:
        sketch |= 1 << word % _SKETCH
    return words, sketch


def render_element(element: Element | None, inside: str, *, bare: bool = False) -> str:
    """Return what stands `inside` an element with its tags around it; `bare` leaves out its id."""
    if element is None:
        return inside
    start = element.bare if bare else element.start
    return start if element.tag in VOIDS else f"{start}{inside}{element.end}"


def render_bare(block: Block) -> str:
    """Return a block's HTML without ids, for what no longer is part of the text."""
    if not block.is_leaf:
        inside = "\n".join(render_bare(child) for child in block.children)
        return render_element(block.element, inside, bare=True)
    line = Line()
    for token in block.tokens:
        line.write(token.whole, bare=True)
    return render_element(block.element, line.close(), bare=True)


def read_words(tokens: Iterable[Token]) -> str:
    """Return what tokens say, as plain text."""
    return "".join(
        token.text + "".join(piece.html for piece in token.gap if not piece.is_anchor)
        for token in tokens
    )


def _count_label(tokens: Sequence[Token], label: int) -> int:
    """Return how many tokens the first `label` code points of a leaf take up."""
    length = 0
    for count, token in enumerate(tokens):
        if length >= label:
            return count
        length += len(read_words((token,)))
    return len(tokens)


def _iter_keys(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield two keys for each token shown: its own and its gap's; a block's end is a gap."""
    shown = [token for token in tokens if token.key]
    for place, token in enumerate(shown, 1):
        yield token.key
        if place == len(shown) or (token.gap and not token.is_glued):
            yield "\x03"
        else:
            yield "\x06" if token.gap else "\x04"


def _digest(kind: str, keys: Iterable[str]) -> bytes:
    """Return a hash that tells blocks apart, the same in every run."""
    return blake2b("\x05".join((kind, *keys)).encode(), digest_size=16).digest()
