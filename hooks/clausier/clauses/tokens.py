"""Words as a lawyer marks them: the units in which two texts are compared.

A token is a word, number, date, address, sign or image, with the white space after it. `1 000 €`
is one, and so are `l’Intégrateur`, `15 avril 2026`, a telephone number and an e-mail address;
punctuation stands by itself. What is around a word (emphasis, a link and its target) is part of it,
so that a change of formatting alone is a change. A word that is half emphasised is still one token,
of two `Piece`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from itertools import count, groupby, takewhile
from operator import attrgetter
from typing import Final

from clausier.clauses.identifiers import IDENTIFIER
from clausier.typography.tags import VERBATIM
from clausier.typography.typesetting import DATE, UNITS


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """One element as it is written, around words or around blocks. Two are never equal."""

    tag: str
    start: str
    """Start tag."""
    bare: str
    """Start tag without id, for what no longer is part of the text."""
    key: str
    """What of the start tag means something: two elements with one key may be taken for one."""
    id: str | None = None

    @property
    def end(self) -> str:
        """End tag."""
        return f"</{self.tag}>"


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Characters, or one element that is shown whole, with what stands around them."""

    html: str
    bare: str
    """`html` without ids; empty if nothing is left to show then."""
    marks: tuple[Element, ...]
    """Inline elements, outermost first."""

    @property
    def is_anchor(self) -> bool:
        """Whether it is but a place to point to."""
        return not self.bare


def join_pieces(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces with those that follow each other inside the same elements made one."""
    joined: list[Piece] = []
    for marks, group in groupby(pieces, key=attrgetter("marks")):
        first, *others = group
        if others:
            html = "".join(piece.html for piece in (first, *others))
            first = Piece(html, "".join(piece.bare for piece in (first, *others)), marks)
        joined.append(first)
    return tuple(joined)


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A word, and the white space after it."""

    text: str
    """As it is read; empty where nothing is to be read, as for an anchor."""
    pieces: tuple[Piece, ...]
    gap: tuple[Piece, ...]
    """White space up to the next token; empty where that follows at once, or a block ends."""
    key: str
    """Equal for tokens that say the same in the same form; empty if there is nothing to show."""
    alike: str
    """Equal for tokens that differ at most in form or typography: emphasis, a link's target, an
    image's file; case, apostrophes, quotes, no-break spaces, dashes, ligatures."""
    code: int
    """A number for `alike`: see `encode_word`."""
    counted: int
    """How many words it is, in the count of words: 0 for a sign, 3 for `15 avril 2026`."""
    whole: tuple[Piece, ...] = field(init=False, repr=False)
    """Its pieces with the white space: one alone where all stands inside the same elements."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", join_pieces((*self.pieces, *self.gap)))

    @property
    def is_glued(self) -> bool:
        """Whether no line may end between it and what follows."""
        return bool(self.gap) and self.gap[0].html in _GLUE_SIGNS


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A stretch of a block that stands inside the same elements."""

    text: str
    """Characters as they are in the tree; for an element that is shown whole, what it says."""
    marks: tuple[Element, ...]
    """Inline elements, outermost first."""
    form: str = ""
    """Equal for runs whose inline elements mean the same."""
    pieces: tuple[Piece, ...] = ()
    """The element that is shown whole, if the run is one."""
    key: str = ""
    """Of the element that is shown whole; empty if it shows nothing, as an anchor."""
    alike: str = ""
    """Likewise, equal for elements that are one kind of thing."""


_CODES: Final[dict[str, int]] = {}
_NEXT_CODE: Final = count(1)

LINE_BREAK: Final = "\n"
"""What a line break within a block says."""

_GLUES: Final = "\u00a0\u2009\u202f"
_GLUE: Final = f"[{_GLUES}]"
_GLUE_SIGNS: Final = frozenset(_GLUES)
_SIGNS: Final = ";:!?»"
_POINT: Final = r".,;:!?…()\[\]{}«»“”„‘’\"'–—‹›\\|•"
_LETTER: Final = rf"[^\s{_POINT}]"
_GAP: Final = rf"(?:[^\S\u00a0\u2009\u202f]|{_GLUE}++(?![;:!?»]))*+"
_DASHES: Final = "\u2010\u2011–—"
"""What may stand for a hyphen. A minus sign is none."""
_NUMBER: Final = rf"\d++(?:{_GLUE}\d{{3}}(?!\d)|[.,:]\d+)*+"
_WORD: Final = re.compile(
    rf"""
    (?P<word>
        {DATE}
      | {IDENTIFIER}
      | (?:https?://|ftp://|mailto:|tel:|www\.)[^\s<>"«»]*[^\s<>"«»{_POINT}]  # addresses
      | (?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]+)+
      | [€$£]?{_NUMBER}(?:[-{_DASHES}]{_NUMBER})?                             # numbers, ranges …
        (?:{_GLUE}?{UNITS}|(?!{_LETTER}))                                     # … with their units
      | {_LETTER}+(?:[’'.:–]{_LETTER}+)*                                      # words
      | {_GLUE}*[;:!?»]                                                       # signs
      | «{_GLUE}*
      | ([.–—])\2*
      | \S
    )
    (?P<gap>{_GAP})
    """,
    re.VERBOSE,
)
_MARGIN: Final = re.compile(_GAP)
_VERBATIM_WORD: Final = re.compile(r"(?P<word>\s*\S+)(?P<gap>\s*)")
_FOLDED: Final = re.compile(r"[ \t\n\r\f]+")
_FOLDED_ALREADY: Final = frozenset(" \u00a0\u202f")
_SPACE: Final = re.compile(rf"{_GLUE}|[ \t\n\r\f]+")
_COUNTED: Final = re.compile(r"[^\W_]")
_QUOTES: Final = frozenset("«»“”„‘’\"'")
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ", "'"),
        **dict.fromkeys(_GLUES, " "),
        **dict.fromkeys(_DASHES, "-"),
        "œ": "oe",
        "æ": "ae",
    }
)
"""Signs that differ in typography only, by one of them."""
_QUANTITY: Final = re.compile(r"[€$£+]?\d[\d .,:]*[^\W\d_]{0,4}[%‰€$£¥°]?[^\W\d_]?")
_DATED: Final = re.compile(DATE)


def read_tokens(runs: Iterable[Run], *, verbatim: bool = False) -> tuple[Token, ...]:
    """Return the tokens of one block, in reading order.

    White space is folded as HTML does it, and dropped at the ends and at line breaks; in a
    `verbatim` block it is kept to the letter, and is part of what is compared.
    """
    tokens: list[Token] = []
    line: list[Run] = []
    read_line = _read_verbatim_line if verbatim else _read_line
    for run in runs if verbatim else _iter_glued(runs):
        if not run.key:
            line.append(run)
            continue
        read_line(line, tokens)
        if run.text == LINE_BREAK and tokens and not verbatim:
            tokens[-1] = _without_gap(tokens[-1])
        tokens.append(
            Token(run.text, run.pieces, (), run.key, run.alike, encode_word(run.alike), 0)
        )
        line = []
    read_line(line, tokens)
    if tokens and not verbatim:
        tokens[-1] = _without_gap(tokens[-1])
    return tuple(tokens)


def _iter_glued(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield runs with the no-break space that belongs to a sign in the sign's own run."""
    last: Run | None = None
    for run in runs:
        if last and last.text and run.text and not (last.pieces or run.pieces):
            text = last.text + run.text
            split = len(last.text)
            words = last.text.rstrip(_GLUES)
            if run.text[0] in _SIGNS and not words.endswith("«") and not _is_verbatim(run):
                split = len(words)
            elif last.text[-1] == "«" and not _is_verbatim(last):
                split = len(text) - len(run.text.lstrip(_GLUES))
            if split != len(last.text):
                last, run = replace(last, text=text[:split]), replace(run, text=text[split:])
        if last:
            yield last
        last = run
    if last:
        yield last


def _is_verbatim(run: Run) -> bool:
    return any(mark.tag in VERBATIM for mark in run.marks)


def _read_line(line: Sequence[Run], tokens: list[Token]) -> None:
    """Append the tokens of what stands between two elements that are shown whole."""
    cursor = _Cursor(line)
    margin = _MARGIN.match(cursor.text)
    start = margin.end() if margin else 0
    gap, _ = cursor.take(start)
    if gap and tokens and tokens[-1].text != LINE_BREAK:
        tokens[-1] = replace(tokens[-1], gap=_fold(gap, tokens[-1].pieces[-1].marks))
        gap = ()
    ahead = tuple(piece for piece in gap if piece.is_anchor)
    for match in _WORD.finditer(cursor.text, start):
        if not ahead and (run := cursor.skip(match.end())):
            make = _make_word if run.marks else _recall_word
            tokens.append(make(match["word"], match["gap"], run.marks, run.form))
            continue
        pieces, key = cursor.take(match.end("word"))
        gap, _ = cursor.take(match.end())
        word = _FOLDED.sub(" ", match["word"])
        counted = _count_words(word)
        space = _fold(gap, pieces[-1].marks) if gap else ()
        alike = _make_alike(word)
        code = encode_word(alike)
        tokens.append(Token(word, ahead + pieces, space, key, alike, code, counted))
        ahead = ()
    _append_anchors(ahead + cursor.take_rest(), tokens)


def _read_verbatim_line(line: Sequence[Run], tokens: list[Token]) -> None:
    """Append the tokens of a stretch of preformatted text, every space in them."""
    cursor = _Cursor(line, verbatim=True)
    for match in _VERBATIM_WORD.finditer(cursor.text):
        pieces, key = cursor.take(match.end("word"))
        gap, space = cursor.take(match.end())
        counted = int(_COUNTED.search(match["word"]) is not None)
        key = f"{key}\x02{space}"
        tokens.append(Token(match["word"], pieces, gap, key, key, encode_word(key), counted))
    _append_anchors(cursor.take_rest(), tokens)


def _append_anchors(anchors: tuple[Piece, ...], tokens: list[Token]) -> None:
    """Put what shows nothing at the end of the last token, or in one of its own."""
    if anchors and tokens and tokens[-1].gap:
        tokens[-1] = replace(tokens[-1], gap=tokens[-1].gap + anchors)
    elif anchors and tokens:
        tokens[-1] = replace(tokens[-1], pieces=tokens[-1].pieces + anchors)
    elif anchors:
        tokens.append(Token("", anchors, (), "", "", 0, 0))


def _fold(gap: tuple[Piece, ...], around: tuple[Element, ...]) -> tuple[Piece, ...]:
    """Return white space as it is shown, in those of the elements around it that a word shares.

    Args:
        gap: one piece of white space or more, and anchors.
        around: what stands around the word before it.
    """
    if len(gap) == 1 and gap[0].marks == around and gap[0].html in _FOLDED_ALREADY:
        return gap
    anchors = tuple(piece for piece in gap if piece.is_anchor)
    spaces = [piece for piece in gap if not piece.is_anchor]
    space = _FOLDED.sub(" ", "".join(piece.html for piece in spaces))
    shared = takewhile(lambda pair: pair[0] is pair[1], zip(around, spaces[0].marks, strict=False))
    return (_make_piece(space, tuple(mark for mark, _ in shared)), *anchors)


def _without_gap(token: Token) -> Token:
    anchors = tuple(piece for piece in token.gap if piece.is_anchor)
    return replace(token, pieces=token.pieces + anchors, gap=())


class _Cursor:
    """Reads a line from left to right, cutting its runs wherever a token ends."""

    def __init__(self, line: Sequence[Run], *, verbatim: bool = False) -> None:
        self._verbatim = verbatim
        self.text = "".join(run.text for run in line)
        self._line = line
        self._run = 0
        self._place = 0
        """In the text of the run at hand."""
        self._start = 0
        """Of the run at hand, in the line."""

    def skip(self, end: int) -> Run | None:
        """Pass over what stands up to `end` if it is all in one run; return that run."""
        while self._place == len((run := self._line[self._run]).text) and not run.pieces:
            self._start += self._place
            self._run, self._place = self._run + 1, 0
        if run.pieces or end > self._start + len(run.text):
            return None
        self._place = end - self._start
        return run

    def take(self, end: int) -> tuple[tuple[Piece, ...], str]:
        """Return the pieces up to `end` and their key; anchors at `end` are left for later."""
        pieces: tuple[Piece, ...] = ()
        keys: list[str] = []
        while self._start + self._place < end:
            run = self._line[self._run]
            if run.pieces:
                pieces += run.pieces
            elif text := run.text[self._place : end - self._start]:
                shown = text if self._verbatim else _FOLDED.sub(" ", text)
                pieces += (_make_piece(shown, run.marks),)
                keys.append(f"{text}\0{run.form}" if self._verbatim else _make_key(text, run.form))
                self._place += len(text)
            if self._place == len(run.text):
                self._start += self._place
                self._run, self._place = self._run + 1, 0
        return pieces, keys[0] if len(keys) == 1 else "\x01".join(keys)

    def take_rest(self) -> tuple[Piece, ...]:
        """Return the anchors after the last token; white space without a word goes."""
        rest, _ = self.take(len(self.text))
        anchors = (piece for run in self._line[self._run :] for piece in run.pieces)
        return (*(piece for piece in rest if piece.is_anchor), *anchors)


def _make_word(word: str, gap: str, marks: tuple[Element, ...], form: str) -> Token:
    """Return the token of a word in one piece. Tokens do not change, and so serve again."""
    word = _FOLDED.sub(" ", word)
    alike = _make_alike(word)
    return Token(
        word,
        (_make_piece(word, marks),),
        _fold((_make_piece(gap, marks),), marks) if gap else (),
        _make_key(word, form),
        alike,
        encode_word(alike),
        _count_words(word),
    )


_recall_word: Final = lru_cache(maxsize=16384)(_make_word)
"""Tokens do not change, and so one serves wherever a word recurs."""


def _make_piece(text: str, marks: tuple[Element, ...]) -> Piece:
    html = escape(text, quote=False)
    return Piece(html, html, marks)


def _make_key(word: str, form: str) -> str:
    word = _SPACE.sub(" ", word)
    return f"{word}\0{form}" if form else word


def encode_word(alike: str) -> int:
    """Return a number that stands for a word as long as the program runs; never 0.

    Comparing whole texts compares numbers, not words. Which number it is means nothing.
    """
    return _CODES.setdefault(alike, next(_NEXT_CODE))


def _make_alike(word: str) -> str:
    plain = word.strip(_GLUES).casefold()
    if plain in _QUOTES:
        return '"'
    plain = plain.translate(_PLAIN)
    return plain.replace(" ", "") if _QUANTITY.match(plain) else plain


def _count_words(word: str) -> int:
    """Return how many words a token is: those of a date count one by one."""
    if _COUNTED.search(word) is None:
        return 0
    return len(word.split()) if _DATED.match(word) else 1
