"""`clausier serve`: the site while it is written, drafts beside the texts in force."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from clausier.commands.frame import AS_OF, Session, open_session, with_site
from clausier.commands.usage import SpokenCommand
from clausier.configuration import find_configuration
from clausier.configuration_file import read_file
from clausier.errors import Problem, SettingsError, say
from clausier.live.pages import Press, draft_address
from clausier.live.server import HOST, LiveServer
from clausier.live.studio import Studio
from clausier.live.watching import Kind, Watcher
from clausier.settings import parse_as_of

PORT: Final = 8000
_BUILD: Final = "import sys; from clausier.site import preview; preview(*sys.argv[1:])"


@click.command(cls=SpokenCommand)
@click.option(
    "--port",
    type=int,
    default=PORT,
    metavar="NUMBER",
    help=f"The port of this computer, {PORT} if left out; 0 for any that is free.",
)
@with_site
def serve(port: int, config: Path | None, language: str | None) -> None:
    """Show the site while you write; Ctrl-C ends it."""
    with open_session(config, language) as session:
        file = config or find_configuration(Path.cwd())
        with _ended_by_signals(), open_live(session, file, port) as server:
            session.show(say("The site: %(address)s", address=server.url))
            default = session.configuration.settings.languages[0]
            for document, code, is_written in server.studio.reading.list_drafts():
                if is_written:
                    address = server.url + draft_address(document, code, default)
                    session.show(say("A draft: %(address)s", address=address))
            session.show(say("Ctrl-C ends it."))
            server.serve_forever()


@contextmanager
def open_live(session: Session, file: Path, port: int) -> Iterator[LiveServer]:
    """Build the site, watch its files, and yield a server that `serve_forever` sets to work.

    Raises:
        SettingsError: the port is taken.
    """
    site = session.configuration
    values = read_file(file, os.environ).values
    templates = (file.parent / values.get("theme", {}).get("custom_dir", "overrides")).resolve()

    def today() -> date:
        return parse_as_of(os.environ.get(AS_OF), site.settings.zone, datetime.now(UTC))

    with TemporaryDirectory(prefix="clausier-") as folder:
        root = Path(folder).resolve() / "site"
        studio = Studio(site.docs_dir, site.settings, site.renderer, site.site_url, today)
        try:
            server = LiveServer(port, root, studio, Press(templates, site.settings))
        except OSError as error:
            what = say(
                "%(address)s cannot be opened (%(reason)s)",
                address=f"http://{HOST}:{port}/",
                reason=error.strerror,
            )
            raise SettingsError(
                Problem(what, say("End what runs there, or choose another with --port"))
            ) from None

        def build() -> None:
            command = [sys.executable, "-c", _BUILD, str(file), str(root), server.url]
            # Ctrl-C goes to this process alone, which then ends the build.
            if subprocess.run(command, check=False, start_new_session=True).returncode == 0:
                studio.note_site()

        def note(saved: Kind) -> None:
            before = _ordinary_pages(studio)
            studio.refresh(history=bool(saved & Kind.HISTORY))
            if saved & ~Kind.TEXT or _ordinary_pages(studio) != before:
                build()

        build()
        watcher = Watcher(site.docs_dir, (file, templates), note)
        watcher.start()
        try:
            yield server
        finally:
            watcher.stop()
            studio.close()
            server.server_close()


def _ordinary_pages(studio: Studio) -> dict[str, bytes]:
    """Return the pages that the site has from the working tree: those of no document."""
    proposal = studio.reading.proposal
    pages = proposal.pages if proposal else ()
    return {page.uri: page.raw for page in pages if page.page and not page.front}


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let Ctrl-C, and the signal that ends a service, end what is within quietly."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    former = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, former)
