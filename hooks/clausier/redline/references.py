"""References to clauses, which follow when those clauses are renumbered.

A reference is a number after a word that announces one: `article 3`, `articles 3 et 5 ter`,
`clauses 4.2 to 4.5(b)`, `§ 2`, `Article IV`, `annexe 2`, `Schedules A and B`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clausier.clauses import Clause, RenderedText
from clausier.clauses.blocks import Block
from clausier.clauses.numbering import ANNEXES
from clausier.clauses.references import cite


@dataclass(frozen=True, slots=True)
class Renumbering:
    """The numbers that clauses and items had and have, where both differ."""

    changes: Mapping[str, Mapping[str, str]]
    """New citations by the old ones, by the id that the annex had where they are meant; under an
    empty one, those outside annexes."""
    annexes: Mapping[Block, str]
    """Id of the annex of each leaf in the older text, if it is in one with numbers of its own."""

    def at(self, block: Block) -> Mapping[str, str]:
        """Return new citations by those in a block of the older text.

        In an annex, `article 2` is that of the annex, if it has one.
        """
        return self.changes[self.annexes.get(block.leaves[0], "")]


@dataclass(frozen=True, slots=True)
class References:
    """The references in a leaf and in what it became."""

    older: Mapping[int, str]
    """Citations, by the places of their tokens."""
    newer: Mapping[int, str]
    renumbered: Mapping[str, str]
    """New citations, by the old ones."""

    def follow(self, one: int, two: int) -> bool:
        """Return whether at these places one clause is referred to, which was renumbered."""
        now = self._become(self.older.get(one, ""))
        return now is not None and now == self.newer.get(two)

    def _become(self, citation: str) -> str | None:
        """Return a citation once clauses are renumbered, if any that it names is."""
        if citation in self.renumbered:
            return self.renumbered[citation]
        series, _, numbers = citation.rpartition(" ")
        ends = [f"{series} {end}" for end in numbers.split("-")]
        if len(ends) != 2 or self.renumbered.keys().isdisjoint(ends):
            return None
        first, last = (self.renumbered.get(end, end) for end in ends)
        return f"{first}-{last.removeprefix(f'{series} ')}"

    def end(self, ones: range, twos: range) -> bool:
        """Return whether these stretches are but the ends of such numbers: `ter` of `5 ter`."""
        one, two = ones.start - 1, twos.start - 1
        return (
            self.follow(one, two)
            and all(self.older.get(place) == self.older[one] for place in ones)
            and all(self.newer.get(place) == self.newer[two] for place in twos)
        )


NO_REFERENCES: Final = References({}, {}, {})


def find_renumbered(
    older: RenderedText,
    newer: RenderedText,
    successors: Mapping[str, str],
    items: Iterable[tuple[Block, Block]],
) -> Renumbering:
    """Return the numbers of the clauses and items that are in both texts under two numbers.

    Of clauses with one number in the same annex, or outside all of them, none is meant for sure:
    nothing follows unless all are renumbered alike.

    Args:
        older: the older text.
        newer: the newer text.
        successors: ids of clauses in the newer text, by their ids in the older one.
        items: the items that are in both texts in other words or under another letter.
    """
    numbers = {clause.id: clause.number for clause in newer.clauses}
    by_clause = _cite_items(older, newer, items)
    found: dict[str, dict[str, str | None]] = {"": {}}
    annexes: dict[str, str] = {}
    for clause in older.clauses:
        around = annexes.get(clause.path[-1], "") if clause.path else ""
        annexes[clause.id] = clause.id if _is_annex(clause) else around
        if clause.number:
            number = numbers.get(successors.get(clause.id, ""))
            changed = cite(number) if number and number != clause.number else None
            changes = found.setdefault(around, {})
            for one, two in ((cite(clause.number), changed), *by_clause.get(clause.id, ())):
                _note(changes, one, two)
    changed_in = {
        annex: {one: two for one, two in (found[""] | changes).items() if two is not None}
        for annex, changes in found.items()
    }
    within = ((leaf, annexes.get(owner, "")) for leaf, owner in older.owners.items())
    return Renumbering(
        changed_in, {leaf: annex for leaf, annex in within if annex and annex in found}
    )


def _cite_items(
    older: RenderedText, newer: RenderedText, items: Iterable[tuple[Block, Block]]
) -> Mapping[str, Sequence[tuple[str, str | None]]]:
    """Return the citations that items had and have, by the id that their clause had."""
    pairs = dict(items)
    found: dict[str, dict[str, str | None]] = {}
    if not pairs:
        return {}
    sides = [{c.id: cite(c.number) for c in text.clauses if c.number} for text in (older, newer)]
    for leaf, owner in older.owners.items():
        if not leaf.label or leaf.anchor is not None or owner not in sides[0]:
            continue
        one, two, pair = _cite_item(sides[0][owner], leaf), None, pairs.get(leaf)
        if pair is not None and (now := sides[1].get(newer.owners.get(pair, ""))) is not None:
            two = _cite_item(now, pair)
        _note(found.setdefault(owner, {}), one, two if one != two else None)
    return {owner: tuple(changes.items()) for owner, changes in found.items()}


def _note(changes: dict[str, str | None], one: str, two: str | None) -> None:
    """Take down a new citation; None if there is none, or none for sure."""
    changes[one] = two if changes.get(one, two) == two else None


def _cite_item(clause: str, leaf: Block) -> str:
    letters = "".join(token.alike for token in leaf.tokens[: leaf.label] if token.counted)
    return f"{clause}({letters})"


def _is_annex(clause: Clause) -> bool:
    return clause.number is not None and cite(clause.number).partition(" ")[0] in ANNEXES
