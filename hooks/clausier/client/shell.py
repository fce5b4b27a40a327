"""What both clients are made of, but for how they wait."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeAlias

import httpx

from clausier.client.cache import Cache
from clausier.client.core import Core
from clausier.client.effects import Fetch, Reply
from clausier.client.errors import ClientError, Refused, Unreachable, problem
from clausier.client.keys import Given, make_verify
from clausier.client.renewal import Renewal

Keys: TypeAlias = Given | None
"""Public keys as JWKs, a JWK Set or its text, or a function that verifies."""

_LONGEST: Final = 64 * 1024 * 1024
"""Bytes of an answer; more is none of Clausier's."""
_LOGGER: Final = logging.getLogger("clausier.client")


def read_clock() -> datetime:
    """Return the time on this machine, aware."""
    return datetime.now(UTC)


class Shell:
    """A client's core, cache and log."""

    def __init__(
        self,
        site_url: str,
        cache: Path | str | None,
        timeout: float,
        keys: Keys,
        min_interval: float,
        clock: Callable[[], datetime],
    ) -> None:
        if httpx.URL(site_url).scheme not in ("http", "https"):
            raise ValueError(f"{site_url!r} is not the address of a site")
        root = site_url if site_url.endswith("/") else f"{site_url}/"
        self._timeout = timeout
        self._cache = Cache(None if cache is None else Path(cache), root, timeout)
        self._renewal = Renewal(root, clock, timedelta(seconds=min_interval), make_verify(keys))
        self._core = Core(root, self._renewal, clock)

    def report(self, failure: ClientError) -> None:
        """Write into the log why what is held was not renewed; a refusal is an error."""
        level = logging.ERROR if isinstance(failure, Refused) else logging.WARNING
        _LOGGER.log(level, "%s: %s", type(failure).__name__, failure)

    def request(self, effect: Fetch, http: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """Return what to send."""
        headers = {"User-Agent": "clausier-client", "Accept": "*/*", **dict(effect.headers)}
        return http.build_request("GET", effect.url, headers=headers, timeout=self._timeout)


class Body:
    """What has come of an answer: whole at last, or refused as too slow or too long."""

    def __init__(self, url: str, timeout: float) -> None:
        self._url = url
        self._deadline = time.monotonic() + timeout
        self._content = bytearray()

    def add(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._content += chunk
        if time.monotonic() > self._deadline:
            raise unreachable(self._url, "is too slow")
        if len(self._content) > _LONGEST:
            raise unreachable(self._url, "sends without end")

    def reply(self, response: httpx.Response) -> Reply:
        """Return the whole answer."""
        headers = response.headers
        return Reply(
            response.status_code,
            bytes(self._content),
            headers.get("ETag"),
            headers.get("Last-Modified"),
        )


def explain(url: str, error: httpx.HTTPError | TimeoutError) -> Unreachable:
    """What to raise for what went wrong on the way."""
    slow = isinstance(error, httpx.TimeoutException | TimeoutError)
    return unreachable(url, "is too slow" if slow else f"fails: {error or type(error).__name__}")


def unreachable(url: str, why: str) -> Unreachable:
    """What to raise where a whole answer does not come."""
    return Unreachable(problem(f"{url} {why}", "It is asked again; check the network"))
