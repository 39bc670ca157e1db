"""How long people are on the way, and how far applicants have to go: worked out by hand.

Site 0 is the base, site 1 ten km off, site 2 thirty; people go at 10 km an hour.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from measuring import play, stretch
from worlds import Kind, clerk, sessions, small_plan, step, wait
from worlds_further import along_a_road, further
from worlds_provisions import line, provided

from analysis.measures.people import busy_ms
from analysis.measures.places import place_measures, ways
from sim.calendar import MS_PER_HOUR
from sim.planning.opening.online import ApplicantTrips

ROAD = along_a_road(0, 10, 30)
DAY = stretch(0, 1, 2)
"""The window is the first day."""


def travelled(matters, visits, *, people=1, returns=True, end=48.0, least=20.0, window=DAY, diary=None, crews=None):
    """Return the measures of people who travel from site 0, the first of them only if there are several."""
    calendar = diary or sessions((0, 48))
    plan = small_plan(
        [clerk(0, calendar=calendar) for _ in range(people)], matters, end=end, least=least, ways=ROAD,
        **further(visits=visits, travellers=dict.fromkeys(range(people), (0, 10, returns))),
    )  # fmt: skip
    return play(provided(plan, crews=crews) if crews else plan, window)


def measured(played):
    return place_measures(played, *busy_ms(played))


def test_the_way_there_and_back_counts_and_the_work_does_not():
    """Site 1: 0-1, work 1-2, back 2-3. Site 2: 3-6, 6-7, 7-10. On the way 8 of 24 hours, 10 and 30 km."""
    played = travelled([(0, [step(1)]), (0, [step(1)])], {0: 1, 1: 2})

    assert measured(played) == pytest.approx(
        {"travel_share": 8 / 24, "distance_km_mean": 20.0, "travel_hours_per_matter": 4.0}
    )
    assert (ways(played).back_ms / MS_PER_HOUR).tolist() == [1, 3]


def test_who_goes_onward_has_no_way_back():
    """Site 1, then site 2, 20 km on: 1 + 2 hours."""
    played = travelled([(0, [step(1)]), (0, [step(1)])], {0: 1, 1: 2}, returns=False)

    assert measured(played) == pytest.approx(
        {"travel_share": 3 / 24, "distance_km_mean": 15.0, "travel_hours_per_matter": 1.5}
    )


def test_only_what_lies_in_the_window_counts():
    """Three hours to site 2 from 22 on: two on the first day. The way back, 26-29, is not in the window either."""
    played = travelled([(22, [step(1)])], {0: 2}, least=40)

    assert measured(played)["travel_share"] == pytest.approx(2 / 24)
    assert measured(played)["travel_hours_per_matter"] == pytest.approx(6.0)


def test_the_night_is_no_travel():
    """There 8-11, work 11-12; the way back is 12-13 and, since the office closes, 32-34."""
    played = travelled([(8, [step(1)])], {0: 2}, diary=sessions((8, 13), (32, 40)), least=45, window=stretch(0, 2, 3))

    assert measured(played)["travel_share"] == pytest.approx(6 / 13)
    assert (ways(played).back_ms / MS_PER_HOUR).tolist() == [3]


def test_each_of_a_crew_travels():
    played = travelled([(0, [step(1)])], {0: 1}, people=2, crews={0: [line(0, count=2)]})

    assert measured(played) == pytest.approx(
        {"travel_share": 4 / 48, "distance_km_mean": 10.0, "travel_hours_per_matter": 4.0}
    )


def test_a_way_back_that_the_end_of_the_run_cuts_off_counts_as_far_as_it_has_come():
    """Back from site 2 from 4 on; the second matter, at the desk at 6, ends nothing: the run stops at 6."""
    played = travelled([(0, [step(1)]), (6, [wait(0)])], {0: 2}, least=0)

    assert played.trace.stopped_ms == 6 * MS_PER_HOUR
    assert (ways(played).back_ms / MS_PER_HOUR).tolist() == [2]


def test_without_visits_there_is_nothing_to_measure():
    plan = small_plan([clerk(0)], [(0, [step(1)])], end=20)

    assert measured(play(plan, DAY)) == {}


def test_trips_of_applicants_and_what_makes_them_come_again():
    """Matter 0: two trips, one to supplement and one with papers again, 20 km each: 4 trips. Matter 1 is settled on
    line, whatever has to be supplemented. For matter 2 nobody ever goes. At 8 km an hour 40 km are five hours.
    """
    own = [step(1), wait(1) | {"kind": int(Kind.SUPPLEMENT)}, wait(1), wait(1, calendar=0)]
    matters = [(0, own), (0, own[:2]), (0, own[:1])]
    plan = small_plan(
        [clerk(0)], matters, edges=[(0, 1), (1, 2), (2, 3), (4, 5)], calendars=(sessions((0, 99)),), end=40
    )
    trips = ApplicantTrips(km=np.array([20.0, 20.0, 0.0]), trips=np.array([2, 0, -1]), km_per_hour=8.0)

    played = replace(play(plan, DAY), trips=trips)

    assert measured(played) == {"trips_mean": 2.0, "trip_km_mean": 40.0, "trip_hours_mean": 5.0}


def test_where_no_type_asks_for_trips_there_are_none():
    plan = small_plan([clerk(0)], [(0, [step(1)])], end=20)
    trips = ApplicantTrips(km=np.zeros(1), trips=np.array([-1]), km_per_hour=8.0)

    assert measured(replace(play(plan, DAY), trips=trips)) == {}


def test_access_costs_what_points_cost_and_ways_take():
    """Points cost 7300 yuan a year, 20 for the one day of the window; two trips of 20 km are 5 hours, at 3 yuan 15.

    Two matters ask for trips, of which one is settled on line: 35 yuan for two.
    """
    plan = small_plan([clerk(0)], [(0, [step(1)])] * 3, end=40)
    trips = ApplicantTrips(
        km=np.array([20.0, 20.0, 0.0]), trips=np.array([2, 0, -1]), km_per_hour=8.0, points_cost_per_year=7300.0,
        cost_per_hour=3.0,
    )  # fmt: skip

    costs = measured(replace(play(plan, DAY), trips=trips))

    assert costs == pytest.approx(
        {"trips_mean": 1.0, "trip_km_mean": 20.0, "trip_hours_mean": 2.5, "access_cost_per_matter": 17.5}
    )
    free = replace(trips, points_cost_per_year=0.0)
    assert measured(replace(play(plan, DAY), trips=free))["access_cost_per_matter"] == 7.5
