"""Where everything is published (DESIGN section 5); everything dated or numbered is permanent.

An address here is relative to the root of the site and has no leading slash: `cgu/versions/`.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import quote

from clausier.model import Revision, Text, VersionNumber

TERMS = "terms.json"
SCHEMA = "terms.schema.json"
SIGNATURES = "terms.json.jws"
"""The signatures of `terms.json`, where it is signed: a detached JWS (RFC 7515, JSON form)."""
KEYS = "terms.keys.json"
"""The public keys that those can be checked with: a JWK Set (RFC 7517)."""
DIGEST = "terms.json.sha256"
"""The SHA-256 of `terms.json`, as `sha256sum` writes it."""
CHECKSUMS = "checksums.txt"
"""Those of all other files, likewise; `terms.json` vouches for it."""
API = "api/v1/"
API_INDEX = f"{API}index.json"
OPENAPI = f"{API}openapi.json"
API_CATALOG = ".well-known/api-catalog"
"""RFC 9727."""
SECURITY = ".well-known/security.txt"
"""RFC 9116."""
HEADERS = "_headers"
REDIRECTS = "_redirects"
"""What some hosts are told about serving the site."""
SITEMAP = "sitemap.xml"
SEARCH = "search/search_index.json"
"""What the pages are searched with, which MkDocs makes."""
EDITOR = "admin/"
"""The form for those who do not write Markdown, where it is turned on."""
CLIENTS = "clients/"
"""The module and the web component for browsers."""
INDEX_SCHEMA = f"{API}index.schema.json"
VERSIONS_SCHEMA = f"{API}versions.schema.json"
VERSION_SCHEMA = f"{API}version.schema.json"
LATEST_SCHEMA = f"{API}latest.schema.json"
COMPARISON_SCHEMA = f"{API}compare.schema.json"
CLAUSE_SCHEMA = f"{API}clause.schema.json"
RESERVED = frozenset(
    {
        *(
            "admin",
            "api",
            "assets",
            "calendar",
            "checksums",
            "clients",
            "feed",
            "javascripts",
            "llms",
            "llms-full",
        ),
        *("search", "sitemap", "stylesheets", "terms", "404", "index"),
    }
)
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

    def feed(self, document: str | None, form: str) -> str:
        """What happens to a document, or to any: `xml` for Atom, `json` for JSON Feed."""
        return f"{self.document(document) if document else self.home}feed.{form}"

    def calendar(self) -> str:
        """The effective dates of all documents (RFC 5545)."""
        return f"{self.home}calendar.ics"

    def outline_for_models(self) -> str:
        """The list of texts that language models read first."""
        return f"{self.home}llms.txt"

    def texts_for_models(self) -> str:
        """The texts in force in one file, each with its version, date and address."""
        return f"{self.home}llms-full.txt"

    def api(self) -> str:
        """What is served as data, described for people."""
        return f"{self.home}{API}"

    def missing(self) -> str:
        """The page that is shown for an address at which there is nothing."""
        return f"{self.home}404.html"

    def page(self, name: str) -> str:
        """An ordinary page, by its path below its language folder without `.md`."""
        if posixpath.basename(name) in ("index", "README"):
            return self.home + (f"{parent}/" if (parent := posixpath.dirname(name)) else "")
        return f"{self.home}{quote(name)}/"


def markdown_address(text: Text, default_language: str) -> str:
    """The text's own bytes, in the folder of its version's page in its language."""
    return f"{_text_address(text, default_language)}.md"


def earlier_address(text: Text, revision: Revision, default_language: str) -> str:
    """The bytes of a translation as they were before it was corrected, beside those that count."""
    return f"{_text_address(text, default_language)}.{revision.sha256[:12]}.md"


def pdf_address(text: Text, default_language: str) -> str:
    """The text's durable copy, in the same folder."""
    return f"{_text_address(text, default_language)}.pdf"


def _text_address(text: Text, default_language: str) -> str:
    folder = Addresses(text.language, default_language).version(text.document, text.version)
    return f"{folder}{text.document}-{text.version}.{text.language}"


def comparison_data(document: str, older: VersionNumber, newer: VersionNumber) -> str:
    """What changed between two versions, in every language, as JSON."""
    return f"{API}{document}/compare/{older}/{newer}.json"


def versions_data(document: str) -> str:
    """Every version of a document, with its status and period, as JSON."""
    return f"{API}{document}/versions.json"


def version_data(document: str, number: VersionNumber) -> str:
    """The texts of a version, clause by clause, as JSON."""
    return f"{API}{document}/versions/{number}.json"


def latest_data(document: str, language: str) -> str:
    """The text in force in one language, clause by clause, as JSON."""
    return f"{API}{document}/latest/{language}.json"


def timemap(document: str, language: str) -> str:
    """The texts that were in force at an address, and when (RFC 7089)."""
    return f"{API}{document}/timemap/{language}.link"


def clause_data(document: str, clause: str) -> str:
    """The history of a clause of the text in force, in every language, as JSON."""
    return f"{API}{document}/clauses/{clause}.json"


def relative_address(target: str, page: str) -> str:
    """The way from the page at address `page` to `target`, as a relative reference.

    Both are addresses of this module; `target` may carry a query and a fragment.
    """
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    way = posixpath.relpath(path or ".", page or ".")
    way = "./" if way == "." else way + ("/" if path.endswith("/") or not path else "")
    return way + target[len(path) :]
