"""Everything as data, at `/api/v1/`: redlines and the histories of clauses (DESIGN section 5).

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

from collections.abc import Iterator, Mapping

from clausier.addresses import CLAUSE_SCHEMA, COMPARISON_SCHEMA, clause_data, comparison_data
from clausier.api.clauses import ClauseAnswer, iter_clauses
from clausier.api.comparisons import Comparison, build_comparison
from clausier.redlines import Redlines
from clausier.register import Register
from clausier.schema import Served, render_json, render_json_schema

__all__ = [
    "ClauseAnswer",
    "Comparison",
    "build_comparison",
    "iter_clauses",
    "iter_files",
    "render_json",
]

_MODELS: Mapping[str, type[Served]] = {
    COMPARISON_SCHEMA: Comparison,
    CLAUSE_SCHEMA: ClauseAnswer,
}
"""What is served, by the address of its schema."""


def iter_files(
    register: Register, redlines: Redlines, site_url: str
) -> Iterator[tuple[str, bytes]]:
    """Yield every answer and every schema with its address.

    Args:
        register: the documents on a day.
        redlines: those of the register.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    for record in register.records:
        for older, newer in record.iter_pairs():
            comparison = build_comparison(register, record, older, newer, redlines, site_url)
            address = comparison_data(record.id, older.number, newer.number)
            yield address, render_json(comparison)
        for clause in iter_clauses(register, record, redlines, site_url):
            yield clause_data(record.id, clause.id), render_json(clause)
    for address, model in _MODELS.items():
        yield address, render_json_schema(model, site_url + address)
