"""Real terms, version by version, each text rendered once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import yaml

from clausier.clauses import RenderedText, Renderer, read_text
from clausier.frontmatter import parse_page

ROOT: Final = Path(__file__).parents[1]
REAL: Final = ROOT.parent / "shared" / "real-histories"
SAMPLE: Final = ROOT / "hooks" / "clausier" / "sample" / "conditions"

_BUILT_IN: Final = ("toc", "tables", "fenced_code")
"""Extensions that MkDocs adds to those of mkdocs.yml."""


@dataclass(frozen=True, slots=True)
class History:
    """One document in one language, version by version."""

    name: str
    language: str
    texts: tuple[str, ...]
    """Markdown without front matter, oldest first; no two neighbours are the same."""


@dataclass(frozen=True, slots=True)
class Translated:
    """One document in English and in another language, at each moment its translation changed."""

    name: str
    language: str
    states: tuple[tuple[str, str], ...]
    """English and translation, without front matter, oldest first."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One text in all the forms that engines take."""

    markdown: str = field(repr=False)
    text: RenderedText = field(repr=False)
    converted_in: float
    """Seconds from Markdown to HTML."""
    read_in: float
    """Seconds from HTML to clauses, blocks and words, typography included."""

    @property
    def plain(self) -> str:
        """Its words alone, a line for each paragraph, item or cell."""
        return "\n".join(leaf.plain_text for leaf in self.text.body.leaves)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, one after the other in a history."""

    name: str
    older: Reading
    newer: Reading


def read_histories(real: Path = REAL, sample: Path = SAMPLE) -> tuple[History, ...]:
    """Return the real histories; where they are not, that of the sample in each language."""
    rows = _iter_real(real) if real.is_dir() else _iter_sample(sample)
    histories: dict[tuple[str, str], list[str]] = {}
    for name, language, raw in rows:
        text = parse_page(raw, name).body.decode("utf-8")
        texts = histories.setdefault((name, language), [])
        if texts[-1:] != [text]:
            texts.append(text)
    return tuple(History(*key, tuple(texts)) for key, texts in histories.items())


def read_translated(real: Path = REAL) -> tuple[Translated, ...]:
    """Return the real documents that are kept in English and in another language."""
    standing: dict[str, str] = {}
    states: dict[tuple[str, str], list[tuple[str, str]]] = {}
    rows = sorted(_iter_rows(real), key=lambda row: (row["committed_at"], row["language"]))
    for row in rows:
        text = parse_page(row["text"].encode(), row["document"]).body.decode("utf-8")
        name, language = row["document"], row["language"]
        if language == "en":
            standing[name] = text
        elif name in standing:
            states.setdefault((name, language), []).append((standing[name], text))
    return tuple(Translated(*key, tuple(found)) for key, found in states.items())


def _iter_rows(folder: Path) -> Iterator[Mapping[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield {**row, "document": f"{path.stem} {row['document']}"}


def _iter_real(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    for row in _iter_rows(folder):
        yield row["document"], row["language"], row["text"].encode()


def _iter_sample(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    def version(path: Path) -> tuple[str, tuple[int, ...]]:
        number, language, _ = path.name.rsplit(".", 2)
        return language, tuple(map(int, number.split(".")))

    for path in sorted(folder.glob("*.md"), key=version):
        yield folder.name, version(path)[0], path.read_bytes()


def make_renderer() -> Renderer:
    """Return what turns Markdown into HTML on the site, by its mkdocs.yml."""
    config: Mapping[str, Any] = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    configs: dict[str, Mapping[str, Any]] = {name: {} for name in _BUILT_IN}
    for entry in config["markdown_extensions"]:
        configs |= entry if isinstance(entry, dict) else {entry: {}}
    return Renderer(tuple(configs), configs)


def render(markdown: str, language: str, renderer: Renderer) -> Reading:
    """Return a text, rendered as on the site."""
    start = time.perf_counter()
    html = renderer.render(markdown)
    converted = time.perf_counter()
    text = read_text(html, language)
    return Reading(markdown, text, converted - start, time.perf_counter() - converted)


def iter_pairs(histories: Sequence[History], renderer: Renderer) -> Iterator[Pair]:
    """Yield each version with the next one, each text rendered once."""
    for history in histories:
        readings = (render(text, history.language, renderer) for text in history.texts)
        for number, (older, newer) in enumerate(pairwise(readings), 1):
            yield Pair(f"{history.name} {history.language} {number}-{number + 1}", older, newer)


def spread(pairs: Sequence[Pair], count: int) -> tuple[Pair, ...]:
    """Return so many pairs, evenly spread, or all if there are no more."""
    if count >= len(pairs):
        return tuple(pairs)
    return tuple(pairs[place * len(pairs) // count] for place in range(count))
