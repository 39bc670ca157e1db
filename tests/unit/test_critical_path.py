"""The critical path: followed back from the end by hand, stretch by stretch.

A stretch is (step, hours held before it was called, called, started, until); the first stretch comes first.
"""

import numpy as np
import pytest
from measuring import chain, path, play, stretch
from worlds import ALWAYS, clerk, sessions, small_plan, step, wait
from worlds_further import further

from analysis.measures.critical_path import settled_ms
from sim.calendar import MS_PER_HOUR
from sim.plan.plan import Guard
from sim.trace import NOT_YET

WEEK = stretch(0, 7)
TWO = [clerk(0), clerk(1)]


def test_one_after_another():
    """The clerk is busy until 2 with another matter; the second step lags 3 hours and finds its clerk free."""
    plan = small_plan(TWO, [(0, [step(2)]), (1, [step(1), step(1, unit=1, lag=3)])], edges=[(1, 2)])

    played = play(plan, WEEK)

    assert path(played, 0) == [(0, 0, 0, 0, 2)]
    assert path(played, 1) == [(1, 0, 1, 2, 3), (2, 0, 3, 6, 7)]


def test_where_branches_meet_the_one_that_ended_last_is_followed():
    """From 1 on, three branches: until 3, 6 and 4; they meet in step 4 at 6."""
    plan = small_plan(
        [clerk(0)], [(0, [step(1), wait(2), wait(5), wait(3), step(1)])],
        edges=[(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)],
    )  # fmt: skip

    assert path(play(plan, WEEK)) == [(0, 0, 0, 0, 1), (2, 0, 1, 1, 6), (4, 0, 6, 6, 7)]


def test_at_a_tie_the_earlier_step_is_followed():
    """Steps 1, 2 and 3 end at 2, 3 and 3."""
    plan = small_plan([clerk(0)], [(0, [wait(2), wait(3), wait(3), step(1)])], edges=[(0, 3), (1, 3), (2, 3)])

    assert path(play(plan, WEEK)) == [(1, 0, 0, 0, 3), (3, 0, 3, 3, 4)]


def test_a_matter_that_ends_in_branches_ends_with_the_last_of_them():
    """Step 0 ends at 4, step 1 at 5, step 2 at 5 too, step 3 at 2."""
    plan = small_plan(TWO, [(0, [step(4), step(5, unit=1), wait(5), wait(2)])])

    assert path(play(plan, WEEK)) == [(1, 0, 0, 0, 5)]


@pytest.mark.parametrize(("chance", "through"), [(1.0, [0, 1, 4]), (0.0, [0, 1, 2, 3, 4])], ids=["fine", "error"])
def test_only_live_edges_are_followed(chance, through):
    """Handled, reviewed; on error handled again and reviewed again; then answered. Fine: 0-1-4."""
    again = [step(1, category=0, chance=chance), step(1), step(1), step(1), step(1)]
    edges = [(0, 1), (1, 2, Guard.ON_ERROR, 0), (1, 4, Guard.IF_FINE, 0), (2, 3), (3, 4)]
    plan = small_plan([clerk(0, errs=(0.5, 0.5))], [(0, again)], edges=edges)

    stages = path(play(plan, WEEK))

    assert [step for step, *_ in stages] == through
    assert stages[-1] == (4, 0, len(through) - 1, len(through) - 1, len(through))


def test_what_might_have_mattered_is_waited_for():
    """Step 3 follows step 1, done at 3, and would follow an error of step 2; that there is none is known at 6."""
    plan = small_plan(
        [clerk(0)], [(0, [step(1), wait(2), wait(5), step(1)])],
        edges=[(0, 1), (0, 2), (1, 3), (2, 3, Guard.ON_ERROR)],
    )  # fmt: skip

    assert path(play(plan, WEEK)) == [(0, 0, 0, 0, 1), (2, 0, 1, 1, 6), (3, 0, 6, 6, 7)]


def test_what_waits_for_another_matter_is_held():
    """Matter 1: its own step ends at 2, the other matter's at 5; so step 2 is held 3 hours, and then waits one."""
    plan = small_plan(
        [clerk(0), clerk(1), clerk(2, calendar=sessions((6, 99)))],
        [(0, [step(5)]), (1, [step(1, unit=1), step(2, unit=2)])], edges=[(0, 2), (1, 2)],
    )  # fmt: skip

    assert path(play(plan, WEEK), 1) == [(1, 0, 1, 1, 2), (2, 3, 5, 6, 8)]


def test_another_matter_that_was_ready_earlier_holds_nothing():
    plan = small_plan(TWO, [(0, [step(1)]), (1, [step(3, unit=1), step(2)])], edges=[(0, 2), (1, 2)])

    assert path(play(plan, WEEK), 1) == [(1, 0, 1, 1, 4), (2, 0, 4, 4, 6)]


ON_ERROR_OF_EITHER = [(0, 2, Guard.ON_ERROR), (1, 2, Guard.ON_ERROR)]
"""Step 2 is matter 1's, and so is step 1, which ends fine at 2; step 0 is matter 0's and ends fine at 5."""


def test_a_matter_that_is_closed_by_another_ones_step_was_held():
    """Not before 5 it is known that step 2 is skipped, which closes matter 1. From 2 on nobody worked on it."""
    plan = small_plan(TWO, [(0, [step(5)]), (1, [step(1, unit=1), step(2)])], edges=ON_ERROR_OF_EITHER)

    played = play(plan, WEEK)

    assert (played.trace.closed_ms / MS_PER_HOUR).tolist() == [5, 5]
    assert path(played, 1) == [(1, 0, 1, 1, 2), (2, 3, 5, 5, 5)]


def test_a_path_leads_through_a_step_that_was_skipped_late():
    """Step 3 follows both the skipped step, settled at 5, and step 1. The last step is settled with its matter."""
    plan = small_plan(
        TWO, [(0, [step(5)]), (1, [step(1, unit=1), step(2), step(1)])], edges=[*ON_ERROR_OF_EITHER, (1, 3), (2, 3)]
    )

    played = play(plan, WEEK)

    assert path(played, 1) == [(1, 0, 1, 1, 2), (2, 3, 5, 5, 5), (3, 0, 5, 5, 6)]
    assert (settled_ms(played) / MS_PER_HOUR).tolist() == [5, 2, 5, 6]


def test_a_row_of_skipped_steps_is_settled_together_whatever_their_order():
    """Steps 3, 2, 1 follow one another on an error of step 0 that does not happen; step 4 is not reached."""
    steps = [step(2), step(1), step(1), step(1), step(9)]
    plan = small_plan([clerk(0)], [(0, steps)], edges=[(0, 3, Guard.ON_ERROR), (3, 2), (2, 1), (0, 4)], end=5)

    settled = settled_ms(play(plan, WEEK))

    assert np.where(settled == NOT_YET, NOT_YET, settled / MS_PER_HOUR).tolist() == [2, 2, 2, 2, NOT_YET]


# alarms, the first of several, leaving ------------------------------------------------------------

BUSY = (0, [step(5)])
"""Matter 0 keeps the clerk of unit 0 at work until 5."""


@pytest.mark.parametrize(
    ("ordered", "stages"),
    [
        (6, [(1, 0, 0, 2, 2), (2, 0, 2, 2, 8), (3, 0, 8, 8, 9)]),
        (1, [(1, 0, 0, 5, 6), (3, 0, 6, 6, 7)]),
    ],
)
def test_what_an_alarm_called_is_followed_back_to_the_alarm(ordered, stages):
    """Step 1 waits for the clerk 0-5 and is done at 6; its alarm at 2 calls step 2, in unit 1; step 3 follows both."""
    plan = small_plan(
        TWO, [BUSY, (0, [step(1), step(ordered, unit=1), step(1, unit=1)])],
        edges=[(1, 2, Guard.WHEN_LATE), (1, 3), (2, 3)], **further(alarms={1: 2}),
    )  # fmt: skip

    assert path(play(plan, WEEK), 1) == stages


@pytest.mark.parametrize("after", [5, 6])
def test_an_alarm_at_the_instant_at_which_it_is_taken_still_rings(after):
    """At 5 the clerk comes free and the alarm is raised before; an hour later there is none, and step 2 is skipped."""
    plan = small_plan(
        TWO, [BUSY, (0, [step(1), step(3, unit=1)])], edges=[(1, 2, Guard.WHEN_LATE)], **further(alarms={1: after})
    )

    expected = [(1, 0, 0, 5, 5), (2, 0, 5, 5, 8)] if after == 5 else [(1, 0, 0, 5, 6)]
    assert path(play(plan, WEEK), 1) == expected


def test_what_left_before_its_alarm_raised_none():
    """Step 1 leaves at 3, before its alarm at 5: so step 3, which follows both that and step 2, is called at 4."""
    plan = small_plan(
        TWO, [BUSY, (0, [step(1), wait(1), step(9, unit=1)])],
        edges=[(1, 2, Guard.WHEN_LEFT), (1, 3, Guard.WHEN_LATE), (2, 3)], **further(alarms={1: 5}, patience={1: 3}),
    )  # fmt: skip

    assert path(play(plan, WEEK), 1) == [(1, 0, 0, 3, 3), (2, 0, 3, 3, 4), (3, 0, 4, 4, 13)]


def test_an_alarm_of_what_is_open_is_followed_too():
    """The run stops at 4: step 1 still waits, and stands before step 2; so the path ends with it."""
    plan = small_plan(
        TWO, [BUSY, (0, [step(1), step(9, unit=1)])], edges=[(1, 2, Guard.WHEN_LATE)], end=4, **further(alarms={1: 2})
    )

    assert path(play(plan, WEEK), 1) == [(1, 0, 0, 4, 4)]


def test_of_several_of_which_the_first_calls_the_first_live_one_is_followed():
    """Steps 1, 2 and 3 end at 1, 3 and 4. Step 1 has not erred, so step 2 is the first that calls."""
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, [wait(), step(1, unit=1, category=0), wait(3), wait(4), step(5)])],
        edges=[(0, 1), (0, 2), (0, 3), (1, 4, Guard.ON_ERROR), (2, 4), (3, 4)], **further(firsts=[4]),
    )  # fmt: skip

    assert path(play(plan, WEEK)) == [(0, 0, 0, 0, 0), (2, 0, 0, 0, 3), (4, 0, 3, 3, 8)]


def test_a_matter_goes_on_until_all_its_branches_are_done_whichever_called_first():
    """Step 2 is called at 1 and done at 2; step 1 ends at 9, and with it the matter."""
    plan = small_plan([clerk(0)], [(0, [wait(1), wait(9), step(1)])], edges=[(0, 2), (1, 2)], **further(firsts=[2]))

    assert path(play(plan, WEEK)) == [(1, 0, 0, 0, 9)]


@pytest.mark.parametrize(
    ("guard", "due", "through"),
    [(Guard.IN_TIME, 3, [0, 2]), (Guard.IN_TIME, 2, [1, 2]), (Guard.WHEN_OVERDUE, 3, [1, 2]),
     (Guard.WHEN_OVERDUE, 2, [0, 2])],
)  # fmt: skip
def test_a_guard_of_the_clock_decides_who_was_the_first(guard, due, through):
    """Step 0 ends at 3, in time or overdue, and calls step 2 if its guard holds; else step 1 does, at 4."""
    plan = small_plan(
        [clerk(0)],
        [(0, [wait(3), wait(4), step(9)])],
        edges=[(0, 2, guard), (1, 2)],
        due={0: due},
        **further(firsts=[2]),
    )

    assert [step for step, *_ in path(play(plan, WEEK))] == through


def test_of_two_of_which_either_leaving_or_being_done_calls_the_one_that_did_is_followed():
    """Steps 1 and 2 wait for the busy clerk. Step 1 leaves at 3, and calls step 3; step 2 is done at 6."""
    plan = small_plan(
        TWO, [BUSY, (0, [step(1), step(1), step(9, unit=1)])], edges=[(1, 3, Guard.WHEN_LEFT), (2, 3)],
        **further(patience={1: 3}, firsts=[3]),
    )  # fmt: skip

    assert path(play(plan, WEEK), 1) == [(1, 0, 0, 3, 3), (3, 0, 3, 3, 12)]


def test_a_step_that_left_was_waited_for_until_it_did():
    """Step 1 leaves unit 0 at 2 and is done by unit 1."""
    plan = small_plan(
        TWO, [BUSY, (0, [step(1), step(3, unit=1)])], edges=[(1, 2, Guard.WHEN_LEFT)], **further(patience={1: 2})
    )

    assert path(play(plan, WEEK), 1) == [(1, 0, 0, 2, 2), (2, 0, 2, 2, 5)]


def test_the_path_of_a_matter_that_left_ends_when_it_did():
    plan = small_plan([clerk(0)], [BUSY, (1, [wait(1), step(1)])], edges=[(1, 2)], **further(patience={2: 2}))

    assert path(play(plan, WEEK), 1) == [(1, 0, 1, 1, 2), (2, 0, 2, 4, 4)]


# open matters -------------------------------------------------------------------------------------


def open_at(end, steps, people=None, edges=(), calendars=()):
    """Return the run of one matter, released at 0, that stops at `end`."""
    plan = small_plan(people or [clerk(0)], [(0, steps)], edges=edges, calendars=calendars, end=end)
    return play(plan, WEEK)


def test_an_open_matter_stands_at_the_step_in_mid_work():
    assert path(open_at(5, [step(2), step(9)], edges=[(0, 1)])) == [(0, 0, 0, 0, 2), (1, 0, 2, 2, 5)]


def test_an_open_matter_stands_where_it_waits_for_a_person():
    people = [clerk(0), clerk(1, calendar=sessions((50, 60)))]

    assert path(open_at(5, [step(2), step(9, unit=1)], people, [(0, 1)])) == [(0, 0, 0, 0, 2), (1, 0, 2, 5, 5)]


def test_an_open_matter_stands_where_its_lag_runs():
    slots = sessions((50, 60))

    found = path(open_at(5, [step(2), step(9, calendar=0)], [clerk(0)], [(0, 1)], [slots]))

    assert found == [(0, 0, 0, 0, 2), (1, 0, 2, 5, 5)]


def test_an_open_matter_stands_at_the_first_of_its_branches():
    """Step 1 has ended at 3 (and waits for the others to meet in 4), steps 2 and 3 are in mid-work since 1."""
    edges = [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)]

    assert path(open_at(5, [step(1), wait(2), wait(9), wait(8), step(1)], edges=edges)) == [
        (0, 0, 0, 0, 1), (2, 0, 1, 1, 5)
    ]  # fmt: skip


def test_an_open_matter_may_wait_for_nothing_but_another_matter():
    """Matter 1's own step is done at 2, the other matter's in mid-work at the end, at 7."""
    plan = small_plan(
        TWO, [(0, [step(50)]), (1, [step(1, unit=1), step(2)])], edges=[(0, 2), (1, 2)], end=7
    )  # fmt: skip

    played = play(plan, WEEK)

    assert path(played, 0) == [(0, 0, 0, 0, 7)]
    assert path(played, 1) == [(1, 0, 1, 1, 2), (-1, 5, 7, 7, 7)]


def test_a_matter_that_comes_as_the_run_stops_has_no_stretch_of_any_length():
    plan = small_plan([clerk(0)], [(0, [step(5)]), (5, [step(1)])], awaited=[True, False])

    assert path(play(plan, WEEK), 1) == [(1, 0, 5, 5, 5)]


def test_paths_are_those_of_the_cohort_in_its_order():
    """The window is day 1: the first and the last matter lie outside of it."""
    matters = [(0, [step(1)]), (24, [step(2), step(1)]), (30, [step(3)]), (48, [step(4)])]
    plan = small_plan([clerk(0, calendar=ALWAYS)], matters, edges=chain(1, 2))

    played = play(plan, stretch(1, 2, 7))

    assert path(played, 0) == [(1, 0, 24, 24, 26), (2, 0, 26, 26, 27)]
    assert path(played, 1) == [(3, 0, 30, 30, 33)]
    assert path(played, 2) == []
