"""The elements of HTML, by what they may do in a text that is written in Markdown.

Source: HTML Living Standard, "Elements", and "Obsolete features" for those that were.
"""

from __future__ import annotations

from typing import Final

from clausier.typography.tags import ATOMS, BLOCKS, TABLE_PARTS, UNREAD, VERBATIM, VOIDS


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


ACTIVE: Final = _tags(
    "animate applet audio base button canvas datalist dialog embed fieldset form frame frameset "
    "iframe input link math meta noembed noframes noscript object optgroup option output param "
    "portal script select set slot source style svg template textarea title track use video"
)
"""Elements that run, load or ask something: they have no place in a text that binds."""

WELCOME: Final = (
    TABLE_PARTS | {"table"} | _tags("a abbr b br cite dfn em i q span strong sub sup u wbr")
)
"""Elements that pass.

- `br`: the only way to break a line in a cell;
- `sup`, `sub`, `abbr`, `span` (for its `lang`), `u`, `q`, `cite`, `dfn`, `wbr`: there is no
  Markdown for them, `1<sup>er</sup>` and a passage in another language need them;
- `b`, `strong`, `i`, `em`, `a`: what Markdown itself makes; an `a` is judged by where it leads;
- tables: those of Markdown have no cells that span several rows or columns.
"""

KNOWN: Final = (
    ACTIVE
    | WELCOME
    | ATOMS
    | BLOCKS
    | UNREAD
    | VERBATIM
    | VOIDS
    | _tags(
        "acronym basefont bdi bdo big blink center data del font ins label map marquee mark meter "
        "nobr picture progress rb rp rt rtc ruby s small strike tbody time tt var g path rect "
        "circle line text defs image"
    )
)
"""Every element of HTML: what else stands between `<` and `>` is no element."""
