"""The calls of a client, step by step (see `effects`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar

from clausier.addresses import CHECKSUMS, version_data, versions_data
from clausier.client import digests, memory, rules
from clausier.client.effects import Read, Reply, Report, Steps, Update, fetch
from clausier.client.errors import Altered, Refused, Stale, Unreachable, nothing_in_force, problem
from clausier.client.memory import Kept
from clausier.client.reading import parse_clauses, parse_versions
from clausier.client.renewal import Renewal, unavailable
from clausier.client.values import Answer, Clause, Document, Index, Text, Version

_Result = TypeVar("_Result")


class Core:
    """What both clients answer, from the index that `renewal` keeps.

    Args:
        site_url: the address of the root of the site, ending in a slash.
        renewal: of the same site.
        now: the clock; returns aware instants.
    """

    def __init__(self, site_url: str, renewal: Renewal, now: Callable[[], datetime]) -> None:
        self._site_url = site_url
        self._renewal = renewal
        self._now = now

    def in_force(
        self, document: str, at: date | datetime | None, *, allow_stale: bool
    ) -> Steps[Version | None]:
        """Return what applies at `at`, or None."""

        def find(index: Index, anew: bool) -> Steps[Version | None]:
            return self._in_force(index, document, at, anew=anew)

        return self._settled(find, allow_stale=allow_stale)

    def upcoming(self, document: str, *, allow_stale: bool) -> Steps[tuple[Version, ...]]:
        """Return what takes force later than today, next first."""
        index = (yield from self._reliable(allow_stale)).index
        return rules.find_upcoming(index.document(document), rules.find_today(index, self._now()))

    def must_accept(
        self,
        document: str,
        accepted: str | None,
        at: date | datetime | None,
        *,
        allow_stale: bool,
    ) -> Steps[bool]:
        """Return whether a user has to accept what applies at `at`."""

        def find(index: Index, anew: bool) -> Steps[bool]:
            found = yield from self._in_force(index, document, at, anew=anew)
            entry = index.document(document)
            known = entry.versions
            if found and rules.is_newer(accepted, known):  # the index leaves out what was given up
                known = yield from self._history(index, entry, anew=anew)
            return rules.must_accept(found, accepted, known)

        return (yield from self._settled(find, allow_stale=allow_stale))

    def text(
        self, document: str, lang: str, at: date | datetime | None, *, allow_stale: bool
    ) -> Steps[bytes]:
        """Return the Markdown of what applies at `at`, byte for byte."""

        def find(index: Index, anew: bool) -> Steps[bytes]:
            version = yield from self._existing(index, document, at, anew=anew)
            return (yield from self._text(index, version, version.text(lang), anew=anew))

        return self._settled(find, allow_stale=allow_stale)

    def clause(
        self,
        document: str,
        reference: str,
        lang: str,
        at: date | datetime | None,
        *,
        allow_stale: bool,
    ) -> Steps[Clause]:
        """Return a clause of what applies at `at`."""

        def find(index: Index, anew: bool) -> Steps[Clause]:
            version = yield from self._existing(index, document, at, anew=anew)
            clauses = yield from self._clauses(index, version, version.text(lang), anew=anew)
            return rules.find_clause(clauses, reference, version)

        return self._settled(find, allow_stale=allow_stale)

    def _settled(
        self, find: Callable[[Index, bool], Steps[_Result]], *, allow_stale: bool
    ) -> Steps[_Result]:
        """Return what `find` makes of the last good index.

        What is refused at first is asked for once more, with a newer index: the site may have been
        published anew since the last one was fetched.
        """
        anew = False
        while True:
            index = (yield from self._reliable(allow_stale, anew=anew)).index
            try:
                return (yield from find(index, anew))
            except Unreachable as failure:
                raise unavailable(self._site_url, failure) from failure
            except Refused:
                if anew:
                    raise
                anew = True

    def _reliable(self, allow_stale: bool, *, anew: bool = False) -> Steps[Answer]:
        """Return the last good index unless it may be outdated.

        Raises:
            Stale: it is expired, and `allow_stale` is false.
        """
        answer = yield from self._renewal.index(anew=anew)
        if answer.is_expired and not allow_stale:
            failure = answer.failure
            why = failure.problems[0].what if failure else "the site has nothing newer"
            raise Stale(
                problem(
                    f"the terms of {self._site_url} were good until {answer.index.expires} ({why})",
                    "Do not show them as current; with allow_stale=True you get them all the same",
                )
            ) from failure
        return answer

    def _in_force(
        self, index: Index, name: str, at: date | datetime | None, *, anew: bool
    ) -> Steps[Version | None]:
        document = index.document(name)
        if at is None:
            day = rules.find_today(index, self._now())
        else:
            day = rules.find_day(at, index.timezone)
        versions = document.versions
        if rules.needs_history(document, day, index.as_of):
            versions = yield from self._history(index, document, anew=anew)
        return rules.find_in_force(versions, day)

    def _existing(
        self, index: Index, name: str, at: date | datetime | None, *, anew: bool
    ) -> Steps[Version]:
        version = yield from self._in_force(index, name, at, anew=anew)
        if version is None:
            raise nothing_in_force(name)
        return version

    def _history(
        self, index: Index, document: Document, *, anew: bool
    ) -> Steps[tuple[Version, ...]]:
        """Return every version; the site is asked again once the index is of another commit."""
        key = f"versions/{document.id}"
        kept = memory.parse_kept((yield Read(key)))
        if kept is None or kept.sequence != index.sequence:
            try:
                kept = yield from self._renew_history(index, document, key, kept, anew=anew)
            except (Unreachable, Refused) as failure:
                if kept is None or (isinstance(failure, Refused) and not anew):
                    raise
                yield Report(failure)  # what is kept will do: what applied once stays so
        return parse_versions(kept.content, document.id, index.root)

    def _renew_history(
        self, index: Index, document: Document, key: str, kept: Kept | None, *, anew: bool
    ) -> Steps[Kept]:
        reply = yield from self._fetch(index, versions_data(document.id), kept, anew=anew)
        yield from self._renewal.learn(parse_versions(reply.content, document.id, index.root))
        fresh = Kept(reply.content, reply.etag, reply.last_modified, index.sequence)
        yield Update(key, lambda _: memory.render_kept(fresh))
        return fresh

    def _text(self, index: Index, version: Version, text: Text, *, anew: bool) -> Steps[bytes]:
        key = f"text/{text.sha256}"
        kept: bytes | None = yield Read(key)
        if kept is not None:
            return kept
        reply = yield from fetch(self._here(text.markdown_url, index), anew=anew)
        content = digests.check_text(reply.content, version, text)
        yield Update(key, lambda _: content)
        return content

    def _clauses(
        self, index: Index, version: Version, text: Text, *, anew: bool
    ) -> Steps[tuple[Clause, ...]]:
        address = version_data(version.document, version.number)
        key = f"clauses/{address}/{text.sha256}"
        kept: bytes | None = None if anew else (yield Read(key))
        if kept is not None:
            return parse_clauses(kept, version, text)
        content = (yield from self._fetch(index, address, anew=anew)).content
        clauses = parse_clauses(content, version, text)
        yield Update(key, lambda _: content)
        return clauses

    def _fetch(
        self, index: Index, address: str, known: Kept | None = None, *, anew: bool
    ) -> Steps[Reply]:
        """Return a file of the site, as the list of checksums that the index vouches for names it.

        Raises:
            Altered: it is another.
            Unreachable: it cannot be had.
        """
        reply = yield from fetch(self._site_url + address, known, anew=anew)
        if reply.status == 304 and known is not None:
            reply = Reply(200, known.content, known.etag, known.last_modified)
        listed = yield from self._checksums(index, anew=anew)
        digests.check_file(reply.content, address, listed)
        return reply

    def _checksums(self, index: Index, *, anew: bool) -> Steps[Mapping[str, str]]:
        """Return the SHA-256 of each file of the site, by its address."""
        kept: bytes | None = yield Read(CHECKSUMS)
        if kept is not None and digests.is_list_of(kept, index):
            return digests.parse_list(kept, index)
        content = (yield from fetch(self._here(index.checksums_url, index), anew=anew)).content
        listed = digests.parse_list(content, index)
        yield Update(CHECKSUMS, lambda _: content)
        return listed

    def _here(self, url: str, index: Index) -> str:
        """Return where something of the site is asked for: nothing is fetched from elsewhere."""
        address = url.removeprefix(index.root)
        if address == url:
            raise Altered(
                problem(f"the index names {url}, outside of {index.root}", "Tell the publisher")
            )
        return self._site_url + address
