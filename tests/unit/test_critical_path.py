"""The critical path: followed back from the end by hand, stretch by stretch.

A stretch is (step, hours held before it was called, called, started, until); the first stretch comes first.
"""

import numpy as np
import pytest
from measuring import chain, path, play, stretch
from worlds import ALWAYS, clerk, sessions, small_plan, step, wait

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
