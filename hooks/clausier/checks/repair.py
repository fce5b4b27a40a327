"""What `clausier check --fix` mends: what changes no word, and nothing else.

Characters that nobody sees go, letters are composed (Unicode NFC), spaces at line ends that break
no line go, and slips of typography are mended by the very edits by which they are found. A line
without any of these keeps its bytes; so do front matter, code, addresses and line ends.

Rendering leaves such characters out and composes letters before it reads Markdown, so that these
repairs cannot make structure of what was none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from clausier.checks.slips import LANGUAGES, SLIPS
from clausier.checks.source import read_source
from clausier.proposals import Proposal, ProposedPage
from clausier.typography.characters import GLYPHLESS
from clausier.typography.passages import OPAQUE, Edit

MENDED: Final = ("character-invisible", "text-not-composed", *SLIPS)
"""Codes of findings that a repaired text has no more.

Characters written as entities stay: somebody typed them on purpose.
"""

_TRAILING: Final = re.compile(r"[ \t]+(?=\r?$)")
_MARKER: Final = re.compile(r"[ \t>]*(?:[*+-]|\w{1,3}[.)]|\[[^\]]*\]:?)?")
_MOST_ROUNDS: Final = 20


@dataclass(frozen=True, slots=True)
class Repair:
    """A file, mended."""

    page: ProposedPage
    raw: bytes
    """What the file is to hold; never what it holds."""

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines of the file that are other than they were, from 1, in order."""
        pairs = zip(self.page.raw.split(b"\n"), self.raw.split(b"\n"), strict=True)
        return tuple(number for number, (old, new) in enumerate(pairs, 1) if old != new)


def iter_repairs(proposal: Proposal) -> Iterator[Repair]:
    """Yield the files that can be mended, by language, then path."""
    for page in proposal.pages:
        if page.page is not None and is_repairable(proposal, page):
            text = repair_text(page)
            if text != page.text:
                head = page.raw[: len(page.raw) - len(page.page.body)]
                yield Repair(page, head + text.encode("utf-8"))


def is_repairable(proposal: Proposal, page: ProposedPage) -> bool:
    """Return whether a page's text may be mended.

    Only what the proposal rewords, and no text that binds under a number that is published: nobody
    may touch that. A translation under a published number may be corrected, and so mended, if the
    proposal corrects it.
    """
    if not page.is_reworded:
        return False
    front = page.front
    if front is None or page.language != proposal.settings.governing_language:
        return True
    return not any(
        version.number == front.version and version.published is not None
        for document in proposal.published.documents
        if document.id == front.document
        for version in document.versions
    )


def repair_text(page: ProposedPage) -> str:
    """Return the text of a page, mended; mending it again changes nothing."""
    return mend(page.text, page.language.partition("-")[0].lower())


def mend(text: str, language: str) -> str:
    """Return a Markdown text, mended by the rules of a language (a primary subtag)."""
    text = _compose(text)
    for _ in range(_MOST_ROUNDS):
        before = text
        text = _trim(text)
        for rule in SLIPS.values() if language in LANGUAGES else ():
            text = _apply(text, rule(read_source(text), language))
        if text == before:
            break
    return text


def _compose(text: str) -> str:
    """Return a text without characters that nobody sees, composed line by line."""
    plain = GLYPHLESS.sub("", text)
    if unicodedata.is_normalized("NFC", plain):
        return plain
    return "\n".join(unicodedata.normalize("NFC", line) for line in plain.split("\n"))


def _trim(text: str) -> str:
    """Return a text without the spaces at line ends that break no line.

    Two before a line that goes on break it; what follows a mark of structure belongs to it.
    """
    source = read_source(text)
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = _TRAILING.search(line)
        if match is None or source.shown[source.starts[number] + match.start()] == OPAQUE:
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if line.strip() and (
            (len(match[0]) > 1 and following.strip())
            or not any(map(str.isalnum, line))
            or _MARKER.fullmatch(line[: match.start()])
        ):
            continue
        if not line.strip() and {number - 1, number + 1} & source.code_lines:
            continue
        lines[number] = line[: match.start()] + line[match.end() :]
    return "\n".join(lines)


def _apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made; of two that overlap, the first."""
    parts: list[str] = []
    done = 0
    for edit in edits:
        if edit.start >= done:
            parts += (text[done : edit.start], edit.new)
            done = edit.end
    return "".join((*parts, text[done:]))
