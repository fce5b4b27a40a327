"""Since which version a clause stands as it is, and all that changed it on the way."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest

from clausier import redlines as redlines_module
from clausier.clauses import RenderedText, read_text
from clausier.edition import Edition
from clausier.histories import ClauseHistory, trace_clauses
from clausier.model import VersionNumber
from clausier.redline import Redline, compare
from clausier.redlines import Redlines
from clausier.register import Record
from samples import read_samples
from test_redline import RENDERER, read
from test_register import INITIAL, register
from values import document, version

LONG = "The Member cleans the workstation and puts back every tool that was used there."
OTHER = "The Association insures the machines against theft, fire and all damage by water."
THIRD = "The Workshop is open from Tuesday to Saturday, except on public holidays."


def trace(*texts: str | RenderedText) -> dict[str, ClauseHistory]:
    """Return the histories of the clauses of the last of some texts, versions 1.0, 1.1, …"""
    rendered = [text if isinstance(text, RenderedText) else read(text, "en") for text in texts]
    steps = [
        (VersionNumber(1, place), compare(*pair))
        for place, pair in enumerate(pairwise(rendered), 1)
    ]
    histories = trace_clauses(rendered[-1], VersionNumber(1, 0), steps)
    assert [history.clause for history in histories] == [*rendered[-1].clauses]
    return {history.clause.id: history for history in histories}


def told(history: ClauseHistory) -> list[tuple[str, str, str | None]]:
    """Version, kinds and what its number was, the newest first."""
    return [
        (str(past.version), " ".join(past.change.kinds), past.older.number if past.older else None)
        for past in history.changes
    ]


def numbers(history: ClauseHistory) -> tuple[str, str, str]:
    return str(history.since), str(history.numbered_since), str(history.origin)


# Since when


def test_a_clause_that_nothing_ever_changed_stands_since_the_first_version() -> None:
    text = f"1.1. {LONG}\n\n1.2. {OTHER}\n"
    found = trace(text, text.replace("theft", "floods"))["art-1.1"]
    assert found.changes == ()
    assert numbers(found) == ("1.0", "1.0", "1.0")


def test_of_a_single_version_everything_is_known_from_it() -> None:
    found = trace(f"1.1. {LONG}\n")["art-1.1"]
    assert (found.changes, str(found.since), str(found.first)) == ((), "1.0", "1.0")


def test_a_clause_stands_since_the_newest_version_that_changed_its_words() -> None:
    one = f"1.1. {LONG}\n"
    two, three = one.replace("every tool", "each tool"), one.replace("every tool", "all tools")
    found = trace(one, two, three, three)["art-1.1"]
    assert told(found) == [("1.2", "modified", "1.1"), ("1.1", "modified", "1.1")]
    assert numbers(found) == ("1.2", "1.0", "1.0")


def test_a_change_of_formatting_counts() -> None:
    found = trace(f"1.1. {LONG}\n", f"1.1. {LONG.replace('every', '**every**')}\n")["art-1.1"]
    assert told(found) == [("1.1", "reformatted", "1.1")]
    assert str(found.since) == "1.1"


def test_a_new_number_alone_is_told_apart() -> None:
    one = f"1.1. {LONG}\n\n1.2. {OTHER}\n"
    found = trace(one, f"1.1. {THIRD}\n\n1.2. {LONG}\n\n1.3. {OTHER}\n")
    assert told(found["art-1.2"]) == [("1.1", "renumbered", "1.1")]
    assert numbers(found["art-1.2"]) == ("1.0", "1.1", "1.0")
    assert told(found["art-1.1"]) == [("1.1", "added", None)]
    assert numbers(found["art-1.1"]) == ("1.1", "1.1", "1.1")


def test_a_move_alone_does_not_count() -> None:
    one = f"## 1. One\n\nIt is so: {LONG}\n\n## 2. Two\n\n2.1. {OTHER}\n\n2.2. {THIRD}\n"
    two = f"## 2. Two\n\n2.1. {OTHER}\n\n2.2. {THIRD}\n\n## 1. One\n\nIt is so: {LONG}\n"
    found = trace(one, two)["art-1"]
    assert [kinds for _, kinds, _ in told(found)] == ["moved"]
    assert str(found.since) == "1.0"


def test_a_reference_that_follows_changes_the_letter_of_a_clause() -> None:
    one = f"1. {LONG}\n\n2. {OTHER}\n\n3. Article 2 applies to whoever joins the Association.\n"
    two = (
        f"1. {THIRD}\n\n2. {LONG}\n\n3. {OTHER}\n\n"
        "4. Article 3 applies to whoever joins the Association.\n"
    )
    found = trace(*(f"# Terms\n\n{text}".replace("\n\n", "\n\n## ") for text in (one, two)))
    [past] = found["art-4"].changes
    assert past.change.kinds == ("renumbered", "cross_reference")
    assert numbers(found["art-4"]) == ("1.1", "1.1", "1.0")


def test_mere_signs_change_the_letter_of_a_clause() -> None:
    one, two = "1.1. L’abonné paie.\n", "1.1. L’Abonné paie.\n"
    found = trace(read(one), read(two))["art-1.1"]
    assert told(found) == [("1.1", "typographic", "1.1")]
    assert str(found.since) == "1.1"


def test_words_that_went_to_another_clause_count() -> None:
    one = f"1.1. {OTHER}\n\n{LONG}\n\n1.2. {THIRD}\n\n1.3. Last of all the clauses.\n"
    two = f"1.1. {OTHER}\n\n1.2. {THIRD}\n\n{LONG}\n\n1.3. Last of all the clauses.\n"
    found = trace(one, two)
    for name in ("art-1.1", "art-1.2"):
        assert [kinds for _, kinds, _ in told(found[name])] == ["modified"], name
        assert str(found[name].since) == "1.1"
    assert found["art-1.3"].changes == ()


# Followed


def test_a_clause_is_followed_under_each_number_it_had() -> None:
    def at(place: int, words: str) -> str:
        others = [OTHER, THIRD, "Whoever comes last locks the door and hands in the key."]
        others.insert(place, words)
        return "\n\n".join(f"1.{n}. {text}" for n, text in enumerate(others, 1)) + "\n"

    found = trace(at(3, LONG), at(0, LONG), at(0, LONG.replace("every", "each")), at(2, LONG))
    assert [(version, was) for version, _, was in told(found["art-1.3"])] == [
        ("1.3", "1.1"),
        ("1.2", "1.1"),
        ("1.1", "1.4"),
    ]
    assert str(found["art-1.3"].origin) == "1.0"


def test_two_clauses_that_change_places_keep_their_own_histories() -> None:
    one = f"1.1. {LONG}\n\n1.2. {OTHER}\n"
    two = f"1.1. {LONG}\n\n1.2. {OTHER.replace('theft', 'floods')}\n"
    three = f"1.1. {OTHER.replace('theft', 'floods')}\n\n1.2. {LONG}\n"
    found = trace(one, two, three)
    assert [version for version, _, _ in told(found["art-1.1"])] == ["1.2", "1.1"]
    assert [version for version, _, _ in told(found["art-1.2"])] == ["1.2"]


def test_a_clause_that_was_split_off_has_the_history_of_what_it_was_part_of() -> None:
    one = f"1.1. {OTHER} {LONG}\n\n1.2. {THIRD}\n"
    two = one.replace("theft", "floods")
    three = f"1.1. {OTHER.replace('theft', 'floods')}\n\n1.2. {LONG}\n\n1.3. {THIRD}\n"
    found = trace(one, two, three)
    assert told(found["art-1.2"]) == [("1.2", "split", "1.1"), ("1.1", "modified", "1.1")]
    assert numbers(found["art-1.2"]) == ("1.2", "1.2", "1.0")
    assert [version for version, _, _ in told(found["art-1.1"])] == ["1.2", "1.1"]
    assert str(found["art-1.1"].numbered_since) == "1.0"


def test_clauses_that_were_merged_have_the_histories_of_both() -> None:
    zero = f"1.1. {OTHER}\n\n1.2. {THIRD}\n"
    one = f"1.1. {OTHER}\n\n1.2. {LONG}\n\n1.3. {THIRD}\n"
    two = one.replace("every", "each")
    three = f"1.1. {OTHER} {LONG.replace('every', 'each')}\n\n1.2. {THIRD}\n"
    found = trace(zero, one, two, three)["art-1.1"]
    assert [(version, was) for version, _, was in told(found)] == [
        ("1.3", "1.1"),
        ("1.3", "1.2"),
        ("1.2", "1.2"),
        ("1.1", None),
    ]
    assert numbers(found) == ("1.3", "1.0", "1.0")


def test_what_is_brought_back_begins_anew() -> None:
    one, two = f"1.1. {OTHER}\n\n1.2. {LONG}\n", f"1.1. {OTHER}\n"
    found = trace(one, two, one)["art-1.2"]
    assert told(found) == [("1.2", "added", None)]
    assert str(found.origin) == "1.2"


def test_a_heading_without_a_number_is_followed_when_its_words_change() -> None:
    one = f"## Opening hours\n\n{THIRD}\n\n## Insurance\n\n{OTHER}\n"
    found = trace(one, one.replace("Opening hours", "Opening days and hours"))
    assert told(found["opening-days-and-hours"]) == [("1.1", "modified", None)]
    assert found["insurance"].changes == ()


def test_an_id_that_changes_and_nothing_else_is_no_change() -> None:
    """A translation has the ids of its governing text, while both have the same outline."""

    def translation(of: str) -> RenderedText:
        html = RENDERER.render(f"## Opening hours\n\n{THIRD}\n\n## Insurance\n\n{OTHER}\n")
        return read_text(html, "en", read(of, "fr"))

    before = translation("## Horaires\n\n…\n\n## Assurance\n\n…\n")
    after = translation("## Heures d’ouverture\n\n…\n\n## Assurance\n\n…\n")
    found = trace(before, after)
    assert [*found] == ["heures-douverture", "assurance"]
    assert all(history.changes == () for history in found.values())
    changed = read(f"## Opening hours\n\n{THIRD} And no other.\n\n## Insurance\n\n{OTHER}\n", "en")
    assert told(trace(before, after, changed)["opening-hours"]) == [("1.2", "modified", None)]


def test_a_clause_is_told_of_each_version_once_however_often_it_was_split_and_merged() -> None:
    apart = f"1.1. {OTHER}\n\n1.2. {LONG}\n\n1.3. {THIRD}\n"
    together = f"1.1. {OTHER} {LONG}\n\n1.2. {THIRD}\n"
    found = trace(*([together, apart] * 6), together)["art-1.1"]
    counted: dict[VersionNumber, int] = {}
    for past in found.changes:
        counted[past.version] = counted.get(past.version, 0) + 1
    assert set(counted.values()) <= {1, 2}
    assert len(counted) == 12


# Over the versions of a register


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return read_samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="module")
def conditions(edition: Edition) -> Record:
    return next(record for record in edition.register.records if record.id == "conditions")


@pytest.fixture(scope="module")
def histories(edition: Edition, conditions: Record) -> Mapping[tuple[str, str], ClauseHistory]:
    redlines = Redlines(edition.register)
    return {
        (language, history.clause.id): history
        for language in ("fr", "en")
        for history in redlines.histories(conditions, language)
    }


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("clause", "since", "numbered_since", "origin", "expected"),
    [
        ("art-1.1", "1.0", "1.0", "1.0", []),
        ("art-1.3", "2.2", "1.0", "1.0", [("2.2", "modified", "1.3")]),
        ("art-2.2", "2.0", "1.0", "1.0", [("2.0", "cross_reference", "2.2")]),
        ("art-3.1", "2.0", "2.0", "2.0", [("2.0", "added", None)]),
        ("art-4", "1.0", "2.0", "1.0", [("2.0", "renumbered", "3")]),
        (
            "art-4.1",
            "1.3",
            "2.0",
            "1.0",
            [("2.0", "renumbered", "3.1"), ("1.3", "modified", "3.1")],
        ),
        (
            "art-4.3",
            "1.2",
            "2.0",
            "1.0",
            [("2.0", "renumbered", "3.3"), ("1.2", "reformatted", "3.3")],
        ),
        (
            "art-6.4",
            "2.1",
            "2.1",
            "1.0",
            [("2.1", "moved renumbered modified", "4.4"), ("2.0", "renumbered", "3.4")],
        ),
        ("art-6.5", "2.2", "2.2", "2.2", [("2.2", "added", None)]),
        ("art-8.3", "2.0", "2.0", "1.0", [("2.0", "renumbered cross_reference", "7.3")]),
    ],
)
def test_the_story_of_the_samples(
    histories: Mapping[tuple[str, str], ClauseHistory],
    language: str,
    clause: str,
    since: str,
    numbered_since: str,
    origin: str,
    expected: list[tuple[str, str, str | None]],
) -> None:
    history = histories[language, clause]
    assert told(history) == expected
    assert numbers(history) == (since, numbered_since, origin)


def test_a_translation_has_its_own_history(
    histories: Mapping[tuple[str, str], ClauseHistory],
) -> None:
    """1.1 put right a word that only the French text had wrong."""
    assert told(histories["fr", "art-2.3"]) == [("1.1", "modified", "2.3")]
    assert histories["en", "art-2.3"].changes == ()


def test_what_is_still_to_come_is_no_part_of_it(
    histories: Mapping[tuple[str, str], ClauseHistory],
) -> None:
    versions = {str(past.version) for one in histories.values() for past in one.changes}
    assert versions == {"1.1", "1.2", "1.3", "2.0", "2.1", "2.2"}


def test_each_two_texts_are_compared_once(
    edition: Edition, conditions: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str, str]] = []

    def count(older: RenderedText, newer: RenderedText) -> Redline:
        asked.append((older.language, older.html, newer.html))
        return compare(older, newer)

    monkeypatch.setattr(redlines_module, "compare", count)
    redlines = Redlines(edition.register)
    for _ in range(2):
        for language in ("fr", "en"):
            redlines.histories(conditions, language)
            for older, newer in conditions.iter_pairs():
                redlines.excerpts(older.version, newer.version, language)
    assert len(asked) == len(set(asked)) == 2 * 28


def test_nothing_is_told_where_nothing_is_in_force(edition: Edition) -> None:
    withdrawn = next(record for record in edition.register.records if record.id == "pret")
    assert Redlines(edition.register).histories(withdrawn, "fr") == ()


def test_a_history_goes_back_to_where_a_version_lacks_the_language() -> None:
    one = register(
        document(
            version("1.0", "2024-01-01", INITIAL),
            version("1.1", "2024-02-01", languages=("fr",)),
            version("1.2", "2024-03-01"),
            version("1.3", "2024-04-01"),
            version("2.0", "2027-01-01"),
        )
    )
    redlines, [record] = Redlines(one), one.records
    assert [str(s.number) for s in redlines.chain(record, "fr")] == ["1.0", "1.1", "1.2", "1.3"]
    assert [str(s.number) for s in redlines.chain(record, "en")] == ["1.2", "1.3"]
    two = register(document(version("1.0", "2024-01-01", INITIAL, languages=("fr",))))
    assert Redlines(two).chain(two.records[0], "en") == ()
    assert Redlines(two).histories(two.records[0], "en") == ()
