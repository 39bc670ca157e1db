"""Assumed numbers: which numbers of a scenario may be varied, each alone, between which ends, and which not and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from analysis.sensitivity import Value, as_number, as_value
from conf.schema import LEVERS, ScenarioFile
from experiments.configuring import Composition
from scenarios.building import build_scenario
from scenarios.inherit import resolve_designs
from scenarios.sources import OWN_ESTIMATE, SourceRow, matches, numbers
from scenarios.tracing import SOURCED
from sim.errors import InputError, nearest

LEVELS = 5
"""So many values over its range are played of a number that leads."""


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """A number that is varied: the key where it is written, its value, the ends of its range, whether it is whole."""

    key: str
    value: Value
    low: Value
    high: Value
    whole: bool
    reason: Mapping[str, str] | None


@dataclass(frozen=True, kw_only=True)
class NotVaried:
    """A number, or one end of its range, that is not varied; `why` is one word, `reason` the sentence."""

    key: str
    why: str  # no_range, one_value, other_design, refused, failed, overloaded, capped
    reason: str
    end: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {"key": self.key, "end": self.end, "why": self.why, "reason": self.reason}


def assumed_numbers(
    composition: Composition, file: ScenarioFile, sources: Sequence[SourceRow], designs: Sequence[str],
    patterns: Sequence[str],
) -> tuple[list[Assumed], list[NotVaried]]:  # fmt: skip
    """Return the assumed numbers that some design of `designs` looks at, and the others with the reason.

    A number counts once, where it is written: designs that take it from there take the change too. Raises InputError
    where a pattern matches no assumed number, and where none is left.
    """
    written = numbers(composition.raw, SOURCED)
    rows = [row for row in sources if row.key in written and row.kind in ("assumed", OWN_ESTIMATE)]
    rows = _chosen(rows, patterns)
    typed = file.model_dump()
    varied: list[Assumed] = []
    left: list[NotVaried] = []
    for row in rows:
        found = _judged(row, typed, composition.raw, file.baseline, designs)
        varied.append(found) if isinstance(found, Assumed) else left.append(found)
    if not varied:
        raise InputError(
            f"{composition.where}: none of {len(rows)} assumed numbers can be varied"
            + (f" ({left[0].key}: {left[0].reason})" if left else "")
            + "; expected a `range` or `range_factor` under `sources`."
        )
    return varied, left


def levels_of(one: Assumed) -> list[Value]:
    """Return the values of a number that leads: so many over its range, its ends among them; whole ones stay whole."""
    low, high = as_number(one.low), as_number(one.high)
    places = [low + (high - low) * step / (LEVELS - 1) for step in range(LEVELS)]
    if one.whole:
        return list(dict.fromkeys(round(place) for place in places))
    return [one.low, *(as_value(place, like=one.value) for place in places[1:-1]), one.high]


def refusal(composition: Composition, key: str, value: Value) -> str | None:
    """Return why the schema or the scenario refuses a number, None if it does not."""
    try:
        _, file = composition.with_values({key: value}).resolved()
        build_scenario(file)
    except InputError as error:
        return str(error)
    return None


def _chosen(rows: list[SourceRow], patterns: Sequence[str]) -> list[SourceRow]:
    keys = [row.key for row in rows]
    for pattern in patterns:
        if not any(matches(pattern, key) for key in keys):
            hint = nearest(pattern, keys)
            close = f"{hint} " if hint.startswith("Did") else ""
            raise InputError(
                f"--keys {pattern} matches none of {len(rows)} assumed numbers. {close}`*` stands for one whole "
                "segment of a key, `**` for any number of them."
            )
    return [row for row in rows if not patterns or any(matches(pattern, row.key) for pattern in patterns)]


def _judged(
    row: SourceRow, typed: Mapping[str, Any], raw: Mapping[str, Any], baseline: str, designs: Sequence[str]
) -> Assumed | NotVaried:
    if row.range is None:
        return NotVaried(key=row.key, why="no_range", reason="it has no range under `sources`")
    low, high = row.range
    whole = _is_whole(typed, row.key, row.value)
    if whole:
        low, high = ceil(as_number(low)), floor(as_number(high))
    if as_number(low) >= as_number(high):
        return NotVaried(key=row.key, why="one_value", reason=f"its range holds one value, {low}")
    if row.key.startswith("designs.") and not _reaches(raw, row.key, low, high, baseline, designs):
        return NotVaried(key=row.key, why="other_design", reason=f"no design of {', '.join(designs)} looks at it")
    return Assumed(key=row.key, value=row.value, low=low, high=high, whole=whole, reason=row.reason)


def _is_whole(typed: Any, key: str, value: Value) -> bool:
    """Return whether the schema takes whole numbers only there; what it does not show is as the value is written."""
    place: Any = typed
    for name in key.split("."):
        try:
            place = place[int(name) if isinstance(place, list | tuple) else name]
        except (KeyError, IndexError, TypeError, ValueError):
            place = value
            break
    return isinstance(place, int) and isinstance(value, int)


def _reaches(raw: Mapping[str, Any], key: str, low: Value, high: Value, baseline: str, designs: Sequence[str]) -> bool:
    """Return whether a number that is written in a design changes one of `designs`, itself or by `like`."""
    ends = []
    for value in (low, high):
        block = _with(raw["designs"], key.split(".")[1:], value)
        resolved = resolve_designs(block, baseline, LEVERS)
        ends.append([resolved[name] for name in designs])
    return ends[0] != ends[1]


def _with(place: Any, path: list[str], value: Value) -> Any:
    """Return a block once more with one value in it replaced."""
    if not path:
        return value
    name, rest = path[0], path[1:]
    if isinstance(place, list):
        return [_with(entry, rest, value) if str(at) == name else entry for at, entry in enumerate(place)]
    return {key: _with(entry, rest, value) if str(key) == name else entry for key, entry in place.items()}
