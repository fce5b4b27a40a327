"""`terms.json` itself: its form, its days, its addresses, its signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from clausier.addresses import DIGEST, KEYS, SCHEMA, SIGNATURES, TERMS
from clausier.checksums import render_digest
from clausier.contract import TermsIndex
from clausier.errors import Message, say
from clausier.signatures import (
    KeyFormatError,
    PublicKey,
    Signature,
    SignatureFormatError,
    parse_public_keys,
    parse_signatures,
    render_key_set,
    render_signatures,
)
from clausier.verification.answers import AGAIN, iter_urls
from clausier.verification.findings import Check, Code, Finding
from clausier.verification.published import Published, Refusal

_EVERY_DAY: Final = say("Build and publish the site again, every day")


def check_index(
    index: TermsIndex,
    found: Sequence[Finding],
    content: bytes,
    site: Published,
    today: date,
    after: int | None,
) -> Check:
    """Return whether the index is fit to be used on a day.

    Args:
        index: what it says.
        found: what is wrong with its form.
        content: its bytes.
        site: where it was read.
        today: a day in its own zone.
        after: the sequence seen last, if one was.
    """
    detail = say(
        "as of %(day)s, sequence %(sequence)s, to be used until %(last)s",
        day=index.as_of,
        sequence=index.sequence,
        last=index.expires,
    )
    findings = (
        *found,
        *_check_digest(content, site),
        *_check_days(index, today),
        *_check_sequence(index, after),
        *_check_addresses(index, site),
    )
    return Check("index", detail, findings)


def _check_digest(content: bytes, site: Published) -> Iterator[Finding]:
    digest = site.read(DIGEST)
    if isinstance(digest, Refusal):
        yield digest.describe(DIGEST)
    elif digest != render_digest(TERMS, content):
        what = say("is not the checksum of %(index)s: one of the two was altered", index=TERMS)
        yield Finding(DIGEST, Code.SEAL_BROKEN, what, AGAIN)


def _check_days(index: TermsIndex, today: date) -> Iterator[Finding]:
    if index.as_of > today:
        what = say(
            "is as of %(day)s, which is not come yet (today is %(today)s)",
            day=index.as_of,
            today=today,
        )
        remedy = say("Check the clock and CLAUSIER_AS_OF, then build again")
        yield Finding(TERMS, Code.INDEX_EARLY, what, remedy)
    if index.expires < index.as_of:
        what = say(
            "expires on %(last)s, before the day it was made for (%(day)s)",
            last=index.expires,
            day=index.as_of,
        )
        yield Finding(TERMS, Code.INDEX_EXPIRY, what, AGAIN)
    elif index.expires < today:
        what = say(
            "expired on %(last)s (today is %(today)s): a version may have taken force",
            last=index.expires,
            today=today,
        )
        yield Finding(TERMS, Code.INDEX_EXPIRED, what, _EVERY_DAY)
    for document in index.documents:
        for version in document.upcoming:
            start = version.effective_from
            if start and start <= today:
                what = say(
                    "tells version %(number)s of %(document)s as upcoming, though it took force on "
                    "%(day)s (today is %(today)s)",
                    number=version.version,
                    document=document.id,
                    day=start,
                    today=today,
                )
                yield Finding(TERMS, Code.INDEX_OVERTAKEN, what, _EVERY_DAY)
            if start and start < index.expires:
                what = say(
                    "is said to be good until %(last)s, though version %(number)s of %(document)s "
                    "takes force on %(day)s",
                    last=index.expires,
                    number=version.version,
                    document=document.id,
                    day=start,
                )
                yield Finding(TERMS, Code.INDEX_EXPIRY, what, AGAIN)


def _check_sequence(index: TermsIndex, after: int | None) -> Iterator[Finding]:
    if after is not None and index.sequence < after:
        what = say(
            "is older than one seen before: its sequence is %(sequence)s, not %(after)s",
            sequence=index.sequence,
            after=after,
        )
        remedy = say("Publish the newest commit; until then keep what you have")
        yield Finding(TERMS, Code.INDEX_OLDER, what, remedy)


def _check_addresses(index: TermsIndex, site: Published) -> Iterator[Finding]:
    if str(index.schema_url) != site.site_url + SCHEMA:
        what = say(
            "names %(url)s as its schema, which is not called %(schema)s",
            url=index.schema_url,
            schema=SCHEMA,
        )
        yield Finding(TERMS, Code.ADDRESS_FOREIGN, what, AGAIN)
    for url in iter_urls(index.model_dump(mode="json", by_alias=True)):
        if site.locate(url) is None:
            what = say("leads to %(url)s, which is not on %(site)s", url=url, site=site.site_url)
            remedy = say("Check site_url in mkdocs.yml, then build and publish the site again")
            yield Finding(TERMS, Code.ADDRESS_FOREIGN, what, remedy)


# Signatures


def check_signature(content: bytes, site: Published, pinned: Sequence[PublicKey]) -> Check:
    """Return whether the index is signed by a key that is trusted.

    Args:
        content: the index.
        site: where it was read.
        pinned: the keys that whoever verifies trusts; where there are none, those that the site
            itself publishes, which proves less.
    """
    signed, listed = site.read(SIGNATURES), site.read(KEYS)
    if isinstance(signed, Refusal):
        return _check_unsigned(signed, listed, pinned)
    findings: list[Finding] = []
    published = _read_keys(listed, findings)
    try:
        signatures = parse_signatures(signed)
    except SignatureFormatError as error:
        findings += (
            Finding(SIGNATURES, Code.FILE_MALFORMED, one.what, one.remedy) for one in error.problems
        )
        signatures = ()
    if signatures and render_signatures(signatures) != signed:
        what = say("is not written as it was signed")
        findings.append(Finding(SIGNATURES, Code.FILE_REWRITTEN, what, AGAIN))
    signers = [_find_signer(one, content, (*pinned, *published), findings) for one in signatures]
    trusted = [key.kid for key in signers if key is not None and key in (pinned or published)]
    if pinned and not trusted:
        what = say("holds no signature by a key that you named")
        remedy = say("Use none of it, and ask whoever publishes it")
        findings.append(Finding(SIGNATURES, Code.SIGNATURE_UNTRUSTED, what, remedy))
    return Check("signature", _name_signers(trusted, pinned), tuple(findings))


def _name_signers(trusted: Sequence[str], pinned: Sequence[PublicKey]) -> Message:
    """Return who signed the index, and how much that proves."""
    keys = ", ".join(trusted)
    if not trusted:
        return say("by no key that is trusted")
    if pinned:
        return say("by %(keys)s, which you named", keys=keys)
    return say(
        "by %(keys)s, which the site itself publishes: name the key you know with --key, and it "
        "proves who signed",
        keys=keys,
    )


def _check_unsigned(
    refusal: Refusal, listed: bytes | Refusal, pinned: Sequence[PublicKey]
) -> Check:
    if not refusal.answered:
        return Check("signature", say("not known"), (refusal.describe(SIGNATURES),))
    if not pinned and isinstance(listed, Refusal):
        detail = say("not signed: what follows tells damage, but not a forger")
        return Check("signature", detail, skipped=True)
    if pinned:
        what = say("is not there, though you named a key")
    else:
        what = say("is not there, though %(keys)s publishes a key", keys=KEYS)
    remedy = say("Build the site with CLAUSIER_SIGNING_KEY set; until then trust none of it")
    finding = Finding(SIGNATURES, Code.SIGNATURE_MISSING, what, remedy)
    return Check("signature", say("not signed"), (finding,))


def _read_keys(listed: bytes | Refusal, findings: list[Finding]) -> tuple[PublicKey, ...]:
    """Return the keys that the site publishes; what is wrong with them is added to `findings`."""
    if isinstance(listed, Refusal):
        findings.append(listed.describe(KEYS))
        return ()
    try:
        keys = parse_public_keys(listed.decode("utf-8", "replace"))
    except KeyFormatError:
        keys = ()
    if render_key_set(keys) != listed:
        what = say("is not a set of Ed25519 keys as Clausier writes it")
        findings.append(Finding(KEYS, Code.FILE_MALFORMED, what, AGAIN))
    return keys


def _find_signer(
    signature: Signature, content: bytes, keys: Sequence[PublicKey], findings: list[Finding]
) -> PublicKey | None:
    """Return who made a signature; if nobody known did, that is added to `findings`."""
    signer = signature.find_signer(content, keys)
    if signer is None:
        if signature.kid in {key.kid for key in keys}:
            code = Code.SIGNATURE_FOREIGN
            what = say(
                "has a signature by %(key)s that is not of this %(index)s",
                key=signature.kid,
                index=TERMS,
            )
        else:
            code = Code.SIGNATURE_UNKNOWN
            what = say(
                "has a signature by a key that is neither published nor named: %(key)s",
                key=signature.kid,
            )
        remedy = say(
            "Use none of it, unless the site was just being published. Build and publish the site "
            "again"
        )
        findings.append(Finding(SIGNATURES, code, what, remedy))
    return signer
