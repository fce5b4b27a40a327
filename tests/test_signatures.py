"""Keys and signatures of the index, with the examples of RFC 8037."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from clausier.signatures import (
    KeyFormatError,
    PublicKey,
    SignatureFormatError,
    SigningKey,
    parse_public_keys,
    parse_signatures,
    parse_signing_keys,
    render_key_set,
    render_signatures,
    sign,
)

# RFC 8037, appendix A.
D = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
HEADER = "eyJhbGciOiJFZERTQSJ9"
PAYLOAD = b"Example of Ed25519 signing"
SIGNATURE = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"


def pem(key: Any, form: PrivateFormat = PrivateFormat.PKCS8, secret: bytes = b"") -> bytes:
    hiding = BestAvailableEncryption(secret) if secret else NoEncryption()
    return bytes(key.private_bytes(Encoding.PEM, form, hiding))


def public_pem(key: Any) -> str:
    raw = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return bytes(raw).decode()


def key_of(seed: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


RFC = SigningKey(Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(D + "=")))
OLD, NEW = SigningKey(key_of(1)), SigningKey(key_of(2))
INDEX = b'{"documents": []}\n'


# The examples of the RFC


def test_the_public_key_and_thumbprint_are_those_of_the_rfc() -> None:
    assert RFC.public == PublicKey(X)
    assert RFC.public.kid == THUMBPRINT


def test_the_signature_of_the_rfc_is_verified_and_made_the_same() -> None:
    jws = json.dumps({"signatures": [{"protected": HEADER, "signature": SIGNATURE}]}).encode()
    [signature] = parse_signatures(jws)
    assert signature.find_signer(PAYLOAD, [OLD.public, RFC.public]) == RFC.public
    message = f"{HEADER}.{urlsafe_b64encode(PAYLOAD).rstrip(b'=').decode()}".encode()
    made = urlsafe_b64encode(RFC.private.sign(message)).rstrip(b"=").decode()
    assert made == SIGNATURE


# Signing


def test_each_key_signs_and_either_is_enough_to_verify() -> None:
    old, new = parse_signatures(sign(INDEX, [OLD, NEW]))
    assert old.find_signer(INDEX, [OLD.public]) == OLD.public
    assert new.find_signer(INDEX, [NEW.public]) == NEW.public
    assert old.find_signer(INDEX, [NEW.public]) is None


def test_the_signature_is_detached_names_its_key_and_is_always_the_same() -> None:
    jws = json.loads(sign(INDEX, [NEW]))
    assert list(jws) == ["signatures"]
    [entry] = jws["signatures"]
    header = json.loads(urlsafe_b64decode(entry["protected"] + "=="))
    assert header == {"alg": "EdDSA", "kid": NEW.public.kid}
    assert sign(INDEX, [NEW]) == sign(INDEX, [NEW])


def test_the_key_set_names_each_key_once() -> None:
    keys = json.loads(render_key_set([NEW.public, OLD.public, NEW.public]))["keys"]
    assert [key["kid"] for key in keys] == [NEW.public.kid, OLD.public.kid]
    assert keys[0] == {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": NEW.public.x,
        "kid": NEW.public.kid,
        "alg": "EdDSA",
        "use": "sig",
    }


@given(st.data())
def test_any_other_byte_in_payload_or_signatures_shows(data: st.DataObject) -> None:
    jws = sign(INDEX, [OLD, NEW])
    altered = bytearray(INDEX + jws)
    place = data.draw(st.integers(0, len(altered) - 1))
    altered[place] ^= data.draw(st.integers(1, 255))
    payload, content = bytes(altered[: len(INDEX)]), bytes(altered[len(INDEX) :])
    try:
        signatures = parse_signatures(content)
    except SignatureFormatError:
        return
    keys = [OLD.public, NEW.public]
    signers = [one.find_signer(payload, keys) for one in signatures]
    assert signers != keys or render_signatures(signatures) != content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"signatures": []}',
        b'{"signatures": {}}',
        b'{"signatures": [1]}',
        b'{"signatures": [{"protected": "e30", "signature": "AA"}]}',
        b'{"signatures": [{"protected": "eyJhbGciOiJub25lIn0", "signature": ""}]}',  # alg: none
        b'{"signatures": [{"protected": "!", "signature": "AA"}]}',
        b'{"payload": "", "signatures": [{"protected": "eyJhbGciOiJFZERTQSJ9", "signature": ""}]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_detached_signature_is_refused(content: bytes) -> None:
    with pytest.raises(SignatureFormatError):
        parse_signatures(content)


def test_a_header_that_asks_for_what_is_not_known_is_refused() -> None:
    header = urlsafe_b64encode(b'{"alg":"EdDSA","crit":["b64"],"b64":false}').rstrip(b"=").decode()
    jws = json.dumps({"signatures": [{"protected": header, "signature": "AA"}]})
    with pytest.raises(SignatureFormatError):
        parse_signatures(jws.encode())


# Keys


def test_several_keys_are_read_from_one_text_each_once() -> None:
    text = b"old key:\n" + pem(key_of(1)) + b"\nnew key:\r\n" + pem(key_of(2)) + pem(key_of(1))
    assert [key.public for key in parse_signing_keys(text)] == [OLD.public, NEW.public]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not in PEM form"),
        (b"c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0", "is not in PEM form"),
        (pem(key_of(3))[:60], "is not in PEM form"),
        (pem(key_of(3)).replace(b"MC4C", b"MC4D"), "is damaged"),
        (pem(key_of(3), secret=b"word"), "is encrypted"),
        (public_pem(key_of(3)).encode(), "is a public key"),
        (pem(rsa.generate_private_key(65537, 2048)), "is not an Ed25519 key"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "is not an Ed25519 key"),
        (pem(X25519PrivateKey.generate()), "is not an Ed25519 key"),
        (
            pem(ec.generate_private_key(ec.SECP256R1()), PrivateFormat.TraditionalOpenSSL),
            "is not in PKCS#8 form",
        ),
        (pem(key_of(3), PrivateFormat.OpenSSH), "is not in PKCS#8 form"),
        (pem(key_of(3)) + pem(key_of(4), secret=b"word"), "is encrypted"),
    ],
)
def test_a_wrong_key_is_refused_and_never_shown(content: bytes, said: str) -> None:
    with pytest.raises(KeyFormatError) as caught:
        parse_signing_keys(content)
    message = str(caught.value)
    assert said in message
    assert "\n" not in message
    assert caught.value.__cause__ is None
    for line in content.decode().splitlines():
        assert line.startswith("-----") or not line or line not in message


def test_a_signing_key_shows_nothing_of_itself() -> None:
    assert repr(NEW) == "SigningKey()"
    assert str((NEW,)) == "(SigningKey(),)"


@pytest.mark.parametrize(
    "text",
    [
        public_pem(key_of(2)),
        f"\n  {NEW.public.x}  \n",
        json.dumps({"kty": "OKP", "crv": "Ed25519", "x": NEW.public.x}),
        render_key_set([NEW.public]).decode(),
        json.dumps(
            {"keys": [{"kty": "RSA"}, 3, {"kty": "OKP", "crv": "Ed25519", "x": NEW.public.x}]}
        ),
    ],
)
def test_a_public_key_may_be_written_in_several_ways(text: str) -> None:
    assert parse_public_keys(text) == (NEW.public,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no Ed25519 public key"),
        ("{", "no Ed25519 public key"),
        ('{"keys": 3}', "no Ed25519 public key"),
        ('{"keys": []}', "no Ed25519 public key"),
        ('{"kty": "OKP", "crv": "Ed25519", "x": "AA"}', "not the x of an Ed25519 key"),
        (pem(key_of(2)).decode(), "this is a private key"),
        (public_pem(ec.generate_private_key(ec.SECP256R1())), "not an Ed25519 public key"),
        (public_pem(key_of(2)).replace("MCow", "MCox"), "not an Ed25519 public key"),
    ],
)
def test_what_is_no_public_key_is_refused(text: str, said: str) -> None:
    with pytest.raises(KeyFormatError) as caught:
        parse_public_keys(text)
    assert said in str(caught.value)
