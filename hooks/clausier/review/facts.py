"""What is said of each document: what changes, when, and who has to accept again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from clausier.model import FrontMatter
from clausier.redline import Change
from clausier.report.account import describe_standing, list_touched
from clausier.review.account import DocumentReview, Review, TextReview
from clausier.review.lines import quote_words, write_label
from clausier.wording import name_change_class, name_language
from clausier.words import format_day, load_words
from clausier.working_days import count_working_days

_MOST_NAMED = 12
"""How many clauses are named in a row."""


def iter_facts(document: DocumentReview, review: Review, language: str) -> Iterator[str]:
    """Yield what is said of a document, a line of Markdown each."""
    gettext = load_words(language).gettext
    front = document.front
    if document.withdrawn:
        yield write_label(gettext("What changes:"), _say_withdrawn(document, language))
        return
    if front is None:
        yield write_label(
            gettext("What changes:"),
            gettext("this cannot be told before what is wrong is put right."),
        )
        return
    if document.is_refused:
        yield write_label(
            gettext("Cannot be published as it stands:"),
            gettext("see what is to be put right."),
        )
    yield write_label(gettext("What changes:"), _say_change(document, front, language))
    yield write_label(gettext("Effective date:"), _say_date(document, front, review, language))
    if document.older is not None and document.is_new:
        older = describe_standing(document.older, language)
        yield write_label(gettext("Takes the place of:"), f"{older[:1].lower()}{older[1:]}.")
    yield write_label(gettext("Who has to accept again:"), _say_acceptance(document, language))
    yield from _iter_summaries(document, language)


def _say_withdrawn(document: DocumentReview, language: str) -> str:
    gettext = load_words(language).gettext
    said = gettext(
        "the document is withdrawn: once this is merged, nothing of it applies any more. Its "
        "versions stay online, marked as withdrawn."
    )
    older = f" {describe_standing(document.older, language)}." if document.older else ""
    return f"{said}{older}"


def _say_change(document: DocumentReview, front: FrontMatter, language: str) -> str:
    gettext = load_words(language).gettext
    if document.is_new:
        name = name_change_class(front.change, language)
        return f"{name[:1].lower()}{name[1:]}."
    said = (
        gettext("the published text of version %(version)s, which can no longer change.")
        if document.rewrites
        else gettext(
            "version %(version)s is published already, and its binding text stays as it is."
        )
    )
    said %= {"version": front.version}
    for text in document.texts[1:]:
        if text.is_reworded:
            tongue = name_language(text.language, language)
            changes = gettext("The translation changes (%(language)s).")
            said = f"{said} {changes % {'language': tongue}}"
    return said


def _say_date(document: DocumentReview, front: FrontMatter, review: Review, language: str) -> str:
    gettext = load_words(language).gettext
    day = front.effective_date
    if day is None:
        return gettext(
            "none yet: the version is proposed, and nothing of it applies once this is merged."
        )
    said = [f"{format_day(day, language)}."]
    if document.moved_from is not None:
        moved = gettext("It was %(day)s before.")
        said.append(moved % {"day": format_day(document.moved_from, language)})
    if document.is_new or document.moved_from is not None:
        said.append(_say_notice(day, review, language))
        if front.change.asks_acceptance and review.notice_owed:
            owed = load_words(language).ngettext(
                "The company owes %(days)s working day.",
                "The company owes %(days)s working days.",
                review.notice_owed,
            )
            said.append(owed % {"days": review.notice_owed})
    return " ".join(said)


def _say_notice(day: date, review: Review, language: str) -> str:
    """Return how many days lie between the day of the report and the effective date."""
    catalogue = load_words(language)
    days = (day - review.as_of).days - 1
    if days < 0:
        return catalogue.gettext("**This day is not ahead: no notice is given.**")
    working = count_working_days(review.as_of, day, review.country)
    said = catalogue.ngettext(
        "Notice given: %(working)s working day, %(days)s counting every day, if this is published "
        "on %(today)s.",
        "Notice given: %(working)s working days, %(days)s counting every day, if this is published "
        "on %(today)s.",
        working,
    )
    values = {"working": working, "days": days, "today": format_day(review.as_of, language)}
    return said % values


def _say_acceptance(document: DocumentReview, language: str) -> str:
    gettext = load_words(language).gettext
    if document.proposed is None or document.front is None:
        return gettext("this cannot be told before what is wrong is put right.")
    after, now = document.proposed.accept_since, document.accepted
    values = {"now": now, "after": after}
    if document.published is not None:
        return gettext("nobody, by this proposal.")
    if now is None:
        said = gettext("everyone accepts version %(after)s for the first time.")
    elif after == now:
        said = gettext(
            "nobody: whoever accepted version %(now)s or a later one has accepted this one too."
        )
    else:
        said = gettext(
            "**everyone who accepted a version before %(after)s.** Today an acceptance of version "
            "%(now)s or a later one counts; from the effective date on, only of version %(after)s "
            "or a later one."
        )
    return said % values


def _iter_summaries(document: DocumentReview, language: str) -> Iterator[str]:
    gettext = load_words(language).gettext
    for text in document.texts:
        front = text.page.front if text.page else None
        if text.page is None or front is None or not (document.is_new or text.page.is_changed):
            continue
        tongue = name_language(text.language, language)
        label = gettext("Summary (%(language)s):") % {"language": tongue}
        if front.summary:
            yield write_label(label, quote_words(front.summary))
        elif document.older is not None and document.is_new:
            yield write_label(label, gettext("_none_"))


def write_parity(document: DocumentReview, language: str) -> str:
    """Return the table of the languages side by side, and the clauses that changed in one alone."""
    gettext = load_words(language).gettext
    heads = (gettext("Language"), gettext("Clauses"), gettext("Words"), gettext("Clauses changed"))
    binding = gettext("governing")
    rows = [f"| {' | '.join(heads)} |", "|---|--:|--:|--:|"]
    for place, text in enumerate(document.texts):
        name = name_language(text.language, language).capitalize()
        name += f" ({binding})" if place == 0 else ""
        if text.rendered is None:
            missing = gettext("missing") if text.page is None else gettext("unreadable")
            rows.append(f"| {name} | {missing} | | |")
            continue
        changed = str(len(text.redline.changes)) if text.redline is not None else "—"
        clauses, words = len(text.rendered.clauses), text.rendered.words
        rows.append(f"| {name} | {clauses} | {words} | {changed} |")
    lines = [f"- {line}" for line in _iter_alone(document.texts, language)]
    return "\n".join(rows) + ("\n\n" + "\n".join(lines) if lines else "")


def _iter_alone(texts: tuple[TextReview, ...], language: str) -> Iterator[str]:
    """Yield, for each language, the clauses that changed in it and not in the binding text."""
    gettext = load_words(language).gettext
    first, *others = texts
    if first.redline is None:
        return
    names = {text.language: _name_changed(text, language) for text in texts}
    said = gettext("Changed in %(language)s and not in %(other)s: %(clauses)s.")
    for text in others:
        if text.redline is None:
            continue
        for one, two in ((first, text), (text, first)):
            alone = [
                name for ids, name in names[one.language].items() if ids not in names[two.language]
            ]
            if alone:
                more = "…" if len(alone) > _MOST_NAMED else ""
                yield said % {
                    "language": name_language(one.language, language),
                    "other": name_language(two.language, language),
                    "clauses": ", ".join(map(quote_words, alone[:_MOST_NAMED])) + more,
                }


def _name_changed(text: TextReview, language: str) -> dict[str | None, str]:
    """Return how each clause that changed is called, by its id; typography is no change here."""
    if text.redline is None:
        return {}
    touched = list_touched(text.redline, language)
    return {
        change.newer or change.older: clause.name
        for change, clause in zip(text.redline.changes, touched, strict=True)
        if not _is_slight(change)
    }


def _is_slight(change: Change) -> bool:
    return set(change.kinds) <= {"typographic", "reformatted"}
