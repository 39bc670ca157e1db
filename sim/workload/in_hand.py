"""A warm start: the matters that a house has in hand, and overdue, on its first day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.arrays import NEVER, Ints, rounded_ms
from sim.horizon import Horizon
from sim.workload.demand import MatterType
from sim.workload.draws import Uniforms
from sim.workload.matters import Drawn, draw_released
from sim.workload.source import Source


def draw_in_hand(index: int, kind: MatterType, source: Source, uniforms: Uniforms) -> Drawn:
    """Return the matters of a type that are open at the start, released then, each with what remains of its work."""
    n, name = kind.in_hand, f"{kind.name}/in_hand"
    drawn = draw_released(index, kind, name, np.zeros(n, dtype=np.int64), source, uniforms)
    remaining = uniforms(f"remaining/{name}", n)
    return Drawn(
        matters=replace(
            drawn.matters,
            in_hand=np.ones(n, dtype=bool),
            deadline_ms=_deadlines(kind, name, source.horizon, uniforms),
        ),
        needs=replace(drawn.needs, work_hours=drawn.needs.work_hours * remaining[drawn.needs.matter]),
    )


def _deadlines(kind: MatterType, name: str, horizon: Horizon, uniforms: Uniforms) -> Ints:
    """Return deadlines of which each lies within one term of the start, before it or behind it.

    Before the start no working days are known, so days are then of 24 hours.
    """
    n = kind.in_hand
    if kind.deadline_days is None:
        return np.full(n, NEVER, dtype=np.int64)
    days = kind.deadline_days * uniforms(f"deadline/{name}", n)
    coming = horizon.office.add_working(np.zeros(n, dtype=np.int64), rounded_ms(days * horizon.day_hours))
    return np.where(uniforms(f"overdue/{name}", n) < kind.in_hand_overdue, -rounded_ms(days * 24), coming)
