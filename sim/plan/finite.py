"""Numbers in the tables of a plan: those that must be finite."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.errors import PlanError


def expect_finite(table: str, column: str, values: Floats, least: float = 0.0, *, above: bool = False) -> None:
    """Raise PlanError for the first row of a column that is not finite, or below `least` (`above`: or just that)."""
    sound = ((values > least) if above else (values >= least)) & (values < np.inf)
    if not sound.all():
        row = int(np.argmin(sound))
        wanted = f"above {least:g}" if above else f">= {least:g}"
        raise PlanError(f"row {row} of {table} has {column}={values[row]}; expected a finite number {wanted}.")
