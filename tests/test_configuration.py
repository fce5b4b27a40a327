"""The site's configuration read without MkDocs: it is what MkDocs makes of it."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest
from mkdocs.config import load_config

from clausier.configuration import Configuration, find_configuration, read_configuration
from clausier.configuration_file import read_file
from clausier.errors import SettingsError
from clausier.settings import parse_settings
from repositories import line_of
from sites import ROOT

GOOD = """
site_url: https://terms.example
plugins:
  - search
  - i18n:
      docs_structure: folder
      languages:
        - {locale: en, name: English}
        - {locale: fr, name: Français, default: true}
extra:
  clausier:
    publisher: Maison
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: str = GOOD, name: str = "mkdocs.yml") -> Path:
        path = tmp_path / name
        path.write_text(textwrap.dedent(content), "utf-8")
        return path

    return write


def read(path: Path, **environment: str) -> Configuration:
    return read_configuration(path, environment)


def refusal(path: Path, **environment: str) -> str:
    """Return the one line with which a file is refused, after the file's name."""
    with pytest.raises(SettingsError) as caught:
        read(path, **environment)
    said = line_of(caught.value)
    assert said.startswith(path.as_posix()), said
    return said.removeprefix(path.as_posix())


def test_the_project_s_own_file_is_read_as_mkdocs_reads_it() -> None:
    theirs = load_config(str(ROOT / "mkdocs.yml"))
    ours = read_configuration(ROOT / "mkdocs.yml", os.environ)
    languages = tuple(one.locale for one in theirs.plugins["i18n"].config.languages)
    assert list(ours.extensions) == theirs.markdown_extensions
    assert ours.extension_configs == theirs.mdx_configs
    assert len(ours.extensions) > 5, "the project's own extensions were not compared"
    assert str(ours.docs_dir.resolve()) == theirs.docs_dir
    assert ours.site_url == theirs.site_url
    assert ours.settings == parse_settings(theirs.extra["clausier"], languages)


@pytest.mark.parametrize(
    "extensions",
    [
        "[footnotes, toc, footnotes]",
        "[tables: {use_align_attribute: true}, toc: {toc_depth: 3}, abbr: {}, def_list: null]",
        "{footnotes: {BACKLINK_TITLE: '{}'}, attr_list: null}",
        "[toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}]",
        "[pymdownx.superfences: {custom_fences: [{name: m, class: m, format: "
        "!!python/name:pymdownx.superfences.fence_code_format }]}]",
        "[toc: {permalink: !ENV [PERMALINK, OTHER, 'non']}]",
        "[toc: {permalink: !ENV NOWHERE}]",
    ],
)
def test_extensions_are_those_of_mkdocs_however_they_are_written(
    write: Write, extensions: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(f"site_name: Maison\n{GOOD}markdown_extensions: {extensions}\n")
    (path.parent / "docs").mkdir()
    monkeypatch.setenv("OTHER", "true")
    theirs = load_config(str(path))
    ours = read_configuration(path, os.environ)
    assert list(ours.extensions) == theirs.markdown_extensions
    assert repr(ours.extension_configs) == repr(theirs.mdx_configs)
    source = "# Un TITRE\n\nMot[^1]\n:   Sens\n\n``` m\na\n```\n\n[^1]: Note."
    mkdocs = markdown.Markdown(
        extensions=theirs.markdown_extensions, extension_configs=theirs.mdx_configs
    )
    assert ours.renderer.render(source) == mkdocs.convert(source)


def test_the_default_language_comes_first_and_the_address_ends_in_a_slash(write: Write) -> None:
    configuration = read(write())
    assert configuration.settings.languages == ("fr", "en")
    assert configuration.settings.governing_language == "fr"
    assert configuration.site_url == "https://terms.example/"


def test_the_docs_folder_is_beside_the_file(write: Write) -> None:
    assert read(write()).docs_dir == write().parent / "docs"
    assert read(write(f"docs_dir: textes/publics\n{GOOD}")).docs_dir == (
        write().parent / "textes/publics"
    )


def test_a_variable_counts_before_the_fallback_and_has_a_type(write: Write) -> None:
    path = write("un: !ENV [A, B, faux]\ndeux: !ENV A\ntrois: !ENV [A, [x, y]]\n")
    assert read_file(path, {}).values == {"un": "faux", "deux": None, "trois": ["x", "y"]}
    assert read_file(path, {"B": "12"}).values["un"] == 12
    assert read_file(path, {"A": "oui", "B": "12"}).values["un"] == "oui"


def test_what_a_tag_means_that_is_not_known_is_left_to_its_default(write: Write) -> None:
    path = write(
        """
        nom: !!python/name:nulle.part.rien
        appel: !!python/object/apply:os.getcwd []
        relatif: !relative $docs_dir
        liste: [un, !inconnu deux]
        fonction: !!python/name:os.path.join
        """
    )
    assert read_file(path, {}).values == {"liste": ["un"], "fonction": os.path.join}


def test_an_inherited_file_gives_what_the_own_does_not_have(write: Write) -> None:
    write(GOOD, "base.yml")
    path = write("INHERIT: base.yml\nextra: {clausier: {timezone: Europe/Brussels}}\n")
    settings = read(path).settings
    assert (settings.publisher, settings.zone.key) == ("Maison", "Europe/Brussels")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("site_url: [", ":1: the file is not the configuration of a site (expected the node"),
        ("a: 1\nb: 'c\n", ":3: the file is not the configuration of a site (found unexpected end"),
        ("a: \x01\n", ":1: the file is not the configuration of a site"),
        ("- a\n- b\n", ":1: the file is not the configuration of a site (no keys and values)"),
        ("a: 2026-13-45\n", ": the file is not the configuration of a site (month must be"),
        ("a: " + "[" * 2000, ": the file is not the configuration of a site (brackets"),
        ("", ": there is no site_url"),
        ("a: 1\nsite_url: 12\n", ":2: there is no site_url"),
        (GOOD.replace("- i18n", "- i19n"), ":3: there is no i18n plugin"),
        (GOOD.replace("plugins:\n  - search", "plugins:\n  - [search]"), ":3: plugins is not"),
        (GOOD.replace("{locale: en, name: English}", "en"), ":7: the i18n plugin has no list"),
        (GOOD.replace("locale: en", "locale: no"), ":7: the i18n plugin has no list"),
        (GOOD.replace("publisher: Maison", "publisher: ''"), ":11: extra.clausier: publisher is"),
        (GOOD.replace("clausier:\n    publisher: Maison", "clausier: [a]"), ":11: extra.clausier"),
        (GOOD + "docs_dir: [a]\n", ":13: docs_dir is not the name of a folder"),
        (GOOD + "markdown_extensions: 12\n", ":13: markdown_extensions is not a list"),
        (
            GOOD + "markdown_extensions:\n  - tables\n  - nulle.part\n",
            ':15: the Markdown extension "nulle.part" cannot be used (the module nulle is not',
        ),
        (
            GOOD + "markdown_extensions:\n  - toc: {toc_deep: 3}\n",
            ':14: the Markdown extension "toc" cannot be used (',
        ),
        (
            GOOD + "markdown_extensions:\n  - os\n",
            ':14: the Markdown extension "os" cannot be used (',
        ),
        ("INHERIT: nulle-part.yml\n", ":1: "),
        ("INHERIT: mkdocs.yml\n", ":1: "),
    ],
)
def test_a_mistake_is_said_in_one_line_with_its_place(
    write: Write, content: str, said: str
) -> None:
    path = write()
    path.write_text(content, "utf-8")
    assert refusal(path).startswith(said)


def test_bytes_that_are_not_utf_8_are_refused_with_their_line(write: Write) -> None:
    path = write()
    path.write_bytes(b"site_name: Maison\nnom: Fran\xe7ais\n")
    assert refusal(path).startswith(":2: the file is not the configuration")


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "mkdocs.yml") == " was not found. Check the name of the file"
    assert refusal(tmp_path) == " cannot be read (Is a directory). Check the file"


def test_the_nearest_file_is_found_from_any_folder_below(write: Write) -> None:
    far = write()
    near = far.parent / "site"
    below = near / "docs" / "fr"
    below.mkdir(parents=True)
    assert find_configuration(below) == far.resolve()
    (near / "mkdocs.yaml").write_text(GOOD)
    assert find_configuration(below) == (near / "mkdocs.yaml").resolve()
    (near / "mkdocs.yml").write_text(GOOD)
    assert find_configuration(below) == (near / "mkdocs.yml").resolve()


def test_where_there_is_none_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clausier.configuration.FILE_NAMES", ("nulle-part.yml",))
    with pytest.raises(SettingsError) as caught:
        find_configuration(tmp_path)
    assert "--config" in line_of(caught.value)
