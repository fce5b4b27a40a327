"""A sample repository, published: eight versions of made-up terms, so that all can be seen at once.

`python -m clausier.demo` makes it afresh in `build/demo` and serves it. The texts are in `sample/`;
`STORY` says which commit brought which, and on what day. Dates and identity are pinned, so the
same samples make the same commits, whoever makes them and whenever.

Layout of the demo's folder: `repository/` (with `docs/`), `mkdocs.yml` (the project's own, pointed
at that repository) and `site/`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from clausier.commands.frame import AS_OF
from clausier.commands.serve import serve
from clausier.configuration_file import read_file
from clausier.errors import ClausierError, Problem, RepositoryError, SettingsError, say
from clausier.live.server import HOST

DAY = date(2026, 9, 15)
"""The day as of which the demo is told: version 2.2 is in force, 3.0 is still to come."""
LANGUAGES = ("fr", "en")

_PROJECT = Path(__file__).resolve().parents[2]
_FOLDER = _PROJECT / "build" / "demo"
_PORT = 8001
_IDENTITY = "Clausier demo <demo@clausier.example>"
_PUBLISHER = "Atelier Exemple"
_SITE_NAMES = {"fr": "Conditions d’Atelier Exemple", "en": "Terms of Atelier Exemple"}
_KINDS = {"conditions": "terms-of-service", "donnees": "privacy-notice", "pret": "loan-rules"}

LOOK = (
    ("", "the three documents, as of 15 September 2026"),
    ("conditions/", "the text in force (2.2), and what comes next (3.0)"),
    ("conditions/versions/", "eight versions; what applied on a given day"),
    ("conditions/versions/1.0/", "a superseded version"),
    ("conditions/compare/1.0/1.1/", "a small correction"),
    ("conditions/compare/1.1/1.2/", "an editorial change"),
    ("conditions/compare/1.2/1.3/", "amounts, hours and dates"),
    ("conditions/compare/1.3/2.0/", "a new article 3; the others renumbered"),
    ("conditions/compare/2.0/2.1/", "a clause moved to another article"),
    ("conditions/compare/2.1/2.2/", "a list item, a table row, a new clause"),
    ("conditions/compare/2.2/3.0/", "an article rewritten, from 1 January 2027"),
    ("en/conditions/versions/1.2/", "a translation that was corrected"),
    ("en/donnees/versions/1.1/", "a proposed version, not translated yet"),
    ("pret/versions/", "a document that was withdrawn"),
    ("terms.json", "the index for chatbots"),
)
"""What there is to see: addresses below the site's, and what each shows."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of the story."""

    at: str
    """ISO 8601, with the offset of the place's zone on that day."""
    message: str
    files: Mapping[str, str | None]
    """Sample by path below the docs folder; None: the file leaves the tree."""
    instead: tuple[str, str] | None = None
    """Words of these samples, and what stood there in this commit."""
    branch: str = "main"
    """A branch that has no commit yet starts from main."""
    merges: str | None = None
    """The branch whose work comes onto this one."""


def _both(page: str, sample: str) -> dict[str, str | None]:
    """Return a page's file in each language, as the samples have it."""
    return {f"{language}/{page}.md": f"{sample}.{language}.md" for language in LANGUAGES}


def _neither(page: str) -> dict[str, str | None]:
    """Return the departure of a page's file in each language."""
    return dict.fromkeys(_both(page, ""))


STORY = (
    Commit(
        "2022-09-05T10:12+02:00",
        "Conditions, prêt d’outils et données personnelles : premières versions",
        {
            "fr/cgu.md": "conditions/1.0.fr.md",
            **_both("pret", "pret/1.0"),
            **_both("donnees", "donnees/1.0"),
        },
    ),
    Commit(
        "2022-11-07T16:40+01:00",
        "Conditions 1.0 : la traduction anglaise arrive",
        {"en/cgu.md": "conditions/1.0.en.md"},
    ),
    Commit(
        "2022-11-21T09:05+01:00",
        "Conditions 1.1 : une faute et un renvoi corrigés",
        _both("cgu", "conditions/1.1"),
    ),
    Commit(
        "2023-02-06T11:30+01:00",
        "Conditions 1.2 : l’article 5.2 plus simple",
        _both("cgu", "conditions/1.2"),
        instead=("no later than the day before", "no later than the same day"),
    ),
    Commit(
        "2023-03-13T14:20+01:00",
        "Conditions 1.2 : contresens corrigé dans la traduction",
        {"en/cgu.md": "conditions/1.2.en.md"},
    ),
    Commit(
        "2023-06-12T10:00+02:00",
        "Conditions 1.3 : premier jet, caution à 180 €",
        {"fr/cgu.md": "conditions/1.3.fr.md"},
        instead=("**200 €**", "**180 €**"),
        branch="conditions-1.3",
    ),
    Commit(
        "2023-06-19T15:45+02:00",
        "Conditions 1.3 : caution à 200 €, traduction",
        _both("cgu", "conditions/1.3"),
        branch="conditions-1.3",
    ),
    Commit(
        "2023-06-26T09:30+02:00", "Prêt d’outils 1.1 : trois jours, 4 €", _both("pret", "pret/1.1")
    ),
    Commit(
        "2023-07-03T10:15+02:00",
        "Fusion de conditions-1.3",
        _both("cgu", "conditions/1.3"),
        merges="conditions-1.3",
    ),
    Commit(
        "2024-01-22T10:50+01:00",
        "Conditions 2.0 : formation à la sécurité, nouvel article 3",
        _both("cgu", "conditions/2.0"),
    ),
    Commit(
        "2024-05-13T17:10+02:00",
        "Le fichier cgu.md devient conditions.md",
        {**_neither("cgu"), **_both("conditions", "conditions/2.0")},
    ),
    Commit(
        "2024-08-19T09:20+02:00",
        "Conditions 2.1 : l’article 4.4 devient l’article 6.4",
        _both("conditions", "conditions/2.1"),
    ),
    Commit(
        "2025-04-28T11:00+02:00",
        "Conditions 2.2 : découpeuse laser, prêt d’outils",
        _both("conditions", "conditions/2.2"),
    ),
    Commit(
        "2025-06-02T09:00+02:00",
        "Prêt d’outils : le règlement est retiré, l’article 6.5 le remplace",
        _neither("pret"),
    ),
    Commit(
        "2026-07-20T10:30+02:00",
        "Conditions 3.0 : article 7 réécrit, au 1er novembre",
        _both("conditions", "conditions/3.0"),
        instead=("2027-01-01", "2026-11-01"),
    ),
    Commit(
        "2026-08-31T16:00+02:00",
        "Conditions 3.0 : entrée en vigueur reportée au 1er janvier",
        _both("conditions", "conditions/3.0"),
    ),
    Commit(
        "2026-09-07T11:15+02:00",
        "Données personnelles 1.1 : projet",
        {"fr/donnees.md": "donnees/1.1.fr.md"},
    ),
)
"""Oldest first; the site's ordinary pages come after, in a commit of their own."""

_ORDINARY = Commit("2026-09-08T09:00+02:00", "Pages ordinaires du site", {})


# The repository


def make_repository(folder: Path) -> None:
    """Make the sample repository in `folder`, its newest commit checked out.

    Args:
        folder: made if it does not exist.

    Raises:
        RepositoryError: `folder` is not empty, there is no git, or git refuses.
        SettingsError: the project's `mkdocs.yml`, which names the ordinary pages, is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise RepositoryError(
            Problem(say("%(folder)s is not empty", folder=folder), say("Name a folder that is"))
        )
    contents = [(commit, dict(_contents(commit))) for commit in STORY]
    contents.append((_ORDINARY, dict(_ordinary_pages(_project_config()))))
    _git(folder, "init", "--quiet", "--initial-branch=main", "--object-format=sha1", "--template=")
    _git(folder, "fast-import", "--quiet", stdin=b"".join(_stream(contents)))
    _git(folder, "reset", "--quiet", "--hard")


def _contents(commit: Commit) -> Iterator[tuple[str, bytes | None]]:
    """Yield each file of a commit with its bytes; None where it leaves the tree."""
    samples = files("clausier").joinpath("sample")
    for path, sample in commit.files.items():
        raw = samples.joinpath(sample).read_bytes() if sample is not None else None
        if raw is not None and commit.instead is not None:
            words, others = commit.instead
            raw = raw.replace(words.encode(), others.encode())
        yield path, raw


def _ordinary_pages(config: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the project's ordinary pages, told of the demo's documents instead of its own."""
    choices = config["extra"]["clausier"]
    names = {choices["publisher"]: _PUBLISHER}
    for document in choices["documents"]:
        names |= {
            f"({document}.md": "(conditions.md",
            f'"{document}"': '"conditions"',
            f"/{document}/": "/conditions/",
        }
    for language in LANGUAGES:
        for page in _iter_pages(config["nav"]):
            source = _PROJECT / config["docs_dir"] / language / page
            if source.is_file():
                text = source.read_bytes().decode()
                for theirs, ours in names.items():
                    text = text.replace(theirs, ours)
                yield f"{language}/{page}", text.encode()


def _iter_pages(nav: object) -> Iterator[str]:
    """Yield the paths in a MkDocs `nav`, with or without titles and sections."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, Mapping | Sequence):
        for part in nav.values() if isinstance(nav, Mapping) else nav:
            yield from _iter_pages(part)


def _stream(commits: Iterable[tuple[Commit, Mapping[str, bytes | None]]]) -> Iterator[bytes]:
    """Yield the commits as `git fast-import` reads them (git-fast-import, "Input format")."""
    started = {"main"}
    for commit, contents in commits:
        at = datetime.fromisoformat(commit.at)
        yield f"commit refs/heads/{commit.branch}\n".encode()
        yield f"committer {_IDENTITY} {at.timestamp():.0f} {at:%z}\n".encode()
        yield _data(f"{commit.message}\n".encode())
        if commit.branch not in started:
            started.add(commit.branch)
            yield b"from refs/heads/main\n"
        if commit.merges is not None:
            yield f"merge refs/heads/{commit.merges}\n".encode()
        for path, raw in contents.items():
            if raw is None:
                yield f"D docs/{path}\n".encode()
            else:
                yield f"M 100644 inline docs/{path}\n".encode() + _data(raw)


def _data(raw: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(raw), raw)


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> None:
    """Run git in `folder`, without anybody's own configuration: it would change the commits."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-C", str(folder), *arguments]
    try:
        subprocess.run(command, input=stdin, env=environment, check=True, capture_output=True)
    except FileNotFoundError:
        raise RepositoryError(
            Problem(say("git was not found, and the demo is a git repository"), say("Install git"))
        ) from None
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise RepositoryError(
            Problem(
                say("git could not make the demo (%(reason)s)", reason=reason),
                say("Update git, then try again"),
            )
        ) from None


# The site


def make_demo(folder: Path) -> Path:
    """Return the path of the `mkdocs.yml` of a new demo in `folder`, which is emptied first.

    Raises:
        ClausierError: as `make_repository`.
    """
    if folder.exists():
        shutil.rmtree(folder)
    make_repository(folder / "repository")
    path = folder / "mkdocs.yml"
    config = _demo_config(_project_config(), folder)
    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), "utf-8")
    return path


def _project_config() -> dict[str, Any]:
    """Return the project's configuration as it is where no variable of `!ENV` is set."""
    path = _PROJECT / "mkdocs.yml"
    if not path.is_file():
        raise SettingsError(
            Problem(
                say("mkdocs.yml was not found"), say("Make the demo from a clone of the project")
            )
        )
    return dict(read_file(path, {}).values)


def _demo_config(config: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the project's configuration, changed where it speaks of the project's own texts."""

    def place(path: str) -> str:
        return Path(os.path.relpath(_PROJECT / path, folder)).as_posix()

    config["site_name"] = _SITE_NAMES[LANGUAGES[0]]
    config["site_url"] = _server()
    config["docs_dir"], config["site_dir"] = "repository/docs", "site"
    config["theme"]["custom_dir"] = place(config["theme"]["custom_dir"])
    config["hooks"] = [place(hook) for hook in config["hooks"]]
    config["extra"]["clausier"]["publisher"] = _PUBLISHER
    config["extra"]["clausier"].pop("signing_keys", None)  # the company's own
    config["extra"]["clausier"]["documents"] = {k: {"kind": v} for k, v in _KINDS.items()}
    for plugin in config["plugins"]:
        if isinstance(plugin, dict) and "i18n" in plugin:
            for language in plugin["i18n"]["languages"]:
                language["site_name"] = _SITE_NAMES[language["locale"]]
    return config


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the demo, say what there is to see, and serve it until Ctrl-C.

    Args:
        arguments: those of the command line.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser("python -m clausier.demo", description=main.__doc__)
    parser.add_argument("--no-serve", action="store_true", help="build the site and stop")
    is_served = not parser.parse_args(arguments).no_serve
    try:
        config = make_demo(_FOLDER)
    except ClausierError as error:
        print(error, file=sys.stderr)
        return 1
    site = _server() if is_served else f"{os.path.relpath(_FOLDER / 'site')}/"
    print("A made-up association, its terms, and what became of them:\n")
    for address, what in LOOK:
        print(f"  {site + address:<50} {what}")
    print(flush=True)
    os.environ[AS_OF] = os.environ.get(AS_OF) or DAY.isoformat()
    if is_served:
        serve.main(["--config", str(config), "--port", str(_PORT)])  # ends the process
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(config)]
    return subprocess.run(command, check=False).returncode


def _server() -> str:
    """Return the address at which the demo is served."""
    return f"http://{HOST}:{_PORT}/"


if __name__ == "__main__":
    sys.exit(main())
