"""Every code has its section in both languages, and the example given there really has it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from proposing import ENGLISH, FRENCH, codes, head, propose, start
from repositories import EN, FR, pin_environment

ROOT = Path(__file__).parent.parent
LANGUAGES = ("fr", "en")
_KEBAB = re.compile(r"[a-z]+(-[a-z0-9]+)+|placeholder|not-utf8")
_SECTION = re.compile(r"^### .+ \{ #([a-z0-9-]+) \}$", re.MULTILINE)
_BLOCK = re.compile(r"^```(yaml|md)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def read_page(language: str) -> str:
    return (ROOT / "docs" / language / "checks.md").read_text(encoding="utf-8")


def read_sections(language: str) -> dict[str, str]:
    """Each section by its code."""
    _, *parts = _SECTION.split(read_page(language))
    return dict(zip(parts[::2], parts[1::2], strict=True))


def walk() -> tuple[set[str], set[str]]:
    """The codes that the package gives to problems, and all that could be one."""
    given: set[str] = set()
    strings: set[str] = set()
    for module in sorted((ROOT / "hooks" / "clausier").rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "code":
                for part in ast.walk(node.value):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        given.add(part.value)
            elif isinstance(node, ast.Constant) and _KEBAB.fullmatch(str(node.value)):
                strings.add(str(node.value))
    return given - {""}, strings | given


GIVEN, STRINGS = walk()


def test_codes_are_found_in_the_package() -> None:
    assert len(GIVEN) > 20
    assert {"published-text-changed", "summary-copied", "not-utf8"} <= GIVEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_section_and_no_section_is_left_over(language: str) -> None:
    sections = read_sections(language)
    assert GIVEN - sections.keys() == set()
    assert sections.keys() - STRINGS == set()
    assert len(sections) == len(_SECTION.findall(read_page(language))), "a code stands twice"


def test_both_languages_say_the_same_of_each_code() -> None:
    french, english = (read_sections(language) for language in LANGUAGES)
    assert list(french) == list(english)
    for code, section in french.items():
        assert section.lstrip().startswith(f"`{code}` · "), code
        assert "**Que faire.** " in section, code
        assert "**What to do.** " in english[code], code
        assert len(_BLOCK.findall(section)) == len(_BLOCK.findall(english[code])), code


@pytest.mark.parametrize("code", sorted(read_sections("fr")))
def test_the_example_of_a_code_has_it(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the French file alone, or in the file of each language, and nowhere without it."""
    blocks = {language: _BLOCK.search(read_sections(language)[code]) for language in LANGUAGES}
    french, english = (blocks[language] for language in LANGUAGES)
    if french is None or english is None:
        pytest.skip("it has no example that can be tried")
    pin_environment(monkeypatch)
    repository = start(tmp_path)
    texts = {FR: FRENCH, EN: ENGLISH}
    if not code.startswith("published-date"):  # which are said where no text is touched
        texts = {uri: text.replace("30", "15") for uri, text in texts.items()}
    heads = {FR: head(summary="Ce qui change."), EN: head(summary="What changes.")}
    right = {uri: heads[uri] + text for uri, text in texts.items()}
    wrong = {
        uri: block[2] + texts[uri] if block[1] == "yaml" else f"{right[uri]}\n{block[2]}"
        for uri, block in ((FR, french), (EN, english))
    }
    assert code not in codes(propose(repository, right))
    one = codes(propose(repository, right | {FR: wrong[FR]}))
    both = codes(propose(repository, wrong))
    assert code in one or code in both
