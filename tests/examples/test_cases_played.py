"""The shipped cases at work: some weeks of each under every design lose nothing, and both engines agree on them."""

from __future__ import annotations

import numpy as np
import pytest
from cases import LARGE, NAMES, arranged, played, shipped, small, unaccounted_ms

from experiments.kernel_cache import prepare_compiled_engine
from sim.agreement import first_difference
from sim.engine.base import engine_named
from sim.trace import NOT_YET, State

DESIGNS = [(name, design) for name in NAMES for design in shipped(name).file.designs]
EVERY = pytest.mark.parametrize(("name", "design"), DESIGNS)
REFORMS = [
    (name, file.uncertainty.reform if file.uncertainty else "reform")
    for name, file in ((name, shipped(name).file) for name in NAMES)
]
VOLUME = dict.fromkeys(LARGE, 0.4)
OVER = (State.ENDED, State.SKIPPED, State.LEFT)


@EVERY
def test_every_matter_is_closed_has_left_or_is_open(name, design):
    """Closed: all its steps are over, the last of them when it was closed. Open: one is not."""
    run = played(name, design, scale=VOLUME.get(name, 1.0))
    matter, trace = run.plan.steps.matter, run.trace
    over = np.isin(trace.state, OVER)
    all_over = np.ones(run.is_matter.size, dtype=bool)
    np.logical_and.at(all_over, matter, over)
    last = np.full(run.is_matter.size, NOT_YET, dtype=np.int64)
    np.maximum.at(last, matter, np.where(trace.state == State.ENDED, trace.ended_ms, NOT_YET))

    assert np.array_equal(trace.closed_ms != NOT_YET, all_over)
    assert (trace.closed_ms[all_over] >= last[all_over]).all()
    assert trace.closed_ms.max() <= trace.stopped_ms
    assert run.cohort.size >= 15
    assert run.settled[run.cohort].mean() > 0.6


@EVERY
def test_every_millisecond_of_everybody_is_accounted_for(name, design):
    run = played(name, design, scale=VOLUME.get(name, 1.0))
    busy, here = np.unique(run.trace.segments()[1]), np.flatnonzero(arranged(name, design).here)

    assert unaccounted_ms(run) == 0
    assert np.isin(here, busy).mean() > 0.5


@pytest.mark.parametrize(("name", "design"), REFORMS)
def test_both_engines_have_one_trace_of_the_reform(name, design):
    assert _difference(name, design, scale=0.25 * VOLUME.get(name, 1.0)) is None


@pytest.mark.long
@EVERY
def test_both_engines_have_one_trace_of_every_design(name, design):
    assert _difference(name, design, scale=VOLUME.get(name, 1.0)) is None


def _difference(name, design, scale):
    prepare_compiled_engine()
    scenario = small(name)
    plan = scenario.plan(scenario.draw(seed=7, replication=1, scale=scale), scenario.organise(design))
    expected, found = (engine_named(engine)(plan) for engine in ("simpy", "compiled"))

    assert plan.n_steps > 200
    return first_difference(plan, expected=expected, found=found)
