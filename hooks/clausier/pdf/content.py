"""A text's HTML, or a redline's, as what a PDF shows of it."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html as lxml_html
from lxml.html import HtmlElement

from clausier.pdf.nodes import Block
from clausier.pdf.reading import BlockReader
from clausier.pdf.targets import Targets, list_names, list_wanted
from clausier.pdf.wording import WordReader, is_pointer


@dataclass(frozen=True, slots=True)
class Source:
    """Where HTML comes from."""

    language: str
    site_url: str
    """Where the site begins; ends in a slash."""
    address: str
    """Absolute, of the page that shows the same."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a text or a redline holds."""

    blocks: tuple[Block, ...]
    names: frozenset[str]
    """Ids that a link in the file can lead to."""
    hang: float
    """Room that the numbers of clauses take up beside the text, in ems."""


def read_content(
    html: str, source: Source, *, level: int = 1, wanted: frozenset[str] = frozenset()
) -> Content:
    """Return what `html` holds, as blocks.

    Args:
        html: `RenderedText.html`, or what `render_redline` returns.
        source: its language, and what its links are resolved against.
        level: of a heading of level 1 in the file as a whole.
        wanted: ids that something outside of `html` leads to.
    """
    root = _parse(html)
    names = list_names(root)
    wanted = list_wanted(root, names) | (wanted & names)
    words = WordReader(Targets(source.site_url, source.address, names), wanted)
    reader = BlockReader(words, source.language, level)
    blocks = reader.read(root)
    return Content(blocks, names & (wanted | reader.named), reader.hang)


def _parse(html: str) -> HtmlElement:
    """Return the tree of `html`, without furniture other than what says where a clause went."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    page = f"<html><body><div>{html}</div>".encode()
    root: HtmlElement = lxml_html.document_fromstring(page, parser=parser)[0]
    for element in list(root.iter()):
        if element.get("data-furniture") is not None and not is_pointer(element):
            element.drop_tree()
    return root
