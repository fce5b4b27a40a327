"""What the pages need of a browser, and what no policy lets through."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page as BrowserPage

from browser import serve
from clausier.errors import say
from clausier.register import Register
from clausier.serving import Finding, Policy, iter_files
from clausier.serving.policy import MOST_STYLES, hash_of, work_out_policy
from repositories import EN, ENGLISH, FR, page
from samples import read_samples
from sites import build, digest, publish, start_site

URL = "https://terms.example/"
ONE = {FR: page(date="2024-04-15"), EN: page(text=ENGLISH, date="2024-04-15")}
RED = "p { color: red }"


def work_out(body: str, head: str = "") -> tuple[Policy, list[str]]:
    html = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    policy, findings = work_out_policy([("guide/", html)], URL)
    assert {finding.address for finding in findings} <= {"guide/"}
    return policy, [str(finding.what) for finding in findings]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Texte</p>",
        '<a href="https://other.example/">elsewhere</a>',
        '<p>He wrote onclick="x" and style="y" in a text.</p>'.replace('"', "&quot;"),
        '<script src="../javascripts/clausier.js"></script>',
        '<script src="https://terms.example/javascripts/clausier.js"></script>',
        '<script type="application/ld+json">{"a": 1}</script>',
        '<img src="plan.png" alt=""><img src="data:image/png;base64,AA==" alt="">',
        '<form action="../search/"><input name="q"></form>',
    ],
)
def test_what_is_the_sites_own_needs_nothing(body: str) -> None:
    assert work_out(body) == (Policy(), [])


def test_what_stands_in_a_page_is_let_through_by_its_hash() -> None:
    policy, findings = work_out(
        f'<p style="color: red">a</p><svg><rect style="fill: red"/></svg><style>{RED}</style>'
        "<script>let a = '<b>'\r\n</script><script type=module>let b</script>"
    )
    assert findings == []
    assert policy == Policy(
        scripts=tuple(sorted([hash_of("let a = '<b>'\n"), hash_of("let b")])),
        styles=(hash_of(RED),),
        attributes=tuple(sorted([hash_of("color: red"), hash_of("fill: red")])),
    )
    assert f"script-src 'self' '{policy.scripts[0]}' '{policy.scripts[1]}';" in policy.meta
    assert f"style-src 'self' '{hash_of(RED)}';" in policy.meta
    assert "style-src-attr 'unsafe-hashes' 'sha256-" in policy.meta
    assert "unsafe-inline" not in policy.header


def test_a_hash_is_that_of_the_standard() -> None:
    # CSP 3, section 2.3.1, has this example.
    assert hash_of("doSomething();") == "sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc="


def test_pictures_from_elsewhere_are_let_through_by_their_host() -> None:
    policy, findings = work_out(
        '<img alt="" src="https://one.example:8443/a.png"><img alt="" src="//two.example/b.png">'
        '<img alt="" src="c.png" srcset="c.png 1x, https://three.example/c.png 2x">'
    )
    assert findings == []
    assert policy.images == (
        *("https://one.example:8443", "https://three.example", "https://two.example"),
    )
    assert "img-src 'self' data: https://one.example:8443 https://three.example" in policy.meta


def test_many_styles_are_let_through_as_a_whole() -> None:
    policy, _ = work_out("".join(f'<p style="width: {n}em">a</p>' for n in range(MOST_STYLES + 1)))
    assert "style-src-attr 'unsafe-inline';" in policy.meta
    assert "script-src 'self';" in policy.meta


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<p onclick="x()">a</p>', "the event handler onclick"),
        ('<img src=x onerror="x()">', "the event handler onerror"),
        ('<a href=" javascript:x()">a</a>', "a javascript: link"),
        ('<a href="java&#115;cript:x()">a</a>', "a javascript: link"),
        ('<a href="javascript&colon;x()">a</a>', "a javascript: link"),
        ('<a href="java\nscr\tipt:x()">a</a>', "a javascript: link"),
        ('<iframe src="../"></iframe>', "an element <iframe>"),
        ('<object data="a.pdf"></object>', "an element <object>"),
        (
            '<script src="https://other.example/x.js"></script>',
            "an element <script> with something from https://other.example",
        ),
        (
            '<video src="//other.example/x.mp4"></video>',
            "an element <video> with something from https://other.example",
        ),
        (
            '<form action="https://other.example/"></form>',
            "an element <form> with something from https://other.example",
        ),
        (
            '<img alt="" src="https://user@other.example/x.png">',
            "a picture from https://user@other.example",
        ),
    ],
)
def test_what_no_hash_can_stand_for_is_found(body: str, found: str) -> None:
    assert work_out(body) == (Policy(), [found])


def test_a_style_sheet_from_elsewhere_is_found() -> None:
    _, findings = work_out("", '<link href="https://cdn.example/x.css" rel="stylesheet">')
    assert findings == ["an element <link> with something from https://cdn.example"]


def test_a_finding_says_what_to_do() -> None:
    said = str(Finding("guide/", say("an element <%(tag)s>", tag="iframe")).problem)
    assert said.startswith(
        "the page /guide/ has an element <iframe>, which its security policy keeps"
    )
    assert "\n" not in said


def test_the_policy_in_a_page_says_only_what_holds_there() -> None:
    assert "frame-ancestors" not in Policy().meta
    assert Policy().header == f"{Policy().meta}; frame-ancestors 'none'"


# Built sites


def test_a_page_with_a_style_and_a_script_works_under_the_policy(
    tmp_path: Path, browser_page: BrowserPage
) -> None:
    guide = (
        '# Guide\n\n<p id="a" style="color: rgb(1, 2, 3)">Un</p>\n\n<p id="b">Deux</p>\n\n'
        "<style>#b { color: rgb(4, 5, 6) }</style>\n\n"
        "<script>document.documentElement.dataset.ran = 'yes'</script>\n"
    )
    built = publish(start_site(tmp_path / "r", {**ONE, "docs/fr/guide.md": guide}))
    headers = (built.site / "_headers").read_text()
    assert hash_of("color: rgb(1, 2, 3)") in headers
    complaints: list[str] = []
    browser_page.on("console", lambda line: complaints.append(line.text))
    with serve(built.site) as root:
        browser_page.goto(f"{root}guide/")
        policy = browser_page.locator("meta[http-equiv]").get_attribute("content")
        assert policy is not None
        assert f"{policy}; frame-ancestors 'none'" in headers
        colour = "e => getComputedStyle(e).color"
        assert browser_page.locator("#a").evaluate(colour) == "rgb(1, 2, 3)"
        assert browser_page.locator("#b").evaluate(colour) == "rgb(4, 5, 6)"
        assert browser_page.locator("html").get_attribute("data-ran") == "yes"
        assert complaints == []
        # The same policy lets nothing else through.
        browser_page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), "
            "{textContent: 'document.documentElement.dataset.ran = `no`'}))"
        )
        assert browser_page.locator("html").get_attribute("data-ran") == "yes"
        assert len(complaints) == 1


@pytest.fixture
def browser_page(page: BrowserPage) -> BrowserPage:
    return page


def test_a_page_that_no_policy_lets_work_stops_the_build(tmp_path: Path) -> None:
    repository = start_site(tmp_path / "r", ONE)
    before = digest(publish(repository).site)
    repository.commit({"docs/fr/guide.md": '# Guide\n\n<p onclick="x()">Un</p>\n'})
    built = build(repository)
    assert built.code == 1
    assert "the page /guide/ has the event handler onclick" in built.output
    assert "Traceback" not in built.output
    assert digest(built.site) == before


def test_a_text_that_was_published_with_such_a_thing_stays_online(tmp_path: Path) -> None:
    text = "# Conditions\n\n1.1. Un [lien](javascript:alert(1)).\n\n<p style='color: red'>a</p>\n"
    repository = start_site(tmp_path / "r", {FR: page("1.0", text, date="2024-04-15")})
    built = publish(repository)
    assert "Note: the page /cgu/ has a javascript: link" in built.output
    assert hash_of("color: red") in (built.site / "_headers").read_text()


def test_a_site_below_another_leads_home_from_what_is_missing(tmp_path: Path) -> None:
    below = "https://company.example/terms/"
    built = publish(start_site(tmp_path / "r", ONE, site_url=below))
    for name, home in (("404.html", "/terms/"), ("en/404.html", "/terms/en/")):
        html = (built.site / name).read_text()
        assert f'<a class="brand" href="{home}">' in html
        assert 'src="/terms/javascripts/clausier.js"' in html


# security.txt


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return read_samples(tmp_path_factory.mktemp("samples")).register


def test_without_a_contact_there_is_no_security_txt(register: Register) -> None:
    assert list(iter_files(register, URL)) == []


def test_a_contact_makes_a_security_txt_that_ends_within_a_year(register: Register) -> None:
    settings = replace(register.settings, security_contact="mailto:security@terms.example")
    asked = replace(register, settings=settings, as_of=date(2026, 9, 15))
    [(address, content)] = iter_files(asked, URL)
    assert address == ".well-known/security.txt"
    assert content.decode().splitlines() == [
        "Contact: mailto:security@terms.example",
        "Expires: 2027-03-14T00:00:00Z",
        "Preferred-Languages: fr, en",
        "Canonical: https://terms.example/.well-known/security.txt",
    ]
    [(_, plain)] = iter_files(asked, "http://terms.example/")
    assert b"Canonical" not in plain  # only an https: address may be named


def test_a_configured_contact_is_published(tmp_path: Path) -> None:
    values = {"publisher": "Maison", "security_contact": "https://terms.example/security/"}
    built = publish(start_site(tmp_path / "r", ONE, extra={"clausier": values}))
    text = (built.site / ".well-known/security.txt").read_text()
    assert "Contact: https://terms.example/security/\n" in text
    assert "/security.txt /.well-known/security.txt 301" in (built.site / "_redirects").read_text()
    assert json.loads((built.site / "terms.json").read_bytes())["as_of"] == "2026-06-15"
