"""Intervals of means: worked out by hand, held against scipy, and against the truth in many repetitions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from analysis.intervals import Estimate, mean_interval, relative_interval

FIVE = np.array([12.0, 9.0, 15.0, 10.0, 14.0])
"""Mean 12, squared deviations 0 + 9 + 9 + 4 + 4 = 26, standard error sqrt(26 / 4 / 5) = 1.140175."""


def bounds(estimate):
    return estimate.mean, estimate.low, estimate.high


def test_an_interval_worked_out_by_hand():
    """With 4 degrees of freedom t(0.975) is 2.776445, so the half-width is 3.165634."""
    assert bounds(mean_interval(FIVE)) == pytest.approx((12.0, 8.834366, 15.165634), abs=1e-6)


def test_intervals_shown_together_are_wider_by_bonferroni():
    """Five together: each at 1 - 0.05/5 = 99%; t(0.995) is 4.604095, so the half-width is 5.249476."""
    assert bounds(mean_interval(FIVE, family=5)) == pytest.approx((12.0, 6.750524, 17.249476), abs=1e-6)


@pytest.mark.parametrize("n", [2, 3, 30, 200])
@pytest.mark.parametrize("family", [1, 7, 400])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_intervals_are_those_of_scipy(n, family, confidence):
    values = np.random.default_rng(n).normal(3.0, 2.0, n)

    low, high = stats.t.interval(1 - (1 - confidence) / family, n - 1, loc=values.mean(), scale=stats.sem(values))

    assert bounds(mean_interval(values, family, confidence)) == pytest.approx((values.mean(), low, high), rel=1e-9)


def test_a_single_replication_has_no_interval():
    assert mean_interval(np.array([3.0]), family=9) == Estimate(3.0, None, None)
    assert relative_interval(np.array([1.0]), np.array([4.0])) == Estimate(0.25, None, None)


def test_what_never_varies_has_an_interval_of_no_width():
    assert mean_interval(np.full(10, 0.0), family=300) == Estimate(0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("estimate", "excludes"),
    [
        (Estimate(1.0, 0.1, 1.9), True),
        (Estimate(-1.0, -1.9, -0.1), True),
        (Estimate(1.0, -0.1, 2.1), False),
        (Estimate(0.0, 0.0, 0.0), False),
        (Estimate(1.0, 0.0, 2.0), False),
        (Estimate(5.0, None, None), False),
    ],
)
def test_an_interval_excludes_0_when_it_lies_on_one_side(estimate, excludes):
    assert estimate.excludes_zero is excludes
    assert estimate.as_dict() == {"mean": estimate.mean, "low": estimate.low, "high": estimate.high}


# relative differences


def test_a_relative_difference_worked_out_by_hand():
    """Differences 1, 2, 3 over baselines 8, 10, 12: the ratio is 2/10; residuals (1 - 1.6, 2 - 2, 3 - 2.4) / 10 are
    -0.06, 0, 0.06, whose standard error is 0.06 / sqrt(3); with 2 degrees of freedom t(0.975) is 4.302653."""
    found = relative_interval(np.array([1.0, 2.0, 3.0]), np.array([8.0, 10.0, 12.0]))

    half = 4.302653 * 0.06 / np.sqrt(3)
    assert bounds(found) == pytest.approx((0.2, 0.2 - half, 0.2 + half), abs=1e-6)


def test_a_difference_that_is_a_fixed_share_of_the_baseline_is_known_exactly():
    baseline = np.array([8.0, 10.0, 12.0, 11.0])

    found = relative_interval(-0.25 * baseline, baseline, family=50)

    assert bounds(found) == pytest.approx((-0.25, -0.25, -0.25))


def test_of_nothing_there_is_no_share():
    assert relative_interval(np.array([1.0, 2.0]), np.zeros(2)) is None


def test_a_relative_interval_is_that_of_the_bootstrap():
    """Resampled pairs of 200 replications give nearly the same interval as the linearised ratio."""
    draw = np.random.default_rng(2026)
    baseline = draw.gamma(20.0, 0.5, 200)
    difference = -0.2 * baseline + draw.normal(0.3, 1.0, 200)
    rows = draw.integers(200, size=(20_000, 200))
    ratios = difference[rows].mean(axis=1) / baseline[rows].mean(axis=1)

    found = relative_interval(difference, baseline)

    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(ratios, (0.025, 0.975))), abs=0.002)


# what an interval promises


def test_intervals_cover_the_truth_as_often_as_they_say():
    """Of 4,000 intervals from 10 replications each, 95% hold the true mean; and of 800 groups of five, in 95% all."""
    values = np.random.default_rng(7).normal(5.0, 3.0, (4000, 10))

    alone = [estimate.low <= 5.0 <= estimate.high for estimate in map(mean_interval, values)]
    together = [mean_interval(row, family=5) for row in values]
    held = np.array([estimate.low <= 5.0 <= estimate.high for estimate in together]).reshape(800, 5).all(axis=1)

    assert np.mean(alone) == pytest.approx(0.95, abs=0.012)
    assert np.mean(held) == pytest.approx(0.95, abs=0.025)
