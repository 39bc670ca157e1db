"""Designs of experiments: which points of the space of axes a sweep plays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from experiments.sweep.axes import Axis
from sim.errors import InputError

Point = tuple[Any, ...]
"""The values of a point, in the order of the axes."""

MOST = 10_000_000
"""No sweep has more points than this."""

MORRIS_LEVELS = 4
"""The grid of Morris's trajectories (Morris, 1991, Technometrics 33:161-174)."""


def sample(
    name: str, axes: Sequence[Axis], *, samples: int | None, seed: int, current: Callable[[str], Any]
) -> list[Point]:
    """Return the points of a design of experiments by name, each once.

    `samples` counts points (Latin hypercube, Sobol) or trajectories (Morris); `current` tells the value that a key
    has in the configuration, which one at a time starts from. Raises InputError where the axes do not fit the design.
    """
    if not axes:
        raise InputError("a sweep needs at least one axis, such as designs.modules.units.count=range(4,28).")
    if name in _GRIDS:
        if samples is not None:
            raise InputError(f"sweep.samples={samples}, but sweep.sampling={name} plays all its points; expected null.")
        return distinct(_GRIDS[name](axes, current))
    if samples is None:
        raise InputError(f"sweep.sampling={name} needs sweep.samples, such as sweep.samples=128.")
    return distinct(_SAMPLES[name](axes, samples, seed))


def _product(axes: Sequence[Axis], _: Callable[[str], Any]) -> list[Point]:
    """Return every combination of values, the last axis the fastest."""
    for axis in axes:
        if axis.is_interval:
            raise InputError(
                f"{axis.key} is an interval, of which there is no full product; expected values, or "
                "sweep.sampling=latin_hypercube, sobol, morris or one_at_a_time."
            )
    count = prod(len(axis.values) for axis in axes)
    if count > MOST:
        raise InputError(f"the product of the axes has {count} points; expected at most {MOST}.")
    return list(product(*(axis.values for axis in axes)))


def _one_at_a_time(axes: Sequence[Axis], current: Callable[[str], Any]) -> list[Point]:
    """Return the point where all is as configured, then each value of each axis alone."""
    base = tuple(current(axis.key) for axis in axes)
    return [base] + [
        (*base[:place], value, *base[place + 1 :]) for place, axis in enumerate(axes) for value in axis.levels
    ]


def _latin_hypercube(axes: Sequence[Axis], samples: int, seed: int) -> list[Point]:
    """Return points of which each fills a stratum of its own of every axis (McKay et al., 1979)."""
    from scipy.stats import qmc

    shares = qmc.LatinHypercube(len(axes), rng=seed).random(samples)
    return [tuple(axis.at(float(share)) for axis, share in zip(axes, row, strict=True)) for row in shares]


def _sobol(axes: Sequence[Axis], samples: int, seed: int) -> list[Point]:
    """Return the first points of a scrambled Sobol sequence; a power of two of them is balanced."""
    from scipy.stats import qmc

    if samples & (samples - 1):
        raise InputError(f"sweep.samples={samples}; a Sobol sequence is balanced at powers of two, such as "
                         f"{1 << (samples.bit_length() - 1)} or {1 << samples.bit_length()}.")  # fmt: skip
    shares = qmc.Sobol(len(axes), rng=seed).random_base2(samples.bit_length() - 1)
    return [tuple(axis.at(float(share)) for axis, share in zip(axes, row, strict=True)) for row in shares]


def trajectories(axes: Sequence[Axis], samples: int, seed: int) -> list[Point]:
    """Return trajectories of Morris, in each of which one axis after another moves once."""
    for axis in axes:
        if not axis.is_interval and len(axis.values) < 2:
            raise InputError(f"{axis.key} has one value; Morris's trajectories need two, or an interval.")
    try:
        from SALib.sample import morris
    except ImportError:
        raise InputError(
            "sweep.sampling=morris needs SALib, which is not installed; expected pip install 'tiaokuai[explore]'."
        ) from None
    problem = {"num_vars": len(axes), "names": [axis.key for axis in axes], "bounds": [[0.0, 1.0]] * len(axes)}
    shares = morris.sample(problem, samples, num_levels=MORRIS_LEVELS, seed=seed)
    return [tuple(axis.nearest(float(share)) for axis, share in zip(axes, row, strict=True)) for row in shares]


def distinct(points: Sequence[Point]) -> list[Point]:
    """Return the points without those that come again."""
    found: dict[str, Point] = {}
    for point in points:
        found.setdefault(repr(point), point)
    return list(found.values())


_GRIDS: Mapping[str, Callable[[Sequence[Axis], Callable[[str], Any]], list[Point]]] = {
    "product": _product,
    "one_at_a_time": _one_at_a_time,
}
_SAMPLES: Mapping[str, Callable[[Sequence[Axis], int, int], list[Point]]] = {
    "latin_hypercube": _latin_hypercube,
    "sobol": _sobol,
    "morris": trajectories,
}
SAMPLINGS = (*_GRIDS, *_SAMPLES)
