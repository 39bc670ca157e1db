"""When broadcasts go out, which telephones are dead then, and how soon each recipient would confirm."""

from __future__ import annotations

import numpy as np

from sim.workload.draws import Uniforms
from sim.workload.source import Source
from sim.workload.tables import BroadcastTable


def draw_broadcasts(source: Source, uniforms: Uniforms) -> BroadcastTable:
    """Let broadcasts come as a Poisson process in office time, whatever the volume of matters."""
    demand, horizon = source.demand.broadcasts, source.horizon
    if demand is None or demand.per_year == 0:
        return BroadcastTable.none()
    first, last = (int(horizon.office.worked_until(ms)) for ms in horizon.window_ms)
    per_ms = demand.per_year * horizon.window_years / max(last - first, 1)
    expected = per_ms * horizon.office.total_ms
    gaps = -np.log1p(-uniforms("broadcast/arrival", int(expected + 6 * np.sqrt(expected) + 16)))
    worked = np.floor(np.cumsum(gaps) / per_ms).astype(np.int64)
    release = horizon.office.add_working(0, worked[worked < horizon.office.total_ms])
    release = release[release < horizon.end_ms]
    n, size = release.size, demand.recipients
    dead, hours = np.zeros((n, size), dtype=bool), np.zeros((n, size, demand.chances))
    for turn in range(n):
        dead[turn] = uniforms(f"broadcast/dead/{turn}", size) < demand.dead_share
        for chance in range(demand.chances):
            draws = uniforms(f"broadcast/confirm_hours/{turn}/{chance}", size)
            hours[turn, :, chance] = demand.confirm_hours.quantile(draws)
    return BroadcastTable(release_ms=release, dead=dead, confirm_hours=hours)
