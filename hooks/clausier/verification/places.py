"""Where a site may have files of its own making, and what stands there besides."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from clausier.addresses import API, CLIENTS, EDITOR, Addresses, pdf_address
from clausier.checksums import HOSTING, OUTSIDE
from clausier.edition import Edition
from clausier.pages import Desk
from clausier.redlines import Redlines
from clausier.register import Register

_FOLDERS: Final = (API, CLIENTS, ".well-known/")
_NAMES: Final = frozenset({"feed.xml", "feed.json", "calendar.ics", "llms.txt", "llms-full.txt"})
_PARTS: Final = frozenset({"versions", "compare", "clauses"})
"""Folders that every document has below its own."""
_PAGE: Final = "index.html"


def list_pages(register: Register, redlines: Redlines) -> frozenset[str]:
    """Return each page that is made from values, by the name of its file."""
    languages = register.settings.languages
    return frozenset(
        f"{address}{_PAGE}"
        for language in languages
        for address in (
            Addresses(language, languages[0]).api(),
            *(page.address for page in Desk(register, language, redlines).iter_pages()),
        )
    )


def list_others(edition: Edition, pages: Iterable[str]) -> frozenset[str]:
    """Return the other files that there may be where only the register has some: pages, PDFs.

    Args:
        edition: what is published.
        pages: each Markdown file that stands at its commit, by path below the docs folder.
    """
    register, languages = edition.register, edition.register.settings.languages
    ordinary = set(pages) - set(edition.sources.values())
    return frozenset(
        (
            *_iter_papers(register),
            *(Addresses(language, languages[0]).missing() for language in languages),
            *(name for page in ordinary for name in _iter_names(page, languages)),
        )
    )


def _iter_papers(register: Register) -> Iterator[str]:
    languages = register.settings.languages
    for record in register.records:
        for standing in record.standings:
            yield from (pdf_address(text, languages[0]) for text in standing.version.texts)
        for older, newer in record.iter_pairs():
            for language in languages:
                addresses = Addresses(language, languages[0])
                yield addresses.comparison_pdf(record.id, older.number, newer.number)


def _iter_names(page: str, languages: tuple[str, ...]) -> Iterator[str]:
    """Yield where an ordinary page may be; one outside of the folders of languages is in each."""
    folder, _, name = page.removesuffix(".md").partition("/")
    if folder in languages:
        yield unquote(Addresses(folder, languages[0]).page(name)) + _PAGE
        return
    for language in languages:
        yield unquote(Addresses(language, languages[0]).page(page.removesuffix(".md"))) + _PAGE


def iter_foreign(
    names: Collection[str], known: Collection[str], register: Register
) -> Iterator[str]:
    """Yield each file that stands where only known ones may, and is none of them, sorted."""
    vouching = OUTSIDE | HOSTING
    for name in sorted(names):
        if name not in known and name not in vouching and _is_ours(name, register):
            yield name


def _is_ours(name: str, register: Register) -> bool:
    """Return whether a file stands where nothing but what the register gives is published."""
    if name.startswith(_FOLDERS) or name.endswith(".md") or posixpath.basename(name) in _NAMES:
        return True
    if name.startswith(EDITOR):
        return register.settings.editor is None
    *folders, last = name.split("/")
    if folders[:1] and folders[0] in register.settings.languages:
        folders = folders[1:]
    if not folders or (len(folders) == 1 and last == _PAGE):
        return last.endswith(".html")  # some hosts serve cgu.html at /cgu
    documents = {record.id for record in register.records}
    return bool(documents & set(folders[:2]) or _PARTS & set(folders[1:3]))
