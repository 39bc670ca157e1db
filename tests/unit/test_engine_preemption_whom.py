"""Whom a step interrupts and whom not, and several that interrupt one another. Worked out by hand."""

import pytest
from worlds import OFFICE, Log, clerk, done, left, log, sessions, small_plan, step
from worlds_further import Cut, along_a_road, cuts, further, stretches, urgent
from worlds_provisions import freed, line, provided, seats

LONG = (0, [step(4)])
"""From 0 to 4, if nobody interrupts it."""


# whom ---------------------------------------------------------------------------------------------


def test_the_least_urgent_work_is_interrupted(simulate):
    """Person 0 is at what has priority 2, person 1 at what has priority 1 and was begun later."""
    plan = small_plan(
        [clerk(0), clerk(0)], [(0, [step(4, priority=2)]), (0.5, [step(4)]), urgent(1)], **further(preempts=[2])
    )  # fmt: skip

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 5, by=0), done(0.5, 0.5, 4.5, by=1), done(1, 1, 2, by=0)]
    assert cuts(trace) == [Cut(0, 0, 1, 2)]


def test_of_equal_urgency_what_was_begun_last(simulate):
    """Step 0 was begun at 0.5, step 1 at 0."""
    plan = small_plan([clerk(0), clerk(0)], [(0.5, [step(4)]), LONG, urgent(1)], **further(preempts=[2]))

    trace = simulate(plan)

    assert log(trace).steps == [done(0.5, 0.5, 5.5, by=1), done(0, 0, 4, by=0), done(1, 1, 2, by=1)]
    assert cuts(trace) == [Cut(0, 1, 1, 2)]


def test_of_what_was_begun_together_the_larger_step(simulate):
    plan = small_plan([clerk(0), clerk(0)], [LONG, LONG, urgent(1)], **further(preempts=[2]))

    assert cuts(simulate(plan)) == [Cut(1, 1, 1, 2)]


def test_it_is_the_stretch_that_counts_not_the_first_start(simulate):
    """Step 0 began at 0, but was resumed at 2; step 1, of person 1, began at 1.5. Both persons serve unit 2 as well."""
    people = [clerk(0, 2), clerk(1, 2, calendar=sessions((1.5, 20)))]
    matters = [LONG, (1.5, [step(4, unit=1)]), urgent(1, unit=2), urgent(3, unit=2)]
    plan = small_plan(people, matters, **further(preempts=[2, 3]))

    trace = simulate(plan)

    # person 0: 0-1, 1-2 (step 2), 2-3, 3-4 (step 3), 4-6
    assert log(trace).steps == [
        done(0, 0, 6, by=0), done(1.5, 1.5, 5.5, by=1), done(1, 1, 2, by=0), done(3, 3, 4, by=0)
    ]  # fmt: skip
    assert cuts(trace) == [Cut(0, 0, 1, 2), Cut(0, 0, 3, 4)]
    assert stretches(trace)[:5] == [(0, 0, 0, 1), (0, 2, 1, 2), (0, 0, 2, 3), (0, 3, 3, 4), (0, 0, 4, 6)]


def test_who_has_not_the_rank_is_not_interrupted(simulate):
    """Person 1, the head, is at what is more urgent than the work of person 0."""
    matters = [(0, [step(4, priority=5)]), (0, [step(4, priority=2, rank=2)]), urgent(1, rank=2)]
    plan = small_plan([clerk(0), clerk(0, rank=2)], matters, **further(preempts=[2]))

    assert cuts(simulate(plan)) == [Cut(1, 1, 1, 2)]


def test_nobody_of_another_unit_is_interrupted(simulate):
    plan = small_plan([clerk(0), clerk(1)], [LONG, urgent(1, unit=1), urgent(1.5, unit=1)], **further(preempts=[1, 2]))

    trace = simulate(plan)

    # step 2 waits for person 1, who is at something as urgent
    assert log(trace).steps == [done(0, 0, 4, by=0), done(1, 1, 2, by=1), done(1.5, 2, 3, by=1)]
    assert cuts(trace) == [None, None]


def test_who_is_away_is_interrupted_on_coming_back(simulate):
    """Ready at 13, at lunch: at 14 person 0 is there again. Four of six hours remain: 15-18 and 32-33."""
    plan = small_plan([clerk(0, calendar=OFFICE)], [(10, [step(6)]), urgent(13)], **further(preempts=[1]))

    trace = simulate(plan)

    assert log(trace) == Log([done(10, 10, 33, by=0), done(13, 14, 15, by=0)], [33, 15], 33)
    assert cuts(trace) == [Cut(0, 0, 14, 15)]


def test_whose_terms_are_closed_is_not_interrupted(simulate):
    """Person 0 takes up what is of unit 1 from 3 on."""
    plan = small_plan(
        [clerk(0, 1)], [LONG, urgent(1, unit=1)], calendars=[sessions((3, 20))], **further(preempts=[1])
    )  # fmt: skip

    trace = simulate(provided(plan, terms={1: (0, 0)}))

    assert log(trace).steps == [done(0, 0, 5, by=0), done(1, 3, 4, by=0)]
    assert cuts(trace) == [Cut(0, 0, 3, 4)]


def test_a_crew_is_not_interrupted(simulate):
    plan = small_plan([clerk(0), clerk(0)], [(0, [step(4, priority=9)]), urgent(1)], **further(preempts=[1]))

    trace = simulate(provided(plan, crews={0: [line(0, count=2)]}))

    assert log(trace).steps == [done(0, 0, 4, by=0), done(1, 4, 5, by=0)]
    assert (cuts(trace), seats(trace)) == ([None], [0, 1])


def test_a_visit_is_not_interrupted(simulate):
    """Not even one that takes no way: it is at the base of whoever does it, who does not travel."""
    plan = small_plan(
        [clerk(0)], [(0, [step(4, priority=9)]), urgent(1)], ways=along_a_road(0),
        **further(preempts=[1], visits={0: 0}),
    )  # fmt: skip

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 4, by=0), done(1, 4, 5, by=0)]
    assert cuts(trace) == [None]


def test_what_begins_a_hold_is_not_interrupted_nor_is_who_is_held(simulate):
    """Step 0 from 0 to 2, then person 0 is held until person 1 has signed, at 3."""
    signed = [step(2, priority=9), step(1, unit=1, rank=2)]
    plan = small_plan([clerk(0), clerk(1, rank=2)], [(0, signed), urgent(1)], edges=[(0, 1)], **further(preempts=[2]))

    trace = simulate(provided(plan, holds={0: 1}))

    assert log(trace).steps == [done(0, 0, 2, by=0), done(2, 2, 3, by=1), done(1, 3, 4, by=0)]
    assert (cuts(trace), freed(trace)) == ([None], [3])


def test_what_ends_a_hold_is_more_urgent_than_all_else(simulate):
    """The signature of step 1 has priority 9, and interrupts what has -5; step 3, with -9, does not interrupt it."""
    signed = [step(1), step(1, unit=1, rank=2, priority=9)]
    plan = small_plan(
        [clerk(0), clerk(1, rank=2)], [(0, signed), (0, [step(4, unit=1, priority=-5)]),
                                       urgent(1.5, unit=1, priority=-9)],
        edges=[(0, 1)], **further(preempts=[1, 3]),
    )  # fmt: skip

    trace = simulate(provided(plan, holds={0: 1}))

    # person 1: step 2 0-1, step 1 1-2, step 3 2-3, step 2 3-6
    assert log(trace).steps == [
        done(0, 0, 1, by=0), done(1, 1, 2, by=1), done(0, 0, 6, by=1), done(1.5, 2, 3, by=1)
    ]  # fmt: skip
    assert (cuts(trace), freed(trace)) == ([Cut(2, 1, 1, 3), None], [2])


def test_what_waits_for_its_case_officer_interrupts_nobody_else(simulate):
    """Person 0 did step 0 and is at step 1, with priority 2; person 1 is at step 2, with priority 5."""
    matters = [(0, [step(1)]), (0.5, [step(4, priority=2)]), (0, [step(4, priority=5)]), urgent(2)]
    plan = small_plan([clerk(0), clerk(0)], matters, **further(preempts=[3]))

    trace = simulate(provided(plan, officers={3: 0}))

    assert log(trace).steps == [
        done(0, 0, 1, by=0), done(0.5, 1, 6, by=0), done(0, 0, 4, by=1), done(2, 2, 3, by=0)
    ]  # fmt: skip
    assert cuts(trace) == [Cut(1, 0, 2, 3)]


def test_several_have_their_turn_by_their_urgency(simulate):
    """Step 3 is more urgent than step 2, and takes the less urgent work of the two; step 2 takes the other."""
    working = [(0, [step(4, priority=3)]), (0, [step(4, priority=5)])]
    plan = small_plan(
        [clerk(0), clerk(0)], [*working, urgent(1, 2, priority=1), urgent(1, 2)], **further(preempts=[2, 3])
    )  # fmt: skip

    trace = simulate(plan)

    # at 3 both are free; step 0 is more urgent than step 1; both idle since 3: persons by their number
    assert log(trace).steps[2:] == [done(1, 1, 3, by=0), done(1, 1, 3, by=1)]
    assert log(trace).steps[:2] == [done(0, 0, 6, by=0), done(0, 0, 6, by=1)]
    assert cuts(trace) == [Cut(0, 0, 1, 3), Cut(1, 1, 1, 3)]


def test_one_that_finds_nobody_does_not_keep_a_later_one_from_interrupting(simulate):
    """Step 1, for a head, comes first and finds nobody; step 2 finds person 0."""
    people = [clerk(0), clerk(0, rank=2, calendar=sessions((9, 20)))]
    plan = small_plan(people, [LONG, urgent(1, priority=-1, rank=2), urgent(1)], **further(preempts=[1, 2]))

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 5, by=0), done(1, 9, 10, by=1), done(1, 1, 2, by=0)]
    assert cuts(trace) == [None, Cut(0, 0, 1, 2)]


# several ------------------------------------------------------------------------------------------


def test_what_interrupts_may_be_interrupted(simulate):
    """Priority 3 is interrupted by 2, and that by 1."""
    plan = small_plan(
        [clerk(0)], [(0, [step(4, priority=3)]), urgent(1, 2, priority=2), urgent(2, 1, priority=1)],
        **further(preempts=[1, 2]),
    )  # fmt: skip

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 7, by=0), done(1, 1, 4, by=0), done(2, 2, 3, by=0)], [7, 4, 3], 7)
    assert cuts(trace) == [Cut(0, 0, 1, 4), Cut(1, 0, 2, 3)]
    assert stretches(trace) == [(0, 0, 0, 1), (0, 1, 1, 2), (0, 2, 2, 3), (0, 1, 3, 4), (0, 0, 4, 7)]


@pytest.mark.parametrize("again", [True, False])
def test_a_step_interrupts_once(simulate, again):
    """Step 1 interrupted step 0, and step 2 interrupted it. Person 1 serves unit 0 from 5 on, and is at step 3 then.

    So step 1 waits until person 0 is free, at 8; one that has not interrupted anybody yet would not.
    """
    people = [clerk(0), clerk(1, 0, calendar=sessions((2.5, 40)))]
    matters = [(0, [step(4, priority=3)]), urgent(1, 2, priority=2), urgent(2, 6, priority=1),
               (2.5, [step(6, unit=1, priority=3)]), urgent(4, 1, priority=2)]  # fmt: skip
    plan = small_plan(
        people, matters, calendars=[sessions((5, 40))], **further(preempts=[1, 2, 4] if again else [1, 2])
    )  # fmt: skip

    trace = simulate(provided(plan, terms={2: (0, 0)}))

    if again:  # step 4 interrupts step 3 at 5; step 1, which is more urgent than step 3, takes person 1 at 6
        assert log(trace).steps[1] == done(1, 1, 7, by=1)
        assert cuts(trace)[2] == Cut(3, 1, 5, 7)
    else:  # person 0: step 1 from 8 to 9, then the three hours of step 0 that are left; person 1 at 8.5: step 4
        assert log(trace).steps == [
            done(0, 0, 12, by=0), done(1, 1, 9, by=0), done(2, 2, 8, by=0), done(2.5, 2.5, 8.5, by=1),
            done(4, 8.5, 9.5, by=1),
        ]  # fmt: skip
        assert cuts(trace) == [Cut(0, 0, 1, 9), Cut(1, 0, 2, 8)]


def test_one_without_patience_interrupts_and_a_second_one_leaves(simulate):
    """One person is at work: who comes first interrupts, and for the other there is nobody less urgent."""
    plan = small_plan(
        [clerk(0)], [LONG, urgent(1), urgent(1)], **further(preempts=[1, 2], patience={1: 0, 2: 0})
    )  # fmt: skip

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 5, by=0), done(1, 1, 2, by=0), left(1, 1)]
    assert cuts(trace) == [Cut(0, 0, 1, 2), None]


def test_two_that_interrupt_the_same_step_one_after_the_other(simulate):
    plan = small_plan([clerk(0)], [LONG, urgent(1), urgent(3)], **further(preempts=[1, 2]))

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 6, by=0), done(1, 1, 2, by=0), done(3, 3, 4, by=0)]
    assert cuts(trace) == [Cut(0, 0, 1, 2), Cut(0, 0, 3, 4)]


def test_one_of_no_length_interrupts_for_an_instant(simulate):
    """It starts and ends at 1, and step 0 goes on then."""
    plan = small_plan([clerk(0)], [LONG, urgent(1, 0)], **further(preempts=[1]))

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 4, by=0), done(1, 1, 1, by=0)]
    assert cuts(trace) == [Cut(0, 0, 1, 1)]
