"""The site's `mkdocs.yml`, read without MkDocs: what tools beside the site need of it.

What it says of Markdown is taken as MkDocs takes it, so that a text compared on the command line
is the text of the site, character for character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NoReturn

import markdown

from clausier.clauses import Renderer
from clausier.configuration_file import ConfigurationFile, read_file
from clausier.errors import Message, Place, Problem, SettingsError, say
from clausier.settings import Settings, parse_settings

FILE_NAMES: Final = ("mkdocs.yml", "mkdocs.yaml")
"""What MkDocs looks for, in this order."""

_BUILTINS: Final = ("toc", "tables", "fenced_code")
"""The extensions that MkDocs uses whether they are listed or not, before all others."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What `mkdocs.yml` decides about texts, checked."""

    docs_dir: Path
    site_dir: Path
    theme_dir: Path | None
    """The company's own templates, and what is copied beside them (`theme.custom_dir`)."""
    leaves_out: bool
    """Whether some files below `docs_dir` are not published (`exclude_docs`)."""
    has_search: bool
    """Whether pages can be searched (the plugin `search`)."""
    site_url: str
    """With a slash at its end."""
    settings: Settings
    extensions: tuple[str, ...]
    """Markdown extensions by name, MkDocs's own first; each once."""
    extension_configs: Mapping[str, Mapping[str, Any]]
    """By extension; those without a configuration are not there."""

    @property
    def renderer(self) -> Renderer:
        """What makes HTML of Markdown as the site does."""
        return Renderer(self.extensions, self.extension_configs)


def find_configuration(folder: Path) -> Path:
    """Return the nearest `mkdocs.yml`, in `folder` or above it.

    Raises:
        SettingsError: there is none.
    """
    start = folder.resolve()
    for place in (start, *start.parents):
        for name in FILE_NAMES:
            if (place / name).is_file():
                return place / name
    raise SettingsError(
        Problem(
            say(
                "there is no %(name)s in %(folder)s or in any folder above it",
                name=FILE_NAMES[0],
                folder=folder,
            ),
            say("Go to a clone of the repository, or name the file with --config"),
        )
    )


def read_configuration(
    path: Path, environment: Mapping[str, str], read: Callable[[Path], bytes] = Path.read_bytes
) -> Configuration:
    """Return what the file at `path` decides.

    Args:
        path: an `mkdocs.yml`; messages name it as it is written here.
        environment: the variables that `!ENV` may name.
        read: gives the bytes of that file, and of those that it inherits from.

    Raises:
        SettingsError: the file cannot be read, is not YAML, or lacks something.
    """
    file = read_file(path, environment, read)
    site_url = file.values.get("site_url")
    if not isinstance(site_url, str) or not site_url:
        file.fail(say("there is no site_url"), say("Write the site's address"), "site_url")
    docs_dir = file.values.get("docs_dir", "docs")
    if not isinstance(docs_dir, str) or not docs_dir:
        file.fail(
            say("docs_dir is not the name of a folder"), say("Write docs, for example"), "docs_dir"
        )
    site_dir = file.values.get("site_dir", "site")
    if not isinstance(site_dir, str) or not site_dir:
        file.fail(
            say("site_dir is not the name of a folder"), say("Write site, for example"), "site_dir"
        )
    theme = file.values.get("theme")
    theme_dir = theme.get("custom_dir") if isinstance(theme, Mapping) else None
    extensions, configs = _read_extensions(file)
    return Configuration(
        docs_dir=path.parent / docs_dir,
        site_dir=path.parent / site_dir,
        theme_dir=path.parent / theme_dir if isinstance(theme_dir, str) else None,
        leaves_out=bool(file.values.get("exclude_docs")),
        has_search=any(name.split("/")[-1] == "search" for name, _ in _iter_named(file, "plugins")),
        site_url=site_url.rstrip("/") + "/",
        settings=_read_settings(file, _read_languages(file)),
        extensions=extensions,
        extension_configs=configs,
    )


def _read_languages(file: ConfigurationFile) -> tuple[str, ...]:
    """Return the languages of the i18n plugin, its default first."""
    choices = dict(_iter_named(file, "plugins")).get("i18n")
    if choices is None:
        file.fail(
            say("there is no i18n plugin with its languages"),
            say("List it under plugins, with the site's languages"),
            "plugins",
        )
    languages: list[tuple[bool, str]] = []
    listed = choices.get("languages")
    for language in listed if isinstance(listed, list) else ():
        name = language.get("locale") if isinstance(language, Mapping) else None
        if not isinstance(name, str):
            _fail_languages(file)
        if name != "null":  # an entry of the language menu that is no language
            languages.append((language.get("default") is not True, name))
    if not languages:
        _fail_languages(file)
    return tuple(name for _, name in sorted(languages, key=lambda language: language[0]))


def _fail_languages(file: ConfigurationFile) -> NoReturn:
    file.fail(
        say("the i18n plugin has no list of languages, each with its locale"),
        say("Write languages: [{locale: fr, name: Français, default: true}], for example"),
        *("plugins", "i18n", "languages"),
    )


def _read_settings(file: ConfigurationFile, languages: tuple[str, ...]) -> Settings:
    extra = file.values.get("extra")
    values = extra.get("clausier") if isinstance(extra, Mapping) else None
    if values is not None and not isinstance(values, Mapping):
        file.fail(
            say("extra.clausier is not a list of settings"),
            say("Write one setting a line, the publisher first"),
            *("extra", "clausier"),
        )
    try:
        return parse_settings(values or {}, languages)
    except SettingsError as error:
        place = Place(file.uri, file.find_line("extra", "clausier"))
        raise SettingsError(
            *(replace(problem, place=place) for problem in error.problems)
        ) from None


def _read_extensions(
    file: ConfigurationFile,
) -> tuple[tuple[str, ...], Mapping[str, Mapping[str, Any]]]:
    """Return the Markdown extensions and their configurations, in MkDocs's form."""
    key = "markdown_extensions"
    listed = tuple(_iter_named(file, key)) if file.values.get(key) is not None else ()
    configs = {name: dict(config) for name, config in listed if config}
    names = tuple(dict.fromkeys((*_BUILTINS, *(name for name, _ in listed))))
    trial = markdown.Markdown()
    for name in names:
        try:
            trial.registerExtensions((name,), configs)
        except ImportError as error:
            _fail_extension(
                file, name, say("the module %(name)s is not installed", name=error.name)
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # What extensions raise has no common form; a KeyError is a choice they do not have.
            reason = " ".join(str(error.args[0] if error.args else "").split())
            _fail_extension(file, name, reason.rstrip("."))
    return names, configs


def _fail_extension(file: ConfigurationFile, name: str, reason: Message | str) -> NoReturn:
    file.fail(
        say(
            'the Markdown extension "%(name)s" cannot be used (%(reason)s)',
            name=name,
            reason=reason,
        ),
        say("Install it, or correct its name and its choices"),
        *("markdown_extensions", name),
    )


def _iter_named(file: ConfigurationFile, key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the names in a list, and their choices; MkDocs also takes a mapping."""
    listed = file.values.get(key)
    if isinstance(listed, Mapping):
        entries = list(listed.items())
    elif isinstance(listed, list) and all(
        isinstance(entry, str) or (isinstance(entry, Mapping) and len(entry) == 1)
        for entry in listed
    ):
        pairs = ({entry: None} if isinstance(entry, str) else entry for entry in listed)
        entries = [pair for entry in pairs for pair in entry.items()]
    else:
        file.fail(
            say("%(key)s is not a list of names", key=key),
            say("Write one name a line, after a dash"),
            key,
        )
    for name, choices in entries:
        if not isinstance(name, str) or not isinstance(choices or {}, Mapping):
            file.fail(
                say("the choices of %(name)s are not written as key: value", name=name),
                say("Indent them below its name, one a line"),
                *(key, str(name)),
            )
        yield name, choices or {}
