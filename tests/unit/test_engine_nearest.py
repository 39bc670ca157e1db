"""Units in which the nearest of several free people takes a visit. Worked out by hand."""

import pytest
from worlds import OFFICE, Log, clerk, done, log, small_plan, step
from worlds_further import along_a_road, further, trips
from worlds_provisions import line, provided, seats

from sim.calendar import MS_PER_HOUR

ROAD = along_a_road(0, 10, 30)
"""Sites 0, 1 and 2, at 10 km an hour: an hour from 0 to 1, two from 1 to 2, three from 0 to 2."""

APART = {0: (0, 10, False), 1: (2, 10, False)}
"""Person 0 is stationed at site 0, person 1 at site 2."""


def sent(people, matters, visits, *, travellers=None, nearest=(0,), road=ROAD):
    """Return a plan in which the nearest of unit 0 goes."""
    return small_plan(
        people, matters, ways=road, **further(visits=visits, travellers=travellers or APART, nearest=nearest)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("nearest", "site", "goes", "ends"),
    [
        ((0,), 2, 1, 1),  # who is there already
        ((0,), 1, 0, 2),  # an hour, against two
        ((0,), 0, 0, 1),
        ((), 2, 0, 4),  # the smaller identity
        ((1,), 2, 0, 4),  # that is of another unit
    ],
)
def test_the_nearest_goes(simulate, nearest, site, goes, ends):
    plan = sent([clerk(0), clerk(0), clerk(1)], [(0, [step(1)])], {0: site}, nearest=nearest)

    assert log(simulate(plan)) == Log([done(0, 0, ends, by=goes)], [ends], ends)


def test_of_two_equally_near_who_has_been_idle_for_longer(simulate):
    """Both at site 0. Person 0 has worked until 2."""
    together = {0: (0, 10, False), 1: (0, 10, False)}
    plan = sent([clerk(0), clerk(0)], [(0, [step(2)]), (3, [step(1)]), (3, [step(1)])], {1: 1, 2: 2},
                travellers=together)  # fmt: skip

    assert log(simulate(plan)).steps == [done(0, 0, 2, by=0), done(3, 3, 5, by=1), done(3, 3, 7, by=0)]


def test_ways_are_compared_in_whole_ms(simulate):
    """Person 1 is nearer by a third of a ms, which is nothing: the smaller identity goes. By two ms it would not."""
    for shorter, goes in ((1 / 3, 0), (2, 1)):
        far = 10 * (1 - shorter / MS_PER_HOUR)
        road = along_a_road(0, 10, 10 + far)
        plan = sent([clerk(0), clerk(0)], [(0, [step(1)])], {0: 1}, road=road)

        assert log(simulate(plan)).steps[0].by == goes


def test_it_is_the_time_that_counts(simulate):
    """To site 1 it is 10 km for person 0, at 5 km an hour, and 20 for person 1, at 20."""
    plan = sent([clerk(0), clerk(0)], [(0, [step(1)])], {0: 1}, travellers={0: (0, 5, False), 1: (2, 20, False)})

    assert log(simulate(plan)) == Log([done(0, 0, 2, by=1)], [2], 2)


def test_who_does_not_travel_is_nearest(simulate):
    plan = sent([clerk(0), clerk(0)], [(0, [step(1)])], {0: 1}, travellers={0: (0, 10, False)})

    assert log(simulate(plan)) == Log([done(0, 0, 1, by=1)], [1], 1)


def test_people_are_near_where_their_last_visit_was(simulate):
    """Person 0 has gone from site 0 to site 2, person 1 from site 2 to site 1: now person 0 is near site 2."""
    matters = [(0, [step(1, unit=1)]), (0, [step(1, unit=2)]), (9, [step(1)])]
    plan = sent([clerk(0, 1), clerk(0, 2)], matters, {0: 2, 1: 1, 2: 2})

    trace = simulate(plan)

    assert log(trace).steps[2] == done(9, 9, 10, by=0)
    assert trips(trace) == [(3, None), (2, None), (0, None)]


@pytest.mark.parametrize("ready", [20, 32])
def test_in_the_morning_people_are_near_their_base_again(simulate, ready):
    """Person 0, of site 2, has ended at site 1 at 11. At 32 they are two hours from there, person 1 only one."""
    people = [clerk(0, 1, calendar=OFFICE), clerk(0, calendar=OFFICE)]
    plan = sent(
        people, [(8, [step(1, unit=1)]), (ready, [step(1)])], {0: 1, 1: 1},
        travellers={0: (2, 10, False), 1: (0, 10, False)},
    )  # fmt: skip

    assert log(simulate(plan)).steps == [done(8, 8, 11, by=0), done(ready, 32, 34, by=1)]


def test_a_unit_that_is_somebodys_second_choice_is_further_than_any_way(simulate):
    """Person 1 is at the site, but serves unit 1 before."""
    plan = sent([clerk(0), clerk(1, 0)], [(0, [step(1)])], {0: 2})

    assert log(simulate(plan)) == Log([done(0, 0, 4, by=0)], [4], 4)


def test_the_older_step_chooses_first(simulate):
    """Person 0 is nearer to both sites, and goes to the first; person 1 is left for the other, three hours away."""
    plan = sent([clerk(0), clerk(0)], [(0, [step(1)]), (0, [step(1)])], {0: 1, 1: 0})

    assert log(simulate(plan)).steps == [done(0, 0, 2, by=0), done(0, 0, 4, by=1)]


def test_the_nearest_is_not_waited_for(simulate):
    """Person 1, who is there, has begun something more urgent, until 1."""
    plan = sent([clerk(0), clerk(0, 1)], [(0, [step(1, unit=1, priority=0)]), (0, [step(1)])], {1: 2})

    assert log(simulate(plan)).steps == [done(0, 0, 1, by=1), done(0, 0, 4, by=0)]


def test_for_what_is_no_visit_nobody_is_near(simulate):
    """Person 0 is out since step 0, and called back from there, for they have been idle since 2, person 1 since 3."""
    plan = sent([clerk(0), clerk(0)], [(0, [step(1)]), (0, [step(3)]), (4, [step(1)])], {0: 1})

    assert log(simulate(plan)).steps == [done(0, 0, 2, by=0), done(0, 0, 3, by=1), done(4, 4, 6, by=0)]


def test_urgency_comes_before_nearness(simulate):
    """At 4 person 0 comes free at site 0: the urgent visit, far away, goes before the one that is near."""
    plan = sent(
        [clerk(0)], [(0, [step(4)]), (1, [step(1)]), (2, [step(1, priority=0)])], {1: 0, 2: 2},
        travellers={0: (0, 10, True)},
    )  # fmt: skip

    # 4-8 and back at 11; 11-12
    assert log(simulate(plan)).steps == [done(0, 0, 4, by=0), done(1, 11, 12, by=0), done(2, 4, 8, by=0)]


def test_a_crew_is_made_up_of_the_nearest(simulate):
    """Of three in unit 0, the two who are nearest to site 2: person 2, who is there, and person 1, two hours away."""
    bases = {0: (0, 10, False), 1: (1, 10, False), 2: (2, 10, False)}
    plan = sent([clerk(0), clerk(0), clerk(0)], [(0, [step(1)])], {0: 2}, travellers=bases)

    trace = simulate(provided(plan, crews={0: [line(0, count=2)]}))

    assert log(trace) == Log([done(0, 0, 3, by=2)], [3], 3)
    assert (seats(trace), trips(trace)) == ([2, 1], [(0, None), (2, None)])
