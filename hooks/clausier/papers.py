"""The PDFs that the site publishes: the durable copy of each text, and each redline.

Each is made from values alone, so that what it is made from also tells whether it must be made
again: `Paper.key` is equal for papers that have the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from clausier.addresses import Addresses, markdown_address, pdf_address
from clausier.model import Text
from clausier.pdf import TextSheet, render_redline_pdf, render_text_pdf
from clausier.redline import render_redline
from clausier.redlines import Redlines
from clausier.register import Record, Register, Standing
from clausier.report import Comparison
from clausier.report.attachment import make_sheet
from clausier.wording import describe_markers


@dataclass(frozen=True, slots=True)
class Paper:
    """One PDF, not made yet."""

    address: str
    key: str
    """SHA-256, in hexadecimal, of all that it is made from."""
    render: Callable[[], bytes] = field(repr=False, compare=False)
    """Makes it.

    Raises:
        PdfError: it cannot be set.
    """


def iter_papers(register: Register, redlines: Redlines, site_url: str) -> Iterator[Paper]:
    """Yield every PDF of the site: of each document its texts, then its redlines."""
    for record in register.records:
        for standing in record.standings:
            for text in standing.version.texts:
                yield _text_paper(register, record, standing, text, site_url)
        for older, newer in record.iter_pairs():
            for language in register.settings.languages:
                redline = redlines.between(older.version, newer.version, language)
                if redline is not None:
                    yield _redline_paper(
                        Comparison(
                            register, record, older, newer, language, redline, redlines, site_url
                        )
                    )


def _text_paper(
    register: Register, record: Record, standing: Standing, text: Text, site_url: str
) -> Paper:
    sheet = make_text_sheet(register, record, standing, text, site_url)
    html = register.render(text).html
    address = pdf_address(text, register.settings.languages[0])
    return Paper(address, _digest(sheet, html), lambda: render_text_pdf(sheet, html))


def _redline_paper(comparison: Comparison) -> Paper:
    sheet = make_sheet(comparison)
    html = render_redline(comparison.redline, describe_markers(comparison.language))
    addresses = Addresses(comparison.language, comparison.register.settings.languages[0])
    pair = comparison.older.number, comparison.newer.number
    address = addresses.comparison_pdf(comparison.record.id, *pair)
    return Paper(address, _digest(sheet, html), lambda: render_redline_pdf(sheet, html))


def make_text_sheet(
    register: Register, record: Record, standing: Standing, text: Text, site_url: str
) -> TextSheet:
    """Return what the durable copy of a text says of it."""
    settings, default = register.settings, register.settings.languages[0]
    addresses = Addresses(text.language, default)
    published = standing.version.published
    came = None if text.governing else text.revisions[0].at
    is_later = came is not None and published is not None and came > published.at
    return TextSheet(
        publisher=settings.publisher,
        title=register.render(text).title or register.title(record, text.language),
        document=record.id,
        version=str(standing.number),
        language=text.language,
        governing=text.governing,
        governing_language=record.document.governing_language,
        change=standing.version.change,
        effective_date=standing.version.effective_date,
        published_on=published.at.astimezone(settings.zone).date() if published else None,
        address=site_url + addresses.version(record.id, standing.number),
        markdown_url=site_url + markdown_address(text, default),
        site_url=site_url,
        sha256=text.sha256,
        stamped_at=text.published.at,
        translated_on=came.astimezone(settings.zone).date() if came and is_later else None,
    )


def _digest(sheet: object, html: str) -> str:
    return sha256("\0".join((_digest_package(), repr(sheet), html)).encode()).hexdigest()


@cache
def _digest_package() -> str:
    """Return what changes when anything does that makes a PDF out of values."""
    digest = sha256(version("typst").encode())
    for path in sorted(_iter_files(files("clausier")), key=str):
        if path.name.endswith((".py", ".typ", ".po")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _iter_files(folder: Traversable) -> Iterator[Traversable]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _iter_files(path)
        else:
            yield path
