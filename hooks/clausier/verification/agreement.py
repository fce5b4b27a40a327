"""Whether every answer below `/api/v1/` says the same as the others, and leads where it says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatchmethod

from clausier.addresses import (
    API_INDEX,
    TERMS,
    clause_data,
    comparison_data,
    latest_data,
    version_data,
    versions_data,
)
from clausier.api.clauses import ClauseAnswer
from clausier.api.comparisons import ComparedVersion, Comparison
from clausier.api.index import IndexAnswer
from clausier.api.versions import LatestAnswer, VersionAnswer, VersionsAnswer
from clausier.contract import StandingEntry, TermsIndex, VersionEntry
from clausier.model import Status, VersionNumber
from clausier.schema import Served
from clausier.verification.answers import AGAIN, iter_answers, iter_dead_links, read_answer
from clausier.verification.findings import Check, Finding
from clausier.verification.published import Published
from clausier.verification.texts import list_differences
from clausier.verification.versions import Versions, iter_differences


def check_answers(index: TermsIndex, versions: Versions, site: Published) -> Check:
    """Return whether every answer keeps to its schema and agrees with the others."""
    judge = _Judge(index, versions, site)
    findings: list[Finding] = []
    count = 0
    names = site.names | set(_iter_names(index, versions, site))
    for name, answer in iter_answers(site, names):
        if isinstance(answer, Finding):
            findings.append(answer)
            continue
        count += 1
        findings += (Finding(name, what, AGAIN) for what in judge.iter_faults(answer, name))
        findings += iter_dead_links(name, answer, site)
    findings += iter_dead_links(TERMS, index, site)
    detail = f"{count} against their schemas and against each other, and where they lead"
    return Check("answers", detail, tuple(dict.fromkeys(findings)))


def _iter_names(index: TermsIndex, versions: Versions, site: Published) -> Iterator[str]:
    """Yield the answers that there must be, whatever is listed."""
    yield API_INDEX
    for document in index.documents:
        yield versions_data(document.id)
        yield from (latest_data(document.id, language) for language in document.history_url)
    for name, answer in versions.items():
        for version in answer.versions:
            yield version_data(name, VersionNumber.parse(version.version))
        for pair in answer.comparisons:
            target = site.locate(pair.url)
            if target is not None:
                yield target


class _Judge:
    """Says what an answer has otherwise than the others."""

    def __init__(self, index: TermsIndex, versions: Versions, site: Published) -> None:
        self._index = index
        self._versions = versions
        self._site = site

    @singledispatchmethod
    def iter_faults(self, answer: Served, name: str) -> Iterator[str]:
        """Yield what is wrong with an answer, each a sentence without its subject."""
        yield "is an answer that has no place here"

    @iter_faults.register
    def _(self, answer: IndexAnswer, name: str) -> Iterator[str]:
        yield from _place(name, API_INDEX)
        yield from _unlike({"as_of": (answer.as_of, self._index.as_of)}, TERMS)
        yield from _unlike({"sequence": (answer.sequence, self._index.sequence)}, TERMS)
        ours = [(one.id, one.kind, one.governing_language) for one in answer.documents]
        theirs = [(one.id, one.kind, one.governing_language) for one in self._index.documents]
        if ours != theirs:
            yield f"does not list the documents that {TERMS} lists"

    @iter_faults.register
    def _(self, answer: VersionsAnswer, name: str) -> Iterator[str]:
        yield from _place(name, versions_data(answer.document))
        if answer.document not in self._versions:
            yield f"is of a document that {TERMS} does not list"
        for pair in answer.comparisons:
            if None in (
                self._find(answer.document, pair.older),
                self._find(answer.document, pair.newer),
            ):
                yield f"compares {pair.older} and {pair.newer}, of which one is no version"

    @iter_faults.register
    def _(self, answer: VersionAnswer, name: str) -> Iterator[str]:
        version = self._find(answer.document, answer.version)
        if version is None:
            yield f"is of a version that {versions_data(answer.document)} does not list"
        else:  # what it says is compared where the texts are
            yield from _place(name, version_data(answer.document, _number(version)))

    @iter_faults.register
    def _(self, answer: LatestAnswer, name: str) -> Iterator[str]:
        yield from _place(name, latest_data(answer.document, answer.language))
        versions = self._versions.get(answer.document)
        if versions is None:
            return
        where = versions_data(answer.document)
        keys = ("kind", "governing_language", "as_of")
        yield from _unlike(list_differences(answer, versions, keys), where)
        current = self._in_force(answer.document)
        if answer.current is None or current is None:
            if answer.current is not None or current is not None:
                yield f"does not say of what is in force what {where} says"
        else:
            facts = list_differences(answer.current, current, tuple(StandingEntry.model_fields))
            yield from _unlike(facts, where)
            yield from self._compare_text(answer, current)
        ours = [(one.version, one.effective_from) for one in answer.upcoming]
        theirs = [(one.version, one.effective_from) for one in self._upcoming(answer.document)]
        if ours != theirs:
            yield f"does not say of what is upcoming what {where} says"

    def _compare_text(self, answer: LatestAnswer, current: VersionEntry) -> Iterator[str]:
        where = version_data(answer.document, _number(current))
        told, _ = read_answer(VersionAnswer, where, self._site)
        text = answer.current.text if answer.current is not None else None
        expected = told.texts.get(answer.language) if told is not None else None
        if text is None or expected is None:
            if text is not None or (told is not None and expected is not None):
                yield f"does not hold the text that {where} holds"
            return
        differences = list(iter_differences(text, expected))
        if differences:
            yield f"does not hold the text that {where} holds ({differences[0]})"

    @iter_faults.register
    def _(self, answer: Comparison, name: str) -> Iterator[str]:
        pair = [self._find(answer.document, one.version) for one in (answer.older, answer.newer)]
        older, newer = pair
        if older is None or newer is None:
            yield f"compares versions that {versions_data(answer.document)} does not list"
            return
        yield from _place(name, comparison_data(answer.document, _number(older), _number(newer)))
        yield from self._compare_version(answer.document, answer.older, older)
        yield from self._compare_version(answer.document, answer.newer, newer)

    def _compare_version(
        self, document: str, ours: ComparedVersion, theirs: VersionEntry
    ) -> Iterator[str]:
        keys = ("change", "effective_from", "effective_until")
        facts = list_differences(ours, theirs, keys)
        if ours.texts.keys() != theirs.texts.keys():
            facts["texts"] = (", ".join(ours.texts), ", ".join(theirs.texts))
        for language in ours.texts.keys() & theirs.texts.keys():
            text = ours.texts[language]
            shared = list_differences(text, theirs.texts[language], tuple(type(text).model_fields))
            facts |= {f"{key} ({language})": values for key, values in shared.items()}
        told = {f"{key} of {ours.version}": values for key, values in facts.items()}
        yield from _unlike(told, versions_data(document))

    @iter_faults.register
    def _(self, answer: ClauseAnswer, name: str) -> Iterator[str]:
        yield from _place(name, clause_data(answer.document, answer.id))
        current = self._in_force(answer.document)
        day = current.effective_from if current is not None else None
        number = current.version if current is not None else None
        if (answer.in_force.version, answer.in_force.effective_from) != (number, day):
            yield f"is not of the version in force, which is {number or 'none'}"

    def _find(self, document: str, number: str) -> VersionEntry | None:
        answer = self._versions.get(document)
        versions = answer.versions if answer is not None else ()
        return next((version for version in versions if version.version == number), None)

    def _in_force(self, document: str) -> VersionEntry | None:
        versions = self._versions[document].versions if document in self._versions else ()
        return next((one for one in versions if one.status is Status.IN_FORCE), None)

    def _upcoming(self, document: str) -> list[VersionEntry]:
        return [one for one in self._versions[document].versions if one.status is Status.UPCOMING]


def _number(version: VersionEntry) -> VersionNumber:
    return VersionNumber.parse(version.version)


def _place(name: str, expected: str) -> Iterator[str]:
    if name != expected:
        yield f"is an answer that belongs at {expected}"


def _unlike(facts: dict[str, tuple[object, object]], where: str) -> Iterator[str]:
    for key, (ours, theirs) in facts.items():
        if ours != theirs:
            yield f"says {key}: {ours}, but {where} says {theirs}"
