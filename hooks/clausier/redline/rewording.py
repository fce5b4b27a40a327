"""Two leaves compared word by word, the way a lawyer would mark the one to make the other.

The longest common sequence of tokens is exact, but not yet readable: it keeps a lone "de" between
two rewritten phrases, and takes an inserted sentence to begin with the full stop before it. So
changes are shifted to where sentences begin, and those with next to nothing between them are made
one. None of this loses or adds a word: it only marks more of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

from clausier.clauses.blocks import Block
from clausier.clauses.tokens import LINE_BREAK, Token
from clausier.redline.matching import Match, find_matches
from clausier.redline.references import follow_references
from clausier.redline.steps import Nature, Stroke

_LEAST_IN_COMMON: Final = 0.35
"""Below this share of kept words, a leaf reads as written anew."""
_SHORT: Final = 3
"""Length of a word that does not hold two changes apart."""
_OUTWEIGHED: Final = 4
"""How many times its words a change must have on both sides to swallow what is between."""
_MANY: Final = 4
"""More words than that always hold two changes apart."""
_BRACKETS: Final = {")": "(", "]": "[", "»": "«", "”": "“"}
_SMALL: Final = 2
"""Up to how many tokens in another form become part of a change of words beside them."""
_FARTHEST: Final = 200
"""By how many tokens a change is shifted at most."""
_SENTENCE_ENDS: Final = frozenset({".", "!", "?", "…", ";", ":", LINE_BREAK})


def compare_leaves(older: Block, newer: Block, renumbered: Mapping[str, str]) -> tuple[Stroke, ...]:
    """Return the strokes that lead from one leaf to another, in reading order.

    The numbers that clauses begin with are compared by themselves, and so is what follows.

    Args:
        older: a leaf.
        newer: a leaf of the same kind.
        renumbered: new numbers of clauses, by their old ones.
    """
    if not (older.label and newer.label):
        return compare_tokens(older.tokens, newer.tokens, renumbered)
    labels = older.tokens[: older.label], newer.tokens[: newer.label]
    rest = older.tokens[older.label :], newer.tokens[newer.label :]
    words = compare_tokens(*rest, renumbered)
    return _join((*_compare_labels(*labels), *words))


def compare_tokens(
    older: Sequence[Token],
    newer: Sequence[Token],
    renumbered: Mapping[str, str],
    *,
    by_words: bool = False,
) -> tuple[Stroke, ...]:
    """Return the strokes that lead from some tokens to others, in reading order.

    Kept and changed strokes alternate, save that changes of several natures may follow each other.
    A kept token is followed by white space in both leaves or in neither, unless a change follows
    that holds the white space.

    Args:
        older: tokens of one leaf or more.
        newer: likewise.
        renumbered: new numbers of clauses, by their old ones.
        by_words: take no notice of white space that only one side has, because the older side is
            not read back from these strokes.
    """
    one = [token for token in older if token.key]
    two = [token for token in newer if token.key]
    matches = _match(one, two, renumbered)
    if _is_written_anew(one, two, matches):
        matches = _keep_ends(one, two, matches)
    matches = _shift(one, two, matches)
    if not by_words:
        matches = tuple(_iter_spaced(one, two, matches))
    matches = tuple(_iter_weighty(one, two, matches))
    matches = tuple(_iter_closed(one, two, matches))
    return _join(_iter_strokes(one, newer, matches))


def _compare_labels(older: Sequence[Token], newer: Sequence[Token]) -> Iterator[Stroke]:
    """Yield the strokes between the tokens of two clauses' numbers."""
    one = [token for token in older if token.key]
    two = [token for token in newer if token.key]
    matches = find_matches([token.key for token in one], [token.key for token in two])
    matches = tuple(_iter_spaced(one, two, matches))
    for stroke in _iter_strokes(one, newer, matches):
        nature: Nature = "kept" if stroke.is_kept else "number"
        if not stroke.is_kept and _read_number(stroke.older) == _read_number(stroke.newer):
            nature = "formatting"
        yield replace(stroke, nature=nature)


def _read_number(tokens: Sequence[Token]) -> list[str]:
    """Return a number without the signs around it."""
    return [token.alike for token in tokens if token.counted]


def _match(
    older: Sequence[Token], newer: Sequence[Token], renumbered: Mapping[str, str]
) -> tuple[Match, ...]:
    """Return what is alike; references may have followed where more is alike for it."""
    one, two = [token.alike for token in older], [token.alike for token in newer]
    matches = _match_best(one, two)
    followed = follow_references(older, renumbered) if renumbered else {}
    if not followed:
        return matches
    for place, number in followed.items():
        one[place] = number
    others = _match_best(one, two)
    return max(matches, others, key=lambda found: sum(match.size for match in found))


def _match_best(older: Sequence[str], newer: Sequence[str]) -> tuple[Match, ...]:
    """Return a longest common sequence with most text in it, in the fewest pieces."""
    matches = find_matches(older, newer)
    if len(matches) < 2:
        return matches
    others = find_matches(older[::-1], newer[::-1])
    turned = tuple(
        Match(len(older) - match.older - match.size, len(newer) - match.newer - match.size, size)
        for match in reversed(others)
        if (size := match.size)
    )

    def rank(found: Sequence[Match]) -> tuple[int, int]:
        kept = (older[match.older : match.older + match.size] for match in found)
        return sum(len(word) for words in kept for word in words), -len(found)

    return max(matches, turned, key=rank)


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


def _iter_strokes(
    older: Sequence[Token], newer: Sequence[Token], matches: Sequence[Match]
) -> Iterator[Stroke]:
    """Yield the strokes; tokens of the newer leaf that show nothing go with what is before."""
    places = [place for place, token in enumerate(newer) if token.key]
    places.append(len(newer))
    one = two = written = 0
    for match in (*matches, Match(len(older), len(places) - 1, 0)):
        if match.older > one or match.newer > two:
            end = places[match.newer]
            yield Stroke(tuple(older[one : match.older]), tuple(newer[written:end]), "words")
            written = end
        one, two = match.older, match.newer
        last = match.older + match.size - 1
        is_followed = last + 1 < len(older) or match.newer + match.size < len(places) - 1
        natures = (
            _compare_pair(
                older[place],
                newer[places[two + place - one]],
                is_last=is_followed and place == last,
            )
            for place in range(one, one + match.size)
        )
        for nature, run in groupby([*natures]):
            size = len([*run])
            end = places[two + size]
            yield Stroke(tuple(older[one : one + size]), tuple(newer[written:end]), nature)
            one, two, written = one + size, two + size, end


def _compare_pair(older: Token, newer: Token, *, is_last: bool) -> Nature:
    """Return what differs between two tokens that belong together.

    Before words that changed, the kind of white space follows from them and is not looked at.
    """
    if older.key == newer.key:
        is_same = is_last or older.is_glued == newer.is_glued or not (older.gap and newer.gap)
        return "kept" if is_same else "typographic"
    if older.text == newer.text:
        return "formatting"
    return "typographic" if older.alike == newer.alike else "reference"


def _join(strokes: Iterable[Stroke]) -> tuple[Stroke, ...]:
    """Return strokes with those of one nature joined, and small ones taken in by words beside."""
    joined: list[Stroke] = []
    for stroke in strokes:
        if _is_between_signs(joined, stroke):
            kept, before = joined.pop(), joined.pop()
            older = (*before.older, *kept.older, *stroke.older)
            newer = (*before.newer, *kept.newer, *stroke.newer)
            joined.append(Stroke(older, newer, stroke.nature))
            continue
        nature = _common_nature(joined[-1], stroke) if joined else None
        if nature is None:
            joined.append(stroke)
        else:
            last = joined.pop()
            joined.append(Stroke(last.older + stroke.older, last.newer + stroke.newer, nature))
    return tuple(joined)


def _is_between_signs(strokes: Sequence[Stroke], stroke: Stroke) -> bool:
    """Return whether one word stands between this change of signs and the one before."""
    if len(strokes) < 2 or stroke.nature != "typographic":
        return False
    before, kept = strokes[-2:]
    signs = (*before.older, *stroke.older)
    return (
        before.nature == "typographic"
        and len(kept.older) == 1
        and not any(token.counted for token in signs)
    )


def _common_nature(one: Stroke, two: Stroke) -> Nature | None:
    """Return the nature of the stroke that two neighbours make together, if they make one."""
    if one.nature == two.nature:
        return one.nature
    words, other = (one, two) if one.nature == "words" else (two, one)
    if words.nature == "words" and other.nature in {"formatting", "typographic"}:
        return "words" if len(other.older) <= _SMALL else None
    return None
