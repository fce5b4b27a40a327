"""A report as one table for people, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Final

from clausier.errors import Message, Translate, say
from clausier.verification.findings import Check, Finding, Outcome, Report

_NAMES: Final[Mapping[str, Message]] = {
    "index": say("index"),
    "signature": say("signature"),
    "files": say("files"),
    "versions": say("versions"),
    "texts": say("texts"),
    "answers": say("answers"),
    "git": Message("git"),
    "data": say("data"),
}
_WORDS: Final = {
    Outcome.HELD: say("held"),
    Outcome.FAILED: say("FAILED"),
    Outcome.UNSEEN: say("unseen"),
    Outcome.SKIPPED: Message("—"),
}
_COLOURS: Final = {
    Outcome.HELD: "32",
    Outcome.FAILED: "1;31",
    Outcome.UNSEEN: "33",
    Outcome.SKIPPED: "2",
}
_VERDICTS: Final = {
    Outcome.HELD: say("All that was checked held."),
    Outcome.FAILED: say("Something does not hold: see above what, and what to do."),
    Outcome.UNSEEN: say("Some of it could not be looked at: see above what."),
}
MOST_FINDINGS: Final = 20
"""How many of one check's findings the table shows."""
_WIDTH: Final = 100
_MOST_CHARACTERS: Final = 600
"""What is told of one finding; a hostile site could make it endless."""

_SPACES: Final = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
"""Spaces of French sentences, which Python does not call printable."""


def render_table(report: Report, translate: Translate, *, colour: bool) -> str:
    """Return the report as a table: a line for each check, and below it what does not hold."""
    words = [word.render(translate) for word in _WORDS.values()]
    names = [_NAMES[check.name].render(translate) for check in report.checks]
    columns = max(map(len, words)) + 2, max(map(len, names)) + 2
    lines = [_clean(report.root), ""]
    for check in report.checks:
        lines += _iter_lines(check, columns, translate, colour)
    verdict = _VERDICTS[report.outcome].render(translate)
    lines += ["", _paint(verdict, report.outcome, colour), ""]
    for what in report.not_covered:
        sentence = say("Not covered: %(what)s.", what=what).render(translate)
        lines += wrap(sentence, _WIDTH, subsequent_indent="  ")
    return "\n".join(lines) + "\n"


def _iter_lines(
    check: Check, columns: tuple[int, int], translate: Translate, colour: bool
) -> Iterator[str]:
    margin = sum(columns)
    outcome, name = _WORDS[check.outcome].render(translate), _NAMES[check.name].render(translate)
    head = outcome.ljust(columns[0]) + name.ljust(columns[1])
    detail = _clean(check.detail.render(translate))
    first, *more = wrap(detail, _WIDTH - margin, break_on_hyphens=False) or [""]
    yield _paint(head, check.outcome, colour) + first
    indent = " " * margin
    yield from (indent + line for line in more)
    for finding in check.findings[:MOST_FINDINGS]:
        what = f"{finding.address} {finding.what.render(translate)}."
        yield from _wrap(what, indent + "- ", indent)
        yield from _wrap(f"{finding.remedy.render(translate)}.", f"{indent}  → ", f"{indent}  ")
    if len(check.findings) > MOST_FINDINGS:
        left = len(check.findings) - MOST_FINDINGS
        rest = say("and %(count)s more; --json tells them all", count=left)
        yield f"{indent}- {rest.render(translate)}"


def _wrap(text: str, first: str, indent: str) -> list[str]:
    return wrap(
        _clean(text)[:_MOST_CHARACTERS],
        _WIDTH,
        initial_indent=first,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _clean(text: str) -> str:
    """Return a text without what could command a terminal."""
    return "".join(
        letter if letter.isprintable() or letter in _SPACES else "\N{REPLACEMENT CHARACTER}"
        for letter in text
    )


def _paint(text: str, outcome: Outcome, colour: bool) -> str:
    return f"\x1b[{_COLOURS[outcome]}m{text}\x1b[0m" if colour else text


def render_json_report(report: Report, translate: Translate) -> str:
    """Return the report as JSON; nothing is left out.

    Names, outcomes and codes stay what they are; the sentences are for people, and may change.
    """
    value = {
        "site": report.root,
        "outcome": report.outcome,
        "checks": [
            {
                "name": check.name,
                "outcome": check.outcome,
                "detail": check.detail.render(translate),
                "findings": [_describe(finding, translate) for finding in check.findings],
            }
            for check in report.checks
        ],
        "not_covered": [what.render(translate) for what in report.not_covered],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _describe(finding: Finding, translate: Translate) -> dict[str, object]:
    return {
        "code": finding.code,
        "address": finding.address,
        "what": finding.what.render(translate),
        "remedy": finding.remedy.render(translate),
        "seen": finding.seen,
    }
