"""What is published against what git holds, from which it is all worked out anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausier.addresses import TERMS, markdown_address, versions_data
from clausier.api.versions import list_version
from clausier.contract import TermsIndex, build_index
from clausier.errors import Message, say
from clausier.model import Text
from clausier.register import Record, Register
from clausier.verification.answers import AGAIN
from clausier.verification.differences import iter_differences
from clausier.verification.findings import Check, Code, Finding
from clausier.verification.published import Published, Refusal
from clausier.verification.versions import Versions


def check_repository(
    index: TermsIndex, versions: Versions, site: Published, register: Register
) -> Check:
    """Return whether every version and every text is what git gives.

    Args:
        index: what `terms.json` says.
        versions: what is said of every version.
        site: where the texts are.
        register: what the commit that the index names gives on its day.
    """
    findings = (
        *_compare_index(index, register, site),
        *_compare_versions(versions, register, site),
        *_compare_texts(register, site),
    )
    count = len(list_texts(register))
    detail = say(
        "%(count)s texts byte for byte, their versions, and %(index)s, against commit %(commit)s",
        count=count,
        index=TERMS,
        commit=register.head.commit[:10],
    )
    return Check("git", detail, findings)


def name_commit(commit: str) -> Message:
    """Return what a commit is called."""
    return say("commit %(commit)s", commit=commit[:10])


def list_texts(register: Register) -> Mapping[str, Text]:
    """Return each text that stands, by the name of its file."""
    default = register.settings.languages[0]
    return {
        markdown_address(text, default): text
        for record in register.records
        for standing in record.standings
        for text in standing.version.texts
    }


def _compare_index(index: TermsIndex, register: Register, site: Published) -> Iterator[Finding]:
    expected = build_index(register, site.site_url, index.checksums_sha256)
    for told in iter_differences(index, expected):
        what = say("is not what git gives: %(told)s", told=told)
        yield Finding(TERMS, Code.GIT_DISAGREES, what, AGAIN)


def _compare_versions(versions: Versions, register: Register, site: Published) -> Iterator[Finding]:
    records: dict[str, Record] = {record.id: record for record in register.records}
    for name, answer in versions.items():
        record = records.get(name)
        standings = record.standings if record is not None else ()
        expected = {
            str(one.number): list_version(register, one, site.site_url) for one in standings
        }
        published = {version.version: version for version in answer.versions}
        for number in expected.keys() - published.keys():
            what = say("leaves out version %(number)s, which git holds", number=number)
            yield Finding(versions_data(name), Code.GIT_DISAGREES, what, AGAIN)
        for number, version in published.items():
            if number not in expected:
                what = say("has version %(number)s, which git does not hold", number=number)
                remedy = say("Trust it in nothing, and build again")
                yield Finding(versions_data(name), Code.GIT_DISAGREES, what, remedy)
                continue
            for told in iter_differences(version, expected[number]):
                what = say(
                    "is not what git gives: of version %(number)s, %(told)s",
                    number=number,
                    told=told,
                )
                yield Finding(versions_data(name), Code.GIT_DISAGREES, what, AGAIN)


def _compare_texts(register: Register, site: Published) -> Iterator[Finding]:
    for name, text in list_texts(register).items():
        content = site.read(name)
        if isinstance(content, Refusal):
            yield content.describe(name)
        elif content != text.body:
            what = say(
                "is not the text that git holds in %(uri)s, commit %(commit)s",
                uri=text.uri,
                commit=text.published.commit[:10],
            )
            remedy = say("Put that text back, and find out who altered it")
            yield Finding(name, Code.GIT_TEXT, what, remedy)
