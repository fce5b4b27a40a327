"""Front matter given other values, every other byte kept as it is written.

Comments, the order of keys, line ends, a byte order mark and the quotes around a value stay. What
comes out is read again before it is given back, so an unusual way of writing is refused rather than
mangled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from clausier.errors import FrontMatterError, Place, Problem, say
from clausier.frontmatter import KEYS, cut_front, parse_page

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_NULL: Final = "tag:yaml.org,2002:null"
_KEPT: Final = "\u00a0\u202f"
"""No-break spaces, which are written as they are though Python does not print them."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One key and its value, where they stand in the lines of the front matter."""

    key: str
    value: str
    start: int
    """Of the key, in code points."""
    column: int
    opening: int
    """Of the value, with its quotes."""
    end: int
    """After the value; of a value on lines of its own, after the last of them that is not blank."""
    style: str | None
    """YAML's sign: a quote, `|` or `>`; None for a plain value."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """A stretch to be written otherwise."""

    start: int
    end: int
    text: str


def renew_front(raw: bytes, values: Mapping[str, str | None], uri: str = "") -> bytes:
    """Return a policy page with other values in its front matter.

    A key that is not there yet is written on a line of its own, after the one that it follows in
    the order of `KEYS`.

    Args:
        raw: the file's bytes.
        values: the new value of each key, on one line; None takes the key out. A comment beside it
            stays.
        uri: its path, for messages only.

    Raises:
        FrontMatterError: the page cannot be read, or its front matter is written in a way that
            cannot be edited so.
    """
    parse_page(raw, uri)
    head, block, rest = cut_front(raw, uri)
    text = block.decode("utf-8")
    entries = _read_entries(text)
    if entries is None or len(entries.keys() & set(KEYS)) < 3:
        raise _unusual(uri)
    edits = [edit for key in KEYS if key in values for edit in _edit(text, entries, key, values)]
    after = _apply(text, edits)
    expected = {key: entry.value for key, entry in entries.items()} | dict(values)
    found = _read_entries(after)
    renewed = head + after.encode("utf-8") + rest
    if (
        found is None
        or {key: entry.value for key, entry in found.items()}
        != {key: value for key, value in expected.items() if value is not None}
        or cut_front(renewed, uri) != (head, after.encode("utf-8"), rest)
    ):
        raise _unusual(uri)
    return renewed


def _unusual(uri: str) -> FrontMatterError:
    return FrontMatterError(
        Problem(
            say("the front matter is written in a way that only a person can edit"),
            say('Write one "key: value" a line, or edit it by hand'),
            Place(uri, 2),
        )
    )


def _read_entries(text: str) -> dict[str, _Entry] | None:
    """Return the entries by key, in their order; None where they do not stand on lines."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        return None
    found: dict[str, _Entry] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            return None
        if key.value in found or value.start_mark.index < key.end_mark.index:
            return None  # twice; or a value that stands elsewhere
        end = value.end_mark.index
        if value.style in ("|", ">"):
            opening = value.start_mark.index
            end = opening + len(text[opening:end].rstrip(" \t\r\n"))
        found[key.value] = _Entry(
            key=key.value,
            value="" if value.tag == _NULL else value.value.strip(),
            start=key.start_mark.index,
            column=key.start_mark.column,
            opening=value.start_mark.index,
            end=end,
            style=value.style,
        )
    return found


def _edit(
    text: str, entries: Mapping[str, _Entry], key: str, values: Mapping[str, str | None]
) -> Iterable[_Edit]:
    """Yield what gives a key its new value, if anything does."""
    entry, value = entries.get(key), values[key]
    if entry is None and value is not None:
        yield _insert(text, entries, key, value)
    elif entry is not None and value is None:
        yield _remove(text, entry)
    elif entry is not None and value is not None and value != entry.value:
        written = _write(value, entry.style)
        is_close = text[entry.opening - 1 : entry.opening] == ":"  # an empty value has no space
        yield _Edit(entry.opening, entry.end, " " + written if is_close else written)


def _insert(text: str, entries: Mapping[str, _Entry], key: str, value: str) -> _Edit:
    anchor = next(
        entries[name] for name in reversed(KEYS[: KEYS.index(key)] or KEYS) if name in entries
    )
    line_end = _LINE_END.search(text, anchor.end)
    at = line_end.end() if line_end else len(text)
    ending = line_end[0] if line_end else "\n"
    return _Edit(at, at, f"{' ' * anchor.column}{key}: {_write(value, None)}{ending}")


def _remove(text: str, entry: _Entry) -> _Edit:
    line_end = _LINE_END.search(text, entry.end)
    at = line_end.start() if line_end else len(text)
    beside = text[entry.end : at]
    if beside.lstrip().startswith("#"):
        return _Edit(entry.start, at - len(beside.lstrip()), "")
    return _Edit(entry.start - entry.column, line_end.end() if line_end else at, "")


def _apply(text: str, edits: Iterable[_Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _write(value: str, style: str | None) -> str:
    """Return a value as YAML, in its style where that can hold it; an empty one in quotes."""
    if style == "'":
        written = "'" + value.replace("'", "''") + "'"
    elif style != '"' and value:
        written = value
    else:
        return _quote(value)
    return written if _reads_as(written, value) else _quote(value)


def _reads_as(written: str, value: str) -> bool:
    try:
        node = yaml.compose(f"key: {written}\n", Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
        return False
    [(_, read)] = node.value
    return isinstance(read, yaml.ScalarNode) and read.tag != _NULL and read.value == value


def _quote(value: str) -> str:
    return '"' + "".join(map(_escape, value)) + '"'


def _escape(character: str) -> str:
    if character in '\\"':
        return "\\" + character
    if character.isprintable() or character in _KEPT:
        return character
    return f"\\U{ord(character):08x}"
