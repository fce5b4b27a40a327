"""Which texts of a proposal are compared with the text that they translate."""

from __future__ import annotations

from collections.abc import Iterator

from clausier.proposals import Proposal, ProposedPage


def iter_translations(proposal: Proposal) -> Iterator[tuple[ProposedPage, ProposedPage]]:
    """Yield governing texts, each with a translation of the same version.

    Only where the proposal touches one of the two.
    """
    governing_language = proposal.settings.governing_language
    for document in proposal.documents:
        governing = proposal.page(document, governing_language)
        for language in proposal.settings.languages:
            translation = proposal.page(document, language)
            if governing is None or translation is None or language == governing_language:
                continue
            if _are_compared(proposal, governing, translation):
                yield governing, translation


def _are_compared(proposal: Proposal, governing: ProposedPage, translation: ProposedPage) -> bool:
    one, two = governing.front, translation.front
    if one is None or two is None or one.version != two.version:
        return False
    for document in proposal.published.documents:
        frozen = document.version(one.version) if document.id == one.document else None
        if frozen and frozen.published and frozen.governing.markdown != governing.text:
            return False  # the published text is changed: that comes first
    return any(map(_is_touched, (governing, translation)))


def _is_touched(page: ProposedPage) -> bool:
    before = page.before.front if page.before else None
    return (
        page.is_reworded or page.front is None or (before and before.version) != page.front.version
    )
