"""What was looked at, what held and what did not, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clausier.errors import Message


class Outcome(StrEnum):
    """How a check ended."""

    HELD = "held"
    FAILED = "failed"
    UNSEEN = "unseen"
    """It could not be looked at to the end."""
    SKIPPED = "skipped"
    """There was nothing to look at, or nobody asked."""


class Code(StrEnum):
    """What kind of thing does not hold; a code keeps its meaning for ever."""

    FILE_MISSING = "file-missing"
    FILE_UNREADABLE = "file-unreadable"
    FILE_ALTERED = "file-altered"
    FILE_FOREIGN = "file-foreign"
    FILE_MALFORMED = "file-malformed"
    FILE_REWRITTEN = "file-rewritten"
    SEAL_BROKEN = "seal-broken"
    SIGNATURE_MISSING = "signature-missing"
    SIGNATURE_FOREIGN = "signature-foreign"
    SIGNATURE_UNKNOWN = "signature-unknown"
    SIGNATURE_UNTRUSTED = "signature-untrusted"
    INDEX_EARLY = "index-early"
    INDEX_EXPIRED = "index-expired"
    INDEX_EXPIRY = "index-expiry"
    INDEX_OVERTAKEN = "index-overtaken"
    INDEX_OLDER = "index-older"
    ADDRESS_FOREIGN = "address-foreign"
    LINK_DEAD = "link-dead"
    VERSION_NUMBER = "version-number"
    VERSION_STATUS = "version-status"
    VERSION_PERIOD = "version-period"
    VERSION_ORDER = "version-order"
    VERSION_ACCEPTANCE = "version-acceptance"
    VERSION_GOVERNING = "version-governing"
    TEXT_ALTERED = "text-altered"
    CLAUSES_ALTERED = "clauses-altered"
    ANSWER_MISPLACED = "answer-misplaced"
    ANSWERS_DISAGREE = "answers-disagree"
    GIT_COMMIT = "git-commit"
    GIT_DISAGREES = "git-disagrees"
    GIT_TEXT = "git-text"
    GIT_ROOT = "git-root"
    GIT_DATA = "git-data"
    GIT_COPY = "git-copy"
    GIT_FOREIGN = "git-foreign"
    GIT_TOOL = "git-tool"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file, whichever it is."""

    code: Code
    what: Message
    """A sentence without its subject, which is the file, and without its full stop."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold."""

    address: str
    """The file, relative to the root of the site."""
    code: Code
    what: Message
    """What is wrong with it, as in a `Fault`."""
    remedy: Message
    """What to do, without its full stop."""
    seen: bool = True
    """False: it could not be looked at, so that nothing is known of it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the table."""

    name: str
    """`index`, say; it stays what it is."""
    detail: Message
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
    not_covered: tuple[Message, ...]
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
