"""How the site is served: the rules, each server's rendering of them, and the real servers."""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser import Watch
from clausier.addresses import API_CATALOG, HEADERS, KEYS, OPENAPI, REDIRECTS, SIGNATURES
from clausier.api.offers import OFFERS
from clausier.register import Register
from clausier.serving import (
    Policy,
    PublishedSite,
    Rule,
    ServingError,
    build_rules,
    headers_at,
    read_site,
    render_caddy,
    render_headers,
    render_nginx,
    render_redirects,
)
from clausier.serving.hosts import LONGEST_LINE, MOST_BLOCKS
from clausier.serving.rules import IMMUTABLE, REVALIDATE, SHORT, TYPES
from samples import read_samples
from servers import SERVERS, Answer, ask

SITE_URL = "https://terms.example/"
GOVERNING = "conditions/versions/1.0/conditions-1.0.fr.md"
UPCOMING = "conditions/versions/3.0/conditions-3.0.fr.md"
TRANSLATION = "en/conditions/versions/1.0/conditions-1.0.en.md"
PROPOSED = "donnees/versions/1.1/donnees-1.1.fr.md"
PDF = "conditions/versions/1.0/conditions-1.0.fr.pdf"
STAND_INS = (
    *(SIGNATURES, KEYS, OPENAPI, API_CATALOG, ".well-known/security.txt", "feed.xml", "feed.json"),
    *("en/feed.xml", "conditions/feed.json", "calendar.ics", "en/calendar.ics", "llms.txt"),
    *("en/llms-full.txt", "api/v1/conditions/timemap/fr.link", "clients/clausier.js"),
    *("clients/clausier.d.ts", "fonts/some.woff2", "plan.png"),
)
"""Files that a site may have, put beside those of the sample site where it has none."""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return read_samples(tmp_path_factory.mktemp("samples")).register


@pytest.fixture(scope="module")
def folder(demo_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site with a file of every kind."""
    whole = tmp_path_factory.mktemp("whole") / "site"
    shutil.copytree(demo_site, whole)
    for name in STAND_INS:
        path = whole / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(f"{name}\n" * 100)
    (whole / ".git").mkdir()
    (whole / ".git" / "HEAD").write_text("ref")
    (whole / ".env").write_text("secret")
    return whole


@pytest.fixture(scope="module")
def site(folder: Path, register: Register) -> PublishedSite:
    return read_site(folder, register, SITE_URL)


@pytest.fixture(scope="module")
def rules(site: PublishedSite) -> tuple[Rule, ...]:
    return build_rules(site)


def served(site: PublishedSite) -> list[str]:
    """The paths of all that is served, pages as they are asked for."""
    hidden = (HEADERS, REDIRECTS, ".env")
    return [f"/{at}" for at in site.addresses if at not in hidden and not at.endswith("404.html")]


# The rules


@pytest.mark.parametrize(
    ("address", "kind", "cache", "open_to_all"),
    [
        ("", "text/html; charset=utf-8", REVALIDATE, False),
        ("en/conditions/versions/1.0/", "text/html; charset=utf-8", REVALIDATE, False),
        ("terms.json", "application/json", SHORT, True),
        ("terms.json.jws", "application/jose+json", SHORT, True),
        ("terms.keys.json", "application/jwk-set+json", SHORT, True),
        ("terms.schema.json", "application/schema+json", REVALIDATE, True),
        ("api/v1/compare.schema.json", "application/schema+json", REVALIDATE, True),
        (OPENAPI, "application/vnd.oai.openapi+json;version=3.1", REVALIDATE, True),
        ("api/v1/conditions/versions/1.0.json", "application/json", REVALIDATE, True),
        ("api/v1/conditions/timemap/fr.link", "application/link-format", REVALIDATE, True),
        (
            API_CATALOG,
            'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"',
            REVALIDATE,
            True,
        ),
        (".well-known/security.txt", "text/plain; charset=utf-8", REVALIDATE, True),
        (GOVERNING, "text/markdown; charset=utf-8", IMMUTABLE, True),
        (UPCOMING, "text/markdown; charset=utf-8", IMMUTABLE, True),
        (TRANSLATION, "text/markdown; charset=utf-8", REVALIDATE, True),
        (PROPOSED, "text/markdown; charset=utf-8", REVALIDATE, True),
        (PDF, "application/pdf", REVALIDATE, False),
        ("feed.xml", "application/atom+xml", REVALIDATE, True),
        ("conditions/feed.json", "application/feed+json", REVALIDATE, True),
        ("en/calendar.ics", "text/calendar; charset=utf-8", REVALIDATE, True),
        ("en/llms-full.txt", "text/plain; charset=utf-8", REVALIDATE, True),
        ("clients/clausier.js", "text/javascript; charset=utf-8", REVALIDATE, True),
        ("clients/clausier.d.ts", "text/plain; charset=utf-8", REVALIDATE, True),
        ("javascripts/clausier.js", "text/javascript; charset=utf-8", REVALIDATE, False),
        ("stylesheets/clausier.css", "text/css; charset=utf-8", REVALIDATE, False),
        ("sitemap.xml", "application/xml", REVALIDATE, False),
        ("assets/favicon.svg", "image/svg+xml", REVALIDATE, False),
        ("fonts/some.woff2", "font/woff2", REVALIDATE, False),
    ],
)
def test_what_is_said_of_an_address(
    rules: tuple[Rule, ...], address: str, kind: str, cache: str, open_to_all: bool
) -> None:
    said = headers_at(rules, f"/{address}")
    assert said["Content-Type"] == kind
    assert said["Cache-Control"] == cache
    assert said.get("Access-Control-Allow-Origin") == ("*" if open_to_all else None)
    assert said.get("Cross-Origin-Resource-Policy") == ("cross-origin" if open_to_all else None)
    assert ("Content-Security-Policy" in said) == (not address or address.endswith("/"))
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["Strict-Transport-Security"] == "max-age=31536000"


def test_every_file_of_the_site_has_a_type(site: PublishedSite, rules: tuple[Rule, ...]) -> None:
    assert len(served(site)) > 350
    assert [path for path in served(site) if "Content-Type" not in headers_at(rules, path)] == []


def test_what_is_described_as_data_has_the_type_it_is_described_with(
    site: PublishedSite, rules: tuple[Rule, ...]
) -> None:
    described = {
        path: offer.media_type
        for path in served(site)
        for offer in OFFERS
        if offer.matches(path[1:], site.languages)
    }
    assert len(described) > 100
    for path, media_type in described.items():
        said = headers_at(rules, path)
        assert said["Content-Type"].partition(";")[0] == media_type, path
        assert ("Access-Control-Allow-Origin" in said) == (media_type != "application/pdf"), path


def test_only_published_governing_texts_and_what_was_corrected_never_change(
    register: Register, site: PublishedSite, rules: tuple[Rule, ...]
) -> None:
    expected = {
        f"/{record.id}/versions/{standing.number}/{record.id}-{standing.number}.fr.md"
        for record in register.records
        for standing in record.standings
        if standing.version.effective_date is not None
    }
    found = {p for p in served(site) if headers_at(rules, p)["Cache-Control"] == IMMUTABLE}
    [earlier] = found - expected
    assert re.fullmatch(r"/en/conditions/versions/1\.2/conditions-1\.2\.en\.\w{12}\.md", earlier)
    assert found > expected
    assert len(found) == 12


def test_nothing_is_said_of_tls_where_there_is_none(site: PublishedSite) -> None:
    plain = build_rules(replace(site, site_url="http://terms.example/"))
    assert "Strict-Transport-Security" not in headers_at(plain, "/")


def test_a_home_page_and_the_catalogue_lead_to_the_catalogue_where_there_is_one(
    site: PublishedSite, rules: tuple[Rule, ...]
) -> None:
    link = '</.well-known/api-catalog>; rel="api-catalog"'
    found = [p for p in served(site) if headers_at(rules, p).get("Link") == link]
    assert found == ["/", "/.well-known/api-catalog", "/en/"]
    without = tuple(address for address in site.addresses if address != API_CATALOG)
    assert "Link" not in headers_at(build_rules(replace(site, addresses=without)), "/")


# _headers and _redirects, read as their hosts' documentation says


def read_blocks(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    blocks: list[tuple[str, list[tuple[str, str]]]] = []
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            blocks[-1][1].append((name, value))
        else:
            blocks.append((line, []))
    return blocks


def reading_of(pattern: str, host: str) -> str:
    """A pattern as a regular expression; Netlify takes no notice of a slash at the end."""
    parts = re.split(r"(\*|:\w+)", pattern.rstrip("/") if host == "netlify" else pattern)
    whole = "".join(
        ".*" if part == "*" else "[^/]+" if part.startswith(":") else re.escape(part)
        for part in parts
    )
    return f"{whole}/?" if host == "netlify" else whole


@pytest.mark.parametrize("host", ["cloudflare", "netlify"])
def test_the_headers_of_hosts_say_what_the_rules_say(
    site: PublishedSite, rules: tuple[Rule, ...], host: str
) -> None:
    blocks = read_blocks(render_headers(site, rules).decode())
    readings = [(re.compile(reading_of(pattern, host)), said) for pattern, said in blocks]
    for path in served(site):
        found: dict[str, set[str]] = {"Cache-Control": set(), "Content-Type": set()}
        for reading, said in readings:
            for name, value in said if reading.fullmatch(path) else ():
                assert value not in found.get(name, ()) or name == "Content-Security-Policy"
                found.setdefault(name, set()).add(value)
        found["Cache-Control"] = found["Cache-Control"] or {REVALIDATE}  # what both do
        end = "html" if path.endswith("/") else path.rpartition(".")[2]
        found["Content-Type"] = found["Content-Type"] or {TYPES[end]}
        expected = headers_at(rules, path)
        if host == "netlify" and not path.endswith((".pdf", "/")):
            for name in ("Content-Security-Policy", "Cross-Origin-Opener-Policy"):
                found.pop(name, None)  # of no consequence but for pages and PDFs
        assert {name: {value} for name, value in expected.items()} == found, path


def test_hosts_read_all_that_they_are_told(site: PublishedSite) -> None:
    many = tuple(f"cgu/versions/1.{n}/cgu-1.{n}.fr.md" for n in reversed(range(500)))
    text = render_headers(site, build_rules(replace(site, frozen=many))).decode()
    blocks = dict(read_blocks(text))
    assert len(blocks) == MOST_BLOCKS
    assert max(map(len, text.splitlines())) <= LONGEST_LINE
    marked = [p for p, said in blocks.items() if ("Cache-Control", IMMUTABLE) in said]
    assert marked == [f"/{address}" for address in many[: len(marked)]]
    assert len(marked) > 50


def test_a_page_of_an_uncommon_form_is_under_the_policy_too(site: PublishedSite) -> None:
    deep = replace(site, addresses=(*site.addresses, "guide/one/two/three/"))
    blocks = dict(read_blocks(render_headers(deep, build_rules(deep)).decode()))
    assert "Content-Security-Policy" in dict(blocks["/guide/one/two/three/"])


def test_redirects_lead_from_nothing_to_something(site: PublishedSite, folder: Path) -> None:
    lines = [
        line.split()
        for line in render_redirects(site).decode().splitlines()
        if line and not line.startswith("#")
    ]
    moved = {source: target for source, target, status in lines if status == "301"}
    assert moved["/fr"] == moved["/fr/"] == "/"
    assert moved["/fr/conditions"] == moved["/fr/conditions/"] == "/conditions/"
    assert moved["/security.txt"] == "/.well-known/security.txt"
    assert not any("*" in source or ":" in target for source, target in moved.items())
    for source, target in moved.items():
        assert not (folder / source[1:]).exists(), source
        assert target[1:] in site.addresses, target
    assert [line for line in lines if line[2] != "301"] == [["/en/*", "/en/404.html", "404"]]


def test_a_document_whose_id_is_a_language_keeps_its_address(site: PublishedSite) -> None:
    taken = replace(site, addresses=(*site.addresses, "fr/"))
    assert "/fr " not in render_redirects(taken).decode()


# Real servers


@pytest.fixture(scope="module", params=sorted(SERVERS))
def server(
    request: pytest.FixtureRequest,
    site: PublishedSite,
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a real server of the site."""
    own = tmp_path_factory.mktemp(request.param)
    with SERVERS[request.param](site, folder, own) as address:
        yield address


def said_by(answer: Answer, names: set[str]) -> dict[str, str]:
    return {name: answer.headers[name.lower()] for name in names if name.lower() in answer.headers}


def test_a_server_says_what_the_rules_say(
    server: str, site: PublishedSite, rules: tuple[Rule, ...], folder: Path
) -> None:
    names = {name for rule in rules for name, _ in rule.headers}
    for path in served(site):
        answer = ask(server, path, "HEAD")
        assert answer.status == 200, path
        assert answer.body == b""
        assert said_by(answer, names) == headers_at(rules, path), path
    for address in (GOVERNING, "terms.json", PDF):
        assert ask(server, f"/{address}").body == (folder / address).read_bytes()


@pytest.mark.parametrize("path", ["/", "/terms.json", f"/{GOVERNING}", f"/{PDF}"])
def test_what_has_not_changed_costs_a_304(server: str, path: str) -> None:
    first = ask(server, path)
    for condition in (
        {"If_None_Match": first.headers["etag"]},
        {"If_None_Match": f'"other", W/{first.headers["etag"]}'},
        {"If_Modified_Since": first.headers["last-modified"]},
    ):
        again = ask(server, path, "GET", **condition)
        assert (again.status, again.body) == (304, b""), condition
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == first.headers["cache-control"]
        assert again.headers.get("access-control-allow-origin") == first.headers.get(
            "access-control-allow-origin"
        )
    assert ask(server, path, "GET", If_None_Match='"other"').status == 200
    past = "Thu, 01 Jan 2015 00:00:00 GMT"
    assert ask(server, path, "GET", If_Modified_Since=past).status == 200


def test_what_is_compressed_is_the_same_and_has_not_changed_either(
    server: str, folder: Path
) -> None:
    for path in ("/terms.json", "/conditions/", f"/{GOVERNING}", f"/{OPENAPI}", "/feed.xml"):
        answer = ask(server, path, "GET", Accept_Encoding="gzip")
        assert answer.headers["content-encoding"] == "gzip", path
        assert "accept-encoding" in answer.headers["vary"].lower()
        at = folder / path[1:]
        whole = (at / "index.html" if at.is_dir() else at).read_bytes()
        assert gzip.decompress(answer.body) == whole
        etag = answer.headers["etag"]
        again = ask(server, path, "GET", Accept_Encoding="gzip", If_None_Match=etag)
        assert again.status == 304
    assert "content-encoding" not in ask(server, f"/{PDF}", "HEAD", Accept_Encoding="gzip").headers


def test_a_script_of_another_site_may_ask_first(server: str) -> None:
    wish = {
        "Origin": "https://chat.example",
        "Access_Control_Request_Method": "GET",
        "Access_Control_Request_Headers": "if-none-match",
    }
    for path in ("/terms.json", f"/{GOVERNING}", "/feed.xml", "/clients/clausier.js?v=1"):
        answer = ask(server, path, "OPTIONS", **wish)
        assert (answer.status, answer.body) == (204, b"")
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
        assert "If-None-Match" in answer.headers["access-control-allow-headers"]
        assert answer.headers["access-control-max-age"] == "86400"
    page = ask(server, "/conditions/", "OPTIONS", **wish)
    assert page.status == 204
    assert not any(name.startswith("access-control") for name in page.headers)
    plain = ask(server, "/terms.json", "GET", Origin="https://chat.example")
    assert "access-control-allow-methods" not in plain.headers


def test_a_script_of_another_site_can_read_that_there_is_nothing(server: str) -> None:
    answer = ask(server, "/api/v1/conditions/versions/9.9.json?x=1", "GET")
    assert answer.status == 404
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/nothing", "fr"),
        ("/conditions/versions/9.9/", "fr"),
        ("/english", "fr"),
        ("/en/nothing", "en"),
        ("/en/conditions/versions/9.9/", "en"),
        ("/en/terms.json", "en"),
    ],
)
def test_what_is_missing_is_said_in_its_language(server: str, path: str, language: str) -> None:
    answer = ask(server, path)
    assert answer.status == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == REVALIDATE
    assert answer.headers["content-security-policy"] == Policy().header
    assert f'<html lang="{language}"'.encode() in answer.body
    assert ask(server, path, "HEAD").status == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/.git/HEAD", "/.env", "/%2egit/HEAD", "/conditions/.env", "/.well-known/.env"),
        *("/_headers", "/_redirects", "/404.html", "/en/404.html", "/conditions//.env"),
        *("/assets/", "/api/", "/.well-known/", "/javascripts/", "/../../etc/passwd"),
    ],
)
def test_nothing_but_the_site_is_shown(server: str, path: str) -> None:
    assert ask(server, path).status in {400, 404}


def test_a_text_that_is_not_there_is_not_kept_for_ever(
    site: PublishedSite, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    absent = "conditions/versions/9.9/conditions-9.9.fr.md"
    for name, run in SERVERS.items():
        with run(replace(site, frozen=(absent,)), folder, tmp_path_factory.mktemp(name)) as at:
            answer = ask(at, f"/{absent}")
            assert (answer.status, answer.headers["cache-control"]) == (404, REVALIDATE)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/conditions", "/conditions/"),
        ("/en", "/en/"),
        ("/conditions/versions/1.0", "/conditions/versions/1.0/"),
        ("/fr", "/"),
        ("/fr/", "/"),
        ("/fr/conditions/", "/conditions/"),
        ("/fr/guide?x=1", "/guide/"),
        ("/security.txt", "/.well-known/security.txt"),
    ],
)
def test_a_redirect_keeps_to_the_site(server: str, path: str, target: str) -> None:
    answer = ask(server, path)
    assert answer.status == 301
    assert answer.headers["location"] == target  # neither a host nor a port
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["//other.example", "//other.example/..", "/fr//other.example", "/fr/\\other.example"]
)
def test_no_address_leads_to_another_site(server: str, path: str) -> None:
    location = ask(server, path).headers.get("location", "/")
    assert re.match(r"/(?![/\\])", location), location


def test_the_site_can_only_be_read(server: str) -> None:
    for method in ("POST", "PUT", "DELETE"):
        answer = ask(server, "/terms.json", method)
        assert answer.status == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_server_does_not_tell_its_version(server: str) -> None:
    assert not re.search(r"\d", ask(server, "/").headers.get("server", ""))


def test_a_part_of_a_file_can_be_fetched(server: str) -> None:
    answer = ask(server, f"/{PDF}", "GET", Range="bytes=0-3")
    assert (answer.status, answer.body) == (206, b"%PDF")


@pytest.fixture(scope="module")
def servers(
    site: PublishedSite, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The address of every real server, by its name."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(run(site, folder, tmp_path_factory.mktemp(name)))
            for name, run in SERVERS.items()
        }


ENCODED = {"Accept_Encoding": "gzip"}
PART = {"Range": "bytes=0-9"}
NO_PART = {"Range": "bytes=999999-"}
NEVER = {"If_Match": '"other"'}


@pytest.mark.parametrize(
    ("request_", "headers", "status", "expected"),
    [
        ("GET /", {}, 200, {"vary": "Accept-Encoding", "etag": "strong"}),
        ("GET /", ENCODED, 200, {"content-encoding": "gzip", "etag": "weak"}),
        ("GET /terms.json", {}, 200, {"vary": "Accept-Encoding", "etag": "strong"}),
        ("GET /terms.json", ENCODED, 200, {"vary": "Accept-Encoding", "etag": "weak"}),
        ("GET /terms.json", PART, 206, {"content-range": "bytes 0-9"}),
        (f"GET /{PDF}", ENCODED, 200, {"vary": None, "etag": "strong"}),
        (
            f"GET /{API_CATALOG}",
            ENCODED,
            200,
            {"content-encoding": "gzip", "vary": "Accept-Encoding"},
        ),
        (
            f"HEAD /{API_CATALOG}",
            {},
            200,
            {"link": '</.well-known/api-catalog>; rel="api-catalog"'},
        ),
        (f"GET /{OPENAPI}", ENCODED, 200, {"content-encoding": "gzip"}),
        ("GET /index.html", {}, 200, {"link": '</.well-known/api-catalog>; rel="api-catalog"'}),
        ("GET /en/index.html", {}, 200, {"link": '</.well-known/api-catalog>; rel="api-catalog"'}),
        ("GET /nothing", {}, 404, {"cross-origin-opener-policy": "same-origin"}),
        ("GET /en/nothing", ENCODED, 404, {"content-encoding": "gzip", "vary": "Accept-Encoding"}),
        ("GET /nothing", PART, 404, {"content-range": None}),
        ("GET /nothing.json", NO_PART, 404, {"access-control-allow-origin": "*"}),
        ("GET /nothing", NEVER, 404, {}),
        ("GET /nothing", {"If_None_Match": "*"}, 404, {"content-type": TYPES["html"]}),
        ("GET /nothing", {"If_Modified_Since": "Fri, 01 Jan 2038 00:00:00 GMT"}, 404, {}),
        ("GET /conditions?x=1", {}, 301, {"location": "/conditions/?x=1"}),
        ("GET //conditions?x=1", {}, 301, {"location": "/conditions/?x=1"}),
        ("GET /en/conditions?a=%20&b={x}", {}, 301, {"location": "/en/conditions/?a=%20&b={x}"}),
        ("GET /conditions/versions/1.0", {}, 301, {"location": "/conditions/versions/1.0/"}),
        ("GET /fr?x=1", {}, 301, {"location": "/"}),
        ("OPTIONS /terms.json", {}, 204, {"allow": "GET, HEAD, OPTIONS"}),
        ("OPTIONS /nothing", {}, 204, {"allow": "GET, HEAD, OPTIONS"}),
        ("OPTIONS /_headers", {}, 404, {"allow": None}),
        ("OPTIONS /_redirects", {}, 404, {"allow": None}),
        ("OPTIONS /.git/config", {}, 404, {"allow": None}),
        ("OPTIONS /.git/x.json", {}, 404, {"access-control-allow-methods": None}),
        ("OPTIONS /en/404.html", {}, 404, {"allow": None}),
        ("POST /_headers", {}, 405, {"allow": "GET, HEAD, OPTIONS"}),
        (f"GET /{GOVERNING}", {}, 200, {"cache-control": IMMUTABLE}),
        (f"HEAD /{GOVERNING}", ENCODED, 200, {"cache-control": IMMUTABLE}),
        (f"GET /{GOVERNING}", PART, 206, {"cache-control": REVALIDATE}),
        (f"GET /{GOVERNING}", NO_PART, 416, {"cache-control": REVALIDATE}),
        (f"GET /{GOVERNING}", NEVER, 412, {"cache-control": REVALIDATE}),
        (
            f"GET /{GOVERNING}",
            {"If_Unmodified_Since": "Thu, 01 Jan 2015 00:00:00 GMT"},
            412,
            {"cache-control": REVALIDATE},
        ),
        (f"POST /{GOVERNING}", {}, 405, {"cache-control": REVALIDATE}),
        (f"GET /{PDF}", NO_PART, 416, {"cache-control": REVALIDATE}),
    ],
)
def test_all_servers_answer_alike(
    servers: dict[str, str],
    rules: tuple[Rule, ...],
    folder: Path,
    request_: str,
    headers: dict[str, str],
    status: int,
    expected: dict[str, str | None],
) -> None:
    method, path = request_.split(" ")
    compared = {name.lower() for rule in rules for name, _ in rule.headers} - {"content-type"}
    compared |= {"allow", "location", "content-encoding"}
    if status < 400 or status == 404:  # a refusal is said in each server's own words, or in none
        compared |= {"content-range", "vary"}
        compared |= {"content-type", "etag"} if status != 301 else set()
    found = {}
    for name, root in servers.items():
        answer = ask(root, path, method, **headers)
        assert answer.status == status, name
        said = {key: value for key, value in answer.headers.items() if key in compared}
        if "etag" in said:
            said["etag"] = "weak" if said["etag"].startswith("W/") else "strong"
        for key, value in expected.items():
            assert (said.get(key) or "").startswith(value or "") if value else key not in said, name
        if status == 404:
            page = folder / ("en/404.html" if path.startswith("/en/") else "404.html")
            body = gzip.decompress(answer.body) if "content-encoding" in said else answer.body
            assert body == page.read_bytes(), name
        found[name] = said
    assert found["nginx"] == found["caddy"]


def test_an_address_that_no_file_can_have_is_an_error_of_who_asks(server: str) -> None:
    assert ask(server, "/terms.json%00").status in {400, 404}


# A browser under the policy


@pytest.fixture(scope="module")
def nginx(
    site: PublishedSite, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    plain = replace(site, site_url="http://127.0.0.1/")
    with SERVERS["nginx"](plain, folder, tmp_path_factory.mktemp("nginx")) as address:
        yield address


@pytest.mark.parametrize("root", ["", "en/"])
def test_no_kind_of_page_breaks_the_policy(page: Page, nginx: str, root: str) -> None:
    watch = Watch(page, nginx)
    page.add_init_script(
        "addEventListener('securitypolicyviolation', "
        "(event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"
    )
    for address in (
        *("", "conditions/", "conditions/versions/", "conditions/versions/1.0/"),
        *("conditions/compare/1.3/2.0/", "donnees/compare/1.0/1.1/", "pret/", "guide/"),
        *("chatbots/", "conditions/clauses/art-4.1/", "api/v1/"),
    ):
        response = page.goto(f"{nginx}{root}{address}", wait_until="networkidle")
        assert response is not None
        assert response.status == 200
        assert response.headers["content-security-policy"] == Policy().header
        assert page.locator("meta[http-equiv]").get_attribute("content") == Policy().meta
        watch.check()


def test_no_other_site_shows_a_page_in_a_frame(page: Page, nginx: str, demo_root: str) -> None:
    for root, is_shown in ((demo_root, True), (nginx, False)):  # the first sends no headers
        page.set_content(f'<iframe src="{root}conditions/"></iframe>', wait_until="networkidle")
        [_, frame] = page.frames
        assert (frame.url == f"{root}conditions/") == is_shown


def test_what_is_missing_reads_well_in_both_languages(page: Page, nginx: str) -> None:
    for path, title, other in (
        ("nothing/here", "Page introuvable", "There is no such page. See all documents"),
        ("en/nothing/here", "Page not found", "Cette page n’existe pas. Voir tous les documents"),
    ):
        page.goto(nginx + path)
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator("main p[lang]")).to_have_text(other)
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
        page.locator("main p[lang] a").click()
        expect(page.locator("main")).to_contain_text("Version")


# Configurations


@pytest.mark.parametrize("root", ['/srv/"site', "/srv/$site", "/srv/si\nte"])
def test_a_folder_that_nginx_cannot_be_told_is_refused(
    site: PublishedSite, rules: tuple[Rule, ...], root: str
) -> None:
    with pytest.raises(ServingError, match="nginx cannot serve"):
        render_nginx(site, rules, root, "80")


@pytest.mark.parametrize("listen", ["", "80; include x", "http://a b", "{$HOME}"])
def test_what_is_no_address_is_refused(
    site: PublishedSite, rules: tuple[Rule, ...], listen: str
) -> None:
    with pytest.raises(ServingError, match="is no"):
        render_nginx(site, rules, "/srv/site", listen)
    with pytest.raises(ServingError, match="is no address"):
        render_caddy(site, rules, "/srv/site", listen)


def test_a_site_below_another_is_refused(site: PublishedSite, rules: tuple[Rule, ...]) -> None:
    below = replace(site, site_url="https://company.example/terms/")
    with pytest.raises(ServingError, match="is not the root of a host"):
        render_nginx(below, rules, "/srv/site", "80")


def test_the_same_site_gives_the_same_bytes(folder: Path, register: Register) -> None:
    sites = [read_site(folder, register, SITE_URL) for _ in range(2)]
    first, second = (
        [
            render_headers(site, build_rules(site)),
            render_redirects(site),
            render_nginx(site, build_rules(site), "/srv/site", "80"),
            render_caddy(site, build_rules(site), "/srv/site", "https://terms.example"),
        ]
        for site in sites
    )
    assert first == second
    assert not any(os.fsencode(folder) in content for content in first)


def test_without_a_site_there_is_nothing_to_serve(tmp_path: Path, register: Register) -> None:
    with pytest.raises(ServingError, match="there is no site"):
        read_site(tmp_path, register, SITE_URL)
