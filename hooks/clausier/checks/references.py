"""References: a text speaks of no clause that it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from clausier.checks.places import locate_clauses, name_clause
from clausier.clauses import RenderedText
from clausier.clauses.blocks import Block, read_words
from clausier.clauses.numbering import ANNEXES, ARTICLE, DIVISIONS, read_roman
from clausier.clauses.references import Reference, cite, iter_references
from clausier.clauses.tokens import Token
from clausier.errors import Message, Problem, say
from clausier.proposals import Proposal, ProposedPage

_ANNEX: Final = "annex"
_LAW: Final = re.compile(
    r"""(?:[dlnm]')?(?:code|lois?|acts?|règlement|regulations?|directives?|décrets?|ordonnances?|
        arrêtés?|convention|traité|treaty|charte|charter|statutes?|law|u\.?s\.?c\.?|[lc]\.?|civ|
        norme|standard|rfc)""",
    re.VERBOSE,
)
"""How texts of law are called."""
_INITIALS: Final = re.compile(r"(?!CG|CP\b|CU|TOS\b|TOU\b|DPA\b)[A-Z]{3,6}s?")
"""A text of law by its initials (`RGPD`, `GDPR`); not terms by theirs (`CGU`, `CGV`)."""
_SENTENCE_END: Final = frozenset(".;:!?")
_NEAR: Final = 4
"""How many words off the name of another text may stand."""


def find_dead_references(proposal: Proposal) -> Iterator[Problem]:
    """Yield the references of reworded texts to clauses that they do not have."""
    for page in proposal.pages:
        if page.front and page.rendered and page.is_reworded:
            yield from _find_in(page, page.rendered)


@dataclass(frozen=True, slots=True)
class _Index:
    """The clauses of a text, by their citations."""

    text: RenderedText
    numbers: frozenset[str]

    def counts(self, citation: str) -> bool:
        """Return whether a text like this counts what is cited.

        One without any numbered article speaks of another's; one without any annex lacks it.
        """
        series, _, digits = citation.partition(" ")
        if series in ANNEXES:
            return True
        is_word = series in DIVISIONS and len(digits) > 4
        return not is_word and any(number.startswith(f"{series} ") for number in self.numbers)

    def last(self, series: str) -> str | None:
        """Return the number of the last clause that counts by itself in a series."""
        whole = (number for number in self.numbers if number.startswith(f"{series} "))
        counts = [int(rest) for n in whole if (rest := n.partition(" ")[2]).isdigit()]
        return str(max(counts)) if counts else None

    def has(self, citation: str) -> bool:
        """Return whether the text has what is cited: a clause, or an item of one."""
        clause, bracket, letters = citation.partition("(")
        if _normal(clause) in self.numbers:
            return not bracket or self._has_items(_normal(clause), letters.removesuffix(")"))
        series, _, digits = clause.partition(" ")
        one, hyphen, two = digits.partition("-")
        if not hyphen:
            return False
        ends = [re.findall(r"\d+", end) for end in (one, two)]
        if [*map(int, ends[0])] >= [*map(int, ends[1])]:
            return True  # `L. 132-1`
        return all(_normal(f"{series} {end}") in self.numbers for end in (one, two))

    def _has_items(self, clause: str, letters: str) -> bool:
        """Return whether a clause has these items, as far as it says how they are called."""
        ids = {c.id for c in self.text.clauses if c.number and _normal(cite(c.number)) == clause}
        ids |= {c.id for c in self.text.clauses if ids & {*c.path}}
        words = [
            read_words(leaf.tokens) for leaf, owner in self.text.owners.items() if owner in ids
        ]
        called = {
            n for text in words for n in re.findall(r"(?<!\w)\(?(\w{1,4})[).°](?=\s|$)", text)
        }
        is_counted = any(len(name) < 3 and name in "ai1" for name in called)
        items = letters.split(")(")
        return not is_counted or items[0].lower() in {name.lower() for name in called}


def _normal(citation: str) -> str:
    """Return a citation whatever its annex is called, and its numerals."""
    series, _, digits = citation.partition(" ")
    first, *suffix = digits.split(" ")
    series = _ANNEX if series in ANNEXES else series
    return " ".join((series, str(read_roman(first) or first), *suffix))


def _find_in(page: ProposedPage, text: RenderedText) -> Iterator[Problem]:
    cited = (_normal(cite(clause.number)) for clause in text.clauses if clause.number)
    index = _Index(text, frozenset(cited))
    places = locate_clauses(page)
    clauses = {clause.id: clause for clause in text.clauses}
    for leaf, owner in text.owners.items():
        for citation in _iter_dead(leaf, index):
            yield Problem(
                say(
                    "%(clause)s: it refers to %(cited)s, which this text does not have",
                    clause=name_clause(clauses.get(owner)),
                    cited=_name(citation),
                ),
                _advise(index, citation),
                places[owner],
                code="reference-missing",
            )


def _iter_dead(leaf: Block, index: _Index) -> Iterator[str]:
    """Yield the citations in a leaf of what the text does not have."""
    tokens = [token for token in leaf.tokens[leaf.label :] if token.key]
    for reference in iter_references(tokens):
        if _is_of_another(reference, tokens):
            continue
        for place, citation in reference.citations.items():
            if place in reference.parts or _is_said_elsewhere(tokens, place):
                continue
            clause, bracket, _ = citation.partition("(")
            if bracket and clause in reference.citations.values() and not index.has(clause):
                continue  # said of the clause itself
            if index.counts(citation) and not index.has(citation):
                yield citation


def _is_said_elsewhere(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a link says what is cited, or a letter before it: `L. 132`."""
    if any(mark.tag == "a" for piece in tokens[place].pieces for mark in piece.marks):
        return True
    return place > 1 and tokens[place - 1].text == "." and len(tokens[place - 2].text) == 1


def _is_of_another(reference: Reference, tokens: Sequence[Token]) -> bool:
    """Return whether another text is named right after a reference, or right before it."""
    if reference.names_another:
        return True
    number = tokens[max(reference.citations)]
    code = next(iter(reference.citations.values())).partition(" ")[2]
    if code in {"L", "R", "D", "A"} and len(reference.citations) > 1:
        return True
    after = tokens[reference.end : reference.end + 2]
    if not number.text.endswith(".") and after and _is_law(after[0]):
        return True
    if _is_named_before(reference, tokens):
        return True
    before = list(tokens[max(0, reference.start - _NEAR) : reference.start])
    while before and any(token.text in _SENTENCE_END for token in before):
        before.pop(0)
    return any(_is_law(token) for token in before)


def _is_named_before(reference: Reference, tokens: Sequence[Token]) -> bool:
    """Return whether a name stands right before an annex, as in `the Privacy Shield Annex 1`."""
    if reference.start < 2 or tokens[reference.start].text[:1].islower():
        return False
    name, earlier = tokens[reference.start - 1], tokens[reference.start - 2]
    return name.text[:1].isupper() and earlier.text not in {*_SENTENCE_END, "(", "—", "–"}


def _is_law(token: Token) -> bool:
    return _LAW.fullmatch(token.alike) is not None or _INITIALS.fullmatch(token.text) is not None


def _name(citation: str) -> Message:
    series, _, digits = citation.partition(" ")
    if series == ARTICLE:
        return say("clause %(number)s", number=digits)
    if series in ANNEXES:
        return say("annex %(number)s", number=digits)
    return say("part %(number)s", number=digits)


def _advise(index: _Index, citation: str) -> Message:
    series = citation.partition(" ")[0]
    last = index.last(_ANNEX if series in ANNEXES else series)
    if last is None or "." in citation or "(" in citation:
        return say("Put the right number, or say which other text it is of")
    return say(
        "Put the right number (the last one is %(last)s), or say which other text it is of",
        last=last,
    )
