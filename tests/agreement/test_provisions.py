"""The reference engine and the plain writing of the rules give one trace, where few steps or people have rules."""

from dataclasses import fields, replace
from random import Random

import numpy as np
import pytest
from by_the_rules import simulate_by_the_rules
from hypothesis import given, settings
from hypothesis import strategies as st
from random_plans import random_plan
from sampling import examples
from worlds import clerk, haste, ms, sessions, small_plan, step

from sim.agreement import first_difference
from sim.engine.simpy_engine import simulate
from sim.plan.provisions import Crews, Terms, Turning
from sim.trace import Trace

FULL = ("full",)


def difference(plan, expected, found):
    """Return what differs first, None where all columns are equal."""
    told = first_difference(plan, expected=expected, found=found)
    names = [column.name for column in fields(Trace)]
    unequal = [name for name in names if not np.array_equal(getattr(expected, name), getattr(found, name))]
    return told or ", ".join(unequal) or None


@settings(max_examples=examples(100))
@given(random=st.randoms(), apart=st.booleans())
def test_the_reference_engine_plays_random_provisions_by_the_rules(random, apart):
    plan = random_plan(random, apart=apart, profiles=FULL)

    assert difference(plan, simulate_by_the_rules(plan), simulate(plan)) is None


@pytest.mark.parametrize("count", [200, pytest.param(10_000, marks=pytest.mark.long)])
def test_it_plays_by_the_rules_whatever_is_provided(count):
    for seed in range(count):
        plan = random_plan(Random(seed), apart=seed % 4 == 3, most_matters=12 if seed % 10 == 0 else 8)
        told = difference(plan, simulate_by_the_rules(plan), simulate(plan))
        assert told is None, f"random plan {seed}: {told}"


def ints(*values):
    return np.array(values, dtype=np.int64)


def test_who_is_kept_for_a_crew_takes_other_work_the_instant_another_member_goes_home(simulate):
    """From 9 on person 0 is kept for whoever of unit 1 is at work, and from 12 to 14, when these are away, is not."""
    plan = small_plan(
        [clerk(0), clerk(1, calendar=sessions((8, 12), (14, 24)))],
        [(8, [step(10, unit=1)]), (9, [step(1, priority=0)]), (9, [step(1)]), (9, [step(1.5)]), (9, [step(1)])],
    )
    crew = Crews(step=ints(1, 1), unit=ints(0, 1), rank=ints(1, 1), licence=ints(-1, -1), count=ints(1, 1))
    plan = replace(plan, crews=crew)

    trace = simulate(plan)

    assert trace.started_ms.tolist() == [ms(8), ms(20), ms(12), ms(13), ms(21)]
    assert trace.crew.tolist() == [0, 1]
    assert difference(plan, simulate_by_the_rules(plan), trace) is None


def test_a_step_of_no_length_turns_a_person_to_its_category_at_once(simulate):
    """Both last worked in category 0 until 10; person 0 then does what takes no time in category 1, and stays there."""
    work, calendars = step(1, category=0), [sessions((9, 20)), sessions((9, 20))]
    plan = small_plan(
        [clerk(0, 1, calendar=calendars[0]), clerk(0, calendar=calendars[1])],
        [(9, [work]), (9, [work]), (10, [step(0, unit=1, category=1, priority=0)]), (11, [step(2, category=0)])],
    )
    plan = replace(plan, turning=Turning(unit=ints(0)))

    trace = simulate(plan)

    assert trace.person.tolist() == [0, 1, 0, 1]
    assert difference(plan, simulate_by_the_rules(plan), trace) is None


def test_haste_counts_all_who_wait_in_a_unit_even_if_nobody_may_do_both(simulate):
    """Person 1 takes up nothing below rank 2. Of two steps at once the smaller key is first and sees one wait."""
    low, high = step(2), step(2, rank=2)
    plan = small_plan(
        [clerk(0), clerk(0, rank=2)],
        [(8, [high]), (8, [{**low, "priority": 0}]), (20, [{**high, "priority": 0}]), (20, [low])],
    )
    terms = Terms(member=ints(1), calendar=ints(-1), least_rank=ints(2))
    plan = replace(plan, terms=terms, pressure=haste((0, 1, 0.5, 1.0)))

    trace = simulate(plan)

    assert trace.person.tolist() == [1, 0, 1, 0]
    assert trace.ended_ms.tolist() == [ms(10), ms(9), ms(21), ms(22)]
    assert difference(plan, simulate_by_the_rules(plan), trace) is None
