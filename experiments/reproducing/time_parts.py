"""The parts of the elapsed time, as tasks keep them and as their mean is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from analysis.measures.split import PARTS
from experiments.reproducing.quantities import Quantity
from sim.arrays import Floats


def parts_of(type_name: str | None) -> tuple[Quantity, ...]:
    """Return the quantities that hold the parts of the days of a type, or of all matters."""
    return tuple(Quantity(f"split_{part}_days_mean", type_name) for part in PARTS)


def mean_parts(found: Iterable[Mapping[str, Floats]], type_name: str | None) -> dict[str, float]:
    """Return the mean days of each part over points that have it, given the values of quantities at each point."""
    points = list(found)
    values = {
        part: [float(np.mean(point[quantity.name])) for point in points if quantity.name in point]
        for part, quantity in zip(PARTS, parts_of(type_name), strict=True)
    }
    return {part: float(np.mean(days)) for part, days in values.items() if days}
