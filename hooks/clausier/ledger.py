"""One document's revisions, each admitted or refused: the rules of versions.

Theory of operation. Every revision is taken in the order of the commits. A refused one changes
nothing: what was published stays published as it was. If a refused revision is what stands in
the newest commit, it is an error, because the legal team would otherwise believe it published
something; if it has since been mended, it is a note (DESIGN section 4).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from typing import Final

from clausier.errors import Message, Place, Problem, say
from clausier.model import ChangeClass, DateMove, FrontMatter, Publication, Revision, VersionNumber
from clausier.revisions import Removal

PROPOSED: Final = "0" * 40
"""In place of the commit of a revision that is not committed yet (`proposals`)."""


@dataclass(slots=True)
class Entry:
    """A version in the making."""

    text: Revision
    """The governing text: the frozen one once published, the latest while proposed."""
    latest: Revision
    """The latest admitted governing revision: its front matter counts."""
    publication: Publication | None = None
    moves: list[DateMove] = field(default_factory=list)
    """How its effective date was moved since then, oldest first."""
    left: Publication | None = None
    """The removal that left this published version behind."""
    announcements: list[Publication] = field(default_factory=list)
    """The commits that told its effective date or took it back, in their order."""

    def announce(self, published: Publication) -> None:
        """Note that a commit told of the effective date; once, whatever it did to it."""
        if published not in self.announcements[-1:]:
            self.announcements.append(published)


@dataclass(slots=True)
class Ledger:
    """One document's versions, as its revisions are taken in one by one."""

    document: str
    governing_language: str
    zone: tzinfo
    notes: list[Problem] = field(default_factory=list)
    withdrawal: Publication | None = None
    entries: dict[VersionNumber, Entry] = field(default_factory=dict)
    translations: dict[str, list[Revision]] = field(default_factory=dict)
    in_tree: VersionNumber | None = None
    """The version that the governing file holds."""
    _originals: set[bytes] = field(default_factory=set)
    """Every text that stood in the governing language first, whatever its line ends."""
    _translated: dict[bytes, str] = field(default_factory=dict)
    """For every text of a translation, the commit that first brought it."""
    _refused: tuple[Problem, Revision] | None = None
    """The newest governing revision and why it is refused, if it is."""

    def take(self, event: Revision | Removal) -> None:
        """Admit or refuse the next event."""
        language = event.language
        if language != self.governing_language:
            if isinstance(event, Revision):
                self.translations.setdefault(language, []).append(event)
                self._translated.setdefault(_unended(event.body), event.published.commit)
            return
        if isinstance(event, Revision):
            body, commit = _unended(event.body), event.published.commit
            if self._translated.get(body, commit) == commit:
                self._originals.add(body)
        if self._refused is not None:
            self.notes.append(_as_past(*self._refused))
            self._refused = None
        if isinstance(event, Removal):
            self._withdraw(event.published)
        elif (problem := self._objection(event)) is not None:
            self._refused = (problem, event)
        else:
            self._admit(event)

    def _withdraw(self, published: Publication) -> None:
        self.withdrawal = published
        self.in_tree = None
        for entry in self.entries.values():
            if entry.publication is not None and entry.left is None:
                entry.left = published
                if self.is_void(entry):
                    entry.announce(published)

    # The rules, each with its message.

    def _objection(self, revision: Revision) -> Problem | None:
        """Return why a governing revision cannot be admitted, or None."""
        entry = self.entries.get(revision.front.version)
        if entry is not None and entry.publication is not None:
            return self._objection_to_published(revision, entry)
        return self._objection_to_new(revision)

    def _objection_to_new(self, revision: Revision) -> Problem | None:
        front = revision.front
        last = self._last_published()
        if last is None:
            if front.change is not ChangeClass.INITIAL:
                return _problem(
                    revision,
                    "change",
                    say(
                        'the first version of "%(document)s" says change: %(change)s',
                        document=self.document,
                        change=front.change,
                    ),
                    say("Write change: initial"),
                    code="version-class",
                )
            return None
        number = last.text.front.version
        assert last.publication is not None
        if front.version < number:
            return _problem(
                revision,
                "version",
                say(
                    "version %(version)s comes after version %(number)s, which commit %(commit)s "
                    "published",
                    version=front.version,
                    number=number,
                    commit=last.publication.commit[:10],
                ),
                say("Give this text a number above %(number)s", number=number),
                code="version-number",
            )
        if front.change is ChangeClass.INITIAL:
            return _problem(
                revision,
                "change",
                say(
                    "change: initial belongs to the first version, and %(number)s was published "
                    "before",
                    number=number,
                ),
                say("Write substantive, editorial or correction"),
                code="version-class",
            )
        return self._objection_to_date(revision)

    def _objection_to_date(self, revision: Revision) -> Problem | None:
        """Keep the order of dates that of numbers; what never took force has no date to keep."""
        new = revision.front.effective_date
        last = self._last_published(below=revision.front.version, but_void=True)
        if last is None or new is None:
            return None
        before = last.latest.front.effective_date
        assert before is not None
        if new > before:
            return None
        return _problem(
            revision,
            "effective_date",
            say(
                "version %(version)s would take force on %(new)s, not after version "
                "%(last)s (%(before)s)",
                version=revision.front.version,
                new=new,
                last=last.text.front.version,
                before=before,
            ),
            say("Give it a day after %(before)s", before=before),
            code="date-order",
        )

    def _objection_to_published(self, revision: Revision, entry: Entry) -> Problem | None:
        front, number = revision.front, revision.front.version
        assert entry.publication is not None
        newer = max(n for n, e in self.entries.items() if e.publication is not None)
        if newer > number:
            return _problem(
                revision,
                "version",
                say(
                    "version %(number)s comes back over version %(newer)s, which is published",
                    number=number,
                    newer=newer,
                ),
                say("Give this text a number above %(newer)s", newer=newer),
                code="version-number",
            )
        if revision.body != entry.text.body:
            return _objection_to_text(revision, entry.publication, _ends(revision, entry))
        old, new = entry.latest.front.effective_date, front.effective_date
        assert old is not None
        if new is None:
            return _problem(
                revision,
                "version",
                say(
                    "version %(number)s was published with effective date %(old)s and now has none",
                    number=number,
                    old=old,
                ),
                say("Put effective_date: %(old)s back", old=old),
                code="published-date-removed",
            )
        if new != old:
            return self._objection_to_move(revision, old, new)
        if front.change is not entry.latest.front.change:
            return self._objection_to_class(revision)
        return None

    def _objection_to_move(self, revision: Revision, old: date, new: date) -> Problem | None:
        today = revision.published.at.astimezone(self.zone).date()
        if old <= today or new <= today:
            passed = old if old <= today else new
            return _problem(
                revision,
                "effective_date",
                say(
                    "the effective date of version %(version)s was moved from %(old)s to %(new)s "
                    "on %(today)s, when %(passed)s was no longer ahead",
                    version=revision.front.version,
                    old=old,
                    new=new,
                    today=today,
                    passed=passed,
                ),
                say(
                    "Put effective_date: %(old)s back; a date moves only while both days are ahead",
                    old=old,
                ),
                code="published-date-moved",
            )
        problem = self._objection_to_date(revision)
        return problem or self._objection_to_class(revision)

    def _objection_to_class(self, revision: Revision) -> Problem | None:
        """Keep `initial` and the first version together, also when a class is put right."""
        first = self._last_published(below=revision.front.version) is None
        if first == (revision.front.change is ChangeClass.INITIAL):
            return None
        return _problem(
            revision,
            "change",
            say(
                "change: %(change)s does not fit version %(version)s",
                change=revision.front.change,
                version=revision.front.version,
            ),
            say("Write change: initial for the first version and for no other"),
            code="version-class",
        )

    def _last_published(
        self, *, below: VersionNumber | None = None, but_void: bool = False
    ) -> Entry | None:
        numbers = [
            number
            for number, entry in self.entries.items()
            if entry.publication is not None
            and (below is None or number < below)
            and not (but_void and self.is_void(entry))
        ]
        return self.entries[max(numbers)] if numbers else None

    def _admit(self, revision: Revision) -> None:
        number = revision.front.version
        entry = self.entries.get(number)
        if entry is None:
            entry = self.entries[number] = Entry(revision, revision)
        if entry.left is not None:
            self._undo_withdrawal(entry.left, revision.published)
        if entry.publication is None:
            entry.text = revision
            if revision.front.effective_date is not None:
                entry.publication = revision.published
                entry.announce(revision.published)
        else:
            former, day = entry.latest.front.effective_date, revision.front.effective_date
            if former is not None and day is not None and former != day:
                entry.moves.append(DateMove(revision.published, former, day))
                entry.announce(revision.published)
        entry.latest = revision
        self.withdrawal = None
        self.in_tree = number

    def _undo_withdrawal(self, left: Publication, published: Publication) -> None:
        """Take back what a removal left behind: one of its versions is back as it was."""
        for entry in self.entries.values():
            if entry.left == left:
                if self.is_void(entry):
                    entry.announce(published)
                entry.left = None

    # What it all amounts to.

    def is_void(self, entry: Entry) -> bool:
        """Whether a published version was left behind before its day, so that it never applies."""
        if entry.left is None or entry.latest.front.effective_date is None:
            return False
        return entry.latest.front.effective_date > entry.left.at.astimezone(self.zone).date()

    def is_copy(self, translation: Revision) -> bool:
        """Whether a translation is only a copy of a governing text, past or present."""
        return _unended(translation.body) in self._originals

    def standing_problems(self, languages: set[str]) -> list[Problem]:
        """Return what is wrong at the newest commit.

        Args:
            languages: those in which the document stands in the tree.
        """
        problems = [self._refused[0]] if self._refused else []
        for language in sorted(self.translations):
            newest = self.translations[language][-1]
            if language in languages:
                problems += self._translation_problems(newest)
        governing = self.entries.get(self.in_tree) if self.in_tree else None
        if governing is not None and self._owes_summary(governing.latest):
            problems.append(_missing_summary(governing.latest))
        return problems

    def _owes_summary(self, revision: Revision) -> bool:
        return revision.front.change is not ChangeClass.INITIAL and not revision.front.summary

    def _translation_problems(self, revision: Revision) -> list[Problem]:
        front = revision.front
        entry = self.entries.get(front.version)
        if self._refused and (entry is None or self._refused[1].front.version == front.version):
            return []  # the governing text's own problem comes first
        if entry is None and self.withdrawal is not None:
            return [left_behind(revision.front, revision.uri)]
        if entry is None:
            return [
                _problem(
                    revision,
                    "version",
                    say(
                        "this translation is of version %(version)s, and there is no such version "
                        'of "%(document)s" in the governing language (%(governing_language)s)',
                        version=front.version,
                        document=self.document,
                        governing_language=self.governing_language,
                    ),
                    say("Write the number of the version it translates, or add the governing text"),
                    code="translation-alone",
                )
            ]
        governing = entry.latest.front
        problems = [
            _problem(
                revision,
                key,
                say(
                    "%(key)s is %(theirs)s here and %(ours)s in the governing text of version "
                    "%(version)s (%(uri)s)",
                    key=key,
                    theirs=theirs or say("absent"),
                    ours=ours or say("absent"),
                    version=front.version,
                    uri=entry.latest.uri,
                ),
                say("Make the two agree"),
                code="translation-disagrees",
            )
            for key, theirs, ours in (
                ("effective_date", front.effective_date, governing.effective_date),
                ("change", front.change, governing.change),
            )
            if theirs != ours
        ]
        if self._owes_summary(revision):
            problems.append(_missing_summary(revision))
        return problems


def _problem(revision: Revision, key: str, what: Message, remedy: Message, *, code: str) -> Problem:
    line = revision.front.lines.get(key, revision.front.lines.get("version"))
    return Problem(what, remedy, Place(revision.uri, line), code)


def _objection_to_text(
    revision: Revision, publication: Publication, note: Message | str
) -> Problem:
    """Say that a published text was changed."""
    number, commit = revision.front.version, publication.commit[:10]
    if revision.published.commit == PROPOSED:
        what = say(
            "the text of version %(number)s, published by commit %(commit)s, is changed here "
            "under the same number%(note)s",
            number=number,
            commit=commit,
            note=note,
        )
    else:
        what = say(
            "the text of version %(number)s, published by commit %(commit)s, was changed by "
            "commit %(changed_by)s under the same number%(note)s",
            number=number,
            commit=commit,
            changed_by=revision.published.commit[:10],
            note=note,
        )
    remedy = say("Give the changed text the next number, or put the published text back")
    return _problem(revision, "version", what, remedy, code="published-text-changed")


def _missing_summary(revision: Revision) -> Problem:
    return _problem(
        revision,
        "summary",
        say("version %(version)s has no summary", version=revision.front.version),
        say('Add "summary:" with what changes, in plain words and in this language'),
        code="summary-missing",
    )


def left_behind(front: FrontMatter, uri: str) -> Problem:
    """Return what is wrong with a translation whose governing file was taken out."""
    return Problem(
        say(
            'the file of document "%(document)s" in the governing language is deleted, and this '
            "translation is not",
            document=front.document,
        ),
        say("Delete this file too, which withdraws the document, or put the other file back"),
        Place(uri, front.lines.get("document")),
        code="document-deleted",
    )


def untranslated(revision: Revision) -> Problem:
    """Return the note that a translation is still a copy of the text it should translate."""
    return _as_past(
        _problem(
            revision,
            "version",
            say(
                "this text is a copy of the governing text, so version %(version)s counts as "
                "not translated (%(language)s)",
                version=revision.front.version,
                language=revision.language,
            ),
            say("Translate it; until then the page says that the translation is missing"),
            code="translation-copied",
        ),
        revision,
    )


def _as_past(problem: Problem, revision: Revision) -> Problem:
    return replace(problem, place=replace(problem.place, commit=revision.published.commit))


def _unended(body: bytes) -> bytes:
    """Return a text without the differences that editors make and nobody sees."""
    return body.replace(b"\r\n", b"\n").strip(b"\n")


def _ends(revision: Revision, entry: Entry) -> Message | str:
    """Name the one difference that nobody can see."""
    same = _unended(revision.body) == _unended(entry.text.body)
    return say(" (only its line ends differ)") if same else ""
