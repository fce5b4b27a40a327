"""One reading of the repository: what of the working tree is not committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausier.clauses import Renderer
from clausier.edition import UncommittedPage, read_edition
from clausier.model import VersionNumber
from proposing import TODAY
from repositories import EN, ENGLISH, FR, OTHER, Content, Repository, page
from samples import SETTINGS

NEW = "docs/fr/autre.md"
GUIDE = "docs/fr/guide.md"


def list_uncommitted(path: Path, written: dict[str, Content]) -> list[UncommittedPage]:
    repository = Repository.create(path)
    repository.commit(
        {
            FR: page(date="2024-04-15"),
            EN: page(text=ENGLISH, date="2024-04-15"),
            GUIDE: "# Lire\n",
            "docs/notes.md": "# Notes\n",
        }
    )
    repository.write(written)
    edition = read_edition(path / "docs", SETTINGS, Renderer([]), TODAY)
    return list(edition.uncommitted)


@pytest.mark.parametrize(
    ("uri", "content", "document", "version"),
    [
        (FR, page("1.1", OTHER), "cgu", "1.1"),
        (NEW, page("2.0", document="autre"), "autre", "2.0"),
        (FR, page("2.0", document="autre"), "autre", "2.0"),
        (FR, None, "cgu", None),
        (FR, b"", "cgu", None),
        (FR, "# Conditions\n", "cgu", None),
        (FR, "---\ndocument: cgu\nversion: demain\n---\nx", "cgu", None),
        (NEW, "---\ndocument: [\n---\nx", "", None),
        (GUIDE, page("1.0", document="guide"), "guide", "1.0"),
    ],
)
def test_a_document_that_is_written_is_told_with_its_version(
    tmp_path: Path, uri: str, content: Content, document: str, version: str | None
) -> None:
    number = VersionNumber.parse(version) if version else None
    assert list_uncommitted(tmp_path, {uri: content}) == [UncommittedPage(uri, document, number)]


@pytest.mark.parametrize(
    ("uri", "content"),
    [
        (GUIDE, "# Lire autrement\n"),
        (GUIDE, None),
        ("docs/fr/nouveau.md", "# Nouveau\n"),
        ("docs/notes.md", None),
        (FR, page(date="2024-04-15").replace("\n", "\r\n")),
    ],
)
def test_ordinary_pages_and_line_ends_are_not_told(
    tmp_path: Path, uri: str, content: Content
) -> None:
    assert list_uncommitted(tmp_path, {uri: content}) == []


def test_files_are_told_by_path(tmp_path: Path) -> None:
    written: dict[str, Content] = {FR: page("1.1", OTHER), EN: None, NEW: page(document="autre")}
    assert [page.uri for page in list_uncommitted(tmp_path, written)] == [EN, NEW, FR]
