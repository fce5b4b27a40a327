"""The words of a redline, each with what is around it, and how they are written one after another.

In HTML, white space stands at the end of the mark or the element that it belongs to. Written with
signs around words, `{+like this+}`, it belongs outside; `join_pieces` puts it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, Literal, Protocol, TypeAlias

WrappingKind: TypeAlias = Literal[
    "inserted", "deleted", "strong", "emphasis", "code", "link", "title"
]
"""`title` is around words that say the same in both texts, and have a title that is told."""

PieceKind: TypeAlias = Literal["words", "space", "break", "image", "note", "pointer", "end"]
"""`break` is a line break that the author wrote; `note` the number of a footnote; `end` the end
of a line of code."""

_MARKS: Final = frozenset({"inserted", "deleted"})
_BREAKING: Final = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True, eq=False)
class Wrapping:
    """What one element puts around its words."""

    kind: WrappingKind
    target: str = ""
    """Of a link; or the title that is told."""

    @property
    def is_mark(self) -> bool:
        """Whether it says that its words are in one text alone."""
        return self.kind in _MARKS


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or something that stands in a line like a word."""

    kind: PieceKind
    text: str
    """What is read: words, white space, the words for an image, the number of a note."""
    around: tuple[Wrapping, ...]
    """Outermost first."""
    target: str = ""
    """Of an image."""

    @property
    def mark(self) -> Wrapping | None:
        """The outermost mark around it."""
        return next((wrapping for wrapping in self.around if wrapping.is_mark), None)


class Form(Protocol):
    """How pieces are written."""

    def open(self, wrapping: Wrapping) -> str:
        """Return what stands before wrapped words."""
        ...

    def close(self, wrapping: Wrapping) -> str:
        """Return what stands after them."""
        ...

    def write(self, piece: Piece) -> str:
        """Return a piece; an `end` does not come here."""
        ...


def write_line(pieces: Iterable[Piece], form: Form) -> str:
    """Return the pieces of one line; what stands around several is written once."""
    written: list[str] = []
    opened: tuple[Wrapping, ...] = ()
    for piece in pieces:
        shared = _count_shared(opened, piece.around)
        written += (form.close(wrapping) for wrapping in reversed(opened[shared:]))
        written += (form.open(wrapping) for wrapping in piece.around[shared:])
        written.append(form.write(piece))
        opened = piece.around
    written += (form.close(wrapping) for wrapping in reversed(opened))
    return "".join(written)


def split_lines(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Yield the lines of code; those that hold nothing to read at the end are left out."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind == "end":
            lines.append([])
        else:
            lines[-1].append(piece)
    while lines and all(piece.kind == "space" for piece in lines[-1]):
        lines.pop()
    yield from map(tuple, lines)


def join_pieces(pieces: Iterable[Piece], *, verbatim: bool = False) -> tuple[Piece, ...]:
    """Return the pieces of a block with white space where it is written.

    It stands outside of marks and elements, unless either text would then read otherwise. In
    prose none stands at the ends of a block, and one between two words; in code, `verbatim`, all
    stays.
    """
    spaced = [part for piece in pieces for part in _part(piece)]
    settled = _iter_lines_joined(spaced) if verbatim else _iter_kept(spaced)
    return tuple(_iter_settled(tuple(settled), verbatim=verbatim))


def _part(piece: Piece) -> tuple[Piece, ...]:
    """Return a piece with the white space that a reader expects around it."""
    if piece.kind not in ("pointer", "break"):
        return (piece,)
    space = Piece("space", " ", piece.around)
    return space, piece, space


def _iter_lines_joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces of code without the line end of deleted words that others stand for."""
    runs = _split_runs(pieces)
    for run, following in zip(runs, (*runs[1:], ()), strict=False):
        is_replaced = _mark_kind(run[0]) == "deleted" and _mark_kind(*following[:1]) == "inserted"
        both_end = bool(following) and run[-1].kind == following[-1].kind == "end"
        yield from run[:-1] if is_replaced and both_end else run


def _iter_kept(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces of prose, with white space that stays in its mark turned into words."""
    runs = [(), *_split_runs(_drop_between(pieces)), (), ()]
    place = 1
    while place < len(runs) - 2:
        run, following = runs[place], runs[place + 1]
        if _mark_kind(*run[:1]) == "deleted" and _mark_kind(*following[:1]) == "inserted":
            yield from _iter_pair(runs[place - 1], run, following, runs[place + 2])
            place += 2
        else:
            yield from _hold(run, runs[place - 1])
            place += 1


def _drop_between(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces without what parts deleted words in no element from those in their place.

    It is the line end between two blocks of HTML.
    """
    sides = zip((None, *pieces), pieces, (*pieces[1:], None), strict=False)
    return [
        piece
        for before, piece, after in sides
        if not (
            (piece.kind, _mark_kind(piece)) == ("space", None)
            and (_mark_kind(before), _mark_kind(after)) == ("deleted", "inserted")
        )
    ]


def _iter_pair(
    before: Sequence[Piece],
    deleted: Sequence[Piece],
    inserted: Sequence[Piece],
    after: Sequence[Piece],
) -> Iterator[Piece]:
    """Yield deleted words and those in their place.

    Read without the ones or the others, and with two spaces for one, the line has white space
    where that text has it.
    """
    both_begin = _begins(deleted, plainly=True) and _begins(inserted, plainly=True)
    is_parted = not before or before[-1].kind == "space" or both_begin
    goes_on = not after or after[0].kind == "space"
    leads = not is_parted and _begins(inserted, plainly=True) and (goes_on or _ends(deleted))
    first, second = list(_hold(deleted, before)), list(_hold(inserted, before))
    if not is_parted:
        first[0] = _keep(first[0])
        second[0] = second[0] if leads else _keep(second[0])
    if _ends(deleted) and (leads or not is_parted or not (after or _ends(inserted))):
        last = first.pop()
        first += [] if leads or goes_on or _ends(inserted) else [_keep(last)]
    yield from first
    yield from second


def _hold(run: Sequence[Piece], before: Sequence[Piece]) -> Iterator[Piece]:
    """Yield a run; a space that binds it to the word before, or to a line break, stays in it."""
    if run[0].mark is not None and _begins(run) and not _begins(run, plainly=True):
        is_needless = run[1:2] and run[1].kind == "break" and (not before or _ends(before))
        yield from () if is_needless else (_keep(run[0]),)
        run = run[1:]
    yield from run


def _split_runs(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Return the pieces in runs that are marked alike."""
    return [tuple(run) for _, run in groupby(pieces, key=_mark_kind)]


def _mark_kind(piece: Piece | None = None) -> WrappingKind | None:
    return piece.mark.kind if piece is not None and piece.mark is not None else None


def _begins(run: Sequence[Piece], *, plainly: bool = False) -> bool:
    """Whether a run begins with white space, or `plainly` with some between two words."""
    if run[0].kind != "space" or not plainly:
        return run[0].kind == "space"
    return not _BREAKING.sub("", run[0].text) and run[min(1, len(run) - 1)].kind != "break"


def _ends(run: Sequence[Piece]) -> bool:
    return run[-1].kind == "space"


def _keep(piece: Piece) -> Piece:
    """Return white space as a word, so that it stays where it is; what is none stays as it is."""
    if piece.kind != "space":
        return piece
    return replace(piece, kind="words", text=_fold(piece.text))


def _fold(space: str) -> str:
    """Return one space for white space; one at which no line may break stays so."""
    return _BREAKING.sub("", space)[:1] or " "


def _iter_settled(pieces: Sequence[Piece], *, verbatim: bool) -> Iterator[Piece]:
    """Yield the pieces, with white space inside only what its neighbours on a line share."""
    befores = _list_words(pieces)
    afters = reversed(_list_words(pieces[::-1]))
    follows_space = False
    for piece, before, after in zip(pieces, befores, afters, strict=True):
        is_space = piece.kind == "space"
        if not is_space:
            yield piece
        elif before is None or after is None:
            yield from (replace(piece, around=()),) if verbatim else ()
        elif verbatim or not follows_space:
            shared = after.around[: _count_shared(before.around, after.around)]
            yield Piece("space", piece.text if verbatim else _fold(piece.text), shared)
        follows_space = is_space


def _list_words(pieces: Iterable[Piece]) -> list[Piece | None]:
    """Return for each piece the nearest word before it on its line, if there is one."""
    words: list[Piece | None] = []
    last: Piece | None = None
    for piece in pieces:
        words.append(last)
        if piece.kind != "space":
            last = piece if piece.kind != "end" else None
    return words


def _count_shared(one: Sequence[Wrapping], two: Sequence[Wrapping]) -> int:
    """Return how many elements are the very same, from the outside in."""
    count = 0
    for first, second in zip(one, two, strict=False):
        if first is not second:
            break
        count += 1
    return count
