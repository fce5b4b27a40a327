"""The texts: their digests, and their clauses, which joined are the text."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from pydantic import BaseModel

from clausier.addresses import version_data, versions_data
from clausier.api.versions import TextAnswer, VersionAnswer, VersionsAnswer
from clausier.contract import VersionEntry
from clausier.model import VersionNumber
from clausier.verification.answers import AGAIN, read_answer
from clausier.verification.findings import Check, Finding
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
                findings += (Finding(name, what, AGAIN) for what in _compare(version, told, answer))
            for language, text in version.texts.items():
                count += 1
                content = _read_text(text.markdown_url, text.sha256, site, findings)
                cut = told.texts.get(language) if told is not None else None
                if content is not None and cut is not None:
                    clauses += len(cut.clauses)
                    faults = _iter_clause_faults(cut, content)
                    findings += (Finding(name, f"{what} ({language})", AGAIN) for what in faults)
    detail = f"{count} texts against their SHA-256, and against their {clauses} clauses"
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
        what = f"is not the text whose SHA-256 is published, {digest[:12]}…"
        findings.append(Finding(name, what, "Put the published text back, or publish again"))
    return content


def _compare(version: VersionEntry, told: VersionAnswer, answer: VersionsAnswer) -> Iterator[str]:
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
    for key, (ours, theirs) in facts.items():
        yield f"says {key}: {theirs}, but {where} says {ours}"


def list_differences(
    one: BaseModel, other: BaseModel, keys: tuple[str, ...]
) -> dict[str, tuple[object, object]]:
    """Return the values of `keys` in which two answers differ."""
    pairs = {key: (getattr(one, key), getattr(other, key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def _iter_clause_faults(text: TextAnswer, content: bytes) -> Iterator[str]:
    parts = [text.preamble.markdown, *(clause.markdown for clause in text.clauses)]
    told = [part for part in parts if part is not None]
    if len(told) == len(parts):
        if "".join(told).encode("utf-8", "replace") != content:
            yield "does not hold the text: its clauses joined are other bytes"
    elif told:
        yield "holds the source of some clauses and not of others"
    for clause in text.clauses:
        source = clause.markdown
        digest = None if source is None else sha256(source.encode("utf-8", "replace")).hexdigest()
        if clause.sha256 != digest:
            yield f"gives clause {clause.number or clause.id} a SHA-256 that is not its own"
