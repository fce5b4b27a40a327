"""Whole sites for tests: a real repository, built by the real MkDocs in a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from clausier.demo import DAY, make_demo
from repositories import Content, Repository

ROOT = Path(__file__).parent.parent
SITE_URL = "https://terms.example/"
PAGES: dict[str, Content] = {
    "docs/fr/index.md": "---\ntitle: Documents\ntemplate: home.html\n---\n# Documents\n",
    "docs/en/index.md": "---\ntitle: Documents\ntemplate: home.html\n---\n# Documents\n",
    "docs/fr/guide.md": "# Lire ces documents\n\nVoir les [conditions](cgu.md).\n",
    "docs/en/guide.md": "# Reading these documents\n\nSee the [terms](cgu.md).\n",
}


def write_configuration(folder: Path, **changes: object) -> None:
    """Put the project's own `mkdocs.yml` into a repository, pointing back at the project."""
    values: dict[str, Any] = yaml.safe_load((ROOT / "mkdocs.yml").read_text())
    values["hooks"] = [str(ROOT / "hooks" / "events.py")]
    values["theme"]["custom_dir"] = str(ROOT / "overrides")
    values["site_url"] = SITE_URL
    values["nav"] = ["index.md", "guide.md"]
    values.update(changes)
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(values, sort_keys=False, allow_unicode=True))


@dataclass(frozen=True)
class Built:
    """How a build ended."""

    code: int
    output: str
    site: Path

    def page(self, address: str) -> str:
        """The HTML at an address."""
        return (self.site / address / "index.html").read_text(encoding="utf-8")

    def terms(self) -> dict[str, Any]:
        """`terms.json`."""
        values: dict[str, Any] = json.loads((self.site / "terms.json").read_bytes())
        return values

    def document(self, name: str = "cgu") -> dict[str, Any]:
        """A document's entry in `terms.json`."""
        (entry,) = (d for d in self.terms()["documents"] if d["id"] == name)
        return dict(entry)

    def errors(self) -> list[str]:
        """The lines that say what is wrong."""
        return [line for line in self.output.splitlines() if "docs/" in line or "ERROR" in line]


def build(
    repository: Repository,
    as_of: str = "2026-06-15",
    *,
    strict: bool = True,
    cwd: Path | None = None,
    signing_key: str = "",
    language: str = "en",
) -> Built:
    """Build the site of a repository as `make site` does."""
    folder = cwd or repository.path
    environment = {name: value for name, value in os.environ.items() if "GIT_" not in name}
    environment |= {"CLAUSIER_AS_OF": as_of, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
    environment |= {"CLAUSIER_SIGNING_KEY": signing_key, "CLAUSIER_LANG": language}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *(["--strict"] if strict else [])],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Built(done.returncode, done.stdout + done.stderr, folder / "site")


def preview(repository: Repository, *, signing_key: str = "") -> Built:
    """Build a site as `clausier serve` does; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if "GIT_" not in name}
    environment |= {"CLAUSIER_AS_OF": "2026-06-15", "NO_MKDOCS_2_WARNING": "1"}
    environment |= {"CLAUSIER_SIGNING_KEY": signing_key}
    run = "import sys; from clausier.site import preview; preview(*sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", run, "mkdocs.yml", "preview", "http://127.0.0.1:8000/"],
        cwd=repository.path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(done.returncode, done.stdout + done.stderr, repository.path / "preview")


def publish(repository: Repository, as_of: str = "2026-06-15", *, signing_key: str = "") -> Built:
    """Build a site that must succeed."""
    built = build(repository, as_of, signing_key=signing_key)
    assert built.code == 0, built.output
    return built


def start_site(path: Path, files: Mapping[str, Content], **changes: object) -> Repository:
    """Return a repository with a site's ordinary pages and `files`, committed at once."""
    repository = Repository.create(path)
    write_configuration(path, **changes)
    (path / ".gitignore").write_text("/site/\n/mkdocs.yml\n/.site.*\n/.cache/\n")
    repository.commit({**PAGES, **files})
    return repository


def build_demo(folder: Path) -> Path:
    """Build the sample repository's site as of its own day, and return its folder."""
    configuration = make_demo(folder / "demo")
    environment = {**os.environ, "CLAUSIER_AS_OF": DAY.isoformat(), "NO_MKDOCS_2_WARNING": "1"}
    environment |= {"CLAUSIER_SIGNING_KEY": ""}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(configuration)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return configuration.parent / "site"


def digest(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
