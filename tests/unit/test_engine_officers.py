"""Case officers: a step that waits for the very person who did another one, and when it does not. Worked by hand."""

import pytest
from worlds import ALWAYS, SKIPPED, Log, clerk, done, log, sessions, small_plan, step, wait, waited
from worlds_provisions import line, provided, seats

from sim.plan.plan import Guard

# waited for ---------------------------------------------------------------------------------------


def test_a_step_waits_for_its_officer_while_a_colleague_is_idle(simulate):
    """Person 0 did the first step and is at work when the third is ready; person 1 has nothing to do from 2 on."""
    matters = [(0, [step(1), wait(1), step(1)]), (0, [step(2)]), (1.5, [step(2)])]
    plan = small_plan([clerk(0), clerk(0)], matters, edges=[(0, 1), (1, 2)])

    trace = simulate(provided(plan, officers={2: 0}))

    assert log(trace) == Log(
        [done(0, 0, 1, by=0), waited(1, 2), done(2, 3.5, 4.5, by=0), done(0, 0, 2, by=1), done(1.5, 1.5, 3.5, by=0)],
        [4.5, 2, 3.5], 4.5,
    )  # fmt: skip


def test_a_step_waits_for_its_officer_who_is_away(simulate):
    """From 2 to 10 nobody else takes it."""
    people = [clerk(0, calendar=sessions((0, 2), (10, 20))), clerk(0)]
    plan = small_plan(people, [(0, [step(1), wait(1), step(1)]), (3, [step(1)])], edges=[(0, 1), (1, 2)])

    trace = simulate(provided(plan, officers={2: 0}))

    assert log(trace) == Log(
        [done(0, 0, 1, by=0), waited(1, 2), done(2, 10, 11, by=0), done(3, 3, 4, by=1)], [11, 4], 11
    )


def test_the_officers_own_steps_go_by_the_key(simulate):
    """Person 0 is free at 1. What is more urgent goes first, then what waits for longer, officer or not."""
    others = [(0.5, [step(1, priority=0)]), (0.75, [step(1)]), (1.5, [step(1)])]
    plan = small_plan([clerk(0), clerk(0)], [(0, [step(1), step(1)]), (0, [step(9)]), *others], edges=[(0, 1)])

    trace = simulate(provided(plan, officers={1: 0}))

    # ready at 0.5 with priority 0; at 0.75; at 1, which is the officer's; at 1.5
    assert log(trace).steps == [
        done(0, 0, 1, by=0), done(1, 3, 4, by=0), done(0, 0, 9, by=1), done(0.5, 1, 2, by=0), done(0.75, 2, 3, by=0),
        done(1.5, 4, 5, by=0),
    ]  # fmt: skip


def test_what_waits_for_its_officer_is_urged(simulate):
    """Once it has waited for an hour, at 2, it comes before the two that have waited for longer."""
    others = [(0.5, [step(1)]), (0.75, [step(1)]), (0.75, [step(1)])]
    plan = small_plan([clerk(0), clerk(0)], [(0, [step(1), step(1)]), (0, [step(9)]), *others], edges=[(0, 1)])

    trace = simulate(provided(plan, officers={1: 0}, urges={1: (1, 0, 0)}))

    assert log(trace).steps[1] == done(1, 2, 3, by=0)
    assert log(trace).steps[3:] == [done(0.5, 1, 2, by=0), done(0.75, 3, 4, by=0), done(0.75, 4, 5, by=0)]


def test_an_officer_who_is_still_at_it_is_waited_for(simulate):
    """It is enough that somebody has started the other step when this one is ready."""
    plan = small_plan([clerk(0), clerk(0)], [(0, [step(4)]), (1, [step(1)])])

    trace = simulate(provided(plan, officers={1: 0}))

    assert log(trace) == Log([done(0, 0, 4, by=0), done(1, 4, 5, by=0)], [4, 5], 5)


def test_of_a_crew_the_first_member_is_the_officer(simulate):
    """Person 1, for whom unit 0 is the second choice; person 0, the crew's other member, is free as well."""
    plan = small_plan([clerk(0), clerk(1, 0)], [(0, [step(1, unit=1), step(1)])], edges=[(0, 1)])

    trace = simulate(provided(plan, crews={0: [line(1), line(0)]}, officers={1: 0}))

    assert log(trace) == Log([done(0, 0, 1, by=1), done(1, 1, 2, by=1)], [2], 2)
    assert seats(trace) == [1, 0]


# not waited for -----------------------------------------------------------------------------------


def test_who_has_not_begun_by_then_is_not_waited_for(simulate):
    """The first three are ready together at 0, when nobody has begun yet; so person 1 takes the second."""
    plan = small_plan([clerk(0), clerk(0)], [(0, [step(4)]), (0, [step(1)]), (0, [step(1)])])

    trace = simulate(provided(plan, officers={1: 0, 2: 1}))

    assert log(trace) == Log([done(0, 0, 4, by=0), done(0, 0, 1, by=1), done(0, 1, 2, by=1)], [4, 1, 2], 4)


def test_nobody_is_officer_of_a_step_that_was_skipped_or_is_a_pure_wait(simulate):
    """Persons 0 and 1 take them as they come."""
    steps = [step(1, category=0, chance=0.9), step(1), wait(1), step(1), step(1)]
    plan = small_plan(
        [clerk(0, errs=(0.5, 0)), clerk(0)], [(0, steps)],
        edges=[(0, 1, Guard.ON_ERROR), (0, 2), (2, 3), (1, 3), (2, 4)],
    )  # fmt: skip

    trace = simulate(provided(plan, officers={3: 1, 4: 2}))

    # at 2 person 1 is idle since 0, person 0 since 1
    assert log(trace) == Log(
        [done(0, 0, 1, by=0), SKIPPED, waited(1, 2), done(2, 2, 3, by=1), done(2, 2, 3, by=0)], [3], 3
    )


@pytest.mark.parametrize(
    ("units", "rank", "least_rank", "taker"),
    [
        ((0, 1), 1, 0, 0),  # admitted: the second choice, but the officer's own
        ((0,), 1, 0, 1),  # not of that unit
        ((0, 1), 2, 0, 1),  # not of that rank
        ((0, 1), 1, 2, 1),  # takes up there what asks for rank 2 only
    ],
)
def test_an_officer_who_may_not_do_it_is_not_waited_for(simulate, units, rank, least_rank, taker):
    """Person 0 did the first step, in unit 0; person 1, head of unit 1, is idle."""
    steps = [step(1), step(1, unit=1, rank=rank)]
    plan = small_plan([clerk(*units), clerk(1, rank=2)], [(0, steps)], edges=[(0, 1)], calendars=[ALWAYS])
    terms = {1: (-1, least_rank)} if least_rank else {}

    trace = simulate(provided(plan, officers={1: 0}, terms=terms))

    assert log(trace) == Log([done(0, 0, 1, by=0), done(1, 1, 2, by=taker)], [2], 2)
