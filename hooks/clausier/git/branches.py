"""Branches made without touching the working tree, or any branch that is there.

The commits come first, as objects that no branch leads to; the branch is one `update-ref` at the
end. So whatever interrupts it before leaves a repository in which nothing can be seen, and `git gc`
clears away the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from clausier.errors import Problem, RepositoryError, say
from clausier.git.repository import find_commit, open_repository, run_git

_REFS = "refs/heads/"


@dataclass(frozen=True, slots=True)
class NewCommit:
    """What one commit writes."""

    files: Mapping[str, bytes]
    """Each file's whole content, by path in the repository."""
    message: str


def find_branch(folder: Path, name: str) -> str | None:
    """Return the full hash of the commit that a branch leads to; None if there is no such branch.

    Raises:
        RepositoryError: there is no repository.
    """
    with open_repository(folder) as repo:
        tried = run_git(
            repo, "rev-parse", "--verify", "--quiet", _REFS + name, with_exceptions=False
        )
        return tried.decode("ascii").strip() or None


def write_commits(folder: Path, commits: Iterable[NewCommit]) -> str:
    """Write commits after HEAD, one after another, and return the full hash of the last.

    No branch leads to them yet. Their author is the user of git's configuration, their date is
    now, which says nothing of the law.

    Raises:
        RepositoryError: git does not know who writes, or refuses for another reason.
    """
    with open_repository(folder) as repo, TemporaryDirectory() as place:
        index = Path(place, "index")
        last = find_commit(repo, "HEAD")
        if not run_git(repo, "var", "GIT_COMMITTER_IDENT", with_exceptions=False):
            raise RepositoryError(
                Problem(
                    say("git does not know who is writing"),
                    say('Say it once: git config --global user.name "…", and user.email likewise'),
                )
            )
        run_git(repo, "read-tree", last, index=index)
        for commit in commits:
            for uri, content in commit.files.items():
                with TemporaryFile() as file:
                    file.write(content)
                    file.seek(0)
                    # As it stands, whatever core.autocrlf and filters say.
                    command = ("hash-object", "-w", "--no-filters", "--stdin")
                    blob = run_git(repo, *command, istream=file).decode("ascii").strip()
                entry = f"100644,{blob},{uri}"
                run_git(repo, "update-index", "--add", "--cacheinfo", entry, index=index)
            tree = run_git(repo, "write-tree", index=index).decode("ascii").strip()
            with TemporaryFile() as file:
                file.write(commit.message.encode())
                file.seek(0)
                encoded = ("-c", "i18n.commitEncoding=UTF-8")
                made = run_git(repo, *encoded, "commit-tree", tree, "-p", last, istream=file)
                last = made.decode("ascii").strip()
        return last


def start_branch(folder: Path, name: str, commit: str) -> None:
    """Let a new branch lead to a commit, in one step.

    Raises:
        RepositoryError: there is a branch of that name, or git refuses it.
    """
    with open_repository(folder) as repo:
        none = "0" * len(commit)
        run_git(repo, "update-ref", "-m", "clausier import", _REFS + name, commit, none)
