"""What every test shares: helpers beside the tests can be imported by name."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page

sys.path.insert(0, str(Path(__file__).parent))

from browser import launch, serve
from sites import build_demo

# The same examples everywhere, so that a change is what fails; `HYPOTHESIS_PROFILE=search` seeks
# new ones.
settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample repository's site, as a folder."""
    return build_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def demo_root(demo_site: Path) -> Iterator[str]:
    """The same, served; the address of its root."""
    with serve(demo_site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with launch() as started:
        yield started


@pytest.fixture
def desktop(browser: Browser) -> Iterator[BrowserContext]:
    """A window of a common size."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context


@pytest.fixture
def page(desktop: BrowserContext) -> Page:
    """A page in such a window."""
    return desktop.new_page()
