"""Overrides in Hydra's grammar: which choose a group, and which set a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, OverrideType, Quote, QuotedString
from hydra.errors import HydraException

from conf.checking import is_free, known_keys
from sim.errors import InputError, UnknownName, nearest

GROUPS = ("scenario", "calendar", "executor", "experiment")
"""Keys that choose a file of conf/, not a value."""


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """What overrides ask for: files of conf/ by group, values of keys in order, and what is to take several values."""

    choices: dict[str, str]
    settings: list[Override]
    sweeps: list[Override]


def parse(texts: Sequence[str], *, sweeps: bool = False) -> Parsed:
    """Return the choices of groups, the other overrides in order, and those that give several values.

    Raises InputError for what is not of Hydra's grammar, for an option that came too late and, unless `sweeps`
    allows it, for several values.
    """
    for text in texts:
        if text.startswith("-"):
            raise InputError(f"{text!r} stands where an override was expected, such as replications=10; see --help.")
    parsed = Parsed(choices={}, settings=[], sweeps=[])
    for text in texts:
        key, _, value = text.partition("=")
        if key == "scenario" and value.endswith((".yaml", ".yml")):  # a path may hold what the grammar does not
            group, choice = key, value
        else:
            override = parsed_override(text)
            if override.is_sweep_override():
                if not sweeps:
                    raise InputError(f"{text!r} gives several values; this command takes one value a key.")
                parsed.sweeps.append(override)
                continue
            if override.key_or_group not in GROUPS or override.is_delete():
                parsed.settings.append(override)
                continue
            group, choice = override.key_or_group, str(plain(override.value()))
        if group in parsed.choices:
            raise InputError(
                f"command line: {group} is given twice, {parsed.choices[group]!r} and {choice!r}; expected once."
            )
        parsed.choices[group] = choice
    return parsed


def parsed_override(text: str) -> Override:
    """Return an override in Hydra's grammar; raise InputError if the text is none."""
    try:
        override = OverridesParser.create().parse_override(text)
    except HydraException as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{text!r} is no override; expected key=value, such as replications=10 ({reason}).") from None
    if not override.key_or_group:
        raise InputError(f"{text!r} is no override; expected key=value, such as replications=10 (it has no key).")
    return override


def apply(settings: Sequence[Override], data: dict[str, Any]) -> frozenset[str]:
    """Set keys of `data` in place; return the dotted keys that were set or removed.

    Raises UnknownName for a key that the schema does not know. In blocks whose names the file chooses
    (designs, types …) a name that is not there yet needs a leading `+`.
    """
    touched = set()
    for override in settings:
        path = override.key_or_group.split(".")
        if override.is_delete():
            _remove(path, data)
        else:
            adds = override.type in (OverrideType.ADD, OverrideType.FORCE_ADD)
            set_value(override.key_or_group, plain(override.value()), data, adds=adds)
        touched.add(override.key_or_group)
    return frozenset(touched)


def set_value(key: str, value: object, data: dict[str, Any], *, adds: bool = False) -> None:
    """Set a dotted key of `data` in place; raise UnknownName for a key that the schema does not know.

    `adds` lets it make a new name in a block whose names the file chooses.
    """
    path = key.split(".")
    _check(path, data, adds=adds)
    _set(path, data, value)


def _check(path: list[str], data: Mapping[str, Any], *, adds: bool) -> None:
    place: Any = data
    for depth, name in enumerate(path):
        above = path[:depth]
        if isinstance(place, list):
            place = place[_position(place, name, path)]
            continue
        if place is not None and not isinstance(place, Mapping):
            raise InputError(f"command line: {'.'.join(path)}: {path[depth - 1]} is {place!r}, which has no keys.")
        block = place or {}
        if name not in block and is_free(above) and not adds:
            raise UnknownName(
                f"command line: {'.'.join(path)}: {'.'.join(above)} has no {name!r}. {nearest(name, block)} "
                f"To add one, write +{'.'.join(path)}=…"
            )
        if name not in block and not is_free(above) and name not in known_keys(above) and not name.isdigit():
            raise UnknownName(
                f"command line: {'.'.join(path[: depth + 1])} is no key that is known here. "
                f"{nearest(name, known_keys(above))}"
            )
        place = block.get(name)


def _set(path: list[str], data: dict[str, Any], value: object) -> None:
    place: Any = data
    for depth, name in enumerate(path[:-1], start=1):
        at = _position(place, name, path) if isinstance(place, list) else name
        if isinstance(place, dict) and place.get(at) is None:  # absent, or a block that is switched off
            if path[depth].isdigit() and not is_free(path[:depth]):
                raise InputError(
                    f"command line: {'.'.join(path)}: {name} is not set here, so it has no position {path[depth]}; "
                    f"expected the whole list, {'.'.join(path[:depth])}=[…]."
                )
            place[at] = {}
        place = place[at]
    if isinstance(place, list):
        place[_position(place, path[-1], path)] = value
    else:
        place[path[-1]] = value


def _remove(path: list[str], data: dict[str, Any]) -> None:
    place: Any = data
    for name in path:
        if not isinstance(place, dict) or name not in place:
            hint = nearest(name, place) if isinstance(place, dict) else ""
            raise UnknownName(f"command line: ~{'.'.join(path)}: there is no such key to remove. {hint}".rstrip())
        above, place = place, place[name]
    del above[path[-1]]


def _position(values: list[Any], name: str, path: list[str]) -> int:
    if not name.isdigit() or int(name) >= len(values):
        raise InputError(f"command line: {'.'.join(path)}: {name!r} is no position in a list of {len(values)}.")
    return int(name)


def plain(value: object) -> object:
    """Return Hydra's value as plain Python; a quoted text as its text."""
    if isinstance(value, QuotedString):
        return value.text
    if isinstance(value, Quote):
        return str(value)
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    if isinstance(value, dict):
        return {str(plain(key)): plain(entry) for key, entry in value.items()}
    return value
