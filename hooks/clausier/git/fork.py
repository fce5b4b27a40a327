"""A proposal: where it left the main branch, and what was made of it since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from clausier.errors import Problem, RepositoryError, say
from clausier.git.history import History, read_up_to
from clausier.git.log import FileChange, read_log
from clausier.git.objects import read_tree
from clausier.git.repository import find_commit, open_repository, run_git


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
        history = read_up_to(repo, folder, main)
        left = run_git(repo, "merge-base", main, head, with_exceptions=False).decode().strip()
        if not left:
            raise RepositoryError(
                Problem(
                    say("%(base)s and what is proposed have nothing in common", base=base),
                    say("Name the branch that the proposal is to be merged into"),
                )
            )
        changes = read_log(repo, f"{left}..{head}", history.folder)
        commits = groupby(changes, key=lambda change: change.published)
        return Fork(
            history=history,
            before=read_tree(repo, left, history.folder),
            head=read_tree(repo, head, history.folder),
            commits=tuple(tuple(group) for _, group in commits),
        )
