"""Where commands write: a terminal, a pipe, a file, or one of them that takes no more."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from clausier.errors import Problem, RefusedError, say, unwritable


class WriteError(RefusedError):
    """What was asked for cannot be written."""


def is_terminal() -> bool:
    """Return whether somebody sees what is written."""
    return sys.stdout.isatty()


def has_colour() -> bool:
    """Return whether what is written may be coloured: on a terminal that nobody asked not to."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and is_terminal()


def write(content: str | bytes) -> None:
    """Write to where output goes: UTF-8 whatever the system, or what a terminal can show.

    Raises:
        WriteError: it takes no more.
    """
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    try:
        if is_terminal():
            encoding = sys.stdout.encoding
            text = raw.decode().encode(encoding, "replace").decode(encoding)
            click.echo(text, nl=False, color=True)
        else:
            click.echo(raw, nl=False)
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # the reader went away, which click takes quietly
        _forget_output()
        raise WriteError(
            Problem(
                say("the output cannot be written (%(strerror)s)", strerror=error.strerror),
                say("Write it elsewhere"),
            )
        ) from None


def write_line(text: str = "") -> None:
    """Write a line, likewise."""
    write(f"{text}\n")


def write_remark(text: str) -> None:
    """Write a line where errors are told, so that it is no part of the output."""
    click.echo(text, err=True)


def write_file(file: Path, content: bytes) -> None:
    """Write to a file that was named.

    Raises:
        WriteError: it cannot be written.
    """
    try:
        file.write_bytes(content)
    except OSError as error:
        raise WriteError(unwritable(file, error)) from None


def _forget_output() -> None:
    """Send what still waits to be written nowhere, or Python would fail on it as it ends."""
    with suppress(OSError):  # not a file
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
