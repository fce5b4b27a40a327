"""Two texts aligned block by block: what was kept, removed, added, or belongs together.

Blocks that say the same are matched first, then those that differ in nothing but a clause's
number, then those that are most alike, each within the gaps that are left. So a clause that was
renumbered is found by its words, and one that was rewritten by its number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from clausier.clauses.blocks import Block
from clausier.clauses.tables import has_spans, pair_columns, read_width
from clausier.redline.chains import BestChains
from clausier.redline.likeness import begins, iter_much_alike, measure_part, pair_alike
from clausier.redline.steps import Added, Compared, Kept, Paired, Removed, Step
from clausier.typography.tags import CELLS, HEADINGS

_ENOUGH: Final = 0.6
"""Share of its words that a part of a clause has in common with the whole."""
_LEAST_WHOLE: Final = 0.6
_MOST_WHOLE: Final = 1.4
"""How long two parts may be together, as a share of the whole that they were or become."""
_LONGEST: Final = 2_000
"""Characters beyond which a longer block weighs no more."""
_SAME_NUMBER: Final = 0.01
_MOST_REPEATED: Final = 400
"""How many pairs of blocks that say the same are looked at; beyond, only those near in order."""
_LONG: Final = 8
"""Tokens from which a block that says the same as one elsewhere moved there."""
_ITEMS: Final = CELLS | {"li", "dd", "dt", "caption", "summary", "figcaption"}
"""Parts whose words belong together once the parts do."""
_NEAR: Final = 8
"""How many blocks on the beginning of another is looked for."""

_Pairs: TypeAlias = Iterable[tuple[int, int]]
_Method: TypeAlias = Callable[[Sequence[Block], Sequence[Block]], _Pairs]


class Alignment:
    """Aligns the blocks of two texts."""

    def __init__(self) -> None:
        self._moving: set[Block] = set()
        """Blocks that say the same as one elsewhere, and so belong with no other."""
        self._methods: tuple[_Method, ...] = (
            self._match_alike,
            self._match_beginnings,
            _match_alone,
        )

    def compare(self, older: Sequence[Block], newer: Sequence[Block]) -> tuple[Step, ...]:
        """Return the steps from one sequence of blocks to another, in reading order.

        Where both have something, what was removed comes before what was added. Leaves that belong
        together are `Paired`; nothing is looked at for moves.
        """
        # What shows nothing is no part of the older text, but may be a place in the newer page.
        shown = [block for block in older if block.takes_place]
        pairs = self._match_best(shown, newer)
        self._moving |= _find_moving(shown, newer, pairs)
        steps = self._iter_steps(shown, newer, (lambda *_: pairs, *self._methods))
        return tuple(self._keep_numbers([*steps]))

    def _match_best(self, older: Sequence[Block], newer: Sequence[Block]) -> list[tuple[int, int]]:
        """Return blocks that say the same or much the same, as many as there can be.

        The numbers of clauses do not count. Of two articles that changed places the longer one
        stays.
        """
        weak = _find_weak(older) | _find_weak(newer)
        start, end = _count_shared(older, newer)
        while start and older[start - 1] in weak:
            start -= 1
        rows: dict[int, list[tuple[int, float]]] = {}
        ones = older[start : len(older) - end]
        twos = newer[start : len(newer) - end]
        for one, two in _iter_same(ones, twos):
            if ones[one] in weak or twos[two] in weak:
                continue
            weight = _weigh(ones[one]) + _SAME_NUMBER * (ones[one].key == twos[two].key)
            rows.setdefault(one, []).append((two, weight))
        left = [n for n, block in enumerate(ones) if n not in rows and block not in weak]
        found = {two for row in rows.values() for two, _ in row}
        others = [n for n, block in enumerate(twos) if n not in found and block not in weak]
        alike = iter_much_alike([ones[n] for n in left], [twos[n] for n in others])
        for one, two, score in alike:
            weight = score * min(_weigh(ones[left[one]]), _weigh(twos[others[two]]))
            rows.setdefault(left[one], []).append((others[two], weight))
        chains = BestChains(len(twos))
        for one in sorted(rows):
            chains.extend(one, rows[one])
        pairs = [
            *((place, place) for place in range(start)),
            *((start + one, start + two) for one, two in chains.read_best()),
            *((len(older) - back, len(newer) - back) for back in range(end, 0, -1)),
        ]
        return sorted({*pairs, *_iter_headings(older, newer, pairs, weak)})

    def _match_alike(self, older: Sequence[Block], newer: Sequence[Block]) -> _Pairs:
        """Yield blocks that are most alike, but for those that moved as they are."""
        ones = [place for place, block in enumerate(older) if block not in self._moving]
        twos = [place for place, block in enumerate(newer) if block not in self._moving]
        if ones and twos:
            pairs = pair_alike([older[n] for n in ones], [newer[n] for n in twos])
            yield from ((ones[one], twos[two]) for one, two in pairs)

    def _match_beginnings(self, older: Sequence[Block], newer: Sequence[Block]) -> _Pairs:
        """Yield blocks of which the one is how the other begins: the rest was split or merged."""
        two = 0
        for one, block in enumerate(older):
            for place in range(two, min(two + _NEAR, len(newer))):
                if block.is_leaf and begins(block, newer[place]):
                    yield one, place
                    two = place + 1
                    break

    def _keep_numbers(self, steps: list[Step]) -> list[Step]:
        """Return the steps with a clause that was split or merged paired under its own number.

        It is paired with whichever part is longer, which may now bear another number.
        """
        for place in range(1, len(steps)):
            before, step = steps[place - 1 : place + 1]
            if not isinstance(step, Paired) or (
                step.older.anchor is not None and step.older.anchor == step.newer.anchor
            ):
                continue
            one, two = step.older, step.newer
            if isinstance(before, Added) and self._is_part(before.block, one, two):
                steps[place - 1 : place + 1] = [Paired(one, before.block), Added(two)]
            elif isinstance(before, Removed) and self._is_part(before.block, two, one):
                steps[place - 1 : place + 1] = [Paired(before.block, two), Removed(one)]
        return steps

    def _is_part(self, block: Block, whole: Block, other: Block) -> bool:
        """Return whether a block and another are two parts of a whole, which bears its number."""
        if block.anchor != whole.anchor or block.kind != whole.kind:
            return False
        sizes = [len(part.html) for part in (block, other, whole)]
        if not _LEAST_WHOLE < (sizes[0] + sizes[1]) / sizes[2] < _MOST_WHOLE:
            return False
        if block.anchor is None:
            return begins(block, whole)
        return measure_part(block, whole) >= _ENOUGH

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
            if next_one > one or next_two > two:
                yield from self._iter_steps(older[one:next_one], newer[two:next_two], others)
            yield self._compare_pair(older[next_one], newer[next_two])
            one, two = next_one + 1, next_two + 1
        if one < len(older) or two < len(newer):
            yield from self._iter_steps(older[one:], newer[two:], others)

    def _compare_pair(self, older: Block, newer: Block) -> Step:
        """Return the step between two blocks of one kind."""
        if older.key == newer.key:
            return Kept(older, newer)
        if older.is_leaf:
            return Paired(older, newer)
        if older.tag == "table":
            return Compared(older, newer, tuple(self._iter_table_steps(older, newer)))
        if older.tag == "tr" or (_holds_one_leaf(older) and _holds_one_leaf(newer)):
            return self._compare_parts(older, newer)
        return Compared(older, newer, self.compare(older.children, newer.children))

    def _compare_parts(self, older: Block, newer: Block) -> Compared:
        """Return the step between two blocks whose parts belong together one by one."""
        pairs = zip(older.children, newer.children, strict=True)
        return Compared(older, newer, tuple(self._compare_pair(one, two) for one, two in pairs))

    def _compare_columns(
        self, older: Block, newer: Block, columns: Sequence[tuple[int | None, int | None]]
    ) -> Compared:
        """Return the step between two rows of tables that do not have the same columns."""
        steps: list[Step] = []
        for one, two in columns:
            if two is None and one is not None:
                steps.append(Removed(older.children[one]))
            elif one is None and two is not None:
                steps.append(Added(newer.children[two]))
            elif one is not None and two is not None:
                cells = older.children[one], newer.children[two]
                is_one = cells[0].kind == cells[1].kind
                steps += [self._compare_pair(*cells)] if is_one else map(Removed, cells[:1])
                steps += [] if is_one else [Added(cells[1])]
        return Compared(older, newer, tuple(steps))

    def _iter_table_steps(self, older: Block, newer: Block) -> Iterator[Step]:
        yield from self.compare(*(_captions(table) for table in (older, newer)))
        if read_width(older) != read_width(newer):
            columns = pair_columns(older, newer)
            for one, two in zip(_sections(older), _sections(newer), strict=True):
                rows = zip(one.children, two.children, strict=True)
                steps = tuple(self._compare_columns(*pair, columns) for pair in rows)
                yield Compared(one, two, steps)
            return
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


def _holds_one_leaf(block: Block) -> bool:
    return block.tag in _ITEMS and len(block.children) == 1 and block.children[0].is_leaf


def _find_weak(blocks: Sequence[Block]) -> set[Block]:
    """Return the headings that tell nothing of what stands under them.

    They are a number alone, or a title that others have too.
    """
    headings = [block for block in blocks if block.tag in HEADINGS]
    counts = Counter(block.body_key for block in headings)
    return {
        block
        for block in headings
        if counts[block.body_key] > 1 or not any(t.counted for t in block.tokens[block.label :])
    }


def _iter_headings(
    older: Sequence[Block],
    newer: Sequence[Block],
    pairs: Sequence[tuple[int, int]],
    weak: set[Block],
) -> Iterator[tuple[int, int]]:
    """Yield the headings that belong together because what stands under them does."""
    taken = ({one for one, _ in pairs}, {two for _, two in pairs})
    for one, two in pairs:
        if one and two and one - 1 not in taken[0] and two - 1 not in taken[1]:
            heads = older[one - 1], newer[two - 1]
            if all(head in weak for head in heads) and heads[0].kind == heads[1].kind:
                yield one - 1, two - 1


def _weigh(block: Block) -> float:
    """Return what it is worth to leave a block in its place: above all one block more."""
    return 1 + min(len(block.html), _LONGEST) / (2 * _LONGEST)


def _iter_same(older: Sequence[Block], newer: Sequence[Block]) -> _Pairs:
    """Yield the places of blocks that say the same but for the number of a clause."""
    places: dict[bytes, list[int]] = {}
    for place, block in enumerate(newer):
        places.setdefault(block.body_key, []).append(place)
    counts = Counter(block.body_key for block in older)
    seen: Counter[bytes] = Counter()
    for one, block in enumerate(older):
        found = places.get(block.body_key, [])
        if counts[block.body_key] * len(found) > _MOST_REPEATED:
            middle = seen[block.body_key] * len(found) // counts[block.body_key]
            seen[block.body_key] += 1
            found = found[max(middle - _NEAR, 0) : middle + _NEAR]
        yield from ((one, two) for two in found)


def _count_shared(older: Sequence[Block], newer: Sequence[Block]) -> tuple[int, int]:
    """Return how many blocks say the same at the start of both sequences, and at their end."""
    start = end = 0
    shorter = min(len(older), len(newer))
    while start < shorter and older[start].key == newer[start].key:
        start += 1
    while end < shorter - start and older[-1 - end].key == newer[-1 - end].key:
        end += 1
    return start, end


def _find_moving(
    older: Sequence[Block], newer: Sequence[Block], pairs: Sequence[tuple[int, int]]
) -> set[Block]:
    """Return the blocks on both sides that say the same without being paired.

    Each is the only one that says so, and is a clause or long enough to be known again.
    """
    taken = ({one for one, _ in pairs}, {two for _, two in pairs})
    left: list[dict[bytes, list[Block]]] = []
    for side, used in zip((older, newer), taken, strict=True):
        blocks: dict[bytes, list[Block]] = {}
        for place, block in enumerate(side):
            if place not in used and (block.anchor or len(block.tokens) >= _LONG):
                blocks.setdefault(block.body_key, []).append(block)
        left.append(blocks)
    return {
        block
        for key in left[0].keys() & left[1].keys()
        if len(left[0][key]) == len(left[1][key]) == 1
        for block in (*left[0][key], *left[1][key])
    }


def _match_alone(older: Sequence[Block], newer: Sequence[Block]) -> _Pairs:
    """Yield a heading, a term or its definition with what alone stands in its place."""
    if len(older) == len(newer) == 1 and older[0].kind == newer[0].kind:
        one, two = older[0], newer[0]
        is_renumbered = one.label and two.label and one.anchor != two.anchor
        if one.tag in HEADINGS | {"dt", "dd"} and not is_renumbered:
            yield 0, 0
