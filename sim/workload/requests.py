"""Formal requests (请示): which matters the upper level must be asked about, and how long it takes to reply."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.arrays import Floats, rounded_ms
from sim.workload.demand import MatterType
from sim.workload.source import Source


def draw_requests(kind: MatterType, n: int, source: Source, draw: Callable[[str], Floats]) -> dict[str, Any]:
    """Return the columns `asks`, `answer_ms` and `answer_hours` of n matters; the last two are 0 where nobody asks."""
    asks, days, hours = np.zeros(n, dtype=bool), np.zeros(n), np.zeros(n)
    if kind.ask_share > 0:
        asks = draw("ask") < kind.ask_share
        days[asks] = kind.ask_days.quantile(draw("ask_days")[asks])
        if source.demand.office_desks is not None:
            hours[asks] = source.demand.office_desks.reply_hours.quantile(draw("ask_hours")[asks])
    return {"asks": asks, "answer_ms": rounded_ms(days * source.horizon.day_hours), "answer_hours": hours}
