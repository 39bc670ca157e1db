"""Seasons: which periods a demand has, how they lie in a warm-up, and which warm-ups are refused."""

from copy import deepcopy
from datetime import date

import pytest
from tiny import tiny, tiny_file

from conf.schema import ScenarioFile
from experiments.checking import check
from experiments.configuring import configure
from scenarios.seasons import Fit, check_warm_up, fits, months_before, seasons_of
from sim.errors import InputError

REQUEST = "demand.types.request"
DIRECTIVE = "demand.types.directive"
SUMMER = [0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]


@pytest.fixture(scope="module")
def shipped():
    return configure([]).file


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return tiny(tmp_path_factory.mktemp("tiny")).data


def with_keys(plain, keys):
    """Return the tiny scenario with these keys set."""
    data = deepcopy(plain)
    for key, value in keys.items():
        *path, last = key.split(".")
        block = data
        for name in path:
            block = block.setdefault(name, {})
        block[last] = value
    return ScenarioFile.model_validate(data)


def lasting(file, begin, warm_up="periods"):
    """Return a file with another beginning of its warm-up."""
    window = file.window.model_copy(update={"warm_up_from": date.fromisoformat(begin), "warm_up": warm_up})
    return file.model_copy(update={"window": window})


def test_a_demand_without_a_season_is_stationary(plain):
    found = seasons_of(with_keys(plain, {}))

    assert (found.periods, found.once, found.stationary) == ({}, (), True)


@pytest.mark.parametrize(
    ("keys", "period", "key"),
    [
        ({f"{REQUEST}.season.months": [2, *(1,) * 11]}, "year", f"{REQUEST}.season.months"),
        ({f"{REQUEST}.season.month_end": 3}, "month", f"{REQUEST}.season.month_end"),
        ({f"{REQUEST}.season.quarter_end": 0}, "quarter", f"{REQUEST}.season.quarter_end"),
        ({"demand.absences": {"leave_days": 5, "leave_months": SUMMER}}, "year", "demand.absences.leave_months"),
    ],
)
def test_what_makes_a_season(plain, keys, period, key):
    found = seasons_of(with_keys(plain, keys))

    assert found.periods == {period: (key,)}
    assert not found.stationary


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (f"{REQUEST}.in_hand", 3),
        ("institution.abilities.learning", {"dip": 0.2, "half_life_weeks": 4}),
        ("institution.abilities.learning", {"errors": 2, "half_life_weeks": 4}),
    ],
)
def test_what_happens_once(plain, key, value):
    found = seasons_of(with_keys(plain, {key: value}))

    assert (found.periods, found.once, found.stationary) == ({}, (key,), False)


@pytest.mark.parametrize(
    "keys",
    [
        {f"{REQUEST}.season.months": [2] * 12},
        {f"{REQUEST}.season.month_end": 3, f"{REQUEST}.per_year": 0},
        {f"{REQUEST}.season.every_day": True},
        {"institution.abilities.learning": {"half_life_weeks": 4}},
        {"demand.absences": {"leave_days": 0, "leave_months": SUMMER}},
    ],
)
def test_what_makes_none(plain, keys):
    assert seasons_of(with_keys(plain, keys)).stationary


def test_the_shipped_quarter_is_whole_in_months_and_quarters_and_shorter_than_a_year(shipped):
    found = fits(seasons_of(shipped), shipped.window.warm_up_from, shipped.window.first)

    assert [(one.period, one.fit) for one in found] == [("month", "whole"), ("quarter", "whole"), ("year", "longer")]
    assert "demand.types.directive.season.months" in found[2].keys
    check_warm_up(shipped)


@pytest.mark.parametrize(
    ("begin", "expected"),
    [
        ("2020-10-01", {"month": "whole", "quarter": "whole", "year": "longer"}),
        ("2020-09-01", {"month": "whole", "quarter": "cut", "year": "longer"}),
        ("2020-12-15", {"month": "longer", "quarter": "longer", "year": "longer"}),
        ("2020-11-15", {"month": "cut", "quarter": "longer", "year": "longer"}),
        ("2020-01-01", {"month": "whole", "quarter": "whole", "year": "whole"}),
        ("2019-10-01", {"month": "whole", "quarter": "whole", "year": "cut"}),
        ("2021-01-01", {"month": "longer", "quarter": "longer", "year": "longer"}),
    ],
)
def test_how_periods_lie_in_a_warm_up_until_new_year_2021(shipped, begin, expected):
    found = fits(seasons_of(shipped), date.fromisoformat(begin), date(2021, 1, 1))

    assert {one.period: one.fit for one in found} == expected


@pytest.mark.parametrize(("begin", "fit"), [(15, "cut"), (16, "whole"), (9, "whole"), (24, "longer"), (23, "whole")])
def test_without_a_season_the_week_counts(plain, begin, fit):
    """Until 30 March 2021: 15, 14, 21, 6 and 7 days."""
    assert fits(seasons_of(with_keys(plain, {})), date(2021, 3, begin), date(2021, 3, 30)) == (Fit("week", (), fit),)


def test_months_before():
    days = [date(2021, 1, 1), date(2021, 3, 31), date(2020, 3, 31), date(2021, 12, 5), date(2021, 1, 30)]

    assert [months_before(day, 1) for day in days] == [
        date(2020, 12, 1), date(2021, 2, 28), date(2020, 2, 29), date(2021, 11, 5), date(2020, 12, 30)
    ]  # fmt: skip
    assert months_before(date(2021, 1, 31), 14) == date(2019, 11, 30)
    assert months_before(date(2021, 7, 1), 0) == date(2021, 7, 1)


def test_a_period_that_fits_and_is_cut_is_refused_with_the_nearest_that_is_whole(shipped):
    with pytest.raises(InputError) as error:
        check_warm_up(lasting(shipped, "2020-09-01"))

    assert str(error.value) == (
        "window: the warm-up from 2020-09-01 to 2020-12-31 is no whole number of quarters, in which the demand has a "
        "season (demand.types.statistics.season.quarter_end, demand.types.application.season.quarter_end); expected "
        "window.warm_up_from=2020-10-01 for example, or window.warm_up=given if that is meant."
    )
    check_warm_up(lasting(shipped, "2020-10-01"))
    check_warm_up(lasting(shipped, "2020-09-01", "given"))


def test_a_cut_week_is_no_reason_to_refuse(plain):
    check_warm_up(lasting(with_keys(plain, {}), "2021-03-05"))


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({f"{DIRECTIVE}.season.month_end": 2, f"{REQUEST}.season.quarter_end": 2},
         f"this one has a season ({DIRECTIVE}.season.month_end, {REQUEST}.season.quarter_end); MSER-5 would take"),
        ({f"{DIRECTIVE}.in_hand": 2}, f"this one changes once ({DIRECTIVE}.in_hand); MSER-5 would take a season, or"),
        ({f"{DIRECTIVE}.in_hand": 2, f"{REQUEST}.season.month_end": 2},
         f"this one has a season ({REQUEST}.season.month_end) and this one changes once ({DIRECTIVE}.in_hand); MSER-5"),
    ],
)  # fmt: skip
def test_mser5_is_refused_where_the_demand_is_not_stationary(plain, keys, why):
    with pytest.raises(InputError) as error:
        check_warm_up(lasting(with_keys(plain, keys), "2021-03-01", "mser5"))

    assert why in str(error.value)


def test_many_keys_are_not_all_named(shipped):
    with pytest.raises(InputError, match=r"application\.season\.month_end and \d more\); MSER-5"):
        check_warm_up(lasting(shipped, "2020-10-01", "mser5"))


def test_the_refusal_names_the_file(tmp_path):
    path = tiny_file(tmp_path, ("per_year: 200", "per_year: 200\n      season: {month_end: 2}"))

    with pytest.raises(InputError, match=r"tiny\.yaml.*window\.warm_up=mser5 needs a demand that is the same"):
        check(configure([f"scenario={path}", "window.warm_up=mser5"]))
