"""Steps that several people do together: who makes up a crew, when it starts, who is kept for it. Worked by hand."""

from dataclasses import replace

import pytest
from worlds import Log, clerk, done, haste, log, sessions, small_plan, step
from worlds_provisions import line, provided, seats

TOGETHER = {1: [line(0), line(1)]}
"""Step 1 is done by somebody of unit 0 and somebody of unit 1."""


# all at once or not at all ------------------------------------------------------------------------


def test_a_crew_starts_when_its_last_member_is_free(simulate):
    plan = small_plan([clerk(0), clerk(1)], [(0, [step(1, unit=1)]), (0.5, [step(2)])])

    trace = simulate(provided(plan, crews=TOGETHER))

    assert log(trace) == Log([done(0, 0, 1, by=1), done(0.5, 1, 3, by=0)], [1, 3], 3)
    assert seats(trace) == [0, 1]


def test_a_crew_waits_for_its_busiest_member_and_keeps_the_idle_ones(simulate):
    """Two of unit 1 are asked for. From 0.5 on person 0 is kept, from 1 on person 2 too, though work waits for both."""
    later = [(0.75, [step(1)]), (0.75, [step(0.5, unit=1)])]
    plan = small_plan(
        [clerk(0), clerk(1), clerk(1)], [(0, [step(3, unit=1)]), (0.5, [step(1)]), (0, [step(1, unit=1)]), *later]
    )

    trace = simulate(provided(plan, crews={1: [line(0), line(1, count=2)]}))

    # person 1: 0-3; person 2: 0-1; at 3 all are there, person 2 idle for longer than person 1: 3-4
    # at 4: what waited in unit 0, 4-5; what waited in unit 1, by the smaller identity, 4-4.5
    assert log(trace) == Log(
        [done(0, 0, 3, by=1), done(0.5, 3, 4, by=0), done(0, 0, 1, by=2), done(0.75, 4, 5, by=0),
         done(0.75, 4, 4.5, by=1)],
        [3, 4, 1, 5, 4.5], 5,
    )  # fmt: skip
    assert seats(trace) == [0, 2, 1]


def test_a_line_that_lacks_people_does_not_keep_later_ones_from_choosing(simulate):
    """The first line waits for person 1 until 3; person 0, of the second, is kept from 0.5 on nevertheless."""
    plan = small_plan([clerk(0), clerk(1)], [(0, [step(3, unit=1)]), (0.5, [step(1, unit=1)]), (1, [step(1)])])

    trace = simulate(provided(plan, crews={1: [line(1), line(0)]}))

    assert log(trace) == Log([done(0, 0, 3, by=1), done(0.5, 3, 4, by=1), done(1, 4, 5, by=0)], [3, 4, 5], 5)
    assert seats(trace) == [1, 0]


def test_a_crew_is_open_when_the_run_ends(simulate):
    """Nobody has been gathered by then, so all its seats are empty."""
    plan = small_plan([clerk(0), clerk(1)], [(0, [step(9, unit=1)]), (1, [step(1)])], end=5)

    trace = simulate(provided(plan, crews=TOGETHER))

    assert [one.state for one in log(trace).steps] == ["started", "waiting"]
    assert seats(trace) == [None, None]


# the key ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "since", "crew_first"),
    [
        ({"order": 5}, 0.5, False),  # ready before the crew
        ({"order": 5}, 1.0, True),  # ready with it, and the larger identity
        ({"order": 5}, 1.5, True),
        ({"order": 4}, 1.5, False),  # the smaller order
        ({"order": 6}, 0.5, True),
        ({"order": 9, "priority": 0}, 1.5, False),  # the smaller priority
        ({"order": 0, "priority": 2}, 0.5, True),
    ],
)
def test_a_step_with_a_smaller_key_takes_a_member_before_the_crew(simulate, other, since, crew_first):
    """The crew (priority 1, order 5, ready at 1) and the other step both want person 0, who is free at 2."""
    plan = small_plan([clerk(0), clerk(1)], [(0, [step(2)]), (1, [step(1, order=5)]), (since, [step(1, **other)])])

    trace = simulate(provided(plan, crews=TOGETHER))

    crew, alone = ((2, 3), (3, 4)) if crew_first else ((3, 4), (2, 3))
    assert log(trace).steps == [done(0, 0, 2, by=0), done(1, *crew, by=0), done(since, *alone, by=0)]
    assert seats(trace) == [0, 1]


def test_the_crew_that_was_overtaken_keeps_whom_it_still_finds(simulate):
    """At 1 the urgent step takes person 0 until 4. Person 1, free at 2, is kept until then."""
    plan = small_plan(
        [clerk(0), clerk(1)],
        [(0, [step(2, unit=1)]), (0.5, [step(1)]), (1, [step(3, priority=0)]), (2, [step(1, unit=1)])],
    )

    trace = simulate(provided(plan, crews=TOGETHER))

    assert log(trace) == Log(
        [done(0, 0, 2, by=1), done(0.5, 4, 5, by=0), done(1, 1, 4, by=0), done(2, 5, 6, by=1)], [2, 5, 4, 6], 6
    )


def test_a_crew_counts_as_everybodys_first_choice(simulate):
    """Unit 0 is person 0's second choice, so the single step of it comes after the crew, though it waits for longer."""
    plan = small_plan([clerk(2, 0), clerk(1)], [(0, [step(2, unit=2)]), (1, [step(1)]), (0.5, [step(1)])])

    trace = simulate(provided(plan, crews=TOGETHER))

    assert log(trace) == Log([done(0, 0, 2, by=0), done(1, 2, 3, by=0), done(0.5, 3, 4, by=0)], [2, 3, 4], 4)


def test_of_two_crews_that_share_a_member_the_smaller_key_goes_first_and_both_keep_theirs(simulate):
    """The first crew waits for person 1, the second for person 0; nobody else gets what they keep."""
    plan = small_plan(
        [clerk(0), clerk(1), clerk(2)],
        [(0, [step(2, unit=1)]), (0.5, [step(1)]), (0.75, [step(1)]), (1, [step(1, unit=2)])],
    )

    trace = simulate(provided(plan, crews={**TOGETHER, 2: [line(0), line(2)]}))

    # the first crew 2-3, the second 3-4, and only then has person 2 time for a step of one
    assert log(trace) == Log(
        [done(0, 0, 2, by=1), done(0.5, 2, 3, by=0), done(0.75, 3, 4, by=0), done(1, 4, 5, by=2)], [2, 3, 4, 5], 5
    )
    assert seats(trace) == [0, 1, 0, 2]


# who is kept --------------------------------------------------------------------------------------


def test_a_crew_with_a_member_on_leave_keeps_nobody(simulate):
    """Person 1 is there from 5 on. Until then person 0 takes what comes; at 5 person 1 is kept for them."""
    plan = small_plan(
        [clerk(0), clerk(1, calendar=sessions((5, 20)))],
        [(1, [step(2)]), (0, [step(1)]), (4, [step(3)]), (5, [step(1, unit=1)])],
    )

    trace = simulate(provided(plan, crews=TOGETHER))

    # person 0: 1-3 and 4-7; the crew 7-8; person 1 alone 8-9
    assert log(trace) == Log(
        [done(1, 1, 3, by=0), done(0, 7, 8, by=0), done(4, 4, 7, by=0), done(5, 8, 9, by=1)], [3, 8, 7, 9], 9
    )
    assert seats(trace) == [0, 1]


def test_lines_that_share_people_keep_them_only_if_there_are_enough_for_all(simulate):
    """A head and two more of one unit: three must be there, at work or not. Person 1 comes at 4."""
    plan = small_plan(
        [clerk(0), clerk(0, calendar=sessions((4, 20))), clerk(0, rank=2)],
        [(0, [step(3, rank=2)]), (0.5, [step(1, rank=2)]), *((at, [step(1)]) for at in (1, 3.5, 4))],
    )

    trace = simulate(provided(plan, crews={1: [line(0, rank=2), line(0, count=2)]}))

    # until 4 persons 0 and 2 are two only: person 0 works 1-2 and 3.5-4.5
    # from 4 persons 1 and 2 are kept for person 0; 4.5-5.5 together, person 1 seated before: idle since 0
    # at 5.5 all are idle since then: the last step goes to person 0
    assert log(trace) == Log(
        [done(0, 0, 3, by=2), done(0.5, 4.5, 5.5, by=2), done(1, 1, 2, by=0), done(3.5, 3.5, 4.5, by=0),
         done(4, 5.5, 6.5, by=0)],
        [3, 5.5, 2, 4.5, 6.5], 6.5,
    )  # fmt: skip
    assert seats(trace) == [2, 1, 0]


# who makes it up ----------------------------------------------------------------------------------


def test_each_line_takes_whose_first_choice_its_unit_is_then_the_longest_idle(simulate):
    """Person 1 alone has unit 0 as first choice; person 0 has been idle for longer, and is taken for a crew of two."""
    plan = small_plan([clerk(1, 0), clerk(0)], [(at, [step(1)]) for at in (0, 2, 4)])

    trace = simulate(provided(plan, crews={1: [line(0)], 2: [line(0, count=2)]}))

    assert log(trace) == Log([done(0, 0, 1, by=1), done(2, 2, 3, by=1), done(4, 4, 5, by=1)], [1, 3, 5], 5)
    assert seats(trace) == [1, 1, 0]


def test_who_sits_for_one_unit_does_not_sit_for_another(simulate):
    """Person 0 belongs to both units, and is asked for by the first line; the second waits for person 1."""
    plan = small_plan([clerk(0, 1), clerk(1)], [(0, [step(2, unit=1)]), (0, [step(1)])])

    trace = simulate(provided(plan, crews=TOGETHER))

    assert log(trace) == Log([done(0, 0, 2, by=1), done(0, 2, 3, by=0)], [2, 3], 3)
    assert seats(trace) == [0, 1]


def test_a_line_asks_for_a_licence(simulate):
    """Licence 62 has person 2 alone, licence 5 persons 1 and 2; person 0 has none and never sits."""
    plan = small_plan([clerk(0), clerk(0), clerk(0)], [(0, [step(2)]), (0, [step(1)]), (0.5, [step(1)])])
    crews = {0: [line(0, licence=62), line(0, licence=5)], 2: [line(0, licence=5)]}

    trace = simulate(provided(plan, crews=crews, licences=[(1, 5), (2, 5), (2, 62)]))

    # 0-2 persons 2 and 1; person 0 does the other work 0-1 and is idle while the third step waits; at 2 person 1
    assert log(trace) == Log([done(0, 0, 2, by=2), done(0, 0, 1, by=0), done(0.5, 2, 3, by=1)], [2, 1, 3], 3)
    assert seats(trace) == [2, 1, 1]


# how long it takes, and what comes of it ----------------------------------------------------------


def test_the_slowest_decides_and_all_are_bound_until_then(simulate):
    """Two hours' work at skills 1 and 0.5: person 0 is not free before 4."""
    plan = small_plan([clerk(0), clerk(1, skill=(0.5, 1))], [(1, [step(1)]), (0, [step(2, category=0)])])

    trace = simulate(provided(plan, crews=TOGETHER))

    assert log(trace) == Log([done(1, 4, 5, by=0), done(0, 0, 4, by=0)], [5, 4], 5)


def test_each_works_in_their_own_diary(simulate):
    """From 2 on, two hours: person 0 would end at 4; person 1 works 2-3 and 10-11."""
    plan = small_plan([clerk(0), clerk(1, calendar=sessions((0, 3), (10, 20)))], [(3, [step(1)]), (2, [step(2)])])

    trace = simulate(provided(plan, crews=TOGETHER))

    assert log(trace) == Log([done(3, 11, 12, by=0), done(2, 2, 11, by=0)], [12, 11], 12)


def test_each_turns_to_the_category_for_themselves(simulate):
    """Only person 0 has worked in category 1 before; then both have worked in category 0."""
    plan = small_plan(
        [clerk(0), clerk(1)],
        [(0, [step(1, category=1)]), (1, [step(1, category=0)]), (2, [step(1, unit=1, category=1)]),
         (2, [step(1, category=0)])], setup=0.5,
    )  # fmt: skip

    trace = simulate(provided(plan, crews=TOGETHER))

    # person 0 takes 1.5 hours, person 1 one: 1-2.5; then person 1 turns, person 0 does not
    assert log(trace) == Log(
        [done(0, 0, 1, by=0), done(1, 1, 2.5, by=0), done(2, 2.5, 4, by=1), done(2, 2.5, 3.5, by=0)],
        [1, 2.5, 4, 3.5], 4,
    )  # fmt: skip


def test_all_make_the_haste_of_the_steps_own_unit(simulate):
    """One step waits in unit 0 behind the crew, three in unit 1, whose thresholds are no concern of it."""
    elsewhere = [(0, [step(1, unit=1)]) for _ in range(3)]
    plan = small_plan([clerk(0), clerk(1)], [(1, [step(1)]), (0, [step(4, priority=0)]), (0, [step(1)]), *elsewhere])
    plan = replace(plan, pressure=haste((0, 1, 0.5, 1.0), (1, 3, 0.25, 1.0)))

    trace = simulate(provided(plan, crews=TOGETHER))

    # the crew 0-2; at 2 the third step, with the first one waiting, 2-2.5; the first 2.5-3.5, nobody waits
    assert log(trace).steps[:3] == [done(1, 2.5, 3.5, by=0), done(0, 0, 2, by=0), done(0, 2, 2.5, by=0)]
    assert log(trace).steps[3:] == [done(0, begin, begin + 1, by=1) for begin in (2, 3, 4)]


def test_a_crew_errs_as_its_first_member_does(simulate):
    """The chance is 0.5: below the error rate of person 1, above that of person 0."""
    steps = [step(1, unit=unit, category=0, chance=0.5) for unit in (0, 1)]
    plan = small_plan([clerk(0, errs=(0.1, 0)), clerk(1, errs=(0.9, 0))], [(0, [one]) for one in steps])

    trace = simulate(provided(plan, crews={0: [line(0), line(1)], 1: [line(1), line(0)]}))

    assert log(trace) == Log([done(0, 0, 1, by=0), done(0, 1, 2, by=1, erred=True)], [1, 2], 2)
    assert seats(trace) == [0, 1, 1, 0]
