"""The bench of what chatbots fetch: `python -m bench.index`, or `make bench`.

How large `terms.json` is, and what a client's question costs, as versions grow in number.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bench.tables import format_count, format_table
from clausier.api.versions import Library
from clausier.clauses import RenderedText, read_text
from clausier.contract import build_index, render_index
from clausier.model import ChangeClass, Document, Publication, Text, Version, VersionNumber
from clausier.redlines import Redlines
from clausier.register import Register, build_register
from clausier.schema import render_json
from clausier.settings import Settings
from clausier.timeline import Timeline

_COUNTS: Final = (1, 10, 50, 100, 200, 500)
_SITE: Final = "https://terms.example/"
_FIRST: Final = date(2000, 1, 3)
_LANGUAGES: Final = ("fr", "en")
_DOCUMENTS: Final = ("cgu", "data")
_SUMMARY: Final = (
    "What changes in this version, in one or two plain sentences, as a team writes it."
)


def main() -> None:
    """Print how large what chatbots fetch is."""
    rows = []
    for count in _COUNTS:
        register = make_register(count)
        index = render_index(build_index(register, _SITE))
        versions = render_json(
            Library(register, Redlines(register), _SITE).versions(register.records[0])
        )
        sizes = (len(index), len(gzip.compress(index)), len(versions), len(gzip.compress(versions)))
        rows.append([format_count(count), *map(format_count, sizes)])
    title = "Size in bytes, as versions of two documents in two languages grow in number"
    print(f"\n{title}\n{'═' * len(title)}\n")
    head = ("versions", "terms.json", "compressed", "versions.json", "compressed")
    print(format_table(head, rows))


def make_register(count: int) -> Register:
    """Return a register of two documents with so many versions, the last of them in force."""
    documents = tuple(
        Document(name, "fr", tuple(_iter_versions(name, count)), (f"docs/fr/{name}.md",))
        for name in _DOCUMENTS
    )
    return build_register(
        Timeline(documents, ()),
        as_of=_FIRST + timedelta(days=count),
        head=_publish(count),
        sequence=count,
        settings=Settings("Example", _LANGUAGES, "fr", ZoneInfo("Europe/Paris"), 7, {}),
        render=_render,
    )


def _render(text: Text, governing: RenderedText | None) -> RenderedText:
    return read_text(f"<h1>General terms of use {text.version}</h1>", text.language, governing)


def _iter_versions(document: str, count: int) -> Iterator[Version]:
    for place in range(count):
        number = VersionNumber(1, place)
        yield Version(
            number=number,
            change=ChangeClass.EDITORIAL if place else ChangeClass.INITIAL,
            effective_date=_FIRST + timedelta(days=place),
            published=_publish(place),
            texts=tuple(_make_text(document, number, language) for language in _LANGUAGES),
        )


def _make_text(document: str, number: VersionNumber, language: str) -> Text:
    body = f"# {document} {number} {language}\n".encode()
    published = _publish(number.minor)
    return Text(
        document=document,
        version=number,
        language=language,
        governing=language == _LANGUAGES[0],
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        blob=hashlib.sha1(body, usedforsecurity=False).hexdigest(),
        uri=f"docs/{language}/{document}.md",
        published=published,
        summary=_SUMMARY,
        revisions=(published,),
    )


def _publish(place: int) -> Publication:
    name = hashlib.sha1(str(place).encode(), usedforsecurity=False).hexdigest()
    return Publication(name, datetime(2000, 1, 1, 9, tzinfo=UTC) + timedelta(days=place))


if __name__ == "__main__":
    main()
