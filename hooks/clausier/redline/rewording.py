"""Two leaves compared word by word, the way a lawyer would mark the one to make the other.

Words are aligned by what they say, whatever their case, quotes, emphasis or links. Where two that
belong together differ in such things only, the stroke between them says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from clausier.clauses.blocks import Block
from clausier.clauses.references import read_references
from clausier.clauses.tokens import LINE_BREAK, Token, encode_word
from clausier.redline.legibility import keep_spaced, make_legible
from clausier.redline.matching import Match, find_matches
from clausier.redline.references import NO_REFERENCES, References
from clausier.redline.steps import Nature, Stroke

_NUMBER: Final = -1
"""Code of every number that refers to a clause."""
_SUFFIX: Final = -2
"""Code of every `bis` after one."""
_ITEM: Final = -3
"""Code of every letter of an item after one."""
_SHORT: Final = 3
"""Length of a word that does not hold two changes of typography apart."""
_SMALL: Final = 2
"""Up to how many tokens in another form become part of a change of words beside them."""


def compare_leaves(older: Block, newer: Block, renumbered: Mapping[str, str]) -> tuple[Stroke, ...]:
    """Return the strokes that lead from one leaf to another, in reading order.

    The numbers that clauses or items begin with are compared by themselves, and so is what follows.

    Args:
        older: a leaf.
        newer: a leaf of the same kind.
        renumbered: new citations of clauses, by their old ones.
    """
    begin = older.anchor is not None, newer.anchor is not None
    are_items = not any(begin) and (older.label or newer.label)
    if not (are_items or (all(begin) and older.label and newer.label)):
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
        renumbered: new citations of clauses, by their old ones.
        by_words: take no notice of white space that only one side has, because the older side is
            not read back from these strokes.
    """
    one = [token for token in older if token.key]
    two = [token for token in newer if token.key]
    references = NO_REFERENCES
    if renumbered:
        references = References(read_references(one), read_references(two), renumbered)
    matches = make_legible(one, two, _match(one, two, references), by_words=by_words)
    return _join(_iter_strokes(one, newer, matches, references))


def _compare_labels(older: Sequence[Token], newer: Sequence[Token]) -> Iterator[Stroke]:
    """Yield the strokes between the numbers of two clauses or items."""
    one = [token for token in older if token.key]
    two = [token for token in newer if token.key]
    matches = find_matches(*([encode_word(t.key) for t in side] for side in (one, two)))
    matches = keep_spaced(one, two, matches)
    for stroke in _iter_strokes(one, newer, matches, NO_REFERENCES):
        nature: Nature = "kept" if stroke.is_kept else "number"
        if not stroke.is_kept and _read_number(stroke.older) == _read_number(stroke.newer):
            nature = "formatting"
        yield replace(stroke, nature=nature)


def _read_number(tokens: Sequence[Token]) -> list[str]:
    """Return a number without the signs around it."""
    return [token.alike for token in tokens if token.counted]


def _match(
    older: Sequence[Token], newer: Sequence[Token], references: References
) -> tuple[Match, ...]:
    """Return what is alike.

    Where clauses were renumbered, references may be paired whatever their numbers, if more is alike
    for it.
    """
    one, two = [token.code for token in older], [token.code for token in newer]
    lengths = [len(token.text) for token in older]
    matches = _match_best(one, two, lengths)
    if not (references.older and references.newer):
        return matches
    for codes, places in (one, references.older), (two, references.newer):
        for place, cited in places.items():
            is_suffix = places.get(place - 1) == cited
            codes[place] = _ITEM if cited.endswith(")") else _SUFFIX if is_suffix else _NUMBER
    others = _match_best(one, two, lengths)

    def count(found: Sequence[Match]) -> int:
        return sum(
            _compare_pair(older[match.older + n], newer[match.newer + n]) != "words"
            or references.follow(match.older + n, match.newer + n)
            for match in found
            for n in range(match.size)
        )

    return max(matches, others, key=count)


def _match_best(
    older: Sequence[int], newer: Sequence[int], lengths: Sequence[int]
) -> tuple[Match, ...]:
    """Return a longest common sequence with most text in it, in the fewest pieces.

    Args:
        older: codes of words.
        newer: likewise.
        lengths: how long the older words are, in code points.
    """
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
        kept = (sum(lengths[match.older : match.older + match.size]) for match in found)
        return sum(kept), -len(found)

    return max(matches, turned, key=rank)


def _iter_strokes(
    older: Sequence[Token],
    newer: Sequence[Token],
    matches: Sequence[Match],
    references: References,
) -> Iterator[Stroke]:
    """Yield the strokes; tokens of the newer leaf that show nothing go with what is before."""
    places = [place for place, token in enumerate(newer) if token.key]
    places.append(len(newer))
    one = two = written = 0
    for match in (*matches, Match(len(older), len(places) - 1, 0)):
        if match.older > one or match.newer > two:
            end = places[match.newer]
            is_end = references.end(range(one, match.older), range(two, match.newer))
            nature: Nature = "reference" if is_end else "words"
            yield Stroke(tuple(older[one : match.older]), tuple(newer[written:end]), nature)
            written = end
        one, two = match.older, match.newer
        is_followed = (
            match.older + match.size < len(older) or match.newer + match.size < len(places) - 1
        )
        pairs = [
            (older[place], newer[places[two + place - one]])
            for place in range(one, one + match.size)
        ]
        natures = _compare_pairs(pairs, is_followed=is_followed)
        natures = [
            "reference" if nature == "words" and references.follow(one + n, two + n) else nature
            for n, nature in enumerate(natures)
        ]
        for nature, run in groupby(natures):
            size = len([*run])
            end = places[two + size]
            yield Stroke(tuple(older[one : one + size]), tuple(newer[written:end]), nature)
            one, two, written = one + size, two + size, end


def _compare_pairs(pairs: Sequence[tuple[Token, Token]], *, is_followed: bool) -> list[Nature]:
    """Return what differs between tokens that belong together.

    Before words that changed, the kind of white space follows from them and is not looked at.

    Args:
        pairs: tokens in a row.
        is_followed: whether a change follows.
    """
    natures: list[Nature] = [
        "kept" if older is newer else _compare_pair(older, newer) for older, newer in pairs
    ]
    for place in range(len(pairs) - 1, -1, -1):
        older, newer = pairs[place]
        if older is newer:
            continue
        is_before_change = is_followed if place == len(pairs) - 1 else natures[place + 1] != "kept"
        if natures[place] == "kept" and not is_before_change and _is_respaced(older, newer):
            natures[place] = "typographic"
    return natures


def _compare_pair(older: Token, newer: Token) -> Nature:
    """Return what differs between two tokens, whatever the white space after them."""
    if older.key == newer.key:
        return "kept"
    if older.text == newer.text:
        return "formatting"
    if older.alike == newer.alike:
        return "typographic"
    return "words"


def _is_respaced(older: Token, newer: Token) -> bool:
    """Return whether a line may end after one token and not after the other."""
    return bool(older.gap and newer.gap) and older.is_glued != newer.is_glued


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
    """Return whether next to nothing stands between this change of form and one like it before.

    Between links, that is a sign; between signs, a word; between words, a short one.
    """
    if len(strokes) < 2 or stroke.nature not in {"formatting", "typographic"}:
        return False
    before, kept = strokes[-2:]
    if before.nature != stroke.nature or len(kept.older) != 1:
        return False
    token = kept.older[0]
    if stroke.nature == "formatting":
        return not token.counted and token.text != LINE_BREAK
    changed = (*before.older, *stroke.older)
    return len(token.text) <= _SHORT or not any(token.counted for token in changed)


def _common_nature(one: Stroke, two: Stroke) -> Nature | None:
    """Return the nature of the stroke that two neighbours make together, if they make one."""
    if one.nature == two.nature:
        return one.nature
    words, other = (one, two) if one.nature == "words" else (two, one)
    if words.nature == "words" and other.nature in {"formatting", "typographic"}:
        most = max(_SMALL, min(len(words.older), len(words.newer)))
        return "words" if len(other.older) <= most else None
    return None
