"""Working days: the published calendar of China, and the two that need none."""

from datetime import date, timedelta

import chinese_calendar
import numpy as np
import pytest

from conf.calendar import make_china
from scenarios.calendars import CHINA_CSV, working_days
from sim.errors import InputError


def is_worked(day, name="china"):
    return bool(working_days(day, day, name)[0])


def test_the_committed_calendar_is_what_its_script_writes():
    assert CHINA_CSV == make_china.CSV_FILE
    assert CHINA_CSV.read_bytes() == make_china.csv_text().encode("utf-8")


def test_writing_leaves_the_finished_file_only(tmp_path, monkeypatch):
    monkeypatch.setattr(make_china, "CSV_FILE", tmp_path / "days.csv")

    make_china.main()

    assert [path.name for path in tmp_path.iterdir()] == ["days.csv"]
    assert (tmp_path / "days.csv").read_bytes() == CHINA_CSV.read_bytes()


def test_the_calendar_keeps_departures_from_monday_to_friday_only():
    """A holiday row falls on a weekday and a worked one on a weekend, so that no row repeats the rule."""
    rows = [(date.fromisoformat(day), working) for day, working, *_ in make_china.exceptions()]

    assert all((day.weekday() >= 5) == bool(working) for day, working in rows)
    assert [day for day, _ in rows] == sorted({day for day, _ in rows})


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        pytest.param(date(2021, 2, 7), True, id="sunday-worked-for-spring-festival"),
        pytest.param(date(2021, 2, 20), True, id="saturday-worked-for-spring-festival"),
        pytest.param(date(2021, 9, 18), True, id="saturday-worked-for-mid-autumn"),
        pytest.param(date(2021, 10, 1), False, id="national-day"),
        pytest.param(date(2021, 10, 10), False, id="ordinary-sunday"),
        pytest.param(date(2021, 10, 11), True, id="ordinary-monday"),
        pytest.param(date(2020, 1, 31), False, id="festival-prolonged-in-2020"),
        pytest.param(date(2020, 2, 3), True, id="first-day-after-it"),
    ],
)
def test_known_days(day, worked):
    assert is_worked(day) == worked


def test_spring_festival_of_2021_is_seven_days_long():
    assert working_days(date(2021, 2, 10), date(2021, 2, 18), "china").tolist() == [True] + 7 * [False] + [True]


@pytest.mark.parametrize("year", range(2019, 2027))
def test_each_year_has_the_working_days_of_the_library(year):
    first, last = date(year, 1, 1), date(year, 12, 31)

    flags = working_days(first, last, "china")

    assert len(flags) == (last - first).days + 1
    assert flags.dtype == np.bool_
    assert flags.sum() == len(chinese_calendar.get_workdays(first, last))


def test_a_stretch_across_years_equals_its_days_one_by_one():
    first, last = date(2019, 12, 25), date(2020, 2, 5)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]

    assert working_days(first, last, "china").tolist() == [is_worked(day) for day in days]


def test_weekdays_know_no_holidays_and_need_no_published_year():
    assert is_worked(date(2021, 10, 1), "weekdays")
    assert working_days(date(2035, 1, 1), date(2035, 1, 7), "weekdays").tolist() == 5 * [True] + 2 * [False]


def test_always_is_every_day():
    assert working_days(date(2035, 1, 1), date(2035, 1, 7), "always").all()


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2018, 12, 31), date(2019, 6, 1)), (date(2026, 6, 1), date(2027, 1, 1))],
)
def test_china_refuses_a_date_outside_the_published_years(first, last):
    with pytest.raises(InputError) as refused:
        working_days(first, last, "china")

    sentence = str(refused.value)
    assert f"{first} to {last}" in sentence
    assert "2019-01-01 to 2026-12-31" in sentence
    assert "Choose dates inside" in sentence
    assert "calendar=weekdays, which knows no holidays" in sentence


def test_the_published_years_reach_from_their_first_day_to_their_last():
    assert len(working_days(date(2019, 1, 1), date(2026, 12, 31), "china")) == 8 * 365 + 2


def test_an_unknown_calendar_is_refused_with_the_nearest_name():
    with pytest.raises(InputError, match=r"named 'chnia'\. Did you mean 'china'\?"):
        working_days(date(2021, 1, 1), date(2021, 1, 2), "chnia")


def test_a_last_day_before_the_first_is_refused():
    with pytest.raises(InputError, match="from 2021-01-02 to 2021-01-01, but the last day comes before"):
        working_days(date(2021, 1, 2), date(2021, 1, 1), "weekdays")
