"""Models of detecting: a place with latent events, patrols and complaints."""

from __future__ import annotations

import numpy as np

from experiments.theory.cases_of.detecting import (
    CATCH,
    COMPLAINT_HOURS,
    FALSE_RATE,
    GROWS_HOURS,
    MOST,
    PATROL_HOURS,
    PER_HOUR,
    SENSED_RATE,
    VERIFY_HOURS,
)
from experiments.theory.controls import DAYS_A_YEAR
from experiments.theory.group import group, in_model
from experiments.theory.models import Model, deterministic, matters_of, one_unit
from experiments.theory.runs import Run
from sim.arrays import Flags, Ints
from sim.calendar import MS_PER_DAY, MS_PER_HOUR
from sim.levers.design import Levers
from sim.levers.dispatch import Dispatch
from sim.levers.routing.detection import Detection, Patrols, Sensors
from sim.plan.plan import Guard, Kind
from sim.workload.latent import Latent
from sim.workload.laws import Law

UNTOLD_DAYS = 20
"""Last days of a window whose events are not counted, since some of them are not known of by its end."""


def delay(runs: list[Run]) -> float:
    """Return the mean time from onset to detection, in hours, in the first model."""
    onset, known = _events(runs[0])
    return float((runs[0].trace.ended_ms[known] - onset).mean() / MS_PER_HOUR)


def by_complaints(runs: list[Run]) -> float:
    """Return the share of events that a complaint made known, in the first model."""
    run, edges = runs[0], runs[0].plan.edges
    known = _events(run)[1]
    complained = np.full(run.plan.n_steps, -1, dtype=np.int64)
    from_complaint = run.plan.steps.kind[edges.source] == Kind.COMPLAIN
    complained[edges.target[from_complaint]] = run.trace.ended_ms[edges.source[from_complaint]]
    return float((complained[known] == run.trace.ended_ms[known]).mean())


def growth(runs: list[Run]) -> float:
    """Return the mean hours that an hour of work has grown to, in the first model."""
    run = runs[0]
    handled = run.started & _counted(run)[run.plan.steps.matter]
    return float((run.trace.ended_ms - run.trace.started_ms)[handled].mean() / MS_PER_HOUR)


def false_share(runs: list[Run]) -> float:
    """Return the share of the hours of the window's work that went to false alarms, in the first model."""
    run, steps = runs[0], runs[0].plan.steps
    verified = (steps.kind == Kind.VERIFY) & (run.trace.ended_ms >= 0)
    true = np.zeros(run.plan.n_steps, dtype=bool)
    true[run.plan.edges.source] = True  # what is true has consequences
    hours = (run.trace.ended_ms - run.trace.started_ms) * run.in_window(run.trace.started_ms)
    return float(hours[verified & ~true].sum() / hours[verified | run.started].sum())


def _events(run: Run) -> tuple[Ints, Ints]:
    """Return the onset of each event that counts, and the step that makes it known.

    The clock of an event, which begins at its onset, leads to that step by an edge that is never live.
    """
    edges, steps = run.plan.edges, run.plan.steps
    clock = np.flatnonzero((edges.guard == Guard.ON_ERROR) & (steps.kind[edges.target] == Kind.DETECT))
    onset = run.plan.matters.release_ms[steps.matter[edges.source[clock]]]
    begin, end = run.window
    counted = (onset >= begin) & (onset < end - UNTOLD_DAYS * MS_PER_DAY)
    return onset[counted], edges.target[clock[counted]]


def _counted(run: Run) -> Flags:
    """Return which matters are events that count."""
    counted = np.zeros(run.plan.matters.type.size, dtype=bool)
    counted[run.plan.steps.matter[_events(run)[1]]] = True
    return counted


def patrolled(latent: Latent, every_hours: float, catch: float) -> Model:
    """Return a unit that patrols its one place, and handles at once what it sees."""
    patrols = Patrols(by="c0", every_days=every_hours / 24, catch_share=catch)
    return one_unit(
        matters_of(0.5, deterministic(1.0), latent=latent), staff=30, warm_up=2, cool_down=5,
        levers=Levers(dispatch=Dispatch(detection=Detection(patrols=patrols))),
    )  # fmt: skip


def sensed() -> Model:
    """Return a unit that verifies what a sensor reports, true and false, and handles what is true."""
    sensors = Sensors(by="c0", verify_hours=VERIFY_HOURS, false_per_year=FALSE_RATE * 24 * DAYS_A_YEAR)
    return one_unit(
        matters_of(SENSED_RATE, deterministic(1.0), latent=Latent(sensor_share=1.0)), staff=10, warm_up=2, cool_down=5,
        levers=Levers(dispatch=Dispatch(detection=Detection(sensors=sensors))),
    )  # fmt: skip


COMPLAINED_OF = Latent(complaint_share=1.0, complaint_days=Law(mean=COMPLAINT_HOURS / 24, shape="exponential"))

DETECTING_GROUPS = [
    group(
        patrolled(Latent(), PATROL_HOURS, CATCH), patrolled(COMPLAINED_OF, PATROL_HOURS, CATCH),
        patrolled(Latent(growth_per_day=24 * PER_HOUR, growth_most=MOST), GROWS_HOURS, 1.0), sensed(),
        short=25_000, long=330_000,
        checks={
            ("S34", "delay"): delay,
            ("S35", "delay"): in_model(1, delay),
            ("S35", "by_complaints"): in_model(1, by_complaints),
            ("S36", "factor"): in_model(2, growth),
            ("S37", "false_share"): in_model(3, false_share),
        },
    ),
]  # fmt: skip
