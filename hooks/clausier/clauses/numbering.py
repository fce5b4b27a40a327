"""The numbers that clauses begin with, and the ids made of numbers and headings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_COMPONENT: Final = r"[1-9]\d{0,2}"
_NUMBER: Final = rf"(?P<number>{_COMPONENT}(?:\.{_COMPONENT})*)(?!\d)"
_SUFFIX: Final = r"(?:\s?(?P<suffix>bis|ter|quater|quinquies)(?!\w))?"
_PLAIN: Final = re.compile(_NUMBER + _SUFFIX)
_FIRST: Final = r"(?P<first>premi(?:er|ère)|I(?:er|re|ère)|1\s?(?:er|re|ère|st))(?!\w)"
_NAMED: Final = {
    language: re.compile(
        rf"(?:(?:{words})(?=\W)|§)\s*(?:{_FIRST}|{_NUMBER}{_SUFFIX})", re.IGNORECASE
    )
    for language, words in {"fr": r"article|art\.?", "en": r"article|art\.?|section|clause"}.items()
}
_SEPARATOR: Final = re.compile(r"(?P<stop>\.?\)|\.)?(?P<before>\s*)(?P<dash>[:–—-]?)(?P<after>\s*)")
_QUANTITY: Final = re.compile(
    r"""[%‰€$£¥°]
      | (?:[kM]€|EUR|USD|GBP|CHF|Euros?|Millions?|Milliards?|Billions?|Mio|Mds?
          |[KMGT][oB]|[KMGT]?Hz|AM|PM|V|W)(?![^\W_])
      | (?i:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre
          |january|february|march|april|may|june|july|august|september|october|november|december
        )\s+\d{4}""",
    re.VERBOSE,
)
"""What follows a quantity or a date, and not the number of a clause."""

_OPENING: Final = frozenset("«“‘\"'([„*")
_SPELT_OUT: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "'": "", "’": ""})
"""What decomposition leaves out of a heading's words, or leaves between them."""
_LONGEST_SLUG: Final = 80
_RESERVED_SLUG: Final = re.compile(r"art-|change-\d|moved-|$")


@dataclass(frozen=True, slots=True)
class Label:
    """What a clause begins with."""

    number: str
    """As the clause is cited: `4`, `4.2`, `4 bis`; never with a stop at its end."""
    length: int
    """Of the number with its word and its stop, in code points from the start of the text."""

    @property
    def components(self) -> int:
        """Depth of the number: 2 for `4.2`."""
        return self.number.count(".") + 1


def parse_label(text: str, language: str, *, is_heading: bool) -> Label | None:
    """Return the number that a heading or a paragraph begins with, or None.

    A heading may begin with `4.`, `4.1`, `4 –`, `Article 4` or `Art. 1er`, or be a number alone; in
    English also with `Section 4` or `Clause 4`. A paragraph may begin with `4.2.`, `4.2)` or
    `4.2` and the beginning of a sentence, or with `4.` or `4)`. Quantities (`3.5 %`), amounts
    (`1.000 €`), dates (`15.04.2024`), years and addresses are no numbers of clauses.

    Args:
        text: plain text without white space before it.
        language: a language tag.
        is_heading: whether the text is a heading.
    """
    words = _NAMED["en" if language.lower().startswith("en") else "fr"]
    named = words.match(text) if is_heading else None
    match = named or _PLAIN.match(text)
    if match is None:
        return None
    fields = match.groupdict()
    number = fields["number"] or "1"
    depth = number.count(".") + 1
    if depth == 4 and any(int(part) > 99 for part in number.split(".")):
        return None  # an address on the network
    separator = _SEPARATOR.match(text, match.end())
    if separator is None or not _is_followed(separator, depth > 1, is_heading, named is not None):
        return None
    if fields["suffix"]:
        number = f"{number} {fields['suffix'].lower()}"
    return Label(number, separator.end())


def _is_followed(sep: re.Match[str], is_deep: bool, is_heading: bool, is_named: bool) -> bool:
    """Return whether what stands after a number can stand after the number of a clause."""
    rest = sep.string[sep.end() :]
    if not rest:
        return is_heading or (is_deep and sep["stop"] is not None)
    if _QUANTITY.match(rest):
        return False
    if sep["stop"]:
        is_apart = bool(sep["before"] or sep["after"])
        return is_apart and (is_deep or is_heading or not rest[0].isdigit())
    begins = rest[0] in _OPENING or (rest[0].isalpha() and not rest[0].islower())
    if sep["dash"]:
        is_apart = bool(sep["before"] or sep["dash"] == ":") and bool(sep["after"])
        return is_apart and (is_deep or is_heading) and (begins or rest[0].isalpha())
    return bool(sep["before"]) and (is_deep or is_named) and begins


def render_id(label: Label) -> str:
    """Return the id of a numbered clause: `art-4.2`."""
    return "art-" + label.number.replace(" ", "-")


def render_slug(heading: str, place: int) -> str:
    """Return the id of a heading without a number: its words in ASCII, joined by hyphens.

    Args:
        heading: plain text.
        place: the clause's place in its text, from 1; for a heading without a letter.
    """
    letters = unicodedata.normalize("NFKD", heading.lower().translate(_SPELT_OUT))
    slug = re.sub(r"[^a-z0-9]+", "-", letters.encode("ascii", "ignore").decode()).strip("-")
    if len(slug) > _LONGEST_SLUG:
        slug = slug[:_LONGEST_SLUG].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    if not slug:
        return f"clause-{place}"
    return f"clause-{slug}" if _RESERVED_SLUG.match(slug) else slug
