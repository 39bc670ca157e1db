"""Models of losing: units that ask others, or nobody, where nobody of their own is free at once."""

from __future__ import annotations

from experiments.theory.cases_of.losing import LAW_SCV, LOAD, OVER, OVER_SERVERS, SERVERS, THREE, TWO
from experiments.theory.group import Measure, group, in_model
from experiments.theory.groups_of.leaving import left_share
from experiments.theory.house import House
from experiments.theory.models import Model, exponential, matters_of, of_bureau, one_unit
from sim.levers.design import Levers
from sim.levers.dispatch import Dispatch
from sim.levers.units import Units
from sim.workload.demand import MatterType
from sim.workload.laws import Law
from sim.workload.patience import Patience


def taken_in(kind: int, unit: int) -> Measure:
    """Return the measure of the share of matters of a type that this unit takes."""
    return lambda runs: float(
        ((runs[0].types == kind) & (runs[0].units == unit)).sum() / (runs[0].types_of_matters == kind).sum()
    )


def gone_over(kind: int, unit: int) -> Measure:
    """Return the measure of the share of matters of a type that their own unit did not take."""
    return lambda runs: 1 - taken_in(kind, unit)(runs)


def losing(others: int) -> Levers:
    """Return levers by which what nobody is free for is offered to so many other units, and then lost."""
    return Levers(units=Units(by="bureau"), dispatch=Dispatch(overflow_days=0.0, overflow_units=others, lost=True))


def one_group(work: Law) -> Model:
    """Return a unit that loses whatever it cannot take."""
    return one_unit(matters_of(LOAD, work), staff=SERVERS, levers=losing(0), warm_up=5)


def districts(rates: tuple[float, ...], staff: int, *kinds: MatterType) -> Model:
    """Return districts, each with its own calls, unless these types are given, and equally many people."""
    count = len(rates)
    chosen = kinds or tuple(of_bureau(index, count, rate) for index, rate in enumerate(rates))
    return Model(house=House(staff=staff, sections=count), kinds=chosen, levers=losing(count - 1), warm_up=5)


OVERFLOWING = districts(
    OVER, sum(OVER_SERVERS), of_bureau(0, 2, OVER[0]),
    of_bureau(1, 2, OVER[1], patience=Patience(share=1.0, days=Law(mean=0.0))),
)  # fmt: skip

LOSING_GROUPS = [
    group(
        one_group(exponential(1.0)), one_group(Law(mean=1.0, scv=LAW_SCV, shape="hyperexponential")),
        short=68_000, long=1_600_000,
        checks={("S19", "P_lost"): left_share(), ("S19", f"P_lost_scv{LAW_SCV}"): in_model(1, left_share())},
    ),
    group(
        districts(TWO, 2), short=18_000, long=500_000,
        checks={("S20", "own"): taken_in(0, 0), ("S20", "other"): taken_in(0, 1), ("S20", "lost"): left_share(0)},
    ),
    group(
        districts(THREE, 3), short=68_000, long=1_600_000,
        checks={
            ("S21", "own"): taken_in(0, 0),
            ("S21", "first"): taken_in(0, 1),
            ("S21", "second"): taken_in(0, 2),
            ("S21", "lost"): left_share(0),
        },
    ),
    group(
        OVERFLOWING, short=55_000, long=1_300_000,
        checks={
            ("S22", "P_over"): gone_over(0, 0),
            ("S22", "P_lost_first"): left_share(0),
            ("S22", "P_lost_second"): left_share(1),
        },
    ),
]  # fmt: skip
