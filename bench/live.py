"""The bench of writing: `python -m bench.live`, or `make bench`.

What passes from saving a document of 100 clauses to its page showing it: the file is written, and
the new content has come by the stream that open pages listen to. Beside it, what it would take to
build the whole site anew.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from bench.tables import format_table
from clausier.commands.frame import Session
from clausier.commands.serve import open_live
from clausier.configuration import read_configuration
from clausier.demo import DAY, make_demo
from clausier.live.pages import draft_address
from clausier.live.server import HOST, LiveServer

_SAVES: Final = 20
_BUILDS: Final = 3
_ARTICLES: Final = 10
_DOCUMENT: Final = "paiement"


def main() -> None:
    """Print what a save costs."""
    os.environ["CLAUSIER_AS_OF"] = DAY.isoformat()
    with TemporaryDirectory(prefix="clausier-") as folder:
        file = make_demo(Path(folder) / "demo")
        draft = file.parent / "repository" / "docs" / "fr" / f"{_DOCUMENT}.md"
        _publish(file.parent / "repository")
        session = Session("en", read_configuration(file, os.environ), DAY)
        with open_live(session, file, 0) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            live = list(_measure_saves(server, draft))
            server.close()
            thread.join()
        built = list(_measure_builds(file, draft))
    title = "From saving a document of 100 clauses to its page showing it, in milliseconds"
    print(f"\n{title}\n{'═' * len(title)}\n")
    rows = [
        [name, str(len(times)), f"{median(times) * 1000:.0f}", f"{max(times) * 1000:.0f}"]
        for name, times in (("clausier serve", live), ("the whole site", built))
    ]
    print(format_table(("", "saves", "median", "worst"), rows))


def make_text(days: int, number: str = "1.1", change: str = "substantive") -> str:
    """Return a document of 100 clauses; `days` stands in each tenth of them."""
    lines = ["---", f"document: {_DOCUMENT}", f'version: "{number}"', f"change: {change}"]
    lines += [f"summary: Le délai de paiement, {days} jours.", "---", "# Conditions", ""]
    for article in range(1, _ARTICLES + 1):
        lines += [f"## {article}. Paiement, partie {article}", ""]
        for clause in range(1, 11):
            term = days if clause == 5 else 30
            lines += [
                f"{article}.{clause}. Le client paie {article * clause} € dans les {term} jours "
                f"suivant la réception de la facture numéro {article}-{clause}, sauf accord écrit "
                "des parties sur un autre délai, qui ne peut dépasser soixante jours.",
                "",
            ]
    return "\n".join(lines)


def _publish(repository: Path) -> None:
    """Put a version of 100 clauses in force."""
    for language in ("fr", "en"):
        text = make_text(30, "1.0", "initial")
        text = text.replace("change:", "effective_date: 2026-09-10\nchange:", 1)
        (repository / "docs" / language / f"{_DOCUMENT}.md").write_text(text, "utf-8")
    subprocess.run(["git", "-C", str(repository), "add", "--all"], check=True)
    identity = ["-c", "user.name=bench", "-c", "user.email=bench@clausier.example"]
    command = ["git", "-C", str(repository), *identity, "commit", "--quiet", "-m", "Paiement 1.0"]
    subprocess.run(command, check=True)


def _measure_saves(server: LiveServer, draft: Path) -> Iterator[float]:
    connection = HTTPConnection(HOST, server.server_address[1])
    connection.request("GET", f"/{draft_address(_DOCUMENT, 'fr', 'fr')}events")
    with connection.getresponse() as stream:
        _read_content(stream)
        for days in range(31, 31 + _SAVES):
            start = perf_counter()
            draft.write_text(make_text(days), "utf-8")
            while not re.search(rf"\b{days}\b", _read_content(stream)):
                pass
            yield perf_counter() - start
    connection.close()


def _read_content(stream: HTTPResponse) -> str:
    """Return the next content that comes."""
    while not (line := stream.readline().decode()).startswith("data: {"):
        if not line:
            raise EOFError("the stream ended")
    return str(json.loads(line.removeprefix("data: "))["html"])


def _measure_builds(file: Path, draft: Path) -> Iterator[float]:
    script = (
        "import sys\nfrom time import perf_counter\nfrom mkdocs.commands.build import build\n"
        "from mkdocs.config import load_config\n"
        "def once():\n"
        "    config = load_config(config_file=sys.argv[1])\n"
        "    config.plugins.on_startup(command='build', dirty=False)\n"
        "    build(config)\n"
        "once()\n"
        "for line in sys.stdin:\n"
        "    start = perf_counter()\n    once()\n    print(perf_counter() - start, flush=True)\n"
    )
    command = [sys.executable, "-c", script, str(file)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for days in range(31, 31 + _BUILDS):
            draft.write_text(make_text(days), "utf-8")
            process.stdin.write("\n")
            process.stdin.flush()
            yield float(process.stdout.readline())


if __name__ == "__main__":
    main()
