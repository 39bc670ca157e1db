"""Warming up: what the runs say of a warm-up, and a warm-up that is estimated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from tiny import tiny

from analysis.measures.reading import Reading
from analysis.warm_up import checked, open_by_week, truncation_days
from experiments.configuring import configure
from experiments.preparing import prepare
from experiments.warming.warming_up import PILOTS, settle, warm_up
from sim.errors import InputError

SINGLE_SERVER = """\
name: single_server
title: {zh: 单台, en: Single server}
baseline: one
calendar: {days: always, hours: [["00:00", "24:00"]]}
window: {warm_up: mser5, warm_up_from: 2021-01-01, first: 2021-07-01, last: 2022-12-31, cap: 2023-01-31}
executor: {name: serial}
replications: 12
load_axis: null
capacity: null
institution:
  categories: {all: {}}
  bureaus: {city: {offices: 1, functions: {all: 1}}}
  staff: {officer: 1}
demand:
  types:
    paper:
      per_year: 584
      season: {every_day: true}
      decisions: [1, 0, 0]
      work_hours: {mean: 12, shape: exponential}
procedure: {draft_hours: 0, merge_hours: 0, reply_hours: 0}
designs:
  one: {units: {by: category}, membership: {heads: none}}
"""
"""One server, 1.6 papers a day of half a day each: load 0.8, so 4 in the house in the long run, which begins empty."""


def reading(*by_day):
    return Reading(measures={}, groups={}, elapsed_counts=np.zeros(1), people=np.zeros((1, 1)),
                   open_by_day=np.array(by_day, dtype=float))  # fmt: skip


# what the runs say ---------------------------------------------------------------------------------


def test_open_matters_by_week_are_means_of_whole_weeks_with_a_band_over_replications():
    """Weeks of 0 and 14, 2 and 16, 4 and 18. Type 8 puts the quantile p of three at place (3 + 1/3)·p + 1/3: 0.1 at
    2/3, before the first, and 0.9 at 3 1/3, behind the last. So they are the least and the most.
    """
    many = [reading(*(level,) * 7, *(level + 14,) * 7, 99, 99) for level in (0, 4, 2)]

    assert open_by_week(many) == {"mean": [2, 16], "low": [0, 14], "high": [4, 18]}


def test_the_days_before_the_window_are_held_against_its_last_days_in_pairs():
    """Two days of warm-up, four of window: 2 and 2 days. Differences 6 - 2 = 4 and 8 - 6 = 2: mean 3, deviation √2, so
    the half-width for one design is 12.706·√2/√2. Relative: 3 / 4.
    """
    many = [reading(1, 3, 50, 50, 5, 7), reading(5, 7, 50, 50, 9, 7)]

    found = checked({"one": many}, 2)["one"]

    assert (found["before"], found["after"], found["mean"]) == (4, 7, 3)
    assert found["high"] - 3 == pytest.approx(12.7062, abs=1e-3)
    assert found["relative"]["mean"] == 0.75


def test_intervals_of_several_designs_hold_together():
    many = [reading(1, 3, 5, 7), reading(5, 7, 9, 5), reading(2, 2, 2, 3)]

    alone, both = checked({"a": many}, 2), checked({"a": many, "b": many}, 2)

    assert both["a"]["low"] < alone["a"]["low"]
    assert checked({"a": many}, 2, looks=2) == {"a": both["a"]}


@pytest.mark.parametrize(("warm_up_days", "days"), [(0, 6), (6, 1)])
def test_too_short_to_compare_anything(warm_up_days, days):
    assert checked({"one": [reading(*range(warm_up_days + days))] * 2}, warm_up_days) is None


def test_mser5_looks_at_working_days_and_answers_in_days():
    """Weeks of five working days: 0, 4 and 8 on the first three, then 10; 99 on days off. The fourth week begins on
    day 21.
    """
    weeks = [(level,) * 5 + (99, 99) for level in (0, 4, 8, *(10,) * 17)]
    working = np.tile([True] * 5 + [False] * 2, 30)

    assert truncation_days([reading(*np.concatenate(weeks))], working) == 21
    assert truncation_days([reading(*np.concatenate(weeks[3:]))], working) == 0
    assert truncation_days([reading(*range(140))], working) is None


def test_mser5_is_applied_to_the_mean_over_replications():
    """Each alone has a step of its own, their mean has none."""
    up, down = reading(*(0,) * 50, *(2,) * 150), reading(*(2,) * 50, *(0,) * 150)
    working = np.ones(200, dtype=bool)

    assert truncation_days([up], working) == 50
    assert truncation_days([up, down], working) == 0


# an estimated warm-up ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def single_server(tmp_path_factory):
    path = tmp_path_factory.mktemp("single") / "single_server.yaml"
    path.write_text(SINGLE_SERVER, encoding="utf-8")
    return configure([f"scenario={path}"])


@pytest.fixture(scope="module")
def warmed(single_server):
    return warm_up(single_server)


def test_of_a_single_server_that_begins_empty_weeks_are_left_out_and_the_window_stays(warmed):
    """Its number relaxes with a time constant near 1/(μ (1 - √ρ)²) = 45 days, so weeks to months are sensible."""
    found, window = warmed["warm_up"], warmed["window"]

    assert found["rule"] == "mser5"
    assert found["stationary"]
    assert found["pilot"]["replications"] == PILOTS
    assert 7 <= found["pilot"]["designs"]["one"] <= 270
    assert found["days"] == found["pilot"]["days"]
    assert 0 <= found["days"] - found["pilot"]["designs"]["one"] < 7
    assert found["days"] % 7 == 0
    assert window["warm_up_from"] == (date(2021, 7, 1) - timedelta(days=found["days"])).isoformat()
    assert (window["from"], window["to"]) == ("2021-07-01", "2022-12-31")


def test_behind_it_the_window_begins_as_it_ends(warmed):
    """Both near the 4 that theory has, and no difference decided."""
    one = warmed["warm_up"]["check"]["designs"]["one"]

    assert one["low"] < 0 < one["high"]
    assert 1.5 < one["before"] < 8


def test_without_a_warm_up_to_speak_of_the_check_says_that_the_house_was_still_filling(single_server):
    window = single_server.file.window.model_copy(update={"warm_up": "given", "warm_up_from": date(2021, 6, 28)})
    file = single_server.file.model_copy(update={"window": window, "replications": 60})

    one = warm_up(replace(single_server, file=file))["warm_up"]["check"]["designs"]["one"]

    assert one["low"] > 0
    assert one["before"] < 2.5


def test_a_warm_up_is_estimated_from_other_replications_than_those_that_are_measured(single_server, warmed):
    more = replace(single_server, file=single_server.file.model_copy(update={"replications": 2}))

    assert settle(more).pilot == warmed["warm_up"]["pilot"]


def test_dates_that_are_given_are_left_as_they_are(tmp_path):
    given = tiny(tmp_path)

    assert settle(given).configuration is given
    assert settle(given).pilot is None


def test_a_transient_without_end_is_refused_with_what_may_help(tmp_path):
    with pytest.raises(InputError) as error:
        settle(tiny(tmp_path, "window.warm_up=mser5", "demand.load=3", "window.last=2021-06-20"))

    assert "tiny.yaml: window.warm_up=mser5 finds no end of the transient under 'sections' in the runs from" in str(
        error.value
    )
    assert "2021-03-01 to 2021-06-20: they are too short for MSER-5" in str(error.value)
    assert "a lower demand.load, or window.warm_up=periods" in str(error.value)


def test_what_does_not_estimate_a_warm_up_refuses_to_run_without_one(tmp_path):
    with pytest.raises(InputError, match="estimated by `tiaokuai compare`, `run` and `warmup` alone; expected window"):
        prepare(tiny(tmp_path, "window.warm_up=mser5"))
