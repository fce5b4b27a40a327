"""Every kind of page in a real browser, in both languages: the sample repository's site."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser import Watch, overflow, serve, violations
from repositories import EN, FR
from sites import publish, start_site
from test_feeds import ONE, ONE_EN

ADDRESSES = (
    "",
    "conditions/",
    "conditions/versions/",
    "conditions/versions/1.0/",
    "conditions/versions/3.0/",
    "conditions/compare/1.3/2.0/",
    "donnees/versions/1.1/",
    "donnees/compare/1.0/1.1/",
    "pret/",
    "guide/",
    "chatbots/",
    "demo/",
    "accessibility/",
    "api/v1/",
)
"""One of each kind: home, in force, history, superseded, upcoming, redline, proposed (and, in
English, a translation that is missing), withdrawn, ordinary pages, the API."""
EACH = [root + address for root in ("", "en/") for address in ADDRESSES]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def site(demo_site: Path) -> Path:
    return demo_site


@pytest.fixture
def root(demo_root: str) -> str:
    return demo_root


@pytest.mark.parametrize("address", EACH)
def test_a_page_asks_nothing_of_other_hosts_and_complains_of_nothing(
    page: Page, root: str, address: str
) -> None:
    watch = Watch(page, root)
    page.goto(root + address, wait_until="networkidle")
    expect(page.locator("h1")).to_have_count(1)
    assert page.locator("html").get_attribute("lang") == ("en" if address[:3] == "en/" else "fr")
    watch.check()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", EACH)
def test_axe_finds_no_violation(browser: Browser, root: str, address: str, scheme: str) -> None:
    dark = scheme == "dark"
    with browser.new_context(color_scheme="dark" if dark else "light") as context:
        page = context.new_page()
        page.goto(root + address)
        found = Axe().run(page, options=WCAG).response["violations"]
    assert violations(found) == []


@pytest.mark.parametrize("address", EACH)
def test_a_page_fits_a_phone_and_says_everything_without_javascript(
    browser: Browser, root: str, address: str
) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.goto(root + address, wait_until="networkidle")
        assert overflow(page) <= 0
        with_script = words_of(page)
    with browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}
    ) as context:
        page = context.new_page()
        page.goto(root + address)
        assert words_of(page) == with_script


def words_of(page: Page) -> str:
    """What the page's own content says, whatever scripts have added."""
    unfold = page.locator(".reading__fold")
    if unfold.is_visible():
        unfold.click()
    page.evaluate("document.querySelectorAll('.fold__bar').forEach(bar => bar.remove())")
    content = page.locator("[data-text], [data-redline]")
    if content.count() == 0:
        content = page.locator("css:light=main h1, main p:not([hidden]):not(form *), main td")
    return re.sub(r"\s+", " ", " ".join(content.all_inner_texts()))


@pytest.mark.parametrize("address", EACH)
def test_the_language_switch_leads_to_the_same_page(page: Page, root: str, address: str) -> None:
    page.goto(root + address)
    english = address.startswith("en/")
    page.locator(f"header a[hreflang={'fr' if english else 'en'}]").first.click()
    expected = address.removeprefix("en/") if english else f"en/{address}"
    expect(page).to_have_url(root + expected)


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_clause_has_a_permanent_link_reached_by_pointer_and_keyboard(
    page: Page, root: str, language: str
) -> None:
    page.goto(f"{root}{language}conditions/")
    clause = page.locator("[id='art-2.1']")
    link = clause.locator("a.permalink")
    assert link.get_attribute("href") == "#art-2.1"
    link.focus()
    expect(link).to_have_css("opacity", "1")
    page.mouse.move(0, 0)
    link.evaluate("element => element.blur()")
    expect(link).not_to_have_css("opacity", "1")
    clause.hover()
    expect(link).to_have_css("opacity", "1")
    link.click()
    expect(page).to_have_url(f"{root}{language}conditions/#art-2.1")


def test_the_same_clause_has_the_same_address_in_both_languages(page: Page, root: str) -> None:
    found = []
    for language in ("", "en/"):
        page.goto(f"{root}{language}conditions/")
        found.append(page.locator("[data-text] [id]").evaluate_all("all => all.map(e => e.id)"))
    assert found[0] == found[1]
    assert "art-2.1" in found[0]


@pytest.mark.parametrize(
    ("language", "day", "answer"),
    [
        ("", "2023-07-31", "1.2"),
        ("", "2026-12-31", "2.2"),
        ("", "2027-01-01", "3.0"),
        ("en/", "2022-01-01", None),
    ],
)
def test_what_applied_on_a_day_is_answered_in_words(
    page: Page, root: str, language: str, day: str, answer: str | None
) -> None:
    page.goto(f"{root}{language}conditions/versions/")
    page.locator("input[type=date]").fill(day)
    output = page.locator("form[data-ask=applied] output")
    if answer is None:
        expect(output).to_contain_text("No version was in force")
    else:
        expect(output.locator("a")).to_have_text(answer)


def test_what_applied_on_a_day_is_a_table_without_javascript(browser: Browser, root: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{root}conditions/versions/")
        expect(page.locator("input[type=date]")).to_be_hidden()
        rows = page.locator("#applied ~ table tbody tr")
        assert rows.count() == 9  # eight versions, and the time before the first


def test_any_two_versions_can_be_chosen_and_compared(page: Page, root: str) -> None:
    page.goto(f"{root}en/conditions/versions/")
    page.locator("#compare-older").select_option("1.1")
    page.locator("#compare-newer").select_option("2.1")
    page.locator("form[data-ask=compare] button").click()
    expect(page).to_have_url(f"{root}en/conditions/compare/1.1/2.1/")
    expect(page.locator("[data-redline='conditions/1.1..2.1/en']")).to_have_count(1)


def test_an_old_version_says_that_it_no_longer_applies_and_leads_to_the_one_that_does(
    page: Page, root: str
) -> None:
    page.goto(f"{root}conditions/versions/1.0/")
    notice = page.locator(".notice").first
    expect(notice).to_contain_text("ne s’applique plus")
    notice.locator("a[href]").first.click()
    expect(page.locator("[data-text='conditions/2.2/fr']")).to_have_count(1)


def test_an_upcoming_version_is_announced_with_its_redline(page: Page, root: str) -> None:
    page.goto(f"{root}conditions/")
    coming = page.locator(".notice", has_text="1er janvier 2027")
    assert coming.locator("a[href='compare/2.2/3.0/']").count() == 1
    page.goto(f"{root}conditions/versions/3.0/")
    expect(page.locator("main")).to_contain_text("1er janvier 2027")


def test_a_missing_translation_is_said_and_no_other_text_shown(page: Page, root: str) -> None:
    page.goto(f"{root}en/donnees/versions/1.1/")
    expect(page.locator("[data-text]")).to_have_count(0)
    page.locator("main a[hreflang=fr]").first.click()
    expect(page.locator("[data-text='donnees/1.1/fr']")).to_have_count(1)


def test_a_redline_is_the_older_text_without_its_insertions_and_the_newer_without_its_deletions(
    page: Page, root: str
) -> None:
    def words(address: str, attribute: str, drop: str) -> str:
        page.goto(root + address)
        return str(
            page.locator(f"[{attribute}]").evaluate(
                """(element, drop) => {
                  const copy = element.cloneNode(true)
                  copy.querySelectorAll("[data-furniture], " + drop).forEach((e) => e.remove())
                  copy.querySelectorAll("p, li, td, th, h1, h2, h3").forEach((e) => e.append(" "))
                  return copy.textContent.replace(/\\s+/g, " ").trim()
                }""",
                drop,
            )
        )

    for language in ("", "en/"):
        for older, newer in (("1.3", "2.0"), ("2.0", "2.1"), ("2.2", "3.0")):
            redline = f"{language}conditions/compare/{older}/{newer}/"
            for version, drop in ((older, "ins"), (newer, "del")):
                text = words(f"{language}conditions/versions/{version}/", "data-text", "ins, del")
                assert words(redline, "data-redline", drop) == text


def test_the_marks_of_a_redline_can_be_told_apart_without_colour_and_by_ear(
    page: Page, root: str
) -> None:
    page.goto(f"{root}conditions/compare/1.2/1.3/")
    inserted, deleted = page.locator("ins").first, page.locator("del").first
    assert "underline" in inserted.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert "line-through" in deleted.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert inserted.locator(".spoken").first.text_content()
    assert deleted.locator(".spoken").first.text_content()


@pytest.mark.parametrize(
    ("address", "language", "title"),
    [("404.html", "fr", "Page introuvable"), ("en/404.html", "en", "Page not found")],
)
def test_a_page_that_is_not_there_says_so_in_its_language(
    page: Page, root: str, address: str, language: str, title: str
) -> None:
    watch = Watch(page, root)
    page.goto(root + address)  # a server sends it for any address that is not there
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("h1")).to_have_text(title)
    other = page.locator("main p[lang]")
    expect(other).to_have_attribute("lang", "fr" if language == "en" else "en")
    assert violations(Axe().run(page, options=WCAG).response["violations"]) == []
    watch.check()
    other.locator("a").click()
    assert page.locator("html").get_attribute("lang") == ("fr" if language == "en" else "en")


def test_the_day_asked_for_is_shown_on_paper_with_marks(page: Page, root: str) -> None:
    page.goto(f"{root}conditions/compare/1.2/1.3/")
    page.emulate_media(media="print")
    assert "underline" in page.locator("ins").first.evaluate(
        "e => getComputedStyle(e).textDecorationLine"
    )
    expect(page.locator("header nav").first).to_be_hidden()


def test_an_edition_that_was_not_renewed_in_time_says_so(browser: Browser, tmp_path: Path) -> None:
    repository = start_site(tmp_path, {FR: ONE, EN: ONE_EN})
    site = publish(repository, as_of="").site
    now = datetime.now(UTC)
    said = {"": "n’a pas été renouvelée depuis", "en/": "has not been renewed since"}
    with serve(site) as root, browser.new_context() as context:
        page = context.new_page()
        for days, is_late in ((5, False), (10, True)):
            page.clock.set_fixed_time(now + timedelta(days=days))
            for address in ("", "en/", "cgu/", "en/cgu/", "cgu/versions/1.0/", "guide/"):
                page.goto(root + address)
                expect(page.locator("html.js")).to_have_count(1)
                words = page.get_by_text(said["en/" if address[:3] == "en/" else ""])
                expect(words).to_be_visible(visible=is_late and address != "guide/")
        page.goto(f"{root}en/cgu/")
        found = Axe().run(page, options=WCAG).response["violations"]
    assert violations(found) == []


def test_an_edition_of_another_day_was_not_to_be_renewed(site: Path) -> None:
    assert "data-until" not in (site / "conditions" / "index.html").read_text()
