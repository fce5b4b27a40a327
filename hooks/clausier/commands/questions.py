"""Questions put to whoever runs a command, in their language, until the answer will do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final, TypeVar

import click

from clausier.commands.frame import Session
from clausier.commands.output import write_line
from clausier.errors import ClausierError, Message, Problem, RefusedError, say

_T = TypeVar("_T")

_YES: Final = ("y", "yes", "o", "oui")
_NO: Final = ("n", "no", "non", "")


def is_attended() -> bool:
    """Return whether somebody is there to answer."""
    return sys.stdin.isatty()


def ask(session: Session, question: Message, parse: Callable[[str], _T], default: str = "") -> _T:
    """Return the answer to a question; one that `parse` refuses is said to be, and asked again.

    Args:
        session: in whose language to speak.
        question: without a sign at its end.
        parse: makes a value of what was typed, without outer spaces.
        default: stands for an empty answer.

    Raises:
        RefusedError: whoever is asked left.
    """
    while True:
        try:
            typed = click.prompt(
                session.say(question),
                default=default,
                show_default=bool(default),
                prompt_suffix=" > ",
            )
        except click.Abort:
            write_line()
            raise RefusedError(nothing_written(say("Begin again at any time"))) from None
        try:
            return parse(typed.strip())
        except ClausierError as error:
            for problem in error.problems:
                write_line("  " + problem.render(session.translate))


def nothing_written(remedy: Message) -> Problem:
    """Return the problem that a command that writes did not, and what to do."""
    return Problem(say("nothing was written"), remedy)


def agrees(session: Session, question: Message) -> bool:
    """Return whether the answer is yes; an empty one is no."""

    def parse(typed: str) -> bool:
        if typed.casefold() not in (*_YES, *_NO):
            raise RefusedError(
                Problem(
                    say('"%(typed)s" is neither yes nor no', typed=typed), say("Type yes or no")
                )
            )
        return typed.casefold() in _YES

    return ask(session, say("%(question)s (yes or no)", question=question), parse)
