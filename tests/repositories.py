"""Histories for tests: real git repositories, and the same stories told as plain values.

Nothing of the machine shows through: names, dates, zone and configuration are pinned, for the
commands run here and, by `pin_environment`, for the code under test.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clausier.errors import ClausierError, Problem, TimelineError
from clausier.git import FileChange, read_history
from clausier.model import Document, Publication
from clausier.revisions import Trace, trace_documents
from clausier.timeline import Timeline, build_timeline

PARIS = ZoneInfo("Europe/Paris")
LANGUAGES = ("fr", "en")
FR, EN = "docs/fr/cgu.md", "docs/en/cgu.md"
TEXT = "# Conditions\n\n1.1. Le client paie.\n"
OTHER = "# Conditions\n\n1.1. Le client paie dans les trente jours.\n"
ENGLISH = "# Terms\n\n1.1. The client pays.\n"
MORNING = "2026-01-05T10:00:00+01:00"
"""When a commit is made unless a story says otherwise."""

Content = str | bytes | None
"""What a file becomes; None: it leaves the tree."""

_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "Juriste",
    "GIT_AUTHOR_EMAIL": "juriste@example.org",
    "GIT_COMMITTER_NAME": "Juriste",
    "GIT_COMMITTER_EMAIL": "juriste@example.org",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
}


def pin_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the code under test see no git configuration or variable of this machine."""
    for name in os.environ:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    for name, value in _ENVIRONMENT.items():
        if name.startswith("GIT_CONFIG"):
            monkeypatch.setenv(name, value)


@dataclass(frozen=True)
class Commit:
    """One first-parent commit of a story."""

    files: Mapping[str, Content]
    at: str = MORNING
    """ISO 8601 with its offset."""


@dataclass(frozen=True)
class Repository:
    """A real repository, on branch `main`."""

    path: Path

    @classmethod
    def create(cls, path: Path) -> Repository:
        """Return a new repository without a commit, with a docs folder."""
        (path / "docs").mkdir(parents=True)
        repository = cls(path)
        repository.git("init", "--quiet", "--initial-branch=main")
        return repository

    def git(self, *arguments: str, at: str = MORNING, data: bytes | None = None) -> str:
        """Run git and return what it says; its outer white space is cut."""
        environment = {name: value for name, value in os.environ.items() if "GIT_" not in name}
        environment |= _ENVIRONMENT
        environment |= {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        done = subprocess.run(
            ["git", "-c", "core.autocrlf=false", "-c", "protocol.file.allow=always", *arguments],
            cwd=self.path,
            env=environment,
            input=data,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return os.fsdecode(done.stdout).strip()

    def write(self, files: Mapping[str, Content]) -> None:
        """Put files into the working tree, without committing them."""
        for uri, content in files.items():
            path = self.path / uri
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(
        self, files: Mapping[str, Content], at: str = MORNING, message: str = "Textes"
    ) -> str:
        """Commit files and return the commit's hash."""
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message, at=at)
        return self.head()

    def head(self) -> str:
        """The hash of the commit that is checked out."""
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str) -> None:
        """Start a branch here and go there."""
        self.git("switch", "--quiet", "--create", name)

    def switch(self, name: str) -> None:
        """Go to a branch."""
        self.git("switch", "--quiet", name)

    def merge(self, name: str, at: str = MORNING, *, squash: bool = False) -> str:
        """Merge a branch, as a merge commit or squashed, and return the commit's hash."""
        if squash:
            self.git("merge", "--quiet", "--squash", name, at=at)
            self.git("commit", "--quiet", "--message", f"{name} (#1)", at=at)
        else:
            self.git("merge", "--quiet", "--no-ff", "--message", f"Merge {name}", name, at=at)
        return self.head()

    def blob(self, uri: str, commit: str = "HEAD") -> str:
        """The hash of a file's content."""
        return self.git("rev-parse", f"{commit}:{uri}")

    def object_path(self, name: str) -> Path:
        """The file of a loose object, writable."""
        path = self.path / ".git/objects" / name[:2] / name[2:]
        path.chmod(0o644)
        return path

    def write_commit(self, header: str) -> str:
        """Make HEAD's tree a new commit with any header, however wrong, and return its hash."""
        raw = f"tree {self.git('rev-parse', 'HEAD^{tree}')}\n{header}\n\nTextes\n"
        commit = self.git(
            "hash-object", "-t", "commit", "-w", "--literally", "--stdin", data=raw.encode()
        )
        self.git("update-ref", "refs/heads/main", commit)
        return commit

    def grow(self, commits: Iterable[Commit]) -> None:
        """Add many commits to `main` in one go (git fast-import); the working tree stays."""
        start = self.git("for-each-ref", "--format=%(objectname)", "refs/heads/main")
        stream = [b"reset refs/heads/main\n", f"from {start}\n\n".encode() if start else b"\n"]
        for commit in commits:
            seconds = int(datetime.fromisoformat(commit.at).timestamp())
            stream.append(
                b"commit refs/heads/main\n"
                b"committer Juriste <juriste@example.org> %d +0000\ndata 6\nTextes\n" % seconds
            )
            for uri, content in commit.files.items():
                if content is None:
                    stream.append(f"D {uri}\n".encode())
                    continue
                raw = content if isinstance(content, bytes) else content.encode()
                stream.append(f"M 100644 inline {uri}\ndata {len(raw)}\n".encode() + raw + b"\n")
        self.git("fast-import", "--quiet", "--force", data=b"".join(stream))

    def changes(self, folder: str = "docs") -> tuple[FileChange, ...]:
        """What the code under test reads here."""
        return read_history(self.path / folder).changes

    def timeline(self, folder: str = "docs") -> Timeline:
        """What the code under test makes of this repository; its notes have the right form."""
        return timeline(self.changes(folder), folder=folder)

    def cgu(self) -> Document:
        """The document `cgu` in that timeline."""
        return document(self.timeline())


def commit_hash(number: int) -> str:
    """Return the hash of a story's commit, 1-based; its first ten digits are the number."""
    return f"{number:010}".ljust(40, "f")


def commit_number(commit: str) -> int:
    """Return the place of a story's commit, 1-based."""
    return int(commit[:10])


def changes(*commits: Commit) -> tuple[FileChange, ...]:
    """Return the story's changes as git would tell them, without git.

    Like git, it passes over what changes nothing.
    """
    told: list[FileChange] = []
    tree: dict[str, bytes] = {}
    for number, commit in enumerate(commits, start=1):
        at = datetime.fromisoformat(commit.at).astimezone(UTC)
        published = Publication(commit_hash(number), at)
        for uri, content in sorted(commit.files.items()):
            raw = content.encode() if isinstance(content, str) else content
            if tree.get(uri) == raw:
                continue
            if raw is None:
                del tree[uri]
                told.append(FileChange(published, uri, None, b""))
                continue
            tree[uri] = raw
            blob = hashlib.sha1(b"blob %d\0" % len(raw) + raw).hexdigest()
            told.append(FileChange(published, uri, blob, raw))
    return tuple(told)


def page(
    version: str = "1.0",
    text: str = TEXT,
    *,
    date: str | None = None,
    change: str | None = None,
    summary: str | None = None,
    document: str = "cgu",
) -> str:
    """Return a policy page; from the second version on substantive and summed up."""
    first = version == "1.0"
    lines = [f"document: {document}", f'version: "{version}"']
    lines += [f"effective_date: {date}"] if date else []
    lines += [f"change: {change or ('initial' if first else 'substantive')}"]
    summary = summary if summary is not None else ("" if first else "Le délai change.")
    lines += [f"summary: {summary}"] if summary else []
    return "\n".join(["---", *lines, "---", text])


def trace(
    told: Sequence[FileChange], folder: str = "docs", languages: Sequence[str] = LANGUAGES
) -> Trace:
    """Return what changes did to documents; every problem in it has the right form."""
    traced = trace_documents(told, folder, languages)
    for problem in (*traced.standing, *traced.past):
        check_form(problem)
    return traced


def timeline(told: Sequence[FileChange], folder: str = "docs", zone: ZoneInfo = PARIS) -> Timeline:
    """Return the timeline of changes; every problem in it has the right form."""
    try:
        built = build_timeline(trace(told, folder), "fr", zone)
    except TimelineError as error:
        for problem in error.problems:
            check_form(problem)
        assert len(str(error).splitlines()) == len(error.problems)
        raise
    for problem in built.notes:
        check_form(problem)
        assert problem.place.commit is not None, f"a note names its commit: {problem}"
    return built


def refusals(told: Sequence[FileChange], folder: str = "docs") -> tuple[Problem, ...]:
    """Return why a build of these changes stops; fails if it does not."""
    with pytest.raises(TimelineError) as caught:
        timeline(told, folder)
    return caught.value.problems


def refusal(told: Sequence[FileChange], folder: str = "docs") -> str:
    """Return the one line with which a build of these changes stops."""
    (problem,) = refusals(told, folder)
    return str(problem)


def document(built: Timeline, name: str = "cgu") -> Document:
    """Return a timeline's document, which must be there."""
    (found,) = (document for document in built.documents if document.id == name)
    return found


def numbers(found: Document) -> list[str]:
    """Return the numbers of a document's versions, in its order."""
    return [str(version.number) for version in found.versions]


def line_of(error: ClausierError) -> str:
    """Return the one line of an error that has one problem."""
    (problem,) = error.problems
    check_form(problem)
    assert str(error) == str(problem)
    return str(problem)


def check_form(problem: Problem) -> None:
    """Assert that a problem is one line that says where, what and what to do."""
    said = str(problem)
    assert said.isprintable(), f"more than one line of plain characters: {said!r}"
    what, remedy = str(problem.what), str(problem.remedy)
    assert what
    assert not what.endswith("."), said
    assert remedy[:1].isupper(), said
    assert not remedy.endswith("."), said
    assert problem.place.line is None or problem.place.line >= 1, said
    assert problem.place.line is None or problem.place.uri is not None, said
    assert "None" not in said, said
