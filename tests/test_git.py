"""The history of the pages, as real git repositories tell it: all of it, or one clear line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clausier.errors import RepositoryError
from clausier.git import History, UnknownCommitError, read_history
from clausier.model import Publication
from repositories import (
    EN,
    ENGLISH,
    FR,
    MORNING,
    OTHER,
    TEXT,
    Commit,
    Repository,
    changes,
    commit_number,
    line_of,
    page,
    pin_environment,
)

JANUARY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    pin_environment(monkeypatch)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.create(tmp_path / "repository")


@pytest.fixture
def published(repository: Repository) -> Repository:
    """A repository with three first-parent commits."""
    repository.commit({FR: page(), "README.md": "Lisez-moi\n"})
    repository.commit({EN: page(text=ENGLISH)}, at="2026-01-06T10:00:00+01:00")
    repository.commit({FR: page("1.1", OTHER)}, at="2026-01-07T10:00:00+01:00")
    return repository


def read(repository: Repository, folder: str = "docs") -> History:
    return read_history(repository.path / folder)


def refusal(folder: Path) -> str:
    with pytest.raises(RepositoryError) as caught:
        read_history(folder)
    return line_of(caught.value)


def told(history: History) -> list[tuple[str, bytes | None]]:
    return [(c.uri, c.raw if c.blob else None) for c in history.changes]


# What is read.


def test_every_commit_tells_what_it_made_of_each_file(published: Repository) -> None:
    history = read(published)
    hashes = published.git("rev-list", "--reverse", "HEAD").split()
    assert [(c.published.commit, c.uri, c.raw) for c in history.changes] == [
        (hashes[0], FR, page().encode()),
        (hashes[1], EN, page(text=ENGLISH).encode()),
        (hashes[2], FR, page("1.1", OTHER).encode()),
    ]
    assert [c.published.at for c in history.changes] == [
        datetime(2026, 1, day, 9, tzinfo=UTC) for day in (5, 6, 7)
    ]
    assert [c.blob for c in history.changes] == [
        published.blob(FR, hashes[0]),
        published.blob(EN, hashes[1]),
        published.blob(FR, hashes[2]),
    ]
    assert history.head == Publication(hashes[2], datetime(2026, 1, 7, 9, tzinfo=UTC))
    assert history.sequence == 3
    assert history.folder == "docs"
    assert history.top == published.path


def test_a_story_told_to_git_reads_as_told_in_values(repository: Repository) -> None:
    story = (
        Commit({FR: page(), EN: page()}),
        Commit({FR: None, "docs/fr/conditions.md": page(), "docs/x.md": b""}),
        Commit({EN: page(text=ENGLISH)}, at="2026-07-05T23:30:00+00:00"),
        Commit({EN: None}, at="2026-07-06T23:30:00-08:00"),
    )
    repository.grow(story)
    hashes = repository.git("rev-list", "--reverse", "main").split()
    expected = [
        (hashes[commit_number(c.published.commit) - 1], c.published.at, c.uri, c.blob, c.raw)
        for c in changes(*story)
    ]
    assert [
        (c.published.commit, c.published.at, c.uri, c.blob, c.raw) for c in repository.changes()
    ] == expected


def test_only_markdown_below_the_folder_is_read(repository: Repository) -> None:
    repository.commit({FR: page(), "docs/fr/logo.svg": "<svg/>", "docs.md": "x", "docsy/a.md": "x"})
    assert [uri for uri, _ in told(read(repository))] == [FR]
    assert [uri for uri, _ in told(read(repository, "."))] == ["docs.md", FR, "docsy/a.md"]
    assert read(repository, ".").folder == ""


def test_a_commit_elsewhere_counts_in_the_sequence_only(published: Repository) -> None:
    head = published.commit({"README.md": "Encore\n"}, at="2026-02-01T10:00:00+01:00")
    history = read(published)
    assert history.head.commit == head
    assert history.sequence == 4
    assert len(history.changes) == 3


def test_a_file_that_leaves_and_comes_back(published: Repository) -> None:
    published.commit({FR: None})
    published.commit({FR: page("1.1", OTHER)})
    assert told(read(published))[-2:] == [(FR, None), (FR, page("1.1", OTHER).encode())]


def test_a_renamed_file_leaves_one_path_and_comes_at_another(published: Repository) -> None:
    published.commit({FR: None, "docs/fr/conditions.md": page("1.1", OTHER)})
    assert told(read(published))[-2:] == [
        (FR, None),
        ("docs/fr/conditions.md", page("1.1", OTHER).encode()),
    ]


def test_a_copied_file_has_no_history_before_its_copy(repository: Repository) -> None:
    repository.commit({FR: page()})
    repository.commit({FR: page("1.1", OTHER)})
    repository.commit({EN: page("1.1", OTHER)})
    assert [uri for uri, _ in told(read(repository))] == [FR, FR, EN]


def test_a_change_of_permissions_keeps_the_content(published: Repository) -> None:
    (published.path / FR).chmod(0o755)
    published.commit({})
    assert told(read(published))[-1] == (FR, page("1.1", OTHER).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"# Texte\r\n\r\nsuite\r\n",
        b"\xef\xbb\xbf# Texte\n",
        b"\xff\xfe\x00 pas de l'UTF-8 \xe9",
        b"\n\n  # Texte  \n\n\n",
        b"x" * 1_000_000,
        b"blob 3\0abc\n" * 3,
    ],
)
def test_bytes_are_read_as_they_were_committed(repository: Repository, content: bytes) -> None:
    repository.commit({FR: content, EN: b"apres\n"})
    assert told(read(repository)) == [(EN, b"apres\n"), (FR, content)]


@pytest.mark.parametrize(
    "name",
    [
        "conditions générales d'utilisation.md",
        'dites "CGU".md',
        "deux\nlignes.md",
        "\ndébut.md",
        "tabulation\t.md",
        "contre\\oblique.md",
        ":(top)deux-points.md",
        "-rf.md",
        "*.md",
        "\x02abc 12.md",
        os.fsdecode(b"latin\xe9.md"),
        "契約.md",
        "sous dossier/plus bas/texte.md",
        ".md",
    ],
)
def test_any_file_name_is_read_as_it_is(repository: Repository, name: str) -> None:
    repository.commit({f"docs/fr/{name}": page()})
    repository.commit({f"docs/fr/{name}": page("1.1"), EN: page()})
    assert told(read(repository)) == [
        (f"docs/fr/{name}", page().encode()),
        (EN, page().encode()),
        (f"docs/fr/{name}", page("1.1").encode()),
    ]


@pytest.mark.parametrize("folder", ["site/docs", "textes légaux/docs", "*", ":(top)docs", "do[c]s"])
def test_the_docs_folder_may_stand_anywhere_in_a_larger_repository(
    repository: Repository, folder: str
) -> None:
    repository.commit({f"{folder}/fr/cgu.md": page(), FR: page(), "do/fr/x.md": "x"})
    history = read(repository, folder)
    assert history.folder == folder
    assert told(history) == [(f"{folder}/fr/cgu.md", page().encode())]


@pytest.mark.parametrize("name", ["l'été à deux\n", "~", "prix $marge", "%d {0}"])
def test_a_repository_may_stand_in_any_folder(
    tmp_path: Path, recwarn: pytest.WarningsRecorder, name: str
) -> None:
    repository = Repository.create(tmp_path / name)
    repository.commit({FR: page()})
    assert told(read(repository)) == [(FR, page().encode())]
    assert read(repository).top == repository.path
    assert [str(warning.message) for warning in recwarn] == []


def test_the_folder_may_be_named_relatively(
    published: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(published.path / "docs/fr")
    assert read_history(Path("..")) == read(published)
    assert [uri for uri, _ in told(read_history(Path()))] == [FR, FR]


def test_the_folder_may_be_a_link_into_the_repository(
    published: Repository, tmp_path: Path
) -> None:
    (tmp_path / "lien").symlink_to(published.path / "docs")
    assert read_history(tmp_path / "lien") == read(published)


def test_uncommitted_changes_are_not_history(published: Repository) -> None:
    before = read(published)
    published.write({FR: page("9.9"), "docs/fr/neuf.md": page()})
    published.git("add", "--all")
    assert read(published) == before


def test_a_link_and_a_submodule_are_no_pages(published: Repository) -> None:
    (published.path / "docs/fr/lien.md").symlink_to("cgu.md")
    published.git("add", "--all")
    cache = f"160000,{published.head()},docs/fr/module.md"
    published.git("update-index", "--add", "--cacheinfo", cache)
    published.git("commit", "--quiet", "--message", "Liens")
    assert told(read(published))[-2:] == [
        ("docs/fr/lien.md", b"cgu.md"),
        ("docs/fr/module.md", None),
    ]


# Merges: one merge, one publication.


def test_a_merge_counts_once_on_its_own_date(published: Repository) -> None:
    published.branch("juridique")
    published.commit({FR: page("1.2", "# Brouillon\n")}, at="2026-01-08T10:00:00+01:00")
    published.commit({FR: page("1.2", TEXT)}, at="2026-01-09T10:00:00+01:00")
    published.switch("main")
    published.commit({EN: page("1.1", ENGLISH)}, at="2026-01-10T10:00:00+01:00")
    merge = published.merge("juridique", at="2026-01-20T10:00:00+01:00")
    history = read(published)
    assert [(c.uri, c.raw) for c in history.changes[3:]] == [
        (EN, page("1.1", ENGLISH).encode()),
        (FR, page("1.2", TEXT).encode()),
    ]
    at = datetime(2026, 1, 20, 9, tzinfo=UTC)
    assert history.changes[-1].published == history.head == Publication(merge, at)
    assert history.sequence == 5


def test_a_merge_that_resolves_a_conflict_tells_the_resolution(published: Repository) -> None:
    published.branch("juridique")
    published.commit({FR: page("1.2", "# Branche\n")})
    published.switch("main")
    published.commit({FR: page("1.2", "# Tronc\n")})
    with pytest.raises(AssertionError):
        published.merge("juridique")
    merge = published.commit({FR: page("1.3", "# Ensemble\n")})
    history = read(published)
    assert told(history)[-2:] == [
        (FR, page("1.2", "# Tronc\n").encode()),
        (FR, page("1.3", "# Ensemble\n").encode()),
    ]
    assert history.changes[-1].published.commit == merge


def test_a_merge_that_keeps_main_as_it_was_tells_nothing(published: Repository) -> None:
    published.branch("juridique")
    published.commit({FR: page("1.2", TEXT)})
    published.switch("main")
    before = read(published)
    published.git("merge", "--quiet", "--strategy=ours", "--message", "Non", "juridique")
    after = read(published)
    assert after.changes == before.changes
    assert after.sequence == before.sequence + 1


def test_a_squashed_branch_is_one_commit(published: Repository) -> None:
    published.branch("juridique")
    published.commit({FR: page("1.2", "# Brouillon\n")})
    published.commit({FR: page("1.2", TEXT)})
    published.switch("main")
    squash = published.merge("juridique", at="2026-01-20T10:00:00+01:00", squash=True)
    history = read(published)
    assert [(c.published.commit, c.raw) for c in history.changes[3:]] == [
        (squash, page("1.2", TEXT).encode())
    ]


def test_several_branches_merged_at_once_count_once(published: Repository) -> None:
    for name in ("a", "b"):
        published.switch("main")
        published.branch(name)
        published.commit({f"docs/fr/{name}.md": page(document=name)})
    published.switch("main")
    published.git("merge", "--quiet", "--no-ff", "--message", "Deux", "a", "b")
    history = read(published)
    assert [(c.uri, c.published) for c in history.changes[3:]] == [
        ("docs/fr/a.md", history.head),
        ("docs/fr/b.md", history.head),
    ]


def test_a_history_of_another_origin_counts_from_its_merge(published: Repository) -> None:
    published.git("switch", "--quiet", "--orphan", "importe")
    published.commit({"docs/fr/importe.md": page(document="importe")})
    published.switch("main")
    published.git("merge", "--quiet", "--allow-unrelated-histories", "--message", "I", "importe")
    history = read(published)
    assert history.changes[-1].uri == "docs/fr/importe.md"
    assert history.changes[-1].published == history.head
    assert history.sequence == 4


# Dates.


def test_the_committers_date_counts_not_the_authors(repository: Repository) -> None:
    repository.commit({FR: page()})
    seconds = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp())
    repository.write_commit(
        f"author A <a@example.org> 1000000000 +0100\ncommitter A <a@example.org> {seconds} -0500"
    )
    assert read(repository).head.at == datetime(2026, 3, 1, tzinfo=UTC)
    (change,) = read(repository).changes
    assert change.published.at == datetime(2026, 3, 1, tzinfo=UTC)


def test_commits_keep_their_order_whatever_their_dates(repository: Repository) -> None:
    dates = ["2026-05-01T10:00:00Z", "2020-01-01T10:00:00Z", "2031-01-01T10:00:00Z", MORNING]
    for number, at in enumerate(dates):
        repository.commit({FR: page(f"1.{number}")}, at=at)
    history = read(repository)
    assert [c.raw for c in history.changes] == [page(f"1.{n}").encode() for n in range(4)]
    assert [c.published.at.year for c in history.changes] == [2026, 2020, 2031, 2026]
    assert history.head.at == JANUARY


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati"])
def test_the_zone_of_the_machine_changes_nothing(
    published: Repository, monkeypatch: pytest.MonkeyPatch, machine_zone: None, zone: str
) -> None:
    before = read(published)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    assert read(published) == before
    assert before.changes[0].published.at.isoformat() == "2026-01-05T09:00:00+00:00"


@pytest.fixture
def machine_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the machine's zone back after the test."""
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("seconds", "at"),
    [
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        (4294967296, datetime(2106, 2, 7, 6, 28, 16, tzinfo=UTC)),
        (99999999999, datetime(5138, 11, 16, 9, 46, 39, tzinfo=UTC)),
    ],
)
def test_the_first_and_the_furthest_dates_are_read(
    repository: Repository, seconds: int, at: datetime
) -> None:
    repository.commit({FR: page()})
    repository.write_commit(
        f"author A <a@example.org> 0 +0000\ncommitter A <a@example.org> {seconds} +0000"
    )
    assert read(repository).head.at == at


@pytest.mark.parametrize(
    "committer",
    [
        "committer A <a@example.org> -1 +0000",  # before 1970: git itself gives no date
        "committer A <a@example.org> 253402300799 +0000",
        "committer A <a@example.org> 999999999999999 +0000",
        "committer A <a@example.org> 18446744073709551615 +0000",
        "committer A <a@example.org> hier",
        "encoding UTF-8",
    ],
)
@pytest.mark.parametrize("newest", [True, False])
def test_a_commit_without_a_usable_date_is_named(
    repository: Repository, committer: str, newest: bool
) -> None:
    repository.commit({FR: page()})
    commit = repository.write_commit(f"author A <a@example.org> 0 +0000\n{committer}")
    if not newest:
        repository.commit({"README.md": "Encore\n"})
    assert refusal(repository.path / "docs") == (
        f"commit {commit[:10]} has no usable committer date. "
        "Check the repository with git fsck, and make that commit again"
    )


# Whatever the configuration says.


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("log.showSignature", "true"),
        ("log.showRoot", "false"),
        ("log.follow", "true"),
        ("log.decorate", "full"),
        ("log.date", "relative"),
        ("log.diffMerges", "off"),
        ("log.abbrevCommit", "true"),
        ("log.mailmap", "true"),
        ("format.pretty", "fuller"),
        ("format.notes", "true"),
        ("diff.renames", "copies"),
        ("diff.external", "false"),
        ("diff.orderFile", "order"),
        ("diff.orderFile", "missing"),
        ("diff.relative", "true"),
        ("diff.noprefix", "true"),
        ("diff.ignoreSubmodules", "all"),
        ("diff.submodule", "log"),
        ("core.quotePath", "true"),
        ("core.autocrlf", "true"),
        ("core.eol", "crlf"),
        ("core.abbrev", "5"),
        ("core.pager", "false"),
        ("core.fsmonitor", "false"),
        ("core.commitGraph", "false"),
        ("color.ui", "always"),
        ("color.diff", "always"),
        ("i18n.logOutputEncoding", "UTF-16"),
        ("i18n.commitEncoding", "UTF-16"),
        ("alias.log", "!false"),
        ("fetch.prune", "true"),
        ("merge.conflictStyle", "diff3"),
        ("gpg.program", "false"),
    ],
)
@pytest.mark.parametrize("scope", ["repository", "user"])
def test_no_configuration_changes_what_is_read(
    published: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    value: str,
    scope: str,
) -> None:
    published.commit({"docs/fr/à part.md": page(), FR: None, "docs/fr/zoo.md": page("1.1", OTHER)})
    published.git("notes", "add", "--message", "Une note")
    published.write_commit(
        "author A <a@example.org> 0 +0000\ncommitter A <a@example.org> 1767603600 +0000\n"
        "gpgsig -----BEGIN PGP SIGNATURE-----\n \n nothing\n -----END PGP SIGNATURE-----"
    )
    published.write({".gitattributes": "*.md text eol=crlf diff=word\n", "order": "*zoo*\n*fr*\n"})
    before = read(published)
    if key == "diff.orderFile":
        value = str(published.path / value)
    if scope == "user":
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
        subprocess.run(
            ["git", "config", "--file", str(tmp_path / "gitconfig"), key, value], check=True
        )
    else:
        published.git("config", key, value)
    assert read(published) == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_LITERAL_PATHSPECS", "1"),
        ("GIT_ICASE_PATHSPECS", "1"),
        ("GIT_NOGLOB_PATHSPECS", "1"),
        ("GIT_TRACE", "1"),
        ("GIT_PAGER", "false"),
        ("GIT_EXTERNAL_DIFF", "false"),
        ("GIT_DIFF_OPTS", "--unified=0"),
        ("GIT_DEFAULT_HASH", "sha256"),
        ("GIT_DIR", "/nowhere"),
        ("GIT_INDEX_FILE", "/nowhere"),
        ("LC_ALL", "fr_FR.UTF-8"),
        ("LANGUAGE", "fr"),
    ],
)
def test_no_variable_of_the_caller_changes_what_is_read(
    published: Repository, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    before = read(published)
    monkeypatch.setenv(name, value)
    assert read(published) == before


def test_a_replaced_text_is_read_as_it_was_committed(published: Repository) -> None:
    before = read(published)
    forged = published.git("hash-object", "-w", "--stdin", data=b"# Faux\n")
    published.git("replace", published.blob(FR), forged)
    assert read(published) == before


def test_a_replaced_commit_is_read_as_it_was_committed(published: Repository) -> None:
    before = read(published)
    commit = published.git("rev-parse", "HEAD~1")
    published.git("replace", "--graft", "HEAD", "HEAD~2")
    published.git("replace", commit, "HEAD~2", "--force")
    assert read(published) == before


def test_a_grafted_commit_keeps_its_parents(published: Repository) -> None:
    before = read(published)
    (published.path / ".git/info/grafts").write_text(f"{published.head()}\n")
    assert read(published) == before


# Ways to check a repository out.


def test_a_detached_head_is_built_as_it_stands(published: Repository) -> None:
    published.git("checkout", "--quiet", "--detach", "HEAD~1")
    history = read(published)
    assert history.head.commit == published.head()
    assert history.sequence == 2
    assert [uri for uri, _ in told(history)] == [FR, EN]


def test_a_linked_worktree_has_its_own_head(published: Repository, tmp_path: Path) -> None:
    published.git("worktree", "add", "--quiet", str(tmp_path / "copie"), "-b", "juridique")
    worktree = Repository(tmp_path / "copie")
    assert read(worktree).changes == read(published).changes
    head = worktree.commit({FR: page("1.2")})
    assert read(worktree).head.commit == head
    assert read(worktree).top == worktree.path
    assert read(published).sequence == 3


def test_a_submodule_is_a_repository_of_its_own(published: Repository, tmp_path: Path) -> None:
    outer = Repository.create(tmp_path / "outer")
    outer.commit({"docs/autre.md": "Autre\n"})
    outer.git("submodule", "--quiet", "add", str(published.path), "termes")
    outer.commit({})
    assert read(outer, "termes/docs").changes == read(published).changes


def test_a_packed_repository_reads_the_same(published: Repository) -> None:
    before = read(published)
    published.git("gc", "--quiet", "--prune=now")
    published.git("commit-graph", "write", "--reachable")
    assert read(published) == before


def test_a_full_clone_reads_the_same(published: Repository, tmp_path: Path) -> None:
    published.git("clone", "--quiet", "--no-local", ".", str(tmp_path / "clone"))
    clone = read_history(tmp_path / "clone/docs")
    assert (clone.head, clone.changes) == (read(published).head, read(published).changes)


def test_a_clone_without_its_blobs_fetches_what_it_lacks(
    published: Repository, tmp_path: Path
) -> None:
    published.git("config", "uploadpack.allowFilter", "true")
    url = f"file://{published.path}"
    published.git("clone", "--quiet", "--filter=blob:none", url, str(tmp_path / "clone"))
    assert read_history(tmp_path / "clone/docs").changes == read(published).changes


def test_a_clone_that_cannot_fetch_what_it_lacks_is_refused(
    published: Repository, tmp_path: Path
) -> None:
    published.git("config", "uploadpack.allowFilter", "true")
    url = f"file://{published.path}"
    published.git("clone", "--quiet", "--filter=blob:none", url, str(tmp_path / "clone"))
    shutil.rmtree(published.path)
    said = refusal(tmp_path / "clone/docs")
    assert said.startswith(f"{FR} (commit ")
    assert said.endswith(
        "of this file. Check the repository with git fsck, or make a fresh, complete clone"
    )


# What cannot be read: one clear line, and no history.


def test_a_shallow_clone_is_refused(published: Repository, tmp_path: Path) -> None:
    url = f"file://{published.path}"
    published.git("clone", "--quiet", "--depth=1", url, str(tmp_path / "clone"))
    assert refusal(tmp_path / "clone/docs") == (
        "this is a shallow clone: most versions and their dates are missing. "
        "Run git fetch --unshallow, or clone with the whole history (fetch-depth: 0)"
    )


def test_a_shallow_clone_that_was_deepened_is_read(published: Repository, tmp_path: Path) -> None:
    url = f"file://{published.path}"
    published.git("clone", "--quiet", "--depth=1", url, str(tmp_path / "clone"))
    Repository(tmp_path / "clone").git("fetch", "--quiet", "--unshallow")
    assert read_history(tmp_path / "clone/docs").changes == read(published).changes


def test_an_export_without_git_is_refused(published: Repository, tmp_path: Path) -> None:
    shutil.copytree(published.path / "docs", tmp_path / "export/docs")
    assert refusal(tmp_path / "export/docs") == (
        f"{tmp_path}/export/docs is not in a git repository, and versions are read from git. "
        "Build from a clone of the repository (git clone …), not from an export"
    )


def test_an_export_inside_another_repository_is_refused(
    published: Repository, tmp_path: Path
) -> None:
    outer = Repository.create(tmp_path / "outer")
    outer.commit({"docs/autre.md": "Autre\n", "termes/lisez-moi.txt": "x"})
    shutil.copytree(published.path / "docs", outer.path / "termes/docs")
    assert refusal(outer.path / "termes/docs") == (
        f"no commit of the repository {outer.path} holds a Markdown file below "
        f"{outer.path}/termes/docs. "
        "Commit the documents, or build from a clone of the repository that holds them"
    )


def test_a_bare_repository_is_refused(published: Repository, tmp_path: Path) -> None:
    published.git("clone", "--quiet", "--bare", ".", str(tmp_path / "nu.git"))
    said = refusal(tmp_path / "nu.git")
    assert said.startswith(f"{tmp_path}/nu.git is not in the working tree of a git repository, ")
    assert said.endswith("Build from a clone of the repository (git clone …), not from an export")


def test_a_working_tree_that_git_keeps_elsewhere_is_refused(
    published: Repository, tmp_path: Path
) -> None:
    (tmp_path / "ailleurs").mkdir()
    published.git("config", "core.worktree", str(tmp_path / "ailleurs"))
    said = refusal(published.path / "docs")
    assert said.startswith(f"{published.path}/docs is not in {tmp_path}/ailleurs, where its git ")


def test_a_folder_that_does_not_exist_is_refused(published: Repository) -> None:
    assert refusal(published.path / "dosc") == (
        f"the folder {published.path}/dosc does not exist. Check the name of the docs folder"
    )


def test_a_repository_without_a_commit_is_refused(repository: Repository) -> None:
    repository.write({FR: page()})
    assert refusal(repository.path / "docs") == (
        "the repository has no commit yet. Commit the documents, then build"
    )


@pytest.mark.parametrize("name", ["termes", "termes et conditions", "l'accord"])
def test_a_repository_of_another_user_is_refused_with_the_command_that_trusts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    repository = Repository.create(tmp_path / name)
    repository.commit({FR: page()})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    what, _, command = refusal(repository.path / "docs").partition(". If you trust it, run ")
    assert what == (
        f"git does not trust {repository.path}/docs, because another user owns the repository"
    )
    assert command.startswith("git config --global --add safe.directory ")
    subprocess.run(["sh", "-c", command], check=True)  # as a person would
    assert told(read(repository)) == [(FR, page().encode())]


def test_a_machine_without_git_is_told_so(
    published: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(published.path / "docs") == (
        "git was not found, and versions are read from git. Install git"
    )


def test_a_machine_without_git_is_told_so_from_the_start(published: Repository) -> None:
    script = (
        "import sys; from pathlib import Path; from clausier.errors import RepositoryError\n"
        "from clausier.git import read_history\n"
        "try: read_history(Path(sys.argv[1]))\n"
        "except RepositoryError as error: print(error)\n"
    )
    environment = {**os.environ, "PATH": "/nowhere", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", script, str(published.path / "docs")],
        env=environment,
        capture_output=True,
        check=True,
    )
    assert (
        done.stdout.decode() == "git was not found, and versions are read from git. Install git\n"
    )
    assert done.stderr == b""


def test_a_lost_object_names_its_file_and_commit(published: Repository) -> None:
    commit = published.git("rev-parse", "HEAD~2")
    blob = published.blob(FR, commit)
    published.object_path(blob).unlink()
    assert refusal(published.path / "docs") == (
        f"{FR} (commit {commit[:10]}): git cannot give the content {blob[:10]} of this file. "
        "Check the repository with git fsck, or make a fresh, complete clone"
    )


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"garbage",
        zlib.compress(b"blob 12\0short"),
        zlib.compress(b"blob 7\0# Faux\n"),  # well formed, and another text
        zlib.compress(b"tree 0\0"),
    ],
)
def test_a_damaged_object_is_never_published(
    published: Repository, damage: bytes, recwarn: pytest.WarningsRecorder
) -> None:
    blob = published.blob(FR)
    published.object_path(blob).write_bytes(damage)
    said = refusal(published.path / "docs")
    assert said.startswith(f"{FR} (commit {published.head()[:10]}): git cannot give the content ")
    assert [str(w.message) for w in recwarn] == []  # a traceback in a destructor would be one


@pytest.mark.parametrize("what", ["HEAD^{tree}", "HEAD~1^{tree}", "HEAD", "HEAD~1"])
def test_a_lost_commit_or_tree_is_told_in_gits_words(published: Repository, what: str) -> None:
    published.object_path(published.git("rev-parse", what)).unlink()
    said = refusal(published.path / "docs")
    assert re.fullmatch(
        r"git did not answer \((fatal|error): [^()]+\)\. Check the repository with git fsck", said
    )


def test_a_broken_configuration_is_told_in_gits_words(published: Repository) -> None:
    with (published.path / ".git/config").open("a") as config:
        config.write("[broken\n")
    said = refusal(published.path / "docs")
    assert said.startswith("git did not answer (fatal: bad config line ")


# However much there is to read.


def commands(repository: Repository, log: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the git commands that one reading runs."""
    log.unlink(missing_ok=True)
    with monkeypatch.context() as patch:
        patch.setenv("GIT_TRACE", str(log))
        read(repository)
    return re.findall(r"trace: built-in: git (\S+)", log.read_text())


def test_300_versions_are_read_by_one_log_and_one_cat_file(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.grow([Commit({FR: page(date="2026-02-01")})])
    few = commands(repository, tmp_path / "trace", monkeypatch)
    repository.grow(
        Commit({FR: page(f"1.{n}", f"{TEXT}\n{n}\n"), EN: page(f"1.{n}", f"{ENGLISH}\n{n}\n")})
        for n in range(1, 300)
    )
    many = commands(repository, tmp_path / "trace", monkeypatch)
    assert many.count("log") == 1
    assert many.count("cat-file") == 1
    assert many == few
    assert len(repository.changes()) == 599
    assert len(repository.cgu().versions) == 300


def test_the_children_of_a_reading_end_with_it(published: Repository) -> None:
    def children() -> set[str]:
        return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())

    before = children()
    read(published)
    assert children() <= before


# Up to a commit that is named


def test_the_history_up_to_an_older_commit_is_what_was_read_then(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path)
    repository.commit({FR: page("1.0")})
    then = read_history(tmp_path / "docs")
    repository.branch("proposal")
    repository.commit({FR: page("1.1", OTHER)})
    aside = repository.head()
    repository.switch("main")
    merged = repository.merge("proposal")
    assert read_history(tmp_path / "docs", then.head.commit) == then
    assert read_history(tmp_path / "docs", merged) == read_history(tmp_path / "docs")
    for commit in (aside, "0" * 40, "HEAD", "main", "--all", then.head.commit[:10], ""):
        with pytest.raises(UnknownCommitError, match="is not on the main line"):
            read_history(tmp_path / "docs", commit)
