"""Where the form of `extra.clausier.editor` reads and saves: a repository on a git host."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NoReturn
from urllib.parse import urlsplit

from clausier.errors import Message, Problem, SettingsError, say

KEYS: Final = ("backend", "repo", "branch", "api_root", "base_url", "app_id")
HOSTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "github": ("https://api.github.com", "https://www.githubstatus.com"),
        "gitlab": ("https://gitlab.com", "https://status-api.hostedstatus.com"),
    }
)
"""By backend, the origins that the form asks, where the host is not the company's own.

Only hosts on which the form proposes (a branch and a pull request) instead of saving to the main
branch, which would publish.
"""
_REPOSITORY: Final = re.compile(r"[\w.-]+(?:/[\w.-]+)+", re.ASCII)
_BRANCH: Final = re.compile(r"(?!/)[\w./-]+(?<![/.])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Backend:
    """A repository on a git host, and how one signs in there."""

    name: str
    """A key of `HOSTS`."""
    repository: str
    """`owner/name`, as the host has it."""
    branch: str
    """The branch that is published."""
    api_root: str | None = None
    """The address of the API, for a host of the company's own."""
    base_url: str | None = None
    """The origin where one signs in by OAuth; None: with an access token of one's own."""
    app_id: str | None = None
    """The application's id at a GitLab, which then needs no secret (PKCE, RFC 7636)."""

    @property
    def uses_oauth(self) -> bool:
        """Whether one signs in by OAuth, and not with an access token."""
        return self.base_url is not None or self.app_id is not None

    @property
    def origins(self) -> tuple[str, ...]:
        """What the form asks over the network, beside the site itself."""
        own = [_origin(url) for url in (self.api_root, self.base_url) if url]
        first = own if self.api_root else [*HOSTS[self.name], *own]
        return tuple(dict.fromkeys(first))


def parse_backend(values: object) -> Backend:
    """Return the repository that `values` (of `extra.clausier.editor`) name.

    Raises:
        SettingsError: a value is missing, unknown or of the wrong form.
    """
    if not isinstance(values, Mapping):
        _fail(say("it is not a list of choices"), say("Write backend, repo and branch, one a line"))
    for key in values:
        if key not in KEYS:
            _fail(
                say('"%(key)s" is not a setting', key=key),
                say("Use %(keys)s", keys=", ".join(KEYS)),
            )
    name = values.get("backend")
    if name not in HOSTS:
        _fail(
            say('backend "%(name)s" is not known', name=name),
            say("Write one of %(choices)s", choices=", ".join(HOSTS)),
        )
    backend = Backend(
        name=str(name),
        repository=_match(values, "repo", _REPOSITORY, say("Write owner/name, as the host has it")),
        branch=_match(values, "branch", _BRANCH, say("Write main, for example")),
        api_root=_address(values, "api_root"),
        base_url=_address(values, "base_url"),
        app_id=_match(values, "app_id", re.compile(r"\w+"), say("Copy it from the host"))
        if "app_id" in values
        else None,
    )
    if backend.app_id and backend.name != "gitlab":
        _fail(
            say("app_id is for GitLab alone"),
            say("Remove it; GitHub needs base_url, or an access token of each person"),
        )
    return backend


def _match(
    values: Mapping[object, object], key: str, pattern: re.Pattern[str], remedy: Message
) -> str:
    value = values.get(key)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        _fail(say('%(key)s "%(value)s" has another form', key=key, value=value), remedy)
    return value


def _address(values: Mapping[object, object], key: str) -> str | None:
    value = values.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not re.fullmatch(
        r"https://[\w.-]+(:[0-9]+)?(/[\w./-]*)?", value
    ):
        _fail(say("%(key)s is not an https: address", key=key), say("Write it whole"))
    return value.rstrip("/")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _fail(what: Message, remedy: Message) -> NoReturn:
    raise SettingsError(Problem(what, remedy))
