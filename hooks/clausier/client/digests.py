"""Whether what came is what the index vouches for, by its SHA-256."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from clausier.addresses import CHECKSUMS
from clausier.checksums import ChecksumsError, parse_checksums
from clausier.client.errors import Altered, problem
from clausier.client.fields import damage
from clausier.client.values import Index, Text, Version

_REMEDY = "Show nothing of it; if it lasts, tell the publisher"


def check_text(content: bytes, version: Version, text: Text) -> bytes:
    """Return `content`, which is the text that the index names.

    Raises:
        Altered: its SHA-256 is another.
    """
    if sha256(content).hexdigest() != text.sha256:
        what = f"version {version.number} of “{version.document}” in “{text.language}”"
        raise Altered(problem(f"what came as {what} is not the text that the index names", _REMEDY))
    return content


def check_file(content: bytes, address: str, listed: Mapping[str, str]) -> bytes:
    """Return `content`, which is the file at `address` that the list of checksums names.

    Raises:
        Altered: its SHA-256 is another.
    """
    if sha256(content).hexdigest() != listed.get(address):
        raise Altered(problem(f"{address} is not the file that {CHECKSUMS} names", _REMEDY))
    return content


def is_list_of(content: bytes | None, index: Index) -> bool:
    """Return whether `content` is the list of checksums that `index` names."""
    return content is not None and sha256(content).hexdigest() == index.checksums_sha256


def parse_list(content: bytes, index: Index) -> Mapping[str, str]:
    """Return the SHA-256 of each file of the site by its address, from `checksums.txt`.

    Raises:
        Altered: it is not the list that the index names.
        Damaged: it is, and is no list.
    """
    if not is_list_of(content, index):
        raise Altered(problem(f"{CHECKSUMS} is not the one that the index names", _REMEDY))
    try:
        return parse_checksums(content)
    except ChecksumsError as error:
        raise damage(f"{CHECKSUMS}: {error.problems[0].what}") from None
