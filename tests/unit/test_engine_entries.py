"""Matters that come in because of others, or never: complaints, repeats. Worked out by hand."""

import pytest
from worlds import PENDING, SKIPPED, Log, clerk, done, left, log, small_plan, started, step, wait, waited
from worlds_further import further

from sim.plan.plan import Guard

HANGING = (None, [wait(3), step(1)])
"""A matter that comes in three hours after what it hangs on."""


def test_a_matter_comes_in_when_its_step_has_ended(simulate):
    """Step 0 ends at 2; steps 1 and 2 are of the matter that hangs on it."""
    plan = small_plan([clerk(0)], [(0, [step(2)]), HANGING], edges=[(0, 1), (1, 2)], **further(entries={1: 1}))

    assert log(simulate(plan)) == Log([done(0, 0, 2, by=0), waited(2, 5), done(5, 5, 6, by=0)], [2, 6], 6)


def test_a_matter_whose_step_is_skipped_never_was(simulate):
    """It is closed when that is known, so the run, which awaits it, stops then."""
    plan = small_plan(
        [clerk(0)], [(0, [step(2, category=0)]), HANGING], edges=[(0, 1, Guard.ON_ERROR), (1, 2)],
        **further(entries={1: 1}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log([done(0, 0, 2, by=0), SKIPPED, SKIPPED], [2, 2], 2)


@pytest.mark.parametrize(
    ("awaited", "lines", "stopped"),
    [(True, [waited(2, 5), done(5, 5, 6, by=0)], 6), (False, [started(2, 2), PENDING], 2)],
)
def test_whether_the_run_awaits_it(simulate, awaited, lines, stopped):
    plan = small_plan(
        [clerk(0)], [(0, [step(2)]), HANGING], edges=[(0, 1), (1, 2)], awaited=[True, awaited],
        **further(entries={1: 1}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log([done(0, 0, 2, by=0), *lines], [2, 6 if awaited else None], stopped)


def test_what_has_not_come_in_at_the_end_is_pending(simulate):
    plan = small_plan([clerk(0)], [(0, [step(2)]), HANGING], edges=[(0, 1), (1, 2)], end=1, **further(entries={1: 1}))

    assert log(simulate(plan)) == Log([started(0, 0, by=0), PENDING, PENDING], [None, None], 1)


def test_who_left_comes_back_with_a_complaint(simulate):
    """Step 1 leaves at 2 for want of anybody; a day later the complaint is in, and is handled."""
    plan = small_plan(
        [clerk(0)], [(0, [step(4)]), (1, [step(1)]), (None, [wait(24), step(2, priority=0)])],
        edges=[(1, 2, Guard.WHEN_LEFT), (2, 3)], **further(patience={1: 1}, entries={2: 2}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log(
        [done(0, 0, 4, by=0), left(1, 2), waited(2, 26), done(26, 26, 28, by=0)], [4, 2, 28], 28
    )


def test_somebody_may_take_it_in(simulate):
    """It waits for person 0 like all else, and is in when it has been registered."""
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, [step(2, unit=1)]), (0, [step(3)]), (None, [step(1), step(1, unit=1)])],
        edges=[(0, 2), (2, 3)], **further(entries={2: 2}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log(
        [done(0, 0, 2, by=1), done(0, 0, 3, by=0), done(2, 3, 4, by=0), done(4, 4, 5, by=1)], [2, 3, 5], 5
    )


def test_a_matter_whose_taking_in_was_waited_for_in_vain_is_closed(simulate):
    """Person 0 is at work until 6; step 2 leaves at 3, and what it should have brought is skipped."""
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, [step(2, unit=1)]), (0, [step(6)]), (None, [step(1), step(1, unit=1)])],
        edges=[(0, 2), (2, 3)], **further(entries={2: 2}, patience={2: 1}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log(
        [done(0, 0, 2, by=1), done(0, 0, 6, by=0), left(2, 3), SKIPPED], [2, 6, 3], 6
    )  # fmt: skip


@pytest.mark.parametrize(("firsts", "comes"), [((), 6), ((2,), 3)])
def test_a_matter_that_hangs_on_two_others(simulate, firsts, comes):
    """They end at 2 and 5: it comes an hour after the last, or after the first."""
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, [step(2)]), (0, [step(5, unit=1)]), (None, [wait(1), step(1)])],
        edges=[(0, 2), (1, 2), (2, 3)], **further(entries={2: 2}, firsts=firsts),
    )  # fmt: skip

    assert log(simulate(plan)).steps[2:] == [waited(comes - 1, comes), done(comes, comes, comes + 1, by=0)]


def test_a_repeat_of_a_repeat(simulate):
    """Each comes a day after the one before it was closed without being solved; the third one is solved."""
    matters = [(0, [step(1, category=0, chance=0.1)]), *((None, [wait(24), step(1, category=0, chance=chance)])
               for chance in (0.4, 0.9, 0.1))]  # fmt: skip
    plan = small_plan(
        [clerk(0, errs=(0.5, 0))], matters,
        edges=[(0, 1, Guard.ON_ERROR), (1, 2), (2, 3, Guard.ON_ERROR), (3, 4), (4, 5, Guard.ON_ERROR), (5, 6)],
        **further(entries={1: 1, 2: 3, 3: 5}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log(
        [done(0, 0, 1, by=0, erred=True), waited(1, 25), done(25, 25, 26, by=0, erred=True), waited(26, 50),
         done(50, 50, 51, by=0), SKIPPED, SKIPPED],
        [1, 26, 51, 51], 51,
    )  # fmt: skip
