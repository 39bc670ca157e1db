"""Surges as they are drawn: when their matters come, and the check that they can."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.arrays import Floats
from sim.errors import CalendarError
from sim.horizon import Horizon
from sim.workload.arrivals import Rhythm, day_weights
from sim.workload.demand import Demand, MatterType
from sim.workload.draws import Uniforms
from sim.workload.matters import Drawn, draw_released
from sim.workload.source import Source
from sim.workload.surge import Surge


def draw_surge(
    index: int, kind: MatterType, surge: Surge, source: Source, uniforms: Uniforms, scale: float
) -> Drawn:  # fmt: skip
    """Return the matters of a type's surge, one by one over its days; `scale` multiplies how many come."""
    name, horizon = f"{kind.name}/surge", source.horizon
    rhythm = Rhythm.over(_weights(kind, surge, horizon), surge.matters * scale, kind.season)
    drawn = draw_released(index, kind, name, rhythm.occasions(uniforms, f"arrival/{name}"), source, uniforms)
    return Drawn(matters=replace(drawn.matters, surge=np.ones_like(drawn.matters.surge)), needs=drawn.needs)


def check_surges(demand: Demand, horizon: Horizon) -> None:
    """Raise CalendarError for a surge that lies outside the run, or in which no matter can come."""
    for kind in demand.types:
        if kind.surge is None:
            continue
        key, surge = f"demand.types.{kind.name}.surge", kind.surge
        if surge.first < horizon.first or surge.last >= horizon.cap:
            raise CalendarError(
                f"{key} is from {surge.first} to {surge.last}, but the run begins {horizon.first} and ends before "
                f"{horizon.cap}; expected days within."
            )
        if not _weights(kind, surge, horizon).any():
            raise CalendarError(
                f"{key} has no day from {surge.first} to {surge.last} on which matters of this type come "
                f"(demand.types.{kind.name}.season); expected a working day, or every_day."
            )


def _weights(kind: MatterType, surge: Surge, horizon: Horizon) -> Floats:
    """Return the intensity of each day of the horizon: that of the type's season in the surge, else 0."""
    inside = np.array([surge.first <= day <= surge.last for day in horizon.days])
    return np.asarray(day_weights(kind.season, horizon) * inside)
