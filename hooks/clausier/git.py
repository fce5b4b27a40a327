"""The history of the pages, read from git; the boundary beyond which git is abstracted.

One `git log` and one `git cat-file --batch` read everything, whatever the number of versions.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
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

from clausier.errors import Place, Problem, RepositoryError, say
from clausier.model import Publication

_LOG = (
    "log",
    "--first-parent",  # one merge, one publication
    "--diff-merges=first-parent",  # … and what it changed is against the main branch
    "--root",  # the first commit brings its files, whatever log.showRoot says
    "--raw",
    "-z",  # paths as they are, unquoted
    "--no-abbrev",
    "--no-renames",  # front matter says what a file is, never likeness
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--no-notes",
    "--encoding=UTF-8",  # whatever i18n.logOutputEncoding says
    "-O/dev/null",  # no diff.orderFile: by path
    "--reverse",
    "--format=%x02%H %ct",
)

_ENVIRONMENT = {
    "GIT_NO_REPLACE_OBJECTS": "1",  # objects as they were committed, also for cat-file,
    "GIT_GRAFT_FILE": f"{os.devnull}/none",  # and with the parents they were committed with
    "GIT_LITERAL_PATHSPECS": "0",  # or ":(top,literal)" would be the name of a folder
}
_SUBMODULE = "160000"
_GONE = "000000"


@dataclass(frozen=True, slots=True)
class FileChange:
    """What one first-parent commit made of one Markdown file."""

    published: Publication
    uri: str
    """POSIX path relative to the top of the repository."""
    blob: str | None
    """Full hash of the new content; None: the file left the tree."""
    raw: bytes
    """The new content, unchanged; empty where the file left the tree."""


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


@dataclass(frozen=True, slots=True)
class Fork:
    """Where a proposal left the main branch, and what was made of it since."""

    history: History
    """That of the main branch."""
    before: Mapping[str, bytes]
    """Each Markdown file where the proposal left it, by path in the repository."""
    head: Mapping[str, bytes]
    """Each Markdown file at HEAD."""
    commits: tuple[tuple[FileChange, ...], ...]
    """What each commit of the proposal did to Markdown files, oldest first."""


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
        head = find_commit(repo, "HEAD")
        if at is not None:
            if at not in run_git(repo, "rev-list", "--first-parent", head).decode("ascii").split():
                raise UnknownCommitError(_off_main_line(at, folder, head))
            head = at
        return _read(repo, folder, head)


def read_line(folder: Path, commit: str | None = None) -> History:
    """Return the first-parent history up to any commit, whether a branch leads to it or not.

    Args:
        folder: as for `read_history`; nothing need be committed there yet.
        commit: its full hash; HEAD if left out.

    Raises:
        RepositoryError: likewise.
    """
    with open_repository(folder) as repo:
        return _read(repo, folder, commit or find_commit(repo, "HEAD"), may_be_empty=True)


def read_fork(folder: Path, base: str | None = None) -> Fork:
    """Return where what HEAD holds left the main branch.

    Args:
        folder: as for `read_history`.
        base: a revision of the main branch; HEAD if left out, which then left it nowhere.

    Raises:
        RepositoryError: likewise; or there is no such revision, or it has nothing in common with
            HEAD.
    """
    with open_repository(folder) as repo:
        head = find_commit(repo, "HEAD")
        main = find_commit(repo, base) if base is not None else head
        history = _read(repo, folder, main)
        try:
            left = run_git(repo, "merge-base", main, head).decode().strip()
        except GitCommandError:
            raise RepositoryError(
                Problem(
                    say("%(base)s and what is proposed have nothing in common", base=base),
                    say("Name the branch that the proposal is to be merged into"),
                )
            ) from None
        output = run_git(repo, *_LOG, f"{left}..{head}", "--", f":(top,literal){history.folder}")
        changes = _with_contents(repo, tuple(_iter_changes(output)))
        commits = groupby(changes, key=lambda change: change.published)
        return Fork(
            history=history,
            before=_read_tree(repo, left, history.folder),
            head=_read_tree(repo, head, history.folder),
            commits=tuple(tuple(group) for _, group in commits),
        )


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


def _read_tree(repo: Repo, commit: str, folder: str) -> dict[str, bytes]:
    """Return each Markdown file below a folder in a commit, by path."""
    output = run_git(
        repo, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *filter(None, [folder])
    )
    blobs: dict[str, str] = {}
    for entry in filter(None, output.split(b"\0")):
        facts, _, path = entry.partition(b"\t")
        _, kind, blob = facts.decode("ascii").split()
        uri = os.fsdecode(path)
        if kind == "blob" and uri.endswith(".md"):
            blobs[uri] = blob
    contents = _read_blobs(repo, {blob: Place(uri) for uri, blob in blobs.items()})
    return {uri: contents[blob] for uri, blob in blobs.items()}


def _read(repo: Repo, folder: Path, head: str, *, may_be_empty: bool = False) -> History:
    top = Path(os.fsdecode(run_git(repo, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
    if not folder.resolve().is_relative_to(top.resolve()):
        raise RepositoryError(_outside(folder, f"{top}, where its git repository keeps its files"))
    relative = folder.resolve().relative_to(top.resolve()).as_posix()
    prefix = "" if relative == "." else relative
    sequence = int(run_git(repo, "rev-list", "--count", "--first-parent", head))
    seconds = run_git(repo, "rev-list", "--timestamp", "--max-count=1", head).split()[0]
    output = run_git(repo, *_LOG, head, "--", f":(top,literal){prefix}")
    changes = tuple(_with_contents(repo, tuple(_iter_changes(output))))
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
    return History(_publication(head, seconds), sequence, prefix, changes, top)


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


def _publication(commit: str, seconds: bytes) -> Publication:
    try:
        at = datetime.fromtimestamp(int(seconds), UTC)
        if at.year >= MAXYEAR:  # so that no zone's clock runs past the calendar
            raise OverflowError
    except (ValueError, OverflowError, OSError):
        raise RepositoryError(
            Problem(
                say("commit %(commit)s has no usable committer date", commit=commit[:10]),
                say("Check the repository with git fsck, and make that commit again"),
            )
        ) from None
    return Publication(commit, at)


def _iter_changes(output: bytes) -> Iterator[tuple[Publication, str, str | None]]:
    r"""Yield commit, path and blob of each change in the output of `_LOG`.

    Each commit is `\x02<hash> <seconds>`, then for each file `:<modes> <old> <new> <letter>`
    and its path, all ended by NUL (git-log, "-z"; git-diff-tree, "Raw output format").
    """
    published: Publication | None = None
    parts = iter(output.split(b"\0"))
    for part in parts:
        token = part.lstrip(b"\n")
        if token.startswith(b"\x02"):
            commit, _, seconds = token[1:].partition(b" ")
            published = _publication(commit.decode(), seconds)
        elif token.startswith(b":"):
            assert published is not None
            _, mode, _, blob, _ = token.decode("ascii").split(" ")
            uri = os.fsdecode(next(parts))
            if uri.endswith(".md"):
                yield published, uri, None if mode in (_GONE, _SUBMODULE) else blob


def _with_contents(
    repo: Repo, changes: Sequence[tuple[Publication, str, str | None]]
) -> Iterator[FileChange]:
    """Yield the changes with their contents, each blob read once."""
    places: dict[str, Place] = {}
    for published, uri, blob in changes:
        if blob is not None:
            places.setdefault(blob, Place(uri, commit=published.commit))
    contents = _read_blobs(repo, places)
    for published, uri, blob in changes:
        yield FileChange(published, uri, blob, contents[blob] if blob else b"")


def _read_blobs(repo: Repo, places: Mapping[str, Place]) -> dict[str, bytes]:
    """Return the content of each blob; the places are for messages.

    The answer to each name is `<name> <type> <size>`, a line feed, the content and a line feed
    (git-cat-file, "Batch output"). It is read to its end and then cut, because waiting for `size`
    bytes of a damaged object can take for ever.
    """
    with TemporaryFile() as names:
        names.write("".join(f"{blob}\n" for blob in places).encode("ascii"))
        names.seek(0)
        output = run_git(repo, "cat-file", "--batch", istream=names, with_exceptions=False)
    contents: dict[str, bytes] = {}
    start = 0
    for blob, place in places.items():
        end = output.find(b"\n", start)
        answer = re.fullmatch(rb"[0-9a-f]+ blob ([0-9]+)", output[start:end])
        size = int(answer[1]) if answer else 0
        raw = output[end + 1 : end + 1 + size]
        # git hands out a loose object without comparing its content with its name.
        name = hashlib.sha1(b"blob %d\0" % size + raw, usedforsecurity=False).hexdigest()
        if answer is None or name != blob:
            raise RepositoryError(
                Problem(
                    say("git cannot give the content %(blob)s of this file", blob=blob[:10]),
                    say("Check the repository with git fsck, or make a fresh, complete clone"),
                    place,
                )
            )
        contents[blob] = raw
        start = end + 1 + size + 1
    return contents


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
