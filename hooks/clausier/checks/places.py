"""Where the clauses of a page begin in its file, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping

from clausier.clauses import Clause
from clausier.clauses.sources import find_starts
from clausier.errors import Message, Place, say
from clausier.proposals import ProposedPage


def locate_clauses(page: ProposedPage) -> Mapping[str, Place]:
    """Return the place of each clause of a document's page, by its id; "" is the text's start.

    The line of a clause is left out where the source does not tell where it begins, as where it is
    made of something else.
    """
    if page.rendered is None:
        return {}
    clauses = page.rendered.clauses
    offsets = find_starts(page.text, clauses)
    places = {"": page.place(0)}
    for clause, offset in zip(clauses, offsets, strict=True):
        line = None if offset is None else page.text.count("\n", 0, offset)
        places[clause.id] = page.place(line)
    return places


def name_clause(clause: Clause | None) -> Message:
    """Return what a clause is called, for the beginning of a sentence."""
    if clause is None:
        return say("before the first clause")
    if clause.number and clause.number[0].isdigit():
        return say("clause %(number)s", number=clause.number)
    if clause.number and len(clause.number) > 3:
        return say("%(number)s", number=clause.number)
    return say("“%(heading)s”", heading=clause.heading or clause.number or clause.id)
