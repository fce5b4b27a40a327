"""Redlines and histories as data say what the pages say, in the form of their schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from lxml import html as lxml_html

from clausier.addresses import API_CATALOG, API_INDEX, OPENAPI
from clausier.api import build_comparison, iter_clauses, iter_files, render_json
from clausier.api.timemaps import render_timemap
from clausier.api.versions import Library
from clausier.contract import build_index
from clausier.edition import Edition
from clausier.files import iter_files as files_of_site
from clausier.model import VersionNumber
from clausier.pages import Desk
from clausier.redlines import Redlines
from clausier.register import Record, Register
from clausier.schema import Served
from redline_reading import parse, read_newer, read_older
from samples import read_samples
from sites import build_demo
from test_register import INITIAL, register
from values import document, version

SITE = "https://terms.example/"
Answer = dict[str, Any]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return read_samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="module")
def redlines(edition: Edition) -> Redlines:
    return Redlines(edition.register)


def find(edition: Edition, name: str) -> Record:
    return next(record for record in edition.register.records if record.id == name)


def compare(
    register: Register, record: Record, older: str, newer: str, redlines: Redlines | None = None
) -> Answer:
    one, two = (record.standing(VersionNumber.parse(number)) for number in (older, newer))
    made = build_comparison(register, record, one, two, redlines or Redlines(register), SITE)
    answer: Answer = json.loads(render_json(made))
    return answer


def clauses(register: Register, record: Record) -> dict[str, Answer]:
    made = iter_clauses(register, record, Redlines(register), SITE)
    return {clause.id: json.loads(render_json(clause)) for clause in made}


# Redlines


def test_a_moved_clause_as_data(edition: Edition, redlines: Redlines) -> None:
    answer = compare(edition.register, find(edition, "conditions"), "2.0", "2.1", redlines)
    assert answer["$schema"] == "https://terms.example/api/v1/compare.schema.json"
    assert answer["document"] == "conditions"
    assert answer["governing_language"] == "fr"
    assert answer["older"]["version"] == "2.0"
    assert answer["older"]["effective_from"] == "2024-03-01"
    assert answer["newer"]["effective_from"] == answer["older"]["effective_until"] == "2024-09-01"
    assert answer["missing_languages"] == []
    french = answer["languages"]["fr"]
    assert french["html_url"] == "https://terms.example/conditions/compare/2.0/2.1/"
    assert french["counts"] == {"moved": 1, "renumbered": 1, "modified": 1}
    [change] = french["changes"]
    assert change["kinds"] == ["moved", "renumbered", "modified"]
    assert change["older"] == {"id": "art-4.4", "number": "4.4", "heading": None}
    assert change["newer"] == {"id": "art-6.4", "number": "6.4", "heading": None}
    assert (change["words_inserted"], change["words_deleted"]) == (2, 0)
    assert re.fullmatch(rf"{re.escape(french['html_url'])}#change-[12]", change["url"])
    assert change["older_text"].endswith("Il cesse aussitôt d’utiliser la machine.")
    assert change["newer_text"].endswith("Il cesse aussitôt d’utiliser la machine en cause.")
    assert "<ins> en cause</ins>" in change["html"]
    assert "data-furniture" not in change["html"]
    assert answer["languages"]["en"]["changes"][0]["words_inserted"] == 1


def test_it_says_nothing_of_statuses(edition: Edition, redlines: Redlines) -> None:
    raw = json.dumps(compare(edition.register, find(edition, "conditions"), "2.2", "3.0", redlines))
    assert "status" not in raw
    assert "upcoming" not in raw


def test_a_clause_that_stands_in_one_text_only_has_no_other_side(
    edition: Edition, redlines: Redlines
) -> None:
    there, back = (
        compare(edition.register, find(edition, "conditions"), *pair, redlines)["languages"]["fr"]
        for pair in (("2.1", "2.2"), ("2.2", "2.1"))
    )
    [added] = (change for change in there["changes"] if change["kinds"] == ["added"])
    assert (added["older"], added["older_text"]) == (None, None)
    assert added["newer"]["id"] == "art-6.5"
    assert added["html"].startswith("<ins")
    [removed] = (change for change in back["changes"] if change["kinds"] == ["removed"])
    assert (removed["newer"], removed["newer_text"]) == (None, None)
    assert removed["html"].startswith("<del")
    assert removed["words_deleted"] == added["words_inserted"] > 0


def test_links_in_an_excerpt_lead_where_they_do_on_the_page(
    edition: Edition, redlines: Redlines
) -> None:
    answer = compare(edition.register, find(edition, "conditions"), "2.1", "2.2", redlines)
    html = "".join(change["html"] for change in answer["languages"]["en"]["changes"])
    assert 'href="https://terms.example/en/donnees/"' in html
    assert "site:" not in html


def test_a_pair_that_the_site_does_not_publish_has_no_address(
    edition: Edition, redlines: Redlines
) -> None:
    answer = compare(edition.register, find(edition, "conditions"), "2.2", "2.1", redlines)
    french = answer["languages"]["fr"]
    assert french["html_url"] is None
    assert {change["url"] for change in french["changes"]} == {None}
    assert french["changes"] != []


def test_a_missing_language_is_said_and_nothing_put_in_its_place(
    edition: Edition, redlines: Redlines
) -> None:
    answer = compare(edition.register, find(edition, "donnees"), "1.0", "1.1", redlines)
    assert answer["missing_languages"] == ["en"]
    assert [*answer["languages"]] == ["fr"]
    assert [*answer["newer"]["texts"]] == ["fr"]
    assert answer["newer"]["effective_from"] is None


def test_identical_texts_are_said_to_be() -> None:
    one = register(document(version("1.0", "2024-01-01", INITIAL), version("1.0", "2024-02-01")))
    [record] = one.records
    answer = compare(one, record, "1.0", "1.0")
    assert answer["languages"]["fr"]["identical"] is True
    assert answer["languages"]["fr"]["changes"] == []
    assert answer["languages"]["fr"]["counts"] == {}


# Histories


def test_a_clause_as_data(edition: Edition) -> None:
    answer = clauses(edition.register, find(edition, "conditions"))["art-4.1"]
    assert answer["$schema"] == "https://terms.example/api/v1/clause.schema.json"
    assert answer["in_force"] == {"version": "2.2", "effective_from": "2025-06-01"}
    english = answer["languages"]["en"]
    assert english["number"] == "4.1"
    assert english["path"] == ["art-4"]
    assert english["text"].startswith("4.1. The Workshop is open")
    assert english["html_url"] == "https://terms.example/en/conditions/#art-4.1"
    assert english["history_url"] == "https://terms.example/en/conditions/clauses/art-4.1/"
    assert english["since"] == {"version": "1.3", "effective_from": "2023-09-01"}
    assert english["numbered_since"]["version"] == "2.0"
    assert english["known_from"]["version"] == english["brought_by"]["version"] == "1.0"
    newest, oldest = english["changes"]
    assert newest["version"] == {"version": "2.0", "effective_from": "2024-03-01"}
    assert newest["supersedes"] == "1.3"
    assert newest["kinds"] == ["renumbered"]
    assert newest["older"]["number"] == "3.1"
    assert newest["url"].startswith("https://terms.example/en/conditions/compare/1.3/2.0/#change-")
    assert oldest["kinds"] == ["modified"]
    data = "https://terms.example/api/v1/conditions/compare/1.2/1.3.json"
    assert oldest["comparison_url"] == data


def test_every_clause_of_the_text_in_force_has_one_changed_or_not(edition: Edition) -> None:
    record = find(edition, "conditions")
    assert record.current is not None
    text = edition.register.render(record.current.version.governing)
    found = clauses(edition.register, record)
    assert [*found] == [clause.id for clause in text.clauses]
    unchanged = found["art-1.1"]["languages"]["fr"]
    assert unchanged["changes"] == []
    assert unchanged["history_url"] is None
    assert unchanged["since"]["version"] == "1.0"


def test_a_clause_that_changed_in_one_language_has_its_page_in_both(edition: Edition) -> None:
    languages = clauses(edition.register, find(edition, "conditions"))["art-2.3"]["languages"]
    assert languages["en"]["changes"] == []
    assert languages["en"]["history_url"] == (
        "https://terms.example/en/conditions/clauses/art-2.3/"
    )


def test_with_nothing_in_force_there_is_no_clause(edition: Edition) -> None:
    assert clauses(edition.register, find(edition, "pret")) == {}


def test_the_same_register_gives_the_same_bytes(edition: Edition, redlines: Redlines) -> None:
    first = dict(iter_files(edition.register, redlines, SITE))
    again = dict(iter_files(edition.register, Redlines(edition.register), SITE))
    assert first == again
    records = edition.register.records
    texts = sum(len(record.standings) for record in records)
    whole = len({API_INDEX, OPENAPI, API_CATALOG}) + len(KINDS)
    assert len(first) == (28 + 1 + 1) + (38 + 5) + texts + 5 * len(records) + whole


# Versions


def library(edition: Edition, redlines: Redlines) -> Library:
    return Library(edition.register, redlines, SITE)


def read(answer: Served) -> Answer:
    made: Answer = json.loads(render_json(answer))
    return made


def test_every_version_is_listed_with_its_status(edition: Edition, redlines: Redlines) -> None:
    record = find(edition, "conditions")
    answer = read(library(edition, redlines).versions(record))
    assert [entry["version"] for entry in answer["versions"]] == [
        str(standing.number) for standing in record.standings
    ]
    index = read(build_index(edition.register, SITE))
    [document] = (one for one in index["documents"] if one["id"] == "conditions")
    by_number = {entry["version"]: entry for entry in answer["versions"]}
    for entry in (document["current"], *document["upcoming"], *document["proposed"]):
        listed = by_number[entry["version"]]
        assert entry == {key: listed[key] for key in entry}
        assert listed.keys() - entry.keys() == {"dropped", "withdrawn_at"}
        assert (listed["dropped"], listed["withdrawn_at"]) == (False, None)
    pairs = [(pair["older"], pair["newer"]) for pair in answer["comparisons"]]
    assert pairs == [(str(one.number), str(two.number)) for one, two in record.iter_pairs()]


def test_a_withdrawn_version_says_when_and_so_whether_it_ever_applied(
    edition: Edition, redlines: Redlines
) -> None:
    answer = read(library(edition, redlines).versions(find(edition, "pret")))
    told = {e["version"]: (e["status"], e["withdrawn_at"]) for e in answer["versions"]}
    assert told == {"1.0": ("superseded", None), "1.1": ("withdrawn", "2025-06-02T07:00:00+00:00")}


def test_what_a_translation_said_before_it_was_corrected_can_be_proved(
    edition: Edition, redlines: Redlines
) -> None:
    record = find(edition, "conditions")
    answer = read(library(edition, redlines).version(record, record.standing(VersionNumber(1, 2))))
    assert answer["texts"]["fr"]["earlier"] == []
    english = answer["texts"]["en"]
    [earlier] = english["earlier"]
    assert earlier["sha256"] != english["sha256"]
    files = dict(files_of_site(edition.register, redlines, SITE))
    address = earlier["markdown_url"].removeprefix(SITE)
    assert sha256(files[address]).hexdigest() == earlier["sha256"]
    assert b"no later than the same day" in files[address]
    assert b"no later than the same day" not in files[english["markdown_url"].removeprefix(SITE)]


def test_the_clauses_of_a_text_joined_are_that_text(edition: Edition, redlines: Redlines) -> None:
    shelf = library(edition, redlines)
    for record in edition.register.records:
        for standing in record.standings:
            answer = read(shelf.version(record, standing))
            assert set(answer["texts"]) == {text.language for text in standing.version.texts}
            for text in standing.version.texts:
                entry = answer["texts"][text.language]
                parts = [entry["preamble"]["markdown"], *(c["markdown"] for c in entry["clauses"])]
                assert "".join(parts).encode() == text.body
                for clause in entry["clauses"]:
                    assert sha256(clause["markdown"].encode()).hexdigest() == clause["sha256"]


def test_a_clause_says_where_it_stands(edition: Edition, redlines: Redlines) -> None:
    record = find(edition, "conditions")
    number = VersionNumber.parse("2.1")
    answer = read(library(edition, redlines).version(record, record.standing(number)))
    [clause] = (one for one in answer["texts"]["fr"]["clauses"] if one["id"] == "art-6.4")
    assert clause["number"] == "6.4"
    assert [outer["id"] for outer in clause["path"]] == ["art-6"]
    assert clause["text"].endswith("Il cesse aussitôt d’utiliser la machine en cause.")
    assert "machine" in clause["html"]
    assert " id=" not in clause["html"]
    assert clause["since"] == "2.1"


def test_since_is_what_the_history_of_the_clause_says(edition: Edition, redlines: Redlines) -> None:
    compared = 0
    for record in edition.register.records:
        for language in edition.register.settings.languages:
            answer = read(library(edition, redlines).latest(record, language))
            text = (answer["current"] or {}).get("text")
            for clause in text["clauses"] if text else ():
                compared += 1
                [history] = (
                    past
                    for past in redlines.histories(record, language)
                    if past.clause.id == clause["id"]
                )
                assert clause["since"] == str(history.since)
    assert compared > 20


def test_since_of_an_earlier_version_looks_no_further(edition: Edition, redlines: Redlines) -> None:
    shelf = library(edition, redlines)
    for record in edition.register.records:
        for standing in record.standings:
            for entry in read(shelf.version(record, standing))["texts"].values():
                for clause in entry["clauses"]:
                    assert VersionNumber.parse(clause["since"]) <= standing.number


def test_latest_never_has_another_text_in_place() -> None:
    initial = version("1.0", "2024-04-15", INITIAL)
    french = version("2.0", "2026-01-01", languages=("fr",))
    coming = version("3.0", "2027-01-01")
    made = register(document(initial, french, coming))
    [record] = made.records
    shelf = Library(made, Redlines(made), SITE)
    answer = read(shelf.latest(record, "en"))
    assert answer["current"]["version"] == "2.0"
    assert answer["current"]["text"] is None
    assert [entry["version"] for entry in answer["upcoming"]] == ["3.0"]
    assert read(shelf.latest(record, "fr"))["current"]["text"]["title"] == "cgu 2.0"
    before = register(document(initial), as_of="2024-04-14")
    shelf = Library(before, Redlines(before), SITE)
    assert read(shelf.latest(before.records[0], "fr"))["current"] is None


def test_a_timemap_tells_what_took_force_and_when() -> None:
    made = register(
        document(
            version("1.0", "2024-04-15", INITIAL),
            version("1.1", "2026-01-01", languages=("fr",)),
            version("2.0", "2027-01-01"),
        )
    )
    [record] = made.records
    assert render_timemap(made, record, "fr", SITE).decode().splitlines() == [
        '<https://terms.example/cgu/>; rel="original",',
        '<https://terms.example/api/v1/cgu/timemap/fr.link>; rel="self"; '
        'type="application/link-format"; from="Sun, 14 Apr 2024 22:00:00 GMT"; '
        'until="Wed, 31 Dec 2025 23:00:00 GMT",',
        '<https://terms.example/cgu/versions/1.0/>; rel="first memento"; '
        'datetime="Sun, 14 Apr 2024 22:00:00 GMT",',
        '<https://terms.example/cgu/versions/1.1/>; rel="last memento"; '
        'datetime="Wed, 31 Dec 2025 23:00:00 GMT"',
    ]
    assert "first last memento" in render_timemap(made, record, "en", SITE).decode()
    before = register(document(version("1.0", "2027-01-01", INITIAL)))
    assert b"memento" not in render_timemap(before, before.records[0], "fr", SITE)


def test_pages_name_the_timemap_and_those_of_mementos_the_page_that_they_are_of() -> None:
    made = register(
        document(
            version("1.0", "2024-04-15", INITIAL),
            version("1.1", "2026-01-01", languages=("fr",)),
            version("2.0", "2027-01-01"),
            version("2.1"),
        )
    )
    for language, mementos in (("fr", ["1.0", "1.1"]), ("en", ["1.0"])):
        root = "" if language == "fr" else "en/"
        every = {page.address: page for page in Desk(made, language, Redlines(made)).iter_pages()}
        said = {
            address: {link.name: (link.address, link.type) for link in page.links}
            for address, page in every.items()
        }
        versions = [f"{root}cgu/versions/{number}/" for number in ("1.0", "1.1", "2.0", "2.1")]
        for address in (f"{root}cgu/", f"{root}cgu/versions/", *versions):
            named = (f"api/v1/cgu/timemap/{language}.link", "application/link-format")
            assert said[address]["timemap"] == named
        own = {at: links["original"] for at, links in said.items() if "original" in links}
        assert own == {f"{root}cgu/versions/{one}/": (f"{root}cgu/", "") for one in mementos}
        [record] = made.records
        listed = render_timemap(made, record, language, SITE).decode()
        assert re.findall(r'<([^>]*)>; rel="[a-z ]*memento"', listed) == [SITE + at for at in own]


# As published


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def root(site: Path) -> str:
    address = json.loads((site / "terms.json").read_bytes())["$schema"]
    return str(address).removesuffix("terms.schema.json")


def answers(site: Path, pattern: str) -> Iterator[Answer]:
    paths = sorted((site / "api" / "v1").glob(pattern))
    assert paths
    for path in paths:
        yield json.loads(path.read_bytes())


def urls(value: object) -> Iterator[str]:
    """Every address in an answer, those in its HTML too."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "html":
                yield from (
                    str(found) for found in parse(inner or "<p></p>").xpath("//@href|//@src")
                )
            else:
                yield from urls(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from urls(inner)
    elif isinstance(value, str) and value.startswith(("http://", "https://")):
        yield value


KINDS = {
    "compare": "*/compare/**/*.json",
    "clause": "*/clauses/*.json",
    "index": "index.json",
    "versions": "*/versions.json",
    "version": "*/versions/*.json",
    "latest": "*/latest/*.json",
}
"""Where answers of each schema are."""


@pytest.mark.parametrize("schema", KINDS)
def test_every_answer_is_valid_and_every_address_in_it_leads_somewhere(
    site: Path, root: str, schema: str
) -> None:
    rules = json.loads((site / "api" / "v1" / f"{schema}.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(rules)
    assert rules["$id"] == f"{root}api/v1/{schema}.schema.json"
    assert rules["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    checker = jsonschema.Draft202012Validator(rules, format_checker=jsonschema.FormatChecker())
    ids: dict[Path, set[str]] = {}
    for answer in answers(site, KINDS[schema]):
        checker.validate(answer)
        assert answer["$schema"] == rules["$id"]
        for url in urls(answer):
            assert url.startswith(root), url
            address, _, fragment = unquote(url.removeprefix(root)).partition("#")
            path = site / address / "index.html" if address.endswith("/") else site / address
            assert path.is_file(), url
            if fragment and path not in ids:
                tree: Any = lxml_html.fromstring(path.read_bytes())
                ids[path] = set(tree.xpath("//@id"))
            assert not fragment or fragment in ids[path], url


def test_a_schema_describes_every_field(site: Path) -> None:
    for name in KINDS:
        rules = json.loads((site / "api" / "v1" / f"{name}.schema.json").read_bytes())
        for model in (rules, *rules["$defs"].values()):
            for field, rule in model.get("properties", {}).items():
                assert "description" in rule, field


def test_the_texts_of_an_answer_are_those_that_its_excerpt_holds(site: Path) -> None:
    def read(tree: object) -> str:
        if isinstance(tree, tuple) and tree and tree[0] == "words":
            return "".join(char for char, _ in tree[2])
        return "".join(map(read, tree[2])) if isinstance(tree, tuple) and tree else ""

    def bare(text: str) -> str:
        return "".join(text.split())

    count = 0
    for answer in answers(site, KINDS["compare"]):
        for language in answer["languages"].values():
            for change in language["changes"]:
                if "data-move" in change["html"]:
                    continue
                sides = ((read_older, "older"), (read_newer, "newer"))
                for reading, side in sides:
                    heading = (change[side] or {}).get("heading") or ""
                    text = heading + (change[f"{side}_text"] or "")
                    assert bare(read(reading(change["html"]))) == bare(text)
                count += 1
    assert count > 300


def test_the_figures_are_those_of_the_page(site: Path) -> None:
    answer = json.loads((site / "api/v1/conditions/compare/2.2/3.0.json").read_bytes())
    french = answer["languages"]["fr"]
    tree: Any = lxml_html.fromstring((site / "conditions/compare/2.2/3.0/index.html").read_bytes())
    words = " ".join(tree.text_content().split())
    assert f"{french['words_inserted']} mots insérés" in words
    assert f"{french['words_deleted']} mots supprimés" in words
