"""A Word document (DOCX), looked at before it is converted.

What would go unseen is refused: tracked changes, comments, hidden or struck-out text, notes, text
boxes. Automatic numbers are typed (`numbering`), so that a converter keeps them.
Source: ECMA-376, part 1, section 17.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from clausier.errors import Message, Place, Problem, say
from clausier.importing import ImportingError
from clausier.importing.numbering import Counter, W, parse_xml, read_counter

_DOCUMENT: Final = "word/document.xml"
_LARGEST: Final = 64 * 2**20
"""Bytes that a part may take up unpacked; a text of a thousand pages takes up five million."""
_SPACES: Final = frozenset({f"{W}tab", f"{W}br", f"{W}cr"})
_EDGES: Final = ("word/header", "word/footer")
_OFF: Final = ("0", "false", "off", "none")

_REFUSED: Final = (
    (
        "ins del moveFrom moveTo rPrChange pPrChange numberingChange cellIns cellDel".split(),
        say("it holds tracked changes"),
        say("Accept or reject them all in Word (Review), and save it"),
    ),
    (
        "commentRangeStart commentReference".split(),
        say("it holds comments"),
        say("Delete them all in Word (Review), and save it"),
    ),
    (
        "footnoteReference endnoteReference".split(),
        say("it holds footnotes"),
        say("Write them into the text, and save it"),
    ),
    (
        ["txbxContent"],
        say("it holds a text box, whose place in the text nobody can tell"),
        say("Move its words into the text, and save it"),
    ),
)
_REFUSED_RUNS: Final = (
    ("vanish", say("it holds hidden text"), say("Show it in Word, and delete it or make it plain")),
    (
        "strike",
        say("it holds words that are struck out"),
        say("Delete them in Word, or take away the stroke"),
    ),
    (
        "dstrike",
        say("it holds words that are struck out"),
        say("Delete them in Word, or take away the stroke"),
    ),
)


@dataclass(frozen=True, slots=True)
class WordDocument:
    """A document that can be converted without losing words."""

    raw: bytes
    """The document, automatic numbers typed into it."""
    lines: tuple[str, ...]
    """The words of each paragraph, number included."""
    notes: tuple[Message, ...]


def read_word(raw: bytes, uri: str) -> WordDocument:
    """Return a document with its numbers typed, and its words.

    Raises:
        ImportingError: it is not a DOCX, or holds what would be lost or shown wrongly.
    """
    parts = _unpack(raw, uri)
    root = parse_xml(parts[_DOCUMENT], uri)
    problems = tuple(_find_unseen(root, uri))
    if problems:
        raise ImportingError(*problems)
    counter = read_counter(parts.get("word/numbering.xml"), parts.get("word/styles.xml"), uri)
    typed = _type_numbers(root, counter)
    notes: list[Message] = []
    if typed:
        notes.append(
            say(
                "Word numbered %(count)s paragraphs by itself: their numbers are typed", count=typed
            )
        )
    if any(True for _ in root.iter(f"{W}drawing", f"{W}pict")):
        notes.append(say("pictures are left out"))
    if any(_has_words(parts[name], uri) for name in parts if name.startswith(_EDGES)):
        notes.append(say("what stands at the top and bottom of every page is left out"))
    lines = tuple(line for p in root.iter(f"{W}p") if (line := "".join(_iter_text(p))).strip())
    parts[_DOCUMENT] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return WordDocument(_pack(parts), lines, tuple(notes))


def _unpack(raw: bytes, uri: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            small = [entry for entry in archive.infolist() if entry.file_size <= _LARGEST]
            parts = {entry.filename: archive.read(entry) for entry in small}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        parts = {}
    if _DOCUMENT not in parts:
        raise ImportingError(
            Problem(
                say("it is not a whole Word document"),
                say("Open it in Word and save it again as .docx"),
                Place(uri),
            )
        )
    return parts


def _pack(parts: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def _find_unseen(root: etree._Element, uri: str) -> Iterator[Problem]:
    for names, what, remedy in _REFUSED:
        if any(True for _ in root.iter(*(W + name for name in names))):
            yield Problem(what, remedy, Place(uri))
    for name, what, remedy in _REFUSED_RUNS:
        for mark in root.iter(W + name):
            run = mark.getparent()
            owner = run.getparent() if run is not None else None
            is_on = mark.get(f"{W}val") not in _OFF
            if is_on and owner is not None and owner.tag == f"{W}r" and _runs_on(owner):
                yield Problem(what, remedy, Place(uri))
                break
    for mark in root.iter(f"{W}vertAlign"):
        run = mark.getparent()
        owner = run.getparent() if run is not None else None
        words = "".join(_iter_text(owner)) if owner is not None else ""
        if mark.get(f"{W}val") in ("superscript", "subscript") and any(map(str.isdigit, words)):
            yield _raised(words, uri)
            break


def _raised(words: str, uri: str) -> Problem:
    return Problem(
        say('a raised or lowered "%(words)s" would become an ordinary one', words=words.strip()),
        say("Write a character that is raised by itself, such as ², or words"),
        Place(uri),
    )


def _runs_on(run: etree._Element) -> bool:
    return bool("".join(_iter_text(run)).strip())


def _has_words(raw: bytes, uri: str) -> bool:
    return any((node.text or "").strip() for node in parse_xml(raw, uri).iter(f"{W}t"))


def _type_numbers(root: etree._Element, counter: Counter) -> int:
    """Write before each paragraph the number that Word shows there; return how many there were."""
    typed = 0
    for paragraph in root.iter(f"{W}p"):
        number = counter.take(paragraph)
        if number is None or not _runs_on(paragraph):
            continue
        run = etree.Element(f"{W}r")
        text = etree.SubElement(run, f"{W}t")
        text.text = f"{number} "
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        properties = paragraph.find(f"{W}pPr")
        assert properties is not None
        # The list goes, by itself and by its style, or the converter would make items of it.
        for old in properties.findall(f"{W}numPr"):
            properties.remove(old)
        none = etree.SubElement(properties, f"{W}numPr")
        etree.SubElement(none, f"{W}numId").set(f"{W}val", "0")
        paragraph.insert(paragraph.index(properties) + 1, run)
        typed += 1
    return typed


def _iter_text(element: etree._Element) -> Iterator[str]:
    """Yield the characters of a paragraph or a run, as they are read."""
    for node in element.iter():
        parent = node.getparent()
        if parent is not None and parent.tag == f"{W}tabs":
            continue  # where tabulators stand, not one of them
        if node.tag == f"{W}t":
            yield node.text or ""
        elif node.tag in _SPACES:
            yield " "
        elif node.tag == f"{W}noBreakHyphen":
            yield "\u2011"
