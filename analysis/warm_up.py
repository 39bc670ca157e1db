"""The warm-up as the runs show it: open matters week by week, and whether the window began as it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.intervals import mean_interval, relative_interval
from analysis.measures.backlog import GROWTH_DAYS
from analysis.measures.matters import QUANTILE_METHOD
from analysis.measures.reading import Reading
from analysis.truncation import mser5
from sim.arrays import Flags, Floats

BAND = (0.1, 0.9)
"""Quantiles over the replications between which the band of a line lies, week by week."""


def open_by_week(readings: Sequence[Reading]) -> dict[str, list[float]]:
    """Return the mean number of open matters of each whole week since the start, and its band over replications."""
    days = np.array([one.open_by_day for one in readings])
    weeks = days[:, : days.shape[1] // 7 * 7].reshape(len(readings), -1, 7).mean(axis=2)
    low, high = np.quantile(weeks, BAND, axis=0, method=QUANTILE_METHOD)
    return {"mean": weeks.mean(axis=0).tolist(), "low": low.tolist(), "high": high.tolist()}


def check_days(warm_up_days: int, window_days: int) -> int:
    """Return how many days before the window are held against as many at its end: 28, or all that there are."""
    return min(GROWTH_DAYS, warm_up_days, window_days // 2)


def checked(
    readings: Mapping[str, Sequence[Reading]], warm_up_days: int, looks: int = 1
) -> dict[str, dict[str, Any]] | None:
    """Return for each design the open matters before the window and at its end, and their paired difference.

    A difference above 0 says that the house was still filling when the window began. The intervals of all designs
    hold together, at each of so many `looks` at which the replications could have ended. None where the warm-up or
    the window is too short to compare anything.
    """
    n_days = next(iter(readings.values()))[0].open_by_day.size
    days = check_days(warm_up_days, n_days - warm_up_days)
    if days < 1:
        return None
    found, family = {}, len(readings) * looks
    for design, many in readings.items():
        by_day = np.array([one.open_by_day for one in many])
        before = by_day[:, warm_up_days - days : warm_up_days].mean(axis=1)
        after = by_day[:, n_days - days :].mean(axis=1)
        relative = relative_interval(after - before, before, family)
        found[design] = {
            "before": float(before.mean()),
            "after": float(after.mean()),
            **mean_interval(after - before, family).as_dict(),
            "relative": None if relative is None else relative.as_dict(),
        }
    return found


def truncation_days(readings: Sequence[Reading], working: Flags) -> int | None:
    """Return after how many days the transient ends by MSER-5; None where the runs are too short to tell.

    The rule is applied to the mean over replications of open matters, on working days only, so that neither weekends
    nor holidays are taken for a transient. `working` has a flag for each day from the start, or more.
    """
    mean: Floats = np.mean([one.open_by_day for one in readings], axis=0)
    days = np.flatnonzero(working[: mean.size])
    left_out = mser5(mean[days]).observations
    return None if left_out is None else int(days[left_out]) if left_out else 0
