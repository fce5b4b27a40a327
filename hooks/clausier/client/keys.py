"""Keys that a client trusts, as the check of `terms.json` against `terms.json.jws`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from clausier.client.renewal import Verify

Given: TypeAlias = Verify | Iterable[Mapping[str, object]] | Mapping[str, object] | str | bytes
"""JWKs, a JWK Set (RFC 7517 section 5), the JSON text of one, or a function that verifies."""


def make_verify(keys: Given | None) -> Verify | None:
    """Return whether `terms.json` is signed as a question; None where no keys are given.

    Args:
        keys: JWKs of Ed25519 public keys (RFC 8037), of which one has to have signed: several, a
            JWK Set or its JSON text; or a function that answers the question itself.

    Raises:
        ClausierError: there is no such key among those given.
        TypeError: they are something else than what is said above.
        ValueError: they are a text that is no JWK Set.
    """
    if keys is None or callable(keys):
        return keys
    # cryptography is loaded only where keys are given
    from clausier.signatures import iter_readable_signatures, parse_public_keys

    trusted = parse_public_keys(json.dumps({"keys": _list_keys(keys)}))

    def verify(terms: bytes, jws: bytes) -> bool:
        return any(one.find_signer(terms, trusted) for one in iter_readable_signatures(jws))

    return verify


def _list_keys(
    given: Iterable[Mapping[str, object]] | Mapping[str, object] | str | bytes,
) -> list[dict[str, object]]:
    """Return the JWKs of whatever form they were given in."""
    if isinstance(given, str | bytes):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            raise ValueError(f"keys is a text that is no JSON: {_EXPECTED}") from None
    entries: object = given
    if isinstance(given, Mapping):
        entries = given.get("keys")
        if not isinstance(entries, list):
            raise _mistake("an object without a list of “keys”")
    if not isinstance(entries, Iterable):
        raise _mistake(f"of type {type(entries).__name__}")
    keys: list[dict[str, object]] = []
    for key in entries:
        if not isinstance(key, Mapping):
            raise _mistake(f"a list that holds something of type {type(key).__name__}")
        keys.append(dict(key))
    return keys


_EXPECTED = (
    'give a JWK Set ({"keys": [...]}), its JSON text, a list of JWKs, or a function that verifies'
)


def _mistake(what: str) -> TypeError:
    return TypeError(f"keys is {what}: {_EXPECTED}")
