"""A configuration file in MkDocs's dialect of YAML: its values, and the line of each.

Source: MkDocs's user guide, "Configuration" (`!ENV`, `INHERIT`), and the tags that PyYAML knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NoReturn

import yaml

from clausier.errors import Message, Place, Problem, SettingsError, say, unreadable


@dataclass(frozen=True, slots=True)
class ConfigurationFile:
    """What a file holds and inherits, and where each thing stands."""

    uri: str
    """As it is named in messages."""
    values: Mapping[str, Any]
    node: yaml.Node | None
    """The file itself; None if it is empty."""

    def find_line(self, *keys: str) -> int | None:
        """Return the line of a key within keys; None if it stands in an inherited file."""
        node, line = self.node, None
        for key in keys:
            found = next((pair for pair in _iter_pairs(node) if pair[0].value == key), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        return line

    def fail(self, what: Message, remedy: Message, *keys: str) -> NoReturn:
        """Raise a SettingsError about a key, or about the nearest key around it."""
        raise SettingsError(Problem(what, remedy, Place(self.uri, self.find_line(*keys))))


def _iter_pairs(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Yield the keys and values of a mapping, or of the mappings in a list."""
    if isinstance(node, yaml.MappingNode):
        yield from node.value
    elif isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            if isinstance(entry, yaml.ScalarNode):
                yield entry, entry
            else:
                yield from _iter_pairs(entry)


def read_file(
    path: Path,
    environment: Mapping[str, str],
    read: Callable[[Path], bytes] = Path.read_bytes,
    heirs: tuple[Path, ...] = (),
) -> ConfigurationFile:
    """Return what the file at `path` holds, and what it inherits.

    Args:
        path: an `mkdocs.yml`; messages name it as it is written here.
        environment: the variables that `!ENV` may name.
        read: gives a file's bytes.
        heirs: the files that inherit from this one, resolved.

    Raises:
        SettingsError: the file cannot be read, or is not YAML.
    """
    uri = path.as_posix()
    try:
        raw = read(path)
    except FileNotFoundError:
        raise SettingsError(
            Problem(say("%(uri)s was not found", uri=uri), say("Check the name of the file"))
        ) from None
    except OSError as error:
        raise SettingsError(unreadable(uri, error)) from None
    node, values = _parse(raw, uri, environment)
    file = ConfigurationFile(uri, values, node)
    if "INHERIT" not in values:
        return file
    parent = path.parent / str(values.pop("INHERIT"))
    if parent.resolve() in (path.resolve(), *heirs) or not parent.is_file():
        file.fail(
            say("%(file)s cannot be inherited", file=parent.as_posix()),
            say("Check its name"),
            "INHERIT",
        )
    inherited = read_file(parent, environment, read, (path.resolve(), *heirs)).values
    return ConfigurationFile(uri, _merge(inherited, values), node)


def _merge(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """Return a parent's values with the child's in their place, as MkDocs's `INHERIT` has it."""
    merged = dict(parent)
    for key, value in child.items():
        theirs = merged.get(key)
        both = isinstance(theirs, Mapping) and isinstance(value, Mapping)
        merged[key] = _merge(theirs or {}, value) if both else value
    return merged


def _parse(
    raw: bytes, uri: str, environment: Mapping[str, str]
) -> tuple[yaml.Node | None, dict[str, Any]]:
    """Return a file's YAML as nodes, which have lines, and as values."""
    line, reason = None, "brackets within brackets"
    try:
        loader = _Loader(raw, environment)
        node = loader.get_single_node()
        values = _settle(loader.construct_document(node)) if node is not None else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, reason = (mark.line + 1 if mark else None), str(error.problem or error.context)
    except yaml.reader.ReaderError as error:  # its text has several lines
        line, reason = raw.count(b"\n", 0, error.position) + 1, str(error.reason)
    except (TypeError, ValueError) as error:  # a date that is none, choices that do not fit
        reason = str(error)
    except RecursionError:
        pass
    else:
        if isinstance(values, dict):
            return node, values
        line, reason = 1, "no keys and values"
    raise SettingsError(
        Problem(
            say("the file is not the configuration of a site (%(reason)s)", reason=reason),
            say('Write one "key: value" a line; what belongs to a key is indented below it'),
            Place(uri, line),
        )
    )


class _Loader(yaml.SafeLoader):
    """Reads `mkdocs.yml` with MkDocs's tags, and calls nothing but what belongs to Markdown."""

    def __init__(self, raw: bytes, environment: Mapping[str, str]) -> None:
        super().__init__(raw)
        self.environment = environment


_CALLED: Final = frozenset({"markdown", "material", "pymdownx"})
"""Packages whose functions a file may call, to choose how they work."""

_UNKNOWN: Final = object()
"""Stands for what a tag means that is not known here."""


def _settle(value: object) -> Any:
    """Return a value without its unknown parts, so that in their place defaults apply."""
    if isinstance(value, dict):
        return {k: _settle(v) for k, v in value.items() if v is not _UNKNOWN}
    if isinstance(value, list):
        return [_settle(entry) for entry in value if entry is not _UNKNOWN]
    return value


def _construct_env(loader: _Loader, node: yaml.Node) -> object:
    """Return the first variable that is set, else the fallback: `!ENV [A, B, fallback]`."""
    names = node.value if isinstance(node, yaml.SequenceNode) else [node]
    names, fallback = (names[:-1], names[-1]) if len(names) > 1 else (names, None)
    for name in names:
        value = loader.environment.get(str(name.value))
        if value is not None:
            tag = loader.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
            return loader.construct_object(yaml.ScalarNode(tag, value))
    return loader.construct_object(fallback, deep=True) if fallback is not None else None


def _construct_name(loader: _Loader, suffix: str, node: yaml.Node) -> object:
    """Return what `!!python/name:module.name` names, if it is installed."""
    module, _, name = suffix.rpartition(".")
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        return _UNKNOWN


def _construct_call(loader: _Loader, suffix: str, node: yaml.Node) -> object:
    """Return what `!!python/object/apply:module.function` makes, for Markdown's own packages."""
    function = _construct_name(loader, suffix, node)
    package = suffix.partition(".")[0]
    home = str(getattr(function, "__module__", "")).partition(".")[0]
    if package not in _CALLED or home != package or not callable(function):
        return _UNKNOWN
    if isinstance(node, yaml.MappingNode):
        given = loader.construct_mapping(node, deep=True)
        return function(*given.get("args", ()), **given.get("kwds", {}))
    if isinstance(node, yaml.SequenceNode):
        return function(*loader.construct_sequence(node, deep=True))
    return _UNKNOWN


def _construct_unknown(loader: _Loader, suffix: str, node: yaml.Node) -> object:
    return _UNKNOWN


_PYTHON: Final = "tag:yaml.org,2002:python/"

_Loader.add_constructor("!ENV", _construct_env)
_Loader.add_multi_constructor(f"{_PYTHON}name:", _construct_name)
_Loader.add_multi_constructor(f"{_PYTHON}object/apply:", _construct_call)
_Loader.add_multi_constructor(_PYTHON, _construct_unknown)
_Loader.add_multi_constructor("!", _construct_unknown)
