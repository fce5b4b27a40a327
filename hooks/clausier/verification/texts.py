"""The texts: their digests, and their clauses, which joined are the text."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from clausier.addresses import version_data, versions_data
from clausier.api.versions import TextAnswer, VersionAnswer, VersionsAnswer
from clausier.contract import VersionEntry
from clausier.errors import say
from clausier.model import VersionNumber
from clausier.verification.answers import place_fault, read_answer
from clausier.verification.differences import iter_disagreements, list_differences
from clausier.verification.findings import Check, Code, Fault, Finding
from clausier.verification.published import Published, Refusal
from clausier.verification.versions import Versions


def check_texts(versions: Versions, site: Published) -> Check:
    """Return whether every text of every version has its digest, and is its clauses joined."""
    findings: list[Finding] = []
    count = clauses = 0
    for document, answer in versions.items():
        for version in answer.versions:
            name = version_data(document, VersionNumber.parse(version.version))
            told, wrong = read_answer(VersionAnswer, name, site)
            findings += wrong
            if told is not None:
                findings += (place_fault(it, name) for it in _compare(version, told, answer))
            for language, text in version.texts.items():
                count += 1
                content = _read_text(text.markdown_url, text.sha256, site, findings)
                cut = told.texts.get(language) if told is not None else None
                if content is not None and cut is not None:
                    clauses += len(cut.clauses)
                    faults = _iter_clause_faults(cut, content, language)
                    findings += (place_fault(it, name) for it in faults)
    detail = say(
        "%(count)s texts against their SHA-256, and against their %(clauses)s clauses",
        count=count,
        clauses=clauses,
    )
    return Check("texts", detail, tuple(findings))


def _read_text(url: object, digest: str, site: Published, findings: list[Finding]) -> bytes | None:
    """Return a text's bytes; what is wrong with them is added to `findings`."""
    name = site.locate(url)
    if name is None:
        return None  # said of terms.json or versions.json already
    content = site.read(name)
    if isinstance(content, Refusal):
        findings.append(content.describe(name))
        return None
    if sha256(content).hexdigest() != digest:
        what = say(
            "is not the text whose SHA-256 is published, %(digest)s", digest=f"{digest[:12]}…"
        )
        remedy = say("Put the published text back, or publish again")
        findings.append(Finding(name, Code.TEXT_ALTERED, what, remedy))
    return content


def _compare(version: VersionEntry, told: VersionAnswer, answer: VersionsAnswer) -> Iterator[Fault]:
    """Yield where the answer of a version says otherwise than the list of all versions."""
    where = versions_data(answer.document)
    facts = list_differences(answer, told, ("document", "kind", "governing_language"))
    facts |= list_differences(
        version, told, ("version", "change", "published_at", "effective_from")
    )
    facts |= list_differences(version, told, ("supersedes", "commit"))
    if version.texts.keys() != told.texts.keys():
        facts["texts"] = (", ".join(version.texts), ", ".join(told.texts))
    for language in version.texts.keys() & told.texts.keys():
        text = version.texts[language]
        shared = list_differences(text, told.texts[language], tuple(type(text).model_fields))
        facts |= {f"{key} ({language})": pair for key, pair in shared.items()}
    told_and_ours = {key: (theirs, ours) for key, (ours, theirs) in facts.items()}
    yield from iter_disagreements(told_and_ours, where)


def _iter_clause_faults(text: TextAnswer, content: bytes, language: str) -> Iterator[Fault]:
    parts = [text.preamble.markdown, *(clause.markdown for clause in text.clauses)]
    told = [part for part in parts if part is not None]
    if len(told) == len(parts):
        if "".join(told).encode("utf-8", "replace") != content:
            what = say(
                "does not hold the text: its clauses joined are other bytes (%(language)s)",
                language=language,
            )
            yield Fault(Code.CLAUSES_ALTERED, what)
    elif told:
        what = say(
            "holds the source of some clauses and not of others (%(language)s)", language=language
        )
        yield Fault(Code.CLAUSES_ALTERED, what)
    for clause in text.clauses:
        source = clause.markdown
        digest = None if source is None else sha256(source.encode("utf-8", "replace")).hexdigest()
        if clause.sha256 != digest:
            what = say(
                "gives clause %(clause)s a SHA-256 that is not its own (%(language)s)",
                clause=clause.number or clause.id,
                language=language,
            )
            yield Fault(Code.CLAUSES_ALTERED, what)
