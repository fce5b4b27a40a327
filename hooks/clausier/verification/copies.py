"""What a build copies into the site as it stands: pictures, scripts, styles, clients.

Source: MkDocs's `structure.files` (what it takes from `docs_dir` and `theme.custom_dir`), and
mkdocs-static-i18n's `folder` (where files of a language go).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clausier.addresses import Addresses

_MARKDOWN: Final = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_TEMPLATES: Final = re.compile(r".*\.(html|py|pyc)|.*readme.*|mkdocs_theme\.yml|sitemap\.xml")
_UNPUBLISHED: Final = re.compile(r"templates/.*|(.*/)?\..*")
"""What is left out of `docs_dir`, unless `exclude_docs` says otherwise."""
_LOCALE: Final = re.compile(r"[a-z]{2}([-_][A-Za-z]{2,4})*")
"""What mkdocs-static-i18n takes for the folder of a language, whether it is one or not."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Files that are published as they stand, by the name that they have in the site."""

    contents: Mapping[str, bytes]
    required: frozenset[str]
    """Those that every build publishes."""


def list_copies(
    docs: Mapping[str, bytes],
    theme: Mapping[str, bytes],
    languages: tuple[str, ...],
    *,
    leaves_out: bool,
) -> Copies:
    """Return what a build copies.

    Args:
        docs: files below `docs_dir`, by path in it; Markdown is left out.
        theme: files below `theme.custom_dir`, likewise; templates are left out.
        languages: those of the site, its default first.
        leaves_out: whether some of `docs` may not be published, by `exclude_docs`.
    """
    contents = {name: raw for name, raw in theme.items() if _is_copied(name)}
    required = set(contents)
    for uri, raw in docs.items():
        if is_markdown(uri):
            continue
        name = _name(uri, languages)
        contents[name] = raw
        if not leaves_out and _is_published(uri, languages):
            required.add(name)
    return Copies(contents, frozenset(required))


def is_markdown(name: str) -> bool:
    """Return whether MkDocs makes a page of a file."""
    return name.endswith(_MARKDOWN)


def _is_copied(name: str) -> bool:
    hidden = any(part.startswith(".") for part in name.split("/"))
    low = name.lower()
    return not (hidden or low.endswith(_MARKDOWN) or _TEMPLATES.fullmatch(low))


def _is_published(uri: str, languages: tuple[str, ...]) -> bool:
    folder = uri.split("/")[0]
    is_dropped = folder not in languages and "/" in uri and _LOCALE.fullmatch(folder)
    return not (is_dropped or _UNPUBLISHED.fullmatch(uri))


def _name(uri: str, languages: tuple[str, ...]) -> str:
    """Return where a file is published: in its language, or as it stands where it has none."""
    folder, _, name = uri.partition("/")
    return Addresses(folder, languages[0]).home + name if folder in languages else uri
