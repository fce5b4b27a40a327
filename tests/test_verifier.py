"""The verifier of the page "Verify" needs nothing of this project, and finds what was altered."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from browser import serve
from repositories import EN, ENGLISH, FR, OTHER, page
from sites import ROOT, publish, start_site
from test_signatures import key_of, pem, public_pem

LANGUAGES = ("fr", "en")
TOOLS = ("curl", "jq", "openssl", "sha256sum")
FILES = {FR: page("1.0", date="2024-04-15"), EN: page("1.0", ENGLISH, date="2024-04-15")}
FAR = "9000-01-01"
"""The day the site is built for, so that it has not expired on any."""


@pytest.fixture(scope="module", autouse=True)
def tools() -> None:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        told = f"the verifier needs {', '.join(missing)} (apt-get install curl jq openssl)"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)


@dataclass(frozen=True)
class Online:
    root: str
    site: Path


@pytest.fixture
def online(tmp_path: Path) -> Iterator[Online]:
    """A site with two versions, signed by two keys, served."""
    repository = start_site(tmp_path / "r", FILES)
    repository.commit({FR: page("1.1", OTHER)}, at="2026-02-10T10:00:00+01:00")
    keys = pem(key_of(1)).decode() + pem(key_of(2)).decode()
    site = publish(repository, FAR, signing_key=keys).site
    with serve(site) as root:
        yield Online(root, site)


def verify(
    online: Online, language: str, folder: Path, seed: int, root: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the page's script with a public key, on the site's own address or another one."""
    content = (ROOT / "docs" / language / "verification.md").read_text(encoding="utf-8")
    [script] = re.findall(r"^```sh\n(.*?)^```$", content, re.MULTILINE | re.DOTALL)
    (folder / "verify.sh").write_text(script, encoding="utf-8")
    (folder / "key.pem").write_text(public_pem(key_of(seed)))
    command = ["sh", "verify.sh", root or online.root, "key.pem"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_site_as_it_was_published_holds_by_either_key(
    online: Online, language: str, tmp_path: Path
) -> None:
    for seed in (1, 2):
        done = verify(online, language, tmp_path, seed)
        assert (done.returncode, done.stderr) == (0, "")
        names = [line.split()[1] for line in done.stdout.splitlines()]
        assert names == [
            "cgu/versions/1.0/cgu-1.0.fr.md",
            "cgu/versions/1.1/cgu-1.1.fr.md",
            "en/cgu/versions/1.0/cgu-1.0.en.md",
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slash_at_the_end_of_the_address_may_be_left_out(
    online: Online, language: str, tmp_path: Path
) -> None:
    done = verify(online, language, tmp_path, 1, root=online.root.rstrip("/"))
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_key_an_altered_file_and_an_old_site_are_found_out(
    online: Online, language: str, tmp_path: Path
) -> None:
    def refused(said: dict[str, str], seed: int = 1) -> None:
        done = verify(online, language, tmp_path, seed)
        assert done.returncode != 0
        assert said[language] in done.stderr + done.stdout

    unsigned = {"fr": "n’est pas signé de cette clé", "en": "is not signed by this key"}
    refused(unsigned, seed=3)
    for name, told in (
        ("terms.json", unsigned),
        ("checksums.txt", {"fr": "checksums.txt: ", "en": "checksums.txt: "}),
        (
            "cgu/versions/1.0/cgu-1.0.fr.md",
            {"fr": "n’est pas le texte publié", "en": "is not the text that was published"},
        ),
    ):
        path = online.site / name
        before = path.read_bytes()
        path.write_bytes(before.replace(b"e", b"o", 1))
        refused(told)
        path.write_bytes(before)
    assert verify(online, language, tmp_path, 1).returncode == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_site_that_has_expired_is_found_out(language: str, tmp_path: Path) -> None:
    repository = start_site(tmp_path / "r", FILES)
    site = publish(repository, "2025-01-01", signing_key=pem(key_of(1)).decode()).site
    assert json.loads((site / "terms.json").read_bytes())["expires"] == "2025-01-08"
    with serve(site) as root:
        done = verify(Online(root, site), language, tmp_path, 1)
    assert done.returncode == 1
    assert {"fr": "est périmé", "en": "has expired"}[language] in done.stderr


def test_the_whole_site_can_be_checked_with_sha256sum(online: Online) -> None:
    command = ["sha256sum", "--check", "--quiet", "checksums.txt", "terms.json.sha256"]
    assert subprocess.run(command, cwd=online.site, check=False).returncode == 0
