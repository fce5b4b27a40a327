"""The rules of versions, as the legal team meets them (DESIGN section 4).

Most cases are stories told in values; those that depend on what git does stand on real
repositories, at the end, with the property that a published text never changes.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from clausier.errors import TimelineError
from clausier.git import FileChange
from clausier.model import ChangeClass, Document, Revision, Version, VersionNumber
from clausier.timeline import Timeline, build_timeline
from repositories import (
    EN,
    ENGLISH,
    FR,
    OTHER,
    PARIS,
    TEXT,
    Commit,
    Repository,
    changes,
    commit_hash,
    commit_number,
    document,
    numbers,
    page,
    pin_environment,
    refusal,
    refusals,
    timeline,
    trace,
)

NEW = "docs/fr/conditions.md"
ONE = Commit({FR: page(date="2026-02-01")})
"""Version 1.0 is published on 5 January 2026 and takes force on 1 February."""
ENGLISH_OTHER = "# Terms\n\n1.1. The client pays within thirty days.\n"


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(moment: str) -> str:
    """Return a moment in January 2026, or any other, in Paris unless it says otherwise."""
    return moment if "T" in moment else f"{moment}T10:00:00+01:00"


def cgu(*commits: Commit) -> Document:
    return document(timeline(changes(*commits)))


def version(found: Document, number: str) -> Version:
    wanted = found.version(VersionNumber.parse(number))
    assert wanted is not None, f"{number} is lost; there are {numbers(found)}"
    return wanted


def body(found: Document, number: str, language: str = "fr") -> str | None:
    text = version(found, number).text(language)
    return text.body.decode() if text else None


def published(found: Document, number: str) -> int | None:
    """Return the place of the commit that published a version."""
    publication = version(found, number).published
    return commit_number(publication.commit) if publication else None


def notes(*commits: Commit) -> list[str]:
    return [str(note) for note in timeline(changes(*commits)).notes]


def refused(*commits: Commit) -> str:
    return refusal(changes(*commits))


def short(number: int) -> str:
    return commit_hash(number)[:10]


def as_note(line: str, number: int) -> str:
    """Return an error's line as it reads once it is past."""
    place, what = line.split(": ", 1)
    return f"{place} (commit {short(number)}): {what}"


# Proposed, then published.


def test_a_version_without_a_date_is_proposed() -> None:
    found = cgu(Commit({FR: page()}))
    only = version(found, "1.0")
    assert (only.effective_date, only.published, only.dropped) == (None, None, False)
    assert only.change is ChangeClass.INITIAL
    assert (only.withdrawn, only.void, found.withdrawal) == (False, False, None)


def test_while_a_version_is_proposed_its_latest_text_counts() -> None:
    found = cgu(Commit({FR: page()}), Commit({FR: page(text=OTHER)}))
    governing = version(found, "1.0").governing
    assert governing.body.decode() == OTHER
    assert governing.published.commit == commit_hash(2)
    assert governing.revisions == (governing.published,)


def test_a_proposed_version_is_published_by_the_commit_that_dates_it() -> None:
    found = cgu(Commit({FR: page()}), Commit({FR: page(text=OTHER, date="2026-02-01")}))
    assert body(found, "1.0") == OTHER
    assert published(found, "1.0") == 2
    assert version(found, "1.0").effective_date == day("2026-02-01")
    assert version(found, "1.0").governing.published.commit == commit_hash(2)


def test_a_version_dated_from_the_start_is_published_at_once() -> None:
    assert published(cgu(ONE), "1.0") == 1


def test_the_date_of_a_commit_is_never_a_legal_date() -> None:
    found = cgu(Commit({FR: page(date="2024-04-15")}, at="2026-11-23T15:00:00+01:00"))
    only = version(found, "1.0")
    assert only.effective_date == day("2024-04-15")
    assert only.published is not None
    assert only.published.at.isoformat() == "2026-11-23T14:00:00+00:00"


def test_the_next_version_leaves_the_one_before_as_it_was() -> None:
    alone = cgu(ONE)
    found = cgu(ONE, Commit({FR: page("1.1", OTHER, date="2026-03-01")}))
    assert numbers(found) == ["1.0", "1.1"]
    assert version(found, "1.0") == version(alone, "1.0")
    assert body(found, "1.1") == OTHER
    assert version(found, "1.1").change is ChangeClass.SUBSTANTIVE
    assert version(found, "1.1").governing.summary == "Le délai change."


def test_a_text_carries_its_blob_its_path_and_its_hash() -> None:
    told = changes(ONE)
    governing = version(document(timeline(told)), "1.0").governing
    assert (governing.blob, governing.uri, governing.language) == (told[0].blob, FR, "fr")
    assert governing.governing
    assert governing.markdown == TEXT
    assert governing.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_versions_are_in_the_order_of_numbers_not_of_digits() -> None:
    story = [Commit({FR: page(date="2026-02-01")})]
    story += [
        Commit({FR: page(f"1.{n}", f"{TEXT}{n}\n", date=f"2026-02-{n + 1:02}")})
        for n in range(1, 12)
    ]
    assert numbers(cgu(*story)) == [f"1.{n}" for n in range(12)]


def test_an_unquoted_1_10_is_not_1_1() -> None:
    unquoted = page("1.10", OTHER, date="2026-03-01").replace('"1.10"', "1.10")
    assert numbers(cgu(ONE, Commit({FR: unquoted}))) == ["1.0", "1.10"]


def test_documents_stand_by_id_and_know_every_path_they_had() -> None:
    built = timeline(
        changes(
            Commit({FR: page(), "docs/fr/data.md": page(document="openai-data"), EN: page()}),
            Commit({FR: None, NEW: page(), EN: page(text=ENGLISH)}),
            Commit({"docs/fr/accueil.md": "# Accueil\n"}),
        )
    )
    assert [(d.id, d.governing_language, d.uris) for d in built.documents] == [
        ("cgu", "fr", (EN, FR, NEW)),
        ("openai-data", "fr", ("docs/fr/data.md",)),
    ]


def test_a_repository_of_ordinary_pages_has_no_document() -> None:
    assert timeline(changes(Commit({FR: "# Accueil\n"}))) == Timeline((), ())


# What may still be put right after publication.


def test_a_summary_may_be_put_right_under_the_same_number() -> None:
    two = page("1.1", OTHER, date="2026-03-01", summary="Le delai chnage.")
    mended = page("1.1", OTHER, date="2026-03-01", summary="Le délai change.")
    found = cgu(ONE, Commit({FR: two}), Commit({FR: mended}))
    assert version(found, "1.1").governing.summary == "Le délai change."
    assert published(found, "1.1") == 2
    assert version(found, "1.1").governing.published.commit == commit_hash(2)
    assert version(found, "1.1").governing.blob == changes(Commit({FR: two}))[0].blob


def test_a_change_class_may_be_put_right_under_the_same_number() -> None:
    def two(change: str) -> Commit:
        return Commit({FR: page("1.1", OTHER, date="2026-03-01", change=change)})

    found = cgu(ONE, two("editorial"), two("substantive"))
    assert version(found, "1.1").change is ChangeClass.SUBSTANTIVE
    assert published(found, "1.1") == 2
    assert refused(ONE, two("editorial"), two("initial")) == (
        f"{FR}:5: change: initial does not fit version 1.1. "
        "Write change: initial for the first version and for no other"
    )
    said = refused(ONE, Commit({FR: page(date="2026-02-01", change="correction")}))
    assert said.startswith(f"{FR}:5: change: correction does not fit version 1.0. ")


def test_a_rename_of_the_file_changes_nothing() -> None:
    found = cgu(ONE, Commit({FR: None, NEW: page(date="2026-02-01")}))
    assert version(found, "1.0") == version(cgu(ONE), "1.0")
    assert found.withdrawal is None
    assert notes(ONE, Commit({FR: None, NEW: page(date="2026-02-01")})) == []


def test_a_byte_order_mark_changes_nothing() -> None:
    marked = b"\xef\xbb\xbf" + page(date="2026-02-01").encode()
    assert version(cgu(ONE, Commit({FR: marked})), "1.0") == version(cgu(ONE), "1.0")


# A published text never changes.

CHANGED = Commit({FR: page(text=OTHER, date="2026-02-01")})
CHANGE_REFUSED = (
    f"{FR}:3: the text of version 1.0, published by commit {short(1)}, was changed by commit "
    f"{short(2)} under the same number. "
    "Give the changed text the next number, or put the published text back"
)


def test_a_governing_text_changed_after_publication_is_refused_naming_both_commits() -> None:
    assert refused(ONE, CHANGED) == CHANGE_REFUSED


def test_a_changed_text_that_is_put_back_leaves_the_version_and_a_note() -> None:
    found = cgu(ONE, CHANGED, ONE)
    assert version(found, "1.0") == version(cgu(ONE), "1.0")
    assert notes(ONE, CHANGED, ONE) == [as_note(CHANGE_REFUSED, 2)]


def test_a_changed_text_that_is_given_a_new_number_leaves_both_versions_and_a_note() -> None:
    two = Commit({FR: page("1.1", OTHER, date="2026-03-01")})
    found = cgu(ONE, CHANGED, two)
    assert (body(found, "1.0"), body(found, "1.1")) == (TEXT, OTHER)
    assert (published(found, "1.0"), published(found, "1.1")) == (1, 3)
    assert notes(ONE, CHANGED, two) == [as_note(CHANGE_REFUSED, 2)]


def test_a_changed_text_that_stays_changed_stays_refused() -> None:
    said = refused(ONE, CHANGED, Commit({EN: page(text=ENGLISH, date="2026-02-01")}))
    assert said == CHANGE_REFUSED


def test_a_text_changed_twice_is_refused_for_what_stands_now() -> None:
    third = page(text="# Encore\n", date="2026-02-01")
    assert short(3) in refused(ONE, CHANGED, Commit({FR: third}))
    assert len(notes(ONE, CHANGED, Commit({FR: third}), ONE)) == 2


def test_a_text_changed_after_its_date_was_taken_away_is_refused_all_the_same() -> None:
    assert "was changed by commit" in refused(ONE, Commit({FR: page(text=OTHER)}))


def test_a_text_whose_line_ends_alone_change_is_refused_with_the_hint() -> None:
    windows = page(date="2026-02-01").replace("\n", "\r\n")
    said = refused(ONE, Commit({FR: windows}))
    assert f"by commit {short(2)} under the same number (only its line ends differ). " in said
    said = refused(ONE, Commit({FR: page(text=TEXT.rstrip(), date="2026-02-01")}))
    assert "(only its line ends differ)" in said
    assert "line ends" not in refused(ONE, CHANGED)


def test_line_ends_of_the_front_matter_alone_are_nothing() -> None:
    front, text = page(date="2026-02-01").split("# ", 1)
    windows = front.replace("\n", "\r\n") + "# " + text
    assert version(cgu(ONE, Commit({FR: windows})), "1.0") == version(cgu(ONE), "1.0")


def test_the_bytes_of_a_text_are_kept_line_ends_and_all() -> None:
    windows = page(date="2026-02-01").replace("\n", "\r\n")
    assert body(cgu(Commit({FR: windows})), "1.0") == TEXT.replace("\n", "\r\n")


def test_a_space_that_nobody_sees_is_a_change() -> None:
    said = refused(
        ONE, Commit({FR: page(text=TEXT.replace("paie", "paie\u00a0"), date="2026-02-01")})
    )
    assert "was changed by commit" in said


# Two versions with one number; versions out of order.


def test_two_versions_with_one_number_are_refused() -> None:
    two = Commit({FR: page("1.1", OTHER, date="2026-03-01")})
    again = Commit({FR: page("1.1", "# Autre\n", date="2026-04-01")})
    said = refused(ONE, two, again)
    assert said.startswith(f"{FR}:3: the text of version 1.1, published by commit {short(2)}, was ")


def test_a_lower_number_after_a_higher_one_is_refused() -> None:
    two = Commit({FR: page("2.0", OTHER, date="2026-03-01")})
    lower = Commit({FR: page("1.5", "# Autre\n", date="2026-04-01")})
    assert refused(ONE, two, lower) == (
        f"{FR}:3: version 1.5 comes after version 2.0, which commit {short(2)} published. "
        "Give this text a number above 2.0"
    )


def test_a_number_that_is_lower_only_as_digits_is_welcome() -> None:
    nine = Commit({FR: page("1.9", OTHER, date="2026-03-01")})
    ten = Commit({FR: page("1.10", "# Autre\n", date="2026-04-01")})
    assert numbers(cgu(ONE, nine, ten)) == ["1.0", "1.9", "1.10"]
    assert "comes after version 1.10" in refused(
        ONE, Commit({FR: page("1.10", OTHER, date="2026-03-01")}), Commit({FR: page("1.9", "x")})
    )


def test_an_old_version_put_back_over_a_newer_one_is_refused() -> None:
    two = Commit({FR: page("1.1", OTHER, date="2026-03-01")})
    assert refused(ONE, two, ONE) == (
        f"{FR}:3: version 1.0 comes back over version 1.1, which is published. "
        "Give this text a number above 1.1"
    )


@pytest.mark.parametrize("when", ["2026-02-01", "2026-01-31", "2024-02-01"])
def test_a_version_that_takes_force_no_later_than_the_one_before_is_refused(when: str) -> None:
    assert refused(ONE, Commit({FR: page("1.1", OTHER, date=when)})) == (
        f"{FR}:4: version 1.1 would take force on {when}, not after version 1.0 (2026-02-01). "
        "Give it a day after 2026-02-01"
    )


def test_a_version_may_take_force_the_day_after_the_one_before() -> None:
    found = cgu(ONE, Commit({FR: page("1.1", OTHER, date="2026-02-02")}))
    assert version(found, "1.1").effective_date == day("2026-02-02")


def test_several_versions_may_be_ahead_at_once() -> None:
    found = cgu(
        ONE,
        Commit({FR: page("1.1", OTHER, date="2026-03-01")}),
        Commit({FR: page("1.2", TEXT, date="2026-04-01")}),
    )
    assert [v.effective_date for v in found.versions] == [
        day("2026-02-01"),
        day("2026-03-01"),
        day("2026-04-01"),
    ]


def test_a_refused_version_is_not_kept_under_its_number() -> None:
    wrong = Commit({FR: page("1.1", OTHER, date="2026-01-01")})
    found = cgu(ONE, wrong, Commit({FR: page("1.1", "# Juste\n", date="2026-03-01")}))
    assert body(found, "1.1") == "# Juste\n"
    assert published(found, "1.1") == 3


# Change classes.


@pytest.mark.parametrize("change", ["substantive", "editorial", "correction"])
@pytest.mark.parametrize("when", [None, "2026-02-01"])
def test_a_first_version_that_is_not_initial_is_refused(change: str, when: str | None) -> None:
    line = 5 if when else 4
    assert refused(Commit({FR: page(date=when, change=change, summary="x")})) == (
        f'{FR}:{line}: the first version of "cgu" says change: {change}. Write change: initial'
    )


@pytest.mark.parametrize("when", [None, "2026-03-01"])
def test_a_later_version_that_is_initial_is_refused(when: str | None) -> None:
    line = 5 if when else 4
    assert refused(ONE, Commit({FR: page("1.1", OTHER, date=when, change="initial")})) == (
        f"{FR}:{line}: change: initial belongs to the first version, and 1.0 was published before. "
        "Write substantive, editorial or correction"
    )


def test_the_first_version_need_not_be_1_0() -> None:
    assert numbers(cgu(Commit({FR: page("0.3", change="initial", date="2026-02-01")}))) == ["0.3"]


# Dates that move.


def moved(
    to: str | None, on: str, *, first: str = "2026-02-01", zone: ZoneInfo = PARIS
) -> Document | str:
    """Return what becomes of version 1.0, dated `first`, when a commit at `on` dates it `to`."""
    told = changes(Commit({FR: page(date=first)}), Commit({FR: page(date=to)}, at=at(on)))
    try:
        return document(timeline(told, zone=zone))
    except TimelineError as error:
        return str(error)


@pytest.mark.parametrize("to", ["2026-03-01", "2026-01-20", "2026-01-11"])
def test_a_date_may_move_while_both_days_are_ahead(to: str) -> None:
    found = moved(to, "2026-01-10")
    assert isinstance(found, Document)
    assert version(found, "1.0").effective_date == day(to)
    assert version(found, "1.0").governing == version(cgu(ONE), "1.0").governing
    assert published(found, "1.0") == 1


@pytest.mark.parametrize(
    ("to", "on", "passed"),
    [
        ("2026-03-01", "2026-02-01", "2026-02-01"),  # on the very day
        ("2026-03-01", "2026-02-02", "2026-02-01"),
        ("2026-03-01", "2027-01-01", "2026-02-01"),
        ("2026-01-10", "2026-01-10", "2026-01-10"),  # to the very day
        ("2026-01-09", "2026-01-10", "2026-01-09"),
        ("2026-01-31", "2026-02-01", "2026-02-01"),
    ],
)
def test_a_date_may_not_move_once_either_day_has_come(to: str, on: str, passed: str) -> None:
    assert moved(to, on) == (
        f"{FR}:4: the effective date of version 1.0 was moved from 2026-02-01 to {to} on {on}, "
        f"when {passed} was no longer ahead. "
        "Put effective_date: 2026-02-01 back; a date moves only while both days are ahead"
    )


def test_a_date_moved_too_late_and_put_back_leaves_the_date_and_a_note() -> None:
    late = Commit({FR: page(date="2026-03-01")}, at=at("2026-02-10"))
    back = Commit({FR: page(date="2026-02-01")}, at=at("2026-02-11"))
    assert version(cgu(ONE, late, back), "1.0") == version(cgu(ONE), "1.0")
    (note,) = notes(ONE, late, back)
    assert note.startswith(f"{FR}:4 (commit {short(2)}): the effective date of version 1.0 was ")


def test_a_date_moved_too_late_does_not_count_for_the_next_version() -> None:
    late = Commit({FR: page(date="2026-06-01")}, at=at("2026-02-10"))
    two = Commit({FR: page("1.1", OTHER, date="2026-03-01")}, at=at("2026-02-11"))
    found = cgu(ONE, late, two)
    assert version(found, "1.0").effective_date == day("2026-02-01")
    assert version(found, "1.1").effective_date == day("2026-03-01")


def test_a_date_may_move_several_times() -> None:
    found = cgu(
        ONE,
        Commit({FR: page(date="2026-03-01")}, at=at("2026-01-31")),
        Commit({FR: page(date="2026-02-15")}, at=at("2026-02-10")),
    )
    assert version(found, "1.0").effective_date == day("2026-02-15")
    story = (
        ONE,
        Commit({FR: page(date="2026-01-20")}, at=at("2026-01-10")),
        Commit({FR: page(date="2026-02-01")}, at=at("2026-01-25")),
    )
    assert "moved from 2026-01-20 to 2026-02-01 on 2026-01-25" in refused(*story)


def test_a_date_may_not_move_before_the_version_before() -> None:
    two = Commit({FR: page("1.1", OTHER, date="2026-03-01")})
    early = Commit({FR: page("1.1", OTHER, date="2026-02-01")}, at=at("2026-01-10"))
    assert refused(ONE, two, early) == (
        f"{FR}:4: version 1.1 would take force on 2026-02-01, not after version 1.0 (2026-02-01). "
        "Give it a day after 2026-02-01"
    )


def test_a_date_may_not_take_the_class_with_it() -> None:
    wrong = page(date="2026-03-01", change="editorial", summary="x")
    said = refused(ONE, Commit({FR: wrong}, at=at("2026-01-10")))
    assert said.startswith(f"{FR}:5: change: editorial does not fit version 1.0. ")


@pytest.mark.parametrize("on", ["2026-01-10", "2026-03-01"])
def test_a_published_version_may_not_become_a_proposal_again(on: str) -> None:
    assert moved(None, on) == (
        f"{FR}:3: version 1.0 was published with effective date 2026-02-01 and now has none. "
        "Put effective_date: 2026-02-01 back"
    )


@pytest.mark.parametrize(
    ("first", "on", "allowed"),
    [
        ("2026-02-01", "2026-01-31T22:30:00+00:00", True),  # 23:30 in Paris, in winter
        ("2026-02-01", "2026-01-31T23:30:00+00:00", False),  # the next day there
        ("2026-07-02", "2026-07-01T21:30:00+00:00", True),  # 23:30 in Paris, in summer
        ("2026-07-02", "2026-07-01T22:30:00+00:00", False),
        ("2026-07-02", "2026-07-01T23:30:00+00:00", False),
        ("2026-02-01", "2026-02-01T05:00:00+10:00", True),  # still January in Paris
        ("2026-02-01", "2026-01-31T16:00:00-10:00", False),
        ("2026-03-29", "2026-03-28T22:59:59+00:00", True),  # the night clocks go forward
        ("2026-03-29", "2026-03-28T23:00:00+00:00", False),
        ("2026-10-26", "2026-10-25T22:59:59+00:00", True),  # the night after they went back
        ("2026-10-26", "2026-10-25T23:00:00+00:00", False),
    ],
)
def test_the_legal_day_of_a_commit_is_the_day_in_paris(first: str, on: str, allowed: bool) -> None:
    outcome = moved("2026-12-01", on, first=first)
    assert isinstance(outcome, Document) is allowed
    if isinstance(outcome, str):
        assert f"on {first}, when {first} was no longer ahead" in outcome


def test_the_legal_day_follows_the_configured_zone() -> None:
    evening = "2026-01-31T23:30:00+00:00"
    assert isinstance(moved("2026-03-01", evening), str)
    assert isinstance(moved("2026-03-01", evening, zone=ZoneInfo("America/Los_Angeles")), Document)


@pytest.fixture
def los_angeles(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("los_angeles")
def test_the_zone_of_the_machine_does_not_count() -> None:
    assert time.tzname[0] == "PST"
    assert isinstance(moved("2026-03-01", "2026-01-31T23:30:00+00:00"), str)
    assert isinstance(moved("2026-03-01", "2026-01-31T22:30:00+00:00"), Document)


def test_a_commit_of_the_far_past_or_future_has_a_legal_day() -> None:
    assert isinstance(moved("2026-03-01", "1970-01-01T00:00:00+00:00"), Document)
    assert "on 9998-12-31, when" in str(moved("2026-03-01", "9998-12-31T12:00:00+00:00"))


def test_commits_keep_their_order_when_their_clocks_disagree() -> None:
    found = cgu(
        Commit({FR: page(date="2026-02-01")}, at=at("2026-06-01")),
        Commit({FR: page("1.1", OTHER, date="2026-03-01")}, at=at("2020-01-01")),
    )
    assert numbers(found) == ["1.0", "1.1"]
    assert published(found, "1.1") == 2


# Proposals that are dropped or renumbered.


def test_a_proposal_that_another_number_replaces_is_dropped_and_kept() -> None:
    found = cgu(
        ONE,
        Commit({FR: page("1.1", OTHER)}),
        Commit({FR: page("2.0", "# Autre\n", date="2026-03-01")}),
    )
    assert numbers(found) == ["1.0", "1.1", "2.0"]
    assert [v.dropped for v in found.versions] == [False, True, False]
    assert body(found, "1.1") == OTHER
    assert published(found, "1.1") is None


def test_a_proposal_may_be_renumbered_down_while_nothing_above_is_published() -> None:
    found = cgu(ONE, Commit({FR: page("2.0", OTHER)}), Commit({FR: page("1.1", OTHER)}))
    assert [(str(v.number), v.dropped) for v in found.versions] == [
        ("1.0", False),
        ("1.1", False),
        ("2.0", True),
    ]


def test_a_dropped_proposal_may_come_back() -> None:
    found = cgu(
        ONE,
        Commit({FR: page("1.1", OTHER)}),
        Commit({FR: page("1.2", "# Autre\n")}),
        Commit({FR: page("1.1", "# Encore\n", date="2026-03-01")}),
    )
    assert [(str(v.number), v.dropped) for v in found.versions] == [
        ("1.0", False),
        ("1.1", False),
        ("1.2", True),
    ]
    assert body(found, "1.1") == "# Encore\n"


def test_a_dropped_proposal_may_not_come_back_below_a_published_version() -> None:
    said = refused(
        ONE,
        Commit({FR: page("1.1", OTHER)}),
        Commit({FR: page("1.2", "# Autre\n", date="2026-03-01")}),
        Commit({FR: page("1.1", OTHER, date="2026-04-01")}),
    )
    assert said.startswith(f"{FR}:3: version 1.1 comes after version 1.2, which commit {short(3)} ")


def test_a_proposal_given_up_for_the_version_in_force_is_dropped() -> None:
    found = cgu(ONE, Commit({FR: page("1.1", OTHER)}), ONE)
    assert version(found, "1.1").dropped
    assert version(found, "1.0") == version(cgu(ONE), "1.0")
    assert notes(ONE, Commit({FR: page("1.1", OTHER)}), ONE) == []


def test_a_first_proposal_may_be_renumbered_before_anything_is_published() -> None:
    found = cgu(
        Commit({FR: page("1.0")}),
        Commit({FR: page("0.9", OTHER, change="initial", date="2026-02-01")}),
    )
    assert [(str(v.number), v.dropped) for v in found.versions] == [("0.9", False), ("1.0", True)]


# Withdrawn, and back.

GONE = Commit({FR: None}, at=at("2026-02-10"))
TWO = Commit({FR: page("1.1", OTHER, date="2026-03-01")})


def state(found: Document) -> list[str]:
    """Return each version's number and what became of it."""
    return [
        f"{v.number}"
        + (" dropped" if v.dropped else "")
        + (" withdrawn" if v.withdrawn else "")
        + (" void" if v.void else "")
        for v in found.versions
    ]


def test_a_withdrawn_document_keeps_its_versions() -> None:
    found = cgu(ONE, GONE)
    assert found.withdrawal is not None
    assert found.withdrawal.commit == commit_hash(2)
    assert state(found) == ["1.0 withdrawn"]
    assert body(found, "1.0") == TEXT
    assert published(found, "1.0") == 1
    assert notes(ONE, GONE) == []


def test_a_proposal_withdrawn_with_its_document_is_dropped() -> None:
    found = cgu(Commit({FR: page()}), GONE)
    assert state(found) == ["1.0 dropped"]
    assert found.withdrawal is not None


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-02-28T22:30:00+00:00", ["1.0 withdrawn", "1.1 withdrawn void"]),
        ("2026-02-28T23:30:00+00:00", ["1.0 withdrawn", "1.1 withdrawn"]),  # 1 March in Paris
        ("2026-01-10T10:00:00+00:00", ["1.0 withdrawn void", "1.1 withdrawn void"]),
    ],
)
def test_an_upcoming_version_withdrawn_before_its_date_never_takes_force(
    on: str, expected: list[str]
) -> None:
    assert state(cgu(ONE, TWO, Commit({FR: None}, at=on))) == expected


def test_a_document_that_comes_back_under_the_same_version_was_never_away() -> None:
    back = cgu(ONE, GONE, Commit({NEW: page(date="2026-02-01")}))
    assert back.withdrawal is None
    assert version(back, "1.0") == version(cgu(ONE), "1.0")
    assert back.uris == (FR, NEW)


def test_a_document_that_comes_back_brings_its_older_versions_back() -> None:
    for gone, told in ((GONE, [1, 3]), (Commit({FR: None}, at=at("2026-04-01")), [1, 1])):
        back = cgu(ONE, TWO, gone, TWO)
        assert [len(version.announcements) for version in back.versions] == told
        first = [replace(v, announcements=v.announcements[:1]) for v in back.versions]
        assert tuple(first) == cgu(ONE, TWO).versions


def test_a_document_that_comes_back_with_a_new_version_leaves_the_old_one_withdrawn() -> None:
    found = cgu(ONE, GONE, TWO)
    assert found.withdrawal is None
    assert state(found) == ["1.0 withdrawn", "1.1"]


def test_a_document_that_comes_back_as_a_proposal_has_still_left() -> None:
    found = cgu(ONE, GONE, Commit({FR: page("1.1", OTHER)}))
    assert found.withdrawal is None
    assert state(found) == ["1.0 withdrawn", "1.1"]
    again = cgu(ONE, GONE, Commit({FR: page("1.1", OTHER)}), ONE)
    assert state(again) == ["1.0", "1.1 dropped"]


def test_a_document_withdrawn_twice_comes_back_from_the_second_time_only() -> None:
    found = cgu(ONE, GONE, TWO, Commit({FR: None}, at=at("2026-05-01")), TWO)
    assert state(found) == ["1.0 withdrawn", "1.1"]


def test_a_document_that_comes_back_with_another_text_under_its_number_is_refused() -> None:
    assert f"published by commit {short(1)}, was changed by commit {short(3)}" in refused(
        ONE, GONE, Commit({FR: page(text=OTHER, date="2026-02-01")})
    )


def test_a_document_that_comes_back_must_go_on_from_its_last_number_and_class() -> None:
    said = refused(ONE, TWO, GONE, Commit({FR: page("0.9", "# x\n", date="2026-09-01")}))
    assert "comes after version 1.1" in said
    said = refused(ONE, GONE, Commit({FR: page("2.0", date="2026-09-01", change="initial")}))
    assert "change: initial belongs to the first version" in said


def test_a_refused_text_that_is_withdrawn_is_past() -> None:
    assert state(cgu(ONE, CHANGED, GONE)) == ["1.0 withdrawn"]
    assert notes(ONE, CHANGED, GONE) == [as_note(CHANGE_REFUSED, 2)]


def test_lost_front_matter_is_not_taken_for_a_withdrawal() -> None:
    lost = Commit({FR: "# Conditions\n"})
    assert refused(ONE, lost).startswith(f'{FR}:1: this file held document "cgu" and its front ')
    found = cgu(ONE, lost, ONE)
    assert state(found) == ["1.0"]
    assert found.withdrawal is None


def test_a_second_file_that_came_and_went_published_nothing() -> None:
    second = Commit({NEW: page("1.1", OTHER, date="2026-03-01")})
    assert "say they are document" in refused(ONE, second)
    assert state(cgu(ONE, second, Commit({NEW: None}))) == ["1.0"]
    found = cgu(ONE, second, Commit({FR: None}))
    assert state(found) == ["1.0", "1.1"]
    assert published(found, "1.1") == 3


# Translations.

TRANSLATED = Commit({EN: page(text=ENGLISH, date="2026-02-01")})


def test_a_translation_may_come_with_its_version() -> None:
    found = cgu(Commit({**ONE.files, **TRANSLATED.files}))
    (fr, en) = version(found, "1.0").texts
    assert (fr.language, fr.governing, en.language, en.governing) == ("fr", True, "en", False)
    assert (fr.body.decode(), en.body.decode()) == (TEXT, ENGLISH)


def test_a_translation_may_come_later() -> None:
    found = cgu(ONE, TWO, TRANSLATED)
    assert body(found, "1.0", "en") == ENGLISH
    assert body(found, "1.1", "en") is None
    english = version(found, "1.0").texts[1]
    assert english.published.commit == commit_hash(3)
    assert [p.commit for p in english.revisions] == [commit_hash(3)]
    assert published(found, "1.0") == 1


def test_a_translation_may_come_before_its_governing_text_is_dated() -> None:
    early = Commit({FR: page(), EN: page(text=ENGLISH)})
    dated = Commit({FR: page(date="2026-02-01"), EN: page(text=ENGLISH, date="2026-02-01")})
    english = version(cgu(early, dated), "1.0").texts[1]
    assert english.published.commit == commit_hash(1)
    assert english.blob == changes(dated)[0].blob
    assert len(english.revisions) == 1


def test_a_translation_that_is_corrected_lists_its_revisions_and_the_latest_counts() -> None:
    mended = Commit({EN: page(text=ENGLISH_OTHER, date="2026-02-01", summary="Delay.")})
    found = cgu(ONE, TRANSLATED, mended, Commit({"docs/en/index.md": "# Home\n"}))
    english = version(found, "1.0").texts[1]
    assert english.markdown == ENGLISH_OTHER
    assert english.summary == "Delay."
    assert [p.commit for p in english.revisions] == [commit_hash(2), commit_hash(3)]
    assert english.published.commit == commit_hash(3)


def test_a_translation_corrected_and_put_back_lists_three_revisions() -> None:
    mended = Commit({EN: page(text=ENGLISH_OTHER, date="2026-02-01")})
    english = version(cgu(ONE, TRANSLATED, mended, TRANSLATED), "1.0").texts[1]
    assert english.markdown == ENGLISH
    assert [commit_number(p.commit) for p in english.revisions] == [2, 3, 4]


def test_a_translation_whose_file_is_renamed_is_not_revised() -> None:
    renamed = Commit({EN: None, "docs/en/terms.md": page(text=ENGLISH, date="2026-02-01")})
    english = version(cgu(ONE, TRANSLATED, renamed), "1.0").texts[1]
    assert [commit_number(p.commit) for p in english.revisions] == [2]
    assert english.uri == "docs/en/terms.md"


def test_a_translation_of_one_version_is_never_shown_for_another() -> None:
    found = cgu(ONE, TRANSLATED, TWO)
    assert body(found, "1.0", "en") == ENGLISH
    assert body(found, "1.1", "en") is None


def test_a_translation_goes_on_to_the_next_version_and_the_old_one_stays() -> None:
    next_one = Commit({EN: page("1.1", ENGLISH_OTHER, date="2026-03-01")})
    found = cgu(ONE, TRANSLATED, TWO, next_one)
    assert body(found, "1.0", "en") == ENGLISH
    assert body(found, "1.1", "en") == ENGLISH_OTHER


def test_a_translation_that_leaves_the_tree_stays_with_its_version() -> None:
    found = cgu(ONE, TRANSLATED, Commit({EN: None}))
    assert body(found, "1.0", "en") == ENGLISH
    assert found.withdrawal is None


def test_translations_follow_the_governing_text_in_the_order_of_languages() -> None:
    told = changes(
        *(
            Commit({f"docs/{tag}/cgu.md": page(text=f"# {tag}\n")})
            for tag in ("nl", "fr", "en", "de")
        )
    )
    built = build_timeline(trace(told, languages=("nl", "fr", "en", "de")), "fr", PARIS)
    assert [t.language for t in version(document(built), "1.0").texts] == ["fr", "de", "en", "nl"]


def copy_note(number: int, version: str = "1.0") -> str:
    return (
        f"{EN}:3 (commit {short(number)}): this text is a copy of the governing text, so version "
        f"{version} counts as not translated (en). "
        "Translate it; until then the page says that the translation is missing"
    )


def test_an_english_file_copied_from_the_french_is_not_a_translation() -> None:
    copy = Commit({EN: page(date="2026-02-01")})
    assert body(cgu(ONE, copy), "1.0", "en") is None
    assert notes(ONE, copy) == [copy_note(2)]


def test_an_english_file_copied_in_the_same_commit_is_not_a_translation() -> None:
    both = Commit({FR: page(date="2026-02-01"), EN: page(date="2026-02-01")})
    assert body(cgu(both), "1.0", "en") is None
    assert notes(both) == [copy_note(1)]


def test_a_copy_that_is_then_translated_counts_from_its_translation() -> None:
    story = (ONE, Commit({EN: page(date="2026-02-01")}), TRANSLATED)
    english = version(cgu(*story), "1.0").texts[1]
    assert english.markdown == ENGLISH
    assert [commit_number(p.commit) for p in english.revisions] == [3]
    assert notes(*story) == []


def test_a_copy_whose_line_ends_differ_is_a_copy() -> None:
    windows = page(date="2026-02-01").replace("\n", "\r\n")
    assert body(cgu(ONE, Commit({EN: windows})), "1.0", "en") is None
    endless = Commit({EN: page(text=TEXT.rstrip("\n"), date="2026-02-01")})
    assert body(cgu(ONE, endless), "1.0", "en") is None


def test_a_copy_of_a_proposal_that_has_since_changed_is_a_copy() -> None:
    story = (Commit({FR: page()}), Commit({EN: page()}), Commit({FR: page(text=OTHER)}))
    assert body(cgu(*story), "1.0", "en") is None
    assert notes(*story) == [copy_note(2)]


def test_a_copy_of_a_text_that_was_refused_is_a_copy() -> None:
    copy = Commit({EN: page(text=OTHER, date="2026-02-01")})
    assert body(cgu(ONE, CHANGED, copy, ONE), "1.0", "en") is None


def test_a_copy_of_another_version_is_a_copy() -> None:
    copy = Commit({EN: page("1.1", TEXT, date="2026-03-01")})
    assert body(cgu(ONE, TWO, copy), "1.1", "en") is None


def test_english_pasted_over_the_french_by_mistake_does_not_take_the_translation_away() -> None:
    pasted = Commit({FR: page(text=ENGLISH, date="2026-02-01")})
    found = cgu(ONE, TRANSLATED, pasted, ONE)
    assert body(found, "1.0", "en") == ENGLISH
    assert body(found, "1.0") == TEXT


def test_a_translation_of_a_version_that_does_not_exist_is_refused() -> None:
    assert refused(ONE, Commit({EN: page("1.1", ENGLISH, date="2026-03-01")})) == (
        f"{EN}:3: this translation is of version 1.1, and there is no such version of "
        '"cgu" in the governing language (fr). '
        "Write the number of the version it translates, or add the governing text"
    )


def test_a_translation_without_any_governing_text_is_refused() -> None:
    said = refused(TRANSLATED)
    assert said.startswith(f"{EN}:3: this translation is of version 1.0, and there is no such ")


def test_a_translation_of_a_refused_version_waits_for_it() -> None:
    wrong = Commit(
        {
            FR: page("1.1", OTHER, date="2026-01-01"),
            EN: page("1.1", ENGLISH_OTHER, date="2026-01-01"),
        }
    )
    (only,) = refusals(changes(ONE, wrong))
    assert only.place.uri == FR


@pytest.mark.parametrize(
    ("theirs", "line", "said"),
    [
        ({"date": "2026-02-02"}, 4, "effective_date is 2026-02-02 here and 2026-02-01 in"),
        ({"date": None}, 3, "effective_date is absent here and 2026-02-01 in"),
        (
            {"date": "2026-02-01", "change": "editorial", "summary": "x"},
            5,
            "change is editorial here and initial in",
        ),
    ],
)
def test_a_translation_that_contradicts_its_governing_text_is_refused(
    theirs: dict[str, str | None], line: int, said: str
) -> None:
    front = {key: value for key, value in theirs.items() if value is not None}
    assert refused(ONE, Commit({EN: page(text=ENGLISH, **front)})) == (
        f"{EN}:{line}: {said} the governing text of version 1.0 ({FR}). Make the two agree"
    )


def test_a_translation_dated_while_its_version_is_proposed_is_refused() -> None:
    said = refused(Commit({FR: page(), EN: page(text=ENGLISH, date="2026-02-01")}))
    assert "effective_date is 2026-02-01 here and absent in the governing text" in said


def test_a_translation_that_contradicts_in_two_ways_is_told_twice() -> None:
    wrong = Commit({EN: page(text=ENGLISH, date="2027-01-01", change="correction")})
    problems = refusals(changes(ONE, wrong))
    assert [(p.place.uri, p.place.line) for p in problems] == [(EN, 4), (EN, 5), (EN, 3)]


def test_a_translation_follows_when_the_date_moves() -> None:
    def moved_to(when: str, uri: str, text: str) -> Commit:
        return Commit({uri: page(text=text, date=when)}, at=at("2026-01-10"))

    story = (ONE, TRANSLATED, moved_to("2026-04-01", FR, TEXT))
    assert "effective_date is 2026-02-01 here and 2026-04-01" in refused(*story)
    found = cgu(*story, moved_to("2026-04-01", EN, ENGLISH))
    assert len(version(found, "1.0").texts[1].revisions) == 1


def test_an_old_mistake_in_a_translation_is_not_held_against_it() -> None:
    wrong = Commit({EN: page("7.0", ENGLISH, date="2027-01-01")})
    assert body(cgu(ONE, wrong, TRANSLATED), "1.0", "en") == ENGLISH
    assert state(cgu(ONE, wrong, Commit({EN: None}))) == ["1.0"]


def test_a_translation_left_in_the_tree_by_its_withdrawn_document_is_no_error() -> None:
    found = cgu(ONE, TRANSLATED, GONE)
    assert state(found) == ["1.0 withdrawn"]
    assert body(found, "1.0", "en") == ENGLISH


def test_a_damaged_translation_stops_the_build_and_an_old_one_costs_only_itself() -> None:
    broken = Commit({EN: b"---\ndocument: cgu\n\xe9\n---\n"})
    assert refused(ONE, TRANSLATED, broken).startswith(f"{EN}:3: the byte 0xe9 is not UTF-8. ")
    found = cgu(ONE, TRANSLATED, broken, TRANSLATED)
    assert [commit_number(p.commit) for p in version(found, "1.0").texts[1].revisions] == [2]
    (note,) = notes(ONE, TRANSLATED, broken, TRANSLATED)
    assert note.startswith(f"{EN}:3 (commit {short(3)}): ")


# Summaries are owed from the second version on.


@pytest.mark.parametrize("when", [None, "2026-03-01"])
def test_a_second_version_without_a_summary_is_refused(when: str | None) -> None:
    assert refused(ONE, Commit({FR: page("1.1", OTHER, date=when, summary="")})) == (
        f"{FR}:3: version 1.1 has no summary. "
        'Add "summary:" with what changes, in plain words and in this language'
    )


def test_an_empty_summary_is_none_and_its_line_is_named() -> None:
    blank = page("1.1", OTHER, summary="x").replace("summary: x", 'summary: " "')
    assert refused(ONE, Commit({FR: blank})).startswith(f"{FR}:5: version 1.1 has no summary. ")


def test_a_translation_without_a_summary_is_refused() -> None:
    english = Commit({EN: page("1.1", ENGLISH_OTHER, date="2026-03-01", summary="")})
    assert refused(ONE, TWO, english).startswith(f"{EN}:3: version 1.1 has no summary. ")


def test_a_first_version_needs_no_summary() -> None:
    assert version(cgu(ONE, TRANSLATED), "1.0").governing.summary is None


def test_a_forgotten_summary_may_be_added_to_the_published_text() -> None:
    forgotten = Commit({FR: page("1.1", OTHER, date="2026-03-01", summary="")})
    found = cgu(ONE, forgotten, TWO)
    assert version(found, "1.1").governing.summary == "Le délai change."
    assert published(found, "1.1") == 2


def test_a_forgotten_summary_of_an_old_version_is_not_asked_for_again() -> None:
    forgotten = Commit({FR: page("1.1", OTHER, date="2026-03-01", summary="")})
    found = cgu(ONE, forgotten, Commit({FR: page("1.2", TEXT, date="2026-04-01")}))
    assert version(found, "1.1").governing.summary is None


# Several mistakes at once.


def test_every_mistake_of_the_newest_state_is_told_each_on_one_line() -> None:
    told = changes(
        Commit({FR: page(date="2026-02-01"), "docs/fr/data.md": page(document="data")}),
        Commit(
            {
                FR: page(text=OTHER, date="2026-02-01"),
                EN: page("9.0", ENGLISH, date="2026-02-01"),
                "docs/fr/data.md": "# Data\n",
                "docs/fr/x.md": b"\xff",
                "docs/fr/y.md": page("1.0", document="y", change="editorial", summary="y"),
            }
        ),
    )
    places = [str(problem.place) for problem in refusals(told)]
    assert places == ["docs/fr/data.md:1", "docs/fr/x.md:1", f"{FR}:3", "docs/fr/y.md:4"]


def test_what_is_wrong_in_one_document_is_told_for_it_alone() -> None:
    told = changes(
        Commit(
            {FR: page(date="2026-02-01"), "docs/fr/a.md": page(document="a", change="editorial")}
        )
    )
    assert all(problem.place.uri == "docs/fr/a.md" for problem in refusals(told))


@pytest.mark.parametrize("name", ["deux\nlignes", "latin\udce9", "retour\rchariot"])
def test_a_file_whose_name_cannot_be_printed_is_told_on_one_line(name: str) -> None:
    said = refused(Commit({f"docs/fr/{name}.md": page(change="editorial", summary="x")}))
    assert said.startswith("'docs/fr/")
    assert ":4: the first version of " in said


# On real repositories.


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pin_environment(monkeypatch)
    return Repository.create(tmp_path / "repository")


def test_a_merged_branch_publishes_once_on_the_day_of_its_merge(repository: Repository) -> None:
    repository.commit(ONE.files)
    repository.branch("version-1.1")
    for number, text in enumerate(("# Brouillon\n", "# Presque\n", OTHER)):
        repository.commit({FR: page("1.1", text, date="2026-03-01")}, at=at(f"2026-01-1{number}"))
    repository.switch("main")
    repository.commit({"docs/fr/index.md": "# Accueil\n"}, at=at("2026-01-15"))
    merge = repository.merge("version-1.1", at="2026-01-20T18:00:00+01:00")
    found = repository.cgu()
    assert body(found, "1.1") == OTHER
    publication = version(found, "1.1").published
    assert publication is not None
    assert publication.commit == merge
    assert publication.at.isoformat() == "2026-01-20T17:00:00+00:00"
    assert repository.timeline().notes == ()


def test_a_squashed_branch_publishes_once(repository: Repository) -> None:
    repository.commit(ONE.files)
    repository.branch("version-1.1")
    for text in ("# Brouillon\n", OTHER):
        repository.commit({FR: page("1.1", text, date="2026-03-01")})
    repository.switch("main")
    squash = repository.merge("version-1.1", at=at("2026-01-20"), squash=True)
    publication = version(repository.cgu(), "1.1").published
    assert publication is not None
    assert publication.commit == squash
    assert body(repository.cgu(), "1.1") == OTHER


def test_mistakes_made_on_a_branch_and_mended_before_its_merge_never_happened(
    repository: Repository,
) -> None:
    repository.commit(ONE.files)
    before = repository.timeline()
    repository.branch("erreurs")
    repository.commit({FR: "---\ndocument: [\n---\n"})
    repository.commit({FR: page(text=OTHER, date="2026-02-01")})
    repository.commit({FR: None})
    repository.commit(ONE.files)
    repository.switch("main")
    repository.merge("erreurs")
    assert repository.timeline() == before


def test_a_date_moved_on_a_branch_counts_on_the_day_of_the_merge(repository: Repository) -> None:
    repository.commit(ONE.files)
    repository.branch("date")
    repository.commit({FR: page(date="2026-03-01")}, at=at("2026-01-20"))
    repository.switch("main")
    repository.merge("date", at=at("2026-02-02"))
    said = refusal(repository.changes())
    assert "moved from 2026-02-01 to 2026-03-01 on 2026-02-02" in said


def test_a_late_merge_of_an_old_branch_does_not_bring_its_old_version_back(
    repository: Repository,
) -> None:
    repository.commit(ONE.files)
    repository.branch("accueil")
    repository.commit({"docs/fr/index.md": "# Accueil\n"})
    repository.switch("main")
    repository.commit(TWO.files)
    repository.merge("accueil")
    assert state(repository.cgu()) == ["1.0", "1.1"]


def test_a_reverted_version_is_refused_because_it_was_published(repository: Repository) -> None:
    repository.commit(ONE.files)
    repository.commit(TWO.files)
    repository.git("revert", "--no-edit", "HEAD")
    assert "version 1.0 comes back over version 1.1" in refusal(repository.changes())


def test_windows_line_ends_are_published_as_they_were_committed(repository: Repository) -> None:
    repository.commit({FR: page(date="2026-02-01").replace("\n", "\r\n")})
    governing = version(repository.cgu(), "1.0").governing
    raw = repository.git("cat-file", "blob", governing.blob).encode()
    assert governing.body == TEXT.replace("\n", "\r\n").encode()
    assert governing.blob == repository.blob(FR)
    assert b"\r\n" in raw


def test_git_converting_line_ends_is_told_as_what_it_is(repository: Repository) -> None:
    repository.commit({FR: page(date="2026-02-01").replace("\n", "\r\n")})
    repository.commit({".gitattributes": "*.md text\n"})
    repository.git("add", "--renormalize", ".")
    repository.commit({})
    said = refusal(repository.changes())
    assert "under the same number (only its line ends differ). Give the changed text" in said


def test_a_file_renamed_and_rewritten_is_still_its_document(repository: Repository) -> None:
    repository.commit(ONE.files)
    repository.git("mv", FR, NEW)
    repository.commit({NEW: page("1.1", "# Tout autre chose\n", date="2026-03-01")})
    found = repository.cgu()
    assert numbers(found) == ["1.0", "1.1"]
    assert found.withdrawal is None
    assert version(found, "1.0").governing.uri == FR


def test_an_english_file_copied_from_the_french_has_none_of_its_versions(
    repository: Repository,
) -> None:
    repository.commit(ONE.files)
    repository.commit(TWO.files)
    repository.commit({EN: page("1.1", OTHER, date="2026-03-01")})
    found = repository.cgu()
    assert [len(v.texts) for v in found.versions] == [1, 1]
    repository.commit({EN: page("1.1", ENGLISH_OTHER, date="2026-03-01")})
    found = repository.cgu()
    assert [len(v.texts) for v in found.versions] == [1, 2]
    assert [p.commit for p in version(found, "1.1").texts[1].revisions] == [repository.head()]


def test_damage_in_an_old_commit_is_noted_with_its_commit_and_path(repository: Repository) -> None:
    repository.commit(ONE.files)
    broken = repository.commit({FR: page("1.1").replace("version:", "version")})
    repository.commit(TWO.files)
    (note,) = repository.timeline().notes
    assert str(note).startswith(f"{FR}:4 (commit {broken[:10]}): the front matter is not YAML (")
    assert numbers(repository.cgu()) == ["1.0", "1.1"]


def test_a_detached_head_is_built_as_of_its_own_history(repository: Repository) -> None:
    repository.commit(ONE.files)
    before = repository.timeline()
    repository.commit(TWO.files)
    repository.git("checkout", "--quiet", "--detach", "HEAD~1")
    assert repository.timeline() == before


def test_a_documents_folder_deep_in_a_larger_repository(repository: Repository) -> None:
    repository.commit({f"produit/{FR}": page(date="2026-02-01"), FR: page(text="# Leurre\n")})
    found = document(repository.timeline("produit/docs"))
    assert body(found, "1.0") == TEXT
    assert found.uris == (f"produit/{FR}",)


# A published text never changes, and nothing published is lost: any story, any order.

VERSIONS = ["1.0", "1.1", "1.2", "1.10", "2.0"]
TEXTS = ["# Un\n", "# Deux\n", "# Deux\r\n", "# Trois\n"]
DAYS = ["2026-01-20", "2026-02-01", "2026-02-20", "2026-03-01", None]
CLASSES = ["initial", "substantive", "editorial"]
FILES = [FR, NEW]


class Promise:
    """What readers were shown after some commit, held against every later state."""

    def __init__(self) -> None:
        self.texts: dict[VersionNumber, tuple[bytes, str]] = {}
        self.dates: dict[VersionNumber, date] = {}

    def hold(self, found: Document, today: date, french: set[bytes]) -> None:
        shown = {v.number: v for v in found.versions if v.published is not None}
        assert self.texts.keys() <= shown.keys(), "a published version is lost"
        assert [v.number for v in found.versions] == sorted(v.number for v in found.versions)
        days = [v.effective_date for v in shown.values() if not v.void]
        assert days == sorted(set(days), key=str), "the dates do not follow the numbers"
        for number, one in shown.items():
            assert one.published is not None
            assert one.effective_date is not None
            text = (one.governing.body, one.published.commit)
            assert self.texts.setdefault(number, text) == text, "a published text has changed"
            assert one.governing.published == one.published
            if number in self.dates and self.dates[number] <= today:
                assert one.effective_date == self.dates[number], "a date that had come has moved"
            self.dates[number] = one.effective_date
        for one in found.versions:
            for text_ in one.texts[1:]:
                assert text_.body not in french, "French is shown as English"


def french_first(told: Sequence[FileChange]) -> set[bytes]:
    """Return the texts that stood in French no later than in English."""
    first: dict[bytes, dict[str, int]] = {}
    for event in trace(told).events:
        if isinstance(event, Revision):
            number = commit_number(event.published.commit)
            first.setdefault(event.body, {}).setdefault(event.language, number)
    return {body for body, at in first.items() if "fr" in at and at["fr"] <= at.get("en", at["fr"])}


def day_of_2026(number: int) -> str:
    return (date(2026, 1, 1) + timedelta(number)).isoformat()


class LegalTeam(RuleBasedStateMachine):
    """People who commit whatever they like, on ever later days."""

    def __init__(self) -> None:
        super().__init__()
        self.commits: list[Commit] = []
        self.files: dict[str, str] = {}
        self.day = 5
        self.promise = Promise()
        self.built = 0
        self.ahead = 0
        self.good: dict[str, str] = {}

    def commit(self, files: dict[str, str | None]) -> None:
        told = {u: c for u, c in files.items() if c is not None or u in self.files}
        told = {u: c for u, c in told.items() if self.files.get(u) != c}
        if not told:
            return
        for uri, content in told.items():
            if content is None:
                del self.files[uri]
            else:
                self.files[uri] = content
        self.commits.append(Commit(dict(told), at=self.now()))

    def now(self) -> str:
        return f"{day_of_2026(self.day)}T12:00:00+01:00"

    @initialize(text=st.sampled_from(TEXTS), when=st.sampled_from(DAYS))
    def begin(self, text: str, when: str | None) -> None:
        self.commit({FR: page(text=text, date=when)})

    @rule(days=st.integers(1, 20))
    @precondition(lambda self: self.day < 120)
    def wait(self, days: int) -> None:
        self.day += days

    @rule(
        uri=st.sampled_from([FR, FR, FR, NEW]),
        number=st.sampled_from(VERSIONS),
        text=st.sampled_from(TEXTS),
        when=st.sampled_from(DAYS),
        change=st.sampled_from(CLASSES),
    )
    def write(self, uri: str, number: str, text: str, when: str | None, change: str) -> None:
        self.commit({uri: page(number, text, date=when, change=change, summary="x")})

    @rule(days=st.integers(1, 20), dated=st.booleans())
    def go_on(self, days: int, dated: bool) -> None:
        """Write the next version as it should be written."""
        numbers = [*self.promise.texts, VersionNumber(0, 9)]
        number = VersionNumber(1, max(n.minor for n in numbers if n.major < 2) + 1)
        first = not self.promise.texts
        self.ahead = max(self.ahead, self.day) + days
        front = page(
            "1.0" if first else str(number),
            f"# Version {number}\n",
            date=day_of_2026(self.ahead) if dated else None,
            summary="x",
        )
        self.commit({FR: front, NEW: None})

    @rule()
    def mend(self) -> None:
        """Put back what was last shown."""
        gone: dict[str, str | None] = dict.fromkeys(self.files)
        self.commit({**gone, **self.good})

    @rule(when=st.sampled_from(DAYS))
    @precondition(lambda self: FR in self.files)
    def move_the_date(self, when: str | None) -> None:
        lines = [
            line for line in self.files[FR].split("\n") if not line.startswith("effective_date")
        ]
        if len(lines) > 3:
            lines[3:3] = [f"effective_date: {when}"] if when else []
        self.commit({FR: "\n".join(lines)})

    @rule(text=st.sampled_from([*TEXTS, "# One\n", "# Two\n"]), both=st.booleans())
    @precondition(lambda self: FR in self.files)
    def translate(self, text: str, both: bool) -> None:
        front = self.files[FR].split("# ")[0]
        files: dict[str, str | None] = {EN: front + text}
        self.commit(files | ({FR: front + "# Quatre\n"} if both else {}))

    @rule(uri=st.sampled_from([FR, NEW, EN]))
    def withdraw(self, uri: str) -> None:
        self.commit({uri: None})

    @rule(back=st.integers(1, 8))
    def restore(self, back: int) -> None:
        for commit in self.commits[-back:]:
            if isinstance(old := commit.files.get(FR), str):
                self.commit({FR: old})
                return

    @rule()
    @precondition(lambda self: FR in self.files and NEW not in self.files)
    def rename(self) -> None:
        self.commit({NEW: self.files[FR], FR: None})

    @rule(damage=st.sampled_from(["# Sans en-tête\n", "---\ndocument: cgu\n", "---\na: [\n---\n"]))
    def damage(self, damage: str) -> None:
        self.commit({FR: damage})

    @invariant()
    def what_was_shown_stands(self) -> None:
        if len(self.commits) == self.built:
            return
        self.built = len(self.commits)
        told = changes(*self.commits)
        try:
            built = timeline(told)
        except TimelineError:
            self.promise.dates.clear()  # a date may move, unseen, while another mistake stands
            return  # no site is built, so the one that was shown stays
        self.good = dict(self.files)
        for found in built.documents:
            self.promise.hold(found, date.fromisoformat(self.now()[:10]), french_first(told))
        if not built.documents:
            assert not self.promise.texts, "a document is lost"


TestLegalTeam = LegalTeam.TestCase
TestLegalTeam.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, derandomize=True, database=None
)


STORIES = st.lists(
    st.builds(
        Commit,
        st.dictionaries(
            st.sampled_from([FR, EN]),
            st.one_of(
                st.none(),
                st.builds(
                    lambda number, text, when, change: page(
                        number, text, date=when, change=change, summary="x"
                    ),
                    st.sampled_from(VERSIONS),
                    st.sampled_from(TEXTS),
                    st.sampled_from(DAYS),
                    st.sampled_from(CLASSES),
                ),
            ),
            min_size=1,
        ),
        st.sampled_from([at("2026-01-10"), at("2026-02-01"), at("2026-02-25"), at("2025-01-01")]),
    ),
    min_size=1,
    max_size=12,
)


@given(STORIES)
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_any_story_is_read_or_refused_line_by_line_and_twice_the_same(story: list[Commit]) -> None:
    def outcome() -> object:
        try:
            return timeline(changes(*story))
        except TimelineError as error:
            return error.problems

    assert outcome() == outcome()


def test_any_story_in_git_is_the_story_in_values(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_environment(monkeypatch)

    @given(STORIES)
    @settings(max_examples=12, deadline=None, derandomize=True, database=None)
    def check(story: list[Commit]) -> None:
        repository = Repository.create(tmp_path_factory.mktemp("story") / "repository")
        story = [Commit({"docs/fr/index.md": "# Accueil\n"}), *story]
        repository.grow(story)
        hashes = repository.git("rev-list", "--reverse", "main").split()
        assert repository.changes() == tuple(
            replace(change, published=replace(change.published, commit=commit))
            for change in changes(*story)
            for commit in [hashes[commit_number(change.published.commit) - 1]]
        )

    check()


def test_a_version_withdrawn_before_its_day_keeps_no_later_version_waiting() -> None:
    december = Commit({FR: page("1.1", OTHER, date="2026-12-01")}, "2026-02-01T10:00:00+01:00")
    gone = Commit({FR: None}, "2026-02-10T10:00:00+01:00")
    june = Commit({FR: page("1.2", TEXT, date="2026-06-01")}, "2026-03-01T10:00:00+01:00")
    found = cgu(ONE, december, gone, june)
    assert state(found) == ["1.0 withdrawn", "1.1 withdrawn void", "1.2"]


def test_a_refusal_of_the_governing_text_is_not_told_twice() -> None:
    wrong = page("1.1", OTHER, date="2026-03-01", change="initial", summary="x")
    wrong_english = page("1.1", ENGLISH, date="2026-03-01", change="initial", summary="x")
    changed = Commit({FR: wrong, EN: wrong_english}, "2026-02-01T10:00:00+01:00")
    assert "change: initial belongs to the first version" in refusal(changes(ONE, changed))
    moved = Commit({FR: page(date="2026-01-02"), EN: page(text=ENGLISH, date="2026-01-02")})
    published = Commit({FR: page(date="2026-01-01"), EN: page(text=ENGLISH, date="2026-01-01")})
    assert "was moved from 2026-01-01 to 2026-01-02" in refusal(changes(published, moved))


def test_a_policy_in_no_language_of_the_site_is_refused() -> None:
    said = refusal(changes(ONE, Commit({"docs/de/cgu.md": page()})))
    assert said.startswith("docs/de/cgu.md:2: this file says it is document")
