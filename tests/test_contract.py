"""`terms.json` says what the register says, in the form of its schema (DESIGN section 6)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest

from clausier.contract import build_index, render_index, render_schema
from test_register import INITIAL, register
from values import document, version

SITE = "https://terms.example/"


def index(*versions: Any, as_of: str = "2026-06-15", withdrawn: bool = False) -> dict[str, Any]:
    one = register(document(*versions, withdrawn=withdrawn), as_of=as_of)
    values: dict[str, Any] = json.loads(render_index(build_index(one, SITE)))
    schema = json.loads(render_schema(SITE))
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.FormatChecker()
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(values)
    return values


ONE = version("1.0", "2024-04-15", INITIAL)
NEXT = version("2.0", "2026-06-18")
LATER = version("3.0", "2027-01-01")


def test_the_index_of_one_version_in_force() -> None:
    values = index(ONE)
    assert values["$schema"] == "https://terms.example/terms.schema.json"
    assert values["schema_version"] == "1.0"
    assert values["as_of"] == "2026-06-15"
    [entry] = values["documents"]
    assert entry["id"] == "cgu"
    assert entry["kind"] == "terms"
    current = entry["current"]
    assert current["version"] == "1.0"
    assert current["status"] == "in_force"
    assert current["effective_from"] == "2024-04-15"
    assert current["effective_until"] is None
    assert current["texts"]["fr"]["governing"] is True
    assert current["texts"]["en"]["governing"] is False
    assert current["texts"]["fr"]["html_url"] == "https://terms.example/cgu/versions/1.0/"
    assert (
        current["texts"]["en"]["markdown_url"]
        == "https://terms.example/en/cgu/versions/1.0/cgu-1.0.en.md"
    )


def test_an_upcoming_version_has_the_form_of_the_current_one() -> None:
    [entry] = index(ONE, NEXT)["documents"]
    [upcoming] = entry["upcoming"]
    assert upcoming.keys() == entry["current"].keys()
    assert upcoming["status"] == "upcoming"
    assert upcoming["supersedes"] == "1.0"
    assert entry["current"]["effective_until"] == upcoming["effective_from"] == "2026-06-18"


@pytest.mark.parametrize(
    ("versions", "expires"),
    [
        ((ONE,), date(2026, 6, 22)),
        ((ONE, NEXT), date(2026, 6, 18)),
        ((ONE, LATER), date(2026, 6, 22)),
    ],
)
def test_an_index_never_outlives_the_next_effective_date(
    versions: tuple[Any, ...], expires: date
) -> None:
    assert index(*versions)["expires"] == expires.isoformat()


def test_with_nothing_in_force_current_is_null() -> None:
    [entry] = index(ONE, as_of="2024-04-14")["documents"]
    assert entry["current"] is None
    assert [v["version"] for v in entry["upcoming"]] == ["1.0"]


def test_a_proposed_version_has_no_dates_and_no_publication() -> None:
    [entry] = index(ONE, version("1.1", None))["documents"]
    [proposed] = entry["proposed"]
    assert proposed["status"] == "proposed"
    assert proposed["effective_from"] is None
    assert proposed["published_at"] is None


def test_a_withdrawn_document_stays_listed_with_nothing_current_or_to_come() -> None:
    gone = version("1.0", "2024-04-15", INITIAL, withdrawn=True)
    void = version("2.0", "2027-01-01", withdrawn=True, void=True)
    [entry] = index(gone, void, withdrawn=True)["documents"]
    assert entry["current"] is None
    assert entry["upcoming"] == []
    assert entry["proposed"] == []


def test_superseded_versions_do_not_weigh_on_the_index() -> None:
    def size(count: int) -> int:
        versions = [
            version(f"1.{n}", f"{2001 + n}-01-01", INITIAL if n == 0 else version("9.9").change)
            for n in range(count)
        ]
        return len(json.dumps(index(*versions)))

    assert abs(size(20) - size(2)) < 20


def test_an_index_that_breaks_the_schema_is_told_apart() -> None:
    values = index(ONE)
    values["documents"][0]["current"]["status"] = "somehow"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values, json.loads(render_schema(SITE)))


def test_a_client_of_tomorrow_may_meet_new_fields() -> None:
    values = index(ONE)
    values["documents"][0]["pdf_url"] = "https://terms.example/cgu.pdf"
    jsonschema.validate(values, json.loads(render_schema(SITE)))
