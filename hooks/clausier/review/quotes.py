"""The redlines of a proposal as quotations, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clausier.excerpts import cut_redline
from clausier.links import place_links_absolutely
from clausier.redline import Redline, render_redline
from clausier.report.account import TouchedClause, describe_extent, list_touched
from clausier.report.comment import iter_legend, write_quote
from clausier.review.lines import measure, quote_words, write_fold
from clausier.wording import describe_markers, name_language
from clausier.words import load_words

_SHORT = 4000
"""Up to how many characters a redline is shown without being opened."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The redline of one text."""

    summary: str
    """Which text is compared with which, and how much changed, in plain words."""
    legend: str
    clauses: tuple[str, ...]
    """What changed in each clause, as Markdown; none where the texts are identical."""


def make_quote(redline: Redline, text: str, older: str, site_url: str, language: str) -> Quote:
    """Return the redline of a text, cut by clause.

    Args:
        redline: what changed.
        text: the language of the text.
        older: the number of the version that it is compared with.
        site_url: the address of the root of the site, for links to it.
        language: that of the report.
    """
    gettext = load_words(language).gettext
    tongue = name_language(text, language).capitalize()
    said = gettext("%(language)s, compared with version %(version)s:")
    summary = (
        f"{said % {'language': tongue, 'version': older}} {describe_extent(redline, language)}"
    )
    if redline.is_empty:
        return Quote(summary, "", ())
    markers = describe_markers(language)
    html = render_redline(redline, markers)
    excerpts = cut_redline(redline)
    touched = list_touched(redline, language)
    return Quote(
        summary,
        ", ".join(iter_legend(html, language)),
        tuple(
            _write_clause(
                clause,
                place_links_absolutely(
                    excerpts[change.older, change.newer].render(markers), site_url
                ),
                language,
            )
            for change, clause in zip(redline.changes, touched, strict=True)
        ),
    )


def _write_clause(clause: TouchedClause, html: str, language: str) -> str:
    figures = "".join(f", {figure}" for figure in _iter_figures(clause, language))
    head = f"**{quote_words(clause.name)}** — {quote_words(clause.what)}{figures}"
    return f"{head}\n\n{write_quote(html)}"


def _iter_figures(clause: TouchedClause, language: str) -> Iterator[str]:
    ngettext = load_words(language).ngettext
    inserted, deleted = clause.words_inserted, clause.words_deleted
    if inserted:
        yield f"{inserted}\u00a0{ngettext('word inserted', 'words inserted', inserted)}"
    if deleted:
        yield f"{deleted}\u00a0{ngettext('word deleted', 'words deleted', deleted)}"


def write_redline(quote: Quote, room: int, left_out: str, language: str) -> str:
    """Return a redline as Markdown, with as many of its clauses as there is room for.

    Args:
        quote: the redline.
        room: how long it may be at most, as `measure` has it.
        left_out: where the rest can be read, in Markdown.
        language: that of the report.

    Returns:
        Never more than `room`; where not even its heading fits, nothing.
    """
    if not quote.clauses:
        line = f"**{quote_words(quote.summary)}**"
        return line if measure(line) <= room else ""
    whole = "\n\n".join((quote.legend, *quote.clauses))
    content, is_short = whole, measure(whole) <= _SHORT
    done = write_fold(quote.summary, content, is_open=is_short)
    count = len(quote.clauses)
    while measure(done) > room and count:
        count -= 1
        note = _say_left_out(len(quote.clauses) - count, left_out, language)
        content = "\n\n".join((note, quote.legend, *quote.clauses[:count]))
        done = write_fold(quote.summary, content, is_open=False)
    return done if measure(done) <= room else ""


def _say_left_out(count: int, where: str, language: str) -> str:
    said = load_words(language).ngettext(
        "**%(count)s clause that changed is left out here,** because a comment can be no longer. "
        "%(where)s",
        "**%(count)s clauses that changed are left out here,** because a comment can be no longer. "
        "%(where)s",
        count,
    )
    return said % {"count": count, "where": where}
