"""Markdown that is not what it was meant to be, so that its marks are published as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from clausier.checks.source import Source, iter_reworded
from clausier.errors import Message, Problem, say
from clausier.proposals import Proposal, ProposedPage

_ADDRESS: Final = r"(?:https?://|mailto:|www\.)[^\s()]+|[\w./-]+\.(?:md|pdf|html)(?:\#[\w.-]+)?"
_UNCLOSED: Final = re.compile(rf"\[[^\[\]\n]{{1,200}}\((?:{_ADDRESS})\)", re.IGNORECASE)
_APART: Final = re.compile(rf"(?<!\])\[[^\[\]\n]{{1,200}}\][ \t]+\((?:{_ADDRESS})\)", re.IGNORECASE)
_UNDEFINED: Final = re.compile(r"\[[^\[\]\n]{1,200}\]\[(?!\d+\]|[ .…]*\])[^\[\]\n]{1,80}\]")
_NOTE: Final = re.compile(r"\[\^([^\[\]\s]+)\](:?)")
_ENTITY: Final = re.compile(r"(?<![A-Z])&[a-z][A-Za-z]{2,30};")
_GARBLED: Final = re.compile(
    "Ã[\u00a0-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|Â[\u00a0-\u00bf]"
    "|â€(?:[™œ\u009d˜“”¦¢¡]|\u0153)|ï»¿|Å(?:“|’|\u0093|\u0092)"
)
"""Letters of UTF-8 that were read as Windows-1252: `Ã©` for é, `â€™` for ’."""
_STRONG: Final = re.compile(r"(?<![*_\\\w])(?:\*\*|__)(?=\w)|(?<=\w)(?:\*\*|__)(?![*_\w])")
_CODE: Final = re.compile(r"<(pre|code)\b.*?</\1>|<[^<>]*>", re.DOTALL)
_FENCE: Final = re.compile(r"[ \t]*(?:`{3,}|~{3,})[ \t]*[\w-]*[ \t]*$")


def find_broken(proposal: Proposal) -> Iterator[Problem]:
    """Yield what is published with its marks in the documents that a proposal rewords."""
    for page, source in iter_reworded(proposal):
        if page.front is None:
            continue
        yield from _find_links(page, source)
        yield from _find_notes(page, source)
        yield from _find_marks(page, source)
        for match in _ENTITY.finditer(source.shown):
            if unescape(match[0]) == match[0]:
                remedy = say("Write the character itself")
                yield _shown(page, source, match.start(), match[0], remedy)
        for match in _GARBLED.finditer(source.shown):
            yield Problem(
                say(
                    "letters were garbled when the text was copied: `%(shown)s`",
                    shown=_around(source.text, match),
                ),
                say("Type the word again; save the file as UTF-8"),
                page.place(source.line_of(match.start())),
                code="text-garbled",
            )


def _find_links(page: ProposedPage, source: Source) -> Iterator[Problem]:
    """Yield links that lack a bracket, have a space too many, or name what is defined nowhere."""
    for pattern, remedy in (
        (_UNCLOSED, say("Write `[words](address)`: the bracket after the words is missing")),
        (_APART, say("Write `[words](address)`, without a space between the brackets")),
        (_UNDEFINED, say("Write `[words](address)`: nothing says where this name leads")),
    ):
        for match in pattern.finditer(source.shown):
            if not any(link.start <= match.start() < link.end for link in source.links):
                yield _shown(page, source, match.start(), match[0], remedy)


def _find_notes(page: ProposedPage, source: Source) -> Iterator[Problem]:
    """Yield references to footnotes that are not there."""
    found = tuple(_NOTE.finditer(source.shown))
    notes = {match[1] for match in found if match[2]}
    for match in found:
        if match[1] not in notes:
            remedy = say("Add the note, `[^%(name)s]: …`, on a line of its own", name=match[1])
            yield _shown(page, source, match.start(), match[0], remedy)


def _find_marks(page: ProposedPage, source: Source) -> Iterator[Problem]:
    """Yield marks of bold text and of code that are never closed, as far as they are shown."""
    html = unescape(_CODE.sub(" ", page.html))
    if _STRONG.search(html):
        for start, end in source.iter_paragraphs():
            marks = [*_STRONG.finditer(source.prose, start, end)]
            if len(marks) % 2:
                remedy = say("Close it with the same mark, or take it out")
                yield _shown(page, source, marks[-1].start(), marks[-1][0], remedy)
    if "```" in html or "~~~" in html:
        for number, (start, line, _) in enumerate(source.iter_lines()):
            if number not in source.code_lines and _FENCE.match(line):
                remedy = say("Close it with the same mark, or take it out")
                yield _shown(page, source, start, line.strip(), remedy)


def _shown(
    page: ProposedPage, source: Source, start: int, written: str, remedy: Message
) -> Problem:
    return Problem(
        say(
            "Markdown that is not closed or not known is shown as it stands: “%(shown)s”",
            shown=written[:60],
        ),
        remedy,
        page.place(source.line_of(start)),
        code="markup-broken",
    )


def _around(text: str, match: re.Match[str]) -> str:
    """Return the word that a match stands in."""
    start = max(text.rfind(mark, 0, match.start()) for mark in " \n") + 1
    return text[start : match.end()][-40:].replace("`", "'")
