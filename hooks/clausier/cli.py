"""The `clausier` command: its parts, each a module of `commands`, put together."""

from __future__ import annotations

import click

from clausier.commands.check import check
from clausier.commands.compare import compare
from clausier.commands.import_ import import_
from clausier.commands.log import log
from clausier.commands.new import new
from clausier.commands.review import review
from clausier.commands.serve import serve
from clausier.commands.serving import serving
from clausier.commands.status import status
from clausier.commands.usage import SpokenGroup
from clausier.commands.verify import verify


@click.group(
    cls=SpokenGroup,
    commands=(check, compare, import_, log, new, review, serve, serving, status, verify),
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="COMMAND …",
)
@click.version_option(package_name="clausier", message="%(version)s")
def main() -> None:
    """Publish a company's terms: propose versions, compare them, verify what is published."""
