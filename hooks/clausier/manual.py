"""What the page that documents the API shows, as frozen values: the contract with its template.

All words are in the language of the page; what stands between backticks is code. Addresses are
relative to the root of the site (`addresses`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of an object."""

    id: str
    """Unique on the page."""
    name: str
    type: str
    """In plain words; a model by its name, as code."""
    description: tuple[str, ...]
    """Paragraphs; empty where the name says all."""


@dataclass(frozen=True, slots=True)
class ModelView:
    """An object, or a choice of words, as JSON has it."""

    name: str
    """As in the description; also its id on the page."""
    description: tuple[str, ...]
    """Paragraphs."""
    fields: tuple[FieldView, ...]
    """As they are served; empty for a choice of words."""
    choices: tuple[tuple[str, str], ...] = ()
    """(word, what it means) for a choice of words."""


@dataclass(frozen=True, slots=True)
class ParameterView:
    """What stands in braces in an address."""

    name: str
    description: str
    values: tuple[str, ...]
    """All that it may be; empty where they are too many to list."""


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where an answer is, in one language or for all."""

    template: str
    """With parameters in braces."""
    language: str | None
    """Of an answer that each language has."""
    sample: str | None
    """The address of one such answer on this site; None where there is none for certain."""


@dataclass(frozen=True, slots=True)
class OfferView:
    """One kind of answer."""

    id: str
    """Unique on the page: the operation's in the description."""
    summary: str
    places: tuple[PlaceView, ...]
    media_type: str
    may_lack: bool
    """Whether it is there only where the site is configured for it."""
    parameters: tuple[ParameterView, ...]
    model: ModelView | None
    """Of JSON that has a schema of this site."""
    schema: str | None
    """The address of that schema."""
    example: str | None
    """The answer at the first place's sample, cut short, as JSON."""


@dataclass(frozen=True, slots=True)
class TopicView:
    """Answers about the same thing."""

    id: str
    name: str
    description: str
    offers: tuple[OfferView, ...]


@dataclass(frozen=True, slots=True)
class ApiPage:
    """`/api/v1/`: everything that is served beside the pages."""

    introduction: tuple[str, ...]
    """Paragraphs."""
    headers: tuple[tuple[str, str], ...]
    """(name, what it is for) of what each answer carries."""
    not_modified: str
    not_found: str
    topics: tuple[TopicView, ...]
    models: tuple[ModelView, ...]
    """What answers hold, each once, in the order in which they are first met."""

    @property
    def model_names(self) -> frozenset[str]:
        """What can be linked to on the page by its name."""
        own = (offer.model for topic in self.topics for offer in topic.offers)
        return frozenset(model.name for model in (*own, *self.models) if model is not None)
