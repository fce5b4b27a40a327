"""What can be wrong with what Clausier reads, said in one line each.

A `Problem` is a value: where it stands, what is wrong, what to do. Errors carry problems up to
the edge (the site, the command line), where they become one line each and an exit code.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem stands; every part may be unknown."""

    uri: str | None = None
    """POSIX path of the file, relative to the top of the repository."""
    line: int | None = None
    """Line in that file, 1-based."""
    commit: str | None = None
    """Full hash of the commit in which the file stood so; None for the newest state."""

    def __str__(self) -> str:
        uri = self.uri or ""
        where = uri if uri.isprintable() else repr(uri)  # one line, whatever the name
        if self.line is not None:
            where += f":{self.line}"
        if self.commit is not None:
            where = f"{where} (commit {self.commit[:10]})".lstrip()
        return where


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and how to put it right."""

    what: str
    """A sentence without its full stop: what was found, and what was expected."""
    remedy: str
    """A sentence: what to do."""
    place: Place = Place()

    def __str__(self) -> str:
        where = str(self.place)
        text = f"{self.what}. {self.remedy}"
        return f"{where}: {text}" if where else text


class ClausierError(Exception):
    """An expected failure: its text has one line for each of its problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class FrontMatterError(ClausierError):
    """A page's bytes or front matter cannot be read."""


class RepositoryError(ClausierError):
    """Git cannot give the whole history."""


class TimelineError(ClausierError):
    """What stands in the tree contradicts what was published."""


class SettingsError(ClausierError):
    """The configuration of the site cannot be used."""
