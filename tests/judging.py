"""One text judged by itself: what checks of words find in it, without a repository around it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from clausier.checks import CHECKS
from clausier.errors import Problem
from clausier.frontmatter import parse_page
from clausier.proposals import Proposal, ProposedPage
from clausier.timeline import Timeline
from proposing import RENDERER, SETTINGS, TODAY, head

TITLE = {"fr": "# Conditions générales\n\n", "en": "# General terms\n\n"}


def make_page(text: str, language: str = "fr", *, is_policy: bool = True) -> ProposedPage:
    """Return a page whose text is new, front matter in order."""
    uri = f"docs/{language}/cgu.md"
    raw = ((head("1.0") if is_policy else "") + text).encode("utf-8", "surrogatepass")
    html = RENDERER.render(text)
    return ProposedPage(uri, language, raw, None, parse_page(raw, uri), html, None, True)


def judge(text: str, language: str = "fr", *, is_policy: bool = True) -> tuple[Problem, ...]:
    """Return what is wrong with a text, in the order of its lines."""
    page = make_page(text, language, is_policy=is_policy)
    nothing = Timeline((), ())
    proposal = Proposal(
        settings=SETTINGS,
        as_of=TODAY,
        published=nothing,
        outcome=nothing,
        problems=(),
        pages=(page,),
        commits=(),
        table={},
        docs_dir=Path("docs"),
        folder="docs",
        uncommitted=True,
    )
    found = chain.from_iterable(check(proposal) for check in CHECKS)
    return tuple(sorted(found, key=lambda problem: problem.place.line or 0))


def judge_clause(words: str, language: str = "fr") -> list[str]:
    """Return the codes of what is wrong with a few words in a text that is in order."""
    return [problem.code for problem in judge(f"{TITLE[language]}{words}\n", language)]


def iter_lines(text: str, code: str, language: str = "fr") -> Iterator[int]:
    """Yield the lines of a text, from 1, on which something of a kind is wrong."""
    first = make_page(text, language).first_line
    for problem in judge(text, language):
        if problem.code == code:
            yield (problem.place.line or 0) - first + 1
