"""Words and their marks in the Markdown of git hosts.

Nothing of a text may become markup that it was not, nor reach out of a comment: its signs are
escaped, and what hosts make links of (a name after `@`, a number after `#`, a bare address, an
emoji's name) is parted by an element that shows nothing.

Source: CommonMark 0.31.2; GitHub Flavored Markdown, "Autolinks (extension)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final
from urllib.parse import quote

from clausier.report.pieces import Piece, Wrapping, WrappingKind, write_line

_TAGS: Final[Mapping[WrappingKind, str]] = {
    "inserted": "ins",
    "deleted": "del",
    "strong": "strong",
    "emphasis": "em",
    "code": "code",
}
_STARS: Final[Mapping[WrappingKind, str]] = {"strong": "**", "emphasis": "*"}

_SIGN: Final = re.compile(
    r"(?P<host>[@#!~%&$](?=[\w\"{])|:(?=//)|(?<=www)\.|:(?=[\w+-]+:)|(?<=GH)-(?=\d))"
    r"|(?P<markup>[\\`*_\[\]<>|~^])"
    r"|(?P<entity>&)"
)
_START: Final = re.compile(r"\d{1,9}(?P<dot>[.)])(?=\s|$)|[-+=:/]|#+(?=\s|$)")
"""What begins a list, a heading, a rule or a definition; or, with `/`, orders GitLab about (GitLab
documentation, "Quick actions")."""
_PLAIN_TARGET: Final = re.compile(r"[\w/:.#?=%+~@,;-]+", re.ASCII)
_WRITTEN: Final = "/:.#?=%+~@,;&!$'()*[]-_"
"""What stays as it is in an address."""


def write_words(pieces: Sequence[Piece]) -> str:
    """Return the words of a line, which does not begin a line of Markdown."""
    return write_line(pieces, _Form(pieces))


def write_code_line(pieces: Sequence[Piece]) -> str:
    """Return a line of code as HTML, to stand in a `pre`."""
    line = write_line(pieces, _Code())
    return f"&#47;{line[1:]}" if line.startswith("/") else line


class _Form:
    """Words and marks of one line."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._starred = frozenset(_iter_starred(pieces))

    def open(self, wrapping: Wrapping) -> str:
        if wrapping.kind == "link":
            return "["
        if wrapping.kind == "title":
            return ""
        if wrapping in self._starred:
            return _STARS[wrapping.kind]
        return f"<{_TAGS[wrapping.kind]}>"

    def close(self, wrapping: Wrapping) -> str:
        if wrapping.kind == "link":
            return f"]({write_target(wrapping.target)})"
        if wrapping.kind == "title":
            return f" <em>({escape_words(wrapping.target)})</em>"
        if wrapping in self._starred:
            return _STARS[wrapping.kind]
        return f"</{_TAGS[wrapping.kind]}>"

    def write(self, piece: Piece) -> str:
        text = escape_words(piece.text)
        if piece.kind == "pointer":
            return f"<em>({text})</em>"
        if piece.kind == "image":
            return f"![{text}]({write_target(piece.target)})"
        if piece.kind == "note":
            return f"<sup>{text}</sup>"
        return "<br>" if piece.kind == "break" else text


def _iter_starred(pieces: Sequence[Piece]) -> Iterator[Wrapping]:
    """Yield the bold and italics that stars can be written for, which have no others inside.

    Elsewhere, whether stars are markup depends on the signs beside them (CommonMark, "Emphasis
    and strong emphasis").
    """
    places: dict[Wrapping, list[int]] = {}
    nested: set[Wrapping] = set()
    for place, piece in enumerate(pieces):
        found = [wrapping for wrapping in piece.around if wrapping.kind in _STARS]
        for wrapping in found:
            places.setdefault(wrapping, []).append(place)
        nested.update(found if len(found) > 1 else ())
    for wrapping, inside in places.items():
        first, last = pieces[inside[0]], pieces[inside[-1]]
        before = pieces[max(inside[0] - 1, 0) : inside[0]]
        after = pieces[inside[-1] + 1 : inside[-1] + 2]
        if (
            wrapping not in nested
            and all(p.kind == "words" and p.around[-1] is wrapping for p in (first, last))
            and _may_adjoin("".join(piece.text for piece in before)[-1:], first.text[0])
            and _may_adjoin("".join(piece.text for piece in after)[:1], last.text[-1])
        ):
            yield wrapping


def _may_adjoin(outside: str, inside: str) -> bool:
    """Whether stars may stand between two characters; the outer one may be missing."""
    if inside.isalnum():
        return not outside.isalnum() and outside not in ("*", "_")
    return (not outside or outside.isspace()) and not inside.isspace() and inside not in "*_"


def escape_words(text: str) -> str:
    """Return text that is read as it is, wherever in a line it stands but at its beginning."""

    def write(match: re.Match[str]) -> str:
        if match["host"]:
            return f"<span>{escape(match['host'])}</span>"
        return f"\\{match['markup']}" if match["markup"] else "&amp;"

    return _SIGN.sub(write, text)


def escape_line(text: str) -> str:
    """Return text that is read as it is as a line of its own."""
    return guard_start(escape_words(text))


def guard_start(line: str) -> str:
    """Return a line that begins no list, heading or rule."""
    start = _START.match(line)
    if start is None:
        return line
    place = start.start("dot") if start["dot"] else 0
    return f"{line[:place]}\\{line[place:]}"


def write_target(target: str) -> str:
    """Return an address as it stands in the brackets of a link."""
    if _PLAIN_TARGET.fullmatch(target):
        return target
    return f"<{quote(target, safe=_WRITTEN).replace('&', '&amp;')}>"


class _Code:
    """Code in HTML, where nothing is Markdown."""

    def open(self, wrapping: Wrapping) -> str:
        if wrapping.kind == "link":
            return f'<a href="{escape(wrapping.target)}">'
        if wrapping.kind == "title":
            return ""
        return f"<{_TAGS[wrapping.kind]}>"

    def close(self, wrapping: Wrapping) -> str:
        if wrapping.kind == "title":
            return f" <em>({escape(wrapping.target, quote=False)})</em>"
        return "</a>" if wrapping.kind == "link" else f"</{_TAGS[wrapping.kind]}>"

    def write(self, piece: Piece) -> str:
        text = escape(piece.text, quote=False)
        return f"<em>({text})</em>" if piece.kind == "pointer" else text
