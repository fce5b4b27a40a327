"""The elements of HTML, sorted by what they mean to a text.

Source: HTML Living Standard, "Elements" and the lists that the tree construction stage relies on
("a start tag whose tag name is one of … close a p element").
"""

from typing import Final


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


HEADINGS: Final = _tags("h1 h2 h3 h4 h5 h6")

LISTS: Final = frozenset({"ul", "ol", "menu"})

TABLE_SECTIONS: Final = frozenset({"thead", "tbody", "tfoot"})

CELLS: Final = frozenset({"td", "th"})

TABLE_PARTS: Final = TABLE_SECTIONS | CELLS | {"tr", "caption", "colgroup", "col"}

BLOCKS: Final = (
    HEADINGS
    | LISTS
    | TABLE_PARTS
    | _tags(
        "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form header hgroup hr html legend li listing main nav p "
        "plaintext pre search section summary table xmp"
    )
)
"""Elements that begin and end a line of text; everything else stands within one."""

WRAPPERS: Final = frozenset({"div", "section", "article", "main", "header", "footer", "hgroup"})
"""Blocks that only group others: what stands in them stands in the text itself."""

VOIDS: Final = _tags("area base br col embed hr img input link meta param source track wbr")
"""Elements without an end tag."""

ATOMS: Final = _tags(
    "audio br canvas embed iframe img input math meter object picture progress svg video"
)
"""Elements that are compared whole, as if they were one word."""

UNREAD: Final = _tags("base frame head link meta noembed noframes script style template title")
"""Elements whose content no browser shows as text."""

VERBATIM: Final = _tags("code kbd pre samp script style textarea")
"""Elements whose characters are quoted as they are."""

FOREIGN_BREAKERS: Final = BLOCKS | _tags(
    "b big br code em embed font foreignobject i img meta ruby s small span strike strong sub sup "
    "tt u var"
)
"""Elements that end foreign content (svg, math), wherever they stand in it."""
