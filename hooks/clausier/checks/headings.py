"""The headings of a text: one title, levels in order, each short enough to be read out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from clausier.checks.source import Source, iter_reworded
from clausier.errors import Problem, say
from clausier.proposals import Proposal, ProposedPage
from clausier.typography.characters import GLYPHLESS

LONGEST: Final = 200
"""Characters in a heading: more is a paragraph, in every list of contents, too."""

_ATX: Final = re.compile(r"(#{1,6})(?!#)[ \t]*(.*?)[ \t#]*\r?$")
_SETEXT: Final = re.compile(r"(=+|-+)[ \t]*\r?$")
_HTML: Final = re.compile(r"<h([1-6])\b[^<>]*>(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the source."""

    line: int
    """From 0."""
    level: int
    text: str


def find_bad_headings(proposal: Proposal) -> Iterator[Problem]:
    """Yield what is wrong with the headings of the documents that a proposal rewords."""
    for page, source in iter_reworded(proposal):
        if page.front is not None:
            headings = tuple(iter_headings(source))
            yield from _find_titles(page, headings)
            yield from _find_levels(page, headings)


def iter_headings(source: Source) -> Iterator[Heading]:
    """Yield the headings of a text, in order."""
    above = ""
    # Rendering does not see these characters, so that what follows one begins its line.
    lines = GLYPHLESS.sub("", source.shown).split("\n")
    for number, line in enumerate(lines):
        if number in source.code_lines:
            above = ""
            continue
        atx, html = _ATX.match(line), _HTML.match(line)
        if atx and atx[2]:
            yield Heading(number, len(atx[1]), atx[2])
        elif html:
            yield Heading(number, int(html[1]), re.sub(r"<[^<>]*>", "", html[2]))
        elif _SETEXT.match(line) and above.strip() and not _is_apart(lines, number - 1):
            yield Heading(number - 1, 1 if line[0] == "=" else 2, above.strip())
        above = "" if atx or html else line


def _is_apart(lines: list[str], number: int) -> bool:
    """Whether a line cannot become a heading by what stands under it.

    It is in a list, a quotation or a table, or it goes on with a paragraph.
    """
    line = lines[number]
    goes_on = number > 0 and lines[number - 1].strip() and not lines[number - 1].startswith("#")
    return bool(re.match(r"[ \t]|[>|]|[*+-][ \t]", line) or goes_on)


def _find_titles(page: ProposedPage, headings: tuple[Heading, ...]) -> Iterator[Problem]:
    titles = [heading for heading in headings if heading.level == 1]
    if not titles:
        yield Problem(
            say("the text has no title"),
            say("Begin it with a line such as `# Terms of use`"),
            page.place(0),
            code="title-missing",
        )
    for title in titles[1:]:
        yield Problem(
            say("the text has a second title, “%(title)s”", title=title.text[:80]),
            say("Begin the headings of articles with `##`: one `#` is for the title alone"),
            page.place(title.line),
            code="title-twice",
        )


def _find_levels(page: ProposedPage, headings: tuple[Heading, ...]) -> Iterator[Problem]:
    level = 1
    for heading in headings:
        if heading.level > level + 1:
            yield Problem(
                say(
                    "the heading “%(heading)s” is %(deep)s levels below the one before it",
                    heading=heading.text[:80],
                    deep=heading.level - level,
                ),
                say("Begin it with `%(marks)s`", marks="#" * (level + 1)),
                page.place(heading.line),
                code="heading-skipped",
            )
        level = heading.level
        if len(heading.text) > LONGEST:
            yield Problem(
                say(
                    "a heading of %(count)s characters: “%(heading)s…”",
                    count=len(heading.text),
                    heading=heading.text[:60],
                ),
                say(
                    "Give the article a short heading, and put these words in a paragraph under it"
                ),
                page.place(heading.line),
                code="heading-long",
            )
