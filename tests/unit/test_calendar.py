"""Working time: every rule of `Calendar` beside the same rule said with a set of open milliseconds."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.arrays import NEVER, ranges, rounded_ms
from sim.calendar import Calendar, clock_minutes, daily_sessions, union, without_each
from sim.errors import CalendarError
from sim.horizon import Horizon

END = 60
moments = st.integers(0, END)
periods = st.lists(st.tuples(moments, moments).map(sorted), max_size=6)


def calendar_of(pairs):
    return Calendar.of([begin for begin, _ in pairs], [end for _, end in pairs])


def open_ms(pairs):
    return {ms for begin, end in pairs for ms in range(begin, end)}


def milliseconds(calendar):
    return open_ms(zip(calendar.opens.tolist(), calendar.closes.tolist(), strict=True))


def test_sessions_are_sorted_touching_ones_joined_and_empty_ones_dropped():
    calendar = Calendar.of([30, 0, 10, 40, 45, 20], [35, 10, 20, 50, 46, 20])

    assert calendar.opens.tolist() == [0, 30, 40]
    assert calendar.closes.tolist() == [20, 35, 50]
    assert calendar.before.tolist() == [0, 20, 25]
    assert calendar.total_ms == 35


def test_a_session_that_closes_before_it_opens_is_refused():
    with pytest.raises(CalendarError, match="closes before it opens"):
        Calendar.of([10], [9])


@given(periods)
def test_sessions_are_disjoint_and_cover_what_was_given(pairs):
    calendar = calendar_of(pairs)

    assert milliseconds(calendar) == open_ms(pairs)
    assert (calendar.opens < calendar.closes).all()
    assert (calendar.closes[:-1] < calendar.opens[1:]).all()  # touching sessions are one
    assert calendar.total_ms == len(open_ms(pairs))


@given(periods, moments)
def test_worked_until_counts_the_open_time_before(pairs, time):
    assert calendar_of(pairs).worked_until(time) == sum(ms < time for ms in open_ms(pairs))


@given(periods, moments)
def test_next_open_is_the_first_open_moment(pairs, time):
    assert calendar_of(pairs).next_open(time) == min((ms for ms in open_ms(pairs) if ms >= time), default=NEVER)


@given(periods, moments)
def test_a_session_is_open_at_its_opening_and_not_at_its_closing(pairs, time):
    assert calendar_of(pairs).is_open(time) == (time in open_ms(pairs))


@given(periods, moments, st.integers(0, END))
def test_work_ends_behind_its_last_open_moment(pairs, time, duration):
    """Exactly at closing, it has ended; no work ends where it begins, even while closed."""
    ahead = sorted(ms for ms in open_ms(pairs) if ms >= time)

    end = calendar_of(pairs).add_working(time, duration)

    if duration == 0:
        assert end == time
    elif duration > len(ahead):
        assert end == NEVER
    else:
        assert end == ahead[duration - 1] + 1


@given(periods, st.lists(moments, min_size=1, max_size=5))
def test_many_moments_at_once_are_each_treated_alone(pairs, times):
    calendar, many = calendar_of(pairs), np.array(times)

    for each in (calendar.worked_until, calendar.next_open, lambda time: calendar.add_working(time, 7)):
        assert each(many).tolist() == [int(each(time)) for time in times]


@given(periods, periods)
def test_holes_are_cut_out(pairs, holes):
    calendar = calendar_of(pairs).without([begin for begin, _ in holes], [end for _, end in holes])

    assert milliseconds(calendar) == open_ms(pairs) - open_ms(holes)
    assert (calendar.closes[:-1] < calendar.opens[1:]).all()


@given(st.lists(st.tuples(periods, periods), min_size=1, max_size=3))
def test_each_calendar_has_its_own_holes_cut_out(many):
    """Also where one calendar is open to the very end and the next one from the very beginning."""
    holes = [(owner, begin, end) for owner, (_, own) in enumerate(many) for begin, end in own]
    owner, begins, ends = np.array(holes, dtype=np.int64).reshape(-1, 3).T

    cut = without_each([calendar_of(pairs) for pairs, _ in many], owner, begins, ends, END)

    for calendar, (pairs, own) in zip(cut, many, strict=True):
        expected = calendar_of(pairs).without([begin for begin, _ in own], [end for _, end in own])
        assert milliseconds(calendar) == open_ms(pairs) - open_ms(own)
        assert calendar.before.tolist() == expected.before.tolist()


def test_a_hole_beyond_the_end_leaves_the_next_calendar_alone():
    whole = Calendar.of([0], [END])

    cut = without_each([whole, whole], np.array([0]), np.array([50]), np.array([99]), END)

    assert [calendar.total_ms for calendar in cut] == [50, 60]


@given(periods, st.tuples(moments, moments).map(sorted))
def test_within_keeps_the_part_inside(pairs, limits):
    calendar = calendar_of(pairs).within(*limits)

    assert milliseconds(calendar) == open_ms(pairs) & set(range(*limits))


@given(st.lists(periods, max_size=3))
def test_a_union_is_open_whenever_one_is(many):
    calendar = union([calendar_of(pairs) for pairs in many])

    assert milliseconds(calendar) == {ms for pairs in many for ms in open_ms(pairs)}


@pytest.mark.parametrize(("text", "minutes"), [("00:00", 0), ("8:05", 485), ("08:30", 510), ("24:00", 1440)])
def test_clock_times(text, minutes):
    assert clock_minutes(text) == minutes


@pytest.mark.parametrize("text", ["8", "08:60", "24:01", "25:00", "-1:00", "", "08:30:00", "half past eight", "8.5"])
def test_what_is_no_clock_time_is_refused(text):
    with pytest.raises(CalendarError, match=r"is not a clock time; expected HH:MM between 00:00 and 24:00"):
        clock_minutes(text)


def test_daily_sessions_stand_on_the_flagged_days():
    minute = 60_000

    calendar = daily_sessions(np.array([True, False, True]), [("08:30", "12:00"), ("14:00", "17:30")])

    day = 1440
    assert (calendar.opens // minute).tolist() == [510, 840, 2 * day + 510, 2 * day + 840]
    assert (calendar.closes // minute).tolist() == [720, 1050, 2 * day + 720, 2 * day + 1050]


def test_days_that_are_open_throughout_become_one_session():
    calendar = daily_sessions(np.array([True, True, False]), [("00:00", "24:00")])

    assert calendar.opens.tolist() == [0]
    assert calendar.closes.tolist() == [2 * 86_400_000]


@pytest.mark.parametrize("hours", [("12:00", "08:00"), ("08:00", "08:00")])
def test_office_hours_that_close_before_they_open_are_refused(hours):
    with pytest.raises(CalendarError, match=rf"{hours[0]}-{hours[1]} close before they open"):
        daily_sessions(np.array([True]), [hours])


def test_office_hours_without_a_period_are_refused_with_a_sentence():
    with pytest.raises(CalendarError, match="office hours"):
        daily_sessions(np.array([True]), [])


# the horizon --------------------------------------------------------------------------------------


def horizon(first=date(2021, 2, 26), window_from=date(2021, 3, 1), window_to=date(2021, 4, 5), cap=date(2021, 4, 8)):
    """Return a horizon that begins on a Friday, with weekends off."""
    days = (cap - first).days
    working = np.array([(first.weekday() + day) % 7 < 5 for day in range(days)])
    return Horizon(
        first=first, window_from=window_from, window_to=window_to, cap=cap, working=working, hours=(("08:00", "12:00"),)
    )


def test_a_horizon_counts_from_its_first_midnight():
    days, day = horizon(), 86_400_000

    assert days.window_ms == (3 * day, 38 * day)
    assert days.end_ms == 41 * day
    assert days.window_years == 35 / 365
    assert days.weekday[:5].tolist() == [5, 6, 7, 1, 2]
    assert days.month[[0, 2, 3, 33, 34]].tolist() == [2, 2, 3, 3, 4]
    assert days.day_hours == 4
    assert days.office.opens[:2].tolist() == [8 * 3_600_000, 3 * day + 8 * 3_600_000]


def test_month_ends_are_the_last_working_days_of_each_month():
    """Friday 26 February is the last of its month, March 2021 ends on a Wednesday; April is cut off, so has no end."""
    days = horizon()

    ends = [days.days[index] for index in np.flatnonzero(days.month_ends(2))]

    assert ends == [date(2021, 2, 26), date(2021, 3, 30), date(2021, 3, 31)]


def test_a_month_that_ends_with_the_horizon_has_its_end():
    days = horizon(cap=date(2021, 5, 1))

    ends = [days.days[index] for index in np.flatnonzero(days.month_ends(1))]

    assert ends == [date(2021, 2, 26), date(2021, 3, 31), date(2021, 4, 30)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"window_from": date(2021, 2, 25)},
        {"window_to": date(2021, 3, 1)},
        {"cap": date(2021, 4, 1)},
    ],
    ids=["window before the warm-up", "window of no day", "cap inside the window"],
)
def test_a_horizon_out_of_order_is_refused(wrong):
    with pytest.raises(CalendarError, match="expected them in this order, with a window of at least a day"):
        horizon(**wrong)


def test_a_horizon_with_a_flag_too_few_is_refused():
    with pytest.raises(CalendarError, match="2 working-day flags for 3 days"):
        Horizon(
            first=date(2021, 3, 1), window_from=date(2021, 3, 1), window_to=date(2021, 3, 4), cap=date(2021, 3, 4),
            working=np.array([True, True]), hours=(("08:00", "12:00"),),
        )  # fmt: skip


# the two helpers of arrays ------------------------------------------------------------------------


def test_hours_are_rounded_to_ms_halves_up():
    assert rounded_ms(np.array([0.0, 1.0, 2.5 / 3_600_000, 2.4 / 3_600_000])).tolist() == [0, 3_600_000, 3, 2]


def test_ranges_count_up_within_each_part():
    assert ranges(np.array([2, 0, 3, 1])).tolist() == [0, 1, 0, 1, 2, 0]
