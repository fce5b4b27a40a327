"""The Python client over real HTTP, with a server that fails in every way, sync and async alike."""

from __future__ import annotations

import asyncio
import fcntl
import json
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from clausier.addresses import CHECKSUMS, SIGNATURES, TERMS, version_data, versions_data
from clausier.client import (
    Altered,
    AsyncClient,
    ChangeClass,
    Client,
    ClientError,
    Damaged,
    Incompatible,
    Index,
    Missing,
    Premature,
    Refused,
    RolledBack,
    Stale,
    Status,
    Unavailable,
    Undetermined,
    Unreachable,
    VersionNumber,
)
from clausier.client.cache import Cache
from clausier.demo import DAY as DEMO_DAY
from clausier.errors import ClausierError
from clausier.signatures import SigningKey, render_key_set
from clausier.signatures import sign as make_signatures
from scripted_site import (
    SITE,
    Clock,
    Files,
    Site,
    change,
    list_checksums,
    make_register,
    publish,
    seal,
    serve_site,
)
from scripted_site import with_texts as texts
from values import document, version

FRENCH = "# Conditions\n\nPréambule.\n\n## 4. Prix\n\n4.1. Gratuit.\n\n4.2. Sauf le reste.\n"
ENGLISH = "# Terms\n\nPreamble.\n\n## 4. Price\n\n4.1. Free.\n\n4.2. But for the rest.\n"
OLD = texts(version("1.0", "2024-04-15", ChangeClass.INITIAL), fr="# Conditions\n\n1.1. Vieux.\n")
ONE = texts(version("1.9", "2026-02-01"), fr=FRENCH, en=ENGLISH)
TWO = texts(version("1.10", "2027-01-01"), fr=FRENCH.replace("Gratuit", "Payant"))
DAY, NOON = "2026-06-15", "2026-06-15T12:00:00+02:00"


def published(*versions: Any, as_of: str = DAY, sequence: int = 40, **options: Any) -> Files:
    many = document(*(versions or (OLD, ONE, TWO)))
    return publish(make_register(many, as_of=as_of, sequence=sequence, **options))


GOOD = published()
MARKDOWN, DATA = "cgu/versions/1.9/cgu-1.9.fr.md", version_data("cgu", VersionNumber(1, 9))


class _Waiting:
    """An `AsyncClient` whose calls wait, so that one table serves both clients."""

    def __init__(self, client: AsyncClient, runner: asyncio.Runner) -> None:
        self._client, self._runner = client, runner

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._client, name)
        return lambda *args, **options: self._runner.run(call(*args, **options))


Connect = Callable[..., Client]


@pytest.fixture(params=["sync", "async"])
def connect(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Makes clients of either kind, as patient as a busy machine needs."""
    sync, asynchronous = httpx.Client(verify=False), httpx.AsyncClient(verify=False)
    with asyncio.Runner() as runner:

        def make(site: Site | str, clock: Clock, **options: Any) -> Client:
            url = site if isinstance(site, str) else site.url
            options = {"clock": clock, "timeout": 60, **options}
            if request.param == "sync":
                return Client(url, http=sync, **options)
            waiting = _Waiting(AsyncClient(url, http=asynchronous, **options), runner)
            return cast(Client, waiting)

        yield make
        sync.close()
        runner.run(asynchronous.aclose())


@pytest.fixture
def site() -> Iterator[Site]:
    with serve_site(GOOD) as served:
        yield served


@pytest.fixture
def clock() -> Clock:
    return Clock.at(NOON)


def number(client: Client, name: str = "cgu", **options: Any) -> str | None:
    found = client.in_force(name, **options)
    return str(found.number) if found else None


# Asking


def test_the_text_in_force(connect: Connect, site: Site, clock: Clock) -> None:
    terms = connect(site, clock)
    current = terms.current("cgu")
    assert current is not None
    assert (str(current.number), current.status) == ("1.9", Status.IN_FORCE)
    assert current.effective_from == date(2026, 2, 1)
    assert current.languages == ("fr", "en")
    assert current.governing.language == "fr"
    assert current.text("en").html_url == f"{SITE}en/cgu/versions/1.9/"
    assert [str(v.number) for v in terms.upcoming("cgu")] == ["1.10"]


def test_an_answer_says_how_old_it_is(connect: Connect, site: Site, clock: Clock) -> None:
    terms = connect(site, clock)
    first = terms.index()
    assert first.fetched_at == first.checked_at == clock.time
    assert (first.age, first.revalidated, first.is_expired) == (timedelta(0), True, False)
    clock.pass_by(minutes=4)
    second = terms.index()
    assert (second.age, second.revalidated) == (timedelta(minutes=4), False)
    clock.pass_by(minutes=1)
    third = terms.index()
    assert (third.age, third.revalidated) == (timedelta(0), True)
    assert third.fetched_at == first.fetched_at < third.checked_at
    assert third.failure is None


def test_a_poll_that_changed_nothing_costs_a_304(
    connect: Connect, site: Site, clock: Clock
) -> None:
    terms = connect(site, clock)
    for _ in range(4):
        for _ in range(10):
            terms.current("cgu")
        clock.pass_by(minutes=5)
    assert site.count() == {200: 1, 304: 3}
    assert site.headers[-1]["If-Modified-Since"] == "Mon, 15 Jun 2026 00:00:00 GMT"
    assert "gzip" in site.headers[0]["Accept-Encoding"]


def test_a_clock_that_was_put_back_stops_nothing(
    connect: Connect, site: Site, clock: Clock
) -> None:
    terms = connect(site, clock)
    terms.index()
    clock.pass_by(hours=-1)
    assert terms.index().age == timedelta(0)
    assert site.count() == {200: 1, 304: 1}


@pytest.mark.parametrize("year", [2025, 2023, 1970])
def test_a_clock_that_is_behind_the_index_brings_back_nothing_superseded(
    connect: Connect, site: Site, clock: Clock, tmp_path: Path, year: int
) -> None:
    connect(site, clock, cache=tmp_path).index()
    clock.set(NOON.replace("2026", str(year)))
    terms = connect(site, clock, cache=tmp_path)
    current = terms.current("cgu")
    assert current is not None
    assert (str(current.number), number(terms)) == ("1.9", "1.9")
    assert terms.must_accept("cgu", "1.0") is True
    assert str(terms.clause("cgu", "4.2", lang="fr").version) == "1.9"
    assert terms.text("cgu", "en") == ENGLISH.encode()
    assert [str(v.number) for v in terms.upcoming("cgu")] == ["1.10"]
    assert number(terms, at=date(2025, 6, 15)) == "1.0", "a day that is asked about is that day"


def test_what_is_new_is_seen(connect: Connect, site: Site, clock: Clock) -> None:
    terms = connect(site, clock)
    assert number(terms) == "1.9"
    site.files = published(OLD, ONE, version("1.11", DAY), sequence=41)
    assert number(terms) == "1.9", "not within the interval"
    assert terms.refresh().index.sequence == 41
    assert number(terms) == "1.11"


def test_what_does_not_exist_is_said(connect: Connect, site: Site, clock: Clock) -> None:
    terms = connect(site, clock)
    with pytest.raises(Missing, match=r"no document “privacy”; there are: cgu\. Ask for one"):
        terms.current("privacy")
    with pytest.raises(
        Missing, match=r"1\.9 of “cgu” does not exist in “de”; it exists in: fr, en"
    ):
        terms.text("cgu", "de")
    with pytest.raises(Missing, match=r"no clause “4\.3”"):
        terms.clause("cgu", "4.3", lang="fr")
    with pytest.raises(Missing, match="nothing of “cgu” is in force"):
        terms.text("cgu", "fr", at=date(2020, 1, 1))
    with pytest.raises(Missing, match="does not exist in “en”; it exists in: fr"):
        terms.clause("cgu", "4.1", lang="en", at=date(2027, 1, 1))


# Days


def test_an_effective_date_is_crossed_with_the_site_off(connect: Connect, site: Site) -> None:
    site.files = published(as_of="2026-12-30")
    clock = Clock.at("2026-12-31T12:00:00+01:00")
    terms = connect(site, clock)
    terms.index()
    site.stop()
    for moment, expected in (
        ("2026-12-31T23:59:59.999999+01:00", "1.9"),
        ("2027-01-01T00:00:00+01:00", "1.10"),
        ("2026-12-31T23:00:01+00:00", "1.10"),
        ("2027-01-01T23:59:59+01:00", "1.10"),
    ):
        clock.set(moment)
        found = terms.current("cgu")
        assert found is not None
        assert (str(found.number), found.status) == (expected, Status.IN_FORCE), moment
        assert len(terms.upcoming("cgu")) == (expected == "1.9")
    clock.set("2027-01-02T00:00:00+01:00")
    with pytest.raises(Stale, match="were good until 2027-01-01"):
        terms.current("cgu")
    assert number(terms, allow_stale=True) == "1.10"


@pytest.mark.parametrize(
    ("zone", "day", "before", "at"),
    [
        ("Europe/Paris", "2026-03-29", "2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z"),
        ("Europe/Paris", "2026-03-30", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"),
        ("Europe/Paris", "2026-10-26", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"),
        ("America/Montreal", "2026-07-01", "2026-07-01T03:59:59Z", "2026-07-01T04:00:00Z"),
        ("Pacific/Auckland", "2026-07-01", "2026-06-30T11:59:59Z", "2026-06-30T12:00:00Z"),
    ],
)
def test_a_legal_day_begins_in_the_zone_of_the_index(
    connect: Connect, site: Site, zone: str, day: str, before: str, at: str
) -> None:
    first = version("1.0", "2024-04-15", ChangeClass.INITIAL)
    eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    site.files = published(first, version("2.0", day), as_of=eve, zone=zone)
    clock = Clock.at(before)
    terms = connect(site, clock)
    assert number(terms) == "1.0"
    assert number(terms, at=datetime.fromisoformat(at)) == "2.0"
    assert number(terms, at=date.fromisoformat(day)) == "2.0"
    clock.set(at)
    assert number(terms) == "2.0"


def test_what_applied_on_a_past_day_is_asked_for_once(
    connect: Connect, site: Site, clock: Clock, tmp_path: Path
) -> None:
    terms = connect(site, clock, cache=tmp_path)
    for _ in range(2):
        assert number(terms, at=date(2024, 4, 14)) is None
        assert number(terms, at=date(2024, 4, 15)) == "1.0"
        assert number(terms, at=datetime(2026, 1, 31, 22, 59, 59, tzinfo=UTC)) == "1.0"
        assert number(terms, at=datetime(2026, 1, 31, 23, tzinfo=UTC)) == "1.9"
        assert number(terms, at=date(2027, 5, 1)) == "1.10"
    found = terms.in_force("cgu", date(2025, 1, 1))
    assert found is not None
    assert found.status is Status.IN_FORCE, "on the day asked about"
    assert terms.text("cgu", "fr", at=date(2025, 1, 1)) == OLD.governing.body
    assert site.count(versions_data("cgu")) == {200: 1}
    site.stop()
    assert number(connect(site, clock, cache=tmp_path), at=date(2025, 1, 1)) == "1.0"


def test_history_is_confirmed_once_there_is_another_commit(
    connect: Connect, site: Site, clock: Clock
) -> None:
    terms = connect(site, clock)
    past = date(2025, 1, 1)
    assert number(terms, at=past) == "1.0"
    site.files = published(sequence=41)
    terms.refresh()
    assert number(terms, at=past) == "1.0"
    assert site.count(versions_data("cgu")) == {200: 1, 304: 1}
    site.files = published(sequence=42)
    terms.refresh()
    site.faults[versions_data("cgu")] = "half"
    assert number(terms, at=past) == "1.0", "what applied once stays so"


def test_history_fetched_with_an_index_that_is_no_longer_the_newest(
    connect: Connect, site: Site, clock: Clock
) -> None:
    terms = connect(site, clock)
    assert number(terms, at=date(2025, 1, 1)) == "1.0"
    site.files = published(sequence=41)
    terms.refresh()
    moved = texts(version("1.10", "2027-02-01"), fr=TWO.governing.markdown)
    site.files = published(OLD, ONE, moved, sequence=42)
    assert number(terms, at=date(2025, 1, 1)) == "1.0"
    assert terms.index().index.sequence == 42, "what does not fit the index makes it ask anew"


def test_history_that_cannot_be_had_is_said(connect: Connect, site: Site, clock: Clock) -> None:
    terms = connect(site, clock)
    site.faults[versions_data("cgu")] = "500"
    with pytest.raises(Unavailable, match=r"versions\.json answers 500"):
        terms.in_force("cgu", date(2025, 1, 1))


def test_a_withdrawal_has_no_legal_day(connect: Connect, site: Site, clock: Clock) -> None:
    gone = version("1.0", "2024-04-15", ChangeClass.INITIAL, withdrawn=True)
    site.files = publish(make_register(document(gone, withdrawn=True), as_of=DAY))
    terms = connect(site, clock)
    assert terms.current("cgu") is None
    assert terms.must_accept("cgu", None) is False
    assert number(terms, at=date(2024, 4, 14)) is None
    with pytest.raises(Undetermined, match="was withdrawn, and whether it still applied"):
        terms.in_force("cgu", date(2025, 1, 1))


def test_an_instant_without_a_zone_names_no_day(connect: Connect, site: Site, clock: Clock) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        connect(site, clock).in_force("cgu", datetime(2026, 1, 1))  # noqa: DTZ001


# Acceptance


@pytest.mark.parametrize(
    ("accepted", "today", "next_year"),
    [
        (None, True, True),
        ("1.0", True, True),
        ("1.8", True, True),
        ("1.9", False, True),
        ("1.10", False, False),
        ("2.0", True, True),
    ],
)
def test_who_has_to_accept(
    connect: Connect, site: Site, clock: Clock, accepted: str | None, today: bool, next_year: bool
) -> None:
    terms = connect(site, clock)
    assert terms.must_accept("cgu", accepted) is today
    assert terms.must_accept("cgu", accepted, at=date(2027, 1, 1)) is next_year
    assert terms.must_accept("cgu", accepted, at=date(2024, 4, 14)) is False
    assert terms.must_accept("cgu", "99.0") is True


def test_an_editorial_change_asks_nobody_again(connect: Connect, site: Site, clock: Clock) -> None:
    first = version("1.0", "2024-04-15", ChangeClass.INITIAL)
    site.files = published(first, version("1.1", "2026-01-01", ChangeClass.EDITORIAL))
    terms = connect(site, clock)
    assert number(terms) == "1.1"
    assert terms.must_accept("cgu", "1.0") is False
    with pytest.raises(ValueError, match=r"'1' is not MAJOR\.MINOR"):
        terms.must_accept("cgu", "1")


# Texts and clauses


@pytest.mark.parametrize("reference", ["4.2", "art-4.2", "#art-4.2", "§4.2", "§ 4.2", "4.2."])
def test_a_clause_by_number_id_or_sign(
    connect: Connect, site: Site, clock: Clock, reference: str
) -> None:
    clause = connect(site, clock).clause("cgu", reference, lang="fr")
    assert (clause.id, clause.number, clause.heading) == ("art-4.2", "4.2", None)
    assert clause.text == "4.2. Sauf le reste."
    assert clause.markdown == "4.2. Sauf le reste.\n"
    assert clause.sha256 == sha256(b"4.2. Sauf le reste.\n").hexdigest()
    assert "Sauf le reste." in clause.html
    assert [name.id for name in clause.path][-1] == "art-4"
    assert (str(clause.version), str(clause.since)) == ("1.9", "1.9")
    assert clause.url == f"{SITE}cgu/versions/1.9/#art-4.2"
    assert clause.parts == ()


def test_an_article_has_its_parts(connect: Connect, site: Site, clock: Clock) -> None:
    clause = connect(site, clock).clause("cgu", "4", lang="en")
    assert clause.heading == "4. Price"
    assert clause.text == ""
    assert [part.number for part in clause.parts] == ["4.1", "4.2"]
    assert clause.whole_text == "4.1. Free.\n4.2. But for the rest."
    assert clause.whole_markdown == ENGLISH[ENGLISH.index("## 4") :]


def test_a_text_is_asked_for_once(
    connect: Connect, site: Site, clock: Clock, tmp_path: Path
) -> None:
    terms = connect(site, clock, cache=tmp_path)
    assert terms.text("cgu", "fr") == FRENCH.encode()
    assert terms.text("cgu", "en") == ENGLISH.encode()
    assert terms.clause("cgu", "4.1", lang="en").markdown == "4.1. Free.\n\n"
    site.stop()
    again = connect(site, clock, cache=tmp_path)
    assert again.text("cgu", "en") == ENGLISH.encode()
    assert again.clause("cgu", "4.1", lang="en").text == "4.1. Free."
    assert [status for _, status in site.asked] == [200] * 5, "the index, two texts, two answers"


def test_altered_bytes_are_refused(connect: Connect, site: Site, clock: Clock) -> None:
    for address in (MARKDOWN, DATA):
        site.files[address] = site.files[address].replace(b"Gratuit", b"Payant!")
    terms = connect(site, clock)
    with pytest.raises(Altered, match="is not the text that the index names"):
        terms.text("cgu", "fr")
    with pytest.raises(Altered, match=r"1\.9\.json is not the file that checksums\.txt names"):
        terms.clause("cgu", "4.1", lang="fr")
    assert site.headers[-1]["Cache-Control"] == "no-cache", "a cache on the way had its chance"
    site.files[CHECKSUMS] = list_checksums(site.files)
    with pytest.raises(Altered, match=r"checksums\.txt is not the one that the index names"):
        connect(site, clock).clause("cgu", "4.1", lang="fr")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"markdown": "4.2. Rien.\n"}, "not that of its markdown"),
        ({"markdown": "\ud800"}, "not that of its markdown"),
        (
            {"markdown": "4.2. Rien.\n", "sha256": sha256(b"4.2. Rien.\n").hexdigest()},
            "is not the text that the index names",
        ),
    ],
)
def test_a_clause_is_part_of_the_text_that_the_index_names(
    connect: Connect, site: Site, clock: Clock, values: dict[str, str], reason: str
) -> None:
    answer = json.loads(site.files[DATA])
    answer["texts"]["fr"]["clauses"][-1].update(values)
    site.files[DATA] = json.dumps(answer).encode()
    site.files = seal(site.files)
    with pytest.raises(Refused, match=reason):
        connect(site, clock).clause("cgu", "4.2", lang="fr")


def test_a_translation_corrected_meanwhile_is_fetched_with_its_index(
    connect: Connect, site: Site, clock: Clock
) -> None:
    terms = connect(site, clock)
    terms.index()
    corrected = texts(ONE, fr=FRENCH, en=ENGLISH.replace("Free", "Gratis"))
    site.files = published(OLD, corrected, TWO, sequence=41)
    assert b"Gratis" in terms.text("cgu", "en")
    assert "Gratis" in terms.clause("cgu", "4.1", lang="en").text
    assert site.count() == {200: 2}


def test_nothing_is_fetched_from_another_host(connect: Connect, site: Site, clock: Clock) -> None:
    site.files[TERMS] = site.files[TERMS].replace(
        f'"{SITE}cgu/versions/1.9/cgu-1.9.fr.md"'.encode(), b'"http://127.0.0.1:9/cgu-1.9.fr.md"'
    )
    with pytest.raises(Unavailable, match=r"not an address below https://terms\.example/"):
        connect(site, clock).text("cgu", "fr")


# Failures


FAULTS = {
    "500": (Unreachable, "answers 500"),
    "half": (Unreachable, "fails: peer closed connection"),
    "silent": (Unreachable, "is too slow"),
    "trickle": (Unreachable, "is too slow"),
    "drip": (Unreachable, "is too slow"),
    "dropped": (Unreachable, "fails: "),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_last_good_answer_survives(
    connect: Connect,
    site: Site,
    clock: Clock,
    fault: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = connect(site, clock, cache=tmp_path).index()
    timeout = 0.2 if fault in ("silent", "trickle", "drip") else 60
    site.faults[TERMS] = fault
    kind, reason = FAULTS[fault]
    for _ in range(2):
        client = connect(site, clock, timeout=timeout, cache=tmp_path)
        clock.pass_by(minutes=10)
        assert number(client) == "1.9"
        answer = client.index()
        assert answer.index == before.index
        assert (answer.fetched_at, answer.revalidated) == (before.fetched_at, False)
        assert isinstance(answer.failure, kind)
        assert reason in str(answer.failure)
    assert [r.levelno for r in caplog.records if r.name == "clausier.client"] == [
        logging.WARNING
    ] * 2
    site.faults.clear()
    assert connect(site, clock, cache=tmp_path).refresh().failure is None


@pytest.mark.parametrize("fault", ["silent", "trickle", "drip"])
def test_what_is_given_up_leaves_nothing_running(site: Site, clock: Clock, fault: str) -> None:
    site.faults[TERMS] = fault
    with Client(site.url, clock=clock, timeout=0.2) as terms:
        for _ in range(2):
            with pytest.raises(Unavailable, match="is too slow"):
                terms.refresh()
    for thread in threading.enumerate():
        if thread.name == "clausier-client":
            thread.join(60)
            assert not thread.is_alive()


def test_what_is_given_up_holds_no_process_back(site: Site) -> None:
    site.faults[TERMS] = "drip"
    code = (
        "import sys, threading; from clausier.client import Client, Unavailable\n"
        "try: Client(sys.argv[1], timeout=0.2).index()\n"
        "except Unavailable: print('given up')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, site.url],
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "given up\n"


def test_what_goes_wrong_in_a_client_of_ones_own_is_raised(clock: Clock) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise RuntimeError("mine")

    with httpx.Client(transport=httpx.MockTransport(fail)) as http:
        terms = Client(SITE, http=http, clock=clock)
        with pytest.raises(RuntimeError, match="mine"):
            terms.index()
        with pytest.raises(RuntimeError, match="mine"):
            terms.index()


def test_an_answer_without_end_is_given_up(
    connect: Connect, site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clausier.client.shell._LONGEST", len(GOOD[TERMS]) - 1)
    with pytest.raises(Unavailable, match="sends without end"):
        connect(site, clock).index()


CHANGES: dict[str, tuple[dict[str, Any], type[ClientError], str]] = {
    "no documents": ({"documents": None}, Damaged, "“documents” is not of type list"),
    "a schema of tomorrow": ({"schema_version": "2.0"}, Incompatible, "this client reads 1"),
    "no zone": ({"timezone": "Europe/Nowhere"}, Damaged, "“timezone” is not a zone"),
    "no day": ({"as_of": "2026-6-15"}, Damaged, "“as_of” is not a day"),
    "a day to come": ({"as_of": "2026-06-17"}, Premature, "was made for 2026-06-17"),
    "a smaller sequence": ({"sequence": 39}, RolledBack, "sequence 39 of 2026-06-15, after 40"),
    "an older day": ({"as_of": "2026-06-14"}, RolledBack, "of 2026-06-14, after 40 of 2026-06-15"),
    "another commit": ({"source": {"commit": "f" * 40}}, Altered, "that of another commit"),
    "a longer life": ({"expires": "2036-06-15"}, Altered, "changed without a commit"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_is_not_to_be_believed_is_refused(
    connect: Connect, site: Site, clock: Clock, case: str, caplog: pytest.LogCaptureFixture
) -> None:
    values, kind, reason = CHANGES[case]
    terms = connect(site, clock)
    before = terms.index()
    site.files[TERMS] = change(site.files[TERMS], **values)
    answer = terms.refresh()
    assert answer.index == before.index
    assert type(answer.failure) is kind
    assert reason in str(answer.failure)
    assert caplog.records[-1].levelno == logging.ERROR
    assert terms.refresh().index == before.index, "nor at another try"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, GOOD[TERMS][:-3]])
def test_what_is_no_index_is_refused(
    connect: Connect, site: Site, clock: Clock, content: bytes
) -> None:
    site.files[TERMS] = content
    with pytest.raises(Unavailable, match=r"terms\.json is no JSON"):
        connect(site, clock).index()


def test_a_published_text_never_changes_under_its_number(
    connect: Connect, site: Site, clock: Clock, tmp_path: Path
) -> None:
    terms = connect(site, clock, cache=tmp_path)
    terms.text("cgu", "fr")
    altered = texts(ONE, fr=FRENCH.replace("Gratuit", "Payant"), en=ENGLISH)
    site.files = published(OLD, altered, TWO, sequence=41)
    for client in (terms, connect(site, clock, cache=tmp_path)):
        answer = client.refresh()
        assert isinstance(answer.failure, Altered)
        assert "governing text of version 1.9 of “cgu” is not the one it had" in str(answer.failure)
        assert client.text("cgu", "fr") == FRENCH.encode()


def test_not_even_in_its_history(
    connect: Connect, site: Site, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    terms = connect(site, clock)
    assert number(terms, at=date(2025, 1, 1)) == "1.0"
    altered = texts(OLD, fr="# Conditions\n\n1.1. Neuf.\n")
    site.files = published(altered, ONE, TWO, sequence=41)
    assert terms.refresh().failure is None, "the index does not name what is past"
    found = terms.in_force("cgu", date(2025, 1, 1))
    assert found is not None
    assert found.governing.sha256 == OLD.governing.sha256
    assert "governing text of version 1.0 of “cgu” is not the one it had" in caplog.text
    assert caplog.records[-1].levelno == logging.ERROR


def test_a_date_that_had_come_never_moves(connect: Connect, site: Site, clock: Clock) -> None:
    terms = connect(site, clock)
    terms.index()
    moved = texts(version("1.9", "2026-12-01"), fr=FRENCH, en=ENGLISH)
    site.files = published(OLD, moved, sequence=41)
    answer = terms.refresh()
    assert isinstance(answer.failure, Altered)
    assert "took force on 2026-02-01, and is now said to have on 2026-12-01" in str(answer.failure)


LENIENT = texts(version("1.9", "2026-02-01", ChangeClass.EDITORIAL), fr=FRENCH)
BACK: dict[str, tuple[Files, str]] = {
    "an older version": (published(OLD, sequence=42), "1.0 of “cgu” is in force again after"),
    "an older acceptance": (
        published(OLD, LENIENT, sequence=42),
        "an acceptance of 1.0 counts again after none older than 1.9 did",
    ),
    "an older acceptance for a newer version": (
        published(OLD, version("1.11", DAY, ChangeClass.EDITORIAL), sequence=42),
        "an acceptance of 1.0 counts again",
    ),
}


@pytest.mark.parametrize("case", BACK)
@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_was_in_force_never_goes_back(
    connect: Connect, site: Site, clock: Clock, tmp_path: Path, case: str, *, withdrawn: bool
) -> None:
    terms = connect(site, clock, cache=tmp_path)
    terms.index()
    if withdrawn:
        [entry] = json.loads(site.files[TERMS])["documents"]
        entry["current"] = None
        site.files[TERMS] = change(site.files[TERMS], sequence=41, documents=[entry])
        assert terms.refresh().failure is None
        assert terms.current("cgu") is None
    site.files, reason = BACK[case]
    for client in (terms, connect(site, clock, cache=tmp_path)):
        answer = client.refresh()
        assert isinstance(answer.failure, Altered)
        assert reason in str(answer.failure)
        assert number(client) == (None if withdrawn else "1.9")


def test_what_a_client_kept_before_it_remembered_that_is_still_read(
    connect: Connect, site: Site, clock: Clock, tmp_path: Path
) -> None:
    connect(site, clock, cache=tmp_path).index()

    def forget(kept: bytes | None) -> bytes:
        values = json.loads(kept or b"")
        del values["peaks"]
        return json.dumps(values).encode()

    Cache(tmp_path, site.url).update("index", forget)
    site.files = BACK["an older version"][0]
    answer = connect(site, clock, cache=tmp_path).refresh()
    assert isinstance(answer.failure, Altered)
    assert "is in force again" in str(answer.failure)


def test_what_may_change_is_taken(connect: Connect, site: Site, clock: Clock) -> None:
    terms = connect(site, clock)
    terms.index()
    later = texts(version("1.10", "2027-03-01"), fr=FRENCH.replace("Gratuit", "Payant"))
    draft = texts(version("2.0"), fr="# Projet\n")
    site.files = published(OLD, texts(ONE, fr=FRENCH, en="# Terms\n"), later, draft, sequence=41)
    answer = terms.refresh()
    assert answer.failure is None
    assert answer.index.document("cgu").upcoming[0].effective_from == date(2027, 3, 1)
    site.files = published(OLD, ONE, later, texts(draft, fr="# Autre projet\n"), sequence=42)
    assert terms.refresh().failure is None, "a proposal is no published text"


def test_days_pass_without_a_commit(connect: Connect, site: Site) -> None:
    clock = Clock.at("2026-12-31T12:00:00+01:00")
    site.files = published(as_of="2026-12-31")
    terms = connect(site, clock)
    assert number(terms) == "1.9"
    clock.set("2027-01-01T12:00:00+01:00")
    site.files = published(as_of="2027-01-01")
    answer = terms.refresh()
    assert (answer.failure, answer.index.sequence) == (None, 40)
    assert number(terms) == "1.10"


def test_new_fields_are_ignored(connect: Connect, site: Site, clock: Clock) -> None:
    terms = connect(site, clock)
    before = terms.index()
    site.files[TERMS] = change(site.files[TERMS], schema_version="1.7", checksums={"a": 1})
    answer = terms.refresh()
    assert (answer.failure, answer.index.schema_version) == (None, "1.7")
    assert answer.index.documents == before.index.documents


def test_without_any_answer_it_is_said_what_to_do(connect: Connect, clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    terms = connect(f"http://127.0.0.1:{port}", clock)
    with pytest.raises(Unavailable, match="check the address and the network"):
        terms.current("cgu")
    with pytest.raises(ValueError, match="is not the address of a site"):
        connect("terms.example", clock)


def test_an_expired_index_is_never_current_unknowingly(
    connect: Connect, site: Site, clock: Clock
) -> None:
    terms = connect(site, clock)
    terms.index()
    site.stop()
    clock.set("2026-06-22T23:59:59+02:00")
    assert number(terms) == "1.9"
    clock.set("2026-06-23T00:00:00+02:00")
    calls: tuple[Callable[..., object], ...] = (
        lambda **options: terms.current("cgu", **options),
        lambda **options: terms.in_force("cgu", **options),
        lambda **options: terms.upcoming("cgu", **options),
        lambda **options: terms.must_accept("cgu", "1.0", **options),
    )
    for call in calls:
        with pytest.raises(Stale, match="Do not show them as current"):
            call()
        assert call(allow_stale=True)
    with pytest.raises(Stale):
        terms.text("cgu", "fr")
    answer = terms.index()
    assert (answer.is_expired, str(answer.index.document("cgu").current.number)) == (True, "1.9")  # type: ignore[union-attr]
    site.faults.clear()
    site.files = published(as_of="2026-06-23")
    clock.pass_by(seconds=10)
    assert number(terms) == "1.9", "an expired index is asked for again at once, or nearly"


def test_a_site_that_is_down_is_not_waited_for_at_each_call(
    connect: Connect, site: Site, clock: Clock
) -> None:
    site.stop()
    terms = connect(site, clock)
    for _ in range(5):
        with pytest.raises(Unavailable, match="fails"):
            terms.current("cgu")
    assert len(site.asked) == 1
    site.faults.clear()
    clock.pass_by(seconds=10)
    assert number(terms) == "1.9"


def test_a_site_that_was_never_built_again_is_stale(
    connect: Connect, site: Site, clock: Clock
) -> None:
    clock.set("2026-07-01T12:00:00+02:00")
    with pytest.raises(Stale, match="the site has nothing newer"):
        connect(site, clock).current("cgu")


# Keys


def sign(terms: bytes) -> bytes:
    return sha256(b"secret" + terms).hexdigest().encode()


def verify(terms: bytes, jws: bytes) -> bool:
    return sign(terms) == jws


def signed(files: Files) -> Files:
    return {**files, SIGNATURES: sign(files[TERMS])}


def test_a_signed_index_is_taken_and_an_unsigned_one_refused(
    connect: Connect, site: Site, clock: Clock, tmp_path: Path
) -> None:
    terms = connect(site, clock, keys=verify, cache=tmp_path)
    with pytest.raises(Unavailable, match=r"terms\.json\.jws answers 404"):
        terms.current("cgu")
    site.files = signed(GOOD)
    assert terms.refresh().failure is None
    site.files = {**published(sequence=41), SIGNATURES: sign(GOOD[TERMS])}
    answer = terms.refresh()
    assert isinstance(answer.failure, Altered)
    assert "is not what terms.json.jws signs" in str(answer.failure)
    assert answer.index.sequence == 40
    site.files = signed(published(sequence=41))
    assert terms.refresh().index.sequence == 41
    asked = len(site.asked)
    assert terms.refresh().revalidated
    assert len(site.asked) == asked + 1, "what was confirmed needs no signature anew"


def test_an_index_and_its_signature_may_straddle_a_publication(
    connect: Connect, site: Site, clock: Clock
) -> None:
    site.files = signed(published(sequence=41))
    site.plays[TERMS] = [GOOD[TERMS]]
    assert connect(site, clock, keys=verify).index().index.sequence == 41


def test_a_verifier_may_raise(connect: Connect, site: Site, clock: Clock) -> None:
    def refuse(terms: bytes, jws: bytes) -> bool:
        raise ValueError("no such key")

    site.files = signed(GOOD)
    with pytest.raises(Unavailable, match=r"cannot be verified \(no such key\)"):
        connect(site, clock, keys=refuse).current("cgu")


def test_an_unsigned_cache_is_not_believed(
    connect: Connect, site: Site, clock: Clock, tmp_path: Path
) -> None:
    connect(site, clock, cache=tmp_path).index()
    site.stop()
    with pytest.raises(Unavailable):
        connect(site, clock, cache=tmp_path, keys=verify).index()


def test_keys_are_jwks_of_which_one_has_signed(connect: Connect, site: Site, clock: Clock) -> None:
    old, new = (SigningKey(Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32)) for n in (1, 2))

    def jwks(*keys: SigningKey) -> list[dict[str, str]]:
        listed: list[dict[str, str]] = json.loads(render_key_set(key.public for key in keys))[
            "keys"
        ]
        return listed

    site.files[SIGNATURES] = make_signatures(GOOD[TERMS], [old, new])
    for known in (jwks(old), jwks(new), jwks(old, new)):
        assert number(connect(site, clock, keys=known)) == "1.9"
    site.files[SIGNATURES] = make_signatures(GOOD[TERMS], [new])
    with pytest.raises(Unavailable, match="signs with a key that is trusted"):
        connect(site, clock, keys=jwks(old)).current("cgu")
    site.files[SIGNATURES] = b"{}"
    with pytest.raises(Unavailable, match="cannot be verified"):
        connect(site, clock, keys=jwks(new)).current("cgu")
    with pytest.raises(ClausierError, match="no Ed25519 public key"):
        connect(site, clock, keys=[])


# The cache


def test_a_damaged_cache_is_replaced(
    connect: Connect, site: Site, clock: Clock, tmp_path: Path
) -> None:
    connect(site, clock, cache=tmp_path).index()
    [kept] = [path for path in tmp_path.iterdir() if path.name != ".lock"]
    whole = kept.read_bytes()
    for damaged in (b"", whole[:-1], whole.replace(b"2026", b"2036"), b"\0" * 100):
        kept.write_bytes(damaged)
        assert connect(site, clock, cache=tmp_path).index().failure is None
        assert kept.read_bytes() == whole
    kept.unlink()
    kept.mkdir()
    assert number(connect(site, clock, cache=tmp_path)) == "1.9"
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_a_cache_that_can_no_longer_be_written_holds_nobody_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "site")
    cache.update("key", lambda _: b"old")
    [kept] = [path for path in tmp_path.iterdir() if path.name != ".lock"]
    blocked = tmp_path / f"{kept.name}.{os.getpid()}.{threading.get_ident()}.part"
    blocked.mkdir()
    cache.update("key", lambda _: b"new")
    assert cache.read("key") == b"new"
    assert Cache(tmp_path, "site").read("key") == b"old"
    blocked.rmdir()
    cache.update("key", lambda kept: (kept or b"") + b"er")
    assert Cache(tmp_path, "site").read("key") == b"newer"
    assert Cache(tmp_path, "another site").read("key") is None


@pytest.mark.skipif(sys.platform == "win32", reason="the lock is of POSIX systems")
def test_who_holds_the_cache_for_ever_is_done_without(
    connect: Connect, site: Site, clock: Clock, tmp_path: Path
) -> None:
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        Cache(tmp_path, site.url, 0.01).update("index", lambda _: b"new")
        terms = connect(site, clock, cache=tmp_path, timeout=1)
        for sequence in (41, 42):
            site.files = published(sequence=sequence)
            assert terms.refresh().index.sequence == sequence
        assert terms.text("cgu", "en") == ENGLISH.encode()
        assert [path.name for path in tmp_path.iterdir()] == [".lock"]
    site.files = published(sequence=43)
    terms.refresh()
    site.stop()
    assert connect(site, clock, cache=tmp_path).index().index.sequence == 43


def test_a_cache_outlives_the_process(
    connect: Connect, site: Site, clock: Clock, tmp_path: Path
) -> None:
    connect(site, clock, cache=tmp_path / "made").index()
    site.stop()
    clock.pass_by(days=2)
    terms = connect(site, clock, cache=tmp_path / "made")
    assert number(terms) == "1.9"
    assert terms.index().age == timedelta(days=2)


def test_clients_that_share_a_cache_share_what_they_learnt(
    connect: Connect, site: Site, clock: Clock, tmp_path: Path
) -> None:
    one, two = (connect(site, clock, cache=tmp_path) for _ in range(2))
    one.index()
    two.index()
    assert site.count() == {200: 1}
    site.files = published(sequence=41)
    one.refresh()
    assert two.index().index.sequence == 41
    site.files = GOOD
    answer = two.refresh()
    assert isinstance(answer.failure, RolledBack)
    assert answer.index.sequence == 41


_SHARING = """
import sys
from datetime import datetime
from pathlib import Path
from clausier.client import Client
clock = lambda: datetime.fromisoformat("2026-06-15T12:00:00+02:00")
with Client(sys.argv[1], cache=Path(sys.argv[2]), clock=clock, timeout=60) as terms:
    seen = [0]
    while seen[-1] < 91 and len(seen) < 5000:
        seen.append(terms.refresh().index.sequence)
    print(seen == sorted(seen), seen[-1])
"""


def test_two_processes_share_a_cache(site: Site, clock: Clock, tmp_path: Path) -> None:
    sequences = [base + step for base in range(41, 91) for step in (1, -1)]
    site.plays[TERMS] = [change(GOOD[TERMS], sequence=sequence) for sequence in sequences]
    site.files[TERMS] = change(GOOD[TERMS], sequence=91)
    command = [sys.executable, "-c", _SHARING, site.url, str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate()[0] for process in running] == ["True 91\n"] * 2
    site.stop()
    with Client(site.url, cache=tmp_path, clock=clock) as terms:
        assert terms.index().index.sequence == 91
    assert list(tmp_path.glob("*.part")) == []


# The sample site, as it is built


def test_the_sample_site(connect: Connect, demo_root: str, demo_site: Path) -> None:
    clock = Clock.at(f"{DEMO_DAY}T09:00:00+02:00")
    terms = connect(demo_root, clock)
    assert [number(terms, name) for name in ("conditions", "donnees", "pret")] == [
        "2.2",
        "1.0",
        None,
    ]
    for language in ("fr", "en"):
        source = terms.text("conditions", language).decode()
        article = terms.clause("conditions", "3", lang=language)
        assert article.parts
        assert article.whole_markdown
        assert article.whole_markdown in source
        assert article.url.endswith("conditions/versions/2.2/#art-3")
        for part in article.parts:
            assert terms.clause("conditions", part.number or "", lang=language) == part
    assert number(terms, "conditions", at=date(2027, 1, 1)) == "3.0"
    history = json.loads((demo_site / versions_data("conditions")).read_bytes())["versions"]
    for entry in history:
        start = date.fromisoformat(entry["effective_from"])
        assert number(terms, "conditions", at=start) == entry["version"]
    clock.pass_by(minutes=10)
    assert terms.index().revalidated
    assert terms.index().failure is None


# Any byte


def offline(files: Files) -> httpx.Client:
    """Serves files without a network."""

    def answer(request: httpx.Request) -> httpx.Response:
        content = files.get(request.url.path.removeprefix("/"))
        return httpx.Response(404) if content is None else httpx.Response(200, content=content)

    return httpx.Client(transport=httpx.MockTransport(answer))


def same(one: Index, other: Index) -> bool:
    """Whether two indexes say the same, but for which commit and day they are of."""
    return (one.documents, one.expires, one.timezone) == (
        other.documents,
        other.expires,
        other.timezone,
    )


@given(st.data())
def test_no_altered_byte_of_a_signed_index_is_believed(data: st.DataObject) -> None:
    files = signed(GOOD)
    terms = Client(SITE, http=offline(files), clock=Clock.at(NOON), keys=verify)
    good = terms.index().index
    files[TERMS] = data.draw(mutations(GOOD[TERMS]))
    answer = terms.refresh()
    assert answer.index == good
    assert isinstance(answer.failure, Altered)
    fresh = Client(SITE, http=offline(files), clock=Clock.at(NOON), keys=verify)
    with pytest.raises(Unavailable):
        fresh.index()


@given(st.data())
def test_an_altered_byte_of_an_index_is_refused_or_changes_nothing(data: st.DataObject) -> None:
    files = dict(GOOD)
    terms = Client(SITE, http=offline(files), clock=Clock.at(NOON))
    good = terms.index().index
    files[TERMS] = data.draw(mutations(GOOD[TERMS]))
    assert same(terms.refresh().index, good)


@given(st.data())
def test_no_altered_byte_of_what_the_index_vouches_for_is_shown(data: st.DataObject) -> None:
    files = dict(GOOD)
    terms = Client(SITE, http=offline(files), clock=Clock.at(NOON))
    for address in (MARKDOWN, DATA, versions_data("cgu")):
        files[address] = data.draw(mutations(GOOD[address]))
    for ask in (
        lambda: terms.text("cgu", "fr"),
        lambda: terms.clause("cgu", "4.2", lang="fr"),
        lambda: terms.in_force("cgu", date(2025, 1, 1)),
    ):
        with pytest.raises(Altered):
            ask()


@st.composite
def mutations(draw: st.DrawFn, content: bytes) -> bytes:
    """The same bytes with one of them altered, taken out or put in, or cut short."""
    position = draw(st.integers(0, len(content) - 1))
    kind = draw(st.sampled_from(["alter", "drop", "insert", "cut"]))
    byte = bytes([draw(st.integers(0, 255).filter(lambda b: b != content[position]))])
    if kind == "cut":
        return content[:position]
    kept = content[position:] if kind == "insert" else content[position + 1 :]
    return content[:position] + (b"" if kind == "drop" else byte) + kept


# The package


def test_the_client_loads_nothing_that_makes_sites() -> None:
    code = "import sys, clausier.client; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "httpx" in loaded
    makers = {"mkdocs", "lxml", "git", "pydantic", "markdown", "yaml", "typst", "cryptography"}
    assert makers.isdisjoint(loaded)


def test_a_client_closes_what_is_its_own(site: Site, clock: Clock) -> None:
    async def use(http: httpx.AsyncClient) -> None:
        async with AsyncClient(site.url, clock=clock, http=http) as terms:
            assert await terms.current("cgu")
        assert not http.is_closed
        await http.aclose()

    asyncio.run(use(httpx.AsyncClient()))
    with httpx.Client() as http:
        with Client(site.url, clock=clock, http=http) as terms:
            assert terms.current("cgu")
        assert not http.is_closed


def test_a_call_that_was_cancelled_keeps_the_next_from_nothing(site: Site, clock: Clock) -> None:
    async def ask() -> None:
        async with AsyncClient(site.url, clock=clock, timeout=60) as terms:
            site.faults[TERMS] = "silent"
            first = asyncio.create_task(terms.current("cgu"))
            while not site.asked:
                await asyncio.sleep(0)
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            site.faults.clear()
            assert await terms.current("cgu")

    asyncio.run(ask())
    assert site.count() == {0: 1, 200: 1}


def test_calls_at_once_ask_the_site_once(site: Site, clock: Clock) -> None:
    async def ask() -> None:
        async with AsyncClient(site.url, clock=clock) as terms:
            await asyncio.gather(*(terms.current("cgu") for _ in range(20)))

    asyncio.run(ask())
    assert site.count() == {200: 1}
