"""Where the clauses of a page begin in its file, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping

from clausier.clauses import Clause
from clausier.clauses.sources import cut_source
from clausier.errors import Message, Place, say
from clausier.proposals import ProposedPage


def locate_clauses(page: ProposedPage) -> Mapping[str, Place]:
    """Return the place of each clause of a document's page, by its id; "" is the text's start.

    The line is left out where the source does not tell where clauses begin.
    """
    if page.rendered is None:
        return {}
    clauses = page.rendered.clauses
    parts = cut_source(page.text, clauses)
    if parts is None:
        return {"": page.place()} | {clause.id: page.place() for clause in clauses}
    places = {"": page.place(0)}
    line = parts[0].count("\n")
    for clause, part in zip(clauses, parts[1:], strict=True):
        places[clause.id] = page.place(line)
        line += part.count("\n")
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
