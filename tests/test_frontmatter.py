"""A page's bytes, cut into front matter and text: what the legal team may write, and may not."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clausier.errors import FrontMatterError, Problem
from clausier.frontmatter import Page, parse_page
from clausier.model import ChangeClass, FrontMatter, VersionNumber
from clausier.words import load_words
from repositories import check_form

URI = "docs/fr/cgu.md"
HEAD = 'document: cgu\nversion: "1.0"\nchange: initial\n'
BODY = b"# Conditions\n\n1.1. Le client paie.\n"


def policy(front: str = HEAD, body: bytes = BODY) -> bytes:
    return f"---\n{front}---\n".encode() + body


def read(front: str) -> FrontMatter:
    page = parse_page(policy(front), URI)
    assert page.front is not None
    return page.front


def problem_of(raw: bytes) -> Problem:
    with pytest.raises(FrontMatterError) as caught:
        parse_page(raw, URI)
    (problem,) = caught.value.problems
    check_form(problem)
    assert problem.place.uri == URI
    return problem


def complaint(raw: bytes) -> str:
    return str(problem_of(raw))


# What is written.


def test_a_policy_page_says_what_it_is() -> None:
    front = read(
        'document: cgu\nversion: "1.0"\neffective_date: 2024-04-15\n'
        "change: initial\nsummary: Tout.\n"
    )
    assert front == FrontMatter(
        document="cgu",
        version=VersionNumber(1, 0),
        change=ChangeClass.INITIAL,
        effective_date=date(2024, 4, 15),
        summary="Tout.",
    )
    assert dict(front.lines) == {
        "document": 2,
        "version": 3,
        "effective_date": 4,
        "change": 5,
        "summary": 6,
    }


def test_a_version_without_a_date_is_proposed() -> None:
    assert read(HEAD).effective_date is None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1.10", (1, 10)),  # for YAML the number 1.1
        ('"1.10"', (1, 10)),
        ("'1.0'", (1, 0)),
        ("1.0", (1, 0)),
        ("0.0", (0, 0)),
        ("12.345", (12, 345)),
        ("&v 2.1", (2, 1)),
        ("!!str 2.1", (2, 1)),
        ("2.1   # la prochaine", (2, 1)),
    ],
)
def test_a_version_is_the_number_that_is_written(written: str, number: tuple[int, int]) -> None:
    assert read(f"document: cgu\nversion: {written}\nchange: initial\n").version == VersionNumber(
        *number
    )


def test_version_1_10_comes_after_1_9() -> None:
    assert VersionNumber.parse("1.9") < VersionNumber.parse("1.10") < VersionNumber.parse("2.0")


@pytest.mark.parametrize(
    "written",
    [
        *("1", "1.", ".1", "1.0.0", "v1.0", "1.00", "01.0", "1,0", "1.0-rc1", "-1.0", "+1.0"),
        *("1e3", "1_0.0", "1. 0", "٣.١", "1.1234567", '""', "null", "true", "0x1.0"),
    ],
)
def test_any_other_version_is_refused(written: str) -> None:
    said = complaint(policy(f"document: cgu\nversion: {written}\nchange: initial\n"))
    assert said.startswith(f"{URI}:3: version ")
    assert 'is not MAJOR.MINOR. Write two numbers with a dot between, such as "1.1"' in said


@pytest.mark.parametrize(
    "written", ["2024-04-15", '"2024-04-15"', "'2024-04-15'", "!!str 2024-04-15"]
)
def test_a_date_is_the_day_that_is_written(written: str) -> None:
    assert read(f"{HEAD}effective_date: {written}\n").effective_date == date(2024, 4, 15)


def test_a_leap_day_is_a_day() -> None:
    assert read(f"{HEAD}effective_date: 2024-02-29\n").effective_date == date(2024, 2, 29)


@pytest.mark.parametrize(
    "written",
    [
        *("2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-04-00", "0000-01-01"),
        *("20240415", "2024-4-5", "2024-W16-1", "2024-106", "15/04/2024", "15 avril 2024"),
        *("2024-04-15 00:00:00", "2024-04-15T00:00:00Z", "2024-04", "2024", "24-04-15"),
        *("٢٠٢٤-٠٤-١٥", "demain", "12024-04-15", "-2024-04-15", "2024\N{EN DASH}04\N{EN DASH}15"),
    ],
)
def test_any_other_date_is_refused(written: str) -> None:
    said = complaint(policy(f"{HEAD}effective_date: {written}\n"))
    assert said == (
        f'{URI}:5: effective_date "{written}" is not a day of the calendar. '
        "Write it as YYYY-MM-DD, such as 2024-04-15"
    )


@pytest.mark.parametrize("written", ["", "~", "null", '""', "  # à fixer"])
def test_an_empty_date_is_not_taken_for_a_proposal(written: str) -> None:
    said = complaint(policy(f"{HEAD}effective_date: {written}\n"))
    assert said.startswith(f"{URI}:5: effective_date is empty. Write the day as YYYY-MM-DD, or ")


@pytest.mark.parametrize(
    ("written", "summary"),
    [
        ("summary: Le délai change.", "Le délai change."),
        ('summary: "Délai : trente jours."', "Délai : trente jours."),
        ("summary: |\n  Une ligne.\n  Une autre.", "Une ligne.\nUne autre."),
        ("summary: |-\n  Une ligne.\n\n  Une autre.", "Une ligne.\n\nUne autre."),
        ("summary: >\n  Une seule\n  ligne.", "Une seule ligne."),
        ("summary: Une seule\n  ligne.", "Une seule ligne."),
        ("summary: |\n  ---\n  Un trait.", "---\nUn trait."),
        ("summary: 1.10", "1.10"),
        ("summary: 2024-04-15", "2024-04-15"),
        ("summary: non", "non"),
        ("summary: &s Le délai.", "Le délai."),
        ("summary:", None),
        ("summary: ~", None),
        ('summary: ""', None),
        ('summary: "   "', None),
        ("summary: |\n\n", None),
    ],
)
def test_a_summary_is_its_words_or_nothing(written: str, summary: str | None) -> None:
    assert read(f"{HEAD}{written}\n").summary == summary


@pytest.mark.parametrize("name", ["cgu", "openai-data", "a", "a1-b2-c3", "on", "null-and-void"])
def test_a_document_is_named_in_lower_case_letters_digits_and_hyphens(name: str) -> None:
    assert read(f"document: {name}\nversion: 1.0\nchange: initial\n").document == name


@pytest.mark.parametrize(
    "name", ["CGU", "c g u", "1cgu", "-cgu", "cgu-", "c--gu", "é", "../x", "a/b", "cgu.fr", "", "~"]
)
def test_any_other_id_is_refused(name: str) -> None:
    said = complaint(policy(f"document: {name}\nversion: 1.0\nchange: initial\n"))
    assert said.startswith(f'{URI}:2: "')
    assert "cannot be the id of a document. Write lower-case letters, digits and single" in said


@pytest.mark.parametrize("written", ["major", "", "~", "fond"])
def test_any_other_change_class_is_refused(written: str) -> None:
    said = complaint(policy(f"document: cgu\nversion: 1.0\nchange: {written}\n"))
    assert said.startswith(f"{URI}:4: change ")
    assert said.endswith(
        "is not a change class. Write one of initial, substantive, editorial, correction"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Initial", "initial"),
        ("initiale", "initial"),
        ("substantiv", "substantive"),
        ("Substantive", "substantive"),
        ("éditorial", "editorial"),
        ("corection", "correction"),
    ],
)
def test_the_change_class_that_was_meant_is_proposed(written: str, meant: str) -> None:
    said = complaint(policy(f"document: cgu\nversion: 1.0\nchange: {written}\n"))
    assert said.endswith(f'is not a change class. Write "{meant}"')


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("resume", "summary"),
        ("Résumé", "summary"),
        ("Summary", "summary"),
        ("date", "effective_date"),
        ("effective-date", "effective_date"),
    ],
)
def test_the_key_that_was_meant_is_proposed(written: str, meant: str) -> None:
    said = complaint(policy(f"{HEAD}{written}: x\n"))
    assert f'"{written}" is not a key' in said
    assert said.endswith(f'Write "{meant}"')


@pytest.mark.parametrize("key", ["version", "change"])
def test_a_missing_key_is_named(key: str) -> None:
    front = "".join(line for line in HEAD.splitlines(True) if not line.startswith(key))
    assert complaint(policy(front)) == (f'{URI}:2: the front matter has no "{key}". Add "{key}: …"')


def test_a_page_with_a_version_and_no_document_is_not_taken_for_an_ordinary_page() -> None:
    said = complaint(policy('title: CGU\nversion: "1.0"\nchange: initial\n'))
    assert said.startswith(f'{URI}:3: the front matter has a version and no "document". Add ')
    said = complaint(policy('version: "1.0"\neffective_date: 2024-04-15\n'))
    assert said.startswith(f'{URI}:2: the front matter has a version and no "document". Add ')


@pytest.mark.parametrize(
    ("key", "remedy"),
    [
        ("effective-date", 'Write "effective_date"'),
        ("efective_date", 'Write "effective_date"'),
        ("sumary", 'Write "summary"'),
        ("Version", 'Write "version"'),
        ("author", "Remove the line"),
        ("<<", "Remove the line"),
    ],
)
def test_an_unknown_key_is_refused_lest_it_be_a_slip_of_the_pen(key: str, remedy: str) -> None:
    said = complaint(policy(f"{HEAD}{key}: 2024-04-15\n"))
    assert said.startswith(f'{URI}:5: "{key}" is not a key of a policy document (document, ')
    assert said.endswith(f". {remedy}")


@pytest.mark.parametrize(
    ("front", "line", "key"),
    [
        ("document: [cgu]\nversion: 1.0\nchange: initial\n", 2, "document"),
        ("document: cgu\nversion: [1, 0]\nchange: initial\n", 3, "version"),
        ("document: cgu\nversion: {major: 1}\nchange: initial\n", 3, "version"),
        (f"{HEAD}effective_date: [2024-04-15]\n", 5, "effective_date"),
        (f"{HEAD}summary:\n  - Un point.\n  - Un autre.\n", 5, "summary"),
        (f"{HEAD}effective_date: &a [*a]\n", 5, "effective_date"),
    ],
)
def test_a_list_is_not_a_value(front: str, line: int, key: str) -> None:
    assert complaint(policy(front)) == (
        f'{URI}:{line}: "{key}" holds a list. Write one plain value'
    )


def test_an_alias_stands_for_what_it_repeats() -> None:
    assert read("document: &d cgu\nversion: 1.0\nchange: initial\nsummary: *d\n").summary == "cgu"


@pytest.mark.parametrize("key", ["version", "effective_date", "summary", "titre"])
def test_a_key_that_stands_twice_is_refused(key: str) -> None:
    front = "".join(line for line in HEAD.splitlines(True) if not line.startswith(f"{key}:"))
    said = complaint(policy(f"{front}{key}: 1.1\n{key}: 1.2\n"))
    line = front.count("\n") + 3
    assert said == f'{URI}:{line}: the key "{key}" stands twice. Keep one of the two lines'


# What YAML cannot read.


@pytest.mark.parametrize(
    ("front", "line"),
    [
        (f"{HEAD}summary: Délai : trente jours\n", 5),
        (f'{HEAD}summary: "Délai\n', 6),
        (f"{HEAD}summary: *nulle-part\n", 5),
        (f"{HEAD}\tsummary: x\n", 5),
        (f"{HEAD}summary: @x\n", 5),
        (f"{HEAD}summary: !x!y z\n", 5),
        (f"{HEAD}summary: [a\n", 6),
        (f"{HEAD}...\nsummary: x\n", 6),
        (f'{HEAD}summary: "\\q"\n', 5),
    ],
)
def test_front_matter_that_is_not_yaml_is_refused_with_its_line(front: str, line: int) -> None:
    said = complaint(policy(front))
    assert said.startswith(f"{URI}:{line}: the front matter is not YAML (")
    assert said.endswith(
        ")." + ' Write one "key: value" a line; a value with a colon goes in quotes'
    )


@pytest.mark.parametrize(
    ("front", "words", "french"),
    [
        (f"{HEAD}\tsummary: x\n", "a tab stands where", "une tabulation se trouve"),
        (f"{HEAD}summary\n", "a colon is missing", "il manque deux-points"),
        (f"{HEAD}summary: A : b\n", "has a colon in it", "contient deux-points"),
        (f'{HEAD}summary: "A\n', "never closed", "n’est jamais refermé"),
        (f"{HEAD}summary: @x\n", "a sign that it needs quotes for", "exige des guillemets"),
        (f'{HEAD}summary: "A" b\n', "closing quotation mark", "son guillemet fermant"),
        (f"{HEAD}summary: *x\n", "begins with *, & or !", "commence par `*`"),
        (f"{HEAD}...\nsummary: x\n", 'is not "key: value"', "n’est pas de la forme"),
    ],
)
def test_what_is_wrong_with_yaml_is_said_in_words(front: str, words: str, french: str) -> None:
    with pytest.raises(FrontMatterError) as caught:
        parse_page(policy(front), URI)
    [problem] = caught.value.problems
    assert words in str(problem)
    said = problem.render(load_words("fr").gettext)
    assert french in said
    assert not re.search(r"found|expected|token|allowed|scalar", said)


def test_the_line_is_right_whatever_the_line_ends() -> None:
    raw = policy(f"{HEAD}summary: Délai : trente jours\n").replace(b"\n", b"\r\n")
    assert problem_of(raw).place.line == 5
    raw = policy(f"{HEAD}version: 1.1\n").replace(b"\n", b"\r\n")
    assert problem_of(raw).place.line == 5


def test_an_invisible_character_is_named_with_its_line() -> None:
    assert complaint(policy(f"{HEAD}summary: a\x07b\n")) == (
        f"{URI}:5: the front matter is not YAML (the character #x0007). "
        "Remove that invisible character"
    )
    assert problem_of(policy('document: cgu\nversion: "1.0\x00"\n')).place.line == 3


def test_brackets_within_brackets_do_not_break_the_reader() -> None:
    assert "the front matter is not YAML" in complaint(policy(f"a: {'[' * 5000}\n"))


@pytest.mark.parametrize("front", ["- document: cgu\n", "cgu\n", "[document, cgu]\n"])
def test_front_matter_without_keys_is_refused(front: str) -> None:
    said = complaint(policy(front))
    assert said == (
        f'{URI}:2: the front matter is not a list of keys. Write one "key: value" a line'
    )


def test_a_key_that_is_a_list_is_refused() -> None:
    said = complaint(policy(f"{HEAD}? [a, b]\n: c\n"))
    assert said == f'{URI}:5: a key holds a list. Write one "key: value" a line'


@pytest.mark.parametrize(
    "front",
    [
        "document: cgu\nversion: |\n  1.0\n  bis\nchange: initial\n",
        'document: cgu\nversion: "1.0\\nbis"\nchange: initial\n',
        'document: "a\\nb"\nversion: 1.0\nchange: initial\n',
        "document: cgu\nversion: 1.0\nchange: |\n  a\n  b\n",
        'document: cgu\nversion: 1.0\nchange: "\\0\\x1b[31m"\n',
        f"{HEAD}effective_date: |\n  2024\n  04\n",
        f'{HEAD}"a\\nb": x\n',
        f'{HEAD}"a\\nb": x\n"a\\nb": y\n',
        f'{HEAD}effective_date: "2024\\u2028"\n',
    ],
)
def test_a_value_of_many_lines_is_quoted_on_one(front: str) -> None:
    assert complaint(policy(front)).count("\n") == 0


# Where the front matter ends and the text begins.


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        b"\n\n  # Conditions\n",
        b"# Conditions\r\n\r\n1.1. Le client paie.\r\n",
        b"# Conditions\r1.1. Le client paie.\r",
        b"# Conditions, sans fin de ligne",
        b"# Conditions\n\n---\n\n---\n",
        b"\xef\xbb\xbf# Conditions\n",
        "# Conditions\u2028suite\u00a0\x0c\n".encode(),
        b"# Conditions\x00\n",
    ],
)
def test_the_text_is_what_follows_byte_for_byte(body: bytes) -> None:
    for raw in (policy(body=body), b"\xef\xbb\xbf" + policy(body=body)):
        assert parse_page(raw, URI).body == body


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_page_may_have_any_line_ends(end: str) -> None:
    raw = policy().replace(b"\n", end.encode())
    page = parse_page(raw, URI)
    assert page.front == read(HEAD)
    assert page.body == BODY.replace(b"\n", end.encode())


def test_a_byte_order_mark_changes_nothing() -> None:
    assert parse_page(b"\xef\xbb\xbf" + policy(), URI) == parse_page(policy(), URI)


def test_the_fences_may_be_followed_by_spaces() -> None:
    raw = b"---  \n" + HEAD.encode() + b"--- \t\n" + BODY
    assert parse_page(raw, URI) == parse_page(policy(), URI)


@pytest.mark.parametrize("body", [b"", b"\n", b" \r\n\t\n"])
def test_a_policy_without_text_is_refused(body: bytes) -> None:
    assert complaint(policy(body=body)) == (
        f"{URI}:5: there is no text after the front matter. Put the text back"
    )


def test_front_matter_that_ends_with_the_file_has_no_text() -> None:
    assert "there is no text" in complaint(f"---\n{HEAD}---".encode())


@pytest.mark.parametrize("raw", [f"---\n{HEAD}".encode(), b"---\n", f"---\n{HEAD} ---\n".encode()])
def test_front_matter_that_is_never_closed_is_refused(raw: bytes) -> None:
    assert complaint(raw) == (
        f"{URI}:1: the front matter is opened with --- and never closed. Close it with a line ---"
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"---",
        b"----\nversion: 1\n----\n",
        b"# Une page\n\n---\n\ndocument: cgu\n",
        b"\n---\nnote: cgu\n---\n",
        b"--- # titre\n",
    ],
)
def test_a_page_that_does_not_begin_with_a_fence_is_an_ordinary_page(raw: bytes) -> None:
    assert parse_page(raw, URI) == Page(None, raw)


@pytest.mark.parametrize("front", ["", "# rien\n", "title: Accueil\nhide: [toc]\n", "version: 2\n"])
def test_a_page_that_names_no_document_is_an_ordinary_page(front: str) -> None:
    assert parse_page(policy(front), URI) == Page(None, BODY)
    assert parse_page(policy(front, b""), URI) == Page(None, b"")


# Bytes that are not UTF-8.


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_bytes_that_are_not_utf8_are_refused_with_their_line(end: bytes) -> None:
    raw = policy(body="1.1. Délai\n1.2. ".encode() + "Durée\n".encode("latin-1"))
    assert complaint(raw.replace(b"\n", end)) == (
        f"{URI}:7: the byte 0xe9 is not UTF-8. "
        'Save the file as UTF-8 (in most editors: "Save as", encoding UTF-8)'
    )


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"\xff\xfe-\x00-\x00-\x00\n\x00", 1),  # UTF-16
        (b"---\n" + b"title: \xe9\n---\n", 2),
        (b"# Une page\n\n\xc3", 3),  # cut in the middle of a character
        (b"a\n\xed\xa0\x80", 2),  # half of a surrogate pair
        (b"\xc0\xaf", 1),  # overlong
    ],
)
def test_an_ordinary_page_is_utf8_too(raw: bytes, line: int) -> None:
    assert complaint(raw).startswith(f"{URI}:{line}: the byte 0x")


# Whatever is written.

_PIECES = st.sampled_from(
    (
        *("document", "version", "change", "effective_date", "cgu", "1.0", "initial", "2024-04-15"),
        *(
            ": ",
            "\n",
            "- ",
            "[",
            "{",
            "}",
            "]",
            '"',
            "'",
            "|",
            ">",
            "&a ",
            "*a",
            "? ",
            "!",
            "%",
            "<<",
        ),
        *("\x00", "\x85", "\u2028", "\r", "\t", "é", "\\", "~", "...", "@", "`", "---", "# ", "  "),
    )
)


@settings(deadline=None, derandomize=True, database=None)
@given(st.lists(_PIECES, max_size=25).map("".join), st.binary(max_size=20))
@example("document: cgu\nversion: |\n  1.0\n  2\nchange: initial\n", b"x")
def test_whatever_is_written_is_read_or_refused_in_one_line(front: str, body: bytes) -> None:
    raw = f"---\n{front}\n---\n".encode() + body
    try:
        page = parse_page(raw, URI)
    except FrontMatterError as error:
        (problem,) = error.problems
        check_form(problem)
        assert problem.place.line is None or problem.place.line <= len(raw.splitlines()) + 1
    else:
        assert raw.endswith(page.body)
        assert page.front is None or page.body.strip()


@pytest.mark.parametrize("before", [b"\n", b"\r\n\r\n", b" \n", b"\xef\xbb\xbf\n"])
def test_front_matter_below_blank_lines_is_refused_and_never_shown_as_a_page(before: bytes) -> None:
    said = problem_of(before + policy())
    assert "does not begin on the first line" in str(said.what)


@pytest.mark.parametrize("text", [b"\n---\n\ndocument: not here\n", b"\nText\n---\ndocument: x\n"])
def test_a_thematic_break_below_a_blank_line_is_no_front_matter(text: bytes) -> None:
    assert parse_page(text, URI) == Page(None, text)


def test_front_matter_that_is_not_closed_above_a_text_with_a_rule_of_its_own() -> None:
    text = b"# Titre\n\nTexte : ceci.\n\n---\n\nFin.\n"
    said = problem_of(b"---\n" + HEAD.encode() + text)
    assert said.place.line == 5
    assert "not closed" in str(said.what)
