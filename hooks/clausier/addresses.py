"""Where everything is published (DESIGN section 5); everything dated or numbered is permanent.

An address here is relative to the root of the site and has no leading slash: `cgu/versions/`.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import quote

from clausier.model import Text, VersionNumber

TERMS = "terms.json"
SCHEMA = "terms.schema.json"
RESERVED = frozenset({"api", "assets", "search", "feed", "sitemap", "404", "index", "stylesheets"})
"""Names that no document may have, because something else stands there."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one language's pages."""

    language: str
    default_language: str

    @property
    def home(self) -> str:
        """The list of documents; empty for the default language."""
        return "" if self.language == self.default_language else f"{self.language}/"

    def document(self, document: str) -> str:
        """The text in force."""
        return f"{self.home}{document}/"

    def history(self, document: str) -> str:
        """Every version."""
        return f"{self.document(document)}versions/"

    def version(self, document: str, number: VersionNumber) -> str:
        """One version's text."""
        return f"{self.history(document)}{number}/"

    def comparison(self, document: str, older: VersionNumber, newer: VersionNumber) -> str:
        """The redline of two versions."""
        return f"{self.document(document)}compare/{older}/{newer}/"

    def page(self, name: str) -> str:
        """An ordinary page, by its path below its language folder without `.md`."""
        if posixpath.basename(name) in ("index", "README"):
            return self.home + (f"{parent}/" if (parent := posixpath.dirname(name)) else "")
        return f"{self.home}{quote(name)}/"


def markdown_address(text: Text, default_language: str) -> str:
    """The text's own bytes, in the folder of its version's page in its language."""
    folder = Addresses(text.language, default_language).version(text.document, text.version)
    return f"{folder}{text.document}-{text.version}.{text.language}.md"


def relative_address(target: str, page: str) -> str:
    """The way from the page at address `page` to `target`, as a relative reference.

    Both are addresses of this module; `target` may carry a fragment.
    """
    path, _, fragment = target.partition("#")
    way = posixpath.relpath(path or ".", page or ".")
    way = "./" if way == "." else way + ("/" if path.endswith("/") or not path else "")
    return f"{way}#{fragment}" if fragment else way
