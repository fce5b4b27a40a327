"""Whether what came out of a conversion has the words that went in, one after another."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import Final

from lxml import html as lxml_html
from lxml.html import HtmlElement

from clausier.errors import Place, Problem, say
from clausier.importing import ImportingError

_BREAKS: Final = frozenset(
    "address article aside blockquote br caption dd div dl dt figcaption figure footer h1 h2 h3 h4 "
    "h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
UNREAD: Final = ("script", "style", "head", "template", "noscript")
_AROUND: Final = 4
"""How many words before the first difference are quoted."""


def read_words(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(word for line in lines for word in line.split())


def read_html_words(html: str) -> tuple[str, ...]:
    """Return the words that a browser shows of HTML; markers of lists are not among them."""
    if not html.strip():
        return ()
    pieces: list[str] = []
    _collect(lxml_html.fragment_fromstring(html, create_parent="div"), pieces)
    return read_words(["".join(pieces)])


def _collect(element: HtmlElement, pieces: list[str]) -> None:
    if isinstance(element.tag, str) and element.tag not in UNREAD:
        edge = " " if element.tag in _BREAKS else ""
        pieces += [edge, element.text or ""]
        for child in element:
            _collect(child, pieces)
        pieces.append(edge)
    pieces.append(element.tail or "")


def check_words(source: tuple[str, ...], result: tuple[str, ...], uri: str) -> None:
    """Let pass what has the same words.

    Raises:
        ImportingError: it names the first word that differs, and those before it.
    """
    for position, (given, got) in enumerate(zip_longest(source, result, fillvalue="")):
        if given != got:
            around = " ".join(source[max(0, position - _AROUND) : position]) or "–"
            raise ImportingError(
                Problem(
                    say(
                        'converted, it no longer reads word for word: after "%(around)s" it has '
                        '"%(got)s" where "%(given)s" should stand',
                        around=around,
                        got=got,
                        given=given,
                    ),
                    say(
                        "Write that passage more simply in the source, or convert the file "
                        "yourself and import the Markdown"
                    ),
                    Place(uri),
                )
            )
