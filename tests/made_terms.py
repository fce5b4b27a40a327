"""Answers of a site, made by hand: what a client is given, without a site being built."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

ROOT = "https://terms.example/"
"""Where the made site says it stands; tests serve it elsewhere, as a copy."""
Values = dict[str, Any]


def markdown(version: str, language: str) -> str:
    """The text of a version: a title, article 1 and its clauses."""
    return "".join(part for _, part in _parts(version, language))


def _parts(version: str, language: str) -> list[tuple[str, str]]:
    word = {"fr": "Conditions", "en": "Terms"}[language]
    return [
        ("preamble", f"# {word} {version}\n\n"),
        ("art-1", "## 1. Objet\n\n" if language == "fr" else "## 1. Purpose\n\n"),
        ("art-1.1", f"1.1. {word} : « été » {version}.\n\n"),
        ("art-1.2", f"1.2. {word} 2.\n"),
    ]


def digest(text: str) -> str:
    """The SHA-256 of a text's bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def text(version: str, language: str, **changes: object) -> Values:
    """A text entry."""
    home = ROOT if language == "fr" else f"{ROOT}en/"
    folder = f"{home}cgu/versions/{version}/"
    return {
        "title": {"fr": "Conditions générales", "en": "General terms"}[language],
        "governing": language == "fr",
        "summary": {"fr": f"Ce que {version} change : tout.", "en": f"What {version} changes."}[
            language
        ],
        "html_url": folder,
        "markdown_url": f"{folder}cgu-{version}.{language}.md",
        "pdf_url": f"{folder}cgu-{version}.{language}.pdf",
        "json_url": f"{ROOT}api/v1/cgu/versions/{version}.json",
        "sha256": digest(markdown(version, language)),
        "git_blob": "b" * 40,
    } | changes


def version(
    number: str,
    start: str | None,
    end: str | None = None,
    *,
    status: str = "in_force",
    since: str | None = None,
    languages: Sequence[str] = ("fr", "en"),
    supersedes: str | None = None,
) -> Values:
    """A version entry."""
    return {
        "version": number,
        "status": status,
        "change": "substantive",
        "published_at": "2024-01-01T09:00:00+00:00" if start else None,
        "effective_from": start,
        "effective_until": end,
        "accept_since": since or number,
        "supersedes": supersedes,
        "commit": "c" * 40,
        "texts": {language: text(number, language) for language in languages},
    }


CURRENT = version("1.1", "2025-06-01", "2027-01-01", since="1.0", supersedes="1.0")
UPCOMING = version("2.0", "2027-01-01", status="upcoming", supersedes="1.1")
PAST = version("1.0", "2024-04-15", "2025-06-01", status="superseded")


def terms(
    current: Values | None = CURRENT,
    upcoming: Sequence[Values] = (UPCOMING,),
    **changes: object,
) -> Values:
    """`terms.json`, as of 23 November 2026."""
    return {
        "$schema": f"{ROOT}terms.schema.json",
        "schema_version": "1.0",
        "as_of": "2026-11-23",
        "expires": "2026-11-30",
        "sequence": 42,
        "timezone": "Europe/Paris",
        "publisher": {"name": "Example"},
        "source": {"commit": "a" * 40},
        "documents": [
            {
                "id": "cgu",
                "kind": "terms-of-service",
                "governing_language": "fr",
                "languages": ["fr", "en"],
                "current": current,
                "upcoming": list(upcoming),
                "proposed": [],
                "versions_url": f"{ROOT}api/v1/cgu/versions.json",
                "history_url": {
                    "fr": f"{ROOT}cgu/versions/",
                    "en": f"{ROOT}en/cgu/versions/",
                },
                "feed_url": {"fr": f"{ROOT}cgu/feed.xml", "en": f"{ROOT}en/cgu/feed.xml"},
            }
        ],
    } | changes


def versions(listed: Sequence[Values] = (PAST, CURRENT, UPCOMING)) -> Values:
    """`api/v1/cgu/versions.json`."""
    return {
        "document": "cgu",
        "kind": "terms-of-service",
        "governing_language": "fr",
        "as_of": "2026-11-23",
        "timezone": "Europe/Paris",
        "versions": list(listed),
        "comparisons": [],
    }


def version_data(number: str, languages: Sequence[str] = ("fr", "en")) -> Values:
    """`api/v1/cgu/versions/<number>.json`."""
    return {
        "document": "cgu",
        "version": number,
        "texts": {
            language: text(number, language)
            | {
                "preamble": {
                    "text": "…",
                    "markdown": _parts(number, language)[0][1],
                    "html": "…",
                },
                "clauses": [
                    _clause(id_, source, number) for id_, source in _parts(number, language)[1:]
                ],
            }
            for language in languages
        },
    }


def _clause(id_: str, source: str, number: str) -> Values:
    article = {"id": "art-1", "number": "1", "heading": "Objet"}
    return {
        "id": id_,
        "number": id_.removeprefix("art-"),
        "heading": "Objet" if id_ == "art-1" else None,
        "level": 2 if id_ == "art-1" else 3,
        "path": [] if id_ == "art-1" else [article],
        "text": source.strip().split(" ", 1)[1],
        "markdown": source,
        "html": f"<p>{source.strip()}</p>",
        "sha256": digest(source),
        "since": number,
    }


def files() -> Mapping[str, Values | bytes]:
    """What the made site serves, by path."""
    made: dict[str, Values | bytes] = {
        "terms.json": terms(),
        "api/v1/cgu/versions.json": versions(),
    }
    for number in ("1.0", "1.1", "2.0"):
        made[f"api/v1/cgu/versions/{number}.json"] = version_data(number)
        for language, home in (("fr", ""), ("en", "en/")):
            path = f"{home}cgu/versions/{number}/cgu-{number}.{language}.md"
            made[path] = markdown(number, language).encode()
    return made
