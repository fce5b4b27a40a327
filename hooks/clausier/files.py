"""Every file of the site that is neither a page nor a PDF, but for `terms.json` itself.

What is said of the whole site (the sitemap, rules for servers) is added by `finishing`.
`terms.json` names all others, and so is written last, by whoever writes these.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausier import api, feeds, llms, serving
from clausier.addresses import SCHEMA, earlier_address, markdown_address
from clausier.contract import render_schema
from clausier.redlines import Redlines
from clausier.register import Register


def iter_files(
    register: Register, redlines: Redlines, site_url: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the bytes of each file; no address comes twice.

    Args:
        register: the documents on a day.
        redlines: those of the register.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    yield from _iter_texts(register)
    yield from api.iter_files(register, redlines, site_url)
    yield from feeds.iter_files(register, site_url)
    yield from llms.iter_files(register, site_url)
    yield from serving.iter_files(register, site_url)
    yield SCHEMA, render_schema(site_url)


def _iter_texts(register: Register) -> Iterator[tuple[str, bytes]]:
    """Yield each text as Markdown, byte for byte as git holds it after its front matter.

    A translation's earlier wordings stay, so that what was shown can be proved with its digest.
    """
    default = register.settings.languages[0]
    for record in register.records:
        for standing in record.standings:
            for text in standing.version.texts:
                yield markdown_address(text, default), text.body
                earlier = {earlier_address(text, one, default): one.body for one in text.earlier}
                yield from earlier.items()
