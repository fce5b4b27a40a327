"""The description of what is served says all that is served, and nothing else."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import validate

from clausier.api.offers import OFFERS, PARAMETERS

LANGUAGES = ("fr", "en")
PARTS_OF_PAGES = (
    *("assets/", "javascripts/", "stylesheets/", "search/", "sitemap.xml"),
    *("_headers", "_redirects"),
)
"""What no program fetches for itself."""


@pytest.fixture(scope="module")
def description(demo_site: Path) -> Any:
    return json.loads((demo_site / "api" / "v1" / "openapi.json").read_bytes())


def addresses(site: Path) -> list[str]:
    files = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return [
        name for name in files if not name.endswith(".html") and not name.startswith(PARTS_OF_PAGES)
    ]


def test_it_is_valid(description: Any) -> None:
    validate(description)


def test_nothing_served_is_undescribed(demo_site: Path) -> None:
    for address in addresses(demo_site):
        found = [offer.address for offer in OFFERS if offer.matches(address, LANGUAGES)]
        assert len(found) == 1, (address, found)


def test_nothing_described_is_missing(demo_site: Path) -> None:
    served = addresses(demo_site)
    for offer in OFFERS:
        is_served = any(offer.matches(address, LANGUAGES) for address in served)
        assert is_served or offer.may_lack, offer.address


def test_the_paths_are_those_of_the_offers(description: Any) -> None:
    expected = [f"/{a}" for offer in OFFERS for a in offer.iter_addresses(LANGUAGES)]
    assert list(description["paths"]) == expected
    names = Counter(path["get"]["operationId"] for path in description["paths"].values())
    assert set(names.values()) == {1}


def test_every_parameter_is_described(description: Any) -> None:
    for path, item in description["paths"].items():
        parameters = item["get"].get("parameters", [])
        assert [one["name"] for one in parameters] == re.findall(r"\{(\w+)\}", path)
        for one in parameters:
            assert one["description"] == PARAMETERS[one["name"]]
    [document] = (
        one for one in description["paths"]["/api/v1/{document}/versions.json"]["get"]["parameters"]
    )
    assert document["schema"]["enum"] == ["conditions", "donnees", "pret"]


def test_every_answer_with_a_schema_has_an_example_that_is_valid(description: Any) -> None:
    shown = 0
    for path, item in description["paths"].items():
        [(_, content)] = item["get"]["responses"]["200"]["content"].items()
        rule = content.get("schema", {})
        if "$ref" in rule:
            checker = jsonschema.Draft202012Validator(
                {"components": description["components"], **rule},
                format_checker=jsonschema.FormatChecker(),
            )
            assert "example" in content, path
            checker.validate(content["example"])
            shown += 1
    assert shown == sum(offer.model is not None for offer in OFFERS)


def test_the_catalogue_leads_to_the_description(demo_site: Path) -> None:
    catalogue = json.loads((demo_site / ".well-known" / "api-catalog").read_bytes())
    entry, api = catalogue["linkset"]
    root = entry["anchor"].removesuffix(".well-known/api-catalog")
    assert entry["item"] == [{"href": f"{root}api/v1/"}]
    assert api["anchor"] == f"{root}api/v1/"
    [link] = api["service-desc"]
    assert (demo_site / link["href"].removeprefix(root)).is_file()
    for link in api["service-doc"]:
        assert (demo_site / link["href"].removeprefix(root) / "index.html").is_file()
