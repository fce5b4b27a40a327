"""A comparison as one HTML file that needs nothing else: to open from a mail, to print, to keep."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from clausier.links import place_links_absolutely
from clausier.redline import render_redline
from clausier.report.account import (
    Account,
    Comparison,
    describe,
    name_columns,
)
from clausier.report.style import STYLE
from clausier.wording import describe_markers
from clausier.words import load_words

_MOVES: Final = frozenset({"moved", "split", "merged"})


def render_page(comparison: Comparison) -> str:
    """Return a comparison as a page: what is said of it, the clauses touched, the redline.

    It runs no script and loads nothing but images that a text shows. The redline stands in an
    element with `data-redline` (DESIGN section 7).
    """
    account = describe(comparison)
    markers = describe_markers(comparison.language, spoken=True)
    redline = place_links_absolutely(
        render_redline(comparison.redline, markers), comparison.site_url
    )
    name = "p" if "<h1" in redline else "h1"  # a page has one heading of level 1
    parts = (
        "<!doctype html>",
        f'<html lang="{escape(comparison.language)}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; img-src https: data:\">",
        f"<title>{escape(account.title)}</title>",
        f"<style>\n{STYLE}</style>",
        "</head>",
        "<body>",
        "<header>",
        f'<{name} class="title">{escape(account.title)}</{name}>',
        *_iter_head(account),
        *_iter_extent(account, comparison),
        "</header>",
        f'<main data-redline="{escape(comparison.key)}">',
        redline,
        "</main>",
        "<footer>",
        *_iter_foot(account, comparison),
        "</footer>",
        "</body>",
        "</html>",
    )
    return "\n".join(parts) + "\n"


def _iter_head(account: Account) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{escape(standing)}</li>" for standing in account.standings)
    yield "</ul>"
    yield f"<p>{escape(account.binding)}</p>"
    summary = f" {escape(account.summary)}" if account.summary else ""
    yield f"<p><strong>{escape(account.change)}.</strong>{summary}</p>"
    yield f'<p class="extent">{escape(account.extent)}</p>'


def _iter_extent(account: Account, comparison: Comparison) -> Iterator[str]:
    """Yield the table of clauses touched, and the legend."""
    if comparison.redline.is_empty:
        return
    columns = name_columns(comparison.language)
    yield '<div class="scroll"><table>'
    yield "<thead><tr>"
    yield from (f'<th scope="col">{escape(column)}</th>' for column in columns[:2])
    yield from (f'<th scope="col" class="figure">{escape(column)}</th>' for column in columns[2:])
    yield "</tr></thead>"
    yield "<tbody>"
    for clause in account.clauses:
        figures = (str(clause.words_inserted or ""), str(clause.words_deleted or ""))
        cells = "".join(f'<td class="figure">{figure}</td>' for figure in figures)
        link = f'<a href="#change-{clause.place}">{escape(clause.name)}</a>'
        yield f'<tr><th scope="row">{link}</th><td>{escape(clause.what)}</td>{cells}</tr>'
    yield "</tbody></table></div>"
    yield from _iter_legend(comparison)


def _iter_legend(comparison: Comparison) -> Iterator[str]:
    gettext = load_words(comparison.language).gettext
    samples = [
        ("in", gettext("inserted"), gettext("underlined: in the newer text only")),
        ("out", gettext("deleted"), gettext("struck through: in the older text only")),
    ]
    if any(_MOVES.intersection(change.kinds) for change in comparison.redline.changes):
        meaning = gettext("double bar: from another place, with its changes marked")
        samples.append(("moved", gettext("moved"), meaning))
    yield '<dl class="legend">'
    for name, sample, meaning in samples:
        yield f'<dt><span class="{name}">{escape(sample)}</span></dt><dd>{escape(meaning)}</dd>'
    yield "</dl>"


def _iter_foot(account: Account, comparison: Comparison) -> Iterator[str]:
    if comparison.is_published:
        address = escape(comparison.address)
        yield f'<p><a href="{address}">{address}</a></p>'
    yield f"<p>{escape(account.day)}</p>"
