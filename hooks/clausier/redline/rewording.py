"""Two leaves compared word by word, the way a lawyer would mark the one to make the other.

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
from clausier.redline.matching import Match, find_matches
from clausier.redline.steps import Stroke

_LEAST_IN_COMMON: Final = 0.35
"""Below this share of kept words, a leaf reads as written anew."""
_SHORT: Final = 3
"""Length of a word that does not hold two changes apart."""
_OUTWEIGHED: Final = 4
"""How many times its words a change must have on both sides to swallow what is between."""
_MANY: Final = 4
"""More words than that always hold two changes apart."""
_FARTHEST: Final = 200
"""By how many tokens a change is shifted at most."""
_SENTENCE_ENDS: Final = frozenset({".", "!", "?", "…", ";", ":", LINE_BREAK})


def compare_tokens(older: Sequence[Token], newer: Sequence[Token]) -> tuple[Stroke, ...]:
    """Return the strokes that lead from one leaf's tokens to another's, in reading order.

    Kept and changed strokes alternate. A kept token is followed by white space in both leaves or
    in neither, unless a change follows that holds the white space.
    """
    one = [token for token in older if token.key]
    two = [token for token in newer if token.key]
    matches = find_matches([token.key for token in one], [token.key for token in two])
    if _is_written_anew(one, two, matches):
        matches = _keep_ends(one, two, matches)
    matches = _shift(one, two, matches)
    matches = tuple(_iter_spaced(one, two, matches))
    matches = tuple(_iter_weighty(one, two, matches))
    return tuple(_iter_strokes(one, newer, matches))


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


def _iter_spaced(
    older: Sequence[Token], newer: Sequence[Token], matches: Sequence[Match]
) -> Iterator[Match]:
    """Yield the matches without the tokens whose white space nothing could hold."""
    ends = Match(len(older), len(newer), 0)
    for match, after in pairwise((*matches, ends)):
        start = 0
        for place in range(match.size):
            one, two = older[match.older + place], newer[match.newer + place]
            if bool(one.gap) == bool(two.gap):
                continue
            is_last = place == match.size - 1
            holds_older = one.gap and after.older > match.older + match.size
            holds_newer = two.gap and after.newer > match.newer + match.size
            if is_last and (holds_older or holds_newer):
                continue
            if place > start:
                yield Match(match.older + start, match.newer + start, place - start)
            start = place + 1
        if start < match.size:
            yield Match(match.older + start, match.newer + start, match.size - start)


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
    return max(before) < _OUTWEIGHED * len(words) or max(behind) < _OUTWEIGHED * len(words)


def _iter_strokes(
    older: Sequence[Token], newer: Sequence[Token], matches: Sequence[Match]
) -> Iterator[Stroke]:
    """Yield the strokes; tokens of the newer leaf that show nothing go with what is before."""
    places = [place for place, token in enumerate(newer) if token.key]
    places.append(len(newer))
    one = two = written = 0
    for match in (*matches, Match(len(older), len(places) - 1, 0)):
        if match.older > one or match.newer > two:
            yield Stroke(
                tuple(older[one : match.older]), tuple(newer[written : places[match.newer]]), False
            )
            written = places[match.newer]
        one, two = match.older + match.size, match.newer + match.size
        if match.size:
            yield Stroke(tuple(_side(older, match)), tuple(newer[written : places[two]]), True)
            written = places[two]
