r"""HTML and plain text to the Markdown that the site renders.

What the source says in words must stay words: a `*`, a `1.` at the head of a paragraph or a `<`
means something to Markdown, and is written so that it does not. While a tree is converted, a
private character stands for the backslash, so that the converter cannot take it for the text's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from lxml import html as lxml_html
from lxml.html import HtmlElement

from clausier.errors import Message, Place, Problem, say
from clausier.importing import ImportingError
from clausier.importing.fidelity import UNREAD

_ESCAPE: Final = "\ue000"
_AMPERSAND: Final = "\ue001"
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_INLINE: Final = re.compile(r"[\\`*]|(?<!\w)_|_(?!\w)|\{(?=:)|\](?=[(\[:])|\[(?=\^)")
_OPENING: Final = re.compile(
    r"(?:#|>|[-+](?=\s|$)|\d+(?=\.\s)|[=~]{3}|-{3}|:(?=\s)|\[(?=[^\]]*\]:))"
)
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_BLOCKS: Final = frozenset(
    "blockquote caption dd div dt figcaption h1 h2 h3 h4 h5 h6 li p section td th tr".split()
)
_HEADINGS: Final = tuple(f"h{level}" for level in range(1, 7))
_NUMBERED: Final = re.compile(r"(?:(?:article|section|clause)\s+)?\d+(?:er)?\s*[.–—:-]*\s+\S", re.I)
_LONGEST_HEADING: Final = 90


def load_converter(name: str) -> ModuleType:
    """Return a converter, which only imports need.

    Raises:
        ImportingError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        raise ImportingError(
            Problem(
                say("the converter %(name)s is not installed", name=name),
                say('Install it with pip install "clausier[import]"'),
            )
        ) from None


def select_text(html: str, uri: str) -> tuple[HtmlElement, tuple[Message, ...]]:
    """Return the part of a page that holds its text, and what was left out of it.

    Raises:
        ImportingError: it holds no words, or what Markdown cannot say.
    """
    if not html.strip():
        raise _empty(uri)
    root = lxml_html.document_fromstring(html)
    notes: list[Message] = []
    mains = root.findall(".//main") or root.findall(".//article")
    part = mains[0] if len(mains) == 1 else root.find("body")
    if not isinstance(part, HtmlElement):
        raise _empty(uri)
    if len(mains) == 1:
        notes.append(say("only the main part of the page is taken, not its menus"))
    has_pictures = False
    for element in list(part.iter(*UNREAD, "img", "svg", "picture")):
        has_pictures = has_pictures or element.tag not in UNREAD
        element.drop_tree()
    for comment in list(part.iter(lxml_html.etree.Comment)):
        comment.drop_tree()
    if not (part.text_content() or "").strip():
        raise _empty(uri)
    problems = tuple(_find_unsayable(part, uri))
    if problems:
        raise ImportingError(*problems)
    if has_pictures:
        notes.append(say("pictures are left out"))
    return part, tuple(notes)


def _empty(uri: str) -> ImportingError:
    return ImportingError(
        Problem(say("it holds no text"), say("Check the file, or leave it out"), Place(uri))
    )


def _find_unsayable(part: HtmlElement, uri: str) -> Iterator[Problem]:
    for listed in part.iter("ol"):
        if listed.get("type", "1") != "1" or listed.get("reversed") is not None:
            yield Problem(
                say("a list is numbered with letters, backwards or in Roman numerals"),
                say("Type its numbers into the text, as paragraphs"),
                Place(uri),
            )
    for element in part.iter("del", "ins", "s", "strike"):
        if element.text_content().strip():
            yield Problem(
                say("it holds words that are struck out or marked as inserted"),
                say("Leave only the text that was in force"),
                Place(uri),
            )
            break
    for element in part.iter("sup", "sub"):
        if any(map(str.isdigit, element.text_content())):
            yield Problem(
                say(
                    'a raised or lowered "%(words)s" would become an ordinary one',
                    words=element.text_content().strip(),
                ),
                say("Write a character that is raised by itself, such as ², or words"),
                Place(uri),
            )
    for element in part.iter("td", "th"):
        if element.get("rowspan", "1") != "1" or element.get("colspan", "1") != "1":
            yield Problem(
                say("a table has cells that span several rows or columns"),
                say("Give each row as many cells as there are columns"),
                Place(uri),
            )
            break


def render_markdown(part: HtmlElement) -> str:
    """Return the Markdown of a part of a page; the tree is used up."""
    _protect(part, opens=True)
    _lift_headings(part)
    converter = _make_converter(load_converter("markdownify"))
    source = lxml_html.tostring(part, encoding="unicode", with_tail=False)
    markdown = str(converter.convert(source)).replace(_ESCAPE, "\\").replace(_AMPERSAND, "&")
    lines = [
        line if line.endswith("  ") and line.strip() else line.rstrip()
        for line in markdown.split("\n")
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _make_converter(markdownify: ModuleType) -> Any:
    """Return a converter whose lists nest as the site's Markdown reads them, by four spaces."""

    class Converter(markdownify.MarkdownConverter):  # type: ignore[misc,name-defined]
        def convert_li(self, el: Any, text: str, parent_tags: Any) -> str:
            marker = "-"
            if el.parent is not None and el.parent.name == "ol":
                start = str(el.parent.get("start") or "1")
                before = len(el.find_previous_siblings("li"))
                marker = f"{(int(start) if start.isdigit() else 1) + before}."
            lines = (text or "").strip().split("\n")
            rest = "".join(f"\n    {line}" if line.strip() else "\n" for line in lines[1:])
            return f"{marker:<4}{lines[0]}{rest}\n"

    return Converter(
        heading_style="ATX",
        bullets="-",
        autolinks=False,
        escape_asterisks=False,
        escape_underscores=False,
        table_infer_header=True,
    )


def _protect(element: HtmlElement, *, opens: bool) -> bool:
    """Escape what Markdown would read otherwise; return whether the next words open a line."""
    if element.tag == "pre":
        return True
    opens = (opens or element.tag in _BLOCKS) and element.tag not in _HEADINGS
    if element.text:
        element.text, opens = _escape(_SPACE.sub(" ", element.text), opens=opens)
    for child in element:
        opens = _protect(child, opens=opens)
        if child.tag == "br" or child.tag in _BLOCKS:
            opens = True
        if child.tail:
            child.tail, opens = _escape(_SPACE.sub(" ", child.tail), opens=opens)
    return opens


def _escape(text: str, *, opens: bool) -> tuple[str, bool]:
    stripped = text.lstrip(" ")
    if not stripped:
        return text, opens
    escaped = escape_line(stripped, opens=opens, backslash=_ESCAPE)
    return text[: len(text) - len(stripped)] + escaped, False


def escape_line(line: str, *, opens: bool, backslash: str = "\\") -> str:
    """Return words as Markdown that reads as them, and as nothing else.

    Args:
        line: without a line break.
        opens: whether it stands at the beginning of a line.
        backslash: what to write for it.
    """
    escaped = _INLINE.sub(lambda match: backslash + match[0], line)
    # The tree that is converted writes an ampersand as an entity by itself.
    mark = _AMPERSAND if backslash == _ESCAPE else "&"
    escaped = _ENTITY.sub(f"{mark}amp;", escaped)
    if opens and (opening := _OPENING.match(line)):
        head = opening[0]
        if head[0] in "=~:":  # which a backslash does not make words
            escaped = f"{mark}#{ord(head[0])};{escaped[1:]}"
        else:
            kept = head if head[0].isdigit() else ""
            escaped = kept + backslash + escaped[len(kept) :]
    return re.sub(r"<(?=[\w/!?])", f"{mark}lt;", escaped).replace("|", f"{backslash}|")


def _lift_headings(part: HtmlElement) -> None:
    """Put the articles one level below the title, where both are of the first level."""
    titles = list(part.iter("h1"))
    if len(titles) < 2:
        return
    first = next(part.iter(*_HEADINGS))
    own = first if first.get("class") == "title" else None
    for heading in part.iter(*_HEADINGS):
        if heading is not own:
            heading.tag = f"h{min(int(heading.tag[1]) + 1, 6)}"


def render_plain(text: str) -> str:
    """Return the Markdown of plain text: its paragraphs, and headings where lines are such.

    Blank lines part paragraphs; where there are none, every line is one. The first line is the
    title, if it is short; a short line with the number of an article, that no full stop ends, is
    its heading.
    """
    text = re.sub(r"[ \t]+", " ", text)
    parts = re.split(r"\n\s*\n" if re.search(r"\S\n\s*\n\s*\S", text) else r"\n", text.strip())
    blocks = [[line.strip() for line in part.split("\n") if line.strip()] for part in parts]
    written = []
    for position, lines in enumerate(filter(None, blocks)):
        if len(lines) == 1 and _is_heading(lines[0], is_first=position == 0):
            mark = "# " if position == 0 else "## "
            written.append(mark + escape_line(lines[0], opens=False))
        else:
            written.append("\n".join(escape_line(line, opens=True) for line in lines))
    return "\n\n".join(written) + "\n"


def _is_heading(line: str, *, is_first: bool) -> bool:
    if len(line) > _LONGEST_HEADING or line[-1] in ".;:,":
        return False
    return is_first or _NUMBERED.match(line) is not None
