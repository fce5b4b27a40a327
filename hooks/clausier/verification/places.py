"""Which files a site may have, and what stands there besides."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from clausier import editor
from clausier.addresses import CLIENTS, KEYS, SEARCH, SITEMAP, Addresses, pdf_address
from clausier.checksums import HOSTING, OUTSIDE
from clausier.edition import Edition
from clausier.pages import Desk
from clausier.redlines import Redlines
from clausier.register import Register
from clausier.settings import Settings

_THEME: Final = (CLIENTS, "assets/", "javascripts/", "stylesheets/")
_PAGE: Final = "index.html"


def list_pages(register: Register, redlines: Redlines, *, has_search: bool) -> frozenset[str]:
    """Return each page that is made from values, and what is made of all pages, by file name."""
    languages = register.settings.languages
    names = {SITEMAP, SEARCH} if has_search else {SITEMAP}
    for language in languages:
        addresses = Addresses(language, languages[0])
        pages = Desk(register, language, redlines).iter_pages()
        names |= {f"{address}{_PAGE}" for address in (addresses.api(), *(p.address for p in pages))}
        names.add(addresses.missing())
    return frozenset(names)


def list_others(edition: Edition, pages: Iterable[str]) -> frozenset[str]:
    """Return the other files that there may be: ordinary pages, PDFs, the keys.

    Args:
        edition: what is published.
        pages: each Markdown file that stands at its commit, by path below the docs folder.
    """
    register, languages = edition.register, edition.register.settings.languages
    ordinary = set(pages) - set(edition.sources.values())
    return frozenset(
        (
            KEYS,
            *_iter_papers(register),
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
    folder, _, name = posixpath.splitext(page)[0].partition("/")
    if folder in languages:
        yield unquote(Addresses(folder, languages[0]).page(name)) + _PAGE
        return
    for language in languages:
        yield unquote(Addresses(language, languages[0]).page(posixpath.splitext(page)[0])) + _PAGE


def is_of_theme(name: str) -> bool:
    """Return whether a file stands where the theme has its scripts, styles and pictures."""
    return name.startswith(_THEME) and not name.endswith(".html")


def iter_foreign(
    names: Collection[str], known: Collection[str], settings: Settings
) -> Iterator[str]:
    """Yield each file that no build of the repository publishes, sorted."""
    vouching = OUTSIDE | HOSTING
    for name in sorted(names):
        if name in known or name in vouching or (settings.editor and editor.is_file(name)):
            continue
        yield name
