"""What is served beside the pages, described: `/api/v1/openapi.json`, OpenAPI 3.1.

The description is made from the models that are served and from `OFFERS`, so that it cannot say
anything else. Its examples are answers of the site itself, cut short.

Source: OpenAPI Specification 3.1.1, whose schemas are those of JSON Schema 2020-12.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic.json_schema import models_json_schema

from clausier.addresses import Addresses
from clausier.api.offers import (
    COMPATIBILITY,
    HEADERS,
    INTRODUCTION,
    NOT_FOUND,
    NOT_MODIFIED,
    OFFERS,
    PARAMETERS,
    TOPICS,
    Offer,
)
from clausier.register import Register
from clausier.schema import Served, describe

VERSION: Final = "3.1.1"
SCHEMAS: Final = "#/components/schemas/"
"""What a reference to a schema begins with."""

_MODE: Final[Literal["serialization"]] = "serialization"
_API_VERSION: Final = "1.0"
"""Of what is served, as in the `schema_version` of `terms.json`."""


def build_openapi(
    register: Register, examples: Mapping[type[Served], Served], site_url: str
) -> dict[str, Any]:
    """Return the description, as JSON.

    Args:
        register: the documents on a day.
        examples: an answer of each model, where the site has one.
        site_url: the absolute address of the root of the site, ending in a slash.
    """
    languages = register.settings.languages
    page = site_url + Addresses(languages[0], languages[0]).api()
    return {
        "openapi": VERSION,
        "info": {
            "title": f"{register.settings.publisher}: terms as data",
            "version": _API_VERSION,
            "description": f"{INTRODUCTION} {COMPATIBILITY}",
        },
        "externalDocs": {"url": page},
        "servers": [{"url": site_url.removesuffix("/")}],
        "tags": [{"name": name, "description": text} for name, text in TOPICS.items()],
        "paths": {
            f"/{address}": {"get": _describe(offer, address, register, examples)}
            for offer in OFFERS
            for address in offer.iter_addresses(languages)
        },
        "components": {
            "schemas": build_schemas(),
            "headers": {
                name: {"description": text, "schema": {"type": "string"}}
                for name, text in HEADERS.items()
            },
            "responses": {
                "NotModified": {"description": NOT_MODIFIED},
                "NotFound": {"description": NOT_FOUND},
            },
        },
    }


def build_schemas() -> dict[str, Any]:
    """Return the schema of everything that answers hold, by its name."""
    models = [(offer.model, _MODE) for offer in OFFERS if offer.model is not None]
    _, schemas = models_json_schema(models, ref_template=f"{SCHEMAS}{{model}}")
    return dict(schemas["$defs"])


def find_parameters(address: str) -> list[str]:
    """Return the names of what stands in braces in an address, in its order."""
    return re.findall(r"\{([a-z]+)\}", address)


def name_operation(address: str) -> str:
    """Return a name for what fetches an answer: letters, digits, underscores, no two alike."""
    return "get_" + re.sub(r"\W+", "_", address).strip("_")


def _describe(
    offer: Offer, address: str, register: Register, examples: Mapping[type[Served], Served]
) -> dict[str, Any]:
    """Return the operation that fetches an answer."""
    names = find_parameters(address)
    content: dict[str, Any] = {"schema": {"type": "string"}}
    if offer.model is not None:
        content = {"schema": {"$ref": SCHEMAS + offer.model.__name__}}
        if offer.model in examples:
            content["example"] = examples[offer.model].model_dump(mode="json", by_alias=True)
    elif offer.media_type.endswith("json"):
        content = {"schema": {"type": "object"}}
    elif offer.media_type == "application/pdf":
        content = {}
    return {
        "operationId": name_operation(address),
        "tags": [offer.topic],
        "summary": offer.summary,
        **({"description": describe(offer.model)} if offer.model else {}),
        **({"parameters": [_parameter(name, register) for name in names]} if names else {}),
        "responses": {
            "200": {
                "description": offer.summary,
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS},
                "content": {offer.media_type: content},
            },
            "304": {"$ref": "#/components/responses/NotModified"},
            "404": {"$ref": "#/components/responses/NotFound"},
        },
    }


def _parameter(name: str, register: Register) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name == "document":
        schema["enum"] = [record.id for record in register.records]
    elif name == "language":
        schema["enum"] = list(register.settings.languages)
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": PARAMETERS[name],
        "schema": schema,
    }
