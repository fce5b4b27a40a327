"""A real browser on a real server, for tests of pages."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: a test's own message is what should be read."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback address; yields the address of its root."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def launch() -> Iterator[Browser]:
    """Start the system's Chromium.

    A machine without it passes these tests by, saying so; one that checks for everybody (`CI`)
    must have it.
    """
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        missing = "Chromium was not found: install it (apt-get install chromium), or set CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


class Watch:
    """Notes what a page asks of other hosts and what it complains of."""

    def __init__(self, page: Page, root: str) -> None:
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self._request(request.url, root))
        page.on("console", lambda line: self._line(line.type, line.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "response",
            lambda answer: (
                self.complaints.append(f"{answer.status} {answer.url}")
                if answer.status >= 400
                else None
            ),
        )

    def _request(self, url: str, root: str) -> None:
        if not url.startswith((root, "data:", "blob:")):
            self.strangers.append(url)

    def _line(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    def check(self) -> None:
        """Assert that nothing was asked of another host and nothing complained of."""
        assert self.strangers == []
        assert self.complaints == []


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = page.evaluate(
        "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    )
    return width


def violations(results: Sequence[dict[str, Any]]) -> list[str]:
    """What axe found, a line each, with the elements concerned."""
    return [
        f"{rule['id']}: {rule['help']}: {[node['html'] for node in rule['nodes']]}"
        for rule in results
    ]
