"""Redlines to read elsewhere than on the site: in a terminal, in a comment, in a mail.

    HTML of a redline ─┬─ reading ──→ parts and pieces ─┬─ plain ───→ text
                       │                                └─ comment ─→ Markdown
                       └─ page ──→ HTML

What is said beside a redline, its account, is the same in every form.
"""

from clausier.report.account import Account, Comparison, TouchedClause, describe
from clausier.report.comment import render_comment, render_markdown
from clausier.report.page import render_page
from clausier.report.plain import render_plain
from clausier.report.text import render_text

__all__ = [
    "Account",
    "Comparison",
    "TouchedClause",
    "describe",
    "render_comment",
    "render_markdown",
    "render_page",
    "render_plain",
    "render_text",
]
