"""Axes: the keys that a sweep varies, and the values each takes, in Hydra's grammar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import Any

from hydra.core.override_parser.types import ChoiceSweep, Glob, IntervalSweep, Override, OverrideType, RangeSweep

from experiments.overrides import GROUPS, Parsed, parsed_override, plain
from sim.errors import InputError

UNSWEPT = (
    "replications",
    "results",
    "executor",
    "load_axis",
    "capacity",
    "precision",
    "sweep",
    "sources",
    "uncertainty",
    "reported",
    "story",
    "schema_version",
)
"""Keys that say how a sweep is played, not what is: none of them is an axis."""


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A key with the values it takes, or with the interval that a sampling draws them from.

    A key with a leading `+` adds a name to a block whose names the file chooses, as in an override.
    """

    key: str
    values: tuple[Any, ...] = ()
    low: float | None = None
    high: float | None = None
    whole: bool = False

    @property
    def is_interval(self) -> bool:
        """Whether the axis gives bounds, not values."""
        return self.low is not None

    @property
    def levels(self) -> tuple[Any, ...]:
        """The values that are given, or the two ends of the interval."""
        return (self.low, self.high) if self.is_interval else self.values

    def at(self, share: float) -> Any:
        """Return the value at a share in [0, 1) of the interval, or of the values in their order.

        Whole numbers of an interval are equally likely, its ends included.
        """
        if self.low is None or self.high is None:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        if self.whole:
            return min(int(self.low + share * (self.high - self.low + 1)), int(self.high))
        return self.low + share * (self.high - self.low)

    def nearest(self, share: float) -> Any:
        """Return the value at a share in [0, 1] of the way from the first value, or the low end, to the last."""
        if self.low is None or self.high is None:
            return self.values[round(share * (len(self.values) - 1))]
        value = self.low + share * (self.high - self.low)
        return round(value) if self.whole else value


def axes_of(parsed: Parsed, block: Mapping[str, Any]) -> tuple[Axis, ...]:
    """Return the axes of the command line behind those of the configuration's `sweep.axes`, which they replace.

    A key that the command line sets to one value is no axis of the file's any more. Raises InputError for a key that
    is no axis, is both set and varied there, is varied twice, or has no value.
    """
    fixed = {override.key_or_group for override in parsed.settings} | parsed.choices.keys()
    written = {key: _from_file(key, entry) for key, entry in block.items() if key not in fixed}
    given: dict[str, Axis] = {}
    for override in parsed.sweeps:
        axis = _axis(override)
        if axis.key in given or axis.key in fixed:
            times = "several values twice" if axis.key in given else "one value and several values"
            raise InputError(f"command line: {axis.key} is given {times}; expected one of them.")
        given[axis.key] = axis
    return tuple((written | given).values())


def _from_file(key: str, entry: Any) -> Axis:
    """Return an axis of an experiment file: a list of values, or a text in Hydra's grammar."""
    if isinstance(entry, list):
        return _checked(Axis(key=key, values=_distinct(key, entry)))
    override = parsed_override(f"{key}={entry}")
    if not override.is_sweep_override():
        raise InputError(
            f"sweep.axes.{key} is {entry!r}; expected a list of values, or a text such as range(4,28) or "
            "interval(0.6,1.05)."
        )
    return _axis(override)


def _axis(override: Override) -> Axis:
    adds = override.type in (OverrideType.ADD, OverrideType.FORCE_ADD)
    key, value = f"{'+' if adds else ''}{override.key_or_group}", override.value()
    if isinstance(value, IntervalSweep):
        low, high = value.start, value.end
        if low is None or high is None or not (isfinite(low) and isfinite(high)) or low >= high:
            raise InputError(
                f"{key} has the interval from {low} to {high}; expected a smaller number, then a larger one."
            )
        whole = isinstance(low, int) and isinstance(high, int)
        return _checked(Axis(key=key, low=low, high=high, whole=whole))
    if isinstance(value, Glob) or not isinstance(value, ChoiceSweep | RangeSweep):
        raise InputError(f"{override.input_line!r} takes names from files; expected the values, such as {key}=a,b.")
    found = _steps(value) if isinstance(value, RangeSweep) else [plain(entry) for entry in value.list]
    return _checked(Axis(key=key, values=_distinct(key, found)))


def _steps(value: RangeSweep) -> list[float]:
    """Return the numbers of a range, its end left out, without the noise of adding up: 0.9, not 0.8999999999999999."""
    start, step = value.start or 0, value.step
    if value.stop is None or not step:
        raise InputError(f"range({start},{value.stop},{step}) does not end; expected a stop, and a step other than 0.")
    count = max(ceil(round((value.stop - start) / step, 9)), 0)
    if isinstance(start, int) and isinstance(step, int):
        return [start + place * step for place in range(count)]
    return [float(f"{start + place * step:.12g}") for place in range(count)]


def _distinct(key: str, values: Sequence[Any]) -> tuple[Any, ...]:
    """Return the values without those that come again; a sweep plays each once."""
    found: list[Any] = []
    for value in values:
        if not any(type(value) is type(other) and value == other for other in found):
            found.append(value)
    if not found:
        raise InputError(f"{key} has no value; expected at least one.")
    return tuple(found)


def _checked(axis: Axis) -> Axis:
    name = axis.key.removeprefix("+")
    if name.partition(".")[0] in UNSWEPT:
        raise InputError(
            f"{name} says how a sweep is played, not what is; expected a key of the scenario, such as demand.load or "
            "designs.modules.units.count."
        )
    if name in GROUPS and axis.is_interval:
        raise InputError(f"{name} is a choice of a file; expected names, not an interval.")
    return axis
