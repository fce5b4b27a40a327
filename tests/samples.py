"""The sample repository as values, for tests that need real versions and no site."""

from __future__ import annotations

from pathlib import Path

from clausier import demo
from clausier.clauses import Renderer
from clausier.edition import Edition, read_edition
from clausier.settings import Settings
from repositories import LANGUAGES, PARIS

SETTINGS = Settings("Atelier Exemple", LANGUAGES, "fr", PARIS, 7, {})


def read_samples(folder: Path) -> Edition:
    """Make the sample repository in a folder and read it as of its own day."""
    demo.make_repository(folder / "repository")
    renderer = Renderer(["tables", "footnotes", "def_list", "attr_list"])
    return read_edition(folder / "repository" / "docs", SETTINGS, renderer, demo.DAY)
