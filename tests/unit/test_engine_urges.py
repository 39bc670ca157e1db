"""Steps that have waited long enough go ahead of others: from when on, and what that changes. Worked by hand."""

import pytest
from worlds import Log, clerk, done, log, sessions, small_plan, step
from worlds_provisions import line, provided, seats

from sim.arrays import NEVER
from sim.calendar import MS_PER_HOUR

BUSY = (0, [step(4)])
"""Person 0 is at work until 4; what comes meanwhile waits."""


@pytest.mark.parametrize("to", [(0, 0), (1, -1), (0, 9)])
def test_a_step_is_urged_at_once(simulate, to):
    """Urged as soon as it is ready: to a smaller priority, or to the same one and a smaller order."""
    plan = small_plan([clerk(0)], [BUSY, (0.5, [step(1)]), (1, [step(1)])])

    trace = simulate(provided(plan, urges={2: (0, *to)}))

    assert log(trace) == Log([done(0, 0, 4, by=0), done(0.5, 5, 6, by=0), done(1, 4, 5, by=0)], [4, 6, 5], 6)


def test_a_step_overtakes_once_it_has_waited_long_enough(simulate):
    """After two hours, at 3, it is more urgent; an older step of its old priority is overtaken."""
    plan = small_plan([clerk(0)], [BUSY, (0.5, [step(1)]), (1, [step(1)])])

    trace = simulate(provided(plan, urges={2: (2, 0, 0)}))

    assert log(trace).steps[1:] == [done(0.5, 5, 6, by=0), done(1, 4, 5, by=0)]


def test_it_is_urged_in_the_instant_in_which_somebody_comes_free(simulate):
    """At 4 its three hours are over and person 0 has ended: what falls due comes before matching."""
    plan = small_plan([clerk(0)], [BUSY, (0.5, [step(1)]), (1, [step(1)])])

    trace = simulate(provided(plan, urges={2: (3, 0, 0)}))

    assert log(trace).steps[1:] == [done(0.5, 5, 6, by=0), done(1, 4, 5, by=0)]


def test_a_step_is_urged_too_late(simulate):
    """At 4.5 the other one has been taken, and is finished."""
    plan = small_plan([clerk(0)], [BUSY, (0.5, [step(1)]), (1, [step(1)])])

    trace = simulate(provided(plan, urges={2: (3.5, 0, 0)}))

    assert log(trace).steps[1:] == [done(0.5, 4, 5, by=0), done(1, 5, 6, by=0)]


def test_urging_whom_somebody_has_taken_changes_nothing(simulate):
    """The step is under way at 1 and ended at 3, when its hours are over."""
    plan = small_plan([clerk(0)], [(0, [step(2)]), (0.5, [step(2)]), (1, [step(1)])])

    trace = simulate(provided(plan, urges={0: (1, -1, 0), 1: (6, -1, 0)}))

    assert log(trace) == Log([done(0, 0, 2, by=0), done(0.5, 2, 4, by=0), done(1, 4, 5, by=0)], [2, 4, 5], 5)


def test_what_never_comes_does_not_urge(simulate):
    """The instant lies beyond the last one that there is."""
    plan = small_plan([clerk(0)], [BUSY, (0.5, [step(1)]), (1, [step(1)])])

    trace = simulate(provided(plan, urges={2: ((NEVER - 4096) / MS_PER_HOUR, 0, 0)}))

    assert log(trace).steps[1:] == [done(0.5, 4, 5, by=0), done(1, 5, 6, by=0)]


def test_a_lag_is_no_waiting(simulate):
    """Ready at 2, urged at 3: at 2.5 the other one goes first, though this one was called before it."""
    plan = small_plan([clerk(0)], [(0, [step(2.5)]), (0.5, [step(1)]), (0, [step(1, lag=2)])])

    trace = simulate(provided(plan, urges={2: (1, 0, 0)}))

    assert log(trace) == Log([done(0, 0, 2.5, by=0), done(0.5, 2.5, 3.5, by=0), done(2, 3.5, 4.5, by=0)],
                             [2.5, 3.5, 4.5], 4.5)  # fmt: skip


def test_hours_pass_while_everybody_is_away(simulate):
    """Urged at night, first in the morning."""
    plan = small_plan([clerk(0, calendar=sessions((8, 9), (32, 40)))], [(9, [step(1)]), (10, [step(1)])])

    trace = simulate(provided(plan, urges={1: (12, 0, 0)}))

    assert log(trace) == Log([done(9, 33, 34, by=0), done(10, 32, 33, by=0)], [34, 33], 34)


def test_urging_may_put_a_step_back(simulate):
    """The row says what it goes by from then on, be it more or less."""
    plan = small_plan([clerk(0)], [BUSY, (0.5, [step(1)]), (1, [step(1)])])

    trace = simulate(provided(plan, urges={1: (1, 5, 0)}))

    assert log(trace).steps[1:] == [done(0.5, 5, 6, by=0), done(1, 4, 5, by=0)]


def test_two_that_are_urged_go_by_order_and_then_by_how_long_they_have_waited(simulate):
    """At 4 all three have priority 0: the smaller order, then who was ready first, not who was urged first."""
    plan = small_plan([clerk(0)], [BUSY, *((at, [step(1)]) for at in (0.5, 1, 1.5))])

    trace = simulate(provided(plan, urges={1: (3, 0, 4), 2: (1, 0, 4), 3: (0.5, 0, 3)}))

    assert log(trace).steps[1:] == [done(0.5, 5, 6, by=0), done(1, 6, 7, by=0), done(1.5, 4, 5, by=0)]


def test_urging_does_not_change_since_when_a_step_waits(simulate):
    """Both were ready at 1; one is raised to the other's priority at 3, and goes first by its smaller identity."""
    plan = small_plan([clerk(0)], [BUSY, (1, [step(1, priority=2)]), (1, [step(1)])])

    trace = simulate(provided(plan, urges={1: (2, 1, 0)}))

    assert log(trace).steps[1:] == [done(1, 4, 5, by=0), done(1, 5, 6, by=0)]


def test_a_crew_is_urged(simulate):
    """Of priority 2 it keeps nobody from what has priority 1; from 3 on, with priority 0, it does."""
    alone = [(0.5, [step(2)]), (0.75, [step(1)]), (1.5, [step(1, unit=1)]), (3.25, [step(1, unit=1)])]
    plan = small_plan([clerk(0), clerk(1)], [(0, [step(2)]), (1, [step(1, priority=2)]), *alone])

    trace = simulate(provided(plan, crews={1: [line(0), line(1)]}, urges={1: (2, 0, 0)}))

    # person 0: 0-2 and 2-4; person 1: 1.5-2.5, then kept, from the last step too
    # at 4 the crew, 4-5; then both take what they were kept from, 5-6
    assert log(trace) == Log(
        [done(0, 0, 2, by=0), done(1, 4, 5, by=0), done(0.5, 2, 4, by=0), done(0.75, 5, 6, by=0),
         done(1.5, 1.5, 2.5, by=1), done(3.25, 5, 6, by=1)],
        [2, 5, 4, 6, 2.5, 6], 6,
    )  # fmt: skip
    assert seats(trace) == [0, 1]
