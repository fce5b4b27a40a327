"""The form: what it asks for, what it publishes, and that it changes no line by itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser import Watch, serve
from clausier.editor import FOLDER, BundleError, build_configuration, configuration, iter_files
from clausier.editor.bundle import MARK, unpack
from clausier.errors import SettingsError
from clausier.frontmatter import KEYS, REQUIRED, parse_page
from clausier.model import ChangeClass
from clausier.serving import PublishedSite, build_rules, headers_at, render_headers
from clausier.settings import Settings, parse_settings
from repositories import EN, ENGLISH, FR, page
from sites import ROOT, build, preview, publish, start_site

EDITOR = {"backend": "github", "repo": "maison/conditions", "branch": "main"}
SOURCES = {("cgu", "fr"): "fr/cgu.md", ("cgu", "en"): "en/cgu.md"}
URL = "https://terms.example/"
ONE = {FR: page(date="2024-04-15"), EN: page(text=ENGLISH, date="2024-04-15")}
FORMAT = ROOT / "hooks/clausier/editor/format.js"


def read_settings(**editor: object) -> Settings:
    values = {"publisher": "Maison", "editor": EDITOR | editor}
    return parse_settings(values, ("fr", "en"))


def configure(**editor: object) -> dict[str, Any]:
    settings = read_settings(**editor)
    assert settings.editor is not None
    return build_configuration(settings, settings.editor, SOURCES, "docs", URL)


def fields() -> dict[str, dict[str, Any]]:
    (collection,) = configure()["collections"]
    return {field["name"]: field for field in collection["files"][0]["fields"]}


# What it asks for


def test_the_form_asks_for_the_keys_of_the_front_matter_and_the_text() -> None:
    assert list(fields()) == [*KEYS, "body"]
    required = [key for key, field in fields().items() if field.get("required")]
    assert required == [*(key for key in REQUIRED if key != "document"), "body"]
    assert fields()["document"] == {
        **{"name": "document", "label": "document", "i18n": "duplicate"},
        **{"widget": "hidden", "default": "cgu"},
    }


def test_what_the_model_has_more_the_form_has_more(monkeypatch: pytest.MonkeyPatch) -> None:
    class More(StrEnum):
        INITIAL = "initial"
        CORRECTION = "correction"

    monkeypatch.setattr(configuration, "KEYS", (*KEYS, "reviewer"))
    monkeypatch.setattr(configuration, "ChangeClass", More)
    monkeypatch.setattr(configuration, "VERSION_PATTERN", "[0-9]+")
    assert list(fields()) == [*KEYS, "reviewer", "body"]
    assert [option["value"] for option in fields()["change"]["options"]] == [*More]
    assert fields()["version"]["pattern"][0] == "^(?:[0-9]+)$"


def test_the_change_classes_are_those_of_the_model_in_both_languages() -> None:
    options = fields()["change"]["options"]
    assert [option["value"] for option in options] == [*ChangeClass]
    assert "First version" in options[0]["label"]
    assert "Version initiale" in options[0]["label"]
    assert fields()["version"]["label"] == "Numéro de version · Version number"


def test_a_document_is_one_entry_with_all_its_languages() -> None:
    values = configure()
    (file,) = values["collections"][0]["files"]
    assert file["file"] == "docs/{{locale}}/cgu.md"
    assert values["i18n"]["locales"] == ["fr", "en"]
    assert values["publish_mode"] == "editorial_workflow"
    assert values["backend"] == {
        **{"name": "github", "repo": "maison/conditions", "branch": "main"},
        "auth_methods": ["token"],
    }
    assert json.loads(json.dumps(values)) == values


def test_a_host_of_ones_own_is_asked_and_no_other() -> None:
    settings = read_settings(
        **{"backend": "gitlab", "api_root": "https://git.example/api/v4", "app_id": "abc"}
    )
    assert settings.editor is not None
    assert settings.editor.origins == ("https://git.example",)
    assert settings.editor.uses_oauth


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ({"backend": "gitea"}, 'backend "gitea" is not known'),
        ({"repo": "conditions"}, 'repo "conditions" has another form'),
        ({"repo": None}, "repo"),
        ({"branch": "a b"}, 'branch "a b" has another form'),
        ({"brnch": "main"}, '"brnch" is not a setting'),
        ({"api_root": "http://git.example"}, "api_root is not an https: address"),
        ({"base_url": "https://git.example; script-src *"}, "base_url is not an https: address"),
        ({"app_id": "abc"}, "app_id is for GitLab alone"),
    ],
)
def test_what_is_wrong_with_the_choices_is_said(editor: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError, match=r"extra\.clausier: editor:") as caught:
        read_settings(**editor)
    assert said in str(caught.value)


# How it reads and writes


def round_trip(text: str, **changes: str) -> str:
    """What the form writes after values were changed; trimmed as its host program does."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("Node was not found")
        pytest.skip("Node was not found")
    script = f"""
        const {{ makeFormat }} = await import({json.dumps(FORMAT.as_uri())});
        const {{ fromFile, toFile }} = makeFormat({json.dumps(KEYS)});
        const values = fromFile({json.dumps(text)}.trim().replace(/\\r\\n?/g, "\\n"));
        Object.assign(values, {json.dumps(changes)});
        for (const key in values) values[key] = values[key].trim();
        process.stdout.write(`${{toFile(values).trim()}}\\n`);
    """
    done = subprocess.run(
        [node, "--input-type=module", "-e", script], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ValueError(done.stderr)
    return done.stdout


HEAD = 'document: cgu   # its id\nversion: "1.10"\neffective_date: 2027-01-01\nchange: initial\n'
TEXT = "# Titre\n\n2.1. Un  texte à « garder »,\tavec ses espaces.  \n\n\n* a\n- b\n"


@pytest.mark.parametrize(
    "written",
    [
        f"---\n{HEAD}---\n{TEXT}",
        f"---\n{HEAD}---\n\n\n{TEXT}",
        f"--- \n# note\n\n{HEAD}summary: 'L''objet : neuf'\n---\n    code\n\n{TEXT}",
        f'---\n{HEAD}summary: "Un « : » et \\"deux\\"" # fin\n---\n{TEXT}',
        f"---\nversion: 1.10\nchange: 'initial'\ndocument: \"cgu\"\nsummary:\n---\n{TEXT}",
    ],
)
def test_what_nobody_changed_is_written_byte_for_byte(written: str) -> None:
    assert round_trip(written) == written


def test_each_document_of_the_site_is_written_byte_for_byte() -> None:
    texts = [path.read_text() for path in sorted(ROOT.glob("docs/*/*.md"))]
    texts = [text for text in texts if parse_page(text.encode(), "").front is not None]
    assert len(texts) == 4
    assert [round_trip(text) for text in texts] == texts


def test_a_changed_value_changes_its_line_alone() -> None:
    before = f"---\n{HEAD}---\n{TEXT}"
    after = round_trip(before, version="1.20", summary='Objet : "neuf" # oui', effective_date="")
    assert after == (
        '---\ndocument: cgu   # its id\nversion: "1.20"\nchange: initial\n'
        f'summary: "Objet : \\"neuf\\" # oui"\n---\n{TEXT}'
    )
    front = parse_page(after.encode(), FR).front
    assert front is not None
    assert (str(front.version), front.summary) == ("1.20", 'Objet : "neuf" # oui')
    dated = round_trip(after, effective_date="2027-02-01")
    assert dated.splitlines()[3] == "effective_date: 2027-02-01"


@pytest.mark.parametrize("value", ["1.10", "null", "yes", "~", "- a", "a: b", "#", "é\u2028è", "{"])
def test_any_value_is_read_as_it_was_given(value: str) -> None:
    front = parse_page(round_trip(f"---\n{HEAD}---\n{TEXT}", summary=value).encode(), FR).front
    assert front is not None
    assert front.summary == value.replace("\u2028", " ")


@pytest.mark.parametrize(
    "line",
    [
        "summary: >",
        "summary: [a]",
        "summary: a\n  b",
        "summary: a: b",
        'summary: "\\x41"',
        "change: a",
    ],
)
def test_what_the_form_cannot_read_for_certain_it_leaves_alone(line: str) -> None:
    with pytest.raises(ValueError, match="cannot read the line"):
        round_trip(f"---\n{HEAD}{line}\n---\n{TEXT}")


# What is published


@pytest.fixture(scope="session")
def bundle() -> Path:
    folder = ROOT / FOLDER
    if not (folder / MARK).is_file():
        missing = "the form's bundle is not there: make cms"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return folder


def test_an_archive_with_another_hash_is_refused() -> None:
    with pytest.raises(BundleError, match="is not the one expected"):
        unpack(b"another")


def test_without_the_setting_nothing_is_published(tmp_path: Path) -> None:
    built = publish(start_site(tmp_path / "r", ONE))
    assert not (built.site / "admin").exists()
    assert "admin" not in (built.site / "_headers").read_text()


def test_without_the_bundle_the_build_says_what_to_do(tmp_path: Path) -> None:
    extra = {"clausier": {"publisher": "Maison", "editor": EDITOR}}
    built = build(start_site(tmp_path / "r", ONE, extra=extra))
    assert built.code == 1
    assert "Fetch it with make cms" in built.output
    assert "Traceback" not in built.output


def test_while_writing_there_is_no_form(tmp_path: Path) -> None:
    extra = {"clausier": {"publisher": "Maison", "editor": EDITOR}}
    assert not (preview(start_site(tmp_path / "r", ONE, extra=extra)).site / "admin").exists()


def test_the_form_has_a_policy_of_its_own_and_no_page_shares_it(
    tmp_path: Path, bundle: Path
) -> None:
    extra = {"clausier": {"publisher": "Maison", "editor": EDITOR}}
    repository = start_site(tmp_path / "r", ONE, extra=extra)
    shutil.copytree(bundle, repository.path / FOLDER)
    built = publish(repository)
    assert "https://api.github.com" in built.page("admin")
    assert "unsafe-inline" not in built.page("cgu")
    assert "admin" not in (built.site / "sitemap.xml").read_text()
    assert "admin" not in (built.site / "search/search_index.json").read_text()
    blocks = (built.site / "_headers").read_text().split("\n\n")
    assert not any("/:page/\n" in f"{block}\n" for block in blocks)
    (own,) = (block for block in blocks if block.startswith("/admin/\n"))
    assert "X-Robots-Tag: noindex" in own
    assert "same-origin-allow-popups" in own


def test_what_servers_say_of_the_form() -> None:
    site = PublishedSite(URL, ("fr", "en"), ("", "admin/", "cgu/"), editor_policy="default-src x")
    rules = build_rules(site)
    said = headers_at(rules, "/admin/")
    assert said["Content-Security-Policy"] == "default-src x; frame-ancestors 'none'"
    assert headers_at(rules, "/cgu/")["Cross-Origin-Opener-Policy"] == "same-origin"
    assert render_headers(site, rules).decode().count("default-src x") == 1


# The real program

SEED = """async (texts) => {
    const top = await navigator.storage.getDirectory();
    let docs = await top.getDirectoryHandle("sveltia-cms-test", { create: true });
    docs = await docs.getDirectoryHandle("docs", { create: true });
    for (const [language, text] of Object.entries(texts)) {
        const folder = await docs.getDirectoryHandle(language, { create: true });
        const file = await folder.getFileHandle("cgu.md", { create: true });
        const stream = await file.createWritable();
        await stream.write(text);
        await stream.close();
    }
}"""
READ = """async (language) => {
    let folder = await navigator.storage.getDirectory();
    for (const name of ["sveltia-cms-test", "docs", language]) {
        folder = await folder.getDirectoryHandle(name);
    }
    return (await (await folder.getFileHandle("cgu.md")).getFile()).text();
}"""


def test_an_edit_in_the_form_changes_the_lines_that_were_edited(
    tmp_path: Path, bundle: Path, page: Page
) -> None:
    for address, content in iter_files(read_settings(), SOURCES, "docs", URL, bundle):
        path = tmp_path / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    # The program's own backend for tests, in the browser's private files, in place of a host.
    path = tmp_path / "admin/config.json"
    values = json.loads(path.read_text()) | {"backend": {"name": "test-repo"}}
    path.write_text(json.dumps(values | {"publish_mode": "simple"}))
    (tmp_path / "seed.html").write_text("<!doctype html><link rel=icon href=data:,>")
    texts = {code: (ROOT / f"docs/{code}/cgu.md").read_text() for code in ("fr", "en")}
    with serve(tmp_path) as root:
        page.goto(f"{root}seed.html")
        page.evaluate(SEED, texts)
        watch = Watch(page, root)
        page.goto(f"{root}admin/")
        page.get_by_role("button").first.click()
        expect(page.get_by_text("cgu").first).to_be_visible()
        page.goto(f"{root}admin/#/collections/documents/entries/cgu")
        body = page.locator("textarea[lang=fr]")
        text = body.input_value()
        body.fill(text.replace("## 1. Objet", "## 1. Objet et portée"))
        page.locator("input[lang=fr]").nth(1).fill("Objet : une clause")
        page.get_by_role("button", name="Save", exact=True).click()
        wanted = texts["fr"].splitlines(keepends=True)
        wanted[4] = 'summary: "Objet : une clause"\n'
        wanted = [line.replace("## 1. Objet", "## 1. Objet et portée") for line in wanted]
        page.wait_for_function(f"async () => (await ({READ})('fr')).includes('et portée')")
        assert page.evaluate(READ, "fr") == "".join(wanted)
        assert page.evaluate(READ, "en") == texts["en"]
        assert watch.strangers == []
