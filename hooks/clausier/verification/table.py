"""A report as one table for people, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from clausier.verification.findings import Check, Finding, Outcome, Report

_WORDS: Final = {
    Outcome.HELD: "held",
    Outcome.FAILED: "FAILED",
    Outcome.UNSEEN: "unseen",
    Outcome.SKIPPED: "—",
}
_COLOURS: Final = {
    Outcome.HELD: "32",
    Outcome.FAILED: "1;31",
    Outcome.UNSEEN: "33",
    Outcome.SKIPPED: "2",
}
_VERDICTS: Final = {
    Outcome.HELD: "All that was checked held.",
    Outcome.FAILED: "Something does not hold: see above what, and what to do.",
    Outcome.UNSEEN: "Some of it could not be looked at: see above what.",
}
MOST_FINDINGS: Final = 20
"""How many of one check's findings the table shows."""
_MOST_CHARACTERS: Final = 600
"""What is told of one finding; a hostile site could make it endless."""


def render_table(report: Report, *, colour: bool, width: int = 100) -> str:
    """Return the report as a table: a line for each check, and below it what does not hold."""
    lines = [_clean(report.root), ""]
    margin = 8 + max(len(check.name) for check in report.checks) + 2
    for check in report.checks:
        lines += _iter_lines(check, margin, width, colour)
    lines += ["", _paint(_VERDICTS[report.outcome], report.outcome, colour), ""]
    lines += [
        line
        for sentence in report.not_covered
        for line in wrap(
            f"{sentence}.", width, initial_indent="Not covered: ", subsequent_indent="  "
        )
    ]
    return "\n".join(lines) + "\n"


def _iter_lines(check: Check, margin: int, width: int, colour: bool) -> Iterator[str]:
    outcome = _WORDS[check.outcome]
    head = f"{outcome:<8}{check.name:<{margin - 8}}"
    first, *more = wrap(_clean(check.detail), width - margin) or [""]
    yield _paint(head, check.outcome, colour) + first
    yield from (" " * margin + line for line in more)
    indent = " " * margin
    for finding in check.findings[:MOST_FINDINGS]:
        yield from _wrap(f"{finding.address} {finding.what}.", indent + "- ", indent, width)
        yield from _wrap(f"{finding.remedy}.", f"{indent}  → ", f"{indent}  ", width)
    if len(check.findings) > MOST_FINDINGS:
        yield f"{indent}- and {len(check.findings) - MOST_FINDINGS} more; --json tells them all"


def _wrap(text: str, first: str, indent: str, width: int) -> list[str]:
    return wrap(
        _clean(text)[:_MOST_CHARACTERS],
        width,
        initial_indent=first,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _clean(text: str) -> str:
    """Return a text without what could command a terminal."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


def _paint(text: str, outcome: Outcome, colour: bool) -> str:
    return f"\x1b[{_COLOURS[outcome]}m{text}\x1b[0m" if colour else text


def render_json_report(report: Report) -> str:
    """Return the report as JSON; nothing is left out."""
    value = {
        "site": report.root,
        "outcome": report.outcome,
        "checks": [
            {
                "name": check.name,
                "outcome": check.outcome,
                "detail": check.detail,
                "findings": [_describe(finding) for finding in check.findings],
            }
            for check in report.checks
        ],
        "not_covered": list(report.not_covered),
    }
    return json.dumps(value, indent=2) + "\n"


def _describe(finding: Finding) -> dict[str, object]:
    return {
        "address": finding.address,
        "what": finding.what,
        "remedy": finding.remedy,
        "seen": finding.seen,
    }
