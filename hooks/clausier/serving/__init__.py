"""How the site is to be served: one set of rules, said to each server in its own language.

Theory of operation. `policy` works out, from the built pages, what they need of a browser. `rules`
says what is answered at which addresses, as values, from the register (which texts can never
change) and the built site. The others only render these values: `hosts` as `_headers` and
`_redirects`, `nginx` and `caddy` as configurations, `contact` as `security.txt`.

    site = read_site(folder, register, site_url)
    rules = build_rules(site)
    headers_at(rules, "/terms.json")
"""

from __future__ import annotations

from clausier.serving.caddy import render_caddy
from clausier.serving.contact import iter_files
from clausier.serving.hosts import render_headers, render_redirects
from clausier.serving.nginx import render_nginx
from clausier.serving.policy import Finding, Policy
from clausier.serving.reading import read_site
from clausier.serving.rules import (
    PublishedSite,
    Redirect,
    Rule,
    ServingError,
    build_rules,
    headers_at,
    iter_redirects,
)

__all__ = [
    "Finding",
    "Policy",
    "PublishedSite",
    "Redirect",
    "Rule",
    "ServingError",
    "build_rules",
    "headers_at",
    "iter_files",
    "iter_redirects",
    "read_site",
    "render_caddy",
    "render_headers",
    "render_nginx",
    "render_redirects",
]
