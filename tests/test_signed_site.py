"""A site that is built with a key: what it publishes, and what stops it."""

from __future__ import annotations

import json
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from clausier.checksums import is_listed
from clausier.signatures import parse_public_keys, parse_signatures
from repositories import EN, ENGLISH, FR, Repository, page
from sites import build, digest, preview, publish, start_site
from test_signatures import NEW, OLD, key_of, pem, public_pem

FILES = {FR: page("1.0", date="2024-04-15"), EN: page("1.0", ENGLISH, date="2024-04-15")}
SECRET = pem(key_of(1)).decode()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return start_site(tmp_path_factory.mktemp("signed") / "r", FILES)


def test_without_a_key_nothing_is_signed_but_everything_has_its_checksum(
    repository: Repository,
) -> None:
    built = publish(repository)
    assert not (built.site / "terms.json.jws").exists()
    assert not (built.site / "terms.keys.json").exists()
    terms = built.terms()
    checksums = (built.site / "checksums.txt").read_bytes()
    assert terms["checksums_url"] == "https://terms.example/checksums.txt"
    assert terms["checksums_sha256"] == sha256(checksums).hexdigest()
    listed = {line[66:]: line[:64] for line in checksums.decode().splitlines()}
    assert listed == {name: of for name, of in digest(built.site).items() if is_listed(name)}
    assert {"terms.schema.json", "cgu/index.html", "cgu/versions/1.0/cgu-1.0.fr.pdf"} < set(listed)


def test_a_key_may_be_a_text_or_a_file_and_signs_the_same(
    repository: Repository, tmp_path: Path
) -> None:
    built = publish(repository, signing_key=SECRET)
    terms = (built.site / "terms.json").read_bytes()
    jws = (built.site / "terms.json.jws").read_bytes()
    [signature] = parse_signatures(jws)
    keys = parse_public_keys((built.site / "terms.keys.json").read_text())
    assert keys == (OLD.public,)
    assert signature.find_signer(terms, keys) == OLD.public
    assert "terms.keys.json" in (built.site / "checksums.txt").read_text()

    before = digest(built.site)
    path = tmp_path / "key.pem"
    path.write_text(SECRET)
    built = publish(repository, signing_key=str(path))
    assert digest(built.site) == before


def test_nothing_published_or_said_holds_the_key(repository: Repository) -> None:
    built = publish(repository, signing_key=SECRET)
    [secret] = [line for line in SECRET.splitlines() if not line.startswith("-----")]
    assert secret not in built.output
    for path in built.site.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path


def test_while_keys_rotate_both_sign(tmp_path: Path) -> None:
    repository = start_site(tmp_path / "r", FILES)
    built = publish(repository, signing_key=SECRET + pem(key_of(2)).decode())
    terms = (built.site / "terms.json").read_bytes()
    old, new = parse_signatures((built.site / "terms.json.jws").read_bytes())
    assert old.find_signer(terms, [OLD.public]) == OLD.public
    assert new.find_signer(terms, [NEW.public]) == NEW.public


def test_a_key_that_signs_no_more_or_not_yet_is_published_besides(tmp_path: Path) -> None:
    extra = {
        "clausier": {
            "publisher": "Maison",
            "signing_keys": [public_pem(key_of(2)), key_of_x(3), public_pem(key_of(1))],
        }
    }
    repository = start_site(tmp_path / "r", FILES, extra=extra)
    built = publish(repository, signing_key=SECRET)
    keys = json.loads((built.site / "terms.keys.json").read_bytes())["keys"]
    assert [key["x"] for key in keys] == [OLD.public.x, NEW.public.x, key_of_x(3)]
    assert len(parse_signatures((built.site / "terms.json.jws").read_bytes())) == 1


def key_of_x(seed: int) -> str:
    [key] = parse_public_keys(public_pem(key_of(seed)))
    return key.x


def test_openssl_makes_a_key_that_signs(repository: Repository, tmp_path: Path) -> None:
    command = ["openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem"]
    try:
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    except FileNotFoundError:
        pytest.skip("openssl is not on this machine")
    built = publish(repository, signing_key=str(tmp_path / "key.pem"))
    assert (built.site / "terms.json.jws").exists()


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (pem(rsa.generate_private_key(65537, 2048)).decode(), "is not an Ed25519 key"),
        (pem(key_of(1), secret=b"word").decode(), "is encrypted"),
        (SECRET.replace("MC4C", "MC4D"), "is damaged"),
        ("c2VjcmV0IHNlY3JldA", "nor the path of a file that can be read"),
        ("missing/key.pem", "nor the path of a file that can be read"),
        ("x" * 5000, "nor the path of a file that can be read"),
    ],
)
def test_a_wrong_key_stops_the_build_and_is_not_shown(
    tmp_path: Path, repository: Repository, key: str, said: str
) -> None:
    before = digest(publish(repository).site)
    built = build(repository, signing_key=key)
    assert built.code == 1
    [line] = [line for line in built.output.splitlines() if "ERROR" in line]
    assert "CLAUSIER_SIGNING_KEY" in line
    assert said in line
    for part in key.splitlines():
        assert part.startswith("-----") or part not in built.output
    assert digest(built.site) == before


def test_a_preview_is_never_signed(tmp_path: Path) -> None:
    repository = start_site(tmp_path / "r", FILES)
    built = preview(repository, signing_key=SECRET)
    assert (built.site / "terms.json").exists()
    assert not (built.site / "terms.json.jws").exists()
