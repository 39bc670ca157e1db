"""Steps that are called by the first of several: when, and what becomes of the others. Worked out by hand."""

import pytest
from worlds import SKIPPED, Log, clerk, done, log, small_plan, step, wait, waited
from worlds_further import further

from sim.plan.plan import Guard

PEOPLE = [clerk(0), clerk(1), clerk(2)]


def after_two(*, guards=(Guard.ALWAYS, Guard.ALWAYS), hours=(2, 5), **own):
    """Return a plan in which step 2, of unit 2, is called by the first of two, of units 0 and 1; step 3 follows it."""
    matter = [step(hours[0], category=0), step(hours[1], unit=1, category=0), step(1, unit=2, **own), wait()]
    edges = [(0, 2, guards[0]), (1, 2, guards[1]), (2, 3)]
    return small_plan(PEOPLE, [(0, [*matter])], edges=edges, **further(firsts=[2]))


def test_a_step_is_called_by_the_first_and_the_others_change_nothing(simulate):
    """Called at 2, over at 3; step 1 ends at 5, and with it the matter."""
    assert log(simulate(after_two())) == Log(
        [done(0, 0, 2, by=0), done(0, 0, 5, by=1), done(2, 2, 3, by=2), waited(3, 3)], [5], 5
    )


def test_its_lag_begins_with_the_first(simulate):
    """It runs from 2 to 6, and the second edge at 5 does not begin it again."""
    assert log(simulate(after_two(lag=4))).steps[2:] == [done(6, 6, 7, by=2), waited(7, 7)]


@pytest.mark.parametrize("guard", [Guard.ON_ERROR, Guard.IF_FINE])
def test_what_turns_out_not_to_be_live_does_not_call(simulate, guard):
    """Both are fine: if the first one should have been in error, the second one calls, at 5."""
    expected = done(5, 5, 6, by=2) if guard == Guard.ON_ERROR else done(2, 2, 3, by=2)

    assert log(simulate(after_two(guards=(guard, Guard.IF_FINE)))).steps[2] == expected


def test_a_later_one_that_is_not_live_takes_nothing_back(simulate):
    """Called at 2 with a lag until 6; that the second one is not in error, at 5, is no matter."""
    trace = log(simulate(after_two(guards=(Guard.ALWAYS, Guard.ON_ERROR), lag=4)))

    assert trace.steps[2:] == [done(6, 6, 7, by=2), waited(7, 7)]


def test_where_none_is_live_it_is_skipped_with_the_last(simulate):
    trace = log(simulate(after_two(guards=(Guard.ON_ERROR, Guard.ON_ERROR))))

    assert trace == Log([done(0, 0, 2, by=0), done(0, 0, 5, by=1), SKIPPED, SKIPPED], [5], 5)


def test_two_at_the_same_instant_call_it_once(simulate):
    trace = log(simulate(after_two(hours=(2, 2))))

    assert trace == Log([done(0, 0, 2, by=0), done(0, 0, 2, by=1), done(2, 2, 3, by=2), waited(3, 3)], [3], 3)


def test_what_was_skipped_does_not_call(simulate):
    """Step 1 is skipped at 1, step 2 ends at 4: only then step 3 is called."""
    plan = small_plan(
        PEOPLE, [(0, [step(1, category=0), step(1), step(4, unit=1), step(1, unit=2)])],
        edges=[(0, 1, Guard.ON_ERROR), (1, 3), (2, 3)], **further(firsts=[3]),
    )  # fmt: skip

    assert log(simulate(plan)).steps == [done(0, 0, 1, by=0), SKIPPED, done(0, 0, 4, by=1), done(4, 4, 5, by=2)]


def test_done_or_late_whichever_is_first(simulate):
    """Somebody is told when the step ends, or that it waits: of step 0 that it is done, at 4, of step 2 at its alarm.

    Step 2 is ready at 1, raises its alarm at 3 and ends at 5.
    """
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, [step(4), wait()]), (1, [step(1), step(1, unit=1)])],
        edges=[(0, 1), (0, 1, Guard.WHEN_LATE), (2, 3), (2, 3, Guard.WHEN_LATE)],
        **further(alarms={0: 1, 2: 2}, firsts=[1, 3]),
    )  # fmt: skip

    assert log(simulate(plan)) == Log(
        [done(0, 0, 4, by=0), waited(4, 4), done(1, 4, 5, by=0), done(3, 3, 4, by=1)], [4, 5], 5
    )


def test_a_pure_wait_begins_with_the_first(simulate):
    plan = small_plan(
        PEOPLE, [(0, [step(2), step(5, unit=1), wait(2)])], edges=[(0, 2), (1, 2)], **further(firsts=[2])
    )  # fmt: skip

    assert log(simulate(plan)).steps[2] == waited(2, 4)
