"""Long texts with an edited copy, made of real terms; the same on every run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from random import Random
from typing import Final

from bench.corpus import History

_HEADING: Final = re.compile(r"#{1,6} +(?P<words>.*?)[ #]*")
_ODD: Final = re.compile(r"\s|[<{\[|>`]|\[\^|:::|-{3}|\*{3}|_{3}")
"""How blocks begin that would not do among numbered paragraphs."""
_ITEM: Final = re.compile(r"[-*+] |\d+[.)] ")
_NUMBER: Final = re.compile(r"^[\d.)]+ +")
_WORD: Final = re.compile(r"(?<=[ ])[^\W\d_]{6,}(?=[ ])")
"""Words between spaces, so that no address and no sign of Markdown is touched."""


@dataclass(frozen=True, slots=True)
class Article:
    """A heading, and the paragraphs and lists under it, none of them numbered."""

    heading: str
    parts: tuple[str, ...]

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(part.split()) for part in (self.heading, *self.parts))


@dataclass(frozen=True, slots=True)
class Shape:
    """Two Markdown texts."""

    language: str
    older: str
    newer: str


def _edited(histories: Sequence[History], words: int) -> Shape:
    older = tuple(_lengthen(_read_all(histories), words))
    return Shape(histories[0].language, _write(older), _write(tuple(_edit(older))))


def _one_paragraph(histories: Sequence[History], words: int) -> Shape:
    articles = _lengthen(_read_all(histories), 2 * words)
    parts = (part for article in articles for part in article.parts if not _ITEM.match(part))
    text = " ".join(" ".join(parts).split()[:words])
    return Shape(histories[0].language, text, _vary(text, 0.05, _vocabulary([text]), Random(3)))


def _rewritten(histories: Sequence[History], words: int) -> Shape:
    sides = (tuple(_read_articles(history.texts[-1])) for history in _two_documents(histories))
    older, newer = (_write(tuple(_lengthen(side, words))) for side in sides)
    return Shape(histories[0].language, older, newer)


def _merged(histories: Sequence[History], paragraphs: int) -> Shape:
    lines = [f"{' '.join(line)}." for line in islice(_iter_lines(histories, 30), paragraphs)]
    return Shape(histories[0].language, "\n\n".join(lines), " ".join(lines))


def _items(histories: Sequence[History], items: int) -> Shape:
    older = [f"- {' '.join(line)}" for line in islice(_iter_lines(histories, 30), items)]
    vocabulary, chance = _vocabulary(older), Random(6)
    newer = [
        item if place % 10 else _vary(item, 0.1, vocabulary, chance)
        for place, item in enumerate(older)
    ]
    return Shape(histories[0].language, "\n".join(older), "\n".join(newer))


def _reordered(histories: Sequence[History], items: int) -> Shape:
    older = [f"- {' '.join(line)}" for line in islice(_iter_lines(histories, 10), items)]
    newer = list(older)
    Random(4).shuffle(newer)
    return Shape(histories[0].language, "\n".join(older), "\n".join(newer))


def _table(histories: Sequence[History], rows: int) -> Shape:
    lines = islice(_iter_lines(histories, 12), rows + rows // 10)
    older = [[" ".join(line[start : start + 3]) for start in range(0, 12, 3)] for line in lines]
    spare = [older.pop() for _ in range(rows // 10)]
    newer = list(older)
    for place, row in zip(Random(5).sample(range(rows), len(spare)), spare, strict=True):
        newer[place] = [*older[place][:2], row[0], older[place][3]]
    return Shape(histories[0].language, *map(_write_table, (older, newer)))


def _renumbered(histories: Sequence[History], clauses: int) -> Shape:
    lines = _iter_lines(histories, 25)
    articles = (Article(" ".join(next(lines)[:4]), tuple(_paragraphs(lines))) for _ in count())
    first, *older = islice(articles, clauses // 4 + 1)
    return Shape(histories[0].language, _write(older), _write((first, *older)))


SHAPES: Final[Mapping[str, Callable[[Sequence[History], int], Shape]]] = {
    "words, with an edited copy": _edited,
    "words in one paragraph, with an edited copy": _one_paragraph,
    "words, with as many others": _rewritten,
    "paragraphs, made one": _merged,
    "items of a list, of which a tenth are edited": _items,
    "items, in another order": _reordered,
    "rows, of which a tenth are edited": _table,
    "clauses, all renumbered by a new article 1": _renumbered,
}
"""Each takes the histories, and how many there are to be of what its name begins with."""


def _two_documents(histories: Sequence[History]) -> tuple[History, History]:
    """Return the first histories that have different names or, as the last resort, languages."""
    first, *others = histories
    return first, next((one for one in others if one.name != first.name), others[0])


def _paragraphs(lines: Iterator[list[str]]) -> Iterator[str]:
    return (f"{' '.join(line)}." for line in islice(lines, 4))


def _read_all(histories: Sequence[History]) -> tuple[Article, ...]:
    """Return the articles of the newest text of each document in the first one's language."""
    language = histories[0].language
    texts = (history.texts[-1] for history in histories if history.language == language)
    return tuple(article for text in texts for article in _read_articles(text))


def _read_articles(text: str) -> Iterator[Article]:
    heading, parts = "", list[str]()
    for block in re.split(r"\n\s*\n", text.strip()):
        match = _HEADING.fullmatch(block)
        if match is None:
            if not _ODD.match(block):
                parts.append(block)
            continue
        if parts:
            yield Article(heading, tuple(parts))
        heading, parts = _NUMBER.sub("", match["words"]), []
    if parts:
        yield Article(heading, tuple(parts))


def _lengthen(articles: Sequence[Article], words: int) -> Iterator[Article]:
    """Yield copies of articles up to so many words, a tenth of the longer words in each another."""
    vocabulary = _vocabulary([part for article in articles for part in article.parts])
    total = 0
    for copy in count():
        chance = Random(copy)
        for article in articles:
            parts = tuple(_vary(part, 0.1, vocabulary, chance) for part in article.parts)
            yield replace(article, parts=parts)
            total += article.words
            if total >= words:
                return


def _edit(articles: Sequence[Article]) -> Iterator[Article]:
    """Yield articles of which about 1% of the paragraphs are reworded, and some come, go or move.

    Four fifths down stands a new article, so that those after it are renumbered; the second one
    moves to the end.
    """
    chance = Random(1)
    vocabulary = _vocabulary([part for article in articles for part in article.parts])
    held: list[str] = []
    """A paragraph on its way to a later place."""
    moved = articles[1:2]
    for place, article in enumerate(articles):
        if place == len(articles) * 4 // 5:
            new = (_vary(part, 1.0, vocabulary, chance) for part in article.parts)
            yield Article("A new article", tuple(new))
        if article in moved:
            continue
        parts: list[str] = []
        for part in article.parts:
            fate = chance.random()
            if fate < 0.010:
                parts.append(_vary(part, 0.1, vocabulary, chance))
            elif fate < 0.012:
                held.append(part)
            elif fate < 0.014:
                parts += (part, _vary(part, 1.0, vocabulary, chance))
            elif fate >= 0.016:
                parts.append(part)
            if held and fate > 0.95:
                parts.append(held.pop())
        yield replace(article, parts=tuple(parts))
    yield from moved


def _vary(text: str, share: float, vocabulary: Sequence[str], chance: Random) -> str:
    def change(word: re.Match[str]) -> str:
        return chance.choice(vocabulary) if chance.random() < share else word[0]

    return _WORD.sub(change, text)


def _vocabulary(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({word for text in texts for word in _WORD.findall(text)}))


def _iter_lines(histories: Sequence[History], words: int) -> Iterator[list[str]]:
    """Yield stretches of so many plain words, no end of them."""
    vocabulary = _vocabulary([text for history in histories for text in history.texts])
    chance = Random(2)
    while True:
        yield chance.choices(vocabulary, k=words)


def _write(articles: Sequence[Article]) -> str:
    """Return numbered articles as Markdown."""
    blocks = ["# Terms"]
    for number, article in enumerate(articles, 1):
        blocks.append(f"## {number}. {article.heading}")
        clause = 0
        for part in article.parts:
            is_list = _ITEM.match(part) is not None
            clause += not is_list
            blocks.append(part if is_list else f"{number}.{clause}. {part}")
    return "\n\n".join(blocks)


def _write_table(rows: Sequence[Sequence[str]]) -> str:
    lines = [["Term", "Meaning", "Since", "Note"], ["---"] * 4, *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)
