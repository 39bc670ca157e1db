"""The compiled engine as a piece of machinery: what it asks of memory and threads, and that it changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from random import Random

import numpy as np
import pytest
from random_plans import random_plan

from experiments.kernel_cache import prepare_compiled_engine
from sim.agreement import first_difference
from sim.engine import compiled_engine, simpy_engine
from sim.engine.kernel.layout import lay_out, variant
from sim.engine.kernel.loop import play
from sim.engine.kernel.tables import MOST_ROWS
from sim.errors import RunError
from sim.trace import Trace

BYTES_A_STEP = 200


@pytest.fixture(scope="module", autouse=True)
def _ready():
    prepare_compiled_engine()


def test_memory_is_known_beforehand_and_small():
    """Beyond plan and trace; ten kilobytes are for the institution, whatever comes in."""
    plan = random_plan(Random(3), most_matters=1_500, most_steps=8)
    columns, given, house, _ = lay_out(plan)

    theirs = [getattr(table, column.name) for table in (plan.steps, plan.edges) for column in fields(table)]
    own = [array for array in (*columns, *given, *house) if isinstance(array, np.ndarray)]
    own = [array for array in own if not any(np.shares_memory(array, other) for other in theirs)]
    assert plan.n_steps > 1_000
    assert sum(array.nbytes for array in own) <= BYTES_A_STEP * plan.n_steps + 10_000


def test_it_is_compiled_lean_and_with_pace_and_with_all_that_is_special():
    """A rule that few plans need is not in the machine code of the others."""
    plans = [random_plan(Random(seed)) for seed in range(40)]
    for plan in plans:
        compiled_engine.simulate(plan)

    assert {variant(plan) for plan in plans} == {"lean", "pace", "special"}
    assert len(play.signatures) == 3


def test_it_changes_nothing_in_a_plan_and_keeps_nothing():
    plan = random_plan(Random(5))
    first = compiled_engine.simulate(plan)
    again = compiled_engine.simulate(plan)

    assert first_difference(plan, expected=first, found=again) is None
    assert all(not getattr(plan.steps, column.name).flags.writeable for column in fields(plan.steps))


def test_the_columns_of_a_trace_have_the_types_of_the_reference():
    plan = random_plan(Random(6))
    mine, reference = compiled_engine.simulate(plan), simpy_engine.simulate(plan)

    for column in fields(Trace):
        one, other = getattr(mine, column.name), getattr(reference, column.name)
        assert type(one) is type(other)
        if isinstance(one, np.ndarray):
            assert (one.dtype, one.flags.writeable, one.flags.c_contiguous) == (np.int64, True, True)


def test_threads_do_not_meet():
    plans = [random_plan(Random(seed), most_matters=60) for seed in range(40)]
    alone = [compiled_engine.simulate(plan) for plan in plans]

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(compiled_engine.simulate, plans))

    for plan, expected, found in zip(plans, alone, together, strict=True):
        assert first_difference(plan, expected=expected, found=found) is None


def test_a_plan_with_more_steps_than_can_be_numbered_is_refused(monkeypatch):
    plan = random_plan(Random(7))
    monkeypatch.setattr("sim.engine.kernel.layout.MOST_ROWS", plan.n_steps - 1)

    with pytest.raises(RunError, match=rf"the plan has {plan.n_steps} steps; .* Try engine=simpy\.$"):
        lay_out(plan)
    assert np.iinfo(np.int32).max == MOST_ROWS
