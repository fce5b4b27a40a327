"""`clausier verify`: what holds of a published site, and each thing that does not."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import settings as choose
from hypothesis import strategies as st

from browser import serve
from clausier.cli import main
from clausier.signatures import render_key_set, sign
from clausier.verification import Code
from clausier.words import load_words
from copies import NOW, Copy, outcomes, told
from repositories import EN, ENGLISH, FR, OTHER, Repository, page, pin_environment
from sites import ROOT, publish, start_site, write_configuration
from test_signatures import NEW, OLD, key_of, pem, public_pem

DAY = "2026-06-15"
DATA = "docs/fr/donnees.md"
LONG = "# Conditions\n\n## 1. Prix\n\n1.1. Le client paie.\n\n1.2. Sans délai.\n"
FILES = {
    FR: page("1.0", LONG, date="2024-04-15"),
    EN: page("1.0", ENGLISH, date="2024-04-15"),
    DATA: page("1.0", document="donnees"),
}
STAGES = (
    {FR: page("1.1", LONG + "\n1.3. En euros.\n", date="2026-02-01", change="editorial")},
    {FR: page("2.0", OTHER, date="2026-07-01"), EN: page("2.0", ENGLISH, date="2026-07-01")},
    {FR: page("2.1", OTHER + "\n1.2. En euros.\n", change="editorial")},
)
VERSIONS = "api/v1/cgu/versions.json"
ONE = "api/v1/cgu/versions/1.0.json"
LATEST = "api/v1/cgu/latest/fr.json"
PAIR = "api/v1/cgu/compare/1.0/1.1.json"
CLAUSE = "api/v1/cgu/clauses/art-1.1.json"
TEXT = "cgu/versions/1.0/cgu-1.0.fr.md"
KEY = pem(key_of(1)).decode()


def make_repository(path: Path) -> Repository:
    """One version superseded, one in force, one upcoming, one proposed; and a document proposed."""
    repository = start_site(path, FILES)
    for month, stage in enumerate(STAGES, 1):
        repository.commit(stage, at=f"2026-0{month}-10T10:00:00+01:00")
    return repository


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return make_repository(tmp_path_factory.mktemp("verified") / "r")


@pytest.fixture(scope="module")
def folder(repository: Repository) -> Path:
    """The site, signed."""
    return publish(repository, DAY, signing_key=KEY).site


@pytest.fixture(scope="module")
def signed(folder: Path) -> Copy:
    return Copy.of(folder)


@pytest.fixture(scope="module")
def unsigned(signed: Copy) -> Copy:
    """The same, as it is built without a key."""
    return signed.without("terms.json.jws", "terms.keys.json").reseal()


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public key, as whoever verifies keeps it."""
    path = tmp_path_factory.mktemp("keys") / "public.pem"
    path.write_text(public_pem(key_of(1)))
    return path


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    pin_environment(monkeypatch)
    monkeypatch.setenv("CLAUSIER_AS_OF", DAY)
    for name in ("NO_COLOR", "CLAUSIER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


# A site as it was published


def test_all_of_a_signed_site_holds(folder: Path, repository: Repository, trusted: Path) -> None:
    result = run(folder, "--key", trusted, "--git", repository.path)
    assert result.exit_code == 0, result.output
    rows = [line.split()[:2] for line in result.stdout.splitlines() if line[:4] == "held"]
    names = ("index", "signature", "files", "versions", "texts", "answers", "git", "data")
    assert rows == [["held", name] for name in names]
    assert "All that was checked held." in result.stdout
    assert "Not covered: whether pages and PDFs show the texts" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_the_sample_site_holds(demo_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSIER_AS_OF", "2026-09-15")
    result = run(demo_site, "--git", demo_site.parent / "repository")
    assert result.exit_code == 0, result.output
    assert "not signed: what follows tells damage, but not a forger" in result.stdout


def test_without_a_key_of_ones_own_it_says_that_less_is_proved(folder: Path) -> None:
    result = run(folder)
    assert result.exit_code == 0
    assert "which the site itself publishes" in result.stdout
    assert "--key" in result.stdout


def test_json_tells_the_same_to_programs(folder: Path) -> None:
    result = run(folder / "terms.json", "--json")
    assert result.exit_code == 0
    value = json.loads(result.stdout)
    assert value["outcome"] == "held"
    assert [check["outcome"] for check in value["checks"]] == ["held"] * 6 + ["skipped"] * 2
    (folder / "more.html").write_text("x")
    try:
        result = run(folder, "--json")
    finally:
        (folder / "more.html").unlink()
    assert result.exit_code == 1
    value = json.loads(result.stdout)
    [files] = [check for check in value["checks"] if check["name"] == "files"]
    assert files["findings"] == [
        {
            "code": "file-foreign",
            "address": "more.html",
            "what": "is not in checksums.txt: nothing vouches for it",
            "remedy": "Remove it, or put it where the build publishes it",
            "seen": True,
        }
    ]


def test_the_table_is_in_the_language_of_whoever_asks(
    folder: Path, repository: Repository, trusted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(folder, "--key", trusted, "--git", repository.path, "--lang", "fr")
    assert result.exit_code == 0, result.output
    rows = [line.split()[:2] for line in result.stdout.splitlines() if line[:8] == "conforme"]
    names = ("index", "signature", "fichiers", "versions", "textes", "réponses", "git", "données")
    assert rows == [["conforme", name] for name in names]
    assert "Tout ce qui a été vérifié est conforme." in result.stdout
    assert "Non couvert\u00a0: si les pages" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100
    assert "\N{REPLACEMENT CHARACTER}" not in result.stdout
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "non demandé\u00a0: --git compare avec le dépôt" in run(folder).stdout


def test_what_does_not_hold_is_said_in_french_and_its_code_stays(
    signed: Copy, tmp_path: Path
) -> None:
    site = write(signed.without(TEXT), tmp_path)
    result = run(site, "--lang", "fr")
    words = " ".join(result.stdout.split())
    assert result.exit_code == 1
    assert "NON CONFORME fichiers" in words
    assert (
        f"- {TEXT} manque (fichier introuvable). → Publiez de nouveau le site, en entier." in words
    )
    values = [json.loads(run(site, "--json", "--lang", code).stdout) for code in ("fr", "en")]
    for french, english in zip(*(value["checks"] for value in values), strict=True):
        assert (french["name"], french["outcome"]) == (english["name"], english["outcome"])
        codes = [[one["code"] for one in check["findings"]] for check in (french, english)]
        assert codes[0] == codes[1]
    [files] = [check for check in values[0]["checks"] if check["name"] == "files"]
    assert files["findings"][0]["code"] == "file-missing"
    assert files["findings"][0]["what"] == "manque (fichier introuvable)"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_tells_every_code(language: str) -> None:
    page = (ROOT / "docs" / language / "verification.md").read_text(encoding="utf-8")
    listed = re.findall(r"(?m)^\| `([a-z]+-[a-z]+)` \|", page)
    assert listed == [code.value for code in Code]


def test_colours_are_for_a_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in run(folder).stdout
    assert "\x1b[32mheld" in run(folder, "--color").stdout
    monkeypatch.setattr("clausier.commands.output.is_terminal", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run(folder).stdout


# Bytes


def any_flip(data: st.DataObject, copy: Copy) -> tuple[str, Copy]:
    name = data.draw(st.sampled_from(copy.covered()))
    place = data.draw(st.integers(0, len(copy.files[name]) - 1))
    return name, copy.flip(name, place, data.draw(st.integers(1, 255)))


@given(st.data())
@choose(max_examples=150)
def test_each_altered_byte_of_a_signed_site_is_reported(signed: Copy, data: st.DataObject) -> None:
    name, altered = any_flip(data, signed)
    report = altered.verify(OLD.public)
    assert report.exit_code == 1, name
    assert any(name in line for line in told(report)), (name, told(report))


@given(st.data())
@choose(max_examples=100)
def test_each_altered_byte_of_an_unsigned_site_is_reported(
    unsigned: Copy, data: st.DataObject
) -> None:
    name, altered = any_flip(data, unsigned)
    report = altered.verify()
    assert report.exit_code == 1, name
    assert any(name in line for line in told(report)), (name, told(report))


@given(st.data())
@choose(max_examples=100)
@pytest.mark.parametrize(
    "name",
    ["terms.json", "terms.json.jws", "terms.keys.json", "terms.json.sha256", "checksums.txt"],
)
def test_each_altered_byte_of_what_vouches_for_the_rest_is_reported(
    signed: Copy, name: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(signed.files[name]) - 1))
    altered = signed.flip(name, place, data.draw(st.integers(1, 255)))
    for keys in ((), (OLD.public,)):
        assert altered.verify(*keys).exit_code == 1


@given(st.data())
@choose(max_examples=60)
def test_no_part_of_a_file_can_be_cut_off(signed: Copy, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(signed.covered()))
    length = data.draw(st.integers(0, len(signed.files[name]) - 1))
    assert signed.put(name, signed.files[name][:length]).verify(OLD.public).exit_code == 1


def test_each_missing_file_is_reported(signed: Copy) -> None:
    assert all(
        any(
            f"{name} is not there" in line for line in told(signed.without(name).verify(OLD.public))
        )
        for name in signed.covered()
        if name != "terms.json"
    )


FOREIGN = ("_worker.js", "_x/index.html", "_headers/index.html", ".htaccess", "cgu/.x", ".git/y")


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_file_is_reported_whatever_its_name_begins_with(signed: Copy, name: str) -> None:
    [line] = told(signed.put(name, b"x").verify(OLD.public))
    assert line.startswith(f"files: {name} is not in checksums.txt")


def test_what_github_pages_wants_is_no_foreign_file(signed: Copy) -> None:
    assert told(signed.put(".nojekyll", b"").verify(OLD.public)) == []


def test_symbolic_links_are_reported_and_not_followed(signed: Copy, tmp_path: Path) -> None:
    site, out = write(signed, tmp_path / "site"), tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("x")
    (site / "more").symlink_to(out)
    (site / "gone").symlink_to(tmp_path / "nothing")
    (site / "_redirects").unlink(missing_ok=True)
    (site / "_redirects").symlink_to(out)
    (site / TEXT).rename(out / "text.md")
    (site / TEXT).symlink_to(out / "text.md")
    value = json.loads(run(site, "--json").stdout)
    [files] = [check for check in value["checks"] if check["name"] == "files"]
    assert {one["address"]: one["what"] for one in files["findings"]} == {
        "more": "is not in checksums.txt: nothing vouches for it",
        "gone": "is not in checksums.txt: nothing vouches for it",
        "_redirects": "is not there (it is reached by a symbolic link)",
        TEXT: "is not there (it is reached by a symbolic link)",
    }


# Signatures


def test_who_alters_everything_but_has_no_key_is_found_out(signed: Copy) -> None:
    forged = forge_text(signed).reseal()
    report = forged.verify(OLD.public)
    assert outcomes(report) | {"index": "held"} == {
        "index": "held",
        "signature": "failed",
        "files": "held",
        "versions": "held",
        "texts": "held",
        "answers": "held",
        "git": "skipped",
        "data": "skipped",
    }
    assert "that is not of this terms.json" in "".join(told(report))


def test_who_signs_with_a_key_of_his_own_is_found_out_by_the_key_one_knows(signed: Copy) -> None:
    own = forge_text(signed).put("terms.keys.json", render_key_set([NEW.public])).reseal([NEW])
    assert own.verify().exit_code == 0, "nothing tells, without a key of one's own"
    [line] = told(own.verify(OLD.public))
    assert line == "signature: terms.json.jws holds no signature by a key that you named"


def test_who_takes_the_signature_away_is_found_out(signed: Copy) -> None:
    bare = signed.without("terms.json.jws")
    [line] = told(bare.verify())
    assert line.endswith("is not there, though terms.keys.json publishes a key")
    bare = signed.without("terms.json.jws", "terms.keys.json").reseal()
    [line] = told(bare.verify(OLD.public))
    assert line.endswith("is not there, though you named a key")


def test_while_keys_rotate_either_is_enough(signed: Copy) -> None:
    both = signed.put("terms.keys.json", render_key_set([NEW.public, OLD.public]))
    both = both.reseal([NEW, OLD])
    assert both.verify(OLD.public).exit_code == 0
    assert both.verify(NEW.public).exit_code == 0
    assert both.verify().exit_code == 0
    gone = both.put("terms.json.jws", sign(both.files["terms.json"], [OLD]))
    assert gone.verify(NEW.public).exit_code == 1


def test_a_signature_by_a_key_that_nobody_knows_is_reported(signed: Copy) -> None:
    stray = signed.put("terms.json.jws", sign(signed.files["terms.json"], [OLD, NEW]))
    [line] = told(stray.verify(OLD.public))
    assert f"neither published nor named: {NEW.public.kid}" in line


# The index


def test_an_older_site_than_one_seen_before_is_reported(signed: Copy) -> None:
    sequence = signed.json("terms.json")["sequence"]
    assert signed.verify(after=sequence).exit_code == 0
    [line] = told(signed.verify(after=sequence + 1))
    assert f"its sequence is {sequence}, not {sequence + 1}" in line


def test_a_site_that_was_not_built_again_in_time_is_reported(signed: Copy) -> None:
    assert signed.verify(now=NOW + timedelta(days=7)).exit_code == 0
    [line] = told(signed.verify(now=NOW + timedelta(days=8)))
    assert "expired on 2026-06-22 (today is 2026-06-23)" in line


def test_a_version_that_took_force_and_is_told_as_upcoming_is_reported(unsigned: Copy) -> None:
    late = unsigned.edit("terms.json", lambda value: value.update(expires="2026-07-01")).reseal()
    assert late.verify(now=datetime(2026, 6, 30, 12, tzinfo=UTC)).exit_code == 0
    [line] = told(late.verify(now=datetime(2026, 6, 30, 22, tzinfo=UTC)))
    assert "tells version 2.0 of cgu as upcoming, though it took force on 2026-07-01" in line
    assert line.startswith("index: ")


def test_days_are_those_of_the_site_s_own_zone(signed: Copy) -> None:
    late = datetime(2026, 6, 22, 21, 59, tzinfo=UTC)
    assert signed.verify(now=late).exit_code == 0
    assert signed.verify(now=late + timedelta(minutes=1)).exit_code == 1


def test_a_day_that_is_not_come_yet_is_reported(signed: Copy) -> None:
    [line] = told(signed.verify(now=NOW - timedelta(days=1)))
    assert "as of 2026-06-15, which is not come yet (today is 2026-06-14)" in line


def index(change: Callable[[Any], object]) -> Callable[[Copy], Copy]:
    return lambda copy: copy.edit("terms.json", change)


def versions(number: int, **changes: object) -> Callable[[Copy], Copy]:
    """Say something else of a version, wherever it is said."""

    def forge(copy: Copy) -> Copy:
        copy = copy.edit(VERSIONS, lambda value: value["versions"][number].update(changes))
        version = copy.json(VERSIONS)["versions"][number]
        document = copy.json("terms.json")["documents"][0]
        assert document["id"] == "cgu"
        document["current"] = version if number == 1 else document["current"]
        document["upcoming"] = [version] if number == 2 else document["upcoming"]
        document["proposed"] = [version] if number == 3 else document["proposed"]
        return copy.edit("terms.json", lambda value: value["documents"].__setitem__(0, document))

    return forge


def put(entry: Any, *path: Any) -> Any:
    """Set a value deep inside: the last of `path` is the value."""
    *steps, last, value = path
    for step in steps:
        entry = entry[step]
    entry[last] = value
    return entry


def edit(name: str, *path: Any) -> Callable[[Copy], Copy]:
    return lambda copy: copy.edit(name, lambda value: put(value, *path))


def forge_text(copy: Copy) -> Copy:
    """Write other words into version 1.0, and all that follows from them."""
    old, new = "Le client paie.", "Le client ne paie."
    before = sha256(copy.files[TEXT]).hexdigest()
    copy = copy.replace(TEXT, old, new)
    after = sha256(copy.files[TEXT]).hexdigest()
    [clause] = [one for one in copy.json(ONE)["texts"]["fr"]["clauses"] if one["number"] == "1.1"]
    source = clause["markdown"].replace(old, new)
    for name in (ONE, LATEST, "api/v1/cgu/versions/1.1.json"):
        content = copy.files[name].decode() if name == ONE else ""
        if content:
            content = content.replace(old, new)
            content = content.replace(clause["sha256"], sha256(source.encode()).hexdigest())
            copy = copy.put(name, content.encode())
    for name, raw in copy.files.items():
        if name.endswith(".json"):
            copy = copy.put(name, raw.replace(before.encode(), after.encode()))
    return copy


FORGERIES: list[tuple[str, Callable[[Copy], Copy], str]] = [
    (
        "index",
        index(lambda value: value.update(expires="2026-07-02")),
        "good until 2026-07-02, though version 2.0 of cgu takes force on 2026-07-01",
    ),
    (
        "index",
        index(lambda value: value.update(expires="2026-06-14")),
        "before the day it was made",
    ),
    (
        "index",
        edit("terms.json", "documents", 0, "history_url", "fr", "https://other.example/"),
        "leads to https://other.example/, which is not on https://terms.example/",
    ),
    ("versions", edit("terms.json", "documents", 0, "kind", "other"), "says kind: other of cgu"),
    ("versions", edit("terms.json", "timezone", "Europe/Berlin"), "says timezone: Europe/Berlin"),
    (
        "versions",
        edit("terms.json", "documents", 0, "current", "texts", "fr", "title", "Autre"),
        "1.1: texts.fr.title is Autre, not Conditions",
    ),
    (
        "versions",
        edit("terms.json", "documents", 0, "current", None),
        "does not say of cgu current what",
    ),
    ("versions", edit("terms.json", "documents", 0, "upcoming", []), "(2.0 there)"),
    ("versions", versions(1, status="upcoming"), '"upcoming", but on 2026-06-15 it is "in_force"'),
    ("versions", versions(0, status="in_force"), "several versions in force on one day: 1.0, 1.1"),
    (
        "versions",
        versions(0, effective_until="2026-03-01"),
        "versions 1.0 and 1.1 in force on the same day",
    ),
    ("versions", versions(0, effective_until="2026-01-31"), "when no version takes its place"),
    ("versions", versions(0, effective_until="2024-04-15"), "that it ends on 2024-04-15"),
    ("versions", versions(1, supersedes=None), "it supersedes none, though 1.0 came before"),
    ("versions", versions(1, supersedes="2.0"), "supersedes 2.0, which is no earlier version"),
    ("versions", versions(1, accept_since="1.1"), "accept_since 1.1, but it is 1.0"),
    ("versions", versions(2, accept_since="1.0"), "accept_since 1.0, but it is 2.0"),
    ("versions", versions(2, published_at=None), "published_at null with effective_from"),
    ("versions", versions(3, effective_from="2026-08-01"), '"proposed" with effective_from'),
    ("versions", versions(0, version="9999999.0"), "has a number of a version that is none"),
    (
        "versions",
        lambda copy: copy.edit(VERSIONS, lambda value: value["versions"].reverse()),
        "does not list its versions once each in the order of their numbers",
    ),
    (
        "versions",
        edit(VERSIONS, "versions", 0, "texts", "en", "governing", True),
        "the text in fr, en governs",
    ),
    (
        "texts",
        lambda copy: copy.replace(TEXT, "paie", "doit"),
        "is not the text whose SHA-256 is published",
    ),
    ("texts", edit(ONE, "texts", "fr", "title", "Autre"), "says title (fr): Autre, but"),
    ("texts", edit(ONE, "effective_from", "2024-04-16"), "says effective_from: 2024-04-16"),
    (
        "texts",
        edit(ONE, "texts", "fr", "clauses", 1, "markdown", "1.1. Autre.\n\n"),
        "its clauses joined are other bytes (fr)",
    ),
    (
        "texts",
        edit(ONE, "texts", "fr", "clauses", 2, "sha256", "0" * 64),
        "gives clause 1.1 a SHA-256 that is not its own",
    ),
    (
        "texts",
        edit(ONE, "texts", "fr", "clauses", 1, "markdown", None),
        "holds the source of some clauses and not of others",
    ),
    ("texts", edit(ONE, "texts", {}), "says texts: , but"),
    (
        "answers",
        edit("api/v1/index.json", "sequence", 99),
        "says sequence: 99, but terms.json says",
    ),
    ("answers", edit("api/v1/index.json", "documents", []), "does not list the documents"),
    (
        "answers",
        edit(PAIR, "older", "texts", "fr", "sha256", "0" * 64),
        "says 1.0 sha256 (fr): 000",
    ),
    (
        "answers",
        edit(PAIR, "newer", "version", "2.0"),
        "belongs at api/v1/cgu/compare/1.0/2.0.json",
    ),
    ("answers", edit(PAIR, "newer", "version", "7.0"), "compares versions that"),
    ("answers", edit(LATEST, "current", None), "does not say of what is in force"),
    ("answers", edit(LATEST, "current", "version", "1.0"), "says version: 1.0, but"),
    (
        "answers",
        edit(LATEST, "current", "text", "clauses", 0, "text", "Autre"),
        "does not hold the text that api/v1/cgu/versions/1.1.json holds (clauses[conditions].text",
    ),
    ("answers", edit(LATEST, "upcoming", []), "does not say of what is upcoming"),
    ("answers", edit(CLAUSE, "in_force", "version", "1.0"), "not of the version in force"),
    (
        "answers",
        edit(CLAUSE, "languages", "fr", "html_url", "https://terms.example/none/#art-1.1"),
        f"none/index.html is not there (no such file), but {CLAUSE} leads there",
    ),
    ("answers", edit(CLAUSE, "$schema", "https://other.example/"), "names no schema"),
    ("answers", edit(CLAUSE, "languages", 3), "does not keep to its schema (languages: "),
    (
        "answers",
        lambda copy: copy.put(CLAUSE, copy.files[CLAUSE].replace(b"  ", b" ", 1)),
        "is not written as this version of Clausier writes it",
    ),
    (
        "files",
        lambda copy: copy.put("cgu/versions/1.0/cgu-1.0.fr.pdf", b"<html>"),
        "cgu/versions/1.0/cgu-1.0.fr.pdf is no PDF",
    ),
]


@pytest.mark.parametrize(("check", "forge", "said"), FORGERIES, ids=[case[2] for case in FORGERIES])
def test_what_does_not_fit_together_is_reported_though_all_checksums_do(
    unsigned: Copy, check: str, forge: Callable[[Copy], Copy], said: str
) -> None:
    forged = forge(unsigned).reseal()
    assert forged.files != unsigned.files
    report = forged.verify()
    assert outcomes(report)["files"] == ("failed" if check == "files" else "held")
    found = [line for line in told(report) if said in line]
    assert found, told(report)
    assert found[0].startswith(f"{check}: ")
    french = load_words("fr").gettext
    for finding in (one for part in report.checks for one in part.findings):
        assert finding.what.render(french) != str(finding.what)
        assert finding.remedy.render(french) != str(finding.remedy)


def test_an_index_that_cannot_be_read_is_reported_and_the_rest_left_alone(signed: Copy) -> None:
    for content in (b"{}", b"\xff", b"[" * 100_000, b"<html></html>"):
        report = signed.put("terms.json", content).verify(OLD.public)
        assert outcomes(report) == {"index": "failed", "signature": "failed"}


def test_a_withdrawn_document_holds(tmp_path: Path) -> None:
    repository = make_repository(tmp_path / "r")
    repository.commit({FR: None, EN: None}, at="2026-04-10T10:00:00+02:00")
    for day in (DAY, "2026-08-01"):
        built = publish(repository, day)
        now = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        assert told(Copy.of(built.site).verify(now=now)) == []
    repository.commit(
        {FR: page("3.0", OTHER, date="2026-09-01"), EN: page("3.0", ENGLISH, date="2026-09-01")},
        at="2026-08-10T10:00:00+02:00",
    )
    built = publish(repository, "2026-09-02")
    now = datetime(2026, 9, 2, 12, tzinfo=UTC)
    assert told(Copy.of(built.site).verify(now=now)) == []


# Git


def test_a_text_that_was_forged_with_all_its_checksums_is_found_out_by_git(
    unsigned: Copy, repository: Repository, tmp_path: Path
) -> None:
    forged = forge_text(unsigned).reseal()
    assert told(forged.verify()) == [], "nothing else can tell"
    result = run(write(forged, tmp_path), "--git", repository.path)
    assert result.exit_code == 1
    words = " ".join(result.stdout.split())
    assert f"{TEXT} is not the text that git holds in {FR}, commit" in words
    assert "Put that text back, and find out who altered it." in words


@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (versions(2, effective_from="2026-07-02"), "effective_from is 2026-07-02, not 2026-07-01"),
        (edit("terms.json", "publisher", "name", "Autre"), "publisher.name is Autre, not Target"),
        (edit("terms.json", "sequence", 9), "sequence is 9, not 4"),
        (versions(1, commit="0" * 40), f"commit is {'0' * 40}, not"),
        (edit(VERSIONS, "versions", 0, "texts", "fr", "git_blob", "0" * 40), "git_blob is 0000"),
        (
            lambda copy: copy.edit(VERSIONS, lambda value: value["versions"].pop(0)),
            "leaves out version 1.0, which git holds",
        ),
        (
            lambda copy: copy.edit(
                VERSIONS,
                lambda value: value["versions"].insert(
                    0, {**value["versions"][0], "version": "0.9"}
                ),
            ),
            "has version 0.9, which git does not hold",
        ),
    ],
)
def test_what_git_does_not_give_is_reported(
    unsigned: Copy,
    repository: Repository,
    tmp_path: Path,
    forge: Callable[[Copy], Copy],
    said: str,
) -> None:
    result = run(write(forge(unsigned).reseal(), tmp_path), "--git", repository.path, "--json")
    assert result.exit_code == 1
    [git] = [check for check in json.loads(result.stdout)["checks"] if check["name"] == "git"]
    assert any(said in finding["what"] for finding in git["findings"]), git


def test_a_rewritten_history_is_reported(tmp_path: Path) -> None:
    repository = make_repository(tmp_path / "r")
    site = publish(repository, DAY).site
    assert run(site, "--git", repository.path).exit_code == 0
    built = repository.head()
    repository.commit({"docs/fr/guide.md": "# Autre\n"}, at="2026-05-10T10:00:00+02:00")
    assert run(site, "--git", repository.path).exit_code == 0, "a clone may be ahead of the site"
    repository.git("reset", "--quiet", "--hard", f"{built}~1")
    write_configuration(repository.path)
    repository.commit({FR: page("2.1", OTHER + "\n1.2. En francs.\n", change="editorial")})
    result = run(site, "--git", repository.path)
    assert result.exit_code == 1
    words = " ".join(result.stdout.split())
    assert f"commit {built[:10]}, which it is said to come from, is not on the main line" in words
    assert "the history was rewritten" in words


def test_the_repository_of_another_site_is_reported(folder: Path, tmp_path: Path) -> None:
    other = start_site(tmp_path / "r", {FR: page("1.0", OTHER, date="2026-01-01")})
    assert run(folder, "--git", other.path).exit_code == 1


# What cannot be looked at


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing"], "there is no folder missing. Name the folder of a site"),
        (["."], "there is no terms.json at . (there is no such file)"),
        (
            ["http://127.0.0.1:9/"],
            "there is no terms.json at http://127.0.0.1:9/ (connection refused",
        ),
        (["https://"], "there is no terms.json at https:/"),
        (["{site}", "--git", "."], "there is no mkdocs.yml in"),
        (["{site}", "--key", "missing.pem"], "missing.pem cannot be read (No such file"),
        (["{site}", "--key", "{site}/terms.json"], "this is no Ed25519 public key"),
        (["{site}", "--key", "{private}"], "this is a private key, which nobody else may see"),
    ],
)
def test_where_there_is_nothing_to_look_at_it_ends_with_2(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    private = tmp_path / "private.pem"
    private.write_text(KEY)
    monkeypatch.chdir(tmp_path)
    result = run(*(one.format(site=folder, private=private) for one in arguments))
    assert result.exit_code == 2
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert said in line
    assert KEY.splitlines()[1] not in line


def test_a_shallow_clone_cannot_be_compared_with(
    folder: Path, repository: Repository, tmp_path: Path
) -> None:
    repository.git(
        "clone", "--quiet", "--depth=1", f"file://{repository.path}", str(tmp_path / "c")
    )
    write_configuration(tmp_path / "c")
    result = run(folder, "--git", tmp_path / "c")
    assert result.exit_code == 2
    assert "this is a shallow clone" in result.stderr


# Over HTTP


def test_a_served_site_holds(folder: Path, trusted: Path) -> None:
    with serve(folder) as root:
        result = run(root, "--key", trusted)
        assert result.exit_code == 0, result.output
        assert run(f"{root}terms.json").exit_code == 0


@contextmanager
def serve_badly(copy: Copy, answer: Callable[[BaseHTTPRequestHandler, str], bool]) -> Iterator[str]:
    """Serve a copy; `answer` says what is done otherwise, and whether it did anything."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            name = self.path.removeprefix("/")
            if answer(self, name):
                return
            name = f"{name}index.html" if name.endswith("/") or not name else name
            content = copy.files.get(name)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def missing(handler: BaseHTTPRequestHandler, content: bytes) -> bool:
    handler.send_response(404)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)
    return True


def test_the_page_for_what_is_missing_may_come_with_the_answer_404(signed: Copy) -> None:
    pages = {name: signed.files[name] for name in ("404.html", "en/404.html")}

    def honest(handler: BaseHTTPRequestHandler, name: str) -> bool:
        return name in pages and missing(handler, pages[name])

    def other(handler: BaseHTTPRequestHandler, name: str) -> bool:
        return name in pages and missing(handler, b"Not found")

    with serve_badly(signed, honest) as root:
        result = run(root)
    assert result.exit_code == 0, result.output
    with serve_badly(signed, other) as root:
        result = run(root)
    assert result.exit_code == 1
    assert "en/404.html is not the file that was published" in " ".join(result.stdout.split())


def cut(handler: BaseHTTPRequestHandler, name: str) -> bool:
    if name != TEXT:
        return False
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"# Conditions")
    return True


def busy(handler: BaseHTTPRequestHandler, name: str) -> bool:
    if name != TEXT:
        return False
    handler.send_response(503)
    handler.end_headers()
    return True


def gone(handler: BaseHTTPRequestHandler, name: str) -> bool:
    if name != TEXT:
        return False
    handler.send_response(404)
    handler.end_headers()
    return True


def elsewhere(handler: BaseHTTPRequestHandler, name: str) -> bool:
    if name != TEXT:
        return False
    handler.send_response(302)
    handler.send_header("Location", "file:///etc/passwd")
    handler.end_headers()
    return True


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        (cut, 2, f"{TEXT} could not be read (the answer broke off)"),
        (busy, 2, f"{TEXT} could not be read (the answer is 503)"),
        (gone, 1, f"{TEXT} is not there (the answer is 404)"),
        (elsewhere, 1, f"{TEXT} is not there (the answer is 302)"),
    ],
)
def test_a_server_that_does_not_answer_well_is_told_from_a_text_that_was_altered(
    signed: Copy, answer: Callable[[BaseHTTPRequestHandler, str], bool], code: int, said: str
) -> None:
    with serve_badly(signed, answer) as root:
        result = run(root)
    assert result.exit_code == code
    assert said in " ".join(result.stdout.split())


# Hostile sites


def test_a_hostile_site_cannot_lead_out_of_the_folder(unsigned: Copy, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("secret")
    forged = edit("terms.json", "documents", 0, "id", "../../../secret")(unsigned)
    result = run(write(forged.reseal(), tmp_path / "site"))
    assert result.exit_code == 1
    assert "it would be outside of the folder" in " ".join(result.stdout.split())


def test_a_hostile_site_cannot_command_the_terminal(unsigned: Copy, tmp_path: Path) -> None:
    forged = edit("terms.json", "documents", 0, "kind", "\x1b[2J" + "x" * 10_000)(unsigned)
    result = run(write(forged.reseal(), tmp_path / "site"))
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout
    assert len(result.stdout) < 5_000


def test_many_findings_are_counted_not_listed(signed: Copy, tmp_path: Path) -> None:
    altered = Copy({name: raw + b" " for name, raw in signed.files.items() if ".html" in name})
    site = write(Copy({**signed.files, **altered.files}), tmp_path)
    result = run(site)
    assert f"- and {len(altered.files) - 20} more; --json tells them all" in result.stdout
    value = json.loads(run(site, "--json").stdout)
    [files] = [check for check in value["checks"] if check["name"] == "files"]
    assert len(files["findings"]) == len(altered.files)


def write(copy: Copy, folder: Path) -> Path:
    """Put a copy into a folder."""
    for name, content in copy.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
