"""Characters that nobody sees, or that are not what they look like.

Sources: Unicode Standard Annex 9 (bidirectional text) and Unicode Technical Standard 39 (letters
that look alike); "Trojan Source" (CVE-2021-42574) for what the former can do to a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import Final

from clausier.checks.source import Source, iter_reworded
from clausier.errors import Message, Problem, say
from clausier.proposals import Proposal, ProposedPage
from clausier.typography.characters import GLYPHLESS

BIDI: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
HIDDEN: Final = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200c\u200d\u2061-\u2064\u206a-\u206f"
    "\u3164\uffa0\U000e0000-\U000e007f"
)
"""Unseen like those that rendering takes out (`GLYPHLESS`), but not taken out."""
_CONTROL: Final = (
    "\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffd\ufdd0-\ufdef\ufffe\uffff"
)
_PRIVATE: Final = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"

_STRANGE: Final = re.compile(f"[{BIDI}{HIDDEN}{_CONTROL}{_PRIVATE}]|{GLYPHLESS.pattern}|\r(?!\n)")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,30});")
_JOINERS: Final = "\u200c\u200d"
_NAMED: Final = (
    ("\u200b\ufeff\u2060", say("a space without width")),
    ("\u00ad", say("a soft hyphen")),
    ("\u200c\u200d", say("a joiner without width")),
    (BIDI, say("a mark of the direction of reading")),
    ("\ufffd", say("the sign for a letter that could not be read")),
    ("\x0b\x0c\x85\u2028\u2029", say("a line end of another kind")),
    (_PRIVATE, say("a sign of one font alone")),
    ("\x00-\x1f\x7f-\x9f", say("a control character")),
    (HIDDEN, say("an invisible character")),
)
"""What characters are called, by the first row that has them."""
_SCRIPTS: Final = {
    "CYRILLIC": say("a Cyrillic letter"),
    "GREEK": say("a Greek letter"),
    "ARMENIAN": say("an Armenian letter"),
    "CHEROKEE": say("a Cherokee letter"),
    "COPTIC": say("a Coptic letter"),
    "LISU": say("a Lisu letter"),
    "LATIN": say("a Latin letter"),
}
"""What letters are called, by the first word of their names in Unicode."""


def find_strange_characters(proposal: Proposal) -> Iterator[Problem]:
    """Yield the characters that cannot be seen or do not belong in a text, one of a kind a line."""
    for page, source in iter_reworded(proposal):
        said: set[tuple[int, str]] = set()
        for offset, character in iter_strange(source):
            line = source.line_of(offset)
            if (line, character) not in said:
                said.add((line, character))
                yield _problem(page, line, character)
        for line, character in iter_uncomposed(source.text):
            yield Problem(
                say(
                    "a letter is written in several characters, or in one that stands for "
                    "another: %(name)s",
                    name=name_character(character),
                ),
                say("Type the letter again, or run `clausier check --fix`"),
                page.place(line),
                code="text-not-composed",
            )


def name_character(character: str) -> Message:
    """Return what a character is called, with its code point: a Cyrillic letter (U+0430)."""
    return say("%(name)s (U+%(point)s)", name=_name(character), point=f"{ord(character):04X}")


def _name(character: str) -> Message:
    known = next((name for letters, name in _NAMED if re.match(f"[{letters}]", character)), None)
    if known is not None:
        return known
    if unicodedata.combining(character):
        return say("an accent without its letter")
    words = unicodedata.name(character, "").split(" ")
    if "\uff21" <= character <= "\uff5a" or "\U0001d400" <= character <= "\U0001d7ff":
        return say("a letter in another dress")
    return _SCRIPTS.get(words[0]) or say("a character")


def iter_strange(source: Source) -> Iterator[tuple[int, str]]:
    """Yield each strange character and where it stands, those written as entities included."""
    found = {
        match.start(): match[0]
        for match in _STRANGE.finditer(source.text)
        if not _is_joining(source.text, match.start())
    }
    for match in _ENTITY.finditer(source.shown):
        character = unescape(match[0])
        if len(character) == 1 and _STRANGE.fullmatch(character):
            found[match.start()] = character
    yield from sorted(found.items())


def _is_joining(text: str, place: int) -> bool:
    """Whether a joiner does what it is for: between emoji, or in a script that needs it."""
    if text[place] not in _JOINERS or not 0 < place < len(text) - 1:
        return False
    before = text[place - 2 if text[place - 1] == "\ufe0f" else place - 1]
    return all(
        not unicodedata.name(neighbour, "LATIN").startswith(("LATIN", "GREEK", "CYRILLIC", "DIGIT"))
        and unicodedata.category(neighbour)[0] in "LMS"
        for neighbour in (before, text[place + 1])
    )


def iter_uncomposed(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that composing (Unicode NFC) would change, and the first cause in each."""
    if unicodedata.is_normalized("NFC", text):
        return
    for number, line in enumerate(text.split("\n")):
        composed = unicodedata.normalize("NFC", line)
        if composed != line:
            different = (one for one, two in zip(line, f"{composed}\0", strict=False) if one != two)
            first = next(different, line[-1])
            place = line.index(first)
            following = line[place + 1 : place + 2]
            yield number, following if following and unicodedata.combining(following) else first


def _problem(page: ProposedPage, line: int, character: str) -> Problem:
    what, remedy, code = _judge(character)
    return Problem(what, remedy, page.place(line), code=code)


def _judge(character: str) -> tuple[Message, Message, str]:
    """Return what is wrong with a character, what to do, and the code of it."""
    name = name_character(character)
    if re.match(f"[{BIDI}]", character):
        return (
            say("a character that nobody sees turns the direction of reading: %(name)s", name=name),
            say("Take it out: with it, a text can show other words than it holds"),
            "character-bidi",
        )
    if re.match(f"[{HIDDEN}]", character):
        return (
            say("a character that nobody sees stands in the text: %(name)s", name=name),
            say("Take it out: words that hold it are not found by who looks for them"),
            "character-hidden",
        )
    if GLYPHLESS.match(character):
        return (
            say("a character that nobody sees stands in the text: %(name)s", name=name),
            say("Take it out, or run `clausier check --fix`"),
            "character-invisible",
        )
    if re.match(f"[{_PRIVATE}]", character):
        return (
            say("a character has no meaning of its own and shows as a box: %(name)s", name=name),
            say("Put the sign that is meant in its place"),
            "character-private",
        )
    return (
        say("a control character stands in the text: %(name)s", name=name),
        say("Take it out; it comes with what is pasted from other programs"),
        "character-control",
    )
