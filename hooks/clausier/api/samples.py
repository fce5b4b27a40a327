"""Where an answer of each kind is on this site."""

from __future__ import annotations

from collections.abc import Mapping

from clausier.api.clauses import ClauseAnswer
from clausier.api.offers import Offer
from clausier.api.openapi import find_parameters
from clausier.register import Register
from clausier.schema import Served


class Samples:
    """Finds the address of one answer of each kind."""

    def __init__(self, register: Register, examples: Mapping[type[Served], Served]) -> None:
        """Take where to look.

        Args:
            register: the documents on a day.
            examples: an answer of each model, where the site has one.
        """
        self._examples = examples
        self._values = {
            language: _find_values(register, language) for language in register.settings.languages
        }

    def find(self, offer: Offer, address: str, language: str) -> str | None:
        """Return the address of an answer, or None where there is none for certain.

        Where the offer has a model, the answer is the one among the examples.

        Args:
            offer: one of `OFFERS`.
            address: one of its addresses, with parameters in braces.
            language: the one that the answer should be in, where answers have one.
        """
        if offer.may_lack:
            return None
        values = self._values[language]
        if offer.model is not None:
            example = self._examples.get(offer.model)
            values = {} if example is None else _read_values(example)
        names = find_parameters(address)
        if any(name not in values for name in names):
            return None
        return address.format_map(values)


def _read_values(example: Served) -> dict[str, str]:
    """Return the parameters by which an example is fetched."""
    data = example.model_dump(mode="json")
    values: dict[str, str] = {}
    for name in ("document", "version", "language"):
        if name in data:
            values[name] = data[name]
    for name in ("older", "newer"):
        if name in data:
            values[name] = data[name]["version"]
    if isinstance(example, ClauseAnswer):
        values["clause"] = example.id
    return values


def _find_values(register: Register, language: str) -> dict[str, str]:
    """Return parameters of what there is in a language; some may be missing.

    All are of one document: one of which versions are compared, if there is any.
    """
    values = {"language": language, "schema": "index", "name": "clausier"}
    for record in sorted(register.records, key=lambda record: not any(record.iter_pairs())):
        wanted = (record.current, *reversed(record.standings))
        standing = next((s for s in wanted if s and s.version.text(language)), None)
        if standing is None:
            continue
        values["document"] = record.id
        values["version"] = str(standing.number)
        values["text"] = f"{record.id}-{standing.number}.{language}"
        for older, newer in record.iter_pairs():
            if older.version.text(language) and newer.version.text(language):
                values["older"], values["newer"] = str(older.number), str(newer.number)
                values["pair"] = f"{record.id}-{older.number}-{newer.number}.{language}"
                break
        break
    return values
