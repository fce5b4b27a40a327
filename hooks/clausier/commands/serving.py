"""`clausier serving`: what a server has to be told of the built site."""

from __future__ import annotations

from pathlib import Path

import click

from clausier.commands import output
from clausier.commands.frame import open_session, with_site
from clausier.commands.usage import SpokenCommand
from clausier.serving import build_rules, read_site, render_caddy, render_nginx


@click.command(cls=SpokenCommand)
@click.argument("server", metavar="SERVER", type=click.Choice(("nginx", "caddy")))
@click.option(
    "--root",
    metavar="FOLDER",
    help="Where the site lies on the server; where it was built, if left out.",
)
@click.option(
    "--listen",
    metavar="ADDRESS",
    help="What the server listens at: a port or an address and a port for nginx (80 if left out),"
    " the site's address for Caddy (that of mkdocs.yml if left out).",
)
@with_site
def serving(
    server: str,
    root: str | None,
    listen: str | None,
    config: Path | None,
    language: str | None,
) -> None:
    """Print a configuration of SERVER, nginx or caddy, for the built site.

    It says what `_headers` and `_redirects` in the site say to some hosts: types, caching, what
    scripts of other sites may read, security.
    """
    with open_session(config, language) as session:
        folder, address = session.configuration.site_dir, session.configuration.site_url
        site = read_site(folder, session.read_edition().register, address)
        root = root or str(folder.resolve())
        if server == "nginx":
            content = render_nginx(site, build_rules(site), root, listen or "80")
        else:
            content = render_caddy(site, build_rules(site), root, listen or address.rstrip("/"))
        output.write(content)
