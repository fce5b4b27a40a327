"""Attributes that a text gives its own elements: they can hide a clause, or take its address.

A list of attributes stands after an element (`{: #id .class key="value" }`) and is not shown. In a
text that binds, it may give an address that no clause has, or say of what language or day some
words are; whatever else it does is nothing that a reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from clausier.checks.elements import KNOWN
from clausier.checks.places import locate_clauses
from clausier.checks.source import Source, iter_reworded
from clausier.errors import Problem, say
from clausier.proposals import Proposal, ProposedPage
from clausier.typography.passages import OPAQUE

_LIST: Final = re.compile(r"(?<!\{)\{(:?)[ ]*([^{}\n ][^{}\n]*?)[ ]*\}(?!\})")
_ENTRY: Final = re.compile(
    r"""[.](?P<class>[^\s=}]+)|\#(?P<id>[^\s=}]+)
      | (?P<name>[^\s=}"']+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'}]+))?""",
    re.VERBOSE,
)
_AFTER: Final = frozenset(f"*_)]>{OPAQUE}")
"""What ends an element within a line; a list stands right after it."""
_HARMLESS: Final = frozenset({"lang", "datetime"})
_HIDDEN: Final = re.compile(r"hidden|inert|popover|role|aria-.*|data-.*")
"""Attributes of HTML that take words from some readers, or mean something to a redline."""
_HIDING: Final = re.compile(
    r"display|visibility|opacity|clip|mask|transform|position|overflow|text-indent|z-index"
    r"|(?:font-size|line-height|height|width|scale|zoom)\s*:\s*0|transparent|content",
    re.IGNORECASE,
)
_HIDING_CLASS: Final = re.compile(r"hid|invis|sr-?only|screen-?reader|print|d-none", re.IGNORECASE)


def find_attributes(proposal: Proposal) -> Iterator[Problem]:
    """Yield the attributes that hide words, or give an element the address of a clause."""
    for page, source in iter_reworded(proposal):
        if page.front is None:
            continue
        lines = {id_: place.line for id_, place in locate_clauses(page).items() if id_}
        for start, entry in _iter_entries(source):
            line = source.line_of(start)
            name = entry["id"] or (entry["value"] or "").strip("\"'")
            if entry["id"] or (entry["name"] or "").lower() in ("id", "name"):
                if name in lines and not _is_own(lines[name], page.place(line).line):
                    yield _taken(page, line, name)
            elif not entry["name"] or entry["name"].lower() not in _HARMLESS:
                yield _set(page, line, entry[0])
        yield from _find_in_tags(page, source, lines)


def _is_own(clause: int | None, line: int | None) -> bool:
    """Whether a clause begins on a line, or nobody can tell where it begins."""
    return clause is None or clause == line


def _iter_entries(source: Source) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield each attribute of a list after an element, and where the list begins."""
    for match in _LIST.finditer(source.shown):
        if match[1] or _is_list(source.shown, match):
            for entry in _ENTRY.finditer(match[2]):
                yield match.start(), entry


def _is_list(shown: str, match: re.Match[str]) -> bool:
    """Whether braces without a colon are taken for a list: by where they stand."""
    start = shown.rfind("\n", 0, match.start()) + 1
    end = shown.find("\n", match.end())
    before, after = shown[start : match.start()], shown[match.end() : end if end >= 0 else None]
    if before.strip():
        is_heading = before.lstrip().startswith("#") and before.endswith(" ")
        return before[-1] in _AFTER or (is_heading and not after.strip())
    above = shown[:start].removesuffix("\n").rpartition("\n")[2]
    below = shown[end + 1 :].partition("\n")[0] if end >= 0 else ""
    return bool(above.strip()) and not after.strip() and not below.strip()


def _find_in_tags(
    page: ProposedPage, source: Source, lines: Mapping[str, int | None]
) -> Iterator[Problem]:
    for tag in source.tags:
        if tag.is_end or tag.name not in KNOWN:
            continue
        line = source.line_of(tag.start)
        for entry in _ENTRY.finditer(tag.attributes.strip(" /")):
            name, value = (entry["name"] or "").lower(), (entry["value"] or "").strip("\"'")
            is_hiding = (
                _HIDDEN.fullmatch(name)
                or (name == "style" and _HIDING.search(value))
                or (name == "class" and _HIDING_CLASS.search(value))
            )
            if name in ("id", "name") and value in lines:
                yield _taken(page, line, value)
            elif is_hiding:
                yield _set(page, line, entry[0])


def _set(page: ProposedPage, line: int, written: str) -> Problem:
    return Problem(
        say(
            "an attribute is set that no reader sees, and that can hide words: `%(attribute)s`",
            attribute=written[:60].replace("`", "'"),
        ),
        say("Take it out: a text that binds has words, which every reader is shown"),
        page.place(line),
        code="attribute-set",
    )


def _taken(page: ProposedPage, line: int, name: str) -> Problem:
    return Problem(
        say("the id `%(id)s` is the permanent address of another clause", id=name),
        say("Take it out, or give it a name of its own: links to that clause would lead here"),
        page.place(line),
        code="attribute-set",
    )
