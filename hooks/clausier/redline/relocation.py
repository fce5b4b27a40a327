"""Passages that left their place, put where they stood and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Literal

from clausier.clauses.blocks import Block
from clausier.clauses.tokens import Token
from clausier.redline.cuts import cut_strokes
from clausier.redline.passages import (
    Pair,
    Passage,
    Span,
    choose_pairs,
    is_near,
    is_restyled,
    read_passages,
)
from clausier.redline.references import Renumbering
from clausier.redline.rewording import compare_leaves, compare_tokens
from clausier.redline.steps import (
    Added,
    Compared,
    Move,
    MovedAway,
    MovedHere,
    Removed,
    Reworded,
    Step,
    Stroke,
)


def relocate_passages(
    steps: Sequence[Step], renumbered: Renumbering, names: Iterator[int]
) -> tuple[Step, ...]:
    """Return the steps with words that left their place shown as split off, merged or moved.

    Args:
        steps: between two texts, in reading order, every leaf compared.
        renumbered: the numbers that clauses had and have.
        names: numbers that no move has yet.
    """
    pairs = tuple(choose_pairs(*read_passages(steps)))
    if not pairs:
        return tuple(steps)
    rewriting = _Rewriting(renumbered)
    for pair, name in zip(pairs, names, strict=False):
        older, newer = pair.older, pair.newer
        begins = (side.stroke is None and side.block.anchor is not None for side in (older, newer))
        move = Move(str(name), _kind(pair), older.block, newer.block, *begins)
        rewriting.take(pair, move)
    return rewriting.rewrite(steps)


def _kind(pair: Pair) -> Literal["moved", "split", "merged"]:
    """Return how a passage left its place. Next to it, a paragraph was split or merged."""
    if is_near(pair.older, pair.newer):
        if pair.older.stroke and not pair.newer.stroke:
            return "split"
        if pair.newer.stroke and not pair.older.stroke:
            return "merged"
    return "moved"


class _Rewriting:
    """Puts moves in place of what was removed and added."""

    def __init__(self, renumbered: Renumbering) -> None:
        self._renumbered = renumbered
        self._blocks: dict[Step, Step] = {}
        self._cuts: dict[Stroke, list[tuple[Span, Stroke]]] = {}
        self._leaves: set[Step] = set()
        self._opened: dict[Step, dict[Block, Step]] = {}
        """Lists that stand in one text only and of which items moved, with what became of those."""

    def take(self, pair: Pair, move: Move) -> None:
        """Take down a passage with its two places."""
        older, newer = pair.older, pair.newer
        if is_restyled(pair):
            self._put(older, Removed(older.block, "formatting"))
            self._put(newer, Added(newer.block, "formatting"))
            return
        words = older.read(pair.older_span)
        if older.stroke is None:
            self._put(older, MovedAway((older.block,), move))
        else:
            self._cut(older, pair.older_span, Stroke(words, (), "moved", move))
        if newer.stroke is None:
            step = self._read_anew(older, newer, words)
            self._put(newer, MovedHere((step,), move))
        else:
            tokens = newer.read(pair.newer_span)
            renumbered = self._renumbered.at(older.block)
            strokes = compare_tokens(_end_like(words, tokens), tokens, renumbered)
            self._cut(newer, pair.newer_span, Stroke((), tokens, "moved", move, strokes))

    def _put(self, passage: Passage, step: Step) -> None:
        """Put a step in the place of a block that was removed or added."""
        if passage.whole is None:
            self._blocks[passage.step] = step
        else:
            self._opened.setdefault(passage.whole.step, {})[passage.block] = step

    def _cut(self, passage: Passage, span: Span, stroke: Stroke) -> None:
        if passage.stroke is not None:
            self._cuts.setdefault(passage.stroke, []).append((span, stroke))
            self._leaves.add(passage.step)

    def _read_anew(self, older: Passage, newer: Passage, words: tuple[Token, ...]) -> Step:
        """Return the step from a passage's words to the block that they became."""
        block, renumbered = newer.block, self._renumbered.at(older.block)
        if block.tag == "tr":
            cells = zip(older.block.children, block.children, strict=True)
            return Compared(block, block, tuple(_read_cell(*pair, renumbered) for pair in cells))
        leaves = older.block.leaves, block.leaves
        is_alike = older.block.is_leaf == block.is_leaf and len(leaves[0]) == len(leaves[1]) == 1
        if older.stroke is None and is_alike:
            strokes = compare_leaves(leaves[0][0], leaves[1][0], renumbered)
            return _lay_out(block, _Reader(strokes))
        tokens = tuple(block.iter_tokens())
        end = block.leaves[0].label
        if [token.key for token in words[:end]] == [token.key for token in tokens[:end]]:
            end = 0  # what stood in a sentence as `(a)` begins an item as `(a)`
        label, rest = tokens[:end], tokens[end:]
        if len(block.leaves) == 1:
            strokes = compare_tokens(_end_like(words, rest), rest, renumbered)
        else:
            strokes = _own(compare_tokens(words, rest, renumbered, by_words=True))
        if label:
            strokes = (Stroke((), label, "number"), *strokes)
        return _lay_out(block, _Reader(strokes))

    def rewrite(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        """Return steps with every move in its places."""
        return tuple(map(self._rewrite, steps))

    def _rewrite(self, step: Step) -> Step:
        if isinstance(step, Compared):
            return replace(step, steps=self.rewrite(step.steps))
        if isinstance(step, Reworded) and step in self._leaves:
            strokes = cut_strokes(step.strokes, self._cuts, self._renumbered.at(step.older))
            return replace(step, strokes=tuple(strokes))
        if isinstance(step, Removed | Added) and step in self._opened:
            items = self._opened[step]
            steps = (items.get(item) or replace(step, block=item) for item in step.block.children)
            return Compared(step.block, step.block, tuple(steps))
        return self._blocks.get(step, step)


def _read_cell(older: Block, newer: Block, renumbered: Mapping[str, str]) -> Step:
    """Return the step from a cell of a row that moved to what it is there."""
    one, two = (tuple(cell.iter_tokens()) for cell in (older, newer))
    strokes = _own(compare_tokens(one, two, renumbered, by_words=True))
    return _lay_out(newer, _Reader(strokes))


def _end_like(words: tuple[Token, ...], others: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return words with the white space at their end that others have."""
    return (*words[:-1], replace(words[-1], gap=others[-1].gap if others else ()))


def _own(strokes: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """Return strokes whose kept words are those of the newer side, white space and all.

    Only white space that a deletion can hold stays as it was.
    """
    owned: list[Stroke] = []
    for stroke, after in zip_longest(strokes, strokes[1:]):
        if stroke.is_kept:
            older = tuple(token for token in stroke.newer if token.key)
            if after is not None and after.older and stroke.older[-1].gap:
                older = (*older[:-1], stroke.older[-1])
            stroke = replace(stroke, older=older)
        owned.append(stroke)
    return tuple(owned)


class _Reader:
    """Hands out strokes, cut where a leaf of the newer text ends."""

    def __init__(self, strokes: Sequence[Stroke]) -> None:
        self._strokes = [*reversed(strokes)]

    def read(self, length: int) -> tuple[Stroke, ...]:
        """Return the strokes whose newer sides are the next `length` tokens."""
        read: list[Stroke] = []
        while self._strokes and (length or not self._strokes[-1].newer):
            stroke = self._strokes.pop()
            if len(stroke.newer) > length:
                first, second = stroke.newer[:length], stroke.newer[length:]
                older: tuple[Token, ...] = ()
                if stroke.is_kept:
                    older = tuple(token for token in first if token.key)
                rest = stroke.older[len(older) :]
                self._strokes.append(replace(stroke, older=rest, newer=second))
                stroke = replace(stroke, older=older, newer=first)
            length -= len(stroke.newer)
            read.append(stroke)
        return tuple(read)


def _lay_out(block: Block, reader: _Reader) -> Step:
    """Return a block with the next strokes in its leaves."""
    if block.is_leaf:
        return Reworded(block, block, reader.read(len(block.tokens)))
    return Compared(block, block, tuple(_lay_out(child, reader) for child in block.children))
