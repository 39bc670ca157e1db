"""Whoever did a step stays bound until another one has decided: from when to when, and for whom. Worked by hand."""

from worlds import SKIPPED, Log, clerk, done, log, sessions, small_plan, started, step, wait, waited, waiting
from worlds_provisions import freed, line, provided, seats

from sim.plan.plan import Guard

LEADER = clerk(1, rank=2)
SIGNED = [step(1), step(1, unit=1, rank=2)]
"""An hour of handling and an hour of a leader's."""


# from when to when --------------------------------------------------------------------------------


def test_whoever_handled_it_is_held_over_a_pure_wait_until_the_leader_has_signed(simulate):
    """Held from 1 to 4; the other matter waits although its handler has nothing to do."""
    matters = [(0, [step(1), wait(2), step(1, unit=1, rank=2)]), (0.5, [step(1)])]
    plan = small_plan([clerk(0), LEADER], matters, edges=[(0, 1), (1, 2)])

    trace = simulate(provided(plan, holds={0: 2}))

    assert log(trace) == Log([done(0, 0, 1, by=0), waited(1, 3), done(3, 3, 4, by=1), done(0.5, 4, 5, by=0)], [4, 5], 5)
    assert freed(trace) == [4]


def test_a_hold_lasts_through_the_leaders_other_work_and_lag(simulate):
    """The papers reach the leader at 3, who is busy until 5 with what nobody is held for."""
    signature = step(1, unit=1, rank=2, lag=2)
    plan = small_plan([clerk(0), LEADER], [(0, [step(1), signature]), (2, [step(3, unit=1)]), (1, [step(1)])],
                      edges=[(0, 1)])  # fmt: skip

    trace = simulate(provided(plan, holds={0: 1}))

    assert log(trace) == Log(
        [done(0, 0, 1, by=0), done(3, 5, 6, by=1), done(2, 2, 5, by=1), done(1, 6, 7, by=0)], [6, 5, 7], 7
    )
    assert freed(trace) == [6]


def test_who_is_freed_after_hours_takes_work_at_the_next_opening(simulate):
    """The leader signs at night, 5 to 6; person 0 is there again at 10."""
    early = clerk(0, calendar=sessions((0, 2), (10, 20)))
    plan = small_plan([early, clerk(1, rank=2, calendar=sessions((5, 9)))], [(0, SIGNED), (1, [step(1)])],
                      edges=[(0, 1)])  # fmt: skip

    trace = simulate(provided(plan, holds={0: 1}))

    assert log(trace) == Log([done(0, 0, 1, by=0), done(1, 5, 6, by=1), done(1, 10, 11, by=0)], [6, 11], 11)
    assert freed(trace) == [6]


def test_who_was_held_counts_as_idle_from_then_on(simulate):
    """Person 0 ends at 1 and is held to 4, person 1 ends at 3: so at 5 person 1 has been idle for longer."""
    signed = [step(1), step(1, unit=1, rank=2, lag=2)]
    plan = small_plan([clerk(0), clerk(0), LEADER], [(0, signed), (0, [step(3)]), (5, [step(1)])], edges=[(0, 1)])

    trace = simulate(provided(plan, holds={0: 1}))

    assert log(trace) == Log(
        [done(0, 0, 1, by=0), done(3, 3, 4, by=2), done(0, 0, 3, by=1), done(5, 5, 6, by=1)], [4, 3, 6], 6
    )


def test_nobody_is_held_for_what_is_skipped(simulate):
    """All went well, so the signature that asks for a second round never comes: freed in the instant it is skipped."""
    matters = [(0, [step(1, category=0, chance=0.9), step(1, unit=1, rank=2)]), (0.5, [step(1)])]
    plan = small_plan([clerk(0, errs=(0.5, 0)), LEADER], matters, edges=[(0, 1, Guard.ON_ERROR)])

    trace = simulate(provided(plan, holds={0: 1}))

    assert log(trace) == Log([done(0, 0, 1, by=0), SKIPPED, done(0.5, 1, 2, by=0)], [1, 2], 2)
    assert freed(trace) == [1]


def test_what_is_skipped_later_ends_a_hold_then(simulate):
    """Whether it was an error is asked behind the wait: held from 1 to 3."""
    steps = [step(1, category=0, chance=0.9), wait(2), step(1, unit=1, rank=2)]
    plan = small_plan(
        [clerk(0, errs=(0.5, 0)), LEADER], [(0, steps), (0.5, [step(1)])],
        edges=[(0, 1), (1, 2, Guard.ON_ERROR, 0)],
    )  # fmt: skip

    trace = simulate(provided(plan, holds={0: 2}))

    assert log(trace) == Log([done(0, 0, 1, by=0), waited(1, 3), SKIPPED, done(0.5, 3, 4, by=0)], [3, 4], 4)
    assert freed(trace) == [3]


def test_a_hold_that_the_run_ends_in_has_no_end(simulate):
    plan = small_plan([clerk(0), LEADER], [(0, [*SIGNED]), (0, [step(9, unit=1)]), (1, [step(1)])],
                      edges=[(0, 1)], end=5)  # fmt: skip

    trace = simulate(provided(plan, holds={0: 1}))

    assert log(trace) == Log(
        [done(0, 0, 1, by=0), waiting(1), started(0, 0, by=1), waiting(1)], [None, None, None], 5
    )  # fmt: skip
    assert freed(trace) == [None]


# for whom -----------------------------------------------------------------------------------------


def test_a_handler_of_the_rank_is_not_held(simulate):
    """A head handled it, so nobody waits; and the signature comes behind what is more urgent."""
    matters = [(0, SIGNED), (0.5, [step(1)]), (0, [step(3, unit=1)]), (2, [step(1, unit=1, priority=0)])]
    plan = small_plan([clerk(0, rank=2), LEADER], matters, edges=[(0, 1)])

    trace = simulate(provided(plan, holds={0: 1}))

    assert log(trace) == Log(
        [done(0, 0, 1, by=0), done(1, 4, 5, by=1), done(0.5, 1, 2, by=0), done(0, 0, 3, by=1), done(2, 3, 4, by=1)],
        [5, 2, 3, 4], 5,
    )  # fmt: skip
    assert freed(trace) == [None]


def test_what_ends_a_hold_goes_before_the_most_urgent(simulate):
    """Priority 9 with somebody held for it comes before priority -5."""
    matters = [
        (0, [step(1), step(1, unit=1, rank=2, priority=9)]), (0, [step(2, unit=1)]),
        (0.5, [step(1, unit=1, priority=-5)]),
    ]  # fmt: skip
    plan = small_plan([clerk(0), LEADER], matters, edges=[(0, 1)])

    trace = simulate(provided(plan, holds={0: 1}))

    assert log(trace) == Log(
        [done(0, 0, 1, by=0), done(1, 2, 3, by=1), done(0, 0, 2, by=1), done(0.5, 3, 4, by=1)], [3, 2, 4], 4
    )
    assert freed(trace) == [3]


def test_what_ends_a_hold_goes_before_it_even_when_it_is_urged(simulate):
    """Being urged changes the priority, not that somebody is held."""
    matters = [(0, SIGNED), (0, [step(2, unit=1)]), (0.5, [step(1, unit=1, priority=-5)])]
    plan = small_plan([clerk(0), LEADER], matters, edges=[(0, 1)])

    trace = simulate(provided(plan, holds={0: 1}, urges={1: (0.5, 9, 0)}))

    assert log(trace).steps[1:] == [done(1, 2, 3, by=1), done(0, 0, 2, by=1), done(0.5, 3, 4, by=1)]


def test_holds_one_behind_the_other_come_to_an_end_one_by_one(simulate):
    """The officer is held for the head, and the head, who signed, for the deputy. Others' work waits for each."""
    reported = [step(1), step(1, rank=2), step(1, unit=1, rank=3)]
    plan = small_plan(
        [clerk(0), clerk(0, rank=2), clerk(1, rank=3)], [(0, reported), (1.5, [step(1)]), (1.5, [step(1, rank=2)])],
        edges=[(0, 1), (1, 2)],
    )  # fmt: skip

    trace = simulate(provided(plan, holds={0: 1, 1: 2}))

    # person 0 is free at 2 and takes the second matter; person 1 at 3 and takes the third
    assert log(trace) == Log(
        [done(0, 0, 1, by=0), done(1, 1, 2, by=1), done(2, 2, 3, by=2), done(1.5, 2, 3, by=0), done(1.5, 3, 4, by=1)],
        [3, 3, 4], 4,
    )  # fmt: skip
    assert freed(trace) == [2, 3]


def test_a_crew_keeps_its_people_for_a_member_who_is_held(simulate):
    """Person 0 is there, though held until 4; so person 2 takes nothing else meanwhile."""
    matters = [
        (0, [step(1), wait(2), step(1, unit=1, rank=2)]), (1.5, [step(1)]), (2, [step(0.5, unit=2)]),
    ]  # fmt: skip
    plan = small_plan([clerk(0), LEADER, clerk(2)], matters, edges=[(0, 1), (1, 2)])

    trace = simulate(provided(plan, holds={0: 2}, crews={3: [line(0), line(2)]}))

    assert log(trace) == Log(
        [done(0, 0, 1, by=0), waited(1, 3), done(3, 3, 4, by=1), done(1.5, 4, 5, by=0), done(2, 5, 5.5, by=2)],
        [4, 5, 5.5], 5.5,
    )  # fmt: skip
    assert freed(trace) == [4]
    assert seats(trace) == [0, 2]
