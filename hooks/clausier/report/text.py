"""A comparison as text, for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clausier.report.account import Account, Comparison, describe
from clausier.report.pieces import Form, Piece, Wrapping, WrappingKind, write_line
from clausier.report.plain import choose_form, render_plain, unbind
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
    if not comparison.redline.is_empty:
        lines += ["", *_iter_clauses(account), ""]
        lines += [_write_legend(comparison.language, choose_form(colour=colour)), _RULE, ""]
    head = "".join(f"{unbind(line)}\n" for line in lines)
    if comparison.redline.is_empty:
        return head
    markers = describe_markers(comparison.language)
    return head + render_plain(
        comparison.redline, markers, colour=colour, site_url=comparison.site_url
    )


def _iter_head(account: Account) -> Iterator[str]:
    yield account.title
    yield ""
    yield from account.standings
    yield account.binding
    yield account.day
    yield ""
    yield f"{account.change}." + (f" {account.summary}" if account.summary else "")
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


def _write_legend(language: str, form: Form) -> str:
    gettext = load_words(language).gettext
    inserted = _write_sample("inserted", gettext("inserted"), form)
    deleted = _write_sample("deleted", gettext("deleted"), form)
    in_newer, in_older = gettext("in the newer text only"), gettext("in the older text only")
    return f"{inserted} {in_newer}   {deleted} {in_older}"


def _write_sample(kind: WrappingKind, text: str, form: Form) -> str:
    return write_line((Piece("words", text, (Wrapping(kind),)),), form)
