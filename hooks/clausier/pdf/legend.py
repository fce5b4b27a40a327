"""What the marks of a redline mean, each beside a sample of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from clausier.pdf.nodes import Block, Group, Style, Words, iter_nodes, iter_runs
from clausier.pdf.wording import write_run
from clausier.words import load_words

Entry: TypeAlias = tuple[Words, str, Words]
"""A sample, the bar beside it, and what both mean."""


def iter_legend(blocks: tuple[Block, ...], language: str) -> Iterator[Entry]:
    """Yield an entry for each mark that occurs in some blocks, and for the bar in the margin."""
    gettext = load_words(language).gettext
    looks = {frozenset(run.styles) for run in iter_runs(blocks)}
    for sample, styles, meaning in _iter_samples(language):
        if any(_is_shown_by(look, styles) for look in looks):
            yield (write_run(sample, *styles),), "", (write_run(meaning),)
    groups = (node for node in iter_nodes(blocks) if isinstance(node, Group))
    if any(group.bar == "moved" for group in groups):
        meaning = gettext("double bar: from another place, with its changes marked")
        yield (write_run(gettext("moved")),), "moved", (write_run(meaning),)
    meaning = gettext("bar in the margin: a passage with changes")
    yield (), "changed", (write_run(meaning),)


def _is_shown_by(look: frozenset[Style], styles: tuple[Style, ...]) -> bool:
    """Whether words that look so are of the kind that a sample stands for.

    What only follows from something else looks otherwise than what is new, and has its own.
    """
    if "follows" in look and "inserted" in look:
        return "follows" in styles
    return look.issuperset(styles) or ("typographic" in styles and "typographic" in look)


def _iter_samples(language: str) -> Iterator[tuple[str, tuple[Style, ...], str]]:
    """Yield what stands in each sample, how it looks, and what it means."""
    gettext = load_words(language).gettext
    meaning = gettext("underlined twice: in the newer text only")
    yield gettext("inserted"), ("inserted",), meaning
    meaning = gettext("struck through: in the older text only")
    yield gettext("deleted"), ("deleted",), meaning
    meaning = gettext("underlined once: a number, or a reference that follows it")
    yield "4.1", ("follows", "inserted"), meaning
    meaning = gettext(
        "in grey: only letter case, spaces, quotes, apostrophes, dashes or ligatures differ"
    )
    yield gettext("typography"), ("inserted", "typographic"), meaning
    meaning = gettext("struck through with dashes: moved elsewhere in the newer text")
    yield gettext("moved"), ("moved_away",), meaning
    meaning = gettext("underlined with dots: the same words as elsewhere in the older text")
    yield gettext("moved"), ("moved_here",), meaning
