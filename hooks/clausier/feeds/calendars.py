"""The effective dates of all documents as a calendar (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from clausier.addresses import Addresses
from clausier.feeds.identities import identify_event
from clausier.feeds.sentences import Sentences
from clausier.register import Record, Register, Standing

TYPE: Final = "text/calendar"

_PRODUCT: Final = "-//Clausier//Effective dates//EN"
_REFRESH: Final = timedelta(days=1)


def render_calendar(register: Register, language: str, site_url: str) -> bytes:
    """Return a day-long event for each version that was published, on its effective date.

    A version withdrawn before its day stays, as cancelled, so that it goes where it had been
    taken in. `SEQUENCE` counts the revisions of an event, whatever the language, and `DTSTAMP` is
    the instant of the last (RFC 5545 sections 3.8.7.2 and 3.8.7.4): a date that was moved replaces
    the one that a calendar took in before (RFC 5546 section 2.1.5), and nothing else does.

    Args:
        register: the documents on a day.
        language: one of the site's.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    say = Sentences(register, language)
    addresses = Addresses(language, register.settings.languages[0])
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", say.dates())  # RFC 7986
    calendar.add("x-wr-calname", say.dates())  # what was used before it
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("source", site_url + addresses.calendar(), parameters={"VALUE": "URI"})
    for record in register.records:
        for standing in record.standings:
            if standing.version.published is not None:
                calendar.add_component(_make_event(record, standing, addresses, say, site_url))
    if not calendar.subcomponents:
        calendar.add_component(_make_filling())
    return bytes(calendar.to_ical())


def _make_event(
    record: Record,
    standing: Standing,
    addresses: Addresses,
    say: Sentences,
    site_url: str,
) -> Event:
    """Return the effective date of a version that was published."""
    version, language = standing.version, addresses.language
    revisions, day = version.announcements, version.effective_date
    assert day is not None, "a version that was published has an effective date"
    url = site_url + addresses.version(record.id, version.number)
    event = Event()
    event.add("uid", str(identify_event(record.document, version, "effective_date", language)))
    event.add("dtstamp", max(revision.at for revision in revisions).astimezone(UTC))
    event.add("sequence", len(revisions) - 1)
    event.add("dtstart", day)
    title = say.document_title(record, standing)
    words = {"LANGUAGE": language}
    event.add("summary", say.date_title(title, standing), parameters=words)
    event.add("description", "\n\n".join([*_describe(record, standing, say, language), url]), words)
    event.add("url", url)
    event.add("status", "CANCELLED" if version.void else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PUBLIC")
    return event


def _describe(record: Record, standing: Standing, say: Sentences, language: str) -> list[str]:
    text = standing.version.text(language)
    said = [say.summary(text), say.change(standing)]
    if text is None:
        said.append(say.missing_still())
    elif not text.governing:
        said.append(say.courtesy(record))
    return [one for one in said if one is not None]


def _make_filling() -> Timezone:
    """Return what a calendar without a date holds: it needs a component (RFC 5545 section 3.6)."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 (local time, as the format asks)
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    zone.add_component(standard)
    return zone
