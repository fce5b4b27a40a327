"""Node with the JavaScript client in reach, for tests that change the site between two calls."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

CLIENTS = Path(__file__).parent.parent / "overrides" / "clients"
SCRIPT = Path(__file__).parent / "javascript" / "session.mjs"


class JavaScriptError(Exception):
    """What a call threw."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error['name']}: {error['message']}")
        self.name: str = error["name"]
        self.message: str = error["message"]
        self.error = error


class Node:
    """A running Node; what is put on `reach` is in reach of later calls."""

    def __init__(self, asked: IO[str], said: IO[str]) -> None:
        self._asked = asked
        self._said = said

    def run(self, body: str) -> Any:
        """What the body of an asynchronous function returns."""
        self._asked.write(json.dumps(body) + "\n")
        self._asked.flush()
        answer = json.loads(self._said.readline())
        if "error" in answer:
            raise JavaScriptError(answer["error"])
        return answer["value"]

    def refuses(self, body: str) -> JavaScriptError:
        """What it throws."""
        with pytest.raises(JavaScriptError) as caught:
            self.run(body)
        return caught.value

    def at(self, instant: str) -> None:
        """Set the client's clock."""
        self.run(f"reach.clock = {json.dumps(instant)}")


def find_node() -> str:
    """The path of Node; without it a test is passed by, unless the machine checks for everybody."""
    found = shutil.which("node") or shutil.which("nodejs")
    if found is None:
        missing = "Node was not found: install it (apt-get install nodejs)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


def install(folder: Path) -> Path:
    """Put the modules into a folder that every Node takes for one of modules."""
    for file in CLIENTS.glob("*.js"):
        shutil.copy(file, folder / file.name)
    (folder / "package.json").write_text('{"type": "module"}')
    return folder


@contextmanager
def start_node(folder: Path) -> Iterator[Node]:
    """Start Node for the length of the block, with the modules installed in `folder`."""
    client = install(folder) / "clausier.js"
    process = subprocess.Popen(
        [find_node(), str(SCRIPT), client.as_uri()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Node(process.stdin, process.stdout)
        process.stdin.close()
