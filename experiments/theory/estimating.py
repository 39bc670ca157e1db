"""Estimating: each quantity of a group with a band, by independent replications.

All bands hold together with 99% (Bonferroni over every quantity that can be checked, however many are).

Work that happened to come in is a control variate with known mean: beside each quantity stand the work that came in
a day and its variance from day to day, and by regression over the replications the quantity is read off at the work
and the variance that were meant (Lavenberg & Welch, Management Science 27, 1981, p. 322). In heavy traffic the first
halves the variance of a mean wait, the second takes a third of the rest.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import stats

from experiments.theory.cases import PLAYED, Check
from experiments.theory.group import Group, Length
from experiments.theory.models import Simulate
from sim.arrays import Floats

CONFIDENCE = 0.99


def estimates(
    simulate: Simulate, chosen: Group, length: Length, *, progress: Callable[[], None] = lambda: None
) -> dict[Check, tuple[float, float]]:
    """Return the estimate and the half-width of each quantity of a group; `progress` is called after each run."""
    values: dict[Check, list[float]] = {check: [] for check in chosen.checks}
    controls: list[Floats] = []
    for replication in range(length.replications):
        runs = [model.run(simulate, matters=length.matters, replication=replication) for model in chosen.models]
        for check, measure in chosen.checks.items():
            values[check].append(measure(runs))
        controls.append(runs[0].controls)
        progress()
    return {check: band(np.array(column), np.array(controls)) for check, column in values.items()}


def band(values: Floats, controls: Floats) -> tuple[float, float]:
    """Return the value at controls 0 by least squares, and the half-width of its band; no work, no control.

    What chance has no part in has no band: if all replications show the same, that is the value.
    """
    if np.ptp(values) == 0:
        return float(values[0]), 0.0
    design = np.column_stack([np.ones(values.size), controls[:, controls.any(axis=0)]])
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ values
    freedom = values.size - design.shape[1]
    variance = ((values - design @ coefficients) ** 2).sum() / freedom
    quantile = stats.t.ppf(1 - (1 - CONFIDENCE) / 2 / len(PLAYED), freedom)
    return float(coefficients[0]), float(quantile * np.sqrt(variance * inverse[0, 0]))
