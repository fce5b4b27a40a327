"""Whether a published site is what it says: its signature, its files, its versions, its source.

    report = verify(source, Question(today=..., pinned=..., after=...), read_repository)

Nothing here reads a disk, a network or a repository: `source` gives bytes, and `read_repository`,
if there is one, the history up to the commit that the index names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clausier.addresses import SCHEMA, TERMS
from clausier.clauses import Renderer
from clausier.contract import TermsIndex
from clausier.errors import ClausierError, Problem, say
from clausier.git import History, UnknownCommitError
from clausier.settings import Settings, parse_as_of
from clausier.signatures import PublicKey
from clausier.verification.agreement import check_answers
from clausier.verification.answers import parse_answer
from clausier.verification.files import check_files, iter_uncovered
from clausier.verification.findings import Check, Code, Finding, Outcome, Report
from clausier.verification.index import check_index, check_signature
from clausier.verification.published import Published, Refusal, Source
from clausier.verification.repository import check_repository, name_commit
from clausier.verification.table import render_json_report, render_table
from clausier.verification.texts import check_texts
from clausier.verification.versions import Versions, check_versions

__all__ = [
    "Check",
    "Code",
    "Finding",
    "NothingToVerifyError",
    "Outcome",
    "Question",
    "Refusal",
    "Report",
    "Repository",
    "Source",
    "render_json_report",
    "render_table",
    "verify",
]


class NothingToVerifyError(ClausierError):
    """There is no `terms.json` to begin with."""


@dataclass(frozen=True, slots=True)
class Repository:
    """What the site is said to be built from."""

    history: History
    """Up to the commit that the index names."""
    settings: Settings
    renderer: Renderer


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a site."""

    now: datetime
    """Aware."""
    as_of: str | None = None
    """The day to take for today, YYYY-MM-DD; None for that of `now` in the site's own zone."""
    pinned: tuple[PublicKey, ...] = ()
    """Keys that whoever asks trusts."""
    after: int | None = None
    """The sequence seen last."""


def verify(
    source: Source, question: Question, read_repository: Callable[[str], Repository] | None = None
) -> Report:
    """Return what of a site holds and what does not.

    Args:
        source: where it is read from.
        question: what is asked of it.
        read_repository: gives the repository up to a commit.

    Raises:
        NothingToVerifyError: there is no index.
        RepositoryError: the repository cannot be read.
        SettingsError: the day is none, or the repository's configuration cannot be used.
    """
    content = source.read(TERMS)
    if isinstance(content, Refusal):
        raise NothingToVerifyError(
            Problem(
                say(
                    "there is no %(name)s at %(root)s (%(reason)s)",
                    name=TERMS,
                    root=source.root,
                    reason=content.reason,
                ),
                say("Name the root of a site that Clausier built: its address, or its folder"),
            )
        )
    index, found = parse_answer(TermsIndex, TERMS, content)
    site_url = str(index.schema_url).removesuffix(SCHEMA) if index is not None else ""
    site = Published(source, site_url)
    site.keep(TERMS, content)
    site.names.add(TERMS)
    signature = check_signature(content, site, question.pinned)
    if index is None:
        about = Check("index", say("cannot be read; the rest rests on it"), found)
        return Report(source.root, (about, signature), tuple(iter_uncovered()))
    today = parse_as_of(question.as_of, _zone(index), question.now)
    about = check_index(index, found, content, site, today, question.after)
    files = check_files(index, site)
    about_versions, versions = check_versions(index, site)
    checks = (
        about,
        signature,
        files,
        about_versions,
        check_texts(versions, site),
        check_answers(index, versions, site),
    )
    git = _check_git(index, versions, site, read_repository)
    return Report(source.root, (*checks, git), tuple(iter_uncovered()))


def _check_git(
    index: TermsIndex,
    versions: Versions,
    site: Published,
    read_repository: Callable[[str], Repository] | None,
) -> Check:
    if read_repository is None:
        detail = say("not asked for: --git compares with the repository")
        return Check("git", detail, skipped=True)
    try:
        repository = read_repository(index.source.commit)
    except UnknownCommitError as error:
        wrong = (Finding(TERMS, Code.GIT_COMMIT, one.what, one.remedy) for one in error.problems)
        return Check("git", name_commit(index.source.commit), tuple(wrong))
    return check_repository(
        index, versions, site, repository.history, repository.settings, repository.renderer
    )


def _zone(index: TermsIndex) -> ZoneInfo:
    try:
        return ZoneInfo(index.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
