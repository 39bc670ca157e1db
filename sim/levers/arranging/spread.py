"""How a site is spread out: points of equal area, at which matters arise in place of its middle."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np

from sim.arrays import Floats, Ints
from sim.institution import Site

TURNS = 6
"""Points of a site that is spread out. Each way between two points is held, so their number is kept small."""

_GOLDEN = pi * (3 - sqrt(5))


def spread_points(sites: tuple[Site, ...]) -> tuple[Floats, Floats, Ints]:
    """Return how far east and north all points lie, in km, and [site, turn] which points are a site's.

    The first points are the sites themselves. A site with a radius R has six points besides: the k-th (from 0) lies
    R √((k + ½)/6) from its middle, turned by k golden angles (a sunflower's seeds: Vogel, Mathematical Biosciences 44,
    1979), so that each stands for an equal part of the circle.
    """
    east = np.array([site.east_km for site in sites], dtype=np.float64)
    north = np.array([site.north_km for site in sites], dtype=np.float64)
    radius = np.array([site.radius_km for site in sites], dtype=np.float64)
    wide = np.flatnonzero(radius > 0)
    if not wide.size:
        return east, north, np.arange(len(sites), dtype=np.int64)[:, None]
    turn = np.arange(TURNS)
    reach = radius[wide, None] * np.sqrt((turn + 0.5) / TURNS)
    points = np.repeat(np.arange(len(sites), dtype=np.int64)[:, None], TURNS, axis=1)
    points[wide] = len(sites) + np.arange(wide.size * TURNS).reshape(wide.size, TURNS)
    return (
        np.concatenate([east, (east[wide, None] + reach * np.cos(_GOLDEN * turn)).ravel()]),
        np.concatenate([north, (north[wide, None] + reach * np.sin(_GOLDEN * turn)).ravel()]),
        points,
    )
