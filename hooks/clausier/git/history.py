"""The first-parent history of the pages.

One `git log` and one `git cat-file --batch` read everything, whatever the number of versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clausier.errors import Problem, RepositoryError, say
from clausier.git.log import FileChange, build_publication, read_log
from clausier.git.repository import Repo, find_commit, find_place, open_repository, run_git
from clausier.model import Publication


@dataclass(frozen=True, slots=True)
class History:
    """The first-parent history of the built commit, for the Markdown below one folder."""

    head: Publication
    sequence: int
    """Number of first-parent commits; it only grows."""
    folder: str
    """The folder read, as a POSIX path relative to the top of the repository ("" is the top)."""
    changes: tuple[FileChange, ...]
    """Oldest commit first; within a commit by path."""
    top: Path
    """The top folder of the work tree."""


class UnknownCommitError(RepositoryError):
    """A commit is not on the main line of the repository."""


def read_history(folder: Path, at: str | None = None) -> History:
    """Return the history of every `.md` file below `folder`.

    Args:
        folder: below the top of a work tree.
        at: full hash of the commit up to which it is read; HEAD if left out.

    Raises:
        UnknownCommitError: `at` is not in the first-parent history of HEAD.
        RepositoryError: there is no git, no repository, no commit, only part of the history (a
            shallow clone), nothing committed below `folder`, a content that git cannot give, or
            git refuses to answer.
    """
    with open_repository(folder) as repo:
        head = find_commit(repo, "HEAD") if at is None else find_ancestor(repo, folder, at)
        return read_up_to(repo, folder, head)


def find_ancestor(repo: Repo, folder: Path, commit: str) -> str:
    """Return a commit's full hash, which is on the main line.

    Raises:
        UnknownCommitError: it is not in the first-parent history of HEAD.
    """
    head = find_commit(repo, "HEAD")
    if commit not in run_git(repo, "rev-list", "--first-parent", head).decode("ascii").split():
        raise UnknownCommitError(_off_main_line(commit, folder, head))
    return commit


def read_line(folder: Path, commit: str | None = None) -> History:
    """Return the first-parent history up to any commit, whether a branch leads to it or not.

    Args:
        folder: as for `read_history`; nothing need be committed there yet.
        commit: its full hash; HEAD if left out.

    Raises:
        RepositoryError: likewise.
    """
    with open_repository(folder) as repo:
        return read_up_to(repo, folder, commit or find_commit(repo, "HEAD"), may_be_empty=True)


def read_up_to(repo: Repo, folder: Path, head: str, *, may_be_empty: bool = False) -> History:
    """Return the history up to a commit, in an open repository."""
    top, prefix = find_place(repo, folder)
    sequence = int(run_git(repo, "rev-list", "--count", "--first-parent", head))
    seconds = run_git(repo, "rev-list", "--timestamp", "--max-count=1", head).split()[0]
    changes = read_log(repo, head, prefix)
    if not changes and not may_be_empty:
        raise RepositoryError(
            Problem(
                say(
                    "no commit of the repository %(top)s holds a Markdown file below %(folder)s",
                    top=top,
                    folder=folder,
                ),
                say(
                    "Commit the documents, or build from a clone of the repository that holds them"
                ),
            )
        )
    return History(build_publication(head, seconds), sequence, prefix, changes, top)


def _off_main_line(commit: str, folder: Path, head: str) -> Problem:
    return Problem(
        say(
            "commit %(commit)s, which it is said to come from, is not on the main line of the "
            "repository of %(folder)s, whose newest commit is %(head)s",
            commit=commit[:10],
            folder=folder,
            head=head[:10],
        ),
        say(
            "Bring the clone up to date (git pull) and go to its main branch; if the commit is "
            "still missing, the history was rewritten, or the site comes from elsewhere"
        ),
    )
