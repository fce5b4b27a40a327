"""The engines that are compared, each as its own documentation has it used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from importlib import import_module
from typing import Any, Final

from lxml.html.diff import htmldiff

from bench.corpus import Pair
from bench.marks import Stretch, read_html, read_markdown
from clausier.redline import Markers, compare, render_redline

# By its name as text: type checkers would take a folder of the tests for it where it is missing.
_REDLINES: Final[Any] = import_module("redlines")
_TOKEN: Final = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Engine:
    """Something that makes redlines."""

    name: str
    redline: Callable[[Pair], str]
    """Returns the redline of two texts that are rendered already: what is timed."""
    read: Callable[[str], tuple[Stretch, ...]]
    """Reads it for counting."""
    repeats: int
    """How many times it is timed; the least counts."""


def _redline_here(pair: Pair) -> str:
    return render_redline(compare(pair.older.text, pair.newer.text), Markers())


def _redline_by_lxml(pair: Pair) -> str:
    """Return the redline of the same HTML."""
    redline: str = htmldiff(pair.older.text.html, pair.newer.text.html)
    return redline


def _redline_by_redlines(pair: Pair) -> str:
    """Return the redline of the Markdown, in Markdown with `ins` and `del`."""
    older, newer = pair.older.markdown, pair.newer.markdown
    redline: str = _REDLINES.Redlines(older, newer, markdown_style="none").output_markdown
    return redline


def _redline_by_difflib(pair: Pair) -> str:
    """Return the redline of the plain text, words and white space being what is compared."""
    older, newer = _TOKEN.findall(pair.older.plain), _TOKEN.findall(pair.newer.plain)
    return "".join(_iter_difflib(older, newer))


def _iter_difflib(older: list[str], newer: list[str]) -> Iterator[str]:
    matcher = SequenceMatcher(None, older, newer, autojunk=False)
    for kind, one, next_one, two, next_two in matcher.get_opcodes():
        deleted, inserted = (
            escape("".join(tokens), quote=False)
            for tokens in (older[one:next_one], newer[two:next_two])
        )
        if kind == "equal":
            yield inserted
            continue
        if deleted:
            yield f"<del>{deleted}</del>"
        if inserted:
            yield f"<ins>{inserted}</ins>"


HERE: Final = Engine("clausier", _redline_here, read_html, 5)
PEERS: Final = (
    Engine("lxml.html.diff", _redline_by_lxml, read_html, 3),
    Engine("redlines", _redline_by_redlines, read_markdown, 3),
    Engine("difflib", _redline_by_difflib, read_html, 1),
)
ENGINES: Final = (HERE, *PEERS)
