"""From commits to a published site, through the real MkDocs."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from lxml import html as lxml_html

from clausier.frontmatter import parse_page
from repositories import EN, ENGLISH, FR, OTHER, TEXT, Repository, page
from sites import SITE_URL, build, digest, publish, start_site

ONE = page("1.0", date="2024-04-15")
ONE_EN = page("1.0", ENGLISH, date="2024-04-15")
TWO = page("1.1", OTHER, date="2026-07-01")
TWO_EN = page("1.1", ENGLISH + "\nWithin thirty days.\n", date="2026-07-01")


def urls_in(value: object) -> list[str]:
    """Every absolute address in a JSON value."""
    if isinstance(value, dict):
        return [url for item in value.values() for url in urls_in(item)]
    if isinstance(value, list):
        return [url for item in value for url in urls_in(item)]
    return [value] if isinstance(value, str) and value.startswith("https://") else []


def tree_of(html: str) -> Any:
    """The page as a tree; what XPath finds in it is checked by what is asked of it."""
    return lxml_html.fromstring(html)


def file_at(site: Path, url: str) -> Path:
    path = site / urlsplit(url).path.lstrip("/")
    return path / "index.html" if url.endswith("/") else path


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Version 1.0 in force since 2024 and version 1.1 dated 1 July 2026, in both languages."""
    repository = start_site(tmp_path_factory.mktemp("two") / "r", {FR: ONE, EN: ONE_EN})
    repository.commit({FR: TWO, EN: TWO_EN}, at="2026-06-01T10:00:00+02:00")
    return repository


def test_a_version_dated_ahead_shows_as_upcoming_and_takes_force_on_its_day(
    two_versions: Repository,
) -> None:
    before = publish(two_versions, "2026-06-30")
    entry = before.document()
    assert entry["current"]["version"] == "1.0"
    assert entry["current"]["effective_until"] == "2026-07-01"
    assert [v["version"] for v in entry["upcoming"]] == ["1.1"]
    assert 'data-text="cgu/1.0/fr"' in before.page("cgu/")
    assert "cgu/1.1/fr" not in before.page("cgu/")
    assert 'href="compare/1.0/1.1/"' in before.page("cgu/")

    after = publish(two_versions, "2026-07-01")
    entry = after.document()
    assert entry["current"]["version"] == "1.1"
    assert entry["upcoming"] == []
    assert 'data-text="cgu/1.1/fr"' in after.page("cgu/")
    assert 'data-text="cgu/1.1/en"' in after.page("en/cgu/")
    assert 'data-text="cgu/1.0/fr"' in after.page("cgu/versions/1.0/")


def test_every_address_of_the_design_is_there_in_both_languages(two_versions: Repository) -> None:
    built = publish(two_versions)
    for root in ("", "en/"):
        for address in (
            "",
            "cgu/",
            "cgu/versions/",
            "cgu/versions/1.0/",
            "cgu/versions/1.1/",
            "cgu/compare/1.0/1.1/",
            "guide/",
        ):
            tree = tree_of(built.page(root + address))
            assert tree.get("lang") == ("en" if root else "fr"), root + address
            languages = {
                link.get("hreflang"): link.get("href")
                for link in tree.xpath("//link[@rel='alternate'][@hreflang]")
            }
            assert languages["fr"] == SITE_URL + address
            assert languages["en"] == f"{SITE_URL}en/{address}"
            assert languages["x-default"] == SITE_URL + address
            for other in ("fr", "en"):
                [switch] = {a.get("href") for a in tree.xpath(f"//header//a[@hreflang='{other}']")}
                target = (built.site / root / address / switch / "index.html").resolve()
                expected = built.site / ("en" if other == "en" else "") / address / "index.html"
                assert target == expected.resolve(), (root + address, other)


def test_terms_json_is_valid_and_everything_it_names_is_served(two_versions: Repository) -> None:
    built = publish(two_versions)
    terms = built.terms()
    schema = json.loads((built.site / "terms.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(terms, schema)
    urls = urls_in(terms)
    assert len(urls) > 8
    for url in urls:
        assert url.startswith(SITE_URL)
        assert file_at(built.site, url).is_file(), url
    [document] = terms["documents"]
    for version in (document["current"], *document["upcoming"]):
        for text in version["texts"].values():
            served = file_at(built.site, text["markdown_url"]).read_bytes()
            assert hashlib.sha256(served).hexdigest() == text["sha256"]
            blob = two_versions.git("cat-file", "-p", text["git_blob"]).encode() + b"\n"
            assert parse_page(blob, "blob").body.strip() == served.strip()
            assert f"{text['sha256']}" in built.page(urlsplit(text["html_url"]).path.lstrip("/"))


def test_the_same_commit_and_day_give_the_same_bytes(two_versions: Repository) -> None:
    first = digest(publish(two_versions).site)
    second = digest(publish(two_versions).site)
    assert first == second


def test_before_its_first_effective_date_a_document_has_nothing_in_force(
    two_versions: Repository,
) -> None:
    built = publish(two_versions, "2024-04-14")
    entry = built.document()
    assert entry["current"] is None
    assert [v["version"] for v in entry["upcoming"]] == ["1.0", "1.1"]
    for address in ("cgu/", "en/cgu/"):
        assert "data-text" not in built.page(address)


def test_pages_that_are_not_the_text_in_force_are_kept_out_of_the_search(
    two_versions: Repository,
) -> None:
    index = json.loads((publish(two_versions).site / "search/search_index.json").read_text())
    found = {entry["location"].split("#")[0] for entry in index["docs"]}
    assert {"cgu/", "en/cgu/", "guide/", "en/guide/"} <= found
    assert not [location for location in found if "versions" in location or "compare" in location]


def test_a_superseded_text_points_to_the_one_in_force_as_canonical(
    two_versions: Repository,
) -> None:
    built = publish(two_versions, "2026-07-01")
    tree = tree_of(built.page("cgu/versions/1.0/"))
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{SITE_URL}cgu/"]
    relations = {link.get("rel"): link.get("href") for link in tree.xpath("//link[@rel]")}
    assert relations["latest-version"] == "../../"
    assert relations["version-history"] == "../"
    assert relations["successor-version"] == "../1.1/"
    assert relations["terms-of-service"]
    assert relations["original"] == "../../"
    [timemap] = tree.xpath("//link[@rel='timemap']")
    assert dict(timemap.attrib) == {
        "rel": "timemap",
        "type": "application/link-format",
        "href": "../../../api/v1/cgu/timemap/fr.link",
    }
    assert (built.site / "api/v1/cgu/timemap/fr.link").is_file()
    sitemap = (built.site / "sitemap.xml").read_text()
    assert f"<loc>{SITE_URL}cgu/</loc>" in sitemap
    assert f"<loc>{SITE_URL}cgu/versions/1.0/</loc>" not in sitemap


def test_nobody_who_committed_is_named_in_what_is_published(two_versions: Repository) -> None:
    built = publish(two_versions)
    for path in built.site.rglob("*"):
        if path.is_file() and path.suffix in {".html", ".json", ".xml", ".md"}:
            content = path.read_text(encoding="utf-8")
            assert "juriste@example.org" not in content, path
            assert str(two_versions.path) not in content, path


def test_a_published_text_that_was_changed_stops_the_build_and_leaves_the_site(
    tmp_path: Path,
) -> None:
    repository = start_site(tmp_path / "r", {FR: ONE, EN: ONE_EN})
    built = publish(repository)
    before = digest(built.site)
    first = repository.head()
    second = repository.commit({FR: page("1.0", OTHER, date="2024-04-15")})
    refused = build(repository)
    assert refused.code == 1
    assert digest(refused.site) == before
    [line] = [line for line in refused.output.splitlines() if "docs/fr/cgu.md:3" in line]
    assert first[:10] in line
    assert second[:10] in line
    assert "Give the changed text the next number" in line
    assert "Traceback" not in refused.output
    french = build(repository, language="fr")
    [line] = [line for line in french.output.splitlines() if "docs/fr/cgu.md:3" in line]
    assert "le texte de la version 1.0" in line
    assert "Donnez le numéro suivant" in line
    assert "Rien n’a été publié. Le site reste comme il était." in french.output


def test_a_warning_under_strict_leaves_the_site_too(tmp_path: Path) -> None:
    repository = start_site(tmp_path / "r", {FR: ONE, EN: ONE_EN})
    before = digest(publish(repository).site)
    repository.commit({"docs/fr/guide.md": "# Lire\n\n[nulle part](absente.md)\n"})
    refused = build(repository)
    assert refused.code == 1
    assert "absente.md" in refused.output
    assert digest(refused.site) == before


def test_what_is_not_committed_is_not_published(tmp_path: Path) -> None:
    repository = start_site(tmp_path / "r", {FR: ONE, EN: ONE_EN})
    before = digest(publish(repository).site)
    repository.write(
        {FR: TWO, "docs/fr/autre.md": page("1.0", date="2024-01-01", document="autre")}
    )
    built = publish(repository)
    assert digest(built.site) == before
    assert "Not published, because it is not committed: docs/fr/cgu.md" in built.output
    assert "Not published, because it is not committed: docs/fr/autre.md" in built.output
    assert "docs/en/cgu.md" not in built.output


def test_the_server_of_mkdocs_is_refused(two_versions: Repository) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", "127.0.0.1:0"],
        cwd=two_versions.path,
        env={**os.environ, "CLAUSIER_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Run `make serve` instead" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_the_address_is_that_of_the_document_whatever_its_file_is_called(tmp_path: Path) -> None:
    files = {"docs/fr/legal/conditions.md": ONE, "docs/en/legal/conditions.md": ONE_EN}
    guide = {
        "docs/fr/guide.md": "# Lire\n\n[CGU](legal/conditions.md)\n",
        "docs/en/guide.md": "# Reading\n\n[Terms](legal/conditions.md)\n",
    }
    built = publish(start_site(tmp_path / "r", {**files, **guide}))
    assert 'data-text="cgu/1.0/fr"' in built.page("cgu/")
    assert 'href="../cgu/"' in built.page("guide/")
    assert not (built.site / "legal").exists()


def test_a_language_that_a_version_lacks_says_so_and_shows_no_other_text(tmp_path: Path) -> None:
    repository = start_site(tmp_path / "r", {FR: ONE})
    repository.commit({EN: page("1.0", TEXT, date="2024-04-15")})  # a copy of the French
    built = publish(repository)
    for address in ("en/cgu/", "en/cgu/versions/1.0/"):
        html = built.page(address)
        assert "data-text" not in html
        assert "Le client paie" not in html
        tree = tree_of(html)
        assert tree.xpath("//main//a[@hreflang='fr']"), address
    assert list(built.document()["current"]["texts"]) == ["fr"]
    assert "counts as not translated" in built.output


def test_a_withdrawn_document_keeps_its_history_online(tmp_path: Path) -> None:
    other = "docs/fr/autre.md"
    repository = start_site(
        tmp_path / "r", {FR: ONE, EN: ONE_EN, other: page(date="2024-01-01", document="autre")}
    )
    repository.commit({other: None}, at="2026-03-02T10:00:00+01:00")
    built = publish(repository)
    assert built.document("autre")["current"] is None
    assert "data-text" not in built.page("autre/")
    assert 'data-text="autre/1.0/fr"' in built.page("autre/versions/1.0/")
    assert "Ce document est retiré." in built.page("autre/")
    assert "mis en ligne le 2\u00a0mars 2026" in built.page("autre/")


@pytest.mark.parametrize("what", ["shallow", "export"])
def test_without_the_whole_history_there_is_no_site(tmp_path: Path, what: str) -> None:
    repository = start_site(tmp_path / "r", {FR: ONE, EN: ONE_EN})
    repository.commit({FR: TWO, EN: TWO_EN})
    copy = tmp_path / "copy"
    if what == "shallow":
        repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", str(copy))
    else:
        copy.mkdir()
        archive = tmp_path / "a.tar"
        repository.git("archive", "-o", str(archive), "HEAD")
        with tarfile.open(archive) as tar:
            tar.extractall(copy, filter="data")
    (copy / "mkdocs.yml").write_bytes((repository.path / "mkdocs.yml").read_bytes())
    refused = build(repository, cwd=copy)
    assert refused.code == 1
    assert ("git fetch --unshallow" if what == "shallow" else "git clone") in refused.output
    assert "Traceback" not in refused.output
    assert not (copy / "site").exists()


def test_an_address_that_is_taken_is_refused(tmp_path: Path) -> None:
    files = {
        FR: ONE,
        EN: ONE_EN,
        "docs/fr/cgu/notes.md": "# Notes\n",
        "docs/fr/x.md": page(date="2024-01-01", document="en"),
    }
    refused = build(start_site(tmp_path / "r", files))
    assert refused.code == 1
    assert "docs/fr/cgu/notes.md" in refused.output
    assert '"en" cannot be the id of a document' in refused.output


def test_each_clause_says_since_which_version_it_stands(two_versions: Repository) -> None:
    built = publish(two_versions, "2026-07-01")
    tree = tree_of(built.page("cgu/"))
    [note] = tree.xpath("//*[@id='art-1.1']/following-sibling::*[1][@data-furniture]")
    [link] = note.xpath("./a")
    assert link.text == "Depuis la version 1.1"
    assert link.get("href") == "clauses/art-1.1/"
    assert not tree_of(built.page("cgu/versions/1.1/")).xpath("//*[@class='clause-note']")


def test_two_builds_at_once_leave_one_whole_site(tmp_path: Path) -> None:
    repository = start_site(tmp_path / "r", {FR: ONE, EN: ONE_EN})
    whole = digest(publish(repository).site)
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: build(repository), range(2)))
    assert [built.code for built in both] == [0, 0], both
    assert digest(repository.path / "site") == whole
    assert not list(repository.path.glob(".site.*"))


def test_a_text_too_deep_to_read_is_told_in_one_line_and_nothing_is_published(
    tmp_path: Path,
) -> None:
    deep = page("1.0", f"# Conditions\n\n{'<div>' * 3000}Texte.\n", date="2024-04-15")
    built = build(start_site(tmp_path / "r", {FR: deep}))
    assert built.code == 1
    [line] = built.errors()
    assert "docs/fr/cgu.md" in line
    assert "too deeply" in line
    assert "Traceback" not in built.output


def test_pdfs_that_would_come_out_the_same_are_not_set_again(two_versions: Repository) -> None:
    first = publish(two_versions, "2026-07-01")
    made = {path: path.read_bytes() for path in first.site.rglob("*.pdf")}
    assert (first.site / "cgu/versions/1.0/cgu-1.0.fr.pdf") in made
    assert (first.site / "cgu/compare/1.0/1.1/cgu-1.0-1.1.fr.pdf") in made
    again = publish(two_versions, "2026-07-02")
    assert "Setting" not in again.output
    assert {path: path.read_bytes() for path in again.site.rglob("*.pdf")} == made
    for kept in (two_versions.path / ".cache/papers").iterdir():
        kept.write_bytes(b"damaged")
    mended = publish(two_versions, "2026-07-02")
    assert "Setting" in mended.output
    assert {path: path.read_bytes() for path in mended.site.rglob("*.pdf")} == made
