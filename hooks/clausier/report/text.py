"""A comparison as text, for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clausier.links import place_links_absolutely
from clausier.redline import render_redline
from clausier.report.account import Account, Comparison, describe
from clausier.report.marks import Marks, find_marks
from clausier.report.pieces import Form, Piece, Wrapping, WrappingKind, write_line
from clausier.report.plain import choose_form, unbind, write_plain
from clausier.wording import describe_markers
from clausier.words import load_words

_RULE: Final = "─" * 60


def render_text(comparison: Comparison, *, colour: bool = False) -> str:
    """Return a comparison as text: what is said of it, the clauses touched, the redline.

    Args:
        comparison: what to tell.
        colour: whether to mark with the sequences of a terminal rather than with signs.
    """
    account = describe(comparison)
    lines = [*_iter_head(account)]
    redline = ""
    if not comparison.redline.is_empty:
        html = render_redline(comparison.redline, describe_markers(comparison.language))
        redline = write_plain(place_links_absolutely(html, comparison.site_url), colour=colour)
        legend = _iter_legend(find_marks(html), comparison.language, choose_form(colour=colour))
        lines += ["", *_iter_clauses(account), "", *legend, _RULE, ""]
    return "".join(f"{unbind(line)}\n" for line in lines) + redline


def _iter_head(account: Account) -> Iterator[str]:
    yield account.title
    yield ""
    yield from account.standings
    yield account.binding
    yield account.day
    yield ""
    if account.stages_title:
        yield account.stages_title
    sign = "- " if account.stages_title else ""
    for stage in account.stages:
        yield f"{sign}{stage.name}." + (f" {stage.summary}" if stage.summary else "")
    yield from ("",) if account.stages_title else ()
    yield account.extent


def _iter_clauses(account: Account) -> Iterator[str]:
    """Yield a line for each clause: its name, what happened to it, words inserted and deleted."""
    names = max((len(clause.name) for clause in account.clauses), default=0)
    whats = max((len(clause.what) for clause in account.clauses), default=0)
    for clause in account.clauses:
        figures = (f"+{clause.words_inserted}" if clause.words_inserted else "",) + (
            (f"-{clause.words_deleted}",) if clause.words_deleted else ()
        )
        line = f"  {clause.name:<{names}}  {clause.what:<{whats}}  {' '.join(figures).strip()}"
        yield line.rstrip()


def _iter_legend(marks: Marks, language: str, form: Form) -> Iterator[str]:
    """Yield what the signs mean that occur: those of words in one line, that of moves below."""
    gettext = load_words(language).gettext
    words: list[str] = []
    if marks.inserted - {"move"}:
        sample = _write_sample("inserted", gettext("inserted"), form)
        meaning = gettext("in the newer text only")
        words.append(f"{sample} {meaning}")
    if marks.deleted:
        sample = _write_sample("deleted", gettext("deleted"), form)
        meaning = gettext("in the older text only")
        words.append(f"{sample} {meaning}")
    yield from ("   ".join(words),) if words else ()
    if marks.have({"move"}):
        meaning = gettext("a passage that moved; at its new place only its changes are marked")
        yield f"{form.write(Piece('pointer', '…', ()))} {meaning}"


def _write_sample(kind: WrappingKind, text: str, form: Form) -> str:
    return write_line((Piece("words", text, (Wrapping(kind),)),), form)
