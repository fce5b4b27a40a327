"""Whether a link of a text and one of its translation lead to the same place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import unquote

from clausier.addresses import Addresses
from clausier.clauses import RenderedText
from clausier.links import SCHEME
from clausier.proposals import Proposal

_TONGUES: Final = r"fr|en|fra|eng|french|english|fr[-_][a-z]{2}|en[-_][a-z]{2}"
_MARK: Final = re.compile(rf"(?<=[/.=_-])(?:{_TONGUES})(?=[/.&#_-]|$)", re.IGNORECASE)
"""The language in an address elsewhere: `/fr/`, `?lang=fr`, `page-fr.pdf`."""
_HOST: Final = re.compile(rf"//(?:(?P<tongue>{_TONGUES})\.)?(?P<rest>[^/?#]*)", re.IGNORECASE)
"""Where it stands, and its language, as in `fr.example.org`."""


class Targets:
    """Reads addresses so that equal ones are one place in whichever language."""

    def __init__(
        self,
        proposal: Proposal,
        governing: RenderedText,
        translation: RenderedText,
        pairs: Iterable[tuple[int, int]],
    ) -> None:
        self._texts = governing, translation
        self._proposal = proposal
        self._anchors: tuple[dict[str, str], dict[str, str]] = ({}, {})
        for one, two in pairs:
            self._anchors[0][governing.clauses[one].id] = f"clause {one}"
            self._anchors[1][translation.clauses[two].id] = f"clause {one}"

    def read_governing(self, href: str) -> str:
        """Return what a link of the governing text leads to."""
        return self._read(href, 0)

    def read_translation(self, href: str) -> str:
        """Return what a link of the translation leads to."""
        return self._read(href, 1)

    def _read(self, href: str, side: int) -> str:
        if href.startswith("#"):
            return self._anchors[side].get(unquote(href[1:]), href)
        if not href.startswith((SCHEME, "/")):
            return _read_elsewhere(href)[0]
        default = self._proposal.settings.languages[0]
        language = self._texts[side].language
        path, _, anchor = href.removeprefix(SCHEME).lstrip("/").partition("#")
        path = path.removeprefix(Addresses(language, default).home)
        for other in self._proposal.settings.languages:
            path = re.sub(rf"\.{other}(?=\.\w+$)", "", path)
        return f"/{path}#{self._read_anchor(path, language, unquote(anchor))}"

    def _read_anchor(self, path: str, language: str, anchor: str) -> str:
        """Return what an anchor of another document leads to, whatever its language."""
        page = self._proposal.page(path.strip("/"), language)
        text = page.rendered if page else None
        for place, clause in enumerate(text.clauses if text else ()):
            if clause.id == anchor:
                return clause.number or f"clause {place}"
        return anchor if anchor.startswith("art-") else "…" if anchor else ""

    def pair_localised(self, ours: Mapping[str, str], theirs: Mapping[str, str]) -> set[str]:
        """Return the targets on either side that are pages of one site, each in its language."""
        found: set[str] = set()
        for one, href in ours.items():
            for two, other in theirs.items():
                if one in theirs or two in ours or found & {one, two}:
                    continue
                if _is_localised(href, other):
                    found |= {one, two}
        return found

    @staticmethod
    def show(href: str) -> str:
        """Return an address as it is said."""
        return f"/{href.removeprefix(SCHEME)}" if href.startswith(SCHEME) else href


def _read_elsewhere(href: str) -> tuple[str, str, str]:
    """Return an address without its language, where it stands, and its language if it says so."""
    host = _HOST.search(href)
    end = host.end() if host else 0
    mark = _MARK.search(href, end)
    plain = (host["rest"] if host else "") + _MARK.sub("", href[end:])
    tongue = (host and host["tongue"]) or (mark[0] if mark else "")
    place = host["rest"].casefold() if host else ""
    return re.sub(r"/{2,}", "/", plain.rstrip("/")).casefold(), place, tongue.lower()[:2]


def _is_localised(one: str, two: str) -> bool:
    """Return whether two addresses are one place's, each for its language.

    Mailboxes of one domain are, and pages of one site of which one at least names its language, if
    the other does not name the same: the rest may differ.
    """
    mailboxes = [re.fullmatch(r"mailto:[^@?]+@([^?]+).*", href.lower()) for href in (one, two)]
    if mailboxes[0] and mailboxes[1]:
        return mailboxes[0][1] == mailboxes[1][1]
    (_, host, tongue), (_, other, its) = map(_read_elsewhere, (one, two))
    return bool(host) and host == other and tongue != its
