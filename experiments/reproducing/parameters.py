"""Parameters: the uncertain quantities of a case as keys that one uniform number each moves, and what they may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from conf.evidence import Ends, Uncertainty
from experiments.configuring import Composition, Configuration
from experiments.sweep.axes import Axis
from experiments.sweep.sampling import sample
from scenarios.sources import OWN_ESTIMATE, SourceRow
from scenarios.tracing import SOURCED
from sim.errors import InputError, UnknownName

_BETWEEN = 0.5**0.5
"""A share at which no value between two whole numbers is one."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """A key with its values where its parameter is at its low and at its high end; a whole number stays whole."""

    key: str
    low: float
    high: float
    whole: bool

    def at(self, share: float) -> float:
        """Return the value at a share in [0, 1] of the way from the low end to the high one."""
        value = self.low + share * (self.high - self.low)
        return round(value) if self.whole else value


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """An uncertain quantity by name, and all keys that it moves."""

    name: str
    keys: tuple[Key, ...]


def parameters_of(composition: Composition, uncertainty: Uncertainty) -> tuple[Parameter, ...]:
    """Return the parameters of a case, in the order of its file."""
    return tuple(
        Parameter(
            name=name,
            keys=tuple(
                Key(key=key, low=low, high=high, whole=_is_whole(composition, key, low, high))
                for key, (low, high) in block.keys.items()
            ),
        )
        for name, block in uncertainty.parameters.items()
    )


def values_at(parameters: Sequence[Parameter], shares: Sequence[float]) -> dict[str, float]:
    """Return the value of each key at a point that has one share in [0, 1] for each parameter."""
    pairs = zip(parameters, shares, strict=True)
    return {key.key: key.at(share) for parameter, share in pairs for key in parameter.keys}


def sobol_points(dimensions: int, count: int, seed: int) -> list[tuple[float, ...]]:
    """Return the first points of a scrambled Sobol sequence in the unit cube, the same first ones for any count."""
    axes = [Axis(key=str(place), low=0.0, high=1.0) for place in range(dimensions)]
    size = 1 << max(count - 1, 0).bit_length()
    return sample("sobol", axes, samples=size, seed=seed, current=lambda key: None)[:count]


def check_parameters(
    composition: Composition, configuration: Configuration, uncertainty: Uncertainty, sources: Sequence[SourceRow]
) -> None:
    """Raise InputError, or UnknownName, for a parameter that cannot be moved, or not so far.

    A key is moved by one parameter only, and within its own range under `sources`. In a shipped case each key is an
    assumed number that has one.
    """
    if not uncertainty.parameters:
        raise InputError("uncertainty.parameters is empty; expected at least one parameter.")
    ranges = {row.key: row for row in sources}
    moved: dict[str, str] = {}
    for name, key, ends in _keys(uncertainty):
        place = f"uncertainty.parameters.{name}.keys.{key}"
        if key in moved:
            raise InputError(f"{place} is moved by {moved[key]!r} too; expected one parameter for each key.")
        moved[key] = name
        _check_place(composition, key, ends, place)
        _check_range(ranges.get(key), ends, place, own=configuration.own)


def _keys(uncertainty: Uncertainty) -> Iterator[tuple[str, str, Ends]]:
    for name, block in uncertainty.parameters.items():
        for key, ends in block.keys.items():
            yield name, key, ends


def _check_place(composition: Composition, key: str, ends: Ends, place: str) -> None:
    """Refuse a key that is not there, or a value that the schema does not take at one of the two ends."""
    if key.partition(".")[0] not in SOURCED:
        known = ", ".join(SOURCED)
        raise UnknownName(f"{place}: {key.partition('.')[0]!r} is no block whose numbers vary. Known: {known}.")
    for end in ends:
        try:
            composition.with_values({key: _whole_if_so(end)}).resolved()
        except InputError as error:
            said = str(error).removeprefix("command line: ").removeprefix(f"{key}: ")
            raise type(error)(f"{place} at {end:g}: {said}") from None


def _whole_if_so(value: float) -> Any:
    return int(value) if float(value).is_integer() else value


def _check_range(row: SourceRow | None, ends: Ends, place: str, *, own: bool) -> None:
    if row is not None and row.range is not None and not isinstance(row.range[0], str):
        low, high = (float(bound) for bound in row.range)
        slack = 1e-9 * max(abs(low), abs(high))
        for end in ends:
            if not low - slack <= end <= high + slack:
                raise InputError(
                    f"{place} has the end {end:g}; expected one in [{low:g}, {high:g}], its range under `sources`."
                )
    elif not own:
        given = "is no number of the file" if row is None else f"is {row.kind.replace('_', ' ')}, without a range"
        raise InputError(f"{place} {given}; expected an assumed number with a range under `sources`.")
    if row is not None and row.kind not in ("assumed", OWN_ESTIMATE) and not own:
        raise InputError(f"{place} is {row.kind}; expected an assumed number, since what is known is not moved.")


def _is_whole(composition: Composition, key: str, low: float, high: float) -> bool:
    """Return whether the schema takes whole numbers only at this key."""
    if not (low.is_integer() and high.is_integer()) or low == high:
        return low.is_integer() and high.is_integer()
    try:
        composition.with_values({key: low + _BETWEEN * (high - low)}).resolved()
    except InputError as error:
        return "expected a whole number" in str(error)
    return False
