"""Typography as a printer sets it, by rendering: the stored text is never touched.

What changes is white space around punctuation and numbers, straight quotes and apostrophes, and
three dots; never a letter, a digit or their order. Setting twice is setting once.

A tree is read block by block (a paragraph, a heading, a cell…), through whatever elements stand
inside one, so that `<strong>Anonymat</strong>: Les` is set like `Anonymat: Les`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from clausier.typography.characters import strip_controls
from clausier.typography.passages import LINE_BREAK, OPAQUE, VEIL, Passage
from clausier.typography.tags import ATOMS, BLOCKS, VERBATIM
from clausier.typography.typesetting import ENGLISH, FRENCH, Rule

_RULES: Final[Mapping[str, tuple[Rule, ...]]] = {"fr": FRENCH, "en": ENGLISH}

ADDRESS: Final = re.compile(
    r"(?:https?://|ftp://|mailto:|tel:|www\.)"
    r"[^\s<>\"«»\x01-\x03]*[^\s<>\"«»\x01-\x03.,;:!?)\]}'’”…]"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]+)+",
    re.IGNORECASE,
)
"""Regular expression: an address of a page or of a mailbox, in prose."""

_BARE_ADDRESS: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?")
"""What is an address where it is all that a link shows."""


def typeset(root: HtmlElement, language: str) -> None:
    """Set the text below `root` in place, by the rules of `language`.

    Code and its like, addresses, links that show an address, and elements in another `lang`
    are left as they are.

    Args:
        root: a tree that nobody else holds.
        language: a language tag; for any other than French and English nothing changes.
    """
    rules = _RULES.get(_primary(language))
    if rules is None:
        return
    slots: list[_Slot] = []
    for slot in _iter_slots(root, _primary(language)):
        if slot is not None:
            slots.append(slot)
            continue
        _set_block(slots, rules)
        slots = []
    _set_block(slots, rules)


def typeset_words(text: str, language: str) -> str:
    """Return a plain `text` (a title, a summary) set by the rules of `language`."""
    rules = _RULES.get(_primary(language))
    if rules is None:
        return text
    passage = Passage(strip_controls(text), [0])
    _set(passage, rules)
    return passage.text


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in the tree whose characters belong to the block at hand."""

    text: str
    element: HtmlElement | None = None
    """Where the characters come from; None for a stand-in."""
    after: bool = False
    """Whether the characters follow the element rather than begin it."""


def _iter_slots(root: HtmlElement, language: str) -> Iterator[_Slot | None]:
    """Yield the places below `root` in reading order, and None wherever a block ends."""
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in BLOCKS:
                yield None
            stand_in = _stand_in(element, language) if element is not root else None
            if stand_in is not None:
                walk.skip_subtree()
                yield _Slot(stand_in)
            elif element.text:
                yield _Slot(strip_controls(element.text), element)
            continue
        if event == "end" and element.tag in BLOCKS:
            yield None
        if element.tail and element is not root:
            yield _Slot(strip_controls(element.tail), element, after=True)


def _stand_in(element: HtmlElement, language: str) -> str | None:
    """Return what stands in a passage for an element that is not set, or None."""
    if element.tag == "br":
        return LINE_BREAK
    if element.tag in ATOMS or (element.tag in VERBATIM and _read(element)):
        return OPAQUE
    if "lang" in element.attrib and _primary(element.get("lang") or "") != language:
        return OPAQUE
    if element.tag == "a" and any(
        pattern.fullmatch(_read(element)) for pattern in (ADDRESS, _BARE_ADDRESS)
    ):
        return VEIL
    return None


def _read(element: HtmlElement) -> str:
    return "".join(element.itertext()).strip()


def _set_block(slots: list[_Slot], rules: tuple[Rule, ...]) -> None:
    if not any(slot.element is not None and slot.text.strip() for slot in slots):
        return
    bounds, length = [], 0
    for slot in slots:
        bounds.append(length)
        length += len(slot.text)
    passage = Passage("".join(slot.text for slot in slots), bounds)
    _set(passage, rules)
    for slot, share in zip(slots, passage.iter_shares(), strict=True):
        if slot.element is None:
            continue
        if slot.after:
            slot.element.tail = share
        else:
            slot.element.text = share


def _set(passage: Passage, rules: tuple[Rule, ...]) -> None:
    """Apply `rules` with the passage's addresses veiled."""
    plain = passage.text
    passage.text = ADDRESS.sub(lambda match: VEIL * len(match[0]), plain)
    veiled = iter([mark for mark, seen in zip(plain, passage.text, strict=True) if seen == VEIL])
    for rule in rules:
        passage.apply(rule(passage.text))
    passage.text = re.sub(VEIL, lambda _: next(veiled), passage.text)


def _primary(language: str) -> str:
    """Return the primary subtag of a language tag (RFC 5646): `fr` of `fr-FR`."""
    return re.split("[-_]", language.lower())[0]
