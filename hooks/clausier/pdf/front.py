"""What stands above a text or a redline, in words of its language, as values for the templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, TypeAlias

from clausier.model import ChangeClass
from clausier.pdf.content import Content
from clausier.pdf.glyphs import show
from clausier.pdf.legend import iter_legend
from clausier.pdf.nodes import Block, Heading, Link, Run, Words
from clausier.pdf.sheets import RedlineSheet, Side, Stage, TextSheet, TouchedClause
from clausier.pdf.wording import write_run
from clausier.wording import name_change_class, name_language
from clausier.words import format_day, load_words

Values: TypeAlias = Mapping[str, object]
"""What a template reads."""

_LONGEST_TITLE: Final = 90
"""In characters, at the head of each page."""
_LONGEST_LABEL: Final = 24
"""In characters; where a clause has a longer one, labels share the table's width."""


def describe_text(sheet: TextSheet, content: Content) -> Values:
    """Return what `text.typ` reads."""
    front = _Front(sheet)
    gettext = front.words.gettext
    title, name, blocks = _take_title(content, sheet.title.strip() or sheet.document)
    days = [front.fact(gettext("Effective date"), front.effective_day(sheet.effective_date))]
    if sheet.published_on is not None:
        days.append(front.fact(gettext("Published here on"), front.day(sheet.published_on)))
    rows = [
        [
            front.fact(gettext("Document"), sheet.document),
            front.fact(gettext("Version"), sheet.version),
        ],
        days,
        [
            front.fact(gettext("Change class"), front.change(sheet.change)),
            front.fact(gettext("Language"), front.language()),
        ],
        [front.fact(gettext("Translation published on"), front.day(sheet.translated_on))],
        [front.fact(gettext("Permanent address"), front.address(sheet.address))],
        [front.fact(gettext("Text in Markdown"), front.address(sheet.markdown_url))],
        [front.fact(gettext("Its SHA-256 digest"), front.digest(sheet.sha256))],
    ]
    if sheet.translated_on is None:
        del rows[3]
    frame = front.frame(
        gettext("%(title)s, version %(version)s")
        % {"title": sheet.title, "version": sheet.version},
        gettext("Version %(version)s") % {"version": sheet.version},
        [sheet.document, sheet.version, sheet.sha256],
    )
    return {
        "frame": frame,
        "publisher": front.plain(sheet.publisher),
        "title": title,
        "name": name,
        "facts": rows,
        "notice": front.translation_notice(),
        "blocks": blocks,
        "hang": content.hang,
    }


def describe_redline(sheet: RedlineSheet, content: Content) -> Values:
    """Return what `redline.typ` reads."""
    front = _Front(sheet)
    gettext = front.words.gettext
    numbers = {"older": sheet.older.version, "newer": sheet.newer.version}
    shown = content.blocks if sheet.changes else ()
    frame = front.frame(
        gettext("%(title)s: version %(newer)s compared with version %(older)s")
        % {"title": sheet.title, **numbers},
        gettext("%(older)s compared with %(newer)s") % numbers,
        [sheet.document, sheet.older.version, sheet.newer.version],
    )
    what = gettext("What changed between version %(older)s and version %(newer)s") % numbers
    for number in numbers.values():  # never at the beginning of a line
        what = what.replace(f" {number}", f"\u00a0{number}")
    return {
        "frame": frame,
        "publisher": front.plain(sheet.publisher),
        "title": front.plain(what),
        "subject": front.plain(sheet.title),
        "sides": [*front.sides(sheet)],
        "facts": [*front.redline_facts(sheet)],
        "notice": front.translation_notice(),
        "stages": [*front.stages(sheet.stages)],
        "extent": front.extent(sheet),
        "clauses": [*front.clauses(sheet.clauses, content.names if shown else frozenset())],
        "long_labels": any(len(clause.label) > _LONGEST_LABEL for clause in sheet.clauses),
        "legend": [*iter_legend(content.blocks, sheet.language)],
        "headings": {
            "stages": front.stages_title(sheet.stages),
            "extent": gettext("Extent of the changes"),
            "legend": gettext("How changes are marked"),
            "redline": gettext("The two texts compared"),
        },
        "blocks": shown,
        "hang": content.hang,
    }


def _take_title(content: Content, title: str) -> tuple[Words, str, tuple[Block, ...]]:
    """Return the words and the name of the heading that a text begins with, and the rest of it.

    A text without one has the title of its document.
    """
    match content.blocks:
        case (Heading(rank=1) as first, *_):
            gap = (write_run(" "),) if first.label else ()
            return (*first.label, *gap, *first.words), first.name, content.blocks[1:]
    return (write_run(title),), "", content.blocks


def _link_to_version(side: Side) -> Link:
    return Link(side.address, "", (write_run(side.version),))


class _Front:
    """Says what a sheet says, in its language."""

    def __init__(self, sheet: TextSheet | RedlineSheet) -> None:
        self._sheet = sheet
        self.words = load_words(sheet.language)

    def plain(self, text: str) -> Words:
        return (write_run(text),) if text else ()

    def fact(self, name: str, value: str | Words) -> Values:
        return {"name": name, "value": self.plain(value) if isinstance(value, str) else value}

    def address(self, url: str) -> Words:
        return (Link(url, "", (write_run(url),)),)

    def digest(self, sha256: str) -> Words:
        half = len(sha256) // 2
        return (Run((sha256[:half], sha256[half:]), ("code",)),)

    def day(self, day: date | None) -> str:
        return format_day(day, self._sheet.language) if day else "–"

    def effective_day(self, day: date | None) -> str:
        return self.day(day) if day else self.words.gettext("none: this version is a proposal")

    def change(self, change: ChangeClass) -> str:
        return name_change_class(change, self._sheet.language)

    def tongue(self, language: str) -> str:
        return name_language(language, self._sheet.language)

    def language(self) -> str:
        gettext = self.words.gettext
        values = {"language": self.tongue(self._sheet.language)}
        if self._sheet.governing:
            return gettext("%(language)s, the governing language") % values
        return gettext("%(language)s, courtesy translation") % values

    def translation_notice(self) -> str:
        if self._sheet.governing:
            return ""
        return self.words.gettext(
            "Courtesy translation: the %(language)s text is the binding one."
        ) % {"language": self.tongue(self._sheet.governing_language)}

    def frame(self, title: str, version: str, keywords: list[str]) -> Values:
        """Return what stands on every page, and what the file says of itself."""
        sheet = self._sheet
        running = sheet.title
        if len(running) > _LONGEST_TITLE:
            running = running[:_LONGEST_TITLE].rpartition(" ")[0] + " …"
        page = self.words.gettext("Page %(page)s of %(total)s")
        return {
            "title": show(title),
            "publisher": show(sheet.publisher),
            "language": sheet.language,
            "running": show(running),
            "version": version,
            "foot": self.plain(sheet.address or ""),
            "page": page % {"page": "{page}", "total": "{total}"},
            "description": self.language(),
            "keywords": keywords,
        }

    def redline_facts(self, sheet: RedlineSheet) -> Iterator[list[Values]]:
        """Yield what is said of a redline; its address only where the site has it."""
        gettext = self.words.gettext
        yield [
            self.fact(gettext("Document"), sheet.document),
            self.fact(gettext("Language"), self.language()),
        ]
        if sheet.address is not None:
            yield [self.fact(gettext("Permanent address"), self.address(sheet.address))]

    def sides(self, sheet: RedlineSheet) -> Iterator[list[Words]]:
        """Yield the rows of the table of the two versions, its head first.

        Where there are others on the way, that of the newer one would stand for all of them: the
        change class is then said of each among the stages.
        """
        gettext = self.words.gettext
        both = (sheet.older, sheet.newer)
        yield [(), self.plain(gettext("Older text")), self.plain(gettext("Newer text"))]
        rows: list[tuple[str, list[Words]]] = [
            (
                gettext("Version"),
                [(_link_to_version(one),) for one in both],
            ),
            (
                gettext("Effective date"),
                [self.plain(self.effective_day(one.effective_date)) for one in both],
            ),
            (
                gettext("Published here on"),
                [self.plain(self.day(one.published_on)) for one in both],
            ),
        ]
        if len(sheet.stages) == 1:
            classes = [self.plain(self.change(one.change)) for one in both]
            rows.append((gettext("Change class"), classes))
        rows.append((gettext("SHA-256 digest"), [self.digest(one.sha256) for one in both]))
        for name, cells in rows:
            yield [self.plain(name), *cells]

    def stages_title(self, stages: tuple[Stage, ...]) -> str:
        gettext = self.words.gettext
        if len(stages) == 1:
            return gettext("Summary of version %(version)s") % {"version": stages[0].version}
        return gettext("What changes, version by version, in the words of the authors")

    def stages(self, stages: tuple[Stage, ...]) -> Iterator[Values]:
        """Yield what is said of each stage; of a single one, its summary alone, if it has one."""
        said = self.words.gettext("Version %(version)s — %(change)s")
        is_single = len(stages) == 1
        for stage in stages:
            values = {"version": stage.version, "change": self.change(stage.change)}
            if stage.summary or not is_single:
                yield {
                    "name": () if is_single else self.plain(f"{said % values}."),
                    "summary": self.plain(stage.summary or ""),
                    "language": stage.summary_language,
                }

    def extent(self, sheet: RedlineSheet) -> str:
        """Return how much changed, in one line."""
        if sheet.older.version == sheet.newer.version:
            return self.words.gettext("One and the same version: there is nothing to compare.")
        if not sheet.changes:
            return self.words.gettext("The two texts are identical, word for word.")
        ngettext = self.words.ngettext
        clauses = len(sheet.clauses)
        counts = (
            (sheet.changes, ngettext("marked passage", "marked passages", sheet.changes)),
            (clauses, ngettext("clause concerned", "clauses concerned", clauses)),
            (
                sheet.words_inserted,
                ngettext("word inserted", "words inserted", sheet.words_inserted),
            ),
            (sheet.words_deleted, ngettext("word deleted", "words deleted", sheet.words_deleted)),
        )
        return ", ".join(f"{count}\u00a0{what}" for count, what in counts) + "."

    def clauses(
        self, clauses: tuple[TouchedClause, ...], names: frozenset[str]
    ) -> Iterator[list[Words]]:
        """Yield the rows of the table of clauses, its head first."""
        gettext = self.words.gettext
        yield [
            self.plain(text)
            for text in (
                gettext("Clause"),
                gettext("What happened to it"),
                gettext("Words inserted"),
                gettext("Words deleted"),
            )
        ]
        for clause in clauses:
            label = self.plain(clause.label)
            if clause.anchor in names and label:
                label = (Link("", clause.anchor, (write_run(clause.label),)),)
            counts = (clause.words_inserted, clause.words_deleted)
            yield [label, self.plain(clause.what), *(self.plain(str(count)) for count in counts)]
