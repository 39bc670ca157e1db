"""Models of passing on: a tree of calls, and desks in a row."""

from __future__ import annotations

import numpy as np

from experiments.theory.cases_of.passing_on import (
    CALL_MINUTES,
    CALLED,
    CONFIRM_HOURS,
    RANKS,
    RELAY_HOURS,
    RELAYED_RATE,
)
from experiments.theory.controls import DAYS_A_YEAR
from experiments.theory.group import group, in_model, stay
from experiments.theory.house import House
from experiments.theory.models import Model, deterministic, exponential, matters_of
from experiments.theory.runs import Run
from sim.arrays import Floats, Ints
from sim.calendar import MS_PER_HOUR
from sim.institution import Rank
from sim.levers.design import Levers
from sim.levers.dispatch import Dispatch
from sim.levers.routing.broadcasting import Broadcasting
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.workload.broadcasts import Broadcasts


def last_called(runs: list[Run]) -> float:
    """Return the hours until the last one is called, on average over broadcasts, in the first model."""
    order, hours = _since_release(runs[0], Kind.NOTIFY)
    latest = np.zeros(int(order.max()) + 1)
    np.maximum.at(latest, order, hours)
    return float(latest[np.unique(order)].mean())


def mean_called(runs: list[Run]) -> float:
    """Return the hours until a recipient is called, on average, in the first model."""
    steps = runs[0].plan.steps
    calls_on = np.isin(np.arange(steps.kind.size), runs[0].plan.edges.source[_to_calls(runs[0])])
    return float(_since_release(runs[0], Kind.NOTIFY, among=~calls_on)[1].mean())


def _to_calls(run: Run) -> Ints:
    """Return the edges that lead to calls."""
    return np.flatnonzero(run.plan.steps.kind[run.plan.edges.target] == Kind.NOTIFY)


def mean_confirmed(runs: list[Run]) -> float:
    """Return the hours until a recipient confirms, on average, in the first model."""
    return float(_since_release(runs[0], Kind.ACKNOWLEDGE)[1].mean())


def _since_release(run: Run, kind: Kind, among: np.ndarray | bool = True) -> tuple[Ints, Floats]:
    """Return the broadcasts of the window and the ends of their steps of a kind, in hours from the release."""
    steps, matters = run.plan.steps, run.plan.matters
    step = np.flatnonzero((steps.kind == kind) & among & matters.awaited[steps.matter])
    return steps.matter[step], (run.trace.ended_ms[step] - matters.release_ms[steps.matter[step]]) / MS_PER_HOUR


def until_handled(runs: list[Run]) -> float:
    """Return the hours from release until somebody could begin to handle it, on average, in the first model."""
    run = runs[0]
    release = run.plan.matters.release_ms[run.plan.steps.matter[run.worked]]
    return float((run.trace.ready_ms[run.worked] - release).mean() / MS_PER_HOUR)


CALLERS = CALLED[0] + 2

WARNED = Model(
    house=House(staff=CALLERS, sections=CALLERS), kinds=(matters_of(1 / (24 * DAYS_A_YEAR), deterministic(0.0)),),
    levers=Levers(
        units=Units(by="bureau"),
        dispatch=Dispatch(broadcast=Broadcasting(
            by="layers", fan_out=CALLED[:1], called_by=f"f{CALLERS - 1}", call_minutes=CALL_MINUTES,
        )),
    ),
    further={"broadcasts": Broadcasts(
        per_year=1.0, recipients=CALLED[0] * CALLED[1], confirm_hours=exponential(CONFIRM_HOURS)
    )},
    warm_up=0, cool_down=3,
)  # fmt: skip


def passed_down(dispatch: Dispatch) -> Model:
    """Return a unit in which nobody waits, below a chief and a deputy."""
    return Model(
        house=House(staff=16, leaders=(Rank.CHIEF, Rank.DEPUTY)), kinds=(matters_of(RELAYED_RATE, exponential(1.0)),),
        levers=Levers(dispatch=dispatch), warm_up=5,
    )  # fmt: skip


PASSING_ON_GROUPS = [
    group(
        WARNED, short=20 * 10, long=24 * 60,
        checks={
            ("S32", "last_called"): last_called,
            ("S32", "mean_called"): mean_called,
            ("S32", "mean_confirmed"): mean_confirmed,
        },
    ),
    group(
        passed_down(Dispatch(relay="layers", relay_ranks=RANKS, relay_hours=RELAY_HOURS)), passed_down(Dispatch()),
        short=10_000, long=120_000,
        checks={
            ("S33", "relayed"): until_handled,
            ("S33", "T_layers"): stay,
            ("S33", "T_direct"): in_model(1, stay),
        },
    ),
]  # fmt: skip
