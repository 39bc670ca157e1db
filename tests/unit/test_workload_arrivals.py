"""When matters come: the volume asked for, seasons, batches. Bounds are 5 standard deviations, the seed is fixed."""

from datetime import date

import numpy as np
import pytest
from houses import MONDAY, horizon

from sim.calendar import MS_PER_DAY, MS_PER_HOUR
from sim.errors import InputError
from sim.horizon import Horizon
from sim.workload.arrivals import arrivals, day_weights
from sim.workload.demand import MatterType, Season
from sim.workload.draws import uniforms_of
from sim.workload.laws import Law

UNIFORMS = uniforms_of(2026, 0)


def year(weekends=False):
    """Return 2021 with a quarter of warm-up and a quarter behind it."""
    first, last = date(2020, 10, 1), date(2022, 4, 1)
    days = np.arange((last - first).days)
    return Horizon(
        first=first, window_from=date(2021, 1, 1), window_to=date(2022, 1, 1), cap=last,
        working=weekends | ((first.weekday() + days) % 7 < 5), hours=(("08:00", "12:00"), ("14:00", "18:00")),
    )  # fmt: skip


YEAR = year()


def kind(per_year=20_000.0, **options):
    return MatterType(name="t", per_year=per_year, work_hours=Law(mean=1.0), **options)


def in_window(release, days=YEAR):
    begin, end = days.window_ms
    return release[(release >= begin) & (release < end)]


def counted_within(count, expected, deviation):
    return abs(count - expected) < 5 * deviation


@pytest.mark.parametrize(
    "season",
    [
        Season(),
        Season(every_day=True),
        Season(months=(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0), month_end=2.0, quarter_end=3.0, hours=("09:00", "17:00")),
    ],
    ids=["working days", "every day", "seasons"],
)
def test_a_year_brings_the_volume_that_was_asked_for(season):
    """Whatever the season: 20 000 in the window on average, so 141 is a standard deviation."""
    release = arrivals(kind(season=season), 1.0, YEAR, UNIFORMS)

    assert counted_within(in_window(release).size, 20_000, 20_000**0.5)
    assert (np.diff(release) >= 0).all()


def test_half_a_year_brings_half_of_it():
    """Volumes are per year of 365 days: a window of 73 days brings a fifth."""
    days = horizon(73)

    assert counted_within(arrivals(kind(season=Season(every_day=True)), 1.0, days, UNIFORMS).size, 4_000, 4_000**0.5)


def test_nothing_comes_at_rate_zero_or_where_no_day_has_weight():
    nowhere = horizon(5, weekends=False)
    weekend = Horizon(
        first=MONDAY, window_from=MONDAY, window_to=nowhere.window_to, cap=nowhere.cap, working=np.zeros(5, dtype=bool),
        hours=(("08:00", "12:00"),),
    )  # fmt: skip

    assert arrivals(kind(per_year=0.0), 1.0, YEAR, UNIFORMS).size == 0
    assert arrivals(kind(), 1.0, weekend, UNIFORMS).size == 0


def test_matters_come_on_working_days_in_the_hours_of_the_season():
    release = arrivals(kind(season=Season(hours=("09:00", "17:00"))), 1.0, YEAR, UNIFORMS)

    assert YEAR.working[release // MS_PER_DAY].all()
    assert (release % MS_PER_DAY >= 9 * MS_PER_HOUR).all()
    assert (release % MS_PER_DAY <= 17 * MS_PER_HOUR).all()
    # evenly over the eight hours: the mean is 13:00, with a standard deviation of 8 / sqrt(12 n) hours
    mean = (release % MS_PER_DAY).mean() / MS_PER_HOUR
    assert counted_within(mean, 13, 8 / (12 * release.size) ** 0.5)


def test_on_request_matters_come_on_days_off_too():
    release = in_window(arrivals(kind(season=Season(every_day=True)), 1.0, YEAR, UNIFORMS))

    off = 1 - YEAR.working[92:457].mean()  # of the 365 days of 2021
    share = (~YEAR.working[release // MS_PER_DAY]).mean()
    assert counted_within(share, off, (off * (1 - off) / release.size) ** 0.5)


def test_months_have_the_weights_that_were_given():
    """Twice as many a day in March, none in August; the others in proportion to their days."""
    months = [1.0] * 12
    months[2], months[7] = 2.0, 0.0
    release = in_window(arrivals(kind(season=Season(months=tuple(months), every_day=True)), 1.0, YEAR, UNIFORMS))

    lengths = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * months
    shares = lengths / lengths.sum()
    counts = np.bincount(YEAR.month[release // MS_PER_DAY], minlength=13)[1:]
    assert counts[7] == 0
    assert (abs(counts - 20_000 * shares) <= 5 * np.sqrt(20_000 * shares)).all()


def test_the_weight_of_a_month_end_and_of_a_quarters_end():
    """March 2021 has 23 working days, of which the last three are the 29th to the 31st; February ends on the 26th."""
    weights = day_weights(Season(month_end=2.0, quarter_end=3.0, end_days=3), YEAR)
    day = {date: index for index, date in enumerate(YEAR.days)}

    assert weights[[day[date(2021, 2, 23)], day[date(2021, 2, 24)], day[date(2021, 2, 26)]]].tolist() == [1, 2, 2]
    assert weights[[day[date(2021, 3, 26)], day[date(2021, 3, 29)], day[date(2021, 3, 31)]]].tolist() == [1, 6, 6]
    assert weights[day[date(2021, 2, 27)]] == 0  # a Saturday
    assert weights[day[date(2021, 3, 1)] : day[date(2021, 4, 1)]].sum() == 20 * 1 + 3 * 6


def test_month_ends_draw_as_many_matters_as_they_weigh():
    """261 working days, of which 60 weigh three times as much: 180 of 381 parts."""
    release = in_window(arrivals(kind(season=Season(month_end=3.0, end_days=5)), 1.0, YEAR, UNIFORMS))

    share = YEAR.month_ends(5)[release // MS_PER_DAY].mean()
    expected = 180 / 381
    assert YEAR.working[92:457].sum() == 261
    assert counted_within(share, expected, (expected * (1 - expected) / release.size) ** 0.5)


def test_batches_come_at_one_instant_and_do_not_change_the_volume():
    """On average five at a time: 4 000 occasions; the volume has variance 4 000 x (mean of squares: 2 x 25 - 5)."""
    release = arrivals(kind(batch_mean=5.0), 1.0, YEAR, UNIFORMS)

    inside = in_window(release)
    times, sizes = np.unique(inside, return_counts=True)
    assert counted_within(inside.size, 20_000, (4_000 * 45) ** 0.5)
    assert counted_within(times.size, 4_000, 4_000**0.5)
    # sizes are geometric: P(1) = 1/5, P(more than 5) = (4/5)^5
    assert counted_within((sizes == 1).mean(), 0.2, (0.2 * 0.8 / sizes.size) ** 0.5)
    assert counted_within((sizes > 5).mean(), 0.8**5, (0.8**5 * (1 - 0.8**5) / sizes.size) ** 0.5)


def test_times_between_arrivals_are_those_of_a_poisson_process():
    """Day and night all year: the mean and, as for an exponential law, the standard deviation of the gaps agree."""
    gaps = np.diff(arrivals(kind(season=Season(every_day=True)), 1.0, year(weekends=True), UNIFORMS)) / MS_PER_HOUR

    mean = 8760 / 20_000
    assert counted_within(gaps.mean(), mean, mean / gaps.size**0.5)
    assert counted_within(gaps.std() / gaps.mean(), 1.0, gaps.size**-0.5)
    assert counted_within((gaps > mean).mean(), np.exp(-1), (np.exp(-1) * (1 - np.exp(-1)) / gaps.size) ** 0.5)


def test_another_scale_stretches_the_same_points():
    """At twice the rate the i-th matter comes in half the time, to the rounding of a millisecond."""
    every_day = kind(season=Season(every_day=True))

    once, twice = (arrivals(every_day, scale, YEAR, UNIFORMS) for scale in (1.0, 2.0))

    assert twice.size > 1.9 * once.size
    assert abs(twice[: once.size] - once / 2).max() <= 1


@pytest.mark.parametrize(
    "months", [(1.0,) * 11, (0.0,) * 12, (-1.0, *(1.0,) * 11)], ids=["eleven", "all zero", "negative"]
)
def test_a_year_needs_twelve_weights(months):
    with pytest.raises(InputError, match=r"season\.months=.*expected 12 weights >= 0, not all zero"):
        Season(months=months)


@pytest.mark.parametrize("hours", [("17:00", "09:00"), ("09:00", "09:00")])
def test_a_season_whose_hours_end_before_they_begin_is_refused(hours):
    """Otherwise matters of one day would come in backwards."""
    with pytest.raises(InputError, match="hours"):
        arrivals(kind(season=Season(hours=hours)), 1.0, YEAR, UNIFORMS)
