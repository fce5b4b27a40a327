"""The company's own texts: word for word, in both languages, and on their pages.

What the company published is known here by its SHA-256, its white space taken out, because line
breaks were what copying it lost.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from clausier.clauses import Renderer
from clausier.edition import Edition, read_edition
from clausier.model import ChangeClass, Status, Text, VersionNumber
from clausier.settings import parse_settings
from sites import ROOT

PUBLISHED = "22642624066ed18ab0e44e5e8b4f6c6d350c76484da9a9925d2c287f94c53f94"
"""The Conditions générales d’utilisation, without the lost address (6,595 characters)."""
PASSAGE = "23c1ecab693ddfab01c0be559c93242ac5fba6d02992202ba5a6de496414f7d7"
"""The passage on OpenAI in its clause 4.2 (3,649 characters)."""
PLACEHOLDERS = (
    "**[adresse e-mail de contact à compléter]**",
    "**[contact e-mail address to be completed]**",
)
RUN_IN = (
    "Anonymat des Utilisateurs",
    "Sécurité des Données",
    "Pas de Stockage Permanent",
    "Utilisation Responsable des Données",
    "Transparence",
)
ADDED = (
    "Prudence",
    "Entraînement des modèles",
    "Ce que signifie « auto-apprenant »",
    "En résumé",
)
ONE, TWO = VersionNumber(1, 0), VersionNumber(1, 1)


@pytest.fixture(scope="module")
def edition() -> Edition:
    values = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    settings = parse_settings(values["extra"]["clausier"], ("fr", "en"))
    return read_edition(ROOT / "docs", settings, Renderer(["tables"]), date(2026, 11, 23))


def text(edition: Edition, document: str, number: VersionNumber, language: str) -> Text:
    [record] = [r for r in edition.register.records if r.id == document]
    found = record.standing(number).version.text(language)
    assert found is not None
    return found


def bare(markdown: str) -> str:
    """The words, without Markdown's marks and the placeholder."""
    for placeholder in PLACEHOLDERS:
        markdown = markdown.replace(placeholder, "")
    return re.sub(r"(?m)^#+ |^---$", "", markdown)


def digest(words: str) -> str:
    return hashlib.sha256(re.sub(r"\s+", "", words).encode()).hexdigest()


def test_version_1_0_of_the_terms_is_what_the_company_published(edition: Edition) -> None:
    markdown = text(edition, "cgu", ONE, "fr").markdown
    assert markdown.count(PLACEHOLDERS[0]) == 1
    assert digest(bare(markdown)) == PUBLISHED


def test_the_data_practices_are_the_same_passage_under_one_heading_a_topic(
    edition: Edition,
) -> None:
    markdown = text(edition, "openai-data", ONE, "fr").markdown
    headings = re.findall(r"(?m)^## (.+)$", markdown)
    assert headings == [*RUN_IN, *ADDED]
    words = re.sub(r"(?m)^# .+$", "", markdown)
    for heading in RUN_IN:
        words = words.replace(f"## {heading}\n", f"{heading}:\n")
    for heading in ADDED:
        words = words.replace(f"## {heading}\n", "")
    assert digest(bare(words)) == PASSAGE


@pytest.mark.parametrize(("document", "number"), [("cgu", ONE), ("cgu", TWO), ("openai-data", ONE)])
def test_the_translation_has_the_same_clauses_in_the_same_order(
    edition: Edition, document: str, number: VersionNumber
) -> None:
    french = edition.register.render(text(edition, document, number, "fr"))
    english = edition.register.render(text(edition, document, number, "en"))
    assert [c.id for c in french.clauses] == [c.id for c in english.clauses]
    assert [c.number for c in french.clauses] == [c.number for c in english.clauses]
    blocks = [re.findall(r"<(p|h[1-6]|hr|li)\b", t.html) for t in (french, english)]
    assert blocks[0] == blocks[1]


def test_version_1_1_is_proposed_and_changes_only_the_passage_on_openai(edition: Edition) -> None:
    [record] = [r for r in edition.register.records if r.id == "cgu"]
    assert str(record.current and record.current.number) == "1.0"
    proposed = record.standing(TWO)
    assert proposed.status is Status.PROPOSED
    assert proposed.version.change is ChangeClass.EDITORIAL
    for language, link in (
        ("fr", "[Pratiques de données d’OpenAI](openai-data.md)"),
        ("en", "[OpenAI’s data practices](openai-data.md)"),
    ):
        older = text(edition, "cgu", ONE, language).markdown
        newer = text(edition, "cgu", TWO, language).markdown
        assert link in newer
        assert "open.ai" in older
        assert "open.ai" not in newer
        summary = text(edition, "cgu", TWO, language).summary
        assert summary
        start = next(i for i, (a, b) in enumerate(zip(older, newer, strict=False)) if a != b)
        assert older[:start].rstrip().endswith(("CGV d’", "This is what"))
        assert newer.endswith(older[older.index("## 5.") :])


def test_the_two_versions_are_commits_of_their_own(edition: Edition) -> None:
    one, two = (text(edition, "cgu", number, "fr").published for number in (ONE, TWO))
    assert one.commit != two.commit


def test_no_page_of_the_project_speaks_of_another_place() -> None:
    for path in sorted((ROOT / "docs").rglob("*.md")):
        content = path.read_text(encoding="utf-8")
        assert not re.search(r"/(?:home|root|tmp)/|localhost", content), path


def test_both_languages_have_the_same_pages() -> None:
    def pages(language: str) -> set[Path]:
        folder = ROOT / "docs" / language
        return {path.relative_to(folder) for path in folder.rglob("*.md")}

    assert pages("fr") == pages("en")
