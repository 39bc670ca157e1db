"""The compiled engine as a piece of machinery: what it asks of memory and threads, and that it changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from random import Random

import numpy as np
import pytest
from random_plans import random_plan
from worlds import Log, clerk, done, left, log, small_plan, step, wait
from worlds_further import further, ways
from worlds_provisions import line, provided

from experiments.kernel_cache import prepare_compiled_engine
from sim.agreement import first_difference
from sim.engine import compiled_engine, simpy_engine
from sim.engine.kernel.layout import lay_out, variant
from sim.engine.kernel.loop import play
from sim.engine.kernel.tables import MOST_ROWS
from sim.errors import RunError
from sim.plan.plan import Guard
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


def test_it_is_compiled_lean_and_with_pace_and_with_what_is_special_and_with_all():
    """A rule that few plans need is not in the machine code of the others."""
    prepare_compiled_engine("full")
    plans = [random_plan(Random(seed), profiles=("lean", "pace", "full", "wide")) for seed in range(40)]
    for plan in plans:
        compiled_engine.simulate(plan)

    assert {variant(plan) for plan in plans} == {"lean", "pace", "special", "full"}
    assert len(play.signatures) == 4


@pytest.mark.parametrize(
    "name", ["patience", "alarms", "firsts", "growth", "preempts", "ways", "visits", "travellers", "nearest"]
)
def test_each_further_provision_takes_the_full_compilation(name):
    plan = small_plan([clerk(0)], [(0, [step(1), step(1)])], edges=[(0, 1)])
    given = further(
        patience={0: 1}, alarms={0: 1}, firsts=[1], growth={0: (0, 0.5, 2)}, preempts=[0], visits={0: 0},
        travellers={0: (0, 5, True)}, nearest=[0],
    ) | {"ways": ways([[0]])}  # fmt: skip

    assert variant(plan) == "lean"
    sites = {"ways": given["ways"]} if name in ("visits", "travellers") else {}
    assert variant(replace(plan, **{name: given[name]}, **sites)) == "full"


@pytest.mark.parametrize(("guard", "expected"), [(guard, guard >= Guard.WHEN_OVERDUE) for guard in list(Guard)[:5]])
def test_guards_of_the_clock_take_the_full_compilation(guard, expected):
    plan = small_plan([clerk(0)], [(0, [step(1), step(1)])], edges=[(0, 1, guard)])

    assert (variant(plan) == "full") == expected


def test_a_matter_that_comes_in_with_a_step_asks_nothing_of_the_engine():
    plan = small_plan([clerk(0)], [(0, [step(1)]), (None, [wait(1)])], edges=[(0, 1)], **further(entries={1: 1}))

    assert variant(plan) == "lean"


def test_an_end_that_is_put_off_to_the_instant_at_which_it_was_due_is_one_end():
    """Person 0 is called away from step 0 at 1, and person 1 goes on with it there and then: its end is still 4.

    Ended twice, it would close its matter, of which step 1 is still under work.
    """
    plan = small_plan(
        [clerk(1, 0), clerk(1)],
        [(0, [step(4, unit=1), step(3, lag=2)]), (0, [step(1, unit=1, order=1)]), (1, [step(1, priority=0)])],
        **further(preempts=[3]),
    )  # fmt: skip

    assert log(compiled_engine.simulate(plan)) == Log(
        [done(0, 0, 4, by=1), done(2, 2, 5, by=0), done(0, 0, 1, by=1), done(1, 1, 2, by=0)], [5, 1, 2], 5
    )


def test_who_was_kept_for_a_crew_that_leaves_takes_something_else_at_once():
    """Person 1 works until 9, and person 0 is kept for the crew of both, which leaves at 2."""
    plan = small_plan(
        [clerk(0, 1), clerk(0, rank=2)],
        [(0, [step(9, priority=0, rank=2)]), (0, [step(1)]), (0, [step(1, unit=1, priority=2)])],
        **further(patience={1: 2}),
    )  # fmt: skip
    plan = provided(plan, crews={1: [line(0, count=2)]})

    assert log(compiled_engine.simulate(plan)).steps[1:] == [left(0, 2), done(0, 2, 3, by=0)]


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
