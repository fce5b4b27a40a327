"""Which findings stop a merge, and which only ask to be looked at.

A warning is what leaves every reader with the same words: rendering mends it, or it makes a text
harder to read without making it say another thing. It is reported, and `--fix` mends most of them,
but it does not make `clausier check` fail: terms whose words are right can be published late at
night by somebody who cannot find a doubled space. Everything else is an error.
"""

from __future__ import annotations

from typing import Final

from clausier.errors import Problem

WARNINGS: Final = frozenset(
    (
        # Characters that rendering takes out or composes, so that no reader meets them.
        "character-invisible",
        "text-not-composed",
        # Typography: the words are the same.
        "ordinal-form",
        "punctuation-doubled",
        "quote-unpaired",
        "quotes-mixed",
        "space-after-punctuation",
        "space-before-punctuation",
        "space-before-unit",
        "space-doubled",
        "space-missing",
        # Shown as it is meant, but written in a way that the next person will not understand.
        "html-raw",
        "html-style",
        # The address may have no better form, which only its owner can tell.
        "link-insecure",
        # Found again by its id, whatever its files are called.
        "document-names",
        # Only who writes a change knows what it does, and when it is to apply.
        "date-far",
        "version-class-number",
        "version-class-small",
        "version-unchanged",
        # What to see to in the merge; one that does not is refused by the rules of versions.
        "versions-series",
        # Harder to read, and sometimes meant.
        "heading-long",
        "heading-skipped",
        "list-deep",
        "paragraph-long",
        "sentence-long",
    )
)
"""Codes of findings that do not stop a merge."""


def is_warning(problem: Problem) -> bool:
    """Return whether a problem does not stop a merge."""
    return problem.code in WARNINGS
