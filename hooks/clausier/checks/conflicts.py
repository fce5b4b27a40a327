"""What a merge that was not finished leaves in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from clausier.checks.source import read_source
from clausier.errors import Place, Problem, say
from clausier.proposals import Proposal, ProposedPage

_MARK: Final = re.compile(r"(<{7}|>{7}|\|{7}|={7})(?: .*)?\r?")


def find_conflict_marks(proposal: Proposal) -> Iterator[Problem]:
    """Yield each mark that a merge left, also in front matter that cannot be read for it."""
    for page in proposal.pages:
        if not page.is_changed:
            continue
        quoted = _list_quoted(page)
        for line, mark in iter_marks(page.raw.decode("utf-8", "replace")):
            if line not in quoted:
                yield Problem(
                    say("a mark of an unfinished merge is left: `%(mark)s`", mark=mark),
                    say(
                        "Keep the wording that is right of the two, and remove the lines that "
                        "begin with `<<<<<<<`, `=======` and `>>>>>>>`"
                    ),
                    Place(page.uri, line + 1),
                    code="conflict-mark",
                )


def _list_quoted(page: ProposedPage) -> frozenset[int]:
    """Return the lines of a file, from 0, where an ordinary page shows marks as examples of code.

    A document shows none: there, a merge was not finished.
    """
    if page.page is None or page.front is not None:
        return frozenset()
    return frozenset(page.first_line - 1 + line for line in read_source(page.text).code_lines)


def iter_marks(text: str) -> Iterator[tuple[int, str]]:
    """Yield each mark of an unfinished merge, with its line from 0.

    A line of seven `=` under a line of words makes a heading of it: it is a mark only after one
    that began a conflict, or where no words stand above.
    """
    is_open = False
    above = ""
    for number, line in enumerate(text.split("\n")):
        match = _MARK.fullmatch(line)
        if match:
            mark = match[1]
            if mark[0] != "=" or is_open or not above.strip():
                yield number, mark
                is_open = mark[0] in "<|"
        above = line
