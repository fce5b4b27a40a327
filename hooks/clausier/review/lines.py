"""Lines of the report: everything that others wrote is read there as it is, and is never markup."""

from __future__ import annotations

from html import escape
from typing import Final

from clausier.report.markup import escape_words, write_target
from clausier.typography.characters import clean_text

_LONGEST: Final = 1200
"""Of what somebody else wrote, in characters."""


def quote_words(text: str, longest: int = _LONGEST) -> str:
    """Return somebody's words in one line, to stand within a line; long ones are cut short."""
    line = " ".join(clean_text(text).split())
    line = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)
    return escape_words(line if len(line) <= longest else f"{line[:longest].rstrip()}…")


def write_label(label: str, said: str) -> str:
    """Return an item of a list: what it is about, then what is said of it, already as Markdown."""
    return f"- **{label}** {said}"


def write_name(uri: str) -> str:
    """Return the name of a file as code, whatever signs are in it."""
    return f"<code>{quote_words(uri, 200)}</code>"


def write_link(words: str, address: str | None) -> str:
    """Return words as a link; without an address, the words. They are Markdown already."""
    return f"[{words}]({write_target(address)})" if address else words


def write_fold(summary: str, content: str, *, is_open: bool) -> str:
    """Return content to fold away; `summary` are plain words."""
    opened = " open" if is_open else ""
    return f"<details{opened}><summary>{escape(summary)}</summary>\n\n{content}\n\n</details>"


def measure(text: str) -> int:
    """Return the length of a text as hosts count it at most, in UTF-16 units."""
    return len(text.encode("utf-16-le", "replace")) // 2
