"""What the client's steps need from outside, as values.

Each call of the client is a generator of steps. It yields what it needs, is sent what came of it,
and returns the call's answer; an error that arises on the way is thrown into it. So the rules touch
no network, disk or clock, and `Client` and `AsyncClient` differ in nothing but how they do what is
yielded.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from clausier.client.errors import ClientError, Unreachable, problem
from clausier.client.memory import Held, Kept


@dataclass(frozen=True, slots=True)
class Fetch:
    """Ask the site; what came is sent as a `Reply`, whatever its status."""

    url: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What the site answered."""

    status: int
    content: bytes
    """Whole, and decoded where it was compressed."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """Look into the cache; what is kept there, or None, is sent."""

    key: str


@dataclass(frozen=True, slots=True)
class Update:
    """Change what the cache keeps, with nobody else changing it; what it then keeps is sent."""

    key: str
    change: Callable[[bytes | None], bytes]


@dataclass(frozen=True, slots=True)
class Report:
    """Say why what is held was not renewed."""

    failure: ClientError


Effect: TypeAlias = Fetch | Read | Update | Report
Result = TypeVar("Result")
Steps: TypeAlias = Generator[Effect, Any, Result]


def fetch(url: str, known: Held | Kept | None = None, *, anew: bool = False) -> Steps[Reply]:
    """Return the site's answer: 200 or, where something is known already, 304.

    Args:
        url: where.
        known: what is held of it, to be confirmed (RFC 9110, section 13).
        anew: ask past every cache on the way (RFC 9111, section 5.2.1.4).

    Raises:
        Unreachable: it has another status.
    """
    headers: list[tuple[str, str]] = [("Cache-Control", "no-cache")] if anew else []
    if known is not None and known.etag:
        headers.append(("If-None-Match", known.etag))
    if known is not None and known.last_modified:
        headers.append(("If-Modified-Since", known.last_modified))
    reply: Reply = yield Fetch(url, tuple(headers))
    if reply.status != 200 and not (reply.status == 304 and known is not None):
        raise Unreachable(
            problem(f"{url} answers {reply.status}", "It is asked again; check the address")
        )
    return reply
