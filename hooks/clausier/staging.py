"""A site that is built beside the one that is online, and takes its place whole.

Theory of operation. Each build has a folder of its own, `.site.building.<process>`, beside the
site. At the end the old site steps aside under another name and the new one takes the old one's
name. Two builds at once cannot mix: each puts a whole site in place, one after the other.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from clausier.errors import ClausierError, Problem, say

_SECOND: Final = 1_000_000_000
"""In nanoseconds."""


class StagingError(ClausierError):
    """The site's folder, or that beside it, cannot be written."""


def open_staging(site_dir: Path) -> tuple[Path, Path]:
    """Return the folder of the site and the empty one to build it in.

    A link is followed: what it leads to is replaced, and the link stays.

    Raises:
        StagingError: the site is no folder, or the folder around it cannot be written.
    """
    site = site_dir.resolve()
    if site.exists() and not site.is_dir():
        raise StagingError(
            Problem(
                say("%(site)s is not a folder", site=site),
                say("Remove it, or set another site_dir"),
            )
        )
    try:
        site.parent.mkdir(parents=True, exist_ok=True)
        _sweep(site)
        built = _beside(site, "building")
        built.mkdir()
    except OSError as error:
        raise StagingError(_refusal(site.parent, error)) from None
    return site, built


def put_in_place(built: Path, site: Path) -> None:
    """Make `built` the site; hidden files of the folder it replaces, `.git` say, stay there.

    Raises:
        StagingError: the folder around the site cannot be written; the site is as it was.
    """
    before = _beside(site, "before")
    with _alone_in(site.parent):
        try:
            _date_files(built, site)
            if site.exists():
                site.rename(before)
        except OSError as error:
            raise StagingError(_refusal(site.parent, error)) from None
        try:
            _keep_hidden(before, built)
            built.rename(site)
        except OSError as error:
            if before.exists() and not site.exists():
                _keep_hidden(built, before)
                before.rename(site)
            raise StagingError(_refusal(site.parent, error)) from None
    shutil.rmtree(before, ignore_errors=True)


def _date_files(built: Path, site: Path) -> None:
    """Give each file the date on which its bytes last changed.

    Servers make `ETag` and `Last-Modified` of a file's date, in seconds, and its size. So a file
    that a build left as it was keeps its date, and costs a 304; one that changed is newer by a
    second at least, or two builds in a row could be taken for one.
    """
    for path in built.rglob("*"):
        old = site / path.relative_to(built)
        if not path.is_file() or not old.is_file():
            continue
        was, is_now = old.stat(), path.stat()
        if was.st_size == is_now.st_size and old.read_bytes() == path.read_bytes():
            os.utime(path, ns=(was.st_mtime_ns, was.st_mtime_ns))
        elif is_now.st_mtime_ns < was.st_mtime_ns + _SECOND:
            os.utime(path, ns=(was.st_mtime_ns + _SECOND, was.st_mtime_ns + _SECOND))


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other builds from putting a site in place in a folder at the same time."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _beside(site: Path, word: str) -> Path:
    return site.with_name(f".{site.name}.{word}.{os.getpid()}")


def _keep_hidden(before: Path, built: Path) -> None:
    for path in before.glob(".*") if before.exists() else ():
        if not (built / path.name).exists():
            path.rename(built / path.name)


def _sweep(site: Path) -> None:
    """Remove what builds that were killed have left."""
    for path in site.parent.glob(f".{site.name}.*.*"):
        word, _, process = path.name.removeprefix(f".{site.name}.").partition(".")
        if word in ("building", "before") and process.isdecimal() and not _runs(int(process)):
            shutil.rmtree(path, ignore_errors=True)


def _runs(process: int) -> bool:
    if process == os.getpid():
        return False  # an earlier build of this process is over
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _refusal(folder: Path, error: OSError) -> Problem:
    return Problem(
        say(
            "the site cannot be written in %(folder)s (%(strerror)s)",
            folder=folder,
            strerror=error.strerror,
        ),
        say("Give the user who builds the right to write there, or set another site_dir"),
    )
