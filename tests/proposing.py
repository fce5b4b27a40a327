"""Proposals for tests: what stands in a working tree, over a repository that published a version.

A check is tried with a table of cases: the texts that have what it finds, and those that only look
like it. `propose` writes files over a published `cgu` 1.0 in French and English.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from clausier.checks import list_problems
from clausier.clauses import Renderer
from clausier.errors import Problem
from clausier.proposals import Proposal, read_proposal
from clausier.settings import Settings
from repositories import EN, FR, LANGUAGES, PARIS, Content, Repository

TODAY = date(2026, 6, 15)
SETTINGS = Settings("Maison", LANGUAGES, "fr", PARIS, 7, {"cgu": "terms-of-service"})
RENDERER = Renderer(["tables", "footnotes", "def_list", "attr_list", "toc", "fenced_code"])

FRENCH = """# Conditions générales

## 1. Objet

1.1. Le client paie 10 € dans les 30 jours.

1.2. Voir l’article 2.

## 2. Durée

2.1. Le contrat dure un an à compter du 1er janvier 2026.
"""
ENGLISH = """# General terms

## 1. Purpose

1.1. The client pays €10 within 30 days.

1.2. See article 2.

## 2. Term

2.1. The contract lasts one year from 1 January 2026.
"""


def head(version: str = "2.0", **keys: str | None) -> str:
    """Return front matter of a version that is proposed; a key that is None is left out."""
    values: dict[str, str | None] = {
        "document": "cgu",
        "version": f'"{version}"',
        "effective_date": "2026-09-01",
        "change": "substantive",
        "summary": None,
    }
    values |= keys
    lines = [f"{key}: {value}" for key, value in values.items() if value is not None]
    return "\n".join(("---", *lines, "---", ""))


def start(path: Path) -> Repository:
    """Return a repository that published version 1.0 in both languages."""
    repository = Repository.create(path)
    first = head("1.0", effective_date="2026-02-01", change="initial")
    repository.commit({FR: first + FRENCH, EN: first + ENGLISH})
    return repository


def propose(
    repository: Repository,
    files: Mapping[str, Content],
    *,
    settings: Settings = SETTINGS,
    as_of: date = TODAY,
    base: str | None = None,
) -> Proposal:
    """Write files into a working tree and return what it then proposes."""
    repository.write(files)
    return read_proposal(repository.path / "docs", settings, RENDERER, as_of, base)


def propose_texts(repository: Repository, french: str = FRENCH, english: str = ENGLISH) -> Proposal:
    """Propose version 2.0 with these texts, front matter in order."""
    return propose(
        repository,
        {
            FR: head(summary="Ce qui change.") + french,
            EN: head(summary="What changes.") + english,
        },
    )


def codes(proposal: Proposal) -> list[str]:
    """Return the codes of all that is wrong, in the order of the problems."""
    return [problem.code for problem in list_problems(proposal)]


def lines(proposal: Proposal, code: str) -> list[tuple[str, int | None]]:
    """Return where something of a kind is wrong."""
    return [(p.place.uri or "", p.place.line) for p in found(proposal, code)]


def found(proposal: Proposal, code: str) -> list[Problem]:
    """Return the problems of a kind."""
    return [problem for problem in list_problems(proposal) if problem.code == code]
