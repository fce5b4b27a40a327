"""Where the API is described, for programs that look for it: `/.well-known/api-catalog`.

Source: RFC 9727, in the JSON form of RFC 9264.
"""

from __future__ import annotations

from typing import Any

from clausier.addresses import API, API_CATALOG, OPENAPI, Addresses
from clausier.register import Register

OPENAPI_TYPE = "application/vnd.oai.openapi+json"


def build_catalogue(register: Register, site_url: str) -> dict[str, Any]:
    """Return the catalogue, as JSON.

    Args:
        register: the documents on a day.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    languages = register.settings.languages
    pages = [
        {
            "href": site_url + Addresses(code, languages[0]).api(),
            "type": "text/html",
            "hreflang": [code],
        }
        for code in languages
    ]
    return {
        "linkset": [
            {"anchor": site_url + API_CATALOG, "item": [{"href": site_url + API}]},
            {
                "anchor": site_url + API,
                "service-desc": [{"href": site_url + OPENAPI, "type": OPENAPI_TYPE}],
                "service-doc": pages,
            },
        ]
    }
