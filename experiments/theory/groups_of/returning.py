"""Models of returning: new rounds of work, checks that return it, and matters that come back."""

from __future__ import annotations

import numpy as np

from experiments.theory.cases_of.returning import (
    AGAIN,
    CATCH,
    CHECKED_RATE,
    DELAY_HOURS,
    ERRS,
    FEEDBACK_RATE,
    OFFICERS,
    RETURN,
    SETTLED_RATE,
    UNSOLVED,
)
from experiments.theory.group import group, stay, wait
from experiments.theory.house import House
from experiments.theory.models import Model, deterministic, exponential, matters_of, one_unit
from experiments.theory.runs import Run
from sim.arrays import Ints
from sim.calendar import MS_PER_HOUR
from sim.levers.design import Levers
from sim.levers.incentives import Incentives
from sim.levers.routing.checks import Check
from sim.levers.supervision import Supervision
from sim.levers.units import Units
from sim.procedure import Abilities
from sim.workload.laws import Law
from sim.workload.returns import Returns


def visits(runs: list[Run]) -> float:
    """Return the rounds of handling of a matter, in all its comings, in the first model."""
    return runs[0].visits


def until_settled(runs: list[Run]) -> float:
    """Return the mean time from a matter's release to the closing of its last coming, in hours, in the first model."""
    run = runs[0]
    last = run.trace.closed_ms.copy()
    np.maximum.at(last, *_comings(run))
    return float((last - run.plan.matters.release_ms)[run.came].mean() / MS_PER_HOUR)


def _comings(run: Run) -> tuple[Ints, Ints]:
    """Return the matters that hang on another one and came in: what they hang on in the end, and when they closed."""
    plan, trace = run.plan, run.trace
    entries = plan.entries
    came = trace.ended_ms[entries.step] >= 0
    edge = np.flatnonzero(np.isin(plan.edges.target, entries.step[came]))
    of = np.arange(plan.matters.type.size)
    hanging = plan.steps.matter[plan.edges.target[edge]]
    of[hanging] = plan.steps.matter[plan.edges.source[edge]]
    while (of[of] != of).any():
        of = of[of]
    return of[entries.matter[came]], trace.closed_ms[entries.matter[came]]


CHECKED = Model(
    house=House(staff=2, categories=2),
    kinds=(matters_of(CHECKED_RATE, deterministic(1.0), categories={"c0": 1.0, "c1": 0.0}, decisions=(0.0, 1.0, 0.0)),),
    levers=Levers(
        units=Units(by="category"),
        supervision=Supervision(
            checks=(Check(by="category", category="c1", catch_share=CATCH, return_share=RETURN),)
        ),
    ),
    abilities=Abilities(error_rate=ERRS, error_rate_elsewhere=ERRS), rounds=10,
)  # fmt: skip

RESETTLED = one_unit(
    matters_of(
        SETTLED_RATE, exponential(1.0),
        returns=Returns(days=Law(mean=DELAY_HOURS / 24, shape="exponential"), rounds=12),
    ),
    staff=OFFICERS, levers=Levers(incentives=Incentives(scored="closures", early_share=UNSOLVED)),
    warm_up=40, cool_down=150,
)  # fmt: skip

RETURNING_GROUPS = [
    group(
        one_unit(
            matters_of(FEEDBACK_RATE, exponential(1.0), further_needs=tuple((1 - AGAIN) * AGAIN**k for k in range(18))),
            staff=OFFICERS,
        ),
        short=15_000, long=300_000,
        checks={("S14", "visits"): visits, ("S14", "T"): stay},
    ),
    group(CHECKED, short=40_000, long=1_000_000, checks={("S15", "visits"): visits, ("S15", "T"): stay}),
    group(
        RESETTLED, short=240_000, long=5_500_000,
        checks={("S16", "visits"): visits, ("S16", "Wq"): wait, ("S16", "T"): until_settled},
    ),
]  # fmt: skip
