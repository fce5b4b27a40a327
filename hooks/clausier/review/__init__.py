"""The report of a proposal, for whoever reviews it on a git host: values in, Markdown out.

Proposal, problems ── account ──→ Review ── comment ──→ Markdown
├ facts      what changes, when, for whom
├ findings   what is to be put right
└ quotes     the redlines, clause by clause
"""

from clausier.review.account import DocumentReview, Review, TextReview, build_review
from clausier.review.comment import LIMIT, MARKER, Places, render_review

__all__ = [
    "LIMIT",
    "MARKER",
    "DocumentReview",
    "Places",
    "Review",
    "TextReview",
    "build_review",
    "render_review",
]
