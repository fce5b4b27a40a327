"""Summaries: there, in their own language, and of this version."""

from __future__ import annotations

from collections.abc import Iterator

from clausier.errors import Problem, say
from clausier.model import FrontMatter
from clausier.proposals import Proposal, ProposedPage


def find_bad_summaries(proposal: Proposal) -> Iterator[Problem]:
    """Yield the summaries that are copied from another language, or from the version before.

    That one is missing is for the rules of versions to say.
    """
    for page in proposal.pages:
        front = page.front
        if front is None or not front.summary or not page.is_changed:
            continue
        before = page.before.front if page.before else None
        if before and before.version != front.version and _is_same(before.summary, front.summary):
            yield _problem(page, front, str(before.version))
        for language in proposal.settings.languages:
            other = proposal.page(front.document, language)
            if language == page.language or other is None or other.front is None:
                continue
            if language == proposal.settings.governing_language and _is_same(
                other.front.summary, front.summary
            ):
                yield Problem(
                    say(
                        "the summary is that of %(uri)s, in another language",
                        uri=other.uri,
                    ),
                    say("Write it in the language of this file"),
                    page.place_of("summary"),
                    code="summary-copied",
                )


def _problem(page: ProposedPage, front: FrontMatter, before: str) -> Problem:
    return Problem(
        say(
            "the summary of version %(version)s is that of version %(before)s",
            version=front.version,
            before=before,
        ),
        say("Say what this version changes, in plain words"),
        page.place_of("summary"),
        code="summary-repeated",
    )


def _is_same(one: str | None, two: str | None) -> bool:
    """Return whether two summaries say the same, whatever their spaces, case and punctuation."""
    plain = ["".join(filter(str.isalnum, (text or "").casefold())) for text in (one, two)]
    return plain[0] == plain[1] != ""
