"""Whom to tell of a hole in the site's security: `security.txt` (RFC 9116)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from clausier.addresses import SECURITY
from clausier.register import Register

LASTS: Final = timedelta(days=180)
"""For how long a contact is believed; RFC 9116, section 2.5.5, recommends less than a year.

A site is built anew each day, so that the contact ends only with a site that nobody builds.
"""


def iter_files(register: Register, site_url: str) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the bytes of `security.txt`, where a contact is configured.

    Args:
        register: the documents on a day.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    settings = register.settings
    if settings.security_contact is None:
        return
    expires = register.as_of + LASTS
    lines = [
        f"Contact: {settings.security_contact}",
        f"Expires: {expires.isoformat()}T00:00:00Z",
        f"Preferred-Languages: {', '.join(settings.languages)}",
    ]
    if site_url.startswith("https:"):  # any other may not be named (RFC 9116, section 2.5.2)
        lines.append(f"Canonical: {site_url}{SECURITY}")
    yield SECURITY, "".join(f"{line}\n" for line in lines).encode()
