"""`clausier import`: earlier versions, from dated files to one commit each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from clausier.addresses import RESERVED
from clausier.commands.frame import Session, open_session, refusing, with_site
from clausier.commands.output import write_line
from clausier.commands.questions import agrees, is_attended, nothing_written
from clausier.commands.usage import SpokenCommand
from clausier.errors import (
    FrontMatterError,
    Message,
    Place,
    Problem,
    RefusedError,
    TimelineError,
    say,
    unwritable,
)
from clausier.frontmatter import parse_page
from clausier.git import History, read_line
from clausier.git.branches import NewCommit, find_branch, start_branch, write_commits
from clausier.importing import ImportingError
from clausier.importing.commits import iter_commits
from clausier.importing.convert import FORMS, Conversion, convert_file
from clausier.importing.plans import PlanLine, parse_plan, render_plan
from clausier.importing.schedule import (
    PlannedVersion,
    build_schedule,
    fill_from_names,
    propose_numbers,
)
from clausier.model import Document
from clausier.revisions import Removal, trace_documents
from clausier.timeline import build_timeline
from clausier.wording import name_change_class
from clausier.words import format_day

_LARGEST: Final = 64 * 2**20
"""Bytes that a file may have."""


@click.command("import", cls=SpokenCommand)
@click.argument("document")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="FOLDER|FILES…")
@click.option("--plan", type=click.Path(path_type=Path), metavar="FILE", help="A plan filled in.")
@click.option(
    "--write-plan",
    "written",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write what is known to a plan (.csv or .toml) to be filled in, and nothing else.",
)
@click.option("--branch", metavar="NAME", help="The new branch; import/DOCUMENT if left out.")
@click.option("--yes", "is_agreed", is_flag=True, help="Do not ask before writing.")
@with_site
def import_(
    document: str,
    paths: tuple[Path, ...],
    plan: Path | None,
    written: Path | None,
    branch: str | None,
    is_agreed: bool,
    config: Path | None,
    language: str | None,
) -> None:
    """Import earlier versions of DOCUMENT, each as a commit of a new branch."""
    with (
        open_session(config, language) as session,
        refusing(FrontMatterError, TimelineError),
    ):
        lines = _read_lines(session, paths, plan, written or plan)
        if written is not None:
            _write_plan(session, lines, written)
        else:
            name = branch or f"import/{document}"
            _Import(session, document, name, plan).run(lines, is_agreed=is_agreed)


def _read_lines(
    session: Session, paths: Sequence[Path], plan: Path | None, place: Path | None
) -> tuple[PlanLine, ...]:
    """Return what is to be imported, with all that is known of it.

    Raises:
        ImportingError: there is nothing, or it contradicts itself.
    """
    base = place.parent if place is not None else Path()
    files = {Path(os.path.relpath(path, base)).as_posix(): path for path in _iter_files(paths)}
    lines = parse_plan(_read(plan, plan.as_posix()), plan.as_posix()) if plan is not None else ()
    if plan is None:
        for uri, path in files.items():
            if path.suffix.lower() not in FORMS and not _is_named(path, paths):
                session.show(say("%(file)s is left out: it is no text to import", file=uri))
            else:
                lines = (*lines, PlanLine(uri, place=Place(path.as_posix())))
    else:
        for uri in sorted(files.keys() - {line.file for line in lines}):
            session.show(say("%(file)s is left out: the plan does not name it", file=uri))
    if not lines:
        raise ImportingError(
            Problem(
                say("there is nothing to import"),
                say("Name a folder or files (.docx, .html, .md or .txt), or a plan with --plan"),
            )
        )
    settings = session.configuration.settings
    filled = fill_from_names(lines, settings.languages, settings.governing_language)
    return propose_numbers(filled)


def _iter_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files named and those in the folders named; not what programs hide there."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file() and not file.name.startswith((".", "~$")):
                    yield file
        elif not path.exists():
            raise ImportingError(
                Problem(
                    say("there is no file or folder %(path)s", path=path),
                    say("Check its name, and from which folder you call"),
                )
            )
        else:
            yield path


def _is_named(path: Path, paths: Sequence[Path]) -> bool:
    return path in paths


def _write_plan(session: Session, lines: tuple[PlanLine, ...], file: Path) -> None:
    """Write a plan; one that is there is never written over."""
    is_toml = file.suffix == ".toml"
    content = render_plan(lines, semicolons=session.language == "fr", toml=is_toml)
    try:
        with file.open("x", encoding="utf-8" if is_toml else "utf-8-sig", newline="") as output:
            output.write(content)
    except OSError as error:
        raise ImportingError(unwritable(file, error)) from None
    session.show(
        say(
            "The plan is in %(file)s. Fill in what is empty, then import with --plan %(file)s.",
            file=file,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Import:
    """One import under way."""

    session: Session
    document: str
    branch: str
    plan: Path | None

    def run(self, lines: tuple[PlanLine, ...], *, is_agreed: bool) -> None:
        """Import.

        Raises:
            RefusedError: something has to be put right or agreed first; nothing was written.
            RepositoryError: git refuses.
        """
        site = self.session.configuration
        settings = site.settings
        versions = build_schedule(lines, settings.languages, settings.governing_language)
        conversions = dict(self._iter_conversions(versions))
        history = read_line(site.docs_dir)
        bodies = {file: made.markdown for file, made in conversions.items()}
        commits = tuple(iter_commits(self.document, versions, bodies, history.folder))
        self._check_document(history, commits)
        self._show_plan(versions, conversions)
        if (head := find_branch(site.docs_dir, self.branch)) is not None:
            self._finish_again(read_line(site.docs_dir, head), commits)
            return
        if not is_agreed:
            self._ask()
        head = write_commits(site.docs_dir, commits)
        self._read_back(read_line(site.docs_dir, head), versions, commits)
        start_branch(site.docs_dir, self.branch, head)
        self._tell_next(versions)

    def _iter_conversions(
        self, versions: Sequence[PlannedVersion]
    ) -> Iterator[tuple[str, Conversion]]:
        base = self.plan.parent if self.plan is not None else Path()
        problems: list[Problem] = []
        for version in versions:
            for line in version.texts:
                path = (base / line.file).as_posix()
                try:
                    raw = _read(base / line.file, path)
                    yield line.file, convert_file(raw, path, self.session.configuration.renderer)
                except ImportingError as error:
                    problems += error.problems
        if problems:
            raise ImportingError(*problems)

    def _check_document(self, history: History, commits: Sequence[NewCommit]) -> None:
        """Refuse an id that cannot be, and what would come before what is published."""
        settings = self.session.configuration.settings
        for uri, content in commits[0].files.items():
            parse_page(content, uri)  # refuses ids that no document can have
        if self.document in RESERVED or self.document in settings.languages:
            raise ImportingError(
                Problem(
                    say(
                        '"%(name)s" cannot be the id of a document, because /%(name)s/ is taken',
                        name=self.document,
                    ),
                    say("Choose another id"),
                )
            )
        trace = trace_documents(history.changes, history.folder, settings.languages)
        held = {
            event.document if isinstance(event, Removal) else event.front.document
            for event in trace.events
        }
        if self.document in held:
            raise ImportingError(
                Problem(
                    say(
                        'versions of "%(document)s" are in the repository already, and earlier '
                        "ones cannot be put before them: what was published is never rewritten",
                        document=self.document,
                    ),
                    say(
                        "Import the earlier versions as a document of their own (%(other)s), or "
                        "start over in a repository in which it was never published",
                        other=f"{self.document}-archives",
                    ),
                )
            )
        for uri in (uri for commit in commits for uri in commit.files):
            if any(change.uri == uri for change in history.changes):
                raise ImportingError(
                    Problem(
                        say("there is or was another page at this place"),
                        say("Choose another id"),
                        Place(uri),
                    )
                )

    def _show_plan(
        self, versions: Sequence[PlannedVersion], conversions: Mapping[str, Conversion]
    ) -> None:
        session = self.session
        for version in versions:
            write_line(
                f"{self.document} {version.number} · "
                f"{name_change_class(version.change, session.language)} · "
                f"{format_day(version.effective_date, session.language)}"
            )
            for line in version.texts:
                made = conversions[line.file]
                count = session.say(say("%(count)s words", count=len(made.words)))
                write_line(f"  {line.language}  {line.file} ({count})")
                for note in made.notes:
                    write_line(f"      {session.say(note)}")
                if line.summary:
                    write_line(f"      « {line.summary} »")

    def _ask(self) -> None:
        """Ask whether to write.

        Raises:
            RefusedError: nobody says so.
        """
        if not is_attended():
            raise RefusedError(nothing_written(say("Add `--yes` to write this")))
        question = say("Write these versions to the new branch %(name)s?", name=self.branch)
        if not agrees(self.session, question):
            raise RefusedError(nothing_written(say("Begin again at any time")))

    def _finish_again(self, there: History, commits: Sequence[NewCommit]) -> None:
        """Say that the branch holds all this already, or refuse it."""
        if _list_states(there, commits) != [dict(commit.files) for commit in commits]:
            raise ImportingError(
                Problem(
                    say("there is a branch %(name)s, and it holds other texts", name=self.branch),
                    say("Name another one with --branch, or delete it if nobody needs it"),
                )
            )
        self.session.show(
            say("Already done: the branch %(name)s holds these versions.", name=self.branch)
        )

    def _read_back(
        self, there: History, versions: Sequence[PlannedVersion], commits: Sequence[NewCommit]
    ) -> None:
        """Compare what the site would read with the plan, before a branch leads to it.

        Raises:
            ImportingError: it reads otherwise.
            TimelineError: it breaks a rule of versions.
        """
        settings = self.session.configuration.settings
        trace = trace_documents(there.changes, there.folder, settings.languages)
        timeline = build_timeline(trace, settings.governing_language, settings.zone)
        found = next((doc for doc in timeline.documents if doc.id == self.document), None)
        read = _summarize(found) if found is not None else []
        planned = [
            (v.number, v.change, v.effective_date, {t.language for t in v.texts}) for v in versions
        ]
        states = _list_states(there, commits)
        if read != planned or states != [dict(commit.files) for commit in commits]:
            raise ImportingError(
                Problem(
                    say("read back, the versions are not those of the plan; nothing was kept"),
                    say(
                        "Compare the texts of each language: none may be a copy of another, or of "
                        "the version before"
                    ),
                )
            )

    def _tell_next(self, versions: Sequence[PlannedVersion]) -> None:
        self.session.show(
            say(
                "Done: %(count)s versions, one commit each, on the branch %(name)s; nothing else "
                "was touched.",
                count=len(versions),
                name=self.branch,
            ),
        )
        self.session.show(
            say(
                "Next: read them (`git switch %(name)s`, `make serve`) and propose the branch. "
                "Each commit was held against the rules of versions; `clausier check --base main` "
                "takes a branch for one version, so what it says of past days and of the first "
                "version does not hold here.",
                name=self.branch,
            ),
        )
        self.session.show(
            say(
                "Merge it commit by commit (“Rebase and merge”, or `git merge --ff-only`): merged "
                "in one piece, only the last version would be published."
            ),
        )


def _list_states(there: History, commits: Sequence[NewCommit]) -> list[dict[str, bytes]]:
    """Return what each commit of a line did to the files that an import writes."""
    uris = {uri for commit in commits for uri in commit.files}
    states: dict[str, dict[str, bytes]] = {}
    for change in there.changes:
        if change.uri in uris:
            states.setdefault(change.published.commit, {})[change.uri] = change.raw
    return list(states.values())


def _summarize(document: Document) -> list[tuple[object, ...]]:
    return [
        (v.number, v.change, v.effective_date, {text.language for text in v.texts})
        for v in document.versions
    ]


def _read(path: Path, uri: str) -> bytes:
    """Return the bytes of a file.

    Raises:
        ImportingError: it cannot be read, or is too large to be a text.
    """
    try:
        if path.stat().st_size <= _LARGEST:
            return path.read_bytes()
        reason: Message | str = say("it is too large")
    except OSError as error:
        reason = error.strerror or ""
    raise ImportingError(
        Problem(
            say("%(filename)s cannot be read (%(strerror)s)", filename=uri, strerror=reason),
            say("Check the file"),
        )
    )
