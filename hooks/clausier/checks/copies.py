"""Copies: a translation does not keep the words of the text that it translates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from clausier.checks.pairing import pair_clauses
from clausier.checks.places import locate_clauses, name_clause
from clausier.checks.translations import iter_translations
from clausier.clauses import Clause, RenderedText
from clausier.errors import Problem, say
from clausier.proposals import Proposal, ProposedPage

_COMMON: Final = {
    "fr": frozenset(
        "le la les l un une des du de au aux et ou est sont a ont dans par pour sur sous avec sans "
        "que qui ce cette ces son sa ses ne pas en il elle ils elles il se peut doit".split()
    ),
    "en": frozenset(
        "the an of to and or is are has have in by for on under with without that which this "
        "these its his their not it they may must shall will be as at from any".split()
    ),
}
"""Words of which every sentence has some, by language."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_SENTENCES: Final = re.compile(r"(?<=[.;!?])\s+")
_ADDRESS: Final = re.compile(
    r"\b(?:rue|avenue|boulevard|allée|cedex|RCS|SIRET|SIREN|capital|street|road)\b", re.IGNORECASE
)
"""What tells where somebody is, and who."""
_FEW: Final = 6
"""Words, capitals aside, that two languages may well have alike, as in names."""
_SURE: Final = 2
"""Common words of a language that tell it."""


def find_copies(proposal: Proposal) -> Iterator[Problem]:
    """Yield the translations, and the clauses of others, that are left in the other language."""
    for governing, translation in iter_translations(proposal):
        ours, theirs = governing.rendered, translation.rendered
        if ours is None or theirs is None or translation.front is None:
            continue
        copied, translated = _sort_clauses(ours, theirs)
        if not translated and (copied or governing.text == translation.text):
            yield Problem(
                say(
                    "this text is a copy of the governing text, so version %(version)s counts as "
                    "not translated (%(language)s)",
                    version=translation.front.version,
                    language=translation.language,
                ),
                say("Translate it; until then the page says that the translation is missing"),
                translation.place_of("version"),
                code="translation-copied",
            )
        else:
            yield from (_problem(translation, clause) for clause in copied)


def _sort_clauses(ours: RenderedText, theirs: RenderedText) -> tuple[list[Clause], list[Clause]]:
    """Return the clauses that keep a sentence as it was, and those that have other words."""
    copied, translated = [], []
    pairing = pair_clauses(ours, theirs)
    beside = {
        two: ours.clauses[one] for one, two in (*pairing.pairs, *pairing.moved, *pairing.renumbered)
    }
    for place, clause in enumerate(theirs.clauses):
        twin = beside.get(place)
        before = {tuple(_read(said)) for said in _iter_sentences(twin)} if twin else set()
        sentences = list(_iter_sentences(clause))
        kept = [said for said in sentences if tuple(_read(said)) in before]
        if len(kept) < len(sentences):
            translated.append(clause)
        if any(_is_sentence(said, ours.language, theirs.language) for said in kept):
            copied.append(clause)
    return copied, translated


def _iter_sentences(clause: Clause) -> Iterator[str]:
    for line in clause.text.splitlines():
        yield from _SENTENCES.split(line)


def _read(line: str) -> list[str]:
    return _WORD.findall(line.casefold())


def _is_sentence(line: str, language: str, other: str) -> bool:
    """Return whether a line says something in a language rather than in another."""
    if sum(word[0].islower() for word in _WORD.findall(line)) < _FEW or _ADDRESS.search(line):
        return False
    one, two = (sum(w in _COMMON.get(c[:2], ()) for w in _read(line)) for c in (language, other))
    return one >= _SURE and one > two if language[:2] in _COMMON else two < _SURE


def _problem(page: ProposedPage, clause: Clause) -> Problem:
    return Problem(
        say(
            "%(clause)s: words of the governing text stand here as they are, not translated",
            clause=name_clause(clause),
        ),
        say("Translate them"),
        locate_clauses(page)[clause.id],
        code="translation-clause-copied",
    )
