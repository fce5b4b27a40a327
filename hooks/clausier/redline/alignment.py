"""Two texts aligned block by block: what was kept, removed, added, or belongs together.

Blocks that say the same are matched first, then those that differ in nothing but a clause's
number, then those that are most alike, each within the gaps that are left. So a clause that was
renumbered is found by its words, and one that was rewritten by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from clausier.clauses.blocks import Block
from clausier.clauses.tables import has_spans
from clausier.redline.likeness import Likeness
from clausier.redline.matching import find_matches
from clausier.redline.steps import Added, Compared, Kept, Paired, Removed, Step

_ENOUGH: Final = 0.6
"""Share of its words that a part of a clause has in common with the whole."""
_NEAR: Final = 8
"""How many blocks on the beginning of another is looked for."""

_Pairs: TypeAlias = Iterable[tuple[int, int]]
_Method: TypeAlias = Callable[[Sequence[Block], Sequence[Block]], _Pairs]


class Alignment:
    """Aligns blocks of two texts. What it learns of a block serves for one comparison."""

    def __init__(self) -> None:
        self.likeness = Likeness()
        self._methods: tuple[_Method, ...] = (
            _match_same,
            _match_bodies,
            self.likeness.pair,
            self._match_beginnings,
        )

    def compare(self, older: Sequence[Block], newer: Sequence[Block]) -> tuple[Step, ...]:
        """Return the steps from one sequence of blocks to another, in reading order.

        Where both have something, what was removed comes before what was added. Leaves that belong
        together are `Paired`; nothing is looked at for moves.
        """
        # What shows nothing is no part of the older text, but may be a place in the newer page.
        shown = [block for block in older if block.takes_place]
        return tuple(self._keep_numbers([*self._iter_steps(shown, newer, self._methods)]))

    def _match_beginnings(self, older: Sequence[Block], newer: Sequence[Block]) -> _Pairs:
        """Yield blocks of which the one is how the other begins: the rest was split or merged."""
        two = 0
        for one, block in enumerate(older):
            for place in range(two, min(two + _NEAR, len(newer))):
                if block.is_leaf and self.likeness.begins(block, newer[place]):
                    yield one, place
                    two = place + 1
                    break

    def _keep_numbers(self, steps: list[Step]) -> list[Step]:
        """Return the steps with a clause that was split or merged paired under its own number.

        It is paired with whichever part is longer, which may now bear another number.
        """
        for place in range(1, len(steps)):
            before, step = steps[place - 1 : place + 1]
            if not isinstance(step, Paired) or step.older.anchor == step.newer.anchor:
                continue
            one, two = step.older, step.newer
            if isinstance(before, Added) and self._is_part(before.block, one):
                steps[place - 1 : place + 1] = [Paired(one, before.block), Added(two)]
            elif isinstance(before, Removed) and self._is_part(before.block, two):
                steps[place - 1 : place + 1] = [Paired(before.block, two), Removed(one)]
        return steps

    def _is_part(self, block: Block, whole: Block) -> bool:
        is_namesake = block.anchor is not None and block.anchor == whole.anchor
        is_namesake = is_namesake and block.kind == whole.kind
        return is_namesake and self.likeness.measure_part(block, whole) >= _ENOUGH

    def _iter_steps(
        self, older: Sequence[Block], newer: Sequence[Block], methods: Sequence[_Method]
    ) -> Iterator[Step]:
        """Yield the steps, pairing by the first of `methods` and by the others in its gaps."""
        if not methods or not older or not newer:
            yield from map(Removed, older)
            yield from map(Added, newer)
            return
        method, *others = methods
        one = two = 0
        for next_one, next_two in method(older, newer):
            yield from self._iter_steps(older[one:next_one], newer[two:next_two], others)
            yield self._compare_pair(older[next_one], newer[next_two])
            one, two = next_one + 1, next_two + 1
        yield from self._iter_steps(older[one:], newer[two:], others)

    def _compare_pair(self, older: Block, newer: Block) -> Step:
        """Return the step between two blocks of one kind."""
        if older.key == newer.key:
            return Kept(older, newer)
        if older.is_leaf:
            return Paired(older, newer)
        if older.tag == "table":
            return Compared(older, newer, tuple(self._iter_table_steps(older, newer)))
        if older.tag == "tr":
            return self._compare_parts(older, newer)
        return Compared(older, newer, self.compare(older.children, newer.children))

    def _compare_parts(self, older: Block, newer: Block) -> Compared:
        """Return the step between two blocks whose parts belong together one by one."""
        pairs = zip(older.children, newer.children, strict=True)
        return Compared(older, newer, tuple(self._compare_pair(one, two) for one, two in pairs))

    def _iter_table_steps(self, older: Block, newer: Block) -> Iterator[Step]:
        yield from self.compare(*(_captions(table) for table in (older, newer)))
        is_fixed = has_spans(older) or has_spans(newer)
        for one, two in zip(_sections(older), _sections(newer), strict=True):
            if one.key == two.key:
                yield Kept(one, two)
            elif is_fixed:
                yield Compared(one, two, tuple(map(self._compare_pair, one.children, two.children)))
            else:
                yield Compared(one, two, self.compare(one.children, two.children))


def _captions(table: Block) -> list[Block]:
    return [part for part in table.children if part.tag == "caption"]


def _sections(table: Block) -> list[Block]:
    return [part for part in table.children if part.tag != "caption"]


def _match_same(older: Sequence[Block], newer: Sequence[Block]) -> _Pairs:
    return _match([block.key for block in older], [block.key for block in newer])


def _match_bodies(older: Sequence[Block], newer: Sequence[Block]) -> _Pairs:
    return _match([block.body_key for block in older], [block.body_key for block in newer])


def _match(older: Sequence[bytes], newer: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    for match in find_matches(older, newer):
        for place in range(match.size):
            yield match.older + place, match.newer + place
