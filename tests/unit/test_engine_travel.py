"""Steps that are done at a site, and the way there and back. Worked out by hand."""

from dataclasses import replace

import pytest
from worlds import OFFICE, Log, clerk, done, haste, log, ms, sessions, small_plan, step
from worlds_further import Cut, along_a_road, cuts, further, trips, ways
from worlds_provisions import line, provided, seats

from sim.calendar import MS_PER_HOUR

ROAD = along_a_road(0, 10, 30)
"""Sites 0, 1 and 2, at 10 km an hour: an hour from 0 to 1, two from 1 to 2, three from 0 to 2."""


def travelling(people, matters, visits, *, travellers=None, returns=False, road=ROAD, **rest):
    """Return a plan with visits; person 0 travels from site 0 at 10 km an hour unless others are named."""
    tables = further(visits=visits, travellers=travellers or {0: (0, 10, returns)}, **rest)
    return small_plan(people, matters, ways=road, **tables)


# there and back -----------------------------------------------------------------------------------


def test_who_returns_is_bound_until_back(simulate):
    """An hour there, an hour's work, an hour back. Step 1, ready at 2, begins at 3."""
    plan = travelling([clerk(0)], [(0, [step(1)]), (2, [step(1)])], {0: 1}, returns=True)

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 2, by=0), done(2, 3, 4, by=0)], [2, 4], 4)
    assert trips(trace) == [(1, 3)]


def test_each_visit_begins_at_the_base(simulate):
    """Site 1 and back: 0-2-3; site 2 and back: 3-7-10."""
    plan = travelling([clerk(0)], [(0, [step(1)]), (0, [step(1)]), (0, [step(1)])], {0: 1, 1: 2}, returns=True)

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 2, by=0), done(0, 3, 7, by=0), done(0, 10, 11, by=0)]
    assert trips(trace) == [(1, 3), (3, 10)]


def test_who_does_not_return_goes_on_from_there(simulate):
    """From site 1 to site 2 it is two hours, and back to site 1 as well."""
    plan = travelling([clerk(0)], [(0, [step(1)]), (0, [step(1)]), (0, [step(1)])], {0: 1, 1: 2, 2: 1})

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 2, by=0), done(0, 2, 5, by=0), done(0, 5, 8, by=0)]
    assert trips(trace) == [(1, None), (2, None), (2, None)]


def test_the_desk_calls_back_who_is_out(simulate):
    """An hour from site 1 to the base before step 1, none before step 2, an hour before step 3."""
    plan = travelling([clerk(0)], [(0, [step(1)]) for _ in range(4)], {0: 1, 3: 1})

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 2, by=0), done(0, 2, 4, by=0), done(0, 4, 5, by=0), done(0, 5, 7, by=0)]
    assert trips(trace) == [(1, None), (1, None)]


def test_a_second_step_at_the_same_site_takes_the_way_that_the_table_gives(simulate):
    """Half an hour from site 1 to itself: from one door to the next."""
    road = ways([[0, 10], [10, 5]])

    trace = simulate(travelling([clerk(0)], [(0, [step(1)]), (0, [step(1)])], {0: 1, 1: 1}, road=road))

    assert log(trace).steps == [done(0, 0, 2, by=0), done(0, 2, 3.5, by=0)]
    assert trips(trace) == [(1, None), (0.5, None)]


def test_the_way_back_may_be_longer(simulate):
    """10 km there, 30 km back: on the own initiative, or to the desk."""
    road = ways([[0, 10], [30, 0]])

    back, called = (
        simulate(travelling([clerk(0)], [(0, [step(1)]), (0, [step(1)])], {0: 1}, road=road, returns=returns))
        for returns in (True, False)
    )

    assert log(back).steps[1] == done(0, 5, 6, by=0)
    assert log(called).steps[1] == done(0, 2, 6, by=0)
    assert (trips(back), trips(called)) == ([(1, 5)], [(1, None)])


@pytest.mark.parametrize(("site", "begins", "trip"), [(1, 1, (1, 2)), (2, 3, (3, 6))])
def test_a_visit_of_no_length_takes_the_way(simulate, site, begins, trip):
    plan = travelling([clerk(0)], [(0, [step(0)]), (0, [step(1)])], {0: site}, returns=True)

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, begins, by=0), done(0, trip[1], trip[1] + 1, by=0)]
    assert trips(trace) == [trip]


def test_a_visit_at_the_base_needs_no_return(simulate):
    """Not even if it takes half an hour from one door there to the next."""
    plan = travelling(
        [clerk(0)], [(0, [step(1)]), (0, [step(1)])], {0: 0, 1: 0}, returns=True, road=ways([[5]])
    )  # fmt: skip

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 1.5, by=0), done(0, 1.5, 3, by=0)]
    assert trips(trace) == [(0.5, None), (0.5, None)]


def test_who_does_not_travel_is_everywhere_at_once(simulate):
    """Person 0 does the visits; person 1, who travels, serves another unit."""
    plan = travelling(
        [clerk(0), clerk(1)], [(0, [step(1)]), (0, [step(1)])], {0: 2, 1: 1}, travellers={1: (0, 10, True)}
    )  # fmt: skip

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 1, by=0), done(0, 1, 2, by=0)]
    assert trips(trace) == [(0, None), (0, None)]


def test_each_travels_at_their_own_speed_from_their_own_base(simulate):
    """Person 0 from site 0 at 10 km an hour, person 1 from site 2 at 40: 30 km each, to site 2 and to site 0."""
    plan = travelling(
        [clerk(0), clerk(1)], [(0, [step(1)]), (0, [step(1, unit=1)])], {0: 2, 1: 0},
        travellers={0: (0, 10, False), 1: (2, 40, False)},
    )  # fmt: skip

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 4, by=0), done(0, 0, 1.75, by=1)]
    assert trips(trace) == [(3, None), (0.75, None)]


def test_a_visit_that_has_not_begun_or_whose_way_back_is_not_over(simulate):
    """The run ends at 2.5, on the way back."""
    plan = travelling([clerk(0)], [(0, [step(1)]), (0, [step(1)])], {0: 1, 1: 1}, returns=True)

    trace = simulate(replace(plan, end_ms=ms(2.5)))

    assert trips(trace) == [(1, None), (None, None)]


# hours --------------------------------------------------------------------------------------------


def test_the_way_runs_in_office_hours_there_and_back(simulate):
    """Three hours there, two of work: 10-12 and 14-17. Three hours back: 17-18 and 32-34."""
    plan = travelling([clerk(0, calendar=OFFICE)], [(10, [step(2)]), (16, [step(1)])], {0: 2}, returns=True)

    trace = simulate(plan)

    assert log(trace).steps == [done(10, 10, 17, by=0), done(16, 34, 35, by=0)]
    assert trips(trace) == [(3, 34)]


def test_who_ends_at_a_closing_goes_back_after_the_opening(simulate):
    """14-18 there and at work; 32-35 back."""
    plan = travelling([clerk(0, calendar=OFFICE)], [(14, [step(1)]), (15, [step(1)])], {0: 2}, returns=True)

    trace = simulate(plan)

    assert log(trace).steps == [done(14, 14, 18, by=0), done(15, 35, 36, by=0)]
    assert trips(trace) == [(3, 35)]


@pytest.mark.parametrize(
    ("ready", "expected"),
    [
        (10.5, done(10.5, 10.5, 15.5, by=0)),  # two hours there and one of work: 10.5-12 and 14-15.5
        (11, done(11, 11, 16, by=0)),
        (11.75, done(11.75, 11.75, 16.75, by=0)),  # on the way at noon
        (12, done(12, 14, 18, by=0)),  # three hours there and one of work
        (20, done(20, 32, 36, by=0)),
    ],
)
def test_who_is_free_when_the_office_opens_is_at_the_base(simulate, ready, expected):
    """At site 1 from 9 on, free at 10.5. Site 2 is two hours from there, three from the base."""
    matters = [(8, [step(1.5)]), (ready, [step(1)])]

    trace = simulate(travelling([clerk(0, calendar=OFFICE)], matters, {0: 1, 1: 2}))

    assert log(trace).steps == [done(8, 8, 10.5, by=0), expected]


def test_who_is_at_work_over_the_opening_stays_out(simulate):
    """At site 1 until 33; from there to site 2."""
    matters = [(16, [step(2)]), (20, [step(1)])]

    trace = simulate(travelling([clerk(0, calendar=OFFICE)], matters, {0: 1, 1: 2}))

    # 16-17 there, 17-18 and 32-33 at work; two hours there and one at work: 33-36
    assert log(trace).steps == [done(16, 16, 33, by=0), done(20, 33, 36, by=0)]
    assert trips(trace) == [(1, None), (2, None)]


def test_who_comes_free_at_the_opening_is_at_the_base(simulate):
    """Both are at site 1 with the crew, which ends at 6, when a session of person 0 opens. Person 1 has no pause."""
    people = [clerk(0, calendar=sessions((0, 4), (6, 20))), clerk(1)]
    matters = [(0, [step(1)]), (6, [step(1)]), (6, [step(1, unit=1)])]
    plan = travelling(
        people, matters, {0: 1, 1: 1, 2: 1}, travellers={0: (0, 10, False), 1: (0, 2, False)}
    )  # fmt: skip

    trace = simulate(provided(plan, crews={0: [line(0), line(1)]}))

    assert log(trace).steps == [done(0, 0, 6, by=0), done(6, 6, 8, by=0), done(6, 6, 7, by=1)]
    assert trips(trace) == [(1, None), (5, None), (1, None), (0, None)]


def test_who_comes_free_at_the_opening_after_a_step_of_no_length_is_at_the_base(simulate):
    """At 8 to site 1, next door, and done in the same instant; site 2 is an hour from the base, two from site 1."""
    road = ways([[0, 0, 10], [0, 0, 20], [10, 20, 0]])
    matters = [(0, [step(0)]), (0, [step(1)])]

    trace = simulate(travelling([clerk(0, calendar=OFFICE)], matters, {0: 1, 1: 2}, road=road))

    assert log(trace).steps == [done(0, 8, 8, by=0), done(0, 8, 10, by=0)]
    assert trips(trace) == [(0, None), (1, None)]


def test_idle_since_the_return(simulate):
    """Person 0 ended at 2 and was back at 3; person 1 ended at 2.5, and has been idle for longer."""
    matters = [(0, [step(1)]), (0, [step(2.5)]), (5, [step(1)])]

    trace = simulate(travelling([clerk(0), clerk(0)], matters, {0: 1}, returns=True))

    assert log(trace).steps == [done(0, 0, 2, by=0), done(0, 0, 2.5, by=1), done(5, 5, 6, by=1)]


def test_who_is_on_the_way_back_is_not_free(simulate):
    """At 2.5 person 1 takes it, of lower standing in the key: it is the second choice there."""
    matters = [(0, [step(1)]), (2.5, [step(1)])]

    trace = simulate(travelling([clerk(0), clerk(1, 0)], matters, {0: 1}, returns=True))

    assert log(trace).steps[1] == done(2.5, 2.5, 3.5, by=1)


def test_who_is_back_at_that_instant_is_free(simulate):
    """Without patience step 1 is taken at 3, and step 2 leaves at 2.75."""
    matters = [(0, [step(1)]), (3, [step(1)]), (2.75, [step(1)])]

    trace = simulate(travelling([clerk(0)], matters, {0: 1}, returns=True, patience={1: 0, 2: 0}))

    assert [one.state for one in log(trace).steps] == ["ended", "ended", "left"]
    assert log(trace).steps[1] == done(3, 3, 4, by=0)


# durations ----------------------------------------------------------------------------------------


def test_skill_haste_growth_and_set_up_are_no_matter_of_the_way(simulate):
    """Begun at 4: an hour at skill 0.5, half of that in haste, twice of it grown: 2; set-up 0.5; the way 3."""
    matters = [(0, [step(4, category=0)]), (1, [step(1, category=1)]), (2, [step(1)])]
    plan = small_plan(
        [clerk(0, skill=(1, 0.5))], matters, setup=0.5, ways=ROAD,
        **further(visits={1: 2}, travellers={0: (0, 10, False)}, growth={1: (0, 0.25, 9)}),
    )  # fmt: skip

    trace = simulate(replace(plan, pressure=haste((0, 1, 0.5, 1.0))))

    assert log(trace).steps[1] == done(1, 4, 9.5, by=0)
    assert trips(trace) == [(3, None)]


def test_a_visit_without_work_needs_no_set_up_whatever_its_way(simulate):
    """Half an hour to turn, for work only; yet it turns them, so step 2 needs it again."""
    matters = [(0, [step(1, category=0)]), (0, [step(0, category=1)]), (0, [step(1, category=0)])]
    plan = small_plan(
        [clerk(0)], matters, setup=0.5, ways=ROAD, **further(visits={1: 1}, travellers={0: (0, 10, True)})
    )  # fmt: skip

    assert log(simulate(plan)).steps == [done(0, 0, 1, by=0), done(0, 1, 2, by=0), done(0, 3, 4.5, by=0)]


def test_work_and_way_are_rounded_once_together(simulate):
    """0.4 ms of work and 0.4 ms of way are 1 ms; the way alone is 0."""
    part = 0.4 / MS_PER_HOUR

    trace = simulate(travelling([clerk(0)], [(0, [step(part)])], {0: 1}, road=along_a_road(0, 10 * part)))

    assert (trace.ended_ms.tolist(), trace.way_ms.tolist()) == ([1], [0])


def test_the_ways_are_rounded_to_ms_halves_up(simulate):
    """10 km at 7 km an hour are 5142857.14 ms; 10 at 3 are 12000000; 2.5 ms are 3."""
    for km, speed, expected in ((10, 7, 5_142_857), (10, 3, 12_000_000), (2.5 / MS_PER_HOUR, 1, 3)):
        plan = travelling(
            [clerk(0)], [(0, [step(0)]), (0, [step(0)])], {0: 1}, road=along_a_road(0, km),
            travellers={0: (0, speed, True)},
        )  # fmt: skip

        trace = simulate(plan)

        assert (trace.way_ms.tolist(), trace.back_ms.tolist()) == ([expected], [2 * expected])
        assert trace.ended_ms.tolist() == [expected, 2 * expected]


# crews and interruptions --------------------------------------------------------------------------


def test_a_crew_whose_members_come_from_different_bases(simulate):
    """To site 1 an hour from site 0, two from site 2: all end when the last would, at 3, and go back each."""
    people = [clerk(0), clerk(1)]
    matters = [(0, [step(1)]), (0, [step(1)]), (0, [step(1, unit=1)])]
    plan = travelling(people, matters, {0: 1}, travellers={0: (0, 10, True), 1: (2, 10, True)})

    trace = simulate(provided(plan, crews={0: [line(0), line(1)]}))

    assert log(trace).steps == [done(0, 0, 3, by=0), done(0, 4, 5, by=0), done(0, 5, 6, by=1)]
    assert (seats(trace), trips(trace)) == ([0, 1], [(1, 4), (2, 5)])


def test_seats_of_a_crew_stand_between_other_visits(simulate):
    """Step 0 alone, then step 1 of two, of whom person 1 does not travel, then step 2, which never begins."""
    matters = [(0, [step(1)]), (3, [step(1)]), (9, [step(1)])]
    plan = travelling([clerk(0), clerk(1)], matters, {0: 1, 1: 2, 2: 1})

    trace = simulate(replace(provided(plan, crews={1: [line(0), line(1)]}), end_ms=ms(8)))

    # from site 1 to site 2 two hours, and one of work: 3-6
    assert log(trace).steps[:2] == [done(0, 0, 2, by=0), done(3, 3, 6, by=0)]
    assert trips(trace) == [(1, None), (2, None), (0, None), (None, None)]


def test_a_visit_may_interrupt_the_desk(simulate):
    """At 1 to site 1, back at 4: three hours of step 0 are left then."""
    plan = travelling(
        [clerk(0)], [(0, [step(4)]), (1, [step(1, priority=0)])], {1: 1}, returns=True, preempts=[1]
    )  # fmt: skip

    trace = simulate(plan)

    assert log(trace).steps == [done(0, 0, 7, by=0), done(1, 1, 3, by=0)]
    assert (cuts(trace), trips(trace)) == ([Cut(0, 0, 1, 4)], [(1, 4)])


def test_going_on_takes_what_was_left_and_no_way(simulate):
    """At 1 to site 1, for good. From 3 on three hours of step 0 are left; then person 0 is at the base."""
    matters = [(0, [step(4)]), (1, [step(1, priority=0)]), (4, [step(1)])]

    trace = simulate(travelling([clerk(0)], matters, {1: 1, 2: 1}, preempts=[1]))

    assert log(trace).steps == [done(0, 0, 6, by=0), done(1, 1, 3, by=0), done(4, 6, 8, by=0)]
    assert (cuts(trace), trips(trace)) == ([Cut(0, 0, 1, 3)], [(1, None), (1, None)])


def test_who_is_called_back_to_the_desk_may_be_interrupted_on_the_way(simulate):
    """Step 1 from 2 on: an hour from site 1 to the base, and two of work. At 2.5 half an hour of the way is done.

    Step 2 is done at the base, where person 0 is from the start of step 1 on: 2.5-3.5. Of step 1 2.5 hours are left.
    """
    matters = [(0, [step(1)]), (0, [step(2)]), (2.5, [step(1, priority=0)])]

    trace = simulate(travelling([clerk(0)], matters, {0: 1}, preempts=[2]))

    assert log(trace).steps == [done(0, 0, 2, by=0), done(0, 2, 6, by=0), done(2.5, 2.5, 3.5, by=0)]
    assert cuts(trace) == [Cut(1, 0, 2.5, 3.5)]
