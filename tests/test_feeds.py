"""What those who follow the documents are told: when, in which language, for how long the same."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
import icalendar
import pytest
from lxml import etree
from lxml import html as lxml_html

from clausier.clauses import RenderedText, Renderer, read_text
from clausier.feeds import iter_files, list_links
from clausier.feeds.channels import MOST_NOTICES, build_channel
from clausier.feeds.events import begin_day, list_events
from clausier.model import DateMove, Text
from clausier.register import Register, build_register
from clausier.settings import Settings
from clausier.timeline import Timeline
from feed_reading import ATOM, XHTML, check_atom, check_json_feed, read_calendar
from repositories import (
    EN,
    ENGLISH,
    FR,
    LANGUAGES,
    OTHER,
    PARIS,
    TEXT,
    Commit,
    Content,
    changes,
    page,
)
from repositories import timeline as tell
from values import document, publication, version

SITE = "https://terms.example/"
SETTINGS = Settings("Maison", LANGUAGES, "fr", PARIS, 7, {"cgu": "terms"})
RENDERER = Renderer(["tables"])

BETTER = ENGLISH.replace("pays", "shall pay")
ONE = page("1.0", date="2026-02-01")
ONE_EN = page("1.0", ENGLISH, date="2026-02-01")
TWO = page("1.1", OTHER, date="2026-07-01")
TWO_EN = page("1.1", ENGLISH + "\nWithin thirty days.\n", date="2026-07-01", summary="Longer.")
JANUARY, FEBRUARY = "2026-01-05T10:00:00+01:00", "2026-02-20T10:00:00+01:00"
MARCH, APRIL = "2026-03-05T10:00:00+01:00", "2026-04-05T10:00:00+02:00"


def register(*story: Commit, as_of: str = "2026-06-15", publisher: str = "Maison") -> Register:
    """The register of a story, without git."""

    def render(text: Text, governing: RenderedText | None) -> RenderedText:
        return read_text(RENDERER.render(text.markdown), text.language, governing)

    return build_register(
        tell(changes(*story)),
        as_of=date.fromisoformat(as_of),
        head=publication(datetime.fromisoformat(story[-1].at).astimezone(UTC)),
        sequence=len(story),
        settings=replace(SETTINGS, publisher=publisher),
        render=render,
    )


def moved_to(day: str) -> dict[str, Content]:
    """Version 1.1 in both languages, with another effective date."""
    return {uri: text.replace("2026-07-01", day) for uri, text in ((FR, TWO), (EN, TWO_EN))}


def told(found: Register, language: str) -> list[tuple[str, str, str]]:
    """Kind, version and instant of each event, newest first."""
    return [
        (
            event.kind.value,
            str(event.standing.number) if event.standing else "",
            event.at.strftime("%Y-%m-%dT%H:%MZ"),
        )
        for event in list_events(found, language)
    ]


def titles(found: Register, language: str = "fr") -> list[str]:
    return [notice.title for notice in build_channel(found, language, None, SITE).notices]


def paragraphs(found: Register, language: str, place: int = 0) -> str:
    return "\n".join(build_channel(found, language, None, SITE).notices[place].paragraphs)


def files(found: Register, site: str = SITE) -> dict[str, bytes]:
    return dict(iter_files(found, site))


def entries(raw: bytes) -> dict[str, Any]:
    """Each entry of an Atom feed by its id."""
    return {entry.findtext(f"{ATOM}id"): entry for entry in check_atom(raw).findall(f"{ATOM}entry")}


PUBLISHED = ("published", "1.0", "2026-01-05T09:00Z")
IN_FORCE = ("in_force", "1.0", "2026-01-31T23:00Z")
BOTH = Commit({FR: ONE, EN: ONE_EN}, JANUARY)


# Events


@pytest.mark.parametrize(
    ("as_of", "language", "story", "expected"),
    [
        pytest.param("2026-01-31", "fr", (BOTH,), [PUBLISHED], id="on the eve"),
        pytest.param("2026-02-01", "fr", (BOTH,), [IN_FORCE, PUBLISHED], id="on the day"),
        pytest.param("2026-02-01", "en", (BOTH,), [IN_FORCE, PUBLISHED], id="in English too"),
        pytest.param(
            "2026-07-01",
            "fr",
            (BOTH, Commit({FR: TWO, EN: TWO_EN}, MARCH)),
            [
                ("in_force", "1.1", "2026-06-30T22:00Z"),
                ("published", "1.1", "2026-03-05T09:00Z"),
                IN_FORCE,
                PUBLISHED,
            ],
            id="a second version, in summer time",
        ),
        pytest.param(
            "2026-06-15",
            "fr",
            (Commit({FR: page("1.0", date="2024-04-15")}, JANUARY),),
            [PUBLISHED, ("in_force", "1.0", "2024-04-14T22:00Z")],
            id="published after its effective date",
        ),
        pytest.param(
            "2026-06-15",
            "fr",
            (Commit({FR: page("1.0")}, JANUARY),),
            [],
            id="nothing of a proposal",
        ),
        pytest.param(
            "2026-06-15",
            "en",
            (Commit({FR: ONE}, JANUARY), Commit({EN: ONE_EN}, MARCH)),
            [("translated", "1.0", "2026-03-05T09:00Z"), IN_FORCE, PUBLISHED],
            id="a translation that came later",
        ),
        pytest.param(
            "2026-06-15",
            "fr",
            (Commit({FR: ONE}, JANUARY), Commit({EN: ONE_EN}, MARCH)),
            [IN_FORCE, PUBLISHED],
            id="a translation is told of in its own language",
        ),
        pytest.param(
            "2026-06-15",
            "en",
            (
                BOTH,
                Commit({EN: page("1.0", BETTER, date="2026-02-01")}, MARCH),
                Commit({EN: ONE_EN}, APRIL),
            ),
            [
                ("corrected", "1.0", "2026-04-05T08:00Z"),
                ("corrected", "1.0", "2026-03-05T09:00Z"),
                IN_FORCE,
                PUBLISHED,
            ],
            id="a translation corrected, and back",
        ),
        pytest.param(
            "2026-06-15",
            "en",
            (
                Commit({FR: page("1.0"), EN: page("1.0", ENGLISH)}, "2026-01-02T10:00:00+01:00"),
                Commit({EN: page("1.0", BETTER)}, "2026-01-03T10:00:00+01:00"),
                Commit({FR: ONE, EN: page("1.0", BETTER, date="2026-02-01")}, JANUARY),
            ),
            [IN_FORCE, PUBLISHED],
            id="a translation corrected while only proposed",
        ),
        pytest.param(
            "2026-06-15",
            "fr",
            (BOTH, Commit({FR: None, EN: None}, FEBRUARY)),
            [("withdrawn", "", "2026-02-20T09:00Z"), IN_FORCE, PUBLISHED],
            id="withdrawn while in force",
        ),
        pytest.param(
            "2026-07-15",
            "fr",
            (
                BOTH,
                Commit({FR: TWO, EN: TWO_EN}, MARCH),
                Commit({FR: None, EN: None}, APRIL),
            ),
            [
                ("withdrawn", "", "2026-04-05T08:00Z"),
                ("published", "1.1", "2026-03-05T09:00Z"),
                IN_FORCE,
                PUBLISHED,
            ],
            id="withdrawn before its day, it never takes force",
        ),
        pytest.param(
            "2026-06-15",
            "fr",
            (
                BOTH,
                Commit({FR: None, EN: None}, FEBRUARY),
                Commit({FR: TWO, EN: TWO_EN}, MARCH),
            ),
            [
                ("published", "1.1", "2026-03-05T09:00Z"),
                ("withdrawn", "", "2026-02-20T09:00Z"),
                IN_FORCE,
                PUBLISHED,
            ],
            id="a document that came back was withdrawn all the same",
        ),
        pytest.param(
            "2026-06-15",
            "fr",
            (
                BOTH,
                Commit({FR: TWO, EN: TWO_EN}, MARCH),
                Commit(moved_to("2026-09-01"), APRIL),
            ),
            [
                ("moved", "1.1", "2026-04-05T08:00Z"),
                ("published", "1.1", "2026-03-05T09:00Z"),
                IN_FORCE,
                PUBLISHED,
            ],
            id="an effective date that was moved",
        ),
    ],
)
def test_what_is_told(
    as_of: str, language: str, story: tuple[Commit, ...], expected: list[tuple[str, str, str]]
) -> None:
    found = register(*story, as_of=as_of)
    assert told(found, language) == expected
    for address, raw in files(found).items():
        if address.endswith(".xml"):
            check_atom(raw)
        elif address.endswith(".json"):
            check_json_feed(raw)
        else:
            read_calendar(raw)


def test_a_legal_day_begins_at_midnight_of_its_zone_whatever_the_season() -> None:
    assert begin_day(date(2026, 3, 29), PARIS) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert begin_day(date(2026, 3, 30), PARIS) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert begin_day(date.min, PARIS) == datetime.min.replace(tzinfo=UTC)


# Words


def test_an_entry_says_its_version_and_its_date_in_the_language_of_the_feed() -> None:
    story = (BOTH, Commit({FR: TWO, EN: TWO_EN}, MARCH))
    found = register(*story, as_of="2026-07-01")
    assert titles(found) == [
        "Conditions, version\u00a01.1\u00a0: entrée en vigueur le 1er\u00a0juillet 2026",
        "Conditions, version\u00a01.1\u00a0: publiée, en vigueur à partir du 1er\u00a0juillet 2026",
        "Conditions, version\u00a01.0\u00a0: entrée en vigueur le 1er\u00a0février 2026",
        "Conditions, version\u00a01.0\u00a0: publiée, en vigueur à partir du 1er\u00a0février 2026",
    ]
    assert titles(found, "en")[:2] == [
        "Terms, version 1.1: took force on 1\u00a0July 2026",
        "Terms, version 1.1: published, in force from 1\u00a0July 2026",
    ]
    assert "Le délai change." in paragraphs(found, "fr")
    assert "Longer." in paragraphs(found, "en")


def test_an_entry_without_a_text_in_its_language_says_so_and_leads_to_the_binding_one() -> None:
    story = (BOTH, Commit({FR: TWO}, MARCH))
    found = register(*story)
    [notice, *_] = build_channel(found, "en", None, SITE).notices
    assert notice.title == "Terms, version 1.1: published, in force from 1\u00a0July 2026"
    assert notice.summary == notice.paragraphs[0]
    said = "\n".join(notice.paragraphs)
    assert "this version did not exist in English. The French text is the binding one." in said
    raw = files(found)
    for address in ("en/feed.xml", "en/feed.json", "en/calendar.ics"):
        assert "Le délai change." not in raw[address].decode(), "never another language's summary"
    [own, governing] = [link for link in notice.links if link.relation == "alternate"]
    assert (own.url, own.language) == (f"{SITE}en/cgu/versions/1.1/", "en")
    assert (governing.url, governing.language) == (f"{SITE}cgu/versions/1.1/", "fr")
    [redline] = [link for link in notice.links if link.relation == "related"]
    assert (redline.url, redline.language) == (f"{SITE}cgu/compare/1.0/1.1/", "fr")
    dates = {event["URL"]: event for event in read_calendar(raw["en/calendar.ics"])}
    said = dates[f"{SITE}en/cgu/versions/1.1/"]["DESCRIPTION"]
    assert "This version does not exist in English." in said


def test_an_entry_about_the_time_before_a_translation_stays_as_it_was() -> None:
    before = register(BOTH, Commit({FR: TWO}, MARCH))
    after = register(BOTH, Commit({FR: TWO}, MARCH), Commit({EN: TWO_EN}, APRIL))
    assert titles(after, "en")[0] == "Terms, version 1.1: translation published"
    assert paragraphs(after, "en", 1) == paragraphs(before, "en", 0)
    assert "Longer." in paragraphs(after, "en", 0)


def test_a_version_without_a_summary_in_a_language_has_none_there() -> None:
    spoken = page("1.0", date="2026-02-01", summary="Tout commence.")
    found = register(Commit({FR: spoken, EN: ONE_EN}, JANUARY))
    [notice, *_] = build_channel(found, "en", None, SITE).notices
    assert notice.summary == notice.paragraphs[0]
    assert "Tout commence." in files(found)["feed.xml"].decode()
    assert "Tout commence." not in files(found)["en/feed.xml"].decode()


def test_a_version_withdrawn_before_its_day_is_no_more_announced() -> None:
    story = (BOTH, Commit({FR: TWO, EN: TWO_EN}, MARCH), Commit({FR: None, EN: None}, APRIL))
    found = register(*story)
    assert titles(found, "en")[:2] == [
        "Terms: document withdrawn",
        "Terms, version 1.1: published, then withdrawn before it took force",
    ]
    assert "it never applied" in paragraphs(found, "en", 1)
    entry = check_atom(files(found)["en/feed.xml"]).findall(f"{ATOM}entry")[1]
    assert entry.findtext(f"{ATOM}published") == "2026-03-05T09:00:00Z"
    assert entry.findtext(f"{ATOM}updated") == "2026-04-05T08:00:00Z"
    assert entry.find(f"{ATOM}link[@rel='related']") is None


def test_a_moved_date_is_told_with_both_days() -> None:
    moved = Commit(moved_to("2026-09-01"), APRIL)
    found = register(BOTH, Commit({FR: TWO, EN: TWO_EN}, MARCH), moved)
    assert titles(found, "en")[:2] == [
        "Terms, version 1.1: effective date moved to 1\u00a0September 2026",
        "Terms, version 1.1: published, in force from 1\u00a0September 2026",
    ]
    [notice, *_] = build_channel(found, "en", None, SITE).notices
    assert "from 1\u00a0July 2026 to 1\u00a0September 2026" in notice.summary
    assert "Longer." in notice.paragraphs, "and what will change on that day"
    [published] = [
        entry
        for entry in check_atom(files(found)["en/feed.xml"]).findall(f"{ATOM}entry")
        if "published, in force from 1\u00a0Sept" in entry.findtext(f"{ATOM}title")
    ]
    assert published.findtext(f"{ATOM}updated") == "2026-04-05T08:00:00Z"


def test_two_moves_are_two_entries() -> None:
    later, latest = (TWO.replace("2026-07-01", day) for day in ("2026-08-01", "2026-09-01"))
    story = (BOTH, Commit({FR: TWO}, MARCH), Commit({FR: later}, APRIL))
    found = register(*story, Commit({FR: latest}, "2026-05-05T10:00:00+02:00"))
    [latest_move, move] = [event for event in list_events(found, "fr") if event.move is not None]
    assert move.move is not None
    assert (move.move.former, move.move.day) == (date(2026, 7, 1), date(2026, 8, 1))
    assert latest_move.id != move.id
    assert isinstance(latest_move.move, DateMove)


def test_a_correction_says_that_the_binding_text_did_not_change() -> None:
    found = register(BOTH, Commit({EN: page("1.0", BETTER, date="2026-02-01")}, MARCH))
    assert titles(found, "en")[0] == "Terms, version 1.0: translation corrected"
    [notice, *_] = build_channel(found, "en", None, SITE).notices
    assert notice.summary.endswith("The French text, which is the binding one, did not change.")
    assert notice.paragraphs == (notice.summary,)


def test_whatever_a_summary_or_a_name_holds_the_feeds_are_well_formed() -> None:
    summary = '"<b>a & b</b> ]]> \\x07\\uFFFE \\uD800 \\L \\U0001F4DC; c, d\\\\n: 10 € ?"'
    strange = TWO.replace("summary: Le délai change.", f"summary: {summary}")
    assert strange != TWO
    found = register(BOTH, Commit({FR: strange}, MARCH), publisher="A & B <C>, « D »; E\\F")
    raw = files(found)
    feed = check_atom(raw["feed.xml"])
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "A & B <C>, « D »; E\\F"
    said = feed.find(f"{ATOM}entry").findtext(f"{ATOM}summary")
    assert "<b>a & b</b> ]]>" in said
    [item, *_] = check_json_feed(raw["feed.json"])["items"]
    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in item["content_html"]
    assert item["summary"] == said
    described = read_calendar(raw["calendar.ics"])[1]["DESCRIPTION"]
    assert described.startswith(said)


# What stays


def ids(found: Register, site: str = SITE) -> dict[str, list[str]]:
    """Every id in every file."""
    every = {}
    for address, raw in files(found, site).items():
        if address.endswith(".xml"):
            feed = check_atom(raw)
            every[address] = [feed.findtext(f"{ATOM}id"), *entries(raw)]
        elif address.endswith(".ics"):
            every[address] = [event["UID"] for event in read_calendar(raw)]
    return every


STORY = (
    Commit({FR: ONE}, JANUARY),
    Commit({EN: ONE_EN}, FEBRUARY),
    Commit({FR: TWO, EN: TWO_EN}, MARCH),
    Commit({EN: TWO_EN.replace("Within", "In")}, APRIL),
)


def test_ids_stay_when_the_site_moves_the_company_is_renamed_or_history_is_written_anew() -> None:
    expected = ids(register(*STORY))
    assert ids(register(*STORY), "https://elsewhere.example/legal/") == expected
    assert ids(register(*STORY, publisher="Autre Maison")) == expected
    shifted = (Commit({"README.md": "x"}, "2026-01-01T10:00:00+01:00"), *STORY)
    assert ids(register(*shifted)) == expected


def test_ids_stay_when_files_are_renamed() -> None:
    renamed = Commit(
        {FR: None, EN: None, "docs/fr/ventes.md": TWO, "docs/en/ventes.md": STORY[-1].files[EN]},
        "2026-05-05T10:00:00+02:00",
    )
    assert ids(register(*STORY, renamed)) == ids(register(*STORY))


FROZEN_FEED = [
    "urn:uuid:1a3f8fdf-6b0e-5d19-8bf8-d336b584e0df",
    "urn:uuid:64267c86-21d4-524f-a78a-5fbb1e05c656",
    "urn:uuid:cedf7ca5-7c7e-58c4-a25f-ad1153c38a03",
    "urn:uuid:2b3cd59f-2cb0-5849-8839-294284ed262c",
]
FROZEN_DATES = ["8af041c0-fe9f-5666-89a9-6c5291f2c939", "ed0cc883-1413-512d-b052-4aa44cf5565c"]


def test_ids_are_those_of_ever() -> None:
    """Change these, and everybody who follows the documents is told all of it again."""
    found = ids(register(*STORY))
    assert found["feed.xml"] == FROZEN_FEED
    assert found["calendar.ics"] == FROZEN_DATES


def test_two_companies_never_have_the_same_ids() -> None:
    other = TEXT.replace("client", "locataire")
    ours, theirs = (
        ids(register(Commit({FR: page("1.0", text, date="2026-02-01")}, JANUARY)))
        for text in (TEXT, other)
    )
    for address, names in ours.items():
        assert not {*names} & {*theirs[address]}


def test_languages_and_documents_share_no_id_of_a_feed() -> None:
    found = files(register(*STORY))
    names = [check_atom(raw).findtext(f"{ATOM}id") for a, raw in found.items() if "xml" in a]
    assert len(names) == len(set(names)) == 4
    assert not {*entries(found["feed.xml"])} & {*entries(found["en/feed.xml"])}
    assert {*entries(found["cgu/feed.xml"])} == {*entries(found["feed.xml"])}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_as_days_go_by_entries_are_only_added_and_none_changes(language: str) -> None:
    address = "feed.xml" if language == "fr" else "en/feed.xml"
    known: dict[str, bytes] = {}
    for day in ("2026-01-31", "2026-02-01", "2026-06-30", "2026-07-01", "2030-01-01"):
        found = entries(files(register(*STORY, as_of=day))[address])
        shown = {name: etree.tostring(entry, with_tail=False) for name, entry in found.items()}
        assert known.items() <= shown.items(), day
        assert len(found) <= len(known) + 7
        known = shown
    assert len(known) == (4 if language == "fr" else 6)


def test_as_commits_go_by_events_are_only_added() -> None:
    known: set[Any] = set()
    for count in range(1, len(STORY) + 1):
        found = list_events(register(*STORY[:count], as_of="2026-06-15"), "en")
        now = {(event.id, event.at) for event in found}
        assert known < now
        known = now


def test_only_a_withdrawal_that_was_undone_goes() -> None:
    gone = (*STORY, Commit({FR: None, EN: None}, "2026-05-05T10:00:00+02:00"))
    back = (*gone, Commit(STORY[2].files, "2026-05-06T10:00:00+02:00"))
    before, after = (list_events(register(*story), "fr") for story in (gone, back))
    assert [event.kind for event in before if event.id not in {one.id for one in after}] == [
        "withdrawn"
    ]
    [updated] = {event.updated for event in after if event.kind == "published"} - {
        event.updated for event in list_events(register(*STORY), "fr")
    }
    assert updated.isoformat() == "2026-05-06T08:00:00+00:00"


def test_the_same_register_gives_the_same_bytes() -> None:
    assert files(register(*STORY)) == files(register(*STORY))


def test_a_feed_has_at_most_a_hundred_entries_the_newest() -> None:
    def render(text: Text, governing: RenderedText | None) -> RenderedText:
        return read_text(f"<h1>{text.document}</h1>", text.language, governing)

    versions = [version(f"1.{n}", f"{1900 + n}-01-01") for n in range(80)]
    found = build_register(
        Timeline((document(*versions),), ()),
        as_of=date(2026, 6, 15),
        head=publication(),
        sequence=1,
        settings=SETTINGS,
        render=render,
    )
    every = list_events(found, "fr")
    assert len(every) == 160
    shown = [*entries(files(found)["feed.xml"])]
    assert shown == [event.id.urn for event in every[:MOST_NOTICES]]


# A feed with nothing in it


def test_a_document_that_is_only_proposed_has_an_empty_feed_and_calendar() -> None:
    found = files(register(Commit({FR: page("1.0")}, JANUARY)))
    feed = check_atom(found["cgu/feed.xml"])
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated") == "2026-01-05T09:00:00Z"
    assert check_json_feed(found["cgu/feed.json"])["items"] == []
    assert read_calendar(found["calendar.ics"]) == []


# JSON Feed and the calendar


def test_both_formats_tell_the_same() -> None:
    found = files(register(*STORY, as_of="2026-07-01"))
    for name in ("feed", "cgu/feed", "en/feed", "en/cgu/feed"):
        atom = entries(found[f"{name}.xml"])
        items = {item["id"]: item for item in check_json_feed(found[f"{name}.json"])["items"]}
        assert [*atom] == [*items]
        for key, item in items.items():
            entry = atom[key]
            assert item["title"] == entry.findtext(f"{ATOM}title")
            assert item["summary"] == entry.findtext(f"{ATOM}summary")
            assert item["date_modified"] == entry.findtext(f"{ATOM}updated")
            shown = ["".join(p.itertext()) for p in entry.iter(f"{XHTML}p")]
            assert item["content_text"] == "\n\n".join(shown)
            tree: Any = lxml_html.fromstring(f"<div>{item['content_html']}</div>")
            assert [p.text_content() for p in tree.iter("p")] == shown


def test_a_program_reads_what_happened_without_prose() -> None:
    [first, *_] = check_json_feed(files(register(*STORY))["en/feed.json"])["items"]
    assert first["_clausier"] == {
        "event": "corrected",
        "document": "cgu",
        "version": "1.1",
        "effective_from": "2026-07-01",
    }


def test_an_effective_date_is_a_day_of_the_calendar_past_or_to_come() -> None:
    events = read_calendar(files(register(*STORY))["en/calendar.ics"])
    assert [(e["DTSTART"], e["SUMMARY"], e["DTSTAMP"], e["STATUS"]) for e in events] == [
        ("20260201", "Terms, version 1.0: takes force", "20260105T090000Z", "CONFIRMED"),
        ("20260701", "Terms, version 1.1: takes force", "20260305T090000Z", "CONFIRMED"),
    ]
    assert [event["URL"] for event in events] == [
        f"{SITE}en/cgu/versions/1.0/",
        f"{SITE}en/cgu/versions/1.1/",
    ]


def revised(*story: Commit) -> list[tuple[str, str, str, str]]:
    """Day, status, count of revisions and instant of the last, as both calendars say them."""
    french, english = (
        [(e["DTSTART"], e["STATUS"], e["SEQUENCE"], e["DTSTAMP"]) for e in read_calendar(raw)]
        for name, raw in sorted(files(register(*story)).items())
        if name.endswith("calendar.ics")
    )
    assert french == english
    return french


def test_a_calendar_takes_a_moved_date_for_the_newer_one() -> None:
    moved = Commit(moved_to("2026-09-01"), "2026-05-05T10:00:00+02:00")
    first = ("20260201", "CONFIRMED", "0", "20260105T090000Z")
    assert revised(*STORY) == [first, ("20260701", "CONFIRMED", "0", "20260305T090000Z")]
    assert revised(*STORY, moved) == [first, ("20260901", "CONFIRMED", "1", "20260505T080000Z")]
    before, after = (
        [event["UID"] for event in read_calendar(files(register(*story))["calendar.ics"])]
        for story in (STORY, (*STORY, moved))
    )
    assert before == after


def test_what_is_said_in_a_calendar_is_only_ever_replaced_by_what_is_newer() -> None:
    gone = Commit({FR: None, EN: None}, "2026-05-05T10:00:00+02:00")
    back = Commit(STORY[2].files, "2026-05-06T10:00:00+02:00")
    elsewhere = Commit({"docs/fr/index.md": "# Accueil\n"}, "2026-05-07T10:00:00+02:00")
    moved = Commit(moved_to("2026-09-01"), "2026-05-08T10:00:00+02:00")
    gone_again = Commit(gone.files, "2026-05-09T10:00:00+02:00")
    back_and_moved = Commit(moved_to("2026-10-01"), "2026-05-10T10:00:00+02:00")
    later = (gone, back, elsewhere, moved, gone_again, back_and_moved)
    told = [revised(*STORY, *later[:count]) for count in range(len(later) + 1)]
    assert {one for one, _ in told} == {("20260201", "CONFIRMED", "0", "20260105T090000Z")}
    assert [other for _, other in told] == [
        ("20260701", "CONFIRMED", "0", "20260305T090000Z"),
        ("20260701", "CANCELLED", "1", "20260505T080000Z"),
        ("20260701", "CONFIRMED", "2", "20260506T080000Z"),
        ("20260701", "CONFIRMED", "2", "20260506T080000Z"),
        ("20260901", "CONFIRMED", "3", "20260508T080000Z"),
        ("20260901", "CANCELLED", "4", "20260509T080000Z"),
        ("20261001", "CONFIRMED", "5", "20260510T080000Z"),
    ]


def test_a_version_withdrawn_before_its_day_is_cancelled_in_calendars() -> None:
    gone = Commit({FR: None, EN: None}, "2026-05-05T10:00:00+02:00")
    [one, two] = read_calendar(files(register(*STORY, gone))["en/calendar.ics"])
    assert one["STATUS"] == "CONFIRMED"
    assert two["STATUS"] == "CANCELLED"
    assert two["SUMMARY"] == "Terms, version 1.1: withdrawn before it took force"


# As others read them


def test_an_independent_reader_finds_all_of_it() -> None:
    found = files(register(*STORY, as_of="2026-07-01"))
    read = feedparser.parse(found["en/feed.xml"])
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert read.feed.title == "Maison: new versions of the documents"
    assert read.feed.author == "Maison"
    assert [entry.title for entry in read.entries] == titles(
        register(*STORY, as_of="2026-07-01"), "en"
    )
    [first, *_] = read.entries
    assert first.link == f"{SITE}en/cgu/versions/1.1/"
    assert first.updated_parsed[:5] == (2026, 6, 30, 22, 0)
    assert "took force on" in first.content[0].value
    assert feedparser.parse(found["feed.xml"]).feed.language == "fr"


def test_a_calendar_reads_back() -> None:
    calendar = icalendar.Calendar.from_ical(files(register(*STORY))["calendar.ics"])
    days = [event.decoded("dtstart") for event in calendar.walk("VEVENT")]
    assert days == [date(2026, 2, 1), date(2026, 7, 1)]
    assert all(event.errors == [] for event in calendar.walk())
    [_, second] = calendar.walk("VEVENT")
    assert str(second["description"]).startswith("Le délai change.\n\nModification de fond.")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (r"<author>.*?</author>", ""),
        (r"<id>urn", "<id> urn"),
        (r"<updated>([^<]*)Z<", r"<updated>\1<"),
        (r"<title>[^<]*</title>", "<title></title>"),
        (r'rel="self"', 'rel="alternate"'),
        (r"(<entry>.*?</entry>)", r"\1\1"),
        (r'type="text/markdown"', 'type="text/html"'),
        (r' term="[^"]*"', ""),
        (r'<div xmlns="[^"]*">', "<div>"),
        (r"<generator>", "<rights>none</rights><rights>none</rights><generator>"),
    ],
)
def test_a_feed_that_breaks_the_format_is_told_apart(was: str, becomes: str) -> None:
    raw = files(register(*STORY))["feed.xml"].decode()
    broken = re.sub(was, becomes, raw, flags=re.DOTALL)
    assert broken != raw
    with pytest.raises(AssertionError):
        check_atom(broken.replace("<?xml version='1.0' encoding='utf-8'?>", "").encode())


# On a site


def at(site: Path, url: str) -> Path:
    path = site / urlsplit(url).path.lstrip("/")
    return path / "index.html" if url.endswith("/") else path


def feeds_of(site: Path, pattern: str) -> list[Path]:
    return sorted(path for path in site.rglob(pattern) if "api" not in path.parts)


def test_whatever_a_feed_leads_to_is_on_the_site(demo_site: Path) -> None:
    feeds = feeds_of(demo_site, "feed.xml")
    assert len(feeds) == 8
    for path in feeds:
        feed = check_atom(path.read_bytes())
        urls = feed.xpath("//@href")
        assert len(urls) > 4
        for url in urls:
            assert at(demo_site, url).is_file(), (path, url)
        [own] = feed.findall(f"{ATOM}link[@rel='self']")
        assert at(demo_site, own.get("href")) == path
        for link in feed.findall(f".//{ATOM}link[@length]"):
            assert at(demo_site, link.get("href")).stat().st_size == int(link.get("length"))


def test_whatever_a_json_feed_or_a_calendar_leads_to_is_on_the_site(demo_site: Path) -> None:
    for path in feeds_of(demo_site, "feed.json"):
        feed = check_json_feed(path.read_bytes())
        assert at(demo_site, feed["feed_url"]) == path
        assert at(demo_site, feed["home_page_url"]).is_file()
        for item in feed["items"]:
            assert at(demo_site, item["url"]).is_file()
            for file in item["attachments"]:
                size = at(demo_site, file["url"]).stat().st_size
                assert file.get("size_in_bytes", size) == size
    calendars = feeds_of(demo_site, "calendar.ics")
    assert len(calendars) == 2
    for path in calendars:
        events = read_calendar(path.read_bytes())
        assert len(events) == 11
        for event in events:
            assert at(demo_site, event["URL"]).is_file()


@pytest.mark.parametrize(
    ("address", "language", "documents"),
    [
        ("", "fr", [""]),
        ("en/", "en", [""]),
        ("en/guide/", "en", [""]),
        ("conditions/", "fr", ["conditions/", ""]),
        ("en/conditions/versions/1.2/", "en", ["conditions/", ""]),
        ("en/pret/versions/", "en", ["pret/", ""]),
        ("conditions/compare/2.2/3.0/", "fr", ["conditions/", ""]),
    ],
)
def test_a_page_leads_to_the_feeds_of_its_language(
    demo_site: Path, address: str, language: str, documents: list[str]
) -> None:
    tree: Any = lxml_html.fromstring((demo_site / address / "index.html").read_text("utf-8"))
    root = "" if language == "fr" else "en/"

    def linked(type_: str) -> list[str]:
        links = tree.xpath(f"//head/link[@rel='alternate'][@type='{type_}']")
        assert all(link.get("title") for link in links)
        assert not [link for link in links if link.get("hreflang")]
        return [urljoin(f"/{address}", link.get("href")).lstrip("/") for link in links]

    assert linked("application/atom+xml") == [f"{root}{name}feed.xml" for name in documents]
    assert linked("application/feed+json") == [f"{root}{name}feed.json" for name in documents]
    assert linked("text/calendar") == [f"{root}calendar.ics"]
    for type_ in ("application/atom+xml", "application/feed+json", "text/calendar"):
        assert all((demo_site / file).is_file() for file in linked(type_))
    footer = [urljoin(f"/{address}", a) for a in tree.xpath("//footer//a/@href")]
    assert f"/{root}feed.xml" in footer
    assert f"/{root}calendar.ics" in footer


def test_the_history_leads_to_the_feeds_of_its_document(demo_site: Path) -> None:
    tree: Any = lxml_html.fromstring(
        (demo_site / "en/conditions/versions/index.html").read_text("utf-8")
    )
    [line] = tree.xpath("//main//p[a[@type='application/atom+xml']]")
    ways = [urljoin("/en/conditions/versions/", way) for way in line.xpath("a/@href")]
    expected = ["/en/conditions/feed.xml", "/en/conditions/feed.json", "/en/calendar.ics"]
    assert ways == expected


def test_the_links_of_a_document_have_titles_of_their_own() -> None:
    links = list_links(register(*STORY), "en", "cgu")
    assert [(link.title, link.address) for link in links] == [
        ("Terms: new versions", "en/cgu/feed.xml"),
        ("Terms: new versions", "en/cgu/feed.json"),
        ("Maison: new versions of the documents", "en/feed.xml"),
        ("Maison: new versions of the documents", "en/feed.json"),
        ("Maison: effective dates of the documents", "en/calendar.ics"),
    ]
