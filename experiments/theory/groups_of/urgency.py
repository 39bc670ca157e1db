"""Models of urgency: two types of matter, one of them urgent."""

from __future__ import annotations

from experiments.theory.cases_of.urgency import (
    ALONE,
    OFFICERS,
    OTHER,
    OTHER_MEAN,
    OTHER_SCV,
    URGENT,
    URGENT_MEAN,
)
from experiments.theory.group import group, in_model, stay_of, wait_of
from experiments.theory.models import Model, exponential, matters_of, one_unit
from sim.levers.design import Levers
from sim.levers.dispatch import Dispatch, Urgency
from sim.workload.laws import Law


def urgent_and_other(rates: tuple[float, float], works: tuple[Law, Law], *, staff: int, urgent: Urgency) -> Model:
    """Return a unit to which urgent and other matters come."""
    kinds = [
        matters_of(rate, work, name=f"m{index}", urgent_share=1.0 - index)
        for index, (rate, work) in enumerate(zip(rates, works, strict=True))
    ]
    return one_unit(*kinds, staff=staff, levers=Levers(dispatch=Dispatch(urgent=urgent)))


ALIKE = (exponential(1.0), exponential(1.0))

UNLIKE = (exponential(URGENT_MEAN), Law(mean=OTHER_MEAN, scv=OTHER_SCV, shape="gamma"))

URGENCY_GROUPS = [
    group(
        urgent_and_other((URGENT, OTHER), ALIKE, staff=OFFICERS, urgent="first"),
        urgent_and_other((URGENT, OTHER), ALIKE, staff=OFFICERS, urgent="interrupts"),
        short=150_000, long=3_400_000,
        checks={
            ("S11", "Wq_urgent"): wait_of(0),
            ("S11", "Wq_other"): wait_of(1),
            ("S13", "T_urgent"): in_model(1, stay_of(0)),
            ("S13", "T_other"): in_model(1, stay_of(1)),
        },
    ),
    group(
        urgent_and_other(ALONE, UNLIKE, staff=1, urgent="interrupts"), short=60_000, long=1_900_000,
        checks={("S12", "T_urgent"): stay_of(0), ("S12", "Wq_other"): wait_of(1), ("S12", "T_other"): stay_of(1)},
    ),
]  # fmt: skip
