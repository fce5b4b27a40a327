"""The site, as MkDocs builds it; the only module that knows MkDocs.

Theory of operation. MkDocs builds the default language, and mkdocs-static-i18n then builds each
other language by running the whole build again inside its own `on_post_build`, on the same
configuration. What is worked out once (`Build`) travels in that configuration. Everything is
built in a folder beside the site and takes its place at the very end, so that a build that stops
leaves the site as it was.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast
from urllib.parse import urlsplit

from lxml import html as lxml_html
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.toc import get_toc
from mkdocs.utils import CountHandler

from clausier import words
from clausier.addresses import SITEMAP, Addresses
from clausier.api.examples import find_examples
from clausier.api.manuals import build_page
from clausier.clauses import Renderer
from clausier.deadlines import describe_late, iter_late
from clausier.edition import Edition, read_edition
from clausier.errors import ClausierError, Message, Problem, Translate, say
from clausier.finishing import SIGNING_KEY, finish_site, read_signing_keys
from clausier.fragments import list_headings, render_content, typeset_html
from clausier.frontmatter import parse_page
from clausier.pages import Desk
from clausier.redlines import Redlines
from clausier.schema import Served
from clausier.settings import parse_as_of, parse_settings
from clausier.signatures import SigningKey
from clausier.sitemap import SitemapEntry, render_sitemap
from clausier.staging import open_staging, put_in_place
from clausier.templates import find_template, install_words, list_missing_values, list_values
from clausier.typography import typeset_words
from clausier.views import DocumentPage, Page

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page as MkDocsPage
    from mkdocs.utils.templates import TemplateContext
    from mkdocs_static_i18n.plugin import I18n

log = get_plugin_logger("clausier")

AS_OF = "CLAUSIER_AS_OF"


@dataclass(slots=True)
class Build:
    """What one run of MkDocs knows, over all languages."""

    edition: Edition
    site_dir: Path
    """Where the site belongs; `config.site_dir` is the folder it is built in."""
    redlines: Redlines
    desks: Mapping[str, Desk]
    examples: Mapping[type[Served], Served]
    """An answer of each kind that is served as data, where there is one."""
    ordinary_nav: tuple[Any, ...]
    """`nav` as `mkdocs.yml` has it: the ordinary pages."""
    signing_keys: tuple[SigningKey, ...]
    pages: dict[str, Page] = field(default_factory=dict)
    """Each generated page by its `src_uri`."""
    sitemap: list[SitemapEntry] = field(default_factory=list)
    environments: dict[str, jinja2.Environment] = field(default_factory=dict)
    """What makes templates of each language."""


def build_of(config: MkDocsConfig) -> Build:
    """The build under way."""
    return cast(Build, config.data["clausier"])


def _i18n(config: MkDocsConfig) -> I18n:
    plugin = config.plugins.get("i18n")
    if plugin is None:
        raise PluginError("mkdocs.yml lists no i18n plugin. Add it, with the site's languages.")
    return cast("I18n", plugin)


# Start


def start(command: str) -> None:
    """Refuse MkDocs's own server, which would show nothing of what is written.

    Raises:
        Abort: it was asked for.
    """
    if command == "serve":
        problem = Problem(
            say("`mkdocs serve` would show nothing that is not committed"),
            say("Run `make serve` instead"),
        )
        raise Abort(problem.render(_translate()))


def preview(config_file: str, site_dir: str, site_url: str) -> None:
    """Build the site for `clausier serve`: as it is published, elsewhere and unsigned.

    It has no form either, which would edit what is at the git host.
    """
    os.environ[SIGNING_KEY] = ""
    config = load_config(config_file=config_file, site_dir=site_dir, site_url=site_url)
    (config.extra.get("clausier") or {}).pop("editor", None)
    config.plugins.on_startup(command="build", dirty=False)
    build_site(config)


def prepare(config: MkDocsConfig) -> None:
    """Read the repository, once for all languages, and set the stage.

    Raises:
        Abort: something is wrong with the repository or the settings; nothing was written.
    """
    if _i18n(config).building:
        return
    languages = tuple(language.locale for language in _i18n(config).config.languages)
    try:
        if not config.site_url:
            raise ClausierError(
                Problem(say("mkdocs.yml has no site_url"), say("Write the site's address"))
            )
        settings = parse_settings(config.extra.get("clausier") or {}, languages)
        as_of = parse_as_of(os.environ.get(AS_OF), settings.zone, datetime.now(UTC))
        renderer = Renderer(config.markdown_extensions, config.mdx_configs)
        edition = read_edition(Path(config.docs_dir), settings, renderer, as_of)
        keys = read_signing_keys(os.environ.get(SIGNING_KEY))
        site_dir, built = open_staging(Path(config.site_dir))
    except ClausierError as error:
        _stop(error)
    for note in edition.notes:
        _note(note)
    for record in edition.register.records:
        for version in iter_late(record.document, settings.zone):
            _note(describe_late(record.document, version, settings.zone))
    for page in edition.uncommitted:
        _tell(say("Not published, because it is not committed: %(uri)s", uri=page.uri))
    config.site_dir = str(built)
    redlines = Redlines(edition.register)
    desks = {language: Desk(edition.register, language, redlines) for language in languages}
    examples = find_examples(edition.register, redlines, str(config.site_url))
    nav = tuple(config.nav or ())
    config.data["clausier"] = Build(edition, site_dir, redlines, desks, examples, nav, keys)


def _stop(error: ClausierError) -> NoReturn:
    """End the build with a line for each problem, in its reader's language, and exit code 1."""
    translate = _translate()
    for problem in error.problems:
        log.error("%s", problem.render(translate))
    raise Abort(say("Nothing was published. The site stays as it was.").render(translate)) from None


def _translate() -> Translate:
    """Return what says a sentence in the language of whoever builds the site."""
    return words.load_words(words.choose_language(os.environ)).gettext


def _note(problem: Problem) -> None:
    """Report what does not stop the build."""
    _tell(say("Note: %(problem)s", problem=problem.render(_translate())))


def _tell(message: Message) -> None:
    """Say something in the language of whoever builds the site."""
    log.info("%s", message.render(_translate()))


# Files


def choose_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out what is not published as it stands in the working tree.

    Policy pages are published from git alone; of the theme, only what `overrides/` holds is used.
    """
    policies = set(build_of(config).edition.sources.values())
    ours = (Path(config.docs_dir).resolve(), Path(str(config.theme.custom_dir)).resolve())
    for file in list(files):
        source = Path(file.abs_src_path).resolve() if file.abs_src_path else None
        if source is None:
            continue
        if not any(source.is_relative_to(folder) for folder in ours) or (
            file.is_documentation_page()
            and (file.src_uri in policies or _is_policy(source, file.src_uri))
        ):
            files.remove(file)
    return files


def _is_policy(source: Path, uri: str) -> bool:
    try:
        return parse_page(source.read_bytes(), uri).front is not None
    except ClausierError:
        return True  # not committed so, or the build had stopped; never published


def add_pages(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages of the language that is being built.

    They come after mkdocs-static-i18n has taken its own files in, with every attribute that it
    gives a file, or its pages would carry the links of the page before.
    """
    build, plugin = build_of(config), _i18n(config)
    language = str(plugin.current_language)
    listed = []
    manual = build_page(build.edition.register, build.examples, language)
    for page in (*build.desks[language].iter_pages(), manual):
        file = _generated_file(config, page, language)
        file.alternates = {
            other: _generated_file(config, page, other) for other, _ in page.alternates
        }
        files.append(file)
        build.pages[file.src_uri] = page
        if isinstance(page.body, DocumentPage):
            listed.append(file.norm_src_uri)
    plugin.i18n_files_per_language[language] = files.documentation_pages()
    config.nav = [*build.ordinary_nav[:1], *listed, *build.ordinary_nav[1:]]
    return files


def _generated_file(config: MkDocsConfig, page: Page, language: str) -> Any:
    """Return the MkDocs file of a generated page in a language.

    A document's page stands for its file, so that links between files lead to it.
    """
    address = dict(page.alternates)[language]
    listed, source = isinstance(page.body, DocumentPage), ""
    if isinstance(page.body, DocumentPage):
        source = build_of(config).edition.sources.get((page.body.document.id, language), "")
    if not source:
        source = f"{language}/{page.address.removeprefix(f'{page.language}/').rstrip('/')}.md"
    name = source.removeprefix(f"{language}/")
    meta: dict[str, object] = {"title": page.title, "template": find_template(page)}
    if not page.indexed:
        meta["search"] = {"exclude": True}
    file: Any = File.generated(
        config,
        source,
        content=f"---\n{json.dumps(meta)}\n---\n",  # JSON is YAML
        inclusion=InclusionLevel.INCLUDED if listed else InclusionLevel.NOT_IN_NAV,
    )
    file.dest_uri = f"{address}index.html"
    file.url = address
    file.abs_dest_path = str(Path(config.site_dir, file.dest_uri))
    file.locale = file.localization = file.locale_alternate_of = language
    file.norm_src_uri = name
    return file


# Pages


def name_site(markdown: str, config: MkDocsConfig) -> str:
    """Return an ordinary page's Markdown with `{{ site_url }}` written out, for its examples."""
    return markdown.replace("{{ site_url }}", str(config.site_url))


def fill_page(html: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    """Return a page's content: its text or redline for a generated page, else `html` typeset."""
    language = str(_i18n(config).current_language)
    build = build_of(config)
    generated = build.pages.get(page.file.src_uri)
    if generated is None:
        page.title = typeset_words(str(page.title or ""), language)
        return typeset_html(html, language)
    page.canonical_url = f"{config.site_url}{generated.canonical}"
    content = render_content(generated)
    page.toc = get_toc(cast(Any, list_headings(generated)))
    page.present_anchor_ids = set(lxml_html.fragment_fromstring(content, "div").xpath("//@id"))
    return content


def set_language(env: jinja2.Environment, config: MkDocsConfig) -> None:
    """Give the templates the words and dates of the language that is being built."""
    language = str(_i18n(config).current_language)
    install_words(env, language, build_of(config).edition.register.settings.zone)
    build_of(config).environments[language] = env


def add_context(context: TemplateContext, page: MkDocsPage, config: MkDocsConfig) -> None:
    """Give a page's template what it shows, and list the page in the sitemap."""
    build = build_of(config)
    language = str(_i18n(config).current_language)
    generated = build.pages.get(page.file.src_uri)
    updated = build.edition.pages_updated.get(page.file.src_uri)
    if generated is not None:
        alternates, updated = generated.alternates, generated.updated
    else:
        file: Any = page.file
        alternates = tuple((code, _address(other)) for code, other in file.alternates.items())
    page.update_date = updated.isoformat() if updated else ""
    names = {choice.locale: choice.name for choice in _i18n(config).config.languages}
    values = list_values(
        build.edition.register,
        build.desks[language].documents(),
        generated,
        language,
        is_of_another_day=bool(os.environ.get(AS_OF)),
    )
    values["alternates"] = [(code, names[code], address) for code, address in sorted(alternates)]
    context.update(cast("TemplateContext", values))
    if generated is None or generated.canonical == generated.address:
        build.sitemap.append(SitemapEntry(_address(page.file), updated, tuple(sorted(alternates))))


def _address(file: File) -> str:
    return "" if file.url == "./" else file.url


# End


def finish(config: MkDocsConfig) -> None:
    """Write what is not a page, `terms.json` last, then put the whole site in its place.

    Raises:
        PluginError: under `--strict`, something was warned of; the site stays as it was.
        Abort: something cannot be written, or an ordinary page works under no policy; likewise.
    """
    if _i18n(config).building:
        return
    build, built = build_of(config), Path(config.site_dir)
    try:
        notes = finish_site(
            built,
            build.edition,
            build.redlines,
            str(config.site_url),
            others=_iter_others(config),
            texts={page.address for page in build.pages.values()},
            keys=build.signing_keys,
            project=Path(config.config_file_path).parent,
            tell=_tell,
        )
        for note in notes:
            _note(note)
        _refuse_warnings(config)
        put_in_place(built, build.site_dir)
    except ClausierError as error:
        _stop(error)
    config.site_dir = str(build.site_dir)


def _iter_others(config: MkDocsConfig) -> Iterator[tuple[str, bytes]]:
    """Yield what follows from the pages: the sitemap, and what is shown where there is none."""
    build, site_url = build_of(config), str(config.site_url)
    yield SITEMAP, render_sitemap(build.sitemap, site_url)
    languages = build.edition.register.settings.languages
    for language in languages:
        template = build.environments[language].get_template("404.html")
        html = template.render(
            config=config,
            page=None,
            base_url=urlsplit(site_url).path,
            **list_missing_values(languages, language),
        )
        yield Addresses(language, languages[0]).missing(), html.encode()


def _refuse_warnings(config: MkDocsConfig) -> None:
    """Stop before the site is replaced, where MkDocs would stop just after it."""
    counters = [h for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler)]
    if config.strict and any(counter.get_counts() for counter in counters):
        told = say("The warnings above stop a strict build. The site stays as it was.")
        raise PluginError(told.render(_translate()))
