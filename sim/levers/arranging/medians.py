"""Ways between points, and which of some sites lie best for all: medians."""

from __future__ import annotations

from typing import Literal

import numpy as np

from sim.arrays import Floats, Ints

Metric = Literal["straight", "rectangular"]


def ways_km(east: Floats, north: Floats, metric: Metric, way_factor: float) -> Floats:
    """Return [point, point] how long the ways between these points are, in km; 0 from each to itself.

    `straight` is the Euclidean distance, `rectangular` the sum of both differences (streets in a grid). Real ways are
    longer by `way_factor`.
    """
    across, along = east[:, None] - east[None, :], north[:, None] - north[None, :]
    km = np.sqrt(across**2 + along**2) if metric == "straight" else np.abs(across) + np.abs(along)
    return np.asarray(way_factor * km, dtype=np.float64)


def medians(km: Floats, weights: Floats, n: int) -> Ints:
    """Return the n sites, sorted, to whose nearest the weighted sum of ways from all sites is small (p-median).

    First one site after another is added that makes the sum least (greedy), then a chosen site is exchanged for
    another as long as that makes it smaller (vertex substitution: Teitz and Bart, Operations Research 16, 1968). At a
    tie the earlier site; where nothing weighs, all sites weigh the same. For n = 1 it is the least sum there is.
    """
    weights = weights if weights.sum() > 0 else np.ones(weights.size)
    cost = weights[:, None] * km  # [from, to]
    chosen: list[int] = []
    nearest = np.full(weights.size, np.inf)
    for _ in range(n):
        best = _best(np.minimum(nearest[:, None], cost).sum(axis=0), chosen)
        chosen.append(best)
        nearest = np.minimum(nearest, cost[:, best])
    while _exchanged(chosen, cost):
        pass
    return np.array(sorted(chosen), dtype=np.int64)


def nearest_of(km: Floats, chosen: Ints) -> Ints:
    """Return for each site the place in `chosen` of the one that is nearest, the earlier at a tie.

    A chosen site is the nearest to itself, even if another one lies at the same place.
    """
    nearest = np.asarray(np.argmin(km[:, chosen], axis=1), dtype=np.int64)
    nearest[chosen] = np.arange(chosen.size)  # so nobody is left without a site where two lie at one place
    return nearest


def _best(sums: Floats, taken: list[int]) -> int:
    sums = sums.copy()
    sums[taken] = np.inf
    return int(np.argmin(sums))


def _exchanged(chosen: list[int], cost: Floats) -> bool:
    """Make the best exchange of one chosen site for another; return whether there was one that saves anything."""
    now = cost[:, chosen].min(axis=1).sum()
    found = (now * (1 - 1e-12), -1, -1)  # what rounding makes of equal sums is no saving
    for place in range(len(chosen)):
        others = [site for site in chosen if site != chosen[place]]
        rest = cost[:, others].min(axis=1, initial=np.inf)
        sums = np.minimum(rest[:, None], cost).sum(axis=0)
        best = _best(sums, chosen)
        if len(chosen) < cost.shape[0] and sums[best] < found[0]:
            found = (float(sums[best]), place, best)
    if found[1] < 0:
        return False
    chosen[found[1]] = found[2]
    return True
