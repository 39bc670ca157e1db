"""Units whose people stay with a category as long as there is work of it: who takes what then. Worked by hand."""

import pytest
from worlds import Log, clerk, done, log, small_plan, step
from worlds_provisions import line, provided, seats

FIRST = (0, [step(1, category=0)])
"""Until 1 person 0 is at work in category 0."""


@pytest.mark.parametrize("stays", [True, False])
def test_people_stay_with_a_category_over_an_older_step_and_turn_when_nothing_is_left(simulate, stays):
    """At 1 a step of category 1 has waited for longer than one of category 0. Turning takes half an hour."""
    later = [(0.25, [step(1, category=1)]), (0.5, [step(1, category=0)])]
    plan = small_plan([clerk(0)], [FIRST, *later], setup=0.5)

    trace = simulate(provided(plan, turning=[0] if stays else []))

    # staying: category 0 1-2, then category 1 2-3.5; else there and back again, 1-2.5 and 2.5-4
    stayed = [done(0.25, 2, 3.5, by=0), done(0.5, 1, 2, by=0)]
    turned = [done(0.25, 1, 2.5, by=0), done(0.5, 2.5, 4, by=0)]
    assert log(trace).steps == [done(0, 0, 1, by=0), *(stayed if stays else turned)]


def test_a_step_without_a_category_turns_nobody(simulate):
    """It comes before the older step of category 1, in its turn behind that of category 0, and leaves all as it was."""
    later = [(at, [step(1, category=own)]) for at, own in ((0.25, 1), (0.5, 0), (0.75, -1), (2.5, 0))]
    plan = small_plan([clerk(0)], [FIRST, *later], setup=0.5)

    trace = simulate(provided(plan, turning=[0]))

    # category 0 1-2; none 2-3; the last, of category 0 and without set-up, 3-4; category 1 4-5.5
    assert log(trace) == Log(
        [done(0, 0, 1, by=0), done(0.25, 4, 5.5, by=0), done(0.5, 1, 2, by=0), done(0.75, 2, 3, by=0),
         done(2.5, 3, 4, by=0)],
        [1, 5.5, 2, 3, 4], 5.5,
    )  # fmt: skip


def test_a_step_of_no_length_waits_its_turn_as_well(simulate):
    """It needs no set-up, but it would turn its person: so it comes behind the step of category 0."""
    plan = small_plan([clerk(0)], [FIRST, (0.25, [step(0, category=1)]), (0.5, [step(1, category=0)])], setup=0.5)

    trace = simulate(provided(plan, turning=[0]))

    assert log(trace).steps[1:] == [done(0.25, 2, 2, by=0), done(0.5, 1, 2, by=0)]


def test_whom_nothing_turns_yet_takes_the_oldest(simulate):
    """Nobody turns to a first category."""
    matters = [(at, [step(1, category=own)]) for at, own in ((0, -1), (0.5, 1), (0.75, 0))]
    plan = small_plan([clerk(0)], matters, setup=1)

    trace = simulate(provided(plan, turning=[0]))

    assert log(trace) == Log([done(0, 0, 1, by=0), done(0.5, 1, 2, by=0), done(0.75, 2, 4, by=0)], [1, 2, 4], 4)


@pytest.mark.parametrize(
    ("other", "turned"),
    [
        ({"priority": 0}, True),  # more urgent: before all else
        ({"order": -9}, False),  # the unit's order comes behind staying
        ({"unit": 1}, True),  # the first choice of units comes before staying
        ({"unit": 2}, False),  # the last choice
    ],
)
def test_priority_and_the_choice_of_units_come_before_staying_and_order_does_not(simulate, other, turned):
    """At 1 person 0, who serves units 1, 0 and 2, has worked in category 0."""
    later = [(0.5, [step(1, category=0)]), (0.75, [step(1, category=1, **other)])]
    plan = small_plan([clerk(1, 0, 2)], [FIRST, *later], setup=0.5)

    trace = simulate(provided(plan, turning=[0, 1, 2]))

    first_turned = [done(0.5, 2.5, 4, by=0), done(0.75, 1, 2.5, by=0)]
    stayed = [done(0.5, 1, 2, by=0), done(0.75, 2, 3.5, by=0)]
    assert log(trace).steps[1:] == (first_turned if turned else stayed)


@pytest.mark.parametrize(("turning", "taker", "ended"), [([0], 1, 4), ([], 0, 4.5), ([1], 0, 4.5)])
def test_a_step_goes_to_who_need_not_turn_in_the_units_that_are_named(simulate, turning, taker, ended):
    """At 3 person 0, of category 0, is idle since 1, person 1, of category 1, since 2."""
    matters = [FIRST, (0, [step(2, category=1)]), (3, [step(1, category=1)])]
    plan = small_plan([clerk(0), clerk(0), clerk(1)], matters, setup=0.5)

    trace = simulate(provided(plan, turning=turning))

    assert log(trace).steps == [done(0, 0, 1, by=0), done(0, 0, 2, by=1), done(3, 3, ended, by=taker)]


def test_who_has_done_no_category_yet_does_not_turn(simulate):
    """Person 1 comes before person 0, who would turn; persons 1 and 2 are equal in this, and 1 is the smaller."""
    matters = [FIRST, (2, [step(1, category=1)]), (2, [step(1, category=1)]), (2, [step(1, category=1)])]
    plan = small_plan([clerk(0), clerk(0), clerk(0)], matters, setup=0.5)

    trace = simulate(provided(plan, turning=[0]))

    assert log(trace).steps[1:] == [done(2, 2, 3, by=1), done(2, 2, 3, by=2), done(2, 2, 3.5, by=0)]


def test_what_waits_for_its_case_officer_is_not_put_back(simulate):
    """Ready at 0.25, of category 1, it comes before the step of category 0; both are turned to."""
    matters = [FIRST, (0.25, [step(1, category=1)]), (0.5, [step(1, category=0)])]
    plan = small_plan([clerk(0), clerk(1)], matters, setup=0.5)

    trace = simulate(provided(plan, turning=[0], officers={1: 0}))

    assert log(trace).steps == [done(0, 0, 1, by=0), done(0.25, 1, 2.5, by=0), done(0.5, 2.5, 4, by=0)]


def test_a_crew_is_not_put_back(simulate):
    """Likewise; it is called together whatever its people did last, and they turn to it."""
    matters = [FIRST, (0.25, [step(1, category=1)]), (0.5, [step(1, category=0)])]
    plan = small_plan([clerk(0), clerk(1)], matters, setup=0.5)

    trace = simulate(provided(plan, turning=[0], crews={1: [line(0), line(1)]}))

    assert log(trace).steps == [done(0, 0, 1, by=0), done(0.25, 1, 2.5, by=0), done(0.5, 2.5, 4, by=0)]
    assert seats(trace) == [0, 1]
