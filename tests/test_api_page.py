"""The page that documents the API says all that the description says, in both languages."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html as lxml_html
from playwright.sync_api import Browser, expect

from browser import Watch, overflow, violations
from clausier.api import manuals
from clausier.api.offers import OFFERS
from clausier.api.shapes import describe_type
from clausier.typography import typeset_words
from clausier.words import load_words

ADDRESSES = {"fr": "api/v1/", "en": "en/api/v1/"}
LANGUAGES = tuple(ADDRESSES)
EACH = pytest.mark.parametrize("language", LANGUAGES)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def description(demo_site: Path) -> Any:
    return json.loads((demo_site / "api" / "v1" / "openapi.json").read_bytes())


@pytest.fixture(scope="module")
def trees(demo_site: Path) -> dict[str, Any]:
    return {
        language: lxml_html.fromstring((demo_site / address / "index.html").read_bytes())
        for language, address in ADDRESSES.items()
    }


def words(element: Any) -> str:
    """What an element says, with plain spaces."""
    return " ".join(str(element.text_content()).split())


def said(text: str, language: str) -> str:
    """A message as the page shows it: translated, without backticks, typeset."""
    shown = re.sub("`", "", load_words(language).gettext(text))
    return " ".join(typeset_words(shown, language).split())


def paragraphs(text: str | None) -> list[str]:
    return [" ".join(part.split()) for part in (text or "").split("\n\n") if part]


def section(tree: Any, name: str) -> Any:
    [found] = tree.xpath("//*[@id=$name]", name=name)
    return found


@EACH
def test_every_answer_is_there(description: Any, trees: dict[str, Any], language: str) -> None:
    shown = [words(code) for code in trees[language].xpath("//ul[@class='offer__places']//code")]
    for path, item in description["paths"].items():
        assert path in shown, path
        operation = item["get"]
        [(media_type, _)] = operation["responses"]["200"]["content"].items()
        headings = trees[language].xpath("//h3[@id=$id]", id=operation["operationId"])
        if not headings:  # the same in another language, which is told with the first
            assert path.startswith("/en/")
            continue
        whole = words(headings[0].getparent())
        assert words(headings[0]) == said(operation["summary"], language)
        for parameter in operation.get("parameters", []):
            assert f"{{{parameter['name']}}}" in whole
            assert said(parameter["description"], language) in whole
            assert all(value in whole for value in parameter["schema"].get("enum", ()))
        assert media_type in whole
        assert {"200", "304", "404"} <= set(whole.replace(",", "").split())


@EACH
def test_every_object_and_field_is_there_once(
    description: Any, trees: dict[str, Any], language: str
) -> None:
    tree, gettext = trees[language], load_words(language).gettext
    for name, schema in description["components"]["schemas"].items():
        around = section(tree, name).xpath("ancestor-or-self::section[1]")[0]
        for paragraph in paragraphs(schema.get("description")):
            assert said(paragraph, language).rstrip(".") in words(around), name
        for value in schema.get("enum", ()):
            [meaning] = around.xpath(".//tbody/tr[th/code = $value]/td", value=value)
            assert len(words(meaning)) > len(value)
        required = schema.get("required", ())
        rows = around.xpath(".//tbody/tr[@id]")
        fields = schema.get("properties", {})
        assert [row.get("id") for row in rows] == [f"{name}.{field}" for field in fields]
        for row, (field, rule) in zip(rows, fields.items(), strict=True):
            head, held, meaning = row
            assert words(head) == field
            kind = describe_type(rule, gettext, is_required=field in required)
            assert words(held) == kind.replace("`", ""), row.get("id")
            assert [words(one) for one in meaning] == [
                said(one, language) for one in paragraphs(rule.get("description"))
            ]
            assert words(meaning), f"{row.get('id')} is not described"


@EACH
def test_a_null_is_said_where_there_can_be_one(
    description: Any, trees: dict[str, Any], language: str
) -> None:
    found = 0
    for name, schema in description["components"]["schemas"].items():
        for field, rule in schema.get("properties", {}).items():
            can_be = any(one.get("type") == "null" for one in rule.get("anyOf", ()))
            held = words(section(trees[language], f"{name}.{field}")[1])
            assert held.endswith("null") == can_be, (name, field)
            found += can_be
    assert found > 20


@EACH
def test_examples_are_those_of_the_description(
    description: Any, trees: dict[str, Any], language: str
) -> None:
    shown = []
    for frame in trees[language].xpath("//*[contains(@class, 'example__frame')]"):
        assert frame.get("role") == "region"
        assert frame.get("tabindex") == "0"
        assert frame.get("aria-label")
        shown.append(json.loads(frame.text_content()))
    expected = [
        content["example"]
        for item in description["paths"].values()
        for content in item["get"]["responses"]["200"]["content"].values()
        if "example" in content
    ]
    assert shown == expected
    assert len(shown) == sum(offer.model is not None for offer in OFFERS)


def parts_of(tree: Any) -> Iterator[str]:
    """Each piece of text of the page's own content that is no code."""
    for element in tree.xpath("//main//*[not(ancestor-or-self::code)]"):
        for piece in element.xpath("text()"):
            if piece.strip():
                yield " ".join(piece.split())
        for name in ("aria-label", "title"):
            if element.get(name):
                yield element.get(name)


def test_nothing_on_the_french_page_is_in_english(trees: dict[str, Any]) -> None:
    gettext = load_words("fr").gettext
    pieces = set(parts_of(trees["fr"]))
    whole = words(trees["fr"].xpath("//main")[0]).replace("’", "'")
    others = [text for text in set(manuals.iter_messages()) if gettext(text) != text]
    assert len(others) > 150
    for text in others:
        first, *_ = (part.strip() for part in text.split("`") if part.strip())
        assert first not in pieces or first in {".", ","}, text
        assert len(text) < 20 or text.replace("`", "").replace("’", "'") not in whole, text


def test_the_same_things_are_at_the_same_places_in_both_languages(trees: dict[str, Any]) -> None:
    french, english = (trees[language].xpath("//main//@id") for language in LANGUAGES)
    assert french == english


@EACH
def test_ids_are_unique_and_the_contents_lead_to_them(trees: dict[str, Any], language: str) -> None:
    counted = Counter(trees[language].xpath("//@id"))
    assert set(counted.values()) == {1}
    inside = trees[language].xpath("//main//a/@href[starts-with(., '#')]")
    assert len(inside) > 60
    assert {link.removeprefix("#") for link in inside} <= set(counted)
    contents = trees[language].xpath("//nav[contains(@class, 'contents')]//a/@href")
    for name in trees[language].xpath("//main//article//*[self::h2 or self::h3]/@id"):
        assert f"#{name}" in contents


@EACH
def test_every_link_leads_somewhere(demo_site: Path, trees: dict[str, Any], language: str) -> None:
    found = set()
    links = trees[language].xpath("//main//a/@href | //footer//a/@href | //head/link[@rel]/@href")
    for link in links:
        url = urlsplit(urljoin(f"/{ADDRESSES[language]}", html.unescape(link)))
        address = url.path.removeprefix("/")
        file = demo_site / address / "index.html" if url.path.endswith("/") else demo_site / address
        assert file.is_file(), link
        found.add(address)
    for offer in OFFERS:
        seen = any(offer.matches(address, LANGUAGES) for address in found)
        assert seen or offer.may_lack, offer.address


@EACH
def test_a_sample_is_in_the_language_that_it_is_said_to_be(
    trees: dict[str, Any], language: str
) -> None:
    links = trees[language].xpath("//ul[@class='offer__places']//a[@hreflang]")
    assert links
    for link in links:
        suffix = re.search(r"\.(fr|en)\.(md|pdf)$", link.get("href"))
        assert suffix is None or suffix[1] == link.get("hreflang")


def test_programs_and_people_find_it(demo_site: Path) -> None:
    for language, address in ADDRESSES.items():
        home = "" if language == "fr" else "en/"
        for page in (home, address):
            tree: Any = lxml_html.fromstring((demo_site / page / "index.html").read_bytes())
            leads = {
                link.get("rel"): urljoin(f"/{page}", link.get("href"))
                for link in tree.xpath("//head/link")
            }
            assert leads["service-desc"] == "/api/v1/openapi.json"
            assert leads["service-doc"] == f"/{address}"
            assert leads["api-catalog"] == "/.well-known/api-catalog"
            footer = {urljoin(f"/{page}", link) for link in tree.xpath("//footer//a/@href")}
            assert f"/{address}" in footer
        guide = (demo_site / home / "chatbots" / "index.html").read_text(encoding="utf-8")
        assert f'/{address}"' in guide


def test_the_search_does_not_find_it(demo_site: Path) -> None:
    index = json.loads((demo_site / "search" / "search_index.json").read_bytes())
    assert not [one["location"] for one in index["docs"] if "api/v1" in one["location"]]


@EACH
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(
    browser: Browser, demo_root: str, language: str, scheme: str
) -> None:
    with browser.new_context(color_scheme="dark" if scheme == "dark" else "light") as context:
        page = context.new_page()
        watch = Watch(page, demo_root)
        page.goto(demo_root + ADDRESSES[language], wait_until="networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(page, options=WCAG).response["violations"]
    assert violations(found) == []
    watch.check()


@EACH
@pytest.mark.parametrize("script", [True, False])
def test_it_fits_a_small_phone(
    browser: Browser, demo_root: str, language: str, script: bool
) -> None:
    size: Any = {"width": 320, "height": 640}
    with browser.new_context(viewport=size, java_script_enabled=script) as context:
        page = context.new_page()
        page.goto(demo_root + ADDRESSES[language])
        for summary in page.locator("details.example > summary").all():
            summary.click()
        assert overflow(page) <= 0
        for frame in page.locator(".example__frame").all():
            assert frame.evaluate("one => one.scrollWidth - one.clientWidth") <= 0


@EACH
def test_an_example_is_read_with_the_keyboard(
    browser: Browser, demo_root: str, language: str
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(demo_root + ADDRESSES[language])
        example = page.locator("details.example").first
        example.locator("summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        frame = example.locator(".example__frame")
        expect(frame).to_be_focused()
        page.keyboard.press("End")
        for _ in range(100):  # it scrolls smoothly, and the policy lets no condition be waited for
            if frame.evaluate("one => one.scrollTop") > 0:
                break
            page.wait_for_timeout(50)
        else:
            pytest.fail("the end is not reached")


def test_examples_are_whole_on_paper(browser: Browser, demo_root: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(demo_root + ADDRESSES["fr"])
        page.emulate_media(media="print")
        for frame in page.locator(".example__frame").all():
            expect(frame).to_be_visible()
            assert frame.evaluate("one => one.scrollHeight - one.clientHeight") <= 0
