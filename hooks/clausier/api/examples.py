"""An answer of each kind, cut short: what the description of the API shows."""

from __future__ import annotations

from collections.abc import Iterator

from clausier.api.clauses import ClauseAnswer, iter_clauses
from clausier.api.comparisons import build_comparison
from clausier.api.index import build_api_index
from clausier.api.versions import Library, TextAnswer
from clausier.contract import build_index
from clausier.redlines import Redlines
from clausier.register import Record, Register
from clausier.schema import Served

_CLAUSES = 2
"""How many clauses of a text are shown."""


def find_examples(
    register: Register, redlines: Redlines, site_url: str
) -> dict[type[Served], Served]:
    """Return an answer of each kind that the site has, by its model; lists are cut short.

    Args:
        register: the documents on a day.
        redlines: those of the register.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    found: dict[type[Served], Served] = {}
    for record in register.records:
        for example in _iter_examples(register, record, redlines, site_url):
            found.setdefault(type(example), example)
    index = build_index(register, site_url)
    for whole in (
        index.model_copy(update={"documents": index.documents[:1]}),
        build_api_index(register, site_url),
    ):
        found[type(whole)] = whole
    return found


def _iter_examples(
    register: Register, record: Record, redlines: Redlines, site_url: str
) -> Iterator[Served]:
    library = Library(register, redlines, site_url)
    versions = library.versions(record)
    yield versions.model_copy(
        update={"versions": versions.versions[-1:], "comparisons": versions.comparisons[:1]}
    )
    version = library.version(record, record.current or record.standings[-1])
    texts = {language: _shorten(text) for language, text in list(version.texts.items())[:1]}
    yield version.model_copy(update={"texts": texts})
    latest = library.latest(record, record.document.governing_language)
    if latest.current is not None and latest.current.text is not None:
        short = latest.current.model_copy(update={"text": _shorten(latest.current.text)})
        yield latest.model_copy(update={"current": short})
    for older, newer in record.iter_pairs():
        whole = build_comparison(register, record, older, newer, redlines, site_url)
        languages = {
            code: one.model_copy(update={"changes": one.changes[:1]})
            for code, one in list(whole.languages.items())[:1]
        }
        if any(one.changes for one in languages.values()):
            yield whole.model_copy(update={"languages": languages})
            break
    clauses = tuple(iter_clauses(register, record, redlines, site_url))
    changed = [clause for clause in clauses if any(s.changes for s in clause.languages.values())]
    yield from (_shorten_clause(clause) for clause in (changed or clauses)[:1])


def _shorten(text: TextAnswer) -> TextAnswer:
    return text.model_copy(update={"clauses": text.clauses[:_CLAUSES]})


def _shorten_clause(clause: ClauseAnswer) -> ClauseAnswer:
    return clause.model_copy(update={"languages": dict(list(clause.languages.items())[:1])})
