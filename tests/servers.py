"""Real web servers on the loopback address, told to serve a site as the rules say."""

from __future__ import annotations

import grp
import http.client
import os
import pwd
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from clausier.serving import PublishedSite, build_rules, render_caddy, render_nginx


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name; a header that comes twice has both values, a comma between."""
    body: bytes


def ask(root: str, path: str, method: str = "GET", /, **headers: str) -> Answer:
    """Return the answer to a request; a header's name is written with underscores."""
    connection = http.client.HTTPConnection(urlsplit(root).netloc, timeout=30)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        answer = connection.getresponse()
        found: dict[str, str] = {}
        for name, value in answer.getheaders():
            key = name.lower()
            found[key] = f"{found[key]}, {value}" if key in found else value
        return Answer(answer.status, found, answer.read())
    finally:
        connection.close()


def find_server(name: str) -> str:
    """Return the path of a server; without it a test is passed by, but never where `CI` is set."""
    folders = f"{os.environ.get('PATH', '')}:/usr/sbin"
    found = shutil.which(name, path=folders)
    if found is None:
        missing = f"{name} was not found: install it (apt-get install nginx-light caddy)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def wrap_nginx(folder: Path, configuration: bytes) -> Path:
    """Write a whole configuration of nginx around ours, with everything it writes in a folder."""
    (folder / "clausier.conf").write_bytes(configuration)
    temporary = "client_body fastcgi proxy scgi uwsgi".split()
    user = f"user {pwd.getpwuid(os.getuid())[0]} {grp.getgrgid(os.getgid())[0]};"
    lines = [
        user if os.geteuid() == 0 else "",
        "daemon off;",
        "worker_processes 1;",
        f"pid {folder}/nginx.pid;",
        "error_log stderr notice;",
        "events {}",
        "http {",
        "    access_log off;",
        *(f"    {name}_temp_path {folder}/{name};" for name in temporary),
        f"    include {folder}/clausier.conf;",
        "}",
    ]
    path = folder / "nginx.conf"
    path.write_text("\n".join(lines))
    return path


def wrap_caddy(folder: Path, configuration: bytes) -> Path:
    """Write a Caddyfile that begins with what a test needs."""
    path = folder / "Caddyfile"
    options = b"{\n\tadmin off\n\tauto_https off\n}\n"
    path.write_bytes(options + configuration)
    return path


@contextmanager
def _running(command: list[str], folder: Path, started: str) -> Iterator[None]:
    """Run a server until it says that it has started, and end it after."""
    homes = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, **homes}
    ) as process:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if started in line:
                break
        else:
            pytest.fail("".join(said))
        rest = threading.Thread(target=process.stderr.read, daemon=True)
        rest.start()
        try:
            yield
        finally:
            process.terminate()
            process.wait()
            rest.join()


@contextmanager
def run_nginx(site: PublishedSite, root: Path, folder: Path) -> Iterator[str]:
    """Serve a site with nginx; yields the address of its root."""
    program, port = find_server("nginx"), free_port()
    listen = f"127.0.0.1:{port}"
    path = wrap_nginx(folder, render_nginx(site, build_rules(site), str(root), listen))
    command = [program, "-p", str(folder), "-c", str(path), "-e", "stderr"]
    with _running(command, folder, "start worker process "):
        yield f"http://{listen}/"


@contextmanager
def run_caddy(site: PublishedSite, root: Path, folder: Path) -> Iterator[str]:
    """Serve a site with Caddy; yields the address of its root."""
    program, port = find_server("caddy"), free_port()
    listen = f"http://127.0.0.1:{port}"
    path = wrap_caddy(folder, render_caddy(site, build_rules(site), str(root), listen))
    command = [program, "run", "--config", str(path), "--adapter", "caddyfile"]
    with _running(command, folder, "serving initial configuration"):
        yield f"{listen}/"


SERVERS: Mapping[str, Callable[[PublishedSite, Path, Path], AbstractContextManager[str]]] = {
    "nginx": run_nginx,
    "caddy": run_caddy,
}
