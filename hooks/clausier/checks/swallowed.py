"""Clauses that are written and are none: what stands before them swallows them.

A blank line or the marks of a heading left out, four spaces too many, or a fence that is never
closed, and a clause is part of another paragraph or of a block of code: it loses its number, its
permanent address and its place in every comparison. A number at the beginning of a line proves
nothing by itself (a line may be broken there, a list may count); one that the text had as a clause
before, or that its neighbours lack, does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from clausier.checks.places import locate_clauses
from clausier.checks.source import Source, read_source
from clausier.clauses.numbering import Label, parse_label
from clausier.errors import Message, Problem, say
from clausier.proposals import Proposal, ProposedPage

_LINE: Final = re.compile(r"(?P<indent>[ \t]*)(?P<marks>\#{1,6}[ \t]+)?(?P<words>.*)")
_EMPHASIS: Final = re.compile(r"\*\*|__|</?[a-z]+>")


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A line that begins with what may be the number of a clause."""

    line: int
    """From 0."""
    label: Label
    words: str
    is_heading: bool
    is_apart: bool
    """Whether it begins a block, and not within code."""

    @property
    def is_deep(self) -> bool:
        return self.label.components > 1


def find_swallowed(proposal: Proposal) -> Iterator[Problem]:
    """Yield the lines of reworded documents that begin with a clause's number, and begin none."""
    for page in proposal.pages:
        if page.front and page.is_reworded:
            for found in list_swallowed(page):
                yield Problem(
                    say(
                        "clause %(number)s is written here and is no clause of the text that is "
                        "shown",
                        number=found.label.number,
                    ),
                    _advise(found, read_source(page.text)),
                    page.place(found.line),
                    code="clause-swallowed",
                )


def list_swallowed(page: ProposedPage) -> tuple[_Numbered, ...]:
    """Return the lines of a document that begin with a clause's number, and begin none."""
    if page.rendered is None:
        return ()
    before = page.before.body.decode("utf-8") if page.before else ""
    lines = {place.line for place in locate_clauses(page).values()}
    is_known = lines != {None}
    starts = frozenset(line - page.first_line for line in lines if line is not None)
    has = Counter(clause.number for clause in page.rendered.clauses if clause.number)
    past = [one for one in _list_numbered(before, page.language) if _may_begin(one)]
    had = Counter(one.label.number for one in past if one.is_deep)
    headings = {one.words.strip("#* _") for one in past if not one.is_deep}
    return tuple(
        one
        for one in _list_numbered(page.text, page.language)
        if one.line not in starts
        if (_is_missing(one, has, had) if one.is_deep else _was_heading(one, has, headings))
        if is_known or not has[one.label.number]
    )


@lru_cache(maxsize=64)
def _list_numbered(text: str, language: str) -> tuple[_Numbered, ...]:
    source = read_source(text)
    return tuple(_iter_numbered(source, language))


def _iter_numbered(source: Source, language: str) -> Iterator[_Numbered]:
    above = ""
    for number, line in enumerate(source.text.split("\n")):
        match = _LINE.fullmatch(_EMPHASIS.sub("", line.rstrip("\r")))
        if match and match["words"]:
            is_heading = match["marks"] is not None
            label = parse_label(match["words"], language, is_heading=is_heading)
            label = label or parse_label(match["words"], language, is_heading=True)
            if label is not None:
                is_apart = (
                    (not above.strip() or above.startswith("#") or is_heading)
                    and len(match["indent"].expandtabs(4)) < 4
                    and number not in source.code_lines
                )
                yield _Numbered(number, label, match["words"], is_heading, is_apart)
        above = line


def _may_begin(one: _Numbered) -> bool:
    """Whether a line begins a clause, as far as itself and the one above it tell.

    One that begins with `2.` and is no heading is the item of a list.
    """
    is_clause = parse_label(one.words, "fr", is_heading=False) is not None and one.is_deep
    return one.is_apart and (one.is_heading or is_clause)


def _was_heading(one: _Numbered, has: Counter[str], headings: Collection[str]) -> bool:
    """Whether a line is the heading of an article that is there no more.

    It says so (`Article 4`) and the one before is there, or the text had it so, to the word.
    """
    if has[one.label.number]:
        return False
    is_next = one.label.digits.isdigit() and str(int(one.label.digits) - 1) in has
    is_named = one.is_apart and not one.words[0].isdigit() and not one.label.word
    return (is_named and is_next) or one.words.strip("#* _") in headings


def _is_missing(one: _Numbered, has: Counter[str], had: Counter[str]) -> bool:
    """Whether a line lacks the clause that its number says it is."""
    number = one.label.number
    if has[number] >= max(had[number], 1):
        return False
    if had[number]:
        return True
    return has[number] == 0 and _has_neighbours(one.label.digits, has)


def _has_neighbours(digits: str, has: Collection[str]) -> bool:
    """Whether the clauses right before and after a number are there, or the one it opens."""
    parent, _, last = digits.rpartition(".")
    if not last.isdigit():
        return False
    before = f"{parent}.{int(last) - 1}" if last != "1" else parent
    after = f"{parent}.{int(last) + 1}"
    return before in has and (after in has or last != "1")


def _advise(found: _Numbered, source: Source) -> Message:
    line = source.text.split("\n")[found.line]
    if line.startswith(("    ", "\t")):
        return say("Take out the spaces at the beginning of the line")
    if found.line in source.code_lines:
        return say("Take out the marks of code (``` or ~~~) around it")
    if not found.is_apart:
        return say("Put a blank line before it")
    if parse_label(found.words, "fr", is_heading=False) is None or not found.is_deep:
        return say("Begin it with `##`, as the other headings of articles")
    return say("Write it as a paragraph of its own that begins with its number")
