"""Which characters can be shown, and where the longest words may be broken.

Every character of a PDF/A file must have a glyph. The typesetter's own fonts (no others are used,
so that every machine gives the same bytes) have Latin, Greek, Cyrillic, Hebrew and most symbols;
what they lack is shown by its number: `[U+1F642]`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from clausier.pdf.typesetting import can_show

KNOWN: Final = re.compile(
    "[\n -~\u00a0-\u00ac\u00ae-\u017f\u2010-\u2016\u2018-\u2026\u202f\u2030\u2032\u2033\u2039\u203a"
    "\u20ac\u2122\u2190-\u2193]*"
)
"""Text in nothing but characters that the fonts are known to have; a test asks them."""

_CLUSTER: Final = re.compile(
    "[^\u0300-\u036f\u200c\u200d\ufe00-\ufe0f][\u0300-\u036f\u200c\u200d\ufe00-\ufe0f]*|."
)
"""A character with the marks and joiners that are set with it."""

_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_LONG: Final = re.compile(r"(?=\S{24})(?![^\W\d_]{1,30}(?!\S))\S+")
"""A word that hyphenation may leave too long for its line: an address, a digest."""
_PIECE: Final = re.compile(r"(?:[^\s/?&=._@#%-]{1,6}[/?&=._@#%-]*|[/?&=._@#%-]+)")
"""What stays together in such a word."""


def show(text: str) -> str:
    """Return `text` with each character that has no glyph written as its number."""
    if KNOWN.fullmatch(text):
        return text
    return _CLUSTER.sub(lambda match: _show_cluster(match[0]), _UNWRITABLE.sub("", text))


def split_long(text: str) -> tuple[str, ...]:
    """Return `text` in pieces, cut wherever a line may be broken within a very long word."""
    if not _LONG.search(text):
        return (text,)
    pieces: list[str] = []
    start = 0
    for match in _LONG.finditer(text):
        first, *rest = _PIECE.findall(match[0])
        pieces.append(text[start : match.start()] + first)
        pieces += rest
        start = match.end()
    if start < len(text):
        pieces[-1] += text[start:]
    return tuple(pieces)


@lru_cache(maxsize=4096)
def _show_cluster(cluster: str) -> str:
    if KNOWN.fullmatch(cluster) or can_show(cluster):
        return cluster
    if len(cluster) > 1:
        return "".join(map(_show_cluster, cluster))
    return f"[U+{ord(cluster):04X}]"
