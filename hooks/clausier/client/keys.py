"""Keys that a client trusts, as the check of `terms.json` against `terms.json.jws`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from clausier.client.renewal import Verify


def make_verify(keys: Verify | Iterable[Mapping[str, object]] | None) -> Verify | None:
    """Return whether `terms.json` is signed as a question; None where no keys are given.

    Args:
        keys: JWKs of Ed25519 public keys (RFC 8037), of which one has to have signed; or a function
            that answers the question itself.

    Raises:
        ClausierError: there is no such key among those given.
    """
    if keys is None or callable(keys):
        return keys
    # cryptography is loaded only where keys are given
    from clausier.signatures import parse_public_keys, parse_signatures

    trusted = parse_public_keys(json.dumps({"keys": [dict(key) for key in keys]}))

    def verify(terms: bytes, jws: bytes) -> bool:
        return any(one.find_signer(terms, trusted) for one in parse_signatures(jws))

    return verify
