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
API = "api/v1/"
COMPARISON_SCHEMA = f"{API}compare.schema.json"
CLAUSE_SCHEMA = f"{API}clause.schema.json"
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

    def comparison_pdf(self, document: str, older: VersionNumber, newer: VersionNumber) -> str:
        """The same as a PDF."""
        folder = self.comparison(document, older, newer)
        return f"{folder}{document}-{older}-{newer}.{self.language}.pdf"

    def clause(self, document: str, clause: str) -> str:
        """The history of a clause of the text in force, by its id."""
        return f"{self.document(document)}clauses/{clause}/"

    def page(self, name: str) -> str:
        """An ordinary page, by its path below its language folder without `.md`."""
        if posixpath.basename(name) in ("index", "README"):
            return self.home + (f"{parent}/" if (parent := posixpath.dirname(name)) else "")
        return f"{self.home}{quote(name)}/"


def markdown_address(text: Text, default_language: str) -> str:
    """The text's own bytes, in the folder of its version's page in its language."""
    return f"{_text_address(text, default_language)}.md"


def pdf_address(text: Text, default_language: str) -> str:
    """The text's durable copy, in the same folder."""
    return f"{_text_address(text, default_language)}.pdf"


def _text_address(text: Text, default_language: str) -> str:
    folder = Addresses(text.language, default_language).version(text.document, text.version)
    return f"{folder}{text.document}-{text.version}.{text.language}"


def comparison_data(document: str, older: VersionNumber, newer: VersionNumber) -> str:
    """What changed between two versions, in every language, as JSON."""
    return f"{API}{document}/compare/{older}/{newer}.json"


def clause_data(document: str, clause: str) -> str:
    """The history of a clause of the text in force, in every language, as JSON."""
    return f"{API}{document}/clauses/{clause}.json"


def relative_address(target: str, page: str) -> str:
    """The way from the page at address `page` to `target`, as a relative reference.

    Both are addresses of this module; `target` may carry a fragment.
    """
    path, _, fragment = target.partition("#")
    way = posixpath.relpath(path or ".", page or ".")
    way = "./" if way == "." else way + ("/" if path.endswith("/") or not path else "")
    return f"{way}#{fragment}" if fragment else way
