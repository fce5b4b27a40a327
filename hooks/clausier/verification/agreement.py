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
from clausier.errors import say
from clausier.model import Status, VersionNumber
from clausier.schema import Served
from clausier.verification.answers import (
    iter_answers,
    iter_dead_links,
    place_fault,
    read_answer,
)
from clausier.verification.differences import (
    iter_differences,
    iter_disagreements,
    list_differences,
)
from clausier.verification.findings import Check, Code, Fault, Finding
from clausier.verification.presence import iter_missing
from clausier.verification.published import Published
from clausier.verification.versions import Versions


def check_answers(index: TermsIndex, versions: Versions, site: Published) -> Check:
    """Return whether every answer keeps to its schema and agrees with the others."""
    judge = _Judge(index, versions, site)
    findings = list(iter_missing(index, site))
    count = 0
    names = site.names | set(_iter_names(versions, site))
    for name, answer in iter_answers(site, names):
        if isinstance(answer, Finding):
            findings.append(answer)
            continue
        count += 1
        findings += (place_fault(fault, name) for fault in judge.iter_faults(answer, name))
        findings += iter_dead_links(name, answer, site)
    findings += iter_dead_links(TERMS, index, site)
    detail = say(
        "%(count)s against their schemas and against each other, and where they lead", count=count
    )
    once = {(finding.address, str(finding.what)): finding for finding in reversed(findings)}
    return Check("answers", detail, tuple(reversed(once.values())))


def _iter_names(versions: Versions, site: Published) -> Iterator[str]:
    """Yield the answers that others lead to, whatever is listed."""
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
    def iter_faults(self, answer: Served, name: str) -> Iterator[Fault]:
        """Yield what is wrong with an answer."""
        yield Fault(Code.ANSWER_MISPLACED, say("is an answer that has no place here"))

    @iter_faults.register
    def _(self, answer: IndexAnswer, name: str) -> Iterator[Fault]:
        yield from _place(name, API_INDEX)
        yield from iter_disagreements({"as_of": (answer.as_of, self._index.as_of)}, TERMS)
        yield from iter_disagreements({"sequence": (answer.sequence, self._index.sequence)}, TERMS)
        ours = [(one.id, one.kind, one.governing_language) for one in answer.documents]
        theirs = [(one.id, one.kind, one.governing_language) for one in self._index.documents]
        if ours != theirs:
            what = say("does not list the documents that %(index)s lists", index=TERMS)
            yield Fault(Code.ANSWERS_DISAGREE, what)

    @iter_faults.register
    def _(self, answer: VersionsAnswer, name: str) -> Iterator[Fault]:
        yield from _place(name, versions_data(answer.document))
        if answer.document not in self._versions:
            what = say("is of a document that %(index)s does not list", index=TERMS)
            yield Fault(Code.ANSWER_MISPLACED, what)
        for pair in answer.comparisons:
            if None in (
                self._find(answer.document, pair.older),
                self._find(answer.document, pair.newer),
            ):
                what = say(
                    "compares %(older)s and %(newer)s, of which one is no version",
                    older=pair.older,
                    newer=pair.newer,
                )
                yield Fault(Code.ANSWERS_DISAGREE, what)

    @iter_faults.register
    def _(self, answer: VersionAnswer, name: str) -> Iterator[Fault]:
        version = self._find(answer.document, answer.version)
        if version is None:
            where = versions_data(answer.document)
            what = say("is of a version that %(where)s does not list", where=where)
            yield Fault(Code.ANSWER_MISPLACED, what)
        else:  # what it says is compared where the texts are
            yield from _place(name, version_data(answer.document, _number(version)))

    @iter_faults.register
    def _(self, answer: LatestAnswer, name: str) -> Iterator[Fault]:
        yield from _place(name, latest_data(answer.document, answer.language))
        versions = self._versions.get(answer.document)
        if versions is None:
            return
        where = versions_data(answer.document)
        keys = ("kind", "governing_language", "as_of")
        yield from iter_disagreements(list_differences(answer, versions, keys), where)
        current = self._in_force(answer.document)
        if answer.current is None or current is None:
            if answer.current is not None or current is not None:
                what = say("does not say of what is in force what %(where)s says", where=where)
                yield Fault(Code.ANSWERS_DISAGREE, what)
        else:
            facts = list_differences(answer.current, current, tuple(StandingEntry.model_fields))
            yield from iter_disagreements(facts, where)
            yield from self._compare_text(answer, current)
        ours = [(one.version, one.effective_from) for one in answer.upcoming]
        theirs = [(one.version, one.effective_from) for one in self._upcoming(answer.document)]
        if ours != theirs:
            what = say("does not say of what is upcoming what %(where)s says", where=where)
            yield Fault(Code.ANSWERS_DISAGREE, what)

    def _compare_text(self, answer: LatestAnswer, current: VersionEntry) -> Iterator[Fault]:
        where = version_data(answer.document, _number(current))
        told, _ = read_answer(VersionAnswer, where, self._site)
        text = answer.current.text if answer.current is not None else None
        expected = told.texts.get(answer.language) if told is not None else None
        if text is None or expected is None:
            if text is not None or (told is not None and expected is not None):
                what = say("does not hold the text that %(where)s holds", where=where)
                yield Fault(Code.ANSWERS_DISAGREE, what)
            return
        first = next(iter_differences(text, expected), None)
        if first is not None:
            what = say(
                "does not hold the text that %(where)s holds (%(told)s)", where=where, told=first
            )
            yield Fault(Code.ANSWERS_DISAGREE, what)

    @iter_faults.register
    def _(self, answer: Comparison, name: str) -> Iterator[Fault]:
        pair = [self._find(answer.document, one.version) for one in (answer.older, answer.newer)]
        older, newer = pair
        if older is None or newer is None:
            where = versions_data(answer.document)
            what = say("compares versions that %(where)s does not list", where=where)
            yield Fault(Code.ANSWERS_DISAGREE, what)
            return
        yield from _place(name, comparison_data(answer.document, _number(older), _number(newer)))
        yield from self._compare_version(answer.document, answer.older, older)
        yield from self._compare_version(answer.document, answer.newer, newer)

    def _compare_version(
        self, document: str, ours: ComparedVersion, theirs: VersionEntry
    ) -> Iterator[Fault]:
        keys = ("change", "effective_from", "effective_until")
        facts = list_differences(ours, theirs, keys)
        if ours.texts.keys() != theirs.texts.keys():
            facts["texts"] = (", ".join(ours.texts), ", ".join(theirs.texts))
        for language in ours.texts.keys() & theirs.texts.keys():
            text = ours.texts[language]
            shared = list_differences(text, theirs.texts[language], tuple(type(text).model_fields))
            facts |= {f"{key} ({language})": values for key, values in shared.items()}
        told = {f"{ours.version} {key}": values for key, values in facts.items()}
        yield from iter_disagreements(told, versions_data(document))

    @iter_faults.register
    def _(self, answer: ClauseAnswer, name: str) -> Iterator[Fault]:
        yield from _place(name, clause_data(answer.document, answer.id))
        current = self._in_force(answer.document)
        day = current.effective_from if current is not None else None
        number = current.version if current is not None else None
        if (answer.in_force.version, answer.in_force.effective_from) != (number, day):
            shown = number or say("none")
            what = say("is not of the version in force, which is %(number)s", number=shown)
            yield Fault(Code.ANSWERS_DISAGREE, what)

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


def _place(name: str, expected: str) -> Iterator[Fault]:
    if name != expected:
        what = say("is an answer that belongs at %(expected)s", expected=expected)
        yield Fault(Code.ANSWER_MISPLACED, what)
