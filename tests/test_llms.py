"""What language models read: what is in force and how to cite it, and the texts as they are."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from clausier.llms import iter_files
from clausier.register import Register
from repositories import EN, ENGLISH, FR, OTHER, TEXT, Commit, page
from test_feeds import BOTH, JANUARY, MARCH, ONE, SITE, TWO, TWO_EN, register

TEXT_LINES = re.compile(
    rb"^===== BEGIN TEXT (\S+) (\S+) (\S+) SHA-256 ([0-9a-f]{64}) =====\n"
    rb"(.*?)\n"
    rb"===== END TEXT \1 \2 \3 SHA-256 \4 =====\n",
    re.DOTALL | re.MULTILINE,
)
LINK = re.compile(r"^- \[(?:\\.|[^\\\]])+\]\((\S+?)\)(?:: .+)?$")


def outline(found: Register, language: str = "en") -> str:
    return dict(iter_files(found, SITE))[f"{_root(language)}llms.txt"].decode()


def full(found: Register, language: str = "en") -> bytes:
    return dict(iter_files(found, SITE))[f"{_root(language)}llms-full.txt"]


def _root(language: str) -> str:
    return "" if language == "fr" else f"{language}/"


def section(said: str, title: str) -> str:
    """What stands below a heading; empty where there is no such heading."""
    _, _, rest = said.partition(f"## {title}\n")
    return rest.partition("\n## ")[0]


def texts(raw: bytes) -> dict[tuple[str, str, str], bytes]:
    """Each text by document, version and language, its hash checked."""
    found = {}
    for document, number, language, sha256, body in TEXT_LINES.findall(raw):
        assert hashlib.sha256(body).hexdigest() == sha256.decode()
        found[document.decode(), number.decode(), language.decode()] = body
    assert len(found) == len(re.findall(rb"(?m)^===== BEGIN TEXT", raw))
    return found


def check_outline(said: str) -> list[str]:
    """Assert the form of llms.txt (llmstxt.org); return where its links lead."""
    lines = said.splitlines()
    assert lines[0].startswith("# ")
    assert not [line for line in lines[1:] if re.match(r"# |#{3,}", line)]
    assert [line for line in lines[:4] if line.startswith("> ")]
    sections = said.split("\n## ")[1:]
    assert sections
    urls = []
    for one in sections:
        items = [line for line in one.splitlines()[1:] if line]
        assert items
        for item in items:
            link = LINK.match(item)
            assert link, item
            urls.append(link[1])
    return urls


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_text_in_force_is_listed_with_all_it_takes_to_cite_it(language: str) -> None:
    found = register(BOTH)
    said = outline(found, language)
    check_outline(said)
    heading = "Textes en vigueur" if language == "fr" else "Texts in force"
    entry = section(said, heading)
    root = f"{SITE}{_root(language)}cgu/versions/1.0/"
    day = "1er\u00a0février 2026" if language == "fr" else "1\u00a0February 2026"
    text = TEXT if language == "fr" else ENGLISH
    assert f"]({root}cgu-1.0.{language}.md): " in entry
    assert f" {root}. " in entry
    assert "ersion 1.0" in entry.replace("\u00a0", " ")
    assert day in entry
    assert hashlib.sha256(text.encode()).hexdigest() in entry
    assert "2026-06-15" in said
    assert ("fait foi" if language == "fr" else "Courtesy translation") in entry
    assert "#art-4.2" in said
    assert ("sans numéro, par son" if language == "fr" else "without a number, by") in said
    assert "json_url" in said


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_upcoming_text_is_announced_and_never_given(language: str) -> None:
    found = register(BOTH, Commit({FR: TWO, EN: TWO_EN}, MARCH))
    said = outline(found, language)
    heading = "Annoncé, pas en vigueur" if language == "fr" else "Announced, not in force"
    entry = section(said, heading)
    assert f"]({SITE}{_root(language)}cgu/versions/1.1/): " in entry
    assert ("1er\u00a0juillet 2026" if language == "fr" else "1\u00a0July 2026") in entry
    assert "cgu-1.1" not in said, "the text alone does not say that it does not apply"
    assert [*texts(full(found, language))] == [("cgu", "1.0", language)]
    assert b"1.1\n" not in full(found, language).split(b"===== BEGIN TEXT")[0]


def test_on_its_day_it_takes_the_place_of_the_other() -> None:
    found = register(BOTH, Commit({FR: TWO, EN: TWO_EN}, MARCH), as_of="2026-07-01")
    assert [*texts(full(found))] == [("cgu", "1.1", "en")]
    assert section(outline(found), "Announced, not in force") == ""


@pytest.mark.parametrize(
    ("story", "as_of", "expected"),
    [
        ((BOTH,), "2026-01-31", "No version of this document is in force yet."),
        (
            (Commit({FR: page("1.0")}, JANUARY),),
            "2026-06-15",
            "No version of this document is in force, and none has an effective date.",
        ),
        (
            (BOTH, Commit({FR: None, EN: None}, MARCH)),
            "2026-06-15",
            "The document is withdrawn: no version of it is in force. Its withdrawal was "
            "published on 5\u00a0March 2026.",
        ),
    ],
)
def test_with_nothing_in_force_both_files_say_so_and_why(
    story: tuple[Commit, ...], as_of: str, expected: str
) -> None:
    found = register(*story, as_of=as_of)
    said, raw = outline(found), full(found)
    check_outline(said)
    assert "No version of any document is in force." in said
    assert section(said, "Texts in force") == ""
    assert expected in section(said, "Nothing in force")
    assert texts(raw) == {}
    assert expected in raw.decode()
    assert "cgu-1.0" not in said


def test_without_a_translation_both_files_lead_to_the_binding_text() -> None:
    found = register(Commit({FR: ONE}, JANUARY))
    said, raw = outline(found), full(found)
    entry = section(said, "Texts in force")
    assert f"(French)]({SITE}cgu/versions/1.0/cgu-1.0.fr.md)" in entry
    assert "This version does not exist in English: the French text" in entry
    assert texts(raw) == {}
    assert f"Address: {SITE}cgu/versions/1.0/\n".encode() in raw
    assert b"This version does not exist in English" in raw
    assert TEXT.encode() not in raw


@pytest.mark.parametrize(
    "body",
    [
        "# Titre\r\n\r\n1.1. Fin de ligne.\r\n",
        "# Titre\n\n1.1. Sans fin de ligne",
        "# Titre\n\n1.1. Fin.\n\n\n\n",
        "# Titre\n\n===== END TEXT cgu 1.0 fr SHA-256 " + "0" * 64 + " =====\n\n1.1. Suite.\n",
        "# Titre\n\n===== DOCUMENT cgu =====\n\nVersion: 9.9\n",
        "\n\n# Titre\n\n</document> ``` « é » \u00a0 \U0001f4dc\n",
    ],
)
def test_a_text_is_word_for_word_whatever_it_holds(body: str) -> None:
    found = register(Commit({FR: page("1.0", body, date="2026-02-01")}, JANUARY))
    assert texts(full(found, "fr")) == {("cgu", "1.0", "fr"): body.encode()}


def test_a_title_that_looks_like_a_link_is_no_link() -> None:
    body = "# Conditions [v2](https://evil.example/) *et* <b>\n\n1.1. Le client paie.\n"
    found = register(Commit({FR: page("1.0", body, date="2026-02-01")}, JANUARY))
    assert all(url.startswith(SITE) for url in check_outline(outline(found, "fr")))


def test_what_is_known_of_a_text_stands_before_it() -> None:
    found = register(BOTH, Commit({FR: page("1.1", OTHER, date="2026-07-01")}, MARCH))
    before = full(found).split(b"===== BEGIN TEXT")[0].decode()
    _, _, facts = full(found).decode().partition("===== DOCUMENT cgu =====\n\n")
    lines = facts.partition("\n\n")[0].splitlines()
    sha256 = hashlib.sha256(ENGLISH.encode()).hexdigest()
    assert "as of 15\u00a0June 2026 (2026-06-15)" in before
    assert lines == [
        "Document: Terms (cgu)",
        "Version: 1.0",
        "Version 1.0, in force from 1\u00a0February 2026 to 30\u00a0June 2026 inclusive.",
        "Effective date: 2026-02-01",
        "First day on which it no longer applies: 2026-07-01",
        "Governing language: French",
        "Courtesy translation: the French text is the binding one.",
        f"Address: {SITE}en/cgu/versions/1.0/",
        f"Text in Markdown: {SITE}en/cgu/versions/1.0/cgu-1.0.en.md",
        f"SHA-256: {sha256}",
    ]


# On a site


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_links_of_a_site_lead_somewhere_and_its_texts_are_the_published_bytes(
    demo_site: Path, language: str
) -> None:
    root = demo_site / _root(language)
    said = (root / "llms.txt").read_text("utf-8")
    urls = check_outline(said)
    urls += re.findall(r" (https?://\S+?)\.? ", said)
    assert len(urls) > 10
    for url in urls:
        path = demo_site / urlsplit(url).path.lstrip("/")
        assert (path / "index.html" if url.endswith("/") else path).is_file(), url
    found = texts((root / "llms-full.txt").read_bytes())
    assert [*found] == [("conditions", "2.2", language), ("donnees", "1.0", language)]
    for (document, number, _), body in found.items():
        name = f"{document}-{number}.{language}.md"
        assert body == (root / document / "versions" / number / name).read_bytes()


@pytest.mark.parametrize(
    ("story", "language", "said"),
    [
        ((BOTH,), "en", "good until 22\u00a0June 2026 (2026-06-22) inclusive"),
        ((BOTH,), "fr", "valable jusqu’au 22 juin 2026 (2026-06-22) inclus"),
        (
            (BOTH, Commit({FR: page("1.1", OTHER, date="2026-06-18")}, MARCH)),
            "en",
            "good until 17\u00a0June 2026 (2026-06-17) inclusive",
        ),
    ],
)
def test_a_file_says_until_when_it_is_right(
    story: tuple[Commit, ...], language: str, said: str
) -> None:
    found = register(*story)
    assert said in outline(found, language)
    assert said in full(found, language).decode()
