"""Sensitivity: changes paired by replication, their rank, and where a sign turns; all worked out by hand."""

import numpy as np
import pytest

from analysis.intervals import Estimate
from analysis.sensitivity import (
    Level,
    as_number,
    as_value,
    break_evens,
    largest_change,
    size,
    size_beyond_noise,
    turns_surely,
    typical_variance,
    undecided_around,
    weight,
)

BASE = np.array([-2.0, -1.0, -3.0])


def level(*differences, value=1.0):
    return Level(value=value, differences=np.array(differences))


def test_a_change_is_paired_by_replication():
    # changes 1, 1.5, 2: mean 1.5, s 0.5; t(2, 0.975) = 4.302653: half-width 4.302653 × 0.5 / √3 = 1.242069
    change = level(-1.0, 0.5, -1.0).change(BASE, 1)

    assert change.mean == pytest.approx(1.5)
    assert change.half_width == pytest.approx(1.242069, abs=1e-6)


def test_a_change_is_against_as_many_replications_of_the_base_as_there_are():
    assert level(-1.0, 0.0).change(BASE, 1) == Estimate(1.0, 1.0, 1.0)


def test_the_larger_of_two_changes_counts_whatever_its_sign():
    low, high = level(-2.5, -1.4, -3.6), level(-1.9, -0.9, -2.9)  # −0.5 on average, and +0.1

    found = largest_change(low, high, BASE, 1, by=size)

    assert found.end == "low"
    assert found.estimate.mean == pytest.approx(-0.5)


def test_a_change_that_can_be_told_from_noise_outweighs_a_larger_one_that_cannot():
    noisy, sure = level(3.0, -6.0, 3.0), level(-1.9, -0.9, -2.9)  # +2 ± 15, and exactly +0.1 thrice

    assert largest_change(noisy, sure, BASE, 1, by=size).end == "low"
    assert largest_change(noisy, sure, BASE, 1, by=weight).end == "high"
    assert largest_change(noisy, sure, BASE, 1).distinguishable


def test_an_end_without_difference_has_no_change():
    overloaded = Level(value=1.05, differences=None, status="overloaded", whose="sections")

    assert largest_change(overloaded, level(-1.0, 0.0, -2.0), BASE, 1).end == "high"
    assert largest_change(overloaded, overloaded, BASE, 1) is None


def test_no_effect_is_no_distinguishable_change():
    assert not largest_change(level(*BASE), level(*BASE), BASE, 1).distinguishable


def exact(mean):
    return Estimate(mean, mean, mean)


def test_the_sign_turns_on_the_straight_line_between_two_values():
    # −2 at 0.7 and +1 at 1: zero after two thirds of the way
    assert break_evens([(0.7, exact(-2.0)), (1.0, exact(1.0))]) == pytest.approx([0.9])


def test_nothing_is_read_off_across_a_value_without_difference():
    assert break_evens([(0.6, exact(-2.0)), (0.8, None), (1.0, exact(1.0))]) == []


def test_a_sign_may_turn_more_than_once():
    assert break_evens([(0.0, exact(1.0)), (1.0, exact(-1.0)), (2.0, exact(-1.0)), (3.0, exact(3.0))]) == [0.5, 2.25]


def test_the_stretch_in_which_the_sign_turns_is_where_the_band_holds_zero():
    points = [(0.0, Estimate(-4.0, -6.0, -2.0)), (2.0, Estimate(0.0, -1.0, 1.0)), (4.0, Estimate(8.0, 6.0, 10.0))]
    # the upper edge goes from −2 at 0 to 1 at 2: zero at 4/3; the lower one from −1 at 2 to 6 at 4: zero at 2 + 2/7
    assert break_evens(points) == [2.0]
    assert undecided_around(points, 2.0) == pytest.approx((4 / 3, 2 + 2 / 7))
    assert turns_surely(points, 2.0)


def test_a_band_that_holds_zero_to_the_end_leaves_the_turn_undecided():
    points = [(0.0, Estimate(-4.0, -6.0, -2.0)), (2.0, Estimate(1.0, -1.0, 3.0))]
    # the upper edge goes from −2 to 3: zero at 0.8; the lower one stays below 0
    assert undecided_around(points, 1.6) == pytest.approx((0.8, 2.0))
    assert not turns_surely(points, 1.6)


def test_without_intervals_there_is_no_stretch():
    points = [(0.0, Estimate(-4.0, None, None)), (2.0, Estimate(1.0, None, None))]

    assert undecided_around(points, 1.6) is None
    assert not turns_surely(points, 1.6)


@pytest.mark.parametrize("text", ["00:00", "08:30", "18:00", "23:59"])
def test_a_clock_time_has_its_place_in_minutes(text):
    assert as_value(as_number(text), like="10:00") == text


def test_in_a_screening_a_change_counts_as_far_as_it_exceeds_noise():
    sure, noisy, none = np.array([1.9, 2.1]), np.array([-1.0, 7.0]), np.array([0.0, 0.0])
    typical = typical_variance([sure, noisy, none])

    # variances 0.02 and 32, of those that vary at all: the median is 16.01
    assert typical == pytest.approx(16.01)
    # 2 − √((0.02 + 16.01) / 2 / 2) and 3 − √((32 + 16.01) / 2 / 2)
    assert size_beyond_noise(sure, typical) == pytest.approx(2 - 2.0018741, abs=1e-6)
    assert size_beyond_noise(noisy, typical) == pytest.approx(3 - 3.4644624, abs=1e-6)
    assert typical_variance([none]) == 0.0
