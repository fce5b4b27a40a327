"""<terms-notice> in a real browser, under a strict policy, on a page of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

import made_terms as made
from browser import overflow, violations
from javascript_session import CLIENTS
from stage import POLICY, TRUSTED, Stage, open_stage

NOW = "2026-11-23T12:00:00Z"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NBSP = "\u00a0"

HOST = """<!doctype html>
<html lang="%(language)s"><head><meta charset="utf-8"><title>Host</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/host.css">
<script src="/host.js"></script>
<script type="module" src="/clients/terms-notice.js"></script></head>
<body><main><h1>Host</h1><button id="before">Before</button>
<terms-notice document="cgu" %(attributes)s><a href="/cgu/">Our terms</a></terms-notice>
<button id="after">After</button></main></body></html>
"""
HOST_SCRIPT = """
window.received = []
window.violated = []
for (const name of ["terms-accepted", "terms-changed", "terms-unavailable"]) {
  window.addEventListener(name, ({ type, detail }) => received.push([type, detail]))
}
addEventListener("securitypolicyviolation", (event) => violated.push(event.violatedDirective))
"""
HOST_STYLE = ":root { color-scheme: light dark; } body { margin: 0.5rem; }"


@pytest.fixture
def site() -> Iterator[Stage]:
    with open_stage() as stage:
        for path, value in made.files().items():
            stage.put(path, value)
        for file in CLIENTS.glob("*.js"):
            stage.put(f"clients/{file.name}", file.read_bytes())
        stage.put("host.js", HOST_SCRIPT.encode())
        stage.put("host.css", HOST_STYLE.encode())
        stage.headers["Content-Security-Policy"] = POLICY + TRUSTED
        yield stage


class Host:
    """A page with one notice, and what it received."""

    def __init__(self, page: Page, site: Stage) -> None:
        self.page = page
        self.site = site
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda line: self.complaints.append(line.text) if line.type == "error" else None,
        )

    def open(self, language: str = "en", now: str = NOW, **attributes: str) -> Locator:
        """Open the page, and return the notice once it has looked."""
        written = " ".join(f'{name.rstrip("_")}="{value}"' for name, value in attributes.items())
        self.site.put("", (HOST % {"language": language, "attributes": written}).encode())
        self.page.clock.set_fixed_time(now)
        self.page.goto(self.site.root)
        return self.settled()

    def settled(self) -> Locator:
        """The notice, no longer reading."""
        expect(self.page.locator("terms-notice section")).to_have_attribute("aria-busy", "false")
        return self.page.locator("terms-notice")

    def renew(self, now: str | None = None) -> Locator:
        """Look again, asking the site; maybe at another time."""
        if now:
            self.page.clock.set_fixed_time(now)
        self.page.evaluate("document.querySelector('terms-notice').refresh({ renew: true })")
        return self.settled()

    def received(self) -> list[tuple[str, dict[str, Any]]]:
        """Each event's name and detail, in order."""
        return [(name, detail) for name, detail in self.page.evaluate("received")]

    def status(self) -> Locator:
        """What is announced."""
        return self.page.locator("terms-notice [role=status]")

    def check(self) -> None:
        """Assert that no policy was violated and nothing went wrong unsaid."""
        assert self.page.evaluate("violated") == []
        failed = [line for line in self.complaints if "Failed to load resource" not in line]
        assert failed == []


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(timezone_id="Europe/Paris") as opened:
        yield opened


@pytest.fixture
def host(context: BrowserContext, site: Stage) -> Iterator[Host]:
    opened = Host(context.new_page(), site)
    yield opened
    opened.check()


def put_terms(site: Stage, *args: Any, **changes: Any) -> None:
    site.put("terms.json", made.terms(*args, **changes))


WORDS = {
    "en": (
        "General terms",
        f"Version{NBSP}1.1, in force since 1{NBSP}June{NBSP}2025",
        "Read the text in force",
        "Courtesy translation: the French text is the binding one.",
        f"You are asked to accept version{NBSP}1.1.",
        f"Version{NBSP}2.0 takes force on 1{NBSP}January{NBSP}2027.",
        "What 2.0 changes.",
        "You will be asked to accept it on that day.",
        f"See what version{NBSP}2.0 changes",
    ),
    "fr": (
        "Conditions générales",
        f"Version{NBSP}1.1, en vigueur depuis le 1er{NBSP}juin{NBSP}2025",
        "Lire le texte en vigueur",
        f"Votre accord est demandé pour la version{NBSP}1.1.",
        f"La version{NBSP}2.0 entrera en vigueur le 1er{NBSP}janvier{NBSP}2027.",
        f"Ce que 2.0 change{NBSP}: tout.",
        "Votre accord vous sera demandé ce jour-là.",
        f"Voir ce que change la version{NBSP}2.0",
    ),
}


def accept(host: Host) -> Locator:
    """The button that accepts."""
    return host.page.locator("terms-notice button[part=button]")


def words_of(notice: Locator) -> str:
    return notice.locator("section").inner_text()


# What is shown


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("place", ["lang", "document"])
def test_it_says_what_is_in_force_what_comes_and_what_is_asked(
    host: Host, language: str, place: str
) -> None:
    other = "fr" if language == "en" else "en"
    given = {"lang": language} if place == "lang" else {}
    notice = host.open(other if given else language, **given)
    for words in WORDS[language]:
        assert words in words_of(notice)
    assert notice.locator("section").get_attribute("lang") == language
    assert host.received() == []
    assert host.status().inner_text() == "", "the first words are no change"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_its_links_lead_to_the_text_and_the_redline_in_its_language(
    host: Host, language: str
) -> None:
    notice = host.open(language)
    home = host.site.root + ("" if language == "fr" else "en/")
    links = notice.locator("section a").evaluate_all("links => links.map(link => link.href)")
    assert f"{home}cgu/versions/1.1/" in links
    assert f"{home}cgu/versions/2.0/" in links
    assert f"{home}cgu/compare/1.1/2.0/" in links
    assert (f"{host.site.root}cgu/versions/1.1/" in links) is True, (
        "the binding text is one link away"
    )


def test_links_open_where_the_host_wants_and_say_so(host: Host) -> None:
    link = host.open(target="_blank").locator("section a").first
    assert link.get_attribute("rel") == "noopener"
    expect(link).to_have_accessible_name("Read the text in force (new tab)")


def test_with_nothing_in_force_it_says_so_and_asks_nothing(host: Host) -> None:
    put_terms(host.site, None)
    notice = host.open()
    assert "No version of this document is in force." in words_of(notice)
    assert "takes force on" in words_of(notice)
    expect(accept(host)).to_have_count(0)


def test_a_language_that_is_missing_is_said_and_leads_to_the_binding_text(host: Host) -> None:
    put_terms(host.site, made.version("1.1", "2025-06-01", languages=["fr"]), ())
    notice = host.open("en")
    expected = f"Version{NBSP}1.1 does not exist in English. The French text is the binding one."
    assert expected in words_of(notice)
    link = notice.locator("section a")
    expect(link).to_have_count(1)
    expect(link).to_have_text("Read the French text")
    expect(link).to_have_attribute("hreflang", "fr")
    accept(host).click()
    expect(notice).to_contain_text("You accepted")
    [(_, detail)] = host.received()
    assert detail["language"] == "fr"


def test_what_comes_without_asking_again_says_so(host: Host) -> None:
    put_terms(
        host.site, upcoming=[made.version("1.2", "2027-01-01", status="upcoming", since="1.0")]
    )
    notice = host.open(accepted="1.0")
    assert "You will not be asked to accept again." in words_of(notice)
    assert f"You accepted version{NBSP}1.0. Version{NBSP}1.1 does not ask you" in words_of(notice)


def test_words_of_the_site_are_never_markup(host: Host) -> None:
    entry = json.loads(json.dumps(made.CURRENT))
    entry["texts"]["en"]["title"] = "<img src=x onerror=alert(1)>Terms"
    put_terms(host.site, entry)
    notice = host.open()
    assert "<img src=x" in words_of(notice)
    expect(notice.locator("img")).to_have_count(0)


def test_an_address_that_is_no_page_is_not_linked_and_the_answer_refused(host: Host) -> None:
    entry = json.loads(json.dumps(made.CURRENT))
    entry["texts"]["en"]["html_url"] = "javascript:alert(1)"
    put_terms(host.site, entry)
    notice = host.open()
    assert "The terms cannot be read" in words_of(notice)
    expect(notice.locator("[href^=javascript]")).to_have_count(0)


# Acceptance


def test_an_acceptance_is_told_to_the_host_and_remembered(host: Host) -> None:
    notice = host.open()
    accept(host).click()
    expected = f"You accepted version{NBSP}1.1 on 23{NBSP}November{NBSP}2026 at 13:00."
    expect(notice).to_contain_text(expected)
    expect(accept(host)).to_have_count(0)
    assert host.received() == [
        (
            "terms-accepted",
            {
                "document": "cgu",
                "version": "1.1",
                "language": "en",
                "sha256": made.digest(made.markdown("1.1", "en")),
                "acceptedAt": "2026-11-23T12:00:00.000Z",
                "htmlUrl": "https://terms.example/en/cgu/versions/1.1/",
            },
        )
    ]
    notice = host.open(now="2026-11-24T12:00:00Z")
    assert expected in words_of(notice)
    assert host.received() == []


def test_users_of_one_browser_do_not_share(host: Host) -> None:
    host.open(user="ada")
    accept(host).click()
    expect(accept(host)).to_have_count(0)
    host.open(user="ben")
    expect(accept(host)).to_have_count(1)
    host.page.locator("terms-notice").evaluate("notice => notice.setAttribute('user', 'ada')")
    expect(accept(host)).to_have_count(0)


def test_a_version_of_substance_asks_again_and_a_wording_does_not(host: Host) -> None:
    host.open()
    accept(host).click()
    expect(accept(host)).to_have_count(0)
    wording = made.version("1.2", "2026-11-23", since="1.0", supersedes="1.1")
    put_terms(host.site, wording, (), sequence=43)
    expect(host.renew()).to_contain_text(f"Version{NBSP}1.2, in force since")
    expect(accept(host)).to_have_count(0)
    substance = made.version("2.0", "2026-11-23", supersedes="1.2")
    put_terms(host.site, substance, (), sequence=44)
    notice = host.renew()
    expect(notice).to_contain_text(
        f"These terms have changed since: you are asked to accept version{NBSP}2.0."
    )
    redline = notice.get_by_role("link", name="See what changed since version 1.1")
    expect(redline).to_have_attribute("href", f"{host.site.root}en/cgu/compare/1.1/2.0/")
    names = [name for name, _ in host.received()]
    assert names == ["terms-accepted", "terms-changed", "terms-changed"]
    assert host.received()[2][1] == {
        "document": "cgu",
        "previousVersion": "1.2",
        "version": "2.0",
        "upcoming": [],
    }


@pytest.mark.parametrize(("accepted", "asks"), [("1.0", 0), ("1.1", 0), ("0.9", 1), ("", 1)])
def test_what_the_host_knows_counts_instead_of_what_is_remembered(
    host: Host, accepted: str, asks: int
) -> None:
    host.open()
    accept(host).click()
    expect(accept(host)).to_have_count(0)
    host.open(accepted=accepted)
    expect(accept(host)).to_have_count(asks)
    if asks:
        accept(host).click()
        expect(accept(host)).to_have_count(0)
        expect(host.page.locator("terms-notice")).to_have_attribute("accepted", "1.1")


@pytest.mark.parametrize(
    ("accepted", "words", "links"),
    [
        ("0.9", f"You accepted version{NBSP}0.9. These terms", 0),
        ("99.0", f"You are asked to accept version{NBSP}1.1.", 0),
    ],
)
def test_what_changed_is_linked_only_for_versions_that_are_known(
    host: Host, accepted: str, words: str, links: int
) -> None:
    notice = host.open(accepted=accepted)
    assert words in words_of(notice)
    expect(accept(host)).to_have_count(1)
    expect(notice.get_by_role("link", name="See what changed since")).to_have_count(links)


def test_three_clicks_accept_once(host: Host) -> None:
    notice = host.open()
    accept(host).evaluate("button => { for (let i = 0; i < 3; i++) button.click() }")
    expect(notice).to_contain_text("You accepted")
    host.renew()
    assert [name for name, _ in host.received()] == ["terms-accepted"]


@pytest.mark.parametrize(
    ("written", "speech"),
    [("en_US", "en"), ("EN", "en"), ("FR", "fr"), ("C", "fr"), ("x", "fr"), ("en-u-ca-roc", "en")],
)
@pytest.mark.parametrize("place", ["lang", "document"])
def test_a_language_is_read_as_hosts_write_it(
    host: Host, written: str, speech: str, place: str
) -> None:
    given = {"lang": written} if place == "lang" else {}
    notice = host.open("fr" if given else written, **given)
    assert WORDS[speech][0] in words_of(notice)
    assert WORDS[speech][2] in words_of(notice)
    assert notice.locator("section").get_attribute("lang") == speech


def test_an_address_that_turns_into_a_script_once_moved_is_refused(host: Host) -> None:
    entry = json.loads(json.dumps(made.CURRENT))
    entry["texts"]["en"]["html_url"] = f"{made.ROOT}javascript:void(window.hit=1)"
    put_terms(host.site, entry)
    notice = host.open()
    assert "The terms cannot be read" in words_of(notice)
    expect(notice.locator("[href^=javascript]")).to_have_count(0)


def test_at_midnight_the_button_accepts_nothing_but_what_was_shown(host: Host) -> None:
    put_terms(host.site, expires="2027-01-01")
    host.open(now="2026-12-31T22:59:59Z")
    host.page.clock.set_fixed_time("2026-12-31T23:00:00Z")
    accept(host).click()
    expect(accept(host)).to_have_text(f"I accept version{NBSP}2.0")
    assert [name for name, _ in host.received()] == ["terms-changed"]


def test_the_text_that_is_accepted_is_the_one_corrected_last(host: Host) -> None:
    host.open()
    entry = json.loads(json.dumps(made.CURRENT))
    entry["texts"]["en"]["sha256"] = "1" * 64
    put_terms(host.site, entry, sequence=43)
    host.renew()
    accept(host).click()
    expect(accept(host)).to_have_count(0)
    [(_, detail)] = host.received()
    assert detail["sha256"] == "1" * 64


def test_the_host_can_keep_acceptances_itself(host: Host) -> None:
    host.open()
    host.page.evaluate(
        """() => {
          window.kept = new Map()
          document.querySelector("terms-notice").storage = {
            getItem: async (key) => kept.get(key) ?? null,
            setItem: async (key, value) => { kept.set(key, value) },
          }
        }"""
    )
    host.settled()
    accept(host).click()
    expect(accept(host)).to_have_count(0)
    kept = host.page.evaluate("[...kept].filter(([key]) => key.includes('accepted'))")
    assert [json.loads(value)["version"] for _, value in kept] == ["1.1"]
    assert "accepted" not in host.page.evaluate("Object.keys(localStorage).join()")
    host.page.evaluate("document.querySelector('terms-notice').forget()")
    expect(accept(host)).to_have_count(1)


def test_where_storage_is_refused_the_host_is_told_and_the_element_remembers(host: Host) -> None:
    host.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {"
        " get() { throw new DOMException('no', 'SecurityError') } })"
    )
    notice = host.open()
    accept(host).click()
    expect(notice).to_contain_text("You accepted")
    assert [name for name, _ in host.received()] == ["terms-accepted"]
    assert "You accepted" in words_of(host.renew())


# When the site fails


def test_while_it_has_not_expired_the_last_answer_is_shown_with_its_age(host: Host) -> None:
    host.open(accepted="1.1")
    host.site.faults["terms.json"] = "error"
    notice = host.renew("2026-11-24T09:05:00Z")
    said = f"Last checked on 23{NBSP}November{NBSP}2026 at 13:00: the site of the terms has not"
    expect(notice).to_contain_text(said)
    assert f"Version{NBSP}1.1, in force" in words_of(notice)
    expect(host.status()).to_contain_text(said)
    [(name, detail)] = host.received()
    assert name == "terms-unavailable"
    assert (detail["isShown"], detail["fetchedAt"]) == (True, "2026-11-23T12:00:00.000Z")
    assert "500" in detail["problem"]
    host.renew()
    assert len(host.received()) == 1, "a failure is told once"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_has_expired_is_not_shown_as_in_force(host: Host, language: str) -> None:
    host.open(language)
    host.site.faults["terms.json"] = "half"
    notice = host.renew("2026-12-02T09:05:00Z")
    expect(notice).to_contain_text(
        "No version can be shown as being in force."
        if language == "en"
        else "Aucune version ne peut être présentée comme en vigueur."
    )
    assert "1.1" not in words_of(notice)
    expect(notice.locator("button")).to_have_text("Try again" if language == "en" else "Réessayer")
    assert host.received()[-1][1]["isShown"] is False
    del host.site.faults["terms.json"]
    put_terms(host.site, as_of="2026-12-02", expires="2026-12-09")
    notice.locator("button").focus()
    host.page.keyboard.press("Enter")
    expect(notice).to_contain_text(f"ersion{NBSP}1.1")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", f"These terms expired at the end of 30{NBSP}November{NBSP}2026, and their site has"),
        ("fr", f"Ces conditions ont expiré à la fin du 30{NBSP}novembre{NBSP}2026, et leur site n"),
    ],
)
def test_what_a_site_that_answers_left_to_expire_is_not_said_to_be_unchecked(
    host: Host, language: str, said: str
) -> None:
    notice = host.open(language, now="2026-12-02T09:05:00Z")
    expect(notice).to_contain_text(said)
    assert "1.1" not in words_of(notice)
    [(_, detail)] = host.received()
    assert detail["problem"] == "The site has nothing that has not expired."
    host.site.faults["terms.json"] = "error"
    checked = "could not be checked since" if language == "en" else "n’ont pas pu être vérifiées"
    expect(host.renew()).to_contain_text(checked)


def test_an_acceptance_kept_under_a_number_that_is_none_counts_as_none(host: Host) -> None:
    host.open()
    accept(host).click()
    expect(accept(host)).to_have_count(0)
    host.page.evaluate(
        """for (const [key, kept] of Object.entries(localStorage)) {
          localStorage.setItem(key, kept.replace('"version":"1.1"', '"version":"01.1"'))
        }"""
    )
    host.open()
    expect(accept(host)).to_have_count(1)


def test_a_site_that_never_answered_is_said_and_may_be_tried_again(host: Host) -> None:
    host.site.faults["terms.json"] = "error"
    notice = host.open()
    assert "The terms cannot be read at the moment." in words_of(notice)
    expect(notice.locator("section a")).to_have_attribute("href", host.site.root)
    [(name, detail)] = host.received()
    assert (name, detail["isShown"], detail["fetchedAt"]) == ("terms-unavailable", False, None)
    del host.site.faults["terms.json"]
    notice.locator("button").click()
    expect(notice).to_contain_text("in force since")


def test_an_older_answer_is_set_aside_and_said_to_be_unsafe(host: Host) -> None:
    host.open()
    put_terms(host.site, None, sequence=41)
    notice = host.renew()
    expect(notice).to_contain_text("because it is not safe")
    assert "in force since" in words_of(notice)


@pytest.mark.parametrize(
    "attributes", [{"document": "other"}, {"accepted": "latest"}, {"accepted": "02.2"}]
)
def test_a_mistake_of_the_host_is_told_to_it_and_shows_nothing_wrong(
    host: Host, attributes: dict[str, str]
) -> None:
    host.open()
    host.page.evaluate(
        """given => {
          const notice = document.querySelector("terms-notice")
          for (const [name, value] of Object.entries(given)) notice.setAttribute(name, value)
        }""",
        attributes,
    )
    expect(host.page.locator("terms-notice")).to_contain_text("cannot be read")
    [(name, detail)] = host.received()
    assert name == "terms-unavailable"
    assert next(iter(attributes.values())) in detail["problem"]


# The day comes


def test_a_window_left_open_changes_versions_on_the_day(host: Host) -> None:
    put_terms(host.site, expires="2027-01-01")
    host.page.clock.install(time="2026-12-31T22:55:00Z")
    host.site.put("", (HOST % {"language": "en", "attributes": 'accepted="1.1"'}).encode())
    host.page.goto(host.site.root)
    notice = host.settled()
    assert f"Version{NBSP}1.1, in force" in words_of(notice)
    host.page.evaluate("document.querySelector('#before').focus()")
    host.page.clock.run_for("06:00")
    expect(notice).to_contain_text(f"Version{NBSP}2.0, in force since 1{NBSP}January{NBSP}2027")
    expect(accept(host)).to_have_count(1)
    expect(host.status()).to_contain_text(f"Version{NBSP}2.0, in force")
    expect(host.page.locator("#before")).to_be_focused()
    assert host.site.statuses("terms.json") == [200], "without asking the site"


def test_a_change_between_two_visits_is_told(host: Host) -> None:
    host.open()
    put_terms(host.site, made.version("1.2", "2026-11-23", since="1.0"), (), sequence=43)
    host.open(now="2026-11-25T12:00:00Z")
    [(name, detail)] = host.received()
    assert (name, detail["previousVersion"], detail["version"]) == ("terms-changed", "1.1", "1.2")


# For everybody


def test_it_is_walked_by_keyboard_and_takes_no_focus(host: Host) -> None:
    notice = host.open()
    assert host.page.evaluate("document.activeElement === document.body")
    host.page.locator("#before").focus()
    seen = []
    for _ in range(6):
        host.page.keyboard.press("Tab")
        name, ring = host.page.evaluate(
            """() => {
              const outside = document.activeElement
              const inside = outside.shadowRoot?.activeElement ?? outside
              return [inside.textContent, getComputedStyle(inside).outlineStyle]
            }"""
        )
        assert ring != "none"
        seen.append(name.replace(NBSP, " "))
    assert seen == [
        "Read the text in force",
        "Read the French text",
        "I accept version 1.1",
        "See what version 2.0 changes",
        "Read version 2.0",
        "After",
    ]
    for _ in range(3):
        host.page.keyboard.press("Shift+Tab")
    host.page.keyboard.press("Space")
    accepted = notice.locator("[part=accepted]")
    expect(accepted).to_be_focused()  # the button has gone: its place is not lost
    assert host.status().inner_text() == "", "what has the focus is not announced twice"
    host.page.keyboard.press("Tab")
    assert host.page.evaluate(
        "document.activeElement.shadowRoot.activeElement.textContent"
    ).startswith("See what")


def test_compact_folds_what_comes_and_keeps_it_unfolded_when_redrawn(host: Host) -> None:
    notice = host.open(compact="")
    fold = notice.locator("details")
    assert "What 2.0 changes." not in words_of(notice)
    fold.locator("summary").focus()
    host.page.keyboard.press("Enter")
    expect(notice).to_contain_text("What 2.0 changes.")
    accept(host).click()
    expect(accept(host)).to_have_count(0)
    expect(fold).to_have_attribute("open", "")


STATES = ("due", "accepted", "none", "missing", "stale", "expired", "unavailable", "compact")


def enter(host: Host, state: str, language: str) -> Locator:
    """Bring the notice into a state."""
    if state == "none":
        put_terms(host.site, None)
    if state == "missing":
        put_terms(host.site, made.version("1.1", "2025-06-01", languages=["fr"]))
    if state == "unavailable":
        host.site.faults["terms.json"] = "error"
    attributes = {"accepted": "1.1"} if state == "accepted" else {}
    attributes |= {"compact": ""} if state == "compact" else {}
    notice = host.open(language, **attributes)
    if state in {"stale", "expired"}:
        host.site.faults["terms.json"] = "error"
        notice = host.renew("2026-11-24T12:00:00Z" if state == "stale" else "2026-12-24T12:00:00Z")
        expect(notice.locator(f"[part={state}]")).to_have_count(1)
    return notice


@pytest.mark.parametrize("scheme", ["light", "dark", "forced"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_no_violation_and_it_fits_320_pixels(
    browser: Browser, site: Stage, state: str, scheme: str
) -> None:
    with browser.new_context(
        viewport={"width": 320, "height": 640},
        color_scheme="dark" if scheme == "dark" else "light",
        forced_colors="active" if scheme == "forced" else "none",
        reduced_motion="reduce",
    ) as context:
        host = Host(context.new_page(), site)
        site.headers.pop("Content-Security-Policy")  # axe is injected
        notice = enter(host, state, "fr" if scheme == "light" else "en")
        assert violations(Axe().run(host.page, options=WCAG).response["violations"]) == []
        assert overflow(host.page) <= 0
        small = notice.locator("a, button, summary").evaluate_all(
            """all => all.filter(one => one.checkVisibility())
              .filter(one => one.getBoundingClientRect().height < 24).length"""
        )
        assert small == 0
        moving = notice.locator("section, section *").evaluate_all(
            "all => all.filter(one => getComputedStyle(one).transitionDuration !== '0s').length"
        )
        assert moving == 0
        host.check()


def test_a_host_without_a_scheme_of_its_own_keeps_a_light_notice(
    browser: Browser, site: Stage
) -> None:
    site.put("host.css", b"body { background: #fff; }")
    with browser.new_context(color_scheme="dark") as context:
        notice = Host(context.new_page(), site).open()
        ground = notice.locator("section").evaluate("one => getComputedStyle(one).backgroundColor")
    assert ground == "rgb(252, 251, 247)"


def test_it_can_be_styled_from_outside_under_any_names(host: Host) -> None:
    style = (
        ":root { --paper: rgb(1, 2, 3); --ink: white; }"
        "terms-notice { --terms-notice-paper: var(--paper); --terms-notice-ink: var(--ink); }"
        "terms-notice::part(button) { border-radius: 9px; }"
    )
    host.site.put("host.css", style.encode())
    notice = host.open()
    ground = notice.locator("section").evaluate("one => getComputedStyle(one).backgroundColor")
    assert ground == "rgb(1, 2, 3)"
    radius = accept(host).evaluate("one => getComputedStyle(one).borderRadius")
    assert radius == "9px"


def test_every_part_that_is_declared_is_drawn_in_some_state_and_no_other(
    browser: Browser, site: Stage
) -> None:
    source = (CLIENTS / "terms-notice.d.ts").read_text()
    listed = re.search(r"Parts: (.*?)\.", source, re.DOTALL)
    assert listed
    declared = set(re.findall(r"[a-z]+", listed[1]))
    drawn = set()
    for state in STATES:
        with browser.new_context() as context:
            site.faults.clear()
            put_terms(site)
            notice = enter(Host(context.new_page(), site), state, "en")
            drawn |= set(
                notice.locator("[part]").evaluate_all("all => all.map(one => one.part.value)")
            )
    assert drawn == declared - {"loading"}


@pytest.mark.parametrize("name", ["fr", "en"])
def test_both_languages_say_the_same_things(name: str) -> None:
    source = (CLIENTS / "terms-notice.js").read_text()
    words = source[source.index("const WORDS") : source.index("/** A day in words")]
    french, english = words.split("\n  en: {")
    keys = [re.findall(r"^    (\w+):", part, re.MULTILINE) for part in (french, english)]
    assert keys[0] == keys[1]
    said = " ".join(
        re.findall(r"[\"`](.*?)[\"`],?$", french if name == "fr" else english, re.MULTILINE)
    )
    assert "'" not in said
    if name == "fr":
        assert not re.search(r"[^\\]\w [;:!?»]|« ", said.replace("\\u00a0", "~"))


# The page that shows it


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_demo_shows_what_the_host_receives(
    browser: Browser, demo_site: Path, language: str
) -> None:
    with open_stage(demo_site) as stage, browser.new_context() as context:
        stage.headers["Content-Security-Policy"] = f"{POLICY}; img-src 'self'{TRUSTED}"
        host = Host(context.new_page(), stage)
        host.page.add_init_script(HOST_SCRIPT)
        host.page.goto(stage.root + ("" if language == "fr" else "en/") + "demo/")
        notice = host.settled()
        expect(notice).to_contain_text(f"ersion{NBSP}2.2")
        expect(notice).to_contain_text(
            f"1{'er' if language == 'fr' else ''}{NBSP}jan", ignore_case=True
        )
        log = host.page.get_by_role("log")
        expect(log).to_have_text("Rien pour l’instant." if language == "fr" else "Nothing yet.")
        accept(host).click()
        expect(log).to_contain_text("terms-accepted")
        detail = json.loads(log.locator("pre").inner_text())
        terms = json.loads((demo_site / "terms.json").read_bytes())
        [entry] = [d for d in terms["documents"] if d["id"] == "conditions"]
        text = entry["current"]["texts"][language]
        assert (detail["sha256"], detail["htmlUrl"]) == (text["sha256"], text["html_url"])
        host.page.reload()
        expect(accept(host)).to_have_count(0)
        host.page.locator(".forget").click()
        expect(accept(host)).to_have_count(1)
        for link in notice.locator("section a").evaluate_all(
            "links => links.map(link => link.href)"
        ):
            assert stage.read(link.removeprefix(stage.root)), f"{link} leads nowhere"
        host.check()


@pytest.mark.parametrize("address", ["demo/", "en/demo/"])
def test_without_scripts_a_link_stands_in_the_place_of_the_notice(
    browser: Browser, demo_root: str, address: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(demo_root + address)
        page.locator("terms-notice a").click()
        home = "en/" if address.startswith("en/") else ""
        expect(page).to_have_url(f"{demo_root}{home}conditions/")
