"""What a field of an answer holds, in plain words, from its JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from clausier.api.openapi import SCHEMAS
from clausier.model import ChangeClass, Status
from clausier.schema import GIT, SHA256, VERSION

Schema: TypeAlias = Mapping[str, Any]
Gettext: TypeAlias = Callable[[str], str]

_SCALARS: Final[Mapping[tuple[str, str | None], str]] = {
    ("string", None): "string",
    ("string", "date"): "date",
    ("string", "date-time"): "instant",
    ("string", "uri"): "address",
    ("string", VERSION): "version number",
    ("string", SHA256): "SHA-256 in hexadecimal",
    ("string", GIT): "git object name",
    ("integer", None): "whole number",
    ("boolean", None): "`true` or `false`",
}
"""By type, and by format or pattern."""

CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    ChangeClass.__name__: {
        ChangeClass.INITIAL: "The first version: everyone is asked to accept it.",
        ChangeClass.SUBSTANTIVE: "A change of substance: everyone is asked to accept again.",
        ChangeClass.EDITORIAL: "A change of wording only: nobody is asked again.",
        ChangeClass.CORRECTION: "A slip put right: nobody is asked again.",
    },
    Status.__name__: {
        Status.IN_FORCE: "It applies.",
        Status.UPCOMING: "It takes force on a day that is known.",
        Status.PROPOSED: "It has no effective date, and may never take force.",
        Status.SUPERSEDED: "It was in force, and another took its place.",
        Status.WITHDRAWN: "Its document was withdrawn.",
    },
}
"""What each word means of those that a field may be one of, by the name of the choice."""


def describe_type(schema: Schema, gettext: Gettext, *, is_required: bool = True) -> str:
    """Return what a field holds; names of models and words of JSON stand between backticks.

    Raises:
        LookupError: nothing is known to say of such a schema.
    """
    variants = schema.get("anyOf", (schema,))
    shown = [_describe(one, gettext) for one in variants if one.get("type") != "null"]
    said = shown[0] if len(shown) == 1 else _list(shown)
    if len(shown) < len(variants):
        said = gettext("%(type)s or `null`") % {"type": said}
    if not is_required:
        said = gettext("%(type)s, may be missing") % {"type": said}
    return said


def iter_references(schema: Any) -> Iterable[str]:
    """Yield the name of each model that a schema refers to, in its order."""
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield str(schema["$ref"]).removeprefix(SCHEMAS)
        for value in schema.values():
            yield from iter_references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from iter_references(value)


def iter_messages() -> Iterable[str]:
    """Yield what is said here in the source language and stands in no call."""
    yield from _SCALARS.values()
    for meanings in CHOICES.values():
        yield from meanings.values()


def _describe(schema: Schema, gettext: Gettext) -> str:
    if "$ref" in schema:
        return f"`{str(schema['$ref']).removeprefix(SCHEMAS)}`"
    if "const" in schema:
        return gettext("always %(value)s") % {"value": f"`{schema['const']}`"}
    if "enum" in schema:
        return gettext("one of %(values)s") % {"values": _list_code(schema["enum"])}
    kind = schema.get("type")
    if kind == "array":
        return _describe_list(schema["items"], gettext)
    if kind == "object":
        return _describe_map(schema, gettext)
    return gettext(_SCALARS[str(kind), schema.get("format", schema.get("pattern"))])


def _describe_list(items: Schema, gettext: Gettext) -> str:
    if "enum" in items:
        return gettext("list, each one of %(values)s") % {"values": _list_code(items["enum"])}
    if "$ref" in items:
        return gettext("list of %(items)s") % {"items": _describe(items, gettext)}
    if items == {"type": "string"}:
        return gettext("list of strings")
    raise LookupError(f"Say what a list of {items} is called")


def _describe_map(schema: Schema, gettext: Gettext) -> str:
    values = schema["additionalProperties"]
    if "enum" in schema.get("propertyNames", {}):
        return gettext("whole numbers by kind of change")
    if "$ref" in values:
        return gettext("%(values)s by language") % {"values": _describe(values, gettext)}
    if values.get("format") == "uri":
        return gettext("addresses by language")
    raise LookupError(f"Say what a map of {values} is called")


def _list_code(words: Iterable[str]) -> str:
    return _list(f"`{word}`" for word in words)


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)
