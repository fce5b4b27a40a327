"""What runs on the host: who may do what there, and what the steps' scripts do."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from clausier.review import LIMIT, MARKER
from proposing import ENGLISH, FRENCH, head, start
from repositories import EN, FR, Repository, pin_environment
from sites import PAGES, write_configuration

ROOT = Path(__file__).parent.parent
GITHUB = ROOT / ".github"
SCRIPTS = GITHUB / "scripts"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
NEXT = {
    FR: head(summary="Quinze jours.") + FRENCH.replace("30", "15"),
    EN: head(summary="Fifteen days.") + ENGLISH.replace("30", "15"),
}


def read(path: Path) -> Any:
    # YAML 1.1 takes `on` for true.
    return yaml.load(path.read_text("utf-8").replace("\non:", '\n"on":'), yaml.SafeLoader)


def iter_jobs() -> Iterator[tuple[str, Any]]:
    for path in WORKFLOWS:
        for name, job in read(path)["jobs"].items():
            yield f"{path.stem}/{name}", job


# Who may do what


def test_each_job_may_do_no_more_than_it_has_to() -> None:
    assert {path.stem: read(path)["permissions"] for path in WORKFLOWS} == {
        "check": {},
        "comment": {},
        "publish": {},
    }
    assert {name: job["permissions"] for name, job in iter_jobs()} == {
        "check/review": {"contents": "read"},
        "comment/comment": {"actions": "read", "contents": "read", "pull-requests": "write"},
        "publish/build": {"contents": "read"},
        "publish/deploy": {"pages": "write", "id-token": "write"},
    }
    for path in WORKFLOWS:
        secrets = re.findall(r"secrets\.\w+", path.read_text("utf-8"))
        assert secrets == (["secrets.CLAUSIER_SIGNING_KEY"] if path.stem == "publish" else [])
        assert "pull_request_target" not in path.read_text("utf-8")
        assert read(path)["concurrency"]["group"]


def test_each_action_is_pinned_by_commit_with_its_version_beside() -> None:
    for path in WORKFLOWS:
        uses = re.findall(r"uses: (.*)", path.read_text("utf-8"))
        assert uses
        for action in uses:
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_nothing_that_others_write_becomes_part_of_a_command() -> None:
    for name, job in iter_jobs():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), name
            if "actions/checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False, name


def test_steps_call_scripts_that_are_here_and_can_be_run() -> None:
    runs = [step["run"] for _, job in iter_jobs() for step in job["steps"] if "run" in step]
    runs += read(ROOT / ".gitlab-ci.yml")["review"]["script"]
    called = {name for run in runs for name in re.findall(r"\.github/scripts/([\w.-]+)", run)}
    assert called == {path.name for path in SCRIPTS.iterdir() if path.suffix in (".sh", ".py")}
    assert all(os.access(path, os.X_OK) for path in SCRIPTS.glob("*.sh"))


def test_the_code_of_a_proposal_is_never_called() -> None:
    [steps] = [job["steps"] for name, job in iter_jobs() if name == "check/review"]
    assert [step["with"].get("ref") for step in steps if "checkout" in step.get("uses", "")] == [
        None,
        "${{ github.base_ref }}",
    ]
    for step in steps:
        for line in step.get("run", "").splitlines():
            assert line.startswith("trusted/.github/scripts/"), line


def test_the_whole_history_is_fetched_and_dates_take_force_each_night() -> None:
    publish = read(GITHUB / "workflows" / "publish.yml")
    assert publish["jobs"]["build"]["steps"][0]["with"]["fetch-depth"] == 0
    crons = {entry["cron"] for entry in publish["on"]["schedule"]}
    assert crons == {"10 22 * * *", "10 23 * * *"}, "after midnight in summer, and in winter"
    assert publish["concurrency"]["cancel-in-progress"] is False
    gitlab = read(ROOT / ".gitlab-ci.yml")
    assert gitlab["variables"]["GIT_DEPTH"] == "0"
    assert "schedule" in gitlab["pages"]["rules"][0]["if"]


def test_no_dependency_is_installed_where_the_signing_key_is() -> None:
    steps = read(GITHUB / "workflows" / "publish.yml")["jobs"]["build"]["steps"]
    install, build = (step for step in steps if "run" in step and "pack" not in step["run"])
    assert "install.sh" in install["run"]
    assert "env" not in install
    assert "CLAUSIER_SIGNING_KEY" in build["env"]


def test_every_line_of_a_script_is_one_command() -> None:
    jobs = read(ROOT / ".gitlab-ci.yml")
    for name in ("review", "pages"):
        assert all(isinstance(line, str) for line in jobs[name]["script"]), name


def test_zizmor_finds_nothing() -> None:
    zizmor = Path(sys.executable).parent / "zizmor"
    done = subprocess.run(
        [zizmor, "--offline", "--persona=pedantic", "--no-progress", GITHUB],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted((GITHUB / "ISSUE_TEMPLATE").glob("[0-9]*.yml")))
def test_a_form_asks_for_what_is_needed(path: Path) -> None:
    form = read(path)
    assert form["name"]
    assert form["description"]
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert len({field["id"] for field in fields}) == len(fields) >= 4
    template = ROOT / ".gitlab" / "issue_templates" / f"{form['name']}.md"
    for field in fields:
        assert f"## {field['attributes']['label']}\n" in template.read_text("utf-8")


def test_both_hosts_have_the_same_template_and_no_owner_is_made_up() -> None:
    ours = (GITHUB / "pull_request_template.md").read_bytes()
    assert (ROOT / ".gitlab/merge_request_templates/Default.md").read_bytes() == ours
    owners = (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines()
    assert all(line.startswith("#") for line in owners)


# The scripts, on a real repository


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with a site, whose main branch published version 1.0."""
    pin_environment(monkeypatch)
    monkeypatch.setenv("CLAUSIER_AS_OF", "2026-06-15")
    monkeypatch.setenv("CLAUSIER_LANG", "fr")
    repository = start(tmp_path / "proposed")
    write_configuration(repository.path)
    for folder in ("overrides", "hooks"):
        (repository.path / folder).mkdir()
        (repository.path / folder / "ours.txt").write_text("ours")
    repository.commit(PAGES)
    return repository


@pytest.fixture
def trusted(repository: Repository, tmp_path: Path) -> Path:
    """What is trusted, with the tool installed as `install.sh` would."""
    folder = tmp_path / "trusted"
    shutil.copytree(repository.path, folder)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, start_with in (
        ("python", '"$@"'),
        ("clausier", '-c "from clausier.cli import main; main()" "$@"'),
    ):
        script = f"#!/bin/sh\nPYTHONPATH={ROOT / 'hooks'} exec {sys.executable} {start_with}\n"
        (programs / name).write_text(script)
        (programs / name).chmod(0o755)
    return folder


def call(
    name: str, *arguments: object, folder: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "GITHUB_ACTIONS"}
    return subprocess.run(
        [SCRIPTS / name, *map(str, arguments)],
        cwd=folder,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_proposal_is_reviewed_and_shown_by_the_scripts(
    repository: Repository, trusted: Path, tmp_path: Path
) -> None:
    base = repository.head()
    repository.branch("next")
    repository.commit(NEXT)
    merged = call("merge.sh", "proposed", base, "HEAD", folder=tmp_path)
    assert merged.returncode == 0, merged.stderr
    for commit, folder in (("HEAD", "head"), (merged.stdout.strip(), "merged")):
        laid = call("lay-out.sh", "trusted", "proposed", commit, folder, folder=tmp_path)
        assert laid.returncode == 0, laid.stderr
    built = call("preview.sh", "trusted", "merged", folder=tmp_path)
    assert (tmp_path / "merged/site/cgu/compare/1.0/2.0/index.html").is_file(), built.stderr
    packed = call("pack.sh", "merged/site", "site.tar", folder=tmp_path)
    assert packed.returncode == 0, packed.stderr
    preview = "https://host.example/artifacts/3"
    done = call("review.sh", "trusted", "head", base, "report.md", preview, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    report = (tmp_path / "report.md").read_text("utf-8")
    assert report.startswith(MARKER)
    assert preview in report
    assert "<del>30</del> <ins>15</ins>" in report


def test_what_is_wrong_fails_the_check_and_is_reported_and_there_is_no_preview(
    repository: Repository, trusted: Path, tmp_path: Path
) -> None:
    base = repository.head()
    repository.branch("next")
    first = head("1.0", effective_date="2026-02-01", change="initial")
    repository.commit({FR: first + FRENCH.replace("30", "15")})
    assert (
        call("lay-out.sh", "trusted", "proposed", "HEAD", "head", folder=tmp_path).returncode == 0
    )
    done = call("review.sh", "trusted", "head", base, "report.md", folder=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("docs/fr/cgu.md\n\n    11  ")
    assert "published-text-changed" in (tmp_path / "report.md").read_text("utf-8")
    where = ("trusted", "head", base, "report.md")
    beside = call("review.sh", *where, folder=tmp_path, GITHUB_ACTIONS="true")
    assert beside.returncode == 1
    assert beside.stdout.startswith("::error file=docs/fr/cgu.md,line=11,title=published-text-")
    built = call("preview.sh", "trusted", "head", folder=tmp_path)
    assert built.returncode == 0
    assert not (tmp_path / "head/site").exists()
    done = call("review.sh", "trusted", "head", "nowhere", "none.md", folder=tmp_path)
    assert done.returncode == 2
    assert not (tmp_path / "none.md").exists()


def test_a_proposal_is_laid_out_as_data(
    repository: Repository, trusted: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    repository.branch("evil")
    (repository.path / "docs/fr/lien.md").symlink_to(secret)
    repository.commit(
        {
            "hooks/events.py": "raise SystemExit",
            "hooks/ours.txt": "theirs",
            "overrides/evil.html": "{{ 7 * 7 }}",
            "mkdocs.yml": "site_name: theirs\n",
            ".gitattributes": "*.md text eol=crlf ident\n",
            "docs/.gitattributes": "*.md text eol=crlf ident filter=evil\n",
            **NEXT,
        }
    )
    laid = call("lay-out.sh", "trusted", "proposed", "HEAD", "head", folder=tmp_path)
    assert laid.returncode == 0, laid.stderr
    head_ = tmp_path / "head"
    assert (head_ / "hooks/ours.txt").read_text() == "ours"
    assert not (head_ / "hooks/events.py").exists()
    assert not (head_ / "overrides/evil.html").exists()
    assert (head_ / "mkdocs.yml").read_bytes() == (trusted / "mkdocs.yml").read_bytes()
    assert (head_ / FR).read_bytes() == NEXT[FR].encode()
    link = head_ / "docs/fr/lien.md"
    assert not link.is_symlink()
    assert "SECRET" not in link.read_text()
    wrong = call("lay-out.sh", "trusted", "proposed", "--output=x", "other", folder=tmp_path)
    assert wrong.returncode != 0


def test_hidden_files_of_a_site_are_packed(tmp_path: Path) -> None:
    (tmp_path / "site/.well-known").mkdir(parents=True)
    (tmp_path / "site/.well-known/security.txt").write_text("x")
    assert call("pack.sh", "site", "a.tar", folder=tmp_path).returncode == 0
    listed = subprocess.run(
        ["tar", "-tf", tmp_path / "a.tar"], capture_output=True, text=True, check=True
    )
    assert "./.well-known/security.txt" in listed.stdout


# The one comment


class FakeHost:
    """A pull request with its comments, as GitHub's API has them."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.files = [{"filename": FR}]
        self.sha = "a" * 40
        self.repository_id = 7
        self.asked: list[str] = []
        self.status = 200

    def say(self, who: str, body: str) -> dict[str, Any]:
        comment = {"id": len(self.asked) + 1000, "user": {"login": who}, "body": body}
        self.comments.append(comment)
        return comment

    def answer(self, method: str, address: str, body: Any) -> Any:
        way, query = urlsplit(address).path, parse_qs(urlsplit(address).query)
        self.asked.append(f"{method} {way}")
        way = way.removeprefix("/repos/maison/textes/")
        if way == "pulls":
            assert query["head"] == ["quelqu-un:next"]
            head_ = {"sha": self.sha, "repo": {"id": self.repository_id}}
            return [{"number": 12, "head": head_, "base": {"sha": "b" * 40}}]
        if way == f"compare/{'b' * 40}...{'a' * 40}":
            return {"files": self.files}
        if way == "issues/12/comments" and method == "GET":
            page = int(query["page"][0])
            return self.comments[(page - 1) * 100 : page * 100]
        if way == "issues/12/comments":
            return self.say("github-actions[bot]", body["body"])
        [comment] = [c for c in self.comments if way == f"issues/comments/{c['id']}"]
        if method == "PATCH":
            comment["body"] = body["body"]
            return comment
        assert method == "DELETE"
        return self.comments.remove(comment)

    @property
    def reports(self) -> list[str]:
        bodies = (c["body"] for c in self.comments if c["user"]["login"] == "github-actions[bot]")
        return [body for body in bodies if body.startswith(MARKER)]


@contextmanager
def serve(host: FakeHost) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = host.answer(self.command, self.path, json.loads(raw) if raw else None)
            body = b"" if said is None else json.dumps(said).encode()
            self.send_response(host.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_DELETE = handle_any  # noqa: N815  # as the server asks

        def log_message(self, format: str, *values: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def post(host: FakeHost, folder: Path, report: str | bytes) -> subprocess.CompletedProcess[str]:
    """Run the script as the workflow does."""
    event = {
        "workflow_run": {
            "head_sha": "a" * 40,
            "head_branch": "next",
            "head_repository": {"id": 7, "owner": {"login": "quelqu-un"}},
            "pull_requests": [],
        }
    }
    (folder / "event.json").write_text(json.dumps(event))
    path = folder / "report.md"
    path.write_bytes(report if isinstance(report, bytes) else report.encode())
    with serve(host) as address:
        return subprocess.run(
            [sys.executable, SCRIPTS / "comment.py", path],
            env={
                "GITHUB_EVENT_PATH": str(folder / "event.json"),
                "GITHUB_API_URL": address,
                "GITHUB_REPOSITORY": "maison/textes",
                "GITHUB_TOKEN": "jeton",
                "NO_PROXY": "127.0.0.1",
            },
            capture_output=True,
            text=True,
            check=False,
        )


def test_a_report_is_posted_once_then_updated(tmp_path: Path) -> None:
    host = FakeHost()
    for number in range(150):
        host.comments.append({"id": number, "user": {"login": "quelqu-un"}, "body": "Bien."})
    for text in ("un", "deux", "trois"):
        done = post(host, tmp_path, f"{MARKER}\n\n{text}\n")
        assert done.returncode == 0, done.stderr
        assert host.reports == [f"{MARKER}\n\n{text}\n"]


def test_two_reports_become_one_and_those_of_others_stay(tmp_path: Path) -> None:
    host = FakeHost()
    host.comments = [
        {"id": 1, "user": {"login": "quelqu-un"}, "body": f"{MARKER} faux"},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": f"{MARKER} un"},
        {"id": 3, "user": {"login": "github-actions[bot]"}, "body": f"{MARKER} deux"},
        {"id": 4, "user": {"login": "github-actions[bot]"}, "body": "autre chose"},
    ]
    assert post(host, tmp_path, f"{MARKER}\n\nneuf\n").returncode == 0
    assert [comment["id"] for comment in host.comments] == [1, 2, 4]
    assert host.comments[0]["body"] == f"{MARKER} faux"
    assert host.reports == [f"{MARKER}\n\nneuf\n"]


def test_nothing_is_posted_for_a_proposal_that_moved_on_or_is_somebody_elses(
    tmp_path: Path,
) -> None:
    for name, value in (("sha", "c" * 40), ("repository_id", 8)):
        host = FakeHost()
        setattr(host, name, value)
        done = post(host, tmp_path, f"{MARKER}\n")
        assert done.returncode == 0
        assert host.comments == []


@pytest.mark.parametrize(
    "files",
    [
        [{"filename": ".github/workflows/check.yml"}],
        [{"filename": "docs/x", "previous_filename": ".github/workflows/check.yml"}],
        [{"filename": f"docs/{number}"} for number in range(300)],
    ],
)
def test_the_report_of_a_proposal_that_changes_the_checks_is_not_posted(
    files: list[dict[str, str]], tmp_path: Path
) -> None:
    host = FakeHost()
    host.files = files
    assert post(host, tmp_path, f"{MARKER}\n\ntout va bien\n").returncode == 0
    [body] = host.reports
    assert "tout va bien" not in body
    assert "modifie les contrôles" in body


@pytest.mark.parametrize(
    "report",
    ["sans marque", f"{MARKER}{'x' * LIMIT}", f"{MARKER}{'😀' * (LIMIT // 2)}", b"\xff\xfe"],
)
def test_what_is_no_report_is_not_posted(report: str | bytes, tmp_path: Path) -> None:
    host = FakeHost()
    done = post(host, tmp_path, report)
    assert done.returncode == 1
    assert done.stderr.startswith(str(tmp_path / "report.md"))
    assert host.asked == []


def test_a_host_that_refuses_is_said_in_one_line(tmp_path: Path) -> None:
    host = FakeHost()
    host.status = 403
    done = post(host, tmp_path, f"{MARKER}\n")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_the_longest_report_is_posted(tmp_path: Path) -> None:
    host = FakeHost()
    assert post(host, tmp_path, MARKER.ljust(LIMIT, "x")).returncode == 0
    assert len(host.reports) == 1
