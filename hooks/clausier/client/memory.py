"""What is kept between two calls, two starts or two processes, as values and as bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeAlias

from clausier.client.admission import (
    Fact,
    Facts,
    Peak,
    Peaks,
    add_facts,
    add_peaks,
    check_facts,
    check_peaks,
    check_successor,
)
from clausier.client.errors import ClientError
from clausier.client.fields import Fields, parse_fields
from clausier.client.reading import parse_index
from clausier.client.values import Index, Version

_FORM: Final = 1
"""Of the bytes below; those of another count as missing."""

Check: TypeAlias = Callable[[bytes, bytes | None], None]
"""Raises `Altered` unless `terms.json` is signed as it must be."""


@dataclass(frozen=True, slots=True)
class Held:
    """The last good index."""

    content: bytes
    """Exactly as it came."""
    index: Index
    """What `content` says."""
    signatures: bytes | None
    """`terms.json.jws`; None where no keys are asked for."""
    etag: str | None
    last_modified: str | None
    fetched_at: datetime
    checked_at: datetime
    facts: Facts
    peaks: Peaks


@dataclass(frozen=True, slots=True)
class Kept:
    """Another answer of the site."""

    content: bytes
    etag: str | None
    last_modified: str | None
    sequence: int
    """That of the index which was held when the site last sent or confirmed it."""


def succeed(fresh: Held, stored: Held | None) -> Held:
    """Return `fresh` with all that was ever seen, to be kept in place of `stored`.

    Raises:
        RolledBack: what is stored is newer.
        Altered: what is stored contradicts it.
    """
    facts: Facts = {}
    peaks: Peaks = {}
    if stored is not None:
        check_successor(fresh.index, stored.index)
        facts, peaks = stored.facts, stored.peaks
    versions = tuple(fresh.index.iter_versions())
    check_facts(facts, versions)
    check_peaks(peaks, fresh.index)
    return replace(
        fresh,
        facts=add_facts(facts, versions, fresh.index.as_of),
        peaks=add_peaks(peaks, fresh.index),
    )


def learn(versions: tuple[Version, ...], stored: Held) -> Held:
    """Return `stored` with the facts of more versions.

    Raises:
        Altered: they contradict what was seen before.
    """
    check_facts(stored.facts, versions)
    return replace(stored, facts=add_facts(stored.facts, versions, stored.index.as_of))


def render_held(held: Held) -> bytes:
    """Return what `parse_held` reads."""
    signatures = held.signatures
    return _render(
        {
            "content": held.content.decode("utf-8"),
            "signatures": None if signatures is None else signatures.decode("utf-8", "replace"),
            "etag": held.etag,
            "last_modified": held.last_modified,
            "fetched_at": held.fetched_at.isoformat(),
            "checked_at": held.checked_at.isoformat(),
            "facts": [
                {
                    "document": document,
                    "version": str(number),
                    "sha256": fact.sha256,
                    "since": fact.since.isoformat() if fact.since else None,
                }
                for (document, number), fact in sorted(held.facts.items())
            ],
            "peaks": [
                {
                    "document": document,
                    "version": str(peak.version),
                    "accept_since": str(peak.accept_since),
                }
                for document, peak in sorted(held.peaks.items())
            ],
        }
    )


def parse_held(stored: bytes | None, check: Check) -> Held | None:
    """Return what is kept, or None where that is nothing, damaged, or not signed as it must be."""
    if stored is None:
        return None
    try:
        return _held(stored, check)
    except ClientError:
        return None


def render_kept(kept: Kept) -> bytes:
    """Return what `parse_kept` reads."""
    return _render(
        {
            "content": kept.content.decode("utf-8"),
            "etag": kept.etag,
            "last_modified": kept.last_modified,
            "sequence": kept.sequence,
        }
    )


def parse_kept(stored: bytes | None) -> Kept | None:
    """Return what is kept, or None where that is nothing or damaged."""
    if stored is None:
        return None
    try:
        fields = _parse(stored)
        return Kept(
            content=fields.text("content").encode("utf-8"),
            etag=fields.optional_text("etag"),
            last_modified=fields.optional_text("last_modified"),
            sequence=fields.number("sequence"),
        )
    except ClientError:
        return None


def _held(stored: bytes, check: Check) -> Held:
    fields = _parse(stored)
    content, signatures = fields.text("content").encode("utf-8"), fields.optional_text("signatures")
    signed = None if signatures is None else signatures.encode("utf-8")
    check(content, signed)
    index = parse_index(content)
    # what an older client kept knows no peaks but those of its index
    peaks = fields.each("peaks") if "peaks" in fields.values else ()
    return Held(
        content=content,
        index=index,
        signatures=signed,
        etag=fields.optional_text("etag"),
        last_modified=fields.optional_text("last_modified"),
        fetched_at=fields.instant("fetched_at"),
        checked_at=fields.instant("checked_at"),
        facts={
            (fact.text("document"), fact.version("version")): Fact(
                fact.digest("sha256"), fact.optional_day("since")
            )
            for fact in fields.each("facts")
        },
        peaks=add_peaks(
            {
                peak.text("document"): Peak(peak.version("version"), peak.version("accept_since"))
                for peak in peaks
            },
            index,
        ),
    )


def _render(values: dict[str, object]) -> bytes:
    return json.dumps({"form": _FORM, **values}).encode("ascii")


def _parse(stored: bytes) -> Fields:
    fields = parse_fields(stored, "the cache")
    if fields.number("form") != _FORM:
        raise fields.damage("form", str(_FORM))
    return fields
