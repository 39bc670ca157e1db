"""How long matters took, how punctual they were, and which of them count: numbers worked out by hand."""

import numpy as np
import pytest
from measuring import play, stretch
from worlds import clerk, small_plan, step, wait

from analysis.measures.matters import matter_measures, quantile, working_days

DAY = 24


def waits(*periods, **rest):
    """Return a plan of matters that each wait outside from one day to another."""
    return small_plan([clerk(0)], [(DAY * begin, [wait(DAY * (end - begin))]) for begin, end in periods], **rest)


def test_elapsed_days_run_day_and_night_working_days_in_office_hours_only():
    """Friday is day 4, 96 to 120; the next Monday begins at 168; a working day has eight hours.

    matter   came             worked on                          closed   elapsed   office time
    0        Friday 11:00     11-12, lunch, 14-16                112      5 h       1 + 2 = 3 h
    1        Friday 17:00     17-18, weekend, Monday 8-9         177      64 h      1 + 1 = 2 h
    2        Saturday 10:00   Monday, after the other, 9-10      178      48 h      2 h (Monday 8-10)
    """
    week = stretch(0, 14, weekends=False)
    plan = small_plan([clerk(0, calendar=week.office)], [(107, [step(3)]), (113, [step(2)]), (130, [step(1)])])

    played = play(plan, week)

    assert (played.elapsed_days * 24).tolist() == pytest.approx([5, 64, 48])
    assert (working_days(played) * 8).tolist() == pytest.approx([3, 2, 2])
    measures = matter_measures(played)
    assert measures["elapsed_days_mean"] == pytest.approx((5 + 64 + 48) / 3 / 24)
    assert measures["elapsed_days_median"] == pytest.approx(48 / 24)
    assert measures["working_days_mean"] == pytest.approx((3 + 2 + 2) / 3 / 8)
    assert measures["working_days_median"] == pytest.approx(2 / 8)


def test_a_quantile_is_hyndman_and_fans_type_8():
    """With n values the quantile p is the value at place (n + 1/3) p + 1/3, between its neighbours in proportion.

    For 1 … 10: 0.5 at 31/6 + 1/3 = 5.5; 0.9 at 9.3 + 1/3 = 9.6333; 0.95 at 9.8167 + 1/3 = 10.15, past the last.
    The usual type 7 would give 9.1 and 9.55 for the last two.
    """
    values = np.array([3.0, 10, 1, 8, 6, 2, 9, 7, 5, 4])

    assert quantile(values, 0.5) == pytest.approx(5.5)
    assert quantile(values, 0.9) == pytest.approx(9.3 + 1 / 3)
    assert quantile(values, 0.95) == 10
    assert quantile(np.array([7.0]), 0.9) == 7


def test_each_quantile_is_taken_at_its_own_level():
    """Of 20 matters of 1 … 20 days, place 61/3 p + 1/3: 10.5 at 0.5; 18.6333 at 0.9; 19.65 at 0.95.

    Working days are the same, since every day is one; the mean is 10.5.
    """
    measures = matter_measures(play(waits(*((0, days) for days in range(1, 21))), stretch(0, 28)))

    assert measures["elapsed_days_mean"] == pytest.approx(10.5)
    assert measures["elapsed_days_median"] == pytest.approx(10.5)
    assert measures["elapsed_days_p90"] == pytest.approx(18.3 + 1 / 3)
    assert measures["elapsed_days_p95"] == pytest.approx(61 / 3 * 0.95 + 1 / 3)
    assert measures["working_days_mean"] == pytest.approx(10.5)
    assert measures["working_days_median"] == pytest.approx(10.5)


def test_the_cohort_are_the_matters_released_in_the_window():
    """It includes its first instant and not its last; contacts (type -1) are no matters."""
    just_before = 2 - 1 / 86_400_000
    plan = waits((1, 3), (just_before, 3), (2, 3), (3, 4), (just_before + 2, 5), (4, 5))

    played = play(plan, stretch(2, 4, 10), types=[0, 0, 0, -1, 0, 0])

    assert played.cohort.tolist() == [2, 4]
    assert matter_measures(played)["matters_released"] == 2


def test_what_is_open_at_the_end_counts_with_the_days_it_has_lasted():
    """The run stops at day 10: a matter of two days, and one that came on day 3 and would end on day 50."""
    played = play(waits((0, 2), (3, 50), end=10 * DAY), stretch(0, 7, 10))

    assert played.elapsed_days.tolist() == [2, 7]
    assert working_days(played).tolist() == [2, 7]
    assert played.closed.tolist() == [True, False]
    assert matter_measures(played)["elapsed_days_mean"] == 4.5
    assert matter_measures(played)["completion_share"] == 0.5


def test_closed_per_week_counts_what_was_closed_in_the_window_whenever_it_came():
    """The window is days 7 to 21, two weeks; three count: 1.5 a week. The cohort are 3, 4 and 5; two were closed."""
    plan = waits(
        (0, 3),  # closed before the window
        (0, 7),  # closed at its first instant: counts
        (5, 10),  # counts
        (8, 21),  # closed at the instant after its last
        (9, 20),  # counts
        (10, 30),  # still open when the run stops on day 25
        (10, 11),  # a contact
        end=25 * DAY,
    )

    measures = matter_measures(play(plan, stretch(7, 21, 25), types=[0, 0, 0, 0, 0, 0, -1]))

    assert measures["closed_per_week"] == pytest.approx(1.5)
    assert measures["completion_share"] == pytest.approx(2 / 3)


def test_punctual_is_what_was_closed_at_its_deadline_at_the_latest():
    """Of the four of the cohort that have a deadline, two are on time: 0.5."""
    millisecond = 1 / 3_600_000
    plan = waits((1, 2), (1, 2), (1, 2), (1, 100), (1, 2), (0, 2), end=10 * DAY)
    deadlines = [
        50,
        48,  # at its deadline: on time
        48 - millisecond,  # late
        90 * DAY,  # open when the run stops: late, though its deadline has not come
        None,  # has none: not counted
        1,  # late, but released before the window
    ]

    measures = matter_measures(play(plan, stretch(1, 5, 10), deadlines=deadlines))

    assert measures["on_time_share"] == 0.5


def test_without_deadlines_there_is_no_share_on_time():
    assert "on_time_share" not in matter_measures(play(waits((0, 1)), stretch(0, 7)))


def test_without_a_cohort_nothing_is_measured():
    assert matter_measures(play(waits((0, 1)), stretch(2, 7), types=[0])) == {}


def test_the_parts_of_the_split_are_among_the_measures_and_add_up():
    """One matter: an hour's work, two days outside. Another: 3 days outside. Means: 0.5 h worked, 2.5 days outside."""
    plan = small_plan([clerk(0)], [(0, [step(1), wait(48)]), (0, [wait(72)])], edges=[(0, 1)])

    measures = matter_measures(play(plan, stretch(0, 7)))

    parts = {name: value for name, value in measures.items() if name.startswith("split_")}
    assert {name: value for name, value in parts.items() if value} == pytest.approx(
        {"split_worked_days_mean": 0.5 / 24, "split_outside_days_mean": 2.5}
    )
    assert len(parts) == 8
    assert sum(parts.values()) == pytest.approx(measures["elapsed_days_mean"])
