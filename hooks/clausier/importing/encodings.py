"""Characters from bytes, in the encodings that office programs write."""

from __future__ import annotations

import codecs
import re
from typing import Final

from clausier.errors import Message, Place, Problem, say
from clausier.importing import ImportingError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def decode_text(raw: bytes, uri: str) -> tuple[str, tuple[Message, ...]]:
    r"""Return the characters of a file, its lines ended by `\n`, and what is to be known of it.

    UTF-8, with its mark or without, UTF-16 with its mark, and else Windows-1252, in which no text
    of more than a few accents is UTF-8 by chance.

    Raises:
        ImportingError: it is none of these, or holds control characters.
    """
    notes: tuple[Message, ...] = ()
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError:
            raise _unreadable(uri) from None
        notes = (say("read as Windows-1252: look at its accents"),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.search(text):
        raise _unreadable(uri)
    return text.replace("\f", "\n\n"), notes


def _unreadable(uri: str) -> ImportingError:
    return ImportingError(
        Problem(
            say("it is not a text in an encoding that is known"),
            say("Open it and save it again as UTF-8"),
            Place(uri),
        )
    )
