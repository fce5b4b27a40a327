"""The examples of the page for chatbots really run, against the project's own built site."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import serve
from sites import ROOT

DAY = "2026-11-23"


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


def example(language: str, kind: str, root: str) -> str:
    """The page's example, asking the site under test."""
    page = (ROOT / "docs" / language / "chatbots.md").read_text(encoding="utf-8")
    [code] = re.findall(rf"^```{kind}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return str(code).replace("{{ site_url }}", root)


WORDS = {
    "fr": ("Conditions Générales", "1.0 2024-04-15", "À accepter"),
    "en": ("General Terms", "1.0 2024-04-15", "To be accepted"),
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_python_example_runs(language: str, root: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", example(language, "python", root)],
        capture_output=True,
        text=True,
        check=True,
    )
    for words in WORDS[language]:
        assert words in done.stdout
    assert done.stdout.rstrip().endswith("False")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_javascript_example_runs(browser: Browser, language: str, root: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda line: said.append(line.text))
        page.goto(root)
        page.add_script_tag(
            content=example(language, "js", root) + "\nwindow.done = true", type="module"
        )
        page.wait_for_function("window.done")
    for words in WORDS[language]:
        assert words in " ".join(said)
    assert said[-1].endswith("false")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_curl_example_runs(language: str, root: str, tmp_path: Path) -> None:
    command = shlex.split(example(language, "sh", root))
    if shutil.which(command[0]) is None:
        pytest.skip("curl is not on this machine")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("{")
