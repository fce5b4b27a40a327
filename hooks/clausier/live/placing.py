"""Which clause of a text a line of its file belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from lxml import html as lxml_html

from clausier.checks.places import locate_clauses
from clausier.proposals import ProposedPage


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a draft, in the language of its page."""

    code: str
    line: int | None
    """Of the file, from 1."""
    what: str
    remedy: str
    clause: str | None = None
    """Id of the clause that it stands in; None above the first, and in the front matter."""
    clause_name: str | None = None
    """What that clause is called."""


def find_clause(page: ProposedPage, line: int | None) -> tuple[str, str] | None:
    """Return the id and the name of the clause that a line of a file stands in.

    None for a line above the first clause. A clause that is not found in the file counts as part
    of the one before it.
    """
    if line is None or page.rendered is None:
        return None
    places = locate_clauses(page)
    found = None
    for clause in page.rendered.clauses:
        start = places[clause.id].line
        if start is not None and start <= line:
            found = (clause.id, clause.number or clause.heading or clause.id)
    return found


def place_findings(content: str, findings: Iterable[tuple[Finding, str]]) -> tuple[str, list[str]]:
    """Return a redline with each finding after the block that holds its clause, and the others.

    Args:
        content: the redline's HTML.
        findings: each with its own HTML, in the order in which they are to stand.

    Returns:
        The redline, and the HTML of the findings whose clause is not in it.
    """
    root = lxml_html.fragment_fromstring(content, create_parent="div")
    rest = []
    last: dict[object, object] = {}
    for finding, html in findings:
        found = root.xpath(".//*[@id=$name]", name=finding.clause) if finding.clause else []
        if not found:
            rest.append(html)
            continue
        block = found[0]
        while block.getparent() is not root:
            block = block.getparent()
        note = lxml_html.fragment_fromstring(html)
        note.tail = None
        before = last.get(block, block)
        before.addnext(note)  # type: ignore[attr-defined]
        last[block] = note
    inner = str(lxml_html.tostring(root, encoding="unicode"))
    return inner.removeprefix("<div>").removesuffix("</div>"), rest


def name_place(finding: Finding, clause: str, line: str) -> str:
    """Return "Clause 4.2, line 37" as HTML, of the parts that are known."""
    parts = [clause % {"clause": finding.clause_name}] if finding.clause_name else []
    if finding.line is not None:
        parts.append(line % {"line": finding.line})
    return escape(", ".join(parts))
