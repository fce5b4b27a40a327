"""Texts and redlines as PDF: the durable copy of a text, and what changed, to attach to a notice.

Files are tagged, PDF/A-2a and PDF/UA-1 at once, and hold their fonts: they can be kept, and heard.
A link to `file.pdf#art-4` opens one at its article 4. The same sheet and HTML give the same bytes.

    HTML ── reading ──→ blocks (nodes) ─┐
    sheet ── front ──→ facts, in words ─┴─ JSON ──→ text.typ, redline.typ ── typesetting ──→ PDF

Source: DESIGN sections 5 and 7.
"""

from __future__ import annotations

from clausier.pdf.content import Source, read_content
from clausier.pdf.front import describe_redline, describe_text
from clausier.pdf.nodes import render_json
from clausier.pdf.sheets import RedlineSheet, Side, Stage, TextSheet, TouchedClause
from clausier.pdf.typesetting import PdfError, typeset

__all__ = [
    "PdfError",
    "RedlineSheet",
    "Side",
    "Stage",
    "TextSheet",
    "TouchedClause",
    "render_redline_pdf",
    "render_text_pdf",
]


def render_text_pdf(sheet: TextSheet, html: str) -> bytes:
    """Return the durable copy of a text, as a PDF.

    Args:
        sheet: what is said of the text.
        html: `RenderedText.html`.

    Raises:
        FileNotFoundError: the site has no words in the sheet's language.
        PdfError: the text cannot be set.
    """
    source = Source(sheet.language, sheet.site_url, sheet.address)
    content = read_content(html, source)
    data = render_json(describe_text(sheet, content))
    name = f"{sheet.document} {sheet.version} ({sheet.language})"
    return typeset("text.typ", data, sheet.stamped_at, name)


def render_redline_pdf(sheet: RedlineSheet, html: str) -> bytes:
    """Return a redline as a PDF.

    Args:
        sheet: what is said of the two texts.
        html: what `render_redline` returns. Furniture is left out, but for the pointers that say
            where a clause went; if nothing is marked in it, the file says that both texts are
            the same, and does not show them.

    Raises:
        FileNotFoundError: the site has no words in the sheet's language.
        PdfError: the redline cannot be set.
    """
    source = Source(sheet.language, sheet.site_url, sheet.address or sheet.newer.address)
    anchors = frozenset(clause.anchor for clause in sheet.clauses)
    content = read_content(html, source, level=3, wanted=anchors)
    data = render_json(describe_redline(sheet, content))
    name = f"{sheet.document} {sheet.older.version}..{sheet.newer.version} ({sheet.language})"
    return typeset("redline.typ", data, sheet.stamped_at, name)
