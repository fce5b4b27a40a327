"""What is wrong with a proposal, beyond the rules of versions: each check a function of its own.

A check takes a proposal and yields problems, each with its place, its code and what to do. What
nobody can put right any more (a published text) is no problem; what the proposal does not touch is
none either, unless what it touches makes it one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final, TypeAlias

from clausier.checks.attributes import find_attributes
from clausier.checks.broken import find_broken
from clausier.checks.characters import find_strange_characters
from clausier.checks.classes import find_unfit_classes
from clausier.checks.conflicts import find_conflict_marks
from clausier.checks.copies import find_copies
from clausier.checks.dates import find_bad_dates, find_odd_numbers
from clausier.checks.doublets import find_contradictions
from clausier.checks.headings import find_bad_headings
from clausier.checks.languages import (
    find_left_behind,
    find_other_names,
    find_several_versions,
    find_untranslated,
)
from clausier.checks.legibility import find_illegible
from clausier.checks.links import find_dead_links
from clausier.checks.lookalikes import find_lookalikes
from clausier.checks.markup import find_markup
from clausier.checks.numbering import find_misnumbered
from clausier.checks.parity import find_disparities
from clausier.checks.placeholders import find_leftovers
from clausier.checks.references import find_dead_references
from clausier.checks.summaries import find_bad_summaries
from clausier.checks.swallowed import find_swallowed
from clausier.checks.typography import find_slips
from clausier.errors import Problem
from clausier.proposals import Proposal

Check: TypeAlias = Callable[[Proposal], Iterator[Problem]]

CHECKS: Final[tuple[Check, ...]] = (
    find_attributes,
    find_bad_dates,
    find_bad_headings,
    find_bad_summaries,
    find_broken,
    find_conflict_marks,
    find_contradictions,
    find_copies,
    find_dead_links,
    find_dead_references,
    find_disparities,
    find_illegible,
    find_left_behind,
    find_leftovers,
    find_lookalikes,
    find_markup,
    find_misnumbered,
    find_odd_numbers,
    find_other_names,
    find_several_versions,
    find_slips,
    find_strange_characters,
    find_swallowed,
    find_unfit_classes,
    find_untranslated,
)
"""In no order: problems are sorted by where they stand."""


CONSEQUENCES: Final = re.compile(
    r"numbering-(?:gap|order)|translation-(?!alone|disagrees|copied|clause-copied).+"
)
"""Codes of what follows from a clause that is swallowed, in its text and in its translations."""


def list_problems(proposal: Proposal) -> tuple[Problem, ...]:
    """Return all that is wrong with a proposal, by file and line; none twice.

    Where a clause is swallowed, nothing is said of what only follows from that.
    """
    found = tuple(chain(proposal.problems, *(check(proposal) for check in CHECKS)))
    names = {page.uri: page.front.document for page in proposal.pages if page.front}
    incomplete = {names[p.place.uri or ""] for p in found if p.code == "clause-swallowed"}
    said = {
        (problem.code, str(problem)): problem
        for problem in found
        if names.get(problem.place.uri or "") not in incomplete
        or not CONSEQUENCES.fullmatch(problem.code)
    }
    return tuple(sorted(said.values(), key=_order))


def _order(problem: Problem) -> tuple[str, int, str, str]:
    return problem.place.uri or "", problem.place.line or 0, problem.code, str(problem)
