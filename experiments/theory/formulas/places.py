"""Mean distance from a point anywhere to the nearest of several places, and moments of that to a base.

Points lie uniformly; distances have the unit of the side, densities are places in a square of that unit. A way is
straight, or rectangular: along streets that run along both axes, |dx| + |dy|. An unknown metric is refused by
UnknownName, what is not above 0 by InputError.
"""

from __future__ import annotations

from itertools import pairwise
from math import asinh, pi, sqrt
from typing import Literal, get_args

import numpy as np

from experiments.theory.formulas.asking import Metric, require_metric, require_positive
from sim.arrays import Floats
from sim.errors import UnknownName, nearest

Base = Literal["centre", "corner"]
Lattice = Literal["square", "diamond"]

CENTRE_DISTANCE = (sqrt(2) + asinh(1)) / 6
"""Mean straight distance from the centre of a square of side 1, about 0.3826."""


def nearest_distance(density: float, metric: Metric) -> float:
    """Return the mean distance to the nearest of places that are strewn at random over the plane (a Poisson field).

    None lies within r with probability e^(−density area(r)), and a ball has area pi r^2, or 2 r^2 as a diamond: 1 / (2
    √density) straight (Clark & Evans, Ecology 35, 1954, p. 445), √(pi / (8 density)) rectangular (Larson & Odoni, Urban
    Operations Research, 1981, sec. 3.8.2, examples 15 and 16).

    >>> nearest_distance(4.0, "straight"), round(nearest_distance(1.0, "rectangular"), 6)
    (0.25, 0.626657)
    """
    require_metric(metric)
    require_positive("the density", density)
    return 1 / (2 * sqrt(density)) if metric == "straight" else sqrt(pi / (8 * density))


def nearest_in_lattice(density: float, metric: Metric, lattice: Lattice = "square") -> float:
    """Return the mean distance to the nearest of places in a regular lattice: that to the centre of a place's own cell.

    Cells are squares of area 1 / density, in a *diamond* lattice standing on a corner. Straight (√2 + asinh 1) / 6 ÷
    √density either way. Rectangular 1 / (2 √density) for two halves of a quarter side each; and √2 / 3 ÷ √density in a
    diamond, which is a ball of radius R, 2 R^2 = 1 / density, with mean 2 R / 3: no cell is better (Larson & Odoni, as
    above, ch. 3).

    >>> [round(nearest_in_lattice(1.0, "rectangular", lattice), 6) for lattice in ("square", "diamond")]
    [0.5, 0.471405]
    """
    require_metric(metric)
    require_positive("the density", density)
    if lattice not in get_args(Lattice):
        raise UnknownName(f"there is no lattice {lattice!r}. {nearest(lattice, get_args(Lattice))}")
    if metric == "straight":
        return CENTRE_DISTANCE / sqrt(density)
    return (0.5 if lattice == "square" else sqrt(2) / 3) / sqrt(density)


def nearest_on_torus(places: int, metric: Metric, side: float = 1.0) -> float:
    """Return the mean distance to the nearest of n random places in a square whose opposite sides are one.

    ∫ (1 − a(r))^n dr, with a(r) the part of a square of side 1 that lies within r of its centre, by Gauss's quadrature.

    >>> round(nearest_on_torus(1, "straight"), 6), round(nearest_on_torus(1, "rectangular"), 6)
    (0.382598, 0.5)
    """
    middle = np.array([0.5])
    return side * float(_mean_nearest(places, middle, middle, metric)[0])


def nearest_in_square(places: int, metric: Metric, side: float = 1.0) -> float:
    """Return the mean distance from a random point to the nearest of n random places, both in the same square.

    As on the torus, with a(r) averaged over where the point lies: near a border places lie on one side only. Of one
    place it is the mean distance of two points (Larson & Odoni, as above, ch. 3: 2/3 rectangular).

    >>> round(nearest_in_square(1, "straight"), 6), round(nearest_in_square(1, "rectangular"), 6)
    (0.521405, 0.666667)
    """
    node, weight = _gauss(32, 0.0, 0.5)  # of all quarters one is enough
    u, v = (grid.ravel() for grid in np.meshgrid(node, node))
    return side * float(_mean_nearest(places, u, v, metric) @ np.outer(weight, weight).ravel()) * 4


def _mean_nearest(places: int, u: Floats, v: Floats, metric: Metric) -> Floats:
    """Return the mean distance from each point (u, v) of the unit square, by pieces between which a(r) is smooth."""
    require_metric(metric)
    require_positive("the number of places", places)
    sides = [(a, b) for a in (u, 1 - u) for b in (v, 1 - v)]
    corners = [np.hypot(a, b) if metric == "straight" else a + b for a, b in sides]
    kinks = np.sort(np.stack([np.zeros_like(u), u, 1 - u, v, 1 - v, *corners]), axis=0)
    total = np.zeros_like(u)
    for first, last in pairwise(kinks):
        for node, weight in zip(*_gauss(32, 0.0, 1.0), strict=True):
            radius = first + (last - first) * node
            within = sum(_quarter(a, b, radius, metric) for a, b in sides)
            total += (last - first) * weight * np.clip(1 - within, 0.0, 1.0) ** places
    return total


def _quarter(a: Floats, b: Floats, radius: Floats, metric: Metric) -> Floats:
    """Return the area within this radius of the corner of a rectangle of sides a and b."""

    cut = radius - b if metric == "rectangular" else np.sqrt(np.maximum(radius**2 - b**2, 0.0))
    full = np.clip(cut, 0.0, a)  # up to here the side b bounds it, from here on the ball
    area: Floats = b * full + _under(np.minimum(a, radius), radius, metric) - _under(full, radius, metric)
    return area


def _under(x: Floats, radius: Floats, metric: Metric) -> Floats:
    """Return the area below a quarter of the ball's border, from its axis to x."""
    area: Floats
    if metric == "rectangular":
        area = radius * x - x**2 / 2
    else:
        ratio = np.clip(x / np.maximum(radius, 1e-300), 0.0, 1.0)
        area = radius**2 / 2 * (ratio * np.sqrt(1 - ratio**2) + np.arcsin(ratio))
    return area


def _gauss(number: int, low: float, high: float) -> tuple[Floats, Floats]:
    node, weight = np.polynomial.legendre.leggauss(number)
    return low + (high - low) * (node + 1) / 2, weight * (high - low) / 2


def base_distance(side: float, base: Base, metric: Metric) -> tuple[float, float]:
    """Return the first two moments of the distance from a base to a point anywhere in a square.

    From the centre, rectangular, E = a / 2 and E^2 = 7 a^2 / 24, straight 0.3826 a and a^2 / 6, for each |dx| is
    uniform up to a / 2; from a corner twice as far (Larson & Odoni, as above, ch. 3, by integration).

    >>> [round(moment, 6) for moment in base_distance(2.0, "corner", "rectangular")]
    [2.0, 4.666667]
    """
    require_metric(metric)
    require_positive("the side", side)
    if base not in get_args(Base):
        raise UnknownName(f"a base cannot be at {base!r}. {nearest(base, get_args(Base))}")
    reach = side if base == "centre" else 2 * side
    mean, square = (0.5, 7 / 24) if metric == "rectangular" else (CENTRE_DISTANCE, 1 / 6)
    return mean * reach, square * reach**2
