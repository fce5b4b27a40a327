"""A repository and the `git` it is asked with; the only module on GitPython."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

# Without this GitPython raises on import where git is missing; with it, `run_git` says so in words.
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

from git import Repo
from git.exc import (
    GitCommandError,
    GitCommandNotFound,
    GitError,
    InvalidGitRepositoryError,
    NoSuchPathError,
)

from clausier.errors import Problem, RepositoryError, say

__all__ = ["Repo", "find_commit", "find_place", "open_repository", "run_git"]

_ENVIRONMENT = {
    "GIT_NO_REPLACE_OBJECTS": "1",  # objects as they were committed, also for cat-file,
    "GIT_GRAFT_FILE": f"{os.devnull}/none",  # and with the parents they were committed with
    "GIT_LITERAL_PATHSPECS": "0",  # or ":(top,literal)" would be the name of a folder
}


@contextmanager
def open_repository(folder: Path) -> Iterator[Repo]:
    """Open the repository around a folder; what git refuses becomes a RepositoryError."""
    try:
        repo = Repo(folder.resolve(), search_parent_directories=True, expand_vars=False)
    except NoSuchPathError:
        raise RepositoryError(
            Problem(
                say("the folder %(folder)s does not exist", folder=folder),
                say("Check the name of the docs folder"),
            )
        ) from None
    except InvalidGitRepositoryError:
        raise RepositoryError(_outside(folder, "a git repository")) from None
    try:
        _check(repo, folder)
        yield repo
    except GitCommandNotFound:
        raise RepositoryError(
            Problem(say("git was not found, and versions are read from git"), say("Install git"))
        ) from None
    except GitError as error:
        raise RepositoryError(_refusal(error, folder)) from None
    finally:
        repo.close()


def _check(repo: Repo, folder: Path) -> None:
    repo.git.update_environment(**_ENVIRONMENT)
    if repo.bare:
        raise RepositoryError(_outside(folder, "the working tree of a git repository"))
    if run_git(repo, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise RepositoryError(
            Problem(
                say("this is a shallow clone: most versions and their dates are missing"),
                say("Run git fetch --unshallow, or clone with the whole history (fetch-depth: 0)"),
            )
        )


def find_commit(repo: Repo, revision: str) -> str:
    """Return the full hash of the commit that a revision names."""
    # HEAD as it stands, so that a commit that is lost is told in git's words.
    asked = ("HEAD",) if revision == "HEAD" else ("--end-of-options", f"{revision}^{{commit}}")
    try:
        return run_git(repo, "rev-parse", "--verify", "--quiet", *asked).decode().strip()
    except GitCommandError:
        if revision == "HEAD":
            what, remedy = (
                say("the repository has no commit yet"),
                say("Commit the documents, then build"),
            )
        else:
            what = say("there is no branch or commit %(name)s", name=revision)
            remedy = say("Check its name, or fetch it first (git fetch origin)")
        raise RepositoryError(Problem(what, remedy)) from None


def find_place(repo: Repo, folder: Path) -> tuple[Path, str]:
    """Return the top folder of the work tree, and a folder's POSIX path in it ("" is the top).

    Raises:
        RepositoryError: the folder is elsewhere.
    """
    top = Path(os.fsdecode(run_git(repo, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
    if not folder.resolve().is_relative_to(top.resolve()):
        raise RepositoryError(_outside(folder, f"{top}, where its git repository keeps its files"))
    relative = folder.resolve().relative_to(top.resolve()).as_posix()
    return top, "" if relative == "." else relative


def run_git(
    repo: Repo,
    *arguments: str,
    istream: BinaryIO | None = None,
    with_exceptions: bool = True,
    index: Path | None = None,
) -> bytes:
    """Return git's output, byte for byte (GitPython would strip it).

    Args:
        repo: an open repository.
        arguments: after `git`.
        istream: what git reads.
        with_exceptions: whether an exit code other than 0 is an error.
        index: the file to use in place of the repository's index.
    """
    output = repo.git.execute(
        ["git", *arguments],
        istream=istream,
        with_exceptions=with_exceptions,
        stdout_as_string=False,
        strip_newline_in_stdout=False,
        env={"GIT_INDEX_FILE": str(index)} if index else None,
    )
    assert isinstance(output, bytes)
    return output


def _outside(folder: Path, where: str) -> Problem:
    return Problem(
        say(
            "%(folder)s is not in %(where)s, and versions are read from git",
            folder=folder,
            where=where,
        ),
        say("Build from a clone of the repository (git clone …), not from an export"),
    )


def _refusal(error: GitError, folder: Path) -> Problem:
    stderr = str(getattr(error, "stderr", "") or error).strip()
    stderr = stderr.removeprefix("stderr: '").removesuffix("'")  # GitPython's wrapping
    if advice := re.search(r"safe\.directory\s+(.+)", stderr):  # a name that git never translates
        return Problem(
            say(
                "git does not trust %(folder)s, because another user owns the repository",
                folder=folder,
            ),
            say(
                "If you trust it, run git config --global --add safe.directory %(folder)s",
                folder=advice[1],
            ),
        )
    first = next((line.strip() for line in stderr.splitlines() if line.strip()), "no reason given")
    return Problem(
        say("git did not answer (%(reason)s)", reason=first),
        say("Check the repository with git fsck"),
    )
