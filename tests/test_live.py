"""What `make serve` shows while a text is written: over real HTTP, from real repositories."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from lxml import html as lxml_html
from playwright.sync_api import BrowserContext, expect

from browser import Watch
from clausier.checks import list_problems
from clausier.commands.frame import Session
from clausier.commands.serve import open_live
from clausier.configuration import read_configuration
from clausier.errors import Problem, say
from clausier.live.placing import Finding, find_clause, place_findings
from clausier.live.server import HOST, LiveServer
from clausier.live.watching import Kind, Watcher
from clausier.proposals import Proposal
from proposing import ENGLISH, FRENCH, TODAY, head, propose_texts, start
from repositories import EN, FR, Repository
from servers import ask
from sites import publish, start_site

FIRST = head("1.0", effective_date="2026-02-01", change="initial")
THIRTY, SIXTY = "30 jours", "60 jours"
DRAFT = head(summary="Le délai passe à soixante jours.") + FRENCH.replace(THIRTY, SIXTY)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("CLAUSIER_AS_OF", TODAY.isoformat())
    return start_site(tmp_path / "r", {FR: FIRST + FRENCH, EN: FIRST + ENGLISH})


@contextmanager
def serving(repository: Repository) -> Iterator[LiveServer]:
    file = repository.path / "mkdocs.yml"
    session = Session("en", read_configuration(file, os.environ), TODAY)
    with open_live(session, file, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.close()
            thread.join()


@dataclass
class Listener:
    """An open page: what comes by its stream."""

    stream: HTTPResponse

    def next(self, *, holds: str = "") -> Mapping[str, str]:
        """The next content, or the next that holds something: a save may be seen in two steps."""
        silent = 0
        for line in self.stream:
            silent += line.startswith(b":")
            if silent > 3:
                break
            if line.startswith(b"data: {"):
                content: dict[str, str] = json.loads(line.removeprefix(b"data: "))
                if holds in content["html"]:
                    return content
        raise AssertionError(f"nothing came that holds {holds!r}")


@contextmanager
def listening(server: LiveServer, address: str) -> Iterator[Listener]:
    connection = HTTPConnection(HOST, server.server_address[1], timeout=60)
    connection.request("GET", f"/{address}events")
    try:
        with connection.getresponse() as stream:
            listener = Listener(stream)
            listener.next()
            yield listener
    finally:
        connection.close()


def page_of(server: LiveServer, address: str) -> str:
    answer = ask(server.url, f"/{address}")
    assert answer.status == 200
    return answer.body.decode()


# Over HTTP


def test_a_save_changes_what_an_open_page_shows_and_what_a_reload_shows(
    repository: Repository,
) -> None:
    with serving(repository) as server, listening(server, "_draft/cgu/") as french:
        assert "<ins" not in page_of(server, "_draft/cgu/")
        repository.write({FR: DRAFT})
        content = french.next(holds="<ins")
        assert re.search(r"<ins[^>]*>.*60", content["html"])
        assert "1 passage modifié" in content["note"]
        assert content["html"] in page_of(server, "_draft/cgu/")
        assert "/_draft/cgu/" in page_of(server, "cgu/"), "every page leads to what is written"
        assert "60 jours" not in page_of(server, "cgu/"), "the text in force is as it was"


def find_gaps(proposal: Proposal) -> Iterator[Problem]:
    """A check for this test: every line that still says "XXX"."""
    for page in proposal.pages:
        for number, line in enumerate(page.text.splitlines()):
            if "XXX" in line:
                what, remedy = (
                    say("the text cannot be read: %(error)s", error="X"),
                    say("Try again"),
                )
                yield Problem(what, remedy, page.place(number), code="gap")


def test_findings_stand_at_their_clauses_in_the_language_of_the_page(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clausier.checks.CHECKS", (find_gaps,))
    with serving(repository) as server, listening(server, "en/_draft/cgu/") as english:
        text = head(summary="Soon.") + ENGLISH.replace("one year", "XXX")
        repository.write({EN: text, FR: head(summary="Bientôt.") + FRENCH})
        content = english.next(holds="Clause 2.1")
        assert re.match(r"1 finding, ", content["note"])
        tree = lxml_html.fragment_fromstring(content["html"], create_parent="div")
        [finding] = tree.xpath("//*[@class='finding']")
        assert finding.getprevious().get("id") == "art-2.1"
        line = text.splitlines().index("2.1. The contract lasts XXX from 1 January 2026.") + 1
        assert f"Clause 2.1, line {line}" in finding.text_content()
        assert "the text cannot be read: X. Try again." in finding.text_content()


def test_a_damaged_file_shows_what_is_wrong_and_no_text_of_before(repository: Repository) -> None:
    with serving(repository) as server, listening(server, "_draft/cgu/") as french:
        repository.write({FR: DRAFT})
        french.next(holds="<ins")
        repository.write({FR: DRAFT.replace('version: "2.0"', "version: demain")})
        content = french.next(holds="finding")
        assert "live__text" not in content["html"]
        assert "ligne 3" in content["html"]
        assert "ne peut pas être affiché" in content["note"]
        repository.write({FR: None})
        assert "supprimé" in french.next(holds="supprimé")["html"]
        repository.write({FR: DRAFT})
        assert "live__text" in french.next(holds="<ins")["html"]


def test_a_document_that_is_new_has_a_page_and_one_that_is_none_any_more_says_why(
    repository: Repository,
) -> None:
    repository.write({"docs/fr/autre.md": DRAFT.replace("document: cgu", "document: autre")})
    repository.write({FR: "# Conditions\n"})
    with serving(repository) as server:
        assert "60 jours" in page_of(server, "_draft/autre/")
        assert "/_draft/autre/" in page_of(server, "cgu/")
        assert "finding" in page_of(server, "_draft/cgu/")
        assert 'data-text="cgu/1.0/fr"' in page_of(server, "cgu/")


def test_a_commit_while_serving_makes_the_draft_the_text(repository: Repository) -> None:
    with serving(repository) as server, listening(server, "_draft/cgu/") as french:
        now = head("1.1", summary="Soixante.", effective_date="2026-06-15", change="editorial")
        english = head("1.1", summary="Sixty.", effective_date="2026-06-15", change="editorial")
        files = {FR: now + FRENCH.replace(THIRTY, SIXTY), EN: english + ENGLISH}
        repository.write(files)
        french.next(holds="<ins")
        repository.commit(files, at="2026-06-14T10:00+02:00")
        content = french.next(holds="1.1, qui est en vigueur")
        assert "<ins" not in content["html"]


def test_two_editors_each_hear_of_their_own_file_alone(repository: Repository) -> None:
    with (
        serving(repository) as server,
        listening(server, "_draft/cgu/") as french,
        listening(server, "en/_draft/cgu/") as english,
    ):
        repository.write({FR: DRAFT})
        french.next(holds="<ins")
        repository.write({EN: head(summary="Sixty days.") + ENGLISH.replace("30", "60")})
        content = english.next(holds="<ins")
        assert re.search(r"<ins[^>]*>.*60", content["html"])
        assert "jours" not in content["html"]


def test_a_page_that_was_away_is_told_at_once_and_one_that_is_new_is_not(
    repository: Repository,
) -> None:
    repository.write({FR: DRAFT})
    with serving(repository) as server:
        found = re.search(r'data-digest="(\w+)"', page_of(server, "_draft/cgu/"))
        assert found
        connection = HTTPConnection(HOST, server.server_address[1], timeout=60)
        connection.request("GET", f"/_draft/cgu/events?seen={found[1]}")
        with connection.getresponse() as stream:
            assert stream.readline().startswith(b":")
        connection.close()


def test_a_text_in_force_is_not_said_to_take_force(repository: Repository) -> None:
    repository.write({FR: DRAFT})
    with serving(repository) as server:
        assert "Version 1.0, which is in force" in page_of(server, "en/_draft/cgu/")
        french = page_of(server, "_draft/cgu/")
        assert "qui entrerait en vigueur" in french
        assert "comparée à la version 1.0" in french


def test_a_page_is_told_when_a_draft_is_begun(repository: Repository) -> None:
    with serving(repository) as server:
        connection = HTTPConnection(HOST, server.server_address[1], timeout=60)
        connection.request("GET", "/_draft/events")
        with connection.getresponse() as stream:
            assert stream.readline().startswith(b":")
            repository.write({FR: DRAFT})
            told = (stream.readline() for _ in range(9))
            assert any(line.startswith(b"event: site") for line in told)
        connection.close()


def test_a_page_that_is_left_halfway_is_no_news(
    repository: Repository, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(repository) as server:
        for _ in range(5):
            with socket.create_connection((HOST, server.server_address[1])) as left:
                left.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                name = f"{HOST}:{server.server_address[1]}"
                left.sendall(f"GET /_draft/cgu/ HTTP/1.1\r\nHost: {name}\r\n\r\n".encode())
        assert "_draft" in page_of(server, "_draft/cgu/")
        time.sleep(0.5)
    assert "Traceback" not in capfd.readouterr().err


def test_nothing_of_a_draft_is_published(repository: Repository) -> None:
    repository.write({FR: DRAFT})
    with serving(repository) as server:
        assert "60" in page_of(server, "_draft/cgu/")
    built = publish(repository)
    held = [p for p in built.site.rglob("*") if p.is_file() and SIXTY.encode() in p.read_bytes()]
    assert held == []
    assert not list(built.site.rglob("_draft*"))


def test_only_this_computer_is_answered(repository: Repository) -> None:
    with serving(repository) as server:
        assert server.server_address[0] == "127.0.0.1"
        assert ask(server.url, "/_draft/cgu/", Host="terms.attacker.example").status == 421
        assert ask(server.url, "/_draft/nothing/").status == 404
        assert ask(server.url, "/_draft/..%2f..%2fmkdocs.yml").status == 404
        policy = re.search(r'Policy" content="([^"]*)"', page_of(server, "_draft/cgu/"))
        assert policy
        assert "unsafe" not in policy[1]


def test_ctrl_c_ends_it_quietly(repository: Repository) -> None:
    run = "from clausier.cli import main; main()"
    command = [sys.executable, "-c", run, "serve", "--port", "0", "--lang", "fr"]
    with subprocess.Popen(
        command, cwd=repository.path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate()
    assert process.returncode == 0, complaints
    assert "Le site" in "".join(said)
    assert "Traceback" not in complaints


# Pure parts


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("# Conditions", "conditions-generales"),
        ("## 1. Objet", "art-1"),
        ("1.1. Le client", "art-1.1"),
        ("1.2. Voir", "art-1.2"),
        ("2.1. Le contrat", "art-2.1"),
        ("version:", None),
    ],
)
def test_a_line_belongs_to_the_clause_that_it_stands_in(
    tmp_path: Path, words: str, clause: str | None
) -> None:
    proposal = propose_texts(start(tmp_path / "r"), f"{FRENCH}\nFin.\n", f"{ENGLISH}\nEnd.\n")
    assert list_problems(proposal) == ()
    page = proposal.page("cgu", "fr")
    assert page is not None
    lines = page.raw.decode().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith(words))
    found = find_clause(page, line)
    assert (found[0] if found else None) == clause


@pytest.mark.parametrize(
    ("clauses", "placed", "rest"),
    [
        ((), "<p id='a'>A</p><ul><li id='b'>B</li></ul>", ""),
        (("a",), "<p id='a'>A</p>1<ul><li id='b'>B</li></ul>", ""),
        (("b", "b"), "<p id='a'>A</p><ul><li id='b'>B</li></ul>12", ""),
        ((None, "gone", "a"), "<p id='a'>A</p>3<ul><li id='b'>B</li></ul>", "12"),
    ],
)
def test_findings_are_placed_after_the_block_of_their_clause(
    clauses: tuple[str | None, ...], placed: str, rest: str
) -> None:
    findings = [
        (Finding("code", None, "what", "remedy", clause), f"<i>{number}</i>")
        for number, clause in enumerate(clauses, 1)
    ]
    content, others = place_findings("<p id='a'>A</p><ul><li id='b'>B</li></ul>", findings)
    assert re.sub(r"</?i>", "", content).replace('"', "'") == placed
    assert re.sub(r"</?i>", "", "".join(others)) == rest


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("docs/fr/cgu.md", Kind.TEXT),
        ("docs/fr/image.svg", Kind.SITE),
        ("docs/fr/.cgu.md.swp", Kind(0)),
        ("docs/fr/cgu.md~", Kind(0)),
        (".git/logs/HEAD", Kind.HISTORY),
        (".git/index", Kind(0)),
        ("mkdocs.yml", Kind.SITE),
        ("notes.txt", Kind(0)),
    ],
)
def test_what_a_saved_file_has_its_part_in(repository: Repository, path: str, kind: Kind) -> None:
    folder = repository.path.resolve()
    watcher = Watcher(folder / "docs", (folder / "mkdocs.yml",), lambda saved: None)
    assert watcher.name_kind(folder / path) == kind


# In a browser


def test_a_draft_is_updated_in_place(repository: Repository, desktop: BrowserContext) -> None:
    long = DRAFT + "".join(f"\n## {n}. Titre\n\n{n}.1. Texte.\n" for n in range(3, 20))
    repository.write({FR: long})
    with serving(repository) as server:
        page = desktop.new_page()
        watch = Watch(page, server.url)
        page.set_viewport_size({"width": 1280, "height": 400})
        page.goto(f"{server.url}_draft/cgu/")
        page.evaluate("document.querySelector('#art-2').scrollIntoView({behavior: 'instant'})")
        before = page.evaluate("document.querySelector('#art-2').getBoundingClientRect().top")
        extra = "\n\n".join(f"1.{number}. Clause ajoutée." for number in range(3, 9))
        repository.write({FR: long.replace("\n## 2.", f"\n{extra}\n\n## 2.")})
        expect(page.locator("ins", has_text="1.8").first).to_be_attached()
        expect(page.get_by_role("status")).to_contain_text("modifié")
        after = page.evaluate("document.querySelector('#art-2').getBoundingClientRect().top")
        assert abs(after - before) <= 1, "what was read stands where it stood"
        page.locator("button[data-view=beside]").click()
        expect(page.locator(".beside__row.is-changed").first).to_be_visible()
        repository.write({FR: DRAFT.replace(SIXTY, "90 jours")})
        expect(page.locator(".beside ins", has_text="90").first).to_be_visible()
        watch.check()
