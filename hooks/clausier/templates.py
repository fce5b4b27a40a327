"""The site's templates, whoever fills them: which shows a page, and what they are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any, Final

from jinja2 import Environment

from clausier import feeds, words
from clausier.addresses import API_CATALOG, OPENAPI, TERMS, Addresses
from clausier.contract import find_last_good_day
from clausier.fragments import render_excerpts, render_sentence
from clausier.manual import ApiPage
from clausier.register import Register
from clausier.serving import Policy
from clausier.typography import typeset_words
from clausier.views import (
    ClausePage,
    ComparisonPage,
    DocumentPage,
    DocumentView,
    HistoryPage,
    Page,
    VersionPage,
)

_TEMPLATES: Final[Mapping[type, str]] = {
    DocumentPage: "document.html",
    VersionPage: "version.html",
    HistoryPage: "history.html",
    ComparisonPage: "comparison.html",
    ClausePage: "clause.html",
    ApiPage: "api.html",
}


def find_template(page: Page) -> str:
    """Return the name of the template that shows a generated page."""
    return _TEMPLATES[type(page.body)]


def install_words(environment: Environment, language: str, zone: tzinfo) -> None:
    """Give templates the words, the dates and the typography of a language.

    Args:
        environment: what makes the templates.
        language: the one that they speak.
        zone: that of legal days.
    """
    catalogue = words.load_words(language)
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        catalogue.gettext, catalogue.ngettext, newstyle=True
    )
    environment.filters["day"] = lambda day: words.format_day(day, language)
    environment.filters["legal_day"] = lambda instant: instant.astimezone(zone).date()
    environment.filters["sentence"] = lambda text, names=(): render_sentence(text, language, names)
    environment.filters["typeset"] = lambda text, of=language: typeset_words(text, of)


def list_values(
    register: Register,
    documents: Sequence[DocumentView],
    page: Page | None,
    language: str,
    *,
    is_of_another_day: bool,
) -> dict[str, Any]:
    """Return what every page's template shows, by name.

    Args:
        register: the documents on a day.
        documents: all of them, as they are listed.
        page: None for an ordinary page.
        language: that of the page.
        is_of_another_day: whether the day was asked for.
    """
    document = page.document.id if page and page.document else None
    return {
        "body": page.body if page else None,
        "relations": page.links if page else (),
        "language": language,
        "documents": documents,
        "excerpts": render_excerpts(page),
        "as_of": register.as_of,
        "is_of_another_day": is_of_another_day,
        "good_until": None if is_of_another_day else find_last_good_day(register),
        "commit": register.head.commit,
        "settings": register.settings,
        "terms_address": TERMS,
        "api_address": Addresses(language, register.settings.languages[0]).api(),
        "catalogue_address": API_CATALOG,
        "openapi_address": OPENAPI,
        "feeds": feeds.list_links(register, language, document),
        "policy": Policy().meta,
    }


def list_missing_values(languages: Sequence[str], language: str) -> dict[str, Any]:
    """Return what is shown where there is nothing at an address, by name.

    Args:
        languages: those of the site, its default first.
        language: that of the page; the others are offered too.
    """
    others = []
    for other in languages:
        if other != language:
            gettext = words.load_words(other).gettext
            sentence, link = gettext("There is no such page."), gettext("See all documents")
            others.append((other, sentence, link, Addresses(other, languages[0]).home))
    return {
        "language": language,
        "home": Addresses(language, languages[0]).home,
        "others": others,
        "policy": Policy().meta,
    }
