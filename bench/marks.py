"""How much a redline marks, counted in one way for every engine.

A mark is an `ins` or a `del` with something visible in it. One that replaces another is a mark of
its own (`<del>30</del><ins>60</ins>` are two), and so is each of those inside a moved clause, with
the two places of the clause itself. White space is not counted as marked.

Some engines put one mark around three new paragraphs, others a mark in each, and others again
break a mark off wherever a bold word begins. So runs are counted too: marks of one kind with
nothing visible between them that is not marked are one run, however they are written.

Some engines do not see a change of formatting, of a link or of case, and so have no mark for it.
Marks that say by `data-kind` that they are of form only are counted apart, for whoever compares
with those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from lxml import html as lxml_html

_MARKS: Final = frozenset({"ins", "del"})
_SHOWN_WHOLE: Final = frozenset({"audio", "canvas", "hr", "iframe", "img", "input", "svg", "video"})
_TAG: Final = re.compile(r"<(/?)(ins|del)(?:\s[^<>]*)?>|<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mark:
    """One `ins` or `del`."""

    place: int
    """Its number among the marks of a redline."""
    tag: str
    is_move: bool = False
    is_form: bool = False
    """Whether it says that what it changes is not of substance."""

    @property
    def kind(self) -> tuple[str, bool, bool]:
        """Equal for marks that may make one run."""
        return self.tag, self.is_move, self.is_form


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of a redline, or one element that is shown whole, and the marks around it."""

    text: str
    around: tuple[Mark, ...]
    """Outermost first; empty where nothing changed."""
    is_whole: bool = False
    """Whether it is an element, which has no characters."""

    @property
    def is_visible(self) -> bool:
        """Whether there is anything to see."""
        return self.is_whole or bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Marking:
    """How much is marked."""

    characters: int = 0
    """Characters in any mark, white space left out; each once."""
    moved: int = 0
    """How many of those stand at either place of a clause that moved."""
    marks: int = 0
    forms: int = 0
    """How many of those say that they are of form only."""
    runs: int = 0

    @property
    def of_substance(self) -> int:
        """How many marks are of more than form."""
        return self.marks - self.forms

    def __add__(self, other: Marking) -> Marking:
        return Marking(
            self.characters + other.characters,
            self.moved + other.moved,
            self.marks + other.marks,
            self.forms + other.forms,
            self.runs + other.runs,
        )


def count_marking(stretches: Iterable[Stretch]) -> Marking:
    """Return how much is marked in a redline, given in reading order."""
    characters = moved = runs = 0
    seen: set[Mark] = set()
    before: tuple[Mark, ...] = ()
    for stretch in stretches:
        if not stretch.is_visible:
            continue
        seen.update(stretch.around)
        runs += len(stretch.around) - _count_shared(before, stretch.around)
        before = stretch.around
        if stretch.around and not stretch.is_whole:
            count = sum(map(len, stretch.text.split()))
            characters += count
            moved += count if any(mark.is_move for mark in stretch.around) else 0
    return Marking(characters, moved, len(seen), sum(mark.is_form for mark in seen), runs)


def _count_shared(one: tuple[Mark, ...], two: tuple[Mark, ...]) -> int:
    """Return how many marks go on, from the outside in."""
    count = 0
    for first, second in zip(one, two, strict=False):
        if first.kind != second.kind:
            break
        count += 1
    return count


def read_html(html: str) -> tuple[Stretch, ...]:
    """Return a redline in HTML, in reading order, without what carries `data-furniture`."""
    root: Any = lxml_html.fragment_fromstring(html, create_parent="div")
    return tuple(_iter_stretches(root, (), iter(range(len(html)))))


def _iter_stretches(
    element: Any, around: tuple[Mark, ...], numbers: Iterator[int]
) -> Iterator[Stretch]:
    """Yield what is in an element, whose `tail` is not."""
    if not isinstance(element.tag, str) or element.get("data-furniture") is not None:
        return
    if element.tag in _MARKS:
        is_move, is_form = (element.get(name) is not None for name in ("data-move", "data-kind"))
        mark = Mark(next(numbers), element.tag, is_move, is_form)
        around = (*around, mark)
    if element.tag in _SHOWN_WHOLE:
        yield Stretch("", around, is_whole=True)
        return
    yield Stretch(element.text or "", around)
    for child in element:
        yield from _iter_stretches(child, around, numbers)
        yield Stretch(child.tail or "", around)


def read_markdown(markdown: str) -> tuple[Stretch, ...]:
    """Return a redline in Markdown, in reading order.

    Its marks may cross the elements of HTML in the text, so it is not read as a tree. HTML tags
    are no characters; the signs of Markdown are, for they are what was compared.
    """
    stretches: list[Stretch] = []
    around: tuple[Mark, ...] = ()
    place = marks = 0
    for tag in _TAG.finditer(markdown):
        stretches.append(Stretch(unescape(markdown[place : tag.start()]), around))
        place = tag.end()
        if tag[2] and tag[1]:
            around = around[:-1]
        elif tag[2]:
            around = (*around, Mark(marks, tag[2]))
            marks += 1
    return (*stretches, Stretch(unescape(markdown[place:]), around))
