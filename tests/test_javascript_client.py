"""The JavaScript client asks a site over real HTTP, which answers well, badly or not at all."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import made_terms as made
from javascript_session import CLIENTS, Node, start_node
from stage import POLICY, Fault, Stage, open_stage

FAULTS: dict[Fault, tuple[str, str]] = {
    "slow": ("UnavailableError", "did not answer within 300 ms"),
    "error": ("UnavailableError", "answered 500"),
    "cut": ("UnavailableError", "gave no whole answer"),
    "half": ("BadAnswerError", "no whole JSON"),
}

PATIENCE: dict[Fault, int] = {"slow": 300, "error": 60_000, "cut": 60_000, "half": 60_000}
"""How many milliseconds a client waits."""


@pytest.fixture
def site() -> Iterator[Stage]:
    with open_stage() as stage:
        for path, value in made.files().items():
            stage.put(path, value)
        yield stage


@pytest.fixture
def node(site: Stage, tmp_path: Path) -> Iterator[Node]:
    """Node, with `terms` for the site, which it asks at each call, and `storage`."""
    with start_node(tmp_path) as started:
        started.run(f"reach.root = '{site.root}'; reach.storage = new Memory()")
        started.run("reach.terms = new Terms(root, options({ storage }))")
        yield started


def put_terms(site: Stage, *args: Any, **changes: Any) -> None:
    site.put("terms.json", made.terms(*args, **changes))


def governing(number: str, digest: str) -> made.Values:
    """The version in force, with another governing text."""
    entry = json.loads(json.dumps(made.CURRENT)) | {"version": number}
    entry["texts"]["fr"]["sha256"] = digest
    return dict(entry)


def coming(digest: str | None = None, **changes: Any) -> made.Values:
    """The version to come, with another governing text or other members."""
    entry = json.loads(json.dumps(made.UPCOMING)) | changes
    if digest:
        entry["texts"]["fr"]["sha256"] = digest
    return dict(entry)


def elsewhere(rest: str, member: str = "html_url") -> made.Values:
    """The version in force, with another address below the root that the site says it has."""
    entry = json.loads(json.dumps(made.CURRENT))
    entry["texts"]["en"][member] = made.ROOT + rest
    return dict(entry)


MOVED = made.CURRENT | {"effective_from": "2025-06-02"}
PATCHED = made.version("1.2", "2025-06-01", "2027-01-01")
NEXT_DAY: made.Values = {"as_of": "2026-11-24", "expires": "2026-12-01"}

# What is in force


def test_the_version_in_force_and_those_to_come(node: Node) -> None:
    assert node.run("return terms.current('cgu')") == made.CURRENT
    assert node.run("return terms.upcoming('cgu')") == [made.UPCOMING]


def test_with_nothing_in_force_there_is_no_other_text_in_its_place(site: Stage, node: Node) -> None:
    put_terms(site, None)
    assert node.run("return terms.current('cgu')") is None
    assert node.run("return terms.mustAccept('cgu', null)") is False
    error = node.refuses("return terms.text('cgu', 'fr')")
    assert error.name == "NotInForceError"


def test_a_document_that_is_not_there_is_an_error_that_names_those_that_are(node: Node) -> None:
    error = node.refuses("return terms.current('gcu')")
    assert (error.name, error.error["documents"]) == ("UnknownDocumentError", ["cgu"])


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Europe/Paris", "2026-12-31T22:59:59Z", "2026-12-31T23:00:00Z"),
        ("America/Montreal", "2027-01-01T04:59:59Z", "2027-01-01T05:00:00Z"),
        ("Asia/Kolkata", "2026-12-31T18:29:59Z", "2026-12-31T18:30:00Z"),
    ],
)
def test_an_effective_date_is_crossed_at_midnight_in_the_zone_without_a_fetch(
    site: Stage, node: Node, zone: str, before: str, after: str
) -> None:
    put_terms(site, timezone=zone, as_of="2026-12-30", expires="2027-01-01")
    node.at("2026-12-31T12:00:00Z")
    node.run("reach.patient = new Terms(root, options({ minInterval: 1e9 }))")
    assert node.run("return patient.current('cgu')")["version"] == "1.1"
    node.at(before)
    assert node.run("return patient.current('cgu')")["version"] == "1.1"
    node.at(after)
    version = node.run("return patient.current('cgu')")
    assert (version["version"], version["status"]) == ("2.0", "in_force")
    assert node.run("return patient.upcoming('cgu')") == []
    assert node.run("return patient.mustAccept('cgu', '1.1')") is True
    assert site.statuses("terms.json") == [200]


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("'2024-04-14'", None),
        ("'2024-04-15'", "1.0"),
        ("'2025-05-31'", "1.0"),
        ("new Date('2025-05-31T21:59:59Z')", "1.0"),
        ("new Date('2025-05-31T22:00:00Z')", "1.1"),
        ("'2025-06-01'", "1.1"),
        ("'2026-12-31'", "1.1"),
        ("'2027-01-01'", "2.0"),
    ],
)
def test_what_was_or_will_be_in_force_on_a_day(node: Node, day: str, version: str | None) -> None:
    found = node.run(f"return terms.inForce('cgu', {day})")
    assert (found and found["version"]) == version
    assert found is None or found["status"] == "in_force"


@pytest.mark.parametrize("day", ["'2025-02-30'", "'2025'", "'yesterday'", "new Date(NaN)", "{}"])
def test_what_is_no_day_is_an_error(node: Node, day: str) -> None:
    assert node.refuses(f"return terms.inForce('cgu', {day})").name == "TypeError"


def test_the_past_is_read_once_for_each_state_of_the_site(site: Stage, node: Node) -> None:
    for _ in range(2):
        node.run("return terms.inForce('cgu', '2024-05-01')")
    assert site.statuses("api/v1/cgu/versions.json") == [200]
    put_terms(site, source={"commit": "d" * 40}, sequence=43)
    node.run("return terms.inForce('cgu', '2024-05-01')")
    assert len(site.statuses("api/v1/cgu/versions.json")) == 2


def test_what_is_in_force_is_told_without_the_past(site: Stage, node: Node) -> None:
    node.run("return terms.inForce('cgu', '2025-06-01')")
    assert site.statuses("api/v1/cgu/versions.json") == []


def test_when_a_withdrawn_version_ended_is_not_guessed(site: Stage, node: Node) -> None:
    withdrawn = made.version("1.1", "2025-06-01", status="withdrawn")
    put_terms(site, None, ())
    site.put("api/v1/cgu/versions.json", made.versions([made.PAST, withdrawn]))
    assert node.run("return terms.inForce('cgu', '2024-05-01')")["version"] == "1.0"
    error = node.refuses("return terms.inForce('cgu', '2025-07-01')")
    assert error.name == "UnknownPeriodError"


@pytest.mark.parametrize(
    ("accepted", "must"),
    [
        ("null", True),
        ("'0.9'", True),
        ("'1.0'", False),
        ("'1.1'", False),
        ("'1.10'", False),
        ("'99.0'", True),
    ],
)
def test_only_who_accepted_something_older_must_accept(
    node: Node, accepted: str, must: bool
) -> None:
    assert node.run(f"return terms.mustAccept('cgu', {accepted})") is must


@pytest.mark.parametrize(
    "accepted", ["'1'", "1.0", "'latest'", "undefined", "'1.0.0'", "'01.1'", "'1.1000000'"]
)
def test_what_is_no_version_is_an_error(node: Node, accepted: str) -> None:
    assert node.refuses(f"return terms.mustAccept('cgu', {accepted})").name == "TypeError"


def test_versions_are_numbers_not_decimals(node: Node) -> None:
    assert node.run("return [isOlder('1.9', '1.10'), isOlder('2.0', '1.10')]") == [True, False]


# Asking


def test_a_poll_that_changed_nothing_costs_a_304(site: Stage, node: Node) -> None:
    for _ in range(3):
        node.run("return terms.current('cgu')")
    assert site.statuses("terms.json") == [200, 304, 304]
    node.run("reach.again = new Terms(root, options({ storage }))")
    node.run("return again.current('cgu')")
    assert site.statuses("terms.json")[3:] == [304], "what was kept is asked for by its ETag"


def test_the_site_is_not_asked_twice_within_the_interval(site: Stage, node: Node) -> None:
    node.run("reach.calm = new Terms(root, options({ minInterval: 60000, storage }))")
    node.run("return Promise.all([calm.current('cgu'), calm.upcoming('cgu'), calm.index()])")
    node.at("2026-11-23T12:00:59Z")
    node.run("return calm.current('cgu')")
    node.run("return new Terms(root, options({ minInterval: 60000, storage })).current('cgu')")
    assert site.statuses("terms.json") == [200]
    node.at("2026-11-23T12:01:00Z")
    node.run("return calm.current('cgu')")
    node.run("return calm.index({ renew: true })")
    assert site.statuses("terms.json") == [200, 304, 304]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_site_that_fails_leaves_the_last_good_answer_marked_stale(
    site: Stage, node: Node, fault: Fault
) -> None:
    name, words = FAULTS[fault]
    node.run("return terms.index()")
    site.faults["terms.json"] = fault
    # No answer that is to come is hurried: a machine may be slow too.
    later = f"new Terms(root, options({{ storage, timeout: {PATIENCE[fault]} }}))"
    for client in ("terms", later) if fault != "slow" else (later,):
        node.at("2026-11-24T12:00:00Z")
        index = node.run(
            f"const index = await {client}.index();"
            "return { ...index, problem: [index.problem.name, index.problem.message] }"
        )
        assert index["terms"]["sequence"] == 42
        assert index["fetchedAt"] == "2026-11-23T12:00:00.000Z"
        assert (index["isStale"], index["isExpired"]) == (True, False)
        assert index["problem"][0] == name
        assert words in index["problem"][1]
    del site.faults["terms.json"]
    index = node.run("return terms.index()")
    assert (index["isStale"], index["problem"]) == (False, None)
    assert index["fetchedAt"] == "2026-11-24T12:00:00.000Z"


def test_with_nothing_to_show_the_site_is_asked_again_soon(site: Stage, node: Node) -> None:
    site.faults["terms.json"] = "error"
    node.run("reach.calm = new Terms(root, options({ minInterval: 1e9 }))")
    for instant in ("12:00:00", "12:00:09", "12:00:10"):
        node.at(f"2026-11-23T{instant}Z")
        node.refuses("return calm.index()")
    assert site.statuses("terms.json") == [500, 500]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_site_that_fails_from_the_first_is_an_error(
    site: Stage, node: Node, fault: Fault
) -> None:
    site.faults["terms.json"] = fault
    client = f"new Terms(root, options({{ timeout: {PATIENCE[fault]} }}))"
    error = node.refuses(f"return {client}.current('cgu')")
    assert (error.name, error.error["isOfModule"]) == (FAULTS[fault][0], True)
    assert FAULTS[fault][1] in error.message


# Age


@pytest.mark.parametrize("down", [True, False])
def test_what_has_expired_is_not_shown_as_current(site: Stage, node: Node, down: bool) -> None:
    node.run("return terms.current('cgu')")
    if down:
        site.faults["terms.json"] = "error"
    node.at("2026-11-30T22:59:59Z")
    assert node.run("return terms.current('cgu')")["version"] == "1.1"
    node.at("2026-11-30T23:00:00Z")  # midnight in Paris
    for call in (
        "index()",
        "current('cgu')",
        "mustAccept('cgu', null)",
        "clause('cgu', '1', 'fr')",
    ):
        error = node.refuses(f"return terms.{call}")
        assert error.name == "StaleError"
        assert "2026-11-30" in error.message
    index = node.run("return terms.index({ allowStale: true })")
    assert (index["isExpired"], index["isStale"]) == (True, down)
    assert node.run("return terms.current('cgu', { allowStale: true })")["version"] == "1.1"


def test_a_clock_that_is_behind_the_site_is_not_believed(node: Node) -> None:
    node.at("2026-11-22T12:00:00Z")
    assert node.run("return terms.index()")["today"] == "2026-11-23"
    assert node.run("return terms.current('cgu')")["version"] == "1.1"


def test_what_is_made_for_a_day_to_come_is_told_from_a_clock_that_is_slow(node: Node) -> None:
    node.at("2026-11-21T22:59:59Z")  # a second before midnight in Paris
    assert node.refuses("return terms.index()").name == "PrematureError"
    node.at("2026-11-21T23:00:00Z")
    assert node.run("return terms.index()")["problem"] is None


# What is refused


@pytest.mark.parametrize(
    "address",
    ["javascript:void(1)", f"{made.ROOT}javascript:void(1)", f"{made.ROOT}//other.example/", "../"],
)
def test_only_what_is_below_the_root_of_the_site_is_an_address_of_it(
    site: Stage, node: Node, address: str
) -> None:
    node.run("return terms.index()")
    assert node.run(f"return terms.locate('{made.ROOT}cgu/')") == f"{site.root}cgu/"
    error = node.refuses(f"return terms.locate({json.dumps(address)})")
    assert error.name == "BadAnswerError"


def test_a_copy_below_a_path_is_left_by_no_address(node: Node) -> None:
    node.run(
        "reach.below = new Terms(root + 'below/', options({ fetch: (url, request) =>"
        " fetch(url.replace('/below/', '/'), request) })); return reach.below.index()"
    )
    error = node.refuses(f"return below.locate('{made.ROOT}%2e%2e/cgu/')")
    assert error.name == "BadAnswerError"


@pytest.mark.parametrize("length", ["", "99999999999"])
def test_an_answer_without_end_is_not_read_on(node: Node, length: str) -> None:
    headers = f"{{ 'content-length': '{length}' }}" if length else "{}"
    node.run(
        "reach.count = { pulled: 0, cancelled: false }; const chunk = new Uint8Array(1 << 20);"
        "reach.endless = new Terms(root, options({ fetch: async () => new Response("
        "new ReadableStream({ pull(to) { reach.count.pulled++; to.enqueue(chunk) },"
        f" cancel() {{ reach.count.cancelled = true }} }}), {{ headers: {headers} }}) }}))"
    )
    error = node.refuses("return endless.index()")
    assert error.name == "UnavailableError"
    assert "sends more than" in error.message
    count = node.run("return count")
    assert count["cancelled"]
    assert count["pulled"] <= (2 if length else 67)


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (made.terms(sequence=41), "RollbackError"),
        (made.terms(governing("1.1", "0" * 64)), "AlteredError"),
        (made.terms(None, [coming(digest="0" * 64)]), "AlteredError"),
        (made.terms(as_of="2026-11-22"), "RollbackError"),
        (made.terms(expires="9999-12-31"), "AlteredError"),
        (made.terms(source={"commit": "d" * 40}), "AlteredError"),
        (made.terms(made.CURRENT | {"accept_since": "0.9"}), "AlteredError"),
        (made.terms(PATCHED), "AlteredError"),
        (made.terms(None), "AlteredError"),
        (made.terms(upcoming=[]), "AlteredError"),
        (made.terms(documents=[]), "AlteredError"),
        (made.terms(timezone="Asia/Tokyo"), "AlteredError"),
        (made.terms(made.CURRENT | {"effective_until": "2026-12-01"}), "AlteredError"),
        (made.terms(made.CURRENT | {"accept_since": "0.9"}, **NEXT_DAY), "AlteredError"),
        (made.terms(PATCHED, **NEXT_DAY), "AlteredError"),
        (made.terms(None, **NEXT_DAY), "AlteredError"),
        (made.terms(upcoming=[], **NEXT_DAY), "AlteredError"),
        (made.terms(documents=[], **NEXT_DAY), "AlteredError"),
        (made.terms(timezone="Asia/Tokyo", **NEXT_DAY), "AlteredError"),
        (made.terms(made.PAST | {"status": "in_force"}, sequence=43), "AlteredError"),
        (made.terms(made.CURRENT | {"accept_since": "0.9"}, sequence=43), "AlteredError"),
        (made.terms(PATCHED | {"accept_since": "0.9"}, sequence=43), "AlteredError"),
        (made.terms(MOVED, sequence=47, source={"commit": "d" * 40}), "AlteredError"),
        (made.terms(sequence=2**53), "BadAnswerError"),
        (made.terms(sequence=0), "BadAnswerError"),
        (made.terms(made.CURRENT | {"accept_since": "1.2"}), "BadAnswerError"),
        (made.terms(made.CURRENT | {"version": "01.1"}), "BadAnswerError"),
        (made.terms(as_of="2026-11-25"), "PrematureError"),
        (made.terms(as_of="2026-02-31"), "BadAnswerError"),
        (made.terms(made.CURRENT | {"status": "withdrawn"}), "BadAnswerError"),
        (made.terms(made.CURRENT | {"effective_from": "2026-11-24"}), "BadAnswerError"),
        (made.terms(upcoming=[coming(effective_from="2026-11-23")]), "BadAnswerError"),
        (made.terms(upcoming=[coming(effective_from="2027-02-29")]), "BadAnswerError"),
        (made.terms(upcoming=[coming(supersedes="../..")]), "BadAnswerError"),
        (made.terms(documents=made.terms()["documents"] * 2), "BadAnswerError"),
        (
            made.terms() | {"$schema": "https://other.example/terms.schema.json"},
            "BadAnswerError",
        ),
        (made.terms(elsewhere("javascript:void(1)")), "BadAnswerError"),
        (made.terms(elsewhere("JavaScript:void(1)")), "BadAnswerError"),
        (made.terms(elsewhere("data:text/html,x")), "BadAnswerError"),
        (made.terms(elsewhere("//other.example/")), "BadAnswerError"),
        (made.terms(elsewhere("\\\\other.example/")), "BadAnswerError"),
        (made.terms(elsewhere("https://other.example/")), "BadAnswerError"),
        (made.terms(elsewhere("javascript:void(1)", "json_url")), "BadAnswerError"),
        (made.terms(checksums_url=f"{made.ROOT}javascript:1"), "BadAnswerError"),
        (made.terms(schema_version="2.0"), "SchemaVersionError"),
        (made.terms(documents=[{"id": "cgu"}]), "BadAnswerError"),
        (made.terms(timezone="Mars/Olympus"), "BadAnswerError"),
        (made.terms(expires="soon"), "BadAnswerError"),
        (b"[]", "BadAnswerError"),
        (b"null", "BadAnswerError"),
        (b"<!doctype html><title>Maintenance</title>", "BadAnswerError"),
        (json.dumps(made.terms()).encode().replace(b"Example", b"\xff"), "BadAnswerError"),
    ],
)
def test_a_refused_answer_leaves_the_last_good_one_until_that_expires(
    site: Stage, node: Node, answer: made.Values | bytes, name: str
) -> None:
    node.run("return terms.index()")
    site.put("terms.json", answer)
    for client in ("terms", "new Terms(root, options({ storage }))"):
        index = node.run(
            f"const index = await {client}.index();"
            "const { name } = index.problem, kind = index.problem instanceof BadAnswerError;"
            "return { ...index, problem: name, kind }"
        )
        assert (index["problem"], index["kind"]) == (name, True)
        assert index["terms"] == made.terms()
    node.at("2026-12-01T12:00:00Z")
    assert node.refuses("return terms.index()").name == "StaleError"


def test_the_same_commit_on_a_later_day_is_taken(site: Stage, node: Node) -> None:
    put_terms(site, as_of="2026-12-31", expires="2027-01-01")
    node.at("2026-12-31T12:00:00Z")
    assert node.run("return terms.current('cgu')")["version"] == "1.1"
    put_terms(
        site, made.UPCOMING | {"status": "in_force"}, (), as_of="2027-01-02", expires="2027-01-09"
    )
    node.at("2027-01-02T12:00:00Z")
    index = node.run("return terms.index()")
    assert (index["problem"], index["terms"]["as_of"]) == (None, "2027-01-02")
    assert node.run("return terms.current('cgu')")["version"] == "2.0"


@pytest.mark.parametrize("sequence", [42, 44])
@pytest.mark.parametrize("old", [False, True])
def test_what_a_newer_clausier_adds_to_the_same_commit_is_taken(
    site: Stage, node: Node, sequence: int, *, old: bool
) -> None:
    node.run("return terms.index()")
    more = made.CURRENT | {"mood": "grave"}
    put_terms(
        site, more, schema_version="1.7", more=1, checksums_sha256="1" * 64, sequence=sequence
    )
    if old:
        node.run(
            "for (const [key, kept] of storage.items) { const values = JSON.parse(kept);"
            " delete values.seen.peaks; delete values.seen.starts;"
            " storage.items.set(key, JSON.stringify(values)) }"
        )
    again = "new Terms(root, options({ storage }))"
    assert node.run(f"return (await {again if old else 'terms'}.index()).problem") is None


def test_a_document_that_was_in_force_is_named_for_ever(site: Stage, node: Node) -> None:
    node.run("return terms.index()")
    put_terms(site, sequence=43, documents=[])
    said = node.run("const { problem } = await terms.index(); return problem?.message")
    assert "which was in force, is named no more" in said
    assert node.run("return (await terms.current('cgu')).version") == "1.1"


def test_a_document_that_was_withdrawn_does_not_come_back_older(site: Stage, node: Node) -> None:
    node.run("return terms.index()")
    put_terms(site, None, (), sequence=43)
    assert node.run("return (await terms.index()).problem") is None
    assert node.run("return terms.current('cgu')") is None
    put_terms(site, made.PAST | {"status": "in_force"}, (), sequence=44)
    for client in ("terms", "new Terms(root, options({ storage }))"):
        said = node.run(f"const {{ problem }} = await {client}.index(); return problem?.message")
        assert "Version 1.0 of" in said
        assert "is in force again, after 1.1" in said


def test_a_smaller_sequence_is_refused_even_where_nothing_else_was_kept(
    site: Stage, node: Node
) -> None:
    node.run("return terms.index()")
    node.run(
        "const [key] = storage.items.keys(); const { seen } = JSON.parse(storage.items.get(key));"
        "storage.items.set(key, JSON.stringify({ seen }))"
    )
    put_terms(site, sequence=41)
    error = node.refuses("return new Terms(root, options({ storage })).index()")
    assert error.name == "RollbackError"
    assert "41" in error.message
    assert "42" in error.message


def test_a_translation_may_be_corrected_and_unknown_members_may_come(
    site: Stage, node: Node
) -> None:
    node.run("return terms.index()")
    entry = json.loads(json.dumps(made.CURRENT)) | {"mood": "grave"}
    entry["texts"]["en"]["sha256"] = "1" * 64
    put_terms(site, entry, schema_version="1.7", sequence=43, more={"a": [1]})
    assert node.run("return terms.index()")["problem"] is None
    assert node.run("return terms.current('cgu')") == entry


def test_the_past_cannot_change_either(site: Stage, node: Node) -> None:
    past = json.loads(json.dumps(made.PAST))
    node.run("return terms.inForce('cgu', '2024-05-01')")
    past["texts"]["fr"]["sha256"] = "2" * 64
    site.put("api/v1/cgu/versions.json", made.versions([past, made.CURRENT]))
    put_terms(site, source={"commit": "d" * 40}, sequence=43)
    assert node.refuses("return terms.inForce('cgu', '2024-05-01')").name == "AlteredError"


def test_the_day_on_which_a_version_took_force_stays_what_it_was(site: Stage, node: Node) -> None:
    node.run("return terms.inForce('cgu', '2024-05-01')")
    moved = made.PAST | {"effective_from": "2024-05-15"}
    site.put("api/v1/cgu/versions.json", made.versions([moved, made.CURRENT]))
    put_terms(site, source={"commit": "d" * 40}, sequence=47)
    for client in ("terms", "new Terms(root, options({ storage }))"):
        error = node.refuses(f"return {client}.inForce('cgu', '2024-05-20')")
        assert error.name == "AlteredError"
        assert f"cgu/1.0 took force on {made.PAST['effective_from']}" in error.message
        assert "and is now said to have on 2024-05-15" in error.message


def test_a_day_to_come_may_be_moved_until_it_has_come(site: Stage, node: Node) -> None:
    node.run("return terms.index()")
    put_terms(site, upcoming=[coming(effective_from="2027-02-01")], sequence=43)
    assert node.run("return (await terms.index()).problem") is None
    assert node.run("return (await terms.upcoming('cgu'))[0].effective_from") == "2027-02-01"


def test_a_past_older_than_the_index_is_refused(site: Stage, node: Node) -> None:
    site.put("api/v1/cgu/versions.json", made.versions([made.PAST]))
    assert node.refuses("return terms.inForce('cgu', '2024-05-01')").name == "BadAnswerError"


# Storage


@pytest.mark.parametrize(
    "storage",
    [
        "{ getItem() { throw new Error('no') }, setItem() { throw new Error('full') } }",
        "{ getItem: () => '{half', setItem() {} }",
        '{ getItem: () => \'{"body": "{}", "fetchedAt": 1, "seen": 3}\', setItem() {} }',
        "{ getItem: () => '[]', setItem() {} }",
        '{ getItem: () => \'{"seen": {"sequence": 1, "governing": {"a/1.1": 3}}}\', setItem() {} }',
        '{ getItem: () => \'{"seen": {"sequence": 1, "governing": {}, "peaks": {"cgu": 3}}}\','
        " setItem() {} }",
        "{ getItem: async () => null, setItem: async () => { throw new Error('later') } }",
        "null",
    ],
)
def test_a_storage_that_refuses_or_is_damaged_changes_nothing(node: Node, storage: str) -> None:
    node.run(f"reach.poor = new Terms(root, options({{ storage: {storage} }}))")
    assert node.run("return (await poor.index()).problem") is None
    assert node.run("return poor.current('cgu')") == made.CURRENT
    assert node.run("return (await poor.clause('cgu', '1.1', 'fr')).version") == "1.1"


@pytest.mark.parametrize(
    "storage",
    [
        "{ getItem: () => new Promise(() => {}), setItem() {} }",
        "{ getItem: () => null, setItem: () => new Promise(() => {}) }",
    ],
)
def test_a_storage_that_never_answers_is_waited_for_once(node: Node, storage: str) -> None:
    said = node.run(
        f"const dumb = new Terms(root, options({{ storage: {storage}, timeout: 1500 }}));"
        "await dumb.index(); const begun = Date.now();"
        "await dumb.current('cgu'); await dumb.text('cgu', 'fr'); return Date.now() - begun"
    )
    assert said < 1500


@pytest.mark.parametrize(
    "answer",
    [
        "new Promise(() => {})",
        "Promise.resolve(new Response(new ReadableStream({ pull: () => new Promise(() => {}) })))",
    ],
)
def test_a_fetch_that_heeds_no_signal_is_given_up(node: Node, answer: str) -> None:
    error = node.refuses(
        f"return new Terms(root, options({{ timeout: 200, fetch: () => {answer} }})).index()"
    )
    assert error.name == "UnavailableError"
    assert "did not answer within 200 ms" in error.message


@pytest.mark.parametrize("status", [206, 203])
def test_a_part_is_not_taken_for_the_whole(node: Node, status: int) -> None:
    error = node.refuses(
        "return new Terms(root, options({ fetch: async (url) =>"
        f" new Response((await fetch(url)).body, {{ status: {status} }}) }})).index()"
    )
    assert (error.name, error.error["status"]) == ("UnavailableError", status)


# Texts and clauses


def test_a_text_is_given_as_its_bytes_stand(site: Stage, node: Node) -> None:
    text = node.run("return terms.text('cgu', 'en')")
    assert text["text"] == made.markdown("1.1", "en")
    assert text["sha256"] == made.digest(text["text"])
    assert (text["version"], text["language"], text["governing"]) == ("1.1", "en", False)
    assert text["url"] == "https://terms.example/en/cgu/versions/1.1/"
    node.run("return terms.text('cgu', 'en')")
    assert site.statuses("en/cgu/versions/1.1/cgu-1.1.en.md") == [200], "it is kept"
    past = node.run("return terms.text('cgu', 'fr', { at: '2024-05-01' })")
    assert past["text"] == made.markdown("1.0", "fr")


@pytest.mark.parametrize("place", range(0, 40, 7))
def test_a_text_with_another_byte_is_refused(site: Stage, node: Node, place: int) -> None:
    body = bytearray(made.markdown("1.1", "fr").encode())
    body[place] ^= 1
    site.put("cgu/versions/1.1/cgu-1.1.fr.md", bytes(body))
    assert node.refuses("return terms.text('cgu', 'fr')").name == "IntegrityError"


def test_a_text_put_right_since_the_index_was_read_is_read_with_a_new_index(
    site: Stage, node: Node
) -> None:
    node.run("reach.calm = new Terms(root, options({ minInterval: 1e9 }))")
    node.run("return calm.index()")
    site.put("en/cgu/versions/1.1/cgu-1.1.en.md", b"# Better\n")
    entry = json.loads(json.dumps(made.CURRENT))
    entry["texts"]["en"]["sha256"] = made.digest("# Better\n")
    put_terms(site, entry, sequence=43)
    assert node.run("return calm.text('cgu', 'en')")["text"] == "# Better\n"


def test_texts_and_clauses_once_read_are_there_when_the_site_is_down(
    site: Stage, node: Node
) -> None:
    calls = ("text('cgu', 'fr')", "clause('cgu', '1.2', 'en')", "inForce('cgu', '2024-05-01')")
    before = [node.run(f"return terms.{call}") for call in calls]
    site.faults.update(dict.fromkeys(site.files, "error"))
    after = [node.run(f"return new Terms(root, options({{ storage }})).{call}") for call in calls]
    assert after == before


@pytest.mark.parametrize("call", ["text('cgu', 'de')", "clause('cgu', '1.1', 'de')"])
def test_a_missing_language_is_an_error_that_names_those_there_are(node: Node, call: str) -> None:
    error = node.refuses(f"return terms.{call}")
    assert (error.name, error.error["languages"]) == ("UnknownLanguageError", ["fr", "en"])


@pytest.mark.parametrize(
    "reference", ["1.1", "art-1.1", "#art-1.1", "§1.1", "§ 1.1", "§\u00a01.1", "1.1."]
)
def test_a_clause_is_found_by_number_or_id_with_what_to_cite(node: Node, reference: str) -> None:
    clause = node.run(f"return terms.clause('cgu', '{reference}', 'fr')")
    assert clause["text"] == "Conditions : « été » 1.1."
    assert clause["url"] == "https://terms.example/cgu/versions/1.1/#art-1.1"
    assert clause["path"] == [{"id": "art-1", "number": "1", "heading": "Objet"}]
    assert (clause["version"], clause["effectiveFrom"]) == ("1.1", "2025-06-01")
    assert clause["isVerified"] is True
    assert clause["textSha256"] == made.digest(made.markdown("1.1", "fr"))
    assert clause["sha256"] == made.digest(clause["markdown"])


def test_an_article_comes_with_the_clauses_within_it(node: Node) -> None:
    article = node.run("return terms.clause('cgu', '1', 'en')")
    assert [part["id"] for part in article["parts"]] == ["art-1.1", "art-1.2"]


def test_a_clause_that_is_not_there_is_an_error_that_names_those_that_are(node: Node) -> None:
    error = node.refuses("return terms.clause('cgu', '9.9', 'fr')")
    assert error.name == "UnknownClauseError"
    assert "1, 1.1, 1.2" in error.message


def test_a_clause_with_another_word_is_refused(site: Stage, node: Node) -> None:
    data = made.version_data("1.1")
    data["texts"]["fr"]["clauses"][1]["markdown"] = "1.1. Rien.\n\n"
    site.put("api/v1/cgu/versions/1.1.json", data)
    assert node.refuses("return terms.clause('cgu', '1.2', 'fr')").name == "IntegrityError"


@pytest.mark.parametrize(("reference", "verified"), [("1.1", True), ("1.2", False)])
def test_a_clause_without_a_source_of_its_own_is_marked_as_not_verified(
    site: Stage, node: Node, reference: str, verified: bool
) -> None:
    data = made.version_data("1.1")
    data["texts"]["fr"]["clauses"][2] |= {"markdown": None, "sha256": None}
    site.put("api/v1/cgu/versions/1.1.json", data)
    clause = node.run(f"return terms.clause('cgu', '{reference}', 'fr')")
    assert clause["isVerified"] is verified


def test_the_data_of_another_text_are_refused(site: Stage, node: Node) -> None:
    site.put("api/v1/cgu/versions/1.1.json", made.version_data("1.0"))
    assert node.refuses("return terms.clause('cgu', '1.1', 'fr')").name == "BadAnswerError"


def put_list(site: Stage, **changes: bytes) -> None:
    """List every file as `sha256sum` does, and have the index name the list."""
    files = {path: body for path, body in site.files.items() if path != "terms.json"} | changes
    lines = [f"{sha256(body).hexdigest()}  {path}\n" for path, body in sorted(files.items())]
    site.put("checksums.txt", "".join(lines).encode())
    named = {"checksums_url": f"{made.ROOT}checksums.txt"}
    digest = sha256(site.files["checksums.txt"]).hexdigest()
    put_terms(site, sequence=43, checksums_sha256=digest, **named)


def test_with_a_list_of_checksums_all_data_are_verified_and_kept(site: Stage, node: Node) -> None:
    put_list(site)
    calls = ("clause('cgu', '1.2', 'en')", "inForce('cgu', '2024-05-01')")
    before = [node.run(f"return terms.{call}") for call in calls * 2]
    assert before[0]["isVerified"] is True
    for path in ("checksums.txt", "api/v1/cgu/versions.json", "api/v1/cgu/versions/1.1.json"):
        assert site.statuses(path) == [200]
        site.faults[path] = "error"
    again = [node.run(f"return new Terms(root, options({{ storage }})).{call}") for call in calls]
    assert again == before[:2]


@pytest.mark.parametrize("path", ["api/v1/cgu/versions.json", "api/v1/cgu/versions/1.0.json"])
def test_data_with_another_byte_are_refused(site: Stage, node: Node, path: str) -> None:
    put_list(site)
    site.files[path] = site.files[path].replace(b"Objet", b"objet")
    site.files[path] = site.files[path].replace(b"superseded", b"Superseded")
    error = node.refuses("return terms.clause('cgu', '1.1', 'fr', { at: '2024-05-01' })")
    assert error.name == "IntegrityError"


def test_a_list_that_the_index_does_not_name_is_refused(site: Stage, node: Node) -> None:
    put_list(site)
    site.put("checksums.txt", site.files["checksums.txt"] + b"\n")
    assert node.refuses("return terms.inForce('cgu', '2024-05-01')").name == "IntegrityError"


# Signatures


PAIRS = """
reach.pairs = [1, 2].map(() => crypto.generateKeyPairSync("ed25519"))
reach.jwks = reach.pairs.map(({ publicKey }) => publicKey.export({ format: "jwk" }))
"""
JWS = """
const encode = (value) => Buffer.from(value).toString("base64url")
const signatures = %s.map(([number, header]) => {
  const head = encode(JSON.stringify({ alg: "EdDSA", kid: "k", ...header }))
  const input = `${head}.${encode(Buffer.from(%s, "base64"))}`
  const signature = encode(crypto.sign(null, Buffer.from(input), pairs[number].privateKey))
  return { protected: head, signature }
})
return JSON.stringify({ signatures })
"""


def sign(site: Stage, node: Node, signers: str, body: bytes | None = None) -> None:
    """Sign terms.json by the pairs in `signers`, each with what its header says besides."""
    content = json.dumps(b64encode(body or site.files["terms.json"]).decode())
    site.put("terms.json.jws", str(node.run(JWS % (signers, content))).encode())


@pytest.fixture
def signed(site: Stage, node: Node) -> Node:
    """`secure` accepts what the first pair signed; the site is signed by it."""
    node.run(PAIRS)
    sign(site, node, "[[0, {}]]")
    node.run("reach.secure = new Terms(root, options({ storage, keys: [jwks[0]] }))")
    return node


def test_an_index_signed_by_a_known_key_is_taken(site: Stage, signed: Node) -> None:
    assert signed.run("return secure.current('cgu')")["version"] == "1.1"
    signed.run("return secure.current('cgu')")
    assert site.statuses("terms.json") == [200, 304]
    assert site.statuses("terms.json.jws") == [200], "what did not change was checked before"


def test_while_keys_rotate_either_is_enough(site: Stage, signed: Node) -> None:
    sign(site, signed, "[[1, {}], [0, {}]]")
    for keys in ("[jwks[0]]", "[jwks[1]]", "jwks"):
        assert signed.run(f"return new Terms(root, options({{ keys: {keys} }})).current('cgu')")


@pytest.mark.parametrize(
    "signers",
    ["[[1, {}]]", "[]", "[[0, {alg: 'none'}]]", "[[0, {crit: ['b64'], b64: true}]]"],
)
def test_an_index_signed_by_no_known_key_is_refused(
    site: Stage, signed: Node, signers: str
) -> None:
    sign(site, signed, signers)
    assert signed.refuses("return secure.current('cgu')").name == "SignatureError"


@pytest.mark.parametrize(
    ("jws", "name"),
    [
        (b"{}", "SignatureError"),
        (b"null", "SignatureError"),
        (b'{"signatures": [{"protected": "*", "signature": 3}, 1, null]}', "SignatureError"),
        (b'{"signatures": [{"protected": "e30", "signature": "AA"}]}', "SignatureError"),
        (b'{"payload": "AA", "signatures": []}', "SignatureError"),
        (b"{", "BadAnswerError"),
    ],
)
def test_what_is_no_signature_is_refused(site: Stage, signed: Node, jws: bytes, name: str) -> None:
    site.put("terms.json.jws", jws)
    assert signed.refuses("return secure.current('cgu')").name == name


def test_a_signature_that_cannot_be_read_leaves_the_others_their_worth(
    site: Stage, signed: Node
) -> None:
    jws = json.loads(site.files["terms.json.jws"])
    jws["signatures"] = [None, {}, {"protected": "*", "signature": 3}, *jws["signatures"]]
    site.put("terms.json.jws", jws)
    assert signed.run("return secure.current('cgu')")["version"] == "1.1"


def test_an_altered_index_is_refused_and_the_last_good_one_stays(site: Stage, signed: Node) -> None:
    signed.run("return secure.index()")
    put_terms(site, expires="2036-11-30")
    index = signed.run(
        "const index = await secure.index(); return { ...index, problem: index.problem.name }"
    )
    assert (index["problem"], index["terms"]["expires"]) == ("SignatureError", "2026-11-30")


def test_what_was_kept_unsigned_or_altered_since_is_not_believed(site: Stage, signed: Node) -> None:
    signed.run("return terms.index()")  # without keys, in the same storage
    del site.files["terms.json.jws"]
    error = signed.refuses("return secure.index()")
    assert (error.name, error.error["status"]) == ("UnavailableError", 404)


def test_without_ed25519_nothing_is_said_to_be_verified(signed: Node) -> None:
    signed.run(
        "Object.defineProperty(globalThis, 'crypto', { value: { subtle: { importKey: async () => {"
        " throw new DOMException('no', 'NotSupportedError') } } } })"
    )
    error = signed.refuses("return secure.current('cgu')")
    assert error.name == "UnsupportedError"
    assert "Ed25519" in error.message


@pytest.mark.parametrize("keys", ["[]", "[{ kty: 'OKP', crv: 'Ed25519', x: 'AA' }]", "[{}]"])
def test_what_is_no_key_is_an_error_at_once(signed: Node, keys: str) -> None:
    error = signed.refuses(f"return new Terms(root, options({{ keys: {keys} }})).index()")
    assert error.name == "TypeError"


# The module itself


def declared(name: str) -> tuple[set[str], set[str]]:
    """What a declaration says of values: exports, and public members of classes."""
    source = re.sub(r"/\*.*?\*/", "", (CLIENTS / f"{name}.d.ts").read_text(), flags=re.DOTALL)
    exports = set(
        re.findall(r"^export declare (?:class|function|const) (\w+)", source, re.MULTILINE)
    )
    members: set[str] = set()
    for class_, body in re.findall(
        r"^export declare class (\w+)[^{]*\{\n(.*?)^\}", source, re.MULTILINE | re.DOTALL
    ):
        found = re.findall(r"^  (?:get |readonly )?(\w+)[(:?]", body, re.MULTILINE)
        members |= {f"{class_}.{member}" for member in found if member != "constructor"}
    return exports, members


def defined(node: Node, folder: Path, name: str) -> tuple[set[str], set[str]]:
    """The same of the module."""
    exports, members = node.run(
        f"const module = await import('{(folder / name).as_uri()}.js');"
        "const classes = Object.entries(module).filter(([, one]) => /^class/.test(String(one)));"
        "const names = (one) => Object.getOwnPropertyNames(one.prototype)"
        "  .filter((member) => !/^constructor$|Callback$/.test(member));"
        "const members = classes.flatMap(([name, one]) => names(one).map((n) => `${name}.${n}`));"
        "return [Object.keys(module), members]"
    )
    return set(exports), set(members)


@pytest.mark.parametrize("name", ["clausier", "terms-notice"])
def test_what_is_exported_is_declared_and_what_is_declared_exported(
    node: Node, tmp_path: Path, name: str
) -> None:
    exports, members = declared(name)
    assert exports
    real_exports, real_members = defined(node, tmp_path, name)
    assert exports == real_exports
    own = {"UnavailableError.status", "StaleError.fetchedAt", "StaleError.expires"}
    own |= {"UnknownDocumentError.documents", "UnknownLanguageError.languages"}  # set when made
    assert members - own == real_members


def test_the_site_publishes_the_modules_and_no_page_but_the_demo_loads_them(
    demo_site: Path,
) -> None:
    for file in CLIENTS.iterdir():
        assert (demo_site / "clients" / file.name).read_bytes() == file.read_bytes()
    loading = {
        page.relative_to(demo_site).as_posix()
        for page in demo_site.rglob("*.html")
        if re.search(r"<script[^>]+(?:clients/|demo\.js)", page.read_text(encoding="utf-8"))
    }
    assert loading == {"demo/index.html", "en/demo/index.html"}


@pytest.mark.parametrize("name", ["clausier", "terms-notice"])
def test_the_modules_depend_on_nothing_else(name: str) -> None:
    source = (CLIENTS / f"{name}.js").read_text()
    imported = set(re.findall(r"^import .* from \"(.*)\"|import\(\"(.*)\"\)", source, re.MULTILINE))
    assert {a or b for a, b in imported} <= {"./clausier.js", "node:crypto"}


# In a browser


def test_a_browser_asks_by_its_own_cache_and_verifies_texts(browser: Browser, site: Stage) -> None:
    site.put("", b"<!doctype html><title>Host</title>")
    site.put("clausier.js", (CLIENTS / "clausier.js").read_bytes())
    site.headers["Content-Security-Policy"] = POLICY
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site.root)
        said = page.evaluate(
            """async () => {
              const { Terms } = await import("/clausier.js")
              const now = () => Date.parse("2026-11-23T12:00:00Z")
              const terms = new Terms("/", { now, minInterval: 0, storage: localStorage })
              await terms.index()
              const { problem } = await terms.index()
              const text = await terms.text("cgu", "fr")
              const clause = await terms.clause("cgu", "1.1", "en")
              return [problem, text.text, clause.text, Object.keys(localStorage).length]
            }"""
        )
    assert said == [None, made.markdown("1.1", "fr"), "Terms : « été » 1.1.", 3]
    assert 304 in site.statuses("terms.json"), "its cache sends what it has an ETag for"


def test_a_browser_checks_signatures(browser: Browser, site: Stage, signed: Node) -> None:
    site.put("", b"<!doctype html><title>Host</title>")
    site.put("clausier.js", (CLIENTS / "clausier.js").read_bytes())
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site.root)
        said = page.evaluate(
            """async (keys) => {
              const { Terms } = await import("/clausier.js")
              const now = () => Date.parse("2026-11-23T12:00:00Z")
              return Promise.all(keys.map((key) => new Terms("/", { now, keys: [key] })
                .index().then(() => "taken", (error) => error.name)))
            }""",
            signed.run("return jwks"),
        )
    assert said == ["taken", "SignatureError"]


# On the site that is really built


@pytest.fixture
def real(demo_site: Path, tmp_path: Path) -> Iterator[Node]:
    """`terms` for the sample site, on its own day."""
    with open_stage(demo_site) as stage, start_node(tmp_path) as started:
        started.at("2026-09-15T12:00:00Z")
        started.run(f"reach.terms = new Terms('{stage.root}', options())")
        yield started


def test_each_clause_of_each_text_of_the_real_site_is_verified(demo_site: Path, real: Node) -> None:
    index = json.loads((demo_site / "terms.json").read_bytes())
    asked = 0
    for document in index["documents"]:
        current = document["current"]
        if current is None:
            continue
        data = json.loads(
            (demo_site / f"api/v1/{document['id']}/versions/{current['version']}.json").read_bytes()
        )
        for language, text in data["texts"].items():
            call = f"'{document['id']}', '{language}'"
            assert real.run(f"return terms.text({call})")["sha256"] == text["sha256"]
            for clause in text["clauses"]:
                found = real.run(
                    f"return terms.clause('{document['id']}', '{clause['id']}', '{language}')"
                )
                assert (found["text"], found["isVerified"]) == (clause["text"], True)
                asked += 1
    assert asked > 20


def test_what_applied_on_the_real_site_on_each_day(real: Node) -> None:
    days = {
        "2022-09-30": None,
        "2022-10-01": "1.0",
        "2023-02-28": "1.1",
        "2024-03-01": "2.0",
        "2025-05-31": "2.1",
        "2026-09-15": "2.2",
        "2027-01-01": "3.0",
    }
    for day, version in days.items():
        found = real.run(f"return terms.inForce('conditions', '{day}')")
        assert (found and found["version"]) == version, day
    assert real.run("return terms.current('pret')") is None
    assert real.run("return terms.inForce('pret', '2023-08-31')")["version"] == "1.0"
    assert real.refuses("return terms.inForce('pret', '2023-09-01')").name == "UnknownPeriodError"
    assert real.run("return terms.mustAccept('conditions', '2.1')") is True
    assert real.run("return terms.mustAccept('conditions', '2.2')") is False
