"""A built site's folder, as the rules see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import html as lxml_html

from clausier.addresses import EDITOR, earlier_address, markdown_address
from clausier.errors import Problem, say
from clausier.register import Register
from clausier.serving.policy import work_out_policy
from clausier.serving.rules import PublishedSite, ServingError

_PAGE = "index.html"


def read_site(folder: Path, register: Register, site_url: str) -> PublishedSite:
    """Return what a built site holds, and what its pages need.

    Args:
        folder: the built site.
        register: what it was built from.
        site_url: the absolute address of the root of the site, ending in a slash.

    Raises:
        ServingError: there is no site in the folder.
    """
    if not (folder / _PAGE).is_file():
        raise ServingError(
            Problem(say("there is no site in %(folder)s", folder=folder), say("Build it first"))
        )
    files = tuple(_iter_addresses(folder))
    pages = ((at, _read_page(folder, at)) for at in files if _is_html(at))
    policy, findings = work_out_policy(((at, html) for at, html in pages if at != EDITOR), site_url)
    return PublishedSite(
        site_url=site_url,
        languages=register.settings.languages,
        addresses=files,
        frozen=tuple(_iter_frozen(register)),
        policy=policy,
        findings=findings,
        editor_policy=_read_policy(_read_page(folder, EDITOR)) if EDITOR in files else "",
    )


def _read_policy(html: str) -> str:
    """Return the policy that a page carries."""
    found = lxml_html.document_fromstring(html).iterfind(
        ".//meta[@http-equiv='Content-Security-Policy']"
    )
    return next((meta.get("content", "") for meta in found), "")


def _iter_addresses(folder: Path) -> list[str]:
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    names = (path.as_posix() for path in paths if path.parts[0] != ".git")
    return sorted(name[: -len(_PAGE)] if _is_page(name) else name for name in names)


def _is_page(name: str) -> bool:
    return name == _PAGE or name.endswith(f"/{_PAGE}")


def _is_html(address: str) -> bool:
    return not address or address.endswith(("/", ".html"))


def _read_page(folder: Path, address: str) -> str:
    at = folder / address
    return (at / _PAGE if at.is_dir() else at).read_text(encoding="utf-8")


def _iter_frozen(register: Register) -> Iterator[str]:
    """Yield the addresses of governing texts that were published, newest first.

    A proposed version's text may change, and a translation's may be corrected (DESIGN section 4);
    what it said before has its digest in its address, and so is frozen too.
    """
    default = register.settings.languages[0]
    for record in register.records:
        for standing in reversed(record.standings):
            if standing.version.published is not None:
                yield markdown_address(standing.version.governing, default)
                for text in standing.version.texts:
                    yield from dict.fromkeys(
                        earlier_address(text, one, default) for one in text.earlier
                    )
