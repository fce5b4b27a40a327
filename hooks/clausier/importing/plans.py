"""The plan of an import, as a table that a person edits: CSV, as spreadsheets write it, or TOML."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Final

from clausier.errors import Message, Place, Problem, say
from clausier.importing import ImportingError
from clausier.importing.encodings import decode_text
from clausier.model import ChangeClass, VersionNumber, parse_day

COLUMNS: Final = ("file", "language", "version", "effective_date", "change", "summary")


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One text of the plan: what a person, or the name of the file, says of it."""

    file: str
    """POSIX path, relative to the folder of the plan."""
    language: str | None = None
    version: VersionNumber | None = None
    effective_date: date | None = None
    change: ChangeClass | None = None
    summary: str | None = None
    place: Place = field(default_factory=Place)
    """Where the plan says it; the file itself where there is no plan."""
    doubt: str = ""
    """A day in the name that can be read in two ways."""


def parse_plan(raw: bytes, uri: str) -> tuple[PlanLine, ...]:
    """Return the lines of a plan, in its order; empty cells are None.

    Args:
        raw: the file's bytes; TOML if `uri` ends so (`[[text]]` for each), else CSV, cells
            parted by commas, semicolons or tabs.
        uri: its path, for messages.

    Raises:
        ImportingError: it cannot be read, or holds what no plan holds; each wrong line is told.
    """
    text, _ = decode_text(raw, uri)
    rows = _read_toml(text, uri) if uri.endswith(".toml") else _read_csv(text, uri)
    lines: list[PlanLine] = []
    problems: list[Problem] = []
    for place, row in rows:
        try:
            lines.append(_read_line(row, place))
        except ImportingError as error:
            problems += error.problems
    if problems:
        raise ImportingError(*problems)
    if not lines:
        raise _wrong(say("the plan holds no text"), say("Write one line for each file"), Place(uri))
    return tuple(lines)


def render_plan(lines: Iterable[PlanLine], *, semicolons: bool, toml: bool = False) -> str:
    """Return the plan as CSV, or as TOML.

    A version is written `v1.10`, which spreadsheets leave as it is.
    """
    rows = [
        (
            line.file,
            line.language or "",
            f"v{line.version}" if line.version else "",
            str(line.effective_date or ""),
            line.change or "",
            line.summary or "",
        )
        for line in lines
    ]
    if toml:
        return "\n".join(_render_table(row) for row in rows)
    output = StringIO()
    writer = csv.writer(output, delimiter=";" if semicolons else ",", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return output.getvalue()


def _render_table(row: tuple[str, ...]) -> str:
    pairs = zip(COLUMNS, row, strict=True)
    quoted = ((key, value.replace("\\", "\\\\").replace('"', '\\"')) for key, value in pairs)
    return "[[text]]\n" + "".join(f'{key} = "{value}"\n' for key, value in quoted)


def _read_csv(text: str, uri: str) -> list[tuple[Place, dict[str, str]]]:
    header = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=header.count)
    reader = csv.reader(StringIO(text), delimiter=delimiter)
    names = [name.strip().lower() for name in next(reader, [])]
    _check_columns(names, Place(uri, 1))
    rows = []
    before = reader.line_num
    for cells in reader:
        place, before = Place(uri, before + 1), reader.line_num
        if any(cell.strip() for cell in cells):
            if len(cells) > len(names):
                raise _wrong(
                    say("this line has more cells than there are columns"),
                    say("Put a cell that holds the separator between quotes"),
                    place,
                )
            rows.append((place, dict(zip(names, cells, strict=False))))
    return rows


def _read_toml(text: str, uri: str) -> list[tuple[Place, dict[str, str]]]:
    try:
        tables = tomllib.loads(text).get("text", [])
    except tomllib.TOMLDecodeError as error:
        raise _wrong(
            say("the plan is not TOML (%(problem)s)", problem=error),
            say("Correct it there"),
            Place(uri),
        ) from None
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _wrong(
            say("the plan holds no text"), say("Write [[text]] before each of them"), Place(uri)
        )
    for table in tables:
        _check_columns([*table, "file"], Place(uri))
    return [(Place(uri), {key: str(value) for key, value in table.items()}) for table in tables]


def _check_columns(names: list[str], place: Place) -> None:
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or "file" not in names:
        raise _wrong(
            say("the columns of a plan are %(columns)s", columns=", ".join(COLUMNS))
            if not unknown
            else say(
                '"%(name)s" is not a column of a plan (%(columns)s)',
                name=unknown[0],
                columns=", ".join(COLUMNS),
            ),
            say("Have a plan written with --write-plan, and fill it in"),
            place,
        )


def _read_line(row: dict[str, str], place: Place) -> PlanLine:
    cells = {key: " ".join(value.split()) for key, value in row.items()}
    if not cells.get("file"):
        raise _wrong(
            say("this line names no file"), say("Name it in the first column, or remove it"), place
        )
    return PlanLine(
        file=cells["file"].replace("\\", "/"),
        language=cells.get("language", "").lower() or None,
        version=_read_version(cells.get("version", ""), place),
        effective_date=_read_day(cells.get("effective_date", ""), place),
        change=_read_change(cells.get("change", ""), place),
        summary=cells.get("summary") or None,
        place=place,
    )


def _read_version(cell: str, place: Place) -> VersionNumber | None:
    try:
        return VersionNumber.parse(cell.lower().removeprefix("v")) if cell else None
    except ValueError:
        raise _wrong(
            say('version "%(value)s" is not MAJOR.MINOR', value=cell),
            say('Write two numbers with a dot between, such as "1.1"'),
            place,
        ) from None


def _read_day(cell: str, place: Place) -> date | None:
    try:
        return parse_day(cell) if cell else None
    except ValueError:
        raise _wrong(
            say('effective_date "%(value)s" is not a day written YYYY-MM-DD', value=cell),
            say("Write it as 2024-04-15; in a spreadsheet, give the column the format Text first"),
            place,
        ) from None


def _read_change(cell: str, place: Place) -> ChangeClass | None:
    try:
        return ChangeClass(cell.lower()) if cell else None
    except ValueError:
        raise _wrong(
            say('change "%(value)s" is not a change class', value=cell),
            say("Write one of %(choices)s", choices=", ".join(ChangeClass)),
            place,
        ) from None


def _wrong(what: Message, remedy: Message, place: Place) -> ImportingError:
    return ImportingError(Problem(what, remedy, place))
