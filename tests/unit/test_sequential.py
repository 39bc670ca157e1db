"""Replications by rule: when it looks, what it watches, what it reaches, and what it does to no interval."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import tiny

from analysis.comparison import differences, group_differences, measures_of, status_of
from analysis.intervals import mean_interval
from analysis.measures.reading import Reading
from analysis.sequential import Wanted, look, schedule
from conf.checking import validated
from experiments.comparing import compare
from experiments.replicating import looks_of, replicate
from sim.errors import InputError, UnknownName

DAYS = "elapsed_days_mean"


def readings_of(values, growth=0.0, closed=1.0, measure=DAYS):
    return [
        Reading(
            measures={measure: float(value), "backlog_growth_share": growth, "completion_share": closed},
            groups={("type", "request", DAYS): float(value)}, elapsed_counts=np.array([1]), people=np.zeros((1, 7)),
        )
        for value in values
    ]  # fmt: skip


def wanted(half_width, *, relative=False, designs=("other",), measure=DAYS):
    return Wanted(measure=measure, half_width=half_width, relative=relative, designs=designs)


BASE, OTHER = (10.0, 20.0, 30.0), (8.0, 17.0, 29.0)
"""Differences -2, -3, -1: mean -2, standard error 1/sqrt(3); two measures are compared, so t(1 - 0.05/4, 2) at a single
look is 6.2053 and the half-width 3.5826; at five looks t(1 - 0.05/20, 2) is 14.0890 and the half-width 8.1343."""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tiny(tmp_path_factory.mktemp("tiny")).data


def file_with(data, precision, **more):
    return validated({**data, "precision": precision, **more}, "tiny.yaml")


# the numbers at which it looks


@given(first=st.integers(2, 200), more=st.integers(0, 1000))
def test_looks_go_up_by_half_as_many_again_and_end_with_the_cap(first, more):
    looks = schedule(first, first + more)

    assert (looks[0], looks[-1]) == (first, first + more)
    assert all(2 * before < 2 * after <= 3 * before + 2 for before, after in pairwise(looks))


def test_without_a_rule_there_is_one_look(data):
    assert looks_of(file_with(data, None)) == (2,)
    assert looks_of(file_with(data, {"half_width": 1, "cap": 7})) == (2, 3, 5, 7)


# what a look sees


def test_the_half_width_is_that_of_the_interval_that_is_shown():
    readings = {"base": readings_of(BASE), "other": readings_of(OTHER)}

    alone, of_five = (look(readings, "base", wanted(5.0), looks) for looks in (1, 5))

    assert alone.half_widths["other"] == pytest.approx(3.5826, abs=1e-4)
    assert of_five.half_widths["other"] == pytest.approx(8.1343, abs=1e-4)
    assert (alone.met, of_five.met) == (True, False)


def test_a_relative_width_is_a_share_of_the_mean_of_the_baseline():
    """3.5826 of 20 are 17.913%."""
    readings = {"base": readings_of(BASE), "other": readings_of(OTHER)}

    assert look(readings, "base", wanted(0.18, relative=True), 1).met
    found = look(readings, "base", wanted(0.17, relative=True), 1)
    assert (found.met, found.half_widths) == (False, pytest.approx({"other": 0.17913}, abs=1e-5))


def test_every_watched_design_must_have_it_and_no_other():
    readings = {"base": readings_of(BASE), "other": readings_of(OTHER), "wild": readings_of((90.0, 0.0, 50.0))}

    both, one = (look(readings, "base", wanted(6.0, designs=names), 1) for names in (("other", "wild"), ("other",)))

    assert (both.met, one.met) == (False, True)
    assert one.half_widths.keys() == {"other"}


@pytest.mark.parametrize(
    ("base", "other", "reason"),
    [
        ({}, {"closed": 0.99}, "capped"),
        ({}, {"growth": 0.2}, "overloaded"),
        ({"closed": 0.99}, {}, "baseline_capped"),
        ({"growth": 0.2}, {}, "baseline_overloaded"),
        ({"growth": 0.2}, {"closed": 0.99}, "capped"),
    ],
)
def test_without_steady_figures_on_both_sides_there_is_nothing_to_watch(base, other, reason):
    readings = {"base": readings_of(BASE, **base), "other": readings_of(OTHER, **other)}

    found = look(readings, "base", wanted(100.0), 1)

    assert (found.unwatched, found.half_widths) == ({"other": reason}, {})
    assert found.hopeless
    assert not found.met


def test_the_steady_ones_are_watched_beside_an_overloaded_one():
    readings = {"base": readings_of(BASE), "other": readings_of(OTHER), "full": readings_of(OTHER, growth=0.3)}

    found = look(readings, "base", wanted(100.0, designs=("other", "full")), 1)

    assert (found.met, found.hopeless, found.unwatched) == (True, False, {"full": "overloaded"})


def test_there_is_no_share_of_nothing_and_no_width_of_what_is_missing():
    nothing = {"base": readings_of((0.0, 0.0, 0.0)), "other": readings_of(OTHER)}
    readings = {"base": readings_of(BASE), "other": readings_of(OTHER)}

    assert look(nothing, "base", wanted(0.1, relative=True), 1).unwatched == {"other": "missing"}
    assert look(readings, "base", wanted(0.1, measure="on_time_share"), 1).unwatched == {"other": "missing"}


def test_all_that_is_shown_of_several_looks_is_made_at_so_many_times_less_error():
    readings = {"base": readings_of(BASE), "other": readings_of(OTHER)}
    gained = np.array(OTHER) - np.array(BASE)

    rows, family = differences(readings, "base", 5)
    (group,) = group_differences(readings, "base", 5)

    assert family == 2
    assert next(row.estimate for row in rows if row.measure == DAYS) == mean_interval(gained, family=10)
    assert group.estimate == mean_interval(gained, family=5)
    assert measures_of(readings["base"], 5)[DAYS] == mean_interval(np.array(BASE), family=5)


def test_a_status_that_is_looked_at_often_takes_more_to_be_overloaded():
    """Mean 0.1, standard error 0.01, t(0.975, 2) = 4.30 and t(0.995, 2) = 9.92: lower bounds 0.057 and 0.001."""
    grown = [*readings_of([1.0], growth=0.1 - 0.01 * 3**0.5), *readings_of([1.0], growth=0.1),
             *readings_of([1.0], growth=0.1 + 0.01 * 3**0.5)]  # fmt: skip

    assert (status_of(grown), status_of(grown, 5)) == ("overloaded", "steady")


# the rule


def played(file, figures):
    """Return a way to play that gives these figures of the designs, and the ranges that were asked for."""
    asked = []

    def play(replications):
        asked.append((replications.start, replications.stop))
        return {name: readings_of(figures[name][replications.start : replications.stop]) for name in file.designs}

    return play, asked


def test_it_goes_on_until_all_is_known_as_exactly_as_wanted_and_plays_nothing_twice(data):
    """The difference is ±1 in turn: of an even number n of them the half-width is t(1 - 0.05/28, n - 1) / sqrt(n - 1),
    two measures being compared at up to seven looks; t is 3.5478 for n = 14."""
    file = file_with(data, {"half_width": 1.2, "cap": 40}, replications=4)
    base = np.full(40, 10.0)
    play, asked = played(file, {"sections": base, "modules": base + np.resize([1.0, -1.0], 40)})

    readings, reached = replicate(file, play)

    assert asked == [(0, 4), (4, 6), (6, 9), (9, 14)]
    assert [one.measures[DAYS] for one in readings["modules"]] == [11.0, 9.0] * 7
    half = 3.5478 / 13**0.5
    assert reached == {
        "measure": DAYS, "wanted": 1.2, "relative": False, "reached": {"modules": pytest.approx(half, abs=1e-3)},
        "unwatched": {}, "met": True, "looks": 7, "schedule": [4, 6, 9, 14, 21, 32, 40], "stopped_at": 14, "cap": 40,
    }  # fmt: skip


def test_the_cap_ends_it_and_is_said_to(data):
    file = file_with(data, {"half_width": 1e-6, "cap": 7}, replications=4)
    base = np.full(7, 10.0)

    _, reached = replicate(file, played(file, {"sections": base, "modules": base + np.arange(7.0)})[0])

    assert (reached["met"], reached["stopped_at"], reached["cap"]) == (False, 7, 7)


def test_what_has_no_difference_ends_it_at_once(data):
    file = file_with(data, {"half_width": 1e-6}, replications=4)
    asked = []

    def play(replications):
        asked.append(len(replications))
        return {name: readings_of(np.arange(4.0), growth=0.5) for name in file.designs}

    _, reached = replicate(file, play)

    assert asked == [4]
    assert (reached["met"], reached["unwatched"]) == (False, {"modules": "overloaded"})


def test_a_measure_that_replications_lack_is_told_after_the_first_look(data):
    file = file_with(data, {"half_width": 1, "measure": "on_time_share"})

    with pytest.raises(InputError, match=r"precision\.measure='on_time_share' has no difference to watch"):
        replicate(file, played(file, {name: np.arange(9.0) for name in file.designs})[0])


# what it takes


@pytest.mark.parametrize(
    ("precision", "sentence"),
    [
        ({"cap": 9}, "precision: neither of half_width and relative is given; expected one of them"),
        ({"half_width": 1, "relative": 0.1}, "precision: both of half_width and relative"),
        ({"half_width": 0}, "precision.half_width is 0; expected more than 0"),
        ({"half_width": 1, "cap": 1}, "precision.cap=1 is below replications=2"),
        ({"half_width": 1, "designs": ["modlues"]}, "Did you mean 'modules'?"),
        ({"half_width": 1, "designs": ["sections"]}, "'sections', which has no difference"),
        ({"half_width": 1, "designs": []}, "there is no design beside the baseline"),
        ({"halfwidth": 1}, "Did you mean 'half_width'?"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(data, precision, sentence):
    with pytest.raises(InputError) as error:
        file_with(data, precision)

    assert sentence in str(error.value)


def test_a_rule_needs_a_design_beside_the_baseline(data):
    with pytest.raises(InputError, match="there is no design beside the baseline"):
        file_with(data, {"half_width": 1}, designs={"sections": data["designs"]["sections"]})


def test_a_measure_that_is_none_of_a_replication_is_refused_before_anything_is_played(tmp_path):
    configuration = tiny(tmp_path, "precision.half_width=1")

    for measure in ("elapsed_days_maen", "capacity_multiple", "backlog_growth_share"):
        rule = configuration.file.precision.model_copy(update={"measure": measure})
        file = configuration.file.model_copy(update={"precision": rule})
        with pytest.raises(UnknownName, match=f"precision.measure='{measure}' is no measure of a single replication"):
            compare(replace(configuration, file=file), progress=lambda *_: pytest.fail("it began"))


# the whole command


def test_compare_replicates_by_the_rule_and_says_what_it_reached(tmp_path):
    """The rule adds replications to those that a fixed number gives, and widens all intervals."""
    rule = ("replications=2", "precision.relative=0.0001", "precision.cap=3")

    found = compare(tiny(tmp_path, *rule)).result
    fixed = compare(tiny(tmp_path, "replications=3")).result

    assert found["replications"] == 3
    assert found["precision"] | {"reached": None} == {
        "measure": DAYS, "wanted": 0.0001, "relative": True, "reached": None, "unwatched": {}, "met": False,
        "looks": 2, "schedule": [2, 3], "stopped_at": 3, "cap": 3,
    }  # fmt: skip
    assert fixed["precision"] is None
    for wide, narrow in zip(found["differences"], fixed["differences"], strict=True):
        assert (wide["mean"], wide["variance_ratio"]) == (narrow["mean"], narrow["variance_ratio"])
        assert wide["low"] < narrow["low"] or wide["low"] == wide["high"]
    half = next(row for row in found["differences"] if row["measure"] == DAYS)
    mean = found["designs"]["sections"]["measures"][DAYS]["mean"]
    assert found["precision"]["reached"]["modules"] == pytest.approx((half["high"] - half["low"]) / 2 / mean)
