"""What all JSON of the site has in common: its models, its bytes, its JSON Schemas.

A schema is made from the models that are served, so that it cannot say anything else than they do.
Adding a field is compatible; removing or redefining one takes a new path.
"""

from __future__ import annotations

import json
from datetime import datetime
from inspect import cleandoc
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema

SHA256: Final = r"^[0-9a-f]{64}$"
GIT: Final = r"^[0-9a-f]{40}([0-9a-f]{24})?$"
VERSION: Final = r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$"

Instant = Annotated[
    datetime,
    PlainSerializer(datetime.isoformat, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""An aware instant, written with its offset: `2026-11-23T14:00:00+00:00`."""


class Served(BaseModel):
    """What is served as JSON; its docstrings are the descriptions in its schema."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, use_attribute_docstrings=True)


def render_json(answer: Served) -> bytes:
    """Return an answer as JSON: UTF-8, in the order of its model."""
    return render_value(answer.model_dump(mode="json", by_alias=True))


def describe(model: type[Served]) -> str:
    """Return what a model's docstring says of it."""
    return cleandoc(model.__doc__ or "")


def render_json_schema(model: type[Served], url: str) -> bytes:
    """Return the JSON Schema (2020-12) of a model, to be served at `url`."""
    schema = model.model_json_schema(by_alias=True, mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": url}
    return render_value({**head, **schema})


def render_value(value: object) -> bytes:
    """Return JSON in the form of all JSON of the site: UTF-8, one field a line."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
