"""The client for threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import httpx

from clausier.client.deadline import Trace, run_within
from clausier.client.effects import Effect, Fetch, Read, Reply, Report, Steps, Update
from clausier.client.errors import ClientError
from clausier.client.shell import Body, Keys, Shell, explain, read_clock
from clausier.client.values import Answer, Clause, Version

_Result = TypeVar("_Result")


class Client(Shell):
    """The terms of one site; the calls of one client are made one at a time, whatever the threads.

    Every call that says what applies raises `Stale` once the index is past its `expires` and the
    site gave no newer one, unless `allow_stale` is true: outdated terms are never shown as current
    unknowingly. `Missing` is raised where a document, a language or a clause does not exist,
    `Unavailable` where there is no good answer at all.

    Args:
        site_url: the address of the root of the site.
        cache: a folder in which good answers outlive the process; it may be shared.
        http: used instead of one of the client's own, and not closed.
        timeout: seconds until an answer that does not come, or not whole, is given up, and until
            the disk is done without where another process holds the cache.
        keys: JWKs one of which has to have signed the index, as a list, a JWK Set or the JSON text
            of one, such as that of `terms.keys.json`; or a function that verifies it.
        min_interval: seconds for which an index is used without asking the site.
        clock: returns the time, aware.
    """

    def __init__(
        self,
        site_url: str,
        *,
        cache: Path | str | None = None,
        http: httpx.Client | None = None,
        timeout: float = 5.0,
        keys: Keys = None,
        min_interval: float = 300.0,
        clock: Callable[[], datetime] = read_clock,
    ) -> None:
        super().__init__(site_url, cache, timeout, keys, min_interval, clock)
        self._owned = http is None
        # a connection that is not used again is known to the exchange that opened it
        self._http = http or httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))
        self._lock = threading.Lock()

    def index(self) -> Answer:
        """Return the last good index, expired or not, and how far it may be relied on.

        The site is asked if it was not within `min_interval`; if the index is expired, within ten
        seconds. A failure is in the answer and in the log.

        Raises:
            Unavailable: there is none.
        """
        return self._run(self._renewal.index())

    def refresh(self) -> Answer:
        """Return the same after asking the site, whenever that was last done."""
        return self._run(self._renewal.index(refresh=True))

    def current(self, document: str, *, allow_stale: bool = False) -> Version | None:
        """Return the version in force now, or None where nothing is; never another in its place."""
        return self._run(self._core.in_force(document, None, allow_stale=allow_stale))

    def in_force(
        self, document: str, at: date | datetime | None = None, *, allow_stale: bool = False
    ) -> Version | None:
        """Return the version that applies on a day, or at an aware instant; None: now.

        An effective date is crossed without asking the site. For days before what is in force
        `versions.json` is asked for, and kept.

        Raises:
            Undetermined: the version that may have applied was withdrawn, nobody says when.
            TypeError: `at` is neither, such as a day in writing.
            ValueError: `at` is an instant without a zone.
        """
        return self._run(self._core.in_force(document, at, allow_stale=allow_stale))

    def upcoming(self, document: str, *, allow_stale: bool = False) -> tuple[Version, ...]:
        """Return the versions that take force later than today, next first."""
        return self._run(self._core.upcoming(document, allow_stale=allow_stale))

    def must_accept(
        self,
        document: str,
        accepted_version: str | None,
        at: date | datetime | None = None,
        *,
        allow_stale: bool = False,
    ) -> bool:
        """Return whether a user must be asked to accept what is in force; False if nothing is.

        Who is said to have accepted a version newer than any that the site ever had must be asked.

        Args:
            document: the document's id.
            accepted_version: the newest version that this user accepted, `1.0`; None: none.
            at: as for `in_force`.
            allow_stale: answer even from an expired index.

        Raises:
            ValueError: `accepted_version` is no version's number.
        """
        return self._run(
            self._core.must_accept(document, accepted_version, at, allow_stale=allow_stale)
        )

    def clause(
        self,
        document: str,
        reference: str,
        lang: str,
        *,
        at: date | datetime | None = None,
        allow_stale: bool = False,
    ) -> Clause:
        """Return a clause of the text in force, with its parts, checked against the text's hash.

        Args:
            document: the document's id.
            reference: a number as it is cited (`4.2`, `§ 4.2`) or an id (`art-4.2`).
            lang: a language; never another in its place.
            at: as for `in_force`.
            allow_stale: answer even from an expired index.

        Raises:
            Altered: what the site sends is not the text that the index names.
        """
        return self._run(self._core.clause(document, reference, lang, at, allow_stale=allow_stale))

    def text(
        self,
        document: str,
        lang: str,
        *,
        at: date | datetime | None = None,
        allow_stale: bool = False,
    ) -> bytes:
        """Return the text in force as Markdown, the bytes whose hash is in the index.

        Raises:
            Altered: the site sends others.
        """
        return self._run(self._core.text(document, lang, at, allow_stale=allow_stale))

    def close(self) -> None:
        """Close the connections, where they are the client's own."""
        if self._owned:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _run(self, steps: Steps[_Result]) -> _Result:
        with self._lock:
            try:
                effect = next(steps)
                while True:
                    try:
                        outcome = self._do(effect)
                    except ClientError as error:
                        effect = steps.throw(error)
                    else:
                        effect = steps.send(outcome)
            except StopIteration as done:
                result: _Result = done.value
                return result

    def _do(self, effect: Effect) -> Reply | bytes | None:
        match effect:
            case Fetch():
                return self._fetch(effect)
            case Read(key):
                return self._cache.read(key)
            case Update(key, change):
                return self._cache.update(key, change)
            case Report(failure):
                self.report(failure)
        return None

    def _fetch(self, effect: Fetch) -> Reply:
        request = self.request(effect, self._http)

        def exchange(trace: Trace) -> Reply:
            body = Body(effect.url, self._timeout)
            request.extensions["trace"] = trace
            response = self._http.send(request, stream=True, follow_redirects=True)
            try:
                for chunk in response.iter_bytes():
                    body.add(chunk)
            finally:
                response.close()
            return body.reply(response)

        try:
            return run_within(self._timeout, exchange)
        except (httpx.HTTPError, TimeoutError) as error:
            raise explain(effect.url, error) from error
