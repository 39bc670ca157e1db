"""Models of misrouting: a matter that is read where it does not belong and sent on, perhaps to a wrong desk again."""

from __future__ import annotations

import numpy as np

from experiments.theory.group import Measure, group
from experiments.theory.house import House
from experiments.theory.models import BY_SECTION, Model, deterministic, matters_of
from experiments.theory.runs import Run
from sim.arrays import Ints
from sim.plan.plan import Kind
from sim.procedure import Procedure


def routings(run: Run) -> Ints:
    """Return how many desks have drafted each matter that came."""
    steps, drafted = run.plan.steps, (run.trace.started_ms >= 0) & (run.plan.steps.unit >= 0)
    matter = steps.matter[drafted & (steps.kind == Kind.DRAFT)]
    return np.bincount(matter, minlength=run.plan.matters.type.size)[run.came]


def mean_routings(runs: list[Run]) -> float:
    """Return the mean number of desks, in the first model."""
    return float(routings(runs[0]).mean())


def more_than(number: int) -> Measure:
    """Return the measure of the share of matters that more desks than this have drafted."""
    return lambda runs: float((routings(runs[0]) > number).mean())


def sent_rightly(accuracy: float) -> Model:
    """Return two sections to which matters are sent rightly with this probability, each time anew."""
    return Model(
        house=House(staff=4, sections=2), kinds=(matters_of(1.0, deterministic(0.0)),), levers=BY_SECTION,
        procedure=Procedure(draft_hours=0.01), warm_up=1,
        further={"misdirected_share": 1 - accuracy, "misdirected_rounds": 12},
    )  # fmt: skip


MISROUTING_GROUPS = [
    group(
        sent_rightly(0.75), short=60_000, long=1_400_000,
        checks={("J7", "mean_routings_75"): mean_routings, ("J7", "P_3plus_75"): more_than(2)},
    ),
    group(
        sent_rightly(0.9), short=5_000, long=60_000,
        checks={("J7", "mean_routings_90"): mean_routings},
    ),
]  # fmt: skip
