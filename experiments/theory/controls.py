"""Controls: the work that happened to come in, whose mean is known, beside what a replication showed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.arrays import Floats
from sim.calendar import MS_PER_DAY
from sim.horizon import Horizon
from sim.workload.demand import MatterType
from sim.workload.tables import Workload

DAYS_A_YEAR = 365


def controls_of(workload: Workload, kinds: Sequence[MatterType], horizon: Horizon) -> Floats:
    """Return the mean and the mean square of a day's work beyond what was meant, less their expectations.

    All needs of matters released in the window count, whether or not anybody handled them, but for those of a surge.
    """
    mean, variance = (sum(parts) for parts in zip(*map(_work_of_a_day, kinds), strict=True))
    begin, end = horizon.window_ms
    release = workload.matters.release_ms[workload.needs.matter]
    among = (release >= begin) & (release < end) & ~workload.matters.surge[workload.needs.matter]
    days = (end - begin) // MS_PER_DAY
    day = (release[among] - begin) // MS_PER_DAY
    beyond = np.bincount(day, weights=workload.needs.work_hours[among], minlength=days) - mean
    return np.array([beyond.mean(), (beyond**2).mean() - variance])


def _work_of_a_day(kind: MatterType) -> tuple[float, float]:
    """Return mean and variance of the hours of work that a day brings, without further rounds.

    A day brings a Poisson number of batches, n on average, so its work has variance n E[(work of a batch)^2]; a
    batch brings B matters, geometric with mean b and E[B^2] = 2 b^2 - b.
    """
    mean, variance = _work_of_a_matter(kind)
    matters, batch = kind.per_year / DAYS_A_YEAR, kind.batch_mean
    square = batch * variance + (2 * batch**2 - batch) * mean**2
    return matters * mean, matters / batch * square


def _work_of_a_matter(kind: MatterType) -> tuple[float, float]:
    """Return mean and variance of the hours of work that a matter's needs take in their first round."""
    if kind.process:
        laws = [need.work_hours or kind.work_hours for need in kind.process.values()]
        return sum(law.mean for law in laws), sum(_variance(law.shape, law.mean, law.scv) for law in laws)
    share = np.array(kind.further_needs) / sum(kind.further_needs)
    needs = np.arange(1, share.size + 1)
    number, spread = float(share @ needs), float(share @ needs**2 - (share @ needs) ** 2)
    law = kind.work_hours
    return number * law.mean, number * _variance(law.shape, law.mean, law.scv) + spread * law.mean**2


def _variance(shape: str, mean: float, scv: float) -> float:
    return {"exponential": 1.0, "deterministic": 0.0}.get(shape, scv) * mean**2
