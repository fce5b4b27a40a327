"""Whether a published site is what it says: its signature, its files, its versions, its source.

    report = verify(source, Question(today=..., pinned=..., after=...), read_repository)

Nothing here reads a disk, a network or a repository: `source` gives bytes, and `read_repository`,
if there is one, the history up to the commit that the index names.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clausier.addresses import SCHEMA, TERMS
from clausier.clauses import Renderer
from clausier.contract import TermsIndex
from clausier.edition import Edition, build_edition
from clausier.errors import ClausierError, Problem, TimelineError, say
from clausier.git import History, UnknownCommitError
from clausier.settings import Settings, parse_as_of
from clausier.signatures import PublicKey
from clausier.verification.agreement import check_answers
from clausier.verification.answers import parse_answer
from clausier.verification.copies import is_markdown, list_copies
from clausier.verification.data import Plan, check_data
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
    site_url: str
    """With a slash at its end."""
    docs: Mapping[str, bytes]
    """Each file below the docs folder in that commit that is not Markdown, by path in it."""
    pages: tuple[str, ...]
    """Each that is, likewise."""
    theme: Mapping[str, bytes] | None
    """Each file of `theme.custom_dir`, likewise; None where the commit does not hold it."""
    leaves_out: bool
    """Whether some of `docs` may not be published."""
    has_search: bool
    """Whether pages can be searched."""
    unheld: tuple[str, ...] = ()
    """Configuration files that the commit does not hold, and that were read as they stand."""


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
    if read_repository is None:
        detail = say("not asked for: --git compares with the repository")
        against = tuple(Check(name, detail, skipped=True) for name in ("git", "data"))
    else:
        against = _compare(index, versions, site, read_repository)
    return Report(source.root, (*checks, *against), tuple(iter_uncovered()))


def _compare(
    index: TermsIndex,
    versions: Versions,
    site: Published,
    read_repository: Callable[[str], Repository],
) -> tuple[Check, Check]:
    """Return whether texts and versions, and all else, are what the repository gives."""
    try:
        repository = read_repository(index.source.commit)
        edition = _build_edition(repository, index.as_of)
    except UnknownCommitError as error:
        wrong = [Finding(TERMS, Code.GIT_COMMIT, one.what, one.remedy) for one in error.problems]
    except TimelineError as error:
        what = say("cannot come from this commit (%(reason)s)", reason=error.problems[0].what)
        remedy = say("Verify with the repository that this site is built from")
        wrong = [Finding(TERMS, Code.GIT_COMMIT, what, remedy)]
    else:
        git = check_repository(index, versions, site, edition.register)
        plan = _make_plan(repository)
        return git, check_data(edition, plan, site, rest_holds=git.outcome is Outcome.HELD)
    git = Check("git", name_commit(index.source.commit), tuple(wrong))
    return git, Check("data", say("not compared, for want of that commit"), skipped=True)


def _build_edition(repository: Repository, as_of: date) -> Edition:
    history = repository.history
    others = (posixpath.join(history.folder, name) for name in repository.docs)
    return build_edition(history, others, repository.settings, repository.renderer, as_of)


def _make_plan(repository: Repository) -> Plan:
    copies = list_copies(
        repository.docs,
        repository.theme or {},
        repository.settings.languages,
        leaves_out=repository.leaves_out,
    )
    return Plan(
        site_url=repository.site_url,
        copies=copies,
        pages=(*repository.pages, *filter(is_markdown, repository.docs)),
        without_theme=repository.theme is None,
        has_search=repository.has_search,
        unheld=repository.unheld,
    )


def _zone(index: TermsIndex) -> ZoneInfo:
    try:
        return ZoneInfo(index.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
