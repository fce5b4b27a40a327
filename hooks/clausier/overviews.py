"""What `clausier status` and `clausier log` tell, as values that are ready for JSON.

The keys stay; others may join them. Days are `YYYY-MM-DD`, instants ISO 8601 in UTC, periods
half-open (`effective_until` is the first day after), commits full hashes. What does not exist is
null, or an empty list.

status: `{as_of, timezone, documents, other_changes, next_dates, problems}`

- documents, in the order in which they are listed: `{id, kind, title, current, upcoming, proposed,
  withdrawn, changes}`; `current` is a version, `upcoming` and `proposed` lists of versions;
- changes, what the working tree changes in its files: `{uri, language, kind, version,
  effective_date}`, where kind is `new`, `text`, `front_matter`, `deleted` or `unreadable`;
- other_changes: paths of ordinary pages that are changed;
- next_dates, the soonest first: `{date, days_left, document, version}`;
- problems: how many `clausier check` would say.

log: `{as_of, timezone, document, title, versions}`, versions oldest first.

A version is `{version, status, change, published_at, commit, effective_from, effective_until,
days_left, accept_since, dropped, void, withdrawn_at, moves, texts}`: `days_left` is null once it
took force; `dropped` is a proposal that another version replaced, `void` a version that was
withdrawn before it took force; moves are `{at, from, to}`; texts, by language, `{governing,
summary, uri, sha256, revisions}`, with revisions `{at, commit}`: when a translation came, and each
correction of it since.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final, TypeAlias

from clausier.checks import list_problems
from clausier.deadlines import find_document
from clausier.model import Publication, Status, Text
from clausier.proposals import Proposal, ProposedPage
from clausier.register import Record, Standing, make_record

Values: TypeAlias = dict[str, Any]

_HEADING: Final = re.compile(r"(?m)^#[ \t]+(.+?)[ \t#]*$")


def describe_status(proposal: Proposal, language: str) -> Values:
    """Return where every document stands, and what the working tree changes.

    Args:
        proposal: the working tree.
        language: of the titles, where a document has one in it.
    """
    records = list_records(proposal)
    names = [record.id for record in records]
    names += [name for name in proposal.documents if name not in names]
    documents = [_describe_document(proposal, name, language) for name in names]
    dates = [
        {
            "date": entry["effective_from"],
            "days_left": entry["days_left"],
            "document": document["id"],
            "version": entry["version"],
        }
        for document in documents
        for entry in document["upcoming"]
    ]
    told = {change["uri"] for document in documents for change in document["changes"]}
    changed = {page.uri for page in proposal.pages if page.is_changed} | {*proposal.deleted}
    return {
        "as_of": proposal.as_of.isoformat(),
        "timezone": proposal.settings.zone.key,
        "documents": documents,
        "other_changes": sorted(changed - told),
        "next_dates": sorted(
            dates, key=lambda entry: (entry["date"], names.index(entry["document"]))
        ),
        "problems": len(list_problems(proposal)),
    }


def describe_log(proposal: Proposal, record: Record, language: str) -> Values:
    """Return every version that a document ever had."""
    return {
        "as_of": proposal.as_of.isoformat(),
        "timezone": proposal.settings.zone.key,
        "document": record.id,
        "title": find_title(proposal, record.id, language),
        "versions": [_describe_version(one, proposal.as_of) for one in record.standings],
    }


def list_records(proposal: Proposal) -> tuple[Record, ...]:
    """Return the published documents on the proposal's day, in the order of their listing."""
    settings = proposal.settings
    documents = sorted(proposal.published.documents, key=lambda one: settings.listing_key(one.id))
    return tuple(make_record(document, settings, proposal.as_of) for document in documents)


def find_title(proposal: Proposal, name: str, language: str) -> str:
    """Return what a document calls itself, in a language if it can be; its id if it does not.

    What stands in the tree comes first; of a document that left it, the newest text.
    """
    languages = (language, *proposal.settings.languages)
    for code in languages:
        page = proposal.page(name, code)
        if page and page.rendered and page.rendered.title:
            return " ".join(page.rendered.title.split())
    document = find_document(proposal.published, name)
    version = document.versions[-1] if document else None
    texts = [text for code in languages if version and (text := version.text(code))]
    headings = (_HEADING.search(text.markdown) for text in texts)
    return next((heading[1].strip() for heading in headings if heading), name)


def _describe_document(proposal: Proposal, name: str, language: str) -> Values:
    document = find_document(proposal.published, name)
    as_of = proposal.as_of
    record = make_record(document, proposal.settings, as_of) if document else None
    current = record.current if record else None
    return {
        "id": name,
        "kind": proposal.settings.kind(name),
        "title": find_title(proposal, name, language),
        "current": _describe_version(current, as_of) if current else None,
        "upcoming": [_describe_version(one, as_of) for one in (record.upcoming if record else ())],
        "proposed": [_describe_version(one, as_of) for one in (record.proposed if record else ())],
        "withdrawn": record.withdrawn if record else False,
        "changes": list(_iter_changes(proposal, name)),
    }


def _describe_version(standing: Standing, as_of: date) -> Values:
    version = standing.version
    day, until, published = version.effective_date, standing.effective_until, version.published
    left = (day - as_of).days if day and standing.status is Status.UPCOMING else None
    return {
        "version": str(version.number),
        "status": standing.status.value,
        "change": version.change.value,
        "published_at": published.at.isoformat() if published else None,
        "commit": published.commit if published else None,
        "effective_from": day.isoformat() if day else None,
        "effective_until": until.isoformat() if until else None,
        "days_left": left,
        "accept_since": str(standing.accept_since),
        "dropped": version.dropped,
        "void": version.void,
        "withdrawn_at": version.left.at.isoformat() if version.left else None,
        "moves": [
            {
                "at": move.published.at.isoformat(),
                "from": move.former.isoformat(),
                "to": move.day.isoformat(),
            }
            for move in version.moves
        ],
        "texts": {text.language: _describe_text(text) for text in version.texts},
    }


def _describe_text(text: Text) -> Values:
    return {
        "governing": text.governing,
        "summary": text.summary,
        "uri": text.uri,
        "sha256": text.sha256,
        "revisions": [_describe_commit(one) for one in text.revisions],
    }


def _describe_commit(publication: Publication) -> Values:
    return {"at": publication.at.isoformat(), "commit": publication.commit}


def _iter_changes(proposal: Proposal, name: str) -> Iterator[Values]:
    """Yield what the working tree changes in a document's files, by path."""
    document = find_document(proposal.published, name)
    uris = document.uris if document else ()
    pages = {page.uri: page for page in proposal.pages}
    here = {page.uri for page in proposal.pages if page.front and page.front.document == name}
    for uri in sorted({*here, *uris}):
        page = pages.get(uri)
        if page is None:
            if uri in proposal.deleted:
                yield _describe_change(uri, _language(proposal, uri), "deleted", None)
        elif page.is_changed and (uri in here or page.page is None):
            yield _describe_change(uri, page.language, _kind(page), page)


def _describe_change(uri: str, language: str, kind: str, page: ProposedPage | None) -> Values:
    front = page.front if page else None
    day = front.effective_date if front else None
    return {
        "uri": uri,
        "language": language,
        "kind": kind,
        "version": str(front.version) if front else None,
        "effective_date": day.isoformat() if day else None,
    }


def _kind(page: ProposedPage) -> str:
    if page.page is None:
        return "unreadable"
    if page.before is None or page.before.front is None:
        return "new"
    return "text" if page.is_reworded else "front_matter"


def _language(proposal: Proposal, uri: str) -> str:
    below = uri.removeprefix(f"{proposal.folder}/" if proposal.folder else "")
    return below.partition("/")[0]
