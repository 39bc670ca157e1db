"""MSER-5: where the transient at the beginning of a series ends, if its steady part does not change with time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats

BATCH = 5
"""Observations that are averaged before the rule is applied."""

LEAST_LEFT = 5
"""Batches that a truncation leaves at least: the mean of fewer has no standard error to speak of."""


@dataclass(frozen=True)
class Truncation:
    """Observations to leave out at the beginning of a series; None where the series is too short to tell."""

    observations: int | None
    of: int  # observations that the series has


def mser5(series: Floats) -> Truncation:
    """Return the truncation that makes the squared standard error of the mean of what is left smallest.

    The marginal standard error rule (White, Simulation 69, 1997) on the means of batches of five (White, Cobb and
    Spratt, Proceedings of the Winter Simulation Conference, 2000): over d batches left out of k it minimises

        MSER(d) = sum over j > d of (y_j - mean of y_d+1 … y_k)² / (k - d)²,

    ties going to the smaller d. Observations behind the last whole batch are not used. A minimum in the second half
    of the series says that the transient fills too much of it: then there is no truncation. So it is with less than
    two batches of `LEAST_LEFT`.
    """
    batches = series.size // BATCH
    if batches < 2 * LEAST_LEFT:
        return Truncation(None, series.size)
    means = series[: batches * BATCH].reshape(batches, BATCH).mean(axis=1)
    found = int(np.argmin(_mser(means)[: batches - LEAST_LEFT + 1]))
    return Truncation(found * BATCH if 2 * found <= batches else None, series.size)


def _mser(means: Floats) -> Floats:
    """Return MSER(d) for d = 0 … k - 1 batches left out.

    Sums of squares are taken about the last batch, near the steady level, so that little is lost by cancellation.
    """
    about = (means - means[-1])[::-1]
    left = np.arange(1, means.size + 1)
    squares = np.cumsum(about**2) - np.cumsum(about) ** 2 / left
    return np.asarray((np.maximum(squares, 0.0) / left**2)[::-1])
