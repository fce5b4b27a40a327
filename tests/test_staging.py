"""A site takes its place whole, or the one that was there stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clausier.staging import StagingError, open_staging, put_in_place


def publish(site_dir: Path, content: str) -> None:
    site, built = open_staging(site_dir)
    (built / "index.html").write_text(content)
    put_in_place(built, site)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_site_replaces_the_old_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    publish(tmp_path / "site", "one")
    (tmp_path / "site" / "gone.html").write_text("old")
    publish(tmp_path / "site", "two")
    assert names(tmp_path) == ["site"]
    assert names(tmp_path / "site") == ["index.html"]
    assert (tmp_path / "site/index.html").read_text() == "two"


def test_hidden_files_of_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "site/.git").mkdir(parents=True)
    (tmp_path / "site/.git/HEAD").write_text("ref")
    (tmp_path / "site/.nojekyll").write_text("")
    publish(tmp_path / "site", "one")
    assert names(tmp_path / "site") == [".git", ".nojekyll", "index.html"]
    assert (tmp_path / "site/.git/HEAD").read_text() == "ref"


def test_a_file_that_a_build_left_as_it_was_keeps_its_date(tmp_path: Path) -> None:
    page = tmp_path / "site/index.html"
    publish(tmp_path / "site", "one")
    os.utime(page, (1_000_000_000, 1_000_000_000))
    publish(tmp_path / "site", "one")
    assert page.stat().st_mtime == 1_000_000_000
    publish(tmp_path / "site", "two")
    assert page.stat().st_mtime > 1_000_000_000


def test_a_file_that_changed_is_newer_whatever_the_clock_says(tmp_path: Path) -> None:
    page = tmp_path / "site/index.html"
    publish(tmp_path / "site", "one")
    os.utime(page, (9_000_000_000, 9_000_000_000))
    publish(tmp_path / "site", "two")
    assert page.stat().st_mtime == 9_000_000_001


def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "www")
    publish(tmp_path / "site", "one")
    assert (tmp_path / "site").is_symlink()
    assert names(tmp_path / "www") == ["index.html"]


def test_a_file_in_the_sites_place_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("x")
    with pytest.raises(StagingError, match="is not a folder") as caught:
        open_staging(tmp_path / "site")
    assert "\n" not in str(caught.value)
    assert (tmp_path / "site").read_text() == "x"


def test_what_a_killed_build_left_is_swept_and_what_a_running_one_builds_is_not(
    tmp_path: Path,
) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as running:
        other = tmp_path / f".site.building.{running.pid}"
        other.mkdir()
        publish(tmp_path / "site", "one")
        assert other.is_dir()
        running.communicate(b"\n")
    publish(tmp_path / "site", "two")
    assert names(tmp_path) == ["site"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(StagingError, match="cannot be written"):
            open_staging(tmp_path / "site")
    finally:
        tmp_path.chmod(0o755)


def test_a_site_that_cannot_step_aside_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path / "site", "one")
    site, built = open_staging(tmp_path / "site")
    (built / "index.html").write_text("two")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == built:
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StagingError, match="Permission denied"):
        put_in_place(built, site)
    assert (tmp_path / "site/index.html").read_text() == "one"
