"""When a run stops, and what the trace says of what is open then."""

import pytest
from worlds import PENDING, Log, clerk, done, log, small_plan, started, step, wait, waiting

from sim.engine.base import ENGINES, engine_named
from sim.errors import UnknownName


def test_the_run_stops_when_all_awaited_matters_are_closed(simulate):
    """What nobody waits for stays as it is: one in mid-work, one not yet released."""
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, [step(1)]), (0, [step(5, unit=1)]), (10, [step(1)])], awaited=[True, False, False]
    )

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 1, by=0), started(0, 0, by=1), PENDING], [1, None, None], 1)


def test_the_run_goes_on_to_the_least_time_that_was_asked_for(simulate):
    """All that is awaited is closed at 1; what nobody waits for is played until 7, that instant included."""
    plan = small_plan(
        [clerk(0)], [(0, [step(1)]), (3, [step(2)]), (7, [step(1)]), (8, [step(1)])],
        awaited=[True, False, False, False], least=7,
    )  # fmt: skip

    trace = simulate(plan)

    assert log(trace) == Log(
        [done(0, 0, 1, by=0), done(3, 3, 5, by=0), started(7, 7, by=0), PENDING], [1, 5, None, None], 7
    )


def test_nothing_need_happen_at_the_least_time(simulate):
    trace = simulate(small_plan([clerk(0)], [(0, [step(1)]), (9, [step(1)])], awaited=[True, False], least=7))

    assert log(trace) == Log([done(0, 0, 1, by=0), PENDING], [1, None], 7)


def test_what_is_awaited_may_take_longer_than_the_least_time(simulate):
    trace = simulate(small_plan([clerk(0)], [(0, [step(9)])], least=7))

    assert log(trace) == Log([done(0, 0, 9, by=0)], [9], 9)


def test_the_last_instant_is_played_to_its_end(simulate):
    """At 1 the awaited matter closes; a step of no length and a start fall into the same instant."""
    plan = small_plan(
        [clerk(0)], [(0, [step(1)]), (0.5, [step(0)]), (0.5, [step(1)]), (0.5, [step(1)])],
        awaited=[True, False, False, False],
    )  # fmt: skip

    trace = simulate(plan)

    assert log(trace) == Log(
        [done(0, 0, 1, by=0), done(0.5, 1, 1, by=0), started(0.5, 1, by=0), waiting(0.5)], [1, 1, None, None], 1
    )


def test_the_run_stops_at_its_end_with_work_open(simulate):
    plan = small_plan([clerk(0)], [(0, [step(3)]), (1, [step(1)]), (5, [step(1)])], end=2)

    trace = simulate(plan)

    assert log(trace) == Log([started(0, 0, by=0), waiting(1), PENDING], [None, None, None], 2)


def test_the_end_itself_is_played(simulate):
    """What ends at the last instant has ended, and the next step starts at it."""
    plan = small_plan([clerk(0)], [(0, [step(3)]), (1, [step(1)])], end=3)

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 3, by=0), started(1, 3, by=0)], [3, None], 3)


def test_a_run_that_awaits_nothing_goes_on_to_its_end(simulate):
    plan = small_plan([clerk(0)], [(0, [step(1)]), (6, [step(1)])], awaited=[False, False], end=8)

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 1, by=0), done(6, 6, 7, by=0)], [1, 7], 8)


def test_a_plan_without_steps_runs_to_its_end(simulate):
    trace = simulate(small_plan([clerk(0)], [], end=8))

    assert log(trace) == Log([], [], 8)


def test_segments_tell_each_persons_work_by_time(simulate):
    """By person, then time; what is not done ends where the run stopped; pure waits are nobody's."""
    plan = small_plan([clerk(0), clerk(1)], [(0, [step(2), wait(1), step(9)]), (1, [step(1, unit=1)])],
                      edges=[(0, 1), (1, 2)], end=5)  # fmt: skip

    segments = [column.tolist() for column in simulate(plan).segments()]

    hour = 3_600_000
    assert segments == [[0, 2, 3], [0, 0, 1], [0, 3 * hour, 1 * hour], [2 * hour, 5 * hour, 2 * hour]]


def test_an_engine_is_found_by_its_name():
    assert engine_named("simpy") is ENGINES["simpy"]


def test_an_unknown_engine_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownName, match=r"engine='simpie' is unknown\. Did you mean 'simpy'\?"):
        engine_named("simpie")
