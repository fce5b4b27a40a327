"""What several answers name: clauses, versions, and changes of a clause."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field

from clausier.clauses import Clause
from clausier.redline import ChangeKind
from clausier.register import Standing
from clausier.schema import VERSION, Served


class ClauseName(Served):
    """A clause, as one text has it."""

    id: str
    """Unique in its text; the fragment of its address there."""
    number: str | None
    """As it is cited: `4.2`. Null for a heading without a number."""
    heading: str | None
    """Its heading in plain text, number included. Null for a numbered paragraph."""

    @classmethod
    def of(cls, clause: Clause) -> Self:
        """Return how a clause is called."""
        return cls(id=clause.id, number=clause.number, heading=clause.heading)


class VersionDate(Served):
    """A version, and when it takes force."""

    version: str = Field(pattern=VERSION)
    """The version's number."""
    effective_from: date | None
    """First legal day. Null for a version that is only proposed."""

    @classmethod
    def of(cls, standing: Standing) -> Self:
        """Return a version with its day."""
        version = standing.version
        return cls(version=str(version.number), effective_from=version.effective_date)


class Extent(Served):
    """What happened to a clause, and how much of it."""

    kinds: list[ChangeKind] = Field(min_length=1)
    """All that is true of it, the weightiest first.

    `added`, `removed`: it stands in one text only. `moved`: it stands elsewhere in the order of
    clauses. `split`: part of it became a clause or paragraph of its own; `merged`: another clause
    or paragraph became part of it. `renumbered`: its own number changed. `modified`: its words
    changed. `cross_reference`: a reference to another clause follows that clause's new number.
    `reformatted`: emphasis, a link's target or an image changed, the words did not.
    `typographic`: only case, apostrophes, quotes, spaces, dashes or ligatures changed.
    """
    words_inserted: int = Field(ge=0)
    """Moved words and the number of the clause itself are not counted."""
    words_deleted: int = Field(ge=0)
    """Likewise."""
