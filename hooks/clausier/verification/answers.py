"""Whether an answer keeps to its schema, to the byte, and where its addresses lead."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

from pydantic import ValidationError

from clausier.addresses import API, OPENAPI, SCHEMA
from clausier.api import MODELS
from clausier.contract import TermsIndex
from clausier.errors import say
from clausier.schema import Served, render_json
from clausier.verification.findings import Code, Fault, Finding
from clausier.verification.published import Published, Refusal

Answer = TypeVar("Answer", bound=Served)

AGAIN: Final = say("Build and publish the site again")
WITH_ITS_OWN: Final = say(
    "Build and publish the site again, or verify it with the version of Clausier that built it"
)
_MODELS: Final[Mapping[str, type[Served]]] = {**MODELS, SCHEMA: TermsIndex}


def parse_answer(
    model: type[Answer], name: str, content: bytes
) -> tuple[Answer | None, tuple[Finding, ...]]:
    """Return an answer, if it keeps to its schema, and what is wrong with it.

    The bytes must be those that are written for its values, so that none can differ unseen.
    """
    try:
        answer = model.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        reason = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
        what = say("does not keep to its schema (%(reason)s)", reason=reason)
        return None, (Finding(name, Code.FILE_MALFORMED, what, AGAIN),)
    try:
        is_same = render_json(answer) == content
    except UnicodeEncodeError:  # half of a surrogate pair
        is_same = False
    if not is_same:
        what = say("keeps to its schema, but is not written as this version of Clausier writes it")
        return answer, (Finding(name, Code.FILE_REWRITTEN, what, WITH_ITS_OWN),)
    return answer, ()


def place_fault(fault: Fault, address: str) -> Finding:
    """Return what is wrong with the file at an address, which the next build puts right."""
    return Finding(address, fault.code, fault.what, AGAIN)


def read_answer(
    model: type[Answer], name: str, site: Published
) -> tuple[Answer | None, tuple[Finding, ...]]:
    """Return the answer at an address, likewise."""
    content = site.read(name)
    if isinstance(content, Refusal):
        return None, (content.describe(name),)
    return parse_answer(model, name, content)


def iter_answers(site: Published, names: set[str]) -> Iterator[tuple[str, Served | Finding]]:
    """Yield each answer below `/api/v1/` by name, or what is wrong with it; maybe both."""
    for name in sorted(names):
        is_json = name.startswith(API) and name.endswith(".json")
        if not is_json or name.endswith(".schema.json") or name == OPENAPI:
            continue
        content = site.read(name)
        if isinstance(content, Refusal):
            yield name, content.describe(name)
            continue
        model = find_model(content, site)
        if model is None:
            what = say("names no schema that is known")
            yield name, Finding(name, Code.FILE_MALFORMED, what, AGAIN)
            continue
        answer, findings = parse_answer(model, name, content)
        yield from ((name, finding) for finding in findings)
        if answer is not None:
            yield name, answer


def find_model(content: bytes, site: Published) -> type[Served] | None:
    """Return what an answer's own `$schema` describes."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    address = site.locate(value.get("$schema")) if isinstance(value, dict) else None
    return _MODELS.get(address or "")


def iter_dead_links(name: str, answer: Served, site: Published) -> Iterator[Finding]:
    """Yield each address in an answer that leads nowhere on the site."""
    for url in sorted(set(iter_urls(answer.model_dump(mode="json", by_alias=True)))):
        target = site.locate(url)
        if target is None:
            continue
        held = site.holds(target)
        if isinstance(held, Refusal):
            found = held.describe(target)
            what = say("%(what)s, but %(name)s leads there", what=found.what, name=name)
            yield Finding(target, Code.LINK_DEAD, what, found.remedy, found.seen)


def iter_urls(value: object) -> Iterator[str]:
    """Yield each address in a JSON value, wherever a field is called one."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if isinstance(entry, str):
                if key == "$schema" or key == "url" or key.endswith("_url"):
                    yield entry
            elif key.endswith("_url") and isinstance(entry, dict):
                yield from (url for url in entry.values() if isinstance(url, str))
            else:
                yield from iter_urls(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from iter_urls(entry)
