"""The company's choices, and the day for which a site is built."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clausier.errors import SettingsError
from clausier.settings import parse_as_of, parse_settings
from test_signatures import NEW, OLD, key_of, pem, public_pem

PARIS = ZoneInfo("Europe/Paris")
GOOD = {"publisher": "Maison", "documents": {"cgu": {"kind": "terms-of-service"}}}


def test_good_settings() -> None:
    settings = parse_settings(GOOD, ("fr", "en"))
    assert settings.governing_language == "fr"
    assert settings.zone == PARIS
    assert settings.kind("cgu") == "terms-of-service"
    assert settings.kind("other") == "policy"
    assert settings.security_contact is None


@pytest.mark.parametrize(
    "contact", ["https://terms.example/security/?lang=fr", "mailto:security@terms.example"]
)
def test_a_contact_for_security_is_a_page_or_a_mailbox(contact: str) -> None:
    assert (
        parse_settings({**GOOD, "security_contact": contact}, ("fr",)).security_contact == contact
    )


def test_no_notice_is_owed_unless_one_is_set_and_holidays_are_those_of_france() -> None:
    settings = parse_settings(GOOD, ("fr", "en"))
    assert (settings.notice_working_days, settings.country) == (0, "FR")
    settings = parse_settings({**GOOD, "notice_working_days": 15, "country": "de"}, ("fr", "en"))
    assert (settings.notice_working_days, settings.country) == (15, "DE")


def test_norway_is_a_country_though_yaml_reads_it_as_no() -> None:
    assert parse_settings({**GOOD, "country": False}, ("fr", "en")).country == "NO"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"publisher": ""}, "publisher is missing"),
        ({"governing_language": "de"}, 'governing_language "de"'),
        ({"timezone": "Europe/Pariss"}, 'timezone "Europe/Pariss"'),
        ({"timezone": "../etc/passwd"}, "timezone"),
        ({"expires_after_days": 0}, "expires_after_days"),
        ({"expires_after_days": True}, "expires_after_days"),
        ({"notice_working_days": -1}, "notice_working_days is not a whole number of days"),
        ({"notice_working_days": "15"}, "notice_working_days"),
        ({"notice_working_days": 1.5}, "notice_working_days"),
        ({"notice_working_days": True}, "notice_working_days"),
        ({"notice_working_days": 10**9}, "notice_working_days"),
        ({"country": "France"}, 'country "France" is not a country'),
        ({"country": "XX"}, 'country "XX"'),
        ({"country": None}, "country"),
        ({"country": True}, "country"),
        ({"documents": ["cgu"]}, "documents"),
        ({"documents": {"cgu": None}}, 'document "cgu" has no kind'),
        ({"security_contact": "security@terms.example"}, "security_contact"),
        ({"security_contact": "http://terms.example/"}, "security_contact"),
        ({"security_contact": "mailto:security"}, "security_contact"),
        ({"security_contact": "https://terms.example/\nExpires: 2999"}, "security_contact"),
        ({"security_contact": ["https://terms.example/"]}, "security_contact"),
        ({"publsher": "x"}, '"publsher" is not a setting'),
        ({"signing_keys": "x"}, "signing_keys is not a list of public keys"),
        ({"signing_keys": [{"x": "y"}]}, "signing_keys is not a list of public keys"),
        ({"signing_keys": ["x"]}, "signing_keys: this is no Ed25519 public key"),
        ({"signing_keys": [pem(key_of(1)).decode()]}, "signing_keys: this is a private key"),
    ],
)
def test_a_wrong_setting_is_said_in_one_line(change: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_settings({**GOOD, **change}, ("fr", "en"))
    message = str(caught.value)
    assert said in message
    assert message.startswith("mkdocs.yml")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_legal_day_begins_at_midnight_in_paris(now: datetime, today: date) -> None:
    assert parse_as_of(None, PARIS, now) == today
    assert parse_as_of("", PARIS, now) == today


def test_the_day_can_be_chosen() -> None:
    assert parse_as_of("2024-04-14", PARIS, datetime.now(UTC)) == date(2024, 4, 14)


@pytest.mark.parametrize("value", ["2024-4-14", "20240414", "2024-02-30", "today", "2024-W15-1"])
def test_a_day_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="CLAUSIER_AS_OF"):
        parse_as_of(value, PARIS, datetime.now(UTC))


def test_public_keys_are_listed_as_pem_or_by_their_x() -> None:
    keys = [public_pem(key_of(1)), NEW.public.x]
    settings = parse_settings({**GOOD, "signing_keys": keys}, ("fr", "en"))
    assert settings.signing_keys == (OLD.public, NEW.public)
    assert parse_settings(GOOD, ("fr", "en")).signing_keys == ()
