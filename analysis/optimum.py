"""The optimum along an axis: where a measure is least or largest on average, and all values that may be the best.

The values that may be the best are those that are not significantly worse than any other: multiple comparisons with
the best (J. C. Hsu, "Constrained simultaneous confidence intervals for multiple comparisons with the best", Annals of
Statistics 12 (1984), 1136-1144) on differences paired by replication. Since common random numbers make the values
depend on one another in ways that nobody knows, quantiles are Bonferroni's (B. L. Nelson and F. J. Matejcik, "Using
common random numbers for indifference-zone selection and multiple comparisons in simulation", Management Science 41
(1995), 1935-1945).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from scipy import special

from analysis.intervals import CONFIDENCE, Estimate, mean_interval, relative_interval
from sim.arrays import Flags, Floats


@dataclass(frozen=True, kw_only=True)
class Curve:
    """What a measure came to along an axis: `values` in the order of size, `figures` with a row for each of them.

    Column k of the figures holds replication k, in which all values met the same chance; NaN where one was not played.
    A value without any figure is a row of NaN. `bounds` are rows whose true mean could only be worse than it looks.
    """

    values: Sequence[float]
    figures: Floats
    bounds: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class End:
    """What an end of the axis has more than the optimum, negative for less; None where the end has no figure."""

    value: float
    more: Estimate | None
    is_bound: bool = False  # its true figure may be worse

    def as_dict(self) -> dict[str, Any]:
        """Return the end as it is printed in JSON."""
        return {"value": self.value, "more": self.more and self.more.as_dict(), "bound": self.is_bound}


@dataclass(frozen=True, kw_only=True)
class Optimum:
    """Where the mean over replications is best, `among` which values the best of all surely is, and how bad ends are.

    `singly` is where each replication alone is best. `without` are values that have no figure. `among` is None with a
    single replication, and `interior` where it cannot be told.
    """

    at: float
    estimate: Estimate
    replications: int
    among: tuple[float, ...] | None
    singly: tuple[float, ...]
    ends: tuple[End, End]
    interior: bool | None
    without: tuple[float, ...]

    @property
    def span(self) -> tuple[float, float] | None:
        """The lowest and the highest of the values that may be the best."""
        return (self.among[0], self.among[-1]) if self.among else None

    def as_dict(self) -> dict[str, Any]:
        """Return the optimum as it is printed in JSON."""
        return {
            "at": self.at, "estimate": self.estimate.as_dict(), "replications": self.replications,
            "span": self.span and list(self.span), "among": self.among and list(self.among),
            "singly": list(self.singly),
            "ends": [end.as_dict() for end in self.ends], "interior": self.interior, "without": list(self.without),
        }  # fmt: skip


def optimum(curve: Curve, *, largest: bool = False, relative: bool = True, family: int = 1) -> Optimum | None:
    """Return where a curve is least, or `largest`; None where no replication has a figure at each value that has any.

    The set of values holds the truly best one with a confidence of 95%, those of `family` curves all together. What the
    ends have more is a share of the best mean, or with `relative` off a difference, with intervals of their own. Values
    whose figures are bounds are never named the best, and rule no other one out.
    """
    there = ~np.isnan(curve.figures)
    known = np.asarray(there.any(axis=1))
    whole = np.asarray(there[known].all(axis=0))
    firm = known & ~np.isin(np.arange(known.size), list(curve.bounds))
    if not firm.any() or not whole.any():
        return None
    figures = (-curve.figures if largest else curve.figures)[:, whole]
    best = int(np.argmin(np.where(firm, figures.mean(axis=1), np.inf)))
    left = _left(figures, known, firm, family) if figures.shape[1] > 1 else None
    singly = np.argmin(np.where(firm[:, None], figures, np.inf), axis=0)
    low, high = (_end(curve, place, best, whole, relative) for place in (0, known.size - 1))
    return Optimum(
        at=curve.values[best],
        estimate=mean_interval(curve.figures[best, whole]),
        replications=int(whole.sum()),
        among=None if left is None else _of(curve, left),
        singly=tuple(curve.values[place] for place in singly),
        ends=(low, high),
        interior=_interior(left, known),
        without=_of(curve, ~known),
    )


def _left(figures: Floats, known: Flags, firm: Flags, family: int) -> Flags:
    """Return which values no firm one is significantly better than, by paired t tests on one side."""
    n, rivals = figures.shape[1], max(int(known.sum()) - 1, 1)
    quantile = float(special.stdtrit(n - 1, np.float64(1 - (1 - CONFIDENCE) / (family * rivals))))
    left = known.copy()
    for rival in np.flatnonzero(firm):
        worse = figures - figures[rival]
        beyond = quantile * worse.std(axis=1, ddof=1) / sqrt(n)
        left &= ~(worse.mean(axis=1) > beyond)
    return left


def _interior(left: Flags | None, known: Flags) -> bool | None:
    """Return whether neither end may be the best; None where too little is known of an end to say so."""
    if left is None:
        return None
    if left[0] or left[-1]:
        return False
    return True if known[0] and known[-1] else None


def _end(curve: Curve, place: int, best: int, whole: Flags, relative: bool) -> End:
    here, there = curve.figures[place, whole], curve.figures[best, whole]
    more: Estimate | None = None
    if not np.isnan(here).any():
        more = relative_interval(here - there, there) if relative else mean_interval(here - there)
    is_bound = place in curve.bounds
    if more and is_bound:
        more = Estimate(more.mean, None, None)
    return End(value=curve.values[place], more=more, is_bound=is_bound)


def _of(curve: Curve, chosen: Flags) -> tuple[float, ...]:
    return tuple(value for value, one in zip(curve.values, chosen, strict=True) if one)
