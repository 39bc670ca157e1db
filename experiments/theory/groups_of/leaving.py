"""Models of leaving: a unit whose applicants have so much patience and no more."""

from __future__ import annotations

import numpy as np

from experiments.theory.cases_of.leaving import LIMIT, OFFICERS, PATIENCE, RATE
from experiments.theory.group import Measure, group, in_model, wait
from experiments.theory.models import Model, deterministic, exponential, matters_of, one_unit
from experiments.theory.runs import Run
from sim.arrays import Flags
from sim.calendar import MS_PER_HOUR
from sim.trace import State
from sim.workload.laws import Law
from sim.workload.patience import Patience


def left(run: Run) -> Flags:
    """Return which matters that came have left: what could not be handled any more, nowhere."""
    state, matter = run.trace.state, run.plan.steps.matter
    gone, done = (np.zeros(run.plan.matters.type.size, dtype=bool) for _ in range(2))
    gone[matter[state == State.LEFT]] = True
    done[matter[run.started]] = True
    return (gone & ~done)[run.came]


def left_share(kind: int = 0) -> Measure:
    """Return the measure of the share of matters of a type that have left."""
    return lambda runs: float(left(runs[0])[runs[0].types_of_matters == kind].mean())


def wait_of_all(runs: list[Run]) -> float:
    """Return the mean time in the queue, of who was taken and who left, in hours, in the first model."""
    run, gone = runs[0], left(runs[0])
    patience = (run.trace.closed_ms - run.plan.matters.release_ms)[run.came][gone].sum() / MS_PER_HOUR
    return float((run.waits.sum() + patience) / gone.size)


def impatient(patience: Law) -> Model:
    """Return a unit whose applicants have this patience, in hours."""
    days = Law(mean=patience.mean / 24, scv=patience.scv, shape=patience.shape)
    return one_unit(
        matters_of(RATE, exponential(1.0), patience=Patience(share=1.0, days=days)), staff=OFFICERS, warm_up=5
    )


LEAVING_GROUPS = [
    group(
        impatient(exponential(PATIENCE)), impatient(deterministic(LIMIT)), short=30_000, long=1_400_000,
        checks={
            ("S17", "P_left"): left_share(),
            ("S17", "Wq"): wait_of_all,
            ("S17", "Wq_served"): wait,
            ("S18", "P_left"): in_model(1, left_share()),
            ("S18", "Wq_served"): in_model(1, wait),
        },
    ),
]  # fmt: skip
