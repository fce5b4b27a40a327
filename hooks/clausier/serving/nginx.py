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
    METHODS,
    PREFLIGHT,
    SPECIAL_TYPES,
    TYPES,
    WISHES,
    PublishedSite,
    Rule,
    ServingError,
    escape_regex,
    iter_redirects,
    list_error_pages,
    list_hidden,
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
    lines += _options_map(site)
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
    key, method = "$request_uri" if asked else "$uri", ""
    if name == "Cache-Control":
        wishes = "".join(f"$http_{wish.lower().replace('-', '_')}" for wish in WISHES)
        key, method = f'"$request_method{wishes}$uri"', "(?:GET|HEAD)"
    default = dict(rules[0].headers).get(name, "")
    yield f"map {key} ${_variable(name)} {{"
    yield f"    default {_quote(default)};"
    said = ((dict(rule.headers).get(name), rule.pattern) for rule in reversed(rules[1:]))
    stated = ((value, pattern) for value, pattern in said if value is not None)
    for value, group in groupby(stated, key=itemgetter(0)):
        conditions = [_condition(pattern, asked=asked) for _, pattern in group]
        together = f"(?:{'|'.join(conditions)})"
        for regex in (together,) if len(together) < _LONGEST else conditions:
            yield f"    {_quote_regex(f'^{method}{regex}$')} {_quote(value)};"
    yield "}\n"


def _condition(pattern: str, *, asked: bool) -> str:
    """Return a pattern as a condition of a `map`, on the path asked for or on the file found."""
    regex = pattern_regex(pattern)
    return regex.replace(".*", "[^?]*") + r"(\?.*)?" if asked else regex


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


def _options_map(site: PublishedSite) -> Iterator[str]:
    """Yield where OPTIONS is answered: everywhere but at what is hidden."""
    yield "map $uri $clausier_hidden {"
    yield '    default "";'
    yield f"    {_quote_regex(_hidden(site))} hidden;"
    yield "}\n"
    yield 'map "$request_method$clausier_hidden" $clausier_options {'
    yield '    default "";'
    yield "    OPTIONS 1;"
    yield "}\n"


def _hidden(site: PublishedSite) -> str:
    """Return the paths that are hidden as a regular expression that is looked for in a path."""
    paths = "|".join(escape_regex(path) for path in list_hidden(site))
    return rf"/\.(?!well-known/)|^(?:{paths})$"


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
    yield "if ($clausier_options) {"
    yield "    return 204;"
    yield "}"
    yield ""
    yield "# A folder without a page is as missing as what is not there."
    yield "error_page 403 404 =404 $clausier_missing;"
    for page in list_error_pages(site):
        yield f"location = {page} {{ internal; }}"
    yield "# When nginx finds that a file has no such part, it has added the headers already."
    yield "error_page 416 @clausier_part;"
    yield 'location @clausier_part { add_header Allow ""; return 416; }'
    yield f'location ~ "{_hidden(site)}" {{ return 404; }}'
    yield ""
    yield from _types()


def _types() -> Iterator[str]:
    yield "default_type application/octet-stream;"
    yield "types {"
    for value in dict.fromkeys(TYPES.values()):
        ends = [end for end, other in TYPES.items() if other == value]
        yield f"    {value.partition(';')[0]} {' '.join(ends)};"
    yield "}"
    for pattern, value in SPECIAL_TYPES.items():
        place = f"= {pattern}" if "*" not in pattern else f'~ "^{pattern_regex(pattern)}$"'
        # nginx compares the whole of a type, but for a charset, and keeps no long ones.
        compressed = " gzip_types *;" if ";" in value else ""
        yield f"location {place} {{ types {{ }} default_type '{value}';{compressed} }}"


def _with_charset() -> Sequence[str]:
    marked = (value for value in TYPES.values() if "charset=" in value)
    names = (value.partition(";")[0] for value in marked)
    return [name for name in dict.fromkeys(names) if name != "text/html"]  # which nginx adds


def _compressed() -> Sequence[str]:
    return [name for name in COMPRESSED if name != "text/html"]  # which nginx adds


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
