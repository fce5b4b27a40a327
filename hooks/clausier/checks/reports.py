"""What is wrong, told in four forms: to people, to a git host, to programs.

`text` is read in a terminal; `github` makes annotations beside the lines of a pull request
(workflow commands); `json` and `sarif` (SARIF 2.1.0, OASIS) are for programs. The keys of `json`
are fixed: they may be added to, and are never renamed.
"""

from __future__ import annotations

import gettext
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from textwrap import wrap
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import quote

from clausier.errors import Problem

Severity: TypeAlias = Literal["error", "warning"]

WIDTH: Final = 80
"""Columns of a terminal that nobody has made wider."""
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT: Final = "SRCROOT"
"""What paths are relative to: the top of the repository (SARIF 2.1.0, section 3.14.14)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, in the words of one language; its fields are the keys of `json`."""

    code: str
    """Names the rule for ever."""
    severity: Severity
    """Whether it stops a merge (error) or asks to be looked at (warning)."""
    file: str | None
    """POSIX path relative to the top of the repository; None where no file is at fault."""
    line: int | None
    """Line in that file, 1-based."""
    what: str
    """What is wrong: a sentence without its full stop."""
    remedy: str
    """What to do: likewise."""
    url: str | None
    """Where the code is explained; None where the site does not explain it."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that is wrong with a proposal, told to one reader."""

    findings: tuple[Finding, ...]
    """By file, then line."""
    language: str
    words: gettext.NullTranslations
    """The catalogue of that language."""
    manual: str | None
    """The address of the page that explains every code, where there is one."""

    @property
    def errors(self) -> int:
        """How many of the findings stop a merge."""
        return sum(finding.severity == "error" for finding in self.findings)


def build_report(
    problems: Iterable[Problem],
    language: str,
    words: gettext.NullTranslations,
    manual: str | None = None,
    warnings: Collection[str] = (),
) -> Report:
    """Return a report of problems, in their order.

    Args:
        problems: by file and line.
        language: of the reader.
        words: the catalogue of that language.
        manual: the address of the page that has a section for each code, named by it.
        warnings: codes of problems that do not stop a merge.
    """
    findings = (
        Finding(
            code=problem.code,
            severity="warning" if problem.code in warnings else "error",
            file=problem.place.uri,
            line=problem.place.line,
            what=problem.what.render(words.gettext),
            remedy=problem.remedy.render(words.gettext),
            url=f"{manual}#{problem.code}" if manual and problem.code else None,
        )
        for problem in problems
    )
    return Report(tuple(findings), language, words, manual)


# For people


def render_text(report: Report, *, colour: bool = False) -> str:
    """Return what is wrong file by file, in lines of 80 columns, and at the end how much it is."""
    lines: list[str] = []
    for file, group in groupby(report.findings, lambda finding: finding.file):
        if file is not None:
            lines += [_paint(_clean(file), "1", colour), ""]
        for finding in group:
            lines += [*_iter_lines(finding, report.words, colour), ""]
    lines += wrap(_count(report), WIDTH)
    if report.findings and report.manual:
        told = report.words.gettext("What each code means: %(address)s")
        lines.append(told % {"address": report.manual})
    return "\n".join(lines) + "\n"


def _iter_lines(finding: Finding, words: gettext.NullTranslations, colour: bool) -> Iterator[str]:
    """Yield the line of the file and what is wrong; then what to do; then the code."""
    number = f"{finding.line or '':>6}  "
    shade = "31" if finding.severity == "error" else "33"
    margin = " " * len(number)
    first, *more = _fold(f"{finding.what}.", len(number))
    yield _paint(number, shade, colour) + first
    yield from (margin + line for line in more)
    for place, line in enumerate(_fold(f"{finding.remedy}.", len(number) + 2)):
        yield f"{margin}{'  ' if place else '→ '}{line}"
    if finding.code:
        told = words.gettext("to be looked at")
        only = f" ({told})" if finding.severity == "warning" else ""
        yield margin + _paint(f"[{finding.code}]{only}", "2", colour)


def _fold(text: str, indent: int) -> list[str]:
    return wrap(_clean(text), WIDTH - indent, break_long_words=False, break_on_hyphens=False)


def _clean(text: str) -> str:
    """Return a text without what could command a terminal or turn its direction."""
    return "".join(
        letter if letter.isprintable() or letter in "\u00a0\u202f" else "�" for letter in text
    )


def _paint(text: str, shade: str, colour: bool) -> str:
    return f"\x1b[{shade}m{text}\x1b[0m" if colour else text


def _count(report: Report) -> str:
    """Return how much is wrong, in a sentence or two."""
    words, errors = report.words, report.errors
    if not report.findings:
        return words.gettext("Nothing is wrong.")
    warnings = len(report.findings) - errors
    counts = (
        words.ngettext("%(count)s thing to put right", "%(count)s things to put right", errors)
        % {"count": errors},
        words.ngettext(
            "%(count)s thing to look at, which stops nothing",
            "%(count)s things to look at, which stop nothing",
            warnings,
        )
        % {"count": warnings},
    )
    said = [count for number, count in zip((errors, warnings), counts, strict=True) if number]
    return " ".join(f"{count}." for count in said)


# For a git host


def render_github(report: Report) -> str:
    """Return workflow commands that put each finding beside its line, and how much it is."""
    lines = [_render_command(finding) for finding in report.findings]
    return "\n".join((*lines, _count(report))) + "\n"


def _render_command(finding: Finding) -> str:
    properties = {"file": finding.file, "line": finding.line, "title": finding.code}
    written = ",".join(
        f"{name}={_escape_property(str(value))}" for name, value in properties.items() if value
    )
    address = f" {finding.url}" if finding.url else ""
    message = _escape_data(f"{finding.what}. {finding.remedy}.{address}")
    return f"::{finding.severity} {written}".rstrip() + f"::{message}"


def _escape_data(text: str) -> str:
    """Return a message that stays one command, as GitHub's own toolkit escapes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


# For programs


def render_json(report: Report) -> str:
    """Return the findings as one JSON object.

    Its keys: `schema_version`; `language`; `errors` and `warnings`, the counts; `findings`, each
    with `code`, `severity`, `file`, `line`, `what`, `remedy`, `url`, any of which but the first
    two and the sentences may be null.
    """
    value = {
        "schema_version": "1.0",
        "language": report.language,
        "errors": report.errors,
        "warnings": len(report.findings) - report.errors,
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def render_sarif(report: Report) -> str:
    """Return the findings as a SARIF 2.1.0 log of one run."""
    codes = tuple(sorted({finding.code for finding in report.findings}))
    driver: dict[str, Any] = {
        "name": "Clausier",
        "language": report.language,
        "rules": [_describe_rule(code, report.manual) for code in codes],
    }
    if report.manual:
        driver["informationUri"] = report.manual
    run = {
        "tool": {"driver": driver},
        "language": report.language,
        "columnKind": "unicodeCodePoints",
        "results": [_describe_result(finding, codes) for finding in report.findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _describe_rule(code: str, manual: str | None) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "shortDescription": {"text": code.replace("-", " ")}}
    if manual:
        rule["helpUri"] = f"{manual}#{code}"
    return rule


def _describe_result(finding: Finding, codes: Sequence[str]) -> dict[str, Any]:
    """Return a result (SARIF 2.1.0, section 3.27); it has no location where no file is at fault."""
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity,
        "message": {"text": f"{finding.what}. {finding.remedy}."},
    }
    if finding.file is not None:
        location: dict[str, Any] = {
            "artifactLocation": {"uri": quote(finding.file), "uriBaseId": _ROOT}
        }
        if finding.line is not None:
            location["region"] = {"startLine": finding.line}
        result["locations"] = [{"physicalLocation": location}]
    return result


FORMS: Final[Mapping[str, Callable[[Report], str]]] = {
    "text": render_text,
    "github": render_github,
    "json": render_json,
    "sarif": render_sarif,
}
"""What writes each form, by its name."""
