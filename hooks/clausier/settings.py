"""What the site's configuration decides, checked once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clausier.backend import Backend, parse_backend
from clausier.errors import Message, Place, Problem, SettingsError, say
from clausier.model import parse_day
from clausier.signatures import KeyFormatError, PublicKey, parse_public_keys
from clausier.working_days import list_countries

DEFAULT_KIND = "policy"
DEFAULT_COUNTRY = "FR"
_KEYS = (
    "publisher",
    "governing_language",
    "timezone",
    "expires_after_days",
    "notice_working_days",
    "country",
    "documents",
    "security_contact",
    "signing_keys",
    "editor",
)
_CONTACT = re.compile(r"https://[!-~]+|mailto:[^@\s?]+@[^@\s?]+\.[!-~]+")
_LONGEST_NOTICE = 1000
"""In working days, which is four years: more is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of the company, from `extra.clausier` in the site's configuration."""

    publisher: str
    languages: tuple[str, ...]
    """Language codes; the first is the site's default, at the root of its addresses."""
    governing_language: str
    zone: ZoneInfo
    """The zone in which a legal day begins at 00:00."""
    expires_after_days: int
    """For how many days at most a fetched index may be used."""
    kinds: Mapping[str, str]
    """Kind of document by document id, in the order in which documents are listed."""
    security_contact: str | None = None
    """Where holes in the site's security are told: an `https:` or `mailto:` address, or nowhere."""
    signing_keys: tuple[PublicKey, ...] = ()
    """Published beside the keys that sign, so that an old one and a new one overlap."""
    notice_working_days: int = 0
    """Whole working days between the publication of a version that asks everyone to accept again
    and its effective date; 0 where no notice is owed."""
    country: str = DEFAULT_COUNTRY
    """Whose public holidays are no working days: ISO 3166 code of two letters."""
    editor: Backend | None = None
    """Where the form for those who do not write Markdown saves to; None: there is no form."""

    def kind(self, document: str) -> str:
        """The kind of a document; one that is not listed is a plain policy."""
        return self.kinds.get(document, DEFAULT_KIND)

    def listing_key(self, document: str) -> tuple[int, str]:
        """Sorts documents as they are listed; those that are not, after them, by id."""
        order = list(self.kinds)
        return (order.index(document) if document in order else len(order), document)


def parse_settings(values: Mapping[str, object], languages: tuple[str, ...]) -> Settings:
    """Return the settings that `values` (of `extra.clausier`) write.

    Raises:
        SettingsError: a value is missing, unknown or of the wrong form.
    """
    for key in values:
        if key not in _KEYS:
            raise _wrong(
                say('"%(key)s" is not a setting', key=key),
                say("Use %(keys)s", keys=", ".join(_KEYS)),
            )
    publisher = values.get("publisher")
    if not isinstance(publisher, str) or not publisher.strip():
        raise _wrong(say("publisher is missing"), say("Write the name of the company"))
    governing = values.get("governing_language", languages[0])
    if governing not in languages:
        raise _wrong(
            say(
                'governing_language "%(governing)s" is not a language of the site',
                governing=governing,
            ),
            say("Write one of %(languages)s", languages=", ".join(languages)),
        )
    days = values.get("expires_after_days", 7)
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        raise _wrong(say("expires_after_days is not a number of days"), say("Write 7, for example"))
    return Settings(
        publisher=publisher.strip(),
        languages=languages,
        governing_language=str(governing),
        zone=_zone(values.get("timezone", "Europe/Paris")),
        expires_after_days=days,
        kinds=_kinds(values.get("documents") or {}),
        security_contact=_contact(values.get("security_contact")),
        signing_keys=_signing_keys(values.get("signing_keys") or []),
        notice_working_days=_notice(values.get("notice_working_days", 0)),
        country=_country(values.get("country", DEFAULT_COUNTRY)),
        editor=_editor(values.get("editor")),
    )


def parse_as_of(value: str | None, zone: ZoneInfo, now: datetime) -> date:
    """Return the day for which statuses are worked out.

    Args:
        value: what `CLAUSIER_AS_OF` holds; None or empty for the day of `now` in `zone`.
        zone: the zone of legal days.
        now: an aware instant.

    Raises:
        SettingsError: `value` is not YYYY-MM-DD.
    """
    if not value:
        return now.astimezone(zone).date()
    try:
        return parse_day(value)
    except ValueError:
        raise SettingsError(
            Problem(
                say(
                    'CLAUSIER_AS_OF is "%(value)s", which is not a day of the calendar', value=value
                ),
                say("Write it as YYYY-MM-DD, or unset it for today"),
            )
        ) from None


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError):
        raise _wrong(
            say('timezone "%(name)s" is not known', name=name),
            say("Write Europe/Paris, for example"),
        ) from None


def _contact(address: object) -> str | None:
    if address is None:
        return None
    if isinstance(address, str) and address.isascii() and _CONTACT.fullmatch(address):
        return address
    raise _wrong(
        say("security_contact is neither an https: nor a mailto: address"),
        say("Write https:// and the address of a page, or mailto: and an e-mail address"),
    )


def _notice(days: object) -> int:
    if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= _LONGEST_NOTICE:
        raise _wrong(
            say(
                "notice_working_days is not a whole number of days from 0 to %(most)s",
                most=_LONGEST_NOTICE,
            ),
            say("Write 15, for example, or 0 where no notice is given"),
        )
    return days


def _country(code: object) -> str:
    if code is False:  # what YAML makes of Norway
        code = "NO"
    if not isinstance(code, str) or code.upper() not in list_countries():
        raise _wrong(
            say('country "%(code)s" is not a country whose public holidays are known', code=code),
            say("Write its code of two letters (ISO 3166), such as FR"),
        )
    return code.upper()


def _kinds(documents: object) -> dict[str, str]:
    if not isinstance(documents, Mapping):
        raise _wrong(
            say("documents is not a list of ids"), say("Write an id a line, each with its kind")
        )
    kinds = {}
    for name, choices in documents.items():
        kind = choices.get("kind") if isinstance(choices, Mapping) else None
        if not isinstance(kind, str):
            raise _wrong(
                say('document "%(name)s" has no kind', name=name),
                say("Write kind: terms-of-service, say"),
            )
        kinds[str(name)] = kind
    return kinds


def _signing_keys(listed: object) -> tuple[PublicKey, ...]:
    if not isinstance(listed, list) or not all(isinstance(entry, str) for entry in listed):
        raise _wrong(
            say("signing_keys is not a list of public keys"), say("Write one a line, after a dash")
        )
    try:
        return tuple(key for entry in listed for key in parse_public_keys(entry))
    except KeyFormatError as error:
        [problem] = error.problems
        raise _wrong(say("signing_keys: %(what)s", what=problem.what), problem.remedy) from None


def _editor(values: object) -> Backend | None:
    if values is None or values is False:
        return None
    try:
        return parse_backend(values)
    except SettingsError as error:
        [problem] = error.problems
        raise _wrong(say("editor: %(what)s", what=problem.what), problem.remedy) from None


def _wrong(what: Message, remedy: Message) -> SettingsError:
    return SettingsError(
        Problem(say("extra.clausier: %(what)s", what=what), remedy, Place("mkdocs.yml"))
    )
