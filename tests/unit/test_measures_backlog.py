"""The backlog: number, age and growth, worked out by hand from matters that are open from one day to another."""

import pytest
from measuring import play, stretch
from worlds import clerk, small_plan, wait

from analysis.measures.backlog import backlog_measures, open_by_day, open_matters

DAY = 24
MS = 86_400_000


def run(periods, days, *, awaited=None, **rest):
    """Return the run of matters that each wait outside from one day to another."""
    matters = [(DAY * begin, [wait(DAY * (end - begin))]) for begin, end in periods]
    return play(small_plan([clerk(0)], matters, end=days.end_ms / 3_600_000, awaited=awaited), days, **rest)


SIX = [(0, 3), (2, 4), (5, 8), (6, 7), (2, 6), (0, 1)]
TYPES = [0, 1, 0, 0, -1, 0]
"""The fifth is a contact."""


def test_number_and_age_are_averages_over_the_time_of_the_window():
    """The window is days 2 to 6.

    open        days of it in the window   its age then   days x age
    0-3         1 (2-3)                    2 to 3: 2.5    2.5
    2-4         2                          0 to 2: 1      2
    5-8         1 (5-6)                    0 to 1: 0.5    0.5
    6-7, 0-1    0
    in all      4                                         5

    So 4/4 = 1 open on average, and 5/4 days old.
    """
    measures = backlog_measures(run(SIX, stretch(2, 6, 10), types=TYPES))

    assert measures["backlog_mean"] == pytest.approx(1)
    assert measures["backlog_age_days_mean"] == pytest.approx(1.25)


def test_the_backlog_at_the_end_is_held_against_that_before_the_window():
    """Half of the window is 2 days. Days 0-2: the first matter 2, the last 1, so 3/2 open. Days 4-6: the third 1,
    so 1/2. The cohort has two matters (released on days 2 and 5): (1/2 - 3/2) / 2.
    """
    measures = backlog_measures(run(SIX, stretch(2, 6, 10), types=TYPES))

    assert measures["backlog_growth_share"] == pytest.approx(-0.5)


def test_without_so_much_warm_up_the_first_days_of_the_window_take_its_place():
    """The window is days 1 to 5, one day of warm-up is less than two. Days 1-3: the first 2, the second 1, 3/2 open
    (on days 0-2 it would be 2/2). Days 3-5: the second 1, 1/2. The cohort is the second alone: (1/2 - 3/2) / 1.
    """
    measures = backlog_measures(run(SIX[:5], stretch(1, 5, 10), types=TYPES[:5]))

    assert measures["backlog_growth_share"] == pytest.approx(-1)


def test_a_window_without_warm_up_is_held_against_its_own_beginning():
    """Days 0 to 4: none open, one open for 1 of 2 days; then two open for 2 of 2 days. (2 - 1/2) / 3 of the cohort."""
    measures = backlog_measures(run([(1, 2), (2, 9), (2, 9)], stretch(0, 4)))

    assert measures["backlog_growth_share"] == pytest.approx(0.5)
    assert measures["backlog_mean"] == pytest.approx(5 / 4)


def test_in_a_long_window_four_weeks_are_held_against_four():
    """The window is days 30 to 100: days 72-100 against days 2-30.

    Open 1-30: 28/28 before. Open 72 to the end: 28/28; 86 to the end: 14/28; 40-60: in neither.
    The cohort are the last three: (1 + 1/2 - 1) / 3.
    """
    measures = backlog_measures(run([(1, 30), (72, 200), (86, 200), (40, 60)], stretch(30, 100, 120)))

    assert measures["backlog_growth_share"] == pytest.approx(1 / 6)


def test_open_matters_are_open_to_the_end_of_the_run():
    """On days 2 to 4 the contact does not count: the first matter 1, the second 2, so 3/2."""
    played = run(SIX, stretch(2, 4), types=TYPES)

    assert open_matters(played, 2 * MS, 4 * MS) == pytest.approx(1.5)
    assert played.closed.tolist() == [True, True, False, False, False, True]


def test_a_matter_that_the_run_did_not_reach_was_never_open():
    """The run stops on day 1, when all that it awaits is closed, before the window ends on day 4; another matter
    would come on day 6. One open for a day of four, half a day old.
    """
    played = run([(0, 1), (6, 7)], stretch(0, 4, 10), awaited=[True, False])

    assert played.trace.stopped_ms == MS
    assert backlog_measures(played) == pytest.approx(
        {"backlog_mean": 1 / 4, "backlog_age_days_mean": 1 / 2, "backlog_growth_share": -1 / 2}
    )


def test_with_nothing_open_there_is_no_age_and_without_a_cohort_no_growth():
    measures = backlog_measures(run([(0, 1)], stretch(2, 6)))

    assert measures == {"backlog_mean": 0, "backlog_age_days_mean": 0, "backlog_growth_share": 0}


def test_the_backlog_of_a_house_that_lacks_capacity_grows_by_what_it_lacks():
    """Sixteen matters on days 0 to 15, of which none is closed: days 8-16 have 8 more open than days 0-8, each."""
    measures = backlog_measures(run([(day, 99) for day in range(16)], stretch(0, 16)))

    assert measures["backlog_growth_share"] == pytest.approx(8 / 16)


def test_open_matters_by_day_from_the_beginning_of_the_warm_up_to_the_end_of_the_window():
    """Days 0 to 3, of which the window has the last two; what comes behind is not told.

    Open from day 0.25 to 2.5: 3/4, 1, 1/2, 0. From 1 to 9: 0, 1, 1, 1. From 2.5 to 2.75: 1/4 on day 2. A contact: none.
    """
    played = run([(0.25, 2.5), (1, 9), (2.5, 2.75), (0, 9)], stretch(2, 4, 12), types=[0, 0, 0, -1])

    assert open_by_day(played).tolist() == [0.75, 2.0, 1.75, 1.0]
    assert open_by_day(played)[2:].mean() == pytest.approx(backlog_measures(played)["backlog_mean"])


def test_open_matters_by_day_average_to_the_open_matters_of_any_days():
    played = run([(day * 0.7, day * 0.7 + 1 + day % 5) for day in range(30)], stretch(10, 20, 40))
    by_day = open_by_day(played)

    assert by_day.size == 20
    for begin, end in ((0, 1), (3, 11), (0, 20), (19, 20)):
        assert by_day[begin:end].mean() == pytest.approx(open_matters(played, begin * MS, end * MS))
