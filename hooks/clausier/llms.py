"""Text for language models: what is in force, where it is, and the texts themselves, citable.

`llms.txt` follows llmstxt.org: a title, a summary as a quotation, sections of links, of which
"Optional" may be passed over. `llms-full.txt` holds the texts in force, word for word. There a
text stands between two lines that carry its own SHA-256, which no text can hold: where it begins
and ends is beyond doubt, whatever it says. What stands between them, less the line feed before
the second, are its very bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from clausier.addresses import TERMS, Addresses, markdown_address
from clausier.contract import find_last_good_day
from clausier.model import Status, Text
from clausier.register import Record, Register, Standing
from clausier.typography.characters import clean_text
from clausier.wording import name_language
from clausier.words import format_day, load_words


def iter_files(register: Register, site_url: str) -> Iterator[tuple[str, bytes]]:
    """Yield both files of each language with their addresses.

    Args:
        register: the documents on a day.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    for language in register.settings.languages:
        addresses = Addresses(language, register.settings.languages[0])
        yield addresses.outline_for_models(), render_outline(register, language, site_url)
        yield addresses.texts_for_models(), render_texts(register, language, site_url)


def render_outline(register: Register, language: str, site_url: str) -> bytes:
    """Return `llms.txt`: where the texts in force are, and what is announced."""
    return "\n".join(_Writer(register, language, site_url).iter_outline()).encode("utf-8")


def render_texts(register: Register, language: str, site_url: str) -> bytes:
    """Return `llms-full.txt`: of each document what is in force, then its text."""
    return b"".join(_Writer(register, language, site_url).iter_texts())


class _Writer:
    """Writes for one language."""

    def __init__(self, register: Register, language: str, site_url: str) -> None:
        self._register = register
        self._language = language
        self._site_url = site_url
        self._addresses = Addresses(language, register.settings.languages[0])
        self._words = load_words(language)

    # llms.txt

    def iter_outline(self) -> Iterator[str]:
        """Yield the lines of `llms.txt`."""
        gettext, records = self._words.gettext, self._register.records
        yield from self._iter_head()
        yield ""
        sections = {
            gettext("Texts in force"): (self._link_current(r, r.current) for r in records),
            gettext("Announced, not in force"): (
                self._link_upcoming(r, s) for r in records for s in r.upcoming
            ),
            gettext("Nothing in force"): (self._link_resting(r) for r in records if not r.current),
            gettext("All of it in one file, and as data"): self._iter_data(),
            "Optional": self._iter_optional(),  # the convention's own word, in any language
        }
        for title, lines in sections.items():
            items = [f"- {line}" for line in lines if line]
            if items:
                yield from (f"## {title}", "", *items, "")

    def _link_current(self, record: Record, standing: Standing | None) -> str:
        """Return the entry of a text in force; empty where nothing is."""
        if standing is None:
            return ""
        name = self._name(record, standing)
        text = standing.version.text(self._language)
        if text is None:
            text = standing.version.governing
            name = f"{name} ({name_language(text.language, self._language)})"
        said = (
            self._dates(standing),
            self._binding(record, standing),
            self._words.gettext("To be cited by its address, %(address)s")
            % {"address": self._page(text)},
            f"SHA-256 {text.sha256}",
        )
        return f"{_link(name, self._markdown(text))}: {'. '.join(said)}."

    def _link_upcoming(self, record: Record, standing: Standing) -> str:
        """Return what is announced: its page, which says that it does not apply yet."""
        page = self._site_url + self._addresses.version(record.id, standing.number)
        said = f"{self._dates(standing)}. {self._words.gettext('This text does not apply yet.')}"
        return f"{_link(self._name(record, standing), page)}: {said}"

    def _link_resting(self, record: Record) -> str:
        page = self._site_url + self._addresses.document(record.id)
        return f"{_link(self._title(record), page)}: {self._why_nothing(record)}"

    def _iter_data(self) -> Iterator[str]:
        gettext = self._words.gettext
        full = self._site_url + self._addresses.texts_for_models()
        said = gettext("the texts in force, word for word")
        yield f"{_link('llms-full.txt', full)}: {said}"
        said = gettext("for programs: what is in force, what comes, digests, when to read again")
        yield f"{_link('terms.json', self._site_url + TERMS)}: {said}"

    def _iter_optional(self) -> Iterator[str]:
        gettext = self._words.gettext
        for record in self._register.records:
            page = self._site_url + self._addresses.history(record.id)
            yield _link(gettext("History of %(title)s") % {"title": self._title(record)}, page)
        feed = self._site_url + self._addresses.feed(None, "xml")
        said = gettext("new versions, as they are published")
        yield f"{_link('Atom', feed)}: {said}"
        for language in self._register.settings.languages:
            if language != self._language:
                there = Addresses(language, self._register.settings.languages[0])
                said = gettext("this file, in %(language)s") % {
                    "language": name_language(language, self._language)
                }
                yield f"{_link('llms.txt', self._site_url + there.outline_for_models())}: {said}"

    # llms-full.txt

    def iter_texts(self) -> Iterator[bytes]:
        """Yield `llms-full.txt`, piece by piece."""
        said = self._words.gettext(
            "Each text stands between a line that begins with ===== BEGIN TEXT and one that begins "
            "with ===== END TEXT, with its SHA-256; all that is between them is that text, word "
            "for word."
        )
        yield "\n".join([*self._iter_head(), said, ""]).encode()
        for record in self._register.records:
            lines = ["", "", f"===== DOCUMENT {record.id} =====", "", *self._iter_facts(record)]
            yield "\n".join([*lines, ""]).encode()
            current = record.current
            text = current.version.text(self._language) if current else None
            if text is not None:
                name = f"{record.id} {text.version} {text.language} SHA-256 {text.sha256}"
                yield f"\n===== BEGIN TEXT {name} =====\n".encode()
                yield text.body
                yield f"\n===== END TEXT {name} =====\n".encode()

    def _iter_facts(self, record: Record) -> Iterator[str]:
        """Yield what is to be known of a document before its text."""
        gettext, standing = self._words.gettext, record.current
        yield self._fact(gettext("Document"), f"{self._title(record)} ({record.id})")
        if standing is None:
            yield self._why_nothing(record)
            yield self._fact(
                gettext("Address"), self._site_url + self._addresses.document(record.id)
            )
            return
        own = standing.version.text(self._language)
        text = own or standing.version.governing
        yield self._fact(gettext("Version"), str(standing.number))
        yield f"{self._dates(standing)}."
        yield self._fact(gettext("Effective date"), _write_day(standing.version.effective_date))
        if standing.effective_until is not None:
            yield self._fact(
                gettext("First day on which it no longer applies"),
                _write_day(standing.effective_until),
            )
        yield self._fact(
            gettext("Governing language"),
            name_language(record.document.governing_language, self._language),
        )
        yield f"{self._binding(record, standing)}."
        yield self._fact(gettext("Address"), self._page(text))
        yield self._fact(gettext("Text in Markdown"), self._markdown(text))
        yield self._fact("SHA-256", text.sha256)

    # Pieces

    def _iter_head(self) -> Iterator[str]:
        """Yield what both files begin with."""
        gettext, register = self._words.gettext, self._register
        publisher = _join_lines(register.settings.publisher)
        day = format_day(register.as_of, self._language)
        title = gettext("%(publisher)s: legal documents") % {"publisher": publisher}
        yield f"# {title}"
        yield ""
        said = gettext(
            "The documents of %(publisher)s as of %(day)s (%(date)s): which version of each is in "
            "force, and its text."
        )
        values = {"publisher": publisher, "day": day, "date": register.as_of.isoformat()}
        yield f"> {said % values}"
        yield ""
        last = find_last_good_day(register)
        said = gettext(
            "This file is good until %(day)s (%(date)s) inclusive. After that day it is no longer "
            "to be relied on: fetch it again."
        )
        yield said % {"day": format_day(last, self._language), "date": last.isoformat()}
        if not any(record.current for record in register.records):
            yield gettext("No version of any document is in force.")
        yield gettext(
            "Only a text in force applies. An announced version may be mentioned with its date, "
            "and does not apply before it."
        )
        yield gettext(
            "An answer that relies on a text names the document, its version and its address; a "
            "clause is cited by its number, at the same address followed by #art- and that number "
            "(#art-4.2, for example); a clause without a number, by its heading, at the same "
            "address followed by # and its id, which the file at json_url in terms.json gives."
        )

    def _title(self, record: Record) -> str:
        return _join_lines(self._register.title(record, self._language))

    def _name(self, record: Record, standing: Standing) -> str:
        values = {"title": self._title(record), "version": standing.number}
        return self._words.gettext("%(title)s, version %(version)s") % values

    def _dates(self, standing: Standing) -> str:
        """Return where a version in force or upcoming stands."""
        gettext, until = self._words.gettext, standing.effective_until
        first = standing.version.effective_date
        is_ahead = standing.status is Status.UPCOMING
        if is_ahead and until is None:
            said = gettext("Version %(version)s, upcoming: it takes force on %(first)s")
        elif is_ahead:
            said = gettext(
                "Version %(version)s, upcoming: it will be in force from %(first)s to %(last)s "
                "inclusive"
            )
        elif until is None:
            said = gettext("Version %(version)s, in force since %(first)s")
        else:
            said = gettext("Version %(version)s, in force from %(first)s to %(last)s inclusive")
        last = date.fromordinal(until.toordinal() - 1) if until else None
        return said % {
            "version": standing.number,
            "first": format_day(first, self._language) if first else "",
            "last": format_day(last, self._language) if last else "",
        }

    def _binding(self, record: Record, standing: Standing) -> str:
        """Return which text binds, without its full stop."""
        text = standing.version.text(self._language)
        governing = name_language(record.document.governing_language, self._language)
        if text is None:
            said = self._words.gettext(
                "This version does not exist in %(language)s: the %(governing)s text, which is the "
                "binding one, is to be read"
            )
            own = name_language(self._language, self._language)
            return said % {"language": own, "governing": governing}
        if text.governing:
            said = self._words.gettext("This text, in %(language)s, is the binding one.")
        else:
            said = self._words.gettext(
                "Courtesy translation: the %(language)s text is the binding one."
            )
        return (said % {"language": governing}).rstrip(".")

    def _why_nothing(self, record: Record) -> str:
        gettext, withdrawal = self._words.gettext, record.document.withdrawal
        if withdrawal is not None:
            day = withdrawal.at.astimezone(self._register.settings.zone).date()
            said = gettext(
                "The document is withdrawn: no version of it is in force. Its withdrawal was "
                "published on %(day)s."
            )
            return said % {"day": format_day(day, self._language)}
        if record.upcoming:
            return gettext("No version of this document is in force yet.")
        return gettext("No version of this document is in force, and none has an effective date.")

    def _fact(self, name: str, value: str) -> str:
        return self._words.gettext("%(name)s: %(value)s") % {"name": name, "value": value}

    def _page(self, text: Text) -> str:
        """Return the permanent address of a text."""
        there = Addresses(text.language, self._register.settings.languages[0])
        return self._site_url + there.version(text.document, text.version)

    def _markdown(self, text: Text) -> str:
        return self._site_url + markdown_address(text, self._register.settings.languages[0])


def _link(name: str, url: str) -> str:
    """Return a Markdown link; what a name holds is shown as it is."""
    shown = re.sub(r"([\\\[\]<>`*_])", r"\\\1", name)
    return f"[{shown}]({url})"


def _write_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _join_lines(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", clean_text(text)).strip(" ")
