"""Filters of a sweep's points: `key=value`, one value, several, a range or an interval, in Hydra's grammar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

from hydra.core.override_parser.types import IntervalSweep, RangeSweep, Transformer

from experiments.overrides import parsed_override, plain
from experiments.sweep.sampling import Point
from sim.errors import InputError, UnknownName, nearest


@dataclass(frozen=True, kw_only=True)
class Filter:
    """The values that one key may have, or the interval that they lie in, its ends included."""

    place: int
    values: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 0.0

    def passes(self, point: Point) -> bool:
        """Return whether a point passes."""
        value = point[self.place]
        if self.values:
            return any(alike(value, one) for one in self.values)
        return isinstance(value, int | float) and not isinstance(value, bool) and self.low <= value <= self.high


@dataclass(frozen=True)
class Filters:
    """Filters that a point has to pass all together."""

    filters: tuple[Filter, ...]

    def pass_on(self, point: Point) -> bool:
        """Return whether a point passes every filter."""
        return all(one.passes(point) for one in self.filters)


def filters_of(texts: Sequence[str], keys: Sequence[str], points: Sequence[Point]) -> Filters:
    """Return the filters that these texts ask for; a key may be named by its last parts.

    Raises InputError for a text that is no key=value, UnknownName for a key that the sweep does not vary, and
    InputError for a value that no point has.
    """
    found = [_filter(text, keys, points) for text in texts]
    if len({one.place for one in found}) < len(found):
        raise InputError("--where names a key twice; expected once, such as --where demand.load=0.7,0.9.")
    return Filters(tuple(found))


def alike(one: object, other: object) -> bool:
    """Return whether two values are the same; 1 and 1.0 are, 1 and true are not."""
    numbers = [isinstance(value, int | float) and not isinstance(value, bool) for value in (one, other)]
    if all(numbers):
        return isclose(one, other, rel_tol=1e-9)  # type: ignore[arg-type]
    return type(one) is type(other) and one == other


def _filter(text: str, keys: Sequence[str], points: Sequence[Point]) -> Filter:
    override = parsed_override(text)
    place = place_of(override.key_or_group, keys)
    value = override.value()
    if isinstance(value, IntervalSweep):
        chosen = Filter(place=place, low=float(value.start or 0.0), high=float(value.end or 0.0))
    elif override.is_sweep_override():
        chosen = Filter(place=place, values=tuple(plain(one) for one in override.sweep_iterator(Transformer.identity)))
    else:
        chosen = Filter(place=place, values=(plain(value),))
    there = {repr(point[place]): point[place] for point in points}
    for wanted in () if isinstance(value, RangeSweep) else chosen.values:
        if not any(alike(wanted, known) for known in there.values()):
            raise InputError(f"--where {text}: no point has {wanted!r} there. {_near(wanted, list(there.values()))}")
    lowest = chosen.values[0] if chosen.values else chosen.low
    if not any(chosen.passes(point) for point in points):
        raise InputError(f"--where {text}: no point lies there. {_near(lowest, list(there.values()))}")
    return chosen


def place_of(name: str, keys: Sequence[str], option: str = "--where") -> int:
    """Return the place of the key of this name, or of the only one that ends in it; raise UnknownName for neither."""
    known = [key.removeprefix("+") for key in keys]
    ends = [place for place, key in enumerate(known) if f".{key}".endswith(f".{name}")]
    if name in known or len(ends) == 1:
        return known.index(name) if name in known else ends[0]
    raise UnknownName(f"{option} {name!r} is no key that this sweep varies. {nearest(name, known)}")


def _near(wanted: Any, there: Sequence[Any]) -> str:
    """Return the hint with the nearest value that is there: by size among numbers, else by its letters."""
    numbers = [value for value in there if isinstance(value, int | float) and not isinstance(value, bool)]
    if numbers and isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return f"The nearest is {min(numbers, key=lambda value: abs(value - wanted))!r}."
    return nearest(str(wanted), [str(value) for value in there])
