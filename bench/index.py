"""The bench of what chatbots fetch: `python -m bench.index`, or `make bench`.

How large `terms.json` is, and what a client's question costs, as versions grow in number.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median
from time import perf_counter
from typing import Final
from zoneinfo import ZoneInfo

import httpx

from bench.tables import format_count, format_seconds, format_table
from clausier.api.versions import Library
from clausier.clauses import RenderedText, read_text
from clausier.client import Client
from clausier.contract import build_index, render_index
from clausier.model import ChangeClass, Document, Publication, Text, Version, VersionNumber
from clausier.redlines import Redlines
from clausier.register import Register, build_register
from clausier.schema import render_json
from clausier.settings import Settings
from clausier.timeline import Timeline

_POLLS: Final = 200
_COUNTS: Final = (1, 10, 50, 100, 200, 500)
_SITE: Final = "https://terms.example/"
_FIRST: Final = date(2000, 1, 3)
_LANGUAGES: Final = ("fr", "en")
_DOCUMENTS: Final = ("cgu", "data")
_SUMMARY: Final = (
    "What changes in this version, in one or two plain sentences, as a team writes it."
)


def main() -> None:
    """Print how large what chatbots fetch is, and what asking for it costs."""
    rows = []
    for count in _COUNTS:
        register = make_register(count)
        index = render_index(build_index(register, _SITE))
        versions = render_json(
            Library(register, Redlines(register), _SITE).versions(register.records[0])
        )
        sizes = (len(index), len(gzip.compress(index)), len(versions), len(gzip.compress(versions)))
        rows.append([format_count(count), *map(format_count, sizes)])
    _print_title("Size in bytes, as versions of two documents in two languages grow in number")
    head = ("versions", "terms.json", "compressed", "versions.json", "compressed")
    print(format_table(head, rows))
    _print_latency()


def _print_latency() -> None:
    """Print what a client's questions cost, and those of a program that asks without memory."""
    rows = []
    for count in _COUNTS:
        register = make_register(count)
        index = render_index(build_index(register, _SITE))
        now = datetime.combine(register.as_of, time(12), tzinfo=UTC)
        with (
            _serve(index) as root,
            httpx.Client() as http,
            Client(root, clock=partial(_stop_clock, now)) as terms,
        ):
            terms.index()
            polls = _time(terms.refresh, _POLLS)
            answers = _time(lambda: terms.current("cgu"), _POLLS)
            peer = _time(lambda: http.get(f"{root}terms.json").json(), _POLLS)
        figures = (format_seconds(polls), f"{answers * 1e6:.0f} µs", format_seconds(peer))
        rows.append(
            [format_count(count), *figures, f"{peer / answers:.0f}×", f"{peer / polls:.1f}×"]
        )
    _print_title(
        f"Latency on this machine, median of {_POLLS}: the client beside httpx.get().json()"
    )
    head = ("versions", "poll, 304", "current()", "httpx.get", "to current()", "to a poll")
    print(format_table(head, rows))


def _stop_clock(now: datetime) -> datetime:
    return now


def _time(call: Callable[[], object], repeats: int) -> float:
    """Return the median time of a call, in seconds."""
    taken = []
    for _ in range(repeats):
        start = perf_counter()
        call()
        taken.append(perf_counter() - start)
    return median(taken)


@contextmanager
def _serve(index: bytes) -> Iterator[str]:
    """Serve an index at an address of this machine, with what a static server says of it."""
    tag = f'"{hashlib.sha256(index).hexdigest()[:16]}"'

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:  # the name that http.server looks for
            is_known = self.headers.get("If-None-Match") == tag
            self.send_response(304 if is_known else 200)
            self.send_header("ETag", tag)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "0" if is_known else str(len(index)))
            self.end_headers()
            if not is_known:
                self.wfile.write(index)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _print_title(title: str) -> None:
    print(f"\n{title}\n{'═' * len(title)}\n")


def make_register(count: int) -> Register:
    """Return a register of two documents with so many versions, the last of them in force."""
    documents = tuple(
        Document(name, "fr", tuple(_iter_versions(name, count)), (f"docs/fr/{name}.md",))
        for name in _DOCUMENTS
    )
    return build_register(
        Timeline(documents, ()),
        as_of=_FIRST + timedelta(days=count),
        head=_publish(count),
        sequence=count,
        settings=Settings("Example", _LANGUAGES, "fr", ZoneInfo("Europe/Paris"), 7, {}),
        render=_render,
    )


def _render(text: Text, governing: RenderedText | None) -> RenderedText:
    return read_text(f"<h1>General terms of use {text.version}</h1>", text.language, governing)


def _iter_versions(document: str, count: int) -> Iterator[Version]:
    for place in range(count):
        number = VersionNumber(1, place)
        yield Version(
            number=number,
            change=ChangeClass.EDITORIAL if place else ChangeClass.INITIAL,
            effective_date=_FIRST + timedelta(days=place),
            published=_publish(place),
            texts=tuple(_make_text(document, number, language) for language in _LANGUAGES),
        )


def _make_text(document: str, number: VersionNumber, language: str) -> Text:
    body = f"# {document} {number} {language}\n".encode()
    published = _publish(number.minor)
    return Text(
        document=document,
        version=number,
        language=language,
        governing=language == _LANGUAGES[0],
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        blob=hashlib.sha1(body, usedforsecurity=False).hexdigest(),
        uri=f"docs/{language}/{document}.md",
        published=published,
        summary=_SUMMARY,
    )


def _publish(place: int) -> Publication:
    name = hashlib.sha1(str(place).encode(), usedforsecurity=False).hexdigest()
    return Publication(name, datetime(2000, 1, 1, 9, tzinfo=UTC) + timedelta(days=place))


if __name__ == "__main__":
    main()
