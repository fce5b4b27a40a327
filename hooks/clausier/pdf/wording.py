"""What stands in a paragraph: an element's words, with how they look and where they lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Final

from lxml.html import HtmlElement

from clausier.pdf.glyphs import show, split_long
from clausier.pdf.nodes import MARKS, Anchor, Break, Link, Run, Style, Words
from clausier.pdf.targets import Targets
from clausier.typography.tags import BLOCKS

_STYLES: Final[dict[str, Style]] = {
    "b": "strong",
    "strong": "strong",
    "cite": "emphatic",
    "dfn": "emphatic",
    "em": "emphatic",
    "i": "emphatic",
    "var": "emphatic",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "u": "underlined",
    "s": "struck",
    "strike": "struck",
    "sup": "raised",
    "sub": "lowered",
}
_SOURCES: Final = {"img": "src", "audio": "src", "video": "src", "iframe": "src", "object": "data"}
"""What is not shown in a file that stands alone, and the attribute that says where it is."""

_KINDS: Final[dict[str, Style]] = {
    "number": "follows",
    "reference": "follows",
    "typographic": "typographic",
}
"""How a change looks that is not of words, by its `data-kind`."""

_WHITE: Final = re.compile(r"[ \t\n\r\f]+")
_INDENT: Final = re.compile(r"^ +| {2,}")


@dataclass(frozen=True, slots=True)
class Look:
    """How the words in an element are shown."""

    styles: frozenset[Style] = frozenset()
    link: HtmlElement | None = None
    """The link that they stand in, or what has a title."""

    def add(self, *styles: Style) -> Look:
        """Return this look with more styles."""
        return replace(self, styles=self.styles.union(styles))

    @property
    def is_change(self) -> bool:
        """Whether a change is marked."""
        return not MARKS.isdisjoint(self.styles)

    def mark(self, element: HtmlElement, *, is_block: bool) -> Look:
        """Return the look of what stands in an `ins` or a `del`.

        What stands in a block that came from elsewhere is not new: only its edits are marked.
        """
        is_new = element.tag == "ins"
        if element.get("data-move") is not None:
            if is_new and is_block:
                return self
            return self.add("moved_here" if is_new else "moved_away")
        look = replace(self, styles=self.styles - MARKS)
        style = _KINDS.get(element.get("data-kind") or "")
        look = look.add(style) if style else look
        return look.add("inserted" if is_new else "deleted")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of characters that look alike, the end of a line, or an anchor."""

    content: str | Break | Anchor
    look: Look

    @property
    def text(self) -> str:
        """Its characters; the end of a line is one."""
        if isinstance(self.content, str):
            return self.content
        return "\n" if isinstance(self.content, Break) else ""


class WordReader:
    """Reads the words of one text."""

    def __init__(self, targets: Targets, wanted: frozenset[str]) -> None:
        self._targets = targets
        self._wanted = wanted
        """Ids that a link leads to."""

    def iter_pieces(self, parent: HtmlElement, look: Look) -> Iterator[Piece]:
        """Yield what stands in an element that holds words."""
        if parent.text:
            yield Piece(parent.text, look)
        for child in parent:
            yield from self.iter_element(child, look)
            if child.tail:
                yield Piece(child.tail, look)

    def iter_element(self, element: HtmlElement, look: Look) -> Iterator[Piece]:
        """Yield an element that stands within words."""
        yield from self.iter_anchors(element)
        if element.tag == "br":
            yield Piece(Break(), look)
        elif element.tag == "input":
            yield Piece(_read_input(element), look)
        elif element.tag in _SOURCES:
            yield from self._iter_absent(element, look)
        else:
            gap = [Piece(" ", look)] if element.tag in BLOCKS else []
            yield from gap
            yield from self.iter_pieces(element, self.look_inside(element, look))
            yield from gap

    def iter_anchors(self, element: HtmlElement) -> Iterator[Piece]:
        """Yield the anchor at an element, if a link leads there."""
        if element.get("id") in self._wanted:
            yield Piece(Anchor(element.get("id", "")), Look())

    def look_inside(self, element: HtmlElement, look: Look) -> Look:
        """Return how the words in an element look, if those around it have `look`."""
        if is_pointer(element):
            look = Look(frozenset({"aside"}), look.link)
        if element.tag in {"ins", "del"}:
            return look.mark(element, is_block=False)
        if element.tag == "a" and element.get("href"):
            return replace(look, link=element)
        if element.get("title") and look.link is None:
            look = replace(look, link=element)
        style = _STYLES.get(element.tag)
        return look.add(style) if style else look

    def compose(self, pieces: Sequence[Piece], *, verbatim: bool = False) -> Words:
        """Return pieces as words, with white space folded as HTML folds it, unless `verbatim`."""
        folded = tuple(_iter_lines(pieces) if verbatim else fold(pieces))
        if any(piece.look.is_change for piece in folded):
            folded = tuple(_iter_with_targets(folded, self._describe))
        words: list[Run | Break | Anchor | Link] = []
        for link, group in groupby(folded, key=lambda piece: piece.look.link):
            url, name = self._find(link)
            if url or name:
                words.append(Link(url, name, tuple(_iter_runs(group))))
            else:
                words += _iter_runs(group)
        return tuple(words)

    def _find(self, link: HtmlElement | None) -> tuple[str, str]:
        href = link.get("href") if link is not None else None
        return self._targets.find(href) if href else ("", "")

    def _describe(self, link: HtmlElement | None) -> str:
        """Return where a link leads, in words, and its title; empty if it has neither."""
        url, name = self._find(link)
        title = _WHITE.sub(" ", link.get("title", "")).strip() if link is not None else ""
        return " – ".join(part for part in (url or (f"#{name}" if name else ""), title) if part)

    def _iter_absent(self, element: HtmlElement, look: Look) -> Iterator[Piece]:
        """Yield what is said in the place of a picture or a film: what it shows, where it is."""
        href = element.get(_SOURCES[element.tag]) or ""
        url, _ = self._targets.find(href) if href else ("", "")
        said = _WHITE.sub(" ", element.get("alt") or element.get("title") or "").strip()
        yield Piece(f"[{' – '.join(part for part in (said, url or href.strip()) if part)}]", look)


def write_run(text: str, *styles: Style) -> Run:
    """Return text that looks alike; `styles` are in alphabetical order."""
    return Run(split_long(show(text)), styles)


def is_pointer(element: HtmlElement) -> bool:
    """Return whether an element says where a clause went, or where it came from."""
    return "pointer" in (element.get("class") or "").split()


def fold(pieces: Iterable[Piece]) -> list[Piece]:
    """Return pieces with each stretch of white space as one space, and none around a line."""
    folded: list[Piece] = []
    ends_blank = True
    for piece in pieces:
        if isinstance(piece.content, str):
            text = _WHITE.sub(" ", piece.content)
            text = text.removeprefix(" ") if ends_blank else text
            if text:
                folded.append(Piece(text, piece.look))
                ends_blank = text.endswith(" ")
        else:
            if isinstance(piece.content, Break):
                _trim(folded)
                ends_blank = True
            folded.append(piece)
    _trim(folded)
    return folded


def _trim(pieces: list[Piece]) -> None:
    """Take away the white space at the end."""
    for place in range(len(pieces) - 1, -1, -1):
        content = pieces[place].content
        if isinstance(content, Break):
            return
        if isinstance(content, str):
            if text := content.removesuffix(" "):
                pieces[place] = Piece(text, pieces[place].look)
            else:
                del pieces[place]
            return


def _iter_with_targets(
    pieces: Sequence[Piece], describe: Callable[[HtmlElement | None], str]
) -> Iterator[Piece]:
    """Yield pieces; where links are replaced that lead elsewhere, say where, and so for titles.

    A changed link would look like no change at all.
    """
    spans = [tuple(span) for _, span in groupby(pieces, key=lambda one: one.look.styles & MARKS)]
    told = {
        place
        for one, two in pairwise(range(len(spans)))
        if _is_retargeted(spans[one], spans[two], describe)
        for place in (one, two)
    }
    for place, span in enumerate(spans):
        for link, group in groupby(span, key=lambda piece: piece.look.link):
            words = tuple(group)
            yield from words
            target = describe(link) if place in told else ""
            text = "".join(piece.text for piece in words)
            if target and _shorten(target) != _shorten(text.strip()):
                look = replace(words[-1].look, link=None).add("aside")
                yield Piece(f"[{target}] " if text.endswith(" ") else f" [{target}]", look)


def _shorten(address: str) -> str:
    """Return an address as it is written where it speaks for itself."""
    return address.rpartition(":")[2].strip("/")


def _is_retargeted(
    one: Sequence[Piece], two: Sequence[Piece], describe: Callable[[HtmlElement | None], str]
) -> bool:
    """Return whether changes side by side lead elsewhere, or say the same and one leads nowhere."""
    if not (one[0].look.is_change and two[0].look.is_change):
        return False
    targets = [
        [
            describe(link)
            for link, _ in groupby(span, key=lambda piece: piece.look.link)
            if link is not None
        ]
        for span in (one, two)
    ]
    texts = ["".join(piece.text for piece in span).strip() for span in (one, two)]
    return targets[0] != targets[1] and (all(targets) or texts[0] == texts[1])


def _iter_lines(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces with a break for each line feed; indentation cannot be folded away."""
    for piece in pieces:
        if not isinstance(piece.content, str):
            yield piece
            continue
        for place, line in enumerate(piece.content.expandtabs(4).split("\n")):
            if place:
                yield Piece(Break(), piece.look)
            if line:
                yield Piece(_INDENT.sub(lambda gap: "\u00a0" * len(gap[0]), line), piece.look)


def _iter_runs(pieces: Iterable[Piece]) -> Iterator[Run | Break | Anchor]:
    """Yield runs, each as long as its looks last."""
    for key, group in groupby(pieces, key=_appearance):
        if isinstance(key, Break | Anchor):
            yield from (key for _ in group)
        else:
            text = "".join(piece.text for piece in group)
            yield write_run(text, *sorted(key))


def _appearance(piece: Piece) -> frozenset[Style] | Break | Anchor:
    return piece.look.styles if isinstance(piece.content, str) else piece.content


def _read_input(element: HtmlElement) -> str:
    if element.get("type") in {"checkbox", "radio"}:
        return "☑" if element.get("checked") is not None else "☐"
    return element.get("value") or ""
