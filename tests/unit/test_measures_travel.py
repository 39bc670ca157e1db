"""Time on the way: of people, for a purpose of its own, and of matters, as a part of the split. Worked out by hand.

Sites 0, 1 and 2 lie at 0, 10 and 30 km of one road, and everybody makes 10 km an hour. OFFICE is open 8-12, 14-18,
32-36, 38-42, 56-60 …
"""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring import play, split, stretch
from random_plans import random_plan
from sampling import examples
from worlds import OFFICE, clerk, sessions, small_plan, step
from worlds_further import along_a_road, further
from worlds_provisions import line, provided

from analysis.measures.bound import at_work
from analysis.measures.matters import matter_measures
from analysis.measures.people import PURPOSES, busy_ms, people_measures
from analysis.measures.split import PARTS, split_days
from analysis.measures.travel import ways_there, whereabouts
from sim.arrays import rounded_ms
from sim.calendar import MS_PER_HOUR

ROAD = along_a_road(0, 10, 30)
DAYS = stretch(0, 2, 5)
"""Days 0 and 1: 16 hours of office time."""


def run(matters, visits, *, people=None, travellers=None, returns=True, days=DAYS, attempt=None, crews=None, **rest):
    """Return the run of visits, up to 48 or `end`; person 0 travels from site 0 unless others are named."""
    people = people or [clerk(0, calendar=OFFICE)]
    rest["least"] = rest.get("end", 48)
    tables = further(visits=visits, travellers=travellers or {0: (0, 10, returns)})
    plan = provided(small_plan(people, matters, ways=ROAD, **tables, **rest), crews=crews)
    return play(plan, days, attempt=attempt)


def hours(played):
    """Return by person the hours bound, by purpose."""
    worked, _ = busy_ms(played)
    return [{name: value for name, value in zip(PURPOSES, row, strict=True) if value} for row in worked / MS_PER_HOUR]


# people -------------------------------------------------------------------------------------------


def test_the_way_there_and_the_way_back_are_travel():
    """An hour there 8-9, an hour's work, an hour back 10-11: of 16 hours two on the way."""
    played = run([(8, [step(1)])], {0: 1})

    assert hours(played) == [{"direct": 1, "travel": 2}]
    measures = people_measures(played, *busy_ms(played))
    assert measures["utilisation_travel"] == 2 / 16
    assert measures["utilisation_direct"] == 1 / 16
    assert measures["utilisation_mean"] == 3 / 16


def test_ways_are_cut_by_closing_hours_and_at_the_edges_of_the_window():
    """Three hours there: 16-18 and 32-33; two of work: 33-35; three back: 35-36 and 38-40. The window is day 1."""
    played = run([(16, [step(2)])], {0: 2}, days=stretch(1, 2, 5))

    assert hours(played) == [{"direct": 2, "travel": 1 + 3}]


def test_a_window_that_begins_after_the_way_there_has_none_of_it():
    """There 14-15, at work 15-18 and 32-34, back 34-35."""
    played = run([(14, [step(5)])], {0: 1}, days=stretch(1, 2, 5))

    assert hours(played) == [{"direct": 2, "travel": 1}]


@pytest.mark.parametrize(("end", "expected"), [(9.5, {"travel": 1.5}), (11.5, {"direct": 0.5, "travel": 3}),
                                               (15, {"direct": 1, "travel": 4})])  # fmt: skip
def test_who_is_on_the_way_when_the_run_stops_was_so_until_then(end, expected):
    """There 8-11, at work 11-12, back 14-17."""
    assert hours(run([(8, [step(1)])], {0: 2}, end=end)) == [expected]


def test_who_goes_on_from_there_travels_to_the_desk_too():
    """There 8-9, at work 9-10; then a matter at the desk: an hour back, and an hour's work."""
    played = run([(8, [step(1)]), (8, [step(1)])], {0: 1}, returns=False)

    assert played.trace.back_ms.tolist() == [-1]
    assert hours(played) == [{"direct": 2, "travel": 2}]
    assert split(played, 1) == {"waiting": 2, "travel": 1, "worked": 1}


def test_from_site_to_site_and_home():
    """Site 1: 8-9, at work 9-10. Site 2: two hours 10-12, at work 14-15. The desk: three hours 15-18, at work 32-33."""
    played = run([(8, [step(1)]), (8, [step(1)]), (8, [step(1)])], {0: 1, 1: 2}, returns=False)

    assert hours(played) == [{"direct": 3, "travel": 1 + 2 + 3}]


def test_who_was_out_when_the_day_ended_is_at_the_base_in_the_morning():
    """There 16-17, at work 17-18; the next one, at 32, is done at the desk."""
    played = run([(16, [step(1)]), (32, [step(1)])], {0: 1}, returns=False)

    assert hours(played) == [{"direct": 2, "travel": 1}]


def test_who_goes_on_with_what_was_interrupted_needs_no_way():
    """Three hours at the desk from 8 on; at 9 an urgent visit: there 9-10, at work 10-11; then the other two hours."""
    matters = [(8, [step(3, priority=2)]), (9, [step(1, priority=0)])]
    tables = further(visits={1: 1}, travellers={0: (0, 10, False)}, preempts=[1])
    plan = small_plan([clerk(0, calendar=OFFICE)], matters, ways=ROAD, **tables)

    played = play(plan, DAYS)

    assert hours(played) == [{"direct": 4, "travel": 1}]
    assert split(played, 0) == {"worked": 3, "waiting": 2, "closed": 2}
    assert split(played, 1) == {"travel": 1, "worked": 1}


def test_each_member_of_a_crew_has_a_way_of_their_own():
    """Person 0 is there at 9, person 1 lives there; both are bound 8-10. Person 0 is back at 11.

    For the matter the way of the first member counts.
    """
    people = [clerk(0, calendar=OFFICE), clerk(0, calendar=OFFICE)]
    travellers = {0: (0, 10, True), 1: (1, 10, True)}

    played = run([(8, [step(1)])], {0: 1}, people=people, travellers=travellers, crews={0: [line(0, count=2)]})

    assert played.trace.crew.tolist() == [0, 1]
    assert hours(played) == [{"direct": 1, "travel": 2}, {"direct": 2}]
    assert split(played) == {"travel": 1, "worked": 1}


def test_to_go_there_again_is_travel_and_only_the_work_is_rework():
    played = run([(8, [step(1)])], {0: 1}, attempt=[2])

    assert hours(played) == [{"rework": 1, "travel": 2}]
    assert split(played) == {"travel": 1, "rework": 1}


def test_where_nobody_travels_there_is_no_such_share():
    played = play(small_plan([clerk(0, calendar=OFFICE)], [(8, [step(1)])]), DAYS)

    assert "utilisation_travel" not in people_measures(played, *busy_ms(played))
    assert "split_travel_days_mean" not in matter_measures(played)


# matters ------------------------------------------------------------------------------------------


def test_of_a_visit_the_first_part_is_travel_and_nights_are_closed():
    """There 16-18 and 32-33, at work 33-35: the way back takes none of the matter's time."""
    played = run([(16, [step(2)])], {0: 2})

    assert split(played) == {"travel": 3, "closed": 14, "worked": 2}
    days = split_days(played)
    assert list(days) == list(PARTS)
    assert days["travel"] == pytest.approx(3 / 24)
    assert sum(days.values()) == pytest.approx(matter_measures(played)["elapsed_days_mean"])


def test_while_a_colleague_is_on_duty_a_way_that_waits_for_its_person_is_travel():
    """Two hours from site 1: person 0 sets out at 11, is away 12-32, arrives at 33 and is at work until 34.

    Person 1 is there 14-18. So 11-12, 14-18 and 32-33 are on the way, and the unit is closed 12-14 and 18-32.
    """
    people = [clerk(0, calendar=sessions((11, 12), (32, 36))), clerk(0, calendar=sessions((14, 18)))]

    played = run([(11, [step(1)])], {0: 2}, people=people, travellers={0: (1, 10, True)})

    assert played.trace.ended_ms.tolist() == [34 * MS_PER_HOUR]
    assert split(played) == {"travel": 1 + 4 + 1, "closed": 2 + 14, "worked": 1}


def test_an_open_matter_may_end_on_the_way():
    assert split(run([(8, [step(1)])], {0: 2}, end=9.5)) == {"travel": 1.5}


# any run ------------------------------------------------------------------------------------------


@settings(max_examples=examples(60))
@given(st.randoms(use_true_random=True))
def test_where_people_were_is_told_by_what_they_did_before(random: Random):
    """From there to the site is the way that the engine has noted; no way is longer than its stretch."""
    plan = random_plan(random, profiles=("trips", "trips", "wide"))
    played = play(plan, stretch(0, 3, 5))
    work = at_work(plan, played.trace)

    where, way = whereabouts(played, work), ways_there(played, work)

    site = dict(zip(plan.visits.step.tolist(), plan.visits.site.tolist(), strict=True))
    speed = dict(zip(plan.travellers.person.tolist(), plan.travellers.km_per_hour.tolist(), strict=True))
    for row, (step_row, person) in enumerate(zip(work.step.tolist(), work.person.tolist(), strict=True)):
        if step_row in site and person in speed:
            pair = (plan.ways.origin == where[row]) & (plan.ways.goal == site[step_row])
            assert way[row] == rounded_ms(plan.ways.km[pair] / speed[person])[0]
        elif person not in speed:
            assert (where[row], way[row]) == (-1, 0)
    there = played.duty.worked_until(work.person, work.to_ms) - played.duty.worked_until(work.person, work.from_ms)
    over = np.isin(work.step, np.flatnonzero(played.executed))
    assert (way <= there)[over].all()
