"""Addresses, and the ways between them."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausier.addresses import Addresses, markdown_address, relative_address
from clausier.links import place_links, resolve_links
from clausier.model import VersionNumber
from values import text

ONE, TWO = VersionNumber(1, 0), VersionNumber(1, 1)


@pytest.mark.parametrize(("language", "root"), [("fr", ""), ("en", "en/")])
def test_french_stands_at_the_root_and_english_under_en(language: str, root: str) -> None:
    at = Addresses(language, "fr")
    assert at.home == root
    assert at.document("cgu") == f"{root}cgu/"
    assert at.history("cgu") == f"{root}cgu/versions/"
    assert at.version("cgu", ONE) == f"{root}cgu/versions/1.0/"
    assert at.comparison("cgu", ONE, TWO) == f"{root}cgu/compare/1.0/1.1/"
    assert at.page("guide") == f"{root}guide/"
    assert at.page("index") == root


def test_a_text_has_its_own_address() -> None:
    assert markdown_address(text("cgu", "1.0", "fr", "x"), "fr") == "cgu/versions/1.0/cgu-1.0.fr.md"
    assert (
        markdown_address(text("cgu", "1.0", "en", "x"), "fr") == "en/cgu/versions/1.0/cgu-1.0.en.md"
    )


_segment = st.from_regex(r"[a-z0-9][a-z0-9.]{0,5}", fullmatch=True)
_folder = st.lists(_segment, max_size=4).map(lambda parts: "".join(f"{part}/" for part in parts))


@given(target=_folder, page=_folder, fragment=st.sampled_from(["", "#art-4.2", "?a=/b/..//c#d"]))
def test_a_relative_way_leads_where_it_should(target: str, page: str, fragment: str) -> None:
    base = "https://terms.example/base/"
    way = relative_address(target + fragment, page)
    assert urljoin(base + page, way) == base + target + fragment


TABLE = {
    "docs/fr/cgu.md": "cgu/",
    "docs/fr/plan.png": "plan.png",
    "docs/fr/openai-data.md": "openai-data/",
    "docs/en/openai-data.md": "en/openai-data/",
}


def test_a_picture_beside_a_text_is_found_from_each_page_that_shows_it() -> None:
    found = resolve_links('<p><img alt="Plan" src="plan.png"></p>', "docs/fr/cgu.md", TABLE)
    assert 'src="site:plan.png"' in found
    assert 'src="../../../plan.png"' in place_links(found, "cgu/versions/1.0/")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("openai-data.md", "site:openai-data/"),
        ("openai-data.md#art-2", "site:openai-data/#art-2"),
        ("../en/openai-data.md", "site:en/openai-data/"),
        ("./openai-data.md", "site:openai-data/"),
        ("openai-data.md?a=1&amp;b=2", "site:cgu/openai-data.md?a=1&amp;b=2"),
        ("missing.md", "site:cgu/missing.md"),
        ("../guide/?x=a:b#c", "site:guide/?x=a:b#c"),
        ("../../../guide/", "site:guide/"),
        ("?page=2", "site:cgu/?page=2"),
        ("&#109;&#97;&#105;&#108;&#116;&#111;&#58;a", "&#109;&#97;&#105;&#108;&#116;&#111;&#58;a"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("https://terms.example/openai-data.md", "https://terms.example/openai-data.md"),
        ("#art-2", "#art-2"),
        ("/openai-data.md", "/openai-data.md"),
    ],
)
def test_a_link_between_files_becomes_one_between_pages(href: str, expected: str) -> None:
    html = f'<p><a class="x" href="{href}">texte</a></p>'
    found = resolve_links(html, "docs/fr/cgu.md", TABLE)
    assert found == f'<p><a class="x" href="{expected}">texte</a></p>'


def test_a_link_to_no_file_means_the_same_on_every_page_that_shows_it() -> None:
    html = '<p><a href="../guide/?x=1&amp;y=2#z">a</a> <img alt="b" src="b.png"></p>'
    found = resolve_links(html, "docs/fr/cgu.md", TABLE)
    assert place_links(found, "cgu/") == html
    for page in ("cgu/versions/1.0/", "cgu/compare/1.0/1.1/"):
        ways = re.findall(r'(?:href|src)="([^"]*)"', place_links(found, page))
        assert [urljoin(f"/{page}", way) for way in ways] == [
            "/guide/?x=1&amp;y=2#z",
            "/cgu/b.png",
        ]
    assert resolve_links(html, "docs/fr/new.md", TABLE) == html


def test_the_same_link_is_placed_for_each_page_that_shows_it() -> None:
    html = '<a href="site:openai-data/#art-2">x</a><a href="https://a.example/">y</a>'
    assert place_links(html, "cgu/") == (
        '<a href="../openai-data/#art-2">x</a><a href="https://a.example/">y</a>'
    )
    assert 'href="../../../openai-data/#art-2"' in place_links(html, "cgu/versions/1.0/")
