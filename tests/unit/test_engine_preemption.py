"""Steps that interrupt others: who goes on with these, for how long, and what stays as it was. Worked by hand."""

from dataclasses import replace

import pytest
from worlds import OFFICE, SKIPPED, Log, clerk, done, haste, interrupted, left, log, sessions, small_plan, started, step
from worlds_further import Cut, cuts, further, stretches, urgent
from worlds_provisions import provided

from sim.plan.plan import Guard

LONG = (0, [step(4)])
"""From 0 to 4, if nobody interrupts it."""


# what an interruption is --------------------------------------------------------------------------


def test_an_interrupted_step_goes_on_where_it_stopped(simulate):
    """An hour of it is done at 1; from 2 on the other three, before step 2, which was ready later."""
    plan = small_plan([clerk(0)], [LONG, urgent(1), (0.5, [step(1)])], **further(preempts=[1]))

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 5, by=0), done(1, 1, 2, by=0), done(0.5, 5, 6, by=0)], [5, 2, 6], 6)
    assert cuts(trace) == [Cut(0, 0, 1, 2)]
    assert stretches(trace) == [(0, 0, 0, 1), (0, 1, 1, 2), (0, 0, 2, 5), (0, 2, 5, 6)]


@pytest.mark.parametrize("priority", [1, 2])
def test_nobody_is_interrupted_for_what_is_no_more_urgent(simulate, priority):
    plan = small_plan([clerk(0)], [LONG, urgent(1, priority=priority)], **further(preempts=[1]))

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 4, by=0), done(1, 4, 5, by=0)], [4, 5], 5)
    assert cuts(trace) == [None]


def test_the_order_of_the_unit_interrupts_nobody(simulate):
    plan = small_plan([clerk(0)], [(0, [step(4, order=9)]), urgent(1, priority=1, order=-9)], **further(preempts=[1]))

    assert log(simulate(plan)).steps == [done(0, 0, 4, by=0), done(1, 4, 5, by=0)]


def test_what_may_not_interrupt_waits_however_urgent_it_is(simulate):
    plan = small_plan([clerk(0)], [LONG, urgent(1, priority=-9), urgent(9)], **further(preempts=[2]))

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 4, by=0), done(1, 4, 5, by=0), done(9, 9, 10, by=0)]
    assert cuts(trace) == [None]


def test_nobody_is_interrupted_while_somebody_is_free(simulate):
    plan = small_plan([clerk(0), clerk(0)], [LONG, urgent(1)], **further(preempts=[1]))

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 4, by=0), done(1, 1, 2, by=1)]
    assert cuts(trace) == [None]


def test_what_ends_at_that_instant_is_not_interrupted(simulate):
    plan = small_plan([clerk(0)], [LONG, urgent(4)], **further(preempts=[1]))

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 4, by=0), done(4, 4, 5, by=0)]
    assert cuts(trace) == [None]


def test_what_takes_no_time_is_not_interrupted(simulate):
    """At 1 person 1 begins step 2, and only then step 1 interrupts step 0, which might have interrupted that.

    But step 2 ends at 1 as well, and person 1 goes on with step 0.
    """
    matters = [(0, [step(4, priority=2)]), urgent(1, unit=1, priority=1), (1, [step(0, priority=3)])]
    plan = small_plan([clerk(0, 1), clerk(0)], matters, **further(preempts=[0, 1]))

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 4, by=1), done(1, 1, 2, by=0), done(1, 1, 1, by=1)]
    assert cuts(trace) == [None, Cut(0, 0, 1, 1)]


def test_the_run_may_end_while_it_waits(simulate):
    plan = small_plan([clerk(0)], [LONG, urgent(1, 9)], end=5, **further(preempts=[1]))

    trace = simulate(plan)

    assert log(trace) == Log([interrupted(0, 0, by=0), started(1, 1, by=0)], [None, None], 5)
    assert cuts(trace) == [Cut(0, 0, 1, None)]
    assert stretches(trace) == [(0, 0, 0, 1), (0, 1, 1, 5)]


def test_the_run_may_end_when_it_has_been_resumed(simulate):
    plan = small_plan([clerk(0)], [LONG, urgent(1, 2)], end=4, **further(preempts=[1]))

    trace = simulate(plan)

    assert log(trace).steps == [started(0, 0, by=0), done(1, 1, 3, by=0)]
    assert cuts(trace) == [Cut(0, 0, 1, 3)]
    assert stretches(trace) == [(0, 0, 0, 1), (0, 1, 1, 3), (0, 0, 3, 4)]


# who goes on --------------------------------------------------------------------------------------


def longest(*, officers=False, **own):
    """Return a plan in which person 1 is interrupted at 1, until 2, and person 0 comes free at 1.5."""
    plan = small_plan(
        [clerk(0), clerk(0, **own)], [(0, [step(1.5)]), (0, [step(4, category=0, priority=2)]), urgent(1)],
        **further(preempts=[2]),
    )  # fmt: skip
    return provided(plan, officers={1: 1}) if officers else plan


@pytest.mark.parametrize("skill", [1, 0.5])
def test_anybody_goes_on_with_it_for_as_long_as_it_would_still_have_taken(simulate, skill):
    """Step 1 takes person 1 four hours, or eight: an hour of it is done. Person 0 takes what remains as it is."""
    trace = simulate(longest(skill=(skill, 1)))

    ends = 1.5 + 4 / skill - 1
    assert log(trace).steps == [done(0, 0, 1.5, by=0), done(0, 0, ends, by=0), done(1, 1, 2, by=1)]
    assert cuts(trace) == [Cut(1, 1, 1, 1.5)]
    assert stretches(trace) == [(0, 0, 0, 1.5), (0, 1, 1.5, ends), (1, 1, 0, 1), (1, 2, 1, 2)]


def test_a_step_that_is_its_own_officer_waits_for_who_began_it(simulate):
    """Person 0 is idle from 1.5 on."""
    trace = simulate(longest(officers=True))

    assert log(trace).steps == [done(0, 0, 1.5, by=0), done(0, 0, 5, by=1), done(1, 1, 2, by=1)]
    assert cuts(trace) == [Cut(1, 1, 1, 2)]


def test_what_waited_for_its_case_officer_waits_for_them_again(simulate):
    """Person 0 did step 0 and is interrupted in step 1; person 1 is idle, and does not serve unit 1."""
    matters = [(0, [step(1), step(4)]), (2, [step(1, unit=1, priority=0)])]
    plan = small_plan([clerk(0, 1), clerk(0)], matters, edges=[(0, 1)], **further(preempts=[2]))

    trace = simulate(provided(plan, officers={1: 0}))

    assert log(trace).steps == [done(0, 0, 1, by=0), done(1, 1, 6, by=0), done(2, 2, 3, by=0)]
    assert cuts(trace) == [Cut(1, 0, 2, 3)]


@pytest.mark.parametrize("serves", [True, False])
def test_the_officer_is_who_did_the_other_step_last(simulate, serves):
    """Step 1 waits for who did step 0: at 2 that is person 0, who begins it at 4. Meanwhile person 1 has taken step 0.

    So when person 0 is interrupted in step 1, at 6, it waits for person 1, until 8, if they serve unit 1 at all.
    Else it waits for anybody, and person 2, who is there from 6.5 on, goes on with it.
    """
    people = [clerk(0, 1), clerk(0, 1) if serves else clerk(0), clerk(1)]
    people[1] = replace(people[1], calendar=sessions((5, 40)))
    matters = [(0, [step(4, priority=3)]), urgent(1, 3), (2, [step(5, unit=1, priority=2)]), urgent(6, 9, unit=1)]
    terms = {1: (0, 0), (4 if serves else 3): (1, 0)}
    plan = small_plan(
        people, matters, calendars=[sessions((4, 40)), sessions((6.5, 40))], **further(preempts=[1, 3])
    )  # fmt: skip

    trace = simulate(provided(plan, officers={2: 0, 3: 1}, terms=terms))

    # person 0: step 0 0-1, step 1 1-4, step 2 4-6, step 3 6-15. Person 1: the three hours left of step 0, 5-8.
    begins, by = (8, 1) if serves else (6.5, 2)
    assert log(trace).steps == [
        done(0, 0, 8, by=1), done(1, 1, 4, by=0), done(2, 4, begins + 3, by=by), done(6, 6, 15, by=0)
    ]  # fmt: skip
    assert cuts(trace) == [Cut(0, 0, 1, 5), Cut(2, 0, 6, begins)]


def test_a_colleague_who_could_not_have_done_the_other_goes_on_at_once(simulate):
    """Person 1 is free all the time, but does not serve unit 1."""
    plan = small_plan([clerk(0, 1), clerk(0)], [LONG, urgent(1, unit=1)], **further(preempts=[1]))

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 4, by=1), done(1, 1, 2, by=0)], [4, 2], 4)
    assert cuts(trace) == [Cut(0, 0, 1, 1)]
    assert stretches(trace) == [(0, 0, 0, 1), (0, 1, 1, 2), (1, 0, 1, 4)]


def test_what_remains_is_working_time_of_one_diary_and_passes_in_another(simulate):
    """Six hours from 10 on end at 18. At 11 five remain: lunch does not count. Person 1 has no lunch: 11-16."""
    people = [clerk(0, 1, calendar=OFFICE), clerk(0)]
    plan = small_plan(people, [(10, [step(6)]), urgent(11, unit=1)], **further(preempts=[1]))

    trace = simulate(plan)

    assert log(trace).steps == [done(10, 10, 16, by=1), done(11, 11, 12, by=0)]


def test_it_goes_on_the_next_day(simulate):
    """Interrupted at 17 until the closing at 18; from 32 on the hour that is left."""
    plan = small_plan([clerk(0, calendar=OFFICE)], [(16, [step(2)]), urgent(17)], **further(preempts=[1]))

    trace = simulate(plan)

    assert log(trace).steps == [done(16, 16, 33, by=0), done(17, 17, 18, by=0)]
    assert cuts(trace) == [Cut(0, 0, 17, 32)]


# what stays and what changes ----------------------------------------------------------------------


@pytest.mark.parametrize(("category", "ends"), [(1, 6), (0, 5), (-1, 5)])
def test_who_turns_to_it_again_sets_up_again(simulate, category, ends):
    """Half an hour to turn to category 1 and back; nothing if the interruption is of the same one, or of none."""
    plan = small_plan(
        [clerk(0)], [(0, [step(4, category=0)]), urgent(1, category=category)], setup=0.5, **further(preempts=[1])
    )  # fmt: skip

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, ends, by=0), done(1, 1, 2 + (category == 1) / 2, by=0)]


@pytest.mark.parametrize(("last", "setup"), [(0, 0), (1, 0.5), (-1, 0)])
def test_a_colleague_who_turns_to_it_sets_up(simulate, last, setup):
    """Three hours are left at 1.5; person 0 worked in that category before, in the other one, or in none."""
    people = [clerk(0), clerk(0)]
    plan = small_plan(
        people, [(0, [step(1.5, category=last)]), (0, [step(4, category=0, priority=2)]), urgent(1)], setup=0.5,
        **further(preempts=[2]),
    )  # fmt: skip

    assert log(simulate(plan)).steps[1] == done(0, 0, 4.5 + setup, by=0)


def test_haste_stays_as_it_was_and_the_rate_is_that_of_who_ends_it(simulate):
    """Step 0 is begun in haste: half the work, twice the errors. Step 1, for which that was, leaves at 0.5.

    At 1.5 person 1 goes on with it for the hour that is left. Nobody else waits then. The chance of 0.5 is above the
    rate of person 1, 0.3, but not twice of it; and above twice the rate of person 0, 0.2.
    """
    people = [clerk(0, 1, errs=(0.1, 0)), clerk(0, errs=(0.3, 0), calendar=sessions((1.5, 20)))]
    matters = [(0, [step(4, category=0, chance=0.5)]), (0, [step(1, priority=2)]), urgent(1, 3, unit=1)]
    plan = small_plan(people, matters, **further(preempts=[2], patience={1: 0.5}))

    trace = simulate(replace(plan, pressure=haste((0, 1, 0.5, 2.0))))

    assert log(trace).steps == [done(0, 0, 2.5, by=1, erred=True), left(0, 0.5), done(1, 1, 4, by=0)]
    assert cuts(trace) == [Cut(0, 0, 1, 1.5)]


def test_what_is_interrupted_waits_when_the_other_one_is_begun(simulate):
    """So step 1 is begun in haste, which halves its work; when step 0 is gone on with, nobody waits."""
    plan = small_plan([clerk(0)], [LONG, urgent(1)], **further(preempts=[1]))

    trace = simulate(replace(plan, pressure=haste((0, 1, 0.5, 1.0))))

    assert log(trace).steps == [done(0, 0, 4.5, by=0), done(1, 1, 1.5, by=0)]


def test_practice_and_growth_are_those_of_the_first_start(simulate):
    """At 0 two hours, twice for want of practice: four. From 1 on person 0 is used to it; it grows from 0 on."""
    plan = small_plan(
        [clerk(0, errs=(0.3, 0))], [(0, [step(2, category=0, chance=0.5)]), urgent(1, 2)],
        **further(preempts=[1], growth={0: (0, 1.0, 9)}),
    )  # fmt: skip

    trace = simulate(provided(plan, practice=[(0, 0, 2.0, 2.0), (0, 1, 1.0, 1.0)]))

    # three hours are left at 3; twice 0.3 is above 0.5
    assert log(trace).steps == [done(0, 0, 6, by=0, erred=True), done(1, 1, 3, by=0)]


def test_what_was_begun_neither_leaves_nor_raises_its_alarm(simulate):
    """It waits from 1 to 6, and both would have been at 2."""
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, [step(4), step(1, unit=1), step(1, unit=1)]), urgent(1, 5)],
        edges=[(0, 1, Guard.WHEN_LATE), (0, 2, Guard.WHEN_LEFT)],
        **further(preempts=[3], patience={0: 2}, alarms={0: 2}),
    )  # fmt: skip

    assert log(simulate(plan)).steps == [done(0, 0, 9, by=0), SKIPPED, SKIPPED, done(1, 1, 6, by=0)]


@pytest.mark.parametrize(
    ("after", "aged_first"),
    [
        (2, True),  # it waits at 2, and has priority -1 from then on
        (4, True),  # at the very instant of the match
        (1, False),  # at 1 it is still at work when this falls due: interruptions come later in the instant
        (0.5, False),  # somebody works on it
    ],
)
def test_an_interrupted_step_is_urged_while_it_waits(simulate, after, aged_first):
    """Step 0 waits from 1 to 4; then step 2, with priority 0, competes with it."""
    plan = small_plan(
        [clerk(0)], [LONG, urgent(1, 3), urgent(2)], **further(preempts=[1], ageing={0: [(after, -1, 0)]})
    )  # fmt: skip

    trace = log(simulate(plan))

    if aged_first:
        assert trace.steps == [done(0, 0, 7, by=0), done(1, 1, 4, by=0), done(2, 7, 8, by=0)]
    else:
        assert trace.steps == [done(0, 0, 8, by=0), done(1, 1, 4, by=0), done(2, 4, 5, by=0)]


def test_what_has_become_urgent_is_not_interrupted(simulate):
    """Step 1 was urged to priority 0 at 3, and begun at 4: step 2 is no more urgent at 4.5."""
    plan = small_plan(
        [clerk(0)], [LONG, (1, [step(2)]), urgent(4.5)], **further(preempts=[2], ageing={1: [(2, 0, 0)]})
    )  # fmt: skip

    trace = simulate(plan)

    assert log(trace).steps[1:] == [done(1, 4, 6, by=0), done(4.5, 6, 7, by=0)]
    assert cuts(trace) == [None]


def test_what_has_become_urgent_interrupts(simulate):
    """Of priority 2 it may not; from 3 on, with 0, it may: at 3, before anything ends."""
    plan = small_plan(
        [clerk(0)], [LONG, urgent(1, priority=2)], **further(preempts=[1], ageing={1: [(1, 1, 0), (2, 0, 0)]})
    )  # fmt: skip

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 5, by=0), done(1, 3, 4, by=0)]
    assert cuts(trace) == [Cut(0, 0, 3, 4)]
