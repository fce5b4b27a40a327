"""The list of published files: what it names, and that `sha256sum` reads it."""

from __future__ import annotations

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from clausier.checksums import ChecksumsError, is_listed, parse_checksums, render_checksums

NAMES = ("index.html", "en/index.html", "assets/é (1).png", "a\\b", "a\nb", "a\rb", " a ")
DIGEST = "0" * 64


def test_a_list_is_read_as_it_was_written_in_the_order_of_names() -> None:
    digests = {name: sha256(name.encode()).hexdigest() for name in NAMES}
    content = render_checksums(digests)
    assert parse_checksums(content) == digests
    assert list(parse_checksums(content)) == sorted(NAMES)
    assert render_checksums(parse_checksums(content)) == content


def test_sha256sum_reads_it(tmp_path: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not on this machine")
    digests = {}
    for name in NAMES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8", newline="")
        digests[name] = sha256(path.read_bytes()).hexdigest()
    (tmp_path / "checksums.txt").write_bytes(render_checksums(digests))
    check = ["sha256sum", "--check", "--strict", "--quiet", "checksums.txt"]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "index.html").write_text("other")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("index.html", True),
        (".well-known/security.txt", True),
        ("assets/_print.css", True),
        ("terms.keys.json", True),
        ("terms.json", False),
        ("terms.json.jws", False),
        ("terms.json.sha256", False),
        ("checksums.txt", False),
        ("_headers", False),
        ("_redirects", False),
        ("_worker.js", True),
        ("_x/index.html", True),
        (".nojekyll", False),
        ("assets/.htaccess", False),
        (".git/config", False),
    ],
)
def test_what_is_made_last_or_is_for_the_host_is_not_listed(name: str, listed: bool) -> None:
    assert is_listed(name) is listed


@pytest.mark.parametrize(
    "content",
    [
        b"\n",
        b"index.html\n",
        f"{DIGEST} index.html\n".encode(),
        f"{DIGEST[1:]}  index.html\n".encode(),
        f"{DIGEST}  index.html\n{DIGEST}  index.html\n".encode(),
        f"{DIGEST}  ../index.html\n".encode(),
        f"{DIGEST}  /etc/passwd\n".encode(),
        f"{DIGEST}  a//b\n".encode(),
        f"{DIGEST}  index.html\n\n".encode(),
    ],
)
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(ChecksumsError, match=r"line [12] is no checksum"):
        parse_checksums(content)
