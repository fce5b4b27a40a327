"""The last good index: when the site is asked for a newer one, and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from clausier.addresses import SIGNATURES, TERMS
from clausier.client import memory, rules
from clausier.client.admission import check_day
from clausier.client.effects import Read, Report, Steps, Update, fetch
from clausier.client.errors import Altered, ClientError, Unavailable, problem
from clausier.client.memory import Held
from clausier.client.reading import parse_index
from clausier.client.values import Answer, Version
from clausier.errors import ClausierError

RETRY: Final = timedelta(seconds=10)
"""How long the next try waits where there is no index or an expired one: a site that is down is not
asked, and waited for, at each call."""

Verify: TypeAlias = Callable[[bytes, bytes], bool]
"""Returns whether the second argument, `terms.json.jws`, signs the first, `terms.json`, with a key
that is trusted; it may as well raise `ClausierError` or `ValueError` for no."""

_KEY: Final = "index"


class Renewal:
    """Keeps one site's index.

    Args:
        site_url: the address of the root of the site, ending in a slash.
        now: the clock; returns aware instants.
        min_interval: how long an index that is not expired is used without asking the site.
        verify: whether `terms.json` is signed; None: it need not be.
    """

    def __init__(
        self,
        site_url: str,
        now: Callable[[], datetime],
        min_interval: timedelta,
        verify: Verify | None,
    ) -> None:
        self._site_url = site_url
        self._now = now
        self._min_interval = min_interval
        self._verify = verify
        self._raw: bytes | None = None
        self._held: Held | None = None
        self._failure: ClientError | None = None
        self._tried_at: datetime | None = None

    def index(self, *, refresh: bool = False, anew: bool = False) -> Steps[Answer]:
        """Return the last good index, renewed where that is due.

        Args:
            refresh: ask the site even if it is not due.
            anew: likewise, and past every cache on the way.

        Raises:
            Unavailable: there is none.
        """
        now = self._now()
        held = yield from self._load()
        due = refresh or anew or self._is_due(held, now)
        if due:
            held = yield from self._renew(held, now, anew=anew)
        if held is None:
            raise unavailable(self._site_url + TERMS, self._failure) from self._failure
        return Answer(
            index=held.index,
            fetched_at=held.fetched_at,
            checked_at=held.checked_at,
            age=max(now - held.checked_at, timedelta(0)),
            revalidated=due and self._failure is None,
            is_expired=rules.is_expired(held.index, now),
            failure=self._failure,
        )

    def learn(self, versions: tuple[Version, ...]) -> Steps[None]:
        """Keep what can never change of `versions`, that the site named beside its index.

        Raises:
            Altered: it contradicts what was seen before.
        """

        def change(stored: bytes | None) -> bytes:
            held = memory.parse_held(stored, self._check_signed) or self._held
            if held is None:
                raise unavailable(self._site_url + TERMS, self._failure)
            return memory.render_held(memory.learn(versions, held))

        yield Update(_KEY, change)

    def _load(self) -> Steps[Held | None]:
        """Return the index that is kept, read again only if it is another than before."""
        raw: bytes | None = yield Read(_KEY)
        if raw is None or raw != self._raw:
            self._held = memory.parse_held(raw, self._check_signed)
            self._raw = raw
        return self._held

    def _is_due(self, held: Held | None, now: datetime) -> bool:
        checked_at = held.checked_at if held else None
        tries = [at for at in (self._tried_at, checked_at) if at is not None]
        if not tries:
            return True
        wait = self._min_interval
        if held is None or rules.is_expired(held.index, now):
            wait = min(wait, RETRY)
        return not timedelta(0) <= now - max(tries) < wait  # a clock put back does not stop it

    def _renew(self, held: Held | None, now: datetime, *, anew: bool) -> Steps[Held | None]:
        """Ask the site, and return what is then held; why it failed is noted and reported.

        Who is interrupted has not asked: nothing is noted.
        """

        def succeed(stored: bytes | None) -> bytes:
            before = memory.parse_held(stored, self._check_signed)
            return memory.render_held(memory.succeed(fresh, before))

        failure = None
        try:
            fresh = yield from self._fetch(held, now, anew=anew)
            yield Update(_KEY, succeed)
        except ClientError as error:
            failure = error
        self._tried_at, self._failure = now, failure
        if failure:
            yield Report(failure)
        return (yield from self._load())

    def _fetch(self, held: Held | None, now: datetime, *, anew: bool) -> Steps[Held]:
        url = self._site_url + TERMS
        reply = yield from fetch(url, held, anew=anew)
        if reply.status == 304 and held is not None:
            return replace(held, checked_at=now)
        signatures = None
        if self._verify is not None:
            try:
                signatures = yield from self._fetch_signatures(reply.content, anew=anew)
            except Altered:  # the two may be from before and after the site was published anew
                reply = yield from fetch(url, anew=True)
                signatures = yield from self._fetch_signatures(reply.content, anew=True)
        index = parse_index(reply.content)
        check_day(index, rules.find_day(now, index.timezone))
        return Held(
            content=reply.content,
            index=index,
            signatures=signatures,
            etag=reply.etag,
            last_modified=reply.last_modified,
            fetched_at=now,
            checked_at=now,
            facts={},
            peaks={},
        )

    def _fetch_signatures(self, terms: bytes, *, anew: bool) -> Steps[bytes]:
        reply = yield from fetch(self._site_url + SIGNATURES, anew=anew)
        self._check_signed(terms, reply.content)
        return reply.content

    def _check_signed(self, terms: bytes, signatures: bytes | None) -> None:
        """Raise `Altered` unless keys are asked for and sign, or none are."""
        if self._verify is None:
            return
        reason = "is not signed"
        if signatures is not None:
            try:
                if self._verify(terms, signatures):
                    return
                reason = f"is not what {SIGNATURES} signs with a key that is trusted"
            except (ClausierError, ValueError) as error:
                reason = f"cannot be verified ({error})"
        remedy = "Nothing of it was used. Ask the publisher whether their keys changed"
        raise Altered(problem(f"{TERMS} {reason}", remedy))


def unavailable(what: str, failure: ClientError | None) -> Unavailable:
    """What to raise where there is nothing to answer with, because of `failure`."""
    why = f" ({failure.problems[0].what})" if failure else ""
    return Unavailable(
        problem(
            f"there is no good answer for {what}{why}",
            "Show no terms; check the address and the network, and ask again",
        )
    )
