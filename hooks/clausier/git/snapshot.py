"""The files of one commit, whatever they are: what is published as it stands, and settings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from clausier.errors import Place
from clausier.git.history import find_ancestor
from clausier.git.objects import read_blobs
from clausier.git.repository import find_place, open_repository, run_git

_PLAIN = ("100644", "100755")
"""Modes of files; others are links and submodules, whose content is elsewhere."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a commit holds."""

    commit: str
    top: Path
    """The top folder of the work tree."""
    blobs: Mapping[str, str]
    """Hash of the content of each plain file, by path relative to the top."""

    def locate(self, path: Path) -> str | None:
        """Return the path that a file or folder of the work tree has in a commit.

        Empty for the top; None where it is outside.
        """
        place, top = path.resolve(), self.top.resolve()
        if not place.is_relative_to(top):
            return None
        relative = place.relative_to(top).as_posix()
        return "" if relative == "." else relative

    def list_below(self, folder: str) -> tuple[str, ...]:
        """Return the path of each plain file below a folder, sorted."""
        start = f"{folder}/" if folder else ""
        return tuple(sorted(uri for uri in self.blobs if uri.startswith(start)))


def read_snapshot(folder: Path, commit: str) -> Snapshot:
    """Return what a commit of the main line holds, in the repository around a folder.

    Raises:
        UnknownCommitError: the commit is not in the first-parent history of HEAD.
        RepositoryError: as for `read_history`.
    """
    with open_repository(folder) as repo:
        found = find_ancestor(repo, folder, commit)
        top, _ = find_place(repo, folder)
        output = run_git(repo, "ls-tree", "-r", "-z", "--full-tree", found)
    blobs: dict[str, str] = {}
    for entry in filter(None, output.split(b"\0")):
        facts, _, path = entry.partition(b"\t")
        mode, _, blob = facts.decode("ascii").split()
        if mode in _PLAIN:
            blobs[os.fsdecode(path)] = blob
    return Snapshot(found, top, blobs)


def read_contents(snapshot: Snapshot, uris: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of files that a commit holds, by path.

    Raises:
        RepositoryError: git cannot give one of them.
    """
    wanted = {uri: snapshot.blobs[uri] for uri in uris}
    if not wanted:
        return {}
    places = {blob: Place(uri, commit=snapshot.commit) for uri, blob in wanted.items()}
    with open_repository(snapshot.top) as repo:
        contents = read_blobs(repo, places)
    return {uri: contents[blob] for uri, blob in wanted.items()}
