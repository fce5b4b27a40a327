"""A comparison as data and as a PDF, in the forms that the site publishes."""

from __future__ import annotations

from datetime import date

from clausier.addresses import Addresses
from clausier.api import build_comparison
from clausier.model import Publication
from clausier.pdf import RedlineSheet, Side, Stage, TouchedClause, render_redline_pdf
from clausier.redline import render_redline
from clausier.register import Standing
from clausier.report.account import Comparison, describe
from clausier.schema import render_json
from clausier.wording import describe_markers


def render_data(comparison: Comparison) -> bytes:
    """Return what changed between the two versions, in every language, as JSON."""
    return render_json(
        build_comparison(
            comparison.register,
            comparison.record,
            comparison.older,
            comparison.newer,
            comparison.redlines,
            comparison.site_url,
        )
    )


def render_pdf(comparison: Comparison) -> bytes:
    """Return a comparison as a PDF to attach to a notice.

    Raises:
        PdfError: the redline cannot be set.
    """
    html = render_redline(comparison.redline, describe_markers(comparison.language))
    return render_redline_pdf(make_sheet(comparison), html)


def make_sheet(comparison: Comparison) -> RedlineSheet:
    """Return what the PDF of a comparison says of the two texts."""
    register, record, language = comparison.register, comparison.record, comparison.language
    account = describe(comparison)
    text = comparison.newer.version.text(language) or comparison.newer.version.governing
    governing = record.document.governing_language
    return RedlineSheet(
        publisher=register.settings.publisher,
        title=register.title(record, language),
        document=record.id,
        language=language,
        governing=language == governing,
        governing_language=governing,
        older=_make_side(comparison, comparison.older),
        newer=_make_side(comparison, comparison.newer),
        stages=tuple(
            Stage(stage.version, stage.change, stage.summary, stage.summary_language)
            for stage in account.stages
        ),
        changes=comparison.redline.count,
        words_inserted=comparison.redline.words_inserted,
        words_deleted=comparison.redline.words_deleted,
        clauses=tuple(
            TouchedClause(
                label=clause.name,
                what=clause.what,
                words_inserted=clause.words_inserted,
                words_deleted=clause.words_deleted,
                anchor=clause.newer or f"change-{clause.place}",
            )
            for clause in account.clauses
        ),
        address=comparison.address if comparison.is_published else None,
        site_url=comparison.site_url,
        stamped_at=text.published.at,
    )


def _make_side(comparison: Comparison, standing: Standing) -> Side:
    settings = comparison.register.settings
    version = standing.version
    addresses = Addresses(comparison.language, settings.languages[0])
    text = version.text(comparison.language) or version.governing

    def legal_day(published: Publication | None) -> date | None:
        return published.at.astimezone(settings.zone).date() if published else None

    return Side(
        version=str(version.number),
        change=version.change,
        effective_date=version.effective_date,
        published_on=legal_day(version.published),
        address=f"{comparison.site_url}{addresses.version(comparison.record.id, version.number)}",
        sha256=text.sha256,
    )
