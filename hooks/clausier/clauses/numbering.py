"""The numbers that clauses begin with, and the ids made of numbers and headings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

ARTICLE: Final = "art"
"""The series of articles and clauses, whose numbers are cited without a word: `4.2`."""
NUMERAL: Final = ""
"""That of Roman numerals and letters that count headings in one place: `II.`, `A.`"""

_SERIES: Final = {
    "fr": {
        "annexe": "annex",
        "appendice": "appendix",
        "partie": "part",
        "titre": "title",
        "chapitre": "chap",
    },
    "en": {
        "annexe": "annex",
        "annex": "annex",
        "appendix": "appendix",
        "schedule": "schedule",
        "exhibit": "exhibit",
        "part": "part",
        "title": "title",
        "chapter": "chap",
    },
}
SERIES: Final = _SERIES["fr"] | _SERIES["en"]
"""The series of annexes and divisions, by the word before their numbers, in the singular."""
ANNEXES: Final = frozenset({"annex", "appendix", "schedule", "exhibit"})
DIVISIONS: Final = ("part", "title", "chap")
"""Divisions of a text, each of which may be part of those before it."""

_COMPONENT: Final = r"[1-9]\d{0,2}"
_NUMBER: Final = rf"(?P<number>{_COMPONENT}(?:\.{_COMPONENT})*)(?!\d)"
_SUFFIX: Final = r"(?:\s?(?P<suffix>bis|ter|quater|quinquies)(?!\w))?"
_PLAIN: Final = re.compile(_NUMBER + _SUFFIX)
_FIRST: Final = r"(?P<first>premi(?:er|ère)|I(?:er|re|ère)|1\s?(?:er|re|ère|st))(?!\w)"
_ROMAN: Final = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})(?!\w)"
_IS_ROMAN: Final = re.compile(_ROMAN)
_NUMERAL: Final = re.compile(rf"(?P<numeral>{_ROMAN}|[A-Z](?!\w)){_SUFFIX}")
_NAMED: Final = {
    language: re.compile(
        rf"""(?:(?:(?:{words})(?=\W)|§)\s*(?=\d|[IVX]|premi)
            |(?P<word>{"|".join(_SERIES[language])})\s+(?:n°\s*)?)
        (?:{_FIRST}|(?:{_NUMBER}|(?-i:(?P<numeral>{_ROMAN}|[A-Z](?!\w)))){_SUFFIX})""",
        re.IGNORECASE | re.VERBOSE,
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

_ENUMERATOR: Final = re.compile(
    r"""(?: \( (?:[a-z]|([a-z])\1|[ivx]{2,5}|[A-Z]|\d{1,2}) \)
         | (?:[a-z]|[ivx]{2,5}|\d{1,2}) \)
         | (?:[a-z]|[ivx]{2,5}) \.
         | \d{1,2}°
        )(?=\s)""",
    re.VERBOSE,
)

_OPENING: Final = frozenset("«“‘\"'([„*")
_SPELT_OUT: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "'": "", "’": ""})
"""What decomposition leaves out of a heading's words, or leaves between them."""
_LONGEST_SLUG: Final = 80
_RESERVED_SLUG: Final = re.compile(r"art-|change-\d|moved-|$")


@dataclass(frozen=True, slots=True)
class Label:
    """What a clause begins with."""

    digits: str
    """Its place in its series, as it is written: `4`, `4.2`, `4 bis`, `IV`, `A`; never with a stop
    at its end."""
    length: int
    """Of the number with its word and its stop, in code points from the start of the text."""
    series: str = ARTICLE
    """`ARTICLE`, `NUMERAL`, or one of the series of annexes and divisions."""
    word: str = ""
    """With which it is cited, as `Annexe`."""

    @property
    def number(self) -> str:
        """As the clause is cited: `4`, `4.2`, `4 bis`, `IV`, `Annexe 2`."""
        return f"{self.word} {self.digits}" if self.word else self.digits

    @property
    def rank(self) -> str:
        """What the number has in common with a translation's, whatever its word and its script."""
        digits, *suffix = self.digits.split(" ")
        kin = "annex" if self.series in ANNEXES else self.series
        return " ".join((kin, str(read_roman(digits) or digits), *suffix))

    @property
    def components(self) -> int:
        """Depth of the number: 2 for `4.2`."""
        return self.digits.count(".") + 1


def read_roman(numeral: str) -> int | None:
    """Return what a Roman numeral stands for, from 1 to 39; None for other words.

    Higher ones are not expected: `C`, `D`, `L` and `M` are letters.
    """
    if not _IS_ROMAN.fullmatch(numeral):
        return None
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )


def parse_label(text: str, language: str, *, is_heading: bool) -> Label | None:
    """Return the number that a heading or a paragraph begins with, or None.

    A heading may begin with `4.`, `4.1`, `4 –`, `Article 4`, `Article IV` or `Art. 1er`, or be a
    number alone; in English also with `Section 4` or `Clause 4`. It may begin with the number of
    an annex or a division: `Annexe 2`, `Titre II`, `Schedule A`. A paragraph may begin with
    `4.2.`, `4.2)` or `4.2` and the beginning of a sentence, or with `4.` or `4)`. Quantities
    (`3.5 %`), amounts (`1.000 €`), dates (`15.04.2024`), years and addresses are no numbers of
    clauses.

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
    word = (fields.get("word") or "").capitalize()
    series = SERIES[word.lower()] if word else ARTICLE
    digits = fields["number"] or fields.get("numeral") or read_first(fields["first"], series)
    depth = digits.count(".") + 1
    if depth == 4 and any(int(part) > 99 for part in digits.split(".")):
        return None  # an address on the network
    # A letter may be a word that begins: `ANNEXE A LA CONVENTION`.
    is_certain = named is not None and (digits[0].isdigit() or read_roman(digits) is not None)
    separator = _SEPARATOR.match(text, match.end())
    if separator is None or not _is_followed(separator, depth > 1, is_heading, is_certain):
        return None
    if fields["suffix"]:
        digits = f"{digits} {fields['suffix'].lower()}"
    return Label(digits, separator.end(), series, word)


def parse_numeral(text: str) -> Label | None:
    """Return the Roman numeral or the letter that a heading may begin with: `II.`, `A –`.

    It may as well be a word or a name (`A. Martin`): the headings beside it tell. A Roman numeral
    may stand alone, a letter not.
    """
    match = _NUMERAL.match(text)
    separator = _SEPARATOR.match(text, match.end()) if match else None
    if match is None or separator is None:
        return None
    is_marked = bool(separator["stop"] or separator["dash"]) or read_roman(text) is not None
    if not is_marked or not _is_followed(separator, False, True, False):
        return None
    suffix = f" {match['suffix'].lower()}" if match["suffix"] else ""
    return Label(match["numeral"] + suffix, separator.end(), NUMERAL)


def measure_enumerator(text: str) -> int:
    """Return the length of the letter or number that an item begins with: `(b)`, `ii)`, `2°`.

    It is 0 if there is none, or nothing after it.
    """
    match = _ENUMERATOR.match(text)
    return match.end() if match else 0


def read_first(word: str, series: str) -> str:
    """Return the number that `premier`, `Ier` or `1er` stands for, as those after it are written.

    Articles go on with `Article 2`, divisions with `Titre II`.
    """
    return "1" if series == ARTICLE or word.startswith("1") else "I"


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
    """Return the id of a numbered clause: `art-4.2`, `annex-1`."""
    return f"{label.series or ARTICLE}-{render_digits(label)}"


def render_digits(label: Label) -> str:
    """Return a number as it stands in an id: `4-bis`, `iv`."""
    return label.digits.lower().replace(" ", "-")


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
