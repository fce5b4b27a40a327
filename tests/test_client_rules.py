"""What the client works out from published values, and what it refuses to believe."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clausier.client import Altered, Index, Status, VersionNumber
from clausier.client.admission import (
    Fact,
    Peak,
    add_facts,
    add_peaks,
    check_facts,
    check_peaks,
    check_successor,
)
from clausier.client.errors import Damaged
from clausier.client.fields import parse_fields
from clausier.client.keys import make_verify
from clausier.client.reading import parse_index
from clausier.client.rules import find_day, find_in_force, must_accept
from clausier.client.values import Version
from clausier.signatures import render_key_set, sign
from scripted_site import change
from test_client import GOOD, published
from test_signatures import NEW, OLD

INDEX = parse_index(GOOD["terms.json"])
[CGU] = INDEX.documents
ONE, TWO = CGU.versions
START, NEXT, LATER = date(2026, 2, 1), date(2027, 1, 1), date(2028, 1, 1)


def of(index: Index, version: Version, **index_values: object) -> Index:
    """An index whose current version is another."""
    document = replace(index.documents[0], current=version)
    return replace(index, documents=(document,), **index_values)  # type: ignore[arg-type]


def test_the_day_a_version_ends_is_not_its_own_even_if_nothing_follows() -> None:
    assert find_in_force([ONE], date(2026, 12, 31)) == ONE
    assert find_in_force([ONE], NEXT) is None


def test_of_several_the_latest_applies() -> None:
    open_ended = replace(ONE, effective_until=None)
    found = find_in_force([TWO, open_ended], NEXT)
    assert found == replace(TWO, status=Status.IN_FORCE)


def test_a_proposal_never_applies() -> None:
    proposed = replace(ONE, status=Status.PROPOSED)
    assert find_in_force([proposed], START) is None


def test_a_withdrawn_version_applied_where_its_end_is_known() -> None:
    withdrawn = replace(ONE, status=Status.WITHDRAWN)
    found = find_in_force([withdrawn], START)
    assert found is not None
    assert found.number == ONE.number


def test_what_was_never_in_force_gives_way_to_what_was() -> None:
    void = replace(TWO, status=Status.WITHDRAWN, effective_until=None)
    lasting = replace(ONE, effective_until=None)
    found = find_in_force([lasting, void], date(2027, 6, 1))
    assert found is not None
    assert found.number == ONE.number


def test_nobody_has_to_accept_nothing() -> None:
    assert must_accept(None, None, ()) is False
    with pytest.raises(ValueError, match="MAJOR"):
        must_accept(None, "one", ())


@pytest.mark.parametrize(
    "changed",
    [
        replace(INDEX, timezone=type(INDEX.timezone)("Europe/London")),
        replace(INDEX, documents=()),
        of(INDEX, replace(ONE, effective_from=date(2026, 3, 1))),
        of(INDEX, replace(ONE, accept_since=VersionNumber(1, 0))),
        of(INDEX, replace(ONE, texts=ONE.texts[:1])),
        of(INDEX, replace(ONE, number=VersionNumber(1, 8))),
        replace(INDEX, documents=(replace(CGU, upcoming=()),)),
        replace(INDEX, documents=(replace(CGU, current=None),)),
        replace(INDEX, documents=(replace(CGU, current=None, upcoming=()),)),
        replace(
            INDEX, documents=(replace(CGU, upcoming=(TWO, replace(TWO, effective_from=LATER))),)
        ),
        replace(INDEX, documents=(replace(CGU, current=TWO, upcoming=()),)),
    ],
)
def test_days_that_pass_change_nothing_that_a_commit_said(changed: Index) -> None:
    tomorrow = replace(changed, as_of=date(2026, 6, 16))
    with pytest.raises(Altered, match="without a commit"):
        check_successor(tomorrow, INDEX)
    check_successor(replace(tomorrow, sequence=41), INDEX)


@pytest.mark.parametrize("current", [None, replace(ONE, accept_since=VersionNumber(1, 0))])
def test_what_was_withdrawn_is_remembered_as_far_as_it_had_come(current: Version | None) -> None:
    peaks = add_peaks({"other": Peak(VersionNumber(5, 0), VersionNumber(5, 0))}, INDEX)
    peaks = add_peaks(peaks, replace(INDEX, documents=(replace(CGU, current=None),)))
    assert peaks["cgu"] == Peak(ONE.number, ONE.accept_since)
    assert len(peaks) == 2
    other = replace(CGU, id="other", current=None)
    index = replace(INDEX, documents=(replace(CGU, current=current), other))
    if current is None:
        check_peaks(peaks, index)
        with pytest.raises(Altered, match="“other”, which was in force, is named no more"):
            check_peaks(peaks, replace(index, documents=index.documents[:1]))
    else:
        with pytest.raises(Altered, match=r"1\.0 counts again after none older than 1\.9"):
            check_peaks(peaks, index)


def test_days_that_pass_make_what_is_upcoming_current() -> None:
    later = parse_index(published(as_of="2027-01-01")["terms.json"])
    check_successor(later, INDEX)


def test_how_other_files_are_rendered_may_change_at_any_time() -> None:
    check_successor(replace(INDEX, checksums_sha256="0" * 64), INDEX)


def test_an_effective_date_once_come_is_never_forgotten() -> None:
    facts = add_facts({}, [ONE, TWO], START)
    assert facts["cgu", ONE.number] == Fact(ONE.governing.sha256, START)
    assert facts["cgu", TWO.number] == Fact(TWO.governing.sha256, None)
    facts = add_facts(facts, [ONE], date(2026, 1, 1))
    with pytest.raises(Altered, match="took force on 2026-02-01"):
        check_facts(facts, [replace(ONE, effective_from=date(2026, 3, 1))])
    check_facts(facts, [replace(TWO, effective_from=date(2028, 1, 1))])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'"id": "cgu"', b'"id": "../cgu"', "“id” is not an id"),
        (b'"in_force"', b'"upcoming"', "“status” is not in_force"),
        (b'"governing": true', b'"governing": false', "has not one governing text"),
        (b'"sequence": 40', b'"sequence": true', "“sequence” is not a whole number"),
        (b'"sequence": 40', b'"sequence": 9007199254740992', "“sequence” is not a number of com"),
        (b'"sequence": 40', b'"sequence": 0', "“sequence” is not a number of commits"),
        (b'"1.9"', b'"1.09"', "“version” is not a version"),
        (b'"accept_since": "1.9"', b'"accept_since": "1.10"', "is not a version up to 1.9"),
        (b"2026-01-05T09:00:00+00:00", b"2026-01-05T09:00:00", "not an instant with its offset"),
        (b'"change": ', b'"chance": ', "lacks “change”"),
        (b"/terms.schema.json", b"/other.json", "“$schema” is not the address of"),
    ],
)
def test_an_index_that_breaks_its_schema_is_refused(old: bytes, new: bytes, reason: str) -> None:
    content = GOOD["terms.json"]
    assert old in content
    with pytest.raises(Damaged) as caught:
        parse_index(content.replace(old, new))
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'"effective_from": "2026-02-01"', b'"effective_from": "2026-06-16"', "a day that had co"),
        (b'"effective_from": "2027-01-01"', b'"effective_from": "2026-06-15"', "a day still to co"),
        (b'"html_url": "https:', b'"html_url": "javascript:', "“html_url” is not an address below"),
        (b'"pdf_url": "https://terms.', b'"pdf_url": "https://other.', "“pdf_url” is not an addr"),
        (b"example/cgu/versions", b"example/../cgu/versions", "is not an address below"),
        (b"example/cgu/versions", b"example/%2e%2e/cgu/versions", "is not an address below"),
        (b'"$schema": "https:', b'"$schema": "ftp:', "“$schema” is not the address of"),
    ],
)
def test_an_index_that_says_what_cannot_be_is_refused(old: bytes, new: bytes, reason: str) -> None:
    content = GOOD["terms.json"]
    assert old in content
    with pytest.raises(Damaged) as caught:
        parse_index(content.replace(old, new))
    assert reason in str(caught.value)


def test_a_day_in_writing_is_no_day() -> None:
    with pytest.raises(TypeError, match=r"'2027-01-01' is no day: give a datetime\.date"):
        find_day("2027-01-01", INDEX.timezone)  # type: ignore[arg-type]


def test_who_accepted_what_never_was_has_to_accept() -> None:
    assert must_accept(ONE, "99.0", [ONE, TWO]) is True
    assert must_accept(ONE, "1.10", [ONE, TWO]) is False


@pytest.mark.parametrize("wrap", [dict, json.dumps, lambda keys: json.dumps(keys).encode()])
def test_keys_may_be_a_set_or_its_text(wrap: Callable[[Any], Any]) -> None:
    key_set = render_key_set([OLD.public])
    verify = make_verify(wrap(json.loads(key_set)))
    assert verify is not None
    assert verify(b"{}", sign(b"{}", [OLD]))
    assert not verify(b"{}", sign(b"{}", [NEW]))


def test_a_signature_that_cannot_be_read_leaves_the_others_their_worth() -> None:
    verify = make_verify(json.loads(render_key_set([OLD.public])))
    assert verify is not None
    [good] = json.loads(sign(b"{}", [OLD]))["signatures"]
    for bad in (None, 1, {}, {"protected": "*", "signature": 3}, good | {"protected": "e30"}):
        assert verify(b"{}", json.dumps({"signatures": [bad, good]}).encode())
        assert not verify(b"{}", json.dumps({"signatures": [bad]}).encode())


@pytest.mark.parametrize("keys", [{"kty": "OKP"}, {"keys": 3}, ["x"], "3", 3, "terms.keys.json"])
def test_what_are_no_keys_is_said_clearly(keys: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=r"give a JWK Set"):
        make_verify(keys)


def test_a_document_stands_once_in_an_index() -> None:
    documents = parse_fields(GOOD["terms.json"], "").values["documents"]
    with pytest.raises(Damaged, match="names a document twice"):
        parse_index(change(GOOD["terms.json"], documents=documents * 2))
