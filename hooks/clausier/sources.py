"""What `clausier verify` reads from the world: a site's folder or server, keys, a repository."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from clausier.addresses import TERMS
from clausier.configuration import find_configuration, read_configuration
from clausier.errors import ClausierError, Message, Problem, SettingsError, say
from clausier.git import Snapshot, read_contents, read_history, read_snapshot
from clausier.signatures import KeyFormatError, PublicKey, parse_public_keys
from clausier.verification import Refusal, Repository, Source

AT_ONCE: Final = 8
"""How many files are asked for at the same time."""
PATIENCE: Final = 20
"""For how many seconds a server may say nothing."""
MOST_BYTES: Final = 100_000_000
"""No file of a site is larger: a server could send for ever."""
MISSING_PAGE: Final = "404.html"
"""The page for what is missing, of each language."""
_AHEAD: Final = 64
_BUSY: Final = frozenset({408, 425, 429, *range(500, 600)})
"""Answers that say nothing of what is there."""

_HEADERS: Final = {"User-Agent": "clausier-verify", "Cache-Control": "no-cache"}

Progress = Callable[[int, int], None]
"""Told how many of how many files have been read."""


class SourceError(ClausierError):
    """There is no such folder."""


def open_source(name: str, progress: Progress) -> Source:
    """Return the site at an address, or in a folder; its `terms.json` may be named too.

    Raises:
        SourceError: it is neither.
    """
    root = name.removesuffix(TERMS)
    if root.startswith(("http://", "https://")):
        return _Served(root.rstrip("/") + "/", progress)
    folder = Path(root)
    if not folder.is_dir():
        raise SourceError(
            Problem(
                say("there is no folder %(folder)s", folder=folder),
                say("Name the folder of a site, or an address that begins with https://"),
            )
        )
    return _Folder(str(folder))


@dataclass(frozen=True, slots=True)
class _Folder:
    """A site in a folder."""

    root: str

    def read(self, name: str) -> bytes | Refusal:
        """Return a file's bytes."""
        if name.startswith("/") or ".." in PurePosixPath(name).parts:
            return Refusal(say("it would be outside of the folder"), answered=True)
        path, root = Path(self.root, name), Path(self.root)
        try:
            for step in (path, *path.parents):
                if step == root:
                    break
                if step.is_symlink():  # what it leads to may change, and need not be the site's
                    return Refusal(say("it is reached by a symbolic link"), answered=True)
            if path.exists() and not path.is_file():  # to read a pipe could take for ever
                return Refusal(say("it is no plain file"), answered=True)
            return path.read_bytes()
        except PermissionError as error:
            return Refusal(str(error.strerror), answered=False)
        except (FileNotFoundError, NotADirectoryError):
            return Refusal(say("there is no such file"), answered=True)
        except OSError as error:
            return Refusal(str(error.strerror), answered=True)
        except ValueError:
            return Refusal(say("it is no name of a file"), answered=True)

    def read_each(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | Refusal]]:
        """Yield each file with its bytes."""
        return ((name, self.read(name)) for name in names)

    def list_names(self) -> tuple[str, ...]:
        """Return everything there is but folders; links are named, and not followed."""
        root = Path(self.root)
        return tuple(
            path.relative_to(root).as_posix()
            for path in sorted(root.rglob("*"))
            if path.is_symlink() or not path.is_dir()
        )


@dataclass(frozen=True, slots=True)
class _Served:
    """A site on a server."""

    root: str
    progress: Progress

    def read(self, name: str) -> bytes | Refusal:
        """Return what is served in place of a file; a page is asked for by its folder.

        The page for what is missing may come with the answer 404, even where it is asked for.
        """
        is_missing_page = name.split("/")[-1] == MISSING_PAGE
        way = name.removesuffix("index.html") if name.split("/")[-1] == "index.html" else name
        url = self.root + quote(way)
        answer = _fetch(url, is_missing_page=is_missing_page)
        if isinstance(answer, Refusal) and not answer.answered:
            return _fetch(url, is_missing_page=is_missing_page)  # once more: a connection may break
        return answer

    def read_each(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | Refusal]]:
        """Yield each file with what is served in its place."""
        ahead = list(names)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for start in range(0, len(ahead), _AHEAD):
                some = ahead[start : start + _AHEAD]
                yield from zip(some, pool.map(self.read, some), strict=True)
                self.progress(min(start + _AHEAD, len(ahead)), len(ahead))

    def list_names(self) -> None:
        """Return nothing: a server does not tell."""


def _fetch(url: str, *, is_missing_page: bool) -> bytes | Refusal:
    request = Request(url, headers=_HEADERS)
    try:
        with _open(request, is_missing_page=is_missing_page) as answer:
            content: bytes = answer.read(MOST_BYTES + 1)
            is_whole = not getattr(answer, "length", 0)
    except HTTPError as error:
        return Refusal(
            say("the answer is %(code)s", code=error.code), answered=error.code not in _BUSY
        )
    except URLError as error:
        return Refusal(_tell(error.reason), answered=False)
    except (OSError, HTTPException, ValueError) as error:
        return Refusal(_tell(error), answered=False)
    if len(content) > MOST_BYTES:
        return Refusal(say("it is larger than %(count)s bytes", count=MOST_BYTES), answered=True)
    return content if is_whole else Refusal(say("the answer broke off"), answered=False)


def _open(request: Request, *, is_missing_page: bool) -> HTTPResponse | HTTPError:
    try:
        answer: HTTPResponse = urlopen(request, timeout=PATIENCE)
    except HTTPError as error:
        if not is_missing_page or error.code != HTTPStatus.NOT_FOUND:
            raise
        return error  # which is the answer too
    return answer


def _tell(reason: object) -> Message | str:
    if isinstance(reason, TimeoutError):
        return say("no answer in %(count)s seconds", count=PATIENCE)
    if isinstance(reason, ConnectionRefusedError):
        return say("connection refused")
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror.lower()
    return str(reason) or type(reason).__name__


def read_keys(paths: Iterable[Path]) -> tuple[PublicKey, ...]:
    """Return the public keys in files.

    Raises:
        KeyFormatError: one cannot be read, or holds no public key.
    """
    keys: list[PublicKey] = []
    for path in paths:
        try:
            keys += parse_public_keys(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise KeyFormatError(
                Problem(
                    say(
                        "%(filename)s cannot be read (%(strerror)s)",
                        filename=path,
                        strerror=error.strerror,
                    ),
                    say("Name a file with a key"),
                )
            ) from None
        except UnicodeDecodeError:
            raise KeyFormatError(
                Problem(
                    say("%(filename)s is no text", filename=path),
                    say("Name a file with a public key in PEM form"),
                )
            ) from None
        except KeyFormatError as error:
            raise KeyFormatError(
                *(
                    Problem(say("%(name)s: %(what)s", name=path, what=one.what), one.remedy)
                    for one in error.problems
                )
            ) from None
    return tuple(keys)


def open_repository(path: Path, environment: Mapping[str, str]) -> Callable[[str], Repository]:
    """Return what reads the repository at `path`, up to a commit of its main line.

    Raises:
        SettingsError: there is no `mkdocs.yml`, here or above, that can be used.
    """
    try:
        place = path if path.is_file() else find_configuration(path)
        standing = read_configuration(place, environment)
    except SettingsError as error:
        raise SettingsError(
            *(
                Problem(one.what, say("Name a clone of the repository with --git"), one.place)
                if one.place.uri is None
                else one
                for one in error.problems
            )
        ) from None

    def read(commit: str) -> Repository:
        snapshot = read_snapshot(standing.docs_dir, commit)
        unheld: list[str] = []
        configuration = read_configuration(place, environment, _read_held(snapshot, unheld))
        docs = _list_held(snapshot, configuration.docs_dir)
        theme = _list_held(snapshot, configuration.theme_dir) if configuration.theme_dir else {}
        contents = read_contents(
            snapshot, (uri for uri in (*docs, *theme) if not uri.endswith(".md"))
        )
        return Repository(
            history=read_history(configuration.docs_dir, commit),
            settings=configuration.settings,
            renderer=configuration.renderer,
            site_url=configuration.site_url,
            docs={name: contents[uri] for uri, name in docs.items() if uri in contents},
            pages=tuple(name for uri, name in docs.items() if uri not in contents),
            theme=(
                {name: contents[uri] for uri, name in theme.items() if uri in contents}
                if theme or configuration.theme_dir is None
                else None
            ),
            leaves_out=configuration.leaves_out,
            has_search=configuration.has_search,
            unheld=tuple(unheld),
        )

    return read


def _read_held(snapshot: Snapshot, unheld: list[str]) -> Callable[[Path], bytes]:
    """Return what reads a file as a commit holds it.

    One that it does not hold is read as it stands, and named in `unheld`.
    """

    def read(path: Path) -> bytes:
        uri = snapshot.locate(path)
        if uri is not None and uri in snapshot.blobs:
            return read_contents(snapshot, (uri,))[uri]
        unheld.append(path.name)
        return path.read_bytes()

    return read


def _list_held(snapshot: Snapshot, folder: Path) -> dict[str, str]:
    """Return the path in a folder of each file there that a commit holds, by repository path."""
    start = snapshot.locate(folder)
    if start is None:
        return {}
    return {uri: posixpath.relpath(uri, start or ".") for uri in snapshot.list_below(start)}
