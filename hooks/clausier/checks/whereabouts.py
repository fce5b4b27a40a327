"""What the site would publish where, with the proposal merged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from clausier.addresses import RESERVED, Addresses
from clausier.checks.anchors import has_source_anchor, list_anchors
from clausier.links import SCHEME
from clausier.model import Document, Text
from clausier.proposals import Proposal, ProposedPage

_FILES: Final = re.compile(
    r"(?:.*/)?(?:feed\.(?:xml|json)|calendar\.ics|llms(?:-full)?\.txt|sitemap\.xml(?:\.gz)?"
    r"|terms\.[\w.]+|404\.html|\.well-known/.*|index\.html)"
)
"""What stands beside the pages of the site."""
_SEGMENT: Final = re.compile(r"(?:.*/)?[a-z0-9-]+-\d+\.\d+(?:-\d+\.\d+)?\.[a-z]{2}\.(?:md|pdf)")
"""A text or a redline as a file."""


class Whereabouts:
    """Tells whether an address within the site is, or was, that of something."""

    def __init__(self, proposal: Proposal) -> None:
        self._proposal = proposal
        default = proposal.settings.languages[0]
        self._homes = {code: Addresses(code, default) for code in proposal.settings.languages}
        self._pages = {_find(proposal, page): page for page in proposal.pages}
        self._files = {at for uri, at in proposal.table.items() if not uri.endswith(".md")}
        self._texts: dict[str, Text | None] = {}
        self._folders = {home.home for home in self._homes.values()}
        for document in proposal.outcome.documents:
            for home in self._homes.values():
                self._folders |= {*self._iter_folders(document, home)}

    def _iter_folders(self, document: Document, home: Addresses) -> Iterator[str]:
        """Yield the addresses of a document's pages, its clauses' aside."""
        yield home.document(document.id)
        yield home.history(document.id)
        numbers = [version.number for version in document.versions]
        for place, number in enumerate(numbers):
            address = home.version(document.id, number)
            self._texts[address] = document.versions[place].text(home.language)
            yield address
            for newer in numbers[place + 1 :]:
                yield home.comparison(document.id, number, newer)

    def locate(self, address: str, page: ProposedPage) -> tuple[str, str] | None:
        """Return path and anchor of an address within the site; None for any other.

        Args:
            address: `site:…`, or as it is written in a text.
            page: where it is written.
        """
        site = self._proposal.site_url
        root = urlsplit(site).path or "/"
        rest = re.split(r"\?", address, maxsplit=1)[0] if "#" not in address else address
        if address.startswith("#"):
            path, anchor = _find(self._proposal, page), address[1:]
            return (path, unquote(anchor)) if anchor else None
        if address.startswith(SCHEME):
            path = rest.removeprefix(SCHEME)
        elif site and address.lower().startswith(site.rstrip("/").lower()):
            path = rest[len(site.rstrip("/")) :]
            if path[:1] not in {"/", "#", "?", ""}:
                return None  # a longer name
            path = path.removeprefix("/")
        elif address.startswith("/") and not address.startswith("//"):
            path = rest.removeprefix(root) if rest.startswith(root) else rest
        else:
            return None
        path, _, anchor = path.partition("#")
        path = path.partition("?")[0].removesuffix("index.html")
        return path, unquote(anchor)

    def has(self, path: str, *, is_image: bool = False) -> bool:
        """Return whether something stands at an address."""
        slashed = path if not path or path.endswith("/") else f"{path}/"
        if path in self._files or quote(unquote(path)) in self._files:
            return True
        if (self._proposal.docs_dir / unquote(path)).is_file() and not path.endswith(".md"):
            return True
        if is_image:
            return False
        if slashed in self._pages or slashed in self._folders or _FILES.fullmatch(path):
            return True
        if _SEGMENT.fullmatch(path):
            return path.rpartition("/")[0] + "/" in self._folders
        first = self._strip(path).partition("/")[0]
        return first in RESERVED or self._is_clause(slashed)

    def _strip(self, path: str) -> str:
        """Return a path without the folder of its language."""
        homes = (home.home for home in self._homes.values() if home.home)
        return next((path.removeprefix(home) for home in homes if path.startswith(home)), path)

    def _is_clause(self, path: str) -> bool:
        """Return whether the history of a clause that the tree has stands at an address."""
        folder, found, clause = path.rstrip("/").rpartition("/clauses/")
        page = self._pages.get(f"{folder}/") if found else None
        return page is not None and clause in list_anchors(page)

    def has_lost(self, path: str) -> bool:
        """Return whether the proposal takes away what stood at an address."""
        slashed = path if path.endswith("/") else f"{path}/"
        table = self._proposal.table
        return any(table.get(uri) == slashed for uri in self._proposal.deleted)

    def has_anchor(self, path: str, anchor: str) -> bool:
        """Return whether a page has an anchor, as far as that can be told."""
        slashed = path if not path or path.endswith("/") else f"{path}/"
        if page := self._pages.get(slashed):
            return page.page is None or not page.html or anchor in {*list_anchors(page), "top"}
        text = self._texts.get(slashed)
        return text is None or has_source_anchor(text.markdown, text.language, anchor)

    def has_lost_anchor(self, path: str, anchor: str) -> bool:
        """Return whether the proposal takes an anchor away."""
        page = self._pages.get(path if not path or path.endswith("/") else f"{path}/")
        if page is None or not page.is_reworded or page.before is None:
            return False
        return has_source_anchor(page.before.body.decode("utf-8"), page.language, anchor)

    def source(self, path: str) -> str:
        """Return what a page is called: its file, or its address."""
        page = self._pages.get(path if not path or path.endswith("/") else f"{path}/")
        return page.uri if page else f"/{path}"


def _find(proposal: Proposal, page: ProposedPage) -> str:
    """Return the address of a page."""
    return proposal.table.get(page.uri, f"{page.uri}/")
