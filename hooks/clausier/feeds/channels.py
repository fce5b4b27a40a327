"""A feed as a value: what Atom and JSON Feed both render."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from clausier.addresses import Addresses
from clausier.feeds.events import list_events
from clausier.feeds.identities import identify_feed
from clausier.feeds.notices import Notice, write_notice
from clausier.feeds.sentences import Sentences
from clausier.register import Record, Register

MOST_NOTICES: Final = 100
"""How many notices a feed has at most, the newest. Whoever polls it once in a year misses none;
the history page, to which the feed leads, has everything, so no further pages of it (RFC 5005)."""


@dataclass(frozen=True, slots=True)
class Channel:
    """The news of a document, or of all, in one language."""

    id: str
    """A URN that never changes."""
    title: str
    publisher: str
    language: str
    updated: datetime
    """When the newest notice was; for want of one, when the site's newest commit was made."""
    page_url: str
    """The page that tells the same to people."""
    atom_url: str
    json_url: str
    other_atom_urls: tuple[tuple[str, str], ...]
    """(language, address) of the same feed in each other language."""
    notices: tuple[Notice, ...]
    """Newest first."""


def build_channel(
    register: Register, language: str, record: Record | None, site_url: str
) -> Channel:
    """Return the news of a document, or of all where `record` is None.

    Args:
        register: the documents on a day.
        language: one of the site's.
        record: one of the register's documents.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    say = Sentences(register, language)
    document = record.id if record else None
    events = list_events(register, language, document)[:MOST_NOTICES]
    languages = register.settings.languages
    here = Addresses(language, languages[0])
    others = (Addresses(other, languages[0]) for other in languages if other != language)
    return Channel(
        id=identify_feed(register, record.document if record else None, language).urn,
        title=say.news(record) if record else say.all_news(),
        publisher=say.publisher(),
        language=language,
        updated=max((event.updated for event in events), default=register.head.at),
        page_url=site_url + (here.history(record.id) if record else here.home),
        atom_url=site_url + here.feed(document, "xml"),
        json_url=site_url + here.feed(document, "json"),
        other_atom_urls=tuple(
            (other.language, site_url + other.feed(document, "xml")) for other in others
        ),
        notices=tuple(write_notice(register, event, site_url) for event in events),
    )
