"""Which file held which document, commit after commit: front matter decides, never likeness."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausier.model import Revision
from clausier.revisions import Removal, Trace
from repositories import (
    EN,
    ENGLISH,
    FR,
    OTHER,
    TEXT,
    Commit,
    Repository,
    changes,
    commit_hash,
    commit_number,
    page,
    pin_environment,
    trace,
)

NEW = "docs/fr/conditions.md"
BROKEN = page().replace("change: initial", "change: [")
PLAIN = "# Une page ordinaire\n"


def follow(*commits: Commit) -> Trace:
    return trace(changes(*commits))


def happened(traced: Trace) -> list[str]:
    """Return each event as `<commit number> <document>/<language> <version or gone>`."""
    lines = []
    for event in traced.events:
        number = commit_number(event.published.commit)
        if isinstance(event, Removal):
            lines.append(f"{number} {event.document}/{event.language} gone")
        else:
            lines.append(f"{number} {event.front.document}/{event.language} {event.front.version}")
    return lines


def standing(traced: Trace) -> list[str]:
    return [str(problem) for problem in traced.standing]


def past(traced: Trace) -> list[str]:
    return [str(problem) for problem in traced.past]


def hash_of(number: int) -> str:
    return f"(commit {commit_hash(number)[:10]})"


# Which document and language a file holds.


def test_a_revision_is_the_text_its_blob_its_path_and_its_commit() -> None:
    told = changes(Commit({FR: b"\xef\xbb\xbf" + page(text="# Un\r\n").encode()}))
    (event,) = trace(told).events
    assert isinstance(event, Revision)
    assert (event.body, event.blob, event.uri) == (b"# Un\r\n", told[0].blob, FR)
    assert event.published == told[0].published
    assert event.language == "fr"


def test_the_folder_names_the_language_and_the_front_matter_the_document() -> None:
    traced = follow(Commit({FR: page(), EN: page(), "docs/fr/o.md": page(document="openai-data")}))
    assert happened(traced) == ["1 cgu/en 1.0", "1 cgu/fr 1.0", "1 openai-data/fr 1.0"]
    assert traced.holders == (
        ("cgu", "en", EN),
        ("cgu", "fr", FR),
        ("openai-data", "fr", "docs/fr/o.md"),
    )


def test_a_file_may_stand_in_a_folder_of_its_language() -> None:
    traced = follow(Commit({"docs/fr/contrats/2026/cgu.md": page()}))
    assert happened(traced) == ["1 cgu/fr 1.0"]


@pytest.mark.parametrize(
    "uri",
    ["docs/cgu.md", "docs/de/cgu.md", "docs/frx/cgu.md", "docs/FR/cgu.md", "docs/fr.md"],
)
def test_a_file_outside_the_language_folders_is_no_document_and_is_refused(uri: str) -> None:
    refused = follow(Commit({uri: page()}))
    assert (refused.events, refused.holders) == ((), ())
    [problem] = refused.standing
    assert "is in no language of the site" in str(problem.what)
    gone = follow(Commit({uri: page()}), Commit({uri: None}))
    assert gone == Trace((), (), gone.past, ())
    assert len(gone.past) == 1


@pytest.mark.parametrize("uri", ["docs/notes.md", "fr/a.md"])
def test_what_is_no_policy_page_of_the_site_is_none_of_its_business(uri: str) -> None:
    content = page() if uri == "fr/a.md" else "# Notes\n"
    traced = follow(Commit({uri: content}), Commit({uri: b"\xff"}), Commit({uri: None}))
    assert traced == Trace((), (), (), ())


@pytest.mark.parametrize(("folder", "uri"), [("", "fr/cgu.md"), ("a/docs", "a/docs/fr/cgu.md")])
def test_the_docs_folder_may_be_the_top_or_lie_deep(folder: str, uri: str) -> None:
    traced = trace(changes(Commit({uri: page()})), folder)
    assert happened(traced) == ["1 cgu/fr 1.0"]


def test_an_ordinary_page_is_no_document() -> None:
    assert follow(Commit({FR: PLAIN}), Commit({FR: "Autre\n"}), Commit({FR: None})) == Trace(
        (), (), (), ()
    )


def test_an_ordinary_page_may_become_a_document() -> None:
    traced = follow(Commit({FR: PLAIN}), Commit({FR: page()}))
    assert happened(traced) == ["2 cgu/fr 1.0"]
    assert traced.standing == ()


# Renames and copies.


def test_a_renamed_file_keeps_its_document() -> None:
    traced = follow(Commit({FR: page()}), Commit({FR: None, NEW: page()}))
    assert happened(traced) == ["1 cgu/fr 1.0", "2 cgu/fr 1.0"]
    assert traced.holders == (("cgu", "fr", NEW),)
    assert traced.standing == ()


def test_a_file_renamed_and_changed_at_once_keeps_its_document() -> None:
    traced = follow(Commit({FR: page()}), Commit({FR: None, NEW: page("1.1", OTHER)}))
    assert happened(traced) == ["1 cgu/fr 1.0", "2 cgu/fr 1.1"]


def test_two_files_that_change_places_keep_their_documents() -> None:
    data = page(document="openai-data")
    traced = follow(Commit({FR: page(), NEW: data}), Commit({FR: data, NEW: page()}))
    assert traced.holders == (("cgu", "fr", NEW), ("openai-data", "fr", FR))
    assert traced.standing == ()
    assert "gone" not in " ".join(happened(traced))


def test_a_document_may_move_to_a_file_whose_page_becomes_ordinary() -> None:
    traced = follow(Commit({FR: page()}), Commit({FR: PLAIN, NEW: page("1.1")}))
    assert happened(traced) == ["1 cgu/fr 1.0", "2 cgu/fr 1.1"]
    assert traced.standing == ()


def test_an_english_copy_of_the_french_file_is_english_from_its_own_commit_on() -> None:
    traced = follow(Commit({FR: page()}), Commit({EN: page()}), Commit({EN: page(text=ENGLISH)}))
    assert happened(traced) == ["1 cgu/fr 1.0", "2 cgu/en 1.0", "3 cgu/en 1.0"]


def test_the_english_copy_on_a_real_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin_environment(monkeypatch)
    repository = Repository.create(tmp_path / "repository")
    for version in ("1.0", "1.1", "1.2"):
        repository.commit({FR: page(version)})
    repository.commit({EN: page("1.2")})
    repository.commit({EN: page("1.2", ENGLISH)})
    followed = repository.git("log", "--follow", "--format=%H", "--", EN).split()
    assert len(followed) > 2, "the trap is set: git takes the English file for the French one"
    english = [e for e in trace(repository.changes()).events if e.language == "en"]
    assert [e.published.commit for e in english] == [
        repository.git("rev-parse", "HEAD~1"),
        followed[0],
    ]


# Withdrawal.


def test_a_deleted_file_takes_its_document_out() -> None:
    traced = follow(Commit({FR: page(), EN: page()}), Commit({FR: None}))
    assert happened(traced) == ["1 cgu/en 1.0", "1 cgu/fr 1.0", "2 cgu/fr gone"]
    assert traced.holders == (("cgu", "en", EN),)


def test_a_document_that_comes_back_is_told_again() -> None:
    traced = follow(Commit({FR: page()}), Commit({FR: None}), Commit({NEW: page()}))
    assert happened(traced) == ["1 cgu/fr 1.0", "2 cgu/fr gone", "3 cgu/fr 1.0"]


def test_a_file_that_leaves_the_language_folders_takes_its_document_out() -> None:
    traced = follow(Commit({FR: page()}), Commit({FR: None, "docs/archives/cgu.md": page()}))
    assert happened(traced) == ["1 cgu/fr 1.0", "2 cgu/fr gone"]


def test_a_damaged_file_that_is_deleted_takes_its_document_out() -> None:
    traced = follow(Commit({FR: page()}), Commit({FR: BROKEN}), Commit({FR: None}))
    assert happened(traced) == ["1 cgu/fr 1.0", "3 cgu/fr gone"]
    assert traced.standing == ()
    assert len(traced.past) == 1


# Damage: costs only itself while old, stops the build while it stands.


@pytest.mark.parametrize(
    ("damage", "where"),
    [
        (BROKEN, f"{FR}:5"),
        (page().encode() + b"caf\xe9\n", f"{FR}:9"),
        (page(text=""), f"{FR}:5"),
        (page().replace("initial", "majeure"), f"{FR}:4"),
        (page().replace("---\n#", "#"), f"{FR}:1"),
        ("", f"{FR}:1"),
        (PLAIN, f"{FR}:1"),
    ],
)
def test_old_damage_costs_only_itself_and_new_damage_stops_the_build(
    damage: str | bytes, where: str
) -> None:
    first, after = Commit({FR: page()}), Commit({FR: page("1.1", OTHER)})
    broken = follow(first, Commit({FR: damage}))
    assert happened(broken) == ["1 cgu/fr 1.0"]
    (line,) = standing(broken)
    assert line.startswith(f"{where}: ")
    assert broken.past == ()

    mended = follow(first, Commit({FR: damage}), after)
    assert happened(mended) == ["1 cgu/fr 1.0", "3 cgu/fr 1.1"]
    assert mended.standing == ()
    assert past(mended) == [line.replace(where, f"{where} {hash_of(2)}", 1)]


def test_damage_to_one_file_leaves_the_others_of_its_commit() -> None:
    traced = follow(Commit({FR: page(), EN: page()}), Commit({FR: BROKEN, EN: page("1.1")}))
    assert happened(traced) == ["1 cgu/en 1.0", "1 cgu/fr 1.0", "2 cgu/en 1.1"]
    assert len(traced.standing) == 1


def test_damage_after_damage_is_told_with_its_own_commit() -> None:
    traced = follow(
        Commit({FR: page()}), Commit({FR: BROKEN}), Commit({FR: b"\xe9"}), Commit({FR: page("1.1")})
    )
    assert [line.split(":", 1)[1][:23] for line in past(traced)] == [
        f"5 {hash_of(2)}: ",
        f"1 {hash_of(3)}: ",
    ]


def test_a_damaged_page_that_held_nothing_stops_the_build_too() -> None:
    (line,) = standing(follow(Commit({FR: BROKEN})))
    assert line.startswith(f"{FR}:5: the front matter is not YAML (")


def test_damaged_files_are_told_by_path() -> None:
    traced = follow(Commit({NEW: BROKEN, FR: BROKEN, EN: BROKEN}))
    assert [line.split(":")[0] for line in standing(traced)] == [EN, FR, NEW]


def test_a_damaged_file_that_is_renamed_is_past_at_its_old_path() -> None:
    traced = follow(Commit({FR: BROKEN}), Commit({FR: None, NEW: BROKEN}))
    (line,) = standing(traced)
    assert line.startswith(f"{NEW}:5: ")
    (line,) = past(traced)
    assert line.startswith(f"{FR}:5 {hash_of(1)}: ")


# A document that is no longer named is lost, not withdrawn.


def test_a_file_that_loses_its_front_matter_is_damaged_not_withdrawn() -> None:
    traced = follow(Commit({FR: page()}), Commit({FR: PLAIN}))
    assert happened(traced) == ["1 cgu/fr 1.0"]
    assert standing(traced) == [
        f'{FR}:1: this file held document "cgu" and its front matter no longer says so. '
        'Put "document: cgu" back; to withdraw the document, delete its file'
    ]
    assert traced.holders == (("cgu", "fr", FR),)


def test_the_id_of_a_document_cannot_be_changed_in_its_file() -> None:
    traced = follow(Commit({FR: page()}), Commit({FR: page("1.1", document="terms")}))
    assert happened(traced) == ["1 cgu/fr 1.0"]
    assert standing(traced) == [
        f'{FR}:2: this file held document "cgu" and now says "terms"; the id of a document never '
        'changes. Put "document: cgu" back; to withdraw the document, delete its file'
    ]


def test_a_changed_id_that_stays_changed_stays_an_error() -> None:
    traced = follow(
        Commit({FR: page()}),
        Commit({FR: page("1.1", document="terms")}),
        Commit({FR: page("1.2", document="terms")}),
        Commit({"docs/fr/index.md": PLAIN}),
    )
    assert len(standing(traced)) == 1
    assert happened(traced) == ["1 cgu/fr 1.0"]


def test_a_lost_document_may_be_put_back_or_withdrawn() -> None:
    lost = (Commit({FR: page()}), Commit({FR: PLAIN}))
    back = follow(*lost, Commit({FR: page("1.1")}))
    assert happened(back) == ["1 cgu/fr 1.0", "3 cgu/fr 1.1"]
    assert back.standing == ()
    (line,) = past(back)
    assert line.startswith(f'{FR}:1 {hash_of(2)}: this file held document "cgu"')
    gone = follow(*lost, Commit({FR: None}))
    assert happened(gone) == ["1 cgu/fr 1.0", "3 cgu/fr gone"]
    assert gone.standing == ()


def test_a_document_that_changes_its_name_with_its_file_is_another_document() -> None:
    traced = follow(Commit({FR: page()}), Commit({FR: None, NEW: page(document="terms")}))
    assert happened(traced) == ["1 cgu/fr 1.0", "2 terms/fr 1.0", "2 cgu/fr gone"]
    assert traced.standing == ()


# Two files with one id.


def both(holder: str, uri: str) -> str:
    return (
        f'{uri}:2: both {holder} and this file say they are document "cgu". '
        "Keep one of the two files, or give one another id"
    )


def test_two_files_of_one_commit_with_one_id_are_refused() -> None:
    traced = follow(Commit({FR: page(), NEW: page(text=OTHER)}))
    assert standing(traced) == [both(FR, NEW)]
    assert happened(traced) == ["1 cgu/fr 1.0"]


def test_a_newcomer_with_a_taken_id_is_refused_whatever_its_name() -> None:
    for newcomer in ("docs/fr/a.md", "docs/fr/z.md"):
        traced = follow(Commit({FR: page()}), Commit({newcomer: page("2.0")}))
        assert standing(traced) == [both(FR, newcomer)]
        assert happened(traced) == ["1 cgu/fr 1.0"]


def test_two_languages_of_one_document_are_no_contest() -> None:
    assert follow(Commit({FR: page(), EN: page()})).standing == ()


def test_a_newcomer_that_goes_again_has_published_nothing() -> None:
    traced = follow(
        Commit({FR: page(date="2026-02-01")}),
        Commit({NEW: page("2.0", OTHER, date="2026-03-01")}),
        Commit({NEW: None}),
    )
    assert happened(traced) == ["1 cgu/fr 1.0"]
    assert traced.standing == ()
    assert past(traced) == [both(FR, NEW).replace(f"{NEW}:2", f"{NEW}:2 {hash_of(2)}", 1)]


def test_a_newcomer_counts_from_the_commit_that_leaves_it_alone() -> None:
    traced = follow(
        Commit({FR: page()}),
        Commit({NEW: page("2.0")}),
        Commit({"docs/fr/index.md": PLAIN}),
        Commit({FR: None}),
        Commit({"docs/fr/index.md": None}),
    )
    assert happened(traced) == ["1 cgu/fr 1.0", "4 cgu/fr 2.0"]
    assert traced.standing == ()
    assert traced.holders == (("cgu", "fr", NEW),)
    assert len(traced.past) == 1


def test_a_newcomer_counts_once_the_old_file_is_an_ordinary_page() -> None:
    traced = follow(Commit({FR: page()}), Commit({NEW: page("2.0")}), Commit({FR: PLAIN}))
    assert happened(traced) == ["1 cgu/fr 1.0", "3 cgu/fr 2.0"]
    assert traced.standing == ()


def test_a_newcomer_that_takes_another_id_is_welcome() -> None:
    traced = follow(
        Commit({FR: page()}), Commit({NEW: page()}), Commit({NEW: page(document="terms")})
    )
    assert happened(traced) == ["1 cgu/fr 1.0", "3 terms/fr 1.0"]
    assert traced.standing == ()


def test_the_old_file_goes_on_while_a_newcomer_is_refused() -> None:
    traced = follow(
        Commit({FR: page()}),
        Commit({"docs/fr/a.md": page("3.0")}),
        Commit({FR: page("1.1")}),
        Commit({"docs/fr/a.md": page("3.1"), FR: page("1.2")}),
    )
    assert happened(traced) == ["1 cgu/fr 1.0", "3 cgu/fr 1.1", "4 cgu/fr 1.2"]
    assert standing(traced) == [both(FR, "docs/fr/a.md")]


def test_a_third_file_waits_for_both_others() -> None:
    third = "docs/fr/x.md"
    start = (Commit({FR: page()}), Commit({NEW: page("1.1")}), Commit({third: page("1.2")}))
    assert standing(follow(*start)) == [both(FR, NEW), both(FR, third)]
    traced = follow(*start, Commit({FR: None}))
    assert happened(traced)[-1] == "4 cgu/fr 1.1"
    assert len(standing(traced)) == 1
    traced = follow(*start, Commit({FR: None}), Commit({NEW: None}))
    assert happened(traced)[-2:] == ["4 cgu/fr 1.1", "5 cgu/fr 1.2"]
    assert traced.standing == ()


def test_a_newcomer_that_is_damaged_before_it_counts_is_damaged() -> None:
    traced = follow(
        Commit({FR: page()}), Commit({NEW: page("1.1")}), Commit({NEW: BROKEN}), Commit({FR: None})
    )
    (line,) = standing(traced)
    assert line.startswith(f"{NEW}:5: the front matter is not YAML")
    assert happened(traced) == ["1 cgu/fr 1.0"]


# Two commits' worth of one day are two commits.


def test_each_commit_is_taken_by_itself() -> None:
    traced = follow(Commit({FR: None, NEW: TEXT}), Commit({FR: page()}), Commit({FR: None}))
    assert happened(traced) == ["2 cgu/fr 1.0", "3 cgu/fr gone"]
