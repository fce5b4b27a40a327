"""A published site, wherever it is read from: addresses to bytes, or to why there are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol
from urllib.parse import unquote, urlsplit

from clausier.errors import Message, say
from clausier.verification.findings import Code, Finding


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there are no bytes at an address."""

    reason: Message | str
    """`the answer is 404`, say; words of the system as they are."""
    answered: bool
    """Whether the site said so itself; else nothing is known of what is there."""

    def describe(self, address: str) -> Finding:
        """Return it as something that does not hold."""
        if self.answered:
            what = say("is not there (%(reason)s)", reason=self.reason)
            remedy = say("Publish the site again, whole")
            return Finding(address, Code.FILE_MISSING, what, remedy)
        what = say("could not be read (%(reason)s)", reason=self.reason)
        remedy = say("Try again; if it stays so, see to the server")
        return Finding(address, Code.FILE_UNREADABLE, what, remedy, seen=False)


class Source(Protocol):
    """Where a site is read from; the names are those of files, `cgu/index.html`."""

    @property
    def root(self) -> str:
        """What is read, as it was named."""

    def read(self, name: str) -> bytes | Refusal:
        """Return a file's bytes."""

    def read_each(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | Refusal]]:
        """Yield each file with its bytes, in any order."""

    def list_names(self) -> tuple[str, ...] | None:
        """Return every file there is; None where that cannot be known."""


class Published:
    """A site that is being verified; what was read of it is not asked for again."""

    def __init__(self, source: Source, site_url: str) -> None:
        """Take where the site is read from, and the address that its own addresses begin with."""
        self.source = source
        self.site_url = site_url
        self.names: set[str] = set()
        """Files that were there."""
        self._digests: dict[str, str] = {}
        self._kept: dict[str, bytes | Refusal] = {}

    def keep(self, name: str, content: bytes | Refusal) -> None:
        """Note what was read."""
        self._kept[name] = content

    def read(self, name: str) -> bytes | Refusal:
        """Return a file's bytes."""
        if name not in self._kept:
            self._kept[name] = self.source.read(name)
        return self._kept[name]

    def weigh(self, name: str, content: bytes) -> str:
        """Note that a file was there, and return the SHA-256 of its bytes."""
        self.names.add(name)
        self._digests[name] = sha256(content).hexdigest()
        return self._digests[name]

    def digest(self, name: str) -> str | Refusal:
        """Return the SHA-256 of a file's bytes."""
        if name in self._digests:
            return self._digests[name]
        content = self.read(name)
        return content if isinstance(content, Refusal) else self.weigh(name, content)

    def holds(self, name: str) -> bool | Refusal:
        """Return whether there is such a file; a refusal says why not."""
        if name in self.names:
            return True
        digest = self.digest(name)
        return digest if isinstance(digest, Refusal) else True

    def locate(self, url: object) -> str | None:
        """Return the file that an absolute address leads to; None if it leads elsewhere."""
        text = str(url)
        if not text.startswith(self.site_url):
            return None
        path = unquote(urlsplit(text.removeprefix(self.site_url)).path)
        return f"{path}index.html" if path.endswith("/") or not path else path
