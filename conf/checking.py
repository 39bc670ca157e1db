"""Holding a configuration to the schema, with errors that a person can act on.

Each error says which file and key, what was given, what was expected, and the nearest valid name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from math import isfinite
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from conf.schema import ScenarioFile
from sim.errors import InputError, nearest

Location = Sequence[str | int]

_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
_MISSING = ("missing", "missing_argument", "missing_keyword_only_argument")


def validated(data: Mapping[str, Any], where: str, changed: frozenset[str] = frozenset()) -> ScenarioFile:
    """Return `data` as a scenario file; raise InputError naming every key that is wrong (at most five).

    `where` names the file; keys in `changed` were given on the command line and are said to be.
    """
    for key, number in _endless(data, ""):
        raise InputError(f"{_place(key, where, changed)} is {number}; expected a finite number.")
    try:
        return ScenarioFile.model_validate(dict(data))
    except ValidationError as error:
        details = error.errors()
    sentences = [_sentence(detail, where, changed) for detail in _told_once(details, changed)]
    more = f"\n({len(sentences) - 5} more)" if len(sentences) > 5 else ""
    raise InputError("\n".join(sentences[:5]) + more)


def _endless(value: Any, key: str) -> Iterator[tuple[str, float]]:
    """Yield the keys of numbers that are infinite or no number at all, which bounds alone would let pass."""
    if isinstance(value, Mapping | list):
        for name, entry in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _endless(entry, f"{key}.{name}" if key else str(name))
    elif isinstance(value, float) and not isfinite(value):
        yield key, value


def _told_once(details: Sequence[ErrorDetails], changed: frozenset[str]) -> list[ErrorDetails]:
    """Return what is wrong, the command line's first, but what follows from another mistake.

    That is a mistake that other designs take over, and a missing key beside an unknown one: its right name.
    """
    misspelt = {detail["loc"][:-1] for detail in details if detail["type"] in _UNKNOWN}
    details = [detail for detail in details if detail["type"] not in _MISSING or detail["loc"][:-1] not in misspelt]
    told: dict[str, ErrorDetails] = {}
    for detail in sorted(details, key=lambda detail: not _is_within(_key(detail["loc"]), changed)):
        location = detail["loc"][2:] if detail["loc"][:1] == ("designs",) else detail["loc"]
        told.setdefault(f"{location} {detail['type']} {detail['input']!r}", detail)
    return list(told.values())


def _place(key: str, where: str, changed: frozenset[str]) -> str:
    """Say where a key was given: on the command line, in the file, or in a block of it that was changed."""
    if _is_within(key, changed):
        return f"command line: {key}"
    if any(not key or other.startswith(f"{key}.") for other in changed):
        where = f"{where}, changed by the command line"
    return f"{where}: {key}" if key else where


def _is_within(key: str, changed: frozenset[str]) -> bool:
    return any(key == other or key.startswith(f"{other}.") for other in changed)


def _key(location: Location) -> str:
    return ".".join(str(part) for part in location if not _is_branch(part))


def _sentence(detail: ErrorDetails, where: str, changed: frozenset[str]) -> str:
    location = [part for part in detail["loc"] if not _is_branch(part)]
    place = _place(_key(location), where, changed)
    if detail["type"] in _UNKNOWN:
        known = known_keys(location[:-1])
        return f"{place} is no key that is known here. {nearest(str(location[-1]), known)}"
    if detail["type"] in _MISSING:
        return f"{place} is missing; expected a value."
    if detail["type"] == "value_error":
        return f"{place}: {detail['ctx']['error']}"
    return f"{place} is {_shown(detail['input'])}; expected {_expected(detail)}.{_clock_hint(location, detail)}"


def _is_branch(part: str | int) -> bool:
    """Whether pydantic names a branch of a union here, not a key."""
    return isinstance(part, str) and (part.startswith(("function-", "constrained-")) or "[" in part)


def _expected(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "greater_than_equal":
        return f"at least {context['ge']:g}"
    if kind == "greater_than":
        return f"more than {context['gt']:g}"
    if kind == "less_than_equal":
        return f"at most {context['le']:g}"
    if kind.startswith(("int_", "int")):
        return "a whole number"
    if kind.startswith("float"):
        return "a number"
    if kind.startswith("bool"):
        return "true or false"
    if kind.startswith("date"):
        return "a date such as 2021-01-01"
    if kind in ("dict_type", "mapping_type", "model_type", "dataclass_type"):
        return "a block of keys"
    if kind in ("list_type", "tuple_type"):
        return "a list"
    if kind == "string_pattern_mismatch":
        return "letters a to z, digits, '.', '_' and '-' only (the title may hold anything)"
    if kind.startswith("string"):
        return "a text"
    if kind == "literal_error":
        return str(context["expected"])
    return detail["msg"].removeprefix("Input should be ").removeprefix("Value error, ")


CLOCK_TIMES = ("hours", "times", "desk_times")
"""Keys that hold clock times."""


def _clock_hint(location: Location, detail: ErrorDetails) -> str:
    """Say how to write a clock time: without quotes, YAML takes 10:00 for ten times sixty."""
    key, minutes = [part for part in location if isinstance(part, str)][-1:], detail["input"]
    if detail["type"] != "string_type" or not isinstance(minutes, int) or not set(key) & set(CLOCK_TIMES):
        return ""
    return f' Write a clock time in quotes, such as "{minutes // 60:02d}:{minutes % 60:02d}".'


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def known_keys(location: Location) -> list[str]:
    """Return the names that the schema knows in the block at `location`; [] for a block with free names."""
    block: Any = ScenarioFile
    for part in location:
        block = _inside(block, part)
    return _names(block)


def is_free(location: Location) -> bool:
    """Return whether the block at `location` is a map whose keys the file may choose (designs, types …)."""
    block: Any = ScenarioFile
    for part in location:
        block = _inside(block, part)
    return any(_is_map(option) for option in _options(block))


def _inside(block: Any, part: str | int) -> Any:
    """Return the type of one key of a block; None where the schema says nothing."""
    for option in _options(block):
        if isinstance(option, type) and issubclass(option, BaseModel):
            if part in option.model_fields:
                return option.model_fields[str(part)].annotation
        elif is_dataclass(option):
            found = {field.name: _hint(option, field.name) for field in fields(option)}
            if part in found:
                return found[str(part)]
        elif _is_map(option):
            return get_args(option)[1]
        elif get_args(option):
            return get_args(option)[0]
    return None


def _hint(record: type, name: str) -> Any:
    return get_type_hints(record)[name]


def _options(block: Any) -> list[Any]:
    """Return the members of a union, without None; a plain type is its only member."""
    members = get_args(block) if get_origin(block) in (Union, UnionType) else (block,)
    return [member for member in members if member is not type(None)]


def _is_map(block: Any) -> bool:
    origin = get_origin(block)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _names(block: Any) -> list[str]:
    for option in _options(block):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return list(option.model_fields)
        if is_dataclass(option):
            return [field.name for field in fields(option)]
    return []
