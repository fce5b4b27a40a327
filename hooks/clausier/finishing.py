"""The end of a build: all that is published beside the pages, written into their folder.

Theory of operation. What names other files comes after them: the rules for servers once all pages
are there, checksums over all files, then `terms.json` and its signatures. Whoever made the pages
puts the folder in its place afterwards (`staging`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from clausier import editor, serving
from clausier.addresses import HEADERS, REDIRECTS
from clausier.edition import Edition
from clausier.errors import ClausierError, Message, Problem, say
from clausier.files import iter_files
from clausier.papers import Paper, iter_papers
from clausier.redlines import Redlines
from clausier.register import Register
from clausier.seals import iter_seals
from clausier.shelf import Shelf
from clausier.signatures import KeyFormatError, SigningKey, parse_signing_keys

SIGNING_KEY: Final = "CLAUSIER_SIGNING_KEY"
"""The variable that holds private keys in PEM form, or the path of a file with them."""
_SHELF: Final = ".cache/papers"
"""Where PDFs are kept between builds, beside `mkdocs.yml`."""
_PROGRESS: Final = 100
"""After how many PDFs a build says how far it is."""


def finish_site(
    folder: Path,
    edition: Edition,
    redlines: Redlines,
    site_url: str,
    *,
    others: Iterable[tuple[str, bytes]],
    texts: Collection[str],
    keys: Sequence[SigningKey],
    project: Path,
    tell: Callable[[Message], None],
) -> tuple[Problem, ...]:
    """Write what is not a page, `terms.json` last, and return what is to be noted.

    Args:
        folder: holds the pages already.
        edition: what is published.
        redlines: those of its register.
        site_url: the absolute address of the root of the site, ending in a slash.
        others: files that follow from the pages, with their addresses.
        texts: addresses of pages that show what was published, and so cannot be changed.
        keys: those that sign; without any, nothing is signed.
        project: where PDFs are kept between builds, and the release that the form runs.
        tell: says how far the work is.

    Raises:
        PdfError: a PDF cannot be set.
        BundleError: what the form runs was not fetched.
        ServingError: the policy of the pages would be too long.
        ClausierError: an ordinary page has something that would not work under any policy.
    """
    register = edition.register
    _write_all(folder, iter_files(register, redlines, site_url))
    _write_papers(folder, tuple(iter_papers(register, redlines, site_url)), project / _SHELF, tell)
    bundle = project / editor.FOLDER
    form = editor.iter_files(register.settings, edition.sources, edition.folder, site_url, bundle)
    _write_all(folder, form)
    _write_all(folder, others)
    notes = _write_rules(folder, register, site_url, texts)
    _write_all(folder, iter_seals(register, site_url, _digest_files(folder), keys))
    return notes


def read_signing_keys(value: str | None) -> tuple[SigningKey, ...]:
    """Return the private keys that a value holds or leads to; none where it is empty.

    Raises:
        KeyFormatError: it cannot be used. The value itself, which may be a key, is never shown.
    """
    if not value or not value.strip():
        return ()
    try:
        pem = value.encode() if "-----BEGIN" in value else Path(value.strip()).read_bytes()
        return parse_signing_keys(pem)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a name"
        raise KeyFormatError(
            Problem(
                say(
                    "%(name)s is neither a private key in PEM form nor the path of a file that can "
                    "be read (%(reason)s)",
                    name=SIGNING_KEY,
                    reason=reason,
                ),
                say("Give one of the two, or unset it to publish without a signature"),
            )
        ) from None
    except KeyFormatError as error:
        raise KeyFormatError(
            *(
                Problem(say("%(name)s: %(what)s", name=SIGNING_KEY, what=one.what), one.remedy)
                for one in error.problems
            )
        ) from None


def _write_papers(
    folder: Path, papers: Sequence[Paper], kept: Path, tell: Callable[[Message], None]
) -> None:
    """Write the PDFs; those that would come out the same are taken from the last build."""
    shelf = Shelf(kept)
    missing = []
    for paper in papers:
        content = shelf.find(paper.key)
        if content is None:
            missing.append(paper)
        else:
            _write(folder / paper.address, content)
    if missing:
        tell(say("Setting %(num)d of %(all)d PDFs", num=len(missing), all=len(papers)))
    for number, paper in enumerate(missing, 1):
        content = paper.render()
        _write(folder / paper.address, content)
        shelf.keep(paper.key, content)
        if number % _PROGRESS == 0:
            tell(say("%(num)d of %(all)d PDFs set", num=number, all=len(missing)))
    shelf.drop_others(paper.key for paper in papers)


def _write_rules(
    folder: Path, register: Register, site_url: str, texts: Collection[str]
) -> tuple[Problem, ...]:
    """Write what hosts are told about serving the site; return what is wrong with `texts`.

    A page may need more than the policy that each carries: then all carry that.
    """
    site = serving.read_site(folder, register, site_url)
    refused = [finding.problem for finding in site.findings if finding.address not in texts]
    if refused:
        raise ClausierError(*refused)
    if site.policy != serving.Policy():
        ours, needed = serving.Policy().meta.encode(), site.policy.meta.encode()
        for path in sorted(folder.rglob("*.html")):
            _write(path, path.read_bytes().replace(ours, needed, 1))
    _write(folder / HEADERS, serving.render_headers(site, serving.build_rules(site)))
    _write(folder / REDIRECTS, serving.render_redirects(site))
    return tuple(finding.problem for finding in site.findings)


def _digest_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _write_all(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for address, content in files:
        _write(folder / address, content)


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_name(f".{path.name}.part")
    whole.write_bytes(content)
    whole.replace(path)
