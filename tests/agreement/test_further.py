"""Both engines and the plain writing of the rules give one trace where steps leave, hang, interrupt or are visited.

And small plans for corners that random ones hardly ever reach.
"""

from collections import Counter
from dataclasses import fields, replace
from random import Random

import numpy as np
import pytest
from by_the_rules import simulate_by_the_rules
from further_fired import RULES_OF_BRANCHES, branches_fired
from hypothesis import given, settings
from hypothesis import strategies as st
from interruptions_fired import RULES_OF_INTERRUPTIONS, interruptions_fired
from presence import Presence
from random_plans import random_plan
from random_provisions import WIDE
from sampling import examples
from trips_fired import RULES_OF_TRIPS, trips_fired
from worlds import clerk, ms, sessions, small_plan, step
from worlds_further import further, ways
from worlds_provisions import line, provided

from experiments.kernel_cache import prepare_compiled_engine
from sim.agreement import first_difference
from sim.engine.base import engine_named
from sim.engine.simpy_engine import simulate as by_reference
from sim.trace import State, Trace

RULES = {"wide": RULES_OF_BRANCHES, "cuts": RULES_OF_INTERRUPTIONS, "trips": RULES_OF_TRIPS}
"""Which rules are to have a say in the plans of a profile, each in at least so many of them:"""

LEAST_SHARE = 0.05


@pytest.fixture(scope="module")
def compiled():
    prepare_compiled_engine()
    return engine_named("compiled")


def difference(plan, expected, found):
    """Return what differs first, None where all columns are equal."""
    told = first_difference(plan, expected=expected, found=found)
    names = [column.name for column in fields(Trace)]
    unequal = [name for name in names if not np.array_equal(getattr(expected, name), getattr(found, name))]
    return told or ", ".join(unequal) or None


def fired_in(plan, trace):
    presence = Presence(plan, trace)
    return branches_fired(plan, trace, presence) | interruptions_fired(presence) | trips_fired(presence)


@settings(max_examples=examples(100))
@given(random=st.randoms(), apart=st.booleans())
def test_a_random_plan_of_a_further_profile_has_one_trace(compiled, random, apart):
    plan = random_plan(random, apart=apart, profiles=WIDE)

    trace = by_reference(plan)

    assert difference(plan, simulate_by_the_rules(plan), trace) is None
    assert difference(plan, trace, compiled(plan)) is None


@pytest.mark.parametrize("profile", WIDE)
@pytest.mark.parametrize("count", [200, pytest.param(1_500, marks=pytest.mark.long)])
def test_plans_of_each_profile_reach_every_rule_and_have_one_trace(compiled, profile, count, record_property):
    """The closing lines of the tests tell in how many plans each rule had a say."""
    fired: Counter[str] = Counter()
    for seed in range(count):
        plan = random_plan(Random(seed), apart=seed % 4 == 3, profiles=(profile,))
        trace = by_reference(plan)
        for other in (simulate_by_the_rules(plan), compiled(plan)):
            told = difference(plan, trace, other)
            assert told is None, f"random plan {seed} of {profile}: {told}"
        fired.update(fired_in(plan, trace) & set(RULES[profile]))

    record_property("rules fired", (count, {rule: fired[rule] for rule in RULES[profile]}))
    assert {rule: fired[rule] for rule in RULES[profile] if fired[rule] < LEAST_SHARE * count} == {}


def played(simulate, plan):
    """Return the trace of an engine, which is the one that the rules say."""
    trace = simulate(plan)
    assert difference(plan, simulate_by_the_rules(plan), trace) is None
    return trace


def hours(times):
    return (times / ms(1)).tolist()


def test_a_hold_ends_the_instant_the_step_that_decides_leaves(simulate):
    """Nobody of rank 2 comes before 20; the proposal of 9 leaves at 10, and then its clerk goes on."""
    plan = small_plan(
        [clerk(0), clerk(0, rank=2, calendar=sessions((20, 24)))],
        [(8, [step(1), step(1, rank=2)]), (8, [step(2)])],
        edges=[(0, 1)],
    )
    plan = replace(provided(plan, holds={0: 1}), **further(patience={1: 1}))

    trace = played(simulate, plan)

    assert trace.state.tolist() == [State.ENDED, State.LEFT, State.ENDED]
    assert hours(trace.freed_ms) == [10]
    assert hours(trace.ended_ms) == [9, 10, 12]
    assert hours(trace.closed_ms) == [10, 12]


def test_a_step_interrupts_once_then_waits_for_its_turn(simulate):
    """Step 2 takes person 0 from step 0 at 9 and loses them to step 3 at 9.5; then it leaves step 1 alone."""
    plan = small_plan(
        [clerk(0, 2), clerk(1, 0)],
        [(8, [step(8, unit=2, priority=4)]), (8, [step(8, unit=1, priority=3)]), (9, [step(1, priority=2)]),
         (9.5, [step(0.5, unit=2, priority=1)])],
    )  # fmt: skip
    plan = replace(plan, **further(preempts=[2, 3]))

    trace = played(simulate, plan)

    assert trace.cut_step.tolist() == [0, 2]
    assert trace.cut_person.tolist() == [0, 0]
    assert hours(trace.cut_ms) == [9, 9.5]
    assert hours(trace.resumed_ms) == [10.5, 10]
    assert hours(trace.ended_ms) == [17.5, 16, 10.5, 10]  # 1 of 8 hours before, 7 after; half an hour, and half


def test_of_those_who_are_as_near_the_one_who_is_idle_longer_goes(simulate):
    """All three start at site 0; person 2 is at work until 9, person 1 until 8.5, and person 0 is far away."""
    plan = small_plan(
        [clerk(0), clerk(0, 2), clerk(0, 1)],
        [(8, [step(1, unit=1)]), (8, [step(0.5, unit=2)]), (8, [step(1, priority=0)]), (10, [step(1)])],
    )
    plan = replace(
        plan, ways=ways([[0, 10], [10, 0]]),
        **further(visits={2: 1, 3: 0}, travellers=dict.fromkeys(range(3), (0, 10, False)), nearest=[0]),
    )  # fmt: skip

    trace = played(simulate, plan)

    assert trace.person.tolist() == [2, 1, 0, 1]
    assert hours(trace.way_ms) == [1, 0]


def test_the_nearest_of_those_who_fit_a_line_make_up_a_crew(simulate):
    """Two of three go to site 1: person 2, who is based there, and of the others person 0, who has been idle longer."""
    plan = small_plan([clerk(0), clerk(0, 1), clerk(0)], [(8, [step(1, unit=1)]), (10, [step(1)])])
    plan = replace(
        provided(plan, crews={1: [line(0, count=2)]}), ways=ways([[0, 10], [10, 0]]),
        **further(visits={1: 1}, travellers={0: (0, 10, True), 1: (0, 10, True), 2: (1, 10, True)}, nearest=[0]),
    )  # fmt: skip

    trace = played(simulate, plan)

    assert trace.crew.tolist() == [2, 0]
    assert hours(trace.way_ms) == [0, 1]
    assert hours(trace.ended_ms) == [9, 12]
    assert trace.back_ms.tolist() == [-1, -1]  # person 2 is at the base, and the run ends when the visit does


def test_who_comes_free_at_an_opening_is_at_the_base(simulate):
    """The visit of no length at 12, without a way, would leave person 0 at site 1, an hour from the base."""
    plan = small_plan(
        [clerk(0, calendar=sessions((8, 10), (12, 20)))], [(12, [step(0), step(1)])], edges=[(0, 1)],
    )  # fmt: skip
    plan = replace(plan, ways=ways([[0, 0], [7, 0]]), **further(visits={0: 1}, travellers={0: (0, 7, False)}))

    trace = played(simulate, plan)

    assert hours(trace.ended_ms) == [12, 13]


def test_what_falls_due_the_instant_somebody_is_called_away_comes_to_nothing(simulate):
    """Step 0 is to be urged at 9, when person 0 still works on it; then a step of no length ends, and 9 goes on."""
    plan = small_plan([clerk(0)], [(8, [step(4, priority=3)]), (9, [step(0, priority=0)]), (9, [step(1, priority=2)])])
    plan = replace(plan, **further(preempts=[1], ageing={0: [(1, 1, 0)]}))

    trace = played(simulate, plan)

    assert hours(trace.ended_ms) == [13, 9, 10]


def test_a_step_waits_again_for_whoever_did_what_its_officer_is_named_by(simulate):
    """Step 1 waits for person 0, who did step 0; interrupted at 10 it lets person 1, who is free, pass."""
    plan = small_plan(
        [clerk(0), clerk(0, calendar=sessions((9.5, 24)))],
        [(8, [step(1), step(3, priority=3)]), (9.5, [step(8)]), (10, [step(1, priority=0)])],
        edges=[(0, 1)],
    )
    plan = replace(provided(plan, officers={1: 0}), **further(preempts=[3]))
    free = replace(plan, steps=replace(plan.steps, work_hours=np.where(np.arange(4) == 2, 0.25, plan.steps.work_hours)))

    trace, other = played(simulate, plan), played(simulate, free)

    assert trace.person.tolist() == [0, 0, 1, 0]
    assert trace.cut_step.tolist() == [1]
    assert hours(trace.ended_ms) == [9, 13, 17.5, 11]
    assert other.person.tolist() == [0, 0, 1, 1]  # whoever is free takes the urgent step
    assert other.cut_step.tolist() == [-1]
