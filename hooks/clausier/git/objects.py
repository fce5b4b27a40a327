"""What commits hold: contents by their names."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from tempfile import TemporaryFile

from clausier.errors import Place, Problem, RepositoryError, say
from clausier.git.repository import Repo, run_git


def read_tree(repo: Repo, commit: str, folder: str) -> dict[str, bytes]:
    """Return each Markdown file below a folder in a commit, by path."""
    output = run_git(
        repo, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *filter(None, [folder])
    )
    blobs: dict[str, str] = {}
    for entry in filter(None, output.split(b"\0")):
        facts, _, path = entry.partition(b"\t")
        _, kind, blob = facts.decode("ascii").split()
        uri = os.fsdecode(path)
        if kind == "blob" and uri.endswith(".md"):
            blobs[uri] = blob
    contents = read_blobs(repo, {blob: Place(uri) for uri, blob in blobs.items()})
    return {uri: contents[blob] for uri, blob in blobs.items()}


def read_blobs(repo: Repo, places: Mapping[str, Place]) -> dict[str, bytes]:
    """Return the content of each blob; the places are for messages.

    The answer to each name is `<name> <type> <size>`, a line feed, the content and a line feed
    (git-cat-file, "Batch output"). It is read to its end and then cut, because waiting for `size`
    bytes of a damaged object can take for ever.
    """
    with TemporaryFile() as names:
        names.write("".join(f"{blob}\n" for blob in places).encode("ascii"))
        names.seek(0)
        output = run_git(repo, "cat-file", "--batch", istream=names, with_exceptions=False)
    contents: dict[str, bytes] = {}
    start = 0
    for blob, place in places.items():
        end = output.find(b"\n", start)
        answer = re.fullmatch(rb"[0-9a-f]+ blob ([0-9]+)", output[start:end])
        size = int(answer[1]) if answer else 0
        raw = output[end + 1 : end + 1 + size]
        # git hands out a loose object without comparing its content with its name.
        name = hashlib.sha1(b"blob %d\0" % size + raw, usedforsecurity=False).hexdigest()
        if answer is None or name != blob:
            raise RepositoryError(
                Problem(
                    say("git cannot give the content %(blob)s of this file", blob=blob[:10]),
                    say("Check the repository with git fsck, or make a fresh, complete clone"),
                    place,
                )
            )
        contents[blob] = raw
        start = end + 1 + size + 1
    return contents
