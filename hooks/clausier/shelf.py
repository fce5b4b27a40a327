"""What was made once and need not be made again, kept in a folder between builds.

Nothing is lost if the folder is: all of it can be made again. A file that is damaged counts as
missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final

_DIGEST: Final = 32
"""Bytes of the digest that each file begins with."""


class Shelf:
    """A folder of contents by key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key: str) -> bytes | None:
        """Return what was kept under `key`, or None."""
        try:
            held = (self._folder / key).read_bytes()
        except OSError:
            return None
        content = held[_DIGEST:]
        return content if sha256(content).digest() == held[:_DIGEST] else None

    def keep(self, key: str, content: bytes) -> None:
        """Keep `content` under `key`, if the folder can be written to."""
        path = self._folder / key
        whole = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            whole.write_bytes(sha256(content).digest() + content)
            whole.replace(path)
        except OSError:
            return

    def drop_others(self, keys: Iterable[str]) -> None:
        """Drop what is kept under none of `keys`."""
        kept = set(keys)
        for path in self._folder.glob("*"):
            if path.name not in kept:
                path.unlink(missing_ok=True)
