"""What can be wrong with what Clausier reads, said in one line each.

A `Problem` is a value: where it stands, what is wrong, what to do. Errors carry problems up to
the edge (the site, the command line), where they become one line each and an exit code. What they
say is a `Message`, a sentence of the catalogue with its values, so that the edge can say it in its
reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

Translate: TypeAlias = Callable[[str], str]
"""Returns a sentence of the catalogue in some language."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence, in whichever language; made by `say`."""

    template: str
    """In English, as in the catalogue, with `%(name)s` for each value."""
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """By name; one that is itself a message is said in the same language."""

    def __str__(self) -> str:
        return self.render(str)

    def render(self, translate: Translate) -> str:
        """Return the sentence in the language of `translate`."""
        values = {
            name: value.render(translate) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return translate(self.template) % values


def say(template: str, /, **values: object) -> Message:
    """Return a message; `template` is a sentence of the catalogue, `%%` stands for `%`."""
    return Message(template, MappingProxyType(values))


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

    what: Message
    """A sentence without its full stop: what was found, and what was expected."""
    remedy: Message
    """A sentence: what to do."""
    place: Place = Place()
    code: str = ""
    """Names the rule that is broken, for ever; empty where none of the texts' rules is."""

    def __str__(self) -> str:
        return self.render(str)

    def render(self, translate: Translate) -> str:
        """Return it in one line, in the language of `translate`."""
        where = str(self.place)
        text = f"{self.what.render(translate)}. {self.remedy.render(translate)}"
        return f"{where}: {text}" if where else text


def unreadable(file: object, error: OSError) -> Problem:
    """Return the problem that a file cannot be read, with the system's reason."""
    what = say("%(filename)s cannot be read (%(strerror)s)", filename=file, strerror=error.strerror)
    return Problem(what, say("Check the file"))


def unwritable(file: object, error: OSError) -> Problem:
    """Return the problem that a file cannot be written, with the system's reason."""
    what = say("%(file)s cannot be written (%(strerror)s)", file=file, strerror=error.strerror)
    return Problem(what, say("Name another file"))


class ClausierError(Exception):
    """An expected failure: its text has one line for each of its problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class RefusedError(ClausierError):
    """What was asked for does not exist, or cannot be done so."""


class FrontMatterError(ClausierError):
    """A page's bytes or front matter cannot be read."""


class RepositoryError(ClausierError):
    """Git cannot give the whole history."""


class TimelineError(ClausierError):
    """What stands in the tree contradicts what was published."""


class SettingsError(ClausierError):
    """The configuration of the site cannot be used."""
