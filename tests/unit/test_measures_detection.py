"""Whether and when events became known, by whom, what comes of them, and what looking for them takes; by hand.

Work goes on day and night. Of three weeks the second is measured; onsets are given in hours from its beginning.
"""

from datetime import timedelta

import pytest
from events import DANGEROUS, FADING, NOTICED, after, begun, events_among, hidden, patrolled, sensed, watch
from houses import PLAIN, horizon, matter, need

from analysis.measures.detection import detection_measures
from analysis.measures.leaving import leaving_measures
from analysis.measures.matters import matter_measures
from analysis.measures.people import busy_ms
from analysis.measures.played import Played
from analysis.measures.split import split_ms
from sim.arrays import NEVER
from sim.calendar import MS_PER_HOUR
from sim.engine.simpy_engine import simulate
from sim.horizon import Horizon
from sim.levers.routing.detection import Detection

WEEK = 168.0


def second_of_three_weeks() -> Horizon:
    whole = horizon(21)
    begin = whole.first + timedelta(days=7)
    return Horizon(
        first=whole.first, window_from=begin, window_to=begin + timedelta(days=7), cap=whole.cap, working=whole.working,
        hours=whole.hours,
    )  # fmt: skip


def played(onsets, kind, detection: Detection | None = None, *, comes=None, hours=1.0, ordinary=()) -> Played:
    """A run of events with these onsets, and of ordinary matters of an hour that come then."""
    matters = [
        *begun(*(WEEK + onset for onset in onsets), hours=hours),
        *(matter(need("b0c0", 1), at=WEEK + at, type=1) for at in ordinary),
    ]
    days = second_of_three_weeks()
    built = watch(matters, kind, detection, comes=comes, days=days, others=(PLAIN,), whole_window=True)
    found = events_among(matters, kind, comes)
    return Played(plan=built.plan, trace=simulate(built.plan), horizon=days, n_units=1, events=found)


def measured(run: Played) -> dict[str, float]:
    return detection_measures(run, busy_ms(run)[1])


def test_where_no_type_is_latent_there_are_no_such_measures():
    run = played([], hidden(), ordinary=[1.0])
    others = Played(plan=run.plan, trace=run.trace, horizon=run.horizon, n_units=1)

    assert measured(others) == {}
    assert measured(run) == {}  # it may be, but no event began in the window


def test_events_are_known_by_their_complaints_or_not_at_all():
    """Of three events begun at 0, 24 and 150 hours the first two are complained of after 48, one of the third after
    the window's end, at 198; the fourth nobody ever hears of. Each takes an hour.
    """
    run = played([0, 24, 150, 100], hidden(**NOTICED), comes={"noticed": [0.1, 0.1, 0.1, 0.9]})

    assert measured(run) == {
        "detected_share": 2 / 4, "detected_by_patrols_share": 0.0, "detected_by_sensors_share": 0.0,
        "detected_by_complaints_share": 2 / 4,
        # 48 + 48 + (168 − 150) + (168 − 100) hours
        "undetected_days_mean": pytest.approx((48 + 48 + 18 + 68) / 4 / 24),
        "onset_to_close_days_mean": pytest.approx((49 + 49 + 18 + 68) / 4 / 24),
    }  # fmt: skip


def test_the_cohort_is_told_by_onsets_and_days_run_from_when_events_were_known():
    run = played([0, 24, 150, 100], hidden(**NOTICED), comes={"noticed": [0.1, 0.1, 0.1, 0.9]}, ordinary=[60.0])
    measures = matter_measures(run)

    assert (run.cohort.size, run.stayed.size) == (5, 3)
    assert measures["matters_released"] == 5
    assert measures["elapsed_days_mean"] == pytest.approx(1 / 24)
    assert measures["completion_share"] == 1.0
    assert measures["steps_mean"] == pytest.approx(3 / 5)
    assert split_ms(run)[run.stays].sum(axis=1).tolist() == [MS_PER_HOUR] * 3
    assert (split_ms(run)[~run.stays] == 0).all()  # what was never known has no path
    assert leaving_measures(run).get("complaints_per_100") is None  # nobody complains of having to wait


@pytest.mark.parametrize("ordinary", [(), (70.0,)])
def test_who_sees_an_event_first_is_told_and_all_add_up(ordinary):
    """Events at 0 (a round sees it at once), 30 (a sensor at 32), 30 (a complaint at 78) and 90 (its accident)."""
    kind = hidden(sensor_share=0.5, sensor_hours=after(2), **NOTICED, **DANGEROUS)
    comes = {
        "patrolled": [0.05, 0.9999, 0.9999, 0.9999], "sensed": [0.9, 0.1, 0.9, 0.9], "noticed": [0.9, 0.1, 0.1, 0.9],
        "accident": [0.9, 0.9, 0.9, 0.1],
    }  # fmt: skip
    detection = Detection(patrols=patrolled(catch=0.1).patrols, sensors=sensed().sensors)
    run = played([0, 30, 30, 90], kind, detection, comes=comes, ordinary=ordinary)
    found = measured(run)

    assert [found[f"detected_by_{way}_share"] for way in ("patrols", "sensors", "complaints")] == [0.25, 0.25, 0.25]
    assert found["detected_share"] == 0.75
    assert found["undetected_days_mean"] == pytest.approx((0 + 2 + 48 + 72) / 4 / 24)
    assert found["accidents_per_100"] == 25.0


def test_what_ends_by_itself_was_there_until_then():
    """It ends after 24 hours: one unknown, one seen by a round that is due after 10."""
    run = played([20, 14], hidden(**FADING), patrolled(), comes={"fades": [0.1, 0.1], "patrolled": [1.0, 0.5]})
    found = measured(run)

    assert found["detected_share"] == 1.0  # every round sees all: at 24, that both are there
    missed = measured(played([20, 14], hidden(**FADING), None, comes={"fades": [0.1, 0.1]}))
    assert (missed["detected_share"], missed["undetected_days_mean"]) == (0.0, 1.0)
    assert missed["onset_to_close_days_mean"] == 1.0


@pytest.mark.parametrize(("onset", "accidents"), [(95, 100.0), (96, 0.0)])
def test_accidents_count_that_come_before_the_window_ends(onset, accidents):
    """72 hours later: at 167, or at 168, when it is over."""
    run = played([onset], hidden(**DANGEROUS), comes={"accident": [0.1]}, ordinary=[100.0])

    assert measured(run)["accidents_per_100"] == accidents


def test_a_look_that_is_held_against_the_end_of_an_event_counts_as_the_look_that_it_is():
    run = played([20], hidden(**FADING), patrolled(hours=0.5), comes={"fades": [0.1]})

    assert measured(run)["detected_by_patrols_share"] == 1.0


def test_patrols_take_their_share_of_all_hours_on_duty():
    """Half an hour each day: 1/48 of the window of one officer who is there day and night."""
    assert measured(played([20], hidden(**NOTICED), patrolled(hours=0.5)))["patrol_hours_share"] == pytest.approx(
        1 / 48
    )


def test_false_reports_are_counted_by_the_week_in_which_they_were_verified():
    """Warnings at a quarter, a half and a third of three weeks: hours 126, 252 and 168. The last two lie in the window;
    there are one and a half for each of two true ones, which are at 48 − 24 and at 72 − 24 hours of it.
    """
    comes = {"sensed": [0.1, 0.1], "warned": [0.1, 0.1], "false_warning": [0.25, 0.5, 1 / 3]}
    sensors = sensed(warning_share=0.5, warning_days=1.0, false_warning_ratio=1.5, verify_hours=1.0)
    run = played([48, 72], hidden(sensor_share=0.5), sensors, comes=comes)
    found = measured(run)

    assert found["false_alerts_per_week"] == 2.0
    assert (found["detected_by_sensors_share"], found["undetected_days_mean"]) == (1.0, 0.0)
    assert found["onset_to_close_days_mean"] == 0.0  # both were put right before they began
    assert (run.came_in_ms[:2] < NEVER).all()
