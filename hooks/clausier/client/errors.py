"""Why the client gives no answer, or keeps to an older one; each says what to do."""

from __future__ import annotations

from collections.abc import Iterable

from clausier.errors import ClausierError, Message, Problem


class ClientError(ClausierError):
    """An expected failure of the client."""


class Unavailable(ClientError):
    """There is no good answer to give; what it was raised from says why."""


class Stale(ClientError):
    """The last good answer is past its `expires`, and the site gave no newer one."""


class Unreachable(ClientError):
    """The site is down, too slow, or answers with an error."""


class Refused(ClientError):
    """An answer came that is not to be believed."""


class Damaged(Refused):
    """It is cut short, no JSON, or lacks what every answer has."""


class Incompatible(Refused):
    """It has a `schema_version` that this client cannot read."""


class Premature(Refused):
    """It was made for a day that has not come."""


class RolledBack(Refused):
    """It is older than one that was seen before."""


class Altered(Refused):
    """It contradicts what was seen before, its own hashes or its signature."""


class Missing(ClientError):
    """What was asked for does not exist; nothing is given in its place."""


class Undetermined(ClientError):
    """What the site publishes does not tell what applied on that day."""


def problem(what: str, remedy: str) -> Problem:
    """What is wrong and what to do, in English only: whoever reads it writes programs."""
    return Problem(_message(what), _message(remedy))


def missing_document(name: str, existing: Iterable[str]) -> Missing:
    """There is no document of that id."""
    return Missing(
        problem(
            f"there is no document “{name}”; there are: {_listed(existing)}",
            "Ask for one of these",
        )
    )


def missing_language(name: str, version: object, language: str, existing: Iterable[str]) -> Missing:
    """A version lacks a language."""
    return Missing(
        problem(
            f"version {version} of “{name}” does not exist in “{language}”; it exists in: "
            f"{_listed(existing)}",
            "Ask for one of these, and tell the reader what language it is in",
        )
    )


def missing_clause(name: str, version: object, reference: str, ids: Iterable[str]) -> Missing:
    """A text has no such clause, or several: `ids` are theirs."""
    several = tuple(ids)
    found = f"several clauses ({_listed(several)})" if several else "no clause"
    return Missing(
        problem(
            f"version {version} of “{name}” has {found} “{reference}”",
            "Ask by id" if several else "Ask by a number or an id that the text has",
        )
    )


def nothing_in_force(name: str) -> Missing:
    """No text of a document applies."""
    return Missing(
        problem(f"nothing of “{name}” is in force on that day", "Show no text in its place")
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _message(words: str) -> Message:
    return Message("%(words)s", {"words": words})
