"""Slips of typography that rendering does not mend, each as the edits that mend it.

Rendering sets spaces before `: ; ! ?` and inside « », holds numbers together, curls quotes and
makes `…` of three dots (`clausier.typography`): none of that is a slip here. What is left is what
the reader would meet, or what makes one source of two hands.

A slip is found and mended by the same edits, so that what `--fix` has mended is never found again.
Edits touch white space, commas and dots that stand twice, quotes and apostrophes: no letter, no
digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from clausier.checks.source import Source
from clausier.typography.passages import Edit
from clausier.typography.typesetting import NARROW, NO_BREAK, pair_quotes

Slips: TypeAlias = Callable[[Source, str], Iterator[Edit]]
"""Yields the edits of a source in a language (a primary subtag), in order."""

_LEAD: Final = re.compile(
    r"[ \t]*(?:>[ \t]*)*(?:(?:[*+-]|\w{1,3}[.)]|\#{1,6}|:|\[\^[^\]]+\]:)[ \t]+)*"
)
"""What begins a line and is structure: marks of lists, quotations, headings, and their spaces."""
_SPACES: Final = re.compile(r"(?<=\S)[ \u00a0\u202f]{2,}(?=\S)")
_BEFORE: Final = {
    "fr": re.compile(r"(?<=[\w)»”’%€*])[ \u00a0\u202f]+(?=[,.](?:\s|$))"),
    "en": re.compile(r"(?<=[\w)”’%€*])[ \u00a0\u202f]+(?=[,.;:!?](?:\s|$))"),
}
_AFTER: Final = re.compile(r"(?<=[^\W\d_]{2}[,;])(?=[^\W\d_]{2})")
_UNIT: Final = re.compile(r"(?<=\d)(?=[€%‰](?![\w€%‰]))")
_TWICE: Final = re.compile(
    r"(?<=,),+(?!,)|(?<=;);+(?!;)|(?<=[^\W\d_]\.)\.(?=\s|$)|(?<=\betc)(?:\.?…|\.{2,})"
)
_STRAIGHT: Final = re.compile(r"(?<=[^\W\d_])'(?=[^\W_])")
_PRESSED: Final = re.compile(
    r"(?<=[^\W_]|[)'\"’”»])(?=(?P<narrow>(?:[!?]+|;)(?:\s|$))|:(?:\s|$))"
    r"|(?<=«)(?=[^\s«»])(?P<in>)|(?<=[^\s«»])(?=»)(?P<out>)|(?<=\b[nN]°)(?=\d)"
)
"""Where French sets a space and none is typed; rendering sets it."""
_CURLED: Final = {
    "fr": (re.compile(r"(?<=[^\W\d_])’(?=[^\W_])|[“”]"), re.compile("[«»“”]")),
    "en": (re.compile("[’“”]"), re.compile("[’“”]")),
}
"""What shows that a text has curly apostrophes, and curly quotes; « and » are typed by hand."""


def iter_doubled_spaces(source: Source, language: str) -> Iterator[Edit]:
    """Yield spaces that stand twice, but in tables, where they align columns."""
    for start, line, prose in source.iter_lines():
        if "|" in line:
            continue
        lead = len(_LEAD.match(prose)[0])  # type: ignore[index]  # it matches what is empty
        for match in _SPACES.finditer(prose, lead):
            if match.start() > lead:
                held = match[0].strip(" ")[:1] or " "
                yield Edit(start + match.start(), start + match.end(), held)


def iter_spaces_before(source: Source, language: str) -> Iterator[Edit]:
    """Yield spaces before a comma or a full stop; in English, before any mark."""
    for start, _, prose in source.iter_lines():
        lead = len(_LEAD.match(prose)[0])  # type: ignore[index]
        for match in _BEFORE[language].finditer(prose, lead):
            before = prose[lead : match.start()]
            # `2 . Objet` and `Note : …` may become a list or a definition.
            if len(before) > 8 or " " in before.strip():
                yield Edit(start + match.start(), start + match.end(), "")


def iter_spaces_missing(source: Source, language: str) -> Iterator[Edit]:
    """Yield commas and semicolons that stick to the word after them, but in headings.

    There, an address may have been made of them.
    """
    for start, line, prose in source.iter_lines():
        if not line.startswith("#"):
            for match in _AFTER.finditer(prose):
                if not _is_entity(prose, match.start()):
                    yield Edit(start + match.start(), start + match.end(), " ")


def _is_entity(prose: str, end: int) -> bool:
    """Whether the semicolon before a place ends an entity, such as `&nbsp;`."""
    return re.search(r"&#?\w+;$", prose[max(end - 32, 0) : end]) is not None


def iter_pressed(source: Source, language: str) -> Iterator[Edit]:
    """Yield marks that stick to the word before them, and words to « and », in French."""
    if language == "fr":
        for start, line, prose in source.iter_lines():
            lead = len(_LEAD.match(prose)[0])  # type: ignore[index]
            for match in _PRESSED.finditer(prose, lead):
                if "|" in line or _is_entity(prose, match.start() + 1):
                    continue
                is_narrow = any(match[name] is not None for name in ("narrow", "in", "out"))
                place = start + match.start()
                yield Edit(place, place, NARROW if is_narrow else NO_BREAK)


def iter_units(source: Source, language: str) -> Iterator[Edit]:
    """Yield signs of units that stick to their number, in French."""
    if language == "fr":
        for match in _UNIT.finditer(source.prose):
            yield Edit(match.start(), match.end(), NO_BREAK)


def iter_doubled_marks(source: Source, language: str) -> Iterator[Edit]:
    """Yield commas, semicolons and full stops that stand twice, and dots after `etc.`."""
    for match in _TWICE.finditer(source.prose):
        if not _is_entity(source.prose, match.start()):
            is_etc = source.prose.endswith("etc", 0, match.start())
            yield Edit(match.start(), match.end(), "." if is_etc else "")


def iter_straight_quotes(source: Source, language: str) -> Iterator[Edit]:
    """Yield straight quotes and apostrophes of a text that has curly ones, too."""
    edits: list[Edit] = []
    apostrophes, quotes = _CURLED[language]
    if apostrophes.search(source.prose):
        edits += (Edit(*match.span(), "’") for match in _STRAIGHT.finditer(source.prose))
    if quotes.search(source.prose):
        for start, end in source.iter_paragraphs():
            block = source.prose[start:end]
            if "|" in block:
                continue
            for edit in pair_quotes(*_QUOTES[language])(block):
                new = edit.new
                if _is_quoted(block, edit.start):
                    new = "“" if new == _QUOTES[language][0] else "”"
                edits.append(Edit(start + edit.start, start + edit.end, new))
    yield from sorted(edits, key=lambda edit: edit.start)


def _is_quoted(block: str, place: int) -> bool:
    """Whether a place stands within « »."""
    return block.count("«", 0, place) > block.count("»", 0, place)


def iter_unpaired(source: Source) -> Iterator[int]:
    """Yield where straight quotes have no other half, the last of each paragraph.

    Inches are none.
    """
    for start, end in source.iter_paragraphs():
        block = source.prose[start:end]
        quotes = [match.start() for match in re.finditer(r'(?<!\d)"', block)]
        if len(quotes) % 2 and "|" not in block:
            yield start + quotes[-1]


_QUOTES: Final = {"fr": (f"«{NO_BREAK}", f"{NO_BREAK}»"), "en": ("“", "”")}

SLIPS: Final[Mapping[str, Slips]] = {
    "punctuation-doubled": iter_doubled_marks,
    "space-before-punctuation": iter_spaces_before,
    "space-after-punctuation": iter_spaces_missing,
    "space-before-unit": iter_units,
    "space-missing": iter_pressed,
    "quotes-mixed": iter_straight_quotes,
    "space-doubled": iter_doubled_spaces,
}
"""By the code of the finding, in the order in which they are mended."""

LANGUAGES: Final = frozenset(_QUOTES)
"""Whose typography is known, as primary subtags."""
