"""A page's bytes, cut into front matter and text.

Values are read as they are written (`version: 1.10` is 1.10, never the number 1.1; a date is
what stands there), so nothing depends on what YAML makes of unquoted scalars.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NoReturn

import yaml

from clausier.errors import FrontMatterError, Message, Place, Problem, say
from clausier.model import ChangeClass, FrontMatter, VersionNumber, parse_day

_IN_FRENCH = {
    **dict.fromkeys(("resume", "résumé"), "summary"),
    **dict.fromkeys(("date", "date_effet", "date_entree_en_vigueur"), "effective_date"),
    **dict.fromkeys(("numero", "numéro"), "version"),
    **dict.fromkeys(("nature", "changement", "modification"), "change"),
    **dict.fromkeys(("id", "identifiant"), "document"),
}
"""What people call the keys who do not remember their names."""
BOM = b"\xef\xbb\xbf"
KEYS = ("document", "version", "effective_date", "change", "summary")
"""The keys of a policy page; any other is an error there."""
REQUIRED = ("document", "version", "change")
"""Those that each policy page has."""

_FENCE = re.compile(rb"---[ \t]*(\r\n|\n|\r|\Z)")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_LATE_POLICY = re.compile(rb"(\s+)---[ \t]*(?:\r\n|\n|\r)(?:[^\r\n]+(?:\r\n|\n|\r))*?document:")
"""Front matter of a policy that blank lines keep from being front matter."""
_HEADING = re.compile(r"(?m)^#{1,6} ")
"""In front matter, a sign that the text has begun."""
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_DOCUMENT_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Page:
    """One file, read."""

    front: FrontMatter | None
    """None: an ordinary page, which names no `document`."""
    body: bytes
    """What follows the front matter, byte for byte (without a byte order mark before it)."""


def parse_page(raw: bytes, uri: str) -> Page:
    """Return the front matter and the text of a page.

    Args:
        raw: the file's bytes.
        uri: its path, for messages only.

    Raises:
        FrontMatterError: the bytes are not UTF-8, the front matter is not closed, is not YAML, or
            names a `document` and breaks a rule of DESIGN section 3.
    """
    _check_utf8(raw, uri)
    block, body = split_page(raw, uri)
    if block is None:
        return Page(None, body)
    values, lines = _read_scalars(block.decode("utf-8"), uri)
    if "document" not in values:
        _refuse_nearly_policy(values, lines, uri)
        return Page(None, body)
    if values.keys() - set(KEYS):
        _refuse_unclosed(block.decode("utf-8"), uri)
    front = _policy(values, lines, uri)
    if not body.strip():
        _fail(
            uri,
            len(_LINE_END.findall(raw[: len(raw) - len(body)].rstrip())) + 1,
            say("there is no text after the front matter"),
            say("Put the text back"),
            code="text-missing",
        )
    return Page(front, body)


def cut_front(raw: bytes, uri: str) -> tuple[bytes, bytes, bytes]:
    """Return what stands before the lines of a page's front matter, those lines, and the rest.

    The three joined are `raw`; the lines are empty where there is no front matter.

    Raises:
        FrontMatterError: the front matter is not closed.
    """
    block, _ = split_page(raw, uri)
    if block is None:
        return b"", b"", raw
    mark = BOM if raw.startswith(BOM) else b""
    opening = _FENCE.match(raw, len(mark))
    assert opening is not None
    start = opening.end()
    return raw[:start], block, raw[start + len(block) :]


def _fail(uri: str, line: int | None, what: Message, remedy: Message, *, code: str) -> NoReturn:
    raise FrontMatterError(Problem(what, remedy, Place(uri, line), code))


def _check_utf8(raw: bytes, uri: str) -> None:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(raw, 0, error.start)) + 1
        _fail(
            uri,
            line,
            say("the byte 0x%(byte)s is not UTF-8", byte=f"{raw[error.start]:02x}"),
            say('Save the file as UTF-8 (in most editors: "Save as", encoding UTF-8)'),
            code="not-utf8",
        )


def split_page(raw: bytes, uri: str) -> tuple[bytes | None, bytes]:
    """Return what stands between the lines `---` at the top, or None, and what follows.

    Raises:
        FrontMatterError: it is not closed, or stands too late.
    """
    raw = raw.removeprefix(BOM)
    opening = _FENCE.match(raw)
    if opening is None or not opening[1]:
        if late := _LATE_POLICY.match(raw):
            _fail(
                uri,
                len(late[1].splitlines()) + 1,
                say("the front matter does not begin on the first line, so it would not be read"),
                say("Remove what stands before the first line ---"),
                code="front-matter-late",
            )
        return None, raw
    position = start = opening.end()
    while position < len(raw):
        line = _LINE.match(raw, position)
        assert line is not None
        if _FENCE.fullmatch(line[0]):
            return raw[start:position], raw[line.end() :]
        position = line.end()
    _fail(
        uri,
        1,
        say("the front matter is opened with --- and never closed"),
        say("Close it with a line ---"),
        code="front-matter-unclosed",
    )


def _read_scalars(block: str, uri: str) -> tuple[Mapping[str, str | None], Mapping[str, int]]:
    """Return each key's value as written (None where it is not a plain value) and its line."""
    try:
        node = yaml.compose(block, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _refuse_unclosed(block, uri)
        _fail(
            uri,
            mark.line + 2 if mark else None,
            say("the front matter is not YAML (%(problem)s)", problem=_explain(error)),
            say('Write one "key: value" a line; a value with a colon goes in quotes'),
            code="front-matter-not-yaml",
        )
    except yaml.reader.ReaderError as error:  # its text has several lines
        _fail(
            uri,
            block.count("\n", 0, error.position) + 2,
            say(
                "the front matter is not YAML (the character #x%(character)s)",
                character=f"{error.character:04x}",
            ),
            say("Remove that invisible character"),
            code="front-matter-not-yaml",
        )
    except RecursionError:
        _fail(
            uri,
            2,
            say("the front matter is not YAML that anyone can read (brackets within brackets)"),
            say('Write one "key: value" a line'),
            code="front-matter-not-yaml",
        )
    if node is None:
        return {}, {}
    if not isinstance(node, yaml.MappingNode):
        _fail(
            uri,
            2,
            say("the front matter is not a list of keys"),
            say('Write one "key: value" a line'),
            code="front-matter-not-yaml",
        )
    values: dict[str, str | None] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key, line = _scalar(key_node), key_node.start_mark.line + 2
        if key is None:
            _fail(
                uri,
                line,
                say("a key holds a list"),
                say('Write one "key: value" a line'),
                code="front-matter-not-yaml",
            )
        if key in values:
            _fail(
                uri,
                line,
                say('the key "%(key)s" stands twice', key=_show(key)),
                say("Keep one of the two lines"),
                code="front-matter-key-twice",
            )
        values[key] = _scalar(value_node)
        lines[key] = line
    return values, lines


_EXPLAINED = (
    (r"character '\\t'|tab", say("a tab stands where spaces are expected")),
    (r"expected ':'", say("a colon is missing after a key")),
    (r"mapping values", say("a value has a colon in it, and no quotes around it")),
    (r"end of stream", say("a quotation mark or a bracket is never closed")),
    (r"cannot start any token", say("a value begins with a sign that it needs quotes for")),
    (r"<block end>", say("a line is set in, or goes on after its closing quotation mark")),
    (r"alias|anchor|tag", say("a value begins with *, & or !, and has no quotes around it")),
    (r"escape", say("a backslash stands between double quotes")),
)
"""What the parser of YAML says most often, by a part of it, in words."""


def _explain(error: yaml.MarkedYAMLError) -> Message:
    said = f"{error.problem} {error.context}"
    found = (words for pattern, words in _EXPLAINED if re.search(pattern, said))
    return next(found, say('a line is not "key: value"'))


def _refuse_unclosed(block: str, uri: str) -> None:
    """Refuse front matter that is wrong because a heading, and so the text, stands in it."""
    if heading := _HEADING.search(block):
        _fail(
            uri,
            block.count("\n", 0, heading.start()) + 2,
            say("the text begins here, and the front matter above it is not closed"),
            say("Write a line --- between the two"),
            code="front-matter-unclosed",
        )


def _scalar(node: yaml.Node) -> str | None:
    if not isinstance(node, yaml.ScalarNode):
        return None
    if node.tag == "tag:yaml.org,2002:null":
        return ""
    return str(node.value)


def _show(value: str) -> str:
    """Return a value for a message, on one line whatever was written."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", value).split())


def _refuse_nearly_policy(
    values: Mapping[str, str | None], lines: Mapping[str, int], uri: str
) -> None:
    """Refuse a page that is a policy in all but its `document`, before it is taken for a page."""
    if "version" in values and ("effective_date" in values or "change" in values):
        _fail(
            uri,
            lines["version"],
            say('the front matter has a version and no "document"'),
            say('Add "document:" with the document\'s id (cgu, for example), the same as before'),
            code="front-matter-key-missing",
        )


def _policy(values: Mapping[str, str | None], lines: Mapping[str, int], uri: str) -> FrontMatter:
    for key in values:
        if key not in KEYS:
            meant = _IN_FRENCH.get(key.lower(), key.lower())
            near = difflib.get_close_matches(meant, KEYS, n=1)
            _fail(
                uri,
                lines[key],
                say(
                    '"%(key)s" is not a key of a policy document (%(keys)s)',
                    key=_show(key),
                    keys=", ".join(KEYS),
                ),
                say('Write "%(key)s"', key=near[0]) if near else say("Remove the line"),
                code="front-matter-key-unknown",
            )
    for key in REQUIRED:
        if key not in values:
            _fail(
                uri,
                lines["document"],
                say('the front matter has no "%(key)s"', key=key),
                say('Add "%(key)s: …"', key=key),
                code="front-matter-key-missing",
            )
    for key, value in values.items():
        if value is None:
            _fail(
                uri,
                lines[key],
                say('"%(key)s" holds a list', key=key),
                say("Write one plain value"),
                code="front-matter-value",
            )
    plain = {key: (value or "").strip() for key, value in values.items()}
    return FrontMatter(
        document=_document_id(plain["document"], lines["document"], uri),
        version=_version(plain["version"], lines["version"], uri),
        change=_change(plain["change"], lines["change"], uri),
        effective_date=(
            _effective_date(plain["effective_date"], lines["effective_date"], uri)
            if "effective_date" in plain
            else None
        ),
        summary=plain.get("summary") or None,
        lines=MappingProxyType(dict(lines)),
    )


def _document_id(value: str, line: int, uri: str) -> str:
    if not _DOCUMENT_ID.fullmatch(value):
        _fail(
            uri,
            line,
            say('"%(value)s" cannot be the id of a document', value=_show(value)),
            say("Write lower-case letters, digits and single hyphens, a letter first, such as cgu"),
            code="front-matter-value",
        )
    return value


def _version(value: str, line: int, uri: str) -> VersionNumber:
    try:
        return VersionNumber.parse(value)
    except ValueError:
        _fail(
            uri,
            line,
            say('version "%(value)s" is not MAJOR.MINOR', value=_show(value)),
            say('Write two numbers with a dot between, such as "1.1"'),
            code="front-matter-value",
        )


def _change(value: str, line: int, uri: str) -> ChangeClass:
    try:
        return ChangeClass(value)
    except ValueError:
        near = difflib.get_close_matches(value.casefold(), list(ChangeClass), n=1)
        _fail(
            uri,
            line,
            say('change "%(value)s" is not a change class', value=_show(value)),
            say('Write "%(key)s"', key=near[0])
            if near
            else say("Write one of %(choices)s", choices=", ".join(ChangeClass)),
            code="front-matter-value",
        )


def _effective_date(value: str, line: int, uri: str) -> date:
    if not value:
        _fail(
            uri,
            line,
            say("effective_date is empty"),
            say("Write the day as YYYY-MM-DD, or remove the line while the version is proposed"),
            code="front-matter-value",
        )
    try:
        return parse_day(value)
    except ValueError:
        _fail(
            uri,
            line,
            say('effective_date "%(value)s" is not a day of the calendar', value=_show(value)),
            say("Write it as YYYY-MM-DD, such as 2024-04-15"),
            code="front-matter-date",
        )
