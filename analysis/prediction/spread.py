"""The spread of a prediction: its interval, and what of it is ignorance of the assumptions and what is chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.errors import InputError

CONFIDENCE = 0.95


@dataclass(frozen=True, kw_only=True)
class Spread:
    """A prediction in the unit of its figure: its mean, the interval of a single year, and two standard deviations.

    `ignorance` is that of what the draws would give without chance, `noise` that of chance within a draw. Both are None
    where a single draw or a single replication cannot tell them.
    """

    mean: float
    low: float
    high: float
    ignorance: float | None
    noise: float | None
    draws: int
    replications: int

    def as_estimate(self) -> dict[str, float]:
        """Return mean and interval as they are stored."""
        return {"mean": self.mean, "low": self.low, "high": self.high}

    def as_parts(self) -> dict[str, Any]:
        """Return ignorance and noise as they are stored."""
        return {"ignorance": self.ignorance, "noise": self.noise}


def spread(values: Floats, confidence: float = CONFIDENCE) -> Spread:
    """Return the spread of predicted values [draw, replication].

    The interval lies between the quantiles of all values, so that it holds ignorance and chance together. They are
    parted by a one-way analysis of variance with random effects (Searle, Casella and McCulloch, Variance Components,
    1992, ch. 3): noise² is the mean variance within a draw, ignorance² the variance of the draws' means less noise²/m,
    m replications each, and 0 where that is negative. Raises InputError if a value is missing or there is none.
    """
    values = checked(values)
    low, high = interval(values, confidence)
    noise, ignorance = _parts(values)
    draws, replications = values.shape
    return Spread(
        mean=float(values.mean()), low=low, high=high, ignorance=ignorance, noise=noise,
        draws=draws, replications=replications,
    )  # fmt: skip


def interval(values: Floats, confidence: float) -> tuple[float, float]:
    """Return the quantiles (Hyndman and Fan's type 8) between which the middle `confidence` of the values lies."""
    if not 0 < confidence < 1:
        raise InputError(f"confidence={confidence:g}; expected a number between 0 and 1.")
    tail = (1 - confidence) / 2
    low, high = np.quantile(values, [tail, 1 - tail], method="median_unbiased")
    return float(low), float(high)


def checked(values: Floats) -> Floats:
    """Return values [draw, replication] as they are; raises InputError where there is none or one is not finite."""
    values = np.asarray(values, dtype=np.float64)
    if values.ndim != 2 or not values.size:
        raise InputError(
            f"predicted values of shape {values.shape}; expected [draw, replication], one of each at least."
        )
    missing = np.argwhere(~np.isfinite(values))
    if missing.size:
        draw, replication = missing[0]
        raise InputError(
            f"predicted value of draw {draw}, replication {replication} is {values[draw, replication]}; "
            "expected finite numbers."
        )
    return values


def _parts(values: Floats) -> tuple[float | None, float | None]:
    draws, replications = values.shape
    if replications < 2:
        return None, None
    within = float(values.var(axis=1, ddof=1).mean())
    if draws < 2:
        return sqrt(within), None
    between = float(values.mean(axis=1).var(ddof=1)) - within / replications
    return sqrt(within), sqrt(max(0.0, between))
