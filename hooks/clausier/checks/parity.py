"""Parity: a translation has the clauses of the governing text, and in each of them the same.

Only where both are of one version, and the proposal touches one of them. The governing text binds,
so whatever differs is reported in the translation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from clausier.checks.differences import find_differences
from clausier.checks.figures import Figure, read_figures
from clausier.checks.pairing import Pairing, pair_clauses
from clausier.checks.places import locate_clauses, name_clause
from clausier.checks.shapes import Shape, list_links, list_shapes
from clausier.checks.targets import Targets
from clausier.checks.translations import iter_translations
from clausier.clauses import Clause, RenderedText
from clausier.clauses.blocks import Block, read_words
from clausier.errors import Message, Place, Problem, say
from clausier.proposals import Proposal, ProposedPage


def find_disparities(proposal: Proposal) -> Iterator[Problem]:
    """Yield what differs between a translation and the governing text of the same version."""
    for governing, translation in iter_translations(proposal):
        if governing.text != translation.text:
            yield from _compare(proposal, governing, translation)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two texts."""

    page: ProposedPage
    text: RenderedText
    places: Mapping[str, Place]
    leaves: Mapping[str, Sequence[Block]]
    """By clause."""
    shapes: Mapping[str, Sequence[Shape]]

    def read(self, clause: Clause | None) -> tuple[Figure, ...]:
        """Return the figures of a clause."""
        leaves = self.leaves.get(clause.id if clause else "", ())
        words = "\n".join(read_words(leaf.tokens[leaf.label :]) for leaf in leaves)
        return read_figures(words, self.text.language)

    def place(self, clause: Clause | None) -> Place:
        """Return where a clause begins."""
        return self.places[clause.id if clause else ""]


def _make_side(page: ProposedPage, text: RenderedText) -> _Side:
    leaves: dict[str, list[Block]] = {}
    for leaf, owner in text.owners.items():
        leaves.setdefault(owner, []).append(leaf)
    return _Side(page, text, locate_clauses(page), leaves, list_shapes(text))


def _compare(
    proposal: Proposal, governing: ProposedPage, translation: ProposedPage
) -> Iterator[Problem]:
    if governing.rendered is None or translation.rendered is None:
        return
    ours = _make_side(governing, governing.rendered)
    theirs = _make_side(translation, translation.rendered)
    pairing = pair_clauses(ours.text, theirs.text)
    yield from _compare_outlines(ours, theirs, pairing)
    targets = Targets(proposal, ours.text, theirs.text, pairing.pairs)
    pairs: list[tuple[Clause | None, Clause | None]] = [(None, None)]
    pairs += (
        (ours.text.clauses[one], theirs.text.clauses[two])
        for one, two in (*pairing.pairs, *pairing.moved, *pairing.renumbered)
    )
    for one, two in pairs:
        for what in (
            *_compare_figures(ours.read(one), theirs.read(two)),
            *_compare_links(ours, theirs, one, two, targets),
            *_compare_shapes(ours, theirs, one, two),
        ):
            yield Problem(
                say("%(clause)s: %(what)s", clause=name_clause(two), what=what.what),
                say(
                    "Bring the translation into line with the governing text (%(place)s)",
                    place=ours.place(one),
                ),
                theirs.place(two),
                code=what.code,
            )


@dataclass(frozen=True, slots=True)
class _Difference:
    what: Message
    code: str


def _compare_outlines(ours: _Side, theirs: _Side, pairing: Pairing) -> Iterator[Problem]:
    """Yield the clauses that are missing, too many, elsewhere, or have another number or level."""
    clauses, others = ours.text.clauses, theirs.text.clauses
    beside = dict((*pairing.pairs, *pairing.moved, *pairing.renumbered))
    gone = {clauses[one].id for one in pairing.missing}
    for one in pairing.missing:
        if gone.isdisjoint(clauses[one].path):
            last = next((beside[n] for n in reversed(range(one)) if n in beside), None)
            place = theirs.place(None if last is None else others[last])
            what = say(
                "%(clause)s: this clause of the governing text is missing in the translation",
                clause=name_clause(clauses[one]),
            )
            remedy = say(
                "Translate it here, after what stands before it (%(place)s)",
                place=ours.place(clauses[one]),
            )
            yield Problem(what, remedy, place, code="translation-clause-missing")
    extra = {others[two].id for two in pairing.extra}
    for two in pairing.extra:
        if extra.isdisjoint(others[two].path):
            yield Problem(
                say(
                    "%(clause)s: the governing text has no such clause",
                    clause=name_clause(others[two]),
                ),
                say(
                    "Take it out here, or add it to the governing text (%(uri)s)", uri=ours.page.uri
                ),
                theirs.place(others[two]),
                code="translation-clause-extra",
            )
    elsewhere = {others[two].id for _, two in pairing.moved}
    for one, two in pairing.moved:
        if elsewhere.isdisjoint(others[two].path):
            yield Problem(
                say(
                    "%(clause)s: it stands at another place than in the governing text",
                    clause=name_clause(others[two]),
                ),
                say(
                    "Put the clauses in the order of the governing text (%(place)s)",
                    place=ours.place(clauses[one]),
                ),
                theirs.place(others[two]),
                code="translation-clause-moved",
            )
    for one, two in pairing.renumbered:
        yield Problem(
            say(
                "%(clause)s: at this place the governing text has %(other)s",
                clause=name_clause(others[two]),
                other=name_clause(clauses[one]),
            ),
            say(
                "Give it the number of the governing text (%(place)s)",
                place=ours.place(clauses[one]),
            ),
            theirs.place(others[two]),
            code="translation-clause-number",
        )
    for one, two in (*pairing.pairs, *pairing.moved):
        if ours.text.outline[one][:2] != theirs.text.outline[two][:2]:
            yield Problem(
                say(
                    "%(clause)s: it is not written in the same form as in the governing text, "
                    "where it is %(form)s",
                    clause=name_clause(others[two]),
                    form=_describe(clauses[one]),
                ),
                say("Write it likewise (%(place)s)", place=ours.place(clauses[one])),
                theirs.place(others[two]),
                code="translation-clause-level",
            )


def _describe(clause: Clause) -> Message:
    if clause.heading is None:
        return say("a numbered paragraph")
    return say("a heading with %(signs)s", signs=f"`{'#' * clause.level}`")


def _compare_figures(ours: Sequence[Figure], theirs: Sequence[Figure]) -> Iterator[_Difference]:
    """Yield what numbers, amounts, dates and percentages differ, in one sentence."""
    lost, new = (", ".join(f.shown for f in side) for side in find_differences(ours, theirs))
    if lost and new:
        what = say("%(new)s here, %(lost)s in the governing text", new=new, lost=lost)
    elif lost:
        what = say("%(lost)s in the governing text, but not here", lost=lost)
    elif new:
        what = say("%(new)s here, but not in the governing text", new=new)
    else:
        return
    yield _Difference(what, "translation-figures")


def _compare_links(
    ours: _Side, theirs: _Side, one: Clause | None, two: Clause | None, targets: Targets
) -> Iterator[_Difference]:
    """Yield links that lead elsewhere, in one sentence."""
    own = {targets.read_governing(href): href for href in _links(ours, one)}
    its = {targets.read_translation(href): href for href in _links(theirs, two)}
    for href in targets.pair_localised(own, its):
        own.pop(href, None)
        its.pop(href, None)
    lost = ", ".join(targets.show(own[target]) for target in own if target not in its)
    new = ", ".join(targets.show(its[target]) for target in its if target not in own)
    if lost and new:
        what = say("a link leads to %(new)s, in the governing text to %(lost)s", new=new, lost=lost)
    elif lost:
        what = say("the link of the governing text to %(lost)s is missing", lost=lost)
    elif new:
        what = say("a link leads to %(new)s that the governing text does not have", new=new)
    else:
        return
    yield _Difference(what, "translation-links")


def _links(side: _Side, clause: Clause | None) -> Iterator[str]:
    for leaf in side.leaves.get(clause.id if clause else "", ()):
        yield from list_links(leaf)


def _compare_shapes(
    ours: _Side, theirs: _Side, one: Clause | None, two: Clause | None
) -> Iterator[_Difference]:
    """Yield paragraphs that are fewer or more; lists and tables that are smaller or larger."""
    shapes = [
        side.shapes.get(clause.id if clause else "", ())
        for side, clause in ((ours, one), (theirs, two))
    ]
    paragraphs = [[s for s in side if s.kind == "paragraph"] for side in shapes]
    if len(paragraphs[0]) != len(paragraphs[1]) and one and two:
        rows = [sum(shape.rows for shape in side) for side in paragraphs]
        if rows[0] != rows[1]:  # not the same sentences, in one paragraph or in two
            what = say(
                "the number of paragraphs is %(new)s here, %(old)s in the governing text",
                new=len(paragraphs[1]),
                old=len(paragraphs[0]),
            )
            yield _Difference(what, "translation-paragraph")
    for kind, code in (("list", "translation-list"), ("table", "translation-table")):
        sides = [[s for s in side if s.kind == kind] for side in shapes]
        if Counter(sides[0]) == Counter(sides[1]):
            continue
        if kind == "list" and len(sides[0]) != len(sides[1]):
            counts = [sum(shape.rows for shape in side) for side in sides]
            if counts[0] == counts[1]:
                continue  # one list parted in two
            sides = [[Shape("list", count)] if count else [] for count in counts]
        for own, its in zip_longest(*sides):
            if own != its:
                yield _Difference(_describe_shapes(own, its), code)
                break


def _describe_shapes(own: Shape | None, its: Shape | None) -> Message:
    kind = (own or its or Shape("list", 0)).kind
    if kind == "list":
        return say(
            "the list has %(new)s items here, %(old)s in the governing text",
            new=its.rows if its else 0,
            old=own.rows if own else 0,
        )
    if own is None:
        return say("the governing text has no such table")
    if its is None:
        return say("a table of the governing text is missing")
    return say(
        "the table has %(new)s rows and %(new_columns)s columns here, %(old)s and "
        "%(old_columns)s in the governing text",
        new=its.rows,
        new_columns=its.columns,
        old=own.rows,
        old_columns=own.columns,
    )
