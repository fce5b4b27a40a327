"""What a report says beside the redline, in words of its language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from clausier.addresses import Addresses
from clausier.clauses import Clause
from clausier.model import ChangeClass, Status
from clausier.redline import Change, Redline
from clausier.redlines import Redlines
from clausier.register import Record, Register, Standing
from clausier.typography.characters import clean_text
from clausier.wording import name_change_class, name_kinds, name_language
from clausier.words import format_day, load_words

_LONGEST_NAME: Final = 60
"""Of a clause, in characters."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a document in one language, and what changed between them."""

    register: Register
    record: Record
    older: Standing
    newer: Standing
    language: str
    redline: Redline
    redlines: Redlines
    """Those of the register."""
    site_url: str
    """With a slash at its end."""

    @property
    def key(self) -> str:
        """The value of `data-redline` (DESIGN section 7)."""
        return f"{self.record.id}/{self.older.number}..{self.newer.number}/{self.language}"

    @property
    def address(self) -> str:
        """Absolute, of its page on the site, where `is_published`."""
        addresses = Addresses(self.language, self.register.settings.languages[0])
        way = addresses.comparison(self.record.id, self.older.number, self.newer.number)
        return f"{self.site_url}{way}"

    @property
    def is_same(self) -> bool:
        """Whether a version is compared with itself."""
        return self.older.number == self.newer.number

    @property
    def is_published(self) -> bool:
        """Whether the site has a page for it."""
        pair = (self.older.number, self.newer.number)
        return any((one.number, two.number) == pair for one, two in self.record.iter_pairs())


@dataclass(frozen=True, slots=True)
class Stage:
    """One version on the way from the older to the newer."""

    version: str
    change: ChangeClass
    name: str
    """What kind of change it is; where there are others on the way, after its version."""
    summary: str | None
    """What it changes, in its authors' words."""
    summary_language: str


@dataclass(frozen=True, slots=True)
class TouchedClause:
    """A clause that changed."""

    name: str
    """Its number, with the heading where it has one, or its heading; with the number that it had
    before, if it had another one."""
    what: str
    """What happened to it."""
    words_inserted: int
    words_deleted: int
    place: int
    """The first run of changes in it: `#change-{place}`."""
    newer: str | None
    """Its id in the newer text; None if it is not there."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is said of a comparison. No line of it is marked up."""

    title: str
    standings: tuple[str, ...]
    """Of the older and of the newer version: where each stood on the day, with its dates. One,
    where both are the same."""
    binding: str
    """Whether the texts compared bind."""
    day: str
    """As of which day all this is said, and by whom the texts are published."""
    stages_title: str
    """What stands above `stages`; empty where they need none, being one step."""
    stages: tuple[Stage, ...]
    """Every version from the older, left out, to the newer, oldest first; none where both are the
    same."""
    extent: str
    """How much changed, in one line."""
    clauses: tuple[TouchedClause, ...]
    """In the order of `Redline.changes`."""


def describe(comparison: Comparison) -> Account:
    """Return what is said of a comparison, in its language.

    Raises:
        FileNotFoundError: the site has no words in that language.
    """
    gettext = load_words(comparison.language).gettext
    register = comparison.register
    sides = dict.fromkeys((comparison.older, comparison.newer))
    said = {
        "publisher": register.settings.publisher,
        "day": format_day(register.as_of, comparison.language),
    }
    return Account(
        title=_write_title(comparison),
        standings=tuple(describe_standing(side, comparison.language) for side in sides),
        binding=_describe_binding(comparison),
        day=gettext("Published by %(publisher)s. Statuses as of %(day)s.") % said,
        stages_title=(
            ""
            if _is_one_step(comparison) or comparison.is_same
            else gettext("What changes, version by version, in the words of the authors")
        ),
        stages=tuple(_iter_stages(comparison)),
        extent=_describe_extent(comparison),
        clauses=list_touched(comparison.redline, comparison.language),
    )


def describe_standing(standing: Standing, language: str) -> str:
    """Return one sentence without its full stop: which version, where it stands, since when."""
    gettext = load_words(language).gettext
    version, until = standing.version, standing.effective_until
    since = version.effective_date
    if version.dropped:
        said = gettext("Version %(version)s, a proposal that was given up: it was never in force")
    elif version.void:
        said = gettext("Version %(version)s, withdrawn before it took force: it never applied")
    elif since is None:
        said = gettext("Version %(version)s, proposed: it is not in force")
    elif standing.status is Status.IN_FORCE and until:
        said = gettext("Version %(version)s, in force from %(first)s to %(last)s inclusive")
    elif standing.status is Status.IN_FORCE:
        said = gettext("Version %(version)s, in force since %(first)s")
    elif standing.status is Status.UPCOMING and until:
        said = gettext(
            "Version %(version)s, upcoming: it will be in force from %(first)s to %(last)s "
            "inclusive"
        )
    elif standing.status is Status.UPCOMING:
        said = gettext("Version %(version)s, upcoming: it takes force on %(first)s")
    elif standing.status is Status.SUPERSEDED:
        said = gettext(
            "Version %(version)s, superseded: it was in force from %(first)s to %(last)s inclusive"
        )
    elif until:
        said = gettext(
            "Version %(version)s, withdrawn: it was in force from %(first)s to %(last)s inclusive"
        )
    else:
        said = gettext(
            "Version %(version)s, withdrawn: it was in force from %(first)s until the document "
            "was withdrawn"
        )
    last = date.fromordinal(until.toordinal() - 1) if until else None
    return said % {
        "version": standing.number,
        "first": format_day(since, language) if since else "",
        "last": format_day(last, language) if last else "",
    }


def _describe_binding(comparison: Comparison) -> str:
    gettext = load_words(comparison.language).gettext
    governing = comparison.record.document.governing_language
    tongue = name_language(governing, comparison.language)
    if governing == comparison.language:
        said = gettext("%(language)s, the governing language") % {"language": tongue.capitalize()}
        return f"{said}."
    return gettext("Courtesy translation: the %(language)s text is the binding one.") % {
        "language": tongue
    }


def _write_title(comparison: Comparison) -> str:
    gettext = load_words(comparison.language).gettext
    title = comparison.register.title(comparison.record, comparison.language)
    older, newer = comparison.older.number, comparison.newer.number
    if comparison.is_same:
        return gettext("%(title)s, version %(version)s") % {"title": title, "version": newer}
    said = gettext("%(title)s: version %(newer)s compared with version %(older)s")
    return said % {"title": title, "newer": newer, "older": older}


def _is_one_step(comparison: Comparison) -> bool:
    """Whether the newer version took the very place of the older one."""
    return comparison.newer.supersedes == comparison.older.number


def _iter_stages(comparison: Comparison) -> Iterator[Stage]:
    """Yield the stages; a summary is in the governing language where there is no other."""
    gettext = load_words(comparison.language).gettext
    numbers = comparison.older.number, comparison.newer.number
    for standing in comparison.record.stages(*numbers):
        version = standing.version
        name = name_change_class(version.change, comparison.language)
        if not _is_one_step(comparison):
            values = {"version": version.number, "change": name}
            name = gettext("Version %(version)s — %(change)s") % values
        text = version.text(comparison.language)
        text = text if text is not None and text.summary else version.governing
        summary = " ".join(clean_text(text.summary or "").split()) or None
        yield Stage(str(version.number), version.change, name, summary, text.language)


def _describe_extent(comparison: Comparison) -> str:
    if comparison.is_same:
        gettext = load_words(comparison.language).gettext
        return gettext("One and the same version: there is nothing to compare.")
    return describe_extent(comparison.redline, comparison.language)


def describe_extent(redline: Redline, language: str) -> str:
    """Return in one line how much changed."""
    catalogue = load_words(language)
    if redline.is_empty:
        return catalogue.gettext("The two texts are identical, word for word.")
    ngettext = catalogue.ngettext
    clauses, count = len(redline.changes), redline.count
    inserted, deleted = redline.words_inserted, redline.words_deleted
    counts = (
        (count, ngettext("marked passage", "marked passages", count)),
        (clauses, ngettext("clause concerned", "clauses concerned", clauses)),
        (inserted, ngettext("word inserted", "words inserted", inserted)),
        (deleted, ngettext("word deleted", "words deleted", deleted)),
    )
    return ", ".join(f"{number}\u00a0{what}" for number, what in counts) + "."


def list_touched(redline: Redline, language: str) -> tuple[TouchedClause, ...]:
    """Return the clauses that changed, in the order of `Redline.changes`."""
    return tuple(_iter_touched(redline, language))


def _iter_touched(redline: Redline, language: str) -> Iterator[TouchedClause]:
    names = name_kinds(language)
    older = {clause.id: clause for clause in redline.older.clauses}
    newer = {clause.id: clause for clause in redline.newer.clauses}
    nowhere = load_words(language).gettext("Before the first clause")
    for change in redline.changes:
        first, *rest = (names[kind] for kind in change.kinds)
        yield TouchedClause(
            name=_name_clause(change, older, newer) or nowhere,
            what=", ".join((first, *(name[:1].lower() + name[1:] for name in rest))),
            words_inserted=change.words_inserted,
            words_deleted=change.words_deleted,
            place=change.place,
            newer=change.newer,
        )


def name_columns(language: str) -> tuple[str, str, str, str]:
    """Return the heads of a table of clauses, in the order of `TouchedClause`."""
    gettext = load_words(language).gettext
    return (
        gettext("Clause"),
        gettext("What happened to it"),
        gettext("Words inserted"),
        gettext("Words deleted"),
    )


def _name_clause(change: Change, older: dict[str, Clause], newer: dict[str, Clause]) -> str:
    """Return how a clause is called, as `3 → 4. Prix` if it was called otherwise before."""
    was = older.get(change.older or "")
    clause = newer.get(change.newer or "", was)
    if clause is None:
        return ""
    name = clause.heading or clause.number or clause.id
    name = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rstrip()}…"
    if was is None or was.number == clause.number:
        return name
    return f"{was.number or was.heading or was.id} → {name}"
