"""A site over real HTTP whose answers a test can replace, spoil and count."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

Fault = Literal["slow", "error", "cut", "half"]
"""No answer at all; status 500; a connection that ends early; half of the bytes, as if whole."""

POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'"
TRUSTED = "; require-trusted-types-for 'script'; trusted-types 'none'"
TYPES = {
    ".js": "text/javascript",
    ".md": "text/markdown; charset=utf-8",
    ".jws": "application/json",
}


@dataclass
class Stage:
    """What is served, and what was asked for."""

    folder: Path | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    """By path without a leading slash; before those of the folder."""
    faults: dict[str, Fault] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    """Sent with each answer."""
    asked: list[tuple[str, int]] = field(default_factory=list)
    """Path and status of each answer, in order."""
    root: str = ""
    over: threading.Event = field(default_factory=threading.Event)

    def put(self, path: str, value: Mapping[str, Any] | bytes) -> None:
        """Serve bytes, or a value as JSON."""
        self.files[path] = value if isinstance(value, bytes) else json.dumps(value).encode()

    def read(self, path: str) -> bytes | None:
        """What stands at a path."""
        if path in self.files:
            return self.files[path]
        if self.folder is None:
            return None
        file = self.folder / (f"{path}index.html" if path == "" or path.endswith("/") else path)
        return file.read_bytes() if file.is_file() else None

    def statuses(self, path: str) -> list[int]:
        """How each request for a path was answered."""
        return [status for asked, status in self.asked if asked == path]


def _handler(stage: Stage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            path = self.path.removeprefix("/").partition("?")[0]
            fault = stage.faults.get(path)
            if fault == "slow":
                stage.asked.append((path, 0))
                stage.over.wait()
                self.close_connection = True
                return
            body = stage.read(path)
            tag = f'"{hashlib.sha256(body or b"").hexdigest()[:16]}"'
            status = 500 if fault == "error" else 404 if body is None else 200
            if status == 200 and not fault and self.headers["If-None-Match"] == tag:
                status = 304
            stage.asked.append((path, status))
            self._answer(status, path, tag, body or b"", fault)

        def _answer(
            self, status: int, path: str, tag: str, body: bytes, fault: Fault | None
        ) -> None:
            content = body if status == 200 else b""
            sent = content[: len(content) // 2] if fault in {"cut", "half"} else content
            self.send_response(status)
            name = f"{path}index.html" if path == "" or path.endswith("/") else path
            kind = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "text/plain"
            self.send_header("Content-Type", kind)
            self.send_header("ETag", tag)
            if status != 304:
                length = content if fault == "cut" else sent
                self.send_header("Content-Length", str(len(length)))
            for header, value in stage.headers.items():
                self.send_header(header, value)
            self.end_headers()
            self.wfile.write(sent)
            self.close_connection = fault == "cut"

    return Handler


@contextmanager
def open_stage(folder: Path | None = None) -> Iterator[Stage]:
    """Serve on the loopback address until the end of the block."""
    stage = Stage(folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(stage)) as server:
        server.daemon_threads = True
        server.block_on_close = False
        stage.root = f"http://127.0.0.1:{server.server_address[1]}/"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield stage
        finally:
            stage.over.set()
            server.shutdown()
            thread.join()
