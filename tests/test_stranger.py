"""A script without this project, given only the site's address, does all that a chatbot has to."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_a_program_that_knows_the_address_alone_can_be_right(
    demo_root: str, tmp_path: Path
) -> None:
    script = tmp_path / "stranger.py"
    script.write_text((Path(__file__).parent / "stranger.py").read_text())
    done = subprocess.run(
        # Isolated, and without site-packages: nothing of this project can be imported.
        [sys.executable, "-I", "-S", str(script), demo_root],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["shown"].lstrip().startswith("# ")
    assert found["is_whole"]
    assert found["asks"]["1.0"] is True
    assert list(found["asks"].values()).count(True) == 1
    assert found["cited"]["text"].startswith("2.1.")
    assert found["cited"]["at"].endswith("#art-2.1")
    assert found["clause_is_of_the_text"]
    assert found["announced"]["version"] == "3.0"
    assert found["is_ahead"]
    assert sum(found["changes"].values()) > 0
    assert found["entries"] > 2
    assert found["proved"]
