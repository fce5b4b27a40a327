"""A comparison as one HTML file that needs nothing else: to open from a mail, to print, to keep."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from clausier.links import place_links_absolutely
from clausier.redline import render_redline
from clausier.report.account import (
    Account,
    Comparison,
    Stage,
    describe,
    name_columns,
)
from clausier.report.marks import Marks, find_marks
from clausier.report.style import STYLE
from clausier.wording import describe_markers
from clausier.words import load_words


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
        *_iter_extent(account, comparison, find_marks(redline)),
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
    said = tuple(_write_stage(stage) for stage in account.stages)
    if account.stages_title:
        yield f"<p>{escape(account.stages_title)}</p>"
        yield "<ol>"
        yield from (f"<li>{one}</li>" for one in said)
        yield "</ol>"
    else:
        yield from (f"<p>{one}</p>" for one in said)
    yield f'<p class="extent">{escape(account.extent)}</p>'


def _write_stage(stage: Stage) -> str:
    name = f"<strong>{escape(stage.name)}.</strong>"
    if not stage.summary:
        return name
    return f'{name} <span lang="{escape(stage.summary_language)}">{escape(stage.summary)}</span>'


def _iter_extent(account: Account, comparison: Comparison, marks: Marks) -> Iterator[str]:
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
    yield from _iter_legend(marks, comparison.language)


def _iter_legend(marks: Marks, language: str) -> Iterator[str]:
    """Yield a sample of each mark that occurs, and what it means."""
    yield '<dl class="legend">'
    for name, sample, meaning in _iter_samples(marks, language):
        yield f'<dt><span class="{name}">{escape(sample)}</span></dt><dd>{escape(meaning)}</dd>'
    yield "</dl>"


def _iter_samples(marks: Marks, language: str) -> Iterator[tuple[str, str, str]]:
    """Yield a class of the style, what stands in it, and what it means."""
    gettext = load_words(language).gettext
    if "words" in marks.inserted:
        yield "in", gettext("inserted"), gettext("underlined: in the newer text only")
    if marks.deleted - {"move"}:
        yield "out", gettext("deleted"), gettext("struck through: in the older text only")
    if marks.have({"move"}):
        meaning = gettext(
            "double bar: came here from elsewhere, its changes marked, or went elsewhere, struck "
            "through with dashes"
        )
        yield "moved", gettext("moved"), meaning
    if marks.have({"number", "reference"}):
        meaning = gettext("without a ground: a number, or a reference that follows it")
        yield "follows", "4.1", meaning
    if marks.have({"formatting"}):
        meaning = gettext("dotted: the same words in another form, or a link that leads elsewhere")
        yield "form", gettext("reformatted"), meaning
    if marks.have({"typographic"}):
        meaning = gettext(
            "in grey: only letter case, spaces, quotes, apostrophes, dashes or ligatures differ"
        )
        yield "case", gettext("typography"), meaning


def _iter_foot(account: Account, comparison: Comparison) -> Iterator[str]:
    if comparison.is_published:
        address = escape(comparison.address)
        yield f'<p><a href="{address}">{address}</a></p>'
    yield f"<p>{escape(account.day)}</p>"
