"""Fields of a JSON answer, read with their types; unknown ones are never looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import unquote

from clausier.client.errors import Damaged, problem
from clausier.model import VersionNumber, parse_day

_Kind = TypeVar("_Kind", bound=Enum)


@dataclass(frozen=True, slots=True)
class Fields:
    """One JSON object; each reader raises `Damaged` where a field is missing or of another type."""

    where: str
    """What is read, for messages: `terms.json, documents[0]`."""
    values: dict[str, Any]

    def text(self, name: str) -> str:
        """A string."""
        value: str = self._read(name, str)
        return value

    def optional_text(self, name: str) -> str | None:
        """A string or null."""
        return None if self._get(name) is None else self.text(name)

    def number(self, name: str) -> int:
        """A whole number."""
        if isinstance(self._get(name), bool):
            raise self.damage(name, "a whole number")
        value: int = self._read(name, int)
        return value

    def flag(self, name: str) -> bool:
        """True or false."""
        value: bool = self._read(name, bool)
        return value

    def day(self, name: str) -> date:
        """A day, `YYYY-MM-DD`."""
        try:
            return parse_day(self.text(name))
        except ValueError:
            raise self.damage(name, "a day, YYYY-MM-DD") from None

    def optional_day(self, name: str) -> date | None:
        """A day or null."""
        return None if self._get(name) is None else self.day(name)

    def instant(self, name: str) -> datetime:
        """An instant with its offset."""
        try:
            instant = datetime.fromisoformat(self.text(name))
        except ValueError:
            raise self.damage(name, "an instant") from None
        if instant.tzinfo is None:
            raise self.damage(name, "an instant with its offset")
        return instant

    def optional_instant(self, name: str) -> datetime | None:
        """An instant or null."""
        return None if self._get(name) is None else self.instant(name)

    def version(self, name: str) -> VersionNumber:
        """A version's number."""
        try:
            return VersionNumber.parse(self.text(name))
        except ValueError:
            raise self.damage(name, "a version, MAJOR.MINOR") from None

    def optional_version(self, name: str) -> VersionNumber | None:
        """A version's number or null."""
        return None if self._get(name) is None else self.version(name)

    def digest(self, name: str) -> str:
        """A SHA-256, 64 hexadecimal digits."""
        digest = self.text(name)
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise self.damage(name, "a SHA-256")
        return digest

    def address(self, name: str, root: str) -> str:
        """An address below `root`, which ends in a slash."""
        url = self.text(name)
        path = unquote(url.removeprefix(root)).replace("\\", "/")
        if not url.startswith(root) or ".." in path.split("/") or not url.isprintable():
            raise self.damage(name, f"an address below {root}")
        return url

    def choice(self, name: str, kind: type[_Kind]) -> _Kind:
        """A member of an enumeration, by its value."""
        try:
            return kind(self.text(name))
        except ValueError:
            raise self.damage(name, f"one of {', '.join(str(k.value) for k in kind)}") from None

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings."""
        values = self._read(name, list)
        if not all(isinstance(value, str) for value in values):
            raise self.damage(name, "a list of strings")
        return tuple(values)

    def inside(self, name: str) -> Fields:
        """An object."""
        return Fields(f"{self.where}, {name}", self._read(name, dict))

    def optional_inside(self, name: str) -> Fields | None:
        """An object or null."""
        return None if self._get(name) is None else self.inside(name)

    def each(self, name: str) -> Iterator[Fields]:
        """The objects of a list, in order."""
        for position, value in enumerate(self._read(name, list)):
            if not isinstance(value, dict):
                raise self.damage(name, "a list of objects")
            yield Fields(f"{self.where}, {name}[{position}]", value)

    def by_key(self, name: str) -> Iterator[tuple[str, Fields]]:
        """The objects of an object, by their keys, in order."""
        inside = self.inside(name)
        for key in inside.values:
            yield key, inside.inside(key)

    def damage(self, name: str, expected: str) -> Damaged:
        """What to raise where a field is not what it must be."""
        return damage(f"{self.where}: “{name}” is not {expected}")

    def _get(self, name: str) -> Any:
        if name not in self.values:
            raise damage(f"{self.where} lacks “{name}”")
        return self.values[name]

    def _read(self, name: str, kind: type[Any]) -> Any:
        value = self._get(name)
        if not isinstance(value, kind):
            raise self.damage(name, f"of type {kind.__name__}")
        return value


def parse_fields(content: bytes, where: str) -> Fields:
    """Return the JSON object that `content` is, in UTF-8.

    Raises:
        Damaged: it is something else, or half of one.
    """
    try:
        values = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise damage(f"{where} is no JSON, or was cut short") from None
    if not isinstance(values, dict):
        raise damage(f"{where} is no JSON object")
    return Fields(where, values)


def damage(what: str) -> Damaged:
    """An answer that cannot be used."""
    return Damaged(problem(what, "What was held before stays; if it lasts, tell the publisher"))
