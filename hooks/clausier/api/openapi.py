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
from clausier.api.offers import OFFERS, PARAMETERS, Offer
from clausier.register import Register
from clausier.schema import Served, describe

VERSION: Final = "3.1.1"

_MODE: Final[Literal["serialization"]] = "serialization"
_API_VERSION: Final = "1.0"
"""Of what is served, as in the `schema_version` of `terms.json`."""
_TOPICS: Final = {
    "Terms": "What is in force, what comes, and where all else is.",
    "Texts": "The texts themselves, whole or clause by clause.",
    "Changes": "What changed from one version to another, and since when a clause stands.",
    "Notice": "What to follow so as to hear of a change.",
    "Trust": "What to check an answer with.",
    "Description": "What describes all this, and clients that use it.",
}
_HEADERS: Final = {
    "ETag": {
        "description": "Send it back in `If-None-Match`: what has not changed costs a 304.",
        "schema": {"type": "string"},
    },
    "Last-Modified": {
        "description": "Likewise, in `If-Modified-Since`.",
        "schema": {"type": "string"},
    },
}


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
    models = [(offer.model, _MODE) for offer in OFFERS if offer.model is not None]
    _, schemas = models_json_schema(models, ref_template="#/components/schemas/{model}")
    page = site_url + Addresses(languages[0], languages[0]).api()
    return {
        "openapi": VERSION,
        "info": {
            "title": f"{register.settings.publisher}: terms as data",
            "version": _API_VERSION,
            "description": (
                "Files, which are fetched with GET and change when something is published, takes "
                "force or is corrected. Adding a field is compatible; removing or redefining one "
                "takes a new path."
            ),
        },
        "externalDocs": {"url": page},
        "servers": [{"url": site_url.removesuffix("/")}],
        "tags": [{"name": name, "description": text} for name, text in _TOPICS.items()],
        "paths": {
            f"/{address}": {"get": _describe(offer, address, register, examples)}
            for offer in OFFERS
            for address in offer.iter_addresses(languages)
        },
        "components": {
            "schemas": schemas["$defs"],
            "headers": _HEADERS,
            "responses": {
                "NotModified": {"description": "Nothing changed since."},
                "NotFound": {"description": "There is no such thing: a page says so."},
            },
        },
    }


def _describe(
    offer: Offer, address: str, register: Register, examples: Mapping[type[Served], Served]
) -> dict[str, Any]:
    """Return the operation that fetches an answer."""
    names = re.findall(r"\{([a-z]+)\}", address)
    content: dict[str, Any] = {"schema": {"type": "string"}}
    if offer.model is not None:
        content = {"schema": {"$ref": f"#/components/schemas/{offer.model.__name__}"}}
        if offer.model in examples:
            content["example"] = examples[offer.model].model_dump(mode="json", by_alias=True)
    elif offer.media_type.endswith("json"):
        content = {"schema": {"type": "object"}}
    elif offer.media_type == "application/pdf":
        content = {}
    return {
        "operationId": _name(address),
        "tags": [offer.topic],
        "summary": offer.summary,
        **({"description": describe(offer.model)} if offer.model else {}),
        **({"parameters": [_parameter(name, register) for name in names]} if names else {}),
        "responses": {
            "200": {
                "description": offer.summary,
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS},
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


def _name(address: str) -> str:
    """Return a name for an operation: letters, digits and underscores, no two alike."""
    return "get_" + re.sub(r"\W+", "_", address).strip("_")
