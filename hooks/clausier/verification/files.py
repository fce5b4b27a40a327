"""Every published file, against `checksums.txt`, and that against `terms.json`."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from clausier.addresses import CHECKSUMS, SEARCH, SITEMAP, TERMS
from clausier.checksums import EMPTY, ChecksumsError, is_excused, parse_checksums
from clausier.contract import TermsIndex
from clausier.errors import Message, say
from clausier.verification.answers import AGAIN
from clausier.verification.findings import Check, Code, Finding
from clausier.verification.published import Published, Refusal

_KEPT: Final = (".json", ".md")
"""What further checks read; pages and PDFs are only digested."""
_FILLED: Final = (".html", SITEMAP, SEARCH)
_PDF: Final = b"%PDF-"


def check_files(index: TermsIndex, site: Published) -> Check:
    """Return whether every file is the one that was published; what is read is kept for others.

    A signature of `terms.json` vouches for the list, and the list for the files.
    """
    findings: list[Finding] = []
    digests = _read_digests(index, site, findings)
    wrong = 0
    for name, content in site.source.read_each(digests):
        if not isinstance(content, Refusal):
            site.weigh(name, content)
        finding = _compare(name, content, digests[name], site)
        if finding is not None:
            findings.append(finding)
            wrong += 1
        if isinstance(content, Refusal) or name.endswith(_KEPT):
            site.keep(name, content)
    for name in site.source.list_names() or ():
        if digests and name not in digests:
            findings += _check_unlisted(name, site)
        site.names.add(name)
    findings.sort(key=lambda finding: finding.address)
    count = len(digests)
    detail = say(
        "%(right)s of %(count)s are those that %(list)s lists, byte for byte",
        right=count - wrong,
        count=count,
        list=CHECKSUMS,
    )
    return Check("files", detail, tuple(findings))


def _check_unlisted(name: str, site: Published) -> Iterator[Finding]:
    """Yield what is wrong with something that is there and that the list does not name."""
    if not is_excused(name):
        what = say("is not in %(list)s: nothing vouches for it", list=CHECKSUMS)
        remedy = say("Remove it, or put it where the build publishes it")
        yield Finding(name, Code.FILE_FOREIGN, what, remedy)
        return
    content = site.read(name)
    if isinstance(content, Refusal):  # a link in its place may lead to a whole folder
        yield content.describe(name)
    elif name == EMPTY and content:
        what = say("is not empty: nothing vouches for what it holds")
        remedy = say("Empty it: hosts only look whether it is there")
        yield Finding(name, Code.FILE_MALFORMED, what, remedy)


def _read_digests(index: TermsIndex, site: Published, findings: list[Finding]) -> dict[str, str]:
    """Return the list; what is wrong with it is added to `findings`."""
    content = site.read(CHECKSUMS)
    if isinstance(content, Refusal):
        findings.append(content.describe(CHECKSUMS))
        return {}
    if sha256(content).hexdigest() != index.checksums_sha256:
        what = say(
            "is not the list that %(index)s vouches for: one of the two was altered", index=TERMS
        )
        findings.append(Finding(CHECKSUMS, Code.SEAL_BROKEN, what, AGAIN))
    try:
        return parse_checksums(content)
    except ChecksumsError as error:
        findings += (
            Finding(CHECKSUMS, Code.FILE_MALFORMED, one.what, AGAIN) for one in error.problems
        )
        return {}


def _compare(name: str, content: bytes | Refusal, digest: str, site: Published) -> Finding | None:
    if isinstance(content, Refusal):
        return content.describe(name)
    if site.digest(name) != digest:
        what = say(
            "is not the file that was published: its SHA-256 is not that in %(list)s",
            list=CHECKSUMS,
        )
        remedy = say("Put the published file back, or publish the site again, whole")
        return Finding(name, Code.FILE_ALTERED, what, remedy)
    if name.endswith(".pdf") and not content.startswith(_PDF):
        return Finding(name, Code.FILE_MALFORMED, say("is no PDF"), AGAIN)
    if name.endswith(_FILLED) and not content.strip():
        return Finding(name, Code.FILE_MALFORMED, say("is empty, as no build leaves it"), AGAIN)
    return None


def iter_uncovered() -> Iterator[Message]:
    """Yield what these checks do not say."""
    yield say(
        "whether pages and PDFs show the texts, and what else is made of pages (sitemap, search "
        "index): they are compared with what was published, and that they show the texts rests on "
        "the build"
    )
    yield say(
        "what tells a host how to serve the site: _headers, _redirects; the form at admin/, where "
        "there is one"
    )
    yield say("what a server holds besides: only in a folder can it be seen that nothing was added")
