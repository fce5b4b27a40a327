"""The examples of the page for chatbots really run, against the project's own built site."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from browser import serve
from javascript_session import CLIENTS, find_node
from sites import ROOT

DAY = datetime.now(ZoneInfo("Europe/Paris")).date().isoformat()
"""Today: the examples run by the machine’s own clock, and terms that expired are not current."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = tmp_path_factory.mktemp("own") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=ROOT,
        env={**os.environ, "CLAUSIER_AS_OF": DAY, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with serve(site) as address:
        yield address


def example(language: str, kind: str, root: str, section: str = "") -> str:
    """The page's only example of a kind (in the section whose heading starts so), asking `root`."""
    page = (ROOT / "docs" / language / "chatbots.md").read_text(encoding="utf-8")
    within = page[page.index(f"\n## {section}") :]
    within = within.split("\n## ")[1] if section else within
    [code] = re.findall(rf"^```{kind}\n(.*?)^```$", within, re.MULTILINE | re.DOTALL)
    return str(code).replace("{{ site_url }}", root)


PYTHON = {
    "fr": ("En Python", "En Python, sans rien installer"),
    "en": ("In Python", "In Python, without installing anything"),
}
MODULE = {"fr": "En JavaScript", "en": "In JavaScript"}
CHAT = {"fr": "Dans un chat", "en": "In a chat window"}
WORDS = {
    "fr": ("Conditions Générales", "1.0 2024-04-15", "À accepter"),
    "en": ("General Terms", "1.0 2024-04-15", "To be accepted"),
}


def run_python(code: str, root: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run an example that follows the addresses of the index, on the copy of the site at `root`."""
    with urlopen(f"{root}terms.json", timeout=60) as answer:
        declared = json.load(answer)["$schema"].removesuffix("terms.schema.json")
    code = code.replace("urlopen(url,", f"urlopen(url.replace({declared!r}, {root!r}),")
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("way", [0, 1], ids=["client", "bare"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_python_examples_run(language: str, way: int, root: str, tmp_path: Path) -> None:
    code = example(language, "python", root, f"{PYTHON[language][way]}\n")
    done = run_python(code, root, tmp_path)
    assert done.returncode == 0, done.stderr
    for words in WORDS[language]:
        assert words in done.stdout
    assert ("## " in done.stdout) == (way == 1), "the text itself, or one clause of it"
    assert done.stdout.rstrip().endswith("False")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_bare_python_example_shows_no_other_text(
    language: str, root: str, tmp_path: Path
) -> None:
    code = example(language, "python", root, f"{PYTHON[language][1]}\n")
    assert "timeout=" in code
    other = code.replace('read(text["markdown_url"])', 'read(text["markdown_url"]) + b"x"')
    done = run_python(other, root, tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert {"fr": "n’en montrez rien", "en": "show nothing"}[language] in done.stderr


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_javascript_example_runs(browser: Browser, language: str, root: str) -> None:
    # It belongs to its reader's page, not to ours with its policy.
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.clock.set_fixed_time(f"{DAY}T12:00:00Z")
        said: list[str] = []
        page.on("console", lambda line: said.append(line.text))
        page.goto(root)
        page.add_script_tag(
            content=example(language, "js", root, MODULE[language]) + "\nwindow.done = true",
            type="module",
        )
        page.wait_for_function("window.done")
    for words in WORDS[language]:
        assert words in " ".join(said)
    assert said[-1].endswith("false")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_javascript_example_runs_in_node_too(language: str, root: str, tmp_path: Path) -> None:
    code = example(language, "js", root, MODULE[language])
    shutil.copy(CLIENTS / "clausier.js", tmp_path / "clausier.mjs")
    code = code.replace(f"{root}clients/clausier.js", "./clausier.mjs")
    clock = f"Date.now = () => Date.parse('{DAY}T12:00:00Z');\n"
    (tmp_path / "example.mjs").write_text(code.replace("\nconst", f"\n{clock}const", 1))
    done = subprocess.run(
        [find_node(), "example.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    for words in WORDS[language]:
        assert words in done.stdout
    assert done.stdout.rstrip().endswith("false")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_notice_of_the_example_tells_the_host_what_was_accepted(
    browser: Browser, language: str, root: str
) -> None:
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.clock.set_fixed_time(f"{DAY}T12:00:00Z")
        said: list[str] = []
        page.on("console", lambda line: said.append(line.text))
        page.goto(f"{root}guide/")
        page.set_content(example(language, "html", root, CHAT[language]))
        page.add_script_tag(content=example(language, "js", root, CHAT[language]))
        page.locator("terms-notice button").click()
        expect(page.locator("terms-notice button")).to_have_count(0)
    [line] = said
    detail = json.loads(line)
    assert (detail["document"], detail["version"], detail["language"]) == ("cgu", "1.0", language)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_curl_example_runs(language: str, root: str, tmp_path: Path) -> None:
    command = shlex.split(example(language, "sh", root))
    if shutil.which(command[0]) is None:
        pytest.skip("curl is not on this machine")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("{")
