"""The rules as a configuration of nginx (1.18 or later), for its `http` context.

Each header is worked out by a `map` and added in one place, since nginx forgets the `add_header`
lines of a server in any location that has one of its own. An empty value sends no header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

from clausier.errors import Problem, say
from clausier.serving.rules import (
    COMPRESSED,
    HIDDEN,
    METHODS,
    PREFLIGHT,
    SPECIAL_TYPES,
    TYPES,
    PublishedSite,
    Rule,
    ServingError,
    escape_regex,
    iter_redirects,
    pattern_regex,
)

_HEAD: Final = """\
# How nginx is to serve the site: put it into the http context, in /etc/nginx/conf.d/ say, and
# check it with `nginx -t`. It listens without TLS: for TLS, add to the server block
#   listen 443 ssl; ssl_certificate …; ssl_certificate_key …;
# or have certbot do it. Made for one build; an older one is still right for a newer site, but for
# styles and scripts that stand in pages, whose hashes the policy names.
"""

_ON_ERRORS: Final = ("Access-Control-", "Cross-Origin-Resource-Policy")
"""Headers that a missing file is answered with too: or a script could not read that it is."""

_LONGEST: Final = 500
"""Of a regular expression, in characters, that stands for several patterns."""
_LONGEST_TYPE: Final = 50
"""Of a type to compress, in characters: nginx keeps them in buckets of 64 bytes."""


def render_nginx(site: PublishedSite, rules: Sequence[Rule], root: str, listen: str) -> bytes:
    """Return the configuration.

    Args:
        site: what is served.
        rules: those of the site.
        root: the absolute path of its folder on the server.
        listen: as nginx has it: a port, or an address and a port.

    Raises:
        ServingError: `root` or `listen` cannot be written in a configuration.
    """
    if not re.fullmatch(r"[^\"$\\\n]+", root):
        raise ServingError(
            Problem(
                say("nginx cannot serve the folder %(root)s", root=repr(root)), say("Rename it")
            )
        )
    if not re.fullmatch(r"[\w.:\[\]-]+", listen):
        raise ServingError(
            Problem(
                say('"%(listen)s" is no port', listen=listen),
                say("Write 8080 or 127.0.0.1:8080, say"),
            )
        )
    names = list(dict.fromkeys(name for rule in rules for name, _ in rule.headers))
    varying = [name for name in names if name != "Content-Type" and not _is_constant(rules, name)]
    lines = [_HEAD]
    for name in varying:
        lines += _map(name, rules)
    lines += _preflight_map(rules)
    lines += _allow_map()
    lines += _missing_map(site)
    lines += _redirect_map(site)
    lines += ["server {", *(f"    {line}".rstrip() for line in _server(site, root, listen)), ""]
    for name in names:
        if name != "Content-Type":
            constant = dict(rules[0].headers).get(name, "")
            value = f"${_variable(name)}" if name in varying else _quote(constant)
            lines.append(f"    add_header {name} {value} always;")
    for name, _ in PREFLIGHT:
        lines.append(f"    add_header {name} ${_variable(name)} always;")
    lines.append("    add_header Allow $clausier_allow always;")
    return "\n".join([*lines, "}", ""]).encode()


def _is_constant(rules: Sequence[Rule], name: str) -> bool:
    """Whether only the first rule, which fits everything, says a header."""
    return not any(name in dict(rule.headers) for rule in rules[1:])


def _variable(name: str) -> str:
    return f"clausier_{name.lower().replace('-', '_')}"


def _quote(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _map(name: str, rules: Sequence[Rule]) -> Iterator[str]:
    """Yield the lines that work out a header; of the patterns that fit, nginx takes the first."""
    asked = name.startswith(_ON_ERRORS)
    default = dict(rules[0].headers).get(name, "")
    yield f"map {'$request_uri' if asked else '$uri'} ${_variable(name)} {{"
    yield f"    default {_quote(default)};"
    said = ((dict(rule.headers).get(name), rule.pattern) for rule in reversed(rules[1:]))
    stated = ((value, pattern) for value, pattern in said if value is not None)
    for value, group in groupby(stated, key=itemgetter(0)):
        conditions = [_condition(pattern, asked=asked) for _, pattern in group]
        together = f"(?:{'|'.join(conditions)})"
        for regex in (together,) if len(together) < _LONGEST else conditions:
            yield f"    {_quote_regex(f'^{regex}$')} {_quote(value)};"
    yield "}\n"


def _condition(pattern: str, *, asked: bool) -> str:
    """Return a pattern as a condition of a `map`, on the path asked for or on the file found."""
    regex = pattern_regex(pattern)
    if asked:
        regex = regex.replace(".*", "[^?]*") + r"(\?.*)?"
    elif pattern.endswith("/"):
        regex += r"(index\.html)?"
    return regex


def _quote_regex(regex: str) -> str:
    return f'"~{regex}"'


def _preflight_map(rules: Sequence[Rule]) -> Iterator[str]:
    """Yield the lines that work out what is added where a browser asks first."""
    open_to_all = f"${_variable('Access-Control-Allow-Origin')}"
    for name, value in PREFLIGHT:
        yield f'map "$request_method {open_to_all}" ${_variable(name)} {{'
        yield '    default "";'
        yield f'    "OPTIONS *" {_quote(value)};'
        yield "}\n"


def _allow_map() -> Iterator[str]:
    """Yield where it is said what can be asked for (RFC 9110, section 10.2.1)."""
    yield "map $request_method $clausier_allow {"
    yield f'    default "{METHODS}";'
    yield '    GET "";'
    yield '    HEAD "";'
    yield "}\n"


def _missing_map(site: PublishedSite) -> Iterator[str]:
    yield "map $uri $clausier_missing {"
    yield "    default /404.html;"
    for language in site.languages[1:]:
        yield f"    {_quote_regex(f'^/{escape_regex(language)}(/|$)')} /{language}/404.html;"
    yield "}\n"


def _redirect_map(site: PublishedSite) -> Iterator[str]:
    yield "map $uri $clausier_moved {"
    yield '    default "";'
    for redirect in iter_redirects(site):
        source = escape_regex(redirect.source)
        yield f"    {_quote_regex(f'^{source}/?$')} {redirect.target};"
    yield "}\n"


def _server(site: PublishedSite, root: str, listen: str) -> Iterator[str]:
    """Yield the lines of the server block, up to its headers."""
    yield f"listen {listen};"
    yield f"server_name {_host(site.site_url)};"
    yield f'root "{root}";'
    yield "index index.html;"
    yield ""
    yield "server_tokens off;"
    yield "# Behind a proxy, or on another port, redirects still keep to the address asked for."
    yield "absolute_redirect off;"
    yield "etag on;"
    yield "charset utf-8;"
    yield f"charset_types {' '.join(_with_charset())};"
    yield "gzip on;"
    yield "gzip_vary on;"
    yield "gzip_proxied any;"
    yield "gzip_min_length 256;"
    yield f"gzip_types {' '.join(_compressed())};"
    yield ""
    yield f'if ($request_method !~ "^({METHODS.replace(", ", "|")})$") {{'
    yield "    return 405;"
    yield "}"
    yield 'if ($clausier_moved != "") {'
    yield "    return 301 $clausier_moved;"
    yield "}"
    yield "if ($request_method = OPTIONS) {"
    yield "    return 204;"
    yield "}"
    yield ""
    yield "# A folder without a page is as missing as what is not there."
    yield "error_page 403 404 =404 $clausier_missing;"
    for language in ("", *(f"/{language}" for language in site.languages[1:])):
        yield f"location = {language}/404.html {{ internal; }}"
    yield from _types()


def _types() -> Iterator[str]:
    hidden = "|".join(f"{escape_regex(path)}$" for path in HIDDEN)
    yield rf'location ~ "/\.(?!well-known/)|^(?:{hidden})" {{ return 404; }}'
    yield ""
    yield "default_type application/octet-stream;"
    yield "types {"
    for value in dict.fromkeys(TYPES.values()):
        ends = [end for end, other in TYPES.items() if other == value]
        yield f"    {value.partition(';')[0]} {' '.join(ends)};"
    yield "}"
    for pattern, value in SPECIAL_TYPES.items():
        place = f"= {pattern}" if "*" not in pattern else f'~ "^{pattern_regex(pattern)}$"'
        yield f"location {place} {{ types {{ }} default_type '{value}'; }}"


def _with_charset() -> Sequence[str]:
    marked = (value for value in TYPES.values() if "charset=" in value)
    names = (value.partition(";")[0] for value in marked)
    return [name for name in dict.fromkeys(names) if name != "text/html"]  # which nginx adds


def _compressed() -> Sequence[str]:
    """Return the types to compress; nginx wants one with a parameter told with it.

    That of the catalogue is longer than nginx takes here; it is a small file.
    """
    whole = [f'"{v}"' for v in SPECIAL_TYPES.values() if ";" in v and len(v) < _LONGEST_TYPE]
    return [*(name for name in COMPRESSED if name != "text/html"), *whole]


def _host(site_url: str) -> str:
    host = re.match(r"https?://([\w.-]+)(:[0-9]+)?/$", site_url)
    if host is None:
        raise ServingError(
            Problem(
                say("the site's address %(url)s is not the root of a host", url=site_url),
                say(
                    "Give the site a host of its own: "
                    "what stands at /.well-known/ is looked for there"
                ),
            )
        )
    return host[1]
