"""`terms.json` itself: its form, its days, its addresses, its signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from clausier.addresses import DIGEST, KEYS, SCHEMA, SIGNATURES, TERMS
from clausier.checksums import render_digest
from clausier.contract import TermsIndex
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
from clausier.verification.findings import Check, Finding
from clausier.verification.published import Published, Refusal


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
    detail = f"as of {index.as_of}, sequence {index.sequence}, to be used until {index.expires}"
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
        yield Finding(DIGEST, f"is not the checksum of {TERMS}: one of the two was altered", AGAIN)


def _check_days(index: TermsIndex, today: date) -> Iterator[Finding]:
    if index.as_of > today:
        what = f"is as of {index.as_of}, which is not come yet (today is {today})"
        yield Finding(TERMS, what, "Check the clock and CLAUSIER_AS_OF, then build again")
    if index.expires < index.as_of:
        what = f"expires on {index.expires}, before the day it was made for ({index.as_of})"
        yield Finding(TERMS, what, AGAIN)
    elif index.expires < today:
        what = f"expired on {index.expires} (today is {today}): a version may have taken force"
        yield Finding(TERMS, what, f"{AGAIN}, every day")
    for document in index.documents:
        for version in document.upcoming:
            start = version.effective_from
            if start and start <= today:
                what = (
                    f"tells version {version.version} of {document.id} as upcoming, though it took "
                    f"force on {start} (today is {today})"
                )
                yield Finding(TERMS, what, f"{AGAIN}, every day")
            if start and start < index.expires:
                yield Finding(
                    TERMS,
                    f"is said to be good until {index.expires}, though version {version.version} "
                    f"of {document.id} takes force on {start}",
                    AGAIN,
                )


def _check_sequence(index: TermsIndex, after: int | None) -> Iterator[Finding]:
    if after is not None and index.sequence < after:
        what = f"is older than one seen before: its sequence is {index.sequence}, not {after}"
        yield Finding(TERMS, what, "Publish the newest commit; until then keep what you have")


def _check_addresses(index: TermsIndex, site: Published) -> Iterator[Finding]:
    if str(index.schema_url) != site.site_url + SCHEMA:
        what = f"names {index.schema_url} as its schema, which is not called {SCHEMA}"
        yield Finding(TERMS, what, AGAIN)
    for url in iter_urls(index.model_dump(mode="json", by_alias=True)):
        if site.locate(url) is None:
            what = f"leads to {url}, which is not on {site.site_url}"
            yield Finding(TERMS, what, f"Check site_url in mkdocs.yml. {AGAIN}")


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
        findings += (Finding(SIGNATURES, str(one.what), str(one.remedy)) for one in error.problems)
        signatures = ()
    if signatures and render_signatures(signatures) != signed:
        findings.append(Finding(SIGNATURES, "is not written as it was signed", AGAIN))
    signers = [_find_signer(one, content, (*pinned, *published), findings) for one in signatures]
    trusted = [key.kid for key in signers if key is not None and key in (pinned or published)]
    if pinned and not trusted:
        what = "holds no signature by a key that you named"
        findings.append(Finding(SIGNATURES, what, "Use none of it, and ask whoever publishes it"))
    whose = "which you named" if pinned else "which the site itself publishes"
    detail = f"by {', '.join(trusted)}, {whose}" if trusted else "by no key that is trusted"
    if trusted and not pinned:
        detail += ": name the key you know with --key, and it proves who signed"
    return Check("signature", detail, tuple(findings))


def _check_unsigned(
    refusal: Refusal, listed: bytes | Refusal, pinned: Sequence[PublicKey]
) -> Check:
    if not refusal.answered:
        return Check("signature", "not known", (refusal.describe(SIGNATURES),))
    if not pinned and isinstance(listed, Refusal):
        detail = "not signed: what follows tells damage, but not a forger"
        return Check("signature", detail, skipped=True)
    reason = "you named a key" if pinned else f"{KEYS} publishes a key"
    finding = Finding(
        SIGNATURES,
        f"is not there, though {reason}",
        "Build the site with CLAUSIER_SIGNING_KEY set; until then trust none of it",
    )
    return Check("signature", "not signed", (finding,))


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
        findings.append(Finding(KEYS, "is not a set of Ed25519 keys as Clausier writes it", AGAIN))
    return keys


def _find_signer(
    signature: Signature, content: bytes, keys: Sequence[PublicKey], findings: list[Finding]
) -> PublicKey | None:
    """Return who made a signature; if nobody known did, that is added to `findings`."""
    signer = signature.find_signer(content, keys)
    if signer is None:
        if signature.kid in {key.kid for key in keys}:
            what = f"has a signature by {signature.kid} that is not of this {TERMS}"
        else:
            what = f"has a signature by a key that is neither published nor named: {signature.kid}"
        remedy = f"Use none of it, unless the site was just being published. {AGAIN}"
        findings.append(Finding(SIGNATURES, what, remedy))
    return signer
