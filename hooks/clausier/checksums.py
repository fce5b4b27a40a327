"""`checksums.txt`: the SHA-256 of every published file, for `sha256sum --check` and `verify`.

`terms.json` names it with its digest, so that a signature of `terms.json` vouches for all of them.
The form is that of GNU coreutils' `sha256sum`: digest, two spaces, name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from clausier.addresses import CHECKSUMS, DIGEST, SIGNATURES, TERMS
from clausier.errors import ClausierError, Problem, say

EMPTY: Final = ".nojekyll"
"""What tells GitHub Pages to serve all files, by being there."""
HOSTING: Final = frozenset({"_headers", "_redirects", EMPTY})
"""What only tells a host how to serve the site, and so is served to nobody."""
OUTSIDE: Final = frozenset({TERMS, SIGNATURES, DIGEST, CHECKSUMS})
"""What it cannot list: itself, and what is made after it."""
_LINE: Final = re.compile(r"(\\?)([0-9a-f]{64})  ([^\n]+)")
_ESCAPES: Final = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPED: Final = {escape: plain for plain, escape in _ESCAPES.items()}


class ChecksumsError(ClausierError):
    """A line is no checksum."""


def is_listed(name: str) -> bool:
    """Return whether a file of the site is listed.

    What tells a host how to serve the site, and names that begin with a dot, are not: servers give
    them to nobody, and so nobody could verify them from afar.
    """
    hidden = any(part.startswith(".") for part in name.removeprefix(".well-known/").split("/"))
    return not is_excused(name) and not hidden


def is_excused(name: str) -> bool:
    """Return whether a file may be in a site though no list names it.

    All others of a site that stands in a folder, whatever their names begin with, are foreign to
    it: some host might serve or run them (`_worker.js`, `.htaccess`).
    """
    return name in OUTSIDE or name in HOSTING


def render_checksums(digests: Mapping[str, str]) -> bytes:
    """Return the list of SHA-256 by name, sorted by name."""
    return "".join(_render_line(name, digests[name]) for name in sorted(digests)).encode()


def render_digest(name: str, content: bytes) -> bytes:
    """Return the list of one file."""
    return render_checksums({name: sha256(content).hexdigest()})


def parse_checksums(content: bytes) -> dict[str, str]:
    """Return the SHA-256 of each file that a list names.

    Raises:
        ChecksumsError: a line has another form, a name comes twice or leads out of the folder.
    """
    digests: dict[str, str] = {}
    for number, line in enumerate(
        content.decode("utf-8", "replace").removesuffix("\n").split("\n"), 1
    ):
        found = _LINE.fullmatch(line)
        name = _unescape(found) if found else ""
        if found is None or name in digests or not _is_inside(name.split("/")):
            raise ChecksumsError(
                Problem(
                    say("line %(number)s is no checksum of a file", number=number),
                    say("Build and publish the site again"),
                )
            )
        digests[name] = found[2]
    return digests


def _render_line(name: str, digest: str) -> str:
    escaped = re.sub(r"[\\\n\r]", lambda found: _ESCAPES[found[0]], name)
    return f"{chr(92) if escaped != name else ''}{digest}  {escaped}\n"


def _unescape(line: re.Match[str]) -> str:
    if not line[1]:
        return line[3]
    return re.sub(r"\\[\\nr]", lambda found: _ESCAPED[found[0]], line[3])


def _is_inside(parts: Iterable[str]) -> bool:
    return not {"", ".", ".."} & set(parts)
