"""Models of taking away: a contractor, a task force and a surge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from experiments.theory.cases_of.taking_away import (
    CAPACITY,
    CONTRACTOR_STAFF,
    DEPLETED_RATE,
    OFFICERS,
    RATE,
    SECONDED,
    STAFF,
    SURGE_DAYS,
    SURGE_RATE,
    TRANSFERRED,
    USUAL_RATE,
)
from experiments.theory.controls import DAYS_A_YEAR
from experiments.theory.group import group, wait, wait_in
from experiments.theory.house import House
from experiments.theory.models import Model, deterministic, exponential, matters_of, one_unit
from experiments.theory.runs import Run
from sim.arrays import Ints
from sim.calendar import MS_PER_DAY, MS_PER_HOUR
from sim.horizon import Horizon
from sim.levers.arranging.contracts import Contractor
from sim.levers.arranging.forces import TaskForce
from sim.levers.design import Levers
from sim.levers.task_force import TaskForces
from sim.levers.transfer import Transfer
from sim.workload.demand import MatterType
from sim.workload.surge import Surge

CONTRACTOR = Contractor(categories=("c0",), share=TRANSFERRED, staff=CONTRACTOR_STAFF)


@dataclass(frozen=True, kw_only=True)
class Depleted(Model):
    """A model of which so many officers are with a task force, all the time."""

    seconded: int

    def levers_in(self, horizon: Horizon) -> Levers:
        """Return the levers with a task force from the first day to the last."""
        force = TaskForce(first=horizon.first, last=horizon.cap - timedelta(days=1), members=self.seconded)
        return replace(self.levers, task_force=TaskForces(forces={"force": force}))


@dataclass(frozen=True, kw_only=True)
class Surging(Model):
    """A model whose type of matter has a surge of so many days; it is played until that is long cleared."""

    surge_days: int
    matters: float  # that come in these days besides the usual ones

    @property
    def all_matters(self) -> int:
        """Matters in a replication, about."""
        return int(self.matters + self.kinds[0].per_year / DAYS_A_YEAR * 5 * self.surge_days)

    def horizon(self, matters: int) -> Horizon:
        """Return a window that begins with the surge and is five times as long, whatever the length."""
        first = date(2021, 1, 1)
        begin, end = (first + timedelta(days=n) for n in (self.warm_up, self.warm_up + 5 * self.surge_days))
        cap = end + timedelta(days=self.cool_down)
        return Horizon(
            first=first, window_from=begin, window_to=end, cap=cap, working=np.ones((cap - first).days, dtype=bool),
            hours=(("00:00", "24:00"),),
        )  # fmt: skip

    def kinds_in(self, horizon: Horizon) -> tuple[MatterType, ...]:
        """Return the types with the surge, which begins with the window."""
        last = horizon.window_from + timedelta(days=self.surge_days - 1)
        surge = Surge(first=horizon.window_from, last=last, matters=self.matters)
        return (replace(self.kinds[0], surge=surge),)


def surge_end(run: Run) -> int:
    """Return when the surge ends, in ms."""
    return run.window[0] + SURGE_DAYS * MS_PER_DAY


def backlog(runs: list[Run]) -> float:
    """Return how many wait when the surge ends, in the first model."""
    ready, started = _waiting(runs[0])
    return float(((ready <= surge_end(runs[0])) & (started > surge_end(runs[0]))).sum())


def clearing(runs: list[Run]) -> float:
    """Return how long after the surge nobody waits for the first time, in hours, in the first model."""
    ready, started = (np.sort(times) for times in _waiting(runs[0]))
    taken = np.searchsorted(started, started, side="right") >= np.searchsorted(ready, started, side="right")
    return float((started[taken & (started > surge_end(runs[0]))][0] - surge_end(runs[0])) / MS_PER_HOUR)


def wait_until_cleared(runs: list[Run]) -> float:
    """Return the mean wait of what is released from the surge's first day until it is cleared, in hours."""
    run = runs[0]
    ready, started = _waiting(run)
    cleared = surge_end(run) + clearing(runs) * MS_PER_HOUR
    among = (ready >= run.window[0]) & (ready < cleared)
    return float((started - ready)[among].mean() / MS_PER_HOUR)


def _waiting(run: Run) -> tuple[Ints, Ints]:
    """Return when each step was ready and when it was begun."""
    return run.trace.ready_ms[run.started], run.trace.started_ms[run.started]


SURGE = Surging(
    house=House(staff=CAPACITY), kinds=(matters_of(USUAL_RATE, deterministic(1.0)),), warm_up=3, cool_down=5,
    surge_days=SURGE_DAYS, matters=(SURGE_RATE - USUAL_RATE) * 24 * SURGE_DAYS,
)  # fmt: skip

TAKING_AWAY_GROUPS = [
    group(
        one_unit(
            matters_of(RATE, exponential(1.0)), staff=OFFICERS,
            levers=Levers(transfer=Transfer(contractors={"contractor": CONTRACTOR})),
        ),
        short=300_000, long=10_000_000,
        checks={("S23", "Wq_home"): wait_in(0), ("S23", "Wq_contractor"): wait_in(1), ("S23", "Wq"): wait},
    ),
    group(
        Depleted(
            house=House(staff=STAFF), kinds=(matters_of(DEPLETED_RATE, exponential(1.0)),), seconded=SECONDED
        ),
        short=200_000, long=5_000_000,
        checks={("S24", "Wq"): wait},
    ),
    group(
        SURGE, short=20 * SURGE.all_matters, long=30 * SURGE.all_matters, replications=(20, 30),
        checks={
            ("S25", "backlog"): backlog,
            ("S25", "clearing_hours"): clearing,
            ("S25", "Wq"): wait_until_cleared,
        },
    ),
]  # fmt: skip
