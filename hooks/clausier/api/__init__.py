"""Everything as data, at `/api/v1/`: versions, texts, redlines, clauses (DESIGN section 5).

Pure functions from the register to bytes; for a pair of versions, whether or not the site
publishes their redline:

    comparison = build_comparison(register, record, older, newer, redlines, site_url)
    render_json(comparison)

`record` and the standings `older` and `newer` are the register's, `redlines` is
`Redlines(register)`, `site_url` the absolute address of the root of the site, ending in a slash.
For the text in force, `iter_clauses(register, record, redlines, site_url)` yields each clause's
history.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausier.addresses import (
    API_CATALOG,
    API_INDEX,
    OPENAPI,
    clause_data,
    comparison_data,
    latest_data,
    timemap,
    version_data,
    versions_data,
)
from clausier.api.catalogue import build_catalogue
from clausier.api.clauses import ClauseAnswer, iter_clauses
from clausier.api.comparisons import Comparison, build_comparison
from clausier.api.examples import find_examples
from clausier.api.index import build_api_index
from clausier.api.offers import MODELS
from clausier.api.openapi import build_openapi
from clausier.api.timemaps import render_timemap
from clausier.api.versions import Library
from clausier.redlines import Redlines
from clausier.register import Register
from clausier.schema import render_json, render_json_schema, render_value

__all__ = [
    "MODELS",
    "ClauseAnswer",
    "Comparison",
    "build_comparison",
    "iter_clauses",
    "iter_files",
    "render_json",
]


def iter_files(
    register: Register, redlines: Redlines, site_url: str
) -> Iterator[tuple[str, bytes]]:
    """Yield every answer and every schema with its address.

    Args:
        register: the documents on a day.
        redlines: those of the register.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    library = Library(register, redlines, site_url)
    yield API_INDEX, render_json(build_api_index(register, site_url))
    for record in register.records:
        yield versions_data(record.id), render_json(library.versions(record))
        for standing in record.standings:
            yield (
                version_data(record.id, standing.number),
                render_json(library.version(record, standing)),
            )
        for language in register.settings.languages:
            yield latest_data(record.id, language), render_json(library.latest(record, language))
            yield timemap(record.id, language), render_timemap(register, record, language, site_url)
        for older, newer in record.iter_pairs():
            comparison = build_comparison(register, record, older, newer, redlines, site_url)
            address = comparison_data(record.id, older.number, newer.number)
            yield address, render_json(comparison)
        for clause in iter_clauses(register, record, redlines, site_url):
            yield clause_data(record.id, clause.id), render_json(clause)
    examples = find_examples(register, redlines, site_url)
    yield OPENAPI, render_value(build_openapi(register, examples, site_url))
    yield API_CATALOG, render_value(build_catalogue(register, site_url))
    for address, model in MODELS.items():
        yield address, render_json_schema(model, site_url + address)
