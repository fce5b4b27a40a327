"""The characters that a text may hold, and those that reach it only by accident.

Terms are pasted from word processors, web pages and mail: byte order marks, zero-width spaces,
soft hyphens, control characters and line separators come along unseen. Left in, they would show
as changes that nobody can see. They are taken out of the rendering; the stored text keeps them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SEPARATORS: Final = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
"""Separators of lines and records that HTML does not know as white space."""

GLYPHLESS: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphen, zero-width space, word joiner, byte order mark: nothing to read."""

_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")

_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def strip_controls(text: str) -> str:
    """Return `text` without the characters that an XML or HTML tree refuses to hold.

    Separators of lines and records become spaces, so that no two words run together; lone
    surrogates become U+FFFD; other control characters and non-characters go.

    Source: the `Char` production of XML 1.0, which lxml enforces.
    """
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _SEPARATORS.sub(" ", text)))


def clean_text(text: str) -> str:
    """Return `text` as it is read: composed (NFC), and without what cannot be seen.

    Lines end in a line feed.
    """
    text = GLYPHLESS.sub("", strip_controls(text)).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)
