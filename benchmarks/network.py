"""The network that every engine runs: five units of four staff, three visits in a row, then two side by side.

The load is 0.8. All times are drawn with the project's named streams and are whole ms, so that engines that know
only these arrays come to the same waits, to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil, sqrt

import numpy as np

from sim.arrays import NEVER, Floats, Ints, rounded_ms
from sim.calendar import MS_PER_HOUR
from sim.horizon import Horizon
from sim.plan.plan import Kind, Matters, People, Plan
from sim.planning.sheet import Chain, Sheet
from sim.workload.arrivals import arrivals
from sim.workload.demand import MatterType, Season
from sim.workload.draws import uniforms_of
from sim.workload.laws import Law

SEED = 2026
UNITS = 5
STAFF = 4  # in each unit
VISITS = 5
SERIAL = 3  # of the visits; the other two run side by side
LOAD = 0.8
WORK_HOURS = Law(mean=1.0, shape="exponential")
AN_HOUR = LOAD * UNITS * STAFF / (VISITS * WORK_HOURS.mean)
"""Matters that come in an hour: 3.2."""

KIND = MatterType(name="network", per_year=AN_HOUR * 8760, work_hours=WORK_HOURS, season=Season(every_day=True))


@dataclass(frozen=True, kw_only=True)
class Network:
    """What comes in: matters by release, and of each visit its unit and its work."""

    release_ms: Ints  # [matter], ascending
    unit: Ints  # [matter, visit]
    work_ms: Ints  # [matter, visit], at least 1
    serial: int  # visits in a row; the rest run side by side after them
    horizon: Horizon

    @property
    def steps(self) -> int:
        """Number of visits of all matters."""
        return int(self.unit.size)

    @property
    def work_hours(self) -> Floats:
        """Work as a plan holds it; an engine's rounding gives the same ms back."""
        hours = self.work_ms / MS_PER_HOUR
        if (rounded_ms(hours) != self.work_ms).any():
            raise ValueError("work in hours does not round back to the same ms; engines would not run the same.")
        return np.asarray(hours)


def draw(matters: int, *, seed: int = SEED, replication: int = 0) -> Network:
    """Return so many matters."""
    uniforms = uniforms_of(seed, replication)
    horizon = _horizon(matters)
    release = arrivals(KIND, 1.0, horizon, uniforms)[:matters]
    unit = np.column_stack(
        [np.floor(uniforms(f"unit/network/{visit}", matters) * UNITS).astype(np.int64) for visit in range(VISITS - 1)]
    )
    onward = np.floor(uniforms(f"unit/network/{VISITS - 1}", matters) * (UNITS - 1)).astype(np.int64)
    other = (unit[:, -1] + 1 + onward) % UNITS  # any unit but the one beside it, each equally likely
    hours = np.column_stack(
        [WORK_HOURS.quantile(uniforms(f"work/network/{visit}", matters)) for visit in range(VISITS)]
    )
    return Network(
        release_ms=release,
        unit=np.column_stack([unit, other]),
        work_ms=np.maximum(rounded_ms(hours), 1),  # a step of no length would need rule 5 (c) of every peer
        serial=SERIAL,
        horizon=horizon,
    )


def _horizon(matters: int) -> Horizon:
    """Return days enough for all of them to come in the window (but for six standard deviations) and to be closed."""
    days = ceil((matters + 6 * sqrt(matters) + 16) / AN_HOUR / 24)
    first = date(2021, 1, 1)
    last = first + timedelta(days=days)
    return Horizon(
        first=first, window_from=first, window_to=last, cap=last + timedelta(days=30),
        working=np.ones(days + 30, dtype=bool), hours=(("00:00", "24:00"),),
    )  # fmt: skip


def tandem(network: Network) -> Network:
    """Return the same matters on a walk through all units, one after another in their order."""
    unit = np.broadcast_to(np.arange(UNITS), network.unit.shape).astype(np.int64)
    return replace(network, unit=unit, serial=VISITS)


def plan_of(network: Network) -> Plan:
    """Return the plan; step `VISITS * matter + visit` is that visit of that matter."""
    matters = network.release_ms.size
    rows = np.arange(matters)
    hours = network.work_hours
    sheet = Sheet()
    chain = Chain(sheet, rows)
    for visit in range(VISITS):
        thread = chain if visit < network.serial else chain.fork(rows)
        thread.then(
            rows, Kind.HANDLE, unit=network.unit[:, visit], work_hours=hours[:, visit], need=VISITS * rows + visit
        )
    steps, edges, _ = sheet.finish(order_key=np.zeros(matters, dtype=np.int64))
    return Plan(
        steps=steps,
        edges=edges,
        matters=Matters(
            release_ms=network.release_ms.copy(),
            deadline_ms=np.full(matters, NEVER, dtype=np.int64),
            type=np.zeros(matters, dtype=np.int64),
            awaited=np.ones(matters, dtype=bool),
        ),
        people=_people(),
        calendars=(network.horizon.office,),
        setup_hours=np.zeros(1),
        n_units=UNITS,
        end_ms=network.horizon.end_ms,
    )


def _people() -> People:
    n = UNITS * STAFF
    return People(
        calendar=np.zeros(n, dtype=np.int64),
        rank=np.ones(n, dtype=np.int64),
        unit_start=np.arange(n + 1, dtype=np.int64),
        unit=np.repeat(np.arange(UNITS), STAFF),
        skill=np.ones((n, 1)),
        error_rate=np.zeros((n, 1)),
    )
