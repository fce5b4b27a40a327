"""Puts the report of a proposal under its pull request, as one comment.

To be called with the file of the report: comment.py REPORT.

Runs after the check, with the right to comment, and from the main branch alone. What the check
left, REPORT, may have been written by anybody: it is text to post and nothing else. Which pull
request it belongs to is asked of GitHub, by the branch and the commit of the run, never of the
report. A proposal that changes the workflows could have made any report: that one is not posted.

Only Python's own library is used, so that nothing is installed beside the right to comment.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

MARKER = "<!-- clausier-review -->"
LIMIT = 65_536
"""How long a comment can be, in UTF-16 units."""
AUTHOR = "github-actions[bot]"
"""Who comments with the token of a workflow."""
MOST_FILES = 300
"""How many files a comparison lists at most (GitHub, "Compare two commits")."""
UNTRUSTED = (
    f"{MARKER}\n\nCette proposition modifie les contrôles eux-mêmes (`.github/`) : leur compte "
    "rendu n’est pas publié ici. Il se lit dans le journal des contrôles, avec prudence.\n\n"
    "This proposal changes the checks themselves (`.github/`): their report is not posted here. "
    "Read it in the log of the checks, with care.\n"
)


@dataclass(frozen=True)
class Host:
    """The API of GitHub, for one repository."""

    address: str
    repository: str
    token: str

    def ask(self, method: str, way: str, body: object = None) -> Any:
        """Return what the API answers, as JSON; None where it answers nothing."""
        request = urllib.request.Request(
            f"{self.address}/repos/{self.repository}/{way}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            raw = answer.read()
        return json.loads(raw) if raw else None

    def iter_all(self, way: str, **choices: str) -> Iterator[Any]:
        """Yield the entries of a list, page by page."""
        number = 1
        while True:
            query = urlencode({**choices, "per_page": "100", "page": str(number)})
            entries = self.ask("GET", f"{way}?{query}")
            yield from entries
            if len(entries) < 100:
                return
            number += 1


def read_report(path: Path) -> str:
    """Return the report; ends the program where it is not one."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            sys.exit(f"{path} is not a file")
        if path.stat().st_size > 4 * LIMIT:
            sys.exit(f"{path} is longer than a comment can be")
        report = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"{path} cannot be read ({error})")
    if not report.startswith(MARKER):
        sys.exit(f"{path} is not a report: it does not begin with {MARKER}")
    if len(report.encode("utf-16-le")) // 2 > LIMIT:
        sys.exit(f"{path} is longer than a comment can be")
    return report


def find_request(host: Host, run: Any) -> Any | None:
    """Return the open pull request that a run of the check was for; None if it moved on since."""
    owner, branch = run["head_repository"]["owner"]["login"], run["head_branch"]
    for request in host.iter_all("pulls", state="open", head=f"{owner}:{branch}"):
        head = request["head"]
        if head["sha"] != run["head_sha"] or head["repo"] is None:
            continue
        if head["repo"]["id"] == run["head_repository"]["id"]:
            return request
    return None


def changes_checks(host: Host, request: Any) -> bool:
    """Return whether a pull request changes what checks it; also where that cannot be told."""
    base, head = request["base"]["sha"], request["head"]["sha"]
    files = host.ask("GET", f"compare/{quote(base)}...{quote(head)}?per_page=1").get("files", [])
    names = [name for file in files for name in (file["filename"], file.get("previous_filename"))]
    return len(files) >= MOST_FILES or any(name and name.startswith(".github/") for name in names)


def put_comment(host: Host, number: int, body: str) -> None:
    """Post the one comment of a pull request, or put it right; more than one become one."""
    comments = [
        comment["id"]
        for comment in host.iter_all(f"issues/{number}/comments")
        if comment["user"] is not None
        and comment["user"]["login"] == AUTHOR
        and comment["body"].startswith(MARKER)
    ]
    if not comments:
        host.ask("POST", f"issues/{number}/comments", {"body": body})
        return
    host.ask("PATCH", f"issues/comments/{comments[0]}", {"body": body})
    for more in comments[1:]:
        host.ask("DELETE", f"issues/comments/{more}")


def main() -> None:
    """Post the report named on the command line."""
    report = read_report(Path(sys.argv[1]))
    run = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text("utf-8"))["workflow_run"]
    host = Host(
        os.environ["GITHUB_API_URL"], os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_TOKEN"]
    )
    try:
        request = find_request(host, run)
        if request is None:
            print("The proposal moved on or was closed since: nothing is posted.")
            return
        body = UNTRUSTED if changes_checks(host, request) else report
        put_comment(host, int(request["number"]), body)
    except (OSError, HTTPException) as error:
        sys.exit(f"GitHub did not answer as expected ({error})")


if __name__ == "__main__":
    main()
