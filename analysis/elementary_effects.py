"""Elementary effects: how much each key moves an outcome, by Morris's trajectories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sim.arrays import Floats

LEAST = 2
"""Fewer trajectories have no standard deviation."""


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a key does to an outcome when it goes through its whole range, in the unit of the outcome.

    `mu` is the mean of the elementary effects, `mu_star` that of their sizes, `mu_star_conf` half the width of its 95%
    bootstrap interval. `sigma` is their standard deviation: large where the key interacts, or acts on no straight line.
    """

    key: str
    mu_star: float
    mu_star_conf: float
    mu: float
    sigma: float

    def as_dict(self) -> dict[str, Any]:
        """Return the effect as it is printed in JSON."""
        return asdict(self)


def elementary_effects(
    keys: Sequence[str], shares: Floats, outcomes: Floats, *, levels: int, seed: int
) -> list[Effect]:
    """Return the effect of each key, the largest `mu_star` first.

    `shares` [trajectory, point, key] is how far along its range each key is, `outcomes` [trajectory, point] what came
    of it; `seed` is that of the bootstrap. Computed by SALib (Morris, 1991; Campolongo et al., 2007, Environmental
    Modelling & Software 22:1509-1518). Raises ValueError for fewer than two trajectories.
    """
    from SALib.analyze import morris

    if len(outcomes) < LEAST:
        raise ValueError(f"{len(outcomes)} trajectories; expected {LEAST} or more")
    problem = {"num_vars": len(keys), "names": list(keys), "bounds": [[0.0, 1.0]] * len(keys)}
    found = morris.analyze(
        problem, shares.reshape(-1, len(keys)), np.asarray(outcomes, dtype=float).ravel(), num_levels=levels, seed=seed
    )
    scale = _steps_of(levels) / _steps(shares)
    names = ("mu_star", "mu_star_conf", "mu", "sigma")
    columns = {name: [float(value) for value in np.asarray(found[name], dtype=float) * scale] for name in names}
    effects = [
        Effect(key=key, **{name: column[place] for name, column in columns.items()}) for place, key in enumerate(keys)
    ]
    return sorted(effects, key=lambda effect: -effect.mu_star)


def _steps_of(levels: int) -> float:
    """Return the step that the grid makes, by which SALib divides."""
    return levels / (2 * (levels - 1))


def _steps(shares: Floats) -> Floats:
    """Return the mean step that each key really made; a key with two values goes through its whole range at once.

    A key that never moved has no effect, whatever its step is said to be.
    """
    steps = np.abs(np.diff(shares, axis=1)).sum(axis=1).mean(axis=0)
    return np.where(steps > 0, steps, 1.0)
