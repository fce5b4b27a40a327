"""Pieces of text written out as HTML, elements opened and closed as they come and go."""

from __future__ import annotations

from collections.abc import Iterable

from clausier.clauses.tokens import Element, Piece, Token


class Line:
    """The inside of one block while it is being written."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.open: tuple[Element, ...] = ()
        """The inline elements that stand open, outermost first."""
        self._named: set[Element] = set()
        """Elements that were opened with their id, which must not come twice."""

    def write(self, pieces: Iterable[Piece], *, bare: bool = False) -> None:
        """Write pieces, each within its elements; `bare` leaves out ids."""
        for piece in pieces:
            if piece.marks is not self.open:
                self.turn_to(piece.marks, bare=bare)
            self._parts.append(piece.bare if bare else piece.html)

    def write_tokens(self, tokens: Iterable[Token]) -> None:
        """Write tokens with the white space after them."""
        for token in tokens:
            for piece in token.whole:
                if piece.marks is not self.open:
                    self.turn_to(piece.marks)
                self._parts.append(piece.html)

    def turn_to(self, marks: tuple[Element, ...], *, bare: bool = False) -> None:
        """Close and open elements until exactly `marks` stand open."""
        if marks is self.open:
            return
        shared = 0
        for one, other in zip(self.open, marks, strict=False):
            if one is not other:
                break
            shared += 1
        self._parts += (element.end for element in reversed(self.open[shared:]))
        for element in marks[shared:]:
            self._parts.append(element.bare if bare or element in self._named else element.start)
            if not bare:
                self._named.add(element)
        self.open = marks

    def write_html(self, html: str) -> None:
        """Write something that is of no text, where the line stands."""
        self._parts.append(html)

    def close(self) -> str:
        """Return all that was written, with every element closed."""
        self.turn_to(())
        return "".join(self._parts)
