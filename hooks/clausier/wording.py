"""What changes and languages are called in each language, wherever they are spoken of."""

from __future__ import annotations

from clausier.model import ChangeClass
from clausier.redline import ChangeKind, Markers
from clausier.words import load_words


def describe_markers(language: str, *, spoken: bool = False) -> Markers:
    """Return what is said around changes, for a form that shows marks; all of it if `spoken`."""
    gettext = load_words(language).gettext
    return Markers(
        inserted=gettext("inserted:") if spoken else "",
        inserted_end=gettext("end of insertion") if spoken else "",
        deleted=gettext("deleted:") if spoken else "",
        deleted_end=gettext("end of deletion") if spoken else "",
        moved_to=gettext("Moved to"),
        moved_from=gettext("Moved from"),
        moved_within=gettext("Moved within the clause"),
        moved_end=gettext("end of what moved") if spoken else "",
        split_off=gettext("Split off into a paragraph of its own"),
        split_from=gettext("Split off from"),
        merged_into=gettext("Merged into"),
        merged_from=gettext("Merged from"),
    )


def name_kinds(language: str) -> dict[ChangeKind, str]:
    """Return what each kind of change is called, as it is said of a clause."""
    gettext = load_words(language).gettext
    return {
        "added": gettext("Added"),
        "removed": gettext("Removed"),
        "moved": gettext("Moved"),
        "split": gettext("Split"),
        "merged": gettext("Merged"),
        "renumbered": gettext("Renumbered"),
        "modified": gettext("Modified"),
        "cross_reference": gettext("References updated"),
        "reformatted": gettext("Formatting"),
        "typographic": gettext("Typography"),
    }


def name_change_class(change: ChangeClass, language: str) -> str:
    """Return what a change class is called."""
    gettext = load_words(language).gettext
    return {
        ChangeClass.INITIAL: gettext("First version"),
        ChangeClass.SUBSTANTIVE: gettext("Change of substance"),
        ChangeClass.EDITORIAL: gettext("Change of wording only"),
        ChangeClass.CORRECTION: gettext("Correction of a slip"),
    }[change]


def name_language(code: str, language: str) -> str:
    """Return what the language `code` is called within a sentence in `language`."""
    gettext = load_words(language).gettext
    return {"fr": gettext("French"), "en": gettext("English")}.get(code, code)
