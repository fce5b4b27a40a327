"""`clausier review`: the report of a proposal, to stand as a comment beside it."""

from __future__ import annotations

from pathlib import Path

import click

from clausier.checks import list_problems
from clausier.checks.severities import is_warning
from clausier.commands import output
from clausier.commands.frame import UNSEEN, Session, open_session, with_site
from clausier.commands.usage import SpokenCommand
from clausier.errors import Problem, RefusedError, say
from clausier.proposals import Proposal
from clausier.review import Places, build_review, render_review


@click.command(cls=SpokenCommand)
@click.option(
    "--base",
    metavar="REV",
    help="The branch it is to be merged into; if left out, what is not committed is looked at.",
)
@click.option(
    "--preview",
    metavar="URL",
    help="Where the site can be seen as it would be: its root, ending in a slash, or a download.",
)
@click.option("--output", "named", metavar="FILE", help="Write to a file instead of the screen.")
@with_site
def review(
    base: str | None,
    preview: str | None,
    named: str | None,
    config: Path | None,
    language: str | None,
) -> None:
    """Write the report of what is proposed, in Markdown, for a comment beside it.

    Exits with 0, or with 1 where something is to be put right before a merge, as `check` does.
    """
    with open_session(config, language, refused=UNSEEN) as session:
        proposal = session.read_proposal(base)
        problems = list_problems(proposal)
        errors = tuple(problem for problem in problems if not is_warning(problem))
        warnings = tuple(filter(is_warning, problems))
        made = build_review(proposal, errors, warnings, session.configuration.renderer)
        places = _find_places(session, proposal, _check_address(preview))
        report = render_review(made, places, session.language)
        if named in (None, "-"):
            output.write(report)
        else:
            output.write_file(Path(str(named)), report.encode())
    click.get_current_context().exit(1 if errors else 0)


def _check_address(preview: str | None) -> str | None:
    if preview and not preview.startswith(("https://", "http://")):
        raise RefusedError(
            Problem(
                say("%(address)s is not the address of a preview", address=preview),
                say("Write an address that begins with https://"),
            )
        )
    return preview or None


def _find_places(session: Session, proposal: Proposal, preview: str | None) -> Places:
    """Return where things can be read; the page of checks where the site has one."""
    site = session.configuration
    return Places(
        site_url=site.site_url,
        default_language=proposal.settings.languages[0],
        preview=preview,
        checks=session.manual,
    )
