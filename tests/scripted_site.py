"""A site that a test writes: what is published on a day, served over HTTP, with scripted faults."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from zoneinfo import ZoneInfo

from clausier import files
from clausier.addresses import CHECKSUMS, TERMS
from clausier.checksums import is_listed, render_checksums
from clausier.clauses import RenderedText, Renderer, read_text
from clausier.model import Document, Publication, Text, Version
from clausier.redlines import Redlines
from clausier.register import Register, build_register
from clausier.seals import iter_seals
from clausier.settings import Settings
from clausier.timeline import Timeline
from repositories import LANGUAGES
from values import AT, text

SITE = "https://terms.example/"
"""The address that the published files name; tests serve them at another."""
Files = dict[str, bytes]


def publish(register: Register) -> Files:
    """What a site publishes of a register, by address."""
    made = dict(files.iter_files(register, Redlines(register), SITE))
    made |= dict(iter_seals(register, SITE, _digests(made), ()))
    return made


def _digests(published: Files) -> dict[str, str]:
    return {name: sha256(content).hexdigest() for name, content in published.items()}


def list_checksums(published: Files) -> bytes:
    """The list of checksums of a site's files."""
    listed = _digests(published).items()
    return render_checksums({name: digest for name, digest in listed if is_listed(name)})


def seal(published: Files) -> Files:
    """The same files after something in them was altered, with checksums to match."""
    checksums = list_checksums(published)
    digest = sha256(checksums).hexdigest()
    terms = change(published[TERMS], checksums_sha256=digest)
    return {**published, CHECKSUMS: checksums, TERMS: terms}


def make_register(
    *documents: Document,
    as_of: str,
    sequence: int = 40,
    zone: str = "Europe/Paris",
    expires_after_days: int = 7,
) -> Register:
    """The documents on a day, as of the commit that makes `sequence` of them."""
    settings = Settings(
        "Maison", LANGUAGES, "fr", ZoneInfo(zone), expires_after_days, {"cgu": "terms"}
    )
    return build_register(
        Timeline(documents, ()),
        as_of=date.fromisoformat(as_of),
        head=Publication(f"{sequence:040x}", AT),
        sequence=sequence,
        settings=settings,
        render=_render,
    )


def _render(text: Text, governing: RenderedText | None) -> RenderedText:
    return read_text(Renderer().render(text.markdown), text.language, governing)


def with_texts(made: Version, **bodies: str) -> Version:
    """A version whose texts read so, by language."""
    name, number = made.governing.document, str(made.number)
    texts = tuple(text(name, number, language, body) for language, body in bodies.items())
    return replace(made, texts=texts)


def change(content: bytes, **values: object) -> bytes:
    """A JSON answer with other values at its top."""
    return json.dumps({**json.loads(content), **values}).encode()


@dataclass
class Clock:
    """The time, which a test moves."""

    time: datetime

    @classmethod
    def at(cls, text: str) -> Clock:
        return cls(datetime.fromisoformat(text))

    def __call__(self) -> datetime:
        return self.time

    def set(self, text: str) -> None:
        self.time = datetime.fromisoformat(text)

    def pass_by(self, **span: float) -> None:
        self.time += timedelta(**span)


@dataclass
class Site:
    """What is served, what goes wrong, and what was asked for."""

    files: Files
    faults: dict[str, str] = field(default_factory=dict)
    """By address, or "" for all: `500`, `half`, `silent`, `trickle`, `drip`, `dropped`."""
    plays: dict[str, list[bytes]] = field(default_factory=dict)
    """By address, what is answered first, each once, before what is in `files`."""
    asked: list[tuple[str, int]] = field(default_factory=list)
    """Each request's address, and the status that it was answered with; 0 for none."""
    headers: list[Mapping[str, str]] = field(default_factory=list)
    url: str = ""
    ended: threading.Event = field(default_factory=threading.Event)

    def count(self, address: str = TERMS) -> dict[int, int]:
        """How often an address was answered with each status."""
        statuses = [status for asked, status in self.asked if asked == address]
        return {status: statuses.count(status) for status in sorted(set(statuses))}

    def stop(self) -> None:
        """Answer nothing any more."""
        self.faults[""] = "dropped"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        site, address = self.site, self.path.removeprefix("/")
        site.headers.append(dict(self.headers))
        fault = site.faults.get(address) or site.faults.get("")
        play = site.plays.get(address)
        content = play.pop(0) if play else site.files.get(address)
        etag = f'"{sha256(content or b"").hexdigest()[:16]}"'
        if fault == "dropped":
            self._note(address, 0)
            self.close_connection = True
        elif fault == "silent":
            self._note(address, 0)
            site.ended.wait()
            self.close_connection = True
        elif fault == "trickle":
            self._trickle(address)
        elif fault == "drip":
            self._drip(address)
        elif fault == "500":
            self._answer(address, 500, b"out of order", {})
        elif content is None:
            self._answer(address, 404, b"not here", {})
        elif self.headers.get("If-None-Match") == etag and fault is None:
            self._answer(address, 304, b"", {"ETag": etag})
        else:
            self._send(address, content, etag, cut=fault == "half")

    def _send(self, address: str, content: bytes, etag: str, *, cut: bool) -> None:
        headers = {"ETag": etag, "Last-Modified": "Mon, 15 Jun 2026 00:00:00 GMT"}
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            content, headers["Content-Encoding"] = gzip.compress(content, mtime=0), "gzip"
        self._answer(address, 200, content, headers, cut=cut)

    def _trickle(self, address: str) -> None:
        """Send a little now and then, for ever."""
        self._note(address, 200)
        self.send_response(200)
        self.send_header("Content-Length", "1000000000")
        self.end_headers()
        self.close_connection = True
        with suppress(OSError):
            while not self.site.ended.wait(0.02):
                self.wfile.write(b" ")

    def _drip(self, address: str) -> None:
        """Send a header now and then, for ever."""
        self._note(address, 200)
        self.close_connection = True
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self.site.ended.wait(0.02):
                self.wfile.write(b"X: y\r\n")

    def _answer(
        self,
        address: str,
        status: int,
        content: bytes,
        headers: Mapping[str, str],
        *,
        cut: bool = False,
    ) -> None:
        self._note(address, status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if cut else content)
        self.close_connection = cut

    def _note(self, address: str, status: int) -> None:
        self.site.asked.append((address, status))

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serve_site(published: Files) -> Iterator[Site]:
    """Serve files on the loopback address."""
    site = Site(dict(published))
    handler = type("Handler", (_Handler,), {"site": site})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        site.url = f"http://127.0.0.1:{server.server_address[1]}/"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.ended.set()
            server.shutdown()
            thread.join()
