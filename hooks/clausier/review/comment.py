"""The report of a proposal as one comment on a git host.

Source: GitHub, "Create an issue comment" (a body has at most 65,536 characters); CommonMark 0.31.2,
"HTML blocks".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from clausier.addresses import Addresses
from clausier.review.account import DocumentReview, Review, TextReview
from clausier.review.facts import iter_facts, write_parity
from clausier.review.findings import write_findings
from clausier.review.lines import measure, quote_words, write_label, write_link, write_name
from clausier.review.quotes import make_quote, write_redline
from clausier.wording import name_language
from clausier.words import load_words

MARKER: Final = "<!-- clausier-review -->"
"""The first line of every report, by which the one comment of a proposal is found again."""
LIMIT: Final = 65_536
"""How long a comment can be, in UTF-16 units; hosts count no more than these."""
_SPARE: Final = 1_000
"""Left for what says that something is left out."""
_MOST_PAGES: Final = 20


@dataclass(frozen=True, slots=True)
class Places:
    """Where things can be read, as absolute addresses."""

    site_url: str
    """The root of the site, with a slash at its end."""
    default_language: str
    """The language whose pages are at its root."""
    preview: str | None = None
    """The site as it would be: its root, with a slash at its end, or something to download."""
    checks: str | None = None
    """The page that tells of each thing to be put right."""

    @property
    def preview_root(self) -> str | None:
        """The root of a preview that can be read in place."""
        return self.preview if self.preview and self.preview.endswith("/") else None


def render_review(review: Review, places: Places, language: str) -> str:
    """Return the report as Markdown, at most `LIMIT` long; it begins with `MARKER`.

    Args:
        review: what is proposed.
        places: where things can be read.
        language: the language it speaks.
    """
    blocks = [MARKER, *_iter_head(review, places, language)]
    gettext = load_words(language).gettext
    for title, problems in (
        (gettext("To be put right"), review.problems),
        (gettext("To be looked at"), review.warnings),
    ):
        if problems:
            blocks += [f"### {title}", write_findings(problems, places.checks, language)]
    room = LIMIT - _SPARE - _length(blocks)
    told: list[list[str]] = []
    for document in review.documents:
        facts = [*_iter_document(document, review, places, language)]
        if _length(facts) > room:
            break
        room -= _length(facts)
        told.append(facts)
    for document, facts in zip(review.documents, told, strict=False):
        for text in document.texts:
            redline = _write_text(document, text, places, room, language)
            room -= _length(redline)
            facts += redline
    blocks += (block for facts in told for block in facts)
    missing = len(review.documents) - len(told)
    if missing:
        blocks.append(_say_missing(missing, language))
    if review.documents and review.pages:
        blocks.append(_say_pages(review.pages, language))
    return "\n\n".join(blocks) + "\n"


def _length(blocks: list[str]) -> int:
    return sum(measure(block) + 2 for block in blocks)


def _iter_head(review: Review, places: Places, language: str) -> Iterator[str]:
    catalogue = load_words(language)
    if not review.documents and not review.problems and not review.warnings:
        yield (
            _say_pages(review.pages, language, alone=True)
            if review.pages
            else catalogue.gettext("This proposal changes no text.")
        )
        return
    title = catalogue.gettext("Review of this proposal")
    yield f"## {title}"
    count = len(review.problems)
    verdict = (
        catalogue.ngettext(
            "%(count)s thing is to be put right before this is merged.",
            "%(count)s things are to be put right before this is merged.",
            count,
        )
        % {"count": count}
        if count
        else catalogue.gettext("Nothing is to be put right.")
    )
    if review.warnings:
        seen = catalogue.ngettext(
            "%(count)s thing asks to be looked at.",
            "%(count)s things ask to be looked at.",
            len(review.warnings),
        )
        verdict = f"{verdict} {seen % {'count': len(review.warnings)}}"
    preview = catalogue.gettext("Preview of the site")
    link = f" {write_link(preview, places.preview)}." if places.preview else ""
    yield f"**{verdict}**{link}"
    if review.documents and review.is_stepped:
        yield catalogue.gettext(
            "To be merged in one piece (“Squash and merge” or “Create a merge commit”), never by "
            "“Rebase and merge”."
        )
    if not review.documents and review.pages:
        yield _say_pages(review.pages, language, alone=True)


def _say_pages(pages: tuple[str, ...], language: str, *, alone: bool = False) -> str:
    gettext = load_words(language).gettext
    said = (
        gettext("This proposal changes ordinary pages only, and no document: %(pages)s.")
        if alone
        else gettext("It also changes ordinary pages: %(pages)s.")
    )
    more = "…" if len(pages) > _MOST_PAGES else ""
    return said % {"pages": ", ".join(map(write_name, pages[:_MOST_PAGES])) + more}


def _say_missing(count: int, language: str) -> str:
    said = load_words(language).ngettext(
        "**%(count)s more document changes.** There is no room for it in a comment: read it where "
        "the host shows the files that changed.",
        "**%(count)s more documents change.** There is no room for them in a comment: read them "
        "where the host shows the files that changed.",
        count,
    )
    return said % {"count": count}


def _iter_document(
    document: DocumentReview, review: Review, places: Places, language: str
) -> Iterator[str]:
    """Yield what is said of a document above its redlines."""
    gettext = load_words(language).gettext
    titles = (document.titles.get(code) for code in (language, *review.languages))
    title = quote_words(next(filter(None, titles), document.id), 200)
    if document.front is not None and not document.withdrawn:
        said = gettext("%(title)s, version %(version)s")
        title = said % {"title": title, "version": document.front.version}
    yield f"### {title}"
    facts = [*iter_facts(document, review, language), *_iter_previews(document, places, language)]
    yield "\n".join(facts)
    if document.front is not None and not document.withdrawn:
        yield write_parity(document, language)


def _iter_previews(document: DocumentReview, places: Places, language: str) -> Iterator[str]:
    """Yield the line that leads to the version in the preview, if it can be read there."""
    if places.preview_root is None or document.front is None or document.is_refused:
        return
    links = []
    for text in document.texts:
        if text.page is not None:
            addresses = Addresses(text.language, places.default_language)
            way = addresses.version(document.id, document.front.version)
            links.append(
                write_link(name_language(text.language, language), f"{places.preview_root}{way}")
            )
    label = load_words(language).gettext("To be read in the preview:")
    yield write_label(label, f"{', '.join(links)}.")


def _write_text(
    document: DocumentReview,
    text: TextReview,
    places: Places,
    room: int,
    language: str,
) -> list[str]:
    """Return the redline of a text, as far as there is room; nothing where there is none."""
    if document.withdrawn or document.older is None or text.redline is None:
        return []
    if not (document.is_new or text.is_reworded):
        return []
    number = str(document.older.number)
    quote = make_quote(text.redline, text.language, number, places.site_url, language)
    where = _say_where(document, text, places, language)
    redline = write_redline(quote, room - 2, where, language)
    return [redline] if redline else []


def _say_where(document: DocumentReview, text: TextReview, places: Places, language: str) -> str:
    """Return where the whole redline of a text can be read."""
    gettext = load_words(language).gettext
    if document.older is None or document.front is None or document.is_refused:
        return gettext("Read them where the host shows the files that changed.")
    addresses = Addresses(text.language, places.default_language)
    way = addresses.comparison(document.id, document.older.number, document.front.version)
    if places.preview_root:
        link = write_link(gettext("the page of the comparison"), f"{places.preview_root}{way}")
        return gettext("The whole is on %(page)s.") % {"page": link}
    if places.preview:
        return gettext("The whole is in the preview, on the page `%(page)s`.") % {"page": way}
    return gettext("Read them where the host shows the files that changed.")
