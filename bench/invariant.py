"""What has to hold for every redline (DESIGN section 7), checked as anyone may check it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from bench.corpus import ROOT, Pair
from clausier.redline import Markers, compare, render_redline

# The reader is the tests', and has no part of the package in it.
sys.path.append(str(ROOT / "tests"))

from redline_reading import read_newer, read_older, read_plain

_MARKERS = Markers("inserted:", "end", "deleted:", "end", "moved to", "was")


def iter_failures(pair: Pair) -> Iterator[str]:
    """Yield which of two texts cannot be read back from their redline."""
    html = render_redline(compare(pair.older.text, pair.newer.text), _MARKERS)
    if read_older(html) != read_plain(pair.older.text.html):
        yield f"{pair.name}: without its insertions, the redline is not the older text"
    if read_newer(html) != read_plain(pair.newer.text.html):
        yield f"{pair.name}: without its deletions, the redline is not the newer text"
