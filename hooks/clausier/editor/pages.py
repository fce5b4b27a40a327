"""The files of the form: its page, its configuration, its scripts and the bundle."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Final

from clausier.addresses import EDITOR
from clausier.editor.bundle import is_part, read_bundle
from clausier.editor.configuration import build_configuration
from clausier.serving.policy import render_editor_policy
from clausier.settings import Settings
from clausier.words import load_words

_IMPORTS: Final = json.dumps(
    {
        "imports": {
            f"./cms/locales/{name}.json": f"./cms/locales/{name}.js" for name in ("fr", "en-GB")
        }
    }
)
"""Leads what the bundle imports as JSON to modules, which every browser takes."""
_SCRIPTS: Final = ("format.js", "start.js")
_BUNDLE: Final = f"{EDITOR}cms/"
_OWN: Final = frozenset(f"{EDITOR}{name}" for name in (*_SCRIPTS, "config.json", "index.html"))


def is_file(address: str) -> bool:
    """Return whether a file of the form, where it is turned on, can have this address."""
    return address in _OWN or (
        address.startswith(_BUNDLE) and is_part(address.removeprefix(_BUNDLE))
    )


def iter_files(
    settings: Settings,
    sources: Mapping[tuple[str, str], str],
    folder: str,
    site_url: str,
    bundle: Path,
) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the bytes of each file; none where the form is not turned on.

    Args:
        settings: those of the site.
        sources: for each document and language, its file below the docs folder.
        folder: the docs folder, relative to the top of the repository.
        site_url: the absolute address of the root of the site, ending in a slash.
        bundle: the folder that `make cms` fills.

    Raises:
        BundleError: the bundle was not fetched.
    """
    backend = settings.editor
    if backend is None:
        return
    for name, content in read_bundle(bundle):
        yield f"{_BUNDLE}{name}", content
    values = build_configuration(settings, backend, sources, folder, site_url)
    text = json.dumps(values, ensure_ascii=False, indent=2)
    yield f"{EDITOR}config.json", f"{text}\n".encode()
    for name in _SCRIPTS:
        yield f"{EDITOR}{name}", files("clausier").joinpath("editor", name).read_bytes()
    yield f"{EDITOR}index.html", _render_page(settings, backend.origins).encode()


def _render_page(settings: Settings, origins: tuple[str, ...]) -> str:
    policy = render_editor_policy(origins, _IMPORTS)
    needed = " · ".join(
        load_words(language).gettext("The form needs JavaScript.")
        for language in settings.languages
    )
    return f"""<!doctype html>
<html lang="{settings.languages[0]}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="same-origin">
<title>{escape(settings.publisher)}</title>
<script type="importmap">{_IMPORTS}</script>
<script type="module" src="start.js"></script>
</head>
<body><noscript><p>{escape(needed)}</p></noscript></body>
</html>
"""
