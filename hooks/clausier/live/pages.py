"""The page of a draft as HTML, in the language of the draft."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader

from clausier import words
from clausier.addresses import Addresses
from clausier.errors import Problem
from clausier.links import place_links
from clausier.live.placing import Finding, find_clause, name_place, place_findings
from clausier.live.studio import Draft, Reading
from clausier.redline import render_redline
from clausier.serving import Policy
from clausier.settings import Settings
from clausier.templates import install_words
from clausier.wording import describe_markers

FOLDER: Final = "_draft/"
"""Where drafts stand: no document's id begins so, and nothing that is published does."""


@dataclass(frozen=True, slots=True)
class Content:
    """What changes on the page of a draft when its file is saved."""

    html: str
    note: str
    """What is said of it by ear: "2 findings, 3 passages changed"."""

    @property
    def digest(self) -> str:
        """Tells this content from any other."""
        return sha256(f"{self.note}\0{self.html}".encode()).hexdigest()[:16]


def draft_address(document: str, language: str, default_language: str) -> str:
    """Return where a draft is shown, relative to the root of the site."""
    return f"{Addresses(language, default_language).home}{FOLDER}{document}/"


class Press:
    """Makes pages of readings, by the templates of the site."""

    def __init__(self, templates: Path, settings: Settings) -> None:
        self._settings = settings
        self._environments = {
            language: _make_environment(templates, settings, language)
            for language in settings.languages
        }

    def render_page(self, reading: Reading, document: str, language: str) -> str | None:
        """Return the whole page of a draft; None where there is no such document."""
        content = self.render_content(reading, document, language)
        if content is None:
            return None
        draft = reading.draft(document, language)
        default = self._settings.languages[0]
        return (
            self._environments[language]
            .get_template("live.html")
            .render(
                language=language,
                languages=[
                    (code, draft_address(document, code, default))
                    for code in self._settings.languages
                ],
                publisher=self._settings.publisher,
                home=Addresses(language, default).home,
                document=Addresses(language, default).document(document),
                title=draft.title if draft else document,
                content=content,
                policy=Policy().meta,
                key=f"{document}/{language}",
            )
        )

    def render_content(self, reading: Reading, document: str, language: str) -> Content | None:
        """Return what a draft's page shows now; None where there is no such document."""
        template = self._environments[language].get_template("partials/live.html")
        catalogue = words.load_words(language)
        if reading.failure:
            findings = [_translate(problem, None, language) for problem in reading.failure]
            html = template.render(draft=None, findings=findings, here=[], redline="")
            return Content(html, catalogue.gettext("The documents cannot be read."))
        draft = reading.draft(document, language)
        if draft is None:
            return None
        findings = [_translate(problem, draft, language) for problem in draft.problems]
        address = draft_address(document, language, self._settings.languages[0])
        redline, top = _render_text(draft, findings, address)
        html = template.render(draft=draft, findings=findings, here=top, redline=redline)
        return Content(html, _describe(draft, language))

    def render_list(self, reading: Reading, language: str) -> str:
        """Return links to what is being written, as a bar that stands on every page."""
        default = self._settings.languages[0]
        drafts = [
            (draft.title, code, draft_address(document, code, default))
            for document, code, is_written in reading.list_drafts()
            if is_written and (draft := reading.draft(document, code))
        ]
        template = self._environments[language].get_template("partials/drafts.html")
        return template.render(drafts=drafts, failure=reading.failure)


def _make_environment(templates: Path, settings: Settings, language: str) -> Environment:
    environment = Environment(loader=FileSystemLoader(templates), autoescape=True, auto_reload=True)
    install_words(environment, language, settings.zone)
    return environment


def _translate(problem: Problem, draft: Draft | None, language: str) -> Finding:
    gettext = words.load_words(language).gettext
    clause = find_clause(draft.page, problem.place.line) if draft and draft.page else None
    return Finding(
        code=problem.code,
        line=problem.place.line,
        what=problem.what.render(gettext),
        remedy=problem.remedy.render(gettext),
        clause=clause[0] if clause else None,
        clause_name=clause[1] if clause else None,
    )


def _render_text(draft: Draft, findings: list[Finding], address: str) -> tuple[str, list[str]]:
    """Return the redline with its findings, and the findings that have no place in it."""
    language = draft.language
    gettext = words.load_words(language).gettext
    clause, line = gettext("Clause %(clause)s"), gettext("line %(line)s")
    if draft.redline is not None:
        html = render_redline(draft.redline, describe_markers(language, spoken=True))
    elif draft.rendered is not None:
        html = draft.rendered.html
    else:
        html = ""
    html = place_links(html, address)
    notes = [
        (
            finding,
            '<div class="finding" role="note" data-furniture>'
            f'<p class="finding__place">{name_place(finding, clause, line)}</p>'
            f"<p>{escape(finding.what)}. {escape(finding.remedy)}.</p></div>",
        )
        for finding in findings
    ]
    return place_findings(html, notes)


def _describe(draft: Draft, language: str) -> str:
    """Return what is said when a draft was saved."""
    catalogue = words.load_words(language)
    count = len(draft.problems)
    found = catalogue.ngettext("%(num)s finding", "%(num)s findings", count) % {"num": count}
    said = found if count else catalogue.gettext("No finding")
    if draft.rendered is None:
        hidden = catalogue.gettext("The text cannot be shown.")
        return f"{hidden} {said}."
    if draft.redline is not None:
        changed = draft.redline.count
        passages = catalogue.ngettext(
            "%(num)s passage changed", "%(num)s passages changed", changed
        ) % {"num": changed}
        said += f", {passages}"
    return f"{said}."
