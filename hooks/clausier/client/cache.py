"""Contents by key, in memory and, where a folder is given, on disk.

Several processes and threads may share a folder. A file is put in place whole, and begins with the
digest of what follows, so that a damaged one counts as missing. What is read and written back is
read and written under a lock, so that of two processes neither undoes what the other learnt.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

if sys.platform != "win32":
    import fcntl


class Cache:
    """What a client keeps. A folder that cannot be written costs only what other starts would know.

    Args:
        folder: made where it is missing; None: in memory only.
        name: whose contents these are; contents of other names may lie in the same folder.
    """

    def __init__(self, folder: Path | None, name: str) -> None:
        self._folder = folder
        self._name = name
        self._memory: dict[str, bytes] = {}
        self._unwritten: set[str] = set()
        self._lock = threading.RLock()

    def read(self, key: str) -> bytes | None:
        """Return what is kept under `key`, or None."""
        if self._folder is not None and key not in self._unwritten:
            found = _read(self._path(self._folder, key))
            if found is not None:
                return found
        return self._memory.get(key)

    def update(self, key: str, change: Callable[[bytes | None], bytes]) -> bytes:
        """Keep and return what `change` makes of what is kept under `key`, or of None.

        What `change` raises is raised, and nothing is changed.
        """
        with self._lock, self._alone():
            content = change(self.read(key))
            self._memory[key] = content
            if self._folder is not None:
                self._write(self._path(self._folder, key), key, content)
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
    def _alone(self) -> Iterator[None]:
        """Keep other processes from changing the folder, where the system can."""
        handle = _open_lock(self._folder) if self._folder is not None else None
        try:
            yield
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


def _open_lock(folder: Path) -> int | None:
    """Return a handle that holds the folder's lock; None where there can be none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError:
        return None
    if sys.platform != "win32":
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:
            os.close(handle)
            return None
    return handle
