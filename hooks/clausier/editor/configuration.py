"""What the form asks for, worked out from the model of the front matter.

Each document is one entry with its languages side by side, so that a proposal holds them all: one
branch and one pull request, as a version is one merge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from clausier.backend import Backend
from clausier.errors import Message, say
from clausier.frontmatter import KEYS, REQUIRED
from clausier.model import VERSION_PATTERN, ChangeClass
from clausier.settings import Settings
from clausier.wording import name_change_class
from clausier.words import load_words

FORMAT: Final = "clausier-frontmatter"
"""The name of the format that `format.js` reads and writes; by its end, one of Markdown files."""
BODY: Final = "body"
"""The key of the text, as the form calls it."""

_LABELS: Final[Mapping[str, tuple[Message, Message]]] = {
    "version": (
        say("Version number"),
        say("Two numbers with a dot between. A new text needs the next number."),
    ),
    "effective_date": (
        say("Effective date"),
        say("Left empty, the version is proposed, and nothing applies."),
    ),
    "change": (say("Change class"), say("A change of substance asks everyone to accept again.")),
    "summary": (
        say("Summary"),
        say("What changes, in plain words; owed from the second version on."),
    ),
    BODY: (
        say("Text"),
        say("## begins a heading; a numbered clause begins with its number; a blank line between."),
    ),
}
"""What each key is called and what is said of it."""


def build_configuration(
    settings: Settings,
    backend: Backend,
    sources: Mapping[tuple[str, str], str],
    folder: str,
    site_url: str,
) -> dict[str, Any]:
    """Return the form's configuration, as it is published.

    Args:
        settings: those of the site.
        backend: where the form saves to.
        sources: for each document and language, its file below the docs folder.
        folder: the docs folder, relative to the top of the repository.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    first = settings.governing_language
    others = [language for language in settings.languages if language != first]
    prefix = f"{folder}/" if folder else ""
    files = [
        {
            "name": document,
            "label": document,
            "file": f"{prefix}{{{{locale}}}}/{name}",
            "i18n": True,
            "fields": build_fields(document, settings.languages),
        }
        for document, name in sorted(
            iter_entries(sources, first), key=lambda entry: settings.listing_key(entry[0])
        )
    ]
    return {
        "load_config_file": False,
        "backend": _describe_backend(backend),
        "publish_mode": "editorial_workflow",
        "site_url": site_url,
        "media_folder": f"{prefix}media",  # one must be named; no field puts a file there
        "app_title": settings.publisher,
        "i18n": {
            "structure": "multiple_folders",
            "locales": [first, *others],
            "default_locale": first,
        },
        "editor": {"preview": False},
        "output": {"omit_empty_optional_fields": True},
        "collections": [
            {
                "name": "documents",
                "label": _in_each(say("Documents"), settings.languages),
                "format": FORMAT,
                "i18n": True,
                "files": files,
            }
        ],
    }


def iter_entries(
    sources: Mapping[tuple[str, str], str], governing: str
) -> Iterable[tuple[str, str]]:
    """Yield each document whose files have the same name in every language, and that name."""
    for (document, language), source in sources.items():
        name = source.removeprefix(f"{language}/")
        if language == governing and all(
            other == f"{code}/{name}" for (id_, code), other in sources.items() if id_ == document
        ):
            yield document, name


def _describe_backend(backend: Backend) -> dict[str, object]:
    described: dict[str, object] = {
        "name": backend.name,
        "repo": backend.repository,
        "branch": backend.branch,
        "auth_methods": ["oauth" if backend.uses_oauth else "token"],
    }
    if backend.app_id:
        described |= {"auth_type": "pkce", "app_id": backend.app_id}
    for key, value in (("api_root", backend.api_root), ("base_url", backend.base_url)):
        if value:
            described[key] = value
    return described


def build_fields(document: str, languages: tuple[str, ...]) -> list[dict[str, object]]:
    """Return a field for each key of the front matter, in its order, then the text."""
    fields: list[dict[str, object]] = []
    for key in (*KEYS, BODY):
        label, hint = _LABELS.get(key, (None, None))
        field: dict[str, object] = {
            "name": key,
            "label": _in_each(label, languages) if label else key,
            # What must agree between the languages is asked for once.
            "i18n": True if key in ("summary", BODY) else "duplicate",
        }
        if key != "document":  # it is not asked for
            field["required"] = key in REQUIRED or key == BODY
        if hint:
            field["hint"] = _in_each(hint, languages)
        field |= _widgets(document, languages).get(key, {"widget": "string"})
        fields.append(field)
    return fields


def _widgets(document: str, languages: tuple[str, ...]) -> Mapping[str, dict[str, object]]:
    """Return how each key that is more than a line of words is asked for."""
    example = _in_each(say("Write two numbers, such as 1.1"), languages)
    return {
        "document": {"widget": "hidden", "default": document},
        "version": {"widget": "string", "pattern": [f"^(?:{VERSION_PATTERN})$", example]},
        "effective_date": {
            "widget": "datetime",
            "type": "date",
            "format": "YYYY-MM-DD",
            "default": "",
        },
        "change": {
            "widget": "select",
            "options": [
                {
                    "value": change.value,
                    "label": " · ".join(name_change_class(change, code) for code in languages),
                }
                for change in ChangeClass
            ],
        },
        # A plain field for text: it gives back what it was given, character for character.
        BODY: {"widget": "text", "use_emoji_autocomplete": False},
    }


def _in_each(message: Message, languages: tuple[str, ...]) -> str:
    """Return a message in each language: the form has one set of words for all."""
    said = (message.render(load_words(language).gettext) for language in languages)
    return " · ".join(dict.fromkeys(said))
