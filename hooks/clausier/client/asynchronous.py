"""The client for an event loop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import anyio
import anyio.to_thread
import httpx

from clausier.client.effects import Effect, Fetch, Read, Reply, Report, Steps, Update
from clausier.client.errors import ClientError
from clausier.client.shell import Body, Keys, Shell, explain, read_clock
from clausier.client.values import Answer, Clause, Version

_Result = TypeVar("_Result")


class AsyncClient(Shell):
    """The same for an event loop; each call as in `Client`."""

    def __init__(
        self,
        site_url: str,
        *,
        cache: Path | str | None = None,
        http: httpx.AsyncClient | None = None,
        timeout: float = 5.0,
        keys: Keys = None,
        min_interval: float = 300.0,
        clock: Callable[[], datetime] = read_clock,
    ) -> None:
        super().__init__(site_url, cache, timeout, keys, min_interval, clock)
        self._owned = http is None
        self._http = http or httpx.AsyncClient()
        self._lock = anyio.Lock()

    async def index(self) -> Answer:
        """As `Client.index`."""
        return await self._run(self._renewal.index())

    async def refresh(self) -> Answer:
        """As `Client.refresh`."""
        return await self._run(self._renewal.index(refresh=True))

    async def current(self, document: str, *, allow_stale: bool = False) -> Version | None:
        """As `Client.current`."""
        return await self._run(self._core.in_force(document, None, allow_stale=allow_stale))

    async def in_force(
        self, document: str, at: date | datetime | None = None, *, allow_stale: bool = False
    ) -> Version | None:
        """As `Client.in_force`."""
        return await self._run(self._core.in_force(document, at, allow_stale=allow_stale))

    async def upcoming(self, document: str, *, allow_stale: bool = False) -> tuple[Version, ...]:
        """As `Client.upcoming`."""
        return await self._run(self._core.upcoming(document, allow_stale=allow_stale))

    async def must_accept(
        self,
        document: str,
        accepted_version: str | None,
        at: date | datetime | None = None,
        *,
        allow_stale: bool = False,
    ) -> bool:
        """As `Client.must_accept`."""
        return await self._run(
            self._core.must_accept(document, accepted_version, at, allow_stale=allow_stale)
        )

    async def clause(
        self,
        document: str,
        reference: str,
        lang: str,
        *,
        at: date | datetime | None = None,
        allow_stale: bool = False,
    ) -> Clause:
        """As `Client.clause`."""
        return await self._run(
            self._core.clause(document, reference, lang, at, allow_stale=allow_stale)
        )

    async def text(
        self,
        document: str,
        lang: str,
        *,
        at: date | datetime | None = None,
        allow_stale: bool = False,
    ) -> bytes:
        """As `Client.text`."""
        return await self._run(self._core.text(document, lang, at, allow_stale=allow_stale))

    async def aclose(self) -> None:
        """As `Client.close`."""
        if self._owned:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def _run(self, steps: Steps[_Result]) -> _Result:
        async with self._lock:
            try:
                effect = next(steps)
                while True:
                    try:
                        outcome = await self._do(effect)
                    except ClientError as error:
                        effect = steps.throw(error)
                    else:
                        effect = steps.send(outcome)
            except StopIteration as done:
                result: _Result = done.value
                return result

    async def _do(self, effect: Effect) -> Reply | bytes | None:
        match effect:
            case Fetch():
                return await self._fetch(effect)
            case Read(key):
                return await anyio.to_thread.run_sync(self._cache.read, key)
            case Update(key, change):
                return await anyio.to_thread.run_sync(self._cache.update, key, change)
            case Report(failure):
                self.report(failure)
        return None

    async def _fetch(self, effect: Fetch) -> Reply:
        body = Body(effect.url, self._timeout)
        request = self.request(effect, self._http)
        try:
            with anyio.fail_after(self._timeout):
                response = await self._http.send(request, stream=True, follow_redirects=True)
                try:
                    async for chunk in response.aiter_bytes():
                        body.add(chunk)
                finally:
                    await response.aclose()
        except (httpx.HTTPError, TimeoutError) as error:
            raise explain(effect.url, error) from error
        return body.reply(response)
