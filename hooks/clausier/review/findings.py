"""What is to be put right or looked at, by file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from clausier.errors import Problem
from clausier.report.markup import guard_start
from clausier.review.lines import quote_words, write_link, write_name
from clausier.words import load_words

_TYPED: Final = re.compile(r"`([^`]+)`")
_MOST: Final = 60
"""How many are shown."""
_LONGEST: Final = 600
"""Of one sentence, in characters."""


def write_findings(problems: tuple[Problem, ...], checks_url: str | None, language: str) -> str:
    """Return problems as lists, a file each.

    Args:
        problems: by file and line.
        checks_url: the absolute address of the page that tells of each by its code.
        language: that of the report.
    """
    return "\n\n".join(_iter_blocks(problems, checks_url, language))


def _iter_blocks(
    problems: tuple[Problem, ...], checks_url: str | None, language: str
) -> Iterator[str]:
    catalogue = load_words(language)
    for uri, group in groupby(problems[:_MOST], key=lambda problem: problem.place.uri):
        lines = [_write_problem(problem, checks_url, language) for problem in group]
        yield "\n".join(([f"{write_name(uri)}\n"] if uri else []) + lines)
    more = len(problems) - _MOST
    if more > 0:
        said = catalogue.ngettext(
            "And %(count)s more, which `clausier check` lists.",
            "And %(count)s more, which `clausier check` lists.",
            more,
        )
        yield said % {"count": more}


def _write_problem(problem: Problem, checks_url: str | None, language: str) -> str:
    gettext = load_words(language).gettext
    where = ""
    if problem.place.line is not None:
        line = gettext("Line %(line)s.") % {"line": problem.place.line}
        where = f"**{line}** "
    what = _write_sentence(problem.what.render(gettext))
    remedy = _write_sentence(problem.remedy.render(gettext))
    what = f"{what[:1].upper()}{what[1:]}"
    code = ""
    if problem.code:
        address = f"{checks_url}#{problem.code}" if checks_url else None
        code = f" ({write_link(f'`{problem.code}`', address)})"
    return f"- {where}{guard_start(what)}. **{remedy}.**{code}"


def _write_sentence(said: str) -> str:
    """Return a sentence; what stands in it between backticks is to be typed as it stands."""
    parts = _TYPED.split(said[:_LONGEST] + ("…" if len(said) > _LONGEST else ""))
    return "".join(
        f"<code>{quote_words(part)}</code>" if place % 2 else _quote_part(part)
        for place, part in enumerate(parts)
    )


def _quote_part(part: str) -> str:
    """Return a part of a sentence, with the space at its ends."""
    words = quote_words(part)
    before, after = part[:1].isspace(), part[-1:].isspace()
    return f"{' ' * before}{words}{' ' * (after and bool(words))}"
