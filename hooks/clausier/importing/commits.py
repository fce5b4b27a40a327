"""The files that each version of an import is kept as, one commit for each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import yaml

from clausier.git.branches import NewCommit
from clausier.importing.schedule import PlannedVersion


def iter_commits(
    document: str, versions: Sequence[PlannedVersion], bodies: Mapping[str, str], folder: str
) -> Iterator[NewCommit]:
    """Yield a commit for each version, oldest first.

    Args:
        document: its id.
        versions: as planned.
        bodies: the Markdown of each file of the plan.
        folder: the docs folder, relative to the top of the repository ("" is the top).
    """
    for version in versions:
        files = {}
        for line in version.texts:
            uri = "/".join(filter(None, (folder, line.language, f"{document}.md")))
            head = render_front(document, version, line.summary)
            files[uri] = (head + bodies[line.file]).encode()
        languages = ", ".join(str(line.language) for line in version.texts)
        day = version.effective_date
        yield NewCommit(files, f"{document} {version.number} ({day}, {languages})\n")


def render_front(document: str, version: PlannedVersion, summary: str | None) -> str:
    """Return the front matter of a text, to its closing line and a blank one."""
    lines = [
        f"document: {document}",
        f'version: "{version.number}"',
        f"effective_date: {version.effective_date}",
        f"change: {version.change}",
    ]
    if summary is not None:
        lines.append(f"summary: {_quote(summary)}")
    return "\n".join(("---", *lines, "---", ""))


def _quote(value: str) -> str:
    """Return a value as YAML, in quotes only where it needs them."""
    try:
        if yaml.safe_load(f"summary: {value}") == {"summary": value}:
            return value
    except yaml.YAMLError:
        pass
    return json.dumps(value, ensure_ascii=False)
