"""A box: at most two thresholds on parameters that hold most of the points of interest, and few others.

Scenario discovery (Bryant and Lempert, Technological Forecasting and Social Change 77, 2010, pp. 34-49) asks for boxes
that cover most such points, hold few others, and have few sides. The patient rule induction method (Friedman and
Fisher, Statistics and Computing 9, 1999, pp. 123-143) peels them off step by step; with two sides at most, all boxes
can be looked at instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from sim.arrays import Flags, Floats
from sim.errors import InputError

PRECISION = 0.7
"""So large a share of the points in a box should be of interest."""

LEVEL = 0.05
"""So seldom may chance give as many of them, for a threshold to be kept; shared among parameters and sides."""

PLACES = 63
"""So many places of a threshold are looked at along a parameter: all of them up to 64 points."""


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A side of a box: the number of the parameter, the share of its range, and on which side of that the box lies."""

    axis: int
    at: float
    above: bool


@dataclass(frozen=True, kw_only=True)
class Box:
    """Thresholds, and how many points they hold: of interest (`hits`), in all (`inside`), and of interest anywhere."""

    thresholds: tuple[Threshold, ...]
    hits: int
    inside: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of the points inside that are of interest."""
        return self.hits / self.inside

    @property
    def coverage(self) -> float:
        """Share of the points of interest that are inside."""
        return self.hits / self.wanted


def find_box(shares: Floats, interest: Flags, least_precision: float = PRECISION) -> Box:
    """Return the best box for points [point, parameter] of which some are of interest.

    Of the boxes of two thresholds or fewer with the least precision that is wanted, the one that covers most; with
    fewer thresholds, then with more precision where several do. If none is so precise, the one with the largest
    precision x coverage. A threshold is kept only if without it the others would hold as many points of interest
    among as many by chance in less than 5% / (2 x parameters) of cases, by the binomial law (Bryant and Lempert's
    quasi-p-value); else the best box of fewer thresholds is taken, at last the whole. Raises InputError if no point is
    of interest.
    """
    if shares.ndim != 2 or interest.shape != shares.shape[:1] or not interest.any():
        raise InputError(
            f"points {shares.shape} of which {int(interest.sum())} are of interest; expected one at least."
        )
    sides = [side for axis in range(shares.shape[1]) for side in _sides(shares[:, axis], axis)]
    held = np.array([np.ones(interest.size, dtype=bool), *(_held(shares, side) for side in sides)])
    level = LEVEL / max(1, 2 * shares.shape[1])
    for most in (2, 1):
        chosen = _best(held, interest, most, least_precision)
        if all(_by_chance(held, interest, chosen, side) < level for side in chosen):
            break
    else:
        chosen = []
    inside = held[chosen].all(axis=0)
    return Box(
        thresholds=tuple(sides[side - 1] for side in chosen), hits=int((inside & interest).sum()),
        inside=int(inside.sum()), wanted=int(interest.sum()),
    )  # fmt: skip


def _sides(shares: Floats, axis: int) -> list[Threshold]:
    """Return all sides along a parameter: between neighbours, in both directions."""
    seen = np.unique(shares)
    places = (seen[1:] + seen[:-1]) / 2
    if places.size > PLACES:
        places = places[np.linspace(0, places.size - 1, PLACES).round().astype(np.int64)]
    return [Threshold(axis=axis, at=place, above=above) for place in places.tolist() for above in (True, False)]


def _held(shares: Floats, side: Threshold) -> Flags:
    return np.asarray((shares[:, side.axis] > side.at) == side.above)


def _best(held: Flags, interest: Flags, most: int, least_precision: float) -> list[int]:
    """Return the sides of the best box, by their rows in `held`, whose first one holds all points."""
    rows = held.astype(np.float64)
    inside = rows @ rows.T if most == 2 else rows.sum(axis=1, keepdims=True)
    hits = (rows * interest) @ rows.T if most == 2 else (rows @ interest)[:, None]
    precision = np.divide(hits, inside, out=np.zeros_like(hits), where=inside > 0)
    precise = precision >= least_precision
    worth = np.where(precise, hits, -1.0) if precise.any() else precision * hits
    n_sides = np.add.outer(np.arange(inside.shape[0]) > 0, np.arange(inside.shape[1]) > 0).astype(np.float64)
    first, second = np.divmod(_largest(worth, -n_sides, precision), inside.shape[1])
    return sorted({int(first), int(second)} - {0})


def _largest(*scores: Floats) -> int:
    """Return where the first score is largest; of equal ones the second decides, and so on; then the first place."""
    places = np.arange(scores[0].size)
    for score in scores:
        found = score.ravel()[places]
        places = places[found == found.max()]
    return int(places[0])


def _by_chance(held: Flags, interest: Flags, chosen: list[int], side: int) -> float:
    """Return how probable as many points of interest are in the box if one side of it told nothing."""
    inside = held[chosen].all(axis=0)
    without = held[[0, *(other for other in chosen if other != side)]].all(axis=0)
    share = (without & interest).sum() / without.sum()
    hits = int((inside & interest).sum())
    return float(special.bdtrc(hits - 1, int(inside.sum()), share)) if share < 1 else 1.0
