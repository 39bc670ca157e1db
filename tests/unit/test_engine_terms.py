"""Terms of a membership: in which hours, and from which rank on, somebody takes up a unit's steps. Worked by hand."""

from worlds import ALWAYS, OFFICE, Log, clerk, done, log, sessions, small_plan, started, step, waiting
from worlds_provisions import line, provided, seats

MIDDAY = sessions((10, 12), (14, 15), (20, 21))


# hours --------------------------------------------------------------------------------------------


def test_a_units_steps_are_taken_up_in_its_sessions_and_finished_after_them(simulate):
    """Person 0 serves unit 1 from 10 to 12, 14 to 15 and 20 to 21, and unit 0 all day and night."""
    matters = [(8, [step(hours, unit=1)]) for hours in (1, 2, 1, 0.5)]
    plan = small_plan([clerk(0, 1)], [*matters, (12.5, [step(1)])], calendars=[MIDDAY])

    trace = simulate(provided(plan, terms={1: (0, 0)}))

    # 10-11; 11-13, beyond the session; 13-14 unit 0; at 14 the third, 14-15; at 15 it is closed: 20-20.5
    assert log(trace) == Log(
        [done(8, 10, 11, by=0), done(8, 11, 13, by=0), done(8, 14, 15, by=0), done(8, 20, 20.5, by=0),
         done(12.5, 13, 14, by=0)],
        [11, 13, 15, 20.5, 14], 20.5,
    )  # fmt: skip


def test_they_are_taken_up_in_the_persons_own_hours_only(simulate):
    """The unit's sessions are 11 to 15 and 35 to 39, the person's hours those of the office."""
    plan = small_plan(
        [clerk(0, calendar=OFFICE)], [(8, [step(1)]), (8, [step(1)]), (8, [step(2)]), (9, [step(1)])],
        calendars=[sessions((11, 15), (35, 39))],
    )  # fmt: skip

    trace = simulate(provided(plan, terms={0: (0, 0)}))

    # 11-12; after lunch 14-15; next day at 35, over lunch, 35-36 and 38-39; then it is closed for good
    assert log(trace).steps == [done(8, 11, 12, by=0), done(8, 14, 15, by=0), done(8, 35, 39, by=0), waiting(9)]


def test_a_colleague_without_terms_takes_it_meanwhile(simulate):
    """Unit 0 is person 1's second choice, so at 10 person 0 goes first."""
    plan = small_plan([clerk(0), clerk(1, 0)], [(8, [step(1)]), (10, [step(2)])], calendars=[MIDDAY])

    trace = simulate(provided(plan, terms={0: (0, 0)}))

    assert log(trace) == Log([done(8, 8, 9, by=1), done(10, 10, 12, by=0)], [9, 12], 12)


def test_a_case_officer_is_waited_for_until_the_sessions_open(simulate):
    """Person 0 did the first step in unit 0 and serves unit 1 from 10 on; person 1 is there all the time."""
    plan = small_plan([clerk(0, 1), clerk(1)], [(7, [step(1), step(1, unit=1)])], edges=[(0, 1)], calendars=[MIDDAY])

    trace = simulate(provided(plan, officers={1: 0}, terms={1: (0, 0)}))

    assert log(trace) == Log([done(7, 7, 8, by=0), done(8, 10, 11, by=0)], [11], 11)


def test_a_crew_keeps_people_only_while_the_sessions_of_its_others_are_open(simulate):
    """Person 1 sits for unit 1 from 5 to 8 and from 20 on, and serves unit 2 always."""
    matters = [(0, [step(1)]), (1, [step(2)]), (4, [step(3.5)]), (6, [step(1, unit=2)]), (7.75, [step(1, unit=2)])]
    plan = small_plan([clerk(0), clerk(1, 2)], matters, calendars=[sessions((5, 8), (20, 30))])

    trace = simulate(provided(plan, crews={0: [line(0), line(1)]}, terms={1: (0, 0)}))

    # 1-3 person 0 is not kept, for person 1 does not sit; at 5 person 1 is, and waits for person 0 until 7.5
    assert log(trace) == Log(
        [done(0, 7.5, 8.5, by=0), done(1, 1, 3, by=0), done(4, 4, 7.5, by=0), done(6, 8.5, 9.5, by=1),
         done(7.75, 9.5, 10.5, by=1)],
        [8.5, 3, 7.5, 9.5, 10.5], 10.5,
    )  # fmt: skip
    assert seats(trace) == [0, 1]


def test_who_is_kept_is_let_go_the_instant_the_sessions_close(simulate):
    """Person 0 is at work until 9, so from 8 on person 1 is kept no more, though nothing else happens then."""
    plan = small_plan(
        [clerk(0), clerk(1, 2)], [(0, [step(9)]), (1, [step(1)]), (6, [step(1, unit=2)])],
        calendars=[sessions((5, 8), (20, 30))],
    )  # fmt: skip

    trace = simulate(provided(plan, crews={1: [line(0), line(1)]}, terms={1: (0, 0)}))

    assert log(trace) == Log([done(0, 0, 9, by=0), done(1, 20, 21, by=0), done(6, 8, 9, by=1)], [9, 21, 9], 21)
    assert seats(trace) == [0, 1]


# ranks --------------------------------------------------------------------------------------------


def test_a_head_takes_up_only_what_asks_for_a_head_in_one_unit_and_anything_in_another(simulate):
    """Of unit 0 the head takes signatures alone, though its officer has more than enough to do."""
    matters = [(0, [step(2)]), (0, [step(2)]), (1, [step(1, rank=2)]), (3, [step(1, unit=1)])]
    plan = small_plan([clerk(0), clerk(0, 1, rank=2)], matters)

    trace = simulate(provided(plan, terms={1: (-1, 2)}))

    assert log(trace) == Log(
        [done(0, 0, 2, by=0), done(0, 2, 4, by=0), done(1, 1, 2, by=1), done(3, 3, 4, by=1)], [2, 4, 2, 4], 4
    )


def test_whoever_has_a_higher_rank_takes_up_what_asks_for_enough(simulate):
    """A deputy on terms of rank 2: what asks for 2 or 3, not for 1, which waits for the officer away until 50."""
    plan = small_plan(
        [clerk(0, rank=3), clerk(0, calendar=sessions((50, 60)))], [(0, [step(1, rank=rank)]) for rank in (1, 2, 3)],
        calendars=[ALWAYS], end=10,
    )  # fmt: skip

    trace = simulate(provided(plan, terms={0: (-1, 2)}))

    assert log(trace) == Log([waiting(0), done(0, 0, 1, by=0), done(0, 1, 2, by=0)], [None, 1, 2], 10)


def test_a_line_of_a_crew_does_not_take_whose_terms_do_not_admit_its_rank(simulate):
    """The head sits where a head is asked for, not in the place of anybody."""
    crews = {0: [line(0)], 1: [line(0, rank=2)]}
    plan = small_plan([clerk(0, rank=2), clerk(0)], [(0, [step(2)]), (0, [step(1, rank=2)]), (1, [step(9)])], end=5)

    trace = simulate(provided(plan, crews=crews, terms={0: (-1, 2)}))

    assert log(trace).steps == [done(0, 0, 2, by=1), done(0, 0, 1, by=0), started(1, 2, by=1)]
    assert seats(trace) == [1, 0]
