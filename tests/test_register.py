"""Where each version stands on a day (the table of DESIGN section 4)."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausier.clauses import RenderedText, read_text
from clausier.model import ChangeClass, Document, Status, Text, VersionNumber
from clausier.register import MOST_VERSIONS_IN_ALL_PAIRS, Record, Register, build_register
from clausier.settings import Settings
from clausier.timeline import Timeline
from values import document, publication, version

SETTINGS = Settings("Maison", ("fr", "en"), "fr", ZoneInfo("Europe/Paris"), 7, {"cgu": "terms"})
INITIAL, EDITORIAL = ChangeClass.INITIAL, ChangeClass.EDITORIAL
SUBSTANTIVE, CORRECTION = ChangeClass.SUBSTANTIVE, ChangeClass.CORRECTION


def register(*documents: Document, as_of: str = "2026-06-15") -> Register:
    def render(text: Text, governing: RenderedText | None) -> RenderedText:
        return read_text(f"<h1>{text.document} {text.version}</h1>", text.language, governing)

    return build_register(
        Timeline(documents, ()),
        as_of=date.fromisoformat(as_of),
        head=publication(),
        sequence=1,
        settings=SETTINGS,
        render=render,
    )


def record(*versions: object, as_of: str = "2026-06-15", withdrawn: bool = False) -> Record:
    return register(document(*versions, withdrawn=withdrawn), as_of=as_of).records[0]  # type: ignore[arg-type]


def statuses(record: Record) -> dict[str, str]:
    return {str(standing.number): str(standing.status) for standing in record.standings}


TWO = (version("1.0", "2024-04-15", INITIAL), version("2.0", "2027-01-01"))


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-04-14", {"1.0": "upcoming", "2.0": "upcoming"}),
        ("2024-04-15", {"1.0": "in_force", "2.0": "upcoming"}),
        ("2026-12-31", {"1.0": "in_force", "2.0": "upcoming"}),
        ("2027-01-01", {"1.0": "superseded", "2.0": "in_force"}),
    ],
)
def test_a_version_takes_force_on_its_day_and_not_before(
    as_of: str, expected: dict[str, str]
) -> None:
    assert statuses(record(*TWO, as_of=as_of)) == expected


def test_with_nothing_in_force_there_is_no_fallback() -> None:
    assert record(*TWO, as_of="2024-04-14").current is None


def test_periods_are_half_open_and_leave_no_gap() -> None:
    periods = record(*TWO).periods()
    assert [(p.start, p.end) for p in periods] == [
        (None, date(2024, 4, 15)),
        (date(2024, 4, 15), date(2027, 1, 1)),
        (date(2027, 1, 1), None),
    ]
    assert periods[0].standing is None


def test_a_proposal_is_never_in_force_and_takes_no_place() -> None:
    one = record(version("1.0", "2024-04-15", INITIAL), version("1.1"))
    assert statuses(one) == {"1.0": "in_force", "1.1": "proposed"}
    assert [str(s.number) for s in one.proposed] == ["1.1"]
    assert one.standing(VersionNumber(1, 0)).effective_until is None
    assert str(one.proposed[0].supersedes) == "1.0"
    assert len(one.periods()) == 2


def test_a_dropped_proposal_stays_in_the_history_and_out_of_what_comes() -> None:
    one = record(version("1.0", "2024-04-15", INITIAL), version("1.1", dropped=True))
    assert statuses(one)["1.1"] == "proposed"
    assert one.proposed == ()


def test_a_withdrawn_document_has_nothing_in_force() -> None:
    one = record(
        version("1.0", "2024-04-15", INITIAL, withdrawn=True),
        version("1.1", "2025-01-01", withdrawn=True),
        withdrawn=True,
    )
    assert statuses(one) == {"1.0": "superseded", "1.1": "withdrawn"}
    assert one.current is None
    assert one.upcoming == ()


def test_a_version_withdrawn_before_its_day_never_takes_force() -> None:
    one = record(
        version("1.0", "2024-04-15", INITIAL, withdrawn=True),
        version("1.1", "2025-01-01", withdrawn=True, void=True),
        withdrawn=True,
    )
    assert statuses(one) == {"1.0": "withdrawn", "1.1": "withdrawn"}
    assert [p.standing and str(p.standing.number) for p in one.periods()] == [None, "1.0"]


def test_a_document_that_comes_back_does_not_revive_what_was_withdrawn() -> None:
    versions = (
        version("1.0", "2024-04-15", INITIAL, withdrawn=True),
        version("2.0", "2027-01-01"),
    )
    before = record(*versions, as_of="2026-06-15")
    assert statuses(before) == {"1.0": "withdrawn", "2.0": "upcoming"}
    assert before.current is None
    after = record(*versions, as_of="2027-01-01")
    assert statuses(after) == {"1.0": "withdrawn", "2.0": "in_force"}
    assert after.standing(VersionNumber(1, 0)).effective_until is None


def test_acceptance_counts_since_the_latest_version_that_asked_for_it() -> None:
    one = record(
        version("1.0", "2024-01-01", INITIAL),
        version("1.1", "2024-02-01", EDITORIAL),
        version("2.0", "2024-03-01", SUBSTANTIVE),
        version("2.1", "2024-04-01", CORRECTION),
        version("2.2", None, EDITORIAL),
        version("3.0", None, SUBSTANTIVE),
    )
    since = {str(s.number): str(s.accept_since) for s in one.standings}
    assert since == {
        "1.0": "1.0",
        "1.1": "1.0",
        "2.0": "2.0",
        "2.1": "2.0",
        "2.2": "2.0",
        "3.0": "3.0",
    }


def test_an_unpublished_proposal_asks_nobody_to_accept_again() -> None:
    one = record(
        version("1.0", "2024-01-01", INITIAL),
        version("1.5", None, SUBSTANTIVE, dropped=True),
        version("1.6", "2025-01-01", EDITORIAL),
    )
    assert str(one.standing(VersionNumber(1, 6)).accept_since) == "1.0"


def test_the_title_is_that_of_the_text_in_force() -> None:
    one = register(document(*TWO))
    assert one.title(one.records[0], "fr") == "cgu 1.0"


def test_documents_are_listed_as_the_settings_say_then_by_id() -> None:
    names = ["zeta", "alpha", "cgu"]
    one = register(
        *(document(version("1.0", "2024-01-01", INITIAL, document=n), name=n) for n in names)
    )
    assert [r.id for r in one.records] == ["cgu", "alpha", "zeta"]


def test_up_to_twenty_versions_all_pairs_are_compared_older_first() -> None:
    versions = [version(f"1.{n}", f"2024-01-{n + 1:02}", EDITORIAL) for n in range(20)]
    pairs = list(record(*versions).iter_pairs())
    assert len(pairs) == 190
    assert all(older.number < newer.number for older, newer in pairs)


def test_beyond_twenty_versions_the_pairs_grow_with_the_versions_and_not_their_square() -> None:
    count = MOST_VERSIONS_IN_ALL_PAIRS * 5
    start = date(2020, 1, 1)
    versions = [
        version(f"1.{n}", (start + timedelta(days=n)).isoformat(), EDITORIAL) for n in range(count)
    ]
    one = record(*versions)
    pairs = {(str(a.number), str(b.number)) for a, b in one.iter_pairs()}
    assert one.current is not None
    assert ("1.50", "1.51") in pairs
    assert ("1.50", str(one.current.number)) in pairs
    assert ("1.0", "1.50") in pairs
    assert ("1.50", "1.60") not in pairs
    assert len(pairs) < 4 * count


def test_stages_are_all_that_lead_from_one_version_to_another() -> None:
    one = record(
        version("1.0", "2024-01-01", INITIAL),
        version("1.1", "2024-02-01", CORRECTION),
        version("1.2", None, SUBSTANTIVE, dropped=True),
        version("2.0", "2024-03-01", SUBSTANTIVE),
        version("2.1", "2027-01-01", EDITORIAL),
        version("2.2"),
    )

    def stages(older: str, newer: str) -> list[str]:
        numbers = VersionNumber.parse(older), VersionNumber.parse(newer)
        return [str(standing.number) for standing in one.stages(*numbers)]

    assert stages("1.0", "2.1") == ["1.1", "2.0", "2.1"]
    assert stages("1.1", "2.0") == ["2.0"]
    assert stages("1.0", "2.2") == ["1.1", "2.0", "2.2"], "it would take the place of 2.0"
    assert stages("2.0", "2.0") == []
    # What was given up, and what is not in force yet, lead nowhere: back to what both came after.
    assert stages("1.2", "2.1") == ["2.1"]
    assert stages("2.1", "2.2") == ["2.2"]
    assert stages("1.0", "1.2") == ["1.1", "2.0", "1.2"]


@given(
    days=st.lists(
        st.dates(date(2000, 1, 1), date(2040, 1, 1)), min_size=1, max_size=8, unique=True
    ),
    as_of=st.dates(date(1999, 1, 1), date(2041, 1, 1)),
)
def test_on_any_day_exactly_the_latest_version_reached_is_in_force(
    days: list[date], as_of: date
) -> None:
    versions = [
        version(f"1.{n}", day.isoformat(), INITIAL if n == 0 else EDITORIAL)
        for n, day in enumerate(sorted(days))
    ]
    one = record(*versions, as_of=as_of.isoformat())
    reached = [day for day in sorted(days) if day <= as_of]
    in_force = [s for s in one.standings if s.status is Status.IN_FORCE]
    assert [s.version.effective_date for s in in_force] == reached[-1:]
    covering = [
        p
        for p in one.periods()
        if (not p.start or p.start <= as_of) and (not p.end or as_of < p.end)
    ]
    assert [p.standing for p in covering] == [one.current]


def test_beyond_twenty_versions_each_is_compared_with_the_one_it_took_the_place_of() -> None:
    versions = [version(f"1.{n}", f"2024-01-{n + 1:02}", EDITORIAL) for n in range(25)]
    given_up = version("1.25", None, EDITORIAL, dropped=True)
    after = version("1.26", "2024-02-20", EDITORIAL)
    last = version("1.27", "2024-02-21", EDITORIAL)
    one = record(*versions, given_up, after, last)
    pairs = {(str(a.number), str(b.number)) for a, b in one.iter_pairs()}
    assert ("1.24", "1.26") in pairs
