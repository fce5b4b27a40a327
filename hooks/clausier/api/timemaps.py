"""What was in force at a document's address, and when: `/api/v1/<document>/timemap/<lang>.link`.

Source: RFC 7089 (Memento), section 5, in the link format of RFC 6690.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from clausier.addresses import Addresses, timemap
from clausier.register import Record, Register


def render_timemap(register: Register, record: Record, language: str, site_url: str) -> bytes:
    """Return the versions that took force up to the register's day, oldest first.

    A version is told by its effective date, at 00:00 in the zone of legal days. Those that lack
    `language` are left out.

    Args:
        register: the documents on a day.
        record: one of its documents.
        language: a language of the site.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    zone = register.settings.zone
    addresses = Addresses(language, register.settings.languages[0])
    reached = [
        (_begin(day, zone), standing)
        for standing in register.reached(record, language)
        if (day := standing.version.effective_date)
    ]
    span = f'; from="{reached[0][0]}"; until="{reached[-1][0]}"' if reached else ""
    own = f'rel="self"; type="application/link-format"{span}'
    links = [
        f'<{site_url}{addresses.document(record.id)}>; rel="original"',
        f"<{site_url}{timemap(record.id, language)}>; {own}",
    ]
    for place, (begin, standing) in enumerate(reached):
        is_first, is_last = place == 0, place == len(reached) - 1
        relation = f"{'first ' * is_first}{'last ' * is_last}memento"
        address = addresses.version(record.id, standing.number)
        links.append(f'<{site_url}{address}>; rel="{relation}"; datetime="{begin}"')
    return (",\n".join(links) + "\n").encode()


def _begin(day: date, zone: ZoneInfo) -> str:
    """Return the instant at which a legal day begins, as HTTP writes it."""
    start = datetime.combine(day, time(), tzinfo=zone)
    return format_datetime(start.astimezone(UTC), usegmt=True)
