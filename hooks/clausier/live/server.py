"""The server of `make serve`: the built site, and drafts with the stream that keeps them new.

It answers this computer alone: it binds to the loopback address, and refuses names other than its
own, so that no site elsewhere can have its name lead here and read a draft (DNS rebinding). The
stream is that of the HTML standard (server-sent events).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from clausier.live.pages import FOLDER, Press
from clausier.live.studio import Studio

HOST: Final = "127.0.0.1"
PATIENCE: Final = 15.0
"""Seconds after which a stream says that it is still there."""

_HEAD: Final = (
    b'<link rel="stylesheet" href="/stylesheets/live.css">\n'
    b'<script type="module" src="/javascripts/live.js"></script>\n</head>'
)


class LiveServer(ThreadingHTTPServer):
    """Serves a folder and the drafts of a studio; `serve_forever` in a thread, or not."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, site: Path, studio: Studio, press: Press) -> None:
        self.studio = studio
        self.press = press
        languages = "|".join(map(re.escape, studio.settings.languages))
        self.route = re.compile(
            rf"/(?:(?P<language>{languages})/)?{FOLDER}(?P<document>[a-z0-9-]+)/(?P<what>events)?"
        )
        self.names = re.compile(rf"/(?:(?P<language>{languages})/)?")
        super().__init__((HOST, port), partial(_Handler, directory=str(site)))

    @property
    def url(self) -> str:
        """The address of the root."""
        return f"http://{HOST}:{self.server_address[1]}/"

    def close(self) -> None:
        """Send home whoever listens, and stop."""
        self.studio.close()
        self.shutdown()
        self.server_close()


class _Handler(SimpleHTTPRequestHandler):
    """Answers one request."""

    server: LiveServer

    def handle(self) -> None:
        """Answer what is asked on one connection; that a page was left is no news."""
        with suppress(BrokenPipeError, ConnectionResetError):
            super().handle()

    def do_GET(self) -> None:
        """Answer with a draft, a stream, a page, or a file."""
        if not self._is_asked_by_name():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        asked = urlsplit(self.path)
        if asked.path == f"/{FOLDER}events":
            self._stream(self._iter_builds())
        elif found := self.server.route.fullmatch(asked.path):
            language = found["language"] or self.server.studio.settings.languages[0]
            if found["what"]:
                seen = parse_qs(asked.query).get("seen", [""])[0]
                self._stream(self._iter_contents(found["document"], language, seen))
            else:
                reading = self.server.studio.reading
                page = self.server.press.render_page(reading, found["document"], language)
                self._answer(page.encode() if page is not None else None)
        elif (file := self._find_page(asked.path)) is not None:
            self._answer(self._add_drafts(file.read_bytes(), asked.path))
        else:
            super().do_GET()

    def _is_asked_by_name(self) -> bool:
        port = self.server.server_address[1]
        return self.headers.get("Host") in {f"{name}:{port}" for name in (HOST, "localhost")}

    def _find_page(self, path: str) -> Path | None:
        """Return the file of a page; None where another file, or nothing, is asked for."""
        file = Path(self.translate_path(path))
        if path.endswith("/"):
            file /= "index.html"
        return file if file.suffix == ".html" and file.is_file() else None

    def _add_drafts(self, page: bytes, path: str) -> bytes:
        """Return a page that says what is being written, and comes anew when it is built anew."""
        first = path.split("/")[1]
        languages = self.server.studio.settings.languages
        language = first if first in languages else languages[0]
        bar = self.server.press.render_list(self.server.studio.reading, language)
        page = page.replace(b"<main id=", bar.encode() + b"<main id=", 1)
        return page.replace(b"</head>", _HEAD, 1)

    def _answer(self, page: bytes | None) -> None:
        if page is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def _iter_contents(self, document: str, language: str, seen: str) -> Iterator[str]:
        """Yield a draft's content each time it is another than the page has."""
        for reading in self.server.studio.iter_readings(PATIENCE):
            content = None
            if reading is not None:
                content = self.server.press.render_content(reading, document, language)
            if content is None or content.digest == seen:
                yield ": still here\n\n"
                continue
            seen = content.digest
            data = json.dumps({"digest": seen, "html": content.html, "note": content.note})
            yield f"event: draft\ndata: {data}\n\n"

    def _iter_builds(self) -> Iterator[str]:
        """Yield a word each time that the site was built, or other drafts are being written."""
        shown = None
        for reading in self.server.studio.iter_readings(PATIENCE):
            state = (reading.site, reading.list_drafts()) if reading is not None else shown
            if shown in (None, state):
                yield ": still here\n\n"
            else:
                yield "event: site\ndata: \n\n"
            shown = state

    def _stream(self, events: Iterator[str]) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        for event in events:
            self.wfile.write(event.encode())
            self.wfile.flush()

    def end_headers(self) -> None:
        """Have nothing kept: all of it may be another the next moment."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
        """Say nothing: the terminal is for what is wrong."""
