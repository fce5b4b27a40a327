"""Ed25519 signatures of `terms.json`: keys, a detached JWS, a JWK Set.

Sources: RFC 8037 (Ed25519 in JOSE), RFC 7515 section 7.2.1 and appendix F (general JSON form,
detached payload), RFC 7517 (keys), RFC 7638 (thumbprints).

While keys rotate, each key makes a signature of its own, so that whoever knows either can verify.
No message and no `repr` here says anything of a private key.
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, NoReturn

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from clausier.errors import ClausierError, Message, Problem, say

ALGORITHM: Final = "EdDSA"
"""RFC 8037, section 3.1."""
_MAKE: Final = "openssl genpkey -algorithm ed25519 -out key.pem"
_PUBLIC: Final = "openssl pkey -in key.pem -pubout"
_PEM: Final = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----", re.DOTALL)
_X: Final = re.compile(r"[A-Za-z0-9_-]{43}")


class KeyFormatError(ClausierError):
    """What was given as a key is none that can be used; the key itself is never shown."""


class SignatureFormatError(ClausierError):
    """What stands in place of the signatures is no detached JWS."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a signature is checked with."""

    x: str
    """The 32 bytes of the key in base64url, without padding (RFC 8037, section 2)."""

    def __post_init__(self) -> None:
        raw = _decode(self.x)
        if raw is None or len(raw) != 32:
            raise KeyFormatError(
                Problem(say("this is not the x of an Ed25519 key"), say("Copy its 43 characters"))
            )

    @property
    def kid(self) -> str:
        """The key's thumbprint (RFC 7638), which names it."""
        members = {"crv": "Ed25519", "kty": "OKP", "x": self.x}  # in this order, RFC 8037 A.3
        return _encode(sha256(_compact(members)).digest())

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Return whether this key signed the message so."""
        try:
            Ed25519PublicKey.from_public_bytes(_decode(self.x) or b"").verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key; nothing of it shows."""

    private: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> PublicKey:
        """The key that its signatures are checked with."""
        return _public(self.private.public_key())


@dataclass(frozen=True, slots=True)
class Signature:
    """One of the signatures of a payload."""

    protected: str
    """The header as it was signed, in base64url."""
    signature: bytes
    kid: str | None
    """The thumbprint of the key, as the header says; None if it names none."""

    def find_signer(self, payload: bytes, keys: Iterable[PublicKey]) -> PublicKey | None:
        """Return the key that made this signature of `payload`; None if none of these did."""
        message = _signing_input(self.protected, payload)
        for key in keys:
            if self.kid in (None, key.kid) and key.verifies(self.signature, message):
                return key
        return None


# Keys


def parse_signing_keys(pem: bytes) -> tuple[SigningKey, ...]:
    """Return the private keys in PEM text, each once, in its order; never empty.

    Raises:
        KeyFormatError: one is no unencrypted PKCS#8 Ed25519 key, or there is none.
    """
    keys = [_parse_private(label, block) for label, block in _iter_pem(pem)]
    if not keys:
        raise KeyFormatError(
            Problem(
                say("the signing key is not in PEM form"), say("Make one with %(make)s", make=_MAKE)
            )
        )
    return tuple({key.public: key for key in keys}.values())


def _parse_private(label: str, block: bytes) -> SigningKey:
    if label == "ENCRYPTED PRIVATE KEY":
        _refuse_private(
            say("the signing key is encrypted"),
            say("Give it without a passphrase: %(command)s", command="openssl pkey -in key.pem"),
        )
    if label == "PUBLIC KEY":
        _refuse_private(
            say("the signing key is a public key"), say("Give the private key that belongs to it")
        )
    if label != "PRIVATE KEY":
        _refuse_private(
            say("the signing key is not in PKCS#8 form"), say("Make one with %(make)s", make=_MAKE)
        )
    try:
        key = load_pem_private_key(block, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        _refuse_private(
            say("the signing key is damaged"), say("Copy the whole file, its line breaks too")
        )
    if not isinstance(key, Ed25519PrivateKey):
        _refuse_private(
            say("the signing key is not an Ed25519 key"), say("Make one with %(make)s", make=_MAKE)
        )
    return SigningKey(key)


def _refuse_private(what: Message, remedy: Message) -> NoReturn:
    raise KeyFormatError(Problem(what, remedy)) from None


def parse_public_keys(text: str) -> tuple[PublicKey, ...]:
    """Return the public keys in a text, each once, in its order; never empty.

    The text is PEM, a JWK, a JWK Set (of which other kinds of keys are passed over, RFC 7517
    section 5), or the `x` of one.

    Raises:
        KeyFormatError: it is none of these, or holds no Ed25519 key.
    """
    bare = text.strip()
    if _X.fullmatch(bare):
        keys = [PublicKey(bare)]
    elif bare.startswith("{"):
        keys = list(_iter_jwks(bare))
    else:
        keys = [_parse_public(label, block) for label, block in _iter_pem(bare.encode())]
    if not keys:
        raise KeyFormatError(
            Problem(
                say("this is no Ed25519 public key"),
                say("Give what %(command)s prints, or a JWK Set", command=_PUBLIC),
            )
        )
    return tuple(dict.fromkeys(keys))


def _parse_public(label: str, block: bytes) -> PublicKey:
    if "PRIVATE" in label:
        raise KeyFormatError(
            Problem(
                say("this is a private key, which nobody else may see"),
                say("Give what %(command)s prints", command=_PUBLIC),
            )
        )
    try:
        key = load_pem_public_key(block)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFormatError(
            Problem(
                say("this is not an Ed25519 public key"),
                say("Give what %(command)s prints", command=_PUBLIC),
            )
        )
    return _public(key)


def _iter_jwks(text: str) -> Iterator[PublicKey]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    listed = value.get("keys", [value]) if isinstance(value, dict) else []
    for jwk in listed if isinstance(listed, list) else ():
        if isinstance(jwk, dict) and (jwk.get("kty"), jwk.get("crv")) == ("OKP", "Ed25519"):
            yield PublicKey(str(jwk.get("x")))


def _public(key: Ed25519PublicKey) -> PublicKey:
    return PublicKey(_encode(key.public_bytes_raw()))


def _iter_pem(pem: bytes) -> Iterator[tuple[str, bytes]]:
    for block in _PEM.finditer(pem):
        yield block[1].decode("ascii"), block[0]


def render_key_set(keys: Iterable[PublicKey]) -> bytes:
    """Return `terms.keys.json`: a JWK Set of the keys, each once, in this order."""
    common = {"alg": ALGORITHM, "use": "sig"}
    jwks = [
        {"kty": "OKP", "crv": "Ed25519", "x": key.x, "kid": key.kid, **common}
        for key in dict.fromkeys(keys)
    ]
    return _render({"keys": jwks})


# Signatures


def sign(payload: bytes, keys: Sequence[SigningKey]) -> bytes:
    """Return `terms.json.jws`: a signature of `payload` by each key, the payload left out."""
    signatures = []
    for key in keys:
        protected = _encode(_compact({"alg": ALGORITHM, "kid": key.public.kid}))
        signed = key.private.sign(_signing_input(protected, payload))
        signatures.append({"protected": protected, "signature": _encode(signed)})
    return _render({"signatures": signatures})


def parse_signatures(content: bytes) -> tuple[Signature, ...]:
    """Return the signatures that a detached JWS in general JSON form holds; never empty.

    Raises:
        SignatureFormatError: it has another form, or a header that cannot be honoured.
    """
    return tuple(map(_parse_signature, _list_signatures(content)))


def iter_readable_signatures(content: bytes) -> Iterator[Signature]:
    """Yield the same, less those that cannot be read: they vouch for nothing, and hide no other.

    Raises:
        SignatureFormatError: the whole has another form.
    """
    for entry in _list_signatures(content):
        with suppress(SignatureFormatError):
            yield _parse_signature(entry)


def _list_signatures(content: bytes) -> list[object]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        value = None
    listed = value.get("signatures") if isinstance(value, dict) and "payload" not in value else None
    if not isinstance(listed, list) or not listed:
        _refuse_jws(say("is not a JWS in general JSON form with a detached payload"))
    return listed


def render_signatures(signatures: Iterable[Signature]) -> bytes:
    """Return the same bytes that `sign` wrote."""
    return _render(
        {
            "signatures": [
                {"protected": one.protected, "signature": _encode(one.signature)}
                for one in signatures
            ]
        }
    )


def _parse_signature(entry: object) -> Signature:
    protected = entry.get("protected") if isinstance(entry, dict) else None
    signature = _decode(entry.get("signature")) if isinstance(entry, dict) else None
    raw = _decode(protected)
    if not isinstance(protected, str) or raw is None or signature is None:
        _refuse_jws(say("has a signature without its header or its bytes"))
    try:
        header = json.loads(raw)
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict) or header.get("alg") != ALGORITHM or "crit" in header:
        _refuse_jws(say('has a signature whose header does not say "alg": "EdDSA"'))
    kid = header.get("kid")
    return Signature(protected, signature, kid if isinstance(kid, str) else None)


def _refuse_jws(what: Message) -> NoReturn:
    raise SignatureFormatError(Problem(what, say("Build and publish the site again"))) from None


def _signing_input(protected: str, payload: bytes) -> bytes:
    """Return what is signed (RFC 7515, section 5.1)."""
    return f"{protected}.{_encode(payload)}".encode("ascii")


# Forms


def _encode(raw: bytes) -> str:
    """Return base64url without padding (RFC 7515, section 2)."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(text: object) -> bytes | None:
    """Return what base64url says; None where it is not written as `_encode` writes it."""
    if not isinstance(text, str):
        return None
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return raw if _encode(raw) == text else None  # no second way to write the same bytes


def _compact(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _render(value: object) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()
