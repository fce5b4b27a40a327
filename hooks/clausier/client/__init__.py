"""A company's terms for a program: what is in force, what comes, who has to accept, each clause.

    with Client("https://terms.example/", cache=Path(".cache/terms")) as terms:
        current = terms.current("cgu")

Theory of operation. The index, `terms.json`, is asked for at most every few minutes, confirmed
where it did not change, and held in memory and on disk. What a call answers is worked out from the
last good index and the clock, so that effective dates are crossed, and a site that is down is
survived, without a request. What comes from the site takes the place of what is held only if it is
whole, of a form that is known, signed where keys are given, not older, and says nothing else of
what can never change (`admission`). Whatever else is asked for is held against the hashes that the
index vouches for (`digests`): texts against their own, all other files against the site's list.

What is not protected: without `keys`, whoever can alter the index on its way can alter what the
client has not seen before.

From the pure to the world: `values`, `reading`, `rules`, `admission`, `digests`, `memory` (values
in, values out); `effects`, `renewal`, `core` (steps that yield what they need); `cache` (disk);
`blocking`, `asynchronous` (network). It needs the extra `client`, and loads nothing that makes
sites.
"""

from __future__ import annotations

from clausier.client.asynchronous import AsyncClient
from clausier.client.blocking import Client
from clausier.client.errors import (
    Altered,
    ClientError,
    Damaged,
    Incompatible,
    Missing,
    Premature,
    Refused,
    RolledBack,
    Stale,
    Unavailable,
    Undetermined,
    Unreachable,
)
from clausier.client.renewal import Verify
from clausier.client.values import (
    Answer,
    Clause,
    ClauseName,
    Document,
    Index,
    Text,
    Version,
)
from clausier.model import ChangeClass, Status, VersionNumber

__all__ = [
    "Altered",
    "Answer",
    "AsyncClient",
    "ChangeClass",
    "Clause",
    "ClauseName",
    "Client",
    "ClientError",
    "Damaged",
    "Document",
    "Incompatible",
    "Index",
    "Missing",
    "Premature",
    "Refused",
    "RolledBack",
    "Stale",
    "Status",
    "Text",
    "Unavailable",
    "Undetermined",
    "Unreachable",
    "Verify",
    "Version",
    "VersionNumber",
]
