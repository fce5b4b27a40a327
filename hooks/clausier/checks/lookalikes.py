"""Letters of one script that pass for those of another, in words and above all in links.

Source: Unicode Technical Standard 39, section 4 (confusable characters) and section 5 (mixed
scripts); the table has those letters that a reader of French or English takes for their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import Final
from urllib.parse import unquote

from clausier.checks.characters import name_character
from clausier.checks.source import Link, Source, iter_reworded
from clausier.errors import Problem, say
from clausier.proposals import Proposal

_CYRILLIC: Final = "аеорсухіјѕһԁԛԝӏгпкмтьвАВЕЅІЈКМНОРСТУХҮЗԌ"
_GREEK: Final = "οιυνρακΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_LIKE: Final = frozenset(_CYRILLIC + _GREEK)
_SCRIPTS: Final = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")
_WORD: Final = re.compile(r"[^\W\d_]+")
_HOST: Final = re.compile(
    r"(?:https?:|ftp:)?//(?:([^\s/?#@<>]*)@)?([^\s/?#:<>()\[\]\"'«»]+)|mailto:[^\s@]+@([^\s?<>]+)"
    r"|(?<![\w.+-])[\w.+-]++@([\w-]++(?:\.[\w-]+)+)",
    re.IGNORECASE,
)
_MAILBOX: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SHOWN_HOST: Final = re.compile(
    r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,24})(?<!\.md)(?<!\.html)(?<!\.pdf)(?<!\.docx)(?:[:/?#]\S*)?",
    re.IGNORECASE,
)


def find_lookalikes(proposal: Proposal) -> Iterator[Problem]:
    """Yield words and addresses with letters that pass for others, and links that pretend."""
    for page, source in iter_reworded(proposal):
        hosts = tuple(iter_false_hosts(source))
        for offset, host, character in hosts:
            yield Problem(
                say(
                    "the address `%(host)s` has a letter that passes for another: %(name)s",
                    host=host,
                    name=name_character(character),
                )
                if character
                else say("nobody can read whose address `%(host)s` is", host=host),
                say("Check whose address it is, and type it anew, in letters"),
                page.place(source.line_of(offset)),
                code="link-lookalike",
            )
        for offset, word, character in iter_false_words(source):
            yield Problem(
                say(
                    "the word “%(word)s” has a letter that passes for another: %(name)s",
                    word=word,
                    name=name_character(character),
                ),
                say("Type the word anew"),
                page.place(source.line_of(offset)),
                code="character-lookalike",
            )
        for link in source.links:
            if (link.target or "").startswith("//"):
                yield Problem(
                    say(
                        "a link looks like one within the site and leads to another: `%(target)s`",
                        target=(link.target or "")[:80],
                    ),
                    say("Begin it with `https://`"),
                    page.place(source.line_of(link.start)),
                    code="link-disguised",
                )
        for link, shown, host in iter_pretenders(source):
            yield Problem(
                say(
                    "a link shows the address `%(shown)s` and leads to `%(host)s`",
                    shown=shown,
                    host=host,
                ),
                say("Let it lead where it says, or say where it leads"),
                page.place(source.line_of(link.start)),
                code="link-disguised",
            )


def iter_false_words(source: Source) -> Iterator[tuple[int, str, str]]:
    """Yield where a word has a letter that passes for another, the word, and the letter."""
    for match in _WORD.finditer(source.prose):
        if not match[0].isascii():
            character = _find_false(match[0])
            if character is None and _is_alone(source.prose, match):
                character = match[0][0]
            if character is not None:
                yield match.start(), match[0], character


def _find_false(word: str) -> str | None:
    """Return the first letter of a word that passes for another, or None."""
    scripts = [_script(letter) for letter in word]
    for letter, script in zip(word, scripts, strict=True):
        if script == "STYLED":
            return letter
        if script in _SCRIPTS and "LATIN" in scripts and (script != "GREEK" or letter in _LIKE):
            return letter
    return None


def _is_alone(prose: str, match: re.Match[str]) -> bool:
    """Whether a word looks Latin in all its letters, is not, and stands among Latin words."""
    if not set(match[0]) <= _LIKE or match[0] in ("α", "ν", "ρ", "κ", "ι", "υ"):
        return False
    around = prose[max(match.start() - 60, 0) : match.start()] + prose[match.end() :][:60]
    others = {_script(letter) for letter in around if letter.isalpha()}
    return "LATIN" in others and not others & set(_SCRIPTS)


def _script(letter: str) -> str:
    """Return the script of a letter; STYLED for a letter of ASCII in another dress."""
    if letter.isascii():
        return "LATIN"
    if "\uff21" <= letter <= "\uff5a" or "\U0001d400" <= letter <= "\U0001d7ff":
        return "STYLED"
    return unicodedata.name(letter, "").partition(" ")[0]


def iter_false_hosts(source: Source) -> Iterator[tuple[int, str, str]]:
    """Yield where an address has a host that passes for another, the host, and the letter.

    The letter is empty where a host is written in Punycode, whatever it stands for.
    """
    seen: set[tuple[int, str]] = set()
    places = [(link.start, unquote(unescape(link.target))) for link in source.links if link.target]
    places += [(match.start(), match[0]) for match in _HOST.finditer(source.shown)]
    for offset, address in places:
        for match in _HOST.finditer(address):
            host = next(filter(None, match.group(2, 3, 4)), "")
            line = source.line_of(offset)
            if host.isascii() and "xn--" not in host.lower():
                continue
            character = _judge_host(host)
            if character is None and "xn--" in host.lower():
                character = ""
            if character is not None and (line, host) not in seen:
                seen.add((line, host))
                yield offset, host, character


def _judge_host(host: str) -> str | None:
    """Return the letter of a host that passes for another, empty where it cannot be read."""
    try:
        shown = ".".join(
            label[4:].encode("ascii").decode("punycode") if label[:4].lower() == "xn--" else label
            for label in host.split(".")
        )
    except UnicodeError:
        return ""
    letters = [letter for letter in shown if letter.isalpha()]
    return next((letter for letter in letters if _script(letter) != "LATIN"), None)


def _find_mailbox(link: Link) -> tuple[str, str] | None:
    """Return the mailbox that a link shows and the one that it leads to, if they are two."""
    shown = _MAILBOX.fullmatch(link.text.strip(" *_`<>"))
    scheme, _, target = (link.target or "").partition(":")
    if link.is_image or not shown or scheme.lower() != "mailto":
        return None
    address = unquote(unescape(target)).partition("?")[0].strip()
    return None if shown[0].casefold() == address.casefold() else (shown[0], address)


def iter_pretenders(source: Source) -> Iterator[tuple[Link, str, str]]:
    """Yield the links that show the address of one host and lead to another, with both."""
    for link in source.links:
        if (mailboxes := _find_mailbox(link)) is not None:
            yield link, *mailboxes
            continue
        shown = _SHOWN_HOST.fullmatch(link.text.strip(" *_`"))
        target = _HOST.match(link.target or "")
        if link.is_image or not target:
            continue
        host = (target[2] or target[3] or target[4] or "").lower().removeprefix("www.")
        if target[1]:
            yield link, target[1], host
        elif shown and target[2]:
            said = shown[1].lower().removeprefix("www.")
            if not (f".{host}".endswith(f".{said}") or f".{said}".endswith(f".{host}")):
                yield link, said, host
