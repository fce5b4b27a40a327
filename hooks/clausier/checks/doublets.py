"""Numbers written twice, in words and in digits: both say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from clausier.checks.numerals import NUMERALS, name_reading, read_numeral
from clausier.checks.source import read_source
from clausier.errors import Problem, say
from clausier.proposals import Proposal

_DOUBLETS: Final = {
    language: re.compile(
        rf"(?<!\w)(?P<words>{numerals})\s?\((?P<digits>\d{{1,3}}(?:[ \u00a0\u202f.,]?\d{{3}})*)\)",
        re.VERBOSE | re.IGNORECASE,
    )
    for language, numerals in NUMERALS.items()
}


def find_contradictions(proposal: Proposal) -> Iterator[Problem]:
    """Yield the numbers of reworded texts whose words and digits are not the same number."""
    for page in proposal.pages:
        if not page.front or not page.is_reworded:
            continue
        language = name_reading(page.language)
        source = read_source(page.text)
        for match in _DOUBLETS[language].finditer(source.prose):
            value, is_sure = read_numeral(match["words"], language)
            digits = int(re.sub(r"\D", "", match["digits"]))
            if not is_sure or value == digits or _is_enumerated(source.prose, match):
                continue
            yield Problem(
                say(
                    "“%(shown)s”: the words say %(value)s, and the digits %(digits)s",
                    shown=" ".join(match[0].split()),
                    value=value,
                    digits=digits,
                ),
                say("Make words and digits agree, in each language"),
                page.place(source.line_of(match.start())),
                code="number-contradicts",
            )


def _is_enumerated(prose: str, match: re.Match[str]) -> bool:
    """Return whether the digits number an item of a list in a sentence: `two: (1) … and (2) …`."""
    rest = prose[match.end() :].partition("\n\n")[0]
    return match["digits"] == "1" and "(2)" in rest
