"""Copies of a built site that tests alter, as whoever has the server could, with its seals."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from clausier.addresses import CHECKSUMS, DIGEST, SIGNATURES, TERMS
from clausier.checksums import OUTSIDE, is_listed, render_checksums, render_digest
from clausier.signatures import PublicKey, SigningKey, sign
from clausier.verification import Question, Refusal, Report, verify

NOW = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Copy:
    """A site in memory; each change makes another copy."""

    files: Mapping[str, bytes]
    root: str = "the copy"

    @classmethod
    def of(cls, folder: Path) -> Copy:
        """Take a site from its folder."""
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        return cls({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})

    def read(self, name: str) -> bytes | Refusal:
        return self.files.get(name, Refusal("no such file", answered=True))

    def read_each(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | Refusal]]:
        return ((name, self.read(name)) for name in names)

    def list_names(self) -> tuple[str, ...]:
        return tuple(self.files)

    def covered(self) -> list[str]:
        """Return what verification speaks of: all but what only tells a host how to serve."""
        return sorted(name for name in self.files if is_listed(name) or name in OUTSIDE)

    def json(self, name: str) -> Any:
        """Return what a file says."""
        return json.loads(self.files[name])

    def put(self, name: str, content: bytes) -> Copy:
        """Put other bytes in place of a file."""
        return Copy({**self.files, name: content})

    def without(self, *names: str) -> Copy:
        """Leave files out."""
        return Copy({name: raw for name, raw in self.files.items() if name not in names})

    def replace(self, name: str, old: str, new: str) -> Copy:
        """Write something else once in a file."""
        content = self.files[name].decode()
        assert old in content, f"{old} is not in {name}"
        return self.put(name, content.replace(old, new, 1).encode())

    def edit(self, name: str, change: Callable[[Any], object]) -> Copy:
        """Change a file's values, and write them as the site does."""
        value = self.json(name)
        change(value)
        return self.put(name, render(value))

    def flip(self, name: str, place: int, mask: int) -> Copy:
        """Alter one byte."""
        altered = bytearray(self.files[name])
        altered[place] ^= mask
        return self.put(name, bytes(altered))

    def reseal(self, keys: Sequence[SigningKey] = ()) -> Copy:
        """Make all checksums again, and the signatures if the keys are there."""
        listed = {name: raw for name, raw in self.files.items() if is_listed(name)}
        checksums = render_checksums(
            {name: sha256(raw).hexdigest() for name, raw in listed.items()}
        )
        terms = self.json(TERMS)
        terms["checksums_sha256"] = sha256(checksums).hexdigest()
        content = render(terms)
        sealed = self.put(CHECKSUMS, checksums).put(TERMS, content)
        sealed = sealed.put(DIGEST, render_digest(TERMS, content))
        return sealed.put(SIGNATURES, sign(content, keys)) if keys else sealed

    def verify(
        self, *pinned: PublicKey, now: datetime = NOW, after: int | None = None, **more: Any
    ) -> Report:
        """Return what verification says of it."""
        return verify(self, Question(now, pinned=pinned, after=after), **more)


def render(value: object) -> bytes:
    """Return JSON as the site writes it."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def told(report: Report) -> list[str]:
    """Return all that does not hold, a line each: check, address, what."""
    return [
        f"{check.name}: {finding.address} {finding.what}"
        for check in report.checks
        for finding in check.findings
    ]


def outcomes(report: Report) -> dict[str, str]:
    """Return how each check ended."""
    return {check.name: check.outcome.value for check in report.checks}
