"""What feeds and calendars say, in one language."""

from __future__ import annotations

import re
from datetime import date, datetime

from clausier.feeds.events import EventKind
from clausier.model import ChangeClass, DateMove, Text, VersionNumber
from clausier.register import Record, Register, Standing
from clausier.typography import typeset_words
from clausier.typography.characters import clean_text
from clausier.wording import name_change_class, name_language
from clausier.words import format_day, load_words


class Sentences:
    """The sentences of one language, about the versions of a register."""

    def __init__(self, register: Register, language: str) -> None:
        self._register = register
        self._language = language
        self._zone = register.settings.zone
        self._words = load_words(language)

    # Names

    def publisher(self) -> str:
        """Return the company's name."""
        return _join_lines(self._register.settings.publisher)

    def document_title(self, record: Record, standing: Standing) -> str:
        """Return what a version calls the document in this language, whatever the day.

        Where it has no such text, the nearest before it that has one speaks, else the nearest
        after it. The governing title stands in for one that does not exist in this language.
        """
        versions = [s.version for s in record.standings]
        at = versions.index(standing.version)
        for version in (*reversed(versions[: at + 1]), *versions[at + 1 :]):
            text = version.text(self._language)
            if text is not None and (title := self._register.render(text).title):
                return _join_lines(title)
        governing = self._register.render(versions[at].governing).title
        return _join_lines(governing or record.id)

    def kind(self, kind: EventKind) -> str:
        """Return what a kind of event is called."""
        gettext = self._words.gettext
        return {
            EventKind.PUBLISHED: gettext("New version"),
            EventKind.MOVED: gettext("Moved effective date"),
            EventKind.IN_FORCE: gettext("Taking force"),
            EventKind.TRANSLATED: gettext("Translation"),
            EventKind.CORRECTED: gettext("Corrected translation"),
            EventKind.WITHDRAWN: gettext("Withdrawal"),
        }[kind]

    def all_news(self) -> str:
        """Return the title of the feed of all documents."""
        return self._words.gettext("%(publisher)s: new versions of the documents") % {
            "publisher": self.publisher()
        }

    def news(self, record: Record) -> str:
        """Return the title of a document's feed."""
        title = _join_lines(self._register.title(record, self._language))
        return self._words.gettext("%(title)s: new versions") % {"title": title}

    def dates(self) -> str:
        """Return the title of the calendar."""
        return self._words.gettext("%(publisher)s: effective dates of the documents") % {
            "publisher": self.publisher()
        }

    # Events

    def event_title(self, title: str, kind: EventKind, standing: Standing) -> str:
        """Return one line about what happened to a version."""
        gettext = self._words.gettext
        if kind is EventKind.PUBLISHED and standing.version.void:
            said = gettext(
                "%(title)s, version %(version)s: published, then withdrawn before it took force"
            )
        else:
            said = {
                EventKind.PUBLISHED: gettext(
                    "%(title)s, version %(version)s: published, in force from %(first)s"
                ),
                EventKind.IN_FORCE: gettext(
                    "%(title)s, version %(version)s: took force on %(first)s"
                ),
                EventKind.TRANSLATED: gettext(
                    "%(title)s, version %(version)s: translation published"
                ),
                EventKind.CORRECTED: gettext(
                    "%(title)s, version %(version)s: translation corrected"
                ),
            }[kind]
        return said % {
            "title": title,
            "version": standing.number,
            "first": self._day(standing.version.effective_date),
        }

    def move_title(self, title: str, number: VersionNumber, move: DateMove) -> str:
        """Return one line about an effective date that was moved."""
        said = self._words.gettext(
            "%(title)s, version %(version)s: effective date moved to %(first)s"
        )
        return said % {"title": title, "version": number, "first": self._day(move.day)}

    def withdrawal_title(self, title: str) -> str:
        """Return one line about a document that left."""
        return self._words.gettext("%(title)s: document withdrawn") % {"title": title}

    def date_title(self, title: str, standing: Standing) -> str:
        """Return what stands in a calendar on the effective date of a version."""
        said = (
            self._words.gettext("%(title)s, version %(version)s: withdrawn before it took force")
            if standing.version.void
            else self._words.gettext("%(title)s, version %(version)s: takes force")
        )
        return said % {"title": title, "version": standing.number}

    def event(self, kind: EventKind, standing: Standing, at: datetime) -> str:
        """Return what happened to a version, and when."""
        gettext, version = self._words.gettext, standing.version
        if kind is EventKind.PUBLISHED and version.void:
            said = gettext(
                "Version %(version)s was published on %(day)s, to take force on %(first)s. It was "
                "withdrawn on %(left)s, before that day: it never applied."
            )
        else:
            said = {
                EventKind.PUBLISHED: gettext(
                    "Version %(version)s was published on %(day)s. Its effective date is "
                    "%(first)s, at 00:00, %(zone)s time."
                ),
                EventKind.IN_FORCE: gettext(
                    "Version %(version)s took force on %(first)s at 00:00, %(zone)s time."
                ),
                EventKind.TRANSLATED: gettext(
                    "A translation of version %(version)s into %(language)s was published on "
                    "%(day)s."
                ),
                EventKind.CORRECTED: gettext(
                    "The translation of version %(version)s into %(language)s was corrected on "
                    "%(day)s. The %(governing)s text, which is the binding one, did not change."
                ),
            }[kind]
        return said % {
            "version": standing.number,
            "day": self._legal_day(at),
            "first": self._day(version.effective_date),
            "left": self._legal_day(version.left.at) if version.left else "",
            "zone": self._zone_name(),
            "language": name_language(self._language, self._language),
            "governing": name_language(version.governing.language, self._language),
        }

    def move(self, number: VersionNumber, move: DateMove) -> str:
        """Return how an effective date was moved, and when."""
        said = self._words.gettext(
            "On %(day)s, the effective date of version %(version)s was moved from %(former)s to "
            "%(first)s, at 00:00, %(zone)s time."
        )
        return said % {
            "day": self._legal_day(move.published.at),
            "version": number,
            "former": self._day(move.former),
            "first": self._day(move.day),
            "zone": self._zone_name(),
        }

    def withdrawal(self, at: datetime) -> str:
        """Return that a document left, and when."""
        return self._words.gettext(
            "The withdrawal of this document was published on %(day)s. From then on, none of "
            "these versions applied; their texts keep their addresses."
        ) % {"day": self._legal_day(at)}

    # What is said beside

    def summary(self, text: Text | None) -> str | None:
        """Return what a version changes, as its text in this language says; None if it does not."""
        if text is None or text.summary is None:
            return None
        return _join_lines(typeset_words(text.summary, text.language)) or None

    def change(self, standing: Standing) -> str:
        """Return what kind of change a version is, and whom it asks to accept."""
        gettext, version = self._words.gettext, standing.version
        if version.void:
            said = gettext("Nobody was ever asked to accept version %(version)s.")
        elif version.change is ChangeClass.INITIAL:
            said = gettext("Version %(version)s asks everyone to accept it.")
        elif version.change.asks_acceptance:
            said = gettext(
                "Version %(version)s asks everyone to accept again, whatever version they accepted "
                "before."
            )
        else:
            said = gettext(
                "Version %(version)s asks nobody to accept again who accepted version %(since)s or "
                "a later one."
            )
        asks = said % {"version": standing.number, "since": standing.accept_since}
        return f"{name_change_class(version.change, self._language)}. {asks}"

    def missing(self, record: Record) -> str:
        """Return that a version had no text in this language when something happened."""
        return self._words.gettext(
            "At that time, this version did not exist in %(language)s. The %(governing)s text is "
            "the binding one."
        ) % {
            "language": name_language(self._language, self._language),
            "governing": name_language(record.document.governing_language, self._language),
        }

    def missing_still(self) -> str:
        """Return that a version has no text in this language."""
        return self._words.gettext("This version does not exist in %(language)s.") % {
            "language": name_language(self._language, self._language)
        }

    def courtesy(self, record: Record) -> str:
        """Return that a text is a translation, and which text binds."""
        return self._words.gettext(
            "Courtesy translation: the %(language)s text is the binding one."
        ) % {"language": name_language(record.document.governing_language, self._language)}

    # Links

    def read_version(self, number: VersionNumber) -> str:
        """Return the words of a link to a version."""
        return self._words.gettext("Read version %(version)s") % {"version": number}

    def read_governing(self, record: Record) -> str:
        """Return the words of a link to the text that binds."""
        return self._words.gettext("Read the %(language)s text") % {
            "language": name_language(record.document.governing_language, self._language)
        }

    def read_changes(self, older: VersionNumber) -> str:
        """Return the words of a link to a redline."""
        return self._words.gettext("What changed since version %(version)s") % {"version": older}

    def read_history(self) -> str:
        """Return the words of a link to all versions."""
        return self._words.gettext("All versions of this document")

    def read_markdown(self) -> str:
        """Return the words of a link to a text's Markdown."""
        return self._words.gettext("This text in Markdown")

    def read_pdf(self) -> str:
        """Return the words of a link to a text's PDF."""
        return self._words.gettext("This text as a PDF, to keep")

    def _day(self, day: date | None) -> str:
        return format_day(day, self._language) if day else ""

    def _zone_name(self) -> str:
        return self._zone.key.split("/")[-1].replace("_", " ")

    def _legal_day(self, at: datetime) -> str:
        return format_day(at.astimezone(self._zone).date(), self._language)


def _join_lines(text: str) -> str:
    """Return a text as one line that any XML and any calendar can hold."""
    return re.sub(r"[ \t\n]+", " ", clean_text(text)).strip(" ")
