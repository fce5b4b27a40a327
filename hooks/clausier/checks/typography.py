"""Typography that rendering does not mend: one finding of a kind for a whole text.

They are many where they are at all, and mended at one stroke; a line for each would hide the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from clausier.checks.repair import is_repairable
from clausier.checks.slips import LANGUAGES, SLIPS, iter_unpaired
from clausier.checks.source import Source, iter_reworded
from clausier.errors import Message, Problem, say
from clausier.proposals import Proposal, ProposedPage

_ORDINAL: Final = re.compile(
    r"(?<![\w.,])(?:1\s?(?:ère|ere|ères)|[2-9]\d*\s?(?:ème|ièmes?|emes?|èmes)|1\d+(?:ème|eme)s?|1ier)\b"
)

_WHAT: Final[Mapping[str, Callable[[int], Message]]] = {
    "space-doubled": lambda count: say(
        "spaces stand twice; how many times in this text: %(count)s, the first here", count=count
    ),
    "space-before-punctuation": lambda count: say(
        "a space stands before punctuation that takes none; how many times in this text: "
        "%(count)s, the first here",
        count=count,
    ),
    "space-after-punctuation": lambda count: say(
        "no space follows a comma or a semicolon; how many times in this text: %(count)s, the "
        "first here",
        count=count,
    ),
    "space-missing": lambda count: say(
        "no space stands before : ; ! ? or inside « », which the site sets by itself; how many "
        "times in this text: %(count)s, the first here",
        count=count,
    ),
    "space-before-unit": lambda count: say(
        "no space stands before %%, ‰ or €; how many times in this text: %(count)s, the first here",
        count=count,
    ),
    "quotes-mixed": lambda count: say(
        "straight quotes or apostrophes stand in a text that has curly ones; how many times: "
        "%(count)s, the first here",
        count=count,
    ),
    "punctuation-doubled": lambda count: say(
        "a comma, a semicolon or a full stop stands twice, or dots follow “etc.”; how many times "
        "in this text: %(count)s, the first here",
        count=count,
    ),
}


def find_slips(proposal: Proposal) -> Iterator[Problem]:
    """Yield the slips of each reworded text, one problem of a kind, at the first of them."""
    for page, source in iter_reworded(proposal):
        language = page.language.partition("-")[0].lower()
        if language not in LANGUAGES or not is_repairable(proposal, page):
            continue  # what is published is to be put back, not mended
        for code, offsets in iter_slips(source, language):
            yield Problem(
                _WHAT[code](len(offsets)),
                say("Run `clausier check --fix`, which mends it, or put it right by hand"),
                page.place(source.line_of(offsets[0])),
                code=code,
            )
        yield from _find_unpaired(page, source)
        if language == "fr":
            yield from _find_ordinals(page, source)


def iter_slips(source: Source, language: str) -> Iterator[tuple[str, Sequence[int]]]:
    """Yield the codes of a text's slips, each with where they stand: in order, never empty."""
    for code, rule in SLIPS.items():
        offsets = [edit.start for edit in rule(source, language)]
        if offsets:
            yield code, offsets


def _find_unpaired(page: ProposedPage, source: Source) -> Iterator[Problem]:
    """Yield straight quotes without their other half: only who wrote them knows where it goes."""
    found = list(iter_unpaired(source))
    if found:
        yield Problem(
            say(
                "a straight quote has no other half; how many in this text: %(count)s, the first "
                "here",
                count=len(found),
            ),
            say("Put the other half, of the same kind, or take this one out"),
            page.place(source.line_of(found[0])),
            code="quote-unpaired",
        )


def _find_ordinals(page: ProposedPage, source: Source) -> Iterator[Problem]:
    """Yield `1ère` and `2ème`, which are letters: whoever wrote them changes them."""
    found = list(_ORDINAL.finditer(source.prose))
    if found:
        yield Problem(
            say(
                "an ordinal is not shortened as in print: “%(word)s”; how many in this text: "
                "%(count)s",
                word=found[0][0],
                count=len(found),
            ),
            say("Write 1er, 1re, 2e, 3e"),
            page.place(source.line_of(found[0].start())),
            code="ordinal-form",
        )
