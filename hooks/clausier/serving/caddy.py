"""The rules as a Caddyfile (Caddy 2.6 or later)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from clausier.errors import Problem, say
from clausier.serving.rules import (
    COMPRESSED,
    METHODS,
    PAGES,
    PREFLIGHT,
    REVALIDATE,
    WISHES,
    PublishedSite,
    Rule,
    ServingError,
    escape_regex,
    iter_redirects,
    list_hidden,
    pattern_regex,
)

_HEAD: Final = """\
# How Caddy is to serve the site: `caddy validate --config Caddyfile`, `caddy run`. At an address
# that begins with https:// Caddy sees to certificates and TLS by itself. Made for one build; an
# older one is still right for a newer site, but for styles and scripts that stand in pages, whose
# hashes the policy names.
"""


def render_caddy(site: PublishedSite, rules: Sequence[Rule], root: str, listen: str) -> bytes:
    """Return the Caddyfile.

    Args:
        site: what is served.
        rules: those of the site.
        root: the absolute path of its folder on the server.
        listen: the address of the site: `https://terms.example`, `http://127.0.0.1:8080`.

    Raises:
        ServingError: `root` or `listen` cannot be written in a Caddyfile.
    """
    if not re.fullmatch(r"[^`{}\n]+", root):
        what = say("Caddy cannot serve the folder %(root)s", root=repr(root))
        raise ServingError(Problem(what, say("Rename it")))
    if not re.fullmatch(r"(https?://)?[\w.:\[\]-]+", listen):
        what = say('"%(listen)s" is no address', listen=listen)
        raise ServingError(Problem(what, say("Write https://terms.example, say")))
    lines = [
        f"{listen} {{",
        f"\troot * `{root}`",
        *(f"\t{line}" for line in _encoding()),
        *(f"\t{line}" for line in _variants(rules)),
        "\troute {",
        *(f"\t\t{line}" for line in _route(site, rules)),
        "\t}",
        "\thandle_errors {",
        *(f"\t\t{line}" for line in _errors(site, rules)),
        "\t}",
        "}",
        "",
    ]
    return (_HEAD + "\n".join(lines)).encode()


def _encoding() -> Iterator[str]:
    yield "encode {"
    yield "\tzstd"
    yield "\tgzip"
    yield "\tminimum_length 256"
    yield "\tmatch {"
    for value in COMPRESSED:
        yield f"\t\theader Content-Type {value}*"
    yield "\t}"
    yield "}"


def _variants(rules: Sequence[Rule]) -> Iterator[str]:
    """Yield what is said of files that are compressed where that is asked for.

    By itself, Caddy 2.6 gives both forms one strong ETag, which means the same bytes, and says Vary
    of the compressed one alone. Both are put right once all else is said.
    """
    types = [(dict(rule.headers).get("Content-Type", ""), rule.pattern) for rule in rules]
    patterns = [pattern for value, pattern in types if value.partition(";")[0] in COMPRESSED]
    regex = _either(list(dict.fromkeys(patterns)))
    yield "@varying {"
    yield "\tmethod GET HEAD"
    yield f"\tpath_regexp `{regex}`"
    yield "}"
    yield "header @varying {"
    yield "\tVary Accept-Encoding"
    yield "\tdefer"
    yield "}"
    yield from _weak_etag("compressed", f"path_regexp `{regex}`")


def _weak_etag(name: str, *conditions: str) -> Iterator[str]:
    yield f"@{name} {{"
    yield from (f"\t{condition}" for condition in conditions)
    yield "\theader_regexp Accept-Encoding `gzip|zstd`"
    yield "}"
    yield f"header @{name} {{"
    yield '\tETag `^"` `W/"`'
    yield "\tdefer"
    yield "}"


def _route(site: PublishedSite, rules: Sequence[Rule]) -> Iterator[str]:
    """Yield what is done with a request, in this order."""
    for number, (patterns, headers) in enumerate(_gather(rules)):
        yield from _header(number, patterns, headers)
    refusable = {"unread": "not method GET HEAD"}
    refusable |= {f"wish_{number}": f"header {wish} *" for number, wish in enumerate(WISHES)}
    for name, condition in refusable.items():
        yield f"@{name} {condition}"
        yield f"header @{name} Cache-Control `{REVALIDATE}`"
    yield f"@other not method {METHODS.replace(',', '')}"
    yield f"header @other Allow `{METHODS}`"
    yield "respond @other 405"
    yield "# Neither files for other hosts, nor names with a first dot, nor what is for errors."
    hidden = "|".join(escape_regex(path) for path in list_hidden(site))
    yield "@hidden {"
    yield f"\tpath_regexp `/\\.|\\x00|^(?:{hidden})$`"
    yield "\tnot path_regexp `^/\\.well-known/[^/.\\x00][^/\\x00]*$`"
    yield "}"
    yield "error @hidden 404"
    yield "@asked {"
    yield "\tmethod OPTIONS"
    yield f"\tpath_regexp `{_either(_open_patterns(rules))}`"
    yield "}"
    yield "header @asked {"
    yield from (f"\t{name} `{value}`" for name, value in PREFLIGHT)
    yield "}"
    for redirect in iter_redirects(site):
        for source in (redirect.source, f"{redirect.source}/"):
            yield f"redir {source} {redirect.target} 301"
    yield "@options method OPTIONS"
    yield "header @options {"
    yield f"\tAllow `{METHODS}`"
    yield "\t-Content-Type"
    yield "}"
    yield "respond @options 204"
    yield "# A page whose last slash was left out: Caddy alone would forget what comes after a `?`."
    yield "map {query} {tail} {"
    yield "\t~^(.+)$ ?${1}"
    yield "\tdefault ``"
    yield "}"
    yield "@folder {"
    yield "\tpath_regexp folder `^/[\\w./~-]*[^/]$`"
    yield "\tfile {path}/index.html"
    yield "}"
    yield "redir @folder {re.folder.0}/{tail} 301"
    yield "file_server"


def _gather(rules: Sequence[Rule]) -> Iterator[tuple[list[str], tuple[tuple[str, str], ...]]]:
    """Yield rules that follow each other and say the same as one."""
    patterns: list[str] = []
    headers: tuple[tuple[str, str], ...] = ()
    for rule in rules:
        if patterns and rule.headers != headers:
            yield patterns, headers
            patterns = []
        patterns, headers = [*patterns, rule.pattern], rule.headers
    yield patterns, headers


def _header(
    number: int, patterns: Sequence[str], headers: Sequence[tuple[str, str]]
) -> Iterator[str]:
    name = ""
    if "/*" not in patterns:
        name = f"@rule_{number} "
        yield f"@rule_{number} path_regexp `{_either(patterns)}`"
    yield f"header {name}{{"
    yield from (f"\t{header} `{value}`" for header, value in headers)
    yield "}"


def _either(patterns: Sequence[str]) -> str:
    return f"^(?:{'|'.join(pattern_regex(pattern) for pattern in patterns)})$"


def _open_patterns(rules: Sequence[Rule]) -> Sequence[str]:
    return [r.pattern for r in rules if "Access-Control-Allow-Origin" in dict(r.headers)]


def _errors(site: PublishedSite, rules: Sequence[Rule]) -> Iterator[str]:
    """Yield how an error is answered: a whole page that says it, in its language."""
    yield from _encoding()
    for wish in (*WISHES, "If-None-Match", "If-Modified-Since"):
        yield f"request_header -{wish}"
    yield "header {"
    for name, value in next(rule.headers for rule in rules if rule.pattern == PAGES):
        yield f"\t{name} `{value}`"
    yield f"\tCache-Control `{REVALIDATE}`"
    yield "\tVary Accept-Encoding"
    yield "\t-Last-Modified"
    yield "}"
    yield from _weak_etag("compressed_error")
    for language in site.languages[1:]:
        yield f"@{language} path /{language} /{language}/*"
        yield f"handle @{language} {{"
        yield f"\trewrite * /{language}/404.html"
        yield "\tfile_server"
        yield "}"
    yield "handle {"
    yield "\trewrite * /404.html"
    yield "\tfile_server"
    yield "}"
