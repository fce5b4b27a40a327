"""What vouches for a whole site: the checksums of its files, then `terms.json`, then signatures.

Each vouches for what was made before it, so that one signature covers every file; and `terms.json`
comes last, since it names all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from clausier.addresses import CHECKSUMS, DIGEST, KEYS, SIGNATURES, TERMS
from clausier.checksums import is_listed, render_checksums, render_digest
from clausier.contract import build_index, render_index
from clausier.register import Register
from clausier.signatures import SigningKey, render_key_set, sign


def iter_seals(
    register: Register, site_url: str, digests: Mapping[str, str], keys: Sequence[SigningKey]
) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the bytes of each file, in the order in which they are to be written.

    Args:
        register: the documents on a day.
        site_url: the absolute address of the root of the site, ending in a slash.
        digests: the SHA-256 of every file that is there already, by name.
        keys: those that sign; without any, nothing is signed.
    """
    listed = {name: digest for name, digest in digests.items() if is_listed(name)}
    known = (*(key.public for key in keys), *register.settings.signing_keys)
    if known:
        key_set = render_key_set(known)
        listed[KEYS] = sha256(key_set).hexdigest()
        yield KEYS, key_set
    checksums = render_checksums(listed)
    yield CHECKSUMS, checksums
    terms = render_index(build_index(register, site_url, sha256(checksums).hexdigest()))
    yield DIGEST, render_digest(TERMS, terms)
    if keys:
        yield SIGNATURES, sign(terms, keys)
    yield TERMS, terms
