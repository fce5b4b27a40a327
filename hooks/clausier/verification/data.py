"""What is published beside texts and pages, against what the repository makes of it anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from clausier.addresses import TERMS
from clausier.edition import Edition
from clausier.errors import Message, say
from clausier.files import iter_files
from clausier.redlines import Redlines
from clausier.verification.answers import WITH_ITS_OWN
from clausier.verification.copies import Copies
from clausier.verification.findings import Check, Code, Finding
from clausier.verification.places import is_of_theme, iter_foreign, list_others, list_pages
from clausier.verification.published import Published, Refusal
from clausier.verification.repository import list_texts

MOST_ALTERED: Final = 20
"""More than a forger would alter, where texts and `terms.json` hold: that is another Clausier."""

_POINTER: Final = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\noid sha256:([0-9a-f]{64})\nsize [0-9]+\n"
)
"""What git holds of a file that Git LFS keeps elsewhere (its specification, "The Pointer")."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What else the commit says of the site, beside its texts."""

    site_url: str
    """With a slash at its end."""
    copies: Copies
    """What is published as it stands."""
    pages: tuple[str, ...]
    """Each Markdown file, by path below the docs folder."""
    has_search: bool
    """Pages can be searched."""
    without_theme: bool
    """The commit does not hold the folder of templates, scripts and styles."""
    unheld: tuple[str, ...]
    """Configuration files that the commit does not hold, and that were read as they stand."""


def check_data(edition: Edition, plan: Plan, site: Published, *, rest_holds: bool) -> Check:
    """Return whether all that is made from values, or copied, is what the repository gives.

    Args:
        edition: what the commit publishes on the day of the index.
        plan: what else it says.
        site: where the files are.
        rest_holds: whether texts, versions and `terms.json` are those of the repository.
    """
    redlines = Redlines(edition.register)
    given = dict(iter_files(edition.register, redlines, site.site_url))
    texts = set(list_texts(edition.register))  # which are compared already
    made = {name: raw for name, raw in given.items() if name not in texts}
    copied = {name: raw for name, raw in plan.copies.contents.items() if name not in given}
    pages = list_pages(edition.register, redlines, has_search=plan.has_search)
    known = {*given, *copied, *pages, *list_others(edition, plan.pages)}
    if plan.without_theme:
        known |= {name for name in site.names if is_of_theme(name)}
    findings = (
        *_check_root(plan, site),
        *_check_made(made, site, rest_holds=rest_holds),
        *_check_copied(copied, plan.copies.required, site),
        *_iter_missing(pages, site),
        *_check_foreign(iter_foreign(site.names, known, edition.register.settings)),
    )
    count = sum(1 for name in copied if name in site.names)
    return Check("data", _describe(len(made), count, edition, plan), findings)


def _describe(made: int, copied: int, edition: Edition, plan: Plan) -> Message:
    told = say(
        "%(made)s files made anew, and %(copied)s that are copied, byte for byte, against commit "
        "%(commit)s",
        made=made,
        copied=copied,
        commit=edition.register.head.commit[:10],
    )
    if plan.without_theme:
        told = say(
            "%(told)s; scripts, styles and clients were not compared, since that commit does not "
            "hold them",
            told=told,
        )
    if plan.unheld:
        told = say(
            "%(told)s; by %(files)s as it stands, since that commit does not hold it",
            told=told,
            files=", ".join(plan.unheld),
        )
    return told


def _check_root(plan: Plan, site: Published) -> Iterator[Finding]:
    if site.site_url != plan.site_url:
        what = say(
            "is of a site at %(theirs)s, but the repository publishes %(ours)s",
            theirs=site.site_url,
            ours=plan.site_url,
        )
        remedy = say(
            "Trust none of its addresses, unless you know that it was built for another one "
            "(site_url in mkdocs.yml)"
        )
        yield Finding(TERMS, Code.GIT_ROOT, what, remedy)


def _check_made(
    made: Mapping[str, bytes], site: Published, *, rest_holds: bool
) -> Iterator[Finding]:
    yield from _iter_missing(made, site)
    digests = {name: sha256(raw).hexdigest() for name, raw in made.items()}
    altered = sorted(_iter_altered(digests, site))
    if rest_holds and len(altered) > MOST_ALTERED:
        what = say(
            "and %(count)s other files are not what this version of Clausier makes of the "
            "repository, though terms.json and the texts are: another version made them, or "
            "somebody altered them all",
            count=len(altered) - 1,
        )
        remedy = say(
            "Verify with the version of Clausier that built the site; until then trust none of "
            "these files"
        )
        yield Finding(altered[0], Code.GIT_TOOL, what, remedy)
        return
    for name in altered:
        what = say("is not what the repository gives, byte for byte")
        yield Finding(name, Code.GIT_DATA, what, WITH_ITS_OWN)


def _check_copied(
    copied: Mapping[str, bytes], required: frozenset[str], site: Published
) -> Iterator[Finding]:
    yield from _iter_missing((name for name in copied if name in required), site)
    digests = {name: _digest_held(raw) for name, raw in copied.items()}
    for name in sorted(_iter_altered(digests, site)):
        what = say("is not the file that the repository holds")
        remedy = say("Put that file back, and find out who altered it")
        yield Finding(name, Code.GIT_COPY, what, remedy)


def _digest_held(content: bytes) -> str:
    """Return the SHA-256 of a file that a commit holds, or only leads to (Git LFS)."""
    pointer = _POINTER.fullmatch(content)
    return pointer[1].decode("ascii") if pointer else sha256(content).hexdigest()


def _iter_altered(digests: Mapping[str, str], site: Published) -> Iterator[str]:
    for name, digest in digests.items():
        if name in site.names and site.digest(name) != digest:
            yield name


def _iter_missing(expected: Iterable[str], site: Published) -> Iterator[Finding]:
    for name in sorted(expected):
        held = site.holds(name)
        if isinstance(held, Refusal):
            yield held.describe(name)


def _check_foreign(names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        what = say("is nothing that the repository publishes")
        remedy = say("Remove it, and find out who put it there")
        yield Finding(name, Code.GIT_FOREIGN, what, remedy)
