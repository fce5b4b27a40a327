"""Writing what `clausier check --fix` mends, file by file, each whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from clausier.checks.repair import iter_repairs
from clausier.commands.frame import Session
from clausier.errors import Place, Problem, SettingsError, say
from clausier.proposals import Proposal

_MOST_LINES: Final = 12
"""How many lines are named before the rest are counted."""


def mend_files(session: Session, proposal: Proposal, *, aside: bool) -> bool:
    """Mend the files of a proposal, say which, and return whether there were any.

    Args:
        session: the command under way.
        proposal: what is proposed.
        aside: whether it is said beside the output.

    Raises:
        SettingsError: a file cannot be written; those before it are mended.
    """
    tell = session.remark if aside else session.show
    repairs = tuple(iter_repairs(proposal))
    for repair in repairs:
        try:
            replace_file(proposal.path(repair.page.uri), repair.raw)
        except OSError as error:
            raise SettingsError(
                Problem(
                    say("the file cannot be written (%(strerror)s)", strerror=error.strerror),
                    say("Check who may write it"),
                    Place(repair.page.uri),
                )
            ) from None
        lines = repair.lines
        named = ", ".join(map(str, lines[:_MOST_LINES])) + ("…" if lines[_MOST_LINES:] else "")
        tell(
            say(
                "%(uri)s: mended without changing a word; lines: %(count)s (%(lines)s)",
                uri=repair.page.uri,
                count=len(lines),
                lines=named,
            )
        )
    if not repairs:
        tell(say("There is nothing to mend."))
    return bool(repairs)


def replace_file(path: Path, raw: bytes) -> None:
    """Put other bytes in a file: whoever reads it meets the old ones or the new ones, whole.

    A link is followed, and the file keeps its rights.

    Raises:
        OSError: the folder or the file cannot be written.
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
