"""Earlier versions, from a company's dated files to commits: names, plans, conversion, writing."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner, Result

from clausier.cli import main
from clausier.commands import import_
from clausier.edition import read_edition
from clausier.errors import TimelineError
from clausier.git import branches
from clausier.git.repository import run_git
from clausier.importing import ImportingError
from clausier.importing.convert import convert_file
from clausier.importing.fidelity import check_words
from clausier.importing.names import parse_name
from clausier.importing.plans import parse_plan
from clausier.model import Status, VersionNumber
from proposing import RENDERER, SETTINGS
from repositories import LANGUAGES, Repository, check_form, document, numbers, pin_environment
from sites import write_configuration

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEADER = "file,language,version,effective_date,change,summary\n"
FIRST = "# Conditions\n\n1.1. Le client paie dans les 60 jours.\n"
SECOND = "# Conditions\n\n1.1. Le client paie dans les 30 jours.\n"
ENGLISH = "# Terms\n\n1.1. The client pays within 60 days.\n"
PLAN = (
    HEADER
    + "cgu-2023-04-01-fr.md,,,,,\n"
    + "cgu-2023-04-01-en.md,,,,,\n"
    + "cgu-2024-01-15.txt,fr,,,substantive,Le délai de paiement passe à 30 jours.\n"
)
Command = Callable[..., Result]


# Names


@pytest.mark.parametrize(
    ("name", "day", "version", "language"),
    [
        ("cgu-2023-04-01-fr.docx", date(2023, 4, 1), None, "fr"),
        ("CGU v1.2 (01.04.2023).docx", date(2023, 4, 1), "1.2", None),
        ("2023-04-01_cgu.en.md", date(2023, 4, 1), None, "en"),
        ("cgu_20230401.txt", date(2023, 4, 1), None, None),
        ("CGU du 1er avril 2023.docx", date(2023, 4, 1), None, None),
        ("CGU 15 fe\u0301vrier 2023 FR.docx", date(2023, 2, 15), None, "fr"),
        ("CGU-15-août-2023.html", date(2023, 8, 15), None, None),
        ("Terms, April 1, 2023 (EN).docx", date(2023, 4, 1), None, "en"),
        ("Terms 3rd March 2023 english.html", date(2023, 3, 3), None, "en"),
        ("cgu-15-04-2023.txt", date(2023, 4, 15), None, None),
        ("cgu-04-04-2023.txt", date(2023, 4, 4), None, None),
        ("CGU en vigueur 2023-04-01 finale.docx", date(2023, 4, 1), None, None),
        ("en/cgu-2023-04-01.docx", date(2023, 4, 1), None, "en"),
        ("cgu version 3 2023-04-01.docx", date(2023, 4, 1), "3.0", None),
        ("cgu.docx", None, None, None),
        ("cgu avril 2023.docx", None, None, None),
        ("cgu-2023.docx", None, None, None),
        ("cgu-01-04-23.docx", None, None, None),
        ("cgu 123456789.docx", None, None, None),
    ],
)
def test_what_a_name_says(
    name: str, day: date | None, version: str | None, language: str | None
) -> None:
    named = parse_name(name, LANGUAGES)
    assert named.day == day
    assert named.version == (VersionNumber.parse(version) if version else None)
    assert named.language == language
    assert named.doubt == ""


@pytest.mark.parametrize("name", ["cgu-01-04-2023.docx", "cgu_01_04_2023.txt", "01-04-2023 v2.md"])
def test_a_day_that_can_be_read_as_two_is_not_taken(name: str) -> None:
    named = parse_name(name, LANGUAGES)
    assert named.day is None
    assert named.doubt


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cgu-2023-02-30.docx", "not a day of the calendar"),
        ("cgu 31.04.2023.docx", "not a day of the calendar"),
        ("cgu-2023-04-01-2023-05-01.docx", "two days (2023-04-01, 2023-05-01)"),
    ],
)
def test_a_name_that_cannot_be(name: str, said: str) -> None:
    with pytest.raises(ImportingError) as caught:
        parse_name(name, LANGUAGES)
    [problem] = caught.value.problems
    check_form(problem)
    assert said in str(problem)


# Plans


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_plan_is_read_as_spreadsheets_write_it(separator: str, encoding: str) -> None:
    text = "file,summary,version\r\na.md,Délai abrégé.,v1.10\r\n\r\n".replace(",", separator)
    [line] = parse_plan(text.encode(encoding), "plan.csv")
    assert (line.file, line.summary, str(line.version)) == ("a.md", "Délai abrégé.", "1.10")
    assert line.place.line == 2


def test_a_plan_in_toml() -> None:
    raw = b'[[text]]\nfile = "a.md"\neffective_date = 2023-04-01\nchange = "initial"\n'
    [line] = parse_plan(raw, "plan.toml")
    assert line.effective_date == date(2023, 4, 1)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a.md,,,01/04/2023,,", 'plan.csv:2: effective_date "01/04/2023" is not a day written'),
        ("a.md,,1,,,", 'plan.csv:2: version "1" is not MAJOR.MINOR'),
        ("a.md,,,,majeure,", 'plan.csv:2: change "majeure" is not a change class'),
        (",fr,,,,", "plan.csv:2: this line names no file"),
        ("a.md,,,,,a,b", "plan.csv:2: this line has more cells than there are columns"),
    ],
)
def test_what_no_plan_holds(row: str, said: str) -> None:
    with pytest.raises(ImportingError) as caught:
        parse_plan((HEADER + row + "\n").encode(), "plan.csv")
    [problem] = caught.value.problems
    check_form(problem)
    assert str(problem).startswith(said)


# Conversion


def docx(body: str, numbering: str = "", styles: str = "") -> bytes:
    """Return a Word document with these paragraphs."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/numbering" Target="numbering.xml"/>'
        f'<Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{WORD}">{numbering}</w:numbering>',
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>',
    }
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def para(text: str, properties: str = "", run: str = "") -> str:
    """Return a paragraph of a Word document."""
    inside = f"<w:r><w:rPr>{run}</w:rPr><w:t>{escape(text)}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def item(text: str, level: int = 0, list_: int = 1) -> str:
    """Return a paragraph that Word numbers."""
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'
    return para(text, number)


def levels(*forms: tuple[str, str]) -> str:
    """Return a numbering with these levels, and a list 1 of it."""
    told = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(forms)
    )
    return (
        f'<w:abstractNum w:abstractNumId="7">{told}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )


STYLES = (
    '<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)


def converted(raw: bytes, name: str) -> str:
    """Return the Markdown of a file."""
    return convert_file(raw, name, RENDERER).markdown


def refused(raw: bytes, name: str) -> str:
    """Return why a file is refused, in one line."""
    with pytest.raises(ImportingError) as caught:
        convert_file(raw, name, RENDERER)
    check_form(caught.value.problems[0])
    return str(caught.value.problems[0])


def test_a_word_document_keeps_headings_and_the_numbers_that_word_worked_out() -> None:
    body = (
        para("Conditions générales", '<w:pStyle w:val="Titre"/>')
        + para("Objet", '<w:pStyle w:val="Titre1"/>')
        + item("Le client paie.", 1)
        + item("Il paie en euros.", 1)
        + item("par virement", 2)
        + para("Durée", '<w:pStyle w:val="Titre1"/>')
        + item("Un an.", 1)
        + item("par carte", 2)
    )
    numbering = levels(("decimal", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "(%3)"))
    conversion = convert_file(docx(body, numbering, STYLES), "cgu.docx", RENDERER)
    assert conversion.markdown == (
        "# Conditions générales\n\n## 1. Objet\n\n1.1. Le client paie.\n\n"
        "1.2. Il paie en euros.\n\n(a) par virement\n\n## 2. Durée\n\n"
        "2.1. Un an.\n\n(a) par carte\n"
    )
    assert "7 paragraphs" in str(conversion.notes[0])


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("upperRoman", "I) a|II) b|III) c|IV) d"),
        ("upperLetter", "A) a|B) b|C) c|D) d"),
        ("decimalZero", "01) a|02) b|03) c|04) d"),
    ],
)
def test_forms_of_numbers(form: str, shown: str) -> None:
    raw = docx("".join(map(item, "abcd")), levels((form, "%1)")))
    assert converted(raw, "a.docx").strip().split("\n\n") == shown.split("|")


def test_a_paragraph_with_a_single_number_stays_a_paragraph() -> None:
    markdown = converted(docx(item("Le client paie."), levels(("decimal", "%1."))), "a.docx")
    assert markdown == "1\\. Le client paie.\n"
    assert "<p>1. Le client paie.</p>" in RENDERER.render(markdown)


def test_bullets_stay_bullets() -> None:
    raw = docx(item("un") + item("deux"), levels(("bullet", "•")))
    assert RENDERER.render(converted(raw, "a.docx")).count("<li>") == 2


def test_a_form_of_number_that_is_not_known_is_refused() -> None:
    raw = docx(item("a"), levels(("ordinalText", "%1")))
    assert "in a form that cannot be worked out (ordinalText)" in refused(raw, "a.docx")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (f"<w:p><w:ins w:id='1'>{para('x')[18:-6]}</w:ins></w:p>", "tracked changes"),
        ("<w:p><w:del w:id='1'><w:r><w:delText>x</w:delText></w:r></w:del></w:p>", "tracked"),
        (para("a") + "<w:p><w:commentRangeStart w:id='0'/></w:p>", "comments"),
        ("<w:p><w:r><w:footnoteReference w:id='2'/></w:r></w:p>", "footnotes"),
        (para("secret", run="<w:vanish/>"), "hidden text"),
        (para("10 €", run="<w:strike/>"), "struck out"),
        (para("2", run='<w:vertAlign w:val="superscript"/>'), 'raised or lowered "2"'),
        ("<w:p><w:r><w:pict><w:txbxContent/></w:pict></w:r></w:p>", "text box"),
        ("", "no text"),
    ],
)
def test_what_would_go_unseen_in_a_word_document_is_refused(body: str, said: str) -> None:
    assert said in refused(docx(body), "a.docx")


@pytest.mark.parametrize("run", ['<w:vanish w:val="0"/>', '<w:strike w:val="false"/>', "<w:b/>"])
def test_what_only_looks_like_it_passes(run: str) -> None:
    assert "Texte" in converted(docx(para("Texte", run=run)), "a.docx")


def test_what_is_not_a_whole_word_document_is_refused() -> None:
    assert "not a whole Word document" in refused(b"PK\x03\x04", "a.docx")
    assert "Save it as .docx" in refused(b"%PDF-1.7", "a.pdf")


def test_a_page_with_lists_tables_and_links() -> None:
    page = """<html><head><title>x</title><style>p{}</style></head><body>
    <nav>Menu</nav><main><h1>Conditions</h1>
    <p>Le <b>client</b> lit <a href="https://exemple.example/a_b">l’annexe *1*</a>.</p>
    <ol start="3"><li>trois<ul><li>dedans</li></ul></li><li>quatre</li></ol>
    <table><tr><th>Offre</th><th>Prix</th></tr><tr><td>A|B</td><td>10&nbsp;€</td></tr></table>
    <p>1. Le &lt;client&gt; paie &amp;amp; lit<br># rien</p></main></body></html>"""
    conversion = convert_file(page.encode(), "a.html", RENDERER)
    html = RENDERER.render(conversion.markdown)
    assert '<a href="https://exemple.example/a_b">l’annexe *1*</a>' in html
    assert html.count("<li>") == 3
    assert html.count("<ul>") == 1
    assert "<td>A|B</td>" in html
    assert "&lt;client&gt; paie &amp;amp; lit" in html
    assert "Menu" not in html
    assert "main part" in str(conversion.notes[0])


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('<ol type="a"><li>un</li></ol>', "numbered with letters"),
        ("<p>Le prix est <s>10</s> 12 €</p>", "struck out"),
        ("<p>10<sup>3</sup> m</p>", 'raised or lowered "3"'),
        ("<table><tr><td colspan='2'>a</td></tr></table>", "span several"),
        ("<script>var a</script>", "no text"),
    ],
)
def test_what_markdown_cannot_say_is_refused(page: str, said: str) -> None:
    assert said in refused(page.encode(), "a.html")


@pytest.mark.parametrize(
    "words",
    [
        "# pas un titre", "- pas une liste", "+ plus", "2. pas une liste.", "> cité", "a * b * c",
        "un_mot_long et _souligné_", "`code`", "[1] voir [a](b)", "[a]: b", "x <b>y</b>", "&amp;",
        "a\\*b", "--- trait", "=== trait", "a | b", "{: .x }", "(a) lettre", ": deux-points",
        "12°) article", "~~~ vague", "[^1] note", "<!-- rien -->", "AT&T &copy; 2023",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["a.txt", "a.html", "a.docx"])
def test_words_stay_words(words: str, form: str) -> None:
    first = "Conditions générales"
    raw = {
        "a.txt": f"{first}\n\n{words}\n".encode(),
        "a.html": f"<h1>{first}</h1><p>{escape(words)}</p>".encode(),
        "a.docx": docx(para(first) + para(words)),
    }[form]
    markdown = converted(raw, form)
    html = RENDERER.render(markdown)
    assert html.count("<p>") == (2 if form == "a.docx" else 1), markdown
    assert words in unescape(html), markdown


def test_plain_text_of_a_spreadsheet_age() -> None:
    text = "CONDITIONS\r\n\r\n1. Objet\r\n\r\n1.1.\tLe délai est fixé à 30 €.\r\n"
    conversion = convert_file(text.encode("cp1252"), "a.txt", RENDERER)
    assert conversion.markdown == (
        "# CONDITIONS\n\n## 1. Objet\n\n1.1. Le délai est fixé à 30 €.\n"
    )
    assert "Windows-1252" in str(conversion.notes[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_and_without_a_mark(encoding: str) -> None:
    conversion = convert_file("# Été\n\nÀ payer.\n".encode(encoding), "a.md", RENDERER)
    assert conversion.markdown == "# Été\n\nÀ payer.\n"
    assert conversion.notes == ()


def test_bytes_that_are_no_text_are_refused() -> None:
    assert "encoding" in refused(b"a\x00b", "a.txt")


def test_the_first_word_that_differs_is_named() -> None:
    with pytest.raises(ImportingError) as caught:
        check_words(("Le", "client", "paie", "10"), ("Le", "client", "paie"), "a.docx")
    assert 'after "Le client paie" it has "" where "10" should stand' in str(caught.value)


def test_a_converter_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "mammoth", None)
    assert 'pip install "clausier[import]"' in refused(docx(para("a")), "a.docx")


# The command


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    pin_environment(monkeypatch)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Juriste")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "juriste@example.org")
    monkeypatch.setenv("CLAUSIER_AS_OF", "2026-06-15")
    made = Repository.create(tmp_path / "depot")
    write_configuration(made.path)
    made.commit({"docs/fr/index.md": "# Accueil\n"})
    old = tmp_path / "anciennes"
    old.mkdir()
    (old / "cgu-2023-04-01-fr.md").write_text(FIRST)
    (old / "cgu-2023-04-01-en.md").write_text(ENGLISH)
    (old / "cgu-2024-01-15.txt").write_text(SECOND.replace("# ", ""))
    (old / "plan.csv").write_text(PLAN)
    monkeypatch.chdir(made.path)
    return made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["import", "cgu", *arguments])


def branch_names(repository: Repository) -> list[str]:
    return repository.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split()


def test_an_import_is_what_the_site_then_shows(repository: Repository) -> None:
    before = repository.head()
    repository.write({"docs/fr/index.md": "# En cours\n"})
    result = run("--plan", "../anciennes/plan.csv", "--yes", "--lang", "fr")
    assert result.exit_code == 0, result.output
    assert "cgu 2.0 · " in result.output
    assert "15\u00a0janvier 2024" in result.output
    assert repository.head() == before
    assert repository.git("status", "--short") == "M docs/fr/index.md"
    subjects = repository.git("log", "--reverse", "--format=%s", f"{before}..import/cgu")
    assert subjects.splitlines() == ["cgu 1.0 (2023-04-01, fr, en)", "cgu 2.0 (2024-01-15, fr)"]
    repository.git("checkout", "--quiet", "--", "docs")
    repository.git("merge", "--quiet", "--ff-only", "import/cgu")
    found = document(repository.timeline())
    assert numbers(found) == ["1.0", "2.0"]
    assert found.versions[0].texts[0].markdown == FIRST
    edition = read_edition(repository.path / "docs", SETTINGS, RENDERER, date(2026, 6, 15))
    [record] = edition.register.records
    assert [standing.status for standing in record.standings] == [
        Status.SUPERSEDED,
        Status.IN_FORCE,
    ]


def test_the_same_plan_again_is_already_done(repository: Repository) -> None:
    run("--plan", "../anciennes/plan.csv", "--yes")
    head = repository.git("rev-parse", "import/cgu")
    again = run("--plan", "../anciennes/plan.csv", "--yes", "--lang", "en")
    assert again.exit_code == 0
    assert "Already done" in again.output
    assert repository.git("rev-parse", "import/cgu") == head


def test_a_branch_with_other_texts_is_left_alone(repository: Repository) -> None:
    repository.git("branch", "import/cgu")
    result = run("--plan", "../anciennes/plan.csv", "--yes", "--lang", "en")
    assert result.exit_code == 1
    assert "holds other texts" in result.output


@pytest.mark.parametrize("call", [3, 6, 9])
def test_an_import_that_is_interrupted_leaves_nothing(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    calls = iter(range(call))

    def interrupted(*arguments: object, **choices: object) -> bytes:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return run_git(*arguments, **choices)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(branches, "run_git", interrupted)
        assert run("--plan", "../anciennes/plan.csv", "--yes").exit_code != 0
    assert branch_names(repository) == ["main"]
    assert repository.git("status", "--short") == ""
    assert run("--plan", "../anciennes/plan.csv", "--yes").exit_code == 0


def test_without_yes_the_plan_is_shown_and_nothing_written(repository: Repository) -> None:
    result = run("--plan", "../anciennes/plan.csv", "--lang", "fr")
    assert result.exit_code == 1
    assert "Erreur\u00a0: rien n’a été écrit" in result.output
    assert branch_names(repository) == ["main"]


def test_a_folder_that_is_not_there_is_said_to_be(repository: Repository) -> None:
    result = run("../disparues", "--lang", "fr")
    assert result.exit_code == 1
    assert "il n’y a pas de fichier ni de dossier ../disparues" in result.output


def test_a_plan_is_written_filled_in_and_imported(repository: Repository, tmp_path: Path) -> None:
    refused = run("../anciennes", "--lang", "en")
    assert refused.exit_code == 1
    assert "nothing says what kind of change the version of 2024-01-15 made" in refused.output
    written = run("../anciennes", "--write-plan", "plan.csv", "--lang", "fr")
    assert written.exit_code == 0, written.output
    plan = repository.path / "plan.csv"
    text = plan.read_text("utf-8-sig")
    assert "../anciennes/cgu-2023-04-01-fr.md;fr;v1.0;2023-04-01;initial;" in text
    plan.write_text(text.replace("2024-01-15;;", "2024-01-15;editorial;Mise en page."))
    result = run("--plan", "plan.csv", "--yes", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "cgu 1.1 · " in result.output


def test_while_a_day_is_missing_no_version_is_called_the_first(repository: Repository) -> None:
    (repository.path.parent / "anciennes" / "cgu-01-04-2018-fr.md").write_text("# Conditions\n")
    run("../anciennes", "--write-plan", "plan.csv", "--lang", "fr")
    plan = (repository.path / "plan.csv").read_text("utf-8-sig")
    assert "../anciennes/cgu-2023-04-01-fr.md;fr;;2023-04-01;;" in plan
    assert "initial" not in plan


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (PLAN.replace("Le délai de paiement passe à 30 jours.", ""), "nothing sums up what"),
        (PLAN.replace("substantive", "initial"), "change: initial does not fit"),
        (PLAN.replace("fr,,,substantive", "fr,0.9,,substantive"), "version 0.9 would take force"),
        (PLAN.replace("15.txt,fr", "15.txt,en"), "in the language that governs (fr)"),
        (PLAN.replace("15.txt,fr", "15.txt,de"), '"de" is not a language of the site'),
        (PLAN.replace("fr,,,substantive", "fr,,2023-04-01,initial"), "of the same day"),
        (PLAN + "absent-2025-01-01.md,fr,,,editorial,x\n", "cannot be read"),
        (HEADER + "sans-date.txt,fr,,,,\n", "nothing says on which day sans-date.txt took force"),
        (HEADER + "cgu-01-04-2023.txt,fr,,,,\n", '"01-04-2023" in the name of'),
    ],
)  # fmt: skip
def test_what_a_plan_lacks(repository: Repository, plan: str, said: str) -> None:
    (repository.path.parent / "anciennes" / "plan.csv").write_text(plan)
    result = run("--plan", "../anciennes/plan.csv", "--yes", "--lang", "en")
    assert result.exit_code == 1
    assert said in result.output
    assert branch_names(repository) == ["main"]


def test_earlier_versions_are_not_put_before_published_ones(repository: Repository) -> None:
    run("--plan", "../anciennes/plan.csv", "--yes")
    repository.git("merge", "--quiet", "--ff-only", "import/cgu")
    result = run("--plan", "../anciennes/plan.csv", "--yes", "--branch", "autre", "--lang", "fr")
    assert result.exit_code == 1
    assert "«\u202fcgu\u202f»" in result.output
    assert "cgu-archives" in result.output


def test_what_is_read_back_is_compared(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = branches.write_commits
    monkeypatch.setattr(
        import_, "write_commits", lambda folder, commits: write(folder, commits[:1])
    )
    result = run("--plan", "../anciennes/plan.csv", "--yes", "--lang", "en")
    assert result.exit_code == 1
    assert "not those of the plan" in result.output
    assert branch_names(repository) == ["main"]


def test_merged_in_one_piece_only_the_last_version_would_be_published(
    repository: Repository,
) -> None:
    result = run("--plan", "../anciennes/plan.csv", "--yes", "--lang", "en")
    assert "only the last version would be published" in result.output
    repository.merge("import/cgu")
    with pytest.raises(TimelineError):
        repository.timeline()


def check(repository: Repository) -> Result:
    return CliRunner().invoke(main, ["check", "--base", "main", "--format", "json"])


def test_the_branch_of_an_import_has_nothing_wrong_but_says_how_to_merge(
    repository: Repository,
) -> None:
    old = repository.path.parent / "anciennes"
    (old / "later.txt").write_text("Terms\n\n1.1. The client pays within 30 days.\n")
    second = "later.txt,en,2.0,2024-01-15,substantive,Payment is due within 30 days.\n"
    (old / "plan.csv").write_text(PLAN + second)
    assert run("--plan", "../anciennes/plan.csv", "--yes").exit_code == 0
    repository.switch("import/cgu")
    result = check(repository)
    found = [finding["code"] for finding in json.loads(result.stdout)["findings"]]
    assert found == ["versions-series"]
    assert result.exit_code == 0
    repository.switch("main")
    repository.git("merge", "--quiet", "--ff-only", "import/cgu")
    assert numbers(document(repository.timeline())) == ["1.0", "2.0"]


def test_a_text_put_right_after_the_import_would_come_too_late(repository: Repository) -> None:
    run("--plan", "../anciennes/plan.csv", "--yes")
    repository.switch("import/cgu")
    path = repository.path / "docs/fr/cgu.md"
    repository.commit({"docs/fr/cgu.md": path.read_text() + "\nEncore une phrase.\n"})
    result = check(repository)
    assert "versions-several" in result.stdout
    assert result.exit_code == 1
