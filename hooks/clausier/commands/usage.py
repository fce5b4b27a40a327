"""How commands are used, said in the language of whoever runs them: help, and wrong use.

click says both in English. The descriptions of commands, options and what they take are sentences
of the catalogue as they stand (`iter_descriptions`); what click says of wrong use is said anew from
what it found, never from its words.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from inspect import cleandoc
from itertools import pairwise
from typing import Any, Final, TypeVar

import click

from clausier.commands.frame import REFUSED, Failure, Voice
from clausier.commands.output import write_remark
from clausier.errors import Message, Problem, Translate, say
from clausier.report.choices import offer_choices
from clausier.words import SPOKEN, choose_language

_VOICE: Final = f"{__name__}.voice"
_HEADINGS: Final = {"Options": say("Options:"), "Commands": say("Commands:")}

_P = TypeVar("_P", bound=click.Parameter)


class Misuse(Failure):
    """Ends a command that was not asked for as it has to be."""

    def __init__(self, problem: Problem, ctx: click.Context | None, voice: Voice) -> None:
        super().__init__((problem,), voice, REFUSED)
        self._usage = ctx.get_usage() if ctx is not None else ""

    def show(self, file: object = None) -> None:
        """Say how it has to be, then what is wrong."""
        if self._usage:
            write_remark(f"{self._usage}\n")
        super().show(file)


class _SuperfluousError(click.UsageError):
    """More was given than a command takes."""


# Help


class _Formatter(click.HelpFormatter):
    """Writes click's own words in the words of a voice."""

    def __init__(self, voice: Voice, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self._voice = voice

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or self._voice.say(say("Usage:")) + " ")

    def write_heading(self, heading: str) -> None:
        told = self._voice.say(_HEADINGS[heading])
        self.write(f"{'':>{self.current_indent}}{told}\n")


class _Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        return _Formatter(_find_voice(self), self.terminal_width, self.max_content_width)


class SpokenCommand(click.Command):
    """A command that says how it is used in the language of whoever runs it."""

    context_class = _Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; the language to speak is read first, as they may be wrong."""
        ctx.meta[_VOICE] = Voice(self._find_language(args) or choose_language(os.environ))
        ctx.allow_extra_args = True  # to say so in words
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not isinstance(self, click.Group) and not ctx.resilient_parsing:
            raise _SuperfluousError(" ".join(rest), ctx)
        return rest

    def _find_language(self, args: list[str]) -> str | None:
        """Return the language asked for by `--lang`, where that is the one to speak."""
        if not any("--lang" in one.opts and _lists(one, SPOKEN) for one in self.params):
            return None
        given = (
            word.removeprefix("--lang=") if word.startswith("--lang=") else word
            for before, word in pairwise(("", *args))
            if before == "--lang" or word.startswith("--lang=")
        )
        return next((language for language in given if language in SPOKEN), None)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that says what a command takes."""
        super(SpokenCommand, self._spoken(ctx)).format_usage(ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        super(SpokenCommand, self._spoken(ctx)).format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each option does, and each command of a group."""
        super(SpokenCommand, self._spoken(ctx)).format_options(ctx, formatter)

    def _spoken(self, ctx: click.Context) -> SpokenCommand:
        """Return the command as it is described in the words of the voice."""
        translate = _find_voice(ctx).translate
        spoken = _speak_of(self, translate)
        spoken.params = [_speak_of_parameter(one, translate) for one in self.get_params(ctx)]
        spoken.add_help_option = False  # it is among them
        if isinstance(spoken, click.Group):
            spoken.subcommand_metavar = translate(spoken.subcommand_metavar)
            spoken.commands = {
                name: _speak_of(command, translate) for name, command in spoken.commands.items()
            }
        return spoken


_C = TypeVar("_C", bound=click.Command)


def _speak_of(command: _C, translate: Translate) -> _C:
    spoken = copy(command)
    spoken.help = translate(_unwrap(command.help))
    return spoken


def _speak_of_parameter(parameter: _P, translate: Translate) -> _P:
    spoken = copy(parameter)
    if isinstance(spoken, click.Option) and spoken.help:
        spoken.help = translate(spoken.help)
    if spoken.metavar:
        spoken.metavar = translate(spoken.metavar)
    return spoken


def _unwrap(text: str | None) -> str:
    """Return a description without the ends of lines within its paragraphs."""
    paragraphs = cleandoc(text or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def iter_descriptions(command: click.Command, parent: click.Context | None = None) -> Iterator[str]:
    """Yield every sentence and word that describes a command and those below it."""
    yield _unwrap(command.help)
    ctx = click.Context(command, parent=parent, **command.context_settings)
    for parameter in command.get_params(ctx):
        if isinstance(parameter, click.Option) and parameter.help:
            yield parameter.help
        if parameter.metavar:
            yield parameter.metavar
    if isinstance(command, click.Group):
        yield command.subcommand_metavar
        for one in command.commands.values():
            yield from iter_descriptions(one, ctx)


# Wrong use


class SpokenGroup(SpokenCommand, click.Group):
    """Commands that say what is wrong with how they are used, and end with 1.

    2 says that there is nothing to look at.
    """

    def make_context(self, *arguments: Any, **choices: Any) -> click.Context:
        """Read the arguments of the group."""
        with _misuse_is_said(None):
            return super().make_context(*arguments, **choices)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        with _misuse_is_said(ctx):
            return super().invoke(ctx)


@contextmanager
def _misuse_is_said(ctx: click.Context | None) -> Iterator[None]:
    try:
        yield
    except click.exceptions.NoArgsIsHelpError as error:
        error.exit_code = REFUSED  # type: ignore[misc]  # click reads it off the instance
        raise
    except click.UsageError as error:
        voice = _find_voice(error.ctx)
        raise Misuse(_explain(error, voice.translate), error.ctx, voice) from None
    except (click.Abort, KeyboardInterrupt):
        write_remark("")
        problem = Problem(say("interrupted"), say("Begin again at any time"))
        raise Failure((problem,), _find_voice(ctx), REFUSED) from None


def _find_voice(ctx: click.Context | None) -> Voice:
    found = ctx.meta.get(_VOICE) if ctx is not None else None
    return found if isinstance(found, Voice) else Voice(choose_language(os.environ))


def _explain(error: click.UsageError, translate: Translate) -> Problem:
    """Return what is wrong with how a command was asked for, and how to ask."""
    path = error.ctx.command_path if error.ctx is not None else "clausier"
    see = say("See `%(command)s --help`", command=path)
    options = _list_options(error.ctx)
    match error:
        case click.NoSuchOption():
            what = say('there is no option "%(name)s"', name=error.option_name)
            return offer_choices(what, say("The options are"), error.option_name, options)
        case click.NoSuchCommand():
            group = error.ctx.command if error.ctx is not None else None
            known = sorted(group.commands) if isinstance(group, click.Group) else ()
            what = say('there is no command "%(name)s"', name=error.command_name)
            return offer_choices(what, say("The commands are"), error.command_name, known)
        case click.MissingParameter() if error.param is not None:
            what = say("%(name)s is missing", name=_name(error.param, translate))
        case click.BadParameter() if error.param is not None:
            what = _expect(error.param, translate)
        case click.BadOptionUsage() if error.option_name in options:
            what = _expect(options[error.option_name], translate)
        case _SuperfluousError():
            what = say('"%(rest)s" is more than the command takes', rest=error)
        case _:
            what = say("this is not how it is used (%(what)s)", what=error.format_message())
    return Problem(what, see)


def _list_options(ctx: click.Context | None) -> dict[str, click.Parameter]:
    parameters = ctx.command.get_params(ctx) if ctx is not None else ()
    return {
        name: one
        for one in parameters
        if isinstance(one, click.Option)
        for name in (*one.opts, *one.secondary_opts)
    }


def _expect(parameter: click.Parameter, translate: Translate) -> Message:
    """Return what a parameter takes, of which something else was given."""
    name = _name(parameter, translate)
    if isinstance(parameter, click.Option) and parameter.is_flag:
        return say("%(name)s takes no value", name=name)
    kind = parameter.type
    if isinstance(kind, click.Choice):
        choices = ", ".join(map(str, kind.choices))
        return say("%(name)s takes one of these: %(choices)s", name=name, choices=choices)
    if isinstance(kind, click.IntRange):
        return say("%(name)s takes a whole number from %(first)s on", name=name, first=kind.min)
    if kind is click.INT:
        return say("%(name)s takes a whole number", name=name)
    return say("%(name)s takes %(values)s", name=name, values=_stand_in(parameter, translate))


def _name(parameter: click.Parameter, translate: Translate) -> str:
    """Return what a parameter is called where it is asked for."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return _stand_in(parameter, translate)


def _stand_in(parameter: click.Parameter, translate: Translate) -> str:
    """Return the word that stands for a value."""
    return translate(parameter.metavar) if parameter.metavar else parameter.human_readable_name


def _lists(parameter: click.Parameter, choices: tuple[str, ...]) -> bool:
    kind = parameter.type
    return isinstance(kind, click.Choice) and tuple(kind.choices) == choices
