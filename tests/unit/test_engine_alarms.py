"""Alarms: what is called when nobody has taken a step for too long. Worked out by hand."""

import pytest
from worlds import PENDING, SKIPPED, Log, clerk, done, left, log, sessions, small_plan, step, wait, waited, waiting
from worlds_further import further
from worlds_provisions import provided

from sim.plan.plan import Guard

WHEN_LATE, WHEN_LEFT = Guard.WHEN_LATE, Guard.WHEN_LEFT

BUSY = (0, [step(4)])
"""Person 0 is at work until 4; what comes meanwhile waits."""


def escalated(after, *, people=None, hours=1.0, **rest):
    """Return a plan in which step 1, of unit 0, is ready at 1; its alarm calls step 2, of unit 1."""
    return small_plan(
        people or [clerk(0), clerk(1)], [BUSY, (1, [step(hours), step(1, unit=1)])], edges=[(1, 2, WHEN_LATE)],
        **further(alarms={1: after}), **rest,
    )  # fmt: skip


def test_an_alarm_calls_others_and_the_step_goes_on_waiting(simulate):
    """Raised at 3; person 0 takes the step at 4 all the same, and the matter is closed when both have ended."""
    trace = log(simulate(escalated(2)))

    assert trace == Log([done(0, 0, 4, by=0), done(1, 4, 5, by=0), done(3, 3, 4, by=1)], [4, 5], 5)


def test_an_alarm_at_the_instant_of_the_start_is_raised(simulate):
    """At 4, when person 0 comes free: what falls due comes before matching."""
    assert log(simulate(escalated(3))).steps[1:] == [done(1, 4, 5, by=0), done(4, 4, 5, by=1)]


def test_no_alarm_is_raised_for_what_somebody_has_begun(simulate):
    """It would be raised at 4.5, in mid-work."""
    assert log(simulate(escalated(3.5))).steps[1:] == [done(1, 4, 5, by=0), SKIPPED]


def test_without_delay_it_is_raised_though_somebody_is_free(simulate):
    """As soon as it is ready, and before anybody is matched."""
    plan = small_plan([clerk(0)], [(2, [step(1), step(1)])], edges=[(0, 1, WHEN_LATE)], **further(alarms={0: 0}))

    assert log(simulate(plan)) == Log([done(2, 2, 3, by=0), done(2, 3, 4, by=0)], [4], 4)


def test_hours_pass_while_everybody_is_away(simulate):
    """Ready at 1, raised at 11; unit 1 sits day and night, unit 0 comes back at 20."""
    people = [clerk(0, calendar=sessions((0, 4), (20, 30))), clerk(1)]

    trace = log(simulate(escalated(10, people=people)))

    assert trace.steps[1:] == [done(1, 20, 21, by=0), done(11, 11, 12, by=1)]


@pytest.mark.parametrize(
    ("end", "expected"), [(2.75, [waiting(1), PENDING]), (3, [waiting(1), done(3, 3, 3, by=1)])]
)  # fmt: skip
def test_the_last_instant_is_still_played(simulate, end, expected):
    """What the alarm calls takes no time."""
    plan = small_plan(
        [clerk(0), clerk(1)], [BUSY, (1, [step(1), step(0, unit=1)])], edges=[(1, 2, WHEN_LATE)], end=end,
        **further(alarms={1: 2}),
    )  # fmt: skip

    assert log(simulate(plan)).steps[1:] == expected


def test_a_lag_is_no_waiting(simulate):
    """Called at 0, ready at 2, alarm at 3."""
    plan = small_plan(
        [clerk(0), clerk(1)], [BUSY, (0, [step(1, lag=2), step(1, unit=1)])], edges=[(1, 2, WHEN_LATE)],
        **further(alarms={1: 1}),
    )  # fmt: skip

    assert log(simulate(plan)).steps[1:] == [done(2, 4, 5, by=0), done(3, 3, 4, by=1)]


def test_whether_it_will_be_raised_is_open_until_the_step_ends(simulate):
    """It was begun at 0, and no alarm can come; but what hangs on that, another matter, is skipped only at 3."""
    plan = small_plan(
        [clerk(0)], [(0, [step(3)]), (None, [wait()])], edges=[(0, 1, WHEN_LATE)],
        **further(alarms={0: 1}, entries={1: 1}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log([done(0, 0, 3, by=0), SKIPPED], [3, 3], 3)


def test_what_an_alarm_calls_waits_for_the_rest_it_follows(simulate):
    """Step 2 follows the alarm of step 1, at 3, and step 3, which ends at 6: nothing is called before that."""
    plan = small_plan(
        [clerk(0), clerk(1)], [BUSY, (1, [step(1), step(1, unit=1), wait(5)])],
        edges=[(1, 2, WHEN_LATE), (3, 2)], **further(alarms={1: 2}),
    )  # fmt: skip

    assert log(simulate(plan)).steps[1:] == [done(1, 4, 5, by=0), done(6, 6, 7, by=1), waited(1, 6)]


def test_its_other_edges_wait_for_its_end(simulate):
    """Alarm at 3, end at 5: both edges of step 1 are resolved once, each at its own time."""
    plan = small_plan(
        [clerk(0), clerk(1)], [BUSY, (1, [step(1), step(1, unit=1), step(1, unit=1)])],
        edges=[(1, 2, WHEN_LATE), (1, 3)], **further(alarms={1: 2}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log(
        [done(0, 0, 4, by=0), done(1, 4, 5, by=0), done(3, 3, 4, by=1), done(5, 5, 6, by=1)], [4, 6], 6
    )  # fmt: skip


@pytest.mark.parametrize(
    ("after", "late", "gone"),
    [
        (1, done(2, 2, 3, by=1), done(3, 3, 4, by=1)),
        (2, done(3, 3, 4, by=1), done(3, 4, 5, by=1)),  # raised and answered before it leaves, in one instant
        (3, SKIPPED, done(3, 3, 4, by=1)),
    ],
)
def test_alarm_and_leaving(simulate, after, late, gone):
    """The step leaves at 3. Step 2 follows its alarm; step 3, which is more urgent, its leaving."""
    plan = small_plan(
        [clerk(0), clerk(1)], [BUSY, (1, [step(1), step(1, unit=1), step(1, unit=1, priority=0)])],
        edges=[(1, 2, WHEN_LATE), (1, 3, WHEN_LEFT)], **further(alarms={1: after}, patience={1: 2}),
    )  # fmt: skip

    assert log(simulate(plan)).steps[1:] == [left(1, 3), late, gone]


def test_no_alarm_is_raised_for_what_was_skipped(simulate):
    plan = small_plan(
        [clerk(0)], [(0, [step(1, category=0), step(1), step(1)])],
        edges=[(0, 1, Guard.ON_ERROR), (1, 2, WHEN_LATE)], **further(alarms={1: 0}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log([done(0, 0, 1, by=0), SKIPPED, SKIPPED], [1], 1)


def test_who_waits_for_the_case_officer_raises_the_alarm_though_others_are_idle(simulate):
    """Person 0 did step 0 and is busy until 4; person 1 might do the rest, and does what the alarm calls."""
    matters = [(0, [step(1), step(1), step(0.5, unit=1)]), (0.5, [step(3, priority=0)])]
    plan = small_plan(
        [clerk(0), clerk(1, 0)], matters, edges=[(0, 1), (1, 2, WHEN_LATE)], **further(alarms={1: 2})
    )  # fmt: skip

    trace = log(simulate(provided(plan, officers={1: 0, 3: 0})))

    assert trace.steps == [
        done(0, 0, 1, by=0), done(1, 4, 5, by=0), done(3, 3, 3.5, by=1), done(0.5, 1, 4, by=0)
    ]  # fmt: skip


def test_reminders_that_follow_one_another(simulate):
    """Step 1 is handed on at 3 to unit 1, which is shut, and from there after an hour to unit 2."""
    people = [clerk(0), clerk(1, calendar=sessions((30, 40))), clerk(2)]
    plan = small_plan(
        people, [BUSY, (1, [step(1), step(1, unit=1), step(1, unit=2)])],
        edges=[(1, 2, WHEN_LATE), (2, 3, WHEN_LATE)], **further(alarms={1: 2, 2: 1}),
    )  # fmt: skip

    assert log(simulate(plan)).steps[1:] == [done(1, 4, 5, by=0), done(3, 30, 31, by=1), done(4, 4, 5, by=2)]
