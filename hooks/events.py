"""What happens when, as MkDocs calls it; everything is done in `clausier.site`."""

from typing import Literal

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from clausier import site

AFTER_I18N = -200
"""Below the priorities of mkdocs-static-i18n, so after it."""


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Once, before everything."""
    site.start(command)


def on_config(config: MkDocsConfig) -> None:
    """At the start of each language."""
    site.prepare(config)


def _choose_files(files: Files, config: MkDocsConfig) -> Files:
    return site.choose_files(files, config)


@event_priority(AFTER_I18N)
def _add_pages(files: Files, config: MkDocsConfig) -> Files:
    return site.add_pages(files, config)


on_files = CombinedEvent(_choose_files, _add_pages)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Before a page's Markdown is rendered."""
    return site.name_site(markdown, config)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """After a page's Markdown was rendered."""
    return site.fill_page(html, page, config)


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
    """Before the first template of each language."""
    site.set_language(env, config)


def on_page_context(
    context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    """Before a page's template."""
    site.add_context(context, page, config)


@event_priority(AFTER_I18N)
def on_post_build(config: MkDocsConfig) -> None:
    """At the end of each language."""
    site.finish(config)
