"""Steps that leave when nobody takes them in time: when, and what becomes of what hangs on them. Worked by hand."""

import pytest
from worlds import LAGGING, SKIPPED, Log, clerk, done, left, log, sessions, small_plan, step, waiting
from worlds_further import further
from worlds_provisions import freed, line, provided, seats

from sim.plan.plan import Guard

WHEN_LEFT = Guard.WHEN_LEFT

BUSY = (0, [step(4)])
"""Person 0 is at work until 4; what comes meanwhile waits."""


# when ---------------------------------------------------------------------------------------------


def test_without_any_patience_a_step_is_taken_by_who_is_free(simulate):
    plan = small_plan([clerk(0)], [(0, [step(1)]), (2, [step(1)])], **further(patience={0: 0, 1: 0}))

    assert log(simulate(plan)) == Log([done(0, 0, 1, by=0), done(2, 2, 3, by=0)], [1, 3], 3)


def test_without_any_patience_a_step_leaves_at_once_if_nobody_is(simulate):
    plan = small_plan([clerk(0)], [BUSY, (1, [step(1)])], **further(patience={1: 0}))

    assert log(simulate(plan)) == Log([done(0, 0, 4, by=0), left(1, 1)], [4, 1], 4)


def test_of_two_at_once_one_is_taken_and_the_other_leaves(simulate):
    """Step 1 is more urgent."""
    plan = small_plan(
        [clerk(0)], [(0, [step(1)]), (0, [step(1, priority=0)])], **further(patience={0: 0, 1: 0})
    )  # fmt: skip

    assert log(simulate(plan)) == Log([left(0, 0), done(0, 0, 1, by=0)], [0, 1], 1)


def test_what_takes_no_time_frees_its_person_before_anybody_leaves(simulate):
    """Step 0 begins and ends at 2, and step 1 is taken then; for step 2 nobody is left."""
    plan = small_plan(
        [clerk(0)], [(2, [step(0)]), (2, [step(1)]), (2, [step(1)])], **further(patience={0: 0, 1: 0, 2: 0})
    )  # fmt: skip

    assert log(simulate(plan)).steps == [done(2, 2, 2, by=0), done(2, 2, 3, by=0), left(2, 2)]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (2, left(1, 3)),
        (3, done(1, 4, 5, by=0)),  # at 4 person 0 comes free, and matching comes before leaving
        (3.5, done(1, 4, 5, by=0)),
    ],
)
def test_a_step_leaves_when_it_has_waited_so_long_unless_somebody_takes_it_then(simulate, after, expected):
    plan = small_plan([clerk(0)], [BUSY, (1, [step(1)])], **further(patience={1: after}))

    trace = log(simulate(plan))

    assert trace.steps == [done(0, 0, 4, by=0), expected]
    assert trace.closed[1] == expected.ended


def test_two_leave_together(simulate):
    """Both are at the end of their patience at 3, though one came before the other."""
    plan = small_plan(
        [clerk(0)], [BUSY, (1, [step(1)]), (2, [step(1)])], **further(patience={1: 2, 2: 1})
    )  # fmt: skip

    assert log(simulate(plan)) == Log([done(0, 0, 4, by=0), left(1, 3), left(2, 3)], [4, 3, 3], 4)


def test_of_two_whose_patience_ends_as_somebody_comes_free_one_is_taken(simulate):
    plan = small_plan(
        [clerk(0)], [BUSY, (2, [step(1)]), (1, [step(1)])], **further(patience={1: 2, 2: 3})
    )  # fmt: skip

    assert log(simulate(plan)) == Log([done(0, 0, 4, by=0), left(2, 4), done(1, 4, 5, by=0)], [4, 4, 5], 5)


@pytest.mark.parametrize(("after", "expected"), [(19, left(12, 31)), (20, done(12, 32, 33, by=0))])
def test_patience_runs_while_everybody_is_away(simulate, after, expected):
    """Closed from 12 to 32; at 32 the opening comes before leaving."""
    plan = small_plan(
        [clerk(0, calendar=sessions((8, 12), (32, 36)))], [(12, [step(1)])], **further(patience={0: after})
    )  # fmt: skip

    assert log(simulate(plan)) == Log([expected], [expected.ended], expected.ended)


def test_a_lag_is_no_waiting(simulate):
    """Called at 0, ready at 2, gone at 3."""
    plan = small_plan([clerk(0)], [BUSY, (0, [step(1, lag=2)])], **further(patience={1: 1}))

    assert log(simulate(plan)).steps[1] == left(2, 3)


def test_what_is_never_ready_never_leaves(simulate):
    plan = small_plan(
        [clerk(0)], [(5, [step(1, lag=2, calendar=0)])], calendars=[sessions((0, 6))], end=20,
        **further(patience={0: 1}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log([LAGGING], [None], 20)


def test_what_somebody_has_begun_does_not_leave(simulate):
    plan = small_plan([clerk(0)], [(0, [step(4)])], **further(patience={0: 1}))

    assert log(simulate(plan)) == Log([done(0, 0, 4, by=0)], [4], 4)


@pytest.mark.parametrize(("end", "expected"), [(2.75, waiting(1)), (3, left(1, 3))])
def test_the_last_instant_is_still_played(simulate, end, expected):
    plan = small_plan([clerk(0)], [BUSY, (1, [step(1)])], end=end, **further(patience={1: 2}))

    assert log(simulate(plan)).steps[1] == expected


def test_the_run_stops_when_the_last_has_left(simulate):
    plan = small_plan([clerk(0, calendar=sessions((50, 60)))], [(1, [step(1)])], **further(patience={0: 2}))

    assert log(simulate(plan)) == Log([left(1, 3)], [3], 3)


@pytest.mark.parametrize(
    ("urges", "expected"),
    [({}, [done(0.5, 4, 5, by=0), left(1, 4)]), ({2: (3, 0, 0)}, [done(0.5, 5, 6, by=0), done(1, 4, 5, by=0)])],
)
def test_who_is_urged_in_the_last_instant_is_taken_first(simulate, urges, expected):
    """At 4 person 0 comes free, and the patience of step 2 ends."""
    plan = small_plan([clerk(0)], [BUSY, (0.5, [step(1)]), (1, [step(1)])], **further(patience={2: 3}))

    assert log(simulate(provided(plan, urges=urges))).steps[1:] == expected


def test_who_waits_in_vain_for_the_case_officer_leaves(simulate):
    """Person 0 did step 0 and is then kept busy until 4; person 1 is idle all the time."""
    matters = [(0, [step(1), step(1)]), (0.5, [step(3, priority=0)])]
    plan = small_plan([clerk(0), clerk(1, 0)], matters, edges=[(0, 1)], **further(patience={1: 2}))
    people = provided(plan, officers={1: 0, 2: 0})

    assert log(simulate(people)) == Log([done(0, 0, 1, by=0), left(1, 3), done(0.5, 1, 4, by=0)], [3, 4], 4)


# what follows -------------------------------------------------------------------------------------


def test_what_hangs_on_a_step_that_left_is_skipped_but_for_what_waited_for_that(simulate):
    """Step 1 follows the work, step 2 its leaving, and has a lag; step 3 follows both."""
    matter = [step(1), step(1), step(0.5, unit=1, lag=0.25), step(0.5, unit=1)]
    plan = small_plan(
        [clerk(0), clerk(1)], [BUSY, (1, matter)],
        edges=[(1, 2), (1, 3, WHEN_LEFT), (2, 4), (3, 4)], **further(patience={1: 1}),
    )  # fmt: skip

    # gone at 2, ready at 2.25 and done at 2.75; then the last one
    assert log(simulate(plan)) == Log(
        [done(0, 0, 4, by=0), left(1, 2), SKIPPED, done(2.25, 2.25, 2.75, by=1), done(2.75, 2.75, 3.25, by=1)],
        [4, 3.25], 4,
    )  # fmt: skip


def test_what_waited_for_the_leaving_is_skipped_if_somebody_takes_it(simulate):
    plan = small_plan(
        [clerk(0)], [(0, [step(1), step(1)])], edges=[(0, 1, WHEN_LEFT)], **further(patience={0: 1})
    )  # fmt: skip

    assert log(simulate(plan)) == Log([done(0, 0, 1, by=0), SKIPPED], [1], 1)


def test_what_was_skipped_has_not_left(simulate):
    """Step 1 is skipped, so what waited for its leaving is, too."""
    plan = small_plan(
        [clerk(0)], [(0, [step(1, category=0), step(1), step(1)])],
        edges=[(0, 1, Guard.ON_ERROR), (1, 2, WHEN_LEFT)], **further(patience={1: 0}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log([done(0, 0, 1, by=0), SKIPPED, SKIPPED], [1], 1)


def test_a_step_that_left_was_neither_in_error_nor_fine_nor_late_nor_in_time(simulate):
    """Step 1 left; four guards judge it behind step 2, which follows its leaving, and only the fifth does not."""
    guards = (Guard.ON_ERROR, Guard.IF_FINE, Guard.WHEN_OVERDUE, Guard.IN_TIME)
    plan = small_plan(
        [clerk(0), clerk(1)], [BUSY, (1, [step(1, category=0), *(step(1, unit=1) for _ in range(6))])],
        edges=[(1, 2, WHEN_LEFT), *((2, 3 + at, guard, 1) for at, guard in enumerate(guards)), (2, 7)],
        due={1: 0.5}, **further(patience={1: 0}),
    )  # fmt: skip

    assert log(simulate(plan)).steps[1:] == [left(1, 1), done(1, 1, 2, by=1), *[SKIPPED] * 4, done(2, 2, 3, by=1)]


def test_overflow_to_another_unit_and_loss_if_nobody_is_free_there_either(simulate):
    """Three matters: each goes to unit 0, else to unit 1, else it is lost; who was served is answered by unit 2."""
    matter = [step(2), step(2, unit=1), step(0.5, unit=2)]
    edges = [(3 * at + begin, 3 * at + end, guard) for at in range(3)
             for begin, end, guard in ((0, 1, WHEN_LEFT), (0, 2, Guard.ALWAYS), (1, 2, Guard.ALWAYS))]  # fmt: skip
    plan = small_plan(
        [clerk(0), clerk(1), clerk(2)], [(0, matter), (0.5, matter), (1, matter)], edges=edges,
        **further(patience=dict.fromkeys((0, 1, 3, 4, 6, 7), 0)),
    )  # fmt: skip

    # at 1 all happens in one instant: steps 6 and 7 leave one after the other, step 8 is skipped
    assert log(simulate(plan)) == Log(
        [done(0, 0, 2, by=0), SKIPPED, done(2, 2, 2.5, by=2),
         left(0.5, 0.5), done(0.5, 0.5, 2.5, by=1), done(2.5, 2.5, 3, by=2),
         left(1, 1), left(1, 1), SKIPPED],
        [2.5, 3, 1], 3,
    )  # fmt: skip


# crews and holds ----------------------------------------------------------------------------------


def test_a_crew_leaves_and_whom_it_kept_is_free_for_others_at_that_instant(simulate):
    """Step 1 waits for person 1, who is at work until 5, and keeps person 0 from steps 2 and 3, until it leaves at 3.

    Step 3 leaves with it: they leave together, before anybody is matched again.
    """
    matters = [(0, [step(5, unit=1)]), (1, [step(1)]), (2, [step(1)]), (2, [step(1)])]
    plan = small_plan([clerk(0), clerk(1)], matters, **further(patience={1: 2, 2: 1.5, 3: 1}))

    trace = simulate(provided(plan, crews={1: [line(0), line(1)]}))

    assert log(trace) == Log(
        [done(0, 0, 5, by=1), left(1, 3), done(2, 3, 4, by=0), left(2, 3)], [5, 3, 4, 3], 5
    )  # fmt: skip
    assert seats(trace) == [None, None]


def test_who_is_held_is_free_when_what_they_are_held_for_has_left(simulate):
    """The leader is away; after two hours nobody waits for the signature any more."""
    people = [clerk(0), clerk(1, rank=2, calendar=sessions((50, 60)))]
    plan = small_plan(
        people, [(0, [step(1), step(1, unit=1, rank=2)]), (0.5, [step(1)])], edges=[(0, 1)],
        **further(patience={1: 2}),
    )  # fmt: skip

    trace = simulate(provided(plan, holds={0: 1}))

    assert log(trace) == Log([done(0, 0, 1, by=0), left(1, 3), done(0.5, 3, 4, by=0)], [3, 4], 4)
    assert freed(trace) == [3]
