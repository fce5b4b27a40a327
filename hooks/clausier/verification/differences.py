"""Where two files say otherwise of the same thing."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from clausier.errors import Message, say
from clausier.verification.findings import Code, Fault

Facts = dict[str, tuple[object, object]]
"""Values by name: as one file gives them, and as another does."""


def iter_disagreements(facts: Facts, where: str) -> Iterator[Fault]:
    """Yield each value that a file gives otherwise than another, which is at `where`."""
    for key, (ours, theirs) in facts.items():
        if ours != theirs:
            what = say(
                "says %(key)s: %(ours)s, but %(where)s says %(theirs)s",
                key=key,
                ours=ours,
                where=where,
                theirs=theirs,
            )
            yield Fault(Code.ANSWERS_DISAGREE, what)


def list_differences(one: BaseModel, other: BaseModel, keys: tuple[str, ...]) -> Facts:
    """Return the values of `keys` in which two answers differ."""
    pairs = {key: (getattr(one, key), getattr(other, key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def iter_differences(ours: BaseModel, theirs: BaseModel) -> Iterator[Message]:
    """Yield each value in which two answers of the same form differ, with both."""
    yield from _iter_unlike(ours.model_dump(mode="json"), theirs.model_dump(mode="json"), "")


def _iter_unlike(ours: object, theirs: object, place: str) -> Iterator[Message]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in (*ours, *(key for key in theirs if key not in ours)):
            yield from _iter_unlike(ours.get(key), theirs.get(key), f"{place}.{key}".lstrip("."))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from _iter_unlike(one, other, f"{place}[{_name(one, number)}]")
    elif ours != theirs:
        yield say(
            "%(place)s is %(ours)s, not %(theirs)s",
            place=place,
            ours=show_value(ours),
            theirs=show_value(theirs),
        )


def _name(entry: object, number: int) -> object:
    """Return how an entry of a list is told from the others."""
    named = entry if isinstance(entry, dict) else {}
    return named.get("id") or named.get("version") or number


def show_value(value: object) -> str:
    """Return a value as JSON names it."""
    return "null" if value is None else str(value)
