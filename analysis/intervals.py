"""Intervals of means over replications: alone, paired, and simultaneous over all that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import special

from sim.arrays import Floats

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A mean with the bounds of its interval; the bounds are None where there is no interval."""

    mean: float
    low: float | None
    high: float | None

    def as_dict(self) -> dict[str, float | None]:
        """Return the estimate as it is stored."""
        return {"mean": self.mean, "low": self.low, "high": self.high}

    @property
    def half_width(self) -> float:
        """Half the width of the interval; infinite where there is none."""
        return float("inf") if self.low is None or self.high is None else (self.high - self.low) / 2

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies on one side of 0."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def mean_interval(values: Floats, family: int = 1, confidence: float = CONFIDENCE) -> Estimate:
    """Return the mean of independent replications with its t interval.

    With `family` intervals shown together, each is made at 1 - (1 - confidence) / family, so that all hold at
    once with the asked confidence (Bonferroni; Law, Simulation Modeling and Analysis, 5th ed., ch. 10).
    A single replication has no interval.
    """
    n = values.size
    mean = float(values.mean())
    if n < 2:
        return Estimate(mean, None, None)
    half = _t_quantile(n - 1, 1 - (1 - confidence) / (2 * family)) * float(values.std(ddof=1)) / sqrt(n)
    return Estimate(mean, mean - half, mean + half)


def relative_interval(differences: Floats, baseline: Floats, family: int = 1) -> Estimate | None:
    """Return the mean difference as a share of the baseline's mean, with an interval of its own.

    The ratio of means is linearised about itself (delta method), so that the baseline's own noise counts;
    None where the baseline's mean is 0.
    """
    base = float(baseline.mean())
    if base == 0:
        return None
    ratio = float(differences.mean()) / base
    spread = mean_interval((differences - ratio * baseline) / base, family)
    if spread.low is None or spread.high is None:
        return Estimate(ratio, None, None)
    return Estimate(ratio, ratio - spread.half_width, ratio + spread.half_width)


def _t_quantile(degrees: int, level: float) -> float:
    return float(special.stdtrit(degrees, np.float64(level)))
