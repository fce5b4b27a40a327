"""What two leaves have in common, made legible: kept where it holds changes apart, and not else.

The longest common sequence of tokens is exact, but not yet readable: it keeps a lone "de" between
two rewritten phrases, and takes an inserted sentence to begin with the full stop before it. So
changes are shifted to where sentences begin, and those with next to nothing between them are made
one. None of this loses or adds a word: it only marks more of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from clausier.clauses.tokens import LINE_BREAK, Token
from clausier.redline.matching import Match

_LEAST_IN_COMMON: Final = 0.35
"""Below this share of kept words, a leaf reads as written anew."""
_SHORT: Final = 3
"""Length of a word that does not hold two changes apart."""
_OUTWEIGHED: Final = 4
"""How many times its words a change must have on both sides to swallow what is between."""
_FEW: Final = 2
"""Up to so many words, it is enough that the changes on both sides together outweigh them."""
_MANY: Final = 4
"""More words than that always hold two changes apart."""
_BRACKETS: Final = {")": "(", "]": "[", "»": "«", "”": "“"}
_FARTHEST: Final = 200
"""By how many tokens a change is shifted at most."""
_SENTENCE_ENDS: Final = frozenset({".", "!", "?", "…", ";", ":", LINE_BREAK})


def make_legible(
    older: Sequence[Token], newer: Sequence[Token], matches: Sequence[Match], *, by_words: bool
) -> tuple[Match, ...]:
    """Return of some matches those that a reader wants to see kept, in order.

    Args:
        older: tokens that show something.
        newer: likewise.
        matches: where they are alike.
        by_words: take no notice of white space that only one side has.
    """
    if _is_written_anew(older, newer, matches):
        matches = _keep_ends(older, newer, matches)
    matches = _shift(older, newer, matches)
    if not by_words:
        matches = keep_spaced(older, newer, matches)
    matches = tuple(_iter_weighty(older, newer, matches))
    return tuple(_iter_closed(older, newer, matches))


def _is_written_anew(
    older: Sequence[Token], newer: Sequence[Token], matches: Sequence[Match]
) -> bool:
    total = sum(token.counted for token in (*older, *newer))
    kept = sum(token.counted for match in matches for token in _side(older, match))
    return 2 * kept < _LEAST_IN_COMMON * total


def _side(older: Sequence[Token], match: Match) -> Sequence[Token]:
    return older[match.older : match.older + match.size]


def _keep_ends(
    older: Sequence[Token], newer: Sequence[Token], matches: Sequence[Match]
) -> tuple[Match, ...]:
    """Return the matches at the start (as a clause's number) and at the end of both."""
    ends = (len(older), len(newer))
    return tuple(
        match
        for match in matches
        if (match.older, match.newer) == (0, 0)
        or (match.older + match.size, match.newer + match.size) == ends
    )


def _shift(
    older: Sequence[Token], newer: Sequence[Token], matches: Sequence[Match]
) -> tuple[Match, ...]:
    """Return the matches with insertions and deletions shifted to begin where sentences do.

    In `A. [B. ]C.`, what is inserted may as well be taken to be `[. B]`: both are as long.
    """
    ends = Match(len(older), len(newer), 0)
    done = [Match(0, 0, 0)]
    for match in (*matches, ends):
        last = done[-1]
        start = (last.older + last.size, last.newer + last.size)
        if (match.older == start[0]) == (match.newer == start[1]):
            by = 0
        elif match.older == start[0]:
            by = _best_shift(newer, start[1], match.newer, last, match, ends)
        else:
            by = _best_shift(older, start[0], match.older, last, match, ends)
        done[-1] = last._replace(size=last.size + by)
        done.append(Match(match.older + by, match.newer + by, match.size - by))
    return tuple(match for match in done if match.size)


def _best_shift(
    tokens: Sequence[Token], start: int, end: int, before: Match, after: Match, ends: Match
) -> int:
    """Return by how many tokens to shift the change `tokens[start:end]`, to the right if positive.

    What is kept on either side must not vanish, save at an end of the leaf.
    """
    leftmost = -before.size + ((before.older, before.newer) != (0, 0))
    at_end = (after.older + after.size, after.newer + after.size) == ends[:2]
    rightmost = after.size - (not at_end)
    best, best_rank = 0, _rank(tokens, start)
    for step in (-1, 1):
        by = 0
        while best_rank < 2 and abs(by) < _FARTHEST and leftmost <= by + step <= rightmost:
            one, two = (start + by, end + by) if step > 0 else (start + by - 1, end + by - 1)
            if tokens[one].key != tokens[two].key:
                break
            by += step
            if (rank := _rank(tokens, start + by)) > best_rank:
                best, best_rank = by, rank
    return best


def _rank(tokens: Sequence[Token], start: int) -> int:
    """Return how well a change may begin at a place: 2 where a sentence does."""
    if start == 0 or tokens[start - 1].text in _SENTENCE_ENDS:
        return 2
    if tokens[start - 1].text == "," and tokens[start - 1].gap:
        return 1
    return 0 if tokens[start : start + 1] and tokens[start].counted else -1


def keep_spaced(
    older: Sequence[Token], newer: Sequence[Token], matches: Sequence[Match]
) -> tuple[Match, ...]:
    """Return the matches without the tokens whose white space nothing could hold."""
    return tuple(_iter_spaced(older, newer, matches))


def _iter_spaced(
    older: Sequence[Token], newer: Sequence[Token], matches: Sequence[Match]
) -> Iterator[Match]:
    ends = Match(len(older), len(newer), 0)
    for match, after in pairwise((*matches, ends)):
        start = 0
        for place in range(match.size):
            one, two = older[match.older + place], newer[match.newer + place]
            if one is two or bool(one.gap) == bool(two.gap):
                continue
            if place == match.size - 1 and _can_hold(
                one,
                older[match.older + match.size : after.older],
                newer[match.newer + match.size : after.newer],
            ):
                continue
            if place > start:
                yield Match(match.older + start, match.newer + start, place - start)
            start = place + 1
        if start < match.size:
            yield Match(match.older + start, match.newer + start, match.size - start)


def _can_hold(kept: Token, deleted: Sequence[Token], inserted: Sequence[Token]) -> bool:
    """Return whether a change can hold white space after a kept token that only one leaf has.

    It stands before the words of that leaf. Where the change has none of them, it stands after the
    other leaf's: in `mot[, puis un autre] suit`, the space after the mark is that after `mot`.
    """
    own, others = (deleted, inserted) if kept.gap else (inserted, deleted)
    return bool(own or (others and others[-1].gap))


def _iter_weighty(
    older: Sequence[Token], newer: Sequence[Token], matches: Sequence[Match]
) -> Iterator[Match]:
    """Yield the matches that hold the changes around them apart."""
    ends = Match(len(older), len(newer), 0)
    last = Match(0, 0, 0)
    for match, after in pairwise((*matches, ends)):
        before = (
            match.older - last.older - last.size,
            match.newer - last.newer - last.size,
        )
        behind = (
            after.older - match.older - match.size,
            after.newer - match.newer - match.size,
        )
        if _holds_apart(_side(older, match), before, behind):
            yield match
            last = match


def _holds_apart(kept: Sequence[Token], before: tuple[int, int], behind: tuple[int, int]) -> bool:
    """Return whether kept tokens stand between two changes rather than within one.

    Args:
        kept: the tokens.
        before: how many tokens the change before removes, and how many it adds.
        behind: likewise for the change after.
    """
    if not any(before) or not any(behind):
        return True
    if any(token.text in {"", LINE_BREAK} for token in kept):
        return True
    if not (before[0] or behind[0]) or not (before[1] or behind[1]):
        return True  # two insertions, or two deletions
    words = [token.text for token in kept if token.counted]
    if len(kept) <= 2 and all(len(word) <= _SHORT for word in words):
        return False
    if len(words) > _MANY:
        return True
    if len(words) <= _FEW and all(before) and all(behind):
        return max(before) + max(behind) <= _OUTWEIGHED * len(words)
    return max(before) < _OUTWEIGHED * len(words) or max(behind) < _OUTWEIGHED * len(words)


def _iter_closed(
    older: Sequence[Token], newer: Sequence[Token], matches: Sequence[Match]
) -> Iterator[Match]:
    """Yield the matches without the bracket that closes one within the change before, on each side.

    So `(30)` that becomes `(60)` is struck out with both its brackets.
    """
    last = Match(0, 0, 0)
    for match in matches:
        changed = (
            older[last.older + last.size : match.older],
            newer[last.newer + last.size : match.newer],
        )
        last = match
        closing = older[match.older].text.strip()
        opening = _BRACKETS.get(closing)
        if opening and all(_is_open(tokens, opening, closing) for tokens in changed):
            match = Match(match.older + 1, match.newer + 1, match.size - 1)
        if match.size:
            yield match


def _is_open(tokens: Sequence[Token], opening: str, closing: str) -> bool:
    """Return whether a bracket is opened and not closed among tokens."""
    signs = [token.text.strip() for token in tokens]
    return signs.count(opening) > signs.count(closing)
