"""The history of the pages, read from git; the boundary beyond which git is abstracted.

Theory of operation. `repository` opens one and runs git, byte for byte; nothing else knows
GitPython. `objects` gives contents, `log` what commits did to files, `history` all of it up to a
commit, `snapshot` the files of one, `fork` a proposal beside it. `branches` alone writes, for an
import.
"""

from __future__ import annotations

from clausier.git.fork import Fork, read_fork
from clausier.git.history import History, UnknownCommitError, read_history, read_line
from clausier.git.log import FileChange
from clausier.git.snapshot import Snapshot, read_contents, read_snapshot

__all__ = [
    "FileChange",
    "Fork",
    "History",
    "Snapshot",
    "UnknownCommitError",
    "read_contents",
    "read_fork",
    "read_history",
    "read_line",
    "read_snapshot",
]
