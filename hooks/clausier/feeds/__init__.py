"""Change notice: what happened to the documents, for whoever follows them (DESIGN section 5).

Theory of operation. `events` lists what happened, from the register alone; `notices` puts it into
words; `channels` makes a feed of it, which `atom` and `jsonfeed` write out. Effective dates also
come as a calendar. What a version's text says in one language is never told in another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clausier.addresses import Addresses
from clausier.feeds import atom, calendars, jsonfeed
from clausier.feeds.atom import render_atom
from clausier.feeds.calendars import render_calendar
from clausier.feeds.channels import build_channel
from clausier.feeds.jsonfeed import render_json_feed
from clausier.feeds.sentences import Sentences
from clausier.register import Record, Register

__all__ = ["FeedLink", "iter_files", "list_links"]


@dataclass(frozen=True, slots=True)
class FeedLink:
    """What a page says of a feed or calendar."""

    type: str
    """Its media type."""
    title: str
    address: str
    """Relative to the root of the site."""
    document: str | None = None
    """The document that it is about; None for all of them."""


def iter_files(register: Register, site_url: str) -> Iterator[tuple[str, bytes]]:
    """Yield every feed and calendar with its address.

    Args:
        register: the documents on a day.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    for language in register.settings.languages:
        addresses = Addresses(language, register.settings.languages[0])
        records: tuple[Record | None, ...] = (None, *register.records)
        for record in records:
            channel = build_channel(register, language, record, site_url)
            document = record.id if record else None
            yield addresses.feed(document, "xml"), render_atom(channel)
            yield addresses.feed(document, "json"), render_json_feed(channel)
        yield addresses.calendar(), render_calendar(register, language, site_url)


def list_links(
    register: Register, language: str, document: str | None = None
) -> tuple[FeedLink, ...]:
    """Return what the pages of a document, or of none, lead to: its own feeds, then the site's."""
    say = Sentences(register, language)
    addresses = Addresses(language, register.settings.languages[0])
    own = [(say.news(record), record.id) for record in register.records if record.id == document]
    feeds = [
        FeedLink(type_, title, addresses.feed(name, form), name)
        for title, name in (*own, (say.all_news(), None))
        for type_, form in ((atom.TYPE, "xml"), (jsonfeed.TYPE, "json"))
    ]
    return (*feeds, FeedLink(calendars.TYPE, say.dates(), addresses.calendar()))
