"""How far a redline goes: figures by kind of change, and every clause on a map, in order.

The map is for readers who ask where something changed before they ask what. It lists the clauses
of the newer text as they stand, article by article, with those that were removed where they were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, Literal, TypeAlias

from clausier.clauses import Clause
from clausier.redline import KINDS, Change, ChangeKind, Redline

_WITHOUT_SUBSTANCE: Final = frozenset(
    {"renumbered", "cross_reference", "reformatted", "typographic"}
)
"""What may happen to a clause without a change in what it says."""


Relation: TypeAlias = Literal["formerly", "from", "into"]
"""What the number beside a clause's own is: the one it bore, that of the clause it was split from,
or that of the clause it was merged into."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause on the map."""

    clause: Clause | None
    """As it is in the newer text, or as it was if it is there no more; None for what stands before
    the first clause."""
    change: Change | None = None
    """None for a clause that stands as it was."""
    relation: Relation | None = None
    number: str | None = None
    """Of another clause, as `relation` says; None without one, or if that clause has none."""
    anchor: str = ""
    """Where its change is in the redline, as a fragment: `change-3`, or its own id where the run
    of changes began in a clause before it. Empty for a clause that stands as it was."""

    @property
    def sign(self) -> ChangeKind | None:
        """The kind of change to show where there is room for one: new words before a new number."""
        if self.change is None:
            return None
        kinds = self.change.kinds
        return "modified" if kinds[:2] == ("renumbered", "modified") else kinds[0]


@dataclass(frozen=True, slots=True)
class Article:
    """The entries that follow each other in one article, its own first where it has one."""

    head: Clause | None
    """The outermost clause that all are in; None for what stands before the first clause."""
    entries: tuple[Entry, ...]
    """In reading order; never empty."""

    @property
    def touched(self) -> tuple[Entry, ...]:
        """The entries that changed."""
        return tuple(entry for entry in self.entries if entry.change)

    @property
    def has_own_entry(self) -> bool:
        """Whether what changed begins with the article's own number or heading."""
        return self.head is not None and self.touched[:1] == self.entries[:1]

    @property
    def is_light(self) -> bool:
        """Whether something changed, but no words of substance."""
        changes = [entry.change for entry in self.entries if entry.change]
        return bool(changes) and all(_WITHOUT_SUBSTANCE.issuperset(c.kinds) for c in changes)


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that are listed together."""

    articles: tuple[Article, ...]
    """Never empty; several only if all of them are light."""

    @property
    def touched(self) -> tuple[Entry, ...]:
        """The entries that changed."""
        return tuple(entry for article in self.articles for entry in article.touched)

    @property
    def is_light(self) -> bool:
        """Whether no words of substance changed."""
        return self.articles[0].is_light

    @property
    def figures(self) -> tuple[tuple[ChangeKind, int], ...]:
        """How many of its clauses each kind of change concerns."""
        return count_kinds(entry.change for entry in self.touched if entry.change)


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a redline goes."""

    articles: tuple[Article, ...]
    """Every clause of the newer text and those that were removed, in reading order."""
    figures: tuple[tuple[ChangeKind, int], ...]
    """How many clauses each kind of change concerns, in the order of `ChangeKind`; only those
    that occur. A clause may be counted under several."""
    touched: int
    """How many clauses changed."""
    unchanged: int
    """How many clauses of the newer text stand as they were."""

    @property
    def groups(self) -> tuple[Group, ...]:
        """The articles in which something changed, in reading order.

        Those that follow each other without a change of substance are together.
        """
        touched = [article for article in self.articles if article.touched]
        found: list[Group] = []
        for is_light, articles in groupby(touched, key=lambda article: article.is_light):
            alike = tuple(articles)
            found += [Group(alike)] if is_light else [Group((article,)) for article in alike]
        return tuple(found)

    @property
    def overlaps(self) -> bool:
        """Whether some clause is counted under several kinds."""
        return sum(count for _, count in self.figures) > self.touched


def measure_extent(redline: Redline) -> Extent:
    """Return how far a redline goes."""
    survey = _Survey(redline)
    entries = tuple(_place_anchors(survey.iter_entries()))
    return Extent(
        articles=tuple(
            Article(head, tuple(group)) for head, group in groupby(entries, key=survey.find_article)
        ),
        figures=count_kinds(redline.changes),
        touched=len(redline.changes),
        unchanged=sum(entry.change is None for entry in entries),
    )


def count_kinds(changes: Iterable[Change]) -> tuple[tuple[ChangeKind, int], ...]:
    """Return how many of some changes are of each kind, in the order of `ChangeKind`."""
    counts = Counter(kind for change in changes for kind in change.kinds)
    return tuple((kind, counts[kind]) for kind in KINDS if counts[kind])


class _Survey:
    """Walks both texts of a redline at once."""

    def __init__(self, redline: Redline) -> None:
        self._redline = redline
        self._older = {clause.id: clause for clause in redline.older.clauses}
        self._newer = {clause.id: clause for clause in redline.newer.clauses}
        self._kept: dict[str, Change] = {}
        """What happened to each clause of the newer text, by its id."""
        self._gone: dict[str, Change] = {}
        """What happened to each clause that is no more: removed, or merged into another."""
        for change in sorted(redline.changes, key=self._rank):
            if change.newer is not None and change.newer not in self._kept:
                self._kept[change.newer] = change
            elif change.older is not None:
                self._gone[change.older] = change
        pairs = [(change.older, change.newer) for change in reversed(self._kept.values())]
        self._successors = {one: two for one, two in pairs if one and one not in self._gone}

    def _rank(self, change: Change) -> int:
        """Return a lower number for what became a clause than for what was merged into it."""
        number = self._newer[change.newer].number if change.newer else None
        is_same = change.older is not None and self._older[change.older].number == number
        return 0 if "renumbered" in change.kinds or is_same else 1

    def iter_entries(self) -> Iterator[Entry]:
        """Yield the clauses of the newer text, each with those that were gone after it.

        An article that is gone comes after the whole of the one it stood behind.
        """
        yield from (Entry(None, c) for c in self._redline.changes if not c.older and not c.newer)
        gone = self._find_gone()
        waiting = gone.get(None, [])
        article: Clause | None = None
        for clause in self._redline.newer.clauses:
            entry = self._make_entry(clause, self._kept.get(clause.id))
            if self.find_article(entry) != article:
                yield from waiting
                waiting = []
                article = self.find_article(entry)
            yield entry
            for other in gone.get(clause.id, ()):
                if self.find_article(other) == article:
                    yield other
                else:
                    waiting.append(other)
        yield from waiting

    def find_article(self, entry: Entry) -> Clause | None:
        """Return the outermost clause that an entry is in, in the newer text if it is there."""
        if entry.clause is None:
            return None
        name = (*entry.clause.path, entry.clause.id)[0]
        if self._newer.get(entry.clause.id) is entry.clause:
            return self._newer[name]
        successor = self._find_successor(name)
        return self._newer[successor] if successor else self._older[name]

    def _make_entry(self, clause: Clause, change: Change | None) -> Entry:
        was = self._older[change.older] if change and change.older else None
        if change is None or was is None or was.number == clause.number:
            return Entry(clause, change)
        is_split_off = "split" in change.kinds and "renumbered" not in change.kinds
        return Entry(clause, change, "from" if is_split_off else "formerly", was.number)

    def _find_gone(self) -> Mapping[str | None, list[Entry]]:
        """Return the clauses that are no more, by the clause of the newer text they come after."""
        found: dict[str | None, list[Entry]] = {}
        last: str | None = None
        for clause in self._redline.older.clauses:
            change = self._gone.get(clause.id)
            if change is None:
                last = self._find_successor(clause.id, in_place=True) or last
            elif change.newer is None:
                found.setdefault(last, []).append(Entry(clause, change))
            else:
                number = self._newer[change.newer].number
                found.setdefault(last, []).append(Entry(clause, change, "into", number))
        return found

    def _find_successor(self, older: str, *, in_place: bool = False) -> str | None:
        """Return the id in the newer text of a clause of the older; None if it is no more.

        Args:
            older: its id in the older text.
            in_place: whether it must stand where it stood, not moved.
        """
        successor = self._successors.get(older)
        if successor is not None:
            is_moved = "moved" in self._kept[successor].kinds
            return None if in_place and is_moved else successor
        is_unchanged = older in self._newer and older not in self._kept and older not in self._gone
        return older if is_unchanged else None


def _place_anchors(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield entries with the place in the redline that a link to them leads to."""
    taken: set[int] = set()
    for entry in entries:
        if entry.change is None:
            yield entry
            continue
        place, own = entry.change.place, entry.change.newer
        is_own = own is not None and (place in taken or not place)
        taken.add(place)
        yield replace(entry, anchor=own if own and is_own else f"change-{place}")
