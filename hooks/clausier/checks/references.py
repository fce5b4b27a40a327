"""References: a text speaks of no clause that it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from clausier.checks.laws import hints_at_law, is_law, names_clauses, names_law
from clausier.checks.numerals import NUMERALS, name_reading, read_numeral
from clausier.checks.places import locate_clauses, name_clause
from clausier.clauses import Clause, RenderedText
from clausier.clauses.blocks import Block, read_words
from clausier.clauses.numbering import ANNEXES, ARTICLE, DIVISIONS, read_roman
from clausier.clauses.references import Reference, cite, iter_references
from clausier.clauses.tokens import Token
from clausier.errors import Message, Problem, say
from clausier.proposals import Proposal, ProposedPage

_ANNEX: Final = "annex"
_SENTENCE_END: Final = frozenset(".;:!?")
_NEAR: Final = 4
"""How many words off the name of another text may stand."""
_POINTING: Final = frozenset("ses son leur leurs dont duquel its their whose".split())
"""What stands before the articles of a text named earlier: `ses articles 13 et 14`."""
_POINTED: Final = re.compile(
    r"\W*(?:thereof|of (?:which|that|it)\b|de (?:celle|celui|ceux|ce derni|cette derni|laquelle)"
    r"|duquel|desquel)",
    re.IGNORECASE,
)
"""What stands after an article of a text named earlier: `Article 82 thereof`."""
_OURS: Final = re.compile(
    r"\W*(?:(?:du|de la|des?|of|to|in|under) (?:(?:the|les?|la|l['’]) ?)?"
    r"(?:présente?s?|present|this|these|contrat|contract|agreement|terms|conditions)\b"
    r"|hereof|above|below|ci-(?:dessus|dessous|après|avant))",
    re.IGNORECASE,
)
"""What says that an article is of this text."""
_TERMS: Final = re.compile(
    r"\W*(?:du|de la|des?|of) (?:the )?"
    r"(conditions (?:générales|particulières|spéciales|spécifiques|de \w+|d['’]\w+)"
    r"|(?:general|special|specific|particular|additional) (?:terms|conditions)"
    r"|terms of \w+|politique \w+|\w+ policy)",
    re.IGNORECASE,
)
"""What names terms by their kind, which may be these or others."""
_SPELT_AFTER: Final = frozenset(
    "du des de d' of et ou and or is est s'applique applies ci-dessus ci-après above below".split()
)
"""What follows a number in words that is that of an article: not `l’article six mois après`."""
_SPELT_BEFORE: Final = frozenset("à selon voir vu see cf".split())
"""What stands before `l’article neuf`, if it is not a new one."""


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
    written: frozenset[str]
    """The same, with the numerals that they have."""

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
        if self._is_otherwise_numbered(clause):
            return False
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

    def _is_otherwise_numbered(self, clause: str) -> bool:
        """Return whether an article is cited in Roman numerals where the text has none."""
        series, _, digits = clause.partition(" ")
        is_roman = len(digits) > 1 and read_roman(digits) is not None
        return series == ARTICLE and is_roman and clause not in self.written

    def _has_items(self, clause: str, letters: str) -> bool:
        """Return whether a clause has these items: by their names, or else as many."""
        item = letters.split(")(")[0].lower()
        if len(item) > 1 and not item.isdecimal() and not read_roman(item.upper()):
            return True  # `article 2 (Durée)`
        ids = {c.id for c in self.text.clauses if c.number and _normal(cite(c.number)) == clause}
        own = [c for c in self.text.clauses if c.id in ids or ids & {*c.path}]
        lines = [line for c in own for line in c.text.splitlines()]
        called = {
            name.lower()
            for line in lines
            for name in re.findall(r"(?<!\w)\(?(\w{1,4})[).°](?=\s|$)", line)
        }
        if any(len(name) < 3 and name in "ai1" for name in called):
            return item in called
        places = (
            int(item) if item.isdecimal() else ord(item[0]) - ord("a") + 1,
            read_roman(item.upper()) or 0,
        )
        return len(lines) > 1 and any(0 < place <= len(lines) for place in places)


def _normal(citation: str) -> str:
    """Return a citation whatever its annex is called, and its numerals."""
    series, _, digits = citation.partition(" ")
    first, *suffix = digits.split(" ")
    series = _ANNEX if series in ANNEXES else series
    return " ".join((series, str(read_roman(first) or first), *suffix))


def _find_in(page: ProposedPage, text: RenderedText) -> Iterator[Problem]:
    cited = [cite(clause.number) for clause in text.clauses if clause.number]
    index = _Index(text, frozenset(map(_normal, cited)), frozenset(cited))
    places = locate_clauses(page)
    clauses = {clause.id: clause for clause in text.clauses}
    for leaf, owner in text.owners.items():
        clause = clauses.get(owner)
        around = "\n".join(_iter_around(clause, clauses)) if clause else text.preamble
        for cited_as, citation in _iter_dead(leaf, index, around):
            yield Problem(
                say(
                    "%(clause)s: it refers to “%(cited)s”, which this text does not have",
                    clause=name_clause(clause),
                    cited=cited_as,
                ),
                _advise(index, citation),
                places[owner],
                code="reference-missing",
            )


def _iter_around(clause: Clause, clauses: Mapping[str, Clause]) -> Iterator[str]:
    """Yield the words of a clause, and those that begin the ones it is in."""
    for one in (clause, *(clauses[name] for name in clause.path)):
        yield one.heading or ""
        yield one.text


def _iter_dead(leaf: Block, index: _Index, around: str) -> Iterator[tuple[str, str]]:
    """Yield what a leaf refers to that the text does not have: as it is written, and as cited.

    Args:
        leaf: part of the text.
        index: what the text has.
        around: the words of the clause that it is of, and of those that this is in.
    """
    tokens = [token for token in leaf.tokens[leaf.label :] if token.key]
    for reference in iter_references(_read_spelt(tokens, index.text.language)):
        if _is_of_another(reference, tokens, around, index.text.title or ""):
            continue
        for place, citation in reference.citations.items():
            clause, bracket, _ = citation.partition("(")
            if place in reference.parts and "." not in clause:
                continue  # `article 2, paragraphe 7`
            if _is_said_elsewhere(tokens, place):
                continue
            if bracket and clause in reference.citations.values() and not index.has(clause):
                continue  # said of the clause itself
            if index.counts(citation) and not index.has(citation):
                end = place + 1 + bool(bracket)
                yield " ".join(read_words(tokens[reference.start : end]).split()), citation


def _read_spelt(tokens: Sequence[Token], language: str) -> Sequence[Token]:
    """Return tokens with digits for the number of an article that is in words: `article nine`."""
    numeral = NUMERALS[name_reading(language)]
    pattern = re.compile(numeral, re.VERBOSE)
    read = list(tokens)
    for place, (token, number) in enumerate(pairwise(tokens), 1):
        if not re.fullmatch(r"(?:[ldn]')?(?:article|clause|section)", token.alike):
            continue
        if not pattern.fullmatch(number.alike):
            continue
        value, is_sure = read_numeral(number.alike, language)
        after = tokens[place + 1].alike if place + 1 < len(tokens) else "."
        before = tokens[place - 2].alike if place > 1 else ""
        is_followed = not after[0].isalnum() or after in _SPELT_AFTER
        is_new = number.alike == "neuf" and before not in _SPELT_BEFORE
        if is_sure and value > 1 and is_followed and not is_new:
            read[place] = replace(number, text=str(value), alike=str(value))
    return read


def _is_said_elsewhere(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a link says what is cited, or a letter before it: `L. 132`."""
    if any(mark.tag == "a" for piece in tokens[place].pieces for mark in piece.marks):
        return True
    return place > 1 and tokens[place - 1].text == "." and len(tokens[place - 2].text) == 1


def _is_of_another(reference: Reference, tokens: Sequence[Token], around: str, title: str) -> bool:
    """Return whether a reference is to another text, or may be: when in doubt, it is."""
    end = max(reference.citations) + 1
    words = [read_words(part) for part in (tokens[: reference.start], tokens[end:])]
    if kind := _TERMS.match(words[1].lstrip(")")):
        return _plain(kind[1]) not in _plain(title)
    if reference.names_another:
        return True
    if _OURS.match(words[1].lstrip(")")):
        return False
    if _is_named_beside(reference, tokens) or _POINTED.match(words[1]):
        return True
    if re.search(r"clauses?$", tokens[reference.start].alike):
        return names_clauses(around)  # laws have none
    citations = reference.citations.values()
    if any(citation.partition(" ")[0] in ANNEXES for citation in citations):
        return False  # so may this text have one that speaks of a law
    return names_law(around) or (not any("." in c for c in citations) and hints_at_law(*words))


def _plain(words: str) -> str:
    return words.casefold().replace("’", "'")


def _is_named_beside(reference: Reference, tokens: Sequence[Token]) -> bool:
    """Return whether another text is named right after a reference, or right before it."""
    number = tokens[max(reference.citations)]
    first = tokens[min(reference.citations)]
    stop = tokens[min(reference.citations) + 1 :][:1]
    if first.text in {"L", "R", "D", "A"} and stop and stop[0].text == ".":
        return True
    after = tokens[reference.end : reference.end + 2]
    if not number.text.endswith(".") and after and is_law(after[0]):
        return True
    before = list(tokens[max(0, reference.start - _NEAR) : reference.start])
    if _is_titled(reference, tokens) or (before and before[-1].alike in _POINTING):
        return True
    while before and any(token.text in _SENTENCE_END for token in before):
        before.pop(0)
    return any(map(is_law, before))


def _is_titled(reference: Reference, tokens: Sequence[Token]) -> bool:
    """Return whether a name stands right before an annex, as in `the Privacy Shield Annex 1`."""
    if reference.start < 2 or tokens[reference.start].text[:1].islower():
        return False
    name, earlier = tokens[reference.start - 1], tokens[reference.start - 2]
    return name.text[:1].isupper() and earlier.text not in {*_SENTENCE_END, "(", "—", "–"}


def _advise(index: _Index, citation: str) -> Message:
    series = citation.partition(" ")[0]
    last = index.last(_ANNEX if series in ANNEXES else series)
    if last is None or "." in citation or "(" in citation:
        return say("Put the right number, or say which other text it is of")
    return say(
        "Put the right number (the last one is %(last)s), or say which other text it is of",
        last=last,
    )
