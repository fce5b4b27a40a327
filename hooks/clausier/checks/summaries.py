"""Summaries: there, in their own language, of this version, and in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from clausier.checks.placeholders import iter_placeholders
from clausier.checks.source import read_source
from clausier.errors import Message, Problem, say
from clausier.model import FrontMatter
from clausier.proposals import Proposal, ProposedPage

_UNWRITTEN: Final = re.compile(
    r"""\W*(?:[àa][ ](?:compléter|completer|définir|définer|préciser|rédiger|écrire|remplir|venir
          |confirmer|renseigner|faire|voir)
        |to[ ]be[ ](?:completed|confirmed|defined|written|added|determined|done|filled[ ]in)
        |to[ ](?:complete|write|come|do|fill[ ]in)|tb[acd]|todo|fixme|wip|x{2,}|n/?a|néant|none|rien
        |résumé|summary|lorem[ ]ipsum.*|coming[ ]soon)?\W*
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
"""A summary that is nothing else; blanks in a longer one are found with those of texts."""
_MARKUP: Final = re.compile(r"<[A-Za-z/!][^<>]*>|\]\s?[(\[]|(?<!\w)(?:javascript|data|vbscript):\S")
_COMMON: Final[Mapping[str, frozenset[str]]] = {
    "fr": frozenset(
        "le la les des du une un est et pour dans qui que sont aux ce cette ces ne pas vous votre "
        "vos nos notre leur avec sans sur par plus désormais délai être peut doit dont où".split()
    ),
    "en": frozenset(
        "the of and is are to in for with this that these by from your our their be not now may "
        "must can will shall has have which who on at an it its you we they".split()
    ),
}
"""Words that no sentence of one language is long without, and the other has not."""
_CLEAR: Final = 2
"""So many words of the other language, and none of its own, make a summary one of the other."""


def find_bad_summaries(proposal: Proposal) -> Iterator[Problem]:
    """Yield the summaries that say nothing of this version in plain words of their language.

    That one is missing is for the rules of versions to say.
    """
    for page in proposal.pages:
        front = page.front
        if front is None or not front.summary or not page.is_changed:
            continue
        before = page.before.front if page.before else None
        if before and before.version != front.version and _is_same(before.summary, front.summary):
            yield _repeated(page, front, str(before.version))
        is_blank = any(iter_placeholders(read_source(front.summary)))
        if not is_blank and _UNWRITTEN.fullmatch(front.summary):
            yield _problem(
                page,
                say("the summary is still to be written: “%(summary)s”", summary=front.summary),
                say("Say what this version changes, in plain words"),
                code="placeholder",
            )
        if markup := _MARKUP.search(front.summary):
            yield _problem(
                page,
                say("the summary is no plain words: `%(markup)s`", markup=markup[0]),
                say("Write it without links and without HTML"),
                code="summary-markup",
            )
        other = _find_copied(proposal, page, front)
        if other is not None:
            yield _problem(
                page,
                say("the summary is that of %(uri)s, in another language", uri=other.uri),
                say("Write it in the language of this file"),
                code="summary-copied",
            )
        elif _is_foreign(front.summary, page.language):
            yield _problem(
                page,
                say(
                    "the summary is not in the language of this file (%(language)s)",
                    language=page.language,
                ),
                say("Write it in the language of this file"),
                code="summary-language",
            )


def _find_copied(proposal: Proposal, page: ProposedPage, front: FrontMatter) -> ProposedPage | None:
    """Return the governing page whose summary a translation has, or None."""
    governing = proposal.page(front.document, proposal.settings.governing_language)
    if governing is None or governing.front is None or governing.language == page.language:
        return None
    return governing if _is_same(governing.front.summary, front.summary) else None


def _is_foreign(summary: str, language: str) -> bool:
    """Whether a summary is clearly French where English is due, or the reverse."""
    own = language.partition("-")[0].lower()
    words = re.findall(r"[^\W\d_]+", summary.casefold())
    counts = {name: sum(word in common for word in words) for name, common in _COMMON.items()}
    return own in counts and not counts.pop(own) and max(counts.values()) >= _CLEAR


def _repeated(page: ProposedPage, front: FrontMatter, before: str) -> Problem:
    return _problem(
        page,
        say(
            "the summary of version %(version)s is that of version %(before)s",
            version=front.version,
            before=before,
        ),
        say("Say what this version changes, in plain words"),
        code="summary-repeated",
    )


def _problem(page: ProposedPage, what: Message, remedy: Message, *, code: str) -> Problem:
    return Problem(what, remedy, page.place_of("summary"), code=code)


def _is_same(one: str | None, two: str | None) -> bool:
    """Return whether two summaries say the same, whatever their spaces, case and punctuation."""
    plain = ["".join(filter(str.isalnum, (text or "").casefold())) for text in (one, two)]
    return plain[0] == plain[1] != ""
