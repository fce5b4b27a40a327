"""What was looked at, what held and what did not, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a check ended."""

    HELD = "held"
    FAILED = "failed"
    UNSEEN = "unseen"
    """It could not be looked at to the end."""
    SKIPPED = "skipped"
    """There was nothing to look at, or nobody asked."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold."""

    address: str
    """The file, relative to the root of the site."""
    what: str
    """What is wrong with it: a sentence without its subject and its full stop."""
    remedy: str
    """What to do, without its full stop."""
    seen: bool = True
    """False: it could not be looked at, so that nothing is known of it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the table."""

    name: str
    detail: str
    """What was looked at, and how much of it."""
    findings: tuple[Finding, ...] = ()
    """In the order in which they were found."""
    skipped: bool = False

    @property
    def outcome(self) -> Outcome:
        """How it ended: what is wrong outweighs what could not be seen."""
        if any(finding.seen for finding in self.findings):
            return Outcome.FAILED
        if self.findings:
            return Outcome.UNSEEN
        return Outcome.SKIPPED if self.skipped else Outcome.HELD


@dataclass(frozen=True, slots=True)
class Report:
    """All that was looked at."""

    root: str
    """What was verified, as it was named."""
    checks: tuple[Check, ...]
    not_covered: tuple[str, ...]
    """What no check speaks of, a line each, without a full stop."""

    @property
    def outcome(self) -> Outcome:
        """How everything ended together."""
        outcomes = {check.outcome for check in self.checks}
        for outcome in (Outcome.FAILED, Outcome.UNSEEN):
            if outcome in outcomes:
                return outcome
        return Outcome.HELD

    @property
    def exit_code(self) -> int:
        """0: all held; 1: something did not; 2: something could not be looked at."""
        return {Outcome.HELD: 0, Outcome.FAILED: 1}.get(self.outcome, 2)
