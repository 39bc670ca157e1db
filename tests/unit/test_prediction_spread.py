"""The spread of a prediction, its interval score, and the null predictions beside it."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.prediction import NO_CHANGE, interval_score, null_predictions, spread
from analysis.prediction.reported import ends, middle, nearest_point
from sim.errors import InputError

FIGURES = st.floats(-1e6, 1e6)


def test_ignorance_and_noise_of_three_draws_by_hand():
    """Means 2, 5, 11; variances within 2, 2, 2, so noise² = 2. Variance of the means 21, less 2/2 = 20."""
    found = spread(np.array([[1.0, 3.0], [4.0, 6.0], [10.0, 12.0]]))

    assert found.mean == 6
    assert found.noise == pytest.approx(sqrt(2))
    assert found.ignorance == pytest.approx(sqrt(20))
    assert (found.draws, found.replications) == (3, 2)


def test_the_interval_lies_between_quantiles_of_type_8_of_all_values():
    """Of n = 6 values the quantile p stands at place p(n + 1/3) + 1/3: at 1.9167 for 1/4 and 5.0833 for 3/4."""
    found = spread(np.array([[10.0, 40.0, 20.0], [60.0, 30.0, 50.0]]), confidence=0.5)

    assert (found.low, found.high) == pytest.approx((19.1666667, 50.8333333))


def test_means_closer_than_chance_would_have_them_are_no_ignorance():
    """Variance of the means 0, noise² = 8: the estimate would be −4."""
    found = spread(np.array([[1.0, 5.0], [5.0, 1.0]]))

    assert (found.ignorance, found.noise) == (0.0, pytest.approx(sqrt(8)))


def test_what_a_single_replication_or_draw_cannot_tell_is_none():
    assert (spread(np.array([[1.0], [2.0]])).ignorance, spread(np.array([[1.0], [2.0]])).noise) == (None, None)
    assert spread(np.array([[1.0, 3.0]])).ignorance is None
    assert spread(np.array([[1.0, 3.0]])).noise == pytest.approx(sqrt(2))


@given(st.integers(0, 2**16), st.floats(0.1, 10), st.floats(0, 10))
def test_the_parts_are_found_again_in_balanced_data(seed, noise, ignorance):
    """Draws at ±ignorance and replications at ±noise: the parts follow from the sums of squares exactly."""
    draws, replications = 2 * (seed % 5 + 1), 2 * (seed % 3 + 1)
    ahead = np.resize([1.0, -1.0], draws)[:, None] * ignorance
    found = spread(ahead + np.resize([1.0, -1.0], replications)[None, :] * noise)

    within = noise**2 * replications / (replications - 1)
    between = ignorance**2 * draws / (draws - 1)
    assert found.noise == pytest.approx(sqrt(within))
    assert found.ignorance == pytest.approx(sqrt(max(0.0, between - within / replications)), abs=1e-6)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (np.array([[1.0, np.nan]]), "draw 0, replication 1 is nan; expected finite"),
        (np.array([1.0, 2.0]), r"shape \(2,\); expected \[draw, replication\]"),
        (np.empty((0, 2)), r"shape \(0, 2\)"),
    ],
)
def test_missing_values_are_refused(values, said):
    with pytest.raises(InputError, match=said):
        spread(values)


def test_a_confidence_that_is_none_is_refused():
    with pytest.raises(InputError, match="confidence=1; expected a number between 0 and 1"):
        spread(np.array([[1.0, 2.0]]), confidence=1.0)


# the interval score -------------------------------------------------------------------------------


def test_the_score_is_the_width_and_two_over_alpha_for_each_unit_outside():
    """α = 0.05, so 40 for each unit: [30, 50] misses 28 by 2 and 55 by 5."""
    assert interval_score(30, 50, 40) == 20
    assert interval_score(30, 50, 28) == pytest.approx(20 + 80)
    assert interval_score(30, 50, 55) == pytest.approx(20 + 200)


def test_a_range_has_the_mean_score_of_its_ends_and_a_bound_that_of_its_one_end():
    """[28, 55] against [30, 50]: the mean of 100 and 220. "At least 55" has the 220."""
    assert interval_score(30, 50, [28, 55]) == pytest.approx(160)
    assert interval_score(30, 50, [55, None]) == pytest.approx(220)
    assert interval_score(30, 50, [None, 40]) == 20


def test_the_true_quantiles_score_best_on_average():
    """The score is proper: of a figure uniform in [0, 1], the central 80% [0.1, 0.9] beats any other interval."""
    figures = (np.arange(200) + 0.5) / 200
    grid = np.linspace(0, 1, 21)
    scores = {
        (low, high): np.mean([interval_score(low, high, float(figure), 0.8) for figure in figures])
        for low in grid for high in grid if low <= high
    }  # fmt: skip

    assert min(scores, key=scores.get) == (grid[2], grid[18])


@pytest.mark.parametrize(("low", "high", "confidence"), [(2, 1, 0.95), (1, 2, 0.0), (float("nan"), 1, 0.95)])
def test_no_interval_has_no_score(low, high, confidence):
    with pytest.raises(InputError, match="expected low <= high"):
        interval_score(low, high, 1.0, confidence)


# reported figures ---------------------------------------------------------------------------------


@given(FIGURES, st.tuples(FIGURES, FIGURES).map(sorted))
def test_the_nearest_point_of_a_range_lies_in_it_and_nothing_in_it_is_nearer(value, figure):
    found = nearest_point(value, figure)

    assert figure[0] <= found <= figure[1]
    assert abs(value - found) <= min(abs(value - figure[0]), abs(value - figure[1]), abs(value - middle(figure)))


@pytest.mark.parametrize("figure", [[None, None], [2, 1], [1, 2, 3], float("nan")])
def test_what_is_no_figure_is_refused(figure):
    with pytest.raises(InputError, match=r"reported figure .*; expected"):
        ends(figure)


# null predictions ---------------------------------------------------------------------------------


def test_nulls_by_ratio_and_by_design():
    """Before 80 and 100; one seal of 17 would make 80/17 and 100/17; the design has values of its own."""
    before, parallel = np.array([[80.0], [100.0]]), np.array([[50.0], [70.0]])

    found = null_predictions(before, {"steps": 1 / 17}, {"parallel_only": parallel}, confidence=0.5)

    assert list(found) == [NO_CHANGE, "steps", "parallel_only"]
    assert [one.value for one in found.values()] == pytest.approx([90, 90 / 17, 60])
    assert (found["steps"].low, found["steps"].high) == pytest.approx(
        (found[NO_CHANGE].low / 17, found[NO_CHANGE].high / 17)
    )
    assert found["parallel_only"].score(60) == found["parallel_only"].high - found["parallel_only"].low


@pytest.mark.parametrize(
    ("ratios", "designs", "said"),
    [
        ({"steps": 0.0}, {}, "'steps' has ratio=0.0; expected a number above 0"),
        ({"no_change": 0.5}, {}, "'no_change' is given twice"),
        ({"steps": 0.5}, {"steps": np.ones((1, 1))}, "'steps' is given twice"),
        ({}, {"parallel": np.array([[np.nan]])}, "is nan; expected finite"),
    ],
)
def test_null_predictions_that_cannot_be_are_refused(ratios, designs, said):
    with pytest.raises(InputError, match=said):
        null_predictions(np.ones((2, 2)), ratios, designs)
