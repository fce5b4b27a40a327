"""Contents by key, in memory and, where a folder is given, on disk.

Several processes and threads may share a folder. A file is put in place whole, and begins with the
digest of what follows, so that a damaged one counts as missing. What is read and written back is
read and written under a lock, so that of two processes neither undoes what the other learnt.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

_PAUSE: Final = 0.01
"""Seconds between two tries to lock: the system has no wait for it that ends."""


class Cache:
    """What a client keeps. A folder that cannot be written costs only what other starts would know.

    Args:
        folder: made where it is missing; None: in memory only.
        name: whose contents these are; contents of other names may lie in the same folder.
        timeout: seconds for which a change waits until no other process changes the folder.
    """

    def __init__(self, folder: Path | None, name: str, timeout: float = 5.0) -> None:
        self._folder = folder
        self._name = name
        self._memory: dict[str, bytes] = {}
        self._unwritten: set[str] = set()
        self._lock = threading.RLock()
        self._timeout = timeout
        self._given_up = False

    def read(self, key: str) -> bytes | None:
        """Return what is kept under `key`, or None."""
        if self._folder is not None and key not in self._unwritten:
            found = _read(self._path(self._folder, key))
            if found is not None:
                return found
        return self._memory.get(key)

    def update(self, key: str, change: Callable[[bytes | None], bytes]) -> bytes:
        """Keep and return what `change` makes of what is kept under `key`, or of None.

        What `change` raises is raised, and nothing is changed. Where another process does not let
        go of the folder, it is kept in memory, and from then on that process is not waited for.
        """
        with self._lock, self._alone() as folder:
            content = change(self.read(key))
            self._memory[key] = content
            if folder is None:
                self._unwritten.add(key)
            else:
                self._write(self._path(folder, key), key, content)
            return content

    def _path(self, folder: Path, key: str) -> Path:
        return folder / sha256(f"{self._name}\n{key}".encode()).hexdigest()[:32]

    def _write(self, path: Path, key: str, content: bytes) -> None:
        part = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            part.write_bytes(sha256(content).digest() + content)
            part.replace(path)
        except OSError:
            self._unwritten.add(key)
            with suppress(OSError):
                part.unlink(missing_ok=True)
        else:
            self._unwritten.discard(key)

    @contextmanager
    def _alone(self) -> Iterator[Path | None]:
        """Yield the folder, kept from other processes where the system can; None: do without."""
        if self._folder is None:
            yield None
            return
        try:
            handle = _open_lock(self._folder, 0.0 if self._given_up else self._timeout)
        except BlockingIOError:
            self._given_up = True
            yield None
            return
        self._given_up = False
        try:
            yield self._folder
        finally:
            if handle is not None:
                os.close(handle)  # which gives the lock back, as the end of a process does


def _read(path: Path) -> bytes | None:
    try:
        held = path.read_bytes()
    except OSError:
        return None
    size = sha256().digest_size
    content = held[size:]
    return content if sha256(content).digest() == held[:size] else None


def _open_lock(folder: Path, timeout: float) -> int | None:
    """Return a handle that holds the folder's lock; None where there can be none.

    Raises:
        BlockingIOError: another process held it for `timeout` seconds.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError:
        return None
    if sys.platform != "win32":
        try:
            _lock(handle, time.monotonic() + timeout)
        except BlockingIOError:
            os.close(handle)
            raise
        except OSError:
            os.close(handle)
            return None
    return handle


def _lock(handle: int, deadline: float) -> None:
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE)
