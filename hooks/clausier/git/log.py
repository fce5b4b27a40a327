"""What each first-parent commit did to Markdown files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime

from clausier.errors import Place, Problem, RepositoryError, say
from clausier.git.objects import read_blobs
from clausier.git.repository import Repo, run_git
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


def read_log(repo: Repo, commits: str, folder: str) -> tuple[FileChange, ...]:
    """Return what commits did to the Markdown files below a folder, each content read once.

    Args:
        repo: an open repository.
        commits: the newest, or `<older>..<newer>`; full hashes.
        folder: POSIX path relative to the top of the repository.
    """
    output = run_git(repo, *_LOG, commits, "--", f":(top,literal){folder}")
    changes = tuple(_iter_changes(output))
    places: dict[str, Place] = {}
    for published, uri, blob in changes:
        if blob is not None:
            places.setdefault(blob, Place(uri, commit=published.commit))
    contents = read_blobs(repo, places)
    return tuple(
        FileChange(published, uri, blob, contents[blob] if blob else b"")
        for published, uri, blob in changes
    )


def build_publication(commit: str, seconds: bytes) -> Publication:
    """Return a commit with its date, in seconds since 1970 as git writes them."""
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
            published = build_publication(commit.decode(), seconds)
        elif token.startswith(b":"):
            assert published is not None
            _, mode, _, blob, _ = token.decode("ascii").split(" ")
            uri = os.fsdecode(next(parts))
            if uri.endswith(".md"):
                yield published, uri, None if mode in (_GONE, _SUBMODULE) else blob
