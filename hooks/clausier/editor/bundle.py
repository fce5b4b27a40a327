"""The release of Sveltia CMS that the form runs, fetched once and checked (`make cms`).

It is not kept in the repository: two megabytes of somebody else's script. npm gets the archive of
the exact version; its SHA-512 must be the one written here, whatever the registry says.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from clausier.errors import ClausierError, Problem, say

PACKAGE: Final = "@sveltia/cms"
VERSION: Final = "0.221.1"
INTEGRITY: Final = (
    "sha512-J+Qoik9kGMk2L7vNpOQrnDmFRi+NB6vwJ0f657YtsxWH"
    "0P8WYSYRRSRC2pQ/jGGbVlM//Pg/WIgmkpswqoo3gQ=="
)
"""Of the archive, as npm writes it (W3C, Subresource Integrity)."""
FOLDER: Final = ".cache/cms"
"""Where it is kept, beside `mkdocs.yml`."""
MARK: Final = "integrity.txt"
"""Says of which archive the folder holds the files; written last."""

_PARTS: Final = re.compile(
    r"npm/index\.js|npm/chunks/react-(?!dom)\w+\.js|npm/assets/[\w.-]+(?:\.woff2|LICENSE\.txt)"
    r"|LICENSE\.txt"
)
"""What is published: the build without addresses of other hosts for its parts, and its fonts."""
_LOCALE: Final = re.compile(r"(locales/(?:fr|en-GB))\.json")


_FONT: Final = re.compile(rb"https://cdn\.jsdelivr\.net/fontsource/fonts/([\w-]+)[:@][^)]*\.woff2")
"""Where the styles look for fonts that the bundle itself has; relative to `/admin/`."""


_PUBLISHED: Final = re.compile(rf"{_PARTS.pattern}|locales/(?:fr|en-GB)\.js")


class BundleError(ClausierError):
    """The form's bundle is not there, or is not what was asked for."""


def is_part(path: str) -> bool:
    """Return whether a file of the bundle can have this path."""
    return _PUBLISHED.fullmatch(path) is not None


def unpack(archive: bytes) -> Mapping[str, bytes]:
    """Return what is published of an archive, by path.

    Raises:
        BundleError: it is not the archive that `INTEGRITY` stands for.
    """
    digest = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if f"sha512-{digest}" != INTEGRITY:
        raise BundleError(
            Problem(
                say("the archive of %(name)s is not the one expected", name=f"{PACKAGE}@{VERSION}"),
                say("Do not use it; see what changed before the version or its hash is changed"),
            )
        )
    parts: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            name = member.name.removeprefix("package/")
            locale = _LOCALE.fullmatch(name)
            file = tar.extractfile(member) if locale or _PARTS.fullmatch(name) else None
            if file is None:
                continue
            content = file.read()
            if locale:  # a module, since browsers do not import JSON as the build has it
                name = f"{locale[1]}.js"
                words = json.dumps(json.loads(content), ensure_ascii=False)
                content = f"export default {words};\n".encode()
            parts[name] = content
    parts["npm/index.js"] = _FONT.sub(lambda found: _own_font(found, parts), parts["npm/index.js"])
    return parts


def _own_font(found: re.Match[bytes], parts: Mapping[str, bytes]) -> bytes:
    """Return the address of the font in the bundle that stands at another host's address."""
    name = f"npm/assets/{found[1].decode()}-"
    (font,) = (part for part in parts if part.startswith(name) and part.endswith(".woff2"))
    return f"cms/{font}".encode()


def read_bundle(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of each file of the bundle, sorted.

    Raises:
        BundleError: it was not fetched, or another version was.
    """
    mark = folder / MARK
    if not mark.is_file() or mark.read_text() != INTEGRITY:
        raise BundleError(
            Problem(
                say("the form (extra.clausier.editor) needs %(name)s", name=f"{PACKAGE} {VERSION}"),
                say("Fetch it with make cms, or take the editor out of mkdocs.yml"),
            )
        )
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != mark:
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def fetch(folder: Path) -> None:
    """Get the archive through npm, and put what is published of it into a folder.

    Raises:
        BundleError: npm is missing or failed, or the archive is another.
    """
    with tempfile.TemporaryDirectory() as place:
        command = ["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent", "--pack-destination", place]
        try:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError) as error:
            raise BundleError(
                Problem(
                    say("npm could not get %(name)s (%(reason)s)", name=PACKAGE, reason=error),
                    say("Install npm, and see that its registry can be reached"),
                )
            ) from None
        (archive,) = Path(place).glob("*.tgz")
        parts = unpack(archive.read_bytes())
    (folder / MARK).unlink(missing_ok=True)
    for name, content in parts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / MARK).write_text(INTEGRITY)
