"""The page that documents the API, `/api/v1/`, from the same source as its description."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from clausier.addresses import OPENAPI, SCHEMA, Addresses
from clausier.api.offers import (
    COMPATIBILITY,
    HEADERS,
    INTRODUCTION,
    MODELS,
    NOT_FOUND,
    NOT_MODIFIED,
    OFFERS,
    PARAMETERS,
    TOPICS,
    Offer,
    Topic,
)
from clausier.api.openapi import build_schemas, find_parameters, name_operation
from clausier.api.samples import Samples
from clausier.api.shapes import CHOICES, Gettext, describe_type, iter_references
from clausier.api.shapes import iter_messages as iter_types
from clausier.contract import TermsIndex
from clausier.manual import (
    ApiPage,
    FieldView,
    ModelView,
    OfferView,
    ParameterView,
    PlaceView,
    TopicView,
)
from clausier.register import Register
from clausier.schema import Served
from clausier.views import Page, Relation
from clausier.words import load_words

_SCHEMAS: Mapping[type[Served], str] = {
    TermsIndex: SCHEMA,
    **{model: address for address, model in MODELS.items()},
}


def build_page(register: Register, examples: Mapping[type[Served], Served], language: str) -> Page:
    """Return the page in one language.

    Args:
        register: the documents on a day.
        examples: an answer of each model, where the site has one.
        language: one of the site's.
    """
    languages = register.settings.languages
    address = Addresses(language, languages[0]).api()
    return Page(
        address=address,
        language=language,
        title=load_words(language).gettext("The API: terms as data"),
        alternates=tuple((code, Addresses(code, languages[0]).api()) for code in languages),
        canonical=address,
        links=(Relation("service-desc", OPENAPI),),
        updated=register.head.at.astimezone(register.settings.zone).date(),
        body=_Writer(register, examples, language).body(),
    )


def iter_messages() -> Iterator[str]:
    """Yield all that the description says in the source language: what is to be translated.

    A message is a paragraph on one line; some come more than once.
    """
    yield from (INTRODUCTION, COMPATIBILITY, NOT_MODIFIED, NOT_FOUND)
    yield from (*HEADERS.values(), *PARAMETERS.values(), *TOPICS, *TOPICS.values())
    yield from (offer.summary for offer in OFFERS)
    yield from iter_types()
    for schema in build_schemas().values():
        yield from _split(schema.get("description"))
        for field in schema.get("properties", {}).values():
            yield from _split(field.get("description"))


def _split(description: str | None) -> list[str]:
    """Return the paragraphs of a description, each on one line."""
    return [" ".join(part.split()) for part in (description or "").split("\n\n") if part.strip()]


class _Writer:
    """Writes the page in one language."""

    def __init__(
        self, register: Register, examples: Mapping[type[Served], Served], language: str
    ) -> None:
        self._register = register
        self._examples = examples
        self._language = language
        self._gettext: Gettext = load_words(language).gettext
        self._samples = Samples(register, examples)
        self._schemas = build_schemas()

    def body(self) -> ApiPage:
        say = self._gettext
        return ApiPage(
            introduction=(say(INTRODUCTION), say(COMPATIBILITY)),
            headers=tuple((name, say(text)) for name, text in HEADERS.items()),
            not_modified=say(NOT_MODIFIED),
            not_found=say(NOT_FOUND),
            topics=tuple(self._topic(name, text) for name, text in TOPICS.items()),
            models=tuple(map(self._model, self._iter_nested())),
        )

    def _topic(self, name: Topic, description: str) -> TopicView:
        return TopicView(
            id=f"topic-{name.lower()}",
            name=self._gettext(name),
            description=self._gettext(description),
            offers=tuple(self._offer(offer) for offer in OFFERS if offer.topic == name),
        )

    def _offer(self, offer: Offer) -> OfferView:
        example = self._examples.get(offer.model) if offer.model else None
        data = example.model_dump(mode="json", by_alias=True) if example else None
        return OfferView(
            id=name_operation(offer.address),
            summary=self._gettext(offer.summary),
            places=tuple(self._iter_places(offer)),
            media_type=offer.media_type,
            may_lack=offer.may_lack,
            parameters=tuple(map(self._parameter, find_parameters(offer.address))),
            model=self._model(offer.model.__name__) if offer.model else None,
            schema=_SCHEMAS[offer.model] if offer.model else None,
            example=json.dumps(data, ensure_ascii=False, indent=2) if data else None,
        )

    def _iter_places(self, offer: Offer) -> Iterator[PlaceView]:
        languages = self._register.settings.languages
        for language, template in zip(languages, offer.iter_addresses(languages), strict=False):
            own = language if offer.in_languages else self._language
            sample = self._samples.find(offer, template, own)
            yield PlaceView(template, own if offer.in_languages else None, sample)

    def _parameter(self, name: str) -> ParameterView:
        values: tuple[str, ...] = ()
        if name == "document":
            values = tuple(record.id for record in self._register.records)
        elif name == "language":
            values = self._register.settings.languages
        return ParameterView(name, self._gettext(PARAMETERS[name]), values)

    def _model(self, name: str) -> ModelView:
        schema = self._schemas[name]
        required = schema.get("required", ())
        return ModelView(
            name=name,
            description=self._translate(schema),
            fields=tuple(
                FieldView(
                    id=f"{name}.{field}",
                    name=field,
                    type=describe_type(rule, self._gettext, is_required=field in required),
                    description=self._translate(rule),
                )
                for field, rule in schema.get("properties", {}).items()
            ),
            choices=tuple(
                (word, self._gettext(CHOICES[name][word])) for word in schema.get("enum", ())
            ),
        )

    def _translate(self, schema: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(map(self._gettext, _split(schema.get("description"))))

    def _iter_nested(self) -> Iterator[str]:
        """Yield the models within answers, each once, as they are first met."""
        met = [offer.model.__name__ for offer in OFFERS if offer.model is not None]
        whole = len(met)
        for name in met:  # grows as it is walked
            met += [
                other
                for other in dict.fromkeys(iter_references(self._schemas[name]))
                if other not in met
            ]
        yield from met[whole:]
